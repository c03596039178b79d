package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// check returns the first rule that a model breaks, apart from those that [newSampler] checks.
func (m *Model) check() error {
	return rules.First(
		rules.Break("Periods", periodsRule(m.Periods)),
		rules.Break("Unit", m.Unit.rule()),
		rules.Break("Currency", m.currencyRule()),
		rules.Break("Flows", when(m.Flows == nil, "must not be nil")),
		m.checkCurrencies(),
	)
}

func (m *Model) currencyRule() string {
	return when(m.Currency != "" && currencyRule(m.Currency) != "", "must be empty or three capital letters")
}

func (m *Model) checkCurrencies() error {
	for i, in := range m.Inputs {
		if in.foreign(m.Currency) {
			return rules.Break(rules.Index("Inputs", i)+".Currency", "must be that of the model")
		}
	}
	return nil
}

// newFlows returns flows for so many periods, all 0.
func newFlows(periods int) *Flows {
	f := &Flows{own: make([]float64, 6*(periods+1))}
	f.reset()
	return f
}

// reset makes all amounts 0, in lists of our own: what a host put in their place is let go.
func (f *Flows) reset() {
	clear(f.own)
	f.Rate = 0
	n := len(f.own) / 6
	for i, list := range f.lists() {
		*list = f.own[i*n : (i+1)*n : (i+1)*n]
	}
}

// lists returns all lists of amounts.
func (f *Flows) lists() [6]*[]float64 {
	return [...]*[]float64{&f.Change, &f.Cost, &f.Nothing, &f.AsNow, &f.CustomersChange, &f.CustomersNothing}
}

// value returns the net present value, for inputs x, of changing rather than doing nothing. It is no number, or one
// greater than enormous, only where [Flows.fault] says why.
func (m *Model) value(x []float64, f *Flows) float64 {
	f.reset()
	m.Flows(x, f)
	if !f.whole() {
		return math.NaN()
	}
	step, rate, worth := 1/(1+f.Rate), 1., 0.
	change, cost, nothing := f.Change, f.Cost[:len(f.Change)], f.Nothing[:len(f.Change)]
	for t := range change {
		worth += rate * (change[t] - cost[t] - nothing[t])
		rate *= step
	}
	return worth
}

// early reports whether something is changed or paid before a period, apart from the last digits of all amounts.
func (f *Flows) early(later int) bool {
	const rounding = 1e-9
	var before, all float64
	for t, change := range f.Change {
		nothing, cost := f.Nothing[t], f.Cost[t]
		if t < later {
			before += math.Abs(change-nothing) + math.Abs(cost)
		}
		all += math.Abs(change) + math.Abs(nothing) + math.Abs(cost)
	}
	return before > rounding*all
}

const (
	enormous = 1e150 // what no amount may be worth: so that squares can be summed
	mostFlow = 1e143 // what no amount of a period may be: so that all together are hardly ever enormous
)

// whole reports whether the rate is one and all lists are as long as they were.
func (f *Flows) whole() bool {
	for _, list := range f.lists() {
		if len(*list) != len(f.own)/6 {
			return false
		}
	}
	return rateRule(f.Rate) == ""
}

// fault returns the rule that flows break, for when what they come to is no number or enormous.
func (f *Flows) fault() error {
	if rule := rateRule(f.Rate); rule != "" {
		return rules.Break("Flows.Rate", rule)
	}
	names := [...]string{"Change", "Cost", "Nothing", "AsNow", "CustomersChange", "CustomersNothing"}
	for i, list := range f.lists() {
		if rule := amountsRule(*list, len(f.own)/6); rule != "" {
			return rules.Break("Flows."+names[i], rule)
		}
	}
	return rules.Break("Flows.Rate", "must not be so near -1 that amounts become enormous")
}

func amountsRule(amounts []float64, n int) string {
	if len(amounts) != n {
		return "must have one amount for now and one for each period"
	}
	for _, v := range amounts {
		if !(math.Abs(v) < mostFlow) {
			return "must be finite amounts, below 1e143"
		}
	}
	return ""
}
