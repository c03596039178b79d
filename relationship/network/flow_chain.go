package network

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A flowChain is the payments that lead to us, with parties and ties as small numbers. The numbers follow
// from the payments and not from their order: parties are numbered as they are met on the way back
// from us, who are 0, those who pay the same party in order of their IDs.
type flowChain struct {
	cfg     FlowConfig
	parties []relationship.PartyID
	depth   []int                   // by party: the shortest way to us
	given   []relationship.Estimate // by party: the income that the host knows
	ties    []relationship.TieID
	kinds   []relationship.KindName // by tie
	first   []int                   // by party: its first arc; one more at the end
	arcs    []flowArc               // by payee
	income  []relationship.Estimate // the known amounts paid to us
	unknown []relationship.TieID    // ties with payments left out
	circle  []int                   // by party: the circle that it is in, or -1
	inexact bool                    // whether there is anything to draw
}

// An arc is a payment seen from the payee, back to the payer.
type flowArc struct {
	payee, payer, tie int
	amount            *relationship.Estimate // of the caller's
}

// from returns the arcs back from a party.
func (c *flowChain) from(party int) []flowArc { return c.arcs[c.first[party]:c.first[party+1]] }

// arcsOf returns, by tie, the numbers of the arcs along it.
func (c *flowChain) arcsOf() [][]int {
	of := make([][]int, len(c.ties))
	each := make([]int, len(c.arcs)) // one piece of memory for the usual case of one arc
	for i, a := range c.arcs {
		each[i] = i
		if of[a.tie] == nil {
			of[a.tie] = each[i : i+1 : i+1]
		} else {
			of[a.tie] = append(of[a.tie], i)
		}
	}
	return of
}

// newFlowChain checks the payments and keeps those that lead to us.
func newFlowChain(us relationship.PartyID, payments []Payment, cfg FlowConfig) (*flowChain, error) {
	if err := checkPayments(payments); err != nil {
		return nil, err
	}
	c := &flowChain{cfg: cfg.withDefaults()}
	c.walkBack(us, byPayee(payments))
	slices.Sort(c.unknown)
	c.unknown = slices.Compact(c.unknown)
	c.circle = circles(c)
	return c, nil
}

// paidTo is payments by payee.
type paidTo struct {
	number map[relationship.PartyID]int
	first  []int // by number of the payee
	sorted []*Payment
}

func byPayee(payments []Payment) paidTo {
	to := paidTo{number: make(map[relationship.PartyID]int), sorted: make([]*Payment, len(payments))}
	payee := make([]int, len(payments))
	for i := range payments {
		n, ok := to.number[payments[i].Payee]
		if !ok {
			n = len(to.number)
			to.number[payments[i].Payee] = n
		}
		payee[i] = n
	}
	// Two places ahead, so that first[n+1] can serve as the next free place of n and end up as its end.
	to.first = make([]int, len(to.number)+2)
	for _, n := range payee {
		to.first[n+2]++
	}
	for n := 2; n < len(to.first); n++ {
		to.first[n] += to.first[n-1]
	}
	for i, n := range payee {
		to.sorted[to.first[n+1]] = &payments[i]
		to.first[n+1]++
	}
	return to
}

// payments returns the payments to a party in an order of their own.
func (to *paidTo) payments(payee relationship.PartyID) []*Payment {
	n, ok := to.number[payee]
	if !ok {
		return nil
	}
	own := to.sorted[to.first[n]:to.first[n+1]]
	slices.SortFunc(own, func(a, b *Payment) int {
		if c := cmp.Compare(a.Payer, b.Payer); c != 0 {
			return c
		}
		return cmp.Or(
			cmp.Compare(a.Tie, b.Tie),
			cmp.Compare(a.Kind, b.Kind),
			compareEstimates(&a.Amount, &b.Amount),
		)
	})
	return own
}

func compareEstimates(a, b *relationship.Estimate) int {
	return cmp.Or(
		cmp.Compare(a.Value, b.Value),
		cmp.Compare(a.Low, b.Low),
		cmp.Compare(a.High, b.High),
		cmp.Compare(a.N, b.N),
		cmp.Compare(a.Basis, b.Basis),
		cmp.Compare(a.Guesses, b.Guesses),
	)
}

// walkBack numbers the parties that payments lead back to from us, nearest first, and keeps the
// payments between them. Payments of nothing lead nowhere.
func (c *flowChain) walkBack(us relationship.PartyID, to paidTo) {
	n := numbering{parties: map[relationship.PartyID]int{}, ties: map[relationship.TieID]int{}}
	c.party(&n, us, 0)
	for payee := 0; payee < len(c.parties); payee++ {
		c.first = append(c.first, len(c.arcs))
		for _, p := range to.payments(c.parties[payee]) {
			if !p.Amount.Known() {
				c.unknown = append(c.unknown, p.Tie)
				continue
			}
			if payee == 0 {
				c.income = append(c.income, p.Amount)
			}
			if p.Amount.High > 0 {
				payer := c.party(&n, p.Payer, c.depth[payee]+1)
				c.arcs = append(c.arcs, flowArc{payee, payer, c.tie(&n, p), &p.Amount})
				c.inexact = c.inexact || p.Amount.Low < p.Amount.High
			}
		}
	}
	c.first = append(c.first, len(c.arcs))
}

// A numbering gives parties and ties their numbers.
type numbering struct {
	parties map[relationship.PartyID]int
	ties    map[relationship.TieID]int
}

// party returns the number of a party, a new one where it is met for the first time.
func (c *flowChain) party(n *numbering, id relationship.PartyID, depth int) int {
	number, ok := n.parties[id]
	if !ok {
		number = len(c.parties)
		n.parties[id] = number
		c.parties, c.depth = append(c.parties, id), append(c.depth, depth)
		given := c.cfg.Income[id]
		c.given = append(c.given, given)
		c.inexact = c.inexact || given.Low < given.High
	}
	return number
}

// tie returns the number of the tie of a payment, a new one where it is met for the first time.
func (c *flowChain) tie(n *numbering, p *Payment) int {
	number, ok := n.ties[p.Tie]
	if !ok {
		number = len(c.ties)
		n.ties[p.Tie] = number
		c.ties, c.kinds = append(c.ties, p.Tie), append(c.kinds, p.Kind)
	}
	return number
}

// checkPayments returns the first rule that one of the payments breaks.
func checkPayments(payments []Payment) error {
	first := make(map[relationship.TieID]*Payment, len(payments))
	for i := range payments {
		p := &payments[i]
		if field, rule := p.broken(); rule != "" {
			return brokenPayment(i, field, rule)
		}
		other, ok := first[p.Tie]
		if !ok {
			first[p.Tie] = p
			continue
		}
		if (p.Payer != other.Payer || p.Payee != other.Payee) && (p.Payer != other.Payee || p.Payee != other.Payer) {
			return brokenPayment(i, "Tie", "must connect the same two parties as in an earlier payment")
		}
	}
	return nil
}

func brokenPayment(i int, field, rule string) error {
	return broken(opFlow, element("Payments", i)+"."+field, rule)
}

// broken returns the first field of a payment that breaks a rule, with the rule.
func (p *Payment) broken() (field, rule string) {
	switch {
	case p.Tie == "":
		return "Tie", "must not be empty"
	case p.Payer == "":
		return "Payer", "must not be empty"
	case p.Payee == "":
		return "Payee", "must not be empty"
	case p.Payer == p.Payee:
		return "Payee", "must not be the payer"
	}
	field, rule = amountRule(p.Amount)
	return "Amount." + field, rule
}
