package network

import (
	"cmp"

	"github.com/kithcrm/kith/relationship"
)

// A Standing is a kind of tie as customers live it. Being served by someone is another one than serving
// someone, and being served by us another one than being served by others.
type Standing struct {
	// Kind is the kind of tie.
	Kind relationship.KindName

	// Side is the end at which the customer stands; FromSide for both ends of a symmetric kind.
	Side relationship.Side

	// Ours says that the provider stands at the other end.
	Ours bool
}

// text returns a text such as "decides-for (to)" or "serves (to, ours)".
func (s Standing) text() string {
	text := string(s.Kind) + " (" + s.Side.String()
	if s.Ours {
		text += ", ours"
	}
	return text + ")"
}

// compare orders standings by kind, then side, then those with others before ours.
func (s Standing) compare(t Standing) int {
	return cmp.Or(cmp.Compare(s.Kind, t.Kind), cmp.Compare(s.Side, t.Side), falseFirst(s.Ours, t.Ours))
}

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Critical tells which of the ties that customers have is worth improving.
type Critical struct {
	// CriticalGroup is about all customers together; its Name is empty.
	CriticalGroup

	// Ties are the single ties of all customers with the highest ranks, best first.
	Ties []CriticalTie

	// Groups are the same about each group of customers by itself, in the order of their names. It is
	// empty unless [CriticalConfig.Group] is given.
	Groups []CriticalGroup
}

// A CriticalGroup is what matters to some customers.
type CriticalGroup struct {
	// Name is what [CriticalConfig.Group] calls the group.
	Name string

	// Customers is how many there are, and Unvalued how many of them are left out of all the rest
	// because their worth is unknown.
	Customers, Unvalued int

	// Worth is what the others are worth together, in the unit of their worths. Its range follows from
	// the ranges of the worths alone, taken as independent. It is unknown where none is known.
	Worth relationship.Estimate

	// Kinds are all kinds of tie that the customers have, unvalued ones included, by rank, best first;
	// those without a rank are last, and those alike in the order of kind, side and ours.
	Kinds []CriticalKind
}

// A CriticalKind is how much of what customers are worth rests on one kind of tie that does not go well.
type CriticalKind struct {
	// Standing is which kind of tie, seen from the customer.
	Standing

	// Exposure is the sum over the customers of worth times importance times (1 - health), divided by
	// what they are worth together: the share, from 0 to 1, that rests on ties which they care about
	// and which do not go well. It is unknown where nothing is known of any such tie, or the customers
	// are worth nothing. Where some of it is unknown, it is a lower bound.
	//
	// N is the number of customers with such a tie of which enough is known. Guesses is the mean of the
	// shares of guesses among the worths, the importances and the healths that it was made from.
	Exposure relationship.Estimate

	// Gain is the part of Exposure that is within reach, by [CriticalConfig.Reach]: the improvement of
	// health counts in the place of 1 - health where it is smaller. It is at most Exposure, and unknown
	// where the reach or the exposure is. The guesses in the reach are a fourth share in Guesses.
	Gain relationship.Estimate

	// Customers is how many valued customers have such a tie, and Held how many of these ties they have.
	Customers, Held int

	// Unknown is how many of the ties are left out because importance or health is unknown.
	Unknown int

	// Covered is the share, from 0 to 1, of what those customers are worth that is with customers none
	// of whose ties of this kind are left out. It is 0 where they are worth nothing.
	Covered float64

	// Largest are the ties of this kind with the highest ranks, best first.
	Largest []CriticalTie

	// Association is the rank correlation, from -1 to 1, of changes in the health of these ties with
	// changes in what the customer was worth, both observed; see [FindCritical]. It is an association:
	// it does not say that one brings about the other. N is the number of pairs of changes.
	Association relationship.Estimate
}

// Rank is what the kinds are ordered by: Gain where it is known, and Exposure elsewhere. Both are shares of
// the same worth, but a gain is never above its exposure: in a list where only some reaches are given,
// kinds without one are at an advantage.
func (k *CriticalKind) Rank() relationship.Estimate { return rankOf(k.Gain, k.Exposure) }

// A CriticalTie is a single tie of a customer, and what rests on it.
type CriticalTie struct {
	// Standing is which kind of tie it is, seen from the customer.
	Standing

	// Tie is the tie, Customer whose it is, and With who stands at the other end.
	Tie            relationship.TieID
	Customer, With relationship.PartyID

	// Exposure and Gain are as in [CriticalKind], for this tie by itself: shares of what all customers
	// of the list are worth together. Their ranges follow from those of the tie's own inputs and of the
	// customer's worth.
	Exposure, Gain relationship.Estimate
}

// Rank is what the ties are ordered by: Gain where it is known, and Exposure elsewhere.
func (t *CriticalTie) Rank() relationship.Estimate { return rankOf(t.Gain, t.Exposure) }

func rankOf(gain, exposure relationship.Estimate) relationship.Estimate {
	if gain.Known() {
		return gain
	}
	return exposure
}

// FindCritical tells, of all the ties that customers have, which one is worth improving: by kind of
// tie, by single tie and by group of customers. Our own tie with a customer takes part like any other.
//
// A kind is ranked by what an improvement within reach would gain, where [CriticalConfig.Reach] has
// it, and by exposure elsewhere. With several ties of one kind, the largest product of importance and
// 1 - health among them counts for the customer, and likewise the largest product of importance and
// improvement.
//
// What is unknown is left out and counted, never taken as 0: a customer of unknown worth altogether; a
// tie whose importance or health is unknown from the sums, but not its customer from the total worth,
// so that the exposure is then a lower bound. A tie that certainly does not matter (the upper end of
// its importance is 0) counts though its health is unknown, and one that certainly goes as well as can
// be (the lower end of its health is 1) though its importance is.
//
// Ranges hold the middle 95 % of [CriticalConfig.Rounds] resamplings: in each, as many customers as
// there are, drawn with replacement (Efron 1979, percentile method), with inputs drawn anew. An input
// is below and above its value with equal chance, on either side as half a normal distribution that
// leaves 2.5 % beyond the end of its range, but never outside 0..1, or below 0 for a worth; an exact
// one stays as it is. Resamplings in which no customer is worth anything are left out. A range that
// comes out beside its value, which happens where the ranges of many inputs lean to one side, is
// widened to hold it. Ranges are rather wide than narrow: what inputs are unsure of shows in how
// customers differ, too. With one customer, the range is that of the inputs alone.
//
// Inputs are drawn in advance, 4 times for each of many customers and up to once for each round for
// few, in pairs that lie equally far to opposite sides; a customer picked in a round brings one of
// these draws at random. So two copies of one customer differ as two customers with the same ranges
// would, and the mean over a customer's draws is off to neither side. What is within reach is the same
// for all in a round; gains are added up at its value and the ends of its range, and interpolated
// between.
//
// The association takes from each customer's observed readings of worth each two that follow each
// other, if the health of at least one of the ties was observed by the first, and again between the
// two. The mean change of health over such ties is paired with the ratio of the worths; a worth of 0
// that grows makes no pair. Of all pairs it is Spearman's rank correlation with mid-ranks, its range
// by Fisher's z with the standard error sqrt(1.06/(n-3)) (Fieller, Hartley and Pearson 1957); for the
// range, a perfect correlation counts as half a step less, since z would be infinite. It is unknown
// with fewer than 4 pairs, or where one side never differs. Pairs of one customer are taken as
// independent.
//
// Special cases are:
//   - with no customers, none of known worth, or all worths 0, the counts say so, and no share is
//     known
//   - readings after At are not looked at
//   - a tie on which nothing rests is in no list of single ties
//   - single ties of equal rank are in the order of standing, tie and customer; beyond that, the
//     answer does not depend on what parties and ties are called, or on the order of customers, ties
//     and readings
//
// It returns an error matching [relationship.ErrInvalid] that names the place for readings and
// settings outside their limits, worths that do not add up to a finite number, and a customer that
// comes twice. Nothing that it is given is changed.
//
// It takes O(ties + rounds * customers * kinds) time, twice that with groups, and O(rounds) more for
// each listed tie and each kind of each group. 100,000 customers with 20 ties each, of 8 kinds, take
// about 1.6 s on one core with 1,000 rounds, or 16 ns for each customer and round.
func FindCritical(customers []Customer, cfg CriticalConfig) (Critical, error) {
	cfg, err := cfg.check()
	if err != nil {
		return Critical{}, err
	}
	standings, looked, err := lookAt(customers, &cfg)
	if err != nil {
		return Critical{}, err
	}
	c := comparison{cfg: &cfg, standings: standings, seed: cfg.seed()}
	c.drawTies()
	return c.all(looked)
}
