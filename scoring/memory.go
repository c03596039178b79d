package scoring

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
// A read by IDs, or else by the first list of its query, takes time in the number of records that this list
// selects, whatever the window; a write takes O(log n) time for each record.
type Memory struct {
	mu          sync.RWMutex
	answers     *table.Shelf[AnswerID, Answer]
	scores      *table.Shelf[ScoreID, Score]
	assumptions *table.Shelf[AssumptionID, Assumption]
	log         []logged          // in increasing order of seq
	erased      map[PartyID][]Seq // which batches erased a party
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
	answerAbout    = 0
	answerBy       = 1
	answerQuestion = 2

	scoreOf   = 0
	scoreName = 1

	assumptionAbout = 0
	assumptionBy    = 1
	assumptionOwner = 2
	assumptionState = 3
	assumptionNames = 4 // whoever believes, owns or reviewed it
)

// ready makes the shelves of a zero Memory. The caller holds the lock for writing.
func (m *Memory) ready() {
	if m.answers != nil {
		return
	}
	m.erased = map[PartyID][]Seq{}
	m.answers = newShelf[AnswerID](
		by(func(a *Answer) string { return a.About.String() }),
		by(func(a *Answer) string { return string(a.By) }),
		by(func(a *Answer) string { return a.Question }),
	)
	m.scores = newShelf[ScoreID](
		by(func(s *Score) string { return s.Of.String() }),
		by(func(s *Score) string { return s.Name }),
	)
	m.assumptions = newShelf[AssumptionID](
		by(func(a *Assumption) string { return a.About.String() }),
		by(func(a *Assumption) string { return string(a.By) }),
		by(func(a *Assumption) string { return string(a.Owner) }),
		by(func(a *Assumption) string { return string(a.State) }),
		func(a *Assumption, to []string) []string {
			for _, p := range inOrder(a.people()) {
				to = append(to, string(p))
			}
			return to
		},
	)
}

// by returns an index by one key, of which an empty one is none.
func by[R any](key func(*R) string) func(*R, []string) []string {
	return func(r *R, to []string) []string {
		if k := key(r); k != "" {
			to = append(to, k)
		}
		return to
	}
}

func newShelf[K ~string, R any, P record[R]](indexes ...func(*R, []string) []string) *table.Shelf[K, R] {
	return table.NewShelf(table.Spec[K, R]{
		Key:     func(r *R) K { return K(P(r).key()) },
		Detach:  func(records []R) { listOf[R, P]{records}.ready() },
		Indexes: indexes,
	})
}

// shelf returns the shelf of a noun of this room.
func (m *Memory) shelf(noun string) shelf {
	switch noun {
	case NounAnswer:
		return m.answers
	case NounScore:
		return m.scores
	default:
		return m.assumptions
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
	m.answers.PutAll(n, b.Answers)
	m.scores.PutAll(n, b.Scores)
	m.assumptions.PutAll(n, b.Assumptions)
}

// refusal returns why a batch that is well formed cannot be applied, if so. What goes with an erasure
// is not there for it.
func (m *Memory) refusal(b *Batch, going map[Ref]bool) error {
	f := refused{going: going}
	judge(&f, NounAnswer, b.Answers, m.answers)
	judge(&f, NounScore, b.Scores, m.scores)
	judge(&f, NounAssumption, b.Assumptions, m.assumptions)
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
	for _, p := range parties {
		itself := p.Ref().String()
		add(NounAnswer, answerAbout, itself)
		add(NounAnswer, answerBy, string(p))
		add(NounScore, scoreOf, itself)
		add(NounAssumption, assumptionAbout, itself)
		add(NounAssumption, assumptionNames, string(p))
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
