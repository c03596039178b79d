package businesscase_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// A believed is a value for each mean that can be believed of a normal input: on a grid, in standard deviations of
// the prior.
type believed []float64

const (
	beliefGrid = 601
	beliefFar  = 6.
)

func beliefAt(i int) float64 { return beliefFar * (2*float64(i)/(beliefGrid-1) - 1) }

func believedOf(f func(mean float64) float64) believed {
	b := make(believed, beliefGrid)
	for i := range b {
		b[i] = f(beliefAt(i))
	}
	return b
}

// at interpolates.
func (b believed) at(mean float64) float64 {
	x := max(0, min(beliefGrid-1.000001, (mean/beliefFar+1)/2*(beliefGrid-1)))
	i := int(x)
	return b[i] + (x-float64(i))*(b[i+1]-b[i])
}

// expected returns the mean of b where the mean that is believed is yet to move by so much.
func (b believed) expected(mean, sd float64) float64 {
	const points, far = 281, 5.
	sum, weights := 0.0, 0.0
	for i := range points {
		z := far * (2*float64(i)/(points-1) - 1)
		w := math.Exp(-z * z / 2)
		sum += w * b.at(mean+sd*z)
		weights += w
	}
	return sum / weights
}

// A slowProgramme is a programme of trials of one normal input with mean 0 and standard deviation 1, worked out
// over all that can be believed (Bellman's principle, with quadrature).
type slowProgramme struct {
	shift  float64 // what the change brings where the input is 0
	trials []businesscase.Trial
	moves  []float64 // by trial: by how much it moves what is believed
	starts []int
}

func newSlowProgramme(shift float64, trials []businesscase.Trial) slowProgramme {
	p := slowProgramme{shift: shift, trials: trials, starts: []int{0}}
	precision := 1.0
	for i, t := range trials {
		after := precision + 1/(t.SE*t.SE)
		p.moves = append(p.moves, math.Sqrt(1/precision-1/after))
		p.starts = append(p.starts, p.starts[i]+t.Periods)
		precision = after
	}
	return p
}

func (p slowProgramme) discount(state int) float64 { return math.Pow(1.1, -float64(p.starts[state])) }

// now returns what the change is worth after so many trials.
func (p slowProgramme) now(state int, mean float64) float64 {
	return p.discount(state) * max(0, p.shift+mean)
}

// A slowAnswer is what is to be expected of one trial.
type slowAnswer struct{ information, net, reached, stop, goOn, change float64 }

// going returns, by how many trials were run, what going on to the next is worth by what is believed.
func (p slowProgramme) going() []believed {
	const nowhere = -1e9
	n := len(p.trials)
	going := make([]believed, n+1)
	going[n] = believedOf(func(float64) float64 { return nowhere })
	for k := n - 1; k >= 0; k-- {
		best := believedOf(func(mean float64) float64 { return max(p.now(k+1, mean), going[k+1].at(mean)) })
		going[k] = believedOf(func(mean float64) float64 {
			return best.expected(mean, p.moves[k]) - p.discount(k)*p.trials[k].Cost
		})
	}
	return going
}

// chance returns how likely an outcome after so many trials is, if the first is run.
func (p slowProgramme) chance(state int, goes []believed, outcome func(mean float64) bool) float64 {
	is := believedOf(func(mean float64) float64 {
		if outcome(mean) {
			return 1
		}
		return 0
	})
	for k := state - 1; k >= 0; k-- {
		last := is
		is = believedOf(func(mean float64) float64 {
			if k > 0 && goes[k].at(mean) <= 0 {
				return 0
			}
			return last.expected(mean, p.moves[k])
		})
	}
	return is.at(0)
}

func (p slowProgramme) answers() (begun float64, out []slowAnswer) {
	going := p.going()
	goes := make([]believed, len(going)) // above 0 where one goes on
	for k := range goes {
		goes[k] = believedOf(func(mean float64) float64 { return going[k].at(mean) - p.now(k, mean) })
	}
	spread := 0.0
	for k := range p.trials {
		prior := func(f func(mean float64) float64) float64 { return believedOf(f).expected(0, spread) }
		a := slowAnswer{
			information: prior(func(mean float64) float64 {
				return p.discount(k)*gainOf(p.shift+mean, p.moves[k]) - p.now(k, mean)
			}),
			net: goes[k].expected(0, spread),
		}
		after := k + 1
		goOn := func(mean float64) bool { return goes[after].at(mean) > 0 }
		a.reached = p.chance(after, goes, func(float64) bool { return true })
		a.goOn = p.chance(after, goes, goOn) / a.reached
		a.change = p.chance(after, goes, func(mean float64) bool { return !goOn(mean) && p.shift+mean > 0 }) / a.reached
		a.stop = 1 - a.goOn - a.change
		out = append(out, a)
		spread = math.Hypot(spread, p.moves[k])
	}
	return going[0].at(0), out
}

func TestTrialsOneAfterAnotherAreWorthWhatASlowDynamicProgrammeSays(t *testing.T) {
	t.Parallel()
	programmes := map[string][]businesscase.Trial{
		"two": {
			{Name: "pilot", Input: "a", SE: 1.5, Cost: .01, Periods: 1},
			{Name: "region", Input: "a", SE: .5, Cost: .05, Periods: 2},
		},
		"three": {
			{Name: "talks", Input: "a", SE: 2, Cost: .005},
			{Name: "pilot", Input: "a", SE: 1, Cost: .02, Periods: 1},
			{Name: "region", Input: "a", SE: .4, Cost: .04, Periods: 1},
		},
	}
	for name, trials := range programmes {
		for _, shift := range []float64{-.6, .1} {
			p := have(wager(shift, []float64{1}, businesscase.Normal(0, 1)).Stage(trials, businesscase.Config{Draws: 20_000}))(t)
			begun, want := newSlowProgramme(shift, trials).answers()
			t.Run(fmt.Sprint(name, " at ", shift), func(t *testing.T) {
				wantMean(t, "Staged", p.Staged, max(begun, shift))
				for k, w := range want {
					s := p.Stages[k]
					wantMean(t, s.Name+" Information", s.Information, w.information)
					wantMean(t, s.Name+" Net", s.Net, w.net)
					// Where two choices are worth about the same, a small error of either moves many draws at
					// hardly any loss.
					const loose = .03
					agree(t, s.Name+" Reached", s.Reached, w.reached, loose)
					agree(t, s.Name+" Stop", s.Stop, w.stop, loose)
					agree(t, s.Name+" GoOn", s.GoOn, w.goOn, loose)
					agree(t, s.Name+" Change", s.Change, w.change, loose)
				}
			})
		}
	}
}

// skewed is a share that is likely to be small.
func skewed() businesscase.Dist { return businesscase.Triangular(0, .05, .6) }

// curved is a change whose worth bends: it depends on a skewed share, and on a square.
func curved() businesscase.Model {
	return wagerOf(func(x []float64) float64 {
		return 3*(1-math.Exp(-4*x[0])) - .4*x[1]*x[1] - .6
	}, skewed(), businesscase.Lognormal(1, .4))
}

// nested works out what a trial of the first input of curved is worth in the obvious way: for each finding, the
// mean worth over all shares, weighted by how likely each makes the finding.
func nested(t *testing.T, se float64) float64 {
	const shares, errors = 200, 40
	even := func(i, n int) float64 { return (float64(i) + .5) / float64(n) }
	share, worth, now := make([]float64, shares), make([]float64, shares), 0.0
	for i := range shares {
		share[i] = have(skewed().Quantile(even(i, shares)))(t)
		worth[i] = 3*(1-math.Exp(-4*share[i])) - .4*math.Exp(2*.4*.4) - .6 // the mean over the other input
		now += worth[i] / shares
	}
	sum := 0.0
	for _, truth := range share {
		for j := range errors {
			finding := truth + se*have(businesscase.Normal(0, 1).Quantile(even(j, errors)))(t)
			weights, mean := 0.0, 0.0
			for i, s := range share {
				z := (finding - s) / se
				w := math.Exp(-z * z / 2)
				weights += w
				mean += w * worth[i]
			}
			sum += max(0, mean/weights)
		}
	}
	return sum/shares/errors - max(0, now)
}

func TestATrialOfACurvedCaseIsWorthWhatAllItsFindingsSay(t *testing.T) {
	t.Parallel()
	for _, se := range []float64{.03, .1, .4} {
		got := have(curved().Stage(trialsOf("a", se), businesscase.Config{Draws: 20_000}))(t).Stages[0].Information
		wantMean(t, "Information", got, nested(t, se))
	}
}

// What a trial is worth is what it does to the case once it is run: the mean over its findings of the case with
// each of them learnt, where that is worth more than nothing.
func TestATrialIsWorthWhatLearningItsFindingsDoesToTheCase(t *testing.T) {
	t.Parallel()
	const findings, se, golden = 30, .1, .6180339887498949
	m := curved()
	p := have(m.Stage(trialsOf("a", se), businesscase.Config{Draws: 20_000}))(t)
	sum := 0.0
	for i := range findings {
		// Evenly over what can be found, so that few will do.
		_, part := math.Modf(golden * float64(i+1))
		share := have(m.Inputs[0].Dist.Quantile((float64(i) + .5) / findings))(t)
		found := share + se*have(businesscase.Normal(0, 1).Quantile(part))(t)
		learnt := have(m.Learn(businesscase.Measurement{Input: "a", Found: relationship.Estimate{
			Value: found, Low: found - 1.96*se, High: found + 1.96*se, Basis: relationship.Observed,
		}}))(t)
		result := have(learnt.Run(businesscase.Config{Draws: 1500, Rand: seeded(uint64(i))}))(t)
		sum += max(0, result.Value.Value)
	}
	agree(t, "Staged", p.Staged.Value, sum/findings, 4*p.Staged.SE+.01)
}
