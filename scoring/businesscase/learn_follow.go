package businesscase

import (
	"math"
	"slices"
)

// A follower is an input that goes together with one that was measured: its score on its Dist is share times that
// of the other, as known now, and own times a normal score.
type follower struct {
	share, own   float64
	lead         []float64 // scores of the Dist of the other, each as likely as its weight
	weights      []float64
	before, from []float64 // weights of all before each, and of it and all after it
}

// newFollower returns the scores of a follower as known now by those of its Dist, as a table.
func newFollower(share float64, prior func(score float64) float64) *table {
	// What follows almost entirely is taken to have a thousandth of its own: only its scores notice.
	f := follower{share: share, own: max(math.Sqrt(1-share*share), 1e-3)}
	f.spread(prior)
	end := func(score float64) float64 {
		return inverse(func(z float64) float64 { return f.tails(z).score() }, -2*farthest, 2*farthest)(score)
	}
	return newTable(span{end(-lastKnot), end(lastKnot), 1e-8}, func(z float64) (score, slope float64) {
		score = f.tails(z).score()
		return score, f.density(z) / density(score)
	})
}

// spread lays out the scores of the other, so close that what each brings about can not be told from its neighbours.
func (f *follower) spread(prior func(score float64) float64) {
	const coarse = 1. / 16
	steepest := 0.0
	for score := -lastKnot; score < lastKnot; score += coarse {
		steepest = max(steepest, (prior(score+coarse)-prior(score))/coarse)
	}
	step := min(coarse, f.own/max(steepest*math.Abs(f.share), f.own)/4)
	for i := range int(2*lastKnot/step) + 1 {
		score := -lastKnot + float64(i)*step
		f.lead = append(f.lead, prior(score))
		f.weights = append(f.weights, density(score)*step)
	}
	n := len(f.lead)
	f.before, f.from = make([]float64, n+1), make([]float64, n+1)
	for i := range n {
		f.before[i+1] = f.before[i] + f.weights[i]
		f.from[n-1-i] = f.from[n-i] + f.weights[n-1-i]
	}
}

// tails are the probabilities of being below and above a score of the Dist.
func (f *follower) tails(z float64) tails {
	i, j := f.near(z)
	sum := tails{f.before[i], f.from[j]}
	if f.share < 0 {
		sum = tails{f.from[j], f.before[i]}
	}
	for ; i < j; i++ {
		t := tailsOf((z - f.share*f.lead[i]) / f.own)
		sum.below += f.weights[i] * t.below
		sum.above += f.weights[i] * t.above
	}
	return sum
}

func (f *follower) density(z float64) float64 {
	sum := 0.0
	for i, j := f.near(z); i < j; i++ {
		sum += f.weights[i] * density((z-f.share*f.lead[i])/f.own) / f.own
	}
	return sum
}

// near returns the range of scores of the other that leave any doubt on which side of z this one is.
func (f *follower) near(z float64) (i, j int) {
	const doubt = 12
	a, b := (z-doubt*f.own)/f.share, (z+doubt*f.own)/f.share
	i, _ = slices.BinarySearch(f.lead, min(a, b))
	j, _ = slices.BinarySearch(f.lead, max(a, b))
	return i, j
}
