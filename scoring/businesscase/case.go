package businesscase

import (
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Case is an improvement for customers as an investment: who is there and who is to come, how long they stay,
// what they buy and gain, what the improvement changes in each, what it costs, and what becomes of all that if
// nothing is done. [Case.Model] makes it a calculation. The zero Input is one that is not given: see each field.
//
// In each period those who are there and those who come new in it buy, and at its end some of both leave. All that
// is paid and gained in a period is so at its end; only Change.Once is paid now. What is beyond the horizon counts
// for nothing. Amounts and Rate are either both with inflation or both without, and so with taxes.
//
// Those whom the change reaches are followed apart from all others, who go on as if nothing was done. When it works
// no more, those whom it reached are as likely to leave and buy as much as the others; that more of them are still
// there remains, and so does what of the drift was averted.
//
// What a customer who left would have gained is lost to him: Gain is what he has beyond the next best that he could
// have had.
type Case struct {
	// Currency is that of all amounts, which are in its minor unit: three capital letters. Amounts are up to 1e15,
	// numbers of customers up to 1e12, and times up to 2400 periods.
	Currency string `json:"currency,omitzero"`

	// Unit is how long a period is, and Periods the horizon, from 1 to 1200.
	Unit    Unit `json:"unit,omitzero"`
	Periods int  `json:"periods,omitzero"`

	// Rate is the discount rate for each RatePer, compounding, from -0.9 to 10: 0.1 for 10 % a year. Not given, it
	// is 0. What customers gain is discounted at it too.
	Rate    Input `json:"rate,omitzero"`
	RatePer Unit  `json:"rate_per,omitzero"`

	// Customers is how many customers there are now, and Joining how many come new in each period, the first too. At
	// least one must be given; not given, they are 0.
	Customers Input `json:"customers,omitzero"`
	Joining   Input `json:"joining,omitzero"`

	// Winning is what it costs the company to win one who comes new, in the period in which he comes: an amount. Not
	// given, it is 0. It is no cost of the change, but taken off what the company takes.
	Winning Input `json:"winning,omitzero"`

	// Tenures says how the customers of now are spread by the number of periods that they have stayed, none, one and
	// so on: at most 1200 shares that sum to 1. nil means that all have just come. It matters only where the
	// probability of leaving depends on it, which it does not where Staying is Kept, or where Change.Tenures is given.
	Tenures []float64 `json:"tenures,omitzero"`

	// Staying is how they stay.
	Staying Staying `json:"staying,omitzero"`

	// Spend is what a customer spends in a period, and Margin the share of it that the company keeps, from 0 to
	// 1. Spend must be given; Margin not given is 1, so that Spend is what is kept.
	Spend  Input `json:"spend,omitzero"`
	Margin Input `json:"margin,omitzero"`

	// Gain is what a customer gains in a period beyond what he pays: an amount, which rises and falls with what he
	// buys. Not given, it is 0.
	Gain Input `json:"gain,omitzero"`

	// Drift is what becomes of things if nothing is done, and Change what is to be done.
	Drift  Drift  `json:"drift,omitzero"`
	Change Change `json:"change,omitzero"`

	// Correlations are those between inputs, by name; each field says its name.
	Correlations []Correlation `json:"correlations,omitzero"`
}

// Staying is how customers stay, in one of three ways: the same share of them in each period (Kept), as in a fitted
// model (Alpha and Beta, and C), or as was seen (Curve).
type Staying struct {
	// Kept is the share of customers that stays from one period to the next, from 0 to 1.
	Kept Input `json:"kept,omitzero"`

	// Alpha and Beta are the parameters of a shifted beta-geometric model, above 0, and C, where given, the third
	// one of a beta-discrete-Weibull: those of SBG and BDW in scoring/lifetime. Names: alpha, beta, c.
	Alpha Input `json:"alpha,omitzero"`
	Beta  Input `json:"beta,omitzero"`
	C     Input `json:"c,omitzero"`

	// Curve is the share that is still there after one period, two periods and so on, from 0 to 1 and never rising,
	// such as Kaplan and Meier have it. After its end, the share that leaves is that of its last period.
	Curve []float64 `json:"curve,omitzero"`

	// Leaving is by what the probability of leaving is multiplied, from 0 to 100: such as where Curve is that of
	// others, or is in doubt. Not given, it is 1.
	Leaving Input `json:"leaving,omitzero"`
}

// Drift is what becomes of things period by period if nothing is done: from the first period on, and compounding. Not
// given, each is 0: all stays as it is. What is below 0 makes things better.
type Drift struct {
	// Leaving is by what share the probability of leaving rises in each period, from -1 to 10: 0.05 makes 20 % into
	// 21 % in the first and 22.05 % in the second. Name: drift.leaving.
	Leaving Input `json:"leaving,omitzero"`

	// Spend and Joining are by what share spending, and the number of those who come new, fall in each period, from
	// -1 to 1. Names: drift.spend, drift.joining.
	Spend   Input `json:"spend,omitzero"`
	Joining Input `json:"joining,omitzero"`
}

// Change is what is to be done and what it brings. What is not given is 0, unless it says otherwise. What is below 0
// makes things worse.
type Change struct {
	// Reach is the share of customers that it reaches, from 0 to 1, of those who are there and of those who come.
	// Not given, it is 1. All below but Once and Period is for them only: with a Reach of 0.5, a Joining of 0.1 lets
	// 5 % more come. Name: change.reach.
	Reach Input `json:"reach,omitzero"`

	// Tenures is for how many periods a customer who comes new is meant by it, from 1 to 1200: with 3, whoever has stayed
	// fewer than three, such as where newcomers are welcomed. 0 means all. It bounds for whom Leaving, Spend, Margin, Gain,
	// Price and Customer are. Case.Tenures must then say how long the customers of now have stayed.
	Tenures int `json:"tenures,omitzero"`

	// Leaving is by what share the probability of leaving falls, from -10 to 1: 0.2 makes 20 % into 16 %. Spend is by
	// what share a customer buys more, Joining by what share more come new, both from -1 to 100. Margin is by how
	// much the margin rises, from -1 to 1, 0.01 for a point. Gain is how much more a customer gains in a period, an
	// amount, however much he buys. Averted is the share of Drift that does not happen while the change works, from 0
	// to 1. These improve: [Model.BreakEven] and [Model.Against] scale them all. Names: change.leaving and so on.
	Leaving Input `json:"leaving,omitzero"`
	Spend   Input `json:"spend,omitzero"`
	Joining Input `json:"joining,omitzero"`
	Margin  Input `json:"margin,omitzero"`
	Gain    Input `json:"gain,omitzero"`
	Averted Input `json:"averted,omitzero"`

	// Price is by what share a customer pays more for the same, from -1 to 10: the company takes all of it, whatever
	// the margin, and the customer loses it. Name: change.price.
	Price Input `json:"price,omitzero"`

	// Delay is after how many periods the change begins to work, Ramp how many more it takes to work fully, in a
	// straight line, and Lasts how many it works in all, Ramp included; parts of a period count. Not given, it works
	// at once, and as long as there are periods. In each period it works as fully as on average over that period.
	// Names: change.delay and so on.
	Delay Input `json:"delay,omitzero"`
	Ramp  Input `json:"ramp,omitzero"`
	Lasts Input `json:"lasts,omitzero"`

	// Once, Period, Customer and Newcomer are what it costs: now; in each period until it works no more, Delay included;
	// for each customer reached in each period; and for each reached who comes new, in the period in which he comes. The
	// last two are in proportion to how fully it works. Amounts. Names: change.once and so on.
	Once     Input `json:"once,omitzero"`
	Period   Input `json:"period,omitzero"`
	Customer Input `json:"customer,omitzero"`
	Newcomer Input `json:"newcomer,omitzero"`
}

// Model returns the case as a calculation. Its inputs are those that are given, in the order of the fields here, each
// named after its field: rate, kept for Staying.Kept, change.once for Change.Once. An error matches
// [relationship.ErrInvalid] and names the field that makes the case impossible; correlations are checked where the
// model is used.
func (c Case) Model() (Model, error) {
	if err := c.check(); err != nil {
		return Model{}, opError("make a model of a case", err)
	}
	p := newPlan(c)
	return Model{
		Inputs:       p.inputs,
		Correlations: slices.Clone(c.Correlations),
		Periods:      c.Periods,
		Unit:         c.Unit,
		Currency:     c.Currency,
		Flows:        p.flows,
	}, nil
}

func (c Case) check() error {
	return rules.First(
		rules.Break("Currency", currencyRule(c.Currency)),
		rules.Break("Unit", c.Unit.rule()),
		rules.Break("RatePer", c.RatePer.rule()),
		rules.Break("Periods", periodsRule(c.Periods)),
		rules.Break("Customers", when(!c.Customers.given() && !c.Joining.given(), "must be given, or Joining")),
		rules.Break("Spend", when(!c.Spend.given(), "must be given")),
		rules.Break("Tenures", tenuresRule(c.Tenures)),
		rules.Break("Change.Tenures", when(c.Change.Tenures < 0 || c.Change.Tenures > longest, "must be from 0 to 1200")),
		rules.Break("Tenures", when(c.unaged(), "must be given with Change.Tenures")),
		rules.Within("Staying", c.Staying.check()),
		c.checkInputs(),
	)
}

// unaged reports whether nobody knows whom of the customers of now the change is meant for.
func (c Case) unaged() bool {
	return c.Change.Tenures > 0 && c.Tenures == nil && c.Customers.given()
}

// longest is the longest horizon in periods.
const longest = 1200

func periodsRule(n int) string { return when(n < 1 || n > longest, "must be from 1 to 1200") }

// checkInputs looks at what is the same for all inputs.
func (c Case) checkInputs() error {
	all := c.all()
	for at, t := range terms() {
		in := *all[at]
		if !in.given() {
			continue
		}
		err := rules.First(
			rules.Break(t.field+".Name", when(in.Name != "" && in.Name != t.name(), "must be empty or "+t.name())),
			rules.Break(t.field+".Currency", when(in.Currency != "" && !t.amount, "must be empty: it is no amount of money")),
			rules.Break(t.field+".Currency", in.codeRule()),
			rules.Break(t.field+".Currency", when(in.foreign(c.Currency), "must be that of the case")),
			rules.Break(t.field+".Improves", when(in.Improves, "must be false: the case sets it")),
			rules.Break(t.field+".Dist", t.rangeRule(in)),
			rules.Within(t.field, t.input(in, c.Currency).check()),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s Staying) check() error {
	model := s.Alpha.given() || s.Beta.given()
	ways := 0
	for _, way := range []bool{s.Kept.given(), model, s.Curve != nil} {
		if way {
			ways++
		}
	}
	return rules.First(
		rules.Break("Kept", when(ways != 1, "must be given, or Alpha and Beta, or Curve, and only one of them")),
		rules.Break("Alpha", when(model && !s.Alpha.given(), "must be given with Beta")),
		rules.Break("Beta", when(model && !s.Beta.given(), "must be given with Alpha")),
		rules.Break("C", when(s.C.given() && !model, "must be given with Alpha and Beta only")),
		rules.Break("Curve", curveRule(s.Curve)),
	)
}

func curveRule(curve []float64) string {
	before := 1.0
	for _, share := range curve {
		if !(share >= 0 && share <= before) {
			return "must be shares from 1 down to 0 that never rise"
		}
		before = share
	}
	return when(curve != nil && len(curve) == 0, "must not be empty")
}

func tenuresRule(shares []float64) string {
	sum := 0.0
	for _, share := range shares {
		if !(share >= 0 && share <= 1) {
			return "must be shares from 0 to 1"
		}
		sum += share
	}
	const rounding = 1e-9
	switch {
	case shares == nil:
		return ""
	case len(shares) > longest:
		return "must be at most 1200"
	}
	return when(!(sum >= 1-rounding && sum <= 1+rounding), "must sum to 1")
}

// given reports whether an input is anything but the zero Input.
func (in Input) given() bool {
	return in.Name != "" || in.Basis != 0 || in.N != 0 || in.Currency != "" || in.Improves || in.Dist.law != nil
}
