package sqlstore

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// cafe is the store of the room feedback. What the keys of each noun are, cafe_encode.go says.
type cafe struct{ *session }

const cafeRoom = "feedback"

// Feedback returns the store of items, themes, links, entries, votes, changes and notices. It is also a
// [feedback.Historian].
func (s *Stores) Feedback() feedback.Historian { return cafe{s.session} }

// Write does what [feedback.Store] says.
func (c cafe) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	return write(ctx, c.session, &b, cafeEntry, c.goneWith)
}

// goneWith returns all records that are erased with parties: what is theirs, what is about them, and what
// is about items of theirs.
func (c cafe) goneWith(ctx context.Context, on querier, parties []string) ([]ref, error) {
	items, err := c.found(ctx, on, feedback.NounItem, parties, nil)
	if err != nil {
		return nil, err
	}
	gone := refs(feedback.NounItem, items)
	about := make([]string, 0, len(parties)+len(items))
	for _, r := range slices.Concat(refs(relationship.NounParty, parties), gone) {
		about = append(about, feedback.Ref{Noun: r.noun, ID: r.id}.String())
	}
	for _, search := range []struct {
		noun          string
		first, second []string
	}{
		{feedback.NounLink, about, about},
		{feedback.NounEntry, about, parties},
		{feedback.NounVote, about, parties},
		{feedback.NounNotice, nil, parties},
	} {
		ids, err := c.found(ctx, on, search.noun, search.first, search.second)
		if err != nil {
			return nil, err
		}
		gone = append(gone, refs(search.noun, ids)...)
	}
	return gone, nil
}

// Log does what [feedback.Historian] says.
func (c cafe) Log(ctx context.Context, q feedback.LogQuery) (feedback.Page[feedback.Batch], error) {
	return logOf(ctx, c.session, cafeLog(), q, cafeBatch)
}

// cafeLog is what the log must know of the room.
func cafeLog() room {
	return room{
		name: cafeRoom,
		nouns: []string{
			feedback.NounItem, feedback.NounTheme, feedback.NounLink, feedback.NounEntry,
			feedback.NounVote, feedback.NounChange, feedback.NounNotice,
		},
		erased: relationship.NounParty,
		batch:  func(l logged) (any, error) { return cafeBatch(l) },
	}
}
