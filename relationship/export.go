package relationship

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// An Export is everything that a network holds about one party, as [Book.Export] returns it: what the
// party may ask to be given.
type Export struct {
	// Parties are the party, and all that were merged with it, in order of their IDs.
	Parties []Party `json:"parties"`

	// Ties are its ties at either end, in order of their IDs. Of the party at the other end there
	// is its ID and role; how that party feels about the tie is left out.
	Ties []Tie `json:"ties,omitempty"`

	// Needs are its needs, in order of their IDs.
	Needs []Need `json:"needs,omitempty"`

	// Log is the history of all of these, void ones too, in order: every batch narrowed to them.
	// The reason given for a batch that was about others as well is left out. It is nil if the
	// store keeps no history.
	Log []Batch `json:"log,omitempty"`
}

// Export returns everything that is held about a party and all that was merged with it, with other
// parties reduced to their IDs. It returns an error matching [ErrNotFound] where there is no such
// party.
//
// It reads the whole log, once: ties that are void are in no other place.
func (b *Book) Export(ctx context.Context, id PartyID) (Export, error) {
	out, err := b.export(ctx, id)
	return out, opError("export party", string(id), err)
}

func (b *Book) export(ctx context.Context, id PartyID) (Export, error) {
	profile, err := b.Profile(ctx, id)
	if err != nil {
		return Export{}, err
	}
	out := Export{Parties: append([]Party{profile.Party}, profile.Merged...)}
	slices.SortFunc(out.Parties, func(a, b Party) int { return cmp.Compare(a.ID, b.ID) })
	family := profile.IDs()
	mine := setOf(family)
	if out.Ties, err = Collect(b.allTies(ctx, TieQuery{Of: family})); err != nil {
		return Export{}, err
	}
	if out.Needs, err = Collect(b.allNeeds(ctx, NeedQuery{Of: family})); err != nil {
		return Export{}, err
	}
	for i := range out.Ties {
		out.Ties[i].withhold(mine)
	}
	out.Log, err = b.exportLog(ctx, mine)
	return out, err
}

// withhold leaves out what the party at the other end feels.
func (t *Tie) withhold(mine map[PartyID]bool) {
	for _, side := range []Side{FromSide, ToSide} {
		if !mine[t.Party(side)] {
			*t.End(side) = End{Role: t.End(side).Role}
		}
	}
}

func (b *Book) exportLog(ctx context.Context, mine map[PartyID]bool) ([]Batch, error) {
	records := map[Ref]bool{}
	for id := range mine {
		records[id.Ref()] = true
	}
	var out []Batch
	for batch, err := range b.Feed(ctx, 0) {
		if errors.Is(err, errors.ErrUnsupported) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		for _, t := range batch.Ties {
			if mine[t.From] || mine[t.To] {
				records[t.ID.Ref()] = true
			}
		}
		for _, n := range batch.Needs {
			if mine[n.Party] {
				records[n.ID.Ref()] = true
			}
		}
		n := narrow(&batch, func(r Ref) bool { return records[r] })
		if len(n.Refs()) == 0 {
			continue
		}
		if len(n.Refs()) < len(batch.Refs()) {
			n.Why = ""
		}
		for i := range n.Ties {
			n.Ties[i].withhold(mine)
		}
		out = append(out, *n)
	}
	return out, nil
}
