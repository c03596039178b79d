package suite

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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

// atOnce calls do from several goroutines at the same time, and returns what each returns.
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

func (k kit) mustAll(what string, errs []error) {
	k.Helper()
	if err := errors.Join(errs...); err != nil {
		k.Fatalf("%s: got error %v", what, err)
	}
}

// A written is what Write returned.
type written struct {
	seq int64
	err error
}

// mustWin fails unless exactly one of the writers succeeded and the others got an error, and returns
// the number of the one that did.
func (k kit) mustWin(all []written, lost error) int64 {
	k.Helper()
	var won []int64
	for _, w := range all {
		switch {
		case w.err == nil:
			won = append(won, w.seq)
		case !errors.Is(w.err, lost):
			k.Fatalf("write beside others: got error %v, want one matching %q", w.err, lost)
		}
	}
	if len(won) != 1 {
		k.Fatalf("write beside others: got %d that succeeded, want 1", len(won))
	}
	return won[0]
}

func checkOneWins(k kit) {
	ctx, n := k.Context(), k.first()
	rev := k.write(n.bare("a"))
	for range rounds {
		rev = k.mustWin(atOnce(func(int) written {
			seq, err := k.store.Write(ctx, batch(n.bare("a", rev)))
			return written{seq, err}
		}), k.room.Errors.Stale)
	}
}

func checkOneCreates(k kit) {
	ctx, n := k.Context(), k.first()
	for i := range rounds {
		k.mustWin(atOnce(func(int) written {
			seq, err := k.store.Write(ctx, batch(n.bare(fmt.Sprint(i))))
			return written{seq, err}
		}), k.room.Errors.Exists)
	}
}

func checkOwnNumbers(k kit) {
	ctx, n := k.Context(), k.first()
	seen := map[int64]bool{}
	for i := range rounds {
		for _, w := range atOnce(func(j int) written {
			seq, err := k.store.Write(ctx, batch(n.bare(fmt.Sprint(i, "-", j))))
			return written{seq, err}
		}) {
			if w.err != nil {
				k.Fatalf("write beside others: got error %v", w.err)
			}
			if seen[w.seq] {
				k.Fatalf("write beside others: got number %d twice", w.seq)
			}
			seen[w.seq] = true
		}
	}
	if got := len(k.content(0)); got != writers*rounds {
		k.Fatalf("got %d records, want %d", got, writers*rounds)
	}
}

// ofAnn returns a record that goes with the party "ann".
func (k kit) ofAnn() any {
	for _, n := range k.room.Nouns {
		for _, b := range n.Goes {
			if r, ok := k.room.bind(b, n.bare("a"), Ref{k.room.Party, "ann"}); ok {
				return r
			}
		}
	}
	panic("suite: nothing in the room goes with a party")
}

// checkEffectOrder lets writers create a record, and erase it with its party, which needs no Rev. The
// record that remains must be of the highest number that created it.
func checkEffectOrder(k kit) {
	ctx, r := k.Context(), k.ofAnn()
	for range 2 * rounds {
		created := slices.Max(atOnce(func(int) int64 {
			last, _ := k.store.Write(ctx, batch(r)) // an error shows in what is there afterwards
			for range 2 {
				_, _ = k.store.Write(ctx, Batch{At: noon(0), Erase: []string{"ann"}})
				if seq, err := k.store.Write(ctx, batch(r)); err == nil {
					last = seq
				}
			}
			return last
		}))
		k.mustEqual("the record, as the last batch created it", k.all(k.room.noun(r), Query{}), []any{withRev(r, created)})
		k.erase("ann")
	}
}

// checkNoHalfBatch reads while others write two records in each batch.
func checkNoHalfBatch(k kit) {
	ctx, n := k.Context(), k.first()
	first := k.write(n.bare("a"), n.bare("b"))
	var written atomic.Bool
	keepWriting := func() error {
		defer written.Store(true)
		for rev, i := first, 0; i < 4*rounds; i++ {
			next, err := k.store.Write(ctx, batch(n.bare("a", rev), n.bare("b", rev)))
			if err != nil {
				return err
			}
			rev = next
		}
		return nil
	}
	keepReading := func() error {
		for !written.Load() {
			page, err := k.store.Read(ctx, n, Query{Limit: 2})
			if err != nil {
				return err
			}
			if p := page.Records; len(p) == 2 && n.rev(p[0]) != n.rev(p[1]) {
				return fmt.Errorf("one page has records of batches %d and %d", n.rev(p[0]), n.rev(p[1]))
			}
			runtime.Gosched() // the writer may have no processor of its own
		}
		return nil
	}
	k.mustAll("read while another writes", atOnce(func(i int) error {
		if i == 0 {
			return keepWriting()
		}
		return keepReading()
	}))
}

// A feed is the log as somebody who follows it has seen it.
type feed struct {
	h       Historian
	numbers []int64
}

// follow goes on from the last number that was shown.
func (f *feed) follow(k kit) error {
	var after int64
	if n := len(f.numbers); n > 0 {
		after = f.numbers[n-1]
	}
	page, err := f.h.Log(k.Context(), LogQuery{After: after})
	for _, b := range page.Records {
		if b.Seq <= after {
			return fmt.Errorf("batch %d was shown after %d", b.Seq, after)
		}
		after = b.Seq
		f.numbers = append(f.numbers, after)
	}
	return err
}

// checkFeed follows the log while others write: whoever goes on from the last number that was shown
// must miss nothing.
func checkFeed(k kit) {
	ctx, n, fed := k.Context(), k.first(), feed{h: k.historian()}
	var writing atomic.Int32
	writing.Store(writers - 1)
	k.mustAll("write and follow the log at once", atOnce(func(i int) error {
		if i == 0 {
			for writing.Load() > 0 {
				if err := fed.follow(k); err != nil {
					return err
				}
				runtime.Gosched() // the writers may have no processor of their own
			}
			return nil
		}
		defer writing.Add(-1)
		for j := range 4 * rounds {
			if _, err := k.store.Write(ctx, batch(n.bare(fmt.Sprint(i, "-", j)))); err != nil {
				return err
			}
		}
		return nil
	}))
	for before := -1; before != len(fed.numbers); {
		before = len(fed.numbers)
		if err := fed.follow(k); err != nil {
			k.Fatalf("follow the log: got error %v", err)
		}
	}
	k.mustEqual("the numbers that the feed has shown", fed.numbers, numbersOf(k.log()))
}

func numbersOf(log []Batch) []int64 {
	var out []int64
	for _, b := range log {
		out = append(out, b.Seq)
	}
	return out
}
