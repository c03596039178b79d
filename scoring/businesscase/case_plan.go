package businesscase

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/special"
)

// A plan is a case made ready to be worked out many times.
type plan struct {
	inputs    []Input
	of        [places]int     // which input it is; -1 where none is given
	missing   [places]float64 // what it is then
	tenures   []float64
	curve     []float64
	model     bool // of staying: Alpha and Beta
	aged      bool // it matters how long who is there has stayed
	early     int  // below which tenure the change works; 0 for all
	drifts    bool
	perPeriod float64 // how many periods that the rate is stated for are in one of the case
}

func newPlan(c Case) *plan {
	p := &plan{
		tenures:   slices.Clone(c.Tenures),
		curve:     slices.Clone(c.Staying.Curve),
		model:     c.Staying.Alpha.given(),
		early:     c.Change.Tenures,
		perPeriod: c.RatePer.perYear() / c.Unit.perYear(),
	}
	p.aged = p.model || p.curve != nil || p.early > 0
	p.drifts = c.Drift.Leaving.given() || c.Drift.Spend.given() || c.Drift.Joining.given()
	if !p.aged || p.tenures == nil {
		p.tenures = []float64{1}
	}
	all := c.all()
	for at, t := range terms() {
		p.of[at], p.missing[at] = -1, t.missing
		if all[at].given() {
			p.of[at] = len(p.inputs)
			p.inputs = append(p.inputs, t.input(*all[at], c.Currency))
		}
	}
	return p
}

// draw is one way for things to turn out: all inputs of a case by place.
type draw [places]float64

func (p *plan) read(x []float64) (d draw) {
	for at, i := range p.of {
		if d[at] = p.missing[at]; i >= 0 {
			d[at] = x[i]
		}
	}
	// Where a host works some out itself before they come here, they can come to more than there is.
	d[atCut], d[atAverted], d[atMoreMargin] = min(d[atCut], 1), min(d[atAverted], 1), min(d[atMoreMargin], 1)
	d[atMoreSpend], d[atMoreJoining] = max(d[atMoreSpend], -1), max(d[atMoreJoining], -1)
	return d
}

// chances writes the probability of leaving after each tenure.
func (p *plan) chances(d *draw, of []float64) {
	switch {
	case p.model && p.of[atC] >= 0:
		p.weibullChances(d, of)
	case p.model:
		for tenure := range of {
			of[tenure] = d[atAlpha] / (d[atAlpha] + d[atBeta] + float64(tenure))
		}
	case p.curve != nil:
		p.curveChances(of)
	default:
		for tenure := range of {
			of[tenure] = 1 - d[atKept]
		}
	}
	for tenure := range of {
		of[tenure] = min(1, of[tenure]*d[atLeaving])
	}
}

// weibullChances are those of a beta-discrete-Weibull: 1 - S(t+1)/S(t) with S(t) = B(alpha, beta + t^c)/B(alpha, beta).
func (p *plan) weibullChances(d *draw, of []float64) {
	before := special.LogBeta(d[atAlpha], d[atBeta])
	for tenure := range of {
		after := special.LogBeta(d[atAlpha], d[atBeta]+math.Pow(float64(tenure+1), d[atC]))
		of[tenure] = clamped(-math.Expm1(after - before))
		before = after
	}
}

// curveChances are those that a curve shows; nobody is there to leave where it has come to 0.
func (p *plan) curveChances(of []float64) {
	before, chance := 1.0, 1.0
	for tenure := range of {
		if tenure < len(p.curve) {
			if before > 0 {
				chance = (before - p.curve[tenure]) / before
			}
			before = p.curve[tenure]
		}
		of[tenure] = chance
	}
}
