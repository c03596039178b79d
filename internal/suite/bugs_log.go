package suite

import (
	"errors"
	"slices"
	"strings"
	"time"
)

func (r *Room) knownBugs() []bug {
	var out []bug
	for _, n := range r.Nouns {
		out = append(out, bug{name: "known is ignored for each " + n.Name, by: by("known/"+n.Name, "model"), flaw: flaw{state: func(s *Plain, st *state, known int64) {
			if known > 0 {
				st.rows[n.Name] = s.state(0).of(n)
			}
		}}})
	}
	return append(out, []bug{
		{name: "known is before the batch", by: by("known/"+r.Nouns[0].Name, "model"), flaw: flaw{known: func(_ *Plain, known int64) int64 {
			return max(min(known, 1), known-1)
		}}},
		{name: "what is known is found by what is", by: by("known/found"), flaw: flaw{also: func(s *Plain, n *Noun, q Query, record any) bool {
			now := s.state(0).of(n).byKey[n.id(record)]
			return q.Known == 0 || len(q.Where) == 0 || now != nil && n.matches(Query{Where: q.Where})(now)
		}}},
		{name: "void records were never known", by: by("known/void", "known/found", "model"), flaw: flaw{state: func(s *Plain, st *state, known int64) {
			for _, b := range s.all {
				for _, v := range b.Void {
					if known > 0 {
						st.rows[v.Ref.Noun].drop(v.Ref.ID)
					}
				}
			}
		}}},
		{name: "known shows what was created later", by: by("known/later", "model"), flaw: flaw{state: func(s *Plain, st *state, known int64) {
			for _, r := range s.knownNow(known) {
				ref := s.room.ref(r)
				if st.rows[ref.Noun].byKey[ref.ID] == nil {
					st.rows[ref.Noun].put(ref.ID, r)
				}
			}
		}}},
		{name: "pages of what was known begin anew", by: by("known/pages"), flaw: flaw{query: func(_ *Noun, q *Query) {
			if q.Known > 0 {
				q.After = ""
			}
		}}},
		{name: "known is ignored by who keeps no history", by: by("known/unsupported"), open: func(r *Room) Store { return struct{ Store }{r.Plain(Style{})} }},
	}...)
}

// knownNow returns everything that stands, where somebody looks back.
func (s *Plain) knownNow(known int64) []any {
	if known == 0 {
		return nil
	}
	return s.content()
}

func (r *Room) logBugs() []bug {
	last := r.Nouns[len(r.Nouns)-1]
	without := func(b *Batch) {
		b.Records = slices.DeleteFunc(b.Records, func(x any) bool { return r.noun(x) == last })
	}
	return []bug{
		{name: "the log has not all nouns", by: by("log/everything", "log/replay", "model"), flaw: shows(without)},
		{name: "the log has what was created only", by: by("log/replay", "model"), flaw: flaw{shown: func(s *Plain, _ LogQuery, page *Page[Batch]) {
			for i := range page.Records {
				b := &page.Records[i]
				if b.Seq > 1 {
					before := s.state(b.Seq - 1)
					b.Records = slices.DeleteFunc(b.Records, func(r any) bool { return before.of(s.room.noun(r)).byKey[s.room.ref(r).ID] != nil })
				}
			}
		}}},
		{name: "the newest batch comes first", by: by("log/order", "model"), flaw: flaw{shown: func(_ *Plain, _ LogQuery, page *Page[Batch]) {
			slices.Reverse(page.Records)
		}}},
		{name: "records in the log have the revision that they came with", by: by("log/rev", "model"), flaw: shows(func(b *Batch) {
			b.Records = withRevs(b.Records, b.Seq-1)
		})},
		{name: "the log does not tell what was voided", by: by("log/void", "log/replay", "model"), flaw: shows(func(b *Batch) { b.Void = nil })},
		{name: "the log does not tell with which revision", by: by("log/void", "model"), flaw: shows(func(b *Batch) {
			for i := range b.Void {
				b.Void[i].Rev = b.Seq
			}
		})},
		{name: "the time of a batch is not raised", by: by("log/at", "model"), flaw: flaw{keep: func(_ *Plain, b *Batch, given Batch) { b.At = given.At }}},
		{name: "the time of a batch is to the second", by: by("log/instants", "model"), flaw: shows(func(b *Batch) { b.At = b.At.Truncate(time.Second) })},
		{name: "the log does not tell who", by: by("log/who-and-why", "model"), flaw: shows(func(b *Batch) { b.By = "" })},
		{name: "the reason without spaces around it", by: by("log/who-and-why", "model"), flaw: shows(func(b *Batch) { b.Why = strings.TrimSpace(b.Why) })},
		{name: "about leaves out what was voided", by: by("log/about", "query/log"), flaw: aboutWithout(func(b *Batch) { b.Void = nil })},
		{name: "about leaves out erasures", by: by("log/about", "query/log"), flaw: aboutWithout(func(b *Batch) { b.Erase = nil })},
		{name: "about leaves out a noun", by: by("log/about", "query/log"), flaw: aboutWithout(without)},
		{name: "about takes the first only", by: by("log/about", "query/log"), flaw: flaw{logQuery: func(q *LogQuery) { q.About = cutTo(q.About, 1) }}},
		{name: "about shows nothing else of a batch", by: by("query/log"), flaw: flaw{shown: func(s *Plain, q LogQuery, page *Page[Batch]) {
			for i := range page.Records {
				b := &page.Records[i]
				b.Records = slices.DeleteFunc(b.Records, func(r any) bool { return !in(q.About)(s.room.ref(r)) })
			}
		}}},
		{name: "after is inclusive in the log", by: by("log/after", "query/log"), flaw: flaw{logQuery: func(q *LogQuery) { q.After = max(0, q.After-1) }}},
		{name: "one more batch than the limit", by: by("log/limit", "query/log"), flaw: flaw{logQuery: func(q *LogQuery) { q.Limit += min(q.Limit, 1) }}},
		{name: "an empty log is an error", by: by("page/empty", "model"), flaw: flaw{logError: func(s *Plain) error {
			if len(s.all) == 0 {
				return errors.New("no rows")
			}
			return nil
		}}},
	}
}

// shows is a flaw of the log as it is read.
func shows(change func(*Batch)) flaw {
	return flaw{shown: func(_ *Plain, _ LogQuery, page *Page[Batch]) {
		for i := range page.Records {
			change(&page.Records[i])
		}
	}}
}

// aboutWithout is a flaw by which a part of the batches is not looked at.
func aboutWithout(strip func(*Batch)) flaw {
	return flaw{alsoBatch: func(s *Plain, q LogQuery, b Batch) bool {
		if len(q.About) == 0 {
			return true
		}
		b = deep(b)
		strip(&b)
		return slices.ContainsFunc(s.room.refs(&b), in(q.About))
	}}
}
