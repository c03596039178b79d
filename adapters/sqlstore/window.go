package sqlstore

import "time"

// A window is a stretch of what the fourth key holds, which has an index together with the third.
type window struct {
	has      bool   // all records of the noun have a fourth key
	from, to string // not below, and below; empty is no bound
	never    bool   // nothing lies in it
	leads    bool   // the index is to lead to the records
	wide     bool   // though not by the fourth key: too much lies in the window
}

// during returns a window of records whose fourth key is an instant, as stamp writes it: from the year 1 to
// 9999.
func during(from, to time.Time) window {
	w := window{has: true}
	first, last := from.UTC().Year(), to.UTC().Year()
	w.never = first > 9999 || last < 1
	if first >= 1 && !from.IsZero() {
		w.from = stamp(from)
	}
	if last <= 9999 && !to.IsZero() {
		w.to = stamp(to)
	}
	return w
}

// narrows reports whether there is an end.
func (w window) narrows() bool { return w.from+w.to != "" }

// found reports whether the fourth key leads to the records.
func (w window) found() bool { return w.leads && !w.wide && w.narrows() }

// match adds the conditions on the fourth key, so that they use the index only if they are to.
func (w window) match(q *statement) *statement {
	column := text("coalesce(k4, '')")
	if w.leads {
		q.add(" and k4 is not null") // which is what the index is for
	}
	if w.found() {
		column = "k4"
	}
	if w.from != "" {
		q.add(" and ").add(column).add(" >= ?", w.from)
	}
	if w.to != "" {
		q.add(" and ").add(column).add(" < ?", w.to)
	}
	return q
}
