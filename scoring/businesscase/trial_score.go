package businesscase

import (
	"cmp"
	"math"
	"slices"
)

const (
	rungCount = 201
	farRungs  = 2.5758293035489004 // 99 of 100 normal scores are nearer to 0
	farScore  = 3                  // what is beyond counts as if it were there
)

// rung returns one of so many normal scores that are evenly apart.
func rung(i int) float64 { return farRungs * (2*float64(i)/(rungCount-1) - 1) }

// scored puts the normal scores of ranks in place of numbers, the same ones where numbers are the same, and returns
// the numbers that belong to the scores of all rungs. Scores say what numbers say, but for the few that are
// farthest out, and a polynomial in them is not bent by these.
func scored(v []float64) []float64 {
	order := make([]int32, len(v))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(v[i], v[j]) })
	at := make([]float64, rungCount)
	for i := range at {
		at[i] = ranked(v, order, tailsOf(rung(i)).below)
	}
	n := float64(len(v))
	for first := 0; first < len(order); {
		end := first + 1
		for end < len(order) && v[order[end]] == v[order[first]] {
			end++
		}
		below := float64(first+end) / 2 / n
		score := max(-farScore, min(farScore, tails{below, 1 - below}.score()))
		for _, i := range order[first:end] {
			v[i] = score
		}
		first = end
	}
	return at
}

// ranked returns the number that a share p of all is below, between the two that are nearest.
func ranked(v []float64, order []int32, p float64) float64 {
	at := max(0, min(float64(len(v)-1), p*float64(len(v))-.5))
	low := int(at)
	high := min(low+1, len(v)-1)
	share := at - math.Floor(at)
	return v[order[low]]*(1-share) + v[order[high]]*share
}
