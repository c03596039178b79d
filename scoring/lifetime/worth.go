package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A WorthConfig says which purchases to come count, and how much. Its zero value counts those of the next 12 units of time
// of the model, and takes nothing off later ones: that is 12 weeks, not a year, for a model of a [Log] that counts in
// weeks, as one does unless its config says otherwise. For a year in weeks, give Periods 52, or Periods 12 and Length 52.0/12.
type WorthConfig struct {
	// Periods is how many periods ahead count, from 1 to a million. 0 means 12.
	Periods int

	// Length is how long a period is, above 0, in the unit of time of the model. 0 means 1: one week of a model in
	// weeks, one month of one in months.
	Length float64

	// Midway says that the purchases of a period count as if they came in its middle. Otherwise they come at its
	// end.
	Midway bool

	// Discount says how much less later purchases are worth. Its unit of time is that of the model too: a yearly rate
	// needs Per, which is 52 for a model in weeks.
	Discount Discount
}

func (cfg WorthConfig) check() (WorthConfig, error) {
	if cfg.Periods == 0 {
		cfg.Periods = 12
	}
	if cfg.Length == 0 {
		cfg.Length = 1
	}
	return cfg, rules.First(
		rules.Break("Periods", when(cfg.Periods < 1 || cfg.Periods > maxTurns, "must be from 1 to 1,000,000")),
		checkAbove("Length", cfg.Length), checkTime("Periods*Length", float64(cfg.Periods)*cfg.Length),
		rules.Within("Discount", cfg.Discount.check()),
	)
}

// Worth returns what a customer's purchases to come are worth now: for each period, how many more are expected by
// its end than by its beginning, times the mean amount of one, discounted. expected is the method of that name of
// any model, such as [BGNBD]; spend is not below 0, for example of [GammaGamma.Expected]. The sum over all time is the
// model's Discounted, at [Discount.PerUnit], times spend. How far ahead it looks is Periods times Length, in the unit of
// time of the model: 12 of these for the zero cfg.
//
// It returns an error matching [relationship.ErrInvalid] for a setting or a spend out of its range, and the error of
// expected as it is. It calls expected once for each period.
func Worth(expected func(c Customer, horizon float64) (float64, error), c Customer, spend float64, cfg WorthConfig) (float64, error) {
	const op = "find worth"
	cfg, err := cfg.check()
	if err := rules.First(err, checkTime("spend", spend)); err != nil {
		return 0, opError(op, err)
	}
	sum, before := 0.0, 0.0
	for i := range cfg.Periods {
		end := float64(i+1) * cfg.Length
		by, err := expected(c, end)
		if err != nil {
			return 0, err
		}
		at := end
		if cfg.Midway {
			at -= cfg.Length / 2
		}
		sum += (by - before) * cfg.Discount.Factor(at)
		before = by
	}
	if math.IsNaN(sum) {
		return 0, opError(op, rules.Break("expected", "must return numbers"))
	}
	return finite(op, spend*sum)
}
