package sqlstore

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// people is the store of the room relationship.
//
// Of a party, the first key is what it is merged into. Of a tie, the first two are the parties at its
// ends, and the third is its kind. Of a need, the first is the party and the second the tie.
type people struct{ *session }

const peopleRoom = "relationship"

// Write does what [relationship.Store] says.
func (p people) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	return write(ctx, p.session, &b, peopleEntry, p.goneWith)
}

// goneWith returns all records that are erased with parties: their ties, their needs, and all needs in
// these ties.
func (p people) goneWith(ctx context.Context, on querier, parties []string) ([]ref, error) {
	ties, err := p.found(ctx, on, relationship.NounTie, parties, parties)
	if err != nil {
		return nil, err
	}
	needs, err := p.found(ctx, on, relationship.NounNeed, parties, ties)
	return slices.Concat(
		refs(relationship.NounParty, parties), refs(relationship.NounTie, ties), refs(relationship.NounNeed, needs),
	), err
}

func refs(noun string, ids []string) []ref {
	out := make([]ref, len(ids))
	for i, id := range ids {
		out[i] = ref{noun, id}
	}
	return out
}

// Parties does what [relationship.Store] says.
func (p people) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	w := want{
		noun: relationship.NounParty, after: string(q.After), limit: q.Limit, known: int64(q.Known),
		ids: texts(q.IDs), keys: lists{texts(q.MergedInto)}, first: q.Merged,
	}
	out, err := page(ctx, p.session, w, func(f found) (relationship.Party, error) {
		var r relationship.Party
		err := f.decode(&r)
		r.Rev = relationship.Seq(f.seq)
		return r, err
	})
	return out, failed("read parties", err)
}

// Ties does what [relationship.Store] says.
func (p people) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	w := want{
		noun: relationship.NounTie, after: string(q.After), limit: q.Limit, known: int64(q.Known),
		ids: texts(q.IDs), of: texts(q.Of), keys: lists{2: texts(q.Kinds)},
	}
	out, err := page(ctx, p.session, w, func(f found) (relationship.Tie, error) {
		var r relationship.Tie
		err := f.decodeTie(&r)
		r.Rev = relationship.Seq(f.seq)
		return r, err
	})
	return out, failed("read ties", err)
}

// Needs does what [relationship.Store] says.
func (p people) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	w := want{
		noun: relationship.NounNeed, after: string(q.After), limit: q.Limit, known: int64(q.Known),
		ids: texts(q.IDs), keys: lists{texts(q.Of), texts(q.In)},
	}
	out, err := page(ctx, p.session, w, func(f found) (relationship.Need, error) {
		var r relationship.Need
		err := f.decode(&r)
		r.Rev = relationship.Seq(f.seq)
		return r, err
	})
	return out, failed("read needs", err)
}

// Log does what [relationship.Historian] says.
func (p people) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	return logOf(ctx, p.session, peopleLog(), q, peopleBatch)
}

// peopleLog is what the log must know of the room.
func peopleLog() room {
	return room{
		name: peopleRoom, nouns: []string{relationship.NounParty, relationship.NounTie, relationship.NounNeed},
		erased: relationship.NounParty, batch: func(l logged) (any, error) { return peopleBatch(l) },
	}
}

// peopleBatch returns a batch as it stands in the log.
func peopleBatch(l logged) (relationship.Batch, error) {
	at, err := l.instant()
	if err != nil {
		return relationship.Batch{}, err
	}
	b := relationship.Batch{Seq: relationship.Seq(l.seq), At: at, By: relationship.PartyID(l.by), Why: l.why, Erase: partyIDs(l.erase)}
	for _, line := range l.lines {
		if err := tell(&b, line); err != nil {
			return relationship.Batch{}, err
		}
	}
	return b, nil
}

// tell adds one record to a batch.
func tell(b *relationship.Batch, l line) error {
	if l.void {
		ref := relationship.Ref{Noun: l.noun, ID: l.id}
		b.Void = append(b.Void, relationship.Voided{Ref: ref, Rev: relationship.Seq(l.rev)})
		return nil
	}
	row := found{l.id, l.rev, l.body}
	switch l.noun {
	case relationship.NounParty:
		b.Parties = append(b.Parties, relationship.Party{})
		r := &b.Parties[len(b.Parties)-1]
		err := row.decode(r)
		r.Rev = b.Seq
		return err
	case relationship.NounTie:
		b.Ties = append(b.Ties, relationship.Tie{})
		r := &b.Ties[len(b.Ties)-1]
		err := row.decodeTie(r)
		r.Rev = b.Seq
		return err
	default:
		b.Needs = append(b.Needs, relationship.Need{})
		r := &b.Needs[len(b.Needs)-1]
		err := row.decode(r)
		r.Rev = b.Seq
		return err
	}
}
