package relationship

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Config adjusts a [Book]. Its zero value is ready to use.
type Config struct {
	// Kinds are the kinds of tie that the book knows. The zero Kinds means [ReadyKinds].
	Kinds Kinds

	// Now is the clock by which batches are stamped. nil means time.Now.
	Now func() time.Time

	// NewID makes the identifiers of records that come without one. nil makes version 7 UUIDs.
	NewID func() string
}

// A Book is what a program asks about relationships, and where it writes them down. It keeps the
// rules that a [Store] does not know: those of the kinds of tie, and those that concern several
// records. Every write is one batch, all or nothing.
//
// Making a Book is free. It is safe for use by several goroutines if its store is.
type Book struct {
	Reader
	now   func() time.Time
	newID func() string
	by    PartyID
	why   string
}

// NewBook returns a book that keeps its records in a store, which must not be nil.
func NewBook(store Store, cfg Config) *Book {
	b := &Book{Reader: Reader{store: store, kinds: cfg.Kinds}, now: cfg.Now, newID: cfg.NewID}
	if cfg.Kinds.byName == nil {
		b.kinds = ReadyKinds()
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.newID == nil {
		b.newID = newID
	}
	return b
}

// As returns the same book for someone who writes in it, so that the log tells who and why.
func (b *Book) As(by PartyID, why string) *Book {
	c := *b
	c.by, c.why = by, why
	return &c
}

// When is an instant on each of two clocks.
type When struct {
	// Valid is when it was true: only ties and needs of that instant are seen. The zero time means
	// all of them.
	Valid time.Time

	// Known is when we knew: what was written later is not seen. The zero time means now. Any other
	// needs a [Historian].
	Known time.Time
}

// AsOf returns the network as of an instant. Records come whole, as they were then known, with
// readings, facts and stints of later dates; ask those for their value at an instant.
//
// Parties have no dates of their own: they are there as soon as they are known. With Known set, all
// reads give one consistent picture, whatever is written meanwhile. It returns an error matching
// errors.ErrUnsupported if Known is set and the store keeps no history.
func (b *Book) AsOf(ctx context.Context, when When) (*Reader, error) {
	r := b.Reader
	r.valid = when.Valid
	if when.Known.IsZero() {
		return &r, nil
	}
	seq, err := b.lastBatch(ctx, when.Known)
	if err != nil {
		return nil, opError("look back", "", err)
	}
	r.known, r.empty = seq, seq == 0
	return &r, nil
}

// Put writes records as they are given, all of them in one batch or none, and returns the batch with
// its number, and with the IDs and revisions that the records now have. A record with Rev 0 is
// created, with a new ID if it has none, a tie without stints as one that holds from At on; one that
// was void can be created again, a tie or need with the same ends. Any other must be as it was last
// written. Instants are kept in UTC. At, By and Why are filled in where they are zero; the store
// may log a later At, that of the batch before.
//
// Records that guard a rule of several records are put again, as they are, in the same batch, so that
// two writers cannot break the rule together: the party that may have only so many ties, all that
// stand above a party in a hierarchy, the party and the tie of a new need. Their Rev moves on. A
// batch is tried again when only a guard was stale.
//
// Errors: matching [ErrInvalid], as an [OpError] that names the field and the rule; [ErrNotFound] where
// a record to replace, or one that another record names, is not there; [ErrExists] where one to
// create is; [ErrStale] where one has changed since it was read. Nothing is then written.
//
// A party that someone else erases at the same moment stays erased: a tie with it goes the same way,
// as if it had been written just before. If that cannot be written, the error comes with the batch.
// What someone else makes void at the same moment, or turns into a party of another kind, is not
// seen: [Book.Check] finds a tie that does not fit.
//
// Rules of kinds are looked at where a tie comes to hold at an instant at which it did not, so that a
// tie which no longer fits can still be changed and ended.
func (b *Book) Put(ctx context.Context, batch Batch) (Batch, error) {
	out, err := b.put(ctx, batch)
	return out, opError("put", "", err)
}

// tries bounds how often a write is made again because another writer came first. Each time one of
// the writers succeeds, so that this many writers at once all do.
const tries = 100

func (b *Book) put(ctx context.Context, batch Batch) (Batch, error) {
	if len(batch.Erase) > 0 {
		return Batch{}, broken("Erase", "must be left to Book.Erase")
	}
	batch = batch.clone()
	b.stamp(&batch)
	batch.inUTC()
	if err := batch.check(); err != nil {
		return Batch{}, err
	}
	for try := 1; ; try++ {
		d := newDraft(b, &batch)
		if err := d.check(ctx); err != nil {
			return Batch{}, err
		}
		seq, err := b.store.Write(ctx, d.guarded())
		if err == nil {
			named := d.named()
			batch.wrote(seq)
			return batch, b.eraseAgain(ctx, named)
		}
		if !errors.Is(err, ErrStale) || len(d.guards)+len(d.guardingTies) == 0 || try == tries {
			return Batch{}, d.ofCaller(err)
		}
		stale, readErr := b.stale(ctx, &batch)
		switch {
		case readErr != nil:
			return Batch{}, readErr
		case stale:
			return Batch{}, err
		}
	}
}

// stamp fills in what a batch lacks.
func (b *Book) stamp(batch *Batch) {
	if batch.At.IsZero() {
		batch.At = b.now()
	}
	if batch.By == "" {
		batch.By = b.by
	}
	if batch.Why == "" {
		batch.Why = b.why
	}
	for i := range batch.Parties {
		if p := &batch.Parties[i]; p.ID == "" && p.Rev == 0 {
			p.ID = PartyID(b.newID())
		}
	}
	for i := range batch.Ties {
		t := &batch.Ties[i]
		if t.ID == "" && t.Rev == 0 {
			t.ID = TieID(b.newID())
		}
		if len(t.Stints) == 0 && t.Rev == 0 {
			t.Stints = []Stint{{From: batch.At}}
		}
	}
	for i := range batch.Needs {
		if n := &batch.Needs[i]; n.ID == "" && n.Rev == 0 {
			n.ID = NeedID(b.newID())
		}
	}
}

// wrote gives a batch and its records the number that the store gave it.
func (b *Batch) wrote(seq Seq) {
	b.Seq = seq
	for i := range b.Parties {
		b.Parties[i].Rev = seq
	}
	for i := range b.Ties {
		b.Ties[i].Rev = seq
	}
	for i := range b.Needs {
		b.Needs[i].Rev = seq
	}
}

// stale reports whether any of the batch's own records has changed since the caller read it.
func (b *Book) stale(ctx context.Context, batch *Batch) (bool, error) {
	current, err := b.revs(ctx, batch)
	if err != nil {
		return false, err
	}
	for ref, rev := range batch.revs() {
		if current[ref] != rev {
			return true, nil
		}
	}
	return false, nil
}

// revs reads the revisions that the records of a batch have in the store, of those that are there.
func (b *Book) revs(ctx context.Context, batch *Batch) (map[Ref]Seq, error) {
	current := map[Ref]Seq{}
	var q struct {
		parties []PartyID
		ties    []TieID
		needs   []NeedID
	}
	for ref := range batch.revs() {
		switch ref.Noun {
		case NounParty:
			q.parties = append(q.parties, PartyID(ref.ID))
		case NounTie:
			q.ties = append(q.ties, TieID(ref.ID))
		case NounNeed:
			q.needs = append(q.needs, NeedID(ref.ID))
		}
	}
	if len(q.parties) > 0 {
		for p, err := range b.allParties(ctx, PartyQuery{IDs: q.parties}) {
			if err != nil {
				return nil, err
			}
			current[p.ID.Ref()] = p.Rev
		}
	}
	if len(q.ties) > 0 {
		for t, err := range b.allTies(ctx, TieQuery{IDs: q.ties}) {
			if err != nil {
				return nil, err
			}
			current[t.ID.Ref()] = t.Rev
		}
	}
	if len(q.needs) > 0 {
		for n, err := range b.allNeeds(ctx, NeedQuery{IDs: q.needs}) {
			if err != nil {
				return nil, err
			}
			current[n.ID.Ref()] = n.Rev
		}
	}
	return current, nil
}

// revs returns the records of a batch with the revisions that they are expected to have.
func (b *Batch) revs() map[Ref]Seq {
	revs := make(map[Ref]Seq, len(b.Parties)+len(b.Ties)+len(b.Needs)+len(b.Void))
	for _, p := range b.Parties {
		revs[p.ID.Ref()] = p.Rev
	}
	for _, t := range b.Ties {
		revs[t.ID.Ref()] = t.Rev
	}
	for _, n := range b.Needs {
		revs[n.ID.Ref()] = n.Rev
	}
	for _, v := range b.Void {
		revs[v.Ref] = v.Rev
	}
	return revs
}

// PutParty writes one party and returns it as it now is. See [Book.Put].
func (b *Book) PutParty(ctx context.Context, p Party) (Party, error) {
	out, err := b.put(ctx, Batch{Parties: []Party{p}})
	if err != nil {
		return Party{}, single("put party", string(p.ID), err)
	}
	return out.Parties[0], nil
}

// Relate writes one tie and returns it as it now is. See [Book.Put].
func (b *Book) Relate(ctx context.Context, t Tie) (Tie, error) {
	out, err := b.put(ctx, Batch{Ties: []Tie{t}})
	if err != nil {
		return Tie{}, single("relate", string(t.ID), err)
	}
	return out.Ties[0], nil
}

// PutNeed writes one need and returns it as it now is. See [Book.Put].
func (b *Book) PutNeed(ctx context.Context, n Need) (Need, error) {
	out, err := b.put(ctx, Batch{Needs: []Need{n}})
	if err != nil {
		return Need{}, single("put need", string(n.ID), err)
	}
	return out.Needs[0], nil
}

// single tells an error about the only record of a batch as one about that record. An ID that is
// itself broken is not told.
func single(op, id string, err error) error {
	if rules.ID(id) != "" {
		id = ""
	}
	return opError(op, id, ofRecord(err))
}

// ofRecord tells an error about a record of a batch that the caller never saw: "MergedInto" and not
// "Parties[0].MergedInto".
func ofRecord(err error) error {
	inner, ok := errors.AsType[*OpError](err)
	if !ok {
		return err
	}
	record, field, _ := strings.Cut(inner.Field, ".")
	if !strings.HasSuffix(record, "]") {
		return err
	}
	again := *inner
	again.Field = field
	return &again
}
