package readiness

// agreement returns how far those agree who rated an item.
func (t *table) agreement(c *column) Agreement {
	n := float64(len(c.x))
	if !c.shown || n < 2 {
		return Agreement{}
	}
	a := Agreement{Known: true, Variance: c.deviation / (n - 1), Null: t.ins.null()}
	a.Divided = a.Variance > a.Null
	if !a.Divided {
		a.RWG = 1 - a.Variance/a.Null
	}
	a.AWG, a.AWGKnown = awg(c.mean, a.Variance, n)
	return a
}

// awg returns that of Brown and Hauenstein. It is not defined where the mean is nearer to an end than it is when one
// rates the other end.
func awg(mean, variance, n float64) (float64, bool) {
	const hair = 1e-12
	toEnd := min(mean, 1-mean)
	switch {
	case variance == 0 && toEnd < hair:
		return 1, true
	case toEnd*n < 1-hair:
		return 0, false
	}
	most := mean * (1 - mean) * n / (n - 1)
	return max(1-2*variance/most, -1), true
}
