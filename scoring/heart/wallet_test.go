package heart_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"pgregory.net/rapid"
)

// Percent as in Keiningham, Aksoy, Buoye and Cooil, "Customer Loyalty Isn't Enough. Grow Your Share of
// Wallet", Harvard Business Review, October 2011; ties by hand.
func TestTheWalletAllocationRuleGivesThePublishedShares(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ranks []int
		want  []float64
	}{
		{nil, nil},
		{[]int{1}, []float64{100}},
		{[]int{1, 2}, []float64{67, 33}},
		{[]int{2, 1, 3}, []float64{33, 50, 17}},
		{[]int{1, 2, 3, 4}, []float64{40, 30, 20, 10}},
		{[]int{1, 2, 3, 4, 5}, []float64{33, 27, 20, 13, 7}},
		{[]int{1, 1, 2}, []float64{42, 42, 17}}, // 1.5, 1.5 and 3: 41.67, 41.67 and 16.67
		{[]int{1, 1, 3}, []float64{42, 42, 17}},
		{[]int{4, 4, 4, 4}, []float64{25, 25, 25, 25}},
	} {
		got, err := heart.WalletByRank(c.ranks)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i] = math.Round(100 * got[i])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.ranks, got, c.want)
		}
	}
}

func TestSharesOfWalletSumToOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "brands")
		ranks := rapid.SliceOfN(rapid.IntRange(1, n), n, n).Draw(t, "ranks")
		spent := rapid.SliceOfN(rapid.SampledFrom([]int64{0, 1, 995, 1 << 40, math.MaxInt64}), n, n).Draw(t, "spent")
		byRank := must[[]float64](t)(heart.WalletByRank(ranks))
		bySpend := must[[]float64](t)(heart.WalletBySpend(spent))
		near(t, "by rank", sum(byRank), 1, 1e-12)
		if slices.Max(spent) == 0 {
			if bySpend != nil {
				t.Fatalf("of nothing spent: got %v", bySpend)
			}
		} else {
			near(t, "by spend", sum(bySpend), 1, 1e-12)
		}
		for i := range ranks {
			for j := range ranks {
				if ranks[i] < ranks[j] && byRank[i] <= byRank[j] || ranks[i] == ranks[j] && byRank[i] != byRank[j] {
					t.Fatalf("ranks %v: got %v", ranks, byRank)
				}
			}
		}
	})
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func TestWalletsRefuseWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	for _, ranks := range [][]int{{1, 3}, {1, 0}, {1, -1}} {
		_, err := heart.WalletByRank(ranks)
		refused(t, fmt.Sprint(ranks), err, "ranks[1]", "must be from 1 to the number of brands")
	}
	_, err := heart.WalletBySpend([]int64{5, -1})
	refused(t, "spend below 0", err, "spent[1]", "must not be below 0")
	if got, err := heart.WalletBySpend(nil); got != nil || err != nil {
		t.Errorf("nobody: got %v and error %v", got, err)
	}
}

// Wilson as in Newcombe (1998), table I: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is 0.0624 to 0.1605,
// 0 of 20 is 0 to 0.1611.
func TestShareOfMindHasTheIntervalsOfWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mentions  heart.Mentions
		low, high float64
	}{
		{heart.Mentions{First: 81, Unaided: 81, Aided: 81, Asked: 263}, .2553, .3662},
		{heart.Mentions{First: 15, Unaided: 20, Aided: 60, Asked: 148}, .0624, .1605},
		{heart.Mentions{First: 0, Unaided: 20, Aided: 20, Asked: 20}, 0, .1611},
	} {
		m, err := c.mentions.Mind()
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", m.First.Low, c.low, 5e-5)
		near(t, "high", m.First.High, c.high, 5e-5)
		near(t, "value", m.Aided.Value, float64(c.mentions.Aided)/float64(c.mentions.Asked), 1e-15)
		if m.Unaided.N != float64(c.mentions.Asked) || m.Unaided.Basis != relationship.Stated {
			t.Errorf("got %v", m.Unaided)
		}
	}
	if m, err := (heart.Mentions{}).Mind(); err != nil || m != (heart.Mind{}) {
		t.Errorf("nobody asked: got %v and error %v, want unknown", m, err)
	}
	if got := (heart.Mentions{1, 2, 3, 4}).Plus(heart.Mentions{10, 20, 30, 40}); got != (heart.Mentions{11, 22, 33, 44}) {
		t.Errorf("got %v", got)
	}
}

func TestMentionsIncludeOneAnother(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mentions    heart.Mentions
		field, rule string
	}{
		{heart.Mentions{First: -1, Asked: 1}, "First", "must not be below 0"},
		{heart.Mentions{First: 2, Unaided: 1, Aided: 3, Asked: 4}, "First", "must not be above Unaided"},
		{heart.Mentions{Unaided: 3, Aided: 2, Asked: 4}, "Unaided", "must not be above Aided"},
		{heart.Mentions{Aided: 5, Asked: 4}, "Aided", "must not be above Asked"},
		{heart.Mentions{Asked: 1<<53 + 1}, "Asked", "must be at most 2^53"},
	} {
		_, err := c.mentions.Mind()
		refused(t, fmt.Sprint(c.mentions), err, c.field, c.rule)
	}
}
