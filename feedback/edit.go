package feedback

import (
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// Edit changes what an item says, and returns it as it now is. It takes its author. An entry says that
// it was edited, and everybody else who voted on it gets a notice of that, in the same batch: what they
// voted on is not what it was. What it said before is in the history of the item. It is private again
// until it is approved anew, by staff or by the host's rule; notices wait until then. Changing nothing
// writes nothing.
//
// Errors: one matching [ErrNotFound] where the viewer does not see the item, [ErrInvalid] as an OpError
// that names the field and the rule, also for a viewer who is not its author.
func (v *Visit) Edit(ctx context.Context, id ItemID, text string, points ...Point) (Item, error) {
	it, err := v.edit(ctx, id, text, points)
	return it, opError("edit item", string(id), err)
}

func (v *Visit) edit(ctx context.Context, id ItemID, text string, points []Point) (Item, error) {
	written, err := v.tellAll(ctx, func(d *draft) error {
		e, it, err := v.raw(ctx, id)
		switch {
		case err != nil:
			return err
		case !e.is(it.Author):
			return rules.Break("Viewer", "must be the author of the item")
		case it.Text == text && slices.Equal(it.Points, points):
			return nil
		}
		it.Text, it.Points, it.Guesses = text, points, nil
		if err := it.check(); err != nil {
			return err
		}
		if it.Shown == Shared && (v.cfg.Approve == nil || !v.cfg.Approve(it)) {
			it.Shown = Private // what is new, nobody has approved yet
		}
		voters, err := v.voters(ctx, &it, 0)
		if err != nil {
			return err
		}
		d.item(it)
		d.say(v, &it, Entry{Kind: Edited, Seen: ByAll})
		d.notify(voters)
		return nil
	})
	if err == nil && written.Seq > 0 {
		err = v.tellLate(ctx, id, &written)
	}
	if err != nil {
		return Item{}, err
	}
	return v.seen(ctx, id)
}

// tellLate tells those too who voted on what an item was before an edit, while that was being written.
func (v *Visit) tellLate(ctx context.Context, id ItemID, edit *Batch) error {
	_, err := v.tellAll(ctx, func(d *draft) error {
		_, it, err := v.raw(ctx, id)
		if err != nil {
			return err
		}
		voters, err := v.voters(ctx, &it, edit.Seq)
		if err != nil || len(voters) == 0 {
			return err
		}
		entry := edit.Entries[0].ID
		told := map[PartyID]bool{}
		for n, err := range v.notices(ctx, NoticeQuery{Entries: []EntryID{entry}}) {
			if err != nil {
				return err
			}
			told[n.To] = true
		}
		late := slices.DeleteFunc(voters, func(p Person) bool { return told[p.Party] })
		if len(late) == 0 {
			return nil
		}
		edited, err := first(v.entries(ctx, EntryQuery{IDs: []EntryID{entry}}))
		if err == nil {
			d.entry(edited)
			d.notify(late)
		}
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil // the item is gone, and with it what there was to tell
	}
	return err
}

// voters returns those who voted on an item, its author left out: those of a batch before one, or all
// for 0.
func (c *house) voters(ctx context.Context, it *Item, before Seq) ([]Person, error) {
	author, err := c.identities(ctx, it.Author)
	if err != nil {
		return nil, err
	}
	s := &stakes{shown: map[Ref]Shown{it.ID.Ref(): it.Shown}}
	if it.Shown == Private { // by the edit: they voted when they saw it, and are told when they see it again
		s.shown[it.ID.Ref()] = Shared
	}
	for vote, err := range c.votes(ctx, VoteQuery{On: []Ref{it.ID.Ref()}}) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(author, vote.Voter) && (before == 0 || vote.Rev < before) {
			s.add(vote.Voter, IsVoter, vote.On)
		}
	}
	return c.people(ctx, s, false)
}
