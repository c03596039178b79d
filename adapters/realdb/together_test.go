package realdb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A crowd is goroutines at work at once, until the first error or until time is up.
type crowd struct {
	all  sync.WaitGroup
	ctx  context.Context
	stop context.CancelCauseFunc
	over <-chan time.Time
}

func newCrowd(t *testing.T, period time.Duration) *crowd {
	ctx, stop := context.WithCancelCause(t.Context())
	return &crowd{ctx: ctx, stop: stop, over: time.After(period)}
}

// again has a goroutine do something again and again.
func (c *crowd) again(do func(n int) error) {
	c.all.Go(func() {
		for n := 0; c.ctx.Err() == nil; n++ {
			if err := do(n); err != nil && c.ctx.Err() == nil {
				c.stop(err)
			}
		}
	})
}

// errOver ends a crowd whose time is up.
var errOver = errors.New("time is up")

// wait waits for the time or the first error. What is then under way must end soon.
func (c *crowd) wait(t *testing.T) {
	t.Helper()
	select {
	case <-c.over:
		c.stop(errOver)
	case <-c.ctx.Done():
	}
	ended := make(chan struct{})
	go func() {
		c.all.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		panic("they wait for each other") // the goroutines that are printed then say where
	}
	if err := context.Cause(c.ctx); !errors.Is(err, errOver) {
		t.Fatal(err)
	}
}

// many returns as many handles on the same database as there may be programs.
func many(t *testing.T, d *database, n int) []*database {
	t.Helper()
	all := []*database{d}
	for len(all) < n {
		all = append(all, open(t, d.place))
	}
	return all
}

// A tally counts what was done, as it should be found in the end.
type tally struct{ commits, rollbacks, counted, trios, erased atomic.Int64 }

func TestManyWritersAndReadersTogether(t *testing.T) {
	onEngines(t, func(t *testing.T, d *database) {
		const writers, readers, shared = 8, 3, 4
		programs := many(t, d, 2)
		book := relationship.NewBook(d.store(t, "crowd"), relationship.Config{})
		for i := range shared {
			_, err := book.PutParty(t.Context(), person(sharedParty(i), "0"))
			ok(t, err)
		}
		c := newCrowd(t, *period)
		var done tally
		for w := range writers {
			program := programs[w%len(programs)]
			c.again(func(n int) error {
				if w%4 == 3 {
					return hostWrites(c.ctx, program, &done, w, n)
				}
				return bookWrites(c.ctx, program, &done, w, n)
			})
		}
		feeds := make([]feed, readers)
		for r := range readers {
			s := programs[r%len(programs)].store(t, "crowd")
			c.again(func(int) error { return feeds[r].read(c.ctx, s) })
		}
		c.wait(t)

		s := d.store(t, "crowd")
		log := sound(t, s)
		counted := int64(0)
		for i := range shared {
			p, err := book.Party(t.Context(), sharedParty(i))
			ok(t, err)
			var n int64
			_, err = fmt.Sscan(p.Name, &n)
			ok(t, err)
			counted += n
		}
		// What was under way when time was up took effect or not, and was not counted.
		if want := done.counted.Load(); counted < want || counted > want+writers {
			t.Errorf("the parties were counted up %d times, %d of them were acknowledged", counted, want)
		}
		for i := range feeds {
			ok(t, feeds[i].read(t.Context(), s))
			feeds[i].check(t, log)
		}
		d.intact(t)
		t.Logf("%d batches: counted %d, trios %d, erased %d, commits of hosts %d, rollbacks %d", len(log),
			done.counted.Load(), done.trios.Load(), done.erased.Load(), done.commits.Load(), done.rollbacks.Load())
	})
}

func sharedParty(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprint("shared-", i)) }

// countUp adds 1 to the number that is the name of a party.
func countUp(p *relationship.Party) error {
	var n int
	_, err := fmt.Sscan(p.Name, &n)
	p.Name = fmt.Sprint(n + 1)
	return err
}

// bookWrites does one of the things that programs do with a book of their own.
func bookWrites(ctx context.Context, d *database, done *tally, w, n int) error {
	stores, err := d.stores("crowd")
	if err != nil {
		return err
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
	name := fmt.Sprintf("%d/%d", w, n)
	switch n % 4 {
	case 0:
		if _, err = book.Put(ctx, trio(name)); err == nil {
			done.trios.Add(1)
		}
	case 3:
		if _, err = book.Erase(ctx, relationship.PartyID(fmt.Sprintf("%d/%d/a", w, n-3))); err == nil {
			done.erased.Add(1)
		}
	default:
		if _, err = book.UpdateParty(ctx, sharedParty((w+n)%4), countUp); err == nil {
			done.counted.Add(1)
		}
	}
	return err
}

// hostWrites does several writes in a transaction of the host, which it now and then rolls back.
func hostWrites(ctx context.Context, d *database, done *tally, w, n int) error {
	// Without the context, so that a commit that was begun is ended and counted.
	tx, err := d.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	stores, err := d.within(tx, "crowd")
	if err != nil {
		return err
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
	if _, err := book.Put(ctx, trio(fmt.Sprintf("%d/%d", w, n))); err != nil {
		return err
	}
	// In the transaction the scope is ours: nobody comes first.
	if _, err := book.UpdateParty(ctx, sharedParty(n%4), countUp); err != nil {
		return err
	}
	if n%3 == 2 {
		done.rollbacks.Add(1)
		return tx.Rollback()
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	done.commits.Add(1)
	done.trios.Add(1)
	done.counted.Add(1)
	return nil
}

// A feed is what one reader has seen of the log.
type feed struct {
	last relationship.Seq
	seen []relationship.Seq
}

// read reads what is new.
func (f *feed) read(ctx context.Context, s relationship.Store) error {
	book := relationship.NewBook(s, relationship.Config{})
	for b, err := range book.Feed(ctx, f.last) {
		if err != nil {
			return err
		}
		if b.Seq <= f.last {
			return fmt.Errorf("batch %d was shown after %d", b.Seq, f.last)
		}
		f.last = b.Seq
		f.seen = append(f.seen, b.Seq)
	}
	return nil
}

// check fails unless the reader has seen the whole log.
func (f *feed) check(t *testing.T, log []relationship.Batch) {
	t.Helper()
	want := make([]relationship.Seq, len(log))
	for i, b := range log {
		want[i] = b.Seq
	}
	same(t, "what a reader saw", f.seen, want)
}

func TestUpdatesOfOnePartyFromManySidesLoseNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, d *database) {
		const writers, each = 8, 25
		programs := many(t, d, 2)
		book := relationship.NewBook(d.store(t, "one"), relationship.Config{})
		_, err := book.Put(t.Context(), relationship.Batch{
			Parties: []relationship.Party{person("a", "0"), person("b", "")},
			Ties:    []relationship.Tie{friends("ab", "a", "b")},
			Needs:   []relationship.Need{{ID: "n", Party: "a", Text: "0"}},
		})
		ok(t, err)
		errs := make(chan error, writers)
		for w := range writers {
			book := relationship.NewBook(programs[w%2].store(t, "one"), relationship.Config{})
			go func() {
				var err error
				for n := 0; n < each && err == nil; n++ {
					err = updateAll(t.Context(), book, w, n)
				}
				errs <- err
			}()
		}
		for range writers {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		p, err := book.Party(t.Context(), "a")
		ok(t, err)
		n, err := book.Need(t.Context(), "n")
		ok(t, err)
		x, err := book.Tie(t.Context(), "ab")
		ok(t, err)
		said := map[string]bool{}
		for _, f := range x.Facts {
			said[f.Name] = true
		}
		want := fmt.Sprint(writers * each)
		if p.Name != want || n.Text != want || fmt.Sprint(len(said)) != want {
			t.Errorf("of %s updates each, the party has %s, the need %s, the tie %d", want, p.Name, n.Text, len(said))
		}
		sound(t, d.store(t, "one"))
	})
}

// updateAll updates a party, a need and a tie, each by itself.
func updateAll(ctx context.Context, book *relationship.Book, w, n int) error {
	if _, err := book.UpdateParty(ctx, "a", countUp); err != nil {
		return err
	}
	if _, err := book.UpdateNeed(ctx, "n", func(n *relationship.Need) error {
		p := relationship.Party{Name: n.Text}
		err := countUp(&p)
		n.Text = p.Name
		return err
	}); err != nil {
		return err
	}
	_, err := book.UpdateTie(ctx, "ab", func(x *relationship.Tie) error {
		x.Facts = append(x.Facts, relationship.Fact{Name: fmt.Sprint(w, "-", n), Value: true, Basis: relationship.Stated})
		return nil
	})
	return err
}
