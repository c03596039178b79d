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
}

// bounds returns the range of a difference that misses as rarely as alone says.
func (g gap) bounds(alone float64) (low, high float64) {
	half := studentQuantile(alone, g.freedom) * g.sd
	return max(g.value-half, -1), min(g.value+half, 1)
}

// p returns how likely so large a difference is where there is none.
func (g gap) p() float64 { return studentP(g.value/g.sd, g.freedom) }

// mostFreedom is from how many degrees of freedom on Student's distribution is the normal one, to seven digits.
const mostFreedom = 1e7

// studentP returns how likely a number of Student's distribution is beyond t, at either end.
func studentP(t, freedom float64) float64 {
	freedom = min(freedom, mostFreedom)
	return min(mathext.RegIncBeta(freedom/2, .5, freedom/(freedom+t*t)), 1)
}

// studentQuantile returns beyond which number, at either end, is so likely to be one of Student's distribution.
func studentQuantile(p, freedom float64) float64 {
	low, high := 0.0, 1.0
	for high < 1e9 && studentP(high, freedom) > p {
		low, high = high, 2*high
	}
	for range 60 {
		middle := (low + high) / 2
		if studentP(middle, freedom) > p {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
