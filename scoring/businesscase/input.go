package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Input is one number that a case rests on, with its doubt and with what it is known from.
type Input struct {
	// Name tells the input from the others of a model. In a [Case] it may be empty: then it is that of the
	// field. It must not be personal.
	Name string `json:"name,omitzero"`

	// Dist is how the number may turn out.
	Dist Dist `json:"dist,omitzero"`

	// Basis says what Dist rests on, and N on how much evidence. Unknown counts as guessed.
	Basis relationship.Basis `json:"basis,omitzero"`
	N     float64            `json:"n,omitzero"`

	// Currency is that of an input that is an amount of money, in minor units such as cents; empty for
	// any other. In a [Case] it may be empty for an amount too: then it is that of the case. Another than that of
	// the case or model is refused, unless the amount is exactly 0, which is nothing in any currency.
	Currency string `json:"currency,omitzero"`

	// Improves says that the input is part of what the change is to bring, so that 0 means no improvement:
	// these are what [Model.BreakEven] and [Model.Against] scale. A [Case] sets it itself.
	Improves bool `json:"improves,omitzero"`

	// Least and Most are the limits of what makes sense; nil where there is none. What is drawn outside is put
	// at the limit and flagged; a distribution of which more than one draw in a hundred is outside is refused.
	Least *float64 `json:"least,omitzero"`
	Most  *float64 `json:"most,omitzero"`
}

// Guess returns an input that is somebody's assumption.
func Guess(d Dist) Input { return Input{Dist: d, Basis: relationship.Guessed} }

// Measured returns an input from an estimate, with its basis and evidence: see [Between]. An unknown estimate gives
// an input that is refused where it is used: leave the input out instead, or [Guess].
func Measured(e relationship.Estimate) Input {
	if !e.Known() {
		return Input{Dist: Dist{unknown{}}}
	}
	return Input{Dist: Between(e.Low, e.Value, e.High), Basis: e.Basis, N: e.N}
}

// Amount returns an input that is a known amount of money, such as an offer that was made. What [Money.Check] refuses
// gives an input that is refused where it is used, too: an amount without a currency is not taken for one in that
// of the case.
func Amount(m Money) Input {
	if m.check() != nil {
		return Input{Dist: Dist{coinless{}}, Basis: relationship.Stated, Currency: m.Currency}
	}
	return Input{Dist: Exactly(float64(m.Minor)), Basis: relationship.Stated, Currency: m.Currency}
}

// A Correlation says that two inputs go together.
type Correlation struct {
	// A and B are the names of the inputs.
	A string `json:"a,omitzero"`
	B string `json:"b,omitzero"`

	// R is the correlation of their normal scores, from -1 to 1: that of the inputs themselves where both are
	// normal, and close to it elsewhere. Their rank correlation is 6/pi asin(R/2).
	R float64 `json:"r,omitzero"`
}

// A Measurement is what was found when an input was measured, by a trial or otherwise.
type Measurement struct {
	// Input is the name of the input.
	Input string `json:"input,omitzero"`

	// Found is what was found: its value, and a range of 95 % that is taken for 1.96 standard errors of a normal
	// error to either side. Its width must not be 0. Where its sides differ, only its whole width counts: the
	// standard error is (High-Low)/3.92, around Value.
	Found relationship.Estimate `json:"found,omitzero"`
}

// varies reports whether an input can turn out differently.
func (in Input) varies() bool { return !in.Dist.exact() }

func (in Input) check() error {
	return rules.First(
		rules.Break("Name", rules.Label(in.Name)),
		rules.Break("Currency", in.codeRule()),
		rules.Within("Dist", in.Dist.check()),
		rules.Break("Basis", when(in.Basis > relationship.Observed, "must be unknown, guessed, stated or observed")),
		rules.Break("N", when(!(in.N >= 0 && number(in.N)), "must be a finite number, 0 or more")),
		in.checkLimits(),
	)
}

// codeRule returns the rule that the code of a currency breaks, or "". Empty is none, which only what was made of
// [Money] can not be.
func (in Input) codeRule() string {
	_, coinless := in.Dist.law.(coinless)
	return when(coinless || in.Currency != "", currencyRule(in.Currency))
}

// foreign reports whether an input is an amount that is not of a currency.
func (in Input) foreign(currency string) bool {
	nothing := in.Dist.exact() && in.Dist.base() == 0
	return in.Currency != "" && in.Currency != currency && !nothing
}

// checkLimits expects that Dist was checked.
func (in Input) checkLimits() error {
	low, high := in.limits()
	return rules.First(
		rules.Break("Least", numberRule(low)),
		rules.Break("Most", numberRule(high)),
		rules.Break("Most", when(low > high, "must not be below Least")),
		rules.Break("Dist", when(in.Dist.beyond(low, high) > mostOutside, in.outsideRule())),
	)
}

// outsideRule returns the rule that a Dist outside the limits breaks.
func (in Input) outsideRule() string {
	const rule = "must be between Least and Most"
	if in.Dist.exact() {
		return rule
	}
	return rule + " in 99 of 100 draws: " + useBounds
}

// mostOutside is the share of draws that may be outside the limits.
const mostOutside = 0.01

// limits returns Least and Most.
func (in Input) limits() (low, high float64) {
	low, high = -math.MaxFloat64, math.MaxFloat64
	if in.Least != nil {
		low = *in.Least
	}
	if in.Most != nil {
		high = *in.Most
	}
	return low, high
}
