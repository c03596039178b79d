package lifetime_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// buyGroups makes a sample of groups.
func buyGroups(t buyTB, groups ...lifetime.Group) *lifetime.Sample {
	t.Helper()
	s := new(lifetime.Sample)
	for _, g := range groups {
		if err := s.AddGroup(g); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return s
}

func buyGroup(x, last, end float64, n int) lifetime.Group {
	return lifetime.Group{Customer: lifetime.Customer{X: x, TX: last, T: end}, N: n}
}

// TestDataThatDoNotCarryAModelAreTold fits what other programs answer with numbers, not-a-number or not at all.
func TestDataThatDoNotCarryAModelAreTold(t *testing.T) {
	t.Parallel()
	same := buyGroups(t, buyGroup(3, 30, 40, 500))
	loyal := buyGroups(t, buyGroup(0, 0, 40, 50), buyGroup(1, 40, 40, 80), buyGroup(3, 40, 40, 70), buyGroup(8, 40, 40, 20))
	five := buyGroups(t, buyGroup(0, 0, 30, 1), buyGroup(1, 3, 30, 1), buyGroup(4, 28, 35, 1), buyGroup(2, 20, 31, 1), buyGroup(0, 0, 20, 1))
	cases := []struct {
		name   string
		s      *lifetime.Sample
		models []string
		want   lifetime.Verdict
	}{
		{"nobody", new(lifetime.Sample), buyNames(), lifetime.NoRepeats},
		{"nobody came back", buyGroups(t, buyGroup(0, 0, 40, 50), buyGroup(0, 0, 20, 50)), buyNames(), lifetime.NoRepeats},
		{"nobody was watched", buyGroups(t, buyGroup(0, 0, 0, 50)), buyNames(), lifetime.NoRepeats},
		{"all alike", same, buyNames(), lifetime.AlikeRates},
		{"all bought just now", loyal, []string{"bgnbd", "pnbd"}, lifetime.NoLoss},
		{"five customers", five, buyNames(), 0},
		{"one customer", buyGroups(t, buyGroup(2, 20, 40, 1)), buyNames(), 0},
	}
	for _, c := range cases {
		for _, name := range c.models {
			m, f := buyFit(t, name, c.s, lifetime.Config{})
			t.Logf("%s, %s: %v %v %d steps", c.name, f.Model, f.Verdicts, f.Params, f.Steps)
			if f.Sound() || c.want != 0 && !slices.Contains(f.Verdicts, c.want) {
				t.Errorf("%s, %s: got %v, want %v among them", c.name, f.Model, f.Verdicts, c.want)
			}
			if c.want == lifetime.NoRepeats {
				if _, err := m.PAlive(lifetime.Customer{}, 0); !errors.Is(err, relationship.ErrInvalid) || len(f.Params) > 0 {
					t.Errorf("%s, %s: got %v and %v, want an error and no parameters", c.name, f.Model, err, f.Params)
				}
				continue
			}
			for _, p := range f.Params {
				if !(p.Value > 0 && p.Value < 1e30 && p.SE >= 0) || (p.SE == 0) != (f.Covariance == nil) {
					t.Errorf("%s, %s: got %v with covariance %v", c.name, f.Model, p, f.Covariance)
				}
			}
			if err := m.Check(); err != nil || math.IsNaN(f.LogLikelihood+f.AIC+f.BIC) {
				t.Errorf("%s, %s: %v, log-likelihood %g", c.name, f.Model, err, f.LogLikelihood)
			}
		}
	}
}

func TestTooFewStepsAreTold(t *testing.T) {
	t.Parallel()
	s := buyGroups(t, buyGroup(0, 0, 40, 50), buyGroup(1, 10, 40, 20), buyGroup(2, 30, 40, 20), buyGroup(9, 39, 40, 5))
	for _, name := range buyNames() {
		if _, f := buyFit(t, name, s, lifetime.Config{Steps: 1}); !slices.Contains(f.Verdicts, lifetime.Unfinished) {
			t.Errorf("%s: got %v, want unfinished among them", name, f.Verdicts)
		}
	}
}

func TestAWeakParameterIsToldExactlyWhereItsErrorIsAsLargeAsItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := buySample(t, buyBatch().Draw(t, "rows")[:20])
		m, f := buyFit(t, rapid.SampledFrom(buyNames()).Draw(t, "model"), s, lifetime.Config{})
		large := false
		for _, p := range f.Params {
			large = large || p.SE > p.Value
		}
		if f.Covariance != nil && large != slices.Contains(f.Verdicts, lifetime.Weak) || f.Covariance == nil && f.Sound() {
			t.Fatalf("%+v: got %v with %+v", m, f.Verdicts, f.Params)
		}
		if k := float64(len(f.Params)); k > 0 && (f.AIC != 2*k-2*f.LogLikelihood || f.BIC != k*math.Log(20)-2*f.LogLikelihood) {
			t.Fatalf("got AIC %g and BIC %g with a log-likelihood of %g", f.AIC, f.BIC, f.LogLikelihood)
		}
	})
}

func TestEveryVerdictSaysWhatToDo(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for v := lifetime.NoRepeats; v <= lifetime.Unfinished; v++ {
		text, err := v.MarshalText()
		if err != nil || string(text) != v.String() || seen[v.String()] || len(v.Advice()) < 20 {
			t.Errorf("%d: got %q, %v, %q", v, text, err, v.Advice())
		}
		seen[v.String()] = true
	}
	if got := lifetime.Verdict(0).String(); got != "unknown" {
		t.Errorf("got %q, want unknown", got)
	}
}

func TestBadInputIsRefused(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	good := lifetime.Customer{X: 2, TX: 20, T: 40}
	m := lifetime.BGNBD{R: 1, Alpha: 1, A: 1, B: 1}
	add := func(x, last, end float64) error {
		return new(lifetime.Sample).Add(lifetime.Customer{X: x, TX: last, T: end})
	}
	only := func(_ any, err error) error { return err }
	fit := func(cfg lifetime.Config) error {
		_, _, err := lifetime.FitParetoNBD(buyGroups(t, buyGroup(2, 20, 40, 5)), cfg)
		return err
	}
	cases := []struct {
		name  string
		err   error
		field string
	}{
		{"negative x", add(-1, 1, 2), "X"},
		{"half an x", add(1.5, 1, 2), "X"},
		{"x not a number", add(nan, 1, 2), "X"},
		{"x infinite", add(inf, 1, 2), "X"},
		{"T not a number", add(1, 1, nan), "T"},
		{"T infinite", add(1, 1, inf), "T"},
		{"T negative", add(0, 0, -1), "T"},
		{"t_x not a number", add(1, nan, 2), "TX"},
		{"t_x after T", add(1, 3, 2), "TX"},
		{"t_x negative", add(0, -1, 2), "TX"},
		{"x without t_x", add(1, 0, 2), "TX"},
		{"t_x without x", add(0, 1, 2), "TX"},
		{"an empty group", new(lifetime.Sample).AddGroup(buyGroup(0, 0, 1, 0)), "N"},
		{"a horizon below 0", only(m.Expected(good, -1)), "horizon"},
		{"a horizon that is no number", only(m.Expected(good, nan)), "horizon"},
		{"later below 0", only(m.PAlive(good, -1)), "later"},
		{"a rate of 0", only(m.Discounted(good, 0)), "rate"},
		{"fewer than no purchases", only(m.Probability(-1, 3)), "n"},
		{"a time below 0", only(m.Probability(1, -3)), "t"},
		{"the zero model", only(lifetime.MBGNBD{}.PAlive(good, 0)), "R"},
		{"no number as parameter", only(lifetime.ParetoNBD{R: 1, Alpha: 1, S: nan, Beta: 1}.PAlive(good, 0)), "S"},
		{"no customer", only(m.LogLikelihood(lifetime.Customer{X: 1})), "TX"},
		{"a short dst", lifetime.PAliveAll(m, nil, []lifetime.Customer{good}, 0), "dst"},
		{"a bad row", lifetime.ExpectedAll(m, make([]float64, 2), []lifetime.Customer{good, {X: 1}}, 1), "rows[1].TX"},
		{"steps below 0", fit(lifetime.Config{Steps: -1}), "Steps"},
		{"a short start", fit(lifetime.Config{Start: []float64{1}}), "Start"},
		{"a start at 0", fit(lifetime.Config{Start: []float64{1, 1, 0, 1}}), "Start[2]"},
		{"no frequencies", only(lifetime.Frequencies(m, new(lifetime.Sample), 0)), "last"},
		{"a bad time", only(lifetime.Track(m, new(lifetime.Sample), []float64{1, nan})), "times[1]"},
		{"a horizon of a sample below 0", only(lifetime.Foresee(m, new(lifetime.Sample), -1)), "later"},
	}
	for _, c := range cases {
		var told *relationship.OpError
		if !errors.Is(c.err, relationship.ErrInvalid) || !errors.As(c.err, &told) || told.Field != c.field || told.Room != "lifetime" {
			t.Errorf("%s: got %v, want one about %s", c.name, c.err, c.field)
		}
		if c.err != nil && (strings.Contains(c.err.Error(), "NaN") || strings.Contains(c.err.Error(), "20")) {
			t.Errorf("%s: %v tells a value", c.name, c.err)
		}
	}
}

// TestAnyArgumentsGiveANumberOrAnError tries what no one would.
func TestAnyArgumentsGiveANumberOrAnError(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var p [4]float64
		for i := range p {
			p[i] = buyPositive(1e-30, 1e30).Draw(t, "parameter")
		}
		m := buyModel(rapid.SampledFrom(buyNames()).Draw(t, "model"), p)
		end := buyPositive(1e-30, 1e30).Draw(t, "T")
		x := math.Trunc(buyPositive(0.5, 1e15).Draw(t, "x"))
		c := lifetime.Customer{T: end}
		if x > 0 {
			c = lifetime.Customer{X: x, TX: end * rapid.SampledFrom([]float64{1, 0.5, 1e-20}).Draw(t, "last"), T: end}
		}
		h := buyPositive(1e-30, 1e30).Draw(t, "horizon")
		ask := func(name string, v float64, err error) {
			if math.IsNaN(v) || math.IsInf(v, 0) || err != nil && !errors.Is(err, relationship.ErrInvalid) {
				t.Fatalf("%s of %+v at %g: got %g, %v", name, c, h, v, err)
			}
		}
		v, err := m.PAlive(c, h)
		ask("PAlive", v, err)
		if err == nil && !(v >= 0 && v <= 1) {
			t.Fatalf("PAlive: got %g", v)
		}
		v, err = m.Expected(c, h)
		ask("Expected", v, err)
		v, err = m.LogLikelihood(c)
		ask("LogLikelihood", v, err)
		v, err = m.Discounted(c, h)
		ask("Discounted", v, err)
		v, err = m.Probability(int(min(x, 1e9)), end)
		ask("Probability", v, err)
	})
}

// TestAnyCustomersGiveAFitOrAVerdict fits samples of a few customers each, as odd as they come.
func TestAnyCustomersGiveAFitOrAVerdict(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(buyCustomer(), 0, 12).Draw(t, "rows")
		s := buySample(t, rows)
		for _, name := range buyNames() {
			m, f := buyFit(t, name, s, lifetime.Config{})
			if strings.Contains(fmt.Sprint(f), "NaN") || strings.Contains(fmt.Sprint(f), "Inf") {
				t.Fatalf("%s: got %+v", name, f)
			}
			if slices.Contains(f.Verdicts, lifetime.Unfinished) {
				t.Fatalf("%s: the search did not end: %+v", name, f)
			}
			if len(f.Params) > 0 && m.Check() != nil {
				t.Fatalf("%s: %v", name, m.Check())
			}
		}
	})
}
