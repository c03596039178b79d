package survey

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Figure is the mean of the answers of one period: of answers on any scale, of 0 and 1 for a proportion, of
// -100, 0 and 100 for net promoter.
type Figure struct {
	// Mean is the mean, from -1e100 to 1e100.
	Mean float64

	// N is how many answers it is of. A figure of 0 answers says nothing.
	N float64
}

// Usual is how answers are as long as nothing changes. It is taken as known: have it from a calm time with
// many more answers than one period has, or alarms come earlier than stated: see [NetPromoter.Usual] and [Tally.Usual].
type Usual struct {
	// Mean is the mean of answers, from -1e100 to 1e100.
	Mean float64

	// SD is the standard deviation of single answers, from 1e-100 to 1e100: for a proportion p, the root of
	// p (1 - p); for net promoter, 100 times the root of promoters + detractors - (promoters - detractors)^2 as shares.
	SD float64
}

// A ChangeConfig says which changes to look for. Its zero value is ready to use.
type ChangeConfig struct {
	// Shift is the change to find soonest, in standard errors of a figure, from 0.25 to 5. 0 means 1. Larger
	// and smaller ones are found too, but later than by a search for those.
	Shift float64

	// Every is how many figures there are between false alarms on average, from 10 to 1e6. 0 means 370, as with limits
	// at three standard errors. Fewer means to hear of a change earlier.
	Every float64
}

// A Change is a change that was found.
type Change struct {
	// Found is the place of the figure at which it was found, and Began that of the first one after it began, as
	// far as can be told: the one after the sum was last 0 (Page 1954).
	Found int
	Began int

	// By is by how much the mean of the figures from Began to Found is above the usual. It is more than the true
	// change on average, because it was large enough to be found: twice as much for a change of half a
	// standard error, a quarter more for one of one, no more for one of two. Its range does not count that.
	By relationship.Estimate
}

// Find returns the first lasting change of figures, which are in the order of time, and whether there is
// one: up or down, by a cumulative sum with two sides (Page 1954; Montgomery, Introduction to Statistical Quality
// Control, 9.1). From the distance of each figure from the usual, in standard errors, Reference is taken
// away; what is left is summed up as long as the sum is above 0; above Threshold, it is a change. False
// alarms are as rare as stated where figures are near normal, as means of 30 answers and more are.
//
// After a change, begin again with the figures that follow and with what is usual then.
//
// It returns an error matching [relationship.ErrInvalid] for numbers out of range. It takes O(n) time in the
// number of figures.
func (c CUSUM) Find(figures []Figure, usual Usual) (Change, bool, error) {
	if err := rules.First(c.check(), usual.check(), checkFigures(figures)); err != nil {
		return Change{}, false, opError("find change", err)
	}
	var up, down cumulative
	for i, f := range figures {
		z := (f.Mean - usual.Mean) / usual.SD * math.Sqrt(f.N)
		up.add(i, z-c.Reference, f.N)
		down.add(i, -z-c.Reference, f.N)
		for _, side := range []cumulative{up, down} {
			if side.sum > c.Threshold {
				return Change{Found: i, Began: side.began, By: usual.compare(figures[side.began : i+1])}, true, nil
			}
		}
	}
	return Change{}, false, nil
}

// A cumulative is a sum that does not fall below 0.
type cumulative struct {
	sum   float64
	began int // the first place after it was 0
}

func (c *cumulative) add(i int, by, n float64) {
	if n == 0 {
		return
	}
	if c.sum == 0 {
		c.began = i
	}
	c.sum = max(c.sum+by, 0)
}

// compare returns by how much the mean of figures is above the usual.
func (u Usual) compare(figures []Figure) relationship.Estimate {
	n, by := 0.0, 0.0
	for _, f := range figures {
		n += f.N
	}
	for _, f := range figures {
		by += f.N / n * (f.Mean - u.Mean)
	}
	half := normalQuantile(miss) * u.SD / math.Sqrt(n)
	return relationship.Estimate{Value: by, Low: by - half, High: by + half, N: n, Basis: relationship.Stated}
}

func (u Usual) check() error {
	return rules.First(
		broken("Usual.Mean", ruleModest(u.Mean)),
		broken("Usual.SD", when(!(u.SD >= 1e-100 && u.SD <= 1e100), "must be from 1e-100 to 1e100")),
	)
}

func checkFigures(figures []Figure) error {
	for i, f := range figures {
		if err := rules.First(
			broken("Mean", ruleModest(f.Mean)),
			broken("N", when(!(f.N == 0 || f.N >= 1 && f.N <= maxCount), "must be 0, or from 1 to 9,007,199,254,740,992")),
		); err != nil {
			return rules.Within(rules.Index("Figures", i), err)
		}
	}
	return nil
}

func ruleModest(v float64) string {
	return when(!(math.Abs(v) <= 1e100), "must be from -1e100 to 1e100")
}
