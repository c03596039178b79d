package businesscase

import (
	"cmp"
	"math"
)

// BreakEven returns how much of the improvement is needed for the change to be worth nothing on average: by what
// all inputs that improve are to be multiplied, after they were drawn. Where several scales do, it is the first
// from 0 on, looked for at none, a sixteenth, an eighth and so on to 16 times the improvement; see [Model.Against]
// for the curve.
//
// Special cases are:
//   - where the change is worth something without any improvement, Found is false and Scale 0, with a Mean above 0
//   - where 16 times the improvement is not enough, Found is false and Scale 16, with a Mean below 0
//
// All scales have the same draws, those of [Model.Run] with the same seed. A few thousand draws tell about where to
// look, so that all of them are worked out a few times only.
//
// An error matches [relationship.ErrInvalid], as for [Model.Run], and where no input improves. Flows is called
// about ten times for each draw, and memory does not grow with draws.
func (m Model) BreakEven(cfg Config) (BreakEven, error) {
	const op = "find the break-even"
	s, err := newScaling(&m, cfg)
	if err != nil {
		return BreakEven{}, opError(op, err)
	}
	b, err := s.breakEven()
	return b, opError(op, err)
}

// breakEven looks on the first draws, and then near there on all.
func (s *scaling) breakEven() (BreakEven, error) {
	few := newSearch(s, min(blockSize, s.cfg.Draws))
	all := newSearch(s, s.cfg.Draws)
	a, b, ok := few.bracket(rungs()...)
	if ok {
		k := few.root(a, b)
		reach := 6*few.error(k, a, b) + 1e-9*k
		a, b, ok = all.bracket(max(0, k-reach), min(mostScale, k+reach))
	}
	if !ok {
		a, b, ok = all.bracket(rungs()...)
	}
	if err := cmp.Or(few.err, all.err); err != nil {
		return BreakEven{}, err
	}
	if !ok {
		return BreakEven{Scale: b.x, Mean: all.known[b.x].value.estimate(), Low: b.x, High: b.x}, nil
	}
	return all.result(a, b)
}

// rungs returns where a break-even is looked for.
func rungs() []float64 {
	at := []float64{0}
	for k := 1. / 16; k <= mostScale; k *= 2 {
		at = append(at, k)
	}
	return at
}

// A search looks for the scale at which the mean of so many draws is 0.
type search struct {
	*scaling
	draws int
	known map[float64]tally // by scale
	err   error             // the first that drawing met
}

func newSearch(s *scaling, draws int) *search {
	return &search{scaling: s, draws: draws, known: map[float64]tally{}}
}

// look draws at scales, all at once.
func (s *search) look(scales ...float64) {
	if s.err != nil {
		return
	}
	tallies, err := s.at(s.draws, scales...)
	s.err = err
	for i, t := range tallies {
		s.known[scales[i]] = t
	}
}

// mean returns the mean at a scale, and 0 where it is that but for rounding.
func (s *search) mean(k float64) float64 {
	if _, ok := s.known[k]; !ok {
		s.look(k)
	}
	t := s.known[k].value
	if math.Abs(t.mean) <= 1e-13*t.sd() {
		return 0
	}
	return t.mean
}

// bracket returns the first two neighbours among increasing scales between which the mean comes up to 0. Where
// there are none it returns, as the second, the first scale if the mean is above 0 there, and the last otherwise.
func (s *search) bracket(scales ...float64) (a, b point, ok bool) {
	s.look(scales...)
	for i, k := range scales {
		a, b = b, point{k, s.mean(k)}
		switch {
		case i == 0 && b.y > 0:
			return a, b, false
		case b.y == 0:
			return b, b, true
		case b.y > 0 && a.y < 0:
			return a, b, true
		}
	}
	return a, b, false
}

func (s *search) root(a, b point) float64 { return crossing(a, b, s.mean).x }

// error returns the standard error of a root between two points, if the mean rises between them as on a straight line.
func (s *search) error(k float64, a, b point) float64 {
	if a.x == b.x || a.y == b.y {
		return 0
	}
	return s.known[k].value.estimate().SE * math.Abs((b.x-a.x)/(b.y-a.y))
}

// result finds the root, and how far it may be off.
func (s *search) result(a, b point) (BreakEven, error) {
	k := s.root(a, b)
	at := s.known[k].value.estimate()
	// Close to the root a straight line is straighter.
	if reach := 2 * s.error(k, a, b); reach > 0 {
		low, high := max(0, k-reach), k+reach
		s.look(low, high)
		a, b = point{low, s.mean(low)}, point{high, s.mean(high)}
	}
	off := z95 * s.error(k, a, b)
	return BreakEven{Scale: k, Found: true, Mean: at, Low: max(0, k-off), High: k + off}, s.err
}
