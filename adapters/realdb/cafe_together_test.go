package realdb_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

func TestRoomsInATransactionOfTheHostAreWrittenTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		people, cafe := d.store(t, "tenant"), d.cafe(t, "tenant")
		committed := 0
		for n := range 6 {
			tx, err := d.db.BeginTx(t.Context(), nil)
			ok(t, err)
			defer tx.Rollback() // which does nothing after a commit
			stores, err := d.within(tx, "tenant")
			ok(t, err)
			bothRooms(t, stores, fmt.Sprint("n", n))
			if n%2 == 0 {
				ok(t, tx.Rollback())
			} else {
				committed++
				ok(t, tx.Commit())
			}
			if got := len(sound(t, people)); got != committed {
				t.Errorf("after %d commits, the log of people has %d batches", committed, got)
			}
			if got := len(cafeSound(t, cafe)); got != 2*committed {
				t.Errorf("after %d commits, the log of the café has %d batches", committed, got)
			}
			if got := len(claim(t, d.feed(t, "tenant", fmt.Sprint(n)), 0, over).Events); got != 3*committed {
				t.Errorf("after %d commits, the feed has %d events", committed, got)
			}
		}
	})
}

// bothRooms writes into two rooms, by turns, with refusals in between. Each sees what was written.
func bothRooms(t *testing.T, stores *sqlstore.Stores, name string) {
	t.Helper()
	theme := feedback.Batch{At: noon, Themes: []feedback.Theme{{ID: feedback.ThemeID(name), Name: name}}}
	_, err := stores.Feedback().Write(t.Context(), theme)
	ok(t, err)
	b := trio(name)
	b.At = noon
	_, err = stores.Relationship().Write(t.Context(), b)
	ok(t, err)
	if _, err := stores.Relationship().Write(t.Context(), b); !errors.Is(err, relationship.ErrExists) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrExists)
	}
	if _, err := stores.Feedback().Write(t.Context(), theme); !errors.Is(err, feedback.ErrExists) {
		t.Errorf("got error %v, want one matching %v", err, feedback.ErrExists)
	}
	_, err = stores.Feedback().Write(t.Context(), feedback.Batch{At: noon, Entries: []feedback.Entry{
		{ID: feedback.EntryID(name), About: b.Parties[0].ID.Ref(), Kind: feedback.Follows, At: noon},
	}})
	ok(t, err)
	page, err := stores.Feedback().Themes(t.Context(), feedback.ThemeQuery{IDs: []feedback.ThemeID{theme.Themes[0].ID}})
	ok(t, err)
	if len(page.Records) != 1 {
		t.Errorf("inside the transaction, %d themes are there", len(page.Records))
	}
}

// A cafeTally counts what was done, as it should be found in the end.
type cafeTally struct{ counted, left, erased, refused, commits, rollbacks atomic.Int64 }

const (
	cafeGuards = 3
	// both is the guard that is counted up together with a party.
	both feedback.EntryID = "both"
)

func guardOf(i int) feedback.EntryID { return feedback.EntryID(fmt.Sprint("guard-", i)) }

func TestManyWritersOfFeedbackTogether(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, d *database) {
		const writers, readers = 8, 2
		programs := many(t, d, 2)
		s := d.cafe(t, "crowd")
		openGuards(t, d)
		c := newCrowd(t, *period)
		var done cafeTally
		for w := range writers {
			one := &cafeWriter{program: programs[w%2], done: &done, w: w, rand: rand.New(rand.NewPCG(1, uint64(w)))}
			c.again(func(n int) error { return one.write(c.ctx, n) })
		}
		follows := make([]cafeFollower, readers)
		for r := range readers {
			s := programs[r%2].cafe(t, "crowd")
			c.again(func(int) error { return follows[r].read(c.ctx, s) })
		}
		c.wait(t)

		log := cafeSound(t, s)
		// What was under way when time was up took effect or not, and was not counted.
		if got, want := countedUp(t, s), done.counted.Load(); got < want || got > want+writers {
			t.Errorf("guards were counted up %d times, %d of them were acknowledged", got, want)
		}
		sameInBothRooms(t, d, &done)
		for i := range follows {
			ok(t, follows[i].read(t.Context(), s))
			var want []feedback.Seq
			for _, b := range log {
				want = append(want, b.Seq)
			}
			same(t, "what a reader saw", follows[i].seen, want)
		}
		nothingOfTheErased(t, log)
		d.intact(t)
		t.Logf("%d batches: counted %d, left %d, erased %d, refused %d, commits of hosts %d, rollbacks %d", len(log),
			done.counted.Load(), done.left.Load(), done.erased.Load(), done.refused.Load(), done.commits.Load(), done.rollbacks.Load())
	})
}

// openGuards writes what all writers share.
func openGuards(t *testing.T, d *database) {
	t.Helper()
	ids := []feedback.EntryID{both}
	for i := range cafeGuards {
		ids = append(ids, guardOf(i))
	}
	b := feedback.Batch{At: noon}
	for _, id := range ids {
		b.Entries = append(b.Entries, feedback.Entry{ID: id, About: feedback.ItemID("shared").Ref(), Kind: feedback.Guard, At: noon})
		b.Votes = append(b.Votes, feedback.Vote{ID: feedback.VoteID(id), On: id.Ref(), Voter: "shared", Choice: feedback.Pass, At: noon})
	}
	_, err := d.cafe(t, "crowd").Write(t.Context(), b)
	ok(t, err)
	_, err = relationship.NewBook(d.store(t, "crowd"), relationship.Config{}).PutParty(t.Context(), person("both", "0"))
	ok(t, err)
}

// countedUp returns how often guards were counted up. A vote of each was counted up with it, and another
// was put each time.
func countedUp(t *testing.T, s feedback.Store) int64 {
	t.Helper()
	sum := int64(0)
	for i := range cafeGuards {
		id := guardOf(i)
		entries, err := s.Entries(t.Context(), feedback.EntryQuery{IDs: []feedback.EntryID{id}})
		ok(t, err)
		votes := walk(t, func(after feedback.VoteID) (feedback.Page[feedback.Vote], error) {
			return s.Votes(t.Context(), feedback.VoteQuery{On: []feedback.Ref{id.Ref()}, After: after})
		}, func(v feedback.Vote) feedback.VoteID { return v.ID })
		count := entries.Records[0].Count
		for _, v := range votes {
			if v.ID == feedback.VoteID(id) && v.Spent != count {
				t.Errorf("%s was counted up %d times, its vote %d times", id, count, v.Spent)
			}
		}
		if len(votes)-1 != count {
			t.Errorf("%s was counted up %d times, and has %d votes", id, count, len(votes)-1)
		}
		sum += int64(count)
	}
	return sum
}

// sameInBothRooms checks that what hosts did took effect in both rooms or in none.
func sameInBothRooms(t *testing.T, d *database, done *cafeTally) {
	t.Helper()
	page, err := d.cafe(t, "crowd").Entries(t.Context(), feedback.EntryQuery{IDs: []feedback.EntryID{both}})
	ok(t, err)
	p, err := relationship.NewBook(d.store(t, "crowd"), relationship.Config{}).Party(t.Context(), "both")
	ok(t, err)
	if got := fmt.Sprint(page.Records[0].Count); got != p.Name || int64(page.Records[0].Count) < done.commits.Load() {
		t.Errorf("of %d commits, %s are in the one room, %s in the other", done.commits.Load(), got, p.Name)
	}
}

// nothingOfTheErased checks that what is left of an author who was erased has no name.
func nothingOfTheErased(t *testing.T, log []feedback.Batch) {
	t.Helper()
	gone := map[feedback.PartyID]bool{}
	for _, b := range log {
		for _, id := range b.Erase {
			gone[id] = true
		}
	}
	for _, b := range log {
		for _, r := range b.Items {
			if gone[r.Author] {
				t.Errorf("batch %d has an item of %s, who was erased", b.Seq, r.Author)
			}
		}
		for _, v := range b.Votes {
			if gone[v.Voter] {
				t.Errorf("batch %d has a vote of %s, who was erased", b.Seq, v.Voter)
			}
		}
		if len(b.Erase) > 0 && len(b.Votes) != 1 {
			t.Errorf("batch %d erased and has %d votes that stay, want 1", b.Seq, len(b.Votes))
		}
	}
}

// A cafeWriter does random things, one after the other.
type cafeWriter struct {
	program *database
	done    *cafeTally
	w       int
	rand    *rand.Rand
	authors []string // whom it has let speak and not erased
}

func (o *cafeWriter) write(ctx context.Context, n int) error {
	stores, err := o.program.stores("crowd")
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%d/%d", o.w, n)
	switch what := o.rand.IntN(10); {
	case what < 2:
		return o.leave(ctx, stores.Feedback(), name)
	case what == 2 && len(o.authors) > 0:
		return o.erase(ctx, stores.Feedback())
	case what == 3:
		return o.host(ctx, name)
	}
	return o.count(ctx, stores.Feedback(), name)
}

// count counts a guard up, its vote with it, and puts another vote.
func (o *cafeWriter) count(ctx context.Context, s feedback.Store, name string) error {
	b, err := counting(ctx, s, guardOf(o.rand.IntN(cafeGuards)))
	if err != nil {
		return err
	}
	b.Votes = append(b.Votes, feedback.Vote{ID: feedback.VoteID(name), On: b.Entries[0].ID.Ref(), Voter: "v", Choice: feedback.Agree, At: noon})
	switch _, err := s.Write(ctx, b); {
	case errors.Is(err, feedback.ErrStale):
		o.done.refused.Add(1)
	case err != nil:
		return err
	default:
		o.done.counted.Add(1)
	}
	return nil
}

// counting returns a batch that counts a guard up, and its vote with it.
func counting(ctx context.Context, s feedback.Store, id feedback.EntryID) (feedback.Batch, error) {
	b := feedback.Batch{At: time.Now()}
	entries, err := s.Entries(ctx, feedback.EntryQuery{IDs: []feedback.EntryID{id}})
	if err != nil {
		return b, err
	}
	votes, err := s.Votes(ctx, feedback.VoteQuery{IDs: []feedback.VoteID{feedback.VoteID(id)}})
	if err != nil {
		return b, err
	}
	b.Entries, b.Votes = entries.Records, votes.Records
	b.Entries[0].Count++
	b.Votes[0].Spent++
	return b, nil
}

// leave has a new author leave an item and vote on it.
func (o *cafeWriter) leave(ctx context.Context, s feedback.Store, name string) error {
	item := secretItem(feedback.ItemID(name), feedback.PartyID(name), "")
	_, err := s.Write(ctx, feedback.Batch{
		At: time.Now(), Items: []feedback.Item{item},
		Links:   []feedback.Link{{ID: feedback.LinkID(name), From: item.ID.Ref(), To: feedback.ThemeID("t").Ref(), At: noon}},
		Entries: []feedback.Entry{{ID: feedback.EntryID(name), About: item.ID.Ref(), By: "clerk", Kind: feedback.Reply, At: noon}},
		Votes:   []feedback.Vote{{ID: feedback.VoteID(name), On: feedback.ItemID("shared").Ref(), Voter: item.Author, Choice: feedback.Agree, At: noon}},
	})
	if err == nil {
		o.authors = append(o.authors, name)
		o.done.left.Add(1)
	}
	return err
}

// erase erases an author, of whom a vote stays without the name.
func (o *cafeWriter) erase(ctx context.Context, s feedback.Store) error {
	name := o.authors[0]
	_, err := s.Write(ctx, feedback.Batch{
		At: time.Now(), Erase: []feedback.PartyID{feedback.PartyID(name)},
		Votes: []feedback.Vote{{ID: feedback.VoteID(name), On: feedback.ItemID("shared").Ref(), Choice: feedback.Agree, At: noon}},
	})
	if err == nil {
		o.authors = o.authors[1:]
		o.done.erased.Add(1)
	}
	return err
}

// host counts up a guard and a party in one transaction, which it now and then rolls back.
func (o *cafeWriter) host(ctx context.Context, name string) error {
	tx, err := o.program.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	stores, err := o.program.within(tx, "crowd")
	if err != nil {
		return err
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
	if _, err := book.Put(ctx, trio(name)); err != nil {
		return err
	}
	// In the transaction the scope is ours now: nobody comes first.
	b, err := counting(ctx, stores.Feedback(), both)
	if err != nil {
		return err
	}
	if _, err := stores.Feedback().Write(ctx, b); err != nil {
		return err
	}
	if _, err := book.UpdateParty(ctx, "both", countUp); err != nil {
		return err
	}
	if o.rand.IntN(3) == 0 {
		o.done.rollbacks.Add(1)
		return tx.Rollback()
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	o.done.commits.Add(1)
	return nil
}

// A cafeFollower is what one reader has seen of the log.
type cafeFollower struct {
	last feedback.Seq
	seen []feedback.Seq
}

// read reads what is new.
func (f *cafeFollower) read(ctx context.Context, s feedback.Historian) error {
	page, err := s.Log(ctx, feedback.LogQuery{After: f.last})
	if err != nil {
		return err
	}
	for _, b := range page.Records {
		if b.Seq <= f.last {
			return fmt.Errorf("batch %d was shown after %d", b.Seq, f.last)
		}
		f.last = b.Seq
		f.seen = append(f.seen, b.Seq)
	}
	if !page.Last {
		return f.read(ctx, s)
	}
	return nil
}
