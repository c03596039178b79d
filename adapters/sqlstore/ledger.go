package sqlstore

import (
	"context"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// ledger is the store of the room scoring. What the keys of each noun are, ledger_encode.go says.
type ledger struct{ *session }

const ledgerRoom = "scoring"

// Scoring returns the store of answers, scores and assumptions. It is also a [scoring.Historian].
func (s *Stores) Scoring() scoring.Historian { return ledger{s.session} }

// Write does what [scoring.Store] says.
func (l ledger) Write(ctx context.Context, b scoring.Batch) (scoring.Seq, error) {
	return write(ctx, l.session, &b, ledgerEntry, l.goneWith)
}

// goneWith returns all records that are erased with parties: answers by them, assumptions that named them,
// and whatever is about them.
func (l ledger) goneWith(ctx context.Context, on querier, parties []string) ([]ref, error) {
	about := make([]string, len(parties))
	for i, p := range parties {
		about[i] = relationship.PartyID(p).Ref().String()
	}
	var gone []ref
	for _, search := range []struct {
		noun string
		by   []string // in the second key
	}{{scoring.NounAnswer, parties}, {scoring.NounScore, nil}, {scoring.NounAssumption, nil}} {
		ids, err := l.found(ctx, on, search.noun, about, search.by)
		if err != nil {
			return nil, err
		}
		gone = append(gone, refs(search.noun, ids)...)
	}
	naming, err := l.naming(ctx, on, scoring.NounAssumption, parties)
	return append(gone, refs(scoring.NounAssumption, naming)...), err
}

// Log does what [scoring.Historian] says.
func (l ledger) Log(ctx context.Context, q scoring.LogQuery) (scoring.Page[scoring.Batch], error) {
	return logOf(ctx, l.session, ledgerLog(), q, ledgerBatch)
}

// ledgerLog is what the log must know of the room.
func ledgerLog() room {
	return room{
		name: ledgerRoom, nouns: []string{scoring.NounAnswer, scoring.NounScore, scoring.NounAssumption},
		erased: relationship.NounParty, batch: func(l logged) (any, error) { return ledgerBatch(l) },
	}
}
