package relationship_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// replay folds the batches of a log until an instant into the records that they leave.
func replay(log []relationship.Batch, until time.Time) content {
	parties := map[relationship.PartyID]relationship.Party{}
	ties := map[relationship.TieID]relationship.Tie{}
	needs := map[relationship.NeedID]relationship.Need{}
	for _, b := range log {
		if b.At.After(until) {
			break
		}
		for _, p := range b.Parties {
			parties[p.ID] = p
		}
		for _, x := range b.Ties {
			ties[x.ID] = x
		}
		for _, n := range b.Needs {
			needs[n.ID] = n
		}
		for _, v := range b.Void {
			switch v.Ref.Noun {
			case relationship.NounParty:
				delete(parties, relationship.PartyID(v.Ref.ID))
			case relationship.NounTie:
				delete(ties, relationship.TieID(v.Ref.ID))
			case relationship.NounNeed:
				delete(needs, relationship.NeedID(v.Ref.ID))
			}
		}
	}
	return content{Parties: inOrder(parties), Ties: inOrder(ties), Needs: inOrder(needs)}
}

func inOrder[K cmp.Ordered, V any](m map[K]V) []V {
	var out []V
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

func TestReplayOfTheLogToAnInstantEqualsAsOf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t, sole())
		live(t, d, 30, nil)
		log := all(t, d.Feed(t.Context(), 0))
		instants := []time.Time{noon(0).AddDate(-1, 0, 0), noon(400)}
		for _, b := range log {
			instants = append(instants, b.At, b.At.Add(-time.Nanosecond), b.At.Add(time.Nanosecond))
		}
		for _, at := range instants {
			then, err := d.AsOf(t.Context(), relationship.When{Known: at})
			ok(t, err)
			same(t, "known at "+at.String(), read(t, then), replay(log, at))
		}
		want := contentOf(t, d.store)
		want.Log = nil
		same(t, "known now", replay(log, noon(400)), want)
	})
}

// held says in other words than the library's when a stint holds.
func held(s relationship.Stint, at time.Time) bool {
	begun := s.From.Before(at) || s.From.Equal(at)
	over := s.Ended || !s.To.IsZero() && (s.To.Before(at) || s.To.Equal(at))
	return begun && !over
}

func TestAsOfAnInstantOfTruthEqualsAFilterByHand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t, sole())
		live(t, d, 30, nil)
		now := read(t, &d.Reader)
		for i := range 31 {
			at := noon(i).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "off")))
			want := content{Parties: now.Parties}
			for _, x := range now.Ties {
				if slices.ContainsFunc(x.Stints, func(s relationship.Stint) bool { return held(s, at) }) {
					want.Ties = append(want.Ties, x)
				}
			}
			for _, n := range now.Needs {
				if held(n.During, at) {
					want.Needs = append(want.Needs, n)
				}
			}
			then, err := d.AsOf(t.Context(), relationship.When{Valid: at})
			ok(t, err)
			same(t, "true at "+at.String(), read(t, then), want)
			mustShowAround(t, &d.Reader, then, at)
		}
	})
}

// mustShowAround looks from each party: then shows those of the ties of now that held.
func mustShowAround(t *rapid.T, now, then *relationship.Reader, at time.Time) {
	t.Helper()
	for _, p := range all(t, now.Parties(t.Context(), relationship.PartyQuery{})) {
		want := slices.DeleteFunc(around(t, now, p.ID), func(v seen) bool {
			return !slices.ContainsFunc(v.Tie.Stints, func(s relationship.Stint) bool { return held(s, at) })
		})
		same(t, "around "+string(p.ID), around(t, then, p.ID), want)
	}
}

func TestBothClocksTogetherFilterWhatWasKnown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t, sole())
		live(t, d, 25, nil)
		when := relationship.When{Valid: instant(t, "valid"), Known: noon(0).Add(time.Duration(rapid.IntRange(-5, 80).Draw(t, "hours")) * time.Hour)}
		known, err := d.AsOf(t.Context(), relationship.When{Known: when.Known})
		ok(t, err)
		both, err := d.AsOf(t.Context(), when)
		ok(t, err)
		want := read(t, known)
		want.Ties = slices.DeleteFunc(want.Ties, func(x relationship.Tie) bool { return !x.Holds(when.Valid) })
		want.Needs = slices.DeleteFunc(want.Needs, func(n relationship.Need) bool { return !n.During.Holds(when.Valid) })
		same(t, "both", read(t, both), want)
	})
}
