package market

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Forecast is what was expected, of a market or of anybody, and what came true.
type Forecast struct {
	// Prices are the probabilities of the outcomes, two at least, each from 0 to 1, their sum one.
	Prices []float64 `json:"prices"`

	// Outcome is the place of the one that came true.
	Outcome int `json:"outcome"`
}

// Forecast returns what a market expected at its end and what came true, and whether it is settled.
func (m *Market) Forecast() (Forecast, bool) {
	if m.state != Settled {
		return Forecast{}, false
	}
	return Forecast{Prices: m.Prices(), Outcome: m.outcome}, true
}

// A Calibration tells how good forecasts were. Its estimates are the zero Estimate, unknown, where there
// were none; otherwise N is how many there were.
type Calibration struct {
	// Brier is the mean score of Brier (1950), from 0, always sure and right, to 1, always sure and
	// wrong: half the sum over the outcomes of (p - o)², o being 1 for the one that came true and 0
	// for others. With two outcomes that is (p - o)² of either; always to say .5 scores .25.
	Brier relationship.Estimate

	// Bias is how much more often the first outcome was expected than it came true, from -1 to 1. Where
	// the first is the one that is hoped for, above 0 is optimism.
	Bias relationship.Estimate

	// Bands compare what was expected with what came true, from the least expected on.
	Bands []Band
}

// A Band is the forecasts of about one probability. Of two outcomes only the first is in it, because the
// other mirrors it; of more, each is.
type Band struct {
	// From and To bound the probabilities in it: From <= p < To, and p = 1 in the last.
	From float64
	To   float64

	// Expected is the mean of the probabilities in it; 0 where there are none.
	Expected float64

	// Came is the share of those that came true, and Bias how far Expected is above it.
	Came relationship.Estimate
	Bias relationship.Estimate

	// Behind are the places of the forecasts in it, in increasing order, each once.
	Behind []int
}

// A CalibrationConfig adjusts [Calibrate]. Its zero value is ready to use.
type CalibrationConfig struct {
	// Bands is how many bands of the same width there are, from 1 to 100. 0 means 10.
	Bands int
}

// Calibrate compares past forecasts with what came true. The order of forecasts does not matter, but for
// Behind. Ranges are those of Wilson (1927), which hold for shares and are too wide rather than too narrow
// for Brier scores, and they treat what was expected as known: only what came true is left to chance.
//
// It returns an error matching [relationship.ErrInvalid] for forecasts and bands out of range. It takes
// O(n log n) time in the number of outcomes of all forecasts.
func Calibrate(past []Forecast, cfg CalibrationConfig) (Calibration, error) {
	if cfg.Bands < 0 || cfg.Bands > 100 {
		return Calibration{}, opError("calibrate", rules.Break("Bands", "must be from 0 to 100"))
	}
	if cfg.Bands == 0 {
		cfg.Bands = 10
	}
	bands := make([]claims, cfg.Bands)
	var first claims
	var scores []float64
	for i := range past {
		f := &past[i]
		if err := f.check(); err != nil {
			return Calibration{}, opError("calibrate", rules.Within(rules.Index("Forecasts", i), err))
		}
		scores = append(scores, f.brier())
		first.add(i, f.Prices[0], f.Outcome == 0)
		for o, p := range f.Prices {
			if o == 0 || len(f.Prices) > 2 {
				bands[min(int(p*float64(cfg.Bands)), cfg.Bands-1)].add(i, p, f.Outcome == o)
			}
		}
	}
	c := Calibration{Brier: share(mean(scores), len(scores))}
	c.Bias = first.band().Bias
	for i := range bands {
		b := bands[i].band()
		b.From, b.To = float64(i)/float64(cfg.Bands), float64(i+1)/float64(cfg.Bands)
		c.Bands = append(c.Bands, b)
	}
	return c, nil
}

func (f *Forecast) check() error {
	return rules.First(
		rules.Break("Prices", when(len(f.Prices) < 2, "must be two at least")),
		checkPrices("Prices", f.Prices, len(f.Prices), 0),
		rules.Break("Outcome", outcomeRule(f.Outcome, len(f.Prices))),
	)
}

func (f *Forecast) brier() float64 {
	sum := 0.0
	for o, p := range f.Prices {
		if o == f.Outcome {
			p = 1 - p
		}
		sum += p * p
	}
	return min(sum/2, 1)
}

// claims are probabilities that were given to outcomes.
type claims struct {
	prices []float64
	came   int
	behind []int
}

func (c *claims) add(forecast int, price float64, came bool) {
	c.prices = append(c.prices, price)
	if came {
		c.came++
	}
	if n := len(c.behind); n == 0 || c.behind[n-1] != forecast {
		c.behind = append(c.behind, forecast)
	}
}

func (c *claims) band() Band {
	n := len(c.prices)
	if n == 0 {
		return Band{}
	}
	b := Band{Expected: mean(c.prices), Behind: c.behind}
	b.Came = share(float64(c.came)/float64(n), n)
	b.Bias = b.Came
	b.Bias.Value = b.Expected - b.Came.Value
	b.Bias.Low, b.Bias.High = b.Expected-b.Came.High, b.Expected-b.Came.Low
	return b
}

// mean returns the mean of values in any order, and 0 of none.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range slices.Sorted(slices.Values(values)) {
		sum += v
	}
	return sum / float64(max(1, len(values)))
}

// share returns a share of n with its range at 95 % confidence, and the zero Estimate where n is 0.
func share(p float64, n int) relationship.Estimate {
	if n == 0 {
		return relationship.Estimate{}
	}
	const z = 1.959963984540054
	size := float64(n)
	middle := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	return relationship.Estimate{
		Value: p, Low: min(max((middle-half)/scale, 0), p), High: max(min((middle+half)/scale, 1), p),
		N: size, Basis: relationship.Observed,
	}
}
