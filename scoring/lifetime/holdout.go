package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// A BacktestConfig says how a forecast is held against what happened. Its zero value is ready to use.
type BacktestConfig struct {
	// Hiatus is how long ago a customer may have last bought and still count as active, above 0, in the unit of the
	// outcomes. 0 means half as long as the time after the split.
	Hiatus float64

	// Groups is in how many groups customers are told apart by how often they bought before: X of 0, 1 and so on,
	// with all others in the last. It is from 1 to 1000; 0 means 8.
	Groups int
}

func (cfg BacktestConfig) check() (BacktestConfig, error) {
	if cfg.Groups == 0 {
		cfg.Groups = 8
	}
	return cfg, rules.First(
		rules.Break("Groups", when(cfg.Groups < 1 || cfg.Groups > 1000, "must be from 1 to 1000")),
		checkTime("Hiatus", cfg.Hiatus),
	)
}

// A Backtest is a forecast beside what happened, and beside what a sensible manager would have guessed.
type Backtest struct {
	// Groups are the customers by how often they bought before, without those of which there are none.
	Groups []BacktestGroup `json:"groups"`

	// Actual is how many purchases all made together.
	Actual float64 `json:"actual"`

	// Model is how good the forecast was. SameRate is how good it would have been to suppose that all go on as
	// before, and Hiatus, that those do who bought lately and the others buy nothing.
	Model    Miss `json:"model"`
	SameRate Miss `json:"same_rate"`
	Hiatus   Miss `json:"hiatus"`
}

// A BacktestGroup is customers who bought as often before.
type BacktestGroup struct {
	// X is how often they had bought again before, or the least of that in the last group.
	X int `json:"x"`

	// N is how many there are.
	N int `json:"n"`

	// Forecast, SameRate and Hiatus are the mean numbers of purchases that were foretold for one, and Actual that of
	// what one made.
	Forecast float64 `json:"forecast"`
	SameRate float64 `json:"same_rate"`
	Hiatus   float64 `json:"hiatus"`
	Actual   float64 `json:"actual"`
}

// A Miss says by how much a forecast was wrong. All are 0 where nobody was watched.
type Miss struct {
	// Total is how many purchases were foretold for all together.
	Total float64 `json:"total"`

	// Bias is by which share of what happened that was too many, below 0 for too few. It is 0 where nothing happened.
	Bias float64 `json:"bias"`

	// MeanAbsolute and RootMeanSquare are the mean distance between what was foretold for a customer and what happened, and
	// the root of the mean of its square.
	MeanAbsolute   float64 `json:"mean_absolute"`
	RootMeanSquare float64 `json:"root_mean_square"`
}

// add counts one customer; the fields are sums until finish.
func (m *Miss) add(forecast, actual float64) {
	m.Total += forecast
	m.MeanAbsolute += math.Abs(forecast - actual)
	m.RootMeanSquare += (forecast - actual) * (forecast - actual)
}

func (m *Miss) finish(n, actual float64) {
	if n > 0 {
		m.MeanAbsolute /= n
		m.RootMeanSquare = math.Sqrt(m.RootMeanSquare / n)
	}
	if actual > 0 {
		m.Bias = m.Total/actual - 1
	}
}

// NewBacktest returns how good a forecast is: what it foretells from what customers did before a split, of [Log.Split], beside
// what they did after it. expected is the method of that name of any model, fitted to the time before.
//
// Every range of this package, that of [Foretell] too, holds if the model is right. Whether it is shows here: what
// Foretell gave from the time before, for all customers and as long ahead, is to have Actual in its range.
//
// It returns an error matching [relationship.ErrInvalid] for a setting or an outcome out of its range, and the error of
// expected as it is. It takes O(n) time in the number of outcomes beside what expected takes.
func NewBacktest(outcomes []Outcome, expected func(c Customer, horizon float64) (float64, error), cfg BacktestConfig) (Backtest, error) {
	const op = "test a forecast"
	cfg, err := cfg.check()
	if err != nil {
		return Backtest{}, opError(op, err)
	}
	var b Backtest
	groups := make([]BacktestGroup, cfg.Groups)
	for i := range outcomes {
		o := &outcomes[i]
		if err := o.check(); err != nil {
			return Backtest{}, opError(op, rules.Within(rules.Index("outcomes", i), err))
		}
		forecast, err := expected(o.Customer, o.Ahead)
		if err != nil {
			return Backtest{}, err
		}
		same, lately, actual := o.sameRate(), o.lately(cfg.Hiatus), float64(o.After)
		b.Actual += actual
		b.Model.add(forecast, actual)
		b.SameRate.add(same, actual)
		b.Hiatus.add(lately, actual)
		g := &groups[min(int(o.X), cfg.Groups-1)]
		g.N++
		g.Forecast += forecast
		g.SameRate += same
		g.Hiatus += lately
		g.Actual += actual
	}
	b.finish(groups, float64(len(outcomes)))
	return b, nil
}

// finish turns sums into means.
func (b *Backtest) finish(groups []BacktestGroup, n float64) {
	for x, g := range groups {
		if g.N == 0 {
			continue
		}
		of := float64(g.N)
		b.Groups = append(b.Groups, BacktestGroup{x, g.N, g.Forecast / of, g.SameRate / of, g.Hiatus / of, g.Actual / of})
	}
	for _, m := range []*Miss{&b.Model, &b.SameRate, &b.Hiatus} {
		m.finish(n, b.Actual)
	}
}

func (o *Outcome) check() error {
	return rules.First(
		o.Customer.check(), checkTime("Ahead", o.Ahead),
		rules.Break("After", when(o.After < 0, "must not be below 0")),
	)
}

// sameRate is how many purchases follow if the customer goes on as before.
func (o *Outcome) sameRate() float64 {
	if o.T == 0 {
		return 0
	}
	return o.X * (o.Ahead / o.T)
}

// lately is sameRate for who bought within the hiatus, the first purchase counted too, and 0 for others.
func (o *Outcome) lately(hiatus float64) float64 {
	if hiatus == 0 {
		hiatus = o.Ahead / 2
	}
	if o.T-o.TX > hiatus {
		return 0
	}
	return o.sameRate()
}
