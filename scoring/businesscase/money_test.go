package businesscase_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
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
		_, err = m.Split([]float64{1})
		names(t, code, err, "Currency")
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

func TestMoneyIsSplitByTheLargestRemainder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor  int64
		shares []float64
		want   []int64
	}{
		{100, []float64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []float64{1, 1, 1}, []int64{-34, -33, -33}},
		{10, []float64{.5, .3, .2}, []int64{5, 3, 2}},
		{7, []float64{1, 2, 2, 0}, []int64{1, 3, 3, 0}},
		{1, []float64{0, 1, 1}, []int64{0, 1, 0}},
		{0, []float64{1, 2}, []int64{0, 0}},
		{5, []float64{1e-300, 1e300}, []int64{0, 5}},
		{math.MaxInt64, []float64{1, 1}, []int64{1 << 62, 1<<62 - 1}},
		{math.MinInt64, []float64{3}, []int64{math.MinInt64}},
		{math.MinInt64, []float64{1, 1}, []int64{-1 << 62, -1 << 62}},
		// Of thirty with a remainder of a third the first ten get more.
		{40, slices.Repeat([]float64{1, 3}, 30), slices.Concat(slices.Repeat([]int64{1, 1}, 10), slices.Repeat([]int64{0, 1}, 20))},
	} {
		got := []int64{}
		for _, m := range have(euro(c.minor).Split(c.shares))(t) {
			got = append(got, m.Minor)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d by %v: got %v, want %v", c.minor, c.shares, got, c.want)
		}
	}
	for field, shares := range map[string][]float64{
		"shares": {0, 0}, "shares[1]": {1, -1}, "shares[2]": {1, 1, math.NaN()}, "shares[0]": {math.Inf(1)},
	} {
		_, err := euro(1).Split(shares)
		names(t, field, err, field)
	}
	_, err := euro(1).Split(nil)
	names(t, "no shares", err, "shares")
}

func TestPartsOfMoneySumToItAndAreWithinOneOfTheirShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := euro(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-9, 9)).Draw(t, "minor"))
		share := rapid.OneOf(rapid.Just(0.), rapid.Just(1.), rapid.Float64Range(0, 1), rapid.Float64Range(0, math.MaxFloat64))
		shares := append(rapid.SliceOfN(share, 0, 9).Draw(t, "shares"), 1e-300)
		sum, total := new(big.Int), new(big.Rat)
		for _, s := range shares {
			total.Add(total, new(big.Rat).SetFloat64(s))
		}
		for i, part := range have(whole.Split(shares))(t) {
			sum.Add(sum, big.NewInt(part.Minor))
			exact := new(big.Rat).SetFloat64(shares[i])
			exact.Mul(exact, new(big.Rat).SetInt64(whole.Minor)).Quo(exact, total)
			off := exact.Sub(exact, new(big.Rat).SetInt64(part.Minor))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 || shares[i] == 0 && part.Minor != 0 {
				t.Errorf("part %d of %v by %v: got %v", i, whole, shares, part)
			}
		}
		if !sum.IsInt64() || sum.Int64() != whole.Minor {
			t.Errorf("got %v in all, want %v", sum, whole.Minor)
		}
	})
}
