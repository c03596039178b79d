package sqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// ErrLeaseLost says that a claim was released, or that its lease ran out and another worker has claimed
// the events since: drop the claim, and what was done with it if it can be undone, and claim again.
var ErrLeaseLost = errors.New("the lease was lost")

// A FeedConfig adjusts a feed. Its zero value is ready to use.
type FeedConfig struct {
	// Present has a reader that is new begin with what is written after its first claim. Otherwise it
	// begins with the first batch in the log. It says nothing to a reader that has claimed before.
	Present bool
}

// A Feed is the log of a scope, all its rooms in order of the numbers, for one named reader: a search
// index, a mailer, a bridge to another program. The database remembers how far each reader has come.
//
// Any number of workers, in any number of programs, may claim for one reader; one at a time gets events.
// Every event is handed out at least once, and again if who claimed it did not confirm it: see [Claim]
// and [Event.ID]. Readers know nothing of each other.
//
// Several goroutines may use a feed.
type Feed struct {
	session *session
	reader  string
	present bool
}

// Feed returns the feed of a reader. The name is the reader's for good: not empty, at most 255 bytes,
// valid UTF-8, no NUL, and not personal.
//
// A feed of stores made by [In] confirms inside the transaction of the host, together with what the
// host has made of the events in tables of its own: so each event takes effect exactly once. It cannot
// claim.
//
// It returns an error matching [relationship.ErrInvalid] for another name.
func (s *Stores) Feed(reader string, cfg FeedConfig) (*Feed, error) {
	if rule := nameRule(reader); rule != "" {
		return nil, invalid("reader", rule)
	}
	return &Feed{s.session, reader, cfg.Present}, nil
}

// A ClaimConfig adjusts a claim. Its zero value is ready to use.
type ClaimConfig struct {
	// Limit is how many events are claimed at most; fewer where batches are large. 0 means 100.
	Limit int

	// Lease is how long nobody else gets them, by the clock of the database, to the millisecond. It
	// should be longer than it takes to deal with all of them. 0 means one minute.
	Lease time.Duration
}

func (c ClaimConfig) check() error {
	const rule = "must not be negative"
	switch {
	case c.Limit < 0:
		return refused("claim", "Limit", rule)
	case c.Lease < 0:
		return refused("claim", "Lease", rule)
	}
	return nil
}

// A Claim is events that one worker deals with. It ends when all of them are confirmed, or when it is
// released, or when somebody else claims after its lease ran out; until then it can be confirmed.
type Claim struct {
	// Events are what to deal with, in order of their numbers. There are none where nothing was written
	// since, or where another worker has a claim: ask again later.
	Events []Event

	scope, reader string
	token         int64
	last          relationship.Seq // of all that were claimed
}

// UpTo returns the part of the claim up to a number, which may be confirmed before the rest.
func (c Claim) UpTo(seq relationship.Seq) Claim {
	n := 0
	for n < len(c.Events) && c.Events[n].Seq <= seq {
		n++
	}
	c.Events = c.Events[:n:n]
	return c
}

// Claim returns the events that follow those confirmed, and keeps them from other workers of the same
// reader for as long as the lease says. It writes nothing where there is nothing new, so that it
// is cheap to ask often. Where it is cut short, the lease may have begun and then runs out.
//
// It returns an error matching [relationship.ErrInvalid] where cfg is negative, [ErrNewerSchema] where
// a later version of this package has written batches that this one cannot tell of, and
// [errors.ErrUnsupported] inside a transaction of the host: a lease that is not committed keeps nobody
// away, and goes with a rollback when the events have long been handed out.
//
// It takes O(n) time in the size of the batches, and short of that one look-up and one small write.
func (f *Feed) Claim(ctx context.Context, cfg ClaimConfig) (Claim, error) {
	c, err := f.claim(ctx, cfg)
	if err != nil {
		return Claim{}, failed("claim", err)
	}
	return c, nil
}

func (f *Feed) claim(ctx context.Context, cfg ClaimConfig) (Claim, error) {
	if err := cfg.check(); err != nil {
		return Claim{}, err
	}
	if f.session.guest != nil {
		return Claim{}, fmt.Errorf("inside a transaction of the host: %w", errors.ErrUnsupported)
	}
	waiting, err := f.waiting(ctx)
	if err != nil || !waiting {
		return Claim{}, err
	}
	t, err := f.take(ctx, cmp.Or(cfg.Lease, time.Minute))
	if err != nil || !t.taken {
		return Claim{}, err
	}
	c := Claim{scope: f.session.scope, reader: f.reader, token: t.token}
	c.Events, err = f.events(ctx, t.after, cfg.Limit)
	if len(c.Events) == 0 {
		// There is nothing to deal with, so that the next one need not wait. If this fails, the lease runs
		// out by itself.
		_ = f.release(ctx, c)
		return Claim{}, err
	}
	c.last = c.Events[len(c.Events)-1].Seq
	return c, nil
}

// events reads what follows a number.
func (f *Feed) events(ctx context.Context, after int64, limit int) ([]Event, error) {
	known := rooms()
	batches, _, err := f.session.readLog(ctx, logWant{rooms: known, any: true, after: after, limit: limit})
	if err != nil {
		return nil, err
	}
	// Asked for last, so that none came in between.
	if err := f.session.noStrangers(ctx, known); err != nil {
		return nil, err
	}
	events := make([]Event, len(batches))
	for i, b := range batches {
		if events[i], err = b.event(f.session.scope); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// Confirm says that the events of a claim were dealt with: the reader has come that far, and gets
// none of them again. To confirm what is confirmed does nothing. In a transaction of the host it takes
// effect with that: confirm last, and roll back where it fails.
//
// It returns an error matching [ErrLeaseLost] where the claim is not the reader's last any more, and
// then has done nothing, and [relationship.ErrInvalid] for a claim of another reader or scope.
func (f *Feed) Confirm(ctx context.Context, c Claim) error {
	return f.settle(ctx, "confirm", c, f.confirm)
}

// Release gives a claim up: what of it is not confirmed may be claimed again at once, by anybody.
//
// It returns errors as [Feed.Confirm] does.
func (f *Feed) Release(ctx context.Context, c Claim) error {
	return f.settle(ctx, "release", c, f.release)
}

func (f *Feed) settle(ctx context.Context, op string, c Claim, how func(context.Context, Claim) error) error {
	switch {
	case len(c.Events) == 0:
		return nil
	case c.scope != f.session.scope || c.reader != f.reader:
		return refused(op, "Claim", "must be of this reader and this scope")
	}
	return failed(op, how(ctx, c))
}
