package scoring

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/kithcrm/kith/relationship"
)

// A Config adjusts a [Ledger]. Its zero value is ready to use. Where several goroutines use the Ledger, all
// that is in it must be safe for that.
type Config struct {
	// Now is the clock by which everything is stamped. nil means time.Now.
	Now func() time.Time

	// NewID makes the identifiers of records that come without one. nil makes version 7 UUIDs.
	NewID func() string

	// Family returns all IDs of one party, where parties were merged: the method
	// [relationship.Reader.Family] of a book. nil means that no parties were merged.
	Family func(ctx context.Context, id PartyID) ([]PartyID, error)

	// Resolver returns a function that turns the ID of any party into the one to go by: the method of
	// that name of a [relationship.Book]. nil means that no parties were merged.
	Resolver func(ctx context.Context) (func(PartyID) PartyID, error)

	// Within returns, of some of what scores are about, by which group each is held: the department of
	// a team. What no group holds is left out. So a score that would give another away, as the difference of
	// the two, is withheld too. No answer is in two groups of which neither holds the other; people may be, if
	// the N of scores is the number of answers: else more is withheld than need be. nil means that none holds
	// another.
	Within func(ctx context.Context, of []Ref) (map[Ref]Ref, error)

	// LeastGroup is how many people must be behind a sealed score for it to be shown to a viewer. 0 or
	// less means 5.
	LeastGroup int
}

// A Ledger keeps answers, scores and assumptions, and reads them back over time. Its own reads return what
// there is, whoever looks: they are for programs that calculate. What people are shown comes from
// [Ledger.For]. Every write is one batch, all or nothing.
//
// Making a Ledger is free. It is safe for use by several goroutines if its store is.
type Ledger struct {
	Reader
	by  PartyID
	why string
}

// A house is what a ledger and all readers of it have in common.
type house struct {
	store Store
	cfg   Config
}

// New returns a ledger that keeps its records in a store, which must not be nil.
func New(store Store, cfg Config) *Ledger {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.NewID == nil {
		cfg.NewID = newID
	}
	if cfg.Family == nil {
		cfg.Family = func(_ context.Context, id PartyID) ([]PartyID, error) { return []PartyID{id}, nil }
	}
	if cfg.Resolver == nil {
		cfg.Resolver = func(context.Context) (func(PartyID) PartyID, error) {
			return func(id PartyID) PartyID { return id }, nil
		}
	}
	if cfg.LeastGroup <= 0 {
		cfg.LeastGroup = 5
	}
	return &Ledger{Reader: Reader{house: &house{store, cfg}, whole: true}}
}

func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		// The system has no randomness: the platform is broken, not the caller.
		panic("scoring: no random numbers: " + err.Error())
	}
	return id.String()
}

// As returns the same ledger for someone who writes in it, so that the log tells who and why.
func (l *Ledger) As(by PartyID, why string) *Ledger {
	c := *l
	c.by, c.why = by, why
	return &c
}

// For returns the ledger as a viewer reads it. Making a Reader is free.
func (l *Ledger) For(v Viewer) *Reader { return &Reader{house: l.house, viewer: v} }

// batch returns an empty batch, stamped.
func (l *Ledger) batch() Batch { return Batch{At: l.cfg.Now(), By: l.by, Why: l.why} }

// write writes a batch and returns it as it now stands.
func (l *Ledger) write(ctx context.Context, b Batch) (Batch, error) {
	b = b.clone()
	p := b.plain()
	if err := p.Check(); err != nil {
		return Batch{}, err
	}
	seq, err := l.store.Write(ctx, b)
	if err != nil {
		return Batch{}, err
	}
	b.Seq = seq
	p.SetRev(int64(seq))
	return b, nil
}

// tries bounds how often a write is made again because another writer came first. Each time one of
// the writers succeeds, so that this many writers at once all do.
const tries = 100

// again does something once more while another writer came first.
func again(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if try == tries || !errors.Is(err, ErrStale) && !errors.Is(err, ErrExists) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// ofRecord tells an error about a record of a batch that the caller never saw: "ReviewBy" and not
// "Assumptions[0].ReviewBy".
func ofRecord(op, id string, err error) error {
	err = opError(op, id, err)
	inner, ok := errors.AsType[*relationship.OpError](err)
	if !ok {
		return err
	}
	if record, field, _ := strings.Cut(inner.Field, "."); strings.HasSuffix(record, "]") {
		inner.Field = field // opError made it
	}
	return inner
}

// families returns all IDs of some parties, in order; of none, none.
func (h *house) families(ctx context.Context, parties []PartyID) ([]PartyID, error) {
	if len(parties) == 0 {
		return nil, nil
	}
	all := slices.Clone(parties)
	for _, id := range parties {
		family, err := h.cfg.Family(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, family...)
	}
	return inOrder(all), nil
}

// refFamilies adds to what is referred to all other IDs of the parties among it.
func (h *house) refFamilies(ctx context.Context, refs []Ref) ([]Ref, error) {
	all := refs[:len(refs):len(refs)]
	families, err := h.families(ctx, partiesOf(refs...))
	for _, p := range families {
		if r := p.Ref(); !slices.Contains(refs, r) {
			all = append(all, r)
		}
	}
	return all, err
}
