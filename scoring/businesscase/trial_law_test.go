package businesscase_test

import (
	"encoding/json"
	"math"
	"slices"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// trialNumber draws 0 or a number of which no square is lost: one too small for that has no errors that scale.
func trialNumber(t *rapid.T, name string, low, high float64) float64 {
	return math.Round(rapid.Float64Range(low, high).Draw(t, name)*0x1p30) / 0x1p30
}

// trialDist draws a distribution with a spread of about 1.
func trialDist(t *rapid.T) businesscase.Dist {
	middle := trialNumber(t, "middle", -1, 1)
	return rapid.SampledFrom([]businesscase.Dist{
		businesscase.Normal(middle, 1),
		businesscase.Lognormal(1+math.Abs(middle), .5),
		businesscase.Triangular(middle-1, middle, middle+3),
		businesscase.Uniform(middle-2, middle+2),
		businesscase.Between(middle-1, middle, middle+1.5),
		businesscase.Sample([]float64{middle, middle + 1, middle + 1, middle + 4}),
	}).Draw(t, "input")
}

// trialWager draws a change on two inputs, and trials of them.
func trialWager(t *rapid.T) (businesscase.Model, []businesscase.Trial) {
	number := func(name string, low, high float64) float64 { return trialNumber(t, name, low, high) }
	a, b, c, both := number("a", -2, 2), number("b", -2, 2), number("c", -2, 2), number("both", -.5, .5)
	m := wagerOf(func(x []float64) float64 { return a + b*x[0] + c*x[1] + both*x[0]*x[1] }, trialDist(t), trialDist(t))
	if r := rapid.SampledFrom([]float64{0, 0, .5, -1}).Draw(t, "correlation"); r != 0 {
		m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: r}}
	}
	trials := trialsOf(rapid.SampledFrom([]string{"a", "b", "aa", "ab", "ba"}).Draw(t, "trials"), 1, 1, 1)
	for i := range trials {
		trials[i].SE = math.Exp(number("log SE", -4, 4))
		trials[i].Cost = rapid.SampledFrom([]float64{0, .01, .1, 1}).Draw(t, "cost")
		trials[i].Periods = rapid.IntRange(0, 2).Draw(t, "periods")
	}
	return m, trials
}

// trialConfig draws settings that are made anew with each call, with the same seed.
func trialConfig(t *rapid.T) func() businesscase.Config {
	seed := rapid.Uint64().Draw(t, "seed")
	return func() businesscase.Config {
		return businesscase.Config{Draws: 1000, Rand: seeded(seed)}
	}
}

// notBelow fails where a mean is below another by more than chance and what a regression on few draws misses.
func notBelow(t *rapid.T, what string, a, b businesscase.Mean) {
	if a.Value < b.Value-6*math.Hypot(a.SE, b.SE)-.03 {
		t.Errorf("%s: %+v is below %+v", what, a, b)
	}
}

func TestWhatATrialFindsIsWorthFromNothingToPerfectInformation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, trials := trialWager(t)
		m.Correlations = nil // else a trial tells of the other input too
		cfg := trialConfig(t)
		p := have(m.Stage(trials[:1], cfg()))(t)
		r := have(m.Run(cfg()))(t)
		got := p.Stages[0]
		notBelow(t, "information", got.Information, businesscase.Mean{})
		notBelow(t, "perfect information", found(r, trials[0].Input).Perfect, got.Information)
		notBelow(t, "information less cost and delay", got.Information, got.Net)
	})
}

// TestLawsOfProgrammes holds each programme against others that differ from it in one thing.
func TestLawsOfProgrammes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, trials := trialWager(t)
		cfg := trialConfig(t)
		s := staged{m, trials, cfg, have(m.Stage(slices.Clone(trials), cfg()))(t)}
		s.decisionsAreAllThatCanHappen(t)
		s.whatIsMeasuredMoreLooselyIsWorthLess(t)
		s.whatCostsMoreThanPerfectInformationIsNotBegun(t)
		s.whatCostsNothingAndTakesNoTimeDoesNoHarm(t)
		s.theCoinMakesNoDifference(t)
	})
}

// A staged is a programme and what it was made of.
type staged struct {
	m      businesscase.Model
	trials []businesscase.Trial
	cfg    func() businesscase.Config
	got    businesscase.Programme
}

// with returns the programme of other trials, with the same draws.
func (s staged) with(t *rapid.T, trials []businesscase.Trial) businesscase.Programme {
	t.Helper()
	before := slices.Clone(trials)
	p := have(s.m.Stage(trials, s.cfg()))(t)
	if diff := gocmp.Diff(before, trials); diff != "" {
		t.Errorf("trials were changed (-before +after):\n%s", diff)
	}
	return p
}

func (s staged) decisionsAreAllThatCanHappen(t *rapid.T) {
	reached := 1.0
	for k, stage := range s.got.Stages {
		if math.Abs(stage.Reached-reached) > 1e-9 {
			t.Errorf("trial %d is reached with %g, and gone on to with %g", k, stage.Reached, reached)
		}
		want := 1.0
		if stage.Reached == 0 {
			want = 0
		}
		if sum := stage.Stop + stage.GoOn + stage.Change; math.Abs(sum-want) > 1e-9 || min(stage.Stop, stage.GoOn, stage.Change) < 0 {
			t.Errorf("after trial %d: %+v", k, stage)
		}
		reached = stage.Reached * stage.GoOn
	}
	if last := s.got.Stages[len(s.got.Stages)-1]; last.GoOn != 0 {
		t.Errorf("after the last trial there is nothing to go on to: %+v", last)
	}
	if s.got.Staged.Value < s.got.Direct.Value || s.got.Begin != (s.got.Staged.Value > s.got.Direct.Value) {
		t.Errorf("staged is the best of all: %+v", s.got)
	}
}

func (s staged) whatIsMeasuredMoreLooselyIsWorthLess(t *rapid.T) {
	trials := slices.Clone(s.trials)
	trials[0].SE *= rapid.Float64Range(1, 5).Draw(t, "looser")
	loose := s.with(t, trials)
	notBelow(t, "a tighter trial", s.got.Stages[0].Information, loose.Stages[0].Information)
	notBelow(t, "a programme with a tighter trial", s.got.Staged, loose.Staged)
}

func (s staged) whatCostsMoreThanPerfectInformationIsNotBegun(t *rapid.T) {
	r := have(s.m.Run(s.cfg()))(t)
	agree(t, "to decide now", s.got.Direct.Value, max(0, r.Value.Value), 1e-12*(1+math.Abs(r.Value.Value)))
	trials := slices.Clone(s.trials)
	trials[0].Cost = r.Perfect.Value + 6*r.Perfect.SE + .01
	if p := s.with(t, trials); p.Begin || p.Staged != p.Direct || p.Stages[0].Net.Value >= 0 {
		t.Errorf("it is begun: %+v", p)
	}
}

func (s staged) whatCostsNothingAndTakesNoTimeDoesNoHarm(t *rapid.T) {
	free := businesscase.Trial{Name: "free", Input: "a", SE: rapid.SampledFrom([]float64{.01, 1, 1e9}).Draw(t, "SE")}
	p := s.with(t, slices.Insert(slices.Clone(s.trials), rapid.IntRange(0, len(s.trials)).Draw(t, "at"), free))
	notBelow(t, "with a free trial", p.Staged, s.got.Staged)
	if p.Direct != s.got.Direct {
		t.Errorf("a trial changes what it is worth to do without: %+v, %+v", p.Direct, s.got.Direct)
	}
}

// theCoinMakesNoDifference has amounts in another coin: powers of 2 change no digit.
func (s staged) theCoinMakesNoDifference(t *rapid.T) {
	coin := math.Ldexp(1, rapid.IntRange(-30, 30).Draw(t, "coin"))
	flows, trials, want := s.m.Flows, slices.Clone(s.trials), s.got
	s.m.Flows = func(x []float64, f *businesscase.Flows) {
		flows(x, f)
		f.Change[f.Later] *= coin
	}
	for i := range trials {
		trials[i].Cost *= coin
	}
	want.Stages = slices.Clone(want.Stages)
	for _, mean := range append(amountsOf(&want), &want.Direct, &want.Staged) {
		mean.Value *= coin
		mean.SE *= coin
	}
	if diff := gocmp.Diff(want, s.with(t, trials)); diff != "" {
		t.Errorf("in another coin (-want +got):\n%s", diff)
	}
}

func amountsOf(p *businesscase.Programme) (all []*businesscase.Mean) {
	for i := range p.Stages {
		all = append(all, &p.Stages[i].Information, &p.Stages[i].Net)
	}
	return all
}

func TestAProgrammeIsTheSameHoweverManyCoresThereAre(t *testing.T) {
	t.Parallel()
	m := curved()
	trials := trialsOf("aba", .1, 1, .05)
	trials[1].Cost, trials[1].Periods = .01, 1
	ways := map[string]func(n int, do func(int)){
		"backwards": func(n int, do func(int)) {
			for i := range n {
				do(n - 1 - i)
			}
		},
		"at once": func(n int, do func(int)) {
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() { do(i) })
			}
			all.Wait()
		},
	}
	cfg := businesscase.Config{Draws: 9_001}
	want := have(m.Stage(trials, cfg))(t)
	for name, way := range ways {
		cfg.Each = way
		if diff := gocmp.Diff(want, have(m.Stage(trials, cfg))(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestExtremeTrialsGiveFiniteNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		far := rapid.SampledFrom([]float64{5e-324, 1e-300, 1e-9, 1, 1e9, 1e300})
		scale := rapid.SampledFrom([]float64{0, 1e-300, 1, 1e140}).Draw(t, "scale")
		m := wager(-scale, []float64{scale, -scale}, businesscase.Sample([]float64{0, 1}), businesscase.Normal(0, 1))
		trials := trialsOf("aaba"[:rapid.IntRange(1, 4).Draw(t, "trials")], 1, 1, 1, 1)
		for i := range trials {
			trials[i].SE = far.Draw(t, "SE")
			trials[i].Cost = rapid.SampledFrom([]float64{0, 1e-300, 1, 1e142}).Draw(t, "cost")
		}
		p := have(m.Stage(trials, businesscase.Config{Draws: 1000}))(t)
		if _, err := json.Marshal(p); err != nil {
			t.Error(err) // of NaN and infinities
		}
	})
}

// What half of the draws seems to teach of a trial that says nothing is chance, and does not pay on the other half.
func TestATrialThatSaysNothingIsNotWorthMoreByChance(t *testing.T) {
	t.Parallel()
	var worth []float64
	for seed := range uint64(40) {
		m := wager(0, []float64{1}, businesscase.Normal(0, 1))
		p := have(m.Stage(trialsOf("a", 1000), businesscase.Config{Draws: 1000, Rand: seeded(seed)}))(t)
		worth = append(worth, p.Stages[0].Information.Value)
	}
	mean, sd := moments(worth)
	t.Logf("worth %.4f on average, with an error of %.4f", mean, sd/math.Sqrt(40))
	if mean > 2*sd/math.Sqrt(40) {
		t.Errorf("got %.4f on average, with an error of %.4f, want no more than 0", mean, sd/math.Sqrt(40))
	}
}

func TestStatedErrorsOfAProgrammeAreThoseOfManySeeds(t *testing.T) {
	t.Parallel()
	const seeds = 40
	m := wager(-.2, []float64{1}, businesscase.Normal(0, 1))
	trials := trialsOf("aa", 1.5, .5)
	trials[0].Periods, trials[1].Cost = 1, .05
	begun, want := newSlowProgramme(-.2, trials).answers()
	off := map[string][]float64{}
	for seed := range uint64(seeds) {
		p := have(m.Stage(trials, businesscase.Config{Draws: 2000, Rand: seeded(seed)}))(t)
		for what, c := range map[string]struct {
			got  businesscase.Mean
			want float64
		}{
			"Staged":             {p.Staged, begun},
			"first Information":  {p.Stages[0].Information, want[0].information},
			"second Information": {p.Stages[1].Information, want[1].information},
			"second Net":         {p.Stages[1].Net, want[1].net},
		} {
			off[what] = append(off[what], (c.got.Value-c.want)/c.got.SE)
		}
	}
	for what, errors := range off {
		mean, sd := moments(errors)
		if math.Abs(mean) > .5 || sd < .75 || sd > 1.3 {
			t.Errorf("%s: errors in standard errors have mean %.2f and standard deviation %.2f", what, mean, sd)
		}
	}
}
