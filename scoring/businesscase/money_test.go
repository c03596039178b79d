package businesscase_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

func euro(minor int64) businesscase.Money { return businesscase.Money{Minor: minor, Currency: "EUR"} }

func TestMoneyIsWholeMinorUnitsWithACurrency(t *testing.T) {
	t.Parallel()
	most := euro(math.MaxInt64)
	text := have(json.Marshal(most))(t)
	if want := `{"minor":9223372036854775807,"currency":"EUR"}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	var back businesscase.Money
	if err := json.Unmarshal(text, &back); err != nil || back != most {
		t.Errorf("got %v back, and %v", back, err)
	}
	for m, want := range map[businesscase.Money]string{
		euro(-1_250_000): "-1250000 minor units of EUR",
		{}:               "0 minor units of any currency",
	} {
		if err := m.Check(); err != nil || m.String() != want {
			t.Errorf("got %q, want %q; %v", m, want, err)
		}
	}
	for _, code := range []string{"", "eur", "EURO", "E1R", "ÉU", "€"} {
		m := businesscase.Money{Minor: 1, Currency: code}
		names(t, code, m.Check(), "Currency")
		_, err := m.Add(euro(1))
		names(t, code, err, "Currency")
		_, err = euro(1).Add(m)
		names(t, code, err, "other.Currency")
		_, err = businesscase.Round(1, code)
		names(t, code, err, "currency")
	}
}

func TestMoneyAddsExactlyOrNotAtAll(t *testing.T) {
	t.Parallel()
	most, least := euro(math.MaxInt64), euro(math.MinInt64)
	nothing := businesscase.Money{}
	for _, c := range []struct {
		a, b, want businesscase.Money
		field      string
	}{
		{euro(2), euro(3), euro(5), ""},
		{most, least, euro(-1), ""},
		{most, euro(0), most, ""},
		{least, euro(0), least, ""},
		{nothing, euro(3), euro(3), ""},
		{euro(3), nothing, euro(3), ""},
		{nothing, nothing, nothing, ""},
		{most, euro(1), nothing, "Minor"},
		{least, euro(-1), nothing, "Minor"},
		{least, least, nothing, "Minor"},
		{euro(0), businesscase.Money{Currency: "USD"}, nothing, "other.Currency"},
	} {
		got, err := c.a.Add(c.b)
		if c.field != "" {
			names(t, c.a.String(), err, c.field)
		} else if err != nil {
			t.Error(err)
		}
		if got != c.want {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestEstimatesAreRoundedToTheEvenNeighbour(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]int64{.5: 0, 1.5: 2, 2.5: 2, -.5: 0, -1.5: -2, 2.4999: 2, 1 << 53: 1 << 53, -1 << 53: -1 << 53} {
		if got := have(businesscase.Round(v, "EUR"))(t); got != euro(want) {
			t.Errorf("%v: got %v, want %d", v, got, want)
		}
	}
	for _, v := range []float64{1<<53 + 2, -1<<53 - 2, math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, err := businesscase.Round(v, "EUR")
		names(t, "beyond", err, "minor")
	}
}
