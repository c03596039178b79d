package relationship_test

import (
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

type (
	partyPage = relationship.Page[relationship.Party]
	tiePage   = relationship.Page[relationship.Tie]
	batchPage = relationship.Page[relationship.Batch]
)

func TestStoreThatBreaksItsContractIsToldSo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		store strange
		do    func(*testing.T, *relationship.Book) error
	}{
		{
			"a page out of order",
			strange{parties: func(_ relationship.PartyQuery, p partyPage) partyPage { slices.Reverse(p.Records); return p }},
			func(t *testing.T, b *relationship.Book) error {
				return lastError(b.Parties(t.Context(), relationship.PartyQuery{}))
			},
		},
		{
			"the same record twice",
			strange{ties: func(_ relationship.TieQuery, p tiePage) tiePage {
				p.Records = append(p.Records, p.Records[len(p.Records)-1])
				return p
			}},
			func(t *testing.T, b *relationship.Book) error { return lastError(b.Around(t.Context(), "a")) },
		},
		{
			"the same page for ever",
			strange{parties: func(q relationship.PartyQuery, _ partyPage) partyPage {
				return partyPage{Records: people("a", "b")}
			}},
			func(t *testing.T, b *relationship.Book) error {
				return lastError(b.Parties(t.Context(), relationship.PartyQuery{}))
			},
		},
		{
			"a record before the one asked after",
			strange{parties: func(q relationship.PartyQuery, p partyPage) partyPage {
				return partyPage{Records: people("a")}
			}},
			func(t *testing.T, b *relationship.Book) error {
				return lastError(b.Parties(t.Context(), relationship.PartyQuery{After: "b"}))
			},
		},
		{
			"a record later than what was known",
			strange{parties: func(q relationship.PartyQuery, p partyPage) partyPage {
				for i := range p.Records {
					p.Records[i].Rev = 99
				}
				return p
			}},
			func(t *testing.T, b *relationship.Book) error {
				then, err := b.AsOf(t.Context(), relationship.When{Known: noon(1)})
				ok(t, err)
				return lastError(then.Parties(t.Context(), relationship.PartyQuery{}))
			},
		},
		{
			"a log out of order",
			strange{log: func(_ relationship.LogQuery, p batchPage) batchPage { slices.Reverse(p.Records); return p }},
			func(t *testing.T, b *relationship.Book) error { return lastError(b.Feed(t.Context(), 0)) },
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, sole())
			put(t, d.Book, small())
			put(t, d.Book, relationship.Batch{Parties: people("y")})
			test.store.Memory = d.store
			err := test.do(t, relationship.NewBook(&test.store, config(t, d.clock, sole())))
			broken(t, err, relationship.ErrBrokenStore, "")
		})
	}
}

// A store may return what does not match, in pages of any size, and never say that one is the last.
func TestStoreThatOnlyJustKeepsItsContractGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.Book, small())
	everything := func(after relationship.PartyID, known relationship.Seq) partyPage {
		page, err := d.store.Parties(t.Context(), relationship.PartyQuery{After: after, Known: known, Limit: 2})
		ok(t, err)
		return partyPage{Records: page.Records}
	}
	lazy := strange{
		Memory:  d.store,
		parties: func(q relationship.PartyQuery, _ partyPage) partyPage { return everything(q.After, q.Known) },
		ties: func(q relationship.TieQuery, _ tiePage) tiePage {
			page, err := d.store.Ties(t.Context(), relationship.TieQuery{After: q.After, Known: q.Known, Limit: 1})
			ok(t, err)
			return tiePage{Records: page.Records}
		},
		log: func(q relationship.LogQuery, _ batchPage) batchPage {
			page, err := d.store.Log(t.Context(), relationship.LogQuery{After: q.After, Limit: 1})
			ok(t, err)
			return batchPage{Records: page.Records}
		},
	}
	b := relationship.NewBook(&lazy, config(t, d.clock, sole()))
	_, err := b.Relate(t.Context(), tie("new", "sole", "m2", "z"))
	ok(t, err)
	_, err = b.End(t.Context(), "t", noon(5))
	ok(t, err)
	ok(t, b.Merge(t.Context(), "m2", "b"))
	same(t, "read", read(t, &b.Reader), read(t, &d.Reader))
	for _, id := range []relationship.PartyID{"a", "b", "c", "m", "m2", "z"} {
		same(t, "around "+string(id), around(t, &b.Reader, id), around(t, &d.Reader, id))
		same(t, "history of "+string(id), all(t, b.History(t.Context(), id.Ref())), all(t, d.History(t.Context(), id.Ref())))
	}
	for _, limit := range []int{1, 2, 3} {
		q := relationship.PartyQuery{After: "a", Limit: limit}
		same(t, "limit", all(t, b.Parties(t.Context(), q)), all(t, d.Parties(t.Context(), q)))
	}
}
