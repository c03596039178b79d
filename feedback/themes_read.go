package feedback

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A kin is themes with all that are merged with any of them, by their IDs.
type kin map[ThemeID]Theme

// kin reads some themes with all that they are merged into, and all that is merged into any of those.
func (c *house) kin(ctx context.Context, ids ...ThemeID) (kin, error) {
	k, asked := kin{}, map[ThemeID]bool{}
	for len(ids) > 0 {
		next := map[ThemeID]bool{}
		for _, id := range ids {
			asked[id] = true
		}
		for _, q := range []ThemeQuery{{IDs: ids}, {MergedInto: ids}} {
			for t, err := range c.themes(ctx, q) {
				if err != nil {
					return nil, err
				}
				k[t.ID] = t
				next[t.ID], next[t.MergedInto] = true, true
			}
		}
		ids = slices.DeleteFunc(keysOf(next), func(id ThemeID) bool { return id == "" || asked[id] })
	}
	return k, nil
}

// chain returns a theme and what it is merged into, one after the other, up to the one to go by. It
// ends where themes are merged in a circle, which only a host can write.
func (k kin) chain(id ThemeID) []ThemeID {
	var up []ThemeID
	for {
		t, found := k[id]
		if !found || slices.Contains(up, id) {
			return up
		}
		up = append(up, id)
		id = t.MergedInto
	}
}

// root returns the theme to go by: what a theme is merged into in the end. Of a circle it is the one
// with the smallest ID.
func (k kin) root(id ThemeID) ThemeID {
	up := k.chain(id)
	if len(up) == 0 {
		return id
	}
	last := up[len(up)-1]
	if back := slices.Index(up, k[last].MergedInto); back >= 0 {
		return slices.Min(up[back:])
	}
	return last
}

// family returns the themes with one root, in order, that root first.
func (k kin) family(root ThemeID) []ThemeID {
	family := []ThemeID{root}
	for _, id := range keysOf(k) {
		if id != root && k.root(id) == root {
			family = append(family, id)
		}
	}
	return family
}

// ThemeFamily returns a theme with all that turned out to be the same one, as far as the viewer sees them:
// the one to go by first, the others in order of their IDs. It returns an error matching [ErrNotFound]
// where the viewer does not see the theme. It takes a few reads for each step of the longest chain of
// merges.
func (v *Visit) ThemeFamily(ctx context.Context, id ThemeID) ([]Theme, error) {
	k, family, err := v.familyOf(ctx, id)
	if err != nil {
		return nil, opError("read family of theme", string(id), err)
	}
	var out []Theme
	for _, id := range family {
		if t := k[id]; v.seesTheme(&t) {
			out = append(out, v.theme(k, id))
		}
	}
	return out, nil
}

// familyOf reads a theme that the viewer sees, and all that turned out to be it.
func (v *Visit) familyOf(ctx context.Context, id ThemeID) (kin, []ThemeID, error) {
	if id == "" {
		return nil, nil, ErrNotFound
	}
	k, err := v.kin(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if t, found := k[id]; !found || !v.seesTheme(&t) {
		return nil, nil, ErrNotFound
	}
	return k, k.family(k.root(id)), nil
}

// theme returns a theme that the viewer sees as the viewer sees it.
func (v *Visit) theme(k kin, id ThemeID) Theme {
	t := k[id]
	if into := k[t.MergedInto]; t.MergedInto != "" && !v.seesTheme(&into) {
		t.MergedInto = ""
	}
	return v.reasonless(t)
}

// reasonless returns a theme without what only staff sees of how it came about.
func (v *Visit) reasonless(t Theme) Theme {
	if !v.opens(t.ID.Ref()) {
		t.Why, t.Maker, t.Score, t.At, t.By = "", "", relationship.Estimate{}, time.Time{}, ""
	}
	return t
}

func (v *Visit) seesTheme(t *Theme) bool { return t.Shown == Shared || v.opens(t.ID.Ref()) }

// ItemsUnder returns the items under a theme, and under those that turned out to be the same one: each
// once, in order of their IDs, as the viewer sees them, and only those that the viewer sees. Only links
// that stand count; one of a point counts for its item. It yields an error matching [ErrNotFound] where
// the viewer does not see the theme.
func (v *Visit) ItemsUnder(ctx context.Context, id ThemeID) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		ids, err := v.itemsUnder(ctx, id)
		if err != nil {
			yield(Item{}, opError("read items under theme", string(id), err))
			return
		}
		if len(ids) == 0 {
			return // a query for none would be one for all
		}
		for it, err := range v.Items(ctx, ItemQuery{IDs: ids}) {
			if !yield(it, err) {
				return
			}
		}
	}
}

// itemsUnder returns the items under a theme that the viewer sees, also those that the viewer does not
// see.
func (v *Visit) itemsUnder(ctx context.Context, id ThemeID) ([]ItemID, error) {
	_, family, err := v.familyOf(ctx, id)
	if err != nil {
		return nil, err
	}
	to := make([]Ref, len(family))
	for i, id := range family {
		to[i] = id.Ref()
	}
	under, err := v.linkedItems(ctx, to)
	return keysOf(under), err
}

// linkedItems returns the items that links which stand tie to any of some records, and to which.
func (c *house) linkedItems(ctx context.Context, to []Ref) (map[ItemID][]Ref, error) {
	items := map[ItemID][]Ref{}
	for l, err := range c.links(ctx, LinkQuery{To: to}) {
		if err != nil {
			return nil, err
		}
		if l.Standing == Stands && l.From.Noun == NounItem {
			items[ItemID(l.From.ID)] = append(items[ItemID(l.From.ID)], l.To)
		}
	}
	return items, nil
}
