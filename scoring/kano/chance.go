package kano

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// draw finds the ranges of the wins of a group, and how likely each is among the first.
func (c WinConfig) draw(group []Win) {
	drawn := make([][]float64, len(group))
	for i := range drawn {
		drawn[i] = make([]float64, c.Draws)
	}
	in := make([]int, len(group))
	top := make([]int, 0, min(c.Top, len(group)))
	for d := range c.Draws {
		for i := range group {
			drawn[i][d] = group[i].drawRatio(c.Rand)
		}
		top = first(top, len(group), func(i int) float64 { return coarse(drawn[i][d]) })
		for _, i := range top {
			in[i]++
		}
	}
	for i := range group {
		group[i].InTop, group[i].InTopError = 1, 0
		if c.Top < len(group) {
			group[i].InTop, group[i].InTopError = chanceOf(in[i], c.Draws)
		}
		group[i].PerEffort = group[i].perEffort(drawn[i])
	}
}

// first fills top with the places of the largest of n numbers, of those alike the first ones. There must be room
// for one at least.
func first(top []int, n int, number func(i int) float64) []int {
	top = top[:0]
	for i := range n {
		v := number(i)
		at := len(top)
		for at > 0 && number(top[at-1]) < v {
			at--
		}
		if len(top) < cap(top) {
			top = append(top, 0)
		}
		if at < len(top) {
			copy(top[at+1:], top[at:])
			top[at] = i
		}
	}
	return top
}

// chanceOf returns a share of draws and its standard error.
func chanceOf(in, draws int) (chance, deviation float64) {
	n := float64(draws)
	p := (float64(in) + 2) / (n + 4)
	return float64(in) / n, math.Sqrt(p * (1 - p) / (n + 4))
}

// perEffort returns value by effort with the range that was drawn, which it sorts.
func (m *Improvement) perEffort(drawn []float64) relationship.Estimate {
	slices.Sort(drawn)
	at := func(p float64) float64 { return drawn[int(math.Round(p*float64(len(drawn)-1)))] }
	v := m.ratio()
	e := relationship.Estimate{
		Value: v, Low: min(v, at(.025)), High: max(v, at(.975)),
		N: min(m.Importance.N, m.Gain.N, m.Effort.N),
	}
	return e.Derived(m.Importance, m.Gain, m.Effort)
}

// drawRatio draws value by effort.
func (m *Improvement) drawRatio(r *rand.Rand) float64 {
	importance, gain, effort := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	return drawn(m.Importance, importance) * drawn(m.Gain, gain) / drawnEffort(m.Effort, effort)
}

// side is how many standard deviations the ends of a range are away.
const side = 1.959963984540054

// drawn returns what is so many standard deviations away from the value, and not below 0.
func drawn(e relationship.Estimate, z float64) float64 {
	if z < 0 {
		return max(0, e.Value+z/side*(e.Value-e.Low))
	}
	return e.Value + z/side*(e.High-e.Value)
}

// drawnEffort does the same on the logarithmic scale, where all is above 0.
func drawnEffort(e relationship.Estimate, z float64) float64 {
	end := e.High
	if z < 0 {
		end = e.Low
	}
	if end == e.Value {
		return e.Value
	}
	return e.Value * math.Pow(end/e.Value, math.Abs(z)/side)
}
