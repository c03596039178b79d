package feedback

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// stands returns the rule that a theme breaks which does not count, where it would.
func (t *Theme) stands() error {
	if t.Standing != Stands {
		return rules.Break("Theme", "must stand: judge it first")
	}
	return nil
}

// standing returns an error where one of some references is a theme that does not stand. Once it does, it
// always will.
func (c *house) standing(ctx context.Context, refs []Ref) error {
	ids := idsOf[ThemeID](refs, NounTheme)
	if len(ids) == 0 {
		return nil // a query for none would be one for all
	}
	for t, err := range c.themes(ctx, ThemeQuery{IDs: ids}) {
		if err == nil {
			err = t.stands()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// JudgeTheme says what becomes of a theme that was suggested, and of all suggestions that put something under
// it, in one batch: Stands accepts them, Dismissed says no for good, Expired that nobody looked in time. Who
// judges becomes their By. A theme that was dismissed, or expired, can still be accepted. Judging what is so
// already does nothing. It takes staff of the theme; suggestions of what the viewer does not run stay as they
// are.
//
// It returns an error matching [ErrInvalid] for any other standing, for a theme that is to expire and is not a
// suggestion, and for one that is to be dismissed and stands, which [Visit.MergeThemes] and [Visit.Unlink]
// are for; one matching [ErrNotFound] where the viewer does not see the theme.
func (v *Visit) JudgeTheme(ctx context.Context, id ThemeID, to Standing) (Theme, error) {
	t, err := v.judgeTheme(ctx, id, to)
	return t, opError("judge theme", string(id), err)
}

func (v *Visit) judgeTheme(ctx context.Context, id ThemeID, to Standing) (Theme, error) {
	var out Theme
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		t, err := first(v.themes(ctx, ThemeQuery{IDs: []ThemeID{id}}))
		if err == nil {
			err = v.tends(id.Ref(), t.Shown == Shared)
		}
		if err == nil {
			err = t.become(to)
		}
		if out = t; err != nil || t.Standing == to {
			return err
		}
		t.Standing, t.By, t.At = to, v.viewer.Party, d.now
		d.theme(t)
		return d.judgeUnder(ctx, v, id, to)
	})
	if err == nil && len(written.Themes) > 0 {
		out = written.Themes[0]
	}
	return out, err
}

// become returns the rule that speaks against another standing of a theme.
func (t *Theme) become(to Standing) error {
	rule := rules.OneOf(to, Stands, Dismissed, Expired)
	switch {
	case rule != "" || t.Standing == to:
	case to == Expired && t.Standing != Suggested:
		rule = "must be suggested, of a theme that expires"
	case t.Standing == Stands:
		rule = "must not stand, of a theme that is dismissed"
	}
	return rules.Break("Standing", rule)
}

// judgeUnder judges all suggestions that put something under a theme.
func (d *draft) judgeUnder(ctx context.Context, v *Visit, id ThemeID, to Standing) error {
	for l, err := range v.links(ctx, LinkQuery{To: []Ref{id.Ref()}}) {
		if err != nil {
			return err
		}
		if l.Standing == Suggested && v.runs(&l) {
			l.Standing, l.By, l.At = to, v.viewer.Party, d.now
			d.link(l)
		}
	}
	return nil
}

// PendingLinks returns the links that q asks for which nobody has judged yet, between what the viewer runs as
// staff, in order of their IDs. Limit counts the links returned. Without From or To it takes time in the
// number of all links.
func (v *Visit) PendingLinks(ctx context.Context, q LinkQuery) iter.Seq2[Link, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Link, error], func(*Link) bool) {
		wide := q
		wide.Limit = 0
		return e.links(ctx, wide), func(l *Link) bool { return l.Standing == Suggested && e.runs(l) }
	}, func(_ eye, l Link) Link { return l })
}

// PendingThemes returns the themes that q asks for which were suggested and nobody has judged yet, of those
// that the viewer runs as staff, in order of their IDs. Limit counts the themes returned. What is to come
// under one, [Visit.PendingLinks] tells.
func (v *Visit) PendingThemes(ctx context.Context, q ThemeQuery) iter.Seq2[Theme, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Theme, error], func(*Theme) bool) {
		wide := q
		wide.Limit = 0
		return e.themes(ctx, wide), func(t *Theme) bool { return t.Standing == Suggested && e.opens(t.ID.Ref()) }
	}, func(_ eye, t Theme) Theme { return t })
}

// expiryTurn is how many suggestions expire in one batch.
const expiryTurn = 500

// Expire lets all suggestions of links and themes expire which were made before an instant, of those that the
// viewer runs as staff, and returns how many. A host calls it now and then. It writes batch after batch; after
// an error what was written stays, and it can be called again. It takes time in the number of all links.
func (v *Visit) Expire(ctx context.Context, before time.Time) (int, error) {
	n, err := v.expire(ctx, before)
	return n, opError("expire suggestions", "", err)
}

func (v *Visit) expire(ctx context.Context, before time.Time) (int, error) {
	themes, err := relationship.Collect(v.PendingThemes(ctx, ThemeQuery{}))
	if err != nil {
		return 0, err
	}
	var old []LinkID
	for l, err := range v.PendingLinks(ctx, LinkQuery{}) {
		if err != nil {
			return 0, err
		}
		if l.At.Before(before) {
			old = append(old, l.ID)
		}
	}
	n := 0
	for some := range slices.Chunk(old, expiryTurn) {
		b, err := v.write(ctx, v.viewer.Party, func(d *draft) error { return d.expire(ctx, some, before, v) })
		if err != nil {
			return n, err
		}
		n += len(b.Links)
	}
	// Themes go last, so that after an error on the way each is found again with what came under it.
	for _, t := range themes {
		if !t.At.Before(before) {
			continue
		}
		b, err := v.write(ctx, v.viewer.Party, func(d *draft) error { return d.expireTheme(ctx, v, t.ID) })
		if err != nil {
			return n, err
		}
		n += len(b.Themes) + len(b.Links)
	}
	return n, nil
}

// expire lets those of some links expire that are still suggestions.
func (d *draft) expire(ctx context.Context, ids []LinkID, before time.Time, v *Visit) error {
	for l, err := range v.links(ctx, LinkQuery{IDs: ids}) {
		if err != nil {
			return err
		}
		if l.Standing == Suggested && l.At.Before(before) {
			l.Standing, l.By, l.At = Expired, v.viewer.Party, d.now
			d.link(l)
		}
	}
	return nil
}

// expireTheme lets a theme expire that is still a suggestion.
func (d *draft) expireTheme(ctx context.Context, v *Visit, id ThemeID) error {
	for t, err := range v.themes(ctx, ThemeQuery{IDs: []ThemeID{id}}) {
		if err != nil || t.Standing != Suggested {
			return err
		}
		t.Standing, t.By, t.At = Expired, v.viewer.Party, d.now
		d.theme(t)
		return d.judgeUnder(ctx, v, id, Expired)
	}
	return nil
}
