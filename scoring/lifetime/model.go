package lifetime

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Config adjusts a fit. Its zero value is ready to use.
type Config struct {
	// Start is where the search begins: a number above 0 for each parameter, in the order and the unit of
	// the model's fields. nil means one that the data suggest.
	Start []float64

	// Steps is how many steps the search may take, not below 0. 0 means 200.
	Steps int
}

// check returns the error for settings that no fit of n parameters can have.
func (c Config) check(n int) error {
	if c.Steps < 0 {
		return rules.Break("Steps", "must not be below 0")
	}
	if c.Start != nil && len(c.Start) != n {
		return rules.Break("Start", "must hold a number for each parameter")
	}
	for i, v := range c.Start {
		if err := checkAbove(rules.Index("Start", i), v); err != nil {
			return err
		}
	}
	return nil
}

// A Param is an estimated parameter.
type Param struct {
	// Name is the name in the literature, such as "alpha".
	Name string `json:"name"`

	// Value is the estimate, in the unit of the model's field of that name.
	Value float64 `json:"value"`

	// SE is its standard error; 0 where the fit has no Covariance.
	SE float64 `json:"se"`
}

// A Fit says how a model was fitted and how far to trust it.
type Fit struct {
	// Model is the name of the model, such as "BG/NBD".
	Model string `json:"model"`

	// N is how many customers it was fitted to.
	N int `json:"n"`

	// Params are the estimates, in the order of the model's fields; none where the verdicts say that there is
	// nothing to estimate.
	Params []Param `json:"params"`

	// Covariance is that of the estimates, from the curvature of the likelihood (the inverse of the observed
	// information). It is nil where the likelihood is flat: see Verdicts.
	Covariance [][]float64 `json:"covariance,omitempty"`

	// Condition is the condition number of the information about the logarithms of the parameters: the greater, the
	// more one parameter can stand in for another. 0 where there is no Covariance.
	Condition float64 `json:"condition,omitempty"`

	// LogLikelihood is the logarithm of the likelihood of the sample in the caller's unit of time.
	LogLikelihood float64 `json:"loglik"`

	// AIC and BIC are the information criteria of Akaike and Schwarz: less is better, among models of the same
	// customers.
	AIC float64 `json:"aic"`
	BIC float64 `json:"bic"`

	// Steps is how many steps the search took.
	Steps int `json:"steps"`

	// Verdicts are what speaks against believing the estimates, in the order of the constants. There are none
	// where the data carry the model.
	Verdicts []Verdict `json:"verdicts,omitempty"`
}

// Sound reports whether the data carry the model: whether there is no verdict.
func (f Fit) Sound() bool { return len(f.Verdicts) == 0 }

// weak is the standard error of the logarithm of a parameter from which on the parameter is hardly known: 95 % of
// its range is a factor of 7 either way.
const weak = 1.0

// A plan is what a model brings to its fit.
type plan struct {
	model string
	names []string  // of the parameters, at most maxParams
	units []float64 // by which the searched parameters are multiplied to be those of the caller; nil means 1
	n     int       // customers
	shift float64   // what the log-likelihood in the caller's unit is above that of the objective
	f     objective
	start []point // where a search may begin, in logarithms of the searched parameters
	more  []point // where it may begin beside these if there can be several tops

	// judge says what extreme parameters mean. flat says that the search ended where the likelihood hardly
	// rises any more, and not on a top.
	judge func(p point, flat bool) []Verdict
}

// fit searches the top and returns the parameters in the caller's unit, with all that is known about them.
// The caller has checked cfg.
func (p plan) fit(cfg Config) (point, Fit) {
	starts := p.start
	if cfg.Start != nil {
		starts = []point{p.inside(cfg.Start)}
	}
	n := len(p.names)
	t := p.climb(starts, cmp.Or(cfg.Steps, 200))
	var searched point
	for i := range n {
		searched[i] = math.Exp(t.at[i])
	}
	f := Fit{Model: p.model, N: p.n, LogLikelihood: t.value + p.shift, Steps: t.steps}
	f.AIC = 2*float64(n) - 2*f.LogLikelihood
	f.BIC = float64(n)*math.Log(float64(p.n)) - 2*f.LogLikelihood
	found := p.outside(searched)
	for i, name := range p.names {
		f.Params = append(f.Params, Param{Name: name, Value: found[i]})
	}
	f.Verdicts = p.judge(searched, t.flat)
	if t.unfinished {
		f.Verdicts = append(f.Verdicts, Unfinished)
	}
	f.doubt(t)
	slices.Sort(f.Verdicts)
	f.Verdicts = slices.Compact(f.Verdicts)
	return found, f
}

// fewCustomers is up to how many customers the likelihood is likely to have several tops.
const fewCustomers = 1000

// climb searches from the start that is the likeliest; from all of them where that leads to no top, or where there are few
// customers. Who gives a start wants no other.
func (p plan) climb(starts []point, steps int) top {
	first := best(p.f, starts)
	t := climb(p.f, len(p.names), first, steps)
	_, curved := inverse(t.information(), t.n)
	if len(starts) == 1 || p.n > fewCustomers && curved && !t.flat && !t.unfinished {
		return t
	}
	for _, start := range slices.Concat(starts, p.more) {
		if start == first {
			continue
		}
		if other := climb(p.f, len(p.names), start, steps); other.value > t.value+t.noise() {
			t = other
		}
	}
	return t
}

// noRepeats is the fit of a sample in which nobody came back.
func noRepeats(model string, n int) Fit {
	return Fit{Model: model, N: n, Verdicts: []Verdict{NoRepeats}}
}

// inside turns parameters of the caller into a point of the search.
func (p plan) inside(params []float64) point {
	var at point
	for i, v := range params {
		at[i] = min(max(math.Log(v/p.unit(i)), -bound), bound)
	}
	return at
}

// outside turns searched parameters into those of the caller.
func (p plan) outside(searched point) point {
	for i := range searched {
		searched[i] *= p.unit(i)
	}
	return searched
}

func (p plan) unit(i int) float64 {
	if i < len(p.units) {
		return p.units[i]
	}
	return 1
}

// doubt adds standard errors and what follows from them. At a top, where the gradient is 0, the delta method takes
// the covariance of logarithms to that of the parameters.
func (f *Fit) doubt(t top) {
	n := len(f.Params)
	cov, ok := inverse(t.information(), n)
	if t.flat || !ok {
		if f.Sound() {
			f.Verdicts = append(f.Verdicts, Weak)
		}
		return
	}
	f.Condition = condition(t.information(), n)
	f.Covariance = make([][]float64, n)
	for i := range n {
		f.Covariance[i] = make([]float64, n)
		for j := range n {
			f.Covariance[i][j] = cov[i][j] * f.Params[i].Value * f.Params[j].Value
		}
		logSE := math.Sqrt(cov[i][i])
		f.Params[i].SE = logSE * f.Params[i].Value
		if logSE > weak {
			f.Verdicts = append(f.Verdicts, Weak)
		}
	}
}
