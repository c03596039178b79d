package suite

import (
	"slices"
	"time"
)

// windowBugs take windows to be narrower than they are.
func (r *Room) windowBugs() []bug {
	var out []bug
	for _, n := range r.Nouns {
		if n.Window == "" {
			continue
		}
		find, query, known := "find/"+n.Name+"-window", "query/"+n.Name, "known/"+n.Name+"-window"
		add := func(name string, f flaw, caught ...string) {
			out = append(out, bug{name: n.Name + " by a window " + name, by: caught, flaw: f})
		}
		add("without its first instant", leavesOut(n, func(q Query, at time.Time) bool { return at.Equal(q.From) }), find, query)
		add("that is empty without an end", leavesOut(n, func(q Query, _ time.Time) bool { return !q.From.IsZero() && q.To.IsZero() }), find, query)
		add("to the microsecond", flaw{query: func(m *Noun, q *Query) {
			if m == n {
				q.To = q.To.Truncate(time.Microsecond)
			}
		}}, find)
		add("by the clock on the wall", leavesOut(n, func(q Query, at time.Time) bool {
			return !within(wall(at), wall(q.From), wall(q.To))
		}), find, query)
		add("as text", leavesOut(n, func(q Query, at time.Time) bool {
			return asText(at) < asText(q.From) || !q.To.IsZero() && asText(at) >= asText(q.To)
		}), find)
		add("of what is there now", flaw{also: func(s *Plain, m *Noun, q Query, record any) bool {
			is := s.state(0).of(m).byKey[m.id(record)]
			return m != n || is != nil && within(n.instant(is), q.From, q.To)
		}}, known)
	}
	return out
}

// leavesOut is a flaw by which a query for one noun leaves out records at some instants.
func leavesOut(n *Noun, leaves func(Query, time.Time) bool) flaw {
	return flaw{also: func(_ *Plain, m *Noun, q Query, record any) bool {
		return m != n || !leaves(q, n.instant(record))
	}}
}

// wall returns what a clock shows as if it were in UTC.
func wall(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

func asText(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// emptyBugs are about the empty value in a list.
func (r *Room) emptyBugs() []bug {
	if len(emptyClauses(r)) == 0 {
		return nil
	}
	return []bug{{name: "an empty value selects nothing", by: by("find/empty"), flaw: flaw{also: func(_ *Plain, n *Noun, q Query, record any) bool {
		return !slices.ContainsFunc(n.Finds, func(f Find) bool {
			return len(q.Where[f.Name]) > 0 && len(f.Fields) == 1 && textOf(record, f.Fields[0]) == ""
		})
	}}}}
}
