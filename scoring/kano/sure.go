package kano

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// cells is how many cells the chances of categories are summed over.
const cells = 160

// chances returns, in the order of categories, the probability that each is the most frequent one among all who
// could be asked, right to about 0.001. Shares are a posteriori Dirichlet's with 1/2 added to each count, which
// is to say gamma variates over their sum, so that the greatest share is the greatest of six independent
// variates: the chance of each is the integral of the others' distributions by its own.
func (c Counts) chances() [6]float64 {
	var chance, below, was, shape [6]float64
	top := 0.0
	for i, n := range c.all() {
		shape[i] = c.people(n) + .5
		top = max(top, shape[i])
	}
	// The greatest variate is hardly ever less than the one with the greatest shape can be.
	low := max(0, top-7*math.Sqrt(top))
	width := top + 7*math.Sqrt(top) + 12 - low
	for i := range shape {
		was[i] = gammaBelow(shape[i], low)
	}
	sum := 0.0
	for cell := 1; cell <= cells; cell++ {
		for i := range shape {
			below[i] = gammaBelow(shape[i], low+width*edge(cell, low))
		}
		for i := range shape {
			part := (below[i] - was[i]) * othersBelow(was, below, i)
			chance[i] += part
			sum += part
		}
		was = below
	}
	for i := range chance {
		chance[i] /= sum
	}
	return chance
}

// edge returns where a cell ends, as a share of all cells. From 0 on, where distributions rise like roots, cells are
// the narrower the nearer they are to it.
func edge(cell int, low float64) float64 {
	share := float64(cell) / cells
	if low == 0 {
		return share * share
	}
	return share
}

// othersBelow returns how likely all others are not above what is in a cell.
func othersBelow(was, below [6]float64, except int) float64 {
	left, right := 1.0, 1.0
	for j := range was {
		if j != except {
			left *= was[j]
			right *= below[j]
		}
	}
	return (left + right) / 2
}

// gammaBelow returns the distribution of a gamma variate. Those with a shape above 1e5 are normal to within
// 0.001.
func gammaBelow(shape, x float64) float64 {
	if shape > 1e5 {
		return math.Erfc((shape-x)/math.Sqrt(2*shape)) / 2
	}
	return mathext.GammaIncReg(shape, x)
}
