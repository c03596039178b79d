package businesscase_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

func TestSpecialCasesOfReturnRatesAreToldApart(t *testing.T) {
	t.Parallel()
	type rates = businesscase.Rates
	none := []float64{}
	for name, c := range map[string]struct {
		flows []float64
		want  rates
	}{
		"no flows":                             {nil, rates{All: none, Any: true, Ambiguous: true}},
		"nothing ever":                         {[]float64{0, 0, 0}, rates{All: none, Any: true, Ambiguous: true}},
		"one amount":                           {[]float64{0, -7, 0}, rates{All: none}},
		"only paid":                            {[]float64{-1, -2, -3}, rates{All: none}},
		"only received":                        {[]float64{1, 2, 3}, rates{All: none, Borrowed: true}},
		"two sign changes and none":            {[]float64{-1, 2, -3}, rates{All: none}},
		"an investment":                        {[]float64{-100, 110}, rates{All: []float64{.1}}},
		"a loan":                               {[]float64{100, -110}, rates{All: []float64{.1}, Borrowed: true}},
		"money back":                           {[]float64{-100, 40, 60}, rates{All: []float64{0}}},
		"money back, or half as much again":    {[]float64{-2, 5, -3}, rates{All: []float64{0, .5}, Ambiguous: true}},
		"all lost but a trifle":                {[]float64{-1e15, 1}, rates{All: []float64{1e-15 - 1}}},
		"later":                                {[]float64{0, 0, -100, 110, 0}, rates{All: []float64{.1}}},
		"a million times as much":              {[]float64{-1, 1e6}, rates{All: []float64{999_999}}},
		"a googol times as much":               {[]float64{-1, 1e100}, rates{All: []float64{1e100}}},
		"too near all lost":                    {[]float64{-1e100, 1}, rates{All: none, Beyond: 1}},
		"too near all lost, and another":       {[]float64{-1e100, 1e100, -1}, rates{All: []float64{0}, Beyond: 1, Ambiguous: true}},
		"enormous":                             {[]float64{-1e308, 1.25e308, 0}, rates{All: []float64{.25}}},
		"tiny":                                 {[]float64{-4e-320, 5e-320}, rates{All: []float64{.25}}},
		"nothing beside the greatest":          {[]float64{-1e-300, 1e300, -1e300}, rates{All: []float64{0}, Borrowed: true}},
		"a hundred at 2 %, all at the end":     {append(append([]float64{-1}, make([]float64, 99)...), math.Pow(1.02, 100)), rates{All: []float64{.02}}},
		"two, at once half lost and as gained": {[]float64{-2, 5, -2}, rates{All: []float64{-.5, 1}, Ambiguous: true}},
	} {
		got := have(businesscase.ReturnRates(c.flows))(t)
		near := cmp.Comparer(func(a, b float64) bool { return a == b || a*b != 0 && math.Abs(a-b) <= 1e-15*(1+math.Abs(a)) })
		if diff := cmp.Diff(c.want, got, near); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRatesThatTheDigitsOfFlowsCanNotTellApartAreOneThatTouches(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flows []float64
		want  float64
	}{
		"twice 10 %":                      {[]float64{-1, 2.2, -1.21}, .1},
		"twice 10 %, from below":          {[]float64{1, -2.2, 1.21}, .1},
		"three times":                     {[]float64{-1, 3.3, -3.63, 1.331}, .1},
		"four times":                      {[]float64{-1, 4.4, -7.26, 5.324, -1.4641}, .1},
		"twice 0":                         {[]float64{1, -2, 1}, 0},
		"twice but for the 16th digit":    {[]float64{1, -2, 1 + 0x1p-52}, 0},
		"on the other side":               {[]float64{1, -2, 1 - 0x1p-52}, 0},
		"seven times, at five":            {[]float64{-1, 42, -756, 7560, -45360, 163296, -326592, 279936}, 5},
		"twice, and enormous":             {[]float64{-1e300, 2.2e300, -1.21e300}, .1},
		"twice, sixty periods in between": {slices.Concat([]float64{1}, make([]float64, 59), []float64{-2}, make([]float64, 59), []float64{1}), 0},
	} {
		got := have(businesscase.ReturnRates(c.flows))(t)
		if len(got.All) != 1 || !got.Touching || !got.Ambiguous {
			t.Errorf("%s: got %+v, want one rate that touches", name, got)
			continue
		}
		agree(t, name, got.All[0], c.want, 1e-12)
	}
}

func TestRatesThatAreNearButApartAreBothFound(t *testing.T) {
	t.Parallel()
	for _, apart := range []float64{1e-2, 1e-4, 1e-6} {
		a, b := 1.1, 1.1+apart
		got := have(businesscase.ReturnRates([]float64{-1, a + b, -a * b}))(t)
		if len(got.All) != 2 || got.Touching || !got.Ambiguous {
			t.Errorf("%g apart: got %+v, want two rates", apart, got)
			continue
		}
		agree(t, "lower", got.All[0], a-1, 1e-15/apart)
		agree(t, "higher", got.All[1], b-1, 1e-15/apart)
	}
}

// times multiplies flows by those that have one rate.
func times(flows []float64, growth float64) []float64 {
	out := make([]float64, len(flows)+1)
	for t, v := range flows {
		out[t] += v
		out[t+1] -= v * growth
	}
	return out
}

func TestRatesThatFlowsWereMadeOfAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		exponents := rapid.SliceOfNDistinct(rapid.IntRange(-9, 9), 1, 12, rapid.ID[int]).Draw(t, "exponents")
		slices.Sort(exponents)
		flows := []float64{-1}
		for _, e := range exponents {
			flows = times(flows, math.Ldexp(1.1, e))
		}
		got := have(businesscase.ReturnRates(flows))(t)
		if len(got.All) != len(exponents) || got.Touching || got.Ambiguous != (len(exponents) > 1) {
			t.Fatalf("made of %v: got %+v", exponents, got)
		}
		for i, e := range exponents {
			agree(t, "1+rate", (1+got.All[i])/math.Ldexp(1.1, e), 1, 3e-13)
		}
	})
}

// exactly fails the test unless the worth of flows, counted exactly, changes its sign within so much of a rate.
func exactly(t breaks, flows []float64, rate, within float64) {
	t.Helper()
	side := func(step float64) int {
		return exactWorth(new(big.Float).Mul(exactGrowth(rate), big.NewFloat(1+step)), flows).Sign()
	}
	if side(-within)*side(within) > 0 {
		t.Errorf("%v: there is no rate within %g of %v", flows, within, rate)
	}
}

func TestRatesAreRightToTwelveDigits(t *testing.T) {
	t.Parallel()
	for name, flows := range named() {
		for _, rate := range have(businesscase.ReturnRates(flows))(t).All {
			exactly(t, flows, rate, max(1e-15, 0x1p-53/(1+rate)))
			if 0x1p-53/(1+rate) > 1e-12 {
				t.Errorf("%s: a float64 can not hold %v to 12 digits", name, rate)
			}
		}
	}
	mortgage := append([]float64{200_000}, slices.Repeat([]float64{-850}, 1200)...)
	got := have(businesscase.ReturnRates(mortgage))(t)
	if len(got.All) != 1 || got.Ambiguous || !got.Borrowed {
		t.Fatalf("1200 months: got %+v", got)
	}
	exactly(t, mortgage, got.All[0], 3e-16)
}

func TestRatesStayWhereFlowsAreScaledOrLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t)
		want := have(businesscase.ReturnRates(flows))(t)
		k := math.Ldexp(1, rapid.IntRange(-900, 900).Draw(t, "k"))
		changed := make([]float64, rapid.IntRange(0, 5).Draw(t, "later"), 40)
		for _, v := range flows {
			changed = append(changed, v*k)
		}
		before := slices.Clone(changed)
		got := have(businesscase.ReturnRates(changed))(t)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rates moved (-before +after):\n%s", diff)
		}
		if !slices.Equal(before, changed) {
			t.Errorf("flows were changed")
		}
	})
}

func TestFlowsAreWorthNothingAtEachRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t)
		for _, rate := range have(businesscase.ReturnRates(flows))(t).All {
			if worth, err := businesscase.PresentValue(rate, flows); err == nil {
				agree(t, "worth", worth, 0, (1e-13+1e-14/(1+rate))*size(rate, flows)) // a float64 holds 16 digits of rate
			}
		}
	})
}

func TestModifiedRateIsThatOfOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source            string
		flows             []float64
		finance, reinvest float64
		want, digits      float64
	}{
		{"example of numpy.mirr at w3resource.com", []float64{-1000, 100, 50, 10, 15}, .34, .21, -0.2742274708267268, 1e-15},
		{"example of mirr in the manual of MATLAB", []float64{-100000, 20000, -10000, 30000, 38000, 50000}, .09, .12, .0832, 5e-5},
		{"example of MIRR in the manual of Excel", []float64{-120000, 39000, 30000, 21000, 37000, 46000}, .10, .12, .1261, 5e-5},
	} {
		got := have(businesscase.ModifiedRate(c.flows, businesscase.Capital{Finance: c.finance, Reinvest: c.reinvest}))(t)
		agree(t, c.source, got, c.want, c.digits)
	}
}

func TestModifiedRateAtTheOnlyRateIsThatRate(t *testing.T) {
	t.Parallel()
	rate := have(businesscase.ReturnRates(programme()))(t).All[0]
	got := have(businesscase.ModifiedRate(programme(), businesscase.Capital{Finance: rate, Reinvest: rate}))(t)
	agree(t, "modified", got, rate, 1e-15)
}

func TestModifiedRateRefusesWhatHasNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, field string
		flows       []float64
		at          businesscase.Capital
	}{
		{"no flows", "flows", nil, businesscase.Capital{}},
		{"only received", "flows", []float64{1, 2}, businesscase.Capital{}},
		{"only paid", "flows", []float64{-1, -2}, businesscase.Capital{}},
		{"an amount that is none", "flows[0]", []float64{math.NaN(), 2}, businesscase.Capital{}},
		{"a cost of -100 %", "Finance", []float64{-1, 2}, businesscase.Capital{Finance: -1}},
		{"interest that is none", "Reinvest", []float64{-1, 2}, businesscase.Capital{Reinvest: math.NaN()}},
		{"all lost but for what no float64 holds", "flows", []float64{-1e300, 1e-10}, businesscase.Capital{}},
	} {
		got, err := businesscase.ModifiedRate(c.flows, c.at)
		names(t, c.name, err, c.field)
		if got != 0 {
			t.Errorf("%s: got %v beside the error", c.name, got)
		}
	}
}
