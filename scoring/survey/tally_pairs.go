package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/scoring"
)

// maxPairSteps is how many answers a scale can have for pairs: it takes the square of it in counts.
const maxPairSteps = 101

// Pairs count what the same people answered before and after. Since everybody is compared with themselves,
// what differs between people for good does not blur the change. Make them with [NewPairs].
//
// The zero Pairs have no answers and no scale: they take that of the first merged into them. Pairs must not be
// copied once answers are added, because copies share counts.
type Pairs struct {
	scale  scoring.Scale
	counts []int64 // by step before, then by step after; nil without a scale
}

// NewPairs returns pairs of no answers. It returns an error matching [relationship.ErrInvalid] for a scale that
// is none, that has no steps, or that has more than 101 answers.
func NewPairs(s scoring.Scale) (*Pairs, error) {
	if err := checkSteps(s, maxPairSteps); err != nil {
		return nil, opError("make pairs", err)
	}
	return &Pairs{scale: s, counts: make([]int64, steps(s)*steps(s))}, nil
}

// Add counts what somebody answered before and after. It returns an error matching [relationship.ErrInvalid],
// and counts nothing, for what is no answer on the scale.
func (p *Pairs) Add(before, after float64) error { return p.AddMany(before, after, 1) }

// AddMany counts two answers that n people gave. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, for what is no answer on the scale, for n below 0, and where a pair would be counted more
// than 2^53 times.
func (p *Pairs) AddMany(before, after float64, n int64) error {
	if p.counts == nil {
		return opError("add answers", broken("Scale", "must be given before there are answers: see NewPairs"))
	}
	err := rules.First(checkAnswer(p.scale, "Before", before), checkAnswer(p.scale, "After", after),
		broken("N", when(n < 0, ruleTimes)))
	if err != nil {
		return opError("add answers", err)
	}
	i, _ := step(p.scale, before)
	j, _ := step(p.scale, after)
	at := i*p.steps() + j
	return opError("add answers", addCounts(p.counts[at:at+1], []int64{n}))
}

// Merge counts all answers of others as well. The order in which they are merged makes no difference. It returns
// an error matching [relationship.ErrInvalid], and counts nothing, where the scales differ or a pair would be
// counted more than 2^53 times.
func (p *Pairs) Merge(other *Pairs) error {
	switch {
	case other.counts == nil:
		return nil
	case p.counts == nil:
		p.scale, p.counts = other.scale, make([]int64, len(other.counts))
	case p.scale != other.scale:
		return opError("merge pairs", broken("Scale", ruleSame))
	}
	return opError("merge pairs", addCounts(p.counts, other.counts))
}

// N returns the number of people.
func (p *Pairs) N() int64 { return total(p.counts) }

// Mean returns by how much the mean answer rose, with its interval and P-value by Student's t on each one's
// change. Where all changed by the same, the interval is that of [Tally.Mean], and P is what agrees with it.
// With nobody it is as wide as it can be. It returns an error matching [relationship.ErrInvalid] for a
// Config that does not fit.
func (p *Pairs) Mean(cfg Config) (Difference, error) {
	if err := cfg.check(ScoreTest, Student); err != nil {
		return Difference{}, opError("compare means", err)
	}
	most := p.steps() - 1
	width := p.scale.High - p.scale.Low
	return cfg.change(momentsOf(p.changes(most, func(step int) int { return step }), -width, width)), nil
}

// NetPromoter returns by how many points the net promoter score rose, from -200 to 200, with its interval and
// P-value by Student's t on each one's change. Where all changed by the same, and with nobody, it is as
// with [Pairs.Mean]. It returns an error matching [relationship.ErrInvalid] for a Config that does not fit,
// and for another scale than the whole numbers from 0 to 10.
func (p *Pairs) NetPromoter(cfg Config) (Difference, error) {
	scale := broken("Scale", when(p.counts != nil && p.scale != tenScale(), ruleTen))
	if err := rules.First(scale, cfg.check(ScoreTest, Student)); err != nil {
		return Difference{}, opError("compare scores", err)
	}
	return cfg.change(momentsOf(p.changes(2, group), -2, 2)).times(points), nil
}

// Top returns by how much the share of those whose answer is among the highest of the scale rose, from -1 to 1,
// with its interval and P-value: by [ScoreTest], which is Tango's (1998) for paired proportions, its test
// that of McNemar; [AdjustedWald], after adding 1/2, 1 and 1/2 to those who left, stayed and joined (Agresti
// and Min 2005); or [Wald]. With nobody the interval is from -1 to 1.
//
// It returns an error matching [relationship.ErrInvalid] for a Config that does not fit, and for boxes as
// [Tally.Top] does.
func (p *Pairs) Top(boxes int, cfg Config) (Difference, error) {
	fit := broken("Boxes", when(boxes < 1 || boxes >= max(p.steps(), 2), ruleBoxes))
	if err := rules.First(fit, cfg.check(ScoreTest, AdjustedWald, Wald)); err != nil {
		return Difference{}, opError("compare top boxes", err)
	}
	lowest := p.steps() - boxes
	counts := p.changes(1, func(step int) int {
		if step < lowest {
			return 0
		}
		return 1
	})
	return cfg.pairedShare(trinomial{float64(counts[0]), float64(counts[1]), float64(counts[2])}), nil
}

// steps returns how many answers the scale has; 0 without one.
func (p *Pairs) steps() int { return int(math.Round(math.Sqrt(float64(len(p.counts))))) }

// changes returns how many changed by -most, and so on up to most, of what value makes of a step.
func (p *Pairs) changes(most int, value func(step int) int) []int64 {
	changes := make([]int64, 2*max(most, 1)+1)
	side := p.steps()
	for i, c := range p.counts {
		changes[value(i%side)-value(i/side)+most] += c
	}
	return changes
}

// group returns 0 for a detractor, 1 for a passive and 2 for a promoter.
func group(answer int) int {
	switch {
	case answer >= 9:
		return 2
	case answer >= 7:
		return 1
	}
	return 0
}

// tenScale returns the scale of the question how likely somebody is to recommend us.
func tenScale() scoring.Scale { return scoring.Scale{Low: 0, High: 10, Step: 1} }

const ruleTen = "must be the whole numbers from 0 to 10"

// change returns a mean of changes with its interval, and the P-value that there is none.
func (c Config) change(m moments) Difference {
	if m.n == 0 {
		return c.unknownDifference(m.high)
	}
	d := Difference{Interval: c.mean(m)}
	if m.known() {
		d.P = studentP(m.mean/math.Sqrt(m.variance/m.n), m.n-1)
		return d
	}
	z := root(0, manyDeviations, func(z float64) float64 { return max(m.lowAt(z), -m.highAt(z)) })
	d.P = normalP(z)
	return d
}

// pairedShare returns the change of a share, of those who left, stayed and joined.
func (c Config) pairedShare(t trinomial) Difference {
	switch {
	case t.n() == 0:
		return c.unknownDifference(1)
	case c.Method == ScoreTest:
		low, high := t.scoreTest(c.z())
		d := Difference{Interval: c.bounded(t.score(), low, high, t.n(), -1, 1), P: 1}
		if t.score() != 0 {
			d.P = normalP((t.plus - t.minus) / math.Sqrt(t.plus+t.minus))
		}
		return d
	}
	u := t
	if c.Method == AdjustedWald {
		u = t.add(trinomial{.5, 1, .5})
	}
	return c.twoSided(t.score(), u.score(), math.Sqrt(u.variance()/u.n()), t.n(), 1)
}
