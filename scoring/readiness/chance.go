package readiness

// mostBags is into how many bags raters are put at most before they are drawn again.
const mostBags = 2000

// strongest returns in what share of rounds each figure is the greatest when raters are drawn again, with replacement.
// A round also has one more person, who rates each item at random, because a few who agree are not all. Figures
// that are as great share a round. Where there are very many raters they are put into bags first, which are drawn
// instead: sums over bags vary as those over people do.
func (t *table) strongest(figures []figure) []float64 {
	chances := make([]float64, len(figures))
	bags := t.bags(figures)
	drawn := make([]float64, len(figures))
	for range t.cfg.Rounds {
		for k := range figures {
			drawn[k] = figures[k].value
		}
		t.stranger(figures, drawn)
		for range bags {
			for k, pull := range bags[t.cfg.Rand.IntN(len(bags))] {
				drawn[k] += pull
			}
		}
		share(figures, drawn, chances)
	}
	for k := range chances {
		chances[k] /= float64(t.cfg.Rounds)
	}
	return chances
}

// bags returns by how much the raters in each bag pull each figure.
func (t *table) bags(figures []figure) [][]float64 {
	bags := make([][]float64, min(len(t.raters), mostBags))
	for i := range bags {
		bags[i] = make([]float64, len(figures))
	}
	for k, f := range figures {
		for who, pull := range f.pull {
			bags[who%len(bags)][k] += pull
		}
	}
	return bags
}

// stranger adds what one more person says who rates every item at random.
func (t *table) stranger(figures []figure, drawn []float64) {
	for i := range t.columns {
		c := &t.columns[i]
		if !c.shown {
			continue
		}
		off := (t.random() - c.mean) / float64(len(c.x)+1)
		for k := range figures {
			if figures[k].known() {
				drawn[k] += figures[k].share[i] * off
			}
		}
	}
}

// random returns a severity at random, each step as likely as another.
func (t *table) random() float64 {
	if t.ins.Scale.Step == 0 {
		return t.cfg.Rand.Float64()
	}
	steps := int64(min(t.ins.steps(), 1<<53))
	return float64(t.cfg.Rand.Int64N(steps+1)) / float64(steps)
}

// share gives a round to the greatest figure.
func share(figures []figure, drawn, chances []float64) {
	const hair = 1e-12
	best, ties := 0.0, 0
	for k := range figures {
		switch {
		case !figures[k].known():
		case ties == 0 || drawn[k] > best+hair:
			best, ties = drawn[k], 1
		case drawn[k] >= best-hair:
			ties++
		}
	}
	for k := range figures {
		if figures[k].known() && drawn[k] >= best-hair {
			chances[k] += 1 / float64(ties)
		}
	}
}
