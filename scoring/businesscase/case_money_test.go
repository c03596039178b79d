package businesscase_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// amounts are the fields of a case that are money.
func amounts() []string {
	return []string{"Winning", "Spend", "Gain", "Change.Gain", "Change.Once", "Change.Period", "Change.Customer", "Change.Newcomer"}
}

// A place is an input of a case with the name of its field.
type place struct {
	field string
	in    *businesscase.Input
}

// placesOf returns all inputs of a case but those of Staying, of which few go together.
func placesOf(c *businesscase.Case) []place {
	var all []place
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		for i := range v.NumField() {
			name := path + v.Type().Field(i).Name
			switch field := v.Field(i).Addr().Interface().(type) {
			case *businesscase.Input:
				all = append(all, place{name, field})
			case *businesscase.Change, *businesscase.Drift:
				walk(name+".", v.Field(i))
			}
		}
	}
	walk("", reflect.ValueOf(c).Elem())
	return all
}

func TestMoneyOfAnotherCurrencyOrOfNoneIsRefusedInEachFieldOfACase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sum := businesscase.Money{
			Minor:    rapid.OneOf(rapid.Int64Range(1, math.MaxInt64), rapid.Int64Range(math.MinInt64, -1)).Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"", "USD", "CHF", "eur", "EURO", "EU", "€UR"}).Draw(t, "currency"),
		}
		wrong := businesscase.Amount(sum)
		if sum.Currency != "" && rapid.Bool().Draw(t, "guessed") {
			wrong = businesscase.Guess(businesscase.PERT(1, 2, 3))
			wrong.Currency = sum.Currency
		}
		c := caseDrawn(t)
		for _, p := range placesOf(&c) {
			was := *p.in
			*p.in = wrong
			before := c
			before.Tenures = slices.Clone(c.Tenures)
			m, err := c.Model()
			names(t, p.field, err, p.field+".Currency")
			if m.Inputs != nil || m.Flows != nil || m.Currency != "" {
				t.Errorf("%s: got a model beside an error", p.field)
			}
			if !reflect.DeepEqual(c, before) {
				t.Errorf("%s: got a case that was changed, %+v, not %+v", p.field, c, before)
			}
			*p.in = was
		}
	})
}

func TestOnlyFieldsOfMoneyTakeMoney(t *testing.T) {
	t.Parallel()
	c := plain()
	for _, p := range placesOf(&c) {
		was := *p.in
		*p.in = businesscase.Amount(euro(1))
		_, err := c.Model()
		if !slices.Contains(amounts(), p.field) {
			names(t, p.field, err, p.field+".Currency")
		} else if err != nil {
			t.Errorf("%s: %v", p.field, err)
		}
		*p.in = was
	}
}

func TestNothingIsNothingInAnyCurrency(t *testing.T) {
	t.Parallel()
	for _, nothing := range []businesscase.Money{{}, euro(0), {Currency: "USD"}} {
		c := plain()
		for _, p := range placesOf(&c) {
			if !slices.Contains(amounts(), p.field) {
				continue
			}
			was := *p.in
			*p.in = known(0)
			want := flowsOf(t, c, 0)
			*p.in = businesscase.Amount(nothing)
			if diff := cmp.Diff(want, flowsOf(t, c, 0), cmpopts.IgnoreUnexported(businesscase.Flows{})); diff != "" {
				t.Errorf("%s: %v is not 0 (-want +got):\n%s", p.field, nothing, diff)
			}
			for _, in := range model(t, c).Inputs {
				if in.Currency != "" && in.Currency != "EUR" {
					t.Errorf("%s: got input %s of the model in %s", p.field, in.Name, in.Currency)
				}
			}
			*p.in = was
		}
	}
	c := plain()
	c.Change.Once = businesscase.Amount(businesscase.Money{Currency: "eur"})
	_, err := c.Model()
	names(t, "nothing, with what is no code", err, "Change.Once.Currency")
}

func TestMoneyOfAnotherCurrencyOrOfNoneIsRefusedInAModel(t *testing.T) {
	t.Parallel()
	cfg := businesscase.Config{Draws: 1000}
	for _, currency := range []string{"", "USD", "eur"} {
		m := total(0, businesscase.Normal(10, 4), businesscase.Exactly(1))
		m.Currency = "EUR"
		m.Inputs[0].Improves = true
		m.Inputs[1] = businesscase.Amount(businesscase.Money{Minor: 5, Currency: currency})
		m.Inputs[1].Name = "b"
		_, run := m.Run(cfg)
		_, tornado := m.Tornado(businesscase.TornadoConfig{})
		_, even := m.BreakEven(cfg)
		_, against := m.Against([]float64{1}, cfg)
		_, stage := m.Stage([]businesscase.Trial{{Name: "pilot", Input: "a", SE: 1}}, cfg)
		for _, err := range []error{run, tornado, even, against, stage} {
			names(t, "money of "+currency, err, "Inputs[1].Currency")
		}
		m.Inputs[1] = businesscase.Amount(businesscase.Money{Currency: "USD"})
		m.Inputs[1].Name = "b"
		if _, err := m.Run(cfg); err != nil {
			t.Errorf("nothing in dollars: %v", err)
		}
	}
}
