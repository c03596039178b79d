package relationship_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

func TestCancelledContextEndsEveryCall(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(writingCalls(), readingCalls()) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, sole())
			put(t, d.Book, small())
			before := contentOf(t, d.store)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err := c.do(ctx, d.Book)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want one matching %v", err, context.Canceled)
			}
			discreet(t, err)
			same(t, "content", contentOf(t, d.store), before)
			ok(t, c.do(t.Context(), d.Book)) // and it was the context's fault
		})
	}
}

func TestContextCancelledInALoopEndsIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.Book, small())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range d.Parties(ctx, relationship.PartyQuery{}) {
		if n++; err == nil {
			cancel()
			continue
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v, want one matching %v", err, context.Canceled)
		}
	}
	if n != 2 {
		t.Errorf("the loop ran %d times, want 2: a party and an error", n)
	}
}

func TestBodyOfALoopMayWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.Book, small())
	for p, err := range d.Parties(t.Context(), relationship.PartyQuery{}) {
		ok(t, err)
		p.Name = "renamed"
		_, err = d.PutParty(t.Context(), p)
		ok(t, err)
	}
	for v, err := range d.Around(t.Context(), "a", "b") {
		ok(t, err)
		_, err = d.UpdateTie(t.Context(), v.Tie.ID, func(x *relationship.Tie) error { x.Ends.From.Role = "seen"; return nil })
		ok(t, err)
	}
}

func TestLoopsMayBeLeftAndRangedOverAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.Book, small())
	parties := d.Parties(t.Context(), relationship.PartyQuery{})
	ties := d.Around(t.Context(), "a", "b")
	findings := d.Check(t.Context())
	feed := d.Feed(t.Context(), 0)
	for range 2 {
		for range parties {
			break
		}
		for range ties {
			break
		}
		for range findings {
			break
		}
		for range feed {
			break
		}
	}
	same(t, "ties", len(all(t, ties)), 4)
	put(t, d.Book, relationship.Batch{Parties: people("later")})
	same(t, "parties, asked again", len(all(t, parties)), 6)
}
