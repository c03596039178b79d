package network

import (
	"cmp"
	"math"
	"math/rand/v2"

	"github.com/kithcrm/kith/relationship"
)

// A Payment is value that one party gives another along a tie: money, or benefit counted in the same
// unit, over the same period for all.
type Payment struct {
	// Tie is the tie along which it goes, and Kind its kind. All payments along one tie are between the
	// same two parties.
	Tie  relationship.TieID
	Kind relationship.KindName

	// Payer gives and Payee receives. They differ, and are as merges have them.
	Payer, Payee relationship.PartyID

	// Amount is how much, 0 or more, in a unit of the host's.
	Amount relationship.Estimate
}

// A FlowConfig adjusts how value is followed. Its zero value is ready to use.
type FlowConfig struct {
	// Income is what parties take in altogether, where the host knows, in the unit of the amounts. What
	// it is above the recorded payments to the party comes from elsewhere. Unless it is more than these,
	// by a millionth of a millionth at least, or where it is unknown, it does not count.
	Income map[relationship.PartyID]relationship.Estimate

	// Depth is how many payments are followed one behind the other, at least 1. 0 means 64.
	Depth int

	// Top is how many parties and how many ties are listed, at least 1. 0 means 100.
	Top int

	// Rounds is how often inexact amounts are drawn for the ranges, at least 1. 0 means 1,000. Without
	// inexact amounts nothing is drawn.
	Rounds int

	// Rand draws the amounts. nil means a fixed seed.
	Rand *rand.Rand
}

// A Flow is where our income comes from, as far as it can be followed.
//
// All its ranges come from those of the amounts. The basis of all but Income is the weakest among all
// amounts that were followed.
type Flow struct {
	// Income is what comes to us, in the unit of the amounts. It is unknown where no known amount does.
	// The shares below are unknown too where there is none, or where it is 0.
	Income relationship.Estimate

	// Depths says how far down the chain our income rests: Depths[1] is about those who pay us,
	// Depths[2] about those who pay them. Depths[0] is about ourselves: it is above 0 only where our
	// income is above the recorded payments.
	Depths []FlowDepth

	// Remainder is the share of our income still on its way after as many payments as were to be followed.
	// With the shares that rest it makes 1. Money in a circle that nothing enters stays on its way for ever.
	Remainder relationship.Estimate

	// Parties are those on whom our income rests, the most first, then by ID, as many as were asked
	// for; AllParties is how many there are.
	Parties    []FlowParty
	AllParties int

	// Ties are those over which our income passes, by what is lost without them, the most first, then
	// by ID, as many as were asked for; AllTies is how many there are.
	Ties    []FlowTie
	AllTies int

	// Unknown are ties with a payment of unknown amount to us, or to a party that our income leads to.
	// Such payments are left out. They are sorted and distinct.
	Unknown []relationship.TieID
}

// A FlowDepth is a place in the chain, counted in payments from us.
type FlowDepth struct {
	// Rests is the share of our income that ends here: with parties who take in nothing that is
	// recorded, or more than that.
	Rests relationship.Estimate

	// Passes is the share of our income that comes this far, or further.
	Passes relationship.Estimate
}

// A FlowParty is a party on whom our income rests.
type FlowParty struct {
	Party relationship.PartyID  // who it is
	Depth int                   // how many payments away from us, by the shortest way
	Rests relationship.Estimate // how much of our income rests on the party, in the unit of the amounts
}

// A FlowTie is a tie over which our income passes.
type FlowTie struct {
	Tie  relationship.TieID    // which it is
	Kind relationship.KindName // its kind

	// Depth is which payment on the way to us it carries, by the shortest way: 1 for a tie with us.
	Depth int

	// Through is how much of our income passes over the tie. What passes over it again, in a circle
	// of payments, counts again.
	Through relationship.Estimate

	// Lost is how much of our income is lost when the tie ends and nothing takes its place. It is above
	// neither Through nor our income, and less than Through only in a circle.
	Lost relationship.Estimate
}

// FollowValue returns what share of the income of a party, us, rests on whom, how far down the chain
// and over which ties, and what is lost when one of these ends.
//
// It rests on an assumption: a party pays on, in proportion, out of all that comes to it. Our income
// then rests on those who pay us; of what a party p pays us, the share amount(q, p) / income(p) rests on
// q, and so on. income(p) is the sum of the amounts paid to p, or the larger figure in
// [FlowConfig.Income], of which the rest comes from elsewhere and rests on p itself. A party to whom no
// income is recorded is an end of the chain: what it pays rests on itself. When a tie ends, the
// payee's own payments shrink in proportion to its income, those of the parties whom it pays too, and
// so on down to us; what came from elsewhere stays. Money that comes to us may have been ours before:
// we are a party like any other.
//
// Ranges come from rounds in which each inexact amount is drawn anew, independently, from two halves of
// normal distributions that meet at its value and have 2.5 % beyond either end of its range, and at
// least 0. They go from the 2.5 to the 97.5 percentile, and hold the value. With exact amounts they are
// points.
//
// Special cases are:
//   - with no payment to us the income is unknown, the shares are too, and nothing is listed
//   - unknown amounts are left out and their ties named: all figures are about what is known
//   - payments that do not lead to us change nothing
//   - circles of payments are followed as often as money goes round, within [FlowConfig.Depth]
//
// The order of payments does not matter. It returns an error matching [relationship.ErrInvalid] for an
// empty us, for payments without a tie, from nobody, to nobody or from a party to itself, for a tie that
// connects two different pairs, for amounts and incomes that are negative, not finite or above 1e100, and
// for settings below 0.
//
// A round takes time in proportion to the payments times the length of the longest chain, or Depth
// where there is a circle; each listed tie in a circle takes as much again for the payments of that
// circle. Beyond that there is one number in memory for each party in a circle and depth.
func FollowValue(us relationship.PartyID, payments []Payment, cfg FlowConfig) (Flow, error) {
	if err := cfg.check(us); err != nil {
		return Flow{}, err
	}
	c, err := newFlowChain(us, payments, cfg)
	if err != nil {
		return Flow{}, err
	}
	return c.follow(), nil
}

const opFlow = "follow value"

// maxAmount keeps sums over all payments and depths finite.
const maxAmount = 1e100

// amountRule returns the field of an amount that breaks a rule, and the rule. An unknown one breaks none.
func amountRule(e relationship.Estimate) (field, rule string) {
	if e == (relationship.Estimate{}) {
		return "", ""
	}
	if field, rule := estimateRule(&e, math.MaxFloat64); rule != "" {
		return field, rule
	}
	if e.High > maxAmount {
		return "High", "must not be above 1e100"
	}
	return "", ""
}

func (c *FlowConfig) check(us relationship.PartyID) error {
	if us == "" {
		return broken(opFlow, "us", "must not be empty")
	}
	for _, f := range []struct {
		name  string
		value int
	}{{"Depth", c.Depth}, {"Top", c.Top}, {"Rounds", c.Rounds}} {
		if f.value < 0 {
			return broken(opFlow, f.name, "must be 1 or more, or 0 for the default")
		}
	}
	return c.checkIncome()
}

// checkIncome returns the rule that the income of the party with the smallest ID breaks, if one does.
func (c *FlowConfig) checkIncome() error {
	var first *relationship.OpError
	for id, income := range c.Income {
		field, rule := amountRule(income)
		if rule != "" && (first == nil || string(id) < first.ID) {
			first = &relationship.OpError{
				Room: room, Op: opFlow, ID: string(id), Field: "Income." + field, Rule: rule, Err: relationship.ErrInvalid,
			}
		}
	}
	if first == nil {
		return nil
	}
	return first
}

func (c FlowConfig) withDefaults() FlowConfig {
	c.Depth = cmp.Or(c.Depth, 64)
	c.Top = cmp.Or(c.Top, 100)
	c.Rounds = cmp.Or(c.Rounds, 1000)
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(1, 2))
	}
	return c
}
