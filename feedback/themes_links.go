package feedback

import (
	"context"
	"errors"
	"iter"

	"github.com/kithcrm/kith/internal/rules"
)

// PutLink links an item to a theme, or to whatever else it is about; or an item or a theme to a change
// that is made because of it. It takes staff of both ends, where they are records of the café. Between
// the same two there is one link, so that ID, Rev and At are filled in and putting again replaces it; By
// becomes the viewer, save where Maker suggests the link.
//
// With Standing Stands the link counts from then on. One that is Suggested waits for somebody to judge
// it: see [Visit.JudgeLink]. Suggesting what stands or was dismissed does nothing and returns the link as
// it is. A program that suggests many does so by [Visit.Suggest].
//
// Errors: one matching [ErrInvalid], as an OpError that names the field and the rule, also for a theme that
// does not stand; [ErrNotFound] where the viewer does not see one of the two.
func (v *Visit) PutLink(ctx context.Context, l Link) (Link, error) {
	l.ID = LinkIDFor(l.From, l.Point, l.To)
	l, err := v.putLink(ctx, l)
	return l, opError("put link", string(l.ID), err)
}

func (v *Visit) putLink(ctx context.Context, l Link) (Link, error) {
	out := l
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		l := l
		l.At, l.By = d.now, v.viewer.Party
		if l.Standing == Suggested && l.Maker != "" {
			l.By = ""
		}
		if err := v.mayLink(ctx, &l); err != nil {
			return err
		}
		old, err := first(v.links(ctx, LinkQuery{IDs: []LinkID{l.ID}}))
		switch {
		case errors.Is(err, ErrNotFound):
			l.Rev = 0
		case err != nil:
			return err
		case old.outlasts(&l):
			out = old
			return nil
		default:
			l.Rev = old.Rev
		}
		d.link(l)
		return nil
	})
	if err != nil || len(written.Links) == 0 {
		return out, err
	}
	return written.Links[0], nil
}

// outlasts reports whether a link stays as it is when another one between the same two is put.
func (l *Link) outlasts(next *Link) bool {
	if next.Standing == Suggested && (l.Standing == Stands || l.Standing == Dismissed) {
		return true
	}
	same := *next
	same.Rev, same.At, same.By = l.Rev, l.At, l.By
	return same == *l
}

// mayLink returns an error where the viewer cannot make a link.
func (v *Visit) mayLink(ctx context.Context, l *Link) error {
	if err := rules.First(
		l.check(),
		rules.Break("From.Noun", rules.OneOf(l.From.Noun, NounItem, NounTheme)),
		rules.Break("Standing", rules.OneOf(l.Standing, Stands, Suggested)),
	); err != nil {
		return err
	}
	if l.From.Noun == NounTheme && l.To.Noun != NounChange {
		return rules.Break("To.Noun", "must be a change, where a theme is linked")
	}
	points, err := v.end(ctx, l.From)
	if err != nil {
		return err
	}
	if l.Point > points {
		return rules.Break("Point", "must be 0 or the place of a point of the item")
	}
	_, err = v.end(ctx, l.To)
	return err
}

// end returns an error where the viewer does not run the part of the café that one end of a link belongs
// to, and how many points it has, if it is an item. What is no record of the café is the host's.
func (v *Visit) end(ctx context.Context, r Ref) (points int, err error) {
	switch r.Noun {
	case NounItem:
		_, it, err := v.raw(ctx, ItemID(r.ID))
		if err != nil {
			return 0, err
		}
		return len(it.Points), v.tends(r, true)
	case NounTheme:
		t, err := first(v.themes(ctx, ThemeQuery{IDs: []ThemeID{ThemeID(r.ID)}}))
		if err != nil {
			return 0, err
		}
		if err := v.tends(r, t.Shown == Shared); err != nil {
			return 0, err
		}
		return 0, t.stands()
	case NounChange:
		c, err := first(v.changes(ctx, ChangeQuery{IDs: []ChangeID{ChangeID(r.ID)}}))
		if err != nil {
			return 0, err
		}
		return 0, v.tends(r, c.Shown == Shared)
	}
	return 0, nil
}

// Unlink takes a link away, as if it had never been made; it can be suggested again. To say no for good,
// see [Visit.JudgeLink]. It returns an error matching [ErrNotFound] for a link that is not there, or not
// between what the viewer runs as staff.
func (v *Visit) Unlink(ctx context.Context, id LinkID) error {
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		l, err := v.link(ctx, id)
		if err == nil {
			d.void(id.Ref(), l.Rev)
		}
		return err
	})
	return opError("unlink", string(id), err)
}

// JudgeLink says what becomes of a link: Stands accepts a suggestion, Dismissed says no for good, Expired
// that nobody looked in time. Who judges becomes its By. Judging what is so already does nothing. It
// returns an error matching [ErrInvalid] for any other standing, for a link that is to expire and is
// not a suggestion, and for one that is to stand to a theme that does not; one matching [ErrNotFound] as
// [Visit.Unlink] does.
func (v *Visit) JudgeLink(ctx context.Context, id LinkID, to Standing) (Link, error) {
	var out Link
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		if err := rules.Break("Standing", rules.OneOf(to, Stands, Dismissed, Expired)); err != nil {
			return err
		}
		l, err := v.link(ctx, id)
		switch {
		case err != nil:
			return err
		case l.Standing == to:
			out = l
			return nil
		case to == Expired && l.Standing != Suggested:
			return rules.Break("Standing", "must be suggested, of a link that expires")
		case to == Stands:
			if err := v.standing(ctx, []Ref{l.To}); err != nil {
				return err
			}
		}
		l.Standing, l.By, l.At = to, v.viewer.Party, d.now
		d.link(l)
		return nil
	})
	if err == nil && len(written.Links) > 0 {
		out = written.Links[0]
	}
	return out, opError("judge link", string(id), err)
}

// Links returns the links that q asks for between what the viewer runs as staff, in order of their IDs,
// whatever their standing. Limit counts the links returned. What everybody may see of the links of an
// item, [Visit.Thread] tells.
func (v *Visit) Links(ctx context.Context, q LinkQuery) iter.Seq2[Link, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Link, error], func(*Link) bool) {
		wide := q
		wide.Limit = 0
		return e.links(ctx, wide), e.runs
	}, func(_ eye, l Link) Link { return l })
}

// link returns a link between what the viewer runs as staff.
func (v *Visit) link(ctx context.Context, id LinkID) (Link, error) {
	l, err := first(v.links(ctx, LinkQuery{IDs: []LinkID{id}}))
	if err == nil && !v.runs(&l) {
		return Link{}, ErrNotFound
	}
	return l, err
}

// runs reports whether the viewer runs both ends of a link that staff makes. Who joined a pseudonym is
// nobody's business.
func (v *Visit) runs(l *Link) bool {
	switch l.To.Noun {
	case NounItem, NounTheme, NounChange:
		if !v.opens(l.To) {
			return false
		}
	}
	return (l.From.Noun == NounItem || l.From.Noun == NounTheme) && v.opens(l.From)
}
