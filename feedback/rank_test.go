package feedback_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// The values are those of a reference computation with z = 1.959963984540054; the two with four digits
// are from a published table.
func TestWilsonAgreesWithReferenceValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		agree, disagree int
		want, off       float64
	}{
		{1, 0, .206549314377, 5e-13},
		{2, 0, .342380227507, 5e-13},
		{9, 1, .595849973205, 5e-13},
		{90, 10, .825634338495, 5e-13},
		{55, 5, .819310579817, 5e-13},
		{600, 400, .569309429514, 5e-13},
		{5, 0, .565517535217, 5e-13},
		{209, 50, .7545, 5e-5},
		{118, 25, .7546, 5e-5},
		{54, 12, .708548, 5e-7},
		{0, 0, 0, 0},
		{0, 1, 0, 0},
		{0, 1000, 0, 0},
		{-3, 5, 0, 0},
		{1, -7, .206549314377, 5e-13},
	} {
		if got := feedback.Wilson(c.agree, c.disagree); math.Abs(got-c.want) > c.off {
			t.Errorf("Wilson(%d, %d): got %.12f, want %.12f", c.agree, c.disagree, got, c.want)
		}
	}
}

// slowWilson is the formula as it is printed.
func slowWilson(agree, disagree int) float64 {
	const z = 1.959963984540054
	n := float64(agree + disagree)
	p := float64(agree) / n
	return (p + z*z/(2*n) - z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))) / (1 + z*z/n)
}

func TestWilsonIsTheFormulaAsPrinted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		agree, disagree := rapid.IntRange(0, 1e6).Draw(t, "agree"), rapid.IntRange(1, 1e6).Draw(t, "disagree")
		got, want := feedback.Wilson(agree, disagree), slowWilson(agree, disagree)
		if math.Abs(got-want) > 1e-14 {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestWilsonAndHotStayFiniteAtTheEnds(t *testing.T) {
	t.Parallel()
	ends := []int{math.MinInt, -1, 0, 1, math.MaxInt}
	for _, agree := range ends {
		for _, disagree := range ends {
			if got := feedback.Wilson(agree, disagree); !(got >= 0 && got <= 1) {
				t.Errorf("Wilson(%d, %d): got %v, want 0 to 1", agree, disagree, got)
			}
			for _, at := range []time.Time{{}, time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)} {
				if got := feedback.Hot(agree, disagree, at); math.IsNaN(got) || math.IsInf(got, 0) {
					t.Errorf("Hot(%d, %d, %v): got %v, want a finite number", agree, disagree, at, got)
				}
			}
		}
	}
}

func TestHotAgreesWithReferenceValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		agree, disagree int
		second          int64
		want            float64
	}{
		{10, 0, 1700000000, 12578.1554889},
		{100, 0, 1700000000, 12579.1554889},
		{10, 0, 1700045000, 12579.1554889},
		{0, 10, 1700000000, 12576.1554889},
		{5, 5, 1700000000, 12577.1554889},
		{0, 0, 1134028003, 0},
	} {
		got := feedback.Hot(c.agree, c.disagree, time.Unix(c.second, 0))
		if math.Abs(got-c.want) > 5e-8 {
			t.Errorf("Hot(%d, %d, %d): got %.7f, want %.7f", c.agree, c.disagree, c.second, got, c.want)
		}
	}
	ten := feedback.Hot(10, 0, time.Unix(1700045000, 0))
	if hundred := feedback.Hot(100, 0, time.Unix(1700000000, 0)); math.Abs(ten-hundred) > 1e-11 {
		t.Errorf("ten times the votes: got %.12f, want that of 12.5 hours later, %.12f", hundred, ten)
	}
}

// rankOrders are the two orders by name.
func rankOrders() map[string]func(a, b feedback.Ranked) int {
	return map[string]func(a, b feedback.Ranked) int{"Wilson": feedback.ByWilson, "trend": feedback.ByTrend}
}

// drawRanked draws things to rank, many of them alike in some way.
func drawRanked() *rapid.Generator[[]feedback.Ranked] {
	one := rapid.Custom(func(t *rapid.T) feedback.Ranked {
		return feedback.Ranked{
			Of: feedback.Ref{
				Noun: rapid.SampledFrom([]string{feedback.NounItem, feedback.NounChange}).Draw(t, "noun"),
				ID:   rapid.SampledFrom([]string{"9", "10", "a", "A", "ä", "a "}).Draw(t, "id"),
			},
			Tally: feedback.Tally{
				Agree:    rapid.IntRange(0, 4).Draw(t, "agree"),
				Disagree: rapid.IntRange(0, 4).Draw(t, "disagree"),
				Pass:     rapid.IntRange(0, 2).Draw(t, "pass"),
			},
			At: time.Unix(1700000000, rapid.Int64Range(0, 2).Draw(t, "at")).UTC(),
		}
	})
	return rapid.SliceOfNDistinct(one, 1, 8, func(r feedback.Ranked) feedback.Ref { return r.Of })
}

func TestOneMoreWhoAgreesNeverLowersARank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		things := drawRanked().Draw(t, "things")
		i := rapid.IntRange(0, len(things)-1).Draw(t, "i")
		of := things[i].Of
		for name, order := range rankOrders() {
			before := placeOf(things, of, order)
			more := slices.Clone(things)
			more[i].Agree++
			if after := placeOf(more, of, order); after > before {
				t.Fatalf("by %s: got place %d, want at most %d", name, after, before)
			}
		}
	})
}

func placeOf(things []feedback.Ranked, of feedback.Ref, order func(a, b feedback.Ranked) int) int {
	sorted := slices.SortedFunc(slices.Values(things), order)
	return slices.IndexFunc(sorted, func(r feedback.Ranked) bool { return r.Of == of })
}

func TestRanksDoNotDependOnTheOrderOfThings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		things := drawRanked().Draw(t, "things")
		other := rapid.Permutation(things).Draw(t, "other")
		for name, order := range rankOrders() {
			want := slices.SortedFunc(slices.Values(things), order)
			if diff := cmp.Diff(want, slices.SortedFunc(slices.Values(other), order)); diff != "" {
				t.Fatalf("by %s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestTiesOfRankAreBroken(t *testing.T) {
	t.Parallel()
	old, young := time.Unix(1600000000, 0), time.Unix(1700000000, 0)
	thing := func(id string, agree, disagree int, at time.Time) feedback.Ranked {
		return feedback.Ranked{
			Of: feedback.ItemID(id).Ref(), Tally: feedback.Tally{Agree: agree, Disagree: disagree}, At: at,
		}
	}
	for _, c := range []struct {
		name  string
		order func(a, b feedback.Ranked) int
		first feedback.Ranked
		then  feedback.Ranked
	}{
		{"nobody agrees: fewer disagree", feedback.ByWilson, thing("z", 0, 1, young), thing("a", 0, 2, old)},
		{"equal votes: the older", feedback.ByWilson, thing("z", 3, 1, old), thing("a", 3, 1, young)},
		{"equal in all: the smaller ID", feedback.ByWilson, thing("a", 3, 1, old), thing("z", 3, 1, old)},
		{"equal trend: the greater lead", feedback.ByTrend, thing("z", 3, 2, old), thing("a", 2, 2, old)},
		{"equal lead: more agree", feedback.ByTrend, thing("z", 3, 2, old), thing("a", 2, 1, old)},
		{"equal votes: the newer", feedback.ByTrend, thing("z", 3, 2, old.Add(1)), thing("a", 3, 2, old)},
		{"equal in all: the smaller ID", feedback.ByTrend, thing("a", 3, 2, old), thing("z", 3, 2, old)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.order(c.first, c.then) >= 0 || c.order(c.then, c.first) <= 0 {
				t.Errorf("got %v before %v, want the other way round", c.then.Of, c.first.Of)
			}
		})
	}
}
