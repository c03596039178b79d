package feedback

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"
)

// A Config adjusts a [Cafe]. Its zero value is ready to use. Where several goroutines use the Cafe, all that
// is in it must be safe for that.
type Config struct {
	// Now is the clock by which everything is stamped. nil means time.Now.
	Now func() time.Time

	// NewID makes the identifiers of records that come without one. nil makes version 7 UUIDs. What
	// someone without a name writes has version 4 UUIDs, made from Random.
	NewID func() string

	// Random is where secret codes come from. nil means crypto/rand.
	Random io.Reader

	// Family returns all IDs of one party, where parties were merged, the one to go by first: the
	// method [relationship.Reader.Family] of a book. nil means that no parties were merged.
	Family func(ctx context.Context, id PartyID) ([]PartyID, error)

	// Resolver returns a function that turns the ID of any party into the one to go by: the method of
	// that name of a [relationship.Book]. nil means that no parties were merged.
	Resolver func(ctx context.Context) (func(PartyID) PartyID, error)

	// Similar returns items that say what an item, which is yet to be left, says too, the most alike
	// first. nil finds none.
	Similar func(ctx context.Context, it Item) ([]ItemID, error)

	// Approve says whether an item may be seen by all as soon as it is left. nil leaves that to staff.
	Approve func(it Item) bool

	// Owners returns who looks after the relationship with each of some parties, all of them with a
	// name: they are told what those are told. nil tells nobody.
	Owners func(ctx context.Context, of []PartyID) (map[PartyID][]PartyID, error)

	// OptedOut returns those among some parties who do not want to be told. They are asked for by every
	// ID that they have here. nil means that nobody has opted out.
	OptedOut func(ctx context.Context, of []PartyID) ([]PartyID, error)

	// Viewers returns who of some parties may see what, as [Cafe.For] would be given it, so that nobody is
	// told of what that party may not see. nil means that they see what is shared, and their own.
	Viewers func(ctx context.Context, of []PartyID) (func(PartyID) Viewer, error)

	// Segments returns the segments of each of some parties, all of them with a name: see [SegmentRef].
	// nil means none.
	Segments func(ctx context.Context, of []PartyID) (map[PartyID][]string, error)

	// CodeTries is how many wrong codes may be tried from one source within an hour. 0 means 10.
	CodeTries int

	// Budget is how many votes a person has to put on ideas and changes. nil means that everybody votes
	// on as many as they like, and nothing is spent.
	Budget *Budget

	// Polls returns what stands beside the head count of a poll: worth, segment and company of a voter.
	// Its Resolve is not looked at. nil means that nothing stands beside it.
	Polls func(ctx context.Context) (PollConfig, error)

	// LeastGroup is how many people must be behind a number on what employees said, or on how they were
	// rated, for it to be shown: see [Withhold]. 0 means 5.
	LeastGroup int
}

// A Cafe is where customers speak on their own subjects and know that they were heard. What a program
// asks of it depends on who asks: see [Cafe.For]. Every write is one batch, all or nothing.
//
// Making a Cafe is free. It is safe for use by several goroutines if its store is.
type Cafe struct{ *house }

// A house is what a café and all visits to it have in common.
type house struct {
	store Store
	cfg   Config
}

// New returns a café that keeps its records in a store, which must not be nil.
func New(store Store, cfg Config) *Cafe {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
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
	if cfg.CodeTries == 0 {
		cfg.CodeTries = 10
	}
	if cfg.LeastGroup == 0 {
		cfg.LeastGroup = leastGroup
	}
	return &Cafe{&house{store, cfg}}
}

func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		// The system has no randomness: the platform is broken, not the caller.
		panic("feedback: no random numbers: " + err.Error())
	}
	return id.String()
}

// A draft is a batch in the making, with what must be known to make it.
type draft struct {
	Batch
	now time.Time
}

// These add a record.

func (d *draft) item(it Item)        { d.Items = append(d.Items, it) }
func (d *draft) theme(t Theme)       { d.Themes = append(d.Themes, t) }
func (d *draft) link(l Link)         { d.Links = append(d.Links, l) }
func (d *draft) entry(e Entry)       { d.Entries = append(d.Entries, e) }
func (d *draft) vote(v Vote)         { d.Votes = append(d.Votes, v) }
func (d *draft) change(c Change)     { d.Changes = append(d.Changes, c) }
func (d *draft) notice(n Notice)     { d.Notices = append(d.Notices, n) }
func (d *draft) void(r Ref, rev Seq) { d.Void = append(d.Void, Voided{r, rev}) }

// tries bounds how often a write is made again because another writer came first. Each time one of
// the writers succeeds, so that this many writers at once all do.
const tries = 100

// write lets compose read what it needs and make up a batch, and writes it; all of that again when
// another writer came in between. A batch that came out empty is not written.
func (c *house) write(ctx context.Context, by PartyID, compose func(*draft) error) (Batch, error) {
	for try := 1; ; try++ {
		now := c.cfg.Now()
		d := draft{Batch{At: now, By: by}, now}
		if err := compose(&d); err != nil || d.size() == 0 {
			return d.Batch, err
		}
		seq, err := c.store.Write(ctx, d.Batch)
		if err == nil {
			written := d.clone()
			written.Seq = seq
			written.plain().SetRev(int64(seq))
			return written, c.sweep(ctx, &written)
		}
		// A record that was read may also be void by now.
		again := errors.Is(err, ErrStale) || errors.Is(err, ErrExists) || errors.Is(err, ErrNotFound)
		if !again || try == tries {
			return Batch{}, err
		}
	}
}

// sweep looks, after a batch was written, whether an item that it says something of was erased
// meanwhile, and takes away again what it said. Who erases looks again after writing too, so that one
// of the two sees what the other wrote.
func (c *house) sweep(ctx context.Context, b *Batch) error {
	unsure := map[ItemID][]Voided{}
	note := func(what, of Ref) {
		if of.Noun == NounItem {
			unsure[ItemID(of.ID)] = append(unsure[ItemID(of.ID)], Voided{what, b.Seq})
		}
	}
	for _, l := range b.Links {
		note(l.ID.Ref(), l.From)
		note(l.ID.Ref(), l.To)
	}
	for _, e := range b.Entries {
		note(e.ID.Ref(), e.About)
	}
	for _, v := range b.Votes {
		note(v.ID.Ref(), v.On)
	}
	for _, it := range b.Items {
		delete(unsure, it.ID) // who erases it comes after this batch, or made it stale
	}
	if len(unsure) == 0 {
		return nil
	}
	for it, err := range c.items(ctx, ItemQuery{IDs: keysOf(unsure)}) {
		if err != nil {
			return nil // the batch is written, and nothing speaks against it
		}
		delete(unsure, it.ID)
	}
	again := Batch{At: c.cfg.Now()}
	for _, id := range keysOf(unsure) {
		again.Void = append(again.Void, unsure[id]...)
	}
	if len(again.Void) == 0 {
		return nil
	}
	if _, err := c.store.Write(ctx, again); err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrStale) {
		return err
	}
	return nil
}

// family returns all IDs of one party: those of parties merged with it, the one to go by first, and the
// pseudonyms that joined any of them.
func (c *house) family(ctx context.Context, id PartyID) ([]PartyID, error) {
	if id == "" {
		return nil, nil
	}
	all, err := c.cfg.Family(ctx, id)
	if err != nil {
		return nil, err
	}
	all = slices.Clone(all) // the host's own
	if !slices.Contains(all, id) {
		all = append(all, id) // a query for none would be one for all
	}
	joined, err := c.joinedTo(ctx, all)
	for _, p := range slices.Clone(all) {
		all = append(all, joined[p]...)
	}
	return all, err
}

// resolver returns a function that turns the ID of any of some parties, pseudonyms among them, into
// the one to go by.
func (c *house) resolver(ctx context.Context, of []PartyID) (func(PartyID) PartyID, error) {
	merged, err := c.cfg.Resolver(ctx)
	if err != nil {
		return nil, err
	}
	joined := map[PartyID]PartyID{}
	err = c.joinedBy(ctx, of, joined)
	return func(id PartyID) PartyID {
		id = cmp.Or(joined[id], id)
		return cmp.Or(merged(id), id)
	}, err
}
