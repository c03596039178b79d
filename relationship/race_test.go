package relationship_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// A polite store lets others go first wherever it can, so that writers meet on few cores too.
type polite struct{ *relationship.Memory }

func (s polite) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	runtime.Gosched()
	return s.Memory.Write(ctx, b)
}

func (s polite) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	runtime.Gosched()
	return s.Memory.Parties(ctx, q)
}

func (s polite) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	runtime.Gosched()
	return s.Memory.Ties(ctx, q)
}

// newPoliteDesk returns a desk on a polite store.
func newPoliteDesk(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	d.Book = relationship.NewBook(polite{d.store}, config(t, d.clock, sole()))
	return d
}

// together does things at once, and returns what came of each.
func together(do ...func() error) []error {
	errs := make([]error, len(do))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, f := range do {
		all.Go(func() {
			<-start
			errs[i] = f()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// succeeded counts, and fails on an error that is no refusal.
func succeeded(t *testing.T, errs []error) int {
	t.Helper()
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
		} else if !refusal(err) {
			t.Fatalf("got error %v, want none or a refusal", err)
		}
	}
	return n
}

func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	t.Parallel()
	const writers, each = 8, 12
	d := newPoliteDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("a", "b"), Ties: []relationship.Tie{tie("t", "friend", "a", "b")}, Needs: []relationship.Need{{ID: "n", Party: "a"}},
	})
	said := func(text string) relationship.Fact {
		return relationship.Fact{Name: text, Value: true, Basis: relationship.Stated}
	}
	var work []func() error
	for i := range writers {
		work = append(work, func() error {
			for j := range each {
				text := fmt.Sprint(i, "-", j)
				if _, err := d.UpdateParty(t.Context(), "a", func(p *relationship.Party) error {
					p.Facts = append(p.Facts, said(text))
					return nil
				}); err != nil {
					return err
				}
				if _, err := d.UpdateTie(t.Context(), "t", func(x *relationship.Tie) error {
					x.Facts = append(x.Facts, said(text))
					return nil
				}); err != nil {
					return err
				}
				if _, err := d.UpdateNeed(t.Context(), "n", func(n *relationship.Need) error { n.Text += "x"; return nil }); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if n := succeeded(t, together(work...)); n != writers {
		t.Fatalf("%d of %d writers succeeded", n, writers)
	}
	c := contentOf(t, d.store)
	for noun, facts := range map[string][]relationship.Fact{"party": c.Parties[0].Facts, "tie": c.Ties[0].Facts} {
		names := map[string]bool{}
		for _, f := range facts {
			names[f.Name] = true
		}
		if len(facts) != writers*each || len(names) != writers*each {
			t.Errorf("the %s has %d facts, %d of them different, want %d", noun, len(facts), len(names), writers*each)
		}
	}
	if got := len(c.Needs[0].Text); got != writers*each {
		t.Errorf("the need has %d letters, want %d", got, writers*each)
	}
}

func TestConcurrentWritersCannotBreakARuleTogether(t *testing.T) {
	t.Parallel()
	relate := func(id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID) func(context.Context, *relationship.Book) error {
		return func(ctx context.Context, b *relationship.Book) error {
			_, err := b.Relate(ctx, tie(id, kind, from, to))
			return err
		}
	}
	merge := func(into, one relationship.PartyID) func(context.Context, *relationship.Book) error {
		return func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, into, one) }
	}
	tests := []struct {
		name        string
		merged      []relationship.Party
		there       []relationship.Tie
		first, then func(context.Context, *relationship.Book) error
	}{
		{"two leaders of one follower", nil, nil, relate("x", "sole", "a", "c"), relate("y", "sole", "b", "c")},
		{"two followers of one leader", nil, nil, relate("x", "sole", "a", "b"), relate("y", "sole", "a", "c")},
		{"two followers of merged leaders", nil, nil, relate("x", "sole", "m", "b"), relate("y", "sole", "m2", "c")},
		{"a circle of two", nil, nil, relate("x", "reports-to", "a", "b"), relate("y", "reports-to", "b", "a")},
		{"a circle of two, downwards", nil, nil, relate("x", "parent", "a", "b"), relate("y", "parent", "b", "a")},
		{
			"a longer circle",
			nil, []relationship.Tie{tie("bc", "reports-to", "b", "c"), tie("da", "reports-to", "d", "a")},
			relate("x", "reports-to", "a", "b"), relate("y", "reports-to", "c", "d"),
		},
		{
			"a longer circle over merged parties",
			nil, []relationship.Tie{tie("bm", "parent", "b", "m"), tie("da", "parent", "d", "a")},
			relate("x", "parent", "a", "b"), relate("y", "parent", "m2", "d"),
		},
		{"merges into each other", nil, nil, merge("a", "b"), merge("b", "a")},
		{"a longer circle of merges", nil, nil, merge("m", "a"), merge("a", "m")},
		{"a circle of merges with others between", into("f", "g", "h", "e"), nil, merge("f", "e"), merge("h", "g")},
		{"merges of one into two", nil, nil, merge("a", "c"), merge("b", "c")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for round := range 60 {
				d := newPoliteDesk(t)
				put(t, d.Book, relationship.Batch{Parties: append(people("a", "b", "c", "d", "m", "m2", "e", "g"), test.merged...), Ties: test.there})
				ok(t, d.Merge(t.Context(), "m", "m2"))
				errs := together(
					func() error { return test.first(t.Context(), d.Book) },
					func() error { return test.then(t.Context(), d.Book) },
				)
				if n := succeeded(t, errs); n != 1 {
					t.Fatalf("round %d: %d succeeded, want one: %v", round, n, errs)
				}
				same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{})
			}
		})
	}
}

func TestConcurrentEraseAndRelateLeaveNothing(t *testing.T) {
	t.Parallel()
	for range 150 {
		d := newPoliteDesk(t)
		put(t, d.Book, relationship.Batch{Parties: people("a", "b", "c")})
		errs := together(
			func() error { _, err := d.Erase(t.Context(), "a"); return err },
			func() error { _, err := d.Relate(t.Context(), tie("t", "friend", "a", "b")); return err },
			func() error {
				_, err := d.PutNeed(t.Context(), relationship.Need{ID: "n", Party: "a", Text: secret})
				return err
			},
			func() error { return d.Merge(t.Context(), "c", "a") },
		)
		succeeded(t, errs)
		if len(danglingIn(t, d.Book)) > 0 {
			t.Fatalf("got %v, want nothing left of who was erased", danglingIn(t, d.Book))
		}
	}
}
