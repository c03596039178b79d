package readiness

import (
	"math"

	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/mathext"
)

// miss is how likely the range of an estimate is to miss the truth.
const miss = .05

// estimate returns a figure with its range.
func (f *figure) estimate() relationship.Estimate {
	if !f.known() {
		return relationship.Estimate{}
	}
	return estimate(f.value, f.deviation(), f.n)
}

// estimate returns the mean of n severities with a sum of squares around it, and its range.
//
// The range is that of Wilson (1927) for a share, of as many people as would tell as much: n over how far severities
// spread, beside those of people who all rate one end of the scale or the other. That spread is estimated with two more
// ratings, one at each end (after Agresti and Coull 1998), because a few who agree are not all; so no range is without
// width, and none leaves the scale.
func estimate(mean, deviation, n float64) relationship.Estimate {
	centre := (n*mean + 1) / (n + 2)
	spread := deviation + n*(mean-centre)*(mean-centre) + centre*centre + (1-centre)*(1-centre)
	spread = min(spread/((n+1)*centre*(1-centre)), 1)
	reach := studentQuantile(miss, n+1)
	m := reach * reach * spread / n
	middle := (mean + m/2) / (1 + m)
	half := math.Sqrt(m*mean*(1-mean)+m*m/4) / (1 + m)
	return relationship.Estimate{
		Value: mean,
		Low:   min(max(middle-half, 0), mean),
		High:  max(min(middle+half, 1), mean),
		N:     n,
		Basis: relationship.Stated,
	}
}

// leastVariance is what severities, or their changes, vary at least, whatever few ratings say: as much as two more
// would make them that are half the scale apart.
func leastVariance(n float64) float64 { return 1 / (8 * (n + 1)) }

// apart returns the squared error of the difference of two means of different people, of a and of b of them with
// these sums of squares, and its degrees of freedom (Welch 1947; Satterthwaite 1946). It is not below that by one
// variance for all: a few who happen to agree would look sure beside many.
func apart(ours, a, theirs, b float64) (error2, freedom float64) {
	va, vb := varianceOf(ours, a)/a, varianceOf(theirs, b)/b
	freedom = (va + vb) * (va + vb) / (va*va/max(a-1, 1) + vb*vb/max(b-1, 1))
	pooled := (ours + theirs) / max(a+b-2, 1) * (1/a + 1/b)
	return max(va+vb, pooled), freedom
}

// varianceOf returns that of one severity of n.
func varianceOf(deviation, n float64) float64 {
	return max(deviation/max(n-1, 1), leastVariance(n))
}

// A gap is a difference of two means.
type gap struct {
	value, sd float64
	freedom   float64
	rarest    float64 // how likely the rarest difference is that these people can make where there is none
}

// rarest returns how likely it is that chance alone puts people in one of the two orders that differ most: of those who
// are in one of two groups, a and b of them, any could be in either, and of those who are in both, what they said in
// one could be what they said in the other. Student's t would be surer than that of a few who agree.
func rarest(a, b, both float64) float64 {
	return math.Exp(min((1-both)*math.Ln2-logGamma(a+b+1)+logGamma(a+1)+logGamma(b+1), 0))
}

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// bounds returns the range of a difference that misses as rarely as alone says. It holds 0 where the people are too few
// to tell so surely.
func (g gap) bounds(alone float64) (low, high float64) {
	half := studentQuantile(alone, g.freedom) * g.sd
	low, high = max(g.value-half, -1), min(g.value+half, 1)
	if alone < g.rarest {
		low, high = min(low, 0), max(high, 0)
	}
	return low, high
}

// p returns how likely so large a difference is where there is none.
func (g gap) p() float64 { return max(studentP(g.value/g.sd, g.freedom), g.rarest) }

// mostFreedom is from how many degrees of freedom on Student's distribution is the normal one, to seven digits.
const mostFreedom = 1e7

// studentP returns how likely a number of Student's distribution is beyond t, at either end.
func studentP(t, freedom float64) float64 {
	freedom = min(freedom, mostFreedom)
	return min(mathext.RegIncBeta(freedom/2, .5, freedom/(freedom+t*t)), 1)
}

// studentQuantile returns beyond which number, at either end, is so likely to be one of Student's distribution. It goes
// there by Newton's steps, in logarithms of both, where the way is bent to one side only. The inverse of gonum is off
// by far for the small chances of many views.
func studentQuantile(p, freedom float64) float64 {
	const hair = 1e-12
	freedom = min(freedom, mostFreedom)
	top := math.Exp(logGamma((freedom+1)/2)-logGamma(freedom/2)) / math.Sqrt(freedom*math.Pi)
	t := 1.0
	for range 100 {
		at := studentP(t, freedom)
		steep := 2 * t * top * math.Exp(-(freedom+1)/2*math.Log1p(t*t/freedom)) / at
		step := min(math.Log(at/p)/steep, math.Ln2)
		t *= math.Exp(step)
		if math.Abs(step) < hair {
			break
		}
	}
	return t
}
