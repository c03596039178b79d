package lifetime_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// buyCustomer draws a customer, extreme ones too.
func buyCustomer() *rapid.Generator[lifetime.Customer] {
	return rapid.Custom(func(t *rapid.T) lifetime.Customer {
		end := buyPositive(1e-6, 1e6).Draw(t, "T")
		x := rapid.SampledFrom([]float64{0, 0, 1, 1, 2, 3, 7, 40, 500, 1e5}).Draw(t, "x")
		if x == 0 {
			return lifetime.Customer{T: rapid.SampledFrom([]float64{0, end}).Draw(t, "end")}
		}
		last := end * rapid.SampledFrom([]float64{1, 1 - 1e-9, 0.99, 0.5, 1e-3}).Draw(t, "last")
		return lifetime.Customer{X: x, TX: last, T: end}
	})
}

// buyPositive draws numbers whose logarithms are spread evenly.
func buyPositive(low, high float64) *rapid.Generator[float64] {
	return rapid.Map(rapid.Float64Range(math.Log(low), math.Log(high)), math.Exp)
}

// buyAnyModel draws a model, at the poles of textbook formulas too.
func buyAnyModel() *rapid.Generator[lifetime.Model] {
	return rapid.Custom(func(t *rapid.T) lifetime.Model {
		var p [4]float64
		for i := range p {
			p[i] = rapid.OneOf(buyPositive(0.01, 300), rapid.SampledFrom([]float64{0.5, 1, 1 + 1e-9, 2, 3e4})).Draw(t, "parameter")
		}
		return buyModel(rapid.SampledFrom(buyNames()).Draw(t, "model"), p)
	})
}

// buyBatch draws a small sample that a model made.
func buyBatch() *rapid.Generator[[]lifetime.Customer] {
	return rapid.Custom(func(t *rapid.T) []lifetime.Customer {
		n := rapid.SampledFrom([]int{20, 40, 60}).Draw(t, "n")
		return buyDraw(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), n, 0.15)
	})
}

// buyDraw draws customers who buy about every ten weeks and leave with some chance at each purchase.
func buyDraw(rng *rand.Rand, n int, leave float64) []lifetime.Customer {
	rows := make([]lifetime.Customer, n)
	for i := range rows {
		c := lifetime.Customer{T: float64(20 + rng.IntN(32))}
		rate := rng.ExpFloat64() / 10
		for t := rng.ExpFloat64() / rate; t <= c.T; t += rng.ExpFloat64() / rate {
			c.X++
			c.TX = math.Max(math.Ceil(t*7)/7, 1./7)
			if rng.Float64() < leave {
				break
			}
		}
		c.TX = min(c.TX, c.T)
		rows[i] = c
	}
	return rows
}

func buyMust(t buyTB) func(v float64, err error) float64 {
	return func(v float64, err error) float64 {
		t.Helper()
		if err != nil {
			t.Fatalf("%v", err)
		}
		return v
	}
}

func TestExpectedPurchasesAre0At0AndNeverFallWithTheHorizon(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, c, must := buyAnyModel().Draw(t, "model"), buyCustomer().Draw(t, "customer"), buyMust(t)
		if got := must(m.Expected(c, 0)); got != 0 {
			t.Fatalf("at 0: got %g, want 0", got)
		}
		last, rate := 0.0, math.Inf(1)
		for _, h := range []float64{1e-9, 1e-3, 1, 10, 39, 520, 1e6} {
			got := must(m.Expected(c, h))
			if got < last*(1-1e-12) {
				t.Fatalf("within %g: got %g, after %g within less", h, got, last)
			}
			if got/h > rate*(1+1e-10) && got > 1e-300 { // what is less has fewer digits
				t.Fatalf("within %g: got %g each, after %g each within less", h, got/h, rate)
			}
			last, rate = got, got/h
		}
	})
}

func TestBeingThereIsAProbabilityThatNeverRisesWithSilence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, c, must := buyAnyModel().Draw(t, "model"), buyCustomer().Draw(t, "customer"), buyMust(t)
		now := must(m.PAlive(c, 0))
		last := now
		for _, later := range []float64{0, 1e-9, 1, 30, 1e4} {
			p := must(m.PAlive(c, later))
			if !(p >= 0 && p <= last*(1+1e-12)) {
				t.Fatalf("later by %g: got %g after %g", later, p, last)
			}
			last = p
		}
		if now > 1 {
			t.Fatalf("got %g, want at most 1", now)
		}
		for _, silence := range []float64{1e-6, 1, 50, 1e4} {
			quiet := c
			quiet.T += silence
			p := must(m.PAlive(quiet, 0))
			if c.X > 0 && !(p <= now*(1+1e-12)) {
				t.Fatalf("silent for %g: got %g after %g", silence, p, now)
			}
		}
	})
}

// TestTheMeanOfTheDistributionOfPurchasesIsTheExpectedNumber holds for new customers.
func TestTheMeanOfTheDistributionOfPurchasesIsTheExpectedNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, must := buyAnyModel().Draw(t, "model"), buyMust(t)
		t0 := buyPositive(0.1, 10).Draw(t, "t")
		mean, sum := 0.0, 0.0
		for n := range 300 {
			p := must(m.Probability(n, t0))
			mean += float64(n) * p
			sum += p
			if sum > 1-1e-13 && float64(n)*p < 1e-13*mean {
				break
			}
		}
		if sum > 1+1e-9 {
			t.Fatalf("probabilities sum to %g", sum)
		}
		if want := must(m.Expected(lifetime.Customer{}, t0)); sum > 1-1e-10 && math.Abs(mean-want) > 1e-6*want {
			t.Fatalf("got a mean of %.12g, want %.12g", mean, want)
		}
	})
}

// TestTablesOfCustomersOfOneDayAreThoseOfANewCustomer holds for all times.
func TestTablesOfCustomersOfOneDayAreThoseOfANewCustomer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, must := buyAnyModel().Draw(t, "model"), buyMust(t)
		s := buyGroups(t, buyGroup(0, 0, 10, 30), buyGroup(2, 7, 10, 12))
		times := []float64{0, 3, 10, 40}
		track, err := lifetime.Track(m, s, times)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i, at := range times {
			if want := 42 * must(m.Expected(lifetime.Customer{}, at)); math.Abs(track[i]-want) > 1e-12*want {
				t.Fatalf("until %g: got %g, want %g", at, track[i], want)
			}
		}
		table, err := lifetime.Frequencies(m, s, 2)
		if err != nil {
			t.Fatalf("%v", err)
		}
		none, one := must(m.Probability(0, 10)), must(m.Probability(1, 10))
		for i, want := range []float64{42 * none, 42 * one, 42 * (1 - none - one)} {
			if math.Abs(table[i].Expected-want) > 1e-12*42 || table[i].Actual != []int{30, 0, 12}[i] {
				t.Fatalf("%d times: got %+v, want %g", i, table[i], want)
			}
		}
	})
}

// TestDiscountedPurchasesAreASumOverSlices compares with a slow sum over thin slices of time.
func TestDiscountedPurchasesAreASumOverSlices(t *testing.T) {
	t.Parallel()
	must := buyMust(t)
	for _, name := range buyNames() {
		for _, p := range [][4]float64{{0.55, 10.6, 0.6, 11.7}, {2, 30, 1, 5}, {0.25, 4.4, 1.2, 2.4}} {
			m := buyModel(name, p)
			for _, c := range []lifetime.Customer{{}, {T: 30}, {X: 3, TX: 20, T: 30}} {
				const rate = 0.05
				sum, last := 0.0, 0.0
				for i := 1; i <= 1000; i++ {
					end := float64(i) * 0.5
					now := must(m.Expected(c, end))
					sum += (now - last) * math.Exp(-rate*(end-0.25))
					last = now
				}
				got := must(m.Discounted(c, rate))
				if math.Abs(got/sum-1) > 1e-3 {
					t.Errorf("%s %v %v: got %.8g, want %.8g", name, p, c, got, sum)
				}
			}
		}
	}
}

func TestATimeUnitChangesNothingButNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, unit := buyBatch().Draw(t, "rows"), buyPositive(1e-9, 1e9).Draw(t, "unit")
		name := rapid.SampledFrom(buyNames()).Draw(t, "model")
		scaled := slices.Clone(rows)
		for i := range scaled {
			scaled[i].TX *= unit
			scaled[i].T *= unit
		}
		_, a := buyFit(t, name, buySample(t, rows), lifetime.Config{})
		_, b := buyFit(t, name, buySample(t, scaled), lifetime.Config{})
		if fmt.Sprint(a.Verdicts) != fmt.Sprint(b.Verdicts) {
			t.Fatalf("got verdicts %v and %v", a.Verdicts, b.Verdicts)
		}
		x := 0.0
		for _, c := range rows {
			x += c.X
		}
		if want := a.LogLikelihood - x*math.Log(unit); math.Abs(b.LogLikelihood-want) > 1e-9*math.Abs(want)+1e-9 {
			t.Fatalf("got a log-likelihood of %g, want %g", b.LogLikelihood, want)
		}
		for i, p := range a.Params {
			want := p.Value
			if p.Name == "alpha" || p.Name == "beta" {
				want *= unit
			}
			if a.Sound() && math.Abs(b.Params[i].Value/want-1) > 1e-9 {
				t.Fatalf("%s: got %.12g, want %.12g", p.Name, b.Params[i].Value, want)
			}
		}
	})
}

func TestPartsMergeToTheWholeToTheBit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := buyBatch().Draw(t, "rows")
		name := rapid.SampledFrom(buyNames()).Draw(t, "model")
		parts := make([]lifetime.Sample, 3)
		var merged, grouped lifetime.Sample
		for i, c := range rows {
			if err := parts[i%3].Add(c); err != nil {
				t.Fatalf("%v", err)
			}
		}
		for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "order") {
			merged.Merge(&parts[i])
		}
		for g := range merged.Groups() {
			if err := grouped.AddGroup(g); err != nil {
				t.Fatalf("%v", err)
			}
		}
		one := lifetime.Config{Start: []float64{1, 10, 1, 10}} // one search is enough
		_, whole := buyFit(t, name, buySample(t, rows), one)
		for _, s := range []*lifetime.Sample{&merged, &grouped} {
			if _, f := buyFit(t, name, s, one); fmt.Sprint(f) != fmt.Sprint(whole) || s.N() != len(rows) {
				t.Fatalf("got %+v, want %+v", f, whole)
			}
		}
	})
}

func TestASampleMergedWithItselfIsTwiceItself(t *testing.T) {
	t.Parallel()
	s := buyGroups(t, buyGroup(0, 0, 40, 50), buyGroup(1, 10, 40, 20))
	s.Merge(s)
	if got := slices.Collect(s.Groups()); s.N() != 140 || !slices.Equal(got, []lifetime.Group{buyGroup(0, 0, 40, 100), buyGroup(1, 10, 40, 40)}) {
		t.Errorf("got %d customers in %v", s.N(), got)
	}
	var turns lifetime.TurnSample
	var spend lifetime.SpendSample
	var cohorts lifetime.Cohorts
	for _, err := range []error{turns.Add(lifetime.Turns{X: 1, TX: 2, N: 3}, 5), spend.Add(2, 30), cohorts.Add(10, 7, 3)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	turns.Merge(&turns)
	spend.Merge(&spend)
	cohorts.Merge(&cohorts)
	if turns.N() != 10 || spend.N() != 2 || cohorts.N() != 20 {
		t.Errorf("got %d, %d and %d customers, want twice as many as there were", turns.N(), spend.N(), cohorts.N())
	}
}

func TestNoOtherPointIsLikelier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := buySample(t, buyBatch().Draw(t, "rows"))
		name := rapid.SampledFrom(buyNames()).Draw(t, "model")
		start := make([]float64, 4)
		for i := range start {
			start[i] = buyPositive(0.02, 50).Draw(t, "start")
		}
		_, f := buyFit(t, name, s, lifetime.Config{})
		_, again := buyFit(t, name, s, lifetime.Config{Start: start})
		m, ll := buyModel(name, [4]float64(start)), 0.0
		for g := range s.Groups() {
			ll += float64(g.N) * buyMust(t)(m.LogLikelihood(g.Customer))
		}
		slack := 1e-7 + 1e-10*math.Abs(f.LogLikelihood)
		if again.LogLikelihood > f.LogLikelihood+slack || ll > f.LogLikelihood+slack {
			t.Fatalf("got %.12g; from %v %.12g, and there %.12g", f.LogLikelihood, start, again.LogLikelihood, ll)
		}
	})
}

// TestTheFitAddsUpTheLikelihoodOfEachCustomer compares the fast sum of a fit with a slow one.
func TestTheFitAddsUpTheLikelihoodOfEachCustomer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := buySample(t, buyBatch().Draw(t, "rows"))
		m, f := buyFit(t, rapid.SampledFrom(buyNames()).Draw(t, "model"), s, lifetime.Config{})
		ll := 0.0
		for g := range s.Groups() {
			ll += float64(g.N) * buyMust(t)(m.LogLikelihood(g.Customer))
		}
		if math.Abs(ll-f.LogLikelihood) > 1e-8+1e-11*math.Abs(ll) {
			t.Fatalf("%s: got %.15g, want %.15g, %v", f.Model, f.LogLikelihood, ll, f.Verdicts)
		}
	})
}

func TestAllAtOnceIsOneByOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, rows, must := buyAnyModel().Draw(t, "model"), rapid.SliceOfN(buyCustomer(), 0, 20).Draw(t, "rows"), buyMust(t)
		before := slices.Clone(rows)
		dst := make([]float64, len(rows))
		for _, f := range []struct {
			all func() error
			one func(c lifetime.Customer) (float64, error)
		}{
			{func() error { return lifetime.PAliveAll(m, dst, rows, 0) }, func(c lifetime.Customer) (float64, error) { return m.PAlive(c, 0) }},
			{func() error { return lifetime.PAliveAll(m, dst, rows, 9) }, func(c lifetime.Customer) (float64, error) { return m.PAlive(c, 9) }},
			{func() error { return lifetime.ExpectedAll(m, dst, rows, 9) }, func(c lifetime.Customer) (float64, error) { return m.Expected(c, 9) }},
		} {
			if err := f.all(); err != nil {
				t.Fatalf("%v", err)
			}
			for i, c := range rows {
				if want := must(f.one(c)); math.Abs(dst[i]-want) > 1e-12*want {
					t.Fatalf("%v: got %.17g, want %.17g", c, dst[i], want)
				}
			}
		}
		if !slices.Equal(rows, before) {
			t.Fatal("rows were changed")
		}
	})
}

// A model in which all leave with the same chance is a limit with closed forms.
func TestWhereAllLeaveAlikeThePredictionsAreThoseOfOneChance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Pow(10, rapid.Float64Range(low, high).Draw(t, name))
		}
		r, alpha, h, must := draw("r", -1, 1), draw("alpha", -1, 2), draw("horizon", -2, 5), buyMust(t)
		q, size := rapid.Float64Range(.01, .99).Draw(t, "chance"), draw("size", 6, 29)
		m := lifetime.MBGNBD{R: r, Alpha: alpha, A: q * size, B: (1 - q) * size}
		c := lifetime.Customer{X: float64(rapid.IntRange(0, 20).Draw(t, "x")), T: 10}
		if c.X > 0 {
			c.TX = rapid.Float64Range(1, 10).Draw(t, "last")
		}
		shape, end := r+c.X, alpha+c.T
		there := must(m.PAlive(c, 0))
		within := 1e-11 + 10*(1+shape)*(1+shape)/(q*size) // of the second order in the spread of the chances
		for _, p := range []struct {
			name      string
			got, want float64
		}{
			{"there later", must(m.PAlive(c, h)), there * math.Pow(1+q*h/end, -shape)},
			{"expected", must(m.Expected(c, h)), there / q * -math.Expm1(-shape*math.Log1p(q*h/end))},
			{"discounted", must(m.Discounted(c, 1/h)), there / q * shape * decay(shape+1, end/(q*h))},
		} {
			if math.Abs(p.got-p.want) > within*p.want {
				t.Fatalf("%s: got %v, want %v", p.name, p.got, p.want)
			}
		}
	})
}

// decay is the integral of (1+y)^-s exp(-d y) over y from 0 on, by the trapezoidal rule for ln y - 1/y.
func decay(s, d float64) float64 {
	const step = 1. / 64
	sum := 0.0
	for k := -4 / step; k < 40/step; k++ {
		e := math.Exp(-k * step)
		y := math.Exp(k*step - e)
		sum += y * (1 + e) * math.Exp(-s*math.Log1p(y)-d*y)
	}
	return sum * step
}
