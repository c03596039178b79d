package feedback

import (
	"context"
	"errors"
	"slices"
)

// Edit changes what an item says, and returns it as it now is. It takes its author. An entry says that
// it was edited, and everybody else who voted on it gets a notice of that, in the same batch: what they
// voted on is not what it was. What it said before is in the history of the item. It can still be seen
// by whoever saw it: staff can hide it. Changing nothing writes nothing.
//
// Errors: one matching [ErrNotFound] for any other viewer, [ErrInvalid] as an OpError that names the
// field and the rule.
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
			return ErrNotFound
		case it.Text == text && slices.Equal(it.Points, points):
			return nil
		}
		it.Text, it.Points = text, points
		if err := it.check(); err != nil {
			return err
		}
		voters, err := v.voters(ctx, e, &it, 0)
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
		e, it, err := v.raw(ctx, id)
		if err != nil {
			return err
		}
		voters, err := v.voters(ctx, e, &it, edit.Seq)
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
func (v *Visit) voters(ctx context.Context, author eye, it *Item, before Seq) ([]Person, error) {
	s := &stakes{shown: map[Ref]Shown{it.ID.Ref(): it.Shown}}
	for vote, err := range v.votes(ctx, VoteQuery{On: []Ref{it.ID.Ref()}}) {
		if err != nil {
			return nil, err
		}
		if !author.is(vote.Voter) && (before == 0 || vote.Rev < before) {
			s.add(vote.Voter, IsVoter, vote.On)
		}
	}
	return v.people(ctx, s, false)
}
