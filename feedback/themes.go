package feedback

import (
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// PutTheme creates a theme, where Rev is 0, or names, describes or shares one anew, and returns it as
// it then is. It takes staff: [Viewer.MayOpen] is asked of the theme, also of one that is yet to be
// created. What it is merged into stays as it is: see [Visit.MergeThemes]; so does whether it stands, with all
// that was said when it was suggested or judged: see [Visit.JudgeTheme].
//
// Errors: one matching [ErrInvalid], as an OpError that names the field and the rule; [ErrExists] where
// a theme to create is there; [ErrNotFound] where one to replace is not; [ErrStale] where it has changed
// since.
func (v *Visit) PutTheme(ctx context.Context, t Theme) (Theme, error) {
	if t.ID == "" && t.Rev == 0 {
		t.ID = ThemeID(v.cfg.NewID())
	}
	err := t.check()
	if err == nil {
		t, err = v.putTheme(ctx, t)
	}
	return t, opError("put theme", string(t.ID), err)
}

func (v *Visit) putTheme(ctx context.Context, t Theme) (Theme, error) {
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		old, err := first(v.themes(ctx, ThemeQuery{IDs: []ThemeID{t.ID}}))
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err := v.tends(t.ID.Ref(), t.Rev == 0 || old.Shown == Shared); err != nil {
			return err
		}
		if err := replaces(t.Rev, old.Rev); err != nil {
			return err
		}
		if t.MergedInto != old.MergedInto {
			return rules.Break("MergedInto", "must stay as it is: merge themes instead")
		}
		if t.Standing != old.Standing {
			return rules.Break("Standing", "must stay as it is: judge the theme instead")
		}
		t := t
		t.Why, t.Maker, t.Score, t.At, t.By = old.Why, old.Maker, old.Score, old.At, old.By
		d.theme(t)
		return nil
	})
	if err != nil {
		return t, err
	}
	return written.Themes[0], nil
}

// tends returns an error where the viewer does not run the part of the café that a record belongs to:
// ErrNotFound where the viewer does not see it either.
func (v *Visit) tends(r Ref, seen bool) error {
	if !seen && !v.opens(r) {
		return ErrNotFound
	}
	return eye{Visit: v}.staff(r)
}

// replaces returns an error where a record with a revision cannot take the place of the current one; 0 is
// none.
func replaces(rev, current Seq) error {
	switch {
	case rev == current:
		return nil
	case rev == 0:
		return &relationship.OpError{Room: room, Field: "ID", Err: ErrExists}
	case current == 0:
		return ErrNotFound
	}
	return &relationship.OpError{Room: room, Field: "Rev", Err: ErrStale}
}

// MergeThemes writes that themes turned out to be the theme into. Nothing moves: no link, vote or
// follower is rewritten, and [Visit.UnmergeThemes] undoes it at any time with nothing lost. From then on
// reads of either answer with what all of them hold. It takes staff of every one of them.
//
// Merging a theme into the one that it is merged into already does nothing. It returns an error
// matching [ErrInvalid] for a theme that is merged into another one, and for one into itself or into
// one that is merged into it, and for one that does not stand; one matching [ErrNotFound] where a theme
// is not there.
func (v *Visit) MergeThemes(ctx context.Context, into ThemeID, themes ...ThemeID) error {
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error { return d.mergeThemes(ctx, v, into, themes) })
	return opError("merge into theme", string(into), err)
}

func (d *draft) mergeThemes(ctx context.Context, v *Visit, into ThemeID, ids []ThemeID) error {
	if len(ids) == 0 {
		return rules.Break("Themes", "must not be empty")
	}
	k, err := v.kin(ctx, slices.Concat([]ThemeID{into}, ids)...)
	if err != nil {
		return err
	}
	if _, err := v.tended(k, into); err != nil {
		return err
	}
	root := k[into]
	if err := root.stands(); err != nil {
		return err
	}
	chain := k.chain(into)
	for _, id := range inOrder(slices.Clone(ids)) {
		t, err := v.tended(k, id)
		if err == nil {
			err = t.stands()
		}
		switch {
		case err != nil:
			return err
		case slices.Contains(chain, id):
			return rules.Break("MergedInto", "must not close a circle of merged themes")
		case t.MergedInto == into:
			continue
		case t.MergedInto != "":
			return rules.Break("MergedInto", "must be empty: the theme is merged into another one")
		}
		t.MergedInto = into
		d.theme(t)
	}
	if len(d.Themes) == 0 {
		return nil
	}
	// Two merges that close a circle together meet at a theme that one of them merges, which is in
	// the chain of the other.
	for _, id := range chain {
		d.theme(k[id])
	}
	return nil
}

// UnmergeThemes writes that themes are themselves after all, in any order and at any time: everything
// is then as if they had never been merged. It does nothing for one that is not merged. It takes staff
// of every one of them. It returns an error matching [ErrNotFound] where a theme is not there.
func (v *Visit) UnmergeThemes(ctx context.Context, themes ...ThemeID) error {
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		if len(themes) == 0 {
			return rules.Break("Themes", "must not be empty")
		}
		k, err := v.kin(ctx, themes...)
		if err != nil {
			return err
		}
		for _, id := range inOrder(slices.Clone(themes)) {
			t, err := v.tended(k, id)
			if err != nil {
				return err
			}
			if t.MergedInto != "" {
				t.MergedInto = ""
				d.theme(t)
			}
		}
		return nil
	})
	return opError("unmerge themes", "", err)
}

// tended returns a theme that the viewer may change.
func (v *Visit) tended(k kin, id ThemeID) (Theme, error) {
	t, found := k[id]
	if !found {
		return t, ErrNotFound
	}
	return t, v.tends(id.Ref(), t.Shown == Shared)
}
