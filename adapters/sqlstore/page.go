package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// A want is a question for a page of records of one noun.
type want struct {
	noun  string
	after string
	limit int
	known int64
	ids   []string // empty is all, here and below
	keys  lists    // a record must have one of the values in the key
	loose lists    // the same, for keys that no index is to lead to
	open  []string // what the third key must be: states that have an index of their own
	// window is what the fourth key must lie in.
	window window
	// of must be in the first key or in the second.
	of []string
	// first says that there must be a first key.
	first bool
}

// Lists are values of each key.
type lists [4][]string

// A found record is a row of a page.
type found struct {
	id   string
	seq  int64
	body []byte
}

// pageSize is how long a page is where the caller does not say.
const pageSize = 1000

// page answers a question, of which decode makes records.
func page[T any](ctx context.Context, s *session, w want, decode func(found) (T, error)) (relationship.Page[T], error) {
	none := relationship.Page[T]{Last: true}
	if !utf8.ValidString(w.after) {
		return none, refused("read", "After", "must be valid UTF-8")
	}
	// No ID holds a NUL, so that what follows one that does is what follows the part before it.
	w.after, _, _ = strings.Cut(w.after, "\x00")
	if w.narrow() {
		return none, ctx.Err()
	}
	w.loosen()
	if w.limit <= 0 {
		w.limit = pageSize
		if w.several() { // where each further page would fetch them all again
			w.limit *= 4
		}
	}
	rows, err := s.find(ctx, w)
	if err != nil {
		return relationship.Page[T]{}, err
	}
	rows, last := w.cut(rows)
	if len(rows) == 0 {
		return none, nil
	}
	records := make([]T, len(rows))
	for i, row := range rows {
		if records[i], err = decode(row); err != nil {
			return relationship.Page[T]{}, err
		}
	}
	return relationship.Page[T]{Records: records, Last: last}, nil
}

// find returns what may stand on the page: enough of it, and perhaps some twice.
func (s *session) find(ctx context.Context, w want) ([]found, error) {
	scan := func(rows *sql.Rows) (f found, err error) {
		err = rows.Scan(&f.id, &f.seq, &f.body)
		return f, err
	}
	if !w.several() {
		return read(ctx, s, s.pageQuery(w), scan)
	}
	// No index has them in order. If they are not many, it is faster to fetch them all.
	few := max(4*w.limit, pageSize)
	rows, err := read(ctx, s, s.unordered(w, few), scan)
	if err != nil || len(rows) <= few {
		return rows, err
	}
	w.window.wide = len(w.keys[2]) <= severally
	return read(ctx, s, s.pageQuery(w), scan)
}

// unordered asks for all records, in any order, and returns one more than the limit where there are
// more.
func (s *session) unordered(w want, limit int) *statement {
	q := query("select * from (")
	for i, h := range w.halves() {
		if i > 0 {
			q.add(" union all ")
		}
		s.match(q.add("select r.id, r.seq, r.body"), w, h)
	}
	return q.add(") as h limit ?", limit+1)
}

// narrow leaves out of the lists what no record has, and reports whether nothing can be found.
func (w *want) narrow() bool {
	if w.window.never {
		return true
	}
	for _, list := range []*[]string{&w.ids, &w.of, &w.keys[0], &w.keys[1], &w.keys[2], &w.keys[3]} {
		asked := len(*list)
		if *list = storable(*list); asked > 0 && len(*list) == 0 {
			return true
		}
	}
	if len(w.ids) == 0 {
		return false
	}
	// Who asks for many, page by page, need not send those again that were answered.
	w.ids = slices.DeleteFunc(slices.Clone(w.ids), func(id string) bool { return id <= w.after })
	slices.Sort(w.ids)
	w.ids = slices.Compact(w.ids)
	return len(w.ids) == 0
}

// loosen takes away the choice between indexes, which an engine makes without knowing better: the first
// key leads if it can, as in memory. No index knows those who have none.
func (w *want) loosen() {
	led := false
	for i := range w.keys {
		if slices.Contains(w.keys[i], "") || i == 3 || led && (i == 1 || w.window.has) {
			w.keys[i], w.loose[i] = nil, w.keys[i]
		}
		led = led || len(w.keys[i]) > 0
	}
	w.window.leads = w.window.has && len(w.ids)+len(w.keys[0])+len(w.keys[1]) == 0 && len(w.keys[2]) > 0
}

// cut makes a page of what the parts of a query found, each the first of its own: in order, each
// record once, and not too many.
func (w want) cut(rows []found) ([]found, bool) {
	byID := func(a, b found) int { return cmp.Compare(a.id, b.id) }
	if !slices.IsSortedFunc(rows, byID) {
		slices.SortFunc(rows, byID)
	}
	rows = slices.CompactFunc(rows, func(a, b found) bool { return a.id == b.id })
	if len(rows) > w.limit {
		return rows[:w.limit], false
	}
	return rows, true
}

// A half of a query looks in one table, and for w.of in one column.
type half struct {
	table  text
	past   bool
	column text   // none where there is no w.of
	third  string // the value of the third key, where each is looked for by itself
}

// severally is up to how many values of the third key are looked for each by itself, in order of the IDs.
const severally = 20

// halves returns the parts of a query that use an index of their own: asked for "this or that" together,
// an engine would look at everything.
func (w want) halves() []half {
	out := w.tables()
	if len(w.open) > 0 {
		return byThird(out[:1], w.open)
	}
	if w.window.wide && len(w.keys[2]) > 1 {
		return byThird(out, w.keys[2])
	}
	if len(w.of) == 0 || len(w.ids) > 0 {
		return out
	}
	both := slices.Concat(out, out)
	for i := range both {
		both[i].column = " and r.k1"
		if i < len(out) {
			both[i].column = " and r.k2"
		}
	}
	return both
}

// byThird splits halves by values of the third key.
func byThird(halves []half, values []string) []half {
	var out []half
	for _, h := range halves {
		for _, h.third = range values {
			out = append(out, h)
		}
	}
	return out
}

// lookup is how the rows of IDs are found in the table.
func (h half) lookup(g grammar) text {
	if h.past {
		return g.versions
	}
	return g.records
}

// tables returns where the records are, as they are or as they were known.
func (w want) tables() []half {
	out := []half{{table: "kith_record"}}
	if w.known > 0 {
		out = append(out, half{table: "kith_past", past: true})
	}
	return out
}

// pageQuery asks for one record more than the page may have. Unless one index leads straight to the
// records in order, it looks for their IDs first, which are in the indexes, and so reads, and puts in
// order, no more bodies than it returns.
func (s *session) pageQuery(w want) *statement {
	halves := w.halves()
	if len(halves) == 1 && !w.several() {
		return s.match(query("select r.id, r.seq, r.body"), w, halves[0]).add(" order by r.id limit ?", w.limit+1)
	}
	q := query("with hit (value) as materialized (")
	for i, h := range halves {
		if i > 0 {
			q.add(" union ")
		}
		s.match(q.add("select id from (select r.id"), w, h).add(s.order(w)).add(" limit ?) as h", w.limit+1)
	}
	q.add(" order by 1 limit ?)", w.limit+1)
	for i, h := range w.tables() {
		if i > 0 {
			q.add(" union all")
		}
		q.add(" select r.id, r.seq, r.body from hit as e").add(h.lookup(s.grammar), s.scope, w.noun)
		s.then(q, w, h)
	}
	return q
}

// then adds the condition that a version was known.
func (s *session) then(q *statement, w want, h half) *statement {
	if w.known > 0 {
		q.add(" and r.seq <= ?", w.known)
	}
	if h.past {
		q.add(" and r.ended > ?", w.known)
	}
	return q
}

// match adds all conditions.
func (s *session) match(q *statement, w want, h half) *statement {
	led := s.lead(w, h)
	switch {
	case len(w.ids) > 0:
		s.rows(q.add(" from "), h, group{w.noun, w.ids})
	case led.values != nil:
		q.add(" from ").add(s.elements, jsonList(led.values)).add(" cross join lateral (select * from ").add(h.table)
		w.window.match(q.add(" where scope = ? and noun = ?", s.scope, w.noun).add(led.inside)).add(" offset 0) as r where true")
	default:
		q.add(" from ").add(h.table).add(" as r where r.scope = ? and r.noun = ?", s.scope, w.noun)
	}
	s.then(q, w, h)
	if w.after != "" && w.window.found() {
		q.add(" and coalesce(r.id, '') > ?", w.after) // which must not lead
	} else if w.after != "" {
		q.add(" and r.id > ?", w.after)
	}
	for i, column := range []text{" and r.k1", " and r.k2", " and r.k3"} {
		if i != led.key && (i != 2 || h.third == "") {
			s.in(q, column, w.keys[i])
		}
	}
	for i, column := range []text{" and coalesce(r.k1, '')", " and coalesce(r.k2, '')", " and coalesce(r.k3, '')", " and coalesce(r.k4, '')"} {
		s.in(q, column, w.loose[i])
	}
	if led.values == nil || !w.window.leads {
		w.window.match(q)
	}
	if w.first {
		q.add(" and r.k1 is not null")
	}
	if h.third != "" {
		q.add(" and r.k3 = ?", h.third)
	}
	if len(w.open) > 0 {
		q.add(" and r.k3 in ('waiting', 'claimed')") // which is what the index is for
	}
	switch {
	case led.of:
	case h.column != "":
		s.in(q, h.column, w.of)
	case len(w.of) > 0:
		list := jsonList(w.of)
		q.add(" and (r.k1").add(s.among, list).add(" or r.k2").add(s.among, list).add(")")
	}
	return q
}

// A lead is a list of values that are looked up one by one, each by the index of a key.
type lead struct {
	values []string
	inside text // the condition on the key
	key    int  // which of w.keys it is, or -1
	of     bool // it is w.of
}

// lead returns the list that leads to the records, on engines whose planner would not see it by itself.
func (s *session) lead(w want, h half) lead {
	const first, second, third = " and k1 = e.value", " and k2 = e.value", " and k3 = e.value"
	switch {
	case !s.leads || len(w.ids) > 0:
	case len(w.of) > 1 && h.column == " and r.k1":
		return lead{w.of, first, -1, true}
	case len(w.of) > 1 && h.column == " and r.k2":
		return lead{w.of, second, -1, true}
	case len(w.keys[0]) > 1:
		return lead{w.keys[0], first, 0, false}
	case len(w.keys[1]) > 1:
		return lead{w.keys[1], second, 1, false}
	case w.window.leads && len(w.keys[2]) > 1 && h.third == "":
		return lead{w.keys[2], third, 2, false}
	}
	return lead{key: -1}
}

// in asks whether a column has one of the values, if there are any.
func (s *session) in(q *statement, column text, values []string) {
	switch len(values) {
	case 0:
	case 1:
		q.add(column).add(" = ?", values[0])
	default:
		q.add(column).add(s.among, jsonList(values))
	}
}

// several reports whether records are looked for by several values of a key: its index then does not
// have them in order.
func (w want) several() bool {
	return len(w.ids) == 0 && (w.first || len(w.of) > 1 || len(w.keys[0]) > 1 || len(w.keys[1]) > 1 ||
		w.window.leads && !w.window.wide && (len(w.keys[2]) > 1 || w.window.narrows()))
}

// order is by ID, and where no index is, the engine must not look for one.
func (s *session) order(w want) text {
	if w.several() {
		return s.byID
	}
	return " order by r.id"
}
