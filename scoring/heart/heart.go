package heart

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Heart is how much of a customer's heart is won, from 0 to 1, and why.
type Heart struct {
	// Heart is the geometric mean of the three dimensions, so that no amount of warmth makes up for broken
	// promises. N is what all moments weigh at the instant asked for, one of that instant 1. It has the
	// weakest basis of the three.
	Heart relationship.Estimate `json:"heart"`

	// Acknowledgement, Respect and Trust are the dimensions. N is what speaks for and against one, repaired
	// failures included. The basis is the weakest of the moments that speak to it; guessed where there
	// are none, as then there is only the prior.
	Acknowledgement relationship.Estimate `json:"acknowledgement"`
	Respect         relationship.Estimate `json:"respect"`
	Trust           relationship.Estimate `json:"trust"`

	// Posterior is what all these are calculated from.
	Posterior Posterior `json:"posterior"`

	// Reasons say what moments of each kind do to it, what moves it most first.
	Reasons []Reason `json:"reasons"`
}

// A Reason is what moments of one kind do to a heart.
type Reason struct {
	// Kind is the kind, and Moments how many there are of it, repairs after the first among them.
	Kind    Kind `json:"kind"`
	Moments int  `json:"moments"`

	// Weight is what they weigh at the instant asked for.
	Weight float64 `json:"weight"`

	// Without is what heart would be without them; without a repair, its failure is one again. Gain is how
	// much higher heart is with them, below 0 where it is lower.
	Without float64 `json:"without"`
	Gain    float64 `json:"gain"`
}

// Measure returns the heart that moments of one party or tie come to at an instant; their order does not
// matter. It is what [Tally.Read] returns, and has its errors and special cases, and those of [Tally.Add];
// moments that break a rule are named by their places. Moments Of different customers are refused: [Split]
// keeps them apart. It takes O(n) time in the number of moments.
func Measure(moments []Moment, asOf time.Time, cfg Config) (Heart, error) {
	t, err := New(cfg)
	if err != nil {
		return Heart{}, err
	}
	var of relationship.Ref
	for i := range moments {
		m := &moments[i]
		err := rules.First(
			t.add(m),
			rules.Break("At", when(m.At.After(asOf), "must not be after asOf")),
			rules.Break("Of", when(m.Of != cmp.Or(of, m.Of) && m.Of != relationship.Ref{}, "must be alike in all moments that say it")),
		)
		if err != nil {
			return Heart{}, opError("measure", rules.Within(rules.Index("Moments", i), err))
		}
		of = cmp.Or(of, m.Of)
	}
	return t.Read(asOf)
}

// Split returns a tally for each party or tie that moments touched. It returns an error matching
// [relationship.ErrInvalid] for a Config or a moment that breaks a rule, and for moments that are nil. It takes
// O(1) time per moment.
func Split(moments iter.Seq[Moment], cfg Config) (map[relationship.Ref]*Tally, error) {
	s, err := cfg.settled()
	if err = rules.First(err, rules.Break("Moments", when(moments == nil, "must not be nil"))); err != nil {
		return nil, opError("split", err)
	}
	all := make(map[relationship.Ref]*Tally)
	i := 0
	for m := range moments {
		t := all[m.Of]
		if t == nil {
			t = newTally(s)
			all[m.Of] = t
		}
		if err := t.add(&m); err != nil {
			return nil, opError("split", rules.Within(rules.Index("Moments", i), err))
		}
		i++
	}
	return all, nil
}

// Read returns the heart that the moments come to at an instant. For each dimension, what speaks for it
// and against it, each moment fading from its own instant on, is added to the prior; with [Posterior.Estimate]
// for the rest.
//
// A repair takes back what its failure speaks against anything, by [Meaning.Mends], and speaks for something
// itself. That is an assumption, which does not hold where the same happens again. So both count in full
// only for the one failure of its kind, and by 1 - others/own, 0 at least, where other failures of the kind
// weigh so much beside it; after a second failure of the same weight, the repair of the first counts for
// nothing. Of several repairs of one failure the first counts, by time and then by ID; the others weigh and
// say nothing. Where it is not said what it repairs, or that is not among the moments, a repair mends
// nothing and speaks in full.
//
// Special cases are:
//   - without moments it is the prior: a wide interval, N 0, guessed
//   - with moments for some dimensions only, heart is guessed, and Guesses says how much
//   - moments that have faded leave the prior, their basis and a small N
//   - evidence beyond 1e9 on one side of a dimension counts as 1e9
//
// It returns an error matching [relationship.ErrInvalid] for an asOf before the latest moment, as a tally does
// not know what it was before, and for a tally that [New] did not make. It takes about a quarter of a
// millisecond, and O(n log n) time in the number of failures with repairs.
func (t *Tally) Read(asOf time.Time) (Heart, error) {
	err := rules.First(
		rules.Break("Tally", when(t.parts == nil, "must be made by New")),
		rules.Break("asOf", when(asOf.IsZero(), "must not be the zero time")),
		rules.Break("asOf", rules.Instant(asOf)),
		rules.Break("asOf", when(asOf.Before(t.latest), "must not be before the latest moment")),
	)
	if err != nil {
		return Heart{}, opError("read", err)
	}
	return t.heart(t.evidence(asOf)), nil
}

func (s settings) heart(all []evidence) Heart {
	p := s.posterior(all, "")
	h := Heart{
		Heart:           p.product().estimate(1. / 3),
		Acknowledgement: known(product{p.Acknowledgement}.estimate(1), 0, all),
		Respect:         known(product{p.Respect}.estimate(1), 1, all),
		Trust:           known(product{p.Trust}.estimate(1), 2, all),
		Posterior:       p,
	}
	h.Heart = h.Heart.Derived(h.Acknowledgement, h.Respect, h.Trust)
	for _, e := range all {
		h.Heart.N += e.weight
		without := s.posterior(all, e.kind).mean()
		h.Reasons = append(h.Reasons, Reason{e.kind, e.moments, e.weight, without, h.Heart.Value - without})
	}
	slices.SortStableFunc(h.Reasons, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Gain), math.Abs(a.Gain)) })
	return h
}
