package survey

import (
	"cmp"
	"errors"
	"iter"
	"math"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// maxSteps is how many answers a scale can have for a tally.
const maxSteps = 10_001

// A Tally counts the answers to a question of satisfaction, effort or anything else that has a scale with
// steps, by answer. Make one with [NewTally]. Nothing is lost by counting: all that is asked of a tally is
// worked out from the counts, so that it does not depend on the order of answers, not even in the last digit.
//
// The zero Tally has no answers and no scale: it takes that of the first tally merged into it. A Tally must
// not be copied once answers are added, because copies share counts.
type Tally struct {
	scale  scoring.Scale
	counts []int64 // by step; nil without a scale
}

// NewTally returns a tally with no answers. It returns an error matching [relationship.ErrInvalid] for a scale
// that is none, that has no steps, or that has more than 10,001 answers.
func NewTally(s scoring.Scale) (*Tally, error) {
	if err := checkSteps(s, maxSteps); err != nil {
		return nil, opError("make tally", err)
	}
	return &Tally{scale: s, counts: make([]int64, steps(s))}, nil
}

// Scale returns the scale that answers are on.
func (t *Tally) Scale() scoring.Scale { return t.scale }

// Add counts an answer. It returns an error matching [relationship.ErrInvalid], and counts nothing, for what
// is no answer on the scale; nothing is rounded to one. It takes a few nanoseconds.
func (t *Tally) Add(answer float64) error { return t.AddMany(answer, 1) }

// AddMany counts an answer that was given n times. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, for what is no answer on the scale, for n below 0, and where an answer would be counted
// more than 2^53 times.
func (t *Tally) AddMany(answer float64, n int64) error {
	i, ok := step(t.scale, answer)
	if !ok || i >= len(t.counts) || n < 0 || n > maxCount-t.counts[i] {
		return opError("add answer", t.refuse(answer, n))
	}
	t.counts[i] += n
	return nil
}

// refuse returns the rule by which an answer cannot be counted n times.
func (t *Tally) refuse(answer float64, n int64) error {
	if t.counts == nil {
		return broken("Scale", "must be given before there are answers: see NewTally")
	}
	if err := checkAnswer(t.scale, "Answer", answer); err != nil {
		return err
	}
	return broken("N", cmp.Or(when(n < 0, ruleTimes), ruleCount))
}

// Merge counts all answers of another tally as well, as if they had been added one by one. The order in
// which tallies are merged makes no difference. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, where the scales differ or an answer would be counted more than 2^53 times.
func (t *Tally) Merge(other *Tally) error {
	switch {
	case other.counts == nil:
		return nil
	case t.counts == nil:
		t.scale, t.counts = other.scale, make([]int64, len(other.counts))
	case t.scale != other.scale:
		return opError("merge tallies", broken("Scale", ruleSame))
	}
	return opError("merge tallies", addCounts(t.counts, other.counts))
}

// addCounts adds counts to others, or returns an error and adds none.
func addCounts(to, from []int64) error {
	for i, c := range from {
		if c > maxCount-to[i] {
			return broken("N", ruleCount)
		}
	}
	for i, c := range from {
		to[i] += c
	}
	return nil
}

// N returns the number of answers.
func (t *Tally) N() int64 { return total(t.counts) }

// Counts returns how often each answer of the scale was given, from the lowest answer to the highest, those
// too that nobody gave.
func (t *Tally) Counts() iter.Seq2[float64, int64] {
	return func(yield func(float64, int64) bool) {
		for i, c := range t.counts {
			if !yield(answer(t.scale, i), c) {
				return
			}
		}
	}
}

// Top returns how many answers are among the highest ones of the scale: with boxes of 2 on a scale from 1 to 5,
// how many are 4 or 5. It returns an error matching [relationship.ErrInvalid] for boxes below 1 or not below
// the number of answers that the scale has.
func (t *Tally) Top(boxes int) (Proportion, error) {
	if boxes < 1 || boxes >= max(len(t.counts), 2) {
		return Proportion{}, opError("count top boxes", broken("Boxes", ruleBoxes))
	}
	return Proportion{Yes: total(t.counts[max(len(t.counts)-boxes, 0):]), Of: t.N()}, nil
}

// ruleTimes is the rule of how often an answer was given.
const ruleTimes = "must not be below 0"

const ruleBoxes = "must be from 1 to one less than the answers of the scale"

// Estimate returns the mean answer with its 95 % interval, as [Tally.Mean] does. It is the zero Estimate, which
// is unknown, where there are no answers.
func (t *Tally) Estimate() relationship.Estimate {
	return Config{}.mean(t.moments()).estimate()
}

// Mean returns the mean answer with its interval by Student's t, cut off at the ends of the scale.
//
// Special cases are:
//   - with no answers, the interval is the whole scale
//   - where all n answers are the same, one alone too, t has nothing to go by. Then, with a for 1 - Level,
//     a share of 1 - (a/2)^(1/n) may well answer otherwise (Hanley and Lippman-Hand 1983), and the limits are
//     the means if all of them gave the lowest, or the highest, answer
//
// It returns an error matching [relationship.ErrInvalid] for a Config that does not fit.
func (t *Tally) Mean(cfg Config) (Interval, error) {
	if err := cfg.check(ScoreTest, Student); err != nil {
		return Interval{}, opError("find mean", err)
	}
	return cfg.mean(t.moments()), nil
}

// Minus returns by how much the mean answer is above that of another tally on the same scale, with the
// interval and the P-value of the difference by Welch's t. The answers of both are those of different people;
// for the same people asked twice see [Pairs].
//
// Where all answers of one tally are the same, the interval is put together from those of both means by
// MOVER (Zou and Donner 2008), and P is what agrees with it. Where one has no answers, the interval is as
// wide as it can be. It returns an error matching [relationship.ErrInvalid] for a Config that does not fit, and
// for different scales.
func (t *Tally) Minus(other *Tally, cfg Config) (Difference, error) {
	if err := cfg.check(ScoreTest, Student); err != nil {
		return Difference{}, opError("compare means", err)
	}
	if err := t.checkSame(other); err != nil {
		return Difference{}, opError("compare means", err)
	}
	return cfg.meanDifference(t.moments(), other.moments()), nil
}

func (t *Tally) checkSame(other *Tally) error {
	return broken("Scale", when(t.counts != nil && other.counts != nil && t.scale != other.scale, ruleSame))
}

// checkSteps returns the error for a scale that has no steps, or more answers than most.
func checkSteps(s scoring.Scale, most int) error {
	if err := s.Check(); err != nil {
		return err
	}
	if s.Step == 0 {
		return broken("Step", "must be above 0: answers are counted by step")
	}
	return broken("Step", when(!(math.Round((s.High-s.Low)/s.Step) < float64(most)), "must leave fewer answers"))
}

// checkAnswer returns the error for what is no answer on a scale.
func checkAnswer(s scoring.Scale, field string, answer float64) error {
	if told, off := errors.AsType[*relationship.OpError](s.CheckValue(answer)); off {
		return broken(field, told.Rule)
	}
	return nil
}

// steps returns how many answers a scale with steps has.
func steps(s scoring.Scale) int { return int(math.Round((s.High-s.Low)/s.Step)) + 1 }

// step returns which step of a scale an answer is, by the same rule as [scoring.Scale.CheckValue].
func step(s scoring.Scale, answer float64) (int, bool) {
	if !(answer >= s.Low && answer <= s.High) {
		return 0, false
	}
	at := (answer - s.Low) / s.Step
	i := int(at + .5)
	return i, math.Abs(at-float64(i)) <= 1e-9
}

// answer returns an answer by its step.
func answer(s scoring.Scale, i int) float64 { return min(s.Low+float64(i)*s.Step, s.High) }

func total(counts []int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}
