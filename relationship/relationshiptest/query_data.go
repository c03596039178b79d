package relationshiptest

import (
	"context"
	"iter"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

type seqOf[T any] = iter.Seq2[T, error]

// An asked is a store with random records in it, and two books on it.
type asked struct {
	store   relationship.Store
	pushed  *relationship.Book // hands its queries on to the store
	plain   *relationship.Book // reads everything and filters itself
	numbers []relationship.Seq
}

// newAsked fills a store with slim records: they have little but what queries ask for.
func newAsked(t *rapid.T, s relationship.Store) *asked {
	a := &asked{store: s}
	var every relationship.Store = unasked{s}
	if h, ok := s.(relationship.Historian); ok {
		every = unaskedHistorian{unasked{s}, h}
	}
	a.pushed = relationship.NewBook(s, relationship.Config{})
	a.plain = relationship.NewBook(every, relationship.Config{})
	ids := rapid.Permutation(suite.TroubleIDs()).Draw(t, "identifiers")
	ids = ids[:rapid.IntRange(1, len(ids)).Draw(t, "how many")]
	for start, step := 0, rapid.IntRange(3, len(suite.TroubleIDs())).Draw(t, "batches of"); start < len(ids); start += step {
		a.create(t, ids[start:min(start+step, len(ids))])
	}
	a.change(t)
	return a
}

// fewIDs are those that records belong to: few, so that queries find something.
func fewIDs() []string { return suite.TroubleIDs()[:8] }

// create writes a party, a tie and a need under each of the IDs.
func (a *asked) create(t *rapid.T, ids []string) {
	b := relationship.Batch{At: noon(0)}
	whose := rapid.SampledFrom(fewIDs())
	for _, id := range ids {
		p := person(id)
		if into := whose.Draw(t, "into"); into != id && rapid.Bool().Draw(t, "merged") {
			p.MergedInto = relationship.PartyID(into)
		}
		x := tie(id, whose.Draw(t, "from"), whose.Draw(t, "to"))
		x.Kind = kindName().Draw(t, "kind")
		n := need(id, whose.Draw(t, "party"), "")
		if rapid.Bool().Draw(t, "in a tie") {
			n.Tie = relationship.TieID(whose.Draw(t, "tie"))
		}
		b.Parties, b.Ties, b.Needs = append(b.Parties, p), append(b.Ties, x), append(b.Needs, n)
	}
	a.write(t, b)
}

// change gives some records another version, and takes others out of sight.
func (a *asked) change(t *rapid.T) {
	now := contentOf(t, a.store, 0)
	b := relationship.Batch{At: noon(0)}
	for i, p := range now.Parties {
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			p.MergedInto = ""
			b.Parties = append(b.Parties, p)
			b.Ties = append(b.Ties, now.Ties[i])
		case 1:
			b.Void = append(b.Void, relationship.Voided{Ref: p.ID.Ref(), Rev: p.Rev})
			b.Void = append(b.Void, relationship.Voided{Ref: now.Ties[i].ID.Ref(), Rev: now.Ties[i].Rev})
		case 2:
			b.Needs = append(b.Needs, now.Needs[i])
		}
	}
	if len(refsOf(&b)) > 0 {
		a.write(t, b)
	}
	if rapid.Bool().Draw(t, "erase") {
		a.write(t, relationship.Batch{At: noon(0), Erase: []relationship.PartyID{relationship.PartyID(rapid.SampledFrom(suite.TroubleIDs()).Draw(t, "erased"))}})
	}
}

func (a *asked) write(t *rapid.T, b relationship.Batch) {
	a.numbers = append(a.numbers, writeBatch(t, a.store, b))
}

// known draws the number of a batch, mostly 0.
func (a *asked) known(t *rapid.T) relationship.Seq {
	if !keepsHistory(a.store) || rapid.IntRange(0, 2).Draw(t, "look back") > 0 {
		return 0
	}
	return rapid.SampledFrom(a.numbers).Draw(t, "known")
}

// An unasked store is asked for everything, always, so that the library does the filtering.
type unasked struct{ relationship.Store }

func (u unasked) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	return u.Store.Parties(ctx, relationship.PartyQuery{Known: q.Known, After: q.After, Limit: q.Limit})
}

func (u unasked) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	return u.Store.Ties(ctx, relationship.TieQuery{Known: q.Known, After: q.After, Limit: q.Limit})
}

func (u unasked) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	return u.Store.Needs(ctx, relationship.NeedQuery{Known: q.Known, After: q.After, Limit: q.Limit})
}

type unaskedHistorian struct {
	unasked
	historian relationship.Historian
}

func (u unaskedHistorian) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	return u.historian.Log(ctx, relationship.LogQuery{After: q.After, Limit: q.Limit})
}
