package businesscase

// A pert is the law of [PERT].
type pert struct{ low, mode, high float64 }

func (l pert) check() error { return checkPeak(l.low, l.mode, l.high) }

// share is how far the number is from low to high.
func (l pert) share() beta {
	width := l.high - l.low
	return newBeta(1+4*((l.mode-l.low)/width), 1+4*((l.high-l.mode)/width))
}

func (l pert) moments() (mean, sd float64) {
	_, spread := l.share().moments()
	return l.mode + (l.high-l.mode)/6 - (l.mode-l.low)/6, (l.high - l.low) * spread
}

func (l pert) base() float64                { return l.mode }
func (l pert) support() (low, high float64) { return l.low, l.high }
func (l pert) spelled() (string, []float64) { return "pert", []float64{l.low, l.mode, l.high} }

func (l pert) quantile(at tails) float64 {
	return from(l.low, l.high, shareAt(l.share().quantileLogit(at)))
}

func (l pert) tails(x float64) tails {
	return l.share().tailsAt(uniform{l.low, l.high}.tails(x))
}

func (l pert) curve() func(z float64) float64 {
	share := l.share().curve()
	return func(z float64) float64 { return l.low + (l.high-l.low)*share(z) }
}

func (l pert) told(n func(float64) string) string {
	return n(l.low) + " to " + n(l.high) + ", most likely " + n(l.mode) + " (PERT)"
}
