package feedback

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A PollView is a poll as one viewer may see it.
//
// Everybody who sees what was voted on sees the head count. Beside it, staff sees worth, segments and
// companies, without those that would give away what somebody thinks whose name this viewer may not
// see: see [Config.LeastGroup]. Ballots are those whose voters the viewer may see, so that the numbers
// may be more than what they open to.
type PollView struct {
	// Poll is what may be seen.
	Poll

	// Own is what the viewer thinks, empty where the viewer has not voted on any of it.
	Own Choice

	// Withheld is what was left out.
	Withheld PollWithheld
}

// A PollWithheld says how much of a poll is not shown because too few people are behind it whose names the
// viewer may not see.
type PollWithheld struct {
	Things    int  // items of employees that are not counted at all
	Segments  int  // segments
	Companies int  // companies, those that the viewer may not see included
	Worth     bool // whether it was the worth of those who chose
}

// Poll returns what the votes come to on an item, a change, or on all items under a theme and those that
// turned out to be the same one; or on several of them, as one. A person counts once, by the last word
// on any of it, under whatever ID. Items that the viewer does not see are left out.
//
// Items of employees on which few people voted whose names the viewer may not see are left out as well.
// No two breakdowns are set against each other, nor polls at two times, nor polls on several things
// against polls on some of them: to tell somebody from that takes somebody who is allowed to ask.
//
// It returns an error matching [ErrNotFound] where the viewer does not see one of the things, and
// [ErrInvalid] for anything else than items, changes and themes, or none.
func (v *Visit) Poll(ctx context.Context, on ...Ref) (PollView, error) {
	p, err := v.poll(ctx, on)
	return p, opError("poll", "", err)
}

func (v *Visit) poll(ctx context.Context, on []Ref) (PollView, error) {
	e, err := v.eye(ctx)
	if err != nil {
		return PollView{}, err
	}
	things, err := e.things(ctx, on)
	if err != nil {
		return PollView{}, err
	}
	c, err := e.cast(ctx, things)
	if err != nil {
		return PollView{}, err
	}
	cfg := PollConfig{Resolve: c.resolve}
	staff := !slices.ContainsFunc(slices.Concat(on, keysOfRefs(things)), func(r Ref) bool { return !v.opens(r) })
	if staff && v.cfg.Polls != nil {
		if cfg, err = v.cfg.Polls(ctx); err != nil {
			return PollView{}, err
		}
		cfg.Resolve = c.resolve
	}
	var view PollView
	var counted []Vote
	for _, r := range keysOfRefs(things) {
		small, err := e.tooFew(c, r, things[r])
		switch {
		case err != nil:
			return PollView{}, err
		case small:
			view.Withheld.Things++
		default:
			counted = append(counted, c.votes[r]...)
		}
	}
	if view.Poll, err = CountVotes(counted, cfg); err != nil {
		return PollView{}, err
	}
	return view, e.facing(c.joined).narrow(&view, staff, cfg.Resolve)
}

// things returns the items and changes to be counted, and whether each is an item of an employee.
func (e eye) things(ctx context.Context, on []Ref) (map[Ref]bool, error) {
	if len(on) == 0 {
		return nil, rules.Break("On", "must not be empty")
	}
	things := map[Ref]bool{}
	var items []ItemID
	for i, r := range on {
		under, err := e.thing(ctx, r)
		if err != nil {
			return nil, rules.Within(rules.Index("On", i), err)
		}
		items = append(items, under...)
		if r.Noun == NounChange {
			things[r] = false
		}
	}
	for it, err := range e.itemsOf(ctx, items, 0) {
		if err != nil {
			return nil, err
		}
		if e.sees(&it) {
			things[it.ID.Ref()] = it.Employee
		}
	}
	return things, nil
}

// thing returns the items that something which the viewer sees stands for.
func (e eye) thing(ctx context.Context, r Ref) ([]ItemID, error) {
	switch r.Noun {
	case NounItem:
		_, err := e.seen(ctx, ItemID(r.ID))
		return []ItemID{ItemID(r.ID)}, err
	case NounTheme:
		return e.itemsUnder(ctx, ThemeID(r.ID))
	case NounChange:
		_, err := first(e.Changes(ctx, ChangeQuery{IDs: []ChangeID{ChangeID(r.ID)}}))
		return nil, err
	}
	return nil, rules.Break("Noun", rules.OneOf(r.Noun, NounItem, NounTheme, NounChange))
}

// votesCast are the votes on some things, with who their voters are.
type votesCast struct {
	votes   map[Ref][]Vote
	resolve func(PartyID) PartyID
	joined  crossed
}

// cast reads the votes on some things.
func (c *house) cast(ctx context.Context, things map[Ref]bool) (votesCast, error) {
	out := votesCast{votes: map[Ref][]Vote{}}
	var voters []PartyID
	for v, err := range c.votesOn(ctx, keysOfRefs(things)) {
		if err != nil {
			return out, err
		}
		out.votes[v.On] = append(out.votes[v.On], v)
		voters = append(voters, v.Voter)
	}
	var err error
	voters = inOrder(voters)
	if out.resolve, err = c.resolver(ctx, voters); err == nil {
		out.joined = crossings(voters, out.resolve)
	}
	return out, err
}

func keysOfRefs[V any](m map[Ref]V) []Ref {
	refs := make([]Ref, 0, len(m))
	for r := range m {
		refs = append(refs, r)
	}
	slices.SortFunc(refs, compareRefs)
	return refs
}
