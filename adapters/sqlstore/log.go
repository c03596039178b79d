package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// A logged batch is what stands in the log.
type logged struct {
	seq         int64
	by, at, why string
	lines       []line
	erase       []string
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

// A logWant is a question for a page of the log of a room.
type logWant struct {
	room   string
	nouns  []string
	erased string // the noun of what batches erase
	about  []ref  // what batches must be about
	any    bool   // they may be about anything
	after  int64
	limit  int
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
	w.about = slices.DeleteFunc(slices.Clone(w.about), func(r ref) bool {
		return !slices.Contains(w.nouns, r.noun) || !isStorable(r.id)
	})
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
			batches = append(batches, logged{seq: row.seq, by: row.noun, at: row.id, why: string(row.body)})
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

// A logRow is one row of the answer. That of a batch has other things in its columns: by whom in
// noun, the instant in id, how many records it wrote in rev, and why in body.
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
	nouns := jsonList(w.nouns)
	ofPage := func(q *statement, column text) {
		q.add(" and noun").add(s.among, nouns).add(column).add(s.amongRows).add("select seq from page").add(s.closeRows)
	}
	q := query("with page as materialized (select * from (select seq, at, by_party, why, size, sum(size) over (order by seq) - size as ahead from (")
	s.batches(q, w).add(") as b) as c where ahead < ?)", logSize)
	q.add(" select 0 as part, seq, 0 as place, by_party as noun, at as id, size as rev, why as body from page")
	for _, from := range []text{"kith_record", "kith_past"} {
		q.add(" union all select 1, seq, place, noun, id, seq, body from ").add(from).add(" where scope = ? and seq > 0", s.scope)
		ofPage(q, " and seq")
	}
	q.add(" union all select 2, ended, void, noun, id, seq, '' from kith_past where scope = ? and void >= 0", s.scope)
	ofPage(q, " and ended")
	return q.add(" union all select 3, seq, place, '', id, 0, '' from kith_erased where scope = ? and room = ? and seq", s.scope, w.room).
		add(s.amongRows).add("select seq from page").add(s.closeRows)
}

// batches asks for the rows of the batches alone.
func (s *session) batches(q *statement, w logWant) *statement {
	q.add("select seq, at, by_party, why, size from kith_batch where scope = ? and room = ?", s.scope, w.room)
	if w.any {
		return q.add(" and seq > ? order by seq limit ?", w.after, w.limit)
	}
	q.add(" and seq").add(s.amongRows)
	for i, g := range grouped(slices.Values(w.about)) {
		if i > 0 {
			q.add(" union all ")
		}
		list := jsonList(g.ids)
		s.seqsAbout(q, g, list, w.after)
		if g.noun == w.erased {
			q.add(" union all select seq from kith_erased where scope = ? and room = ? and id", s.scope, w.room).
				add(s.among, list).add(" and seq > ?", w.after)
		}
	}
	return q.add(s.closeRows).add(" order by seq limit ?", w.limit)
}
