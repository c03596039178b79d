package survey

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/kithcrm/kith/internal/rules"
)

// A CUSUM is a cumulative sum chart with two sides, for numbers that are normal with standard deviation 1. Have it
// from [ChangeConfig.CUSUM], or take a published one.
type CUSUM struct {
	// Reference is what is taken away from each number, mostly called k: half of the shift to be found, from 0.125 to 2.5.
	Reference float64

	// Threshold is what a sum must be above for an alarm, mostly called h: from 0 to 50.
	Threshold float64
}

// CUSUM returns the chart that has Every numbers between false alarms on average. Where a Reference as
// large makes even a Threshold of 0 a chart with fewer alarms, it returns that.
// It returns an error matching [relationship.ErrInvalid] for a setting that is out of range. It takes some
// milliseconds.
func (cfg ChangeConfig) CUSUM() (CUSUM, error) {
	if err := cfg.check(); err != nil {
		return CUSUM{}, opError("set threshold", err)
	}
	c := CUSUM{Reference: .5}
	if cfg.Shift != 0 {
		c.Reference = cfg.Shift / 2
	}
	every := 370.0
	if cfg.Every != 0 {
		every = cfg.Every
	}
	// The logarithm of the run length is nearly a straight line, so that few steps are needed.
	c.Threshold = root(0, min(50, 15/c.Reference), func(h float64) float64 {
		return math.Log(every / CUSUM{c.Reference, h}.runLength(0))
	})
	return c, nil
}

func (cfg ChangeConfig) check() error {
	return rules.First(
		broken("Shift", when(cfg.Shift != 0 && !(cfg.Shift >= .25 && cfg.Shift <= 5), "must be from 0.25 to 5, or 0 for 1")),
		broken("Every", when(cfg.Every != 0 && !(cfg.Every >= 10 && cfg.Every <= 1e6), "must be from 10 to 1e6, or 0 for 370")),
	)
}

// RunLength returns how many numbers there are on average until an alarm, when their mean is a shift away
// from the usual, above it or below, by up to 10: until a false alarm, for a shift of 0. It is from a Markov chain (Brook and
// Evans 1972) for each side, right to 4 digits and more; that the sides go together in this way is
// exact (Van Dobben de Bruyn 1968).
//
// It returns an error matching [relationship.ErrInvalid] for numbers out of range, and where
// Reference * Threshold is above 15, whose alarms are too rare to be worked out. It takes some hundred microseconds.
func (c CUSUM) RunLength(shift float64) (float64, error) {
	if err := rules.First(c.check(), broken("Shift", when(!(math.Abs(shift) <= 10), "must be from -10 to 10"))); err != nil {
		return 0, opError("find run length", err)
	}
	return c.runLength(shift), nil
}

func (c CUSUM) check() error {
	return rules.First(
		broken("Reference", when(!(c.Reference >= .125 && c.Reference <= 2.5), "must be from 0.125 to 2.5")),
		broken("Threshold", when(!(c.Threshold >= 0 && c.Threshold <= 50), "must be from 0 to 50")),
		broken("Threshold", when(!(c.Reference*c.Threshold <= 15), "must be at most 15 / Reference")),
	)
}

func (c CUSUM) runLength(shift float64) float64 {
	return 1 / (1/c.oneSided(shift) + 1/c.oneSided(-shift))
}

// oneSided returns the run length of the upper sum. What a chain of some states is wrong by falls with the
// square of their number, so that two chains tell what one of many states would (Brook and Evans 1972, section 3).
func (c CUSUM) oneSided(shift float64) float64 {
	states := 15 + int(2*c.Threshold)
	few, many := c.chain(shift, states), c.chain(shift, 2*states)
	// The width of a state is the threshold by half a state less than their number.
	a, b := float64(2*states-1), float64(4*states-1)
	return (b*b*many - a*a*few) / (b*b - a*a)
}

// chain returns the run length where the sum takes as few values: the middles of equal parts of the
// way to the threshold, the first of which is around 0.
func (c CUSUM) chain(shift float64, states int) float64 {
	width := 2 * c.Threshold / float64(2*states-1)
	below := func(x float64) float64 { return math.Erfc(-(x+c.Reference-shift)/math.Sqrt2) / 2 }
	stay := mat.NewDense(states, states, nil)
	ones := mat.NewVecDense(states, nil)
	for i := range states {
		ones.SetVec(i, 1)
		for j := range states {
			to := (float64(j-i) + .5) * width
			p := below(to)
			if j > 0 {
				p -= below(to - width)
			}
			stay.Set(i, j, -p)
		}
		stay.Set(i, i, 1+stay.At(i, i))
	}
	var runs mat.VecDense
	if err := runs.SolveVec(stay, ones); err != nil && math.IsNaN(runs.AtVec(0)) {
		return math.MaxFloat64
	}
	return runs.AtVec(0)
}
