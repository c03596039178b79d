package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// mostTrials is how many trials a programme can have: with the fewest draws, there are still enough for each to
// teach what an input says.
const mostTrials = 20

// A trialStep is a trial as it is simulated.
type trialStep struct {
	Trial
	start  int   // after how many periods it begins
	place  int   // of its input in the model
	before int   // the last step before that has the same input; -1 where it is the first
	states []int // for each input measured so far, the last step that did

	// own and past are the weights of its own finding and of what was found about the same input before.
	own, past float64
}

// steps checks trials and prepares them.
func (s *simulation) steps(trials []Trial) ([]trialStep, error) {
	if rule := when(len(trials) == 0 || len(trials) > mostTrials, "must be from 1 to 20"); rule != "" {
		return nil, rules.Break("Trials", rule)
	}
	places, err := s.model.places()
	if err != nil {
		return nil, err
	}
	var steps []trialStep
	seen, end := map[string]bool{}, 0
	for i, t := range trials {
		place, known := places[t.Input]
		if err := rules.First(
			t.check(),
			rules.Break("Name", when(seen[t.Name], "must be that of one trial only")),
			rules.Break("Input", when(!known, notAnInput)),
			rules.Break("Input", when(known && !s.inputs.varies(place), "must not be exact: there is nothing to find out")),
			rules.Break("Periods", when(t.Periods > s.model.Periods-end, "must not be beyond the horizon, with those before")),
		); err != nil {
			return nil, rules.Within(rules.Index("Trials", i), err)
		}
		seen[t.Name] = true
		steps = append(steps, trialStep{Trial: t, start: end, place: place})
		end += t.Periods
	}
	pool(steps)
	return steps, nil
}

func (t Trial) check() error {
	const rule = "must be a finite number, not below 0 and below 1e143"
	return rules.First(
		rules.Break("Name", rules.Label(t.Name)),
		rules.Break("SE", when(!(t.SE > 0 && t.SE <= mostNumber), "must be above 0, and at most 1e300")),
		rules.Break("Cost", when(!(t.Cost >= 0 && t.Cost < mostFlow), rule)),
		rules.Break("Periods", rules.NotBelowZero(t.Periods)),
	)
}

// pool says how what steps find about the same input is put together: by its mean, weighted by 1/SE^2.
func pool(steps []trialStep) {
	last, errors := map[int]int{}, map[int]float64{} // by input: the last step, and the standard error of all
	var inputs []int
	for i := range steps {
		s := &steps[i]
		s.before, s.own = -1, 1
		before, again := errors[s.place]
		errors[s.place] = s.SE
		if again {
			s.before = last[s.place]
			s.own, s.past = 1/(1+square(s.SE/before)), 1/(1+square(before/s.SE))
			low, high := min(s.SE, before), max(s.SE, before)
			errors[s.place] = low / math.Hypot(1, low/high)
		} else {
			inputs = append(inputs, s.place)
		}
		last[s.place] = i
		for _, place := range inputs {
			s.states = append(s.states, last[place])
		}
	}
}

func square(v float64) float64 { return v * v }
