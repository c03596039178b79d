package relationship

import (
	"context"
	"slices"
)

// A forest is parties with those that they are merged into, as far as there are any.
type forest map[PartyID]Party

func (f forest) add(parties []Party) {
	for _, p := range parties {
		f[p.ID] = p
	}
}

// root returns the party that the one with an ID turned out to be. It survives what a host may have
// written around the library: where the chain of merges leads nowhere, it is the last party there;
// where it leads in a circle, the one with the smallest ID in the circle. Where the store holds no
// party with the ID, only the ID is set.
func (f forest) root(id PartyID) Party {
	p, ok := f[id]
	if !ok {
		return Party{ID: id}
	}
	if p.MergedInto == "" {
		return p
	}
	seen := []PartyID{p.ID}
	for {
		next, ok := f[p.MergedInto]
		if !ok {
			return p
		}
		if i := slices.Index(seen, next.ID); i >= 0 {
			return f[slices.Min(seen[i:])]
		}
		p = next
		seen = append(seen, p.ID)
	}
}

// climb reads parties and all that they are merged into. It asks the store once for each step of the
// longest chain.
func (r *Reader) climb(ctx context.Context, ids []PartyID) (forest, error) {
	f := make(forest, len(ids))
	asked := make(map[PartyID]bool, len(ids))
	for {
		var ask []PartyID
		for _, id := range ids {
			if !asked[id] {
				asked[id] = true
				ask = append(ask, id)
			}
		}
		if len(ask) == 0 {
			return f, nil
		}
		ids = ids[:0:0]
		for p, err := range r.allParties(ctx, PartyQuery{IDs: ask}) {
			if err != nil {
				return nil, err
			}
			f[p.ID] = p
			if p.MergedInto != "" {
				ids = append(ids, p.MergedInto)
			}
		}
	}
}

// root reads the party that the one with an ID turned out to be.
func (r *Reader) root(ctx context.Context, id PartyID) (Party, error) {
	p, err := one(r.allParties(ctx, PartyQuery{IDs: []PartyID{id}}))
	if err != nil || p.MergedInto == "" {
		return p, err
	}
	f, err := r.climb(ctx, []PartyID{id})
	if err != nil {
		return Party{}, err
	}
	// Between two reads the party may have gone.
	if p = f.root(id); p.Rev == 0 {
		return Party{}, ErrNotFound
	}
	return p, nil
}

// merged reads all parties that are merged into any of these, however many steps away.
func (r *Reader) merged(ctx context.Context, ids []PartyID) ([]Party, error) {
	var all []Party
	seen := setOf(ids)
	for len(ids) > 0 {
		var next []PartyID
		for p, err := range r.allParties(ctx, PartyQuery{MergedInto: ids}) {
			if err != nil {
				return nil, err
			}
			if !seen[p.ID] {
				seen[p.ID] = true
				all = append(all, p)
				next = append(next, p.ID)
			}
		}
		ids = next
	}
	return all, nil
}

// family returns a root and all that are merged into it.
func (r *Reader) family(ctx context.Context, root PartyID) ([]PartyID, error) {
	merged, err := r.merged(ctx, []PartyID{root})
	if err != nil {
		return nil, err
	}
	ids := append(make([]PartyID, 0, 1+len(merged)), root)
	for _, p := range merged {
		ids = append(ids, p.ID)
	}
	return ids, nil
}

// families returns parties and all that were merged with any of them. Those that the store does not
// hold are kept: ties may name them all the same.
func (r *Reader) families(ctx context.Context, ids []PartyID) ([]PartyID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := r.climb(ctx, ids)
	if err != nil {
		return nil, err
	}
	var roots []PartyID
	seen := map[PartyID]bool{}
	for _, id := range ids {
		if root := known.root(id).ID; !seen[root] {
			seen[root] = true
			roots = append(roots, root)
		}
	}
	merged, err := r.merged(ctx, roots)
	if err != nil {
		return nil, err
	}
	for _, p := range merged {
		roots = append(roots, p.ID)
	}
	return roots, nil
}
