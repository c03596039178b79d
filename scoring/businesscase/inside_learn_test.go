package businesscase

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestNormalBeliefsAreThoseOfTheFormula compares with the product of two normal densities, also where the
// measurement is a thousand times sharper than the belief, and where it is 8 standard deviations away.
func TestNormalBeliefsAreThoseOfTheFormula(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mean, sd, y, se float64 }{
		{45, 8, 50, 4}, {45, 8, 50, 8}, {0, 1, 8, .001}, {0, 1, -8, 1}, {0, 1, 8, 3}, {0, 1, .3, .001}, {0, 1, 2, 1.1e-6}, {-1e200, 1e200, 1e200, 1e199},
		{1e-300, 1e-300, 4e-300, 1e-301}, {0, 1, 0, 100}, {0, 1, 30, 1}, {5, 2, 1e6, 1e6},
	} {
		m := modelOf(Normal(c.mean, c.sd))
		m.Measured = []Measurement{found("0", c.y, c.se)}
		s := sampled(t, m)
		weight := 1 / (1 + c.se/c.sd*(c.se/c.sd)) // of what was measured
		mean, sd := c.mean+weight*(c.y-c.mean), c.se*math.Sqrt(weight)
		for _, z := range []float64{-7, -4, -1.96, -1, 0, .5, 1.5, 3, 7} {
			got := (s.at(0, tailsOf(z).below) - mean) / sd
			// The highest probabilities are 1 but for a few digits.
			if within := 1e-7 + 1e-15/density(z); math.Abs(got-z) > within {
				t.Errorf("%v: %v standard deviations: got %v", c, z, got)
			}
			if got := (s.sources[0].at(z) - mean) / sd; math.Abs(got-z) > 1e-7 {
				t.Errorf("%v: score of %v: got %v", c, z, got)
			}
		}
		if got := (s.base()[0] - mean) / sd; math.Abs(got) > 1e-7 {
			t.Errorf("%v: median: got %v standard deviations off", c, got)
		}
	}
}

// TestBeliefsAreThoseOfASlowIntegral integrates density times likelihood over the logarithm of the odds.
func TestBeliefsAreThoseOfASlowIntegral(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		law   beta
		y, se float64
	}{
		{newBeta(3, 7), .5, .05}, {newBeta(3, 7), .31, .005}, {newBeta(.5, .5), .5, .3}, {newBeta(.5, .5), 1.1, .2}, {newBeta(2, 9), -.2, .05}, {newBeta(400, 9), .9, .02},
	} {
		s := newSource(Input{Dist: Dist{c.law}})
		prior, ok := s.believe(reading{value: c.y, se: c.se})
		if !ok {
			t.Fatalf("%v: refused", c)
		}
		var until []float64
		sum := 0.0
		from, step := -15., 1./4096
		switch {
		case c.law.a < 1:
			from, step = -60, 1./1024
		case c.se < .01:
			from, step = -3, 1./32768
		}
		for u := from; u < -from; u += step {
			off := (shareAt(u).below - c.y) / c.se
			sum += c.law.logitDensity(u) * math.Exp(-off*off/2)
			until = append(until, sum)
		}
		for _, z := range []float64{-4, -2, -1, 0, 1, 2, 4} {
			i, _ := slices.BinarySearch(until, tailsOf(z).below*sum)
			// Each point stands for a step around it.
			part := (tailsOf(z).below*sum - until[i-1]) / (until[i] - until[i-1])
			want := shareAt(from + step*(float64(i)-.5+part)).below
			width := math.Sqrt(c.law.a*c.law.b) / (c.law.a + c.law.b)
			if got := s.number(prior(z)); math.Abs(got-want) > 1e-6*min(width, c.se) {
				t.Errorf("%v at %v: got %v, want %v", c, z, got, want)
			}
		}
	}
}

// TestAPieceWithTooLittleInItEnds asks for more than there is, by rounding, before an edge at 0.
func TestAPieceWithTooLittleInItEnds(t *testing.T) {
	t.Parallel()
	s := newSource(Input{Dist: Normal(0, 1)})
	b := s.belief(reading{value: 0, se: 1})
	for _, edge := range []float64{-.5, -1e-15, -1e-300} {
		if got := b.solve(edge, 0, 1.01*b.mass(edge, 0)); !(math.Abs(got) <= -1e-14*edge) {
			t.Errorf("from %v to 0: got %v", edge, got)
		}
		if got := b.solve(-edge, 0, 1.01*b.mass(-edge, 0)); !(math.Abs(got) <= -1e-14*edge) {
			t.Errorf("from %v to 0: got %v", -edge, got)
		}
	}
}

// TestBoundsHoldAgainstMeasurements measures a uniform number outside its bounds, which makes it a truncated normal
// one.
func TestBoundsHoldAgainstMeasurements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ y, se float64 }{{1.2, .1}, {-.5, .1}, {2, .1}, {.5, .01}, {.5, 1000}, {3, 2}} {
		m := modelOf(Uniform(0, 1))
		m.Measured = []Measurement{found("0", c.y, c.se)}
		s := sampled(t, m)
		from, to := tailsOf((0-c.y)/c.se), tailsOf((1-c.y)/c.se)
		for _, z := range []float64{-5, -2, -1, 0, 1, 2, 5} {
			p := tailsOf(z)
			below, above := from.below*p.above+to.below*p.below, from.above*p.above+to.above*p.below
			want := c.y + c.se*tails{below, above}.score()
			if got := s.sources[0].at(z); math.Abs(got-want) > 1e-7 || got < 0 || got > 1 {
				t.Errorf("%v at %v: got %v, want %v", c, z, got, want)
			}
		}
	}
}

func TestMeasuringAlmostNothingChangesNothing(t *testing.T) {
	t.Parallel()
	for i, d := range varied() {
		s := newSource(Input{Dist: d})
		prior, ok := s.believe(reading{value: d.Mean(), se: 1e9 * d.SD()})
		if !ok {
			t.Fatalf("%v: refused", d)
		}
		for _, z := range []float64{-5, -1.3, 0, .7, 4} {
			// A sample tells only which of its values it is.
			if got := prior(z); i < 13 && math.Abs(got-z) > 1e-6 || s.number(got) != s.number(z) && i == 13 {
				t.Errorf("%v at %v: got %v", d, z, got)
			}
		}
	}
}

func TestSamplesAreWeightedByTheirLikelihood(t *testing.T) {
	t.Parallel()
	const n = 40_000
	m := modelOf(Sample([]float64{1, 2, 2, 3, 50}))
	m.Measured = []Measurement{found("0", 2.5, .5)}
	x, _ := drawn(sampled(t, m), 9, n)
	count, near, far := map[float64]float64{}, math.Exp(-.5), math.Exp(-4.5)
	for _, v := range x[0] {
		count[v]++
	}
	all := 3*near + far
	for v, share := range map[float64]float64{1: far / all, 2: 2 * near / all, 3: near / all, 50: 0} {
		if se := math.Sqrt(share * (1 - share) * n); math.Abs(count[v]-share*n) > 4*se {
			t.Errorf("%v: got %v, want %v within %v", v, count[v], share*n, 4*se)
		}
	}
}

// TestWhatGoesWithAMeasurementFollows compares with the formula for two normal numbers.
func TestWhatGoesWithAMeasurementFollows(t *testing.T) {
	t.Parallel()
	const n = 10_000
	for _, r := range []float64{.6, -.8, .9999, 1, -1, .05} {
		m := modelOf(Normal(10, 2), PERT(1, 2, 9), Normal(-5, 3))
		m.Correlations = []Correlation{{"0", "2", r}}
		m.Measured = []Measurement{found("2", 0, 1.5)}
		s := sampled(t, m)
		// What is known of the score of the second: its mean and variance.
		weight := 1 / (1 + .25)
		score, rest := weight*5/3, 1-weight
		mean, sd := 10+2*r*score, 2*math.Sqrt(1-r*r*(1-rest))
		for _, z := range []float64{-3, -1, 0, 1.5, 3} {
			within := 1e-6
			if math.Abs(r) > .999 {
				within = 1e-4
			}
			if got := (s.at(0, tailsOf(z).below) - mean) / sd; math.Abs(got-z) > within {
				t.Errorf("%v: quantile at %v: got %v", r, z, got)
			}
		}
		x, z := drawn(s, 10, n)
		gotMean, gotVariance := 0.0, 0.0
		for _, v := range x[0] {
			gotMean += v / n
			gotVariance += (v - mean) * (v - mean) / n
		}
		if math.Abs(gotMean-mean) > 4*sd/math.Sqrt(n) || math.Abs(gotVariance/sd/sd-1) > 4*math.Sqrt(2./n) {
			t.Errorf("%v: got mean %v and variance %v, want %v and %v", r, gotMean, gotVariance, mean, sd*sd)
		}
		for i := range z {
			if got := gap(z[i], func(v float64) float64 { return tailsOf(v).below }); got > 1.95 {
				t.Errorf("%v: scores of input %d are off by %v", r, i, got)
			}
		}
		// A draw is where its score says.
		for k := range 100 {
			if got := s.sources[0].at(z[0][k]); math.Abs(got-x[0][k]) > 1e-5*sd && math.Abs(r) < .999 {
				t.Fatalf("%v: got %v at the score of %v", r, got, x[0][k])
			}
		}
	}
}

func TestWhatDoesNotGoWithAMeasurementStays(t *testing.T) {
	t.Parallel()
	m := modelOf(Normal(0, 1), Normal(0, 1), PERT(0, 1, 4), Uniform(0, 1))
	m.Correlations = []Correlation{{"0", "1", .6}, {"1", "2", .6}} // the third goes with the second only
	before := sampled(t, m)
	m.Measured = []Measurement{found("0", 1, .5)}
	s := sampled(t, m)
	for i, moves := range []bool{true, true, false, false} {
		if got, was := s.at(i, .3), before.at(i, .3); (got != was) != moves {
			t.Errorf("input %d: got %v, want %v to change: %v", i, got, was, moves)
		}
	}
}

func TestLimitsAreReckonedAsKnownNow(t *testing.T) {
	t.Parallel()
	m := modelOf(Normal(0, 1), Normal(0, 1), Sample([]float64{1, 2, 3, 4}))
	for i := range m.Inputs {
		m.Inputs[i].Least = new(-3.0)
	}
	m.Correlations = []Correlation{{"0", "1", .8}}
	m.Measured = []Measurement{found("0", -2, .5), found("2", 2, 1)}
	flags := sampled(t, m).flags()
	v := .25 / 1.25
	want := []float64{tailsOf((-3 + 1.6) / math.Sqrt(v)).below, tailsOf((-3 + .8*1.6) / math.Sqrt(1-.64+.64*v)).below}
	if len(flags) != 2 || math.Abs(flags[0].Share-want[0]) > 1e-7 || math.Abs(flags[1].Share-want[1]) > 1e-7 {
		t.Errorf("got %v, want shares of %v", flags, want)
	}
}

// TestWhateverIsMeasuredStaysANumber measures any input anywhere, far more sharply than it was known or hardly at all.
func TestWhateverIsMeasuredStaysANumber(t *testing.T) {
	t.Parallel()
	var sources []source
	for _, d := range append(varied(), Between(-1e300, 0, 1e300), Triangular(1e-300, 2e-300, 9e-300), Lognormal(1, 5), Between(0, 1, 900)) {
		sources = append(sources, newSource(Input{Dist: d}))
	}
	errors := rapid.OneOf(rapid.Float64Range(-4, 4), rapid.Float64Range(-4, 4), rapid.Float64Range(-30, 30))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(sources).Draw(t, "source")
		d := s.input.Dist
		width := core(d.known())
		if width == 0 {
			width = 3
		}
		se := width * math.Pow(10, rapid.Float64Range(-5.5, 3).Draw(t, "decades"))
		from := d.known().quantile(tailsOf(rapid.Float64Range(-6, 6).Draw(t, "from")))
		found := reading{value: from + se*errors.Draw(t, "errors"), se: se}
		prior, ok := s.believe(found)
		if !ok || found.narrow(d.known()) {
			t.Skip("further away than can be reckoned with")
		}
		last := math.Inf(-1)
		for score := -9.; score <= 9; score += 1. / 16 {
			z := prior(score)
			x := s.number(z)
			if !(z >= last-1e-12) || !(math.Abs(z) < farthest) || !(math.Abs(x) <= math.MaxFloat64) {
				t.Fatalf("%v at %v: got score %v after %v, and %v", d, score, z, last, x)
			}
			last = z
		}
	})
}
