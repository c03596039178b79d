package chart

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// A numbered axis has marks at round numbers, written without digits that say nothing: 500, not 500.00.
type numbered struct{}

// Ticks returns the marks between two numbers: from 2 to 7 multiples of 1, 2 or 5 times a power of ten.
func (numbered) Ticks(low, high float64) []plot.Tick {
	step := roundStep((high - low) / 6)
	const slack = 1e-9 // 0.3 is a multiple of 0.1
	var marks []plot.Tick
	for i := math.Ceil(low/step - slack); i <= high/step+slack; i++ {
		v := i*step + 0 // which makes -0 a plain 0
		marks = append(marks, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', 10, 64)})
	}
	return marks
}

// roundStep returns the least of 1, 2 and 5 times a power of ten that is not below a number.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, times := range []float64{1, 2, 5} {
		if times*power >= least {
			return times * power
		}
	}
	return 10 * power
}
