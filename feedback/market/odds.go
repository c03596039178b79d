package market

import "math"

// Everything here is said with logarithms of odds, ln p - ln(1-p), because they neither overflow nor
// vanish where prices come close to 0 or 1. To one outcome all others together are a single one, so a
// market with many outcomes needs no other formulas than one with two.

// logOdds returns the logarithm of the odds of outcome i, where z are the logarithms of all prices up to
// a number that they have in common.
func logOdds(z []float64, i int) float64 {
	top := math.Inf(-1)
	for j, v := range z {
		if j != i {
			top = max(top, v)
		}
	}
	if len(z) == 2 {
		return z[i] - top
	}
	sum := 0.0
	for j, v := range z {
		if j != i {
			sum += math.Exp(v - top)
		}
	}
	return z[i] - top - math.Log(sum)
}

// softPlus returns ln(1 + exp(t)).
func softPlus(t float64) float64 { return max(t, 0) + math.Log1p(math.Exp(-math.Abs(t))) }

// chance returns the probability with the given logarithm of odds.
func chance(odds float64) float64 {
	if odds < 0 {
		e := math.Exp(odds)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-odds))
}

// costOf returns what shares above 0 of an outcome with the given logarithm of odds cost:
//
//	b ln(1 + p (exp(shares/b) - 1))
//
// in whichever form loses no digits. It is at most shares, and exactly that where nothing else is possible.
func costOf(b, odds, shares float64) float64 {
	y := shares / b
	switch {
	case odds > 0:
		return shares + b*math.Log1p(chance(-odds)*math.Expm1(-y))
	case y < 1:
		return b * math.Log1p(chance(odds)*math.Expm1(y))
	}
	return b * (softPlus(odds+y) - softPlus(odds))
}

// sharesFor returns how many shares coins buy: what turns costOf around.
func sharesFor(b, odds, coins float64) float64 {
	t := coins / b
	growth := math.Log(math.Expm1(t))
	if t > 1 {
		growth = t + math.Log1p(-math.Exp(-t))
	}
	return b * softPlus(growth+softPlus(-odds))
}

// sharesTo returns how many shares move the price to a probability.
func sharesTo(b, odds, price float64) float64 {
	return b * (math.Log(price) - math.Log1p(-price) - odds)
}

// softMax makes prices of their logarithms, in place.
func softMax(z []float64) []float64 {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		z[i] = math.Exp(v - top)
		sum += z[i]
	}
	for i := range z {
		z[i] /= sum
	}
	return z
}
