package businesscase

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
)

// varied returns a distribution of each kind.
func varied() []Dist {
	return []Dist{
		Between(1, 2, 3), Between(-1, 2, 11), Uniform(-2, 5), Triangular(35_000, 40_000, 45_000), Triangular(0, 0, 1), PERT(10, 40, 80), PERT(-5, 3, 3),
		Normal(45, 8), Lognormal(1000, .3), Beta(3, 7), Beta(.5, .5), Beta(400, 9), Beta(.1, 3), Sample([]float64{1, 2, 3, 5, 8, 8}),
	}
}

// modelOf returns inputs of the names "0", "1" and so on.
func modelOf(dists ...Dist) *Model {
	m := new(Model)
	for i, d := range dists {
		m.Inputs = append(m.Inputs, Input{Name: strconv.Itoa(i), Dist: d})
	}
	return m
}

func sampled(t interface {
	Helper()
	Fatal(...any)
}, m *Model) *sampler {
	t.Helper()
	s, err := newSampler(m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawn returns so many draws of each input and its score.
func drawn(s *sampler, seed uint64, n int) (x, z [][]float64) {
	r := rand.New(rand.NewPCG(seed, 7))
	k := len(s.sources)
	x, z = make([][]float64, k), make([][]float64, k)
	xs, zs := make([]float64, k), make([]float64, k)
	for range n {
		s.draw(r, xs, zs)
		for i := range k {
			x[i], z[i] = append(x[i], xs[i]), append(z[i], zs[i])
		}
	}
	return x, z
}

// gap is the statistic of Kolmogorov and Smirnov times the root of n: above 1.95 once in a thousand.
func gap(x []float64, below func(x float64) float64) float64 {
	n, worst := float64(len(x)), 0.0
	for i, v := range slices.Sorted(slices.Values(x)) {
		worst = max(worst, below(v)-float64(i)/n, float64(i+1)/n-below(v))
	}
	return worst * math.Sqrt(n)
}

func TestDrawsAreThoseOfTheDistributions(t *testing.T) {
	t.Parallel()
	const n = 10_000
	m := modelOf(varied()...)
	s := sampled(t, m)
	x, z := drawn(s, 1, n)
	for i, in := range m.Inputs {
		law := in.Dist.known()
		if got := gap(z[i], func(v float64) float64 { return tailsOf(v).below }); got > 1.95 {
			t.Errorf("%v: scores are off by %v", in.Dist, got)
		}
		if _, ok := law.(sample); ok {
			continue // a matter of counting, below
		}
		if got := gap(x[i], func(v float64) float64 { return law.tails(v).below }); got > 1.95 {
			t.Errorf("%v: draws are off by %v", in.Dist, got)
		}
	}
	last := x[len(x)-1]
	for v, share := range map[float64]float64{1: 1. / 6, 5: 1. / 6, 8: 2. / 6} {
		count := 0.
		for _, got := range last {
			if got == v {
				count++
			}
		}
		if se := math.Sqrt(share * (1 - share) * n); math.Abs(count-share*n) > 4*se {
			t.Errorf("%v: got %v, want %v within %v", v, count, share*n, 4*se)
		}
	}
}

func TestDrawsGrowWithTheirScores(t *testing.T) {
	t.Parallel()
	for _, d := range varied() {
		s := newSource(Input{Dist: d})
		low, high := s.quantile(tailsOf(-9)), s.quantile(tailsOf(9))
		last := low
		for z := -9.; z < 9; z += 1. / 300 {
			x := s.at(z)
			if x < last-1e-14*max(math.Abs(low), math.Abs(high)) {
				t.Fatalf("%v at %v: got %v after %v", d, z, x, last)
			}
			last = x
		}
	}
}

// TestTablesAreAsExactAsTheySay compares the fast way to a number with the slow one, between knots of the table and
// beyond.
func TestTablesAreAsExactAsTheySay(t *testing.T) {
	t.Parallel()
	for _, d := range append(varied(), PERT(0, 0, 1), Beta(.1, .1), Beta(1e6, 1e5), Beta(1e6, .1), Beta(1, 1), Beta(20, .3)) {
		fast := d.known().curve()
		width := d.known().quantile(tailsOf(8)) - d.known().quantile(tailsOf(-8))
		if _, ok := d.known().(sample); ok {
			continue // whose steps are where they are
		}
		for z := -9.; z < 9; z += .0317 {
			if got, want := fast(z), d.known().quantile(tailsOf(z)); !(math.Abs(got-want) <= 1e-10*width) {
				t.Fatalf("%v at %v: got %v, want %v", d, z, got, want)
			}
		}
	}
}

func TestTailsAreWhereTheQuantilesAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(varied()[:13]).Draw(t, "dist")
		z := rapid.Float64Range(-7, 7).Draw(t, "z")
		want := tailsOf(z)
		// A number next to a bound other than 0 has no digits left to tell how near it is.
		x := d.known().quantile(want)
		low, high := d.support()
		lost := 2e-15 * math.Abs(x) / max(min(math.Abs(x-low), math.Abs(high-x)), 1e-300)
		got := d.known().tails(x)
		if !(math.Abs(got.below/want.below-1) < 1e-10+4*lost || x <= low) || !(math.Abs(got.above/want.above-1) < 1e-10+4*lost || x >= high) {
			t.Fatalf("%v at %v: got %v, want %v", d, x, got, want)
		}
	})
}

func TestBeyondItsEndsThereIsNothing(t *testing.T) {
	t.Parallel()
	for _, d := range varied() {
		low, high := d.support()
		for x, want := range map[float64]tails{low - 1: {0, 1}, high + 1: {1, 0}} {
			if got := d.known().tails(x); got != want {
				t.Errorf("%v at %v: got %v, want %v", d, x, got, want)
			}
		}
	}
}

func TestExactInputsAreWhatTheyAre(t *testing.T) {
	t.Parallel()
	s := sampled(t, modelOf(Exactly(3), Uniform(0, 1), Exactly(-2)))
	x, z := drawn(s, 2, 10)
	for i := range x[0] {
		if x[0][i] != 3 || x[2][i] != -2 || z[0][i] != 0 || z[2][i] != 0 {
			t.Fatalf("got %v and %v with scores %v and %v", x[0][i], x[2][i], z[0][i], z[2][i])
		}
	}
	if s.varies(0) || !s.varies(1) || s.at(0, .2) != 3 {
		t.Error("what is exact varies, or the other way round")
	}
}

func TestDrawsTakeNoMemory(t *testing.T) {
	m := modelOf(varied()...)
	m.Correlations = []Correlation{{"0", "1", .5}, {"2", "5", -.3}, {"5", "7", .4}}
	m.Measured = []Measurement{found("5", 50, 4), found("9", .3, .1)}
	s := sampled(t, m)
	x, z, r := make([]float64, len(m.Inputs)), make([]float64, len(m.Inputs)), rand.New(rand.NewPCG(1, 1))
	if n := testing.AllocsPerRun(100, func() { s.draw(r, x, z) }); n != 0 {
		t.Errorf("got %v allocations, want 0", n)
	}
}

// found returns a measurement with a standard error.
func found(input string, value, se float64) Measurement {
	return Measurement{Input: input, Found: relationship.Estimate{
		Value: value, Low: value - z95*se, High: value + z95*se, Basis: relationship.Observed,
	}}
}

// TestCorrelationsOfRanksAreThoseOfTheCopula checks Spearman's correlation, which is 6/pi asin(R/2) whatever the
// distributions (Kruskal 1958).
func TestCorrelationsOfRanksAreThoseOfTheCopula(t *testing.T) {
	t.Parallel()
	const n = 20_000
	m := modelOf(Lognormal(1000, 1), Beta(.5, .5), PERT(1, 2, 9), Normal(0, 1), Triangular(0, 1, 4))
	m.Correlations = []Correlation{{"0", "1", .8}, {"1", "2", -.5}, {"0", "2", -.2}, {"3", "4", 1}}
	x, z := drawn(sampled(t, m), 3, n)
	for _, numbers := range [][][]float64{x, z} {
		for _, c := range []struct {
			a, b int
			r    float64
		}{{0, 1, .8}, {1, 2, -.5}, {0, 2, -.2}, {3, 4, 1}, {0, 3, 0}, {2, 4, 0}} {
			got, want := spearman(numbers[c.a], numbers[c.b]), 6/math.Pi*math.Asin(c.r/2)
			if math.Abs(got-want) > 4/math.Sqrt(n) {
				t.Errorf("inputs %d and %d: got %v, want %v", c.a, c.b, got, want)
			}
		}
	}
	if got := spearman(x[3], x[4]); got < 1-1e-12 {
		t.Errorf("perfectly correlated: got %v", got)
	}
}

func spearman(a, b []float64) float64 {
	ranks := func(v []float64) []float64 {
		order := make([]int, len(v))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int {
			if v[i] < v[j] {
				return -1
			}
			return 1
		})
		out := make([]float64, len(v))
		for rank, i := range order {
			out[i] = float64(rank)
		}
		return out
	}
	ra, rb, sum, n := ranks(a), ranks(b), 0.0, float64(len(a))
	for i := range ra {
		sum += (ra[i] - rb[i]) * (ra[i] - rb[i])
	}
	return 1 - 6*sum/(n*(n*n-1))
}

func TestSameSeedSameNumbersWhateverTheOrderOfCorrelations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := modelOf(slices.Repeat(varied()[:4], 2)...)
		// Correlations that weak never contradict each other.
		r := rapid.Float64Range(-.14, .14)
		for a := range 8 {
			for b := range a {
				if rapid.Bool().Draw(t, "correlated") {
					m.Correlations = append(m.Correlations, Correlation{strconv.Itoa(a), strconv.Itoa(b), r.Draw(t, "r")})
				}
			}
		}
		want, _ := drawn(sampled(t, m), 5, 5)
		m.Correlations = slices.Clone(m.Correlations)
		for i, c := range m.Correlations {
			m.Correlations[i] = Correlation{c.B, c.A, c.R}
		}
		slices.Reverse(m.Correlations)
		got, _ := drawn(sampled(t, m), 5, 5)
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("input %d: got %v, want %v", i, got[i], want[i])
			}
		}
	})
}

func TestWhatIsNotCorrelatedDoesNotNoticeWhatIs(t *testing.T) {
	t.Parallel()
	m := modelOf(Normal(0, 1), Normal(0, 1), PERT(1, 2, 3))
	before, _ := drawn(sampled(t, m), 4, 20)
	m.Correlations = []Correlation{{"0", "1", .9}}
	after, _ := drawn(sampled(t, m), 4, 20)
	if !slices.Equal(before[2], after[2]) || !slices.Equal(before[0], after[0]) || slices.Equal(before[1], after[1]) {
		t.Error("more changed than what follows from the first")
	}
}

func TestPerfectlyCorrelatedInputsAreOne(t *testing.T) {
	t.Parallel()
	m := modelOf(Normal(0, 1), Normal(5, 2), Normal(0, 3), Normal(1, 1))
	m.Correlations = []Correlation{{"0", "1", 1}, {"0", "2", -1}, {"1", "2", -1}, {"0", "3", .5}, {"1", "3", .5}, {"2", "3", -.5}}
	x, _ := drawn(sampled(t, m), 6, 100)
	for i := range x[0] {
		if math.Abs(x[1][i]-(5+2*x[0][i])) > 1e-12 || math.Abs(x[2][i]+3*x[0][i]) > 1e-12 {
			t.Fatalf("got %v, %v and %v", x[0][i], x[1][i], x[2][i])
		}
	}
}

func TestLimitsHoldAndAreFlaggedWithTheirShare(t *testing.T) {
	t.Parallel()
	m := modelOf(Normal(0, 1), Normal(0, 1), Uniform(0, 1), Normal(0, 1))
	m.Inputs[0].Least, m.Inputs[0].Most = new(-2.5), new(3.0)
	m.Inputs[2].Least, m.Inputs[2].Most = new(0.0), new(1.0)
	m.Inputs[3].Least = new(-9.0)
	s := sampled(t, m)
	flags := s.flags()
	want := tailsOf(-2.5).below + tailsOf(3).above
	if len(flags) != 1 || flags[0].Input != "0" || math.Abs(flags[0].Share-want) > 1e-15 {
		t.Errorf("got %v, want one with a share of %v", flags, want)
	}
	x, _ := drawn(s, 8, 20_000)
	if low, high := slices.Min(x[0]), slices.Max(x[0]); low != -2.5 || high != 3 {
		t.Errorf("got %v to %v, want -2.5 to 3", low, high)
	}
	if s.at(0, 1e-6) != -2.5 || s.at(1, 1e-6) > -4 {
		t.Errorf("got %v and %v", s.at(0, 1e-6), s.at(1, 1e-6))
	}
}

func TestWhatIsMostLikelyIsTheModeOrTheMedian(t *testing.T) {
	t.Parallel()
	m := modelOf(Between(1, 2, 5), Triangular(1, 2, 9), PERT(1, 2, 9), Uniform(1, 2), Lognormal(7, 1), Beta(2, 2), Sample([]float64{1, 7, 9}), Exactly(4), Normal(1, 1))
	for i, want := range []float64{2, 2, 2, 1.5, 7, .5, 7, 4, 1} {
		if got := sampled(t, m).base()[i]; math.Abs(got-want) > 1e-14 {
			t.Errorf("%v: got %v, want %v", m.Inputs[i].Dist, got, want)
		}
	}
}
