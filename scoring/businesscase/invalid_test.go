package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestImpossibleModelsAreRefusedByField(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	n := businesscase.Normal
	model := func(change func(m *businesscase.Model)) businesscase.Model {
		m := yearly(10, n(1, 2), n(3, 4))
		m.Inputs[0].Improves = true
		change(&m)
		return m
	}
	flows := func(change func(f *businesscase.Flows)) businesscase.Model {
		return with(model(func(*businesscase.Model) {}), change)
	}
	for _, c := range []struct {
		what, field string
		m           businesscase.Model
	}{
		{"no model", "Periods", businesscase.Model{}},
		{"no horizon", "Periods", model(func(m *businesscase.Model) { m.Periods = 0 })},
		{"too long a horizon", "Periods", model(func(m *businesscase.Model) { m.Periods = 1201 })},
		{"no flows", "Flows", model(func(m *businesscase.Model) { m.Flows = nil })},
		{"no such unit", "Unit", model(func(m *businesscase.Model) { m.Unit = 9 })},
		{"no currency code", "Currency", model(func(m *businesscase.Model) { m.Currency = "euro" })},
		{"mixed currencies", "Inputs[1].Currency", model(func(m *businesscase.Model) { m.Inputs[1].Currency = "USD" })},
		{"no name", "Inputs[1].Name", model(func(m *businesscase.Model) { m.Inputs[1].Name = "" })},
		{"a name twice", "Inputs[1].Name", model(func(m *businesscase.Model) { m.Inputs[1].Name = "a" })},
		{"no spread", "Inputs[0].Dist.SD", model(func(m *businesscase.Model) { m.Inputs[0].Dist = n(1, 0) })},
		{"a number that is none", "Inputs[0].Dist.Mean", model(func(m *businesscase.Model) { m.Inputs[0].Dist = n(nan, 1) })},
		{"a correlation with nobody", "Correlations[0].B", model(func(m *businesscase.Model) {
			m.Correlations = []businesscase.Correlation{{A: "a", B: "z"}}
		})},
		{"too strong a correlation", "Correlations[0].R", model(func(m *businesscase.Model) {
			m.Correlations = []businesscase.Correlation{{A: "a", B: "b", R: 1.5}}
		})},
		{"a rate of -100 %", "Flows.Rate", flows(func(f *businesscase.Flows) { f.Rate = -1 })},
		{"no rate", "Flows.Rate", flows(func(f *businesscase.Flows) { f.Rate = nan })},
		{"an infinite rate", "Flows.Rate", flows(func(f *businesscase.Flows) { f.Rate = inf })},
		{"a rate too near -100 %", "Flows.Rate", flows(func(f *businesscase.Flows) { f.Rate = -1 + 1e-15; f.Change[1] = 1e142 })},
		{"no amount", "Flows.Change", flows(func(f *businesscase.Flows) { f.Change[1] = nan })},
		{"an infinite cost", "Flows.Cost", flows(func(f *businesscase.Flows) { f.Cost[0] = inf })},
		{"an infinite loss", "Flows.Nothing", flows(func(f *businesscase.Flows) { f.Nothing[2] = -inf })},
		{"no amount as now", "Flows.AsNow", flows(func(f *businesscase.Flows) { f.AsNow[0] = nan })},
		{"no gain", "Flows.CustomersChange", flows(func(f *businesscase.Flows) { f.CustomersChange[0] = nan })},
		{"an enormous gain", "Flows.CustomersNothing", flows(func(f *businesscase.Flows) { f.CustomersNothing[0] = 1e300 })},
		{"a list too short", "Flows.Change", flows(func(f *businesscase.Flows) { f.Change = f.Change[:1] })},
		{"a list too long", "Flows.Cost", flows(func(f *businesscase.Flows) { f.Cost = append(f.Cost, 1) })},
		{"no list", "Flows.AsNow", flows(func(f *businesscase.Flows) { f.AsNow = nil })},
		{"an amount that is none in few draws", "Flows.Change", rarely(model(func(*businesscase.Model) {}))},
	} {
		r, err := c.m.Run(businesscase.Config{Draws: 5000})
		names(t, c.what+", run", err, c.field)
		if r.Draws != 0 || r.Fan != nil {
			t.Errorf("%s: got a result beside an error", c.what)
		}
		outsideValue := c.field == "Flows.AsNow" || c.field == "Flows.CustomersChange" || c.field == "Flows.CustomersNothing"
		if outsideValue && c.what != "no list" {
			continue // the others do not look at these
		}
		_, err = c.m.BreakEven(businesscase.Config{Draws: 5000})
		names(t, c.what+", break-even", err, c.field)
		_, err = c.m.Against([]float64{1}, businesscase.Config{Draws: 5000})
		names(t, c.what+", against", err, c.field)
		if c.what != "an amount that is none in few draws" {
			_, err = c.m.Tornado(businesscase.TornadoConfig{})
			names(t, c.what+", tornado", err, c.field)
		}
	}
}

// rarely returns a model that has no amount where the first input is far out.
func rarely(m businesscase.Model) businesscase.Model {
	flows := m.Flows
	m.Flows = func(x []float64, f *businesscase.Flows) {
		if flows(x, f); x[0] > 1+3*2 {
			f.Change[1] = math.Sqrt(-1)
		}
	}
	return m
}

func TestImpossibleSettingsAreRefusedByField(t *testing.T) {
	t.Parallel()
	m := crm()
	m.Inputs[0].Improves = true
	lazy := func(n int, do func(int)) { do(0) }
	for _, c := range []struct {
		what, field string
		cfg         businesscase.Config
	}{
		{"too few draws", "Draws", businesscase.Config{Draws: 999}},
		{"too many draws", "Draws", businesscase.Config{Draws: 10_000_001}},
		{"draws below 0", "Draws", businesscase.Config{Draws: -1}},
		{"a quantile of 0", "Quantiles", businesscase.Config{Quantiles: []float64{.5, 0}}},
		{"a quantile of 1", "Quantiles", businesscase.Config{Quantiles: []float64{1}}},
		{"no quantile", "Quantiles", businesscase.Config{Quantiles: []float64{math.NaN()}}},
		{"something left out", "Each", businesscase.Config{Draws: 10_000, Each: lazy}},
	} {
		_, err := m.Run(c.cfg)
		names(t, c.what+", run", err, c.field)
		_, err = m.BreakEven(c.cfg)
		names(t, c.what+", break-even", err, c.field)
		_, err = m.Against([]float64{1}, c.cfg)
		names(t, c.what+", against", err, c.field)
	}
	for _, k := range []float64{-.1, 16.1, math.NaN(), math.Inf(1)} {
		_, err := m.Against([]float64{1, k}, businesscase.Config{})
		names(t, "an impossible scale", err, "scales[1]")
	}
	_, err := crm().BreakEven(businesscase.Config{})
	names(t, "no improvement", err, "Inputs")
	_, err = crm().Against(nil, businesscase.Config{})
	names(t, "no improvement", err, "Inputs")
	at := func(p float64) *float64 { return &p }
	for field, cfg := range map[string]businesscase.TornadoConfig{
		"Low":  {Low: at(-.1)},
		"High": {High: at(1.1)},
	} {
		_, err := m.Tornado(cfg)
		names(t, "an impossible quantile", err, field)
	}
	for what, cfg := range map[string]businesscase.TornadoConfig{
		"no quantile": {Low: at(math.NaN())}, "both alike": {Low: at(.5), High: at(.5)}, "the wrong way round": {Low: at(.95)},
		"an end that is none": {Low: at(0)},
	} {
		_, err := m.Tornado(cfg)
		names(t, what, err, "Low")
	}
	_, err = m.Tornado(businesscase.TornadoConfig{High: at(1)})
	names(t, "an end that is none", err, "High")
}

func TestAModelWithoutInputsIsWhatItsFlowsSay(t *testing.T) {
	t.Parallel()
	m := businesscase.Model{Periods: 1, Flows: func(_ []float64, f *businesscase.Flows) { f.Cost[0], f.Change[1] = 10, 12 }}
	r := have(m.Run(businesscase.Config{Quantiles: []float64{}}))(t)
	if r.Value.Value != 2 || r.Value.SE != 0 || r.Value.SD != 0 || len(r.Inputs) != 0 || r.Return.Value != .2 || r.Loss.Value != 0 {
		t.Errorf("got %+v", r)
	}
	if want := (relationship.Estimate{Value: 2, Low: 2, High: 2, Basis: relationship.Guessed}); r.Worth != want {
		t.Errorf("got %+v, want %+v", r.Worth, want)
	}
	if exact := (businesscase.Chance{}); r.Loss != exact {
		t.Errorf("got %+v, want no doubt", r.Loss)
	}
	if exact := (businesscase.Chance{Value: 1, Low: 1, High: 1}); r.Payback.Within != exact || r.DiscountedPayback.Within != exact {
		t.Errorf("got %+v and %+v, want no doubt", r.Payback, r.DiscountedPayback)
	}
	if tornado := have(m.Tornado(businesscase.TornadoConfig{}))(t); tornado.Base != 2 || len(tornado.Bars) != 0 {
		t.Errorf("got %+v", tornado)
	}
}
