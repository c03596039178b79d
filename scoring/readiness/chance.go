package readiness

import "math"

// strongest returns in what share of rounds each figure is the greatest where all are drawn anew, with the errors that
// they have together. A round has one more person, who rates each item at random, because a few who agree are not all.
// Figures that are as great share it.
func (t *table) strongest(figures []figure) []float64 {
	chances := make([]float64, len(figures))
	drawn, chance := make([]float64, len(figures)), make([]float64, len(figures))
	centres, spread := t.law(figures)
	for range t.cfg.Rounds {
		for k := range chance {
			chance[k] = t.cfg.Rand.NormFloat64()
		}
		for k := range drawn {
			drawn[k] = centres[k] + dot(spread[k], chance)
		}
		share(figures, drawn, chances)
	}
	for k := range chances {
		chances[k] /= float64(t.cfg.Rounds)
	}
	return chances
}

// law returns around what figures are drawn, and the lower triangle whose square is how their errors vary together.
func (t *table) law(figures []figure) (centres []float64, spread [][]float64) {
	centres, spread = make([]float64, len(figures)), make([][]float64, len(figures))
	for k := range figures {
		f := &figures[k]
		centres[k], spread[k] = f.value, make([]float64, len(figures))
		for l := range k + 1 {
			spread[k][l] = joint(f, &figures[l], t.bonds)
		}
		for i, c := range t.columns {
			stranger := 1 / float64(len(c.x)+1) // what part of the mean the one who rates at random has
			centres[k] += f.share[i] * stranger * (.5 - c.mean)
			for l := range k + 1 {
				spread[k][l] += f.share[i] * figures[l].share[i] * stranger * stranger * t.ins.null()
			}
		}
	}
	triangle(spread)
	return centres, spread
}

// triangle turns the lower half of a matrix into the triangle whose square it is (Cholesky), in place. Where figures go
// together so far that nothing is left of a pivot, its column is left out.
func triangle(m [][]float64) {
	const hair = 1e-9
	for j := range m {
		whole := m[j][j]
		pivot := whole - dot(m[j][:j], m[j][:j])
		free := pivot > hair*whole
		for i := j; i < len(m); i++ {
			rest := m[i][j] - dot(m[i][:j], m[j][:j])
			m[i][j] = 0
			if free {
				m[i][j] = rest / math.Sqrt(pivot)
			}
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// share gives a round to the greatest figure.
func share(figures []figure, drawn, chances []float64) {
	const hair = 1e-12
	best := math.Inf(-1)
	for k := range figures {
		if figures[k].known() {
			best = max(best, drawn[k])
		}
	}
	first := func(k int) bool { return figures[k].known() && drawn[k] >= best-hair }
	ties := 0.0
	for k := range figures {
		if first(k) {
			ties++
		}
	}
	for k := range figures {
		if first(k) {
			chances[k] += 1 / ties
		}
	}
}
