package feedback

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A voter is a person who votes: with all IDs, and with the votes under any of them.
type voter struct {
	root   PartyID
	votes  []Vote       // on one thing, or on all where there is a budget
	words  map[Ref]Vote // the one that counts on each
	last   *Vote        // the one that counts on the thing
	guard  *Entry       // nil where no two writes can be too many
	budget *Budget
	purse  Purse
}

// voter reads who a party is, and what that person thinks of a thing.
func (c *house) voter(ctx context.Context, id PartyID, on Ref) (voter, error) {
	w := voter{budget: c.cfg.Budget}
	ids, err := c.identities(ctx, id)
	if err != nil {
		return w, err
	}
	w.root = ids[0]
	if w.budget != nil || len(ids) > 1 {
		// A guard is read before what it guards.
		if w.guard, err = c.votesGuard(ctx, w.root); err != nil {
			return w, err
		}
	}
	q := VoteQuery{Voters: ids}
	if w.budget == nil {
		q.On = []Ref{on}
	}
	if w.votes, err = relationship.Collect(c.votes(ctx, q)); err != nil {
		return w, err
	}
	if w.words, err = w.lastWords(); err != nil {
		return w, err
	}
	if last, found := w.words[on]; found {
		w.last = &last
	}
	return w, w.count(ctx, c)
}

// identities returns all IDs of the person that a party is, the one to go by first. Asked of a pseudonym
// that joined a party, they are those of the party.
func (c *house) identities(ctx context.Context, id PartyID) ([]PartyID, error) {
	root, err := c.resolver(ctx, []PartyID{id})
	if err != nil {
		return nil, err
	}
	ids, err := c.family(ctx, cmp.Or(root(id), id))
	if err != nil {
		return nil, err
	}
	if !slices.Contains(ids, id) {
		ids = append(ids, id)
	}
	return ids, nil
}

// votesGuard returns the record at which two writes meet of votes of one person.
func (c *house) votesGuard(ctx context.Context, root PartyID) (*Entry, error) {
	id := EntryID(relationship.IDFrom("kith/votes", string(root)))
	e, err := first(c.entries(ctx, EntryQuery{IDs: []EntryID{id}}))
	if errors.Is(err, ErrNotFound) {
		return &Entry{ID: id, About: root.Ref(), Kind: Guard}, nil
	}
	return &e, err
}

// meet puts the guard, if there is one, with what is then spent.
func (w *voter) meet(d *draft, spent int) {
	if w.guard != nil {
		e := *w.guard
		e.At, e.Count = d.now, max(spent, 0)
		d.entry(e)
	}
}

// lastWords returns which of the votes counts on each thing.
func (w *voter) lastWords() (map[Ref]Vote, error) {
	on := map[Ref][]Vote{}
	for _, v := range w.votes {
		on[v.On] = append(on[v.On], v)
	}
	words := make(map[Ref]Vote, len(on))
	for r, votes := range on {
		p, err := CountVotes(votes, PollConfig{Resolve: func(PartyID) PartyID { return w.root }})
		if err != nil {
			return nil, err
		}
		words[r] = votes[slices.IndexFunc(votes, func(v Vote) bool { return v.ID == p.Ballots[0].Vote })]
	}
	return words, nil
}

// cast puts a vote into a draft, unless it changes nothing, and returns the one that then counts.
func (w *voter) cast(d *draft, vote Vote) (Vote, error) {
	if vote.At.After(d.now) {
		return vote, rules.Break("At", "must not be in the future")
	}
	if w.last != nil && !vote.At.IsZero() && vote.At.Before(w.last.At) {
		return *w.last, nil
	}
	vote = w.replacing(vote)
	if err := w.spend(&vote); err != nil {
		return vote, err
	}
	if vote.At.IsZero() {
		if w.says(&vote) {
			return *w.last, nil
		}
		vote.At = d.now
		if w.last != nil && w.last.At.After(d.now) {
			vote.At = w.last.At // clocks differ, and this is the last word
		}
	}
	if err := vote.check(); err != nil {
		return vote, err
	}
	if w.says(&vote) && vote.At.Equal(w.last.At) {
		return *w.last, nil
	}
	d.vote(vote)
	w.meet(d, w.purse.Spent-w.purse.on(vote.On)+vote.Spent)
	return vote, nil
}

// says reports whether a vote says what its record says already.
func (w *voter) says(vote *Vote) bool {
	return w.last != nil && w.last.ID == vote.ID && w.last.Choice == vote.Choice && w.last.Spent == vote.Spent
}

// replacing returns a vote as the record that it replaces: the voter's own, or else the one of the same
// person that counts. A voter whose vote is there already never gets a second one.
func (w *voter) replacing(vote Vote) Vote {
	vote.ID = VoteIDFor(vote.On, vote.Voter)
	for _, old := range w.votes {
		if old.On == vote.On && old.Voter == vote.Voter {
			vote.ID, vote.Rev = old.ID, old.Rev
			return vote
		}
	}
	if w.last != nil {
		vote.ID, vote.Rev, vote.Voter = w.last.ID, w.last.Rev, w.last.Voter
	}
	return vote
}

// spend looks whether a vote is within the budget, and fills in the least.
func (w *voter) spend(vote *Vote) error {
	switch {
	case w.budget == nil && vote.Spent != 0:
		return rules.Break("Spent", "must be 0, where there is no budget")
	case w.budget == nil:
		return nil
	case vote.Choice != Agree && vote.Spent != 0:
		return rules.Break("Spent", "must be 0, unless the vote agrees")
	case vote.Choice != Agree:
		return nil
	}
	vote.Spent = cmp.Or(vote.Spent, 1)
	if vote.Spent > w.purse.Room(vote.On) {
		return rules.Break("Spent", "must not be above what the budget has room for")
	}
	return nil
}

// count adds up what the person has spent, where there is a budget.
func (w *voter) count(ctx context.Context, c *house) error {
	if w.budget == nil {
		return nil
	}
	back, err := c.returned(ctx, w.words)
	if err == nil {
		w.purse, err = CountBudget(w.votes, *w.budget, func(r Ref) bool { return back[r] })
	}
	return err
}

// on returns how many votes a person has on a thing that is open.
func (p *Purse) on(r Ref) int {
	i := slices.IndexFunc(p.Lines, func(l Spending) bool { return l.On == r })
	if i < 0 {
		return 0
	}
	return p.Lines[i].Counts
}

// returned reports from which things what a person spent was returned: those that are closed, those that
// are gone, and those that were closed, and opened again after that person's last word on them. So what
// others do only ever returns something: no budget is overdrawn when a thing opens again.
func (c *house) returned(ctx context.Context, last map[Ref]Vote) (map[Ref]bool, error) {
	if len(last) == 0 {
		return nil, nil
	}
	back, about := make(map[Ref]bool, len(last)), keysOfRefs(last)
	for _, r := range about {
		back[r] = true
	}
	if err := c.stillOpen(ctx, about, back); err != nil {
		return nil, err
	}
	moves, err := relationship.Collect(c.entries(ctx, EntryQuery{About: about, Kinds: []EntryKind{Moved}}))
	slices.SortFunc(moves, func(a, b Entry) int { return cmp.Compare(a.Rev, b.Rev) })
	closed := map[Ref]bool{}
	for _, e := range moves {
		was := closed[e.About]
		closed[e.About] = closes(e.State, e.Answer)
		if was && !closed[e.About] && e.Rev > last[e.About].Rev {
			back[e.About] = true
		}
	}
	return back, err
}

// stillOpen takes the mark from those of some items and changes that are open.
func (c *house) stillOpen(ctx context.Context, refs []Ref, back map[Ref]bool) error {
	items, changes := idsOf[ItemID](refs, NounItem), idsOf[ChangeID](refs, NounChange)
	if len(items) > 0 {
		for it, err := range c.items(ctx, ItemQuery{IDs: items}) {
			if err != nil {
				return err
			}
			back[it.ID.Ref()] = closes(it.Loop.State, it.Loop.Answer)
		}
	}
	if len(changes) > 0 {
		for ch, err := range c.changes(ctx, ChangeQuery{IDs: changes}) {
			if err != nil {
				return err
			}
			back[ch.ID.Ref()] = closes(ch.State, ch.Answer)
		}
	}
	return nil
}
