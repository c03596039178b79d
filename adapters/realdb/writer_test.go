package realdb_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

var (
	rounds = flag.Int("rounds", 5, "how many times crash tests crash")
	period = flag.Duration("for", 3*time.Second, "how long tests of many at once go on")
)

// jobVariable is the variable of the environment that makes this program a writer for crash tests.
const jobVariable = "KITH_REALDB_JOB"

func TestMain(m *testing.M) {
	if text := os.Getenv(jobVariable); text != "" {
		err := writeUntilKilled(text)
		tell(ack{Error: err.Error()})
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// A job is what a writer for crash tests does.
type job struct {
	Place   place
	Scope   string
	Migrate bool // make the tables too
}

// An ack acknowledges what a writer wrote: Batches hold records with the revisions that they then had,
// or what was void or erased.
type ack struct {
	Step    int
	Writer  int
	Batches []relationship.Batch
	// Confirmed is the number up to which the reader "follower" has confirmed, where it is what was done.
	Confirmed relationship.Seq
	Error     string
}

// tell writes a line to standard output, at once.
func tell(a ack) {
	line, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	if _, err := os.Stdout.Write(append(line, '\n')); err != nil {
		os.Exit(1) // nobody listens
	}
}

// writeUntilKilled has three writers at work at once, one of them in transactions of the host, and a
// reader that follows them.
func writeUntilKilled(text string) error {
	var job job
	if err := json.Unmarshal([]byte(text), &job); err != nil {
		return err
	}
	ctx := context.Background()
	if job.Migrate {
		tell(ack{})
	}
	d, err := job.Place.open(ctx)
	if err != nil {
		return err
	}
	if job.Migrate {
		if err := d.migrateNow(ctx); err != nil {
			return err
		}
	}
	stores, err := d.stores(job.Scope)
	if err != nil {
		return err
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
	w := &writing{failed: make(chan error)}
	for id := range 2 {
		go w.work(id, func(name func(int) string, n int) (ack, error) {
			batches, err := bookStep(ctx, book, name, n)
			return ack{Batches: batches}, err
		})
	}
	go w.work(2, func(name func(int) string, n int) (ack, error) {
		batches, err := hostStep(ctx, d, job.Scope, name(n))
		return ack{Batches: batches}, err
	})
	feed, err := stores.Feed(follower, sqlstore.FeedConfig{})
	if err != nil {
		return err
	}
	go w.work(3, func(func(int) string, int) (ack, error) { return followStep(ctx, feed) })
	return <-w.failed
}

// A writing is what several writers of one process do.
type writing struct {
	telling sync.Mutex
	failed  chan error
}

// work does step after step and acknowledges each. Once one failed, nobody acknowledges anything any more.
func (w *writing) work(id int, step func(name func(int) string, n int) (ack, error)) {
	name := func(n int) string { return fmt.Sprintf("%d/%d", id, n) }
	for n := 0; ; n++ {
		done, err := step(name, n)
		w.telling.Lock()
		if err != nil {
			w.failed <- err
			return
		}
		done.Step, done.Writer = n, id
		tell(done)
		w.telling.Unlock()
	}
}

// bookStep does the n-th thing that a writer does: in turns, it puts two trios, updates a party, and makes
// a need void or erases a party.
func bookStep(ctx context.Context, book *relationship.Book, name func(int) string, n int) ([]relationship.Batch, error) {
	switch n % 8 {
	case 2, 6:
		p, err := book.UpdateParty(ctx, relationship.PartyID(name(n-1)+"/b"), func(p *relationship.Party) error {
			p.Name += "!"
			return nil
		})
		return []relationship.Batch{{Seq: p.Rev, Parties: []relationship.Party{p}}}, err
	case 3:
		need := relationship.NeedID(name(n-2) + "/n").Ref()
		return []relationship.Batch{{Void: []relationship.Voided{{Ref: need, Rev: 1}}}}, book.Void(ctx, need)
	case 7:
		erasure, err := book.Erase(ctx, relationship.PartyID(name(n-3)+"/a"))
		return []relationship.Batch{{Seq: erasure.Seq, Erase: erasure.Parties}}, err
	default:
		b, err := book.Put(ctx, trio(name(n)))
		return []relationship.Batch{b}, err
	}
}

// hostStep puts two trios in one transaction of the host.
func hostStep(ctx context.Context, d *database, scope, name string) (_ []relationship.Batch, err error) {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	stores, err := d.within(tx, scope)
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
	var batches []relationship.Batch
	for _, half := range []string{"/x", "/y"} {
		b, err := book.Put(ctx, trio(name+half))
		if err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
		batches = append(batches, b)
	}
	return batches, tx.Commit()
}

const (
	follower = "follower"
	atOnce   = 3 // events that the follower claims
)

// followStep confirms what was written, as soon as something was.
func followStep(ctx context.Context, f *sqlstore.Feed) (ack, error) {
	for {
		c, err := f.Claim(ctx, sqlstore.ClaimConfig{Limit: atOnce, Lease: over})
		if err != nil {
			return ack{}, err
		}
		if n := len(c.Events); n > 0 {
			return ack{Confirmed: c.Events[n-1].Seq}, f.Confirm(ctx, c)
		}
	}
}
