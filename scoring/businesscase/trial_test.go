package businesscase_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// One trial of a normal input on which a change depends in a straight line has closed forms: the mean that will be
// believed after it is normal with a standard deviation of prior^2/sqrt(prior^2 + SE^2), and what it is worth to decide
// then follows from the unit normal loss integral (Raiffa and Schlaifer 1961).
func TestOneTrialOfANormalInputIsWorthWhatTheLossIntegralSays(t *testing.T) {
	t.Parallel()
	cases := []struct{ mean, prior, se, a, b float64 }{
		{0, 1, 1, 0, 1},
		{.5, 1, .5, 0, 1},
		{-.5, 1, 2, 0, 1},
		{1, 1, .2, 0, 1},
		{-2, 1, .1, 0, 1},
		{.03, .02, .015, -20_000, 1e6},
		{.03, .02, .015, 20_000, -1e6},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			t.Parallel()
			m := wager(c.a, []float64{c.b}, businesscase.Normal(c.mean, c.prior))
			cost := .01 * math.Abs(c.b) * c.prior
			trial := businesscase.Trial{Name: "pilot", Input: "a", SE: c.se, Cost: cost, Periods: 2}
			p := have(m.Stage([]businesscase.Trial{trial}, businesscase.Config{Draws: 20_000}))(t)
			now, later := max(0, c.a+c.b*c.mean), math.Pow(1.1, -2)
			shrink := c.prior * c.prior / (c.prior*c.prior + c.se*c.se)
			sd := math.Abs(c.b) * c.prior * math.Sqrt(shrink)
			gain := gainOf(c.a+c.b*c.mean, sd)
			s := p.Stages[0]
			wantMean(t, "Direct", p.Direct, now)
			wantMean(t, "Information", s.Information, gain-now)
			wantMean(t, "Net", s.Net, later*gain-now-cost)
			wantMean(t, "Staged", p.Staged, max(now, later*gain-cost))
			chance := math.Erfc(-(c.a+c.b*c.mean)/sd/math.Sqrt2) / 2
			agree(t, "Change", s.Change, chance, .02)
			agree(t, "Stop", s.Stop, 1-chance, .02)
			if s.Reached != 1 || s.GoOn != 0 || p.Begin != (later*gain-cost > now) {
				t.Errorf("got %+v", p)
			}
			breakEven := -c.a / c.b
			wantNeeded(t, s, c.mean+(breakEven-c.mean)/shrink, c.b < 0, math.Hypot(c.prior, c.se))
		})
	}
}

// wantNeeded fails unless what must be found is as it should be, to a twenty-fifth of the spread of findings.
func wantNeeded(t *testing.T, s businesscase.Stage, want float64, atMost bool, spread float64) {
	t.Helper()
	if s.Needed == nil {
		t.Fatalf("Needed is nil, want %g", want)
	}
	agree(t, "Needed", *s.Needed, want, spread/25)
	if s.AtMost != atMost {
		t.Errorf("AtMost is %v, want %v", s.AtMost, atMost)
	}
}

func TestTrialsOfOneInputArePooledByTheirPrecision(t *testing.T) {
	t.Parallel()
	m := wager(-.2, []float64{1}, businesscase.Normal(0, 1))
	p := have(m.Stage(trialsOf("aa", 1.5, .8), businesscase.Config{Draws: 40_000}))(t)
	after := func(se float64) float64 { return gainOf(-.2, 1/math.Hypot(1, se)) }
	both := 1 / math.Sqrt(1/(1.5*1.5)+1/(.8*.8))
	wantMean(t, "the first", p.Stages[0].Information, after(1.5))
	wantMean(t, "the second", p.Stages[1].Information, after(both)-after(1.5))
	wantMean(t, "both", p.Staged, after(both))
	wantNeeded(t, p.Stages[0], .2*(1+1.5*1.5), false, math.Hypot(1, 1.5))
	wantNeeded(t, p.Stages[1], .2*(1+both*both), false, math.Hypot(1, both))
}

func TestTrialsOfSeveralInputsAreTakenTogether(t *testing.T) {
	t.Parallel()
	m := wager(-1, []float64{1, 2}, businesscase.Normal(0, 1), businesscase.Normal(.3, .5))
	p := have(m.Stage(trialsOf("ab", .5, .5), businesscase.Config{Draws: 20_000}))(t)
	first, second := 1/math.Hypot(1, .5), 2*.25/math.Hypot(.5, .5)
	wantMean(t, "the first", p.Stages[0].Information, gainOf(-.4, first))
	wantMean(t, "the second", p.Stages[1].Information, gainOf(-.4, math.Hypot(first, second))-gainOf(-.4, first))
	wantMean(t, "both", p.Staged, gainOf(-.4, math.Hypot(first, second)))
	if p.Stages[0].Needed == nil || p.Stages[1].Needed != nil {
		t.Errorf("what is needed is known after the first trial only, got %+v", p.Stages)
	}
}

// A trial of an input that nothing depends on still tells of one that it goes with.
func TestATrialTellsOfInputsThatGoWithWhatItMeasures(t *testing.T) {
	t.Parallel()
	for _, r := range []float64{-.9, 1} {
		m := wager(.1, []float64{1, 0}, businesscase.Normal(0, 1), businesscase.Normal(5, 2))
		m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: r}}
		p := have(m.Stage(trialsOf("ba", 1, .5), businesscase.Config{Draws: 20_000}))(t)
		one := math.Abs(r) * 2 / math.Hypot(2, 1)
		wantMean(t, fmt.Sprint("one at ", r), p.Stages[0].Information, gainOf(.1, one)-.1)
		// Both: the error of what b says of a, beside that of a itself.
		left := 1 - one*one
		both := math.Sqrt(one*one + left*left/(left+.25))
		wantMean(t, fmt.Sprint("both at ", r), p.Staged, gainOf(.1, both))
	}
}

func TestATrialThatFindsAnExactNumberIsPerfectInformation(t *testing.T) {
	t.Parallel()
	m := wagerOf(func(x []float64) float64 { return x[0]*x[1] - 2 }, businesscase.Lognormal(1, .5), businesscase.Triangular(0, 1, 5))
	p := have(m.Stage(trialsOf("b", 1e-12), businesscase.Config{Draws: 20_000}))(t)
	got, want := p.Stages[0].Information, found(have(m.Run(businesscase.Config{Draws: 20_000}))(t), "b").Perfect
	agree(t, "Information", got.Value, want.Value, 4*math.Hypot(got.SE, want.SE))
}

func TestOfNoUseIsATrialThatSaysNothing(t *testing.T) {
	t.Parallel()
	for _, a := range []float64{-.3, .3} {
		m := wager(a, []float64{1}, businesscase.Normal(0, 1))
		p := have(m.Stage(trialsOf("aa", 1e300, .5), businesscase.Config{Draws: 20_000}))(t)
		alone := have(m.Stage(trialsOf("a", .5), businesscase.Config{Draws: 20_000}))(t)
		if s := p.Stages[0]; s.Information.Value != 0 || s.Needed != nil || s.GoOn < .999 {
			t.Errorf("got %+v", s)
		}
		got, want := p.Staged, alone.Staged
		agree(t, "Staged", got.Value, want.Value, 4*math.Hypot(got.SE, want.SE))
		agree(t, "Change", p.Stages[1].Change, alone.Stages[0].Change, .02)
		agree(t, "Needed", *p.Stages[1].Needed, *alone.Stages[0].Needed, .05)
	}
}

func TestAChangeThatDependsOnNothingIsNotWorthATrial(t *testing.T) {
	t.Parallel()
	for _, a := range []float64{-1, 0, 1} {
		p := have(wager(a, []float64{0}, businesscase.Normal(0, 1)).Stage(trialsOf("aa", 1, 1), businesscase.Config{Draws: 5000}))(t)
		want := max(0, a)
		if p.Direct.Value != want || p.Staged != p.Direct || p.Direct.SE != 0 || p.Begin || p.Stages[1].Information.Value != 0 {
			t.Errorf("with %g: got %+v", a, p)
		}
	}
}

func TestWhatPaysInTheMiddleOnlyNeedsNoOneNumber(t *testing.T) {
	t.Parallel()
	m := wagerOf(func(x []float64) float64 { return .8 - x[0]*x[0] }, businesscase.Normal(0, 1))
	s := have(m.Stage(trialsOf("a", .3), businesscase.Config{Draws: 5000}))(t).Stages[0]
	if s.Needed != nil || s.Change < .4 || s.Stop < .2 {
		t.Errorf("got %+v, want nothing needed", s)
	}
}
