package special

import "math"

// A Ratio is ln(gamma(z+d)/gamma(z)), the logarithm of Pochhammer's symbol, with its first two derivatives by z.
type Ratio struct {
	Log float64 // lngamma(z+d) - lngamma(z)
	D1  float64 // digamma(z+d) - digamma(z)
	D2  float64 // trigamma(z+d) - trigamma(z)
}

// fewFactors is up to which whole d the product is cheaper than the asymptotic series.
const fewFactors = 16

// Rising returns the ratio of gamma(z+d) to gamma(z) for z > 0 and d >= 0. It subtracts no two gamma functions, so that
// it is as accurate where z is huge. Where d is tiny, the error is up to 1e-17.
func Rising(z, d float64) Ratio {
	if d <= fewFactors && d == math.Trunc(d) {
		return product(z, int(d))
	}
	r := Ratio{}
	// gamma(z+d)/gamma(z) = z/(z+d) gamma(z+1+d)/gamma(z+1), until the series converges.
	for ; z < shifted; z++ {
		u := 1 / (z + d)
		r.Log -= log1pOver(d, z)
		r.D1 += d / z * u
		r.D2 -= d / z * u * (1/z + u)
	}
	s := stirling(z, d)
	return Ratio{r.Log + s.Log, r.D1 + s.D1, r.D2 + s.D2}
}

// LogRising returns the logarithm alone.
func LogRising(z, d float64) float64 { return Rising(z, d).Log }

// product is Rising for whole d, by its d factors.
func product(z float64, d int) Ratio {
	var r Ratio
	p := 1.0
	for j := range d {
		f := z + float64(j)
		p *= f
		if p > 1e250 || p < 1e-250 {
			r.Log += math.Log(p)
			p = 1
		}
		r.D1 += 1 / f
		r.D2 -= 1 / (f * f)
	}
	r.Log += math.Log(p)
	return r
}

// log1pOver returns ln(1 + d/z), also where the quotient overflows.
func log1pOver(d, z float64) float64 {
	if q := d / z; q < 1e15 {
		return math.Log1p(q)
	}
	return math.Log(d) - math.Log(z)
}

// shifted is from which z on the asymptotic series is exact to the last digit.
const shifted = 12

// stirling is Rising for z >= shifted, by the differences of Stirling's series (DLMF 5.11.1 and 5.11.2).
func stirling(z, d float64) Ratio {
	w, l := z+d, math.Log1p(d/z)
	a, b := tails(z), tails(w)
	return Ratio{
		Log: (z-0.5)*l + d*(math.Log(w)-1) + b.Log - a.Log,
		D1:  l + d/(2*z*w) + b.D1 - a.D1,
		D2:  -d/(z*w) - d/(z*w)*(z+w)/(2*z*w) + b.D2 - a.D2,
	}
}

// tails returns what is left of Stirling's series of lngamma, digamma and trigamma after the terms that
// stirling writes out.
func tails(z float64) Ratio {
	var t Ratio
	u := 1 / z
	q := u * u
	p := 1.0
	for k, b := range bernoulli() {
		n := float64(2*k + 2)
		// lngamma has b/(n(n-1)) z^(1-n), digamma -b/n z^-n, trigamma b z^(-n-1).
		t.Log += b / (n * (n - 1)) * p * u
		p *= q
		t.D1 -= b / n * p
		t.D2 += b * p * u
	}
	return t
}

// bernoulli returns Bernoulli's numbers B2, B4 and so on.
func bernoulli() [9]float64 {
	return [...]float64{1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730, 7. / 6, -3617. / 510, 43867. / 798}
}

// LogBeta returns the logarithm of the beta function of a and b, both above 0.
func LogBeta(a, b float64) float64 {
	a, b = min(a, b), max(a, b)
	l, _ := math.Lgamma(a)
	return l - LogRising(b, a)
}
