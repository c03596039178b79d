package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestImpossibleTrialsAreRefusedByTheNameOfTheField(t *testing.T) {
	t.Parallel()
	trial := func(change func(t *businesscase.Trial)) []businesscase.Trial {
		trials := trialsOf("aa", 1, 1)
		change(&trials[1])
		return trials
	}
	type T = businesscase.Trial
	cases := []struct {
		name   string
		trials []T
		field  string
	}{
		{"none", nil, "Trials"},
		{"too many", make([]T, 21), "Trials"},
		{"without a name", trial(func(t *T) { t.Name = "" }), "Trials[1].Name"},
		{"a name that is no text", trial(func(t *T) { t.Name = "\xff" }), "Trials[1].Name"},
		{"the same name twice", trial(func(t *T) { t.Name = "1" }), "Trials[1].Name"},
		{"no input", trial(func(t *T) { t.Input = "" }), "Trials[1].Input"},
		{"an unknown input", trial(func(t *T) { t.Input = "z" }), "Trials[1].Input"},
		{"an exact input", trial(func(t *T) { t.Input = "b" }), "Trials[1].Input"},
		{"no error", trial(func(t *T) { t.SE = 0 }), "Trials[1].SE"},
		{"an error below 0", trial(func(t *T) { t.SE = -1 }), "Trials[1].SE"},
		{"an error that is no number", trial(func(t *T) { t.SE = math.NaN() }), "Trials[1].SE"},
		{"an infinite error", trial(func(t *T) { t.SE = math.Inf(1) }), "Trials[1].SE"},
		{"a cost below 0", trial(func(t *T) { t.Cost = -1 }), "Trials[1].Cost"},
		{"a cost that is no number", trial(func(t *T) { t.Cost = math.NaN() }), "Trials[1].Cost"},
		{"an enormous cost", trial(func(t *T) { t.Cost = 1e300 }), "Trials[1].Cost"},
		{"less than no time", trial(func(t *T) { t.Periods = -1 }), "Trials[1].Periods"},
		{"beyond the horizon", trial(func(t *T) { t.Periods = 9 }), "Trials[1].Periods"},
		{"so long that it overflows", trial(func(t *T) { t.Periods = math.MaxInt }), "Trials[1].Periods"},
	}
	m := wager(0, []float64{1}, businesscase.Normal(0, 1), businesscase.Exactly(2))
	m.Periods = 8
	for _, c := range cases {
		_, err := m.Stage(c.trials, businesscase.Config{Draws: 1000})
		names(t, c.name, err, c.field)
	}
	long := trialsOf("aa", 1, 1)
	long[0].Periods, long[1].Periods = 5, 4
	_, err := m.Stage(long, businesscase.Config{Draws: 1000})
	names(t, "beyond the horizon together", err, "Trials[1].Periods")
	long[1].Periods = 3
	if _, err := m.Stage(long, businesscase.Config{Draws: 1000}); err != nil {
		t.Errorf("as long as the horizon together: %v", err)
	}
}

func TestStagingRefusesWhatRunRefuses(t *testing.T) {
	t.Parallel()
	m := wager(0, []float64{1}, businesscase.Normal(0, 1))
	trials := trialsOf("a", 1)
	_, err := m.Stage(trials, businesscase.Config{Draws: 10})
	names(t, "few draws", err, "Draws")
	_, err = m.Stage(trials, businesscase.Config{Draws: 1000, Each: func(int, func(int)) {}})
	names(t, "an Each that does nothing", err, "Each")
	m.Periods = 0
	_, err = m.Stage(trials, businesscase.Config{})
	names(t, "no horizon", err, "Periods")

	late := wagerOf(func(x []float64) float64 { return x[0] }, businesscase.Normal(0, 1))
	flows := late.Flows
	late.Flows = func(x []float64, f *businesscase.Flows) {
		flows(x, f)
		if f.Later > 0 {
			f.Change[0] = math.NaN()
		}
	}
	trials[0].Periods = 1
	_, err = late.Stage(trials, businesscase.Config{Draws: 1000})
	names(t, "no number for a change that comes later", err, "Flows.Change")

	shrinking := wagerOf(func(x []float64) float64 { return x[0] }, businesscase.Normal(0, 1))
	shrinking.Periods = 8
	shrinking.Flows = func(x []float64, f *businesscase.Flows) { f.Rate, f.Change[f.Later] = -1+1e-15, x[0] }
	trials = trialsOf("aaa", 1, 1, 1)
	trials[0].Periods, trials[1].Periods, trials[2].Cost = 4, 4, 1e40
	_, err = shrinking.Stage(trials, businesscase.Config{Draws: 1000})
	names(t, "a cost that grows to what is enormous", err, "Flows.Rate")
}
