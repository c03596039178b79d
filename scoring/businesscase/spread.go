package businesscase

import (
	"math"
	"slices"
)

// moments are what is known of numbers without keeping them.
type moments struct {
	n, mean float64
	squares float64 // of deviations from the mean
}

// momentsOf returns the moments of f of each number. They are summed block by block, as distances from the first
// number, and merged pairwise (Chan, Golub and LeVeque, American Statistician 37:242, 1983): so no digits are lost
// where a mean is far from 0, and numbers that are all the same have exactly no deviation.
func momentsOf(v []float64, f func(float64) float64) moments {
	origin := f(v[0])
	apart := func(x float64) float64 { return f(x) - origin }
	var all moments
	for part := range slices.Chunk(v, blockSize) {
		all = all.merge(blockMoments(part, apart))
	}
	all.mean += origin
	return all
}

func blockMoments(v []float64, f func(float64) float64) moments {
	m := moments{n: float64(len(v))}
	for _, x := range v {
		m.mean += f(x)
	}
	m.mean /= m.n
	for _, x := range v {
		off := f(x) - m.mean
		m.squares += off * off
	}
	return m
}

// merge returns the moments of both.
func (a moments) merge(b moments) moments {
	n, apart := a.n+b.n, b.mean-a.mean
	if a.n == 0 {
		return b
	}
	return moments{n, a.mean + apart*b.n/n, a.squares + b.squares + apart*apart*a.n*b.n/n}
}

// estimate returns the mean, with the error that it has because there are but so many draws.
func (a moments) estimate() Mean {
	return Mean{a.mean + 0, math.Sqrt(max(0, a.squares) / (a.n - 1) / a.n)} // no -0
}

func (a moments) sd() float64 { return math.Sqrt(max(0, a.squares) / (a.n - 1)) }

func same(v float64) float64 { return v }

// spreadOf returns the spread of a column, whose order it changes.
func spreadOf(column []float64, orders []order) Spread {
	all := momentsOf(column, same)
	return Spread{all.estimate(), all.sd(), quantilesOf(column, orders)}
}
