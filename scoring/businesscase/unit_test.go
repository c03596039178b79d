package businesscase_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

func TestARateIsTheSameInAnotherUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		rate     float64
		from, to businesscase.Unit
		want     float64
	}{
		{"12 % a year by month", .12, businesscase.Year, businesscase.Month, 0.00948879293458297},       // 1.12^(1/12) - 1
		{"1 % a month by year", .01, businesscase.Month, businesscase.Year, 0.126825030131969720661201}, // 1.01^12
		{"21 % in two quarters", .1, businesscase.Quarter, businesscase.Year, .4641},
		{"a third of a quarter", .331, businesscase.Quarter, businesscase.Month, .1},
		{"half lost each month", -.5, businesscase.Month, businesscase.Quarter, -.875},
		{"nothing", 0, businesscase.Week, businesscase.Year, 0},
		{"almost nothing", 1e-18, businesscase.Month, businesscase.Year, 12e-18},
		{"a week of a year", 1, businesscase.Year, businesscase.Week, math.Expm1(math.Ln2 * 7 / 365.2425)},
		{"the same", .1, businesscase.Week, businesscase.Week, .1},
	} {
		got := have(c.from.Convert(c.rate, c.to))(t)
		agree(t, c.name, got, c.want, 1e-15*math.Abs(c.want))
	}
}

func TestARateConvertedThereAndBackIsWhereItWas(t *testing.T) {
	t.Parallel()
	unit := rapid.SampledFrom([]businesscase.Unit{businesscase.Year, businesscase.Quarter, businesscase.Month, businesscase.Week})
	rapid.Check(t, func(t *rapid.T) {
		from, to := unit.Draw(t, "from"), unit.Draw(t, "to")
		rate := rapid.Float64Range(-.3, 2).Draw(t, "rate")
		there := have(from.Convert(rate, to))(t)
		agree(t, "back", have(to.Convert(there, from))(t), rate, 1e-13*(1+math.Abs(rate))+1e-15/(1+there))
		if (there > 0) != (rate > 0) || (there < 0) != (rate < 0) {
			t.Errorf("%v became %v", rate, there)
		}
	})
}

func TestRatesAndUnitsThatCanNotBeAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, field string
		rate        float64
		from, to    businesscase.Unit
	}{
		{"-100 %", "rate", -1, businesscase.Year, businesscase.Month},
		{"none", "rate", math.NaN(), businesscase.Year, businesscase.Year},
		{"too great by year", "rate", 1e10, businesscase.Week, businesscase.Year},
		{"too near -1 by year", "rate", -.999, businesscase.Week, businesscase.Year},
		{"an unknown unit", "Unit", .1, 9, businesscase.Year},
		{"an unknown other unit", "to", .1, businesscase.Year, 9},
	} {
		got, err := c.from.Convert(c.rate, c.to)
		names(t, c.name, err, c.field)
		if got != 0 {
			t.Errorf("%s: got %v beside the error", c.name, got)
		}
	}
}

func TestAUnitIsOneWord(t *testing.T) {
	t.Parallel()
	for word, unit := range map[string]businesscase.Unit{"year": 0, "quarter": businesscase.Quarter, "month": businesscase.Month, "week": businesscase.Week} {
		text := have(json.Marshal(unit))(t)
		var back businesscase.Unit
		if err := json.Unmarshal(text, &back); err != nil || string(text) != `"`+word+`"` || back != unit || unit.String() != word {
			t.Errorf("%s: got %s, and %v with %v", word, text, back, err)
		}
	}
	unknown := businesscase.Unit(9)
	_, err := unknown.MarshalText()
	names(t, "an unknown unit", err, "Unit")
	names(t, "an unknown word", unknown.UnmarshalText([]byte("decade")), "Unit")
	if unknown.String() != "invalid" {
		t.Errorf("got %v", unknown)
	}
}
