package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/kithcrm/kith/relationship"
)

// A renaming store gives every party the ID of a customer on its way in, and its own on its way out. As that
// changes their order, it reads parties to the last and makes the pages itself.
type renaming struct {
	inner relationship.Store

	mu   sync.Mutex
	keys map[relationship.PartyID]relationship.PartyID // from their own IDs to those of customers
	ids  map[relationship.PartyID]relationship.PartyID // and back
}

func newRenaming(inner relationship.Store) *renaming {
	return &renaming{inner: inner, keys: map[relationship.PartyID]relationship.PartyID{}, ids: map[relationship.PartyID]relationship.PartyID{}}
}

// key returns the ID of the customer that a party is.
func (r *renaming) key(id relationship.PartyID) relationship.PartyID {
	if id == "" {
		return ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key, found := r.keys[id]
	if !found {
		key = relationship.PartyID(fmt.Sprint("customer:", len(r.keys)+1))
		r.keys[id], r.ids[key] = key, id
	}
	return key
}

// id undoes key.
func (r *renaming) id(key relationship.PartyID) relationship.PartyID {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ids[key]
}

// each returns a changed copy of a list.
func each[T any](list []T, change func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		change(&list[i])
	}
	return list
}

func (r *renaming) allKeys(ids []relationship.PartyID) []relationship.PartyID {
	return each(ids, func(id *relationship.PartyID) { *id = r.key(*id) })
}

func (r *renaming) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	b.Parties = each(b.Parties, func(p *relationship.Party) { p.ID, p.MergedInto = r.key(p.ID), r.key(p.MergedInto) })
	b.Ties = each(b.Ties, func(t *relationship.Tie) { t.From, t.To = r.key(t.From), r.key(t.To) })
	b.Needs = each(b.Needs, func(n *relationship.Need) { n.Party = r.key(n.Party) })
	b.Void = each(b.Void, func(v *relationship.Voided) {
		if v.Ref.Noun == relationship.NounParty {
			v.Ref = r.key(relationship.PartyID(v.Ref.ID)).Ref()
		}
	})
	b.Erase = r.allKeys(b.Erase)
	return r.inner.Write(ctx, b)
}

func (r *renaming) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	var out relationship.Page[relationship.Party]
	after, limit := q.After, q.Limit
	q.IDs, q.MergedInto, q.After = r.allKeys(q.IDs), r.allKeys(q.MergedInto), ""
	for !out.Last {
		page, err := r.inner.Parties(ctx, q)
		if err != nil {
			return page, err
		}
		out.Records, out.Last = append(out.Records, page.Records...), page.Last
		if n := len(page.Records); n > 0 {
			q.After = page.Records[n-1].ID
		}
	}
	out.Records = each(out.Records, func(p *relationship.Party) { p.ID, p.MergedInto = r.id(p.ID), r.id(p.MergedInto) })
	out.Records = slices.DeleteFunc(out.Records, func(p relationship.Party) bool { return p.ID <= after })
	slices.SortFunc(out.Records, func(a, b relationship.Party) int { return cmp.Compare(a.ID, b.ID) })
	if limit > 0 && len(out.Records) > limit {
		out.Records, out.Last = out.Records[:limit], false
	}
	return out, nil
}

func (r *renaming) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	q.Of = r.allKeys(q.Of)
	page, err := r.inner.Ties(ctx, q)
	page.Records = each(page.Records, func(t *relationship.Tie) { t.From, t.To = r.id(t.From), r.id(t.To) })
	return page, err
}

func (r *renaming) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	q.Of = r.allKeys(q.Of)
	page, err := r.inner.Needs(ctx, q)
	page.Records = each(page.Records, func(n *relationship.Need) { n.Party = r.id(n.Party) })
	return page, err
}
