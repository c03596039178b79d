package sqlstore

import (
	"context"
	"iter"
	"strconv"
)

// keepReplaced puts what is about to be replaced among the past versions.
func (s *session) keepReplaced(ctx context.Context, on querier, c change) error {
	for _, g := range grouped(c.replaced()) {
		q := query("insert into kith_past (scope, noun, id, seq, place, ended, void, k1, k2, k3, k4, body)").
			add(" select r.scope, r.noun, r.id, r.seq, r.place, cast(? as bigint), null, r.k1, r.k2, r.k3, r.k4, r.body from ", c.seq).
			add(s.elements, jsonList(g.ids)).add(s.records, s.scope, g.noun)
		if err := exec(ctx, on, q); err != nil {
			return err
		}
	}
	return nil
}

func (c change) replaced() iter.Seq[ref] {
	return func(yield func(ref) bool) {
		for _, p := range c.puts {
			if p.rev > 0 && !yield(p.ref) {
				return
			}
		}
	}
}

// keepVoid puts what is made void among the past versions, one statement for each stretch of one
// noun: the log tells of them in the order of the batch.
func (s *session) keepVoid(ctx context.Context, on querier, c change) error {
	for first := 0; first < len(c.voids); {
		next, ids := first, []string(nil)
		for next < len(c.voids) && c.voids[next].noun == c.voids[first].noun {
			ids = append(ids, c.voids[next].id)
			next++
		}
		noun, list := c.voids[first].noun, jsonList(ids)
		move := query("insert into kith_past (scope, noun, id, seq, place, ended, void, k1, k2, k3, k4, body)").
			add(" select r.scope, r.noun, r.id, r.seq, r.place, cast(? as bigint), cast(? as bigint) + e.key, r.k1, r.k2, r.k3, r.k4, r.body", c.seq, first).
			add(" from ").add(s.elements, list).add(s.records, s.scope, noun)
		if err := exec(ctx, on, move); err != nil {
			return err
		}
		if err := s.remove(ctx, on, "delete from kith_record", group{noun, ids}); err != nil {
			return err
		}
		first = next
	}
	return nil
}

// singly is up to how many records are removed one by one on engines that must be led to each.
const singly = 100

// remove runs a delete for the records of a group.
func (s *session) remove(ctx context.Context, on querier, from text, g group) error {
	if !s.leads || len(g.ids) > singly {
		return exec(ctx, on, query(from).add(" where scope = ? and noun = ? and id", s.scope, g.noun).add(s.among, jsonList(g.ids)))
	}
	for _, id := range g.ids {
		if err := exec(ctx, on, query(from).add(" where scope = ? and noun = ? and id = ?", s.scope, g.noun, id)); err != nil {
			return err
		}
	}
	return nil
}

// writeBatch puts the batch itself into the log.
func (s *session) writeBatch(ctx context.Context, on querier, c change) error {
	return exec(ctx, on, query("insert into kith_batch (scope, room, seq, at, by_party, why, size)").
		add(" values (?, ?, ?, ?, ?, ?, ?)", s.scope, c.room, c.seq, c.at, c.by, c.why, len(c.puts)+len(c.voids)))
}

// writeRecords puts the records of a batch in their places.
func (s *session) writeRecords(ctx context.Context, on querier, c change) error {
	if s.dialect == SQLite {
		return s.writeOneByOne(ctx, on, c)
	}
	return s.writeTogether(ctx, on, c)
}

const (
	intoRecords text = "insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, k4, body)"
	orReplace   text = " on conflict (scope, noun, id) do update set" +
		" seq = excluded.seq, place = excluded.place, k1 = excluded.k1, k2 = excluded.k2, k3 = excluded.k3, k4 = excluded.k4, body = excluded.body"
)

// writeOneByOne is the fastest way into SQLite, where a statement costs little: half the time of one
// statement that takes a JSON array apart.
func (s *session) writeOneByOne(ctx context.Context, on querier, c change) error {
	run := func(args ...any) error {
		return exec(ctx, on, query(intoRecords).add(" values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", args...).add(orReplace))
	}
	if len(c.puts) > 1 {
		prepared, err := on.PrepareContext(ctx, query(intoRecords).add(" values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", make([]any, 10)...).add(orReplace).String())
		if err != nil {
			return err
		}
		defer prepared.Close()
		run = func(args ...any) error {
			_, err := prepared.ExecContext(ctx, args...)
			return err
		}
	}
	for i := range c.puts {
		p, k := &c.puts[i], c.puts[i].keys.nulls()
		if err := run(s.scope, p.noun, p.id, c.seq, i, k[0], k[1], k[2], k[3], string(p.body)); err != nil {
			return err
		}
	}
	return nil
}

// together is how many records one statement writes at most.
const together = 5000

// writeTogether saves the way to the server and back for each record.
func (s *session) writeTogether(ctx context.Context, on querier, c change) error {
	for first := 0; first < len(c.puts); first += together {
		puts := c.puts[first:min(first+together, len(c.puts))]
		q := query(intoRecords).
			add(" select cast(? as text), e->>0, e->>1, cast(? as bigint), cast(e->>2 as bigint), e->>3, e->>4, e->>5, e->>6, e->>7", s.scope, c.seq).
			add(" from json_array_elements(cast(cast(? as text) as json)) as e", rowsJSON(puts, first)).
			add(orReplace)
		if err := exec(ctx, on, q); err != nil {
			return err
		}
	}
	return nil
}

// rowsJSON returns records as an array of arrays. Not as jsonb, which would take numbers apart.
func rowsJSON(puts []put, first int) string {
	out := []byte{'['}
	for i := range puts {
		p := &puts[i]
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(append(out, '['), p.noun)
		out = appendJSON(append(out, ','), p.id)
		out = strconv.AppendInt(append(out, ','), int64(first+i), 10)
		for _, k := range p.keys {
			if out = append(out, ','); k == "" {
				out = append(out, "null"...)
				continue
			}
			out = appendJSON(out, k)
		}
		out = appendJSON(append(out, ','), string(p.body))
		out = append(out, ']')
	}
	return string(append(out, ']'))
}
