package feedback

import (
	"context"
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// belongings are the records that are of some parties: what goes with their erasure.
type belongings struct {
	own     map[PartyID]bool
	items   map[ItemID]Item
	entries map[EntryID]Entry // by them, about them, and about their items
	votes   map[VoteID]Vote   // theirs, on them, and on their items
	notices map[NoticeID]Notice
	links   map[LinkID]Link // that have them or their items at either end
	places  map[seat]bool   // theirs, where drawers keep what was done; nil until it is asked for
}

func (b *belongings) empty() bool {
	return len(b.items)+len(b.entries)+len(b.votes)+len(b.notices)+len(b.links) == 0
}

// takes reports whether what a reference names goes.
func (b *belongings) takes(r Ref) bool {
	switch r.Noun {
	case relationship.NounParty:
		return b.own[PartyID(r.ID)]
	case NounItem:
		_, found := b.items[ItemID(r.ID)]
		return found
	}
	return false
}

// belongings reads what is of some parties.
func (c *house) belongings(ctx context.Context, parties []PartyID) (*belongings, error) {
	b := &belongings{
		map[PartyID]bool{}, map[ItemID]Item{}, map[EntryID]Entry{}, map[VoteID]Vote{}, map[NoticeID]Notice{}, map[LinkID]Link{}, nil,
	}
	for _, p := range parties {
		b.own[p] = true
	}
	err := rules.First(
		gather(b.items, c.items(ctx, ItemQuery{Authors: parties})),
		gather(b.entries, c.entries(ctx, EntryQuery{By: parties})),
		gather(b.votes, c.votes(ctx, VoteQuery{Voters: parties})),
		gather(b.notices, c.notices(ctx, NoticeQuery{To: parties})),
	)
	if err != nil {
		return nil, err
	}
	for refs := range slices.Chunk(b.refs(parties), atOnce) {
		err := rules.First(
			gather(b.entries, c.entries(ctx, EntryQuery{About: refs})),
			gather(b.votes, c.votes(ctx, VoteQuery{On: refs})),
			gather(b.links, c.links(ctx, LinkQuery{From: refs})),
			gather(b.links, c.links(ctx, LinkQuery{To: refs})),
		)
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// refs returns the parties and their items.
func (b *belongings) refs(parties []PartyID) []Ref {
	refs := make([]Ref, 0, len(parties)+len(b.items))
	for _, p := range parties {
		refs = append(refs, p.Ref())
	}
	for _, id := range keysOf(b.items) {
		refs = append(refs, id.Ref())
	}
	return refs
}

// gather adds records to a map by their IDs.
func gather[K ~string, R any, P record[R]](into map[K]R, records iter.Seq2[R, error]) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		into[K(P(&r).key())] = r
	}
	return nil
}
