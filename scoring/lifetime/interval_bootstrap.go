package lifetime

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/stat/distuv"
)

// drawable is a model that can be fitted anew to customers drawn from it, as many as in a sample and watched for
// as long.
type drawable[S any] interface {
	movable
	again(r *rand.Rand, like *S) (any, Fit, error)
}

// Bootstrap returns what [Interval] does, and finds the ranges another way (95 %, by the parametric bootstrap): it
// draws customers from the model, as many as the sample has and watched for as long, fits the model to them, asks
// what is asked, and does so again and again. The range is that of the middle 95 % of the answers, the number
// itself always in it. It needs no Covariance and takes ranges that are far from even as they are; it supposes that the
// model is right, and purchases at any instant, not on whole days.
//
// m is any model of this package, and sample what it was fitted to. Draws in which nobody came back, or nobody left, have no model
// and do not count; the estimates are unknown where fewer than half are left.
//
// It returns an error matching [relationship.ErrInvalid] for a setting or a model out of its range and for an of that
// does not return numbers, as many each time; and the error of of as it is. It fits the model once for each draw.
func Bootstrap[M drawable[S], S any](m M, sample *S, of func(m M) ([]float64, error), cfg DrawConfig) ([]relationship.Estimate, error) {
	const op = "find an interval by drawing"
	cfg, err := cfg.check()
	if err := rules.First(err, checkModel(m)); err != nil {
		return nil, opError(op, err)
	}
	values, err := ask(op, m, of, -1)
	if err != nil {
		return nil, err
	}
	drawn, n := make([][]float64, len(values)), 0
	for range cfg.Draws {
		other, fit, err := m.again(cfg.Rand, sample)
		if err != nil {
			return nil, retold(op, err)
		}
		if len(fit.Params) == 0 {
			continue
		}
		answers, err := ask(op, other.(M), of, len(values))
		if err != nil {
			return nil, err
		}
		n = fit.N
		for i, v := range answers {
			drawn[i] = append(drawn[i], v)
		}
	}
	estimates := make([]relationship.Estimate, len(values))
	for i, v := range values {
		if 2*len(drawn[i]) >= cfg.Draws {
			estimates[i] = middle(v, drawn[i], float64(n))
		}
	}
	return estimates, nil
}

// checkModel returns the error for parameters that no model can have.
func checkModel(m movable) error {
	for i, v := range m.params() {
		if v == 0 && i > 1 {
			continue // which the model does not have
		}
		if err := checkAbove(rules.Index("parameters", i), v); err != nil {
			return err
		}
	}
	return nil
}

// middle returns a number with the range of the middle 95 % of some others.
func middle(v float64, drawn []float64, n float64) relationship.Estimate {
	slices.Sort(drawn)
	at := func(p float64) float64 { return drawn[int(p*float64(len(drawn)-1)+.5)] }
	return relationship.Estimate{Value: v, Low: min(v, at(.025)), High: max(v, at(.975)), N: n, Basis: relationship.Observed}
}

// anyModel returns a fit of which it does not matter what model it is.
func anyModel[M any](m M, f Fit, err error) (any, Fit, error) { return m, f, err }

// near begins the search at a model.
func near(m movable, params int) Config {
	p := m.params()
	return Config{Start: p[:params]}
}

func (m BGNBD) again(r *rand.Rand, like *Sample) (any, Fit, error) {
	return anyModel(FitBGNBD(redrawn(r, m.beta(), like), near(m, 4)))
}

func (m MBGNBD) again(r *rand.Rand, like *Sample) (any, Fit, error) {
	return anyModel(FitMBGNBD(redrawn(r, m.beta(), like), near(m, 4)))
}

func (m ParetoNBD) again(r *rand.Rand, like *Sample) (any, Fit, error) {
	return anyModel(FitParetoNBD(redrawn(r, m.pareto(), like), near(m, 4)))
}

// redrawn draws a sample like another.
func redrawn(r *rand.Rand, m chance, like *Sample) *Sample {
	s := new(Sample)
	for _, d := range like.durations() {
		for range int(d.n) {
			s.add(m.fresh(r, d.t), 1)
		}
	}
	return s
}

func (m BGBB) again(r *rand.Rand, like *TurnSample) (any, Fit, error) {
	s := &TurnSample{count: make(map[Turns]int), n: like.n}
	for _, g := range like.sorted() {
		for range g.n {
			s.count[m.fresh(r, g.N)]++
		}
	}
	return anyModel(FitBGBB(s, near(m, 4)))
}

// fresh draws what a new customer does with n occasions.
func (m BGBB) fresh(r *rand.Rand, n int) Turns {
	take, leave := share(r, m.Alpha, m.Beta), share(r, m.Gamma, m.Delta)
	t := Turns{N: n}
	for i := range int(min(tries(r, leave), float64(n))) {
		if r.Float64() < take {
			t.X, t.TX = t.X+1, i+1
		}
	}
	return t
}

func (m GammaGamma) again(r *rand.Rand, like *SpendSample) (any, Fit, error) {
	s := new(SpendSample)
	for _, g := range like.sorted() {
		for range int(g.n) {
			mean := gamma(r, m.P*g.x, gamma(r, m.Q, m.Gamma)) / g.x
			if checkSpend(g.x, mean) == nil {
				s.add(spent{g.x, mean}, 1)
			}
		}
	}
	return anyModel(FitGammaGamma(s, near(m, 3)))
}

func (m SBG) again(r *rand.Rand, like *Cohorts) (any, Fit, error) {
	return anyModel(FitSBG(m.weibull().redrawn(r, like), near(m, 2)))
}

func (m BDW) again(r *rand.Rand, like *Cohorts) (any, Fit, error) {
	return anyModel(FitBDW(m.redrawn(r, like), near(m, 3)))
}

// redrawn draws cohorts of which at each renewal as large a part goes out of sight as in others. A single
// cohort is in sight as long as the other was.
func (m BDW) redrawn(r *rand.Rand, like *Cohorts) *Cohorts {
	c := new(Cohorts)
	t := newTenures(like, false)
	there, real, last := like.n, float64(like.n), 0
	for i, renewal := range t.at {
		for y := last + 1; y <= renewal && there > 0; y++ {
			n := binomial(r, there, -math.Expm1(m.logSurvival(float64(y))-m.logSurvival(float64(y-1))))
			c.count(&c.left, y, n)
			there -= n
		}
		last = renewal
		real -= t.left[i]
		if t.open[i] > 0 {
			n := binomial(r, there, t.open[i]/real)
			c.count(&c.open, renewal, n)
			there -= n
			real -= t.open[i]
		}
	}
	return c
}

func binomial(r *rand.Rand, n int, p float64) int {
	switch {
	case n == 0 || !(p > 0):
		return 0
	case p >= 1:
		return n
	}
	return int(distuv.Binomial{N: float64(n), P: p, Src: r}.Rand())
}
