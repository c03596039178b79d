package network

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Read returns the network that a book holds now: its parties, those merged with one another as one,
// and its ties of all times. If the store of the book keeps a history, the network is that of one
// moment, whatever is written meanwhile, and can be refreshed. Config.Kinds is taken from the book, which
// must not be nil.
//
// Errors are those of reading; an [relationship.OpError] that matches [relationship.ErrInvalid]
// where Config.Weight returns what is no weight. It takes O(n log n) time in the number of records.
func Read(ctx context.Context, book *relationship.Book, cfg Config) (*Snapshot, error) {
	last := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	r, err := book.AsOf(ctx, relationship.When{Known: last})
	if errors.Is(err, errors.ErrUnsupported) {
		return ReadAsOf(ctx, &book.Reader, cfg)
	}
	if err != nil {
		return nil, err
	}
	s, err := ReadAsOf(ctx, r, cfg)
	if err != nil {
		return nil, err
	}
	s.from.seq, s.from.known, s.from.weight = r.Known(), true, cfg.Weight
	return s, nil
}

// ReadAsOf returns the network that a reader sees, such as one from [relationship.Book.AsOf]. It cannot
// be refreshed. Config.Kinds is taken from the reader. For the rest see [Read].
func ReadAsOf(ctx context.Context, r *relationship.Reader, cfg Config) (*Snapshot, error) {
	cfg.Kinds = r.Kinds()
	parties := func(yield func(relationship.Party, error) bool) {
		for _, merged := range []bool{false, true} {
			for p, err := range r.Parties(ctx, relationship.PartyQuery{Merged: merged}) {
				if !yield(p, err) {
					return
				}
			}
		}
	}
	return Build(parties, r.Ties(ctx, relationship.TieQuery{}), cfg)
}

// Build returns the network of parties and ties that are given one after another, in any order, as
// [relationship.Reader] gives them. Parties that were merged count as the one that they turned out to
// be. A party that is only named by a tie is in the network as well.
//
// An error that a sequence yields is returned as it is. One that matches [relationship.ErrInvalid]
// names the record and the field: for two ties with one ID, a tie of an unknown kind or without stints,
// and for what is no weight. It takes O(n log n) time; beside the snapshot, which keeps the IDs of
// ties, it needs columns of all that it keeps while it works.
func Build(parties iter.Seq2[relationship.Party, error], ties iter.Seq2[relationship.Tie, error], cfg Config) (*Snapshot, error) {
	b := builder{cfg: cfg, kinds: newKinds(cfg.Kinds), long: dates{long: [][2]int64{}}}
	if err := b.kinds.check("build snapshot"); err != nil {
		return nil, err
	}
	if err := b.readParties(parties); err != nil {
		return nil, err
	}
	if err := b.readTies(ties); err != nil {
		return nil, err
	}
	if err := b.sortTies(); err != nil {
		return nil, err
	}
	b.findParties()
	return b.snapshot()
}

// A builder gathers columns from records.
type builder struct {
	cfg     Config
	kinds   kinds
	ids     []relationship.PartyID // of parties that were not merged
	listed  []relationship.PartyID // those of ids that have a record
	links   links
	read    int
	from    []relationship.PartyID
	to      []relationship.PartyID
	places  [2][]uint32
	kind    []uint16
	weight  []float64
	long    dates
	tieIDs  []relationship.TieID
	ordered bool
}

// progress tells the host how far reading has come.
func (b *builder) progress() {
	b.read++
	if b.cfg.Progress != nil && b.read%4096 == 0 {
		b.cfg.Progress(b.read)
	}
}

func (b *builder) readParties(parties iter.Seq2[relationship.Party, error]) error {
	b.links = links{}
	for p, err := range parties {
		if err != nil {
			return err
		}
		if p.MergedInto == "" {
			b.ids = append(b.ids, p.ID)
		} else {
			b.links[p.ID] = p.MergedInto
		}
		b.progress()
	}
	slices.Sort(b.ids)
	b.ids = slices.Compact(b.ids)
	return nil
}

func (b *builder) readTies(ties iter.Seq2[relationship.Tie, error]) error {
	present := b.links.present(b.ids)
	b.ordered = true
	for t, err := range ties {
		if err != nil {
			return err
		}
		kind, weight, err := readTie(&t, b.kinds, b.cfg.Weight)
		if err != nil {
			return err
		}
		if n := len(b.tieIDs); n > 0 && b.tieIDs[n-1] >= t.ID {
			b.ordered = false
		}
		b.from = append(b.from, b.links.root(t.From, present))
		b.to = append(b.to, b.links.root(t.To, present))
		b.kind, b.weight = append(b.kind, kind), append(b.weight, weight)
		b.long.long = append(b.long.long, [2]int64{})
		b.long.setLong(len(b.long.long)-1, t.Stints)
		b.tieIDs = append(b.tieIDs, t.ID)
		b.progress()
	}
	return nil
}

// readTie returns what a snapshot keeps of a tie.
func readTie(t *relationship.Tie, kinds kinds, weigh func(*relationship.Tie) float64) (kind uint16, weight float64, err error) {
	kind, ok := kinds.number[t.Kind]
	if !ok {
		return 0, 0, brokenTie(t.ID, "Kind", "must be a known kind of tie")
	}
	if len(t.Stints) == 0 {
		return 0, 0, brokenTie(t.ID, "Stints", "must not be empty")
	}
	weight = 1
	if weigh != nil {
		weight = weigh(t)
	}
	if !(weight >= 0 && weight <= mostWeight) {
		return 0, 0, brokenTie(t.ID, "Weight", ruleWeight)
	}
	return kind, weight, nil
}

func brokenTie(id relationship.TieID, field, rule string) error {
	return &relationship.OpError{
		Room: room, Op: "take tie", ID: string(id), Field: field, Rule: rule, Err: relationship.ErrInvalid,
	}
}

// sortTies puts ties in the order of their IDs, so that the order in which they came leaves no trace.
func (b *builder) sortTies() error {
	if b.ordered {
		return nil
	}
	order := make([]int, len(b.tieIDs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.tieIDs[i], b.tieIDs[j]) })
	for i := 1; i < len(order); i++ {
		if b.tieIDs[order[i]] == b.tieIDs[order[i-1]] {
			return brokenTie(b.tieIDs[order[i]], "ID", "must not be there twice")
		}
	}
	odd := b.long.odd
	b.from, b.to = inOrder(b.from, order), inOrder(b.to, order)
	b.kind, b.weight = inOrder(b.kind, order), inOrder(b.weight, order)
	b.long = dates{long: inOrder(b.long.long, order)}
	b.tieIDs = inOrder(b.tieIDs, order)
	for i, o := range order {
		if stints, ok := odd[uint32(o)]; ok {
			b.long.setOdd(i, stints)
		}
	}
	return nil
}

// inOrder returns a column in another order.
func inOrder[T any](column []T, order []int) []T {
	out := make([]T, len(column))
	for i, o := range order {
		out[i] = column[o]
	}
	return out
}

// findParties makes numbers of the ends of ties.
func (b *builder) findParties() {
	present := b.links.present(b.ids)
	b.listed = slices.Clone(b.ids)
	for id := range b.links {
		if root := b.links.root(id, present); b.links[root] != "" {
			b.ids = append(b.ids, root) // it was merged as well, in a circle or into nobody
		}
	}
	b.sortParties()
	for {
		missing := 0
		index := newIndex(b.ids)
		for side, ends := range [][]relationship.PartyID{b.from, b.to} {
			b.places[side] = make([]uint32, len(ends))
			missing += index.Places(ends, b.places[side])
		}
		if missing == 0 {
			return
		}
		for side, ends := range [][]relationship.PartyID{b.from, b.to} {
			for i, place := range b.places[side] {
				if place == None {
					b.ids = append(b.ids, ends[i])
				}
			}
		}
		b.sortParties()
	}
}

func (b *builder) sortParties() {
	slices.Sort(b.ids)
	b.ids = slices.Compact(b.ids)
}

func (b *builder) snapshot() (*Snapshot, error) {
	l := loader{
		kinds: b.kinds, each: b.cfg.each(), parties: b.ids,
		from: b.places[0], to: b.places[1], kind: b.kind,
		weight: narrow(b.weight), dates: b.long.narrow(), ids: b.tieIDs,
	}
	return l.load(source{links: b.links, unlisted: b.unlisted()})
}

// unlisted returns the numbers of the parties that have no record of their own.
func (b *builder) unlisted() map[uint32]bool {
	out := map[uint32]bool{}
	listed := b.listed
	for i, id := range b.ids {
		if len(listed) > 0 && listed[0] == id {
			listed = listed[1:]
		} else {
			out[uint32(i)] = true
		}
	}
	return out
}
