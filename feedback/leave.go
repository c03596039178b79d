package feedback

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Similar returns items that say what it, which is yet to be left, says too, as far as the viewer may
// see them, the most alike first: to be shown before it is left. See [Config.Similar].
func (v *Visit) Similar(ctx context.Context, it Item) ([]Item, error) {
	if v.cfg.Similar == nil {
		return nil, nil
	}
	ids, err := v.cfg.Similar(ctx, it)
	if err != nil || len(ids) == 0 {
		return nil, opError("find similar items", "", err)
	}
	found := map[ItemID]Item{}
	for it, err := range v.Items(ctx, ItemQuery{IDs: ids}) {
		if err != nil {
			return nil, opError("find similar items", "", err)
		}
		found[it.ID] = it
	}
	var out []Item
	for _, id := range ids {
		if it, ok := found[id]; ok {
			out = append(out, it)
			delete(found, id)
		}
	}
	return out, nil
}

// Leave leaves an item about anything, and returns it as it now is: heard, and private unless the host's
// rule approves it. It is the viewer's own where it names no author. To enter it for somebody else, who
// is then its author, takes staff: see [Viewer.MayOpen], which is asked of the author; so it does to
// leave one about an item, a theme or a change. At is filled in where it is zero; it must not be later
// than now. Shown, Loop, Guesses and AddedBy are not looked at.
//
// Errors: one matching [ErrInvalid], as an OpError that names the field and the rule; [ErrExists] where
// there is an item with that ID, so that an import can be repeated. Nothing is then written.
func (v *Visit) Leave(ctx context.Context, it Item, about ...Ref) (Item, error) {
	it, err := v.leave(ctx, it, about)
	return it, opError("leave item", string(it.ID), err)
}

// LeaveUnnamed is like [Visit.Leave] for an author who gives no name. The code that it returns is the
// only way back to the item, for its author alone: see [Cafe.Enter]. It is kept nowhere.
func (v *Visit) LeaveUnnamed(ctx context.Context, it Item, about ...Ref) (left Item, code string, err error) {
	code, err = v.newCode()
	if err != nil {
		return Item{}, "", opError("leave item", "", err)
	}
	visit := v.visit(Viewer{Party: Pseudonym(code)})
	it.Author = ""
	it, err = visit.leave(ctx, it, about)
	if err != nil {
		return Item{}, "", opError("leave item", string(it.ID), err)
	}
	return it, code, nil
}

func (v *Visit) leave(ctx context.Context, it Item, about []Ref) (Item, error) {
	e, err := v.eye(ctx)
	if err != nil {
		return it, err
	}
	if it, err = e.fresh(it); err != nil {
		return it, err
	}
	if err := e.checkAbout(about); err != nil {
		return it, err
	}
	if err := v.standing(ctx, about); err != nil {
		return it, err
	}
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		if it.At.IsZero() {
			it.At = d.now
		}
		if it.At.After(d.now) {
			return rules.Break("At", "must not be in the future")
		}
		it.Shown, it.Loop = Private, Loop{State: Heard, Since: it.At}
		if v.cfg.Approve != nil && v.cfg.Approve(it) {
			it.Shown = Shared
			d.entry(Entry{ID: EntryID(v.id()), About: it.ID.Ref(), Kind: Approved, At: d.now, Seen: ByAll})
		}
		if err := it.check(); err != nil {
			return err
		}
		d.item(it)
		for _, to := range about {
			from := it.ID.Ref()
			d.link(Link{ID: LinkIDFor(from, 0, to), From: from, To: to, By: it.Author, At: d.now})
		}
		_, err := first(v.items(ctx, ItemQuery{IDs: []ItemID{it.ID}}))
		switch {
		case err == nil:
			return &relationship.OpError{Room: room, Field: "ID", Err: ErrExists}
		case errors.Is(err, ErrNotFound):
			return nil
		}
		return err
	})
	if err != nil {
		return it, err
	}
	return written.Items[0], nil
}

// checkAbout sees to it that an author puts nothing under a theme or a change: that is for staff.
func (e eye) checkAbout(about []Ref) error {
	for i, to := range about {
		field := rules.Index("About", i)
		if err := rules.Within(field, checkRef(to)); err != nil {
			return err
		}
		if slices.Contains(about[:i], to) {
			return rules.Break(field, "must not be there twice")
		}
		if guarded(to) && !e.opens(to) {
			return rules.Break(field, "must not be an item, a theme or a change: staff links these")
		}
	}
	return nil
}

// fresh returns an item that is yet to be left with who left it, and an ID.
func (e eye) fresh(it Item) (Item, error) {
	if it.Rev != 0 {
		return it, rules.Break("Rev", "must be 0: the item is yet to be left")
	}
	if strings.TrimSpace(it.Text) == "" {
		return it, rules.Break("Text", "must not be empty")
	}
	it.AddedBy, it.Guesses = "", nil // which nobody can say of himself
	switch {
	case it.Author == "" && e.viewer.Party == "":
		return it, rules.Break("Viewer", "must be somebody: see LeaveUnnamed")
	case it.Author == "":
		it.Author = e.viewer.Party
	case !e.is(it.Author):
		if !e.opens(it.Author.Ref()) {
			return it, rules.Break("Author", "must be the viewer, unless the viewer may open that party")
		}
		it.AddedBy = e.viewer.Party
	}
	if it.ID == "" {
		it.ID = ItemID(e.id())
	}
	return it, nil
}

// id returns a new identifier, which does not tell the time where the viewer has no name.
func (v *Visit) id() string {
	if !isPseudonym(v.viewer.Party) {
		return v.cfg.NewID()
	}
	return v.randomID()
}

// randomID returns an identifier that tells nothing.
func (c *house) randomID() string {
	id, err := uuid.NewRandomFromReader(c.cfg.Random)
	if err != nil {
		panic("feedback: no random numbers: " + err.Error())
	}
	return id.String()
}

// Approve lets everybody see an item. It takes staff. Approving one that all may see does nothing.
func (v *Visit) Approve(ctx context.Context, id ItemID) (Item, error) {
	return v.show(ctx, "approve item", id, Shared, Entry{Kind: Approved, Seen: ByAll})
}

// Hide takes an item out of the sight of all but its author and staff, and says why. It takes staff.
func (v *Visit) Hide(ctx context.Context, id ItemID, why string) (Item, error) {
	return v.show(ctx, "hide item", id, Hidden, Entry{Kind: Hid, Text: why})
}

// Restore lets everybody see a hidden item again, and says why. It takes staff.
func (v *Visit) Restore(ctx context.Context, id ItemID, why string) (Item, error) {
	return v.show(ctx, "restore item", id, Shared, Entry{Kind: Restored, Seen: ByAll, Text: why})
}

func (v *Visit) show(ctx context.Context, op string, id ItemID, to Shown, because Entry) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		switch {
		case !e.opens(id.Ref()):
			return e.staff(id.Ref())
		case because.Kind != Approved && strings.TrimSpace(because.Text) == "":
			return rules.Break("Text", "must not be empty: say why")
		case it.Shown == to:
			return nil
		case because.Kind == Approved && it.Shown == Hidden:
			return rules.Break("Shown", "must not be hidden: restore it")
		case because.Kind == Hid && it.Shown == Private:
			return rules.Break("Shown", "must be shared: a private item is out of sight")
		case because.Kind == Restored && it.Shown != Hidden:
			return rules.Break("Shown", "must be hidden")
		case rules.OptionalWords(because.Text) != "":
			return rules.Break("Text", rules.OptionalWords(because.Text))
		}
		it.Shown = to
		d.item(*it)
		d.say(v, it, because)
		return nil
	})
	return it, opError(op, string(id), err)
}

// onItem changes an item that the viewer sees, and returns it as the viewer then sees it. Whoever
// composes puts the item into the draft too, also where it is as it was: so two who write about one item
// meet at it.
func (v *Visit) onItem(ctx context.Context, id ItemID, compose func(d *draft, e eye, it *Item) error) (Item, error) {
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		e, it, err := v.raw(ctx, id)
		if err != nil {
			return err
		}
		return compose(d, e, &it)
	})
	if err == nil && len(written.Notices) > 0 {
		err = v.untell(ctx, &written)
	}
	if err != nil {
		return Item{}, err
	}
	return v.seen(ctx, id)
}

// say adds an entry about an item to a draft.
func (d *draft) say(v *Visit, about *Item, e Entry) {
	e.ID, e.About, e.By, e.At = EntryID(v.id()), about.ID.Ref(), v.viewer.Party, d.now
	d.entry(e)
}
