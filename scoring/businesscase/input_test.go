package businesscase_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestWhatACaseIsMadeOfIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    any
		want string
	}{
		{businesscase.Input{}, `{}`},
		{businesscase.Guess(businesscase.Exactly(0)), `{"dist":{"exactly":0},"basis":"guessed"}`},
		{businesscase.Amount(euro(1_50)), `{"dist":{"exactly":150},"basis":"stated","currency":"EUR"}`},
		{
			businesscase.Input{Name: "churn", Dist: businesscase.Beta(3, 7), N: 8, Improves: true, Least: new(0.), Most: new(1.)},
			`{"name":"churn","dist":{"beta":[3,7]},"n":8,"improves":true,"least":0,"most":1}`,
		},
		{
			businesscase.Measured(relationship.Estimate{Value: .2, Low: .1, High: .4, N: 9, Basis: relationship.Observed}),
			`{"dist":{"between":[0.1,0.2,0.4]},"basis":"observed","n":9}`,
		},
		{businesscase.Correlation{A: "churn", B: "spend", R: -.5}, `{"a":"churn","b":"spend","r":-0.5}`},
		{businesscase.Trial{Name: "pilot", Input: "churn", SE: .1, Cost: 5, Periods: 2}, `{"name":"pilot","input":"churn","se":0.1,"cost":5,"periods":2}`},
		{businesscase.Paid{Periods: 2.5, First: 1, Again: true}, `{"periods":2.5,"never":false,"first":1,"again":true}`},
		{
			businesscase.Rates{All: []float64{.1, .4}, Ambiguous: true},
			`{"all":[0.1,0.4],"ambiguous":true,"touching":false,"any":false,"beyond":0,"borrowed":false}`,
		},
	} {
		text := have(json.Marshal(c.v))(t)
		if string(text) != c.want {
			t.Errorf("got %s, want %s", text, c.want)
		}
		back := reflect.New(reflect.TypeOf(c.v))
		if err := json.Unmarshal(text, back.Interface()); err != nil || !reflect.DeepEqual(back.Elem().Interface(), c.v) {
			t.Errorf("%s: got %+v back, and %v", text, back.Elem(), err)
		}
	}
	found, back := measuredOf("price"), businesscase.Measurement{}
	if err := json.Unmarshal(have(json.Marshal(found))(t), &back); err != nil || back != found {
		t.Errorf("got %+v back, and %v, want %+v", back, err, found)
	}
}

func TestWhatCanNotBeIsNotReadIntoAnInput(t *testing.T) {
	t.Parallel()
	for text, field := range map[string]string{
		`{"dist":{"uniform":[5,5]}}`: "Dist.High",
		`{"dist":null}`:              "Dist",
	} {
		var in businesscase.Input
		names(t, text, json.Unmarshal([]byte(text), &in), field)
	}
	// What the parts alone do not tell is refused where the input is used.
	m := pair()
	if err := json.Unmarshal([]byte(`{"least":20,"most":10}`), &m.Inputs[1]); err != nil {
		t.Fatal(err)
	}
	_, err := m.Learn(measuredOf("churn"))
	names(t, "limits", err, "Inputs[1].Most")
	var money businesscase.Money
	if err := json.Unmarshal([]byte(`{"minor":5}`), &money); err != nil {
		t.Fatal(err)
	}
	names(t, "money of no currency", money.Check(), "Currency")
}
