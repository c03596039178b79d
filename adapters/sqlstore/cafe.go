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
	if err := b.Check(); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	e, err := cafeEntry(&b)
	if err != nil {
		return 0, failed("write", err)
	}
	seq, err := c.record(ctx, e, func(ctx context.Context, on querier) ([]ref, error) { return c.goneWith(ctx, on, e.erase) })
	return feedback.Seq(seq), failed("write", err)
}

// goneWith returns all records that are erased with parties: what is theirs, what is about them, and what
// is about items of theirs.
func (c cafe) goneWith(ctx context.Context, on querier, parties []string) ([]ref, error) {
	if len(parties) == 0 {
		return nil, nil
	}
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
	w := logWant{rooms: []room{cafeLog()}, any: len(q.About) == 0, after: int64(q.After), limit: q.Limit}
	for _, r := range q.About {
		w.about = append(w.about, ref{r.Noun, r.ID})
	}
	batches, last, err := c.readLog(ctx, w)
	if err != nil {
		return feedback.Page[feedback.Batch]{}, failed("read the log", err)
	}
	out := feedback.Page[feedback.Batch]{Last: last}
	for _, b := range batches {
		batch, err := cafeBatch(b)
		if err != nil {
			return feedback.Page[feedback.Batch]{}, failed("read the log", err)
		}
		out.Records = append(out.Records, batch)
	}
	return out, nil
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
