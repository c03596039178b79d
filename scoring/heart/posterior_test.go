package heart_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/scoring/heart"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// chain returns a posterior whose product is one Beta: X ~ Beta(a, b) and Y ~ Beta(a+b, c) multiply to
// Beta(a, b+c) (Johnson, Kotz and Balakrishnan 1995, section 25.8).
func chain(a, b, c, d float64) (p heart.Posterior, product heart.Beta) {
	return heart.Posterior{
		Acknowledgement: heart.Beta{Good: a, Bad: b},
		Respect:         heart.Beta{Good: a + b, Bad: c},
		Trust:           heart.Beta{Good: a + b + c, Bad: d},
	}, heart.Beta{Good: a, Bad: b + c + d}
}

func TestLimitsAreThoseOfProductsThatAreKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, c, d, within float64 }{
		{1, 1, 1, 1, 1e-10}, {.05, .05, .05, .05, 1e-9}, {10, 3, 4, 5, 1e-10}, {1000, 20, 30, 1, 1e-10},
		{2, 1000, 1e5, 1, 1e-9}, {1e6, 1e6, 1e6, 1e6, 1e-6}, {1e8, 1, 1, 1, 1e-6}, {.05, 1e6, 1, .5, 1e-6},
		{.5, .5, .5, .5, 1e-10}, {3, 200, .05, 7, 1e-9}, {50, .05, .05, .05, 1e-9},
	} {
		p, product := chain(c.a, c.b, c.c, c.d)
		e, err := p.Estimate()
		if err != nil {
			t.Fatal(err)
		}
		below := func(h float64) float64 { return mathext.RegIncBeta(product.Good, product.Bad, h*h*h) }
		if e.Low < e.Value {
			near(t, "below low", below(e.Low), .025, c.within)
		}
		if e.High > e.Value && e.High < 1-1e-9 {
			near(t, "below high", below(e.High), .975, c.within)
		}
		lbeta := func(x float64) float64 { return mathext.Lbeta(x, product.Bad) }
		near(t, "mean", e.Value, math.Exp(lbeta(product.Good+1./3)-lbeta(product.Good)), 100*c.within)
		for _, h := range []float64{1e-9, .01, .3, .5, .9, .999999} {
			got, err := p.Above(h)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "above", got, 1-below(h), c.within)
		}
	}
}

func TestLimitsAreThoseOfSlowIntegration(t *testing.T) {
	t.Parallel()
	for _, p := range []heart.Posterior{
		{Acknowledgement: heart.Beta{Good: 5, Bad: 2}, Respect: heart.Beta{Good: 3, Bad: 3}, Trust: heart.Beta{Good: 2, Bad: 6}},
		{Acknowledgement: heart.Beta{Good: 40, Bad: 3}, Respect: heart.Beta{Good: 3.5, Bad: 2.25}, Trust: heart.Beta{Good: 12, Bad: 30}},
		{Acknowledgement: heart.Beta{Good: 1, Bad: 1}, Respect: heart.Beta{Good: 1.5, Bad: 1}, Trust: heart.Beta{Good: 1, Bad: 3}},
	} {
		e, err := p.Estimate()
		if err != nil {
			t.Fatal(err)
		}
		near(t, "below low", slowly(p, e.Low), .025, 1e-5)
		near(t, "below high", slowly(p, e.High), .975, 1e-5)
	}
}

// slowly returns the probability that heart is at most h: an integral over two dimensions of the distribution
// of the third.
func slowly(p heart.Posterior, h float64) float64 {
	first := distuv.Beta{Alpha: p.Acknowledgement.Good, Beta: p.Acknowledgement.Bad}
	second := distuv.Beta{Alpha: p.Respect.Good, Beta: p.Respect.Bad}
	third := distuv.Beta{Alpha: p.Trust.Good, Beta: p.Trust.Bad}
	return quad.Fixed(func(x float64) float64 {
		return first.Prob(x) * quad.Fixed(func(y float64) float64 {
			return second.Prob(y) * third.CDF(min(1, h*h*h/(x*y)))
		}, 0, 1, 300, nil, 0)
	}, 0, 1, 300, nil, 0)
}

func TestAMillionDrawsAgree(t *testing.T) {
	t.Parallel()
	p := heart.Posterior{
		Acknowledgement: heart.Beta{Good: 4.5, Bad: .7}, Respect: heart.Beta{Good: 2.25, Bad: 3}, Trust: heart.Beta{Good: .5, Bad: .5},
	}
	e, err := p.Estimate()
	if err != nil {
		t.Fatal(err)
	}
	src := rand.NewPCG(1, 2)
	draw := func(b heart.Beta) func() float64 {
		return distuv.Beta{Alpha: b.Good, Beta: b.Bad, Src: src}.Rand
	}
	a, r, tr := draw(p.Acknowledgement), draw(p.Respect), draw(p.Trust)
	const n = 1_000_000
	var sum, low, high float64
	for range n {
		h := math.Cbrt(a() * r() * tr())
		sum += h
		if h < e.Low {
			low++
		}
		if h > e.High {
			high++
		}
	}
	// Four standard errors.
	near(t, "mean", e.Value, sum/n, 4*.25/1000)
	near(t, "share below", low/n, .025, 4*.16/1000)
	near(t, "share above", high/n, .025, 4*.16/1000)
}

func TestADimensionAloneIsABetaDistribution(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		good, bad := rapid.Float64Range(.05, 1e4).Draw(t, "good"), rapid.Float64Range(.05, 1e4).Draw(t, "bad")
		h := measure(t, nil, start(), heart.Config{Prior: heart.Posterior{Trust: heart.Beta{Good: good, Bad: bad}}})
		near(t, "value", h.Trust.Value, good/(good+bad), 1e-12)
		if h.Trust.Low < h.Trust.Value && h.Trust.Low > 1e-300 {
			near(t, "below low", mathext.RegIncBeta(good, bad, h.Trust.Low), .025, 1e-8)
		}
		if h.Trust.High > h.Trust.Value && h.Trust.High < .999999 {
			near(t, "below high", mathext.RegIncBeta(good, bad, h.Trust.High), .975, 1e-8)
		}
	})
}

func TestExtremesStayEstimates(t *testing.T) {
	t.Parallel()
	sizes := []float64{.05, 1, 37.5, 1e9}
	for i := range 4096 {
		beta := func(bits int) heart.Beta { return heart.Beta{Good: sizes[i>>bits&3], Bad: sizes[i>>(bits+2)&3]} }
		p := heart.Posterior{Acknowledgement: beta(0), Respect: beta(4), Trust: beta(8)}
		if i%5 != 0 { // a fifth of all is enough
			continue
		}
		e, err := p.Estimate()
		if err == nil {
			err = e.Check(0, 1)
		}
		if err != nil || e.Low == e.High {
			t.Fatalf("%v: got %v (%v)", p, e, err)
		}
		low, _ := p.Above(e.Low)
		high, _ := p.Above(e.High)
		if e.Low < e.Value && e.Low > 1e-100 {
			near(t, "above low", low, .975, 1e-6)
		}
		if e.High > e.Value && e.High < 1-1e-12 {
			near(t, "above high", high, .025, 1e-6)
		}
	}
}

func TestThePosteriorRefusesWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	one := heart.Beta{Good: 1, Bad: 1}
	whole := heart.Posterior{Acknowledgement: one, Respect: one, Trust: one}
	const rule = "must be from 0.05 to 1e+09"
	for _, bad := range []float64{0, -1, .049, 1e10, math.NaN(), math.Inf(1)} {
		p := whole
		p.Trust.Bad = bad
		_, err := p.Estimate()
		refused(t, "an estimate", err, "Trust.Bad", rule)
		_, err = p.Above(.5)
		refused(t, "a probability", err, "Trust.Bad", rule)
	}
	_, err := whole.Above(math.NaN())
	refused(t, "NaN", err, "x", "must be a finite number")
	for x, want := range map[float64]float64{-3: 1, 0: 1, 1: 0, 7: 0} {
		near(t, "above", must[float64](t)(whole.Above(x)), want, 0)
	}
}
