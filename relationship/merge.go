package relationship

import (
	"context"

	"github.com/kithcrm/kith/internal/rules"
)

// Merge writes that parties turned out to be the party into: it links each to that one and moves
// nothing, so that [Book.Unmerge] can take the link away at any time with nothing lost. From then on
// reads of either answer with the ties and facts of all; the party to go by is into, or what that
// was merged into.
//
// Merging a party into the one that it is merged into already does nothing. It returns an error
// matching [ErrInvalid] for a party that is merged into another one, for one into itself or into one
// that is merged into it, and for parties of different kinds; one matching [ErrNotFound] where a
// party is not there.
//
// The rules of kinds are not looked at: that two records are one person is so whatever they say.
// [Book.Check] tells which ties no longer fit.
func (b *Book) Merge(ctx context.Context, into PartyID, parties ...PartyID) error {
	return opError("merge into party", string(into), b.relink(ctx, parties, func(p *Party) error {
		if p.MergedInto != "" && p.MergedInto != into {
			return broken("MergedInto", "must be empty: the party is merged into another one")
		}
		p.MergedInto = into
		return nil
	}))
}

// Unmerge writes that parties are themselves after all, in any order and at any time: the network is
// then as if they had never been merged. It does nothing for one that is not merged. It returns an
// error matching [ErrNotFound] where a party is not there.
func (b *Book) Unmerge(ctx context.Context, parties ...PartyID) error {
	return opError("unmerge", "", b.relink(ctx, parties, func(p *Party) error {
		p.MergedInto = ""
		return nil
	}))
}

// relink changes the merge of parties in one batch, if it changes any.
func (b *Book) relink(ctx context.Context, ids []PartyID, change func(*Party) error) error {
	if len(ids) == 0 {
		return broken("Parties", "must not be empty")
	}
	return again(ctx, func() error {
		var batch Batch
		there := map[PartyID]bool{}
		for p, err := range b.allParties(ctx, PartyQuery{IDs: ids}) {
			if err != nil {
				return err
			}
			there[p.ID] = true
			before := p.MergedInto
			if err := change(&p); err != nil {
				return err
			}
			if p.MergedInto != before {
				batch.Parties = append(batch.Parties, p)
			}
		}
		for i, id := range ids {
			if !there[id] {
				return &OpError{Room: room, Op: "merge", Field: rules.Index("Parties", i), Err: ErrNotFound}
			}
		}
		if len(batch.Parties) == 0 {
			return nil
		}
		_, err := b.put(ctx, batch)
		return ofRecord(err)
	})
}
