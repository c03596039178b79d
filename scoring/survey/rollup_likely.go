package survey

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// A likelyPrior is one of the ways in which groups can differ, and how likely it is.
type likelyPrior struct {
	prior
	likely float64 // they sum to one
}

// likelies are all ways in which groups can differ, as far as they matter.
type likelies []likelyPrior

// A learnt is what the priors say about groups with one variance: what the mean of all weighs, and the mean squared
// distance of the truth from what is said, as a polynomial of the distance of a group's mean from that of all.
type learnt struct{ to, constant, linear, square float64 }

// learn finds it for a variance, with the mean of all taken to be center.
func (all likelies) learn(variance, center float64) learnt {
	var l learnt
	for _, p := range all {
		l.to += p.likely * variance / (variance + p.between)
	}
	for _, p := range all {
		to := variance / (variance + p.between)
		// A prior says something else than all together: by this much, and by so much of the distance.
		off, slope := to*(p.mean-center), l.to-to
		l.constant += p.likely * (variance*(1-to) + to*to*p.variance + off*off)
		l.linear += p.likely * 2 * off * slope
		l.square += p.likely * slope * slope
	}
	return l
}

// shrink returns what is known about a group.
func (l learnt) shrink(mean, center float64) shrunk {
	off := mean - center
	return shrunk{center + (1-l.to)*off, math.Sqrt(l.constant + l.linear*off + l.square*off*off), 1 - l.to}
}

// priorPoints is how many priors there are. Gauss and Legendre's rule has the integral to 9 digits and more with them.
const priorPoints = 32

// likelyPriors finds them. The variance between groups is b = v (1/s² - 1), with v the typical variance of a
// mean and s from 0 to 1: there the density is smooth, and it is integrated where it is not next to nothing.
func likelyPriors(parts []part, center float64) likelies {
	alike := alikeParts(parts, center)
	typical := 0.0
	for _, q := range parts {
		typical += 1 / q.variance
	}
	typical = float64(len(parts)) / typical
	at := func(s float64) (p prior, log float64) {
		p.between = typical * (1/(s*s) - 1)
		log = alike.logLikelihood(&p) - 3*math.Log(s)
		p.mean += center
		return p, log
	}
	log := func(s float64) float64 { _, log := at(s); return log }
	low, high := 0.0, 1.0
	for range 60 { // each time the way gets shorter by half or more
		from, to := where(low, high, log)
		done := to-from > (high-low)/2
		low, high = from, to
		if done {
			break
		}
	}
	var s, weights [priorPoints]float64
	quad.Legendre{}.FixedLocations(s[:], weights[:], low, high)
	return likelihoods(s[:], weights[:], at)
}

// where returns the part of the way from low to high in which a logarithm is within 30 of its top.
func where(low, high float64, log func(float64) float64) (from, to float64) {
	var logs [priorPoints]float64
	step := (high - low) / priorPoints
	for i := range logs {
		logs[i] = log(low + (float64(i)+.5)*step)
	}
	floor := slices.Max(logs[:]) - 30
	first := slices.IndexFunc(logs[:], func(v float64) bool { return v >= floor })
	last := first
	for i, v := range logs {
		if v >= floor {
			last = i
		}
	}
	// The logarithm may be above the floor a little before the first such point, and after the last.
	return max(low+(float64(first)-.5)*step, low), min(low+(float64(last)+1.5)*step, high)
}

// likelihoods returns the priors at some points, each as likely as its density and the weight of its point say.
func likelihoods(s, weights []float64, at func(float64) (prior, float64)) likelies {
	all := make(likelies, len(s))
	top, sum := math.Inf(-1), 0.0
	for i := range s {
		all[i].prior, all[i].likely = at(s[i])
		top = max(top, all[i].likely)
	}
	for i := range all {
		all[i].likely = weights[i] * math.Exp(all[i].likely-top)
		sum += all[i].likely
	}
	for i := range all {
		all[i].likely /= sum
	}
	return all
}

// alikeGroups are groups with the same variance: those with as many answers. There are far fewer of these than of groups.
type alikeGroups []struct {
	variance, n, sum, squares float64
}

// alikeParts puts groups together by their variance, with means as distances from center.
func alikeParts(parts []part, center float64) alikeGroups {
	sorted := slices.SortedFunc(slices.Values(parts), func(a, b part) int { return cmp.Compare(a.variance, b.variance) })
	var all alikeGroups
	for _, q := range sorted {
		if last := len(all) - 1; last < 0 || all[last].variance != q.variance {
			all = append(all, struct{ variance, n, sum, squares float64 }{variance: q.variance})
		}
		a, off := &all[len(all)-1], q.mean-center
		a.n++
		a.sum += off
		a.squares += off * off
	}
	return all
}

// logLikelihood returns that of the variance between groups of a prior, with every mean of all as likely as any
// other, and completes the prior.
func (all alikeGroups) logLikelihood(p *prior) float64 {
	weights, sum, squares, log := 0.0, 0.0, 0.0, 0.0
	for _, a := range all {
		w := 1 / (a.variance + p.between)
		weights += w * a.n
		sum += w * a.sum
		squares += w * a.squares
		log += a.n * math.Log(w)
	}
	p.mean, p.variance = sum/weights, 1/weights
	return (log - math.Log(weights) - (squares - sum*p.mean)) / 2
}
