package survey

import (
	"math"
	"math/bits"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
)

// wideSum is the standard deviation of a sum from which on it is as good as normal: limits differ by less than
// one answer.
const wideSum = 3e3

// bootstrap returns the alpha/2 and 1 - alpha/2 quantiles of the score of n answers drawn with replacement
// from those of t: what a percentile bootstrap comes to with ever more resamples.
//
// The sum of n answers is distributed as the n-fold convolution of one, whose Fourier transform is the
// n-th power of that of one. Sums more than ten standard deviations from the mean are left out, so that it
// takes O(m log m) time with m of about twenty of them, at most 4n.
func (t trinomial) bootstrap(alpha float64) (low, high float64) {
	n := math.Round(t.n())
	if n*t.variance() > wideSum*wideSum {
		return t.wald(normalQuantile(alpha))
	}
	first, probability := t.sums(n)
	return quantile(probability, first, alpha/2) / n, quantile(probability, first, 1-alpha/2) / n
}

// sums returns the probabilities that n answers drawn from those of t sum to first, first + 1, and so on. There
// are a power of two of them, which are quickest to transform.
func (t trinomial) sums(n float64) (first float64, probability []float64) {
	reach := 10*math.Sqrt(n*t.variance()) + 100
	first = max(-n, math.Floor(n*t.score()-reach))
	last := min(n, math.Ceil(n*t.score()+reach))
	m := 1 << bits.Len(uint(last-first))
	all := t.n()
	transform := make([]complex128, m/2+1)
	for k := range transform {
		wave := cmplx.Rect(1, 2*math.Pi*float64(k)/float64(m))
		one := complex(t.zero/all, 0) + complex(t.minus/all, 0)*wave + complex(t.plus/all, 0)*cmplx.Conj(wave)
		transform[k] = power(one, n) * turn(first, k, m) / complex(float64(m), 0)
	}
	return first, fourier.NewFFT(m).Sequence(nil, transform)
}

// power returns the n-th power of what is not longer than 1.
func power(x complex128, n float64) complex128 {
	size, angle := cmplx.Polar(x)
	return cmplx.Rect(math.Pow(size, n), math.Remainder(n*angle, 2*math.Pi))
}

// turn returns the factor by which sums are counted from first on. Whole turns are taken off while numbers are still
// whole and exact.
func turn(first float64, k, m int) complex128 {
	return cmplx.Rect(1, 2*math.Pi*math.Mod(math.Mod(first, float64(m))*float64(k), float64(m))/float64(m))
}

// quantile returns the least sum that is reached with a probability of at least p.
func quantile(probability []float64, first, p float64) float64 {
	p -= min(1e-12, p/1000) // what the transform may be wrong by
	sum := 0.0
	for i, q := range probability {
		if sum += q; sum >= p {
			return first + float64(i)
		}
	}
	return first + float64(len(probability)-1)
}
