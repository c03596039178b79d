package relationshiptest

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/kithcrm/kith/relationship"
)

func togetherClauses() []clause {
	const order = "Batches that write one record must be numbered in the order in which they took effect."
	return []clause{
		{name: "together/one-wins", sentence: "Rev must be the number of the batch that last wrote it: of two writers with the same Rev, one succeeds.", check: checkOneWins},
		{name: "together/one-creates", sentence: "One matching ErrExists must be returned where a record to create is there: of two writers who create it, one succeeds.", check: checkOneCreates},
		{name: "together/numbers", sentence: "Every batch has its own number.", check: checkOwnNumbers},
		{name: "together/order", sentence: order, check: checkEffectOrder},
		{name: "together/whole", sentence: "Write applies b, all of it or nothing.", check: checkNoHalfBatch},
		{name: "together/feed", sentence: "The log must never show a number lower than one that it has shown.", check: checkFeed, of: withHistory},
	}
}

const (
	writers = 4  // goroutines that write at once
	rounds  = 12 // how often they meet
)

// at once calls do from several goroutines at the same time, and returns what each returns.
func atOnce[T any](do func(i int) T) []T {
	out := make([]T, writers)
	begin := make(chan struct{})
	var all sync.WaitGroup
	for i := range out {
		all.Go(func() {
			<-begin
			out[i] = do(i)
		})
	}
	close(begin)
	all.Wait()
	return out
}

func mustAll(tb TB, what string, errs []error) {
	tb.Helper()
	if err := errors.Join(errs...); err != nil {
		tb.Fatalf("%s: got error %v", what, err)
	}
}

// A written is what Write returned.
type written struct {
	seq relationship.Seq
	err error
}

// mustWin fails unless exactly one of the writers succeeded and the others got an error, and returns
// the number of the one that did.
func mustWin(tb TB, all []written, lost error) relationship.Seq {
	tb.Helper()
	var won []relationship.Seq
	for _, w := range all {
		switch {
		case w.err == nil:
			won = append(won, w.seq)
		case !errors.Is(w.err, lost):
			tb.Fatalf("write beside others: got error %v, want one matching %q", w.err, lost)
		}
	}
	if len(won) != 1 {
		tb.Fatalf("write beside others: got %d that succeeded, want 1", len(won))
	}
	return won[0]
}

func checkOneWins(tb TB, s relationship.Store) {
	ctx := tb.Context()
	rev := write(tb, s, person("a"))
	for range rounds {
		rev = mustWin(tb, atOnce(func(int) written {
			seq, err := s.Write(ctx, batch(person("a", rev)))
			return written{seq, err}
		}), relationship.ErrStale)
	}
}

func checkOneCreates(tb TB, s relationship.Store) {
	ctx := tb.Context()
	for i := range rounds {
		mustWin(tb, atOnce(func(int) written {
			seq, err := s.Write(ctx, batch(person(fmt.Sprint(i))))
			return written{seq, err}
		}), relationship.ErrExists)
	}
}

func checkOwnNumbers(tb TB, s relationship.Store) {
	ctx := tb.Context()
	seen := map[relationship.Seq]bool{}
	for i := range rounds {
		for _, w := range atOnce(func(j int) written {
			seq, err := s.Write(ctx, batch(person(fmt.Sprint(i, "-", j))))
			return written{seq, err}
		}) {
			if w.err != nil {
				tb.Fatalf("write beside others: got error %v", w.err)
			}
			if seen[w.seq] {
				tb.Fatalf("write beside others: got number %d twice", w.seq)
			}
			seen[w.seq] = true
		}
	}
	if got := len(contentOf(tb, s, 0).Parties); got != writers*rounds {
		tb.Fatalf("got %d parties, want %d", got, writers*rounds)
	}
}

// checkEffectOrder lets writers create and erase one party, which needs no Rev. The party that
// remains must be of the highest number that created it.
func checkEffectOrder(tb TB, s relationship.Store) {
	ctx := tb.Context()
	for range 2 * rounds {
		created := slices.Max(atOnce(func(int) relationship.Seq {
			last, _ := s.Write(ctx, batch(person("a"))) // an error shows in what is there afterwards
			for range 2 {
				_, _ = s.Write(ctx, relationship.Batch{At: noon(0), Erase: []relationship.PartyID{"a"}})
				if seq, err := s.Write(ctx, batch(person("a"))); err == nil {
					last = seq
				}
			}
			return last
		}))
		now := contentOf(tb, s, 0).Parties
		if len(now) != 1 || now[0].Rev != created {
			tb.Fatalf("got the party as of batches %d, want %d, the last that created it",
				keys(now, func(p *relationship.Party) relationship.Seq { return p.Rev }), created)
		}
		erase(tb, s, "a")
	}
}

// checkNoHalfBatch reads while others write two records in each batch.
func checkNoHalfBatch(tb TB, s relationship.Store) {
	ctx := tb.Context()
	first := write(tb, s, person("a"), person("b"))
	var written atomic.Bool
	keepWriting := func() error {
		defer written.Store(true)
		for rev, n := first, 0; n < 4*rounds; n++ {
			next, err := s.Write(ctx, batch(person("a", rev), person("b", rev)))
			if err != nil {
				return err
			}
			rev = next
		}
		return nil
	}
	keepReading := func() error {
		for !written.Load() {
			page, err := s.Parties(ctx, relationship.PartyQuery{Limit: 2})
			if err != nil {
				return err
			}
			if p := page.Records; len(p) == 2 && p[0].Rev != p[1].Rev {
				return fmt.Errorf("one page has records of batches %d and %d", p[0].Rev, p[1].Rev)
			}
			runtime.Gosched() // the writer may have no processor of its own
		}
		return nil
	}
	mustAll(tb, "read while another writes", atOnce(func(i int) error {
		if i == 0 {
			return keepWriting()
		}
		return keepReading()
	}))
}

// checkFeed follows the log while others write: whoever goes on from the last number that was
// shown must miss nothing.
func checkFeed(tb TB, s relationship.Store) {
	ctx, h := tb.Context(), historian(tb, s)
	var fed []relationship.Batch
	follow := func() error {
		var after relationship.Seq
		if len(fed) > 0 {
			after = fed[len(fed)-1].Seq
		}
		page, err := h.Log(ctx, relationship.LogQuery{After: after})
		for _, b := range page.Records {
			if b.Seq <= after {
				return fmt.Errorf("batch %d was shown after %d", b.Seq, after)
			}
			after = b.Seq
		}
		fed = append(fed, page.Records...)
		return err
	}
	var writing atomic.Int32
	writing.Store(writers - 1)
	mustAll(tb, "write and follow the log at once", atOnce(func(i int) error {
		if i == 0 {
			for writing.Load() > 0 {
				if err := follow(); err != nil {
					return err
				}
				runtime.Gosched() // the writers may have no processor of their own
			}
			return nil
		}
		defer writing.Add(-1)
		for n := range 4 * rounds {
			if _, err := s.Write(ctx, batch(person(fmt.Sprint(i, "-", n)))); err != nil {
				return err
			}
		}
		return nil
	}))
	for before := -1; before != len(fed); {
		before = len(fed)
		if err := follow(); err != nil {
			tb.Fatalf("follow the log: got error %v", err)
		}
	}
	number := func(b *relationship.Batch) relationship.Seq { return b.Seq }
	mustEqual(tb, "the numbers that the feed has shown", keys(fed, number), keys(logOf(tb, s), number))
}
