package feedback

import (
	"context"
	"errors"
	"sync"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// Memory is a complete [Store] in memory, a [Historian] too. Its zero value is empty and ready. It is
// safe for use by several goroutines. What it holds is gone with the program.
//
// A read by IDs, or else by the first list of its query that is not of kinds, takes time in the number of
// records that this list selects; a write takes O(log n) time for each record.
type Memory struct {
	once    sync.Once
	shelves table.Shelves
	items   table.Shelf[ItemID, Item]
	themes  table.Shelf[ThemeID, Theme]
	links   table.Shelf[LinkID, Link]
	entries table.Shelf[EntryID, Entry]
	votes   table.Shelf[VoteID, Vote]
	changes table.Shelf[ChangeID, Change]
	notices table.Shelf[NoticeID, Notice]
}

// The indexes of the shelves.
const (
	byAuthor = 0 // of items
	byState  = 1

	byFrom = 0 // of links
	byTo   = 1

	byAbout = 0 // of entries
	byBy    = 1

	byOn    = 0 // of votes
	byVoter = 1

	byEntry       = 0 // of notices
	byPerson      = 1
	byNoticeState = 2
)

// ready returns the memory with its shelves.
func (m *Memory) ready() *Memory {
	m.once.Do(func() {
		place(m, NounItem, &m.items,
			table.By(func(it *Item) string { return string(it.Author) }),
			table.By(func(it *Item) string { return string(it.Loop.State) }),
		)
		place(m, NounTheme, &m.themes, table.By(func(t *Theme) string { return string(t.MergedInto) }))
		place(m, NounLink, &m.links,
			table.By(func(l *Link) string { return l.From.String() }),
			table.By(func(l *Link) string { return l.To.String() }),
		)
		place(m, NounEntry, &m.entries,
			table.By(func(e *Entry) string { return e.About.String() }),
			table.By(func(e *Entry) string { return string(e.By) }),
		)
		place(m, NounVote, &m.votes,
			table.By(func(v *Vote) string { return v.On.String() }),
			table.By(func(v *Vote) string { return string(v.Voter) }),
		)
		place(m, NounChange, &m.changes, table.By(func(c *Change) string { return string(c.State) }))
		place(m, NounNotice, &m.notices,
			table.By(func(n *Notice) string { return string(n.Entry) }),
			table.By(func(n *Notice) string { return string(n.To) }),
			table.By(func(n *Notice) string { return string(n.State) }),
		)
	})
	return m
}

// place makes the shelf of a noun.
func place[K ~string, R any, P record[R]](
	m *Memory, noun string, shelf *table.Shelf[K, R], indexes ...func(*R, []string) []string,
) {
	*shelf = table.NewShelf(table.Spec[K, R]{
		Key: func(r *R) K { return K(P(r).key()) },
		Rev: func(r *R) *int64 { return (*int64)(P(r).rev()) },
		Detach: func(records []R) {
			for i := range records {
				P(&records[i]).ready()
			}
		},
		Changed: func(r, old *R) string { return P(r).changed(old) },
		Indexes: indexes,
	})
	m.shelves.Place(noun, shelf)
}

// Write does what [Store] says.
func (m *Memory) Write(ctx context.Context, b Batch) (Seq, error) {
	p := b.plain()
	if err := p.Check(); err != nil {
		return 0, opError("check batch", "", err)
	}
	seq, err := m.ready().shelves.Write(ctx, p, m.going)
	if r, ok := errors.AsType[*table.Refusal](err); ok {
		return 0, refusal(r)
	}
	return Seq(seq), err
}

// going returns everything that goes with parties when they are erased.
func (m *Memory) going(parties []batch.Ref) map[batch.Ref]bool {
	going := map[batch.Ref]bool{}
	add := func(noun string, index int, by string) { m.shelves.Gather(going, noun, index, by) }
	of := func(r Ref) {
		add(NounLink, byFrom, r.String())
		add(NounLink, byTo, r.String())
		add(NounEntry, byAbout, r.String())
		add(NounVote, byOn, r.String())
	}
	for _, p := range parties {
		of(Ref(p))
		add(NounEntry, byBy, p.ID)
		add(NounVote, byVoter, p.ID)
		add(NounNotice, byPerson, p.ID)
		for _, id := range m.items.IDsBy(byAuthor, p.ID) {
			item := ItemID(id).Ref()
			going[batch.Ref(item)] = true
			of(item)
		}
	}
	return going
}
