package survey

import "math"

// moments are what methods by Student's t need to know of a sample.
type moments struct {
	n, mean   float64
	variance  float64 // of one answer, with n - 1 below the line; 0 where all are the same
	low, high float64 // the ends of the scale
}

func (t *Tally) moments() moments {
	return momentsOf(t.counts, t.scale.Low, t.scale.High)
}

// momentsOf returns those of answers that are counted by step from low to high.
func momentsOf(counts []int64, low, high float64) moments {
	m := moments{n: float64(total(counts)), low: low, high: high}
	if m.n == 0 {
		return m
	}
	sum := 0.0
	for i, c := range counts {
		sum += float64(i) * float64(c)
	}
	mean, squares := sum/m.n, 0.0
	for i, c := range counts {
		off := float64(i) - mean
		squares += float64(c) * off * off
	}
	step := (high - low) / float64(len(counts)-1)
	m.mean = min(low+mean*step, high)
	if !allSame(counts) {
		m.variance = squares / (m.n - 1) * step * step
	}
	return m
}

// allSame reports whether only one answer was given, however often: rounding must not make a variance of none.
func allSame(counts []int64) bool {
	given := 0
	for _, c := range counts {
		if c > 0 {
			given++
		}
	}
	return given == 1
}

// known reports whether the answers differ, so that there is a standard error.
func (m moments) known() bool { return m.variance > 0 }

// limits returns those of the mean by Student's t; where all answers are the same, the means if all who may
// well answer otherwise (Hanley and Lippman-Hand 1983) gave the lowest, or the highest, answer.
func (m moments) limits(alpha float64) (low, high float64) {
	if !m.known() {
		others := -math.Expm1(math.Log(alpha/2) / m.n)
		return m.mean - others*(m.mean-m.low), m.mean + others*(m.high-m.mean)
	}
	half := studentQuantile(alpha, m.n-1) * math.Sqrt(m.variance/m.n)
	return max(m.mean-half, m.low), min(m.mean+half, m.high)
}

// mean returns the interval of the mean.
func (c Config) mean(m moments) Interval {
	if m.n == 0 {
		return c.unknown(m.low, m.high)
	}
	low, high := m.limits(c.alpha())
	return c.bounded(m.mean, low, high, m.n, m.low, m.high)
}

// meanDifference returns the difference of two means with its interval and P-value.
func (c Config) meanDifference(a, b moments) Difference {
	width := max(a.high-a.low, b.high-b.low)
	switch {
	case a.n == 0 || b.n == 0:
		return c.unknownDifference(width)
	case !a.known() || !b.known():
		return c.mover(a, b, width)
	}
	return c.welch(a, b, width)
}

// welch returns the difference of two means by Welch's t (1947), its degrees of freedom by Satterthwaite (1946).
func (c Config) welch(a, b moments, width float64) Difference {
	u, v := a.variance/a.n, b.variance/b.n
	degrees := (u + v) * (u + v) / (u*u/(a.n-1) + v*v/(b.n-1))
	d, deviation := a.mean-b.mean, math.Sqrt(u+v)
	half := studentQuantile(c.alpha(), degrees) * deviation
	return Difference{
		Interval: c.bounded(d, d-half, d+half, a.n+b.n, -width, width),
		P:        studentP(d/deviation, degrees),
	}
}

// value, size, lowAt and highAt let moments stand where a difference is put together of two intervals.
func (m moments) value() float64 { return m.mean }
func (m moments) size() float64  { return m.n }

func (m moments) lowAt(z float64) float64 {
	low, _ := m.limits(normalP(z))
	return low
}

func (m moments) highAt(z float64) float64 {
	_, high := m.limits(normalP(z))
	return high
}
