package relationship

import (
	"slices"

	"github.com/kithcrm/kith/internal/pages"
)

func setOf[K comparable](keys []K) map[K]bool {
	set := make(map[K]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return set
}

// matcher returns the question whether a party is asked for, Known, After and Limit aside.
func (q PartyQuery) matcher() func(*Party) bool {
	ids, merged := pages.Holds(q.IDs), pages.Holds(q.MergedInto)
	return func(p *Party) bool {
		return ids(p.ID) && merged(p.MergedInto) && (!q.Merged || p.MergedInto != "")
	}
}

// matcher returns the question whether a tie is asked for, Known, After and Limit aside.
func (q TieQuery) matcher() func(*Tie) bool {
	ids, of, kinds := pages.Holds(q.IDs), pages.Holds(q.Of), pages.Holds(q.Kinds)
	return func(t *Tie) bool {
		return ids(t.ID) && (of(t.From) || of(t.To)) && kinds(t.Kind)
	}
}

// matcher returns the question whether a need is asked for, Known, After and Limit aside.
func (q NeedQuery) matcher() func(*Need) bool {
	ids, of, in := pages.Holds(q.IDs), pages.Holds(q.Of), pages.Holds(q.In)
	return func(n *Need) bool { return ids(n.ID) && of(n.Party) && in(n.Tie) }
}

// matcher returns the question whether a batch is asked for, After and Limit aside.
func (q LogQuery) matcher() func(*Batch) bool {
	if len(q.About) == 0 {
		return func(*Batch) bool { return true }
	}
	about := pages.Holds(q.About)
	return func(b *Batch) bool { return slices.ContainsFunc(b.Refs(), about) }
}

// narrow returns the part of a batch that is about some records.
func narrow(b *Batch, about func(Ref) bool) *Batch {
	n := &Batch{Seq: b.Seq, At: b.At, By: b.By, Why: b.Why}
	for _, p := range b.Parties {
		if about(p.ID.Ref()) {
			n.Parties = append(n.Parties, p)
		}
	}
	for _, t := range b.Ties {
		if about(t.ID.Ref()) {
			n.Ties = append(n.Ties, t)
		}
	}
	for _, d := range b.Needs {
		if about(d.ID.Ref()) {
			n.Needs = append(n.Needs, d)
		}
	}
	for _, v := range b.Void {
		if about(v.Ref) {
			n.Void = append(n.Void, v)
		}
	}
	for _, id := range b.Erase {
		if about(id.Ref()) {
			n.Erase = append(n.Erase, id)
		}
	}
	return n
}

// Refs returns the records that a batch puts, makes void or erases, in the order of its fields: what
// [LogQuery].About asks for.
func (b *Batch) Refs() []Ref {
	var refs []Ref
	for _, p := range b.Parties {
		refs = append(refs, p.ID.Ref())
	}
	for _, t := range b.Ties {
		refs = append(refs, t.ID.Ref())
	}
	for _, n := range b.Needs {
		refs = append(refs, n.ID.Ref())
	}
	for _, v := range b.Void {
		refs = append(refs, v.Ref)
	}
	for _, id := range b.Erase {
		refs = append(refs, id.Ref())
	}
	return refs
}
