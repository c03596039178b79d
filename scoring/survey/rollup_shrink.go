package survey

import "math"

// A part is the mean of one group, and its variance: that of one answer by the number of answers. The
// variance is above 0.
type part struct{ mean, variance float64 }

// A prior is how the groups of a level differ.
type prior struct {
	mean     float64
	variance float64 // of the mean
	between  float64 // the variance between groups
}

// priorOf estimates it. The variance between groups is where the weighted squares of their distances from
// the mean come to one less than there are groups (Paule and Mandel 1982); Morris 1983, equations 5.6 and 5.7,
// comes to the same one. It takes no distribution of the groups, and no steps but this one
// equation, whose left side falls and is convex, so that Newton's steps from 0 never pass the root.
func priorOf(parts []part) prior {
	var p prior
	for range 200 {
		excess, slope := p.weigh(parts)
		step := excess / slope
		if !(excess > 0) || step <= 1e-13*p.between {
			break
		}
		p.between += step
	}
	return p
}

// weigh finds the mean for a variance between groups, and tells by how much the weighted squares are above
// what they should be, and how fast that falls.
func (p *prior) weigh(parts []part) (excess, slope float64) {
	weights, sum := 0.0, 0.0
	for _, q := range parts {
		w := 1 / (q.variance + p.between)
		weights += w
		sum += w * q.mean
	}
	p.mean, p.variance = sum/weights, 1/weights
	excess = -float64(len(parts) - 1)
	for _, q := range parts {
		w, off := 1/(q.variance+p.between), q.mean-p.mean
		excess += w * off * off
		slope += w * w * off * off
	}
	return excess, slope
}

// A shrunk is what is known about one group from its answers and from its level.
type shrunk struct {
	mean   float64
	sd     float64
	weight float64 // of the group's own answers
}

// fewestGroups is how many groups it takes to learn how much groups differ: with fewer, every variance
// between them is about as likely as any larger one.
const fewestGroups = 4

// shrink moves the means of groups towards that of all, each by how little its answers tell. With a known variance
// between groups, what the mean of all weighs is variance / (variance + between); its weight here is the mean over all
// variances between groups, by how likely each is after the answers and when all were alike before (Morris 1983,
// section 4, with this prior). So a level whose groups seem alike by chance is not taken to be, and the ranges
// count that neither the mean of all nor the variance between groups is known.
func shrink(parts []part) (prior, []shrunk) {
	p := priorOf(parts)
	shrunken := make([]shrunk, len(parts))
	if len(parts) < fewestGroups {
		for i, q := range parts {
			shrunken[i] = shrunk{q.mean, math.Sqrt(q.variance), 1}
		}
		return p, shrunken
	}
	likely, known := likelyPriors(parts, p.mean), map[float64]learnt{}
	for i, q := range parts {
		l, found := known[q.variance]
		if !found {
			l = likely.learn(q.variance, p.mean)
			known[q.variance] = l
		}
		shrunken[i] = l.shrink(q.mean, p.mean)
	}
	return p, shrunken
}
