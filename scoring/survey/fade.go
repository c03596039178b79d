package survey

import (
	"math"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A FadeConfig says how fast answers fade. Its zero value is ready to use.
type FadeConfig struct {
	// HalfLife is after how long an answer weighs half as much. 0 means 90 days.
	HalfLife time.Duration
}

// A Fading is a tally in which answers weigh less the older they are: half after each half-life. It is always
// on: [Fading.Advance] takes it to a later instant, without the answers. It merges. Make one with [NewFading].
//
// Moving all times alike, the instant of the tally too, changes nothing. The order of answers, and in
// which instants it is advanced or merged, make no difference but to the last digits of a sum.
type Fading struct {
	scale   scoring.Scale
	half    time.Duration
	asOf    time.Time
	weights []float64 // by step of the scale
	squares float64   // the sum of squared weights
}

// NewFading returns a tally without answers, as of an instant. It returns an error matching
// [relationship.ErrInvalid] for a scale that is none, has no steps, or more than 10,001 answers, for the zero
// instant, and for a half-life below 0.
func NewFading(s scoring.Scale, asOf time.Time, cfg FadeConfig) (*Fading, error) {
	if err := checkSteps(s, maxSteps); err != nil {
		return nil, opError("make fading tally", err)
	}
	switch {
	case asOf.IsZero():
		return nil, opError("make fading tally", broken("AsOf", ruleZeroTime))
	case cfg.HalfLife < 0:
		return nil, opError("make fading tally", broken("HalfLife", "must not be below 0"))
	case cfg.HalfLife == 0:
		cfg.HalfLife = 90 * 24 * time.Hour
	}
	return &Fading{scale: s, half: cfg.HalfLife, asOf: asOf, weights: make([]float64, steps(s))}, nil
}

const ruleZeroTime = "must not be the zero time"

// Add counts an answer given at an instant. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, for an answer off the scale, for the zero time, and for an instant after that of
// the tally: one wrong date in the future would outweigh all else. It takes constant time.
func (f *Fading) Add(at time.Time, answer float64) error {
	i, on := step(f.scale, answer)
	switch {
	case !on:
		return opError("add answer", checkAnswer(f.scale, "Answer", answer))
	case at.IsZero():
		return opError("add answer", broken("At", ruleZeroTime))
	case at.After(f.asOf):
		return opError("add answer", broken("At", "must not be after the instant of the tally"))
	}
	w := f.left(f.asOf, at)
	f.weights[i] += w
	f.squares += w * w
	return nil
}

// left returns what an answer still weighs after the time between two instants. Those can be further
// apart than a Duration holds.
func (f *Fading) left(now, then time.Time) float64 {
	seconds := float64(now.Unix()-then.Unix()) + float64(now.Nanosecond()-then.Nanosecond())/1e9
	return math.Exp2(-seconds / f.half.Seconds())
}

// Advance takes the tally to a later instant, at which all its answers weigh less. It returns an error matching
// [relationship.ErrInvalid], and changes nothing, for an earlier one. It takes O(n) time in the number of
// answers that the scale has.
func (f *Fading) Advance(asOf time.Time) error {
	if asOf.Before(f.asOf) {
		return opError("advance tally", broken("AsOf", "must not be before the instant of the tally"))
	}
	w := f.left(asOf, f.asOf)
	for i := range f.weights {
		f.weights[i] *= w
	}
	f.squares *= w * w
	f.asOf = asOf
	return nil
}

// Merge counts the answers of other as well, which stays as it is, and goes on to the later instant of both. It
// returns an error matching [relationship.ErrInvalid], and changes nothing, for one with another scale or half-life.
func (f *Fading) Merge(other *Fading) error {
	switch {
	case f.scale != other.scale:
		return opError("merge tallies", broken("Scale", ruleSame))
	case f.half != other.half:
		return opError("merge tallies", broken("HalfLife", ruleSame))
	}
	w := 1.0
	if other.asOf.Before(f.asOf) {
		w = f.left(f.asOf, other.asOf)
	} else if err := f.Advance(other.asOf); err != nil {
		return err
	}
	for i, theirs := range other.weights {
		f.weights[i] += w * theirs
	}
	f.squares += w * w * other.squares
	return nil
}

// AsOf returns the instant of the tally.
func (f *Fading) AsOf() time.Time { return f.asOf }

// Weight returns how many answers given just now would weigh as much as those that there are: it
// tells how stale the tally is, which its mean does not.
func (f *Fading) Weight() float64 {
	sum := 0.0
	for _, w := range f.weights {
		sum += w
	}
	return sum
}

// N returns how many answers of equal weight would tell as much as those that there are (Kish 1965): the
// square of the sum of weights by the sum of their squares. It does not fall as time goes by without answers.
func (f *Fading) N() float64 {
	sum := f.Weight()
	if sum == 0 || f.squares == 0 {
		return 0
	}
	return sum / f.squares * sum
}

// Mean returns the weighted mean with its range by Student's t, as [Tally.Mean] has it, for N answers. It is
// unknown where there are no answers, and where all are so old, about 500 half-lives, that nothing is left of them.
func (f *Fading) Mean() relationship.Estimate {
	n := f.N()
	if n == 0 {
		return relationship.Estimate{}
	}
	return Config{}.mean(f.moments(n)).estimate()
}

// NetPromoter returns the net promoter score from -100 to 100 with its range by the score test, as
// [NetPromoter.Estimate] has it, for N answers. It is unknown where [Fading.Mean] is. It returns an error matching
// [relationship.ErrInvalid] for another scale than the whole numbers from 0 to 10.
func (f *Fading) NetPromoter() (relationship.Estimate, error) {
	if f.scale != tenScale() {
		return relationship.Estimate{}, opError("find net promoter score", broken("Scale", ruleTen))
	}
	n := f.N()
	if n == 0 {
		return relationship.Estimate{}, nil
	}
	var groups [3]float64
	each := n / f.Weight()
	for answer, w := range f.weights {
		groups[group(answer)] += w * each
	}
	return Config{}.net(trinomial{groups[0], groups[1], groups[2]}).estimate(), nil
}

// moments returns the tally as a sample of n answers.
func (f *Fading) moments(n float64) moments {
	sum, mean, square, given := f.Weight(), 0.0, 0.0, 0
	for i, w := range f.weights {
		mean += float64(i) * (w / sum)
		if w > 0 {
			given++
		}
	}
	for i, w := range f.weights {
		off := float64(i) - mean
		square += off * off * (w / sum)
	}
	m := moments{n: n, mean: min(f.scale.Low+mean*f.scale.Step, f.scale.High), low: f.scale.Low, high: f.scale.High}
	if n > 1 && given > 1 {
		m.variance = square * n / (n - 1) * f.scale.Step * f.scale.Step
	}
	return m
}
