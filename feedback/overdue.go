package feedback

import (
	"context"
	"iter"
	"time"
)

// A Late is an item of which a clock is overdue in plain time, as its author counts.
type Late struct {
	// Item is the item.
	Item Item

	// Clocks are its clocks, in both readings.
	Clocks ItemClocks
}

// Overdue returns the items that the viewer sees whose author waits for longer than the terms allow, at
// an instant, in order of their IDs: staff sees what it owes, and an author what is owed to the author.
// It reads the items whose loop is open. It yields an error matching [ErrInvalid] for terms out of range.
func (v *Visit) Overdue(ctx context.Context, terms Terms, now time.Time) iter.Seq2[Late, error] {
	open := ItemQuery{States: []State{Heard, Understood, Decided, Planned, UnderWay, Reopened}}
	return func(yield func(Late, error) bool) {
		fail := func(err error) { yield(Late{}, opError("read overdue items", "", err)) }
		if err := terms.check(); err != nil {
			fail(err)
			return
		}
		e, err := v.eye(ctx)
		if err != nil {
			fail(err)
			return
		}
		for it, err := range v.items(ctx, open) {
			if err != nil {
				fail(err)
				return
			}
			if !e.is(it.Author) && !e.opens(it.ID.Ref()) {
				continue
			}
			clocks, err := Clocks(it, terms, now)
			if err != nil {
				fail(err)
				return
			}
			if clocks.overdue() && !yield(Late{e.item(it), clocks}, nil) {
				return
			}
		}
	}
}

// overdue reports whether any of the clocks is, and still runs.
func (c *ItemClocks) overdue() bool {
	for _, clock := range []*Clock{&c.FirstAnswer, &c.NextWord, &c.FinalAnswer} {
		if clock.Running() && clock.Plain.Overdue > 0 {
			return true
		}
	}
	return false
}
