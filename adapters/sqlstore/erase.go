package sqlstore

import (
	"context"
	"database/sql"
	"slices"
)

// forget removes records with all their versions, and notes whom the batch erases. Batches that lose
// something so stay in the log without the reason given.
func (s *session) forget(ctx context.Context, on querier, c change) error {
	for _, g := range grouped(slices.Values(c.gone)) {
		if err := s.dropReasons(ctx, on, c.room, g); err != nil {
			return err
		}
		for _, from := range []text{"delete from kith_record", "delete from kith_past"} {
			if err := s.remove(ctx, on, from, g); err != nil {
				return err
			}
		}
	}
	if len(c.erase) == 0 {
		return nil
	}
	return exec(ctx, on, query("insert into kith_erased (scope, room, id, seq, place)").
		add(" select cast(? as text), cast(? as text), e.value, cast(? as bigint), e.key from ", s.scope, c.room, c.seq).
		add(s.elements, jsonList(c.erase)))
}

// dropReasons takes away why the batches were written that wrote any of the records or made them
// void.
func (s *session) dropReasons(ctx context.Context, on querier, room string, g group) error {
	list := jsonList(g.ids)
	q := query("update kith_batch set why = '' where scope = ? and room = ? and seq", s.scope, room).add(s.amongRows)
	q = s.seqsAbout(q, group{g.noun, g.ids}, list, 0)
	return exec(ctx, on, q.add(s.closeRows))
}

// seqsAbout adds a query for the numbers of the batches, after one, that wrote records or made them
// void.
func (s *session) seqsAbout(q *statement, g group, list string, after int64) *statement {
	for i, half := range [][2]text{
		{"select seq from kith_record", " and seq > ?"},
		{"select seq from kith_past", " and seq > ?"},
		{"select ended from kith_past", " and void is not null and ended > ?"},
	} {
		if i > 0 {
			q.add(" union all ")
		}
		q.add(half[0]).add(" where scope = ? and noun = ? and id", s.scope, g.noun).add(s.among, list).add(half[1], after)
	}
	return q
}

// found returns the IDs of all records of a noun, of every version, that have one of the values in
// one of the keys: k1, or k2 where second is set.
func (s *session) found(ctx context.Context, on querier, noun string, second bool, values []string) ([]string, error) {
	var ids []string
	column := text("k1")
	if second {
		column = "k2"
	}
	q, list := new(statement), jsonList(values)
	for i, from := range []text{"select id from kith_record", "select id from kith_past"} {
		if i > 0 {
			q.add(" union ")
		}
		q.add(from).add(" where scope = ? and noun = ? and ", s.scope, noun).add(column).add(s.among, list)
	}
	var id string
	next := into(&id)
	err := each(ctx, on, q, func(rows *sql.Rows) error {
		err := next(rows)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
