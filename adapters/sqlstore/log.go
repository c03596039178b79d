package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// A logged batch is what stands in the log.
type logged struct {
	room
	seq         int64
	by, at, why string
	lines       []line
	erase       []string
}

// instant returns when it was written.
func (b logged) instant() (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, b.at)
	if err != nil {
		return time.Time{}, fmt.Errorf("batch %d has no instant", b.seq)
	}
	return at, nil
}

// A line tells of one record in a batch: what it became, or that it was made void.
type line struct {
	ref
	void bool
	rev  int64 // that it had before, where it was made void
	body []byte
}

// The parts of a batch in the answer, in order.
const (
	theBatch int64 = iota
	_              // a put
	aVoid
	anErasure
)

// A logWant is a question for a page of the log.
type logWant struct {
	rooms []room
	about []ref // what batches must be about
	any   bool  // they may be about anything
	after int64
	limit int
}

// canBeAbout reports whether a batch can write a record or erase it.
func (w logWant) canBeAbout(about ref) bool {
	return isStorable(about.id) && slices.ContainsFunc(w.rooms, func(r room) bool {
		return about.noun == r.erased || slices.Contains(r.nouns, about.noun)
	})
}

const (
	logPage = 100    // batches, where the caller does not say
	logSize = 10_000 // records, after which a page has no further batch
)

// readLog returns a page of the log, and whether nothing follows.
func (s *session) readLog(ctx context.Context, w logWant) ([]logged, bool, error) {
	if w.limit <= 0 {
		w.limit = logPage
	}
	w.about = slices.DeleteFunc(slices.Clone(w.about), func(r ref) bool { return !w.canBeAbout(r) })
	if !w.any && len(w.about) == 0 {
		return nil, true, ctx.Err()
	}
	rows, err := read(ctx, s, s.logQuery(w), scanLog)
	if err != nil {
		return nil, false, err
	}
	slices.SortFunc(rows, func(a, b logRow) int {
		return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.part, b.part), cmp.Compare(a.place, b.place))
	})
	var batches []logged
	size := int64(0)
	for _, row := range rows {
		if row.part == theBatch {
			batches = append(batches, logged{room: w.rooms[row.place], seq: row.seq, by: row.noun, at: row.id, why: string(row.body)})
			size += row.rev
			continue
		}
		batches[len(batches)-1].tell(row)
	}
	return batches, len(batches) < w.limit && size < logSize, nil
}

// tell adds what a row says to the batch that it is of.
func (b *logged) tell(row logRow) {
	if row.part == anErasure {
		b.erase = append(b.erase, row.id)
		return
	}
	b.lines = append(b.lines, line{ref: ref{row.noun, row.id}, void: row.part == aVoid, rev: row.rev, body: row.body})
}

// A logRow is one row of the answer. That of a batch has other things in its columns: which of the rooms
// in place, by whom in noun, the instant in id, how many records it wrote in rev, and why in body.
type logRow struct {
	part, seq, place int64
	noun, id         string
	rev              int64
	body             []byte
}

func scanLog(rows *sql.Rows) (r logRow, err error) {
	err = rows.Scan(&r.part, &r.seq, &r.place, &r.noun, &r.id, &r.rev, &r.body)
	return r, err
}

// logQuery asks for batches with all that is left of them in one statement, so that no erasure comes
// in between.
func (s *session) logQuery(w logWant) *statement {
	q := query("with page as materialized (select * from (select place, seq, at, by_party, why, size, sum(size) over (order by seq) - size as ahead from (")
	s.batches(q, w).add(") as b) as c where ahead < ?)", logSize)
	q.add(" select 0 as part, seq, place, by_party as noun, at as id, size as rev, why as body from page")
	for i, r := range w.rooms {
		for _, from := range []text{"kith_record", "kith_past"} {
			q.add(" union all select 1, r.seq, r.place, r.noun, r.id, r.seq, r.body")
			s.ofPage(q, w, i, from, " and r.seq > 0 and r.seq = p.seq")
		}
		q.add(" union all select 2, r.ended, r.void, r.noun, r.id, r.seq, ''")
		s.ofPage(q, w, i, "kith_past", " and r.void >= 0 and r.ended = p.seq")
		q.add(" union all select 3, seq, place, '', id, 0, '' from kith_erased where scope = ? and room = ? and seq", s.scope, r.name).
			add(s.amongRows).add("select seq from page").add(s.closeRows)
	}
	return q
}

// ofPage adds where the rows of a room are found that belong to batches on the page, for each batch and
// each noun by themselves.
func (s *session) ofPage(q *statement, w logWant, place int, table, and text) {
	q.add(" from page as p cross join ").add(s.elements, jsonList(w.rooms[place].nouns)).add(s.openEach).add(table)
	q.add(" as r where r.scope = ? and r.noun = e.value", s.scope).add(and).add(" and p.place = ?", place).add(s.closeEach)
}

// batches asks for the rows of the batches alone: the first of each room, and of these the first.
func (s *session) batches(q *statement, w logWant) *statement {
	for i, r := range w.rooms {
		if i > 0 {
			q.add(" union all ")
		}
		q.add("select * from (select cast(? as bigint) as place, seq, at, by_party, why, size from kith_batch where scope = ? and room = ?", i, s.scope, r.name)
		if w.any {
			q.add(" and seq > ?", w.after)
		} else {
			s.about(q, w, r)
		}
		q.add(" order by seq limit ?) as b", w.limit)
	}
	return q.add(" order by seq limit ?", w.limit)
}

// about adds the condition that batches of a room are about some of its records.
func (s *session) about(q *statement, w logWant, r room) {
	q.add(" and seq").add(s.amongRows)
	for i, g := range grouped(slices.Values(w.about)) {
		if i > 0 {
			q.add(" union all ")
		}
		s.seqsAbout(q, g, w.after)
		if g.noun == r.erased {
			q.add(" union all select seq from kith_erased where scope = ? and room = ? and id", s.scope, r.name).
				add(s.among, jsonList(g.ids)).add(" and seq > ?", w.after)
		}
	}
	q.add(s.closeRows)
}
