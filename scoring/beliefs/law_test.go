package beliefs_test

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// drawSide draws a side of so many attributes: with and without ranges, ties, zeros, leaders and covariances.
func drawSide(t *rapid.T, n int, name string) beliefs.Side {
	points := func(i int) []float64 {
		whole := rapid.SliceOfN(rapid.IntRange(0, 4), n, n).Draw(t, name)
		out := make([]float64, n)
		for j, v := range whole {
			out[j] = float64(v)
		}
		out[i%n]++
		return out
	}
	switch rapid.IntRange(0, 3).Draw(t, name+" is") {
	case 0:
		return exactly(shares(points(0)...)...)
	case 1:
		var all [][]float64
		for i := range rapid.IntRange(1, 5).Draw(t, "leaders") {
			all = append(all, points(i))
		}
		return having[beliefs.Side](t)(beliefs.Leaders(names(n), all))
	case 2:
		counts := points(0)
		for i := range counts {
			counts[i]++
		}
		sum := 0.0
		for _, c := range counts {
			sum += c
		}
		return withCovariance(counts, sum)
	}
	s := exactly(shares(points(1)...)...)
	for i := range s.Shares {
		e := &s.Shares[i].Value
		e.Low = e.Value * rapid.Float64Range(0, 1).Draw(t, "low")
		e.High = e.Value + (1-e.Value)*rapid.Float64Range(0, 1).Draw(t, "high")
	}
	return s
}

func drawConfig(t *rapid.T) beliefs.Config {
	return beliefs.Config{
		Level:  rapid.SampledFrom([]float64{0, .5, .9, .999}).Draw(t, "level"),
		Margin: rapid.SampledFrom([]float64{0, .02, .1, 1}).Draw(t, "margin"),
		Rounds: 100,
	}
}

// shuffled returns a side with its attributes in another order.
func shuffled(t *rapid.T, s beliefs.Side) beliefs.Side {
	order := make([]int, len(s.Shares))
	for i := range order {
		order[i] = i
	}
	order = rapid.Permutation(order).Draw(t, "order")
	out := beliefs.Side{Freedom: s.Freedom}
	for _, i := range order {
		out.Shares = append(out.Shares, s.Shares[i])
		if s.Covariance != nil {
			var row []float64
			for _, j := range order {
				row = append(row, s.Covariance[i][j])
			}
			out.Covariance = append(out.Covariance, row)
		}
	}
	return out
}

func TestOrderOfAttributesChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, cfg := rapid.IntRange(2, 6).Draw(t, "n"), drawConfig(t)
		a, b, c := drawSide(t, n, "believed"), drawSide(t, n, "funded"), drawSide(t, n, "measured")
		want := having[beliefs.Comparison](t)(beliefs.Compare(a, b, c, cfg))
		got := having[beliefs.Comparison](t)(beliefs.Compare(shuffled(t, a), shuffled(t, b), shuffled(t, c), cfg))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

func TestSwappingSidesMirrorsGaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, cfg := rapid.IntRange(2, 6).Draw(t, "n"), drawConfig(t)
		a, b := drawSide(t, n, "a"), drawSide(t, n, "b")
		there := having[[]beliefs.Gap](t)(beliefs.Gaps(a, b, cfg))
		back := having[[]beliefs.Gap](t)(beliefs.Gaps(b, a, cfg))
		for i, g := range back {
			back[i].Of, back[i].Against = g.Against, g.Of
			back[i].Value, back[i].Low, back[i].High = 0-g.Value, 0-g.High, 0-g.Low
		}
		if diff := gocmp.Diff(there, back); diff != "" {
			t.Fatalf("(-there +back)\n%s", diff)
		}
		ranks := having[beliefs.Agreement](t)(beliefs.Agree(a, b))
		if diff := gocmp.Diff(ranks, having[beliefs.Agreement](t)(beliefs.Agree(b, a)), near()); diff != "" {
			t.Fatalf("ranks (-there +back)\n%s", diff)
		}
	})
}

// near takes numbers for equal that differ by rounding alone.
func near() gocmp.Option {
	return gocmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
}

func TestStatesAreWhatIntervalsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, cfg := rapid.IntRange(2, 6).Draw(t, "n"), drawConfig(t)
		for _, g := range having[[]beliefs.Gap](t)(beliefs.Gaps(drawSide(t, n, "a"), drawSide(t, n, "b"), cfg)) {
			sound(t, g)
			outside := g.Low > cfg.Margin || g.High < -cfg.Margin
			inside := g.Low >= -cfg.Margin-1e-8 && g.High <= cfg.Margin+1e-8
			if g.State == scoring.False && !outside || g.State == scoring.Holds && !inside || g.State == scoring.Untested && inside {
				t.Fatalf("margin %v: got %+v", cfg.Margin, g)
			}
		}
	})
}

// sound fails where a gap has a number that it must not have.
func sound(t tester, g beliefs.Gap) {
	t.Helper()
	for _, v := range []float64{g.Value, g.Low, g.High} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("got %+v", g)
		}
	}
	if !(g.Low <= g.Value && g.Value <= g.High) || g.State == scoring.Open || g.State == scoring.Stale {
		t.Fatalf("got %+v", g)
	}
}

func TestMisdirectedIsNothingWhereFundedIsMeasuredAndNeverAboveAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, cfg := rapid.IntRange(2, 6).Draw(t, "n"), drawConfig(t)
		a, b := drawSide(t, n, "funded"), drawSide(t, n, "measured")
		m := having[beliefs.Comparison](t)(beliefs.Compare(beliefs.Side{}, a, b, cfg)).Misdirected
		for _, v := range []float64{m.Share, m.Chance, m.ChanceHigh} {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("got %+v", m)
			}
		}
		if same := having[beliefs.Comparison](t)(beliefs.Compare(beliefs.Side{}, a, a, cfg)).Misdirected; same.Share != 0 {
			t.Fatalf("funded as measured: got %+v", same)
		}
	})
}

// Going through all orders of the attributes themselves, one by one, without any care for ties.
func TestExactPValuesAreThoseOfAllOrders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "n")
		a, b := drawSide(t, n, "a"), drawSide(t, n, "b")
		got := having[beliefs.Agreement](t)(beliefs.Agree(a, b))
		var x, y []float64
		for i := range n {
			x = append(x, math.Round(a.Shares[i].Value.Value*1e12))
			y = append(y, math.Round(b.Shares[i].Value.Value*1e12))
		}
		seen := slowly(x, y)
		for i, name := range []string{"Spearman", "Kendall", "Weighted"} {
			all, asFar := 0, 0
			for order := range ordersOf(y) {
				all++
				if math.Abs(slowly(x, order)[i]) >= math.Abs(seen[i])-1e-9 {
					asFar++
				}
			}
			test := []beliefs.RankTest{got.Spearman, got.Kendall, got.Weighted}[i]
			if math.Abs(test.Value-seen[i]) > 1e-12 || math.Abs(*test.P-float64(asFar)/float64(all)) > 1e-12 || !test.Exact {
				t.Fatalf("%s of %v and %v: got %v and %v, want %v and %d of %d", name, x, y, test.Value, *test.P, seen[i], asFar, all)
			}
		}
	})
}

// ordersOf yields all orders of values, those alike as often as they are there.
func ordersOf(values []float64) func(func([]float64) bool) {
	return func(yield func([]float64) bool) {
		var from func(k int, now []float64) bool
		from = func(k int, now []float64) bool {
			if k == len(now) {
				return yield(now)
			}
			for i := k; i < len(now); i++ {
				next := slices.Clone(now)
				next[k], next[i] = next[i], next[k]
				if !from(k+1, next) {
					return false
				}
			}
			return true
		}
		from(0, values)
	}
}

// slowly returns Spearman, Kendall and weighted tau as textbooks have them.
func slowly(x, y []float64) [3]float64 {
	rank := func(v []float64) []float64 {
		out := make([]float64, len(v))
		for i := range v {
			for j := range v {
				out[i] += float64(cmp.Compare(v[i], v[j])+1) / 2
			}
		}
		return out
	}
	return [3]float64{
		correlation(rank(x), rank(y), func(int, int) float64 { return 1 }),
		correlation(x, y, nil),
		(weightedBy(x, y) + weightedBy(y, x)) / 2,
	}
}

// weightedBy weighs pairs by how high they stand on the first side, and then on the second.
func weightedBy(x, y []float64) float64 {
	place := make([]int, len(x))
	for i := range x {
		for j := range x {
			if before := cmp.Or(cmp.Compare(x[j], x[i]), cmp.Compare(y[j], y[i]), cmp.Compare(i, j)); before > 0 {
				place[i]++
			}
		}
	}
	return pairs(x, y, func(i, j int) float64 { return 1/float64(place[i]+1) + 1/float64(place[j]+1) })
}

// correlation is that of Pearson, or of pairs where there is no weight.
func correlation(x, y []float64, weight func(int, int) float64) float64 {
	if weight == nil {
		return pairs(x, y, func(int, int) float64 { return 1 })
	}
	var mx, my, xy, xx, yy float64
	for i := range x {
		mx, my = mx+x[i]/float64(len(x)), my+y[i]/float64(len(x))
	}
	for i := range x {
		xy, xx, yy = xy+(x[i]-mx)*(y[i]-my), xx+(x[i]-mx)*(x[i]-mx), yy+(y[i]-my)*(y[i]-my)
	}
	if xx*yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

func pairs(x, y []float64, weight func(i, j int) float64) float64 {
	var xy, xx, yy float64
	for i := range x {
		for j := range i {
			a, b := float64(cmp.Compare(x[i], x[j])), float64(cmp.Compare(y[i], y[j]))
			w := weight(i, j)
			xy, xx, yy = xy+w*a*b, xx+w*a*a, yy+w*b*b
		}
	}
	if xx*yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

func TestStaleIsByDateOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.Float64Range(0, 1)
		estimate := func(name string) relationship.Estimate {
			three := rapid.SliceOfN(share, 3, 3).Draw(t, name)
			slices.Sort(three)
			return relationship.Estimate{Low: three[0], Value: three[1], High: three[2], Basis: relationship.Observed}
		}
		a := scoring.Assumption{ID: "a", Attribute: "x", Believed: estimate("believed")}
		hours := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(0, 100).Draw(t, name)) * time.Hour
		}
		age, most := hours("age"), hours("most")
		m := beliefs.Measurement{Attribute: "x", At: day(5, 20).Add(-age), Value: estimate("measured")}
		cfg := drawConfig(t)
		cfg.MaxAge = most
		v := having[[]beliefs.Verdict](t)(beliefs.Judge([]scoring.Assumption{a}, []beliefs.Measurement{m}, day(5, 20), cfg))[0]
		if stale := most > 0 && age > most; stale != (v.State == scoring.Stale) || v.Gap == nil {
			t.Fatalf("%v old, at most %v: got %+v", age, most, v)
		}
		sound(t, *v.Gap)
	})
}

func TestInputsAreNotChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "n")
		a, b := shuffled(t, drawSide(t, n, "a")), shuffled(t, drawSide(t, n, "b"))
		before, after := clone(a), clone(b)
		having[beliefs.Comparison](t)(beliefs.Compare(a, a, b, beliefs.Config{Rounds: 100}))
		having[beliefs.Side](t)(a.Normalised())
		if diff := gocmp.Diff([]beliefs.Side{before, after}, []beliefs.Side{a, b}); diff != "" {
			t.Fatalf("(-before +after)\n%s", diff)
		}
	})
}

func clone(s beliefs.Side) beliefs.Side {
	s.Shares = slices.Clone(s.Shares)
	s.Covariance = slices.Clone(s.Covariance)
	for i := range s.Covariance {
		s.Covariance[i] = slices.Clone(s.Covariance[i])
	}
	return s
}

// Money of any currency makes the same shares, and shares stay what they are.
func TestNormalisedSharesSumToOneInAnyUnit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSide(t, rapid.IntRange(2, 5).Draw(t, "n"), "s")
		money := clone(s)
		for i := range money.Shares {
			e := &money.Shares[i].Value
			e.Value, e.Low, e.High = 1024*e.Value, 1024*e.Low, 1024*e.High
		}
		for i := range money.Covariance {
			for j := range money.Covariance[i] {
				money.Covariance[i][j] *= 1024 * 1024
			}
		}
		if diff := gocmp.Diff(s, having[beliefs.Side](t)(money.Normalised()), near()); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}
