package businesscase

// paths are what has been earned until the end of each period, draw by draw, for the first draws.
type paths struct {
	amounts []float64
	periods int // with now
	draws   int
}

const (
	mostPaths   = 1 << 16 // draws that a fan is made of
	mostAmounts = 1 << 22 // amounts that a fan is made of, which is 32 megabytes
)

func newPaths(draws, periods int) paths {
	n := min(draws, mostPaths, mostAmounts/(periods+1))
	return paths{make([]float64, n*(periods+1)), periods + 1, n}
}

// of returns where the path of a draw belongs; nil where it is not kept.
func (p *paths) of(draw int) []float64 {
	if draw >= p.draws {
		return nil
	}
	return p.amounts[draw*p.periods : (draw+1)*p.periods]
}

// fan returns the band of each period, of which means are given.
func (p *paths) fan(means []float64, cfg Config) ([]Band, error) {
	orders := ordersOf(cfg.Quantiles, p.draws)
	bands := make([]Band, p.periods)
	err := cfg.each(p.periods, func(t int) error {
		at := make([]float64, p.draws)
		for i := range at {
			at[i] = p.amounts[i*p.periods+t]
		}
		bands[t] = Band{Period: t, Mean: means[t], Quantiles: quantilesOf(at, orders)}
		return nil
	})
	return bands, err
}
