package businesscase_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// yearOfTrial is a trial of input a that takes a period.
func yearOfTrial() []businesscase.Trial {
	return []businesscase.Trial{{Name: "pilot", Input: "a", SE: 1, Periods: 1}}
}

// TestFlowsThatForgetToComeLaterAreRefused is about what would make a trial look better than it is: without the check
// it would cost no time.
func TestFlowsThatForgetToComeLaterAreRefused(t *testing.T) {
	t.Parallel()
	for what, flows := range map[string]func(x []float64, f *businesscase.Flows){
		"all at once": func(x []float64, f *businesscase.Flows) { f.Change[0], f.Cost[0] = x[0], 5 },
		"only its cost": func(x []float64, f *businesscase.Flows) {
			f.Cost[0], f.Change[4] = 5, x[0]
		},
		"only what it brings": func(x []float64, f *businesscase.Flows) {
			f.Change[0], f.Cost[f.Later] = x[0], 5
		},
		"only what it saves": func(x []float64, f *businesscase.Flows) {
			f.Cost[0], f.Change[f.Later] = -1e-3, x[0]
		},
		"what goes on without it": func(x []float64, f *businesscase.Flows) {
			for i := range f.Nothing {
				f.Nothing[i], f.Change[i] = 100, 100
			}
			f.Change[0] = 0
		},
		"in few draws": func(x []float64, f *businesscase.Flows) {
			if f.Cost[f.Later] = 5; x[0] > 3 {
				f.Cost[0] = 5
			}
		},
	} {
		m := wager(0, []float64{1}, businesscase.Normal(0, 1))
		m.Flows = flows
		_, err := m.Stage(yearOfTrial(), businesscase.Config{Draws: 4000})
		names(t, what, err, "Flows")
		once := yearOfTrial()
		once[0].Periods = 0
		if _, err := m.Stage(once, businesscase.Config{Draws: 1000}); err != nil {
			t.Errorf("%s, by a trial that takes no time: %v", what, err)
		}
	}
}

func TestFlowsMayBeOffByTheirLastDigitsBeforeTheyCome(t *testing.T) {
	t.Parallel()
	m := wager(0, []float64{1}, businesscase.Normal(0, 1))
	m.Flows = func(x []float64, f *businesscase.Flows) {
		for i := range f.Nothing {
			f.Nothing[i], f.Change[i] = .3, .1+.2
			if i >= f.Later {
				f.Change[i] += x[0]
			}
		}
		f.Cost[f.Later] = 1
	}
	have(m.Stage(yearOfTrial(), businesscase.Config{Draws: 1000}))(t)
}

// TestACaseComesLaterAsItMust stages a case with all that moves in time: it drifts, is delayed, ramps up, ends, and
// reaches some only, of customers who have stayed for different times.
func TestACaseComesLaterAsItMust(t *testing.T) {
	t.Parallel()
	guess := func(low, high float64) businesscase.Input {
		return businesscase.Guess(businesscase.Uniform(low, high))
	}
	c := plain()
	c.Staying, c.Tenures = businesscase.Staying{Alpha: guess(.5, 1), Beta: guess(1, 3)}, []float64{.3, .3, .4}
	c.Joining, c.Winning, c.Gain = guess(10, 90), guess(1, 5), guess(-3, 9)
	c.Drift = businesscase.Drift{Leaving: guess(0, .2), Spend: guess(0, .2), Joining: guess(-.1, .2)}
	c.Change = businesscase.Change{
		Reach: guess(.2, .9), Tenures: 2, Leaving: guess(-.1, .5), Spend: guess(0, .2), Joining: guess(0, .5),
		Averted: guess(0, 1), Price: guess(0, .1), Delay: guess(0, 2), Ramp: guess(0, 2), Lasts: guess(1, 4),
		Once: guess(1000, 2000), Period: guess(10, 20), Customer: guess(1, 2), Newcomer: guess(1, 2),
	}
	m := model(t, c)
	trials := []businesscase.Trial{
		{Name: "pilot", Input: "change.leaving", SE: .2, Periods: 2},
		{Name: "region", Input: "change.leaving", SE: .1, Periods: 3},
	}
	have(m.Stage(trials, businesscase.Config{Draws: 2000}))(t)
	trials[0].Periods, trials[1].Periods = 0, 5
	have(m.Stage(trials, businesscase.Config{Draws: 2000}))(t)
	m = have(m.Learn(businesscase.Measurement{Input: "change.leaving", Found: relationship.Estimate{
		Value: .2, Low: 0, High: .4, Basis: relationship.Observed,
	}}))(t)
	have(m.Stage(trials, businesscase.Config{Draws: 2000}))(t)
}
