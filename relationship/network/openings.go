package network

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// An OpeningsConfig says of when openings are asked, and which needs are the same.
type OpeningsConfig struct {
	// At is the instant that is asked about. Only needs that hold at it count. It must not be zero.
	At time.Time

	// Since is an earlier instant to compare with. The zero time means no comparison.
	Since time.Time

	// Same returns what needs that are the same have in common, such as a theme. A need for which it
	// returns "" is like no other. nil means the text of the need.
	Same func(*relationship.Need) string

	// Resolve returns the party that a party turned out to be, so that merged parties count once: see
	// [relationship.Reader.Resolver]. nil means that none was merged.
	Resolve func(relationship.PartyID) relationship.PartyID
}

// An Opening is one need, as all who have it feel it.
type Opening struct {
	// Key is what the needs behind it have in common: what Same returned.
	Key string

	// Opportunity is i + max(i - s, 0), from 0 to 20, of the importance i and the satisfaction s below. It
	// is unknown where the satisfaction is.
	Opportunity relationship.Estimate

	// Importance and Satisfaction are means over parties, from 0 to 10, each party counting once. They
	// are taken over the parties whose satisfaction is known; where it is known of none, Importance is
	// the mean over all and Satisfaction is unknown.
	Importance, Satisfaction relationship.Estimate

	// Unrated is how many parties are left out of these because their satisfaction is not known.
	Unrated int

	// Before is the opportunity, at Since, of those needs behind it that were there then, and Change
	// is Opportunity less Before, from -20 to 20. Both are unknown without Since, and where either
	// opportunity is unknown.
	Before, Change relationship.Estimate

	// New says that none of the needs behind it was there at Since.
	New bool

	// Needs, Parties and Ties are the needs behind it, those who have them, and the ties in which they
	// are felt: sorted, distinct. Parties are as Resolve has them.
	Needs   []relationship.NeedID
	Parties []relationship.PartyID
	Ties    []relationship.TieID
}

// Unmet reports whether the need is known to be met less well than it is important.
func (o *Opening) Unmet() bool {
	return o.Satisfaction.Known() && o.Satisfaction.Value < o.Importance.Value
}

// Openings are the needs of parties in four lists. Each list groups the same needs among those that
// belong to it, so that a need which some ask for and others do not is in two lists, with different
// parties behind it.
//
// Every unspoken basic is a table stake as well, and so may a need in AskedUnmet be. The other three
// lists share no need with each other. A request that is met is in no list unless it is a table stake.
//
// Each list is in order of opportunity, the largest first, then of importance, then of key; those of
// unknown opportunity come last. In UnspokenBasics those that are unmet come before all others.
type Openings struct {
	// TableStakes are the needs of class basic and those expected of any supplier, met or not, asked
	// for or not.
	TableStakes []Opening

	// AskedUnmet are the needs that were asked for and are met less well than they are important.
	AskedUnmet []Opening

	// UnspokenBasics are the needs of class basic that were not asked for: what to fix first.
	UnspokenBasics []Opening

	// Openings are the needs that were not asked for, are not basic and are not expected of any supplier.
	Openings []Opening

	// Gone are the needs that were there at Since, of known importance, and no longer are, whatever
	// list they were in. Their figures are as of Since, and Before and Change are unknown.
	Gone []Opening

	// NoImportance are the needs left out because nobody knows how important they are; sorted.
	NoImportance []relationship.NeedID

	// Unrated are the needs whose importance is known and whose satisfaction is not; sorted. Those asked
	// for are not in AskedUnmet, because nobody knows whether they are met.
	Unrated []relationship.NeedID
}

// FindOpenings returns what parties need, asked for or not, ranked by opportunity: i + max(i - s, 0)
// with importance i and satisfaction s on 0..10 (A. W. Ulwick, "Turn Customer Input into Innovation",
// Harvard Business Review, January 2002; "What Customers Want", 2005). They are means, as in the article;
// the book takes ten times the share of people who gave one of the two best marks.
//
// The lists show which needs are voiced, basic or expected today: this is not known of the past.
// Importance, satisfaction and whether a need is there are read as of the instant, [OpeningsConfig.At]
// or [OpeningsConfig.Since].
//
// A party with several needs that are the same counts once, with their mean importance and mean
// satisfaction. (Its largest opportunity would not do: raising the importance of one need could then
// lower the opportunity of the whole.)
//
// The range of a mean v over n parties goes from v - d to v + e with
//
//	d² = t² var/n + sum (v_p - low_p)²/n²   and   e² = t² var/n + sum (high_p - v_p)²/n²
//
// kept within 0..10: the scatter between parties, as if they were a sample of all who may have the
// need, with t of Student's distribution at n - 1 degrees of freedom, and the ranges of the single
// estimates. For one party it is the range of its estimate. The range of an opportunity goes from that
// of the lowest importance with the highest satisfaction to that of the opposite, and the one of a
// change likewise: wide enough however the two hang together. N is the number of parties.
//
// Special cases are:
//   - no needs give empty lists
//   - a need that nobody knows the importance of is in no list, and named in NoImportance
//   - a need that nobody knows the satisfaction of is in the lists that do not ask whether it is met
//
// It returns an error matching [relationship.ErrInvalid] for an At that is zero or not after Since, for
// needs without ID or party or with the ID of an earlier one, and for estimates that are not in 0..1
// or not in order. It takes O(n log n) time in the number of needs.
func FindOpenings(needs []relationship.Need, cfg OpeningsConfig) (Openings, error) {
	if err := cfg.check(); err != nil {
		return Openings{}, err
	}
	if err := checkNeeds(needs); err != nil {
		return Openings{}, err
	}
	felt := cfg.feltNeeds(needs)
	found := Openings{
		TableStakes:    cfg.list(felt, (*feltNeed).tableStake),
		AskedUnmet:     cfg.list(felt, (*feltNeed).askedUnmet),
		UnspokenBasics: cfg.list(felt, (*feltNeed).unspokenBasic),
		Openings:       cfg.list(felt, (*feltNeed).opening),
		NoImportance:   needIDs(felt, func(f *feltNeed) bool { return f.now.holds && !f.now.weighed() }),
		Unrated:        needIDs(felt, func(f *feltNeed) bool { return f.now.weighed() && !f.now.rated() }),
	}
	slices.SortStableFunc(found.UnspokenBasics, func(a, b Opening) int {
		return falseFirst(!a.Unmet(), !b.Unmet())
	})
	if !cfg.Since.IsZero() {
		found.Gone = goneNeeds(felt)
	}
	return found, nil
}

const opOpenings = "find openings"

func (c *OpeningsConfig) check() error {
	switch {
	case c.At.IsZero():
		return broken(opOpenings, "At", "must not be zero")
	case !c.Since.Before(c.At) && !c.Since.IsZero():
		return broken(opOpenings, "Since", "must be before At")
	}
	return nil
}
