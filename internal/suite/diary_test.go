package suite_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// A diary is a store of notes that keeps the batches, and replays them for every question. What is
// wrong with it can be said.
type diary struct {
	wrong func(*batch) // done to a batch before it is kept
	blind bool         // whether it does not look at revisions

	mu  sync.Mutex
	log []batch
}

// as returns the notes as they stood after a batch, and every note as it last was; 0 is now.
func (d *diary) as(known seq) (stand, last map[noteID]note) {
	stand, last = map[noteID]note{}, map[noteID]note{}
	for _, b := range d.log {
		if known > 0 && b.Seq > known {
			break
		}
		for _, n := range b.Notes {
			stand[n.ID], last[n.ID] = n, n
		}
		for _, v := range b.Void {
			delete(stand, noteID(v.Ref.ID))
		}
	}
	return stand, last
}

func (d *diary) Write(ctx context.Context, b batch) (seq, error) {
	if err := cmp.Or(ctx.Err(), b.Check()); err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.refusal(b); err != nil {
		return 0, err
	}
	b = copied(b)
	b.Seq = seq(len(d.log) + 1)
	if len(d.log) > 0 && d.log[len(d.log)-1].At.After(b.At) {
		b.At = d.log[len(d.log)-1].At
	}
	for i := range b.Notes {
		b.Notes[i].Rev = b.Seq
	}
	if d.wrong != nil {
		d.wrong(&b)
	}
	gone := d.going(b)
	for i := range d.log {
		d.log[i].forget(gone)
	}
	d.log = append(d.log, b)
	return b.Seq, nil
}

// going returns the notes that ever were of whom a batch erases.
func (d *diary) going(b batch) map[noteID]bool {
	gone := map[noteID]bool{}
	for _, old := range d.log {
		for _, n := range old.Notes {
			if slices.ContainsFunc(n.people(), func(p author) bool { return slices.Contains(b.Erase, p) }) {
				gone[n.ID] = true
			}
		}
	}
	return gone
}

func (b *batch) forget(gone map[noteID]bool) {
	before := len(b.Notes) + len(b.Void)
	b.Notes = slices.DeleteFunc(b.Notes, func(n note) bool { return gone[n.ID] })
	b.Void = slices.DeleteFunc(b.Void, func(v voided) bool { return gone[noteID(v.Ref.ID)] })
	if len(b.Notes)+len(b.Void) < before {
		b.Why = ""
	}
}

// refusal returns the first error that applies.
func (d *diary) refusal(b batch) error {
	stand, last := d.as(0)
	for id := range d.going(b) {
		delete(stand, id)
		delete(last, id)
	}
	found := map[error]bool{}
	look := func(id noteID, rev seq) {
		old, there := stand[id]
		found[errNotFound] = found[errNotFound] || rev > 0 && !there
		found[errExists] = found[errExists] || rev == 0 && there
		found[errStale] = found[errStale] || rev != old.Rev && !d.blind
	}
	for _, n := range b.Notes {
		look(n.ID, n.Rev)
		old, was := last[n.ID]
		found[errInvalid] = found[errInvalid] || was && old.Of != n.Of
	}
	for _, v := range b.Void {
		look(noteID(v.Ref.ID), v.Rev)
	}
	for _, err := range []error{errNotFound, errExists, errInvalid, errStale} {
		if found[err] {
			return err
		}
	}
	return nil
}

func (d *diary) Notes(ctx context.Context, q noteQuery) (page[note], error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	stand, _ := d.as(q.Known)
	out := page[note]{Last: true}
	for _, id := range slices.Sorted(maps.Keys(stand)) {
		switch n := stand[id]; {
		case id <= q.After || !has(q.IDs, id) || !has(q.Of, n.Of) || !has(q.Shelves, n.Shelf):
		case n.At.Before(q.From) || !q.To.IsZero() && !n.At.Before(q.To):
		case q.Limit > 0 && len(out.Records) == q.Limit:
			out.Last = false
		default:
			n.Lines = slices.Clone(n.Lines)
			out.Records = append(out.Records, n)
		}
	}
	return out, ctx.Err()
}

func (d *diary) Log(ctx context.Context, q logQuery) (page[batch], error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := page[batch]{Last: true}
	for _, b := range d.log {
		switch {
		case b.Seq <= q.After || !b.isAbout(q.About):
		case q.Limit > 0 && len(out.Records) == q.Limit:
			out.Last = false
		default:
			out.Records = append(out.Records, copied(b))
		}
	}
	return out, ctx.Err()
}

func (b *batch) isAbout(refs []ref) bool {
	return len(refs) == 0 || slices.ContainsFunc(refs, func(r ref) bool {
		switch r.Noun {
		case "party":
			return slices.Contains(b.Erase, author(r.ID))
		case "note":
			return slices.ContainsFunc(b.Notes, func(n note) bool { return string(n.ID) == r.ID }) ||
				slices.ContainsFunc(b.Void, func(v voided) bool { return v.Ref == r })
		}
		return false
	})
}

func has[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

func copied(b batch) batch {
	b.Notes, b.Void, b.Erase = slices.Clone(b.Notes), slices.Clone(b.Void), slices.Clone(b.Erase)
	for i := range b.Notes {
		b.Notes[i].Lines = slices.Clone(b.Notes[i].Lines)
	}
	return b
}

// noon returns an ordinary instant, n seconds after noon of an ordinary day.
func noon(n int) time.Time { return time.Date(2026, time.March, 4, 12, 0, n, 0, time.UTC) }
