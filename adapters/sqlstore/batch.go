package sqlstore

import (
	"context"

	"github.com/kithcrm/kith/relationship"
)

// write applies a batch of a room. entryOf makes it one of any room, and gone returns all records that are
// erased with parties.
func write[B any, P interface {
	*B
	Check() error
}](
	ctx context.Context, s *session, b P, entryOf func(*B) (*entry, error), gone func(context.Context, querier, []string) ([]ref, error),
) (relationship.Seq, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	e, err := entryOf(b)
	if err != nil {
		return 0, failed("write", err)
	}
	seq, err := s.record(ctx, e, func(ctx context.Context, on querier) ([]ref, error) {
		if len(e.erase) == 0 {
			return nil, nil
		}
		return gone(ctx, on, e.erase)
	})
	return relationship.Seq(seq), failed("write", err)
}

// logOf returns a page of the log of a room. batchOf makes a batch of the room of what is there.
func logOf[B any](
	ctx context.Context, s *session, r room, q relationship.LogQuery, batchOf func(logged) (B, error),
) (relationship.Page[B], error) {
	w := logWant{rooms: []room{r}, any: len(q.About) == 0, after: int64(q.After), limit: q.Limit}
	for _, r := range q.About {
		w.about = append(w.about, ref{r.Noun, r.ID})
	}
	batches, last, err := s.readLog(ctx, w)
	if err != nil {
		return relationship.Page[B]{}, failed("read the log", err)
	}
	out := relationship.Page[B]{Last: last}
	for _, l := range batches {
		batch, err := batchOf(l)
		if err != nil {
			return relationship.Page[B]{}, failed("read the log", err)
		}
		out.Records = append(out.Records, batch)
	}
	return out, nil
}
