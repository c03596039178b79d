package relationship

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/table"
)

// Memory is a complete [Store] in memory, a [Historian] too. Its zero value is empty and ready. It is
// safe for use by several goroutines. What it holds is gone with the program.
//
// A read by ID and the reads of a party's ties and needs take time in the size of the answer only;
// a write takes O(log n) time for each record.
type Memory struct {
	mu      sync.RWMutex
	parties *table.Table[PartyID, Party]
	ties    *table.Table[TieID, Tie]
	needs   *table.Table[NeedID, Need]
	log     []entry           // in increasing order of seq
	erased  map[PartyID][]Seq // which batches erased a party
}

// An entry is a batch in the log. It holds the versions that it wrote, at which the tables point; one
// that was erased is empty.
type entry struct {
	seq     Seq
	at      time.Time
	by      PartyID
	why     string
	parties []table.Version[Party]
	ties    []tieVersion
	needs   []table.Version[Need]
	void    []Voided
	erase   []PartyID
}

// A tieVersion is a version of a tie with room for one stint beside it: nearly all ties have one, and
// what lies together is read faster.
type tieVersion struct {
	table.Version[Tie]
	stint [1]Stint
}

// The indexes of the tables.
const (
	partiesByMergedInto = 0 // and, under anyMerged, all that were ever merged
	tiesByEnd           = 0
	needsByParty        = 0
	needsByTie          = 1
)

// anyMerged is no identifier, which must not hold a NUL byte.
const anyMerged = "\x00"

// ready makes the tables of a zero Memory. The caller holds the lock for writing.
func (m *Memory) ready() {
	if m.parties != nil {
		return
	}
	m.erased = map[PartyID][]Seq{}
	m.parties = table.New(table.Spec[PartyID, Party]{
		Key:    func(p *Party) PartyID { return p.ID },
		Detach: detachParties,
		Indexes: []func(*Party, []string) []string{func(p *Party, keys []string) []string {
			if p.MergedInto != "" {
				keys = append(keys, string(p.MergedInto), anyMerged)
			}
			return keys
		}},
	})
	m.ties = table.New(table.Spec[TieID, Tie]{
		Key:    func(t *Tie) TieID { return t.ID },
		Detach: detachTies,
		Touch: func(t *Tie) int {
			// Fields some 64 bytes apart, the size of what memory is fetched in.
			n := len(t.Kind) + len(t.Ends.From.Role) + len(t.Ends.To.Role) + len(t.Facts)
			if t.Stints[0].Ended {
				n++
			}
			return n
		},
		Indexes: []func(*Tie, []string) []string{func(t *Tie, keys []string) []string {
			keys = append(keys, string(t.From))
			if t.To != t.From {
				keys = append(keys, string(t.To))
			}
			return keys
		}},
	})
	m.needs = table.New(table.Spec[NeedID, Need]{
		Key:    func(n *Need) NeedID { return n.ID },
		Detach: detachNeeds,
		Indexes: []func(*Need, []string) []string{
			func(n *Need, keys []string) []string { return append(keys, string(n.Party)) },
			func(n *Need, keys []string) []string {
				if n.Tie != "" {
					keys = append(keys, string(n.Tie))
				}
				return keys
			},
		},
	})
}

// Write does what [Store] says.
func (m *Memory) Write(ctx context.Context, b Batch) (Seq, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	m.ready()
	if err := m.refusal(&b); err != nil {
		return 0, err
	}
	e := entry{seq: 1, at: rules.UTC(b.At), by: b.By, why: b.Why, erase: slices.Clone(b.Erase)}
	if n := len(m.log); n > 0 {
		e.seq = m.log[n-1].seq + 1
		if m.log[n-1].at.After(e.at) {
			e.at = m.log[n-1].at
		}
	}
	m.erase(&e) // then there is nothing else to do
	m.put(&e, &b)
	m.void(&e, &b)
	m.log = append(m.log, e)
	return e.seq, nil
}

func (m *Memory) put(e *entry, b *Batch) {
	e.parties = make([]table.Version[Party], len(b.Parties))
	for i := range e.parties {
		v := &e.parties[i]
		v.Seq, v.Record = int64(e.seq), b.Parties[i]
		v.Record.Rev = e.seq
		v.Record.detach()
		v.Record.inUTC()
		m.parties.Put(v)
	}
	e.ties = make([]tieVersion, len(b.Ties))
	for i := range e.ties {
		v := &e.ties[i]
		v.Seq, v.Record = int64(e.seq), b.Ties[i]
		v.Record.Rev = e.seq
		v.Record.detach(v.stint[:0])
		v.Record.inUTC()
		m.ties.Put(&v.Version)
	}
	e.needs = make([]table.Version[Need], len(b.Needs))
	for i := range e.needs {
		v := &e.needs[i]
		v.Seq, v.Record = int64(e.seq), b.Needs[i]
		v.Record.Rev = e.seq
		v.Record.detach()
		v.Record.inUTC()
		m.needs.Put(v)
	}
}

func (m *Memory) void(e *entry, b *Batch) {
	for _, v := range b.Void {
		switch v.Ref.Noun {
		case NounParty:
			m.parties.Void(int64(e.seq), PartyID(v.Ref.ID))
		case NounTie:
			m.ties.Void(int64(e.seq), TieID(v.Ref.ID))
		case NounNeed:
			m.needs.Void(int64(e.seq), NeedID(v.Ref.ID))
		}
		e.void = append(e.void, v)
	}
}

// erase removes what belongs to the parties that the batch e erases, from the tables and the log.
func (m *Memory) erase(e *entry) {
	for _, id := range e.erase {
		for _, tie := range m.ties.KeysBy(tiesByEnd, string(id)) {
			for _, need := range m.needs.KeysBy(needsByTie, string(tie)) {
				forget(m, need.Ref(), m.needs.Erase(need))
			}
			gone := m.ties.Erase(tie)
			for _, v := range gone {
				clear(v.Record.Stints) // which may lie beside the version
			}
			forget(m, tie.Ref(), gone)
		}
		for _, need := range m.needs.KeysBy(needsByParty, string(id)) {
			forget(m, need.Ref(), m.needs.Erase(need))
		}
		forget(m, id.Ref(), m.parties.Erase(id))
		m.erased[id] = append(m.erased[id], e.seq)
	}
}

// forget empties versions of a record, and takes from their batches in the log what else they tell
// of it, with the reason given.
func forget[R any](m *Memory, ref Ref, versions []*table.Version[R]) {
	for _, v := range versions {
		i, _ := m.find(Seq(v.Seq))
		e := &m.log[i]
		e.void = slices.DeleteFunc(e.void, func(v Voided) bool { return v.Ref == ref })
		e.why = ""
		*v = table.Version[R]{}
	}
}

// find returns the place in the log of the first batch whose number is seq or above, and whether it
// is seq.
func (m *Memory) find(seq Seq) (int, bool) {
	return slices.BinarySearchFunc(m.log, seq, func(e entry, seq Seq) int { return int(e.seq - seq) })
}

// Parties does what [Store] says.
func (m *Memory) Parties(ctx context.Context, q PartyQuery) (Page[Party], error) {
	query := table.Query[PartyID, Party]{After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs}
	if len(q.MergedInto) > 0 || q.Merged {
		query.Match = q.matcher()
	}
	switch {
	case len(q.MergedInto) > 0:
		query.Index, query.By = partiesByMergedInto, table.Texts(q.MergedInto)
	case q.Merged:
		query.Index, query.By = partiesByMergedInto, []string{anyMerged}
	}
	return page(ctx, m, func() *table.Table[PartyID, Party] { return m.parties }, query)
}

// Ties does what [Store] says.
func (m *Memory) Ties(ctx context.Context, q TieQuery) (Page[Tie], error) {
	query := table.Query[TieID, Tie]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs, Index: tiesByEnd, By: table.Texts(q.Of),
	}
	if len(q.Kinds) > 0 || len(q.IDs) > 0 && len(q.Of) > 0 {
		query.Match = q.matcher()
	}
	return page(ctx, m, func() *table.Table[TieID, Tie] { return m.ties }, query)
}

// Needs does what [Store] says.
func (m *Memory) Needs(ctx context.Context, q NeedQuery) (Page[Need], error) {
	query := table.Query[NeedID, Need]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs, Match: q.matcher(),
		Index: needsByParty, By: table.Texts(q.Of),
	}
	if len(q.Of) == 0 {
		query.Index, query.By = needsByTie, table.Texts(q.In)
	}
	return page(ctx, m, func() *table.Table[NeedID, Need] { return m.needs }, query)
}

// page reads a page of one of the tables, which are there only once something was written.
func page[K ~string, R any](
	ctx context.Context, m *Memory, of func() *table.Table[K, R], q table.Query[K, R],
) (Page[R], error) {
	if err := ctx.Err(); err != nil {
		return Page[R]{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	t := of()
	if t == nil {
		return Page[R]{Last: true}, nil
	}
	records, last := t.Page(q)
	return Page[R]{records, last}, nil
}

// refusal returns why a batch that is well formed cannot be applied, if so.
func (m *Memory) refusal(b *Batch) error {
	var found table.Refusal
	for i := range b.Parties {
		p := &b.Parties[i]
		found.Put("Parties", i, int64(p.Rev), m.parties.Rev(p.ID), "")
	}
	for i := range b.Ties {
		t := &b.Ties[i]
		rev, old := m.ties.Latest(t.ID)
		found.Put("Ties", i, int64(t.Rev), rev, t.changed(old))
	}
	for i := range b.Needs {
		n := &b.Needs[i]
		rev, old := m.needs.Latest(n.ID)
		found.Put("Needs", i, int64(n.Rev), rev, n.changed(old))
	}
	for i, v := range b.Void {
		found.Put("Void", i, int64(v.Rev), m.revOf(v.Ref), "")
	}
	switch found.Verdict {
	case table.Fine:
		return nil
	case table.Changed:
		return broken(found.Field, found.Rule)
	}
	causes := map[table.Verdict]error{table.Missing: ErrNotFound, table.Exists: ErrExists, table.Stale: ErrStale}
	return &OpError{Room: room, Op: "write", Field: found.Field, Err: causes[found.Verdict]}
}

// revOf returns the revision of a record, or 0 where there is none.
func (m *Memory) revOf(r Ref) int64 {
	switch r.Noun {
	case NounParty:
		return m.parties.Rev(PartyID(r.ID))
	case NounTie:
		return m.ties.Rev(TieID(r.ID))
	default:
		return m.needs.Rev(NeedID(r.ID))
	}
}
