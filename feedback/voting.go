package feedback

import (
	"cmp"
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// Vote says what a party thinks of an idea or a change that the viewer sees, and returns the vote that now
// counts. The last word counts: voting again replaces, also where the party was merged with another
// one, or was a pseudonym that joined it, and voted as that. Voting the same again does nothing, but for
// a later At where one is given. It is the viewer's own vote where it names no voter. To enter it for
// somebody else takes staff: see [Viewer.MayOpen], which is asked of the voter.
//
// Only ideas and changes are voted on. A complaint or a compliment is what happened to its author: it is not
// for others to disagree with; who has lived the same leaves an item, with a loop of its own, under the
// same theme.
//
// On, Choice, Voter, Spent, Source and At are looked at; At is filled in where it is zero, must not be
// later than now, and where it is before the last word of that person nothing changes. Where there is a
// budget, who agrees spends at least one vote, and up to what [Visit.Purse] has room for; nobody else
// spends any. What is on a thing that closes is returned for good.
//
// Errors: one matching [ErrInvalid], as an OpError that names the field and the rule, also for a thing
// that is closed: done, accepted, or decided with no; [ErrNotFound] where the viewer sees no such thing.
func (v *Visit) Vote(ctx context.Context, vote Vote) (Vote, error) {
	out, err := v.vote(ctx, vote)
	return out, opError("vote", "", err)
}

func (v *Visit) vote(ctx context.Context, vote Vote) (Vote, error) {
	e, err := v.eye(ctx)
	if err != nil {
		return Vote{}, err
	}
	if vote, err = e.named(vote); err != nil {
		return Vote{}, err
	}
	var out Vote
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		if err := e.mayVoteOn(ctx, vote.On); err != nil {
			return err
		}
		w, err := v.voter(ctx, vote.Voter, vote.On)
		if err != nil {
			return err
		}
		out, err = w.cast(d, vote)
		return err
	})
	if err == nil && len(written.Votes) > 0 {
		out = written.Votes[0]
	}
	return e.vote(out), err
}

// named returns a vote with who votes, as the viewer may enter it.
func (e eye) named(vote Vote) (Vote, error) {
	vote.ID, vote.Rev, vote.AddedBy = "", 0, ""
	switch {
	case vote.Voter == "" && e.viewer.Party == "":
		return vote, rules.Break("Voter", "must not be empty, where the viewer is nobody")
	case vote.Voter == "":
		vote.Voter = e.viewer.Party
	case !e.is(vote.Voter):
		if !e.opens(vote.Voter.Ref()) {
			return vote, rules.Break("Voter", "must be the viewer, unless the viewer may open that party")
		}
		vote.AddedBy = e.viewer.Party
	}
	return vote, nil
}

// vote returns a vote as the viewer sees it: who comes by a code does not learn who joined it.
func (e eye) vote(vote Vote) Vote {
	if !e.knows(vote.Voter) {
		vote.Voter = ""
	}
	if !e.knows(vote.AddedBy) {
		vote.AddedBy = ""
	}
	return vote
}

// mayVoteOn returns an error unless the viewer sees an idea or a change, and it is open.
func (e eye) mayVoteOn(ctx context.Context, on Ref) error {
	const rule = "must be an idea or a change"
	switch on.Noun {
	case NounItem:
		it, err := first(e.items(ctx, ItemQuery{IDs: []ItemID{ItemID(on.ID)}}))
		switch {
		case err != nil:
			return err
		case !e.sees(&it):
			return ErrNotFound
		case it.Kind != Idea:
			return rules.Break("On", rule)
		}
		return openForVotes(it.Loop.State, it.Loop.Answer)
	case NounChange:
		c, err := first(e.Changes(ctx, ChangeQuery{IDs: []ChangeID{ChangeID(on.ID)}}))
		if err != nil {
			return err
		}
		return openForVotes(c.State, c.Answer)
	}
	return rules.Break("On", rule)
}

func openForVotes(s State, a Answer) error {
	if !closes(s, a) {
		return nil
	}
	text := string(s)
	if s == Decided {
		text += " (" + string(a) + ")"
	}
	return rules.Break("On", "must be open for votes, not "+text)
}

// closes reports whether a thing that comes to a state is closed for votes. What is not to be done now
// stays open: more votes may make it now.
func closes(s State, a Answer) bool {
	return s == Done || s == Accepted || s == Decided && a == No
}

// TakeBack takes a vote back, as if it had never been cast, also from a thing that is closed or that the
// viewer sees no more. What it spent is returned. It is the viewer's own where voter is empty; to take back
// somebody else's takes staff, as [Visit.Vote] says. It returns an error matching [ErrNotFound] where
// there is none.
func (v *Visit) TakeBack(ctx context.Context, on Ref, voter PartyID) error {
	return opError("take back vote", "", v.takeBack(ctx, on, voter))
}

func (v *Visit) takeBack(ctx context.Context, on Ref, voter PartyID) error {
	e, err := v.eye(ctx)
	if err != nil {
		return err
	}
	whose, err := e.named(Vote{On: on, Voter: voter})
	if err != nil {
		return err
	}
	if err := rules.Within("On", checkRef(on)); err != nil {
		return err
	}
	_, err = v.write(ctx, v.viewer.Party, func(d *draft) error {
		w, err := v.voter(ctx, whose.Voter, on)
		if err != nil {
			return err
		}
		if w.last == nil {
			return ErrNotFound
		}
		for _, vote := range w.votes {
			if vote.On == on {
				d.void(vote.ID.Ref(), vote.Rev)
			}
		}
		w.meet(d, w.purse.Spent-w.purse.on(on))
		return nil
	})
	return err
}

// Purse returns what a person has spent of the budget, and what is left: the viewer where of is empty, or
// somebody whom the viewer may open. Of somebody else, what was put on a thing under an ID that the viewer
// may not know is in no line. It returns an error matching [ErrNotFound] for anybody else, and where there
// is no budget.
func (v *Visit) Purse(ctx context.Context, of PartyID) (Purse, error) {
	p, err := v.purse(ctx, cmp.Or(of, v.viewer.Party))
	return p, opError("read budget of party", string(of), err)
}

func (v *Visit) purse(ctx context.Context, of PartyID) (Purse, error) {
	e, err := v.eye(ctx)
	switch {
	case err != nil:
		return Purse{}, err
	case of == "" || !e.knows(of) || v.cfg.Budget == nil:
		return Purse{}, ErrNotFound
	}
	for try := 1; ; try++ {
		w, err := v.voter(ctx, of, Ref{})
		if err != nil {
			return Purse{}, err
		}
		// What is read page by page is of one moment only where nobody voted meanwhile.
		again, err := v.votesGuard(ctx, w.root)
		if err != nil || again.Rev == w.guard.Rev || try == tries {
			if !e.is(of) {
				w.purse.Lines = slices.DeleteFunc(w.purse.Lines, func(l Spending) bool { return !e.knows(w.words[l.On].Voter) })
			}
			return w.purse, err
		}
	}
}
