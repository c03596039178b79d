package survey

import (
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// maxCount is how many times one answer can be counted, 2^53: so many are still exact as a float64, and
// the sum over all answers of a scale is far from what an int64 can hold.
const maxCount = 1 << 53

const ruleCount = "must leave the count of an answer at most 9,007,199,254,740,992"

// A NetPromoter counts answers from 0 to 10 to the question how likely somebody is to recommend us. Those
// who answer 9 or 10 are promoters, 7 or 8 passives, 0 to 6 detractors; the net promoter score is the
// percentage of promoters less that of detractors, from -100 to 100 points (Reichheld 2003).
//
// The zero NetPromoter has no answers and is ready to use. Two with the same counts are equal.
type NetPromoter struct {
	counts [11]int64
}

// Add counts an answer. It returns an error matching [relationship.ErrInvalid], and counts nothing, for what
// is no whole number from 0 to 10; nothing is rounded to one. It takes a few nanoseconds.
func (t *NetPromoter) Add(answer float64) error {
	// The comparison fails for NaN, and comes before the conversion, which is only defined in range.
	if answer >= 0 && answer <= 10 {
		i := int(answer)
		if float64(i) == answer && t.counts[i] < maxCount {
			t.counts[i]++
			return nil
		}
	}
	return t.AddMany(answer, 1)
}

// AddMany counts an answer that was given n times, such as a row of a table of counts. It returns an error
// matching [relationship.ErrInvalid], and counts nothing, for what is no answer, for n below 0, and where an
// answer would be counted more than 2^53 times.
func (t *NetPromoter) AddMany(answer float64, n int64) error {
	i, ok := step(tenScale(), answer)
	switch {
	case !ok:
		return opError("add answer", broken("Answer", "must be a whole number from 0 to 10"))
	case n < 0:
		return opError("add answer", broken("N", ruleTimes))
	}
	return opError("add answer", addCounts(t.counts[i:i+1], []int64{n}))
}

// Merge counts all answers of another tally as well, as if they had been added one by one. The order in
// which tallies are merged makes no difference. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, where an answer would be counted more than 2^53 times.
func (t *NetPromoter) Merge(other NetPromoter) error {
	return opError("merge tallies", addCounts(t.counts[:], other.counts[:]))
}

// N returns the number of answers.
func (t NetPromoter) N() int64 { return total(t.counts[:]) }

// Counts returns how often each answer was given, from 0 to 10.
func (t NetPromoter) Counts() [11]int64 { return t.counts }

// Groups returns how many detractors, passives and promoters there are.
func (t NetPromoter) Groups() (detractors, passives, promoters int64) {
	return total(t.counts[:7]), total(t.counts[7:9]), total(t.counts[9:])
}

// Estimate returns the net promoter score in points, from -100 to 100, with the 95 % interval by [ScoreTest].
// It is the zero Estimate, which is unknown, where there are no answers. It takes about a microsecond.
func (t NetPromoter) Estimate() relationship.Estimate {
	return Config{}.net(t.trinomial()).estimate()
}

// Interval returns the net promoter score in points with its interval, from -100 to 100, by [ScoreTest] or
// another method that [Method] lists for it.
//
// One more promoter never lowers the score or a limit by [ScoreTest], one more detractor never raises them. In
// percent, 95 % intervals hold the truth on average over all truths alike, and at worst, where hardly anybody is in
// two of the groups:
//
//	answers  ScoreTest  AdjustedWald  Wald      Student   Bootstrap
//	     10  96.3 85.1  94.9 89.9     87.4 0.1  95.5 88.4  88.0 0.1
//	     30  95.3 86.0  95.0 90.1     92.7 0.1  94.5 88.6  93.2 0.1
//	    100  95.1 85.7  95.1 93.5     94.3 0.2  94.7 84.4
//
// With no answers the interval is the whole scale. It returns an error matching [relationship.ErrInvalid]
// for a Config that does not fit.
func (t NetPromoter) Interval(cfg Config) (Interval, error) {
	if err := cfg.check(ScoreTest, AdjustedWald, Wald, Student, Bootstrap); err != nil {
		return Interval{}, opError("find interval", err)
	}
	return cfg.net(t.trinomial()), nil
}

// Minus returns by how many points the net promoter score is above another, from -200 to 200, with the
// interval and the P-value of the difference: by [ScoreTest], or another method that [Method] lists for it.
// The answers of both are those of different people; for the same people asked twice see [Pairs].
//
// Where one of both has no answers the interval is as wide as it can be. It returns an error matching
// [relationship.ErrInvalid] for a Config that does not fit.
func (t NetPromoter) Minus(other NetPromoter, cfg Config) (Difference, error) {
	if err := cfg.check(ScoreTest, AdjustedWald, Wald, Student); err != nil {
		return Difference{}, opError("compare scores", err)
	}
	return cfg.netDifference(t.trinomial(), other.trinomial()), nil
}

// Tally returns the answers as a tally on the scale from 0 to 10.
func (t NetPromoter) Tally() *Tally {
	return &Tally{scale: tenScale(), counts: slices.Clone(t.counts[:])}
}

// NetPromoter returns the answers as those to the question how likely somebody is to recommend us. It returns an
// error matching [relationship.ErrInvalid] for another scale than the whole numbers from 0 to 10; a tally without a
// scale has no answers.
func (t *Tally) NetPromoter() (NetPromoter, error) {
	if t.counts == nil {
		return NetPromoter{}, nil
	}
	if t.scale != tenScale() {
		return NetPromoter{}, opError("find net promoter score", broken("Scale", ruleTen))
	}
	return NetPromoter{counts: [11]int64(t.counts)}, nil
}

func (t NetPromoter) trinomial() trinomial {
	d, p, c := t.Groups()
	return trinomial{float64(d), float64(p), float64(c)}
}
