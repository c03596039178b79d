package chart

import (
	"strconv"

	"gonum.org/v1/plot"
)

// A numbered axis has marks at round numbers, written without digits that say nothing: 500, not 500.00.
type numbered struct{}

// Ticks returns the marks between two numbers.
func (numbered) Ticks(low, high float64) []plot.Tick {
	marks := plot.DefaultTicks{}.Ticks(low, high)
	for i, m := range marks {
		if m.Label != "" {
			marks[i].Label = strconv.FormatFloat(m.Value, 'g', 10, 64)
		}
	}
	return marks
}
