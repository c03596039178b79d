package feedback

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/table"
	"github.com/kithcrm/kith/relationship"
)

// Memory is a complete [Store] in memory, a [Historian] too. Its zero value is empty and ready. It is
// safe for use by several goroutines. What it holds is gone with the program.
//
// A read by IDs, or else by the first list of its query that is not of kinds, takes time in the number of
// records that this list selects; a write takes O(log n) time for each record.
type Memory struct {
	mu      sync.RWMutex
	items   *table.Shelf[ItemID, Item]
	themes  *table.Shelf[ThemeID, Theme]
	links   *table.Shelf[LinkID, Link]
	entries *table.Shelf[EntryID, Entry]
	votes   *table.Shelf[VoteID, Vote]
	changes *table.Shelf[ChangeID, Change]
	notices *table.Shelf[NoticeID, Notice]
	log     []logged          // in increasing order of seq
	erased  map[PartyID][]Seq // which batches erased a party
}

// A logged batch is what the log has of it, beside what the shelves know.
type logged struct {
	seq   Seq
	at    time.Time
	by    PartyID
	why   string
	void  []Voided
	erase []PartyID
}

// A shelf is the records of one noun, seen without their type.
type shelf interface {
	RevOf(id string) int64
	VoidID(seq int64, id string)
	EraseID(id string) []int64
	Seqs(id string) []int64
	IDsBy(index int, by string) []string
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

// ready makes the shelves of a zero Memory. The caller holds the lock for writing.
func (m *Memory) ready() {
	if m.items != nil {
		return
	}
	m.erased = map[PartyID][]Seq{}
	m.items = newShelf[ItemID](
		func(it *Item) string { return string(it.Author) },
		func(it *Item) string { return string(it.Loop.State) },
	)
	m.themes = newShelf[ThemeID](func(t *Theme) string { return string(t.MergedInto) })
	m.links = newShelf[LinkID](
		func(l *Link) string { return l.From.String() },
		func(l *Link) string { return l.To.String() },
	)
	m.entries = newShelf[EntryID](
		func(e *Entry) string { return e.About.String() },
		func(e *Entry) string { return string(e.By) },
	)
	m.votes = newShelf[VoteID](
		func(v *Vote) string { return v.On.String() },
		func(v *Vote) string { return string(v.Voter) },
	)
	m.changes = newShelf[ChangeID](func(c *Change) string { return string(c.State) })
	m.notices = newShelf[NoticeID](
		func(n *Notice) string { return string(n.Entry) },
		func(n *Notice) string { return string(n.To) },
		func(n *Notice) string { return string(n.State) },
	)
}

// newShelf returns a shelf whose records are found by keys, of which an empty one is none.
func newShelf[K ~string, R any, P record[R]](keys ...func(*R) string) *table.Shelf[K, R] {
	spec := table.Spec[K, R]{
		Key:    func(r *R) K { return K(P(r).key()) },
		Detach: func(records []R) { listOf[R, P]{records}.ready() },
	}
	for _, key := range keys {
		spec.Indexes = append(spec.Indexes, func(r *R, to []string) []string {
			if k := key(r); k != "" {
				to = append(to, k)
			}
			return to
		})
	}
	return table.NewShelf(spec)
}

// shelf returns the shelf of a noun of this room.
func (m *Memory) shelf(noun string) shelf {
	switch noun {
	case NounItem:
		return m.items
	case NounTheme:
		return m.themes
	case NounLink:
		return m.links
	case NounEntry:
		return m.entries
	case NounVote:
		return m.votes
	case NounChange:
		return m.changes
	default:
		return m.notices
	}
}

// Write does what [Store] says.
func (m *Memory) Write(ctx context.Context, b Batch) (Seq, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	b = b.clone()
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	m.ready()
	going := m.going(b.Erase)
	if err := m.refusal(&b, going); err != nil {
		return 0, opError("write", "", err)
	}
	l := logged{seq: 1, at: b.At, by: b.By, why: b.Why, void: b.Void, erase: b.Erase}
	if n := len(m.log); n > 0 {
		l.seq = m.log[n-1].seq + 1
		if m.log[n-1].at.After(l.at) {
			l.at = m.log[n-1].at
		}
	}
	m.forget(going, &l)
	m.put(&b, l.seq)
	for _, v := range b.Void {
		m.shelf(v.Ref.Noun).VoidID(int64(l.seq), v.Ref.ID)
	}
	m.log = append(m.log, l)
	return l.seq, nil
}

func (m *Memory) put(b *Batch, seq Seq) {
	for l := range b.lists() {
		l.list.setRev(seq)
	}
	n := int64(seq)
	m.items.PutAll(n, b.Items)
	m.themes.PutAll(n, b.Themes)
	m.links.PutAll(n, b.Links)
	m.entries.PutAll(n, b.Entries)
	m.votes.PutAll(n, b.Votes)
	m.changes.PutAll(n, b.Changes)
	m.notices.PutAll(n, b.Notices)
}

// refusal returns why a batch that is well formed cannot be applied, if so. What goes with an erasure
// is not there for it.
func (m *Memory) refusal(b *Batch, going map[Ref]bool) error {
	f := refused{going: going}
	judge(&f, NounItem, b.Items, m.items)
	judge(&f, NounTheme, b.Themes, m.themes)
	judge(&f, NounLink, b.Links, m.links)
	judge(&f, NounEntry, b.Entries, m.entries)
	judge(&f, NounVote, b.Votes, m.votes)
	judge(&f, NounChange, b.Changes, m.changes)
	judge(&f, NounNotice, b.Notices, m.notices)
	for i, v := range b.Void {
		f.put("", i, v.Rev, m.shelf(v.Ref.Noun).RevOf(v.Ref.ID), "")
	}
	return f.err()
}

// refused is what speaks against a batch, and of which record.
type refused struct {
	going   map[Ref]bool
	verdict table.Verdict
	noun    string // of the list in which the record is, "" in that of what is void
	i       int
	field   string // that never changes and would
}

// judge looks at the records of one noun.
func judge[K ~string, R any, P record[R]](f *refused, noun string, records []R, on *table.Shelf[K, R]) {
	for i := range records {
		r := P(&records[i])
		rev, old := on.Latest(K(r.key()))
		if len(f.going) > 0 && f.going[Ref{Noun: noun, ID: r.key()}] {
			rev, old = 0, nil
		}
		f.put(noun, i, *r.rev(), rev, r.changed(old))
	}
}

func (f *refused) put(noun string, i int, rev Seq, current int64, changed string) {
	if f.verdict.Put(int64(rev), current, changed == "") {
		f.noun, f.i, f.field = noun, i, changed
	}
}

func (f *refused) err() error {
	if f.verdict == table.Fine {
		return nil
	}
	out := &relationship.OpError{Room: room, Field: rules.Index(listOfNoun(f.noun), f.i)}
	switch f.verdict {
	case table.Missing:
		out.Err = ErrNotFound
	case table.Exists:
		out.Err = ErrExists
	case table.Stale:
		out.Err = ErrStale
	case table.Changed:
		return rules.Break(out.Field+"."+f.field, "must not change")
	}
	return out
}

// listOfNoun returns the field of a batch that holds the records of a noun.
func listOfNoun(noun string) string {
	for l := range new(Batch).lists() {
		if l.noun == noun {
			return l.field
		}
	}
	return "Void"
}

// going returns everything that goes with parties when they are erased.
func (m *Memory) going(parties []PartyID) map[Ref]bool {
	if len(parties) == 0 {
		return nil
	}
	going := map[Ref]bool{}
	add := func(noun string, index int, by string) {
		for _, id := range m.shelf(noun).IDsBy(index, by) {
			going[Ref{Noun: noun, ID: id}] = true
		}
	}
	of := func(r Ref) {
		add(NounLink, byFrom, r.String())
		add(NounLink, byTo, r.String())
		add(NounEntry, byAbout, r.String())
		add(NounVote, byOn, r.String())
	}
	for _, p := range parties {
		of(p.Ref())
		add(NounEntry, byBy, string(p))
		add(NounVote, byVoter, string(p))
		add(NounNotice, byPerson, string(p))
		for _, id := range m.items.IDsBy(byAuthor, string(p)) {
			item := ItemID(id).Ref()
			going[item] = true
			of(item)
		}
	}
	return going
}

// forget removes what goes with an erasure, from the shelves and the log.
func (m *Memory) forget(going map[Ref]bool, l *logged) {
	lose := map[int64]bool{} // the batches that lose something
	for ref := range going {
		for _, seq := range m.shelf(ref.Noun).EraseID(ref.ID) {
			lose[seq] = true
		}
	}
	for seq := range lose {
		i, _ := m.find(Seq(seq))
		e := &m.log[i]
		e.void = slices.DeleteFunc(e.void, func(v Voided) bool { return going[v.Ref] })
		e.why = ""
	}
	for _, id := range l.erase {
		m.erased[id] = append(m.erased[id], l.seq)
	}
}

// find returns the place in the log of the first batch whose number is seq or above, and whether it
// is seq.
func (m *Memory) find(seq Seq) (int, bool) {
	return slices.BinarySearchFunc(m.log, seq, func(l logged, seq Seq) int { return cmp.Compare(l.seq, seq) })
}
