package feedback

import (
	"context"
	"iter"
	"slices"
)

// behind returns an item, a theme or a change with all that is linked to it: the themes merged with it,
// and the items and themes linked to any of these.
func (c *house) behind(ctx context.Context, about Ref) ([]Ref, error) {
	found := map[Ref]struct{}{about: {}}
	refs := []Ref{about}
	add := func(r Ref) {
		if _, ok := found[r]; !ok {
			found[r] = struct{}{}
			refs = append(refs, r)
		}
	}
	for done := 0; done < len(refs) && about.Noun != NounItem; {
		k, err := c.kin(ctx, idsOf[ThemeID](refs[done:], NounTheme)...)
		if err != nil {
			return nil, err
		}
		for _, id := range keysOf(k) {
			add(id.Ref())
		}
		asked := slices.DeleteFunc(slices.Clone(refs[done:]), func(r Ref) bool { return r.Noun == NounItem })
		done = len(refs)
		for l, err := range inTurns(asked, func(to []Ref) iter.Seq2[Link, error] { return c.links(ctx, LinkQuery{To: to, Limit: manyPages}) }) {
			switch {
			case err != nil:
				return nil, err
			case l.Standing == Stands && (l.From.Noun == NounItem || l.From.Noun == NounTheme):
				add(l.From)
			}
		}
	}
	return refs, nil
}

// idsOf returns the IDs of one noun among references, in order, each once.
func idsOf[K ~string](refs []Ref, noun string) []K {
	var ids []K
	for _, r := range refs {
		if r.Noun == noun {
			ids = append(ids, K(r.ID))
		}
	}
	return inOrder(ids)
}

// shown returns who may see the items, themes and changes among some references, as far as they are
// there.
func (c *house) shown(ctx context.Context, refs []Ref, known Seq) (map[Ref]Shown, error) {
	s := stakes{shown: make(map[Ref]Shown, len(refs))}
	_, err := c.readItems(ctx, &s, refs, known)
	if err == nil {
		err = c.readOthers(ctx, &s, refs, known)
	}
	return s.shown, err
}

// readItems notes who may see the items among some references, and returns those items.
func (c *house) readItems(ctx context.Context, s *stakes, refs []Ref, known Seq) ([]stake, error) {
	ids := idsOf[ItemID](refs, NounItem)
	authors := make([]stake, 0, len(ids))
	for it, err := range c.itemsOf(ctx, ids, known) {
		if err != nil {
			return nil, err
		}
		s.shown[it.ID.Ref()] = it.Shown
		authors = append(authors, stake{it.Author, Reason{IsAuthor, it.ID.Ref()}})
	}
	return authors, nil
}

// readOthers notes who may see the themes and changes among some references.
func (c *house) readOthers(ctx context.Context, s *stakes, refs []Ref, known Seq) error {
	for t, err := range inTurns(idsOf[ThemeID](refs, NounTheme), func(ids []ThemeID) iter.Seq2[Theme, error] {
		return c.themes(ctx, ThemeQuery{IDs: ids, Known: known, Limit: len(ids)})
	}) {
		if err != nil {
			return err
		}
		s.shown[t.ID.Ref()] = t.Shown
	}
	for ch, err := range inTurns(idsOf[ChangeID](refs, NounChange), func(ids []ChangeID) iter.Seq2[Change, error] {
		return c.changes(ctx, ChangeQuery{IDs: ids, Known: known, Limit: len(ids)})
	}) {
		if err != nil {
			return err
		}
		s.shown[ch.ID.Ref()] = ch.Shown
	}
	return nil
}

// stakes reads what anybody has in the items, themes and changes among some references: who left,
// voted on and follows them.
func (c *house) stakes(ctx context.Context, refs []Ref) (*stakes, error) {
	s := &stakes{shown: make(map[Ref]Shown, len(refs))}
	authors, err := c.readItems(ctx, s, refs, 0)
	if err != nil {
		return nil, err
	}
	for _, a := range authors {
		s.add(a.party, IsAuthor, a.why.Of)
	}
	if err := c.readOthers(ctx, s, refs, 0); err != nil {
		return nil, err
	}
	there := slices.DeleteFunc(slices.Clone(refs), func(r Ref) bool { _, found := s.shown[r]; return !found })
	for vote, err := range c.votesOn(ctx, there) {
		if err != nil {
			return nil, err
		}
		s.add(vote.Voter, IsVoter, vote.On)
	}
	for e, err := range c.follows(ctx, there) {
		if err != nil {
			return nil, err
		}
		s.add(e.By, IsFollower, e.About)
	}
	return s, nil
}

// follows yields the entries by which somebody asked to know about any of some references.
func (c *house) follows(ctx context.Context, about []Ref) iter.Seq2[Entry, error] {
	return inTurnsOf(fewAtOnce, about, func(about []Ref) iter.Seq2[Entry, error] {
		return c.entries(ctx, EntryQuery{About: about, Kinds: []EntryKind{Follows}, Limit: manyPages})
	})
}

// votesOn yields the votes on some references.
func (c *house) votesOn(ctx context.Context, on []Ref) iter.Seq2[Vote, error] {
	return inTurnsOf(fewAtOnce, on, func(on []Ref) iter.Seq2[Vote, error] {
		return c.votes(ctx, VoteQuery{On: on, Limit: manyPages})
	})
}

// itemsOf yields the items with some IDs, as known after a batch.
func (c *house) itemsOf(ctx context.Context, ids []ItemID, known Seq) iter.Seq2[Item, error] {
	return inTurns(ids, func(ids []ItemID) iter.Seq2[Item, error] {
		return c.items(ctx, ItemQuery{IDs: ids, Known: known, Limit: len(ids)})
	})
}
