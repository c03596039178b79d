package kano

import (
	"math"

	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Mean is the mean of continuous scores, which are from -2 to 4.
type Mean struct {
	// Estimate is the mean with its interval by Student's t, cut off at -2 and 4. Where all answers are the same,
	// and so where there is one, the limits are the means if all who may well answer otherwise
	// gave the lowest, or the highest, answer (Hanley and Lippman-Hand 1983). Unknown where nobody answered.
	Estimate relationship.Estimate `json:"estimate"`

	// SD is the standard deviation of one answer, with n-1 below the line; 0 for fewer than two answers.
	SD float64 `json:"sd"`
}

// scores returns the continuous scores of answers that are ordered from liking to be with a feature, or
// disliking to be without.
func scores() [answers]float64 { return [...]float64{4, 2, 0, -1, -2} }

// mean returns the mean of scores that are counted.
func (c Config) mean(counts [answers]int64) Mean {
	n, sum, given := 0.0, 0.0, 0
	for i, s := range scores() {
		n += float64(counts[i])
		sum += s * float64(counts[i])
		if counts[i] > 0 {
			given++
		}
	}
	if n == 0 {
		return Mean{}
	}
	m := Mean{Estimate: relationship.Estimate{Value: sum / n, N: n, Basis: c.basis()}}
	if given > 1 {
		m.SD = deviation(counts, n, sum/n)
	}
	m.bound()
	return m
}

// deviation returns the standard deviation of answers of which there are at least two.
func deviation(counts [answers]int64, n, mean float64) float64 {
	squares := 0.0
	for i, s := range scores() {
		squares += float64(counts[i]) * (s - mean) * (s - mean)
	}
	return math.Sqrt(squares / (n - 1))
}

// bound finds the limits.
func (m *Mean) bound() {
	const lowest, highest = -2, 4
	e := &m.Estimate
	if m.SD == 0 {
		others := -math.Expm1(math.Log(.025) / e.N)
		e.Low, e.High = e.Value-others*(e.Value-lowest), e.Value+others*(highest-e.Value)
		return
	}
	half := studentQuantile(e.N-1) * m.SD / math.Sqrt(e.N)
	e.Low, e.High = max(e.Value-half, lowest), min(e.Value+half, highest)
}

// studentQuantile returns how many standard errors hold 95 % with so many degrees of freedom.
func studentQuantile(degrees float64) float64 {
	if degrees > 1e7 { // alike to nine digits, and nothing to be lost
		return normalQuantile(.95)
	}
	t := distuv.StudentsT{Sigma: 1, Nu: degrees}
	q := t.Quantile(.975)
	return q - (t.CDF(q)-.975)/t.Prob(q) // the quantile has eight digits: a step of Newton makes them more
}
