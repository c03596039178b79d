package businesscase

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A TornadoConfig says how far inputs are moved. Its zero value is ready to use.
type TornadoConfig struct {
	// Low and High are the quantiles that each input is moved to, from 0 to 1, Low below High. nil means 0.1
	// and 0.9. 0 and 1 are the ends, which an input without limits does not have.
	Low, High *float64
}

// Tornado moves one input after the other while all others stay as they most likely are, and returns how far each
// moves the value, and where it alone makes it 0. No chance is in it; it does not see what inputs do together, and
// correlations do not matter: see [Finding] for what does.
//
// A place where the value is 0 is looked for from the base outwards, at 64 points to either side, nearer ones
// closer together, up to where an input ends or, without an end, to where one draw in a million is beyond it: the
// nearest between two of which the value changes its sign is found to the last digits.
//
// An error matches [relationship.ErrInvalid], as for [Model.Run], and where Low or High is an end that an input
// does not have. It takes as much time as about 200 draws for each input.
func (m Model) Tornado(cfg TornadoConfig) (Tornado, error) {
	const op = "make a tornado"
	low, high := .1, .9
	if cfg.Low != nil {
		low = *cfg.Low
	}
	if cfg.High != nil {
		high = *cfg.High
	}
	if err := rules.First(
		m.check(),
		rules.Break("Low", when(!(low >= 0 && low < high), "must be from 0 to below High")),
		rules.Break("High", when(!(high <= 1), "must be at most 1")),
	); err != nil {
		return Tornado{}, opError(op, err)
	}
	inputs, err := newSampler(&m)
	if err != nil {
		return Tornado{}, opError(op, err)
	}
	mover := mover{model: &m, inputs: inputs, x: slices.Clone(inputs.base()), f: newFlows(m.Periods)}
	t, err := mover.tornado(low, high)
	return t, opError(op, err)
}

// A mover moves one input at a time.
type mover struct {
	model  *Model
	inputs *sampler
	x      []float64
	f      *Flows
	err    error // the first that moving met
}

func (v *mover) tornado(low, high float64) (Tornado, error) {
	t := Tornado{Bars: []Bar{}}
	t.Base = v.worth()
	for i := range v.model.Inputs {
		if v.err == nil && v.inputs.varies(i) {
			t.Bars = append(t.Bars, v.bar(i, low, high, t.Base))
		}
	}
	if v.err != nil {
		return Tornado{}, v.err
	}
	slices.SortFunc(t.Bars, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(b.Swing, a.Swing), cmp.Compare(a.Input, b.Input))
	})
	return t, nil
}

// bar moves one input and puts it back.
func (v *mover) bar(i int, low, high, base float64) Bar {
	in := &v.model.Inputs[i]
	b := Bar{
		Input: in.Name, Basis: v.model.evidence(i).Basis, Currency: in.Currency,
		Low: v.quantile(i, low), Base: v.x[i], High: v.quantile(i, high),
	}
	b.AtLow, b.AtHigh = v.at(i, b.Low, "Low"), v.at(i, b.High, "High")
	b.Swing = max(b.AtLow, base, b.AtHigh) - min(b.AtLow, base, b.AtHigh)
	b.BreakEven = v.breakEven(i, base)
	v.x[i] = b.Base
	return b
}

// at returns the value with input i at x.
func (v *mover) at(i int, x float64, setting string) float64 {
	if v.err == nil && endless(x) {
		v.err = rules.Break(setting, "must be a quantile between 0 and 1 where an input has no end")
	}
	if v.err != nil {
		return 0
	}
	v.x[i] = x
	return v.worth()
}

// worth returns the value; 0 where that is no number.
func (v *mover) worth() float64 {
	worth := v.model.value(v.x, v.f)
	if sane(worth) {
		return worth + 0 // no -0
	}
	if v.err == nil {
		v.err = v.f.fault()
	}
	return 0
}

// steps is how many points there are to either side of the base.
const steps = 64

// breakEven returns the place nearest to the base where the value is 0.
func (v *mover) breakEven(i int, base float64) *float64 {
	from := point{v.inputs.base()[i], base}
	if base == 0 {
		return &from.x
	}
	var nearest *float64
	for _, p := range [...]float64{0, 1} {
		end := v.quantile(i, p)
		if endless(end) {
			end = v.quantile(i, math.Abs(p-1e-6))
		}
		if x, ok := v.toward(i, from, end); ok && (nearest == nil || math.Abs(x-from.x) < math.Abs(*nearest-from.x)) {
			nearest = &x
		}
	}
	return nearest
}

// toward returns the first place from a point to an end where the value is 0.
func (v *mover) toward(i int, from point, end float64) (float64, bool) {
	worth := func(x float64) float64 { return v.at(i, x, "") }
	before := from
	for step := 1.; step <= steps && v.err == nil; step++ {
		x := from.x + (end-from.x)*(step/steps)*(step/steps)
		if step == steps {
			x = end
		}
		next := point{x, worth(x)}
		if next.y == 0 || (next.y > 0) != (from.y > 0) {
			return crossing(before, next, worth).x, true
		}
		before = next
	}
	return 0, false
}

// quantile returns that of an input, which at 0 and 1 is its end.
func (v *mover) quantile(i int, p float64) float64 {
	low, high := v.model.Inputs[i].Dist.support()
	least, most := v.model.Inputs[i].limits()
	switch p {
	case 0:
		return max(low, least)
	case 1:
		return min(high, most)
	}
	return v.inputs.at(i, p)
}

// endless reports whether an end of an input is none.
func endless(x float64) bool { return !(math.Abs(x) < math.MaxFloat64) }
