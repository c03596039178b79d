package realdb_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

// over is a lease that is over at once, as if its time had passed.
const over = time.Nanosecond

// none is what a reader gets where there is nothing to get.
var none []relationship.Seq

// feed returns the feed of a reader in a scope.
func (d *database) feed(t tester, scope, reader string) *sqlstore.Feed {
	t.Helper()
	return d.feedWith(t, scope, reader, sqlstore.FeedConfig{})
}

func (d *database) feedWith(t tester, scope, reader string, cfg sqlstore.FeedConfig) *sqlstore.Feed {
	t.Helper()
	stores, err := d.stores(scope)
	if err != nil {
		t.Fatalf("making stores: %v", err)
	}
	f, err := stores.Feed(reader, cfg)
	if err != nil {
		t.Fatalf("making a feed: %v", err)
	}
	return f
}

// claim claims, and fails on an error.
func claim(t tester, f *sqlstore.Feed, limit int, lease time.Duration) sqlstore.Claim {
	t.Helper()
	c, err := f.Claim(t.Context(), sqlstore.ClaimConfig{Limit: limit, Lease: lease})
	if err != nil {
		t.Fatalf("claiming: %v", err)
	}
	return c
}

// numbers returns the numbers of events.
func numbers(events []sqlstore.Event) []relationship.Seq {
	var out []relationship.Seq
	for _, e := range events {
		out = append(out, e.Seq)
	}
	return out
}

// putPeople writes a party in a batch of its own, n times, and returns the numbers.
func putPeople(t tester, s relationship.Store, name string, n int) []relationship.Seq {
	t.Helper()
	var out []relationship.Seq
	for i := range n {
		seq, err := s.Write(t.Context(), relationship.Batch{
			At: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC), Parties: []relationship.Party{person(relationship.PartyID(fmt.Sprint(name, i)), name)},
		})
		if err != nil {
			t.Fatalf("writing: %v", err)
		}
		out = append(out, seq)
	}
	return out
}

func TestAReaderGetsWhatItHasNotConfirmed(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		want := putPeople(t, d.store(t, "tenant"), "p", 6)
		f := d.feed(t, "tenant", "index")
		first := claim(t, f, 4, time.Hour)
		same(t, "the first claim", numbers(first.Events), want[:4])
		same(t, "while it lasts, another worker", numbers(claim(t, d.feed(t, "tenant", "index"), 4, time.Hour).Events), none)
		same(t, "another reader", numbers(claim(t, d.feed(t, "tenant", "mailer"), 0, time.Hour).Events), want)

		ok(t, f.Confirm(t.Context(), first.UpTo(want[1])))
		same(t, "with a part confirmed, another worker", numbers(claim(t, f, 4, time.Hour).Events), none)
		ok(t, f.Confirm(t.Context(), first.UpTo(want[0]))) // which moves nothing back
		ok(t, f.Release(t.Context(), first))
		if err := f.Confirm(t.Context(), first); !errors.Is(err, sqlstore.ErrLeaseLost) {
			t.Errorf("confirming what was released: got error %v, want %v", err, sqlstore.ErrLeaseLost)
		}
		second := claim(t, f, 2, time.Hour)
		same(t, "after the release", numbers(second.Events), want[2:4])
		for range 2 { // once is enough
			ok(t, f.Confirm(t.Context(), second))
		}
		last := claim(t, f, 0, time.Hour)
		same(t, "at the end", numbers(last.Events), want[4:])
		ok(t, f.Confirm(t.Context(), last))
		nothing := claim(t, f, 0, time.Hour)
		same(t, "after the end", numbers(nothing.Events), none)
		ok(t, f.Confirm(t.Context(), nothing))
		more := putPeople(t, d.store(t, "tenant"), "more", 1)
		same(t, "what comes later", numbers(claim(t, f, 0, time.Hour).Events), more)
	})
}

func TestALostLeaseCannotConfirm(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		want := putPeople(t, d.store(t, "tenant"), "p", 3)
		killed, other := d.feed(t, "tenant", "index"), d.feed(t, "tenant", "index")
		lost := claim(t, killed, 2, over)
		again := claim(t, other, 2, over)
		same(t, "what was never confirmed", numbers(again.Events), numbers(lost.Events))
		for name, settle := range map[string]func(context.Context, sqlstore.Claim) error{"confirm": killed.Confirm, "release": killed.Release} {
			if err := settle(t.Context(), lost); !errors.Is(err, sqlstore.ErrLeaseLost) {
				t.Errorf("%s: got error %v, want one matching %v", name, err, sqlstore.ErrLeaseLost)
			}
		}
		ok(t, other.Confirm(t.Context(), again)) // over, but nobody has taken it
		same(t, "what follows", numbers(claim(t, killed, 0, over).Events), want[2:])
	})
}

// A crew is the workers of one reader.
type crew struct {
	sync.Mutex
	confirmed []relationship.Seq
}

// note adds what a worker is about to confirm, or has confirmed.
func (c *crew) note(events []sqlstore.Event) {
	c.Lock()
	defer c.Unlock()
	c.confirmed = append(c.confirmed, numbers(events)...)
}

// follow claims and confirms until nothing is left and nobody writes any more. Nobody else can claim
// meanwhile, so that what is noted is in the order in which it was confirmed.
func (c *crew) follow(ctx context.Context, f *sqlstore.Feed, limit int, written <-chan struct{}) error {
	for {
		ended := isClosed(written)
		claim, err := f.Claim(ctx, sqlstore.ClaimConfig{Limit: limit, Lease: time.Hour})
		if err != nil || len(claim.Events) == 0 && ended {
			return err
		}
		c.note(claim.Events)
		if err := f.Confirm(ctx, claim); err != nil {
			return err
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// writeMixed writes batches, some of them in transactions of the host that are rolled back, or in which a
// batch was refused so that its number is missing.
func writeMixed(ctx context.Context, d *database, scope string, w, n int) error {
	stores, err := d.stores(scope)
	if err != nil {
		return err
	}
	for i := range n {
		b := trio(fmt.Sprintf("%d/%d", w, i))
		b.At = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
		if i%3 > 0 {
			if _, err := stores.Relationship().Write(ctx, b); err != nil {
				return err
			}
			continue
		}
		if err := writeInTransaction(ctx, d, scope, b, i%2 == 0); err != nil {
			return err
		}
	}
	return nil
}

func writeInTransaction(ctx context.Context, d *database, scope string, b relationship.Batch, commit bool) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	stores, err := d.within(tx, scope)
	if err != nil {
		return err
	}
	if _, err := stores.Relationship().Write(ctx, b); err != nil {
		return err
	}
	if _, err := stores.Relationship().Write(ctx, b); !errors.Is(err, relationship.ErrExists) {
		return fmt.Errorf("writing it again: got error %w", err)
	}
	if commit {
		return tx.Commit()
	}
	return nil
}

func TestWorkersOfEachReaderConfirmEveryBatchOnceAndInOrder(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		const writers, workers = 4, 3
		readers := []string{"index", "mailer"}
		programs := many(t, d, 2)
		var writing, reading sync.WaitGroup
		errs := make(chan error, writers+workers*len(readers))
		for w := range writers {
			writing.Go(func() { errs <- writeMixed(t.Context(), programs[w%2], "tenant", w, 12) })
		}
		written := make(chan struct{})
		crews := make([]crew, len(readers))
		for i, name := range readers {
			for w := range workers {
				f := programs[w%2].feed(t, "tenant", name)
				reading.Go(func() { errs <- crews[i].follow(t.Context(), f, 1+3*w, written) })
			}
		}
		writing.Wait()
		close(written)
		reading.Wait()
		for range cap(errs) {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		var want []relationship.Seq
		for _, b := range logOf(t, d.store(t, "tenant"), 0) {
			want = append(want, b.Seq)
		}
		for i, name := range readers {
			same(t, "what workers of "+name+" confirmed", crews[i].confirmed, want)
		}
	})
}

// Workers whose leases are over before they confirm get the same events. Each is confirmed by one of
// them.
func TestWorkersThatOvertakeEachOtherConfirmEveryBatchOnce(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		want := putPeople(t, d.store(t, "tenant"), "p", 30)
		const workers = 4
		var c crew
		errs := make(chan error, workers)
		for w := range workers {
			f := d.feed(t, "tenant", "index")
			go func() { errs <- c.race(t.Context(), f, w) }()
		}
		for range workers {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		slices.Sort(c.confirmed) // two who confirm one after the other may note it the other way round
		same(t, "what was confirmed", c.confirmed, want)
	})
}

func (c *crew) race(ctx context.Context, f *sqlstore.Feed, w int) error {
	for n := 0; ; n++ {
		claim, err := f.Claim(ctx, sqlstore.ClaimConfig{Limit: 3, Lease: over})
		if err != nil || len(claim.Events) == 0 {
			return err
		}
		if (w+n)%3 == 0 {
			continue // a worker that is killed
		}
		switch err := f.Confirm(ctx, claim); {
		case err == nil:
			c.note(claim.Events)
		case !errors.Is(err, sqlstore.ErrLeaseLost):
			return err
		}
	}
}

func TestEventsTakeEffectOnceTogetherWithTheHostsTables(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		want := putPeople(t, d.store(t, "tenant"), "p", 20)
		d.exec(t, "create table projection (seq bigint not null)")
		const workers = 3
		errs := make(chan error, workers)
		for w := range workers {
			f := d.feed(t, "tenant", "index")
			go func() { errs <- project(t.Context(), d, f, w) }()
		}
		for range workers {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		var text []string
		for _, seq := range want {
			text = append(text, fmt.Sprint(seq))
		}
		same(t, "the host's table", d.rows(t, "select seq from projection order by seq"), text)
	})
}

// project keeps the numbers of events in a table of the host. Leases are over at once, and some
// transactions are rolled back after all.
func project(ctx context.Context, d *database, f *sqlstore.Feed, w int) error {
	for n := 0; ; n++ {
		claim, err := f.Claim(ctx, sqlstore.ClaimConfig{Limit: 3, Lease: over})
		if err != nil || len(claim.Events) == 0 {
			return err
		}
		if err := projectClaim(ctx, d, claim, (w+n)%4 > 0); err != nil {
			return err
		}
	}
}

func projectClaim(ctx context.Context, d *database, c sqlstore.Claim, commit bool) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	for _, e := range c.Events {
		if _, err := tx.ExecContext(ctx, "insert into projection (seq) values ($1)", int64(e.Seq)); err != nil {
			return err
		}
	}
	stores, err := d.within(tx, "tenant")
	if err != nil {
		return err
	}
	inside, err := stores.Feed("index", sqlstore.FeedConfig{})
	if err != nil {
		return err
	}
	if err := inside.Confirm(ctx, c); errors.Is(err, sqlstore.ErrLeaseLost) {
		_, err := tx.ExecContext(ctx, "delete from projection where seq < 0") // it is as usable as before
		return err
	} else if err != nil || !commit {
		return err
	}
	return tx.Commit()
}

func TestInsideATransactionNothingIsClaimed(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		putPeople(t, d.store(t, "tenant"), "p", 1)
		tx, err := d.db.BeginTx(t.Context(), nil)
		ok(t, err)
		defer tx.Rollback() // always
		stores, err := d.within(tx, "tenant")
		ok(t, err)
		f, err := stores.Feed("index", sqlstore.FeedConfig{})
		ok(t, err)
		if _, err := f.Claim(t.Context(), sqlstore.ClaimConfig{}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("got error %v, want one matching %v", err, errors.ErrUnsupported)
		}
	})
}

func TestAReaderGoesOnAfterTheDatabaseWasOpenedAgain(t *testing.T) {
	t.Parallel()
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			place := place{Engine: e.name, Source: e.source(t)}
			var want []relationship.Seq
			reopened(t, place, func(d *database) {
				d.migrate(t)
				want = putPeople(t, d.store(t, "tenant"), "p", 5)
				f := d.feed(t, "tenant", "index")
				ok(t, f.Confirm(t.Context(), claim(t, f, 2, time.Hour)))
				claim(t, f, 1, over) // of a worker that ended
			})
			reopened(t, place, func(d *database) {
				f := d.feed(t, "tenant", "index")
				c := claim(t, f, 0, time.Hour)
				same(t, "what follows", numbers(c.Events), want[2:])
				ok(t, f.Confirm(t.Context(), c.UpTo(want[3])))
			})
			reopened(t, place, func(d *database) {
				same(t, "while the lease lasts", numbers(claim(t, d.feed(t, "tenant", "index"), 0, over).Events), none)
				d.exec(t, "update kith_reader set until = 0") // an hour later
				same(t, "after that", numbers(claim(t, d.feed(t, "tenant", "index"), 0, over).Events), want[4:])
			})
		})
	}
}

func TestAReaderBeginsAtTheBeginningOrAtThePresent(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		present := sqlstore.FeedConfig{Present: true}
		empty := d.feedWith(t, "tenant", "from an empty log", present)
		same(t, "of an empty log", numbers(claim(t, empty, 0, over).Events), none)
		before := putPeople(t, d.store(t, "tenant"), "before", 2)
		late := d.feedWith(t, "tenant", "late", present)
		same(t, "at the present", numbers(claim(t, late, 0, over).Events), none)
		after := putPeople(t, d.store(t, "tenant"), "after", 2)
		same(t, "after the present", numbers(claim(t, late, 0, over).Events), after)
		same(t, "after an empty log", numbers(claim(t, empty, 0, over).Events), slices.Concat(before, after))
		same(t, "from the beginning", numbers(claim(t, d.feed(t, "tenant", "all"), 0, over).Events), slices.Concat(before, after))
		known := d.feedWith(t, "tenant", "all", present)
		same(t, "who has claimed before", numbers(claim(t, known, 0, over).Events), slices.Concat(before, after))
	})
}

func TestLeasesAreMeasuredByTheClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		putPeople(t, d.store(t, "tenant"), "p", 1)
		start := time.Now()
		claim(t, d.feed(t, "tenant", "index"), 0, time.Hour)
		var until int64
		ok(t, d.db.QueryRowContext(t.Context(), "select until from kith_reader").Scan(&until))
		// The database is on this machine, so that its clock is ours.
		if end := time.UnixMilli(until); end.Before(start.Add(time.Hour-time.Second)) || end.After(time.Now().Add(time.Hour+time.Second)) {
			t.Errorf("the lease of an hour from %v ends at %v", start, end)
		}
	})
}

func TestBatchesOfAnUnknownRoomAreNotPassedOver(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		for _, room := range []string{"a", "relationshi", "relationshipp", "z"} {
			scope := "with room " + room
			want := putPeople(t, d.store(t, scope), "p", 2)
			insert := fmt.Sprintf("insert into kith_batch (scope, room, seq, at, by_party, why, size) values ('%s', '%s', 1, '', '', '', 0)", scope, room)
			d.exec(t, insert)
			f := d.feed(t, scope, "index")
			for range 2 { // nobody has to wait for a lease
				if c, err := f.Claim(t.Context(), sqlstore.ClaimConfig{}); !errors.Is(err, sqlstore.ErrNewerSchema) || len(c.Events) > 0 {
					t.Errorf("%s: got %d events and error %v, want one matching %v", scope, len(c.Events), err, sqlstore.ErrNewerSchema)
				}
			}
			d.exec(t, fmt.Sprintf("delete from kith_batch where scope = '%s' and room = '%s'", scope, room))
			same(t, "without it", numbers(claim(t, f, 0, over).Events), want)
		}
	})
}

func TestRulesOfFeedsAreKept(t *testing.T) {
	t.Parallel()
	d := open(t, place{Engine: sqliteEngine, Source: sqliteSource(t)})
	stores, err := d.stores("tenant")
	ok(t, err)
	for _, name := range []string{"", "a\x00", "\xff", strings.Repeat("x", 256)} {
		if _, err := stores.Feed(name, sqlstore.FeedConfig{}); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%.10q: got error %v, want one matching %v", name, err, relationship.ErrInvalid)
		}
	}
	putPeople(t, stores.Relationship(), "p", 1)
	f := d.feed(t, "tenant", "index")
	for _, cfg := range []sqlstore.ClaimConfig{{Limit: -1}, {Lease: -1}} {
		if _, err := f.Claim(t.Context(), cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%v: got error %v, want one matching %v", cfg, err, relationship.ErrInvalid)
		}
	}
	c := claim(t, f, 0, time.Hour)
	putPeople(t, d.store(t, "other"), "p", 1)
	for _, other := range []*sqlstore.Feed{d.feed(t, "tenant", "mailer"), d.feed(t, "other", "index")} {
		claim(t, other, 0, time.Hour) // whose token is the same
		if err := other.Confirm(t.Context(), c); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("confirming another's claim: got error %v, want one matching %v", err, relationship.ErrInvalid)
		}
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Confirm(late, c); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want one matching %v", err, context.Canceled)
	}
	if _, err := d.feed(t, "tenant", "mailer").Claim(late, sqlstore.ClaimConfig{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want one matching %v", err, context.Canceled)
	}
}
