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
		if c.naming {
			if err := s.remove(ctx, on, "delete from kith_named", g); err != nil {
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
	q := query("update kith_batch set why = '' where scope = ? and room = ? and seq", s.scope, room).add(s.amongRows)
	return exec(ctx, on, s.seqsAbout(q, g, 0).add(s.closeRows))
}

// seqsAbout adds a query for the numbers of the batches, after one, that wrote records or made them
// void.
func (s *session) seqsAbout(q *statement, g group, after int64) *statement {
	for i, part := range []struct {
		column text
		half   half
		then   text
	}{
		{"r.seq", half{table: "kith_record"}, " and r.seq > ?"},
		{"r.seq", half{table: "kith_past", past: true}, " and r.seq > ?"},
		{"r.ended", half{table: "kith_past", past: true}, " and r.void is not null and r.ended > ?"},
	} {
		if i > 0 {
			q.add(" union all ")
		}
		q.add("select ").add(part.column).add(" from ").add(s.elements, jsonList(g.ids)).add(part.half.lookup(s.grammar), s.scope, g.noun)
		q.add(part.then, after)
	}
	return q
}

// found returns the IDs of all records of a noun, of every version, that have one of the values of first
// in k1, or one of those of second in k2.
func (s *session) found(ctx context.Context, on querier, noun string, first, second []string) ([]string, error) {
	q := new(statement)
	for i, values := range [][]string{first, second} {
		if len(values) == 0 {
			continue
		}
		w := want{noun: noun}
		w.keys[i] = values
		for _, table := range []text{"kith_record", "kith_past"} {
			if len(q.args) > 0 {
				q.add(" union all ") // without "all", an engine walks along all IDs to have them in order
			}
			s.match(q.add("select r.id"), w, half{table: table})
		}
	}
	if len(q.args) == 0 {
		return nil, nil
	}
	return distinct(ctx, on, q)
}

// distinct returns the texts that a query finds, each once.
func distinct(ctx context.Context, on querier, q *statement) ([]string, error) {
	var all []string
	err := each(ctx, on, q, func(rows *sql.Rows) error {
		one, err := scanText(rows)
		all = append(all, one)
		return err
	})
	slices.Sort(all)
	return slices.Compact(all), err
}
