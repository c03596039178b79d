package suite

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// instant returns what a window is about.
func (n *Noun) instant(record any) time.Time {
	return field(reflect.ValueOf(record), n.Window).Interface().(time.Time)
}

// movedTo returns a copy of a record at another instant.
func (n *Noun) movedTo(record any, at time.Time) any {
	v := addressable(record)
	field(v, n.Window).Set(reflect.ValueOf(at))
	return v.Interface()
}

// within reports whether an instant lies in a window, of which either end may be open.
func within(at, from, to time.Time) bool {
	return (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to))
}

// fewInstants are those of records that queries look for by a window: near to each other, and far.
func fewInstants() []time.Time {
	west, east := time.FixedZone("", -11*3600), time.FixedZone("", 14*3600)
	known := TroubleInstants()
	return []time.Time{
		known[1], noon(0).Add(-1).In(east), noon(0), noon(0).Add(1).In(west), noon(0).Add(2), noon(1).In(west), known[len(known)-1],
	}
}

// farInstants are outside of the years that a record can have.
func farInstants() []time.Time {
	return []time.Time{
		time.Date(-9, time.January, 1, 0, 0, 0, 0, time.UTC), time.Date(0, time.December, 31, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(10000, time.January, 1, 0, 0, 0, 0, time.UTC), time.Date(29999, time.July, 1, 0, 0, 0, 0, time.UTC),
	}
}

// bound draws an end of a window, which is open as often as not.
func bound(t *rapid.T, label string) time.Time {
	if rapid.Bool().Draw(t, label+" is open") {
		return time.Time{}
	}
	return mostly(rapid.SampledFrom(fewInstants()), rapid.SampledFrom(farInstants())).Draw(t, label)
}

func windowClauses(r *Room) []clause {
	var clauses []clause
	for _, n := range r.Nouns {
		if n.Window != "" {
			clauses = append(clauses, clause{
				name: "find/" + n.Name + "-window", check: func(k kit) { checkWindow(k, n) },
				sentence: fmt.Sprintf("From and To select %s with an %s not before From, and before To. Zero means no bound.", n.List, n.Window),
			})
		}
	}
	return clauses
}

func knownWindowClauses(r *Room) []clause {
	var clauses []clause
	for _, n := range r.Nouns {
		if n.Window != "" {
			clauses = append(clauses, clause{
				name: "known/" + n.Name + "-window", check: func(k kit) { checkKnownWindow(k, n) },
				sentence: "A query with Known set selects by the " + n.Window + " that was known, not by what is.",
			})
		}
	}
	return clauses
}

// checkWindow asks for windows that begin and end at, before and after instants of records, in whatever
// zone, by themselves and beside another condition.
func checkWindow(k kit, n *Noun) {
	instants := slices.Concat(TroubleInstants()[1:], fewInstants())
	var records []any
	for i, at := range instants {
		records = append(records, n.movedTo(n.bare(fmt.Sprintf("%03d", i)), at))
	}
	k.write(records...)
	for i, at := range instants {
		for _, q := range []Query{{From: at}, {To: at}, {From: at, To: at.Add(1)}, {From: at, To: at.UTC()}, {From: at, To: instants[(i+1)%len(instants)]}} {
			k.mustAgree(n, q, records)
		}
	}
	for _, at := range farInstants() {
		k.mustAgree(n, Query{From: at}, records)
		k.mustAgree(n, Query{To: at}, records)
	}
	for i, f := range n.Finds {
		for j, v := range k.room.values(n, f)[:2] {
			for e, at := range []time.Time{noon(0).Add(-1), noon(0)} {
				r := k.room.setText(n.movedTo(n.bare(fmt.Sprint("find-", i, j, e)), at), f.Fields[0], v)
				k.write(r)
				records = append(records, r)
			}
		}
		q := where(f, k.room.values(n, f)[0])
		q.From, q.To = noon(0), noon(0).Add(1)
		k.mustAgree(n, q, records)
		q.From, q.To = time.Time{}, noon(0)
		k.mustAgree(n, q, records)
	}
	k.checkMoved(n)
}

// checkMoved changes the instant of a record, where it can change.
func (k kit) checkMoved(n *Noun) {
	if !n.free(n.Window) {
		return
	}
	now := Query{From: noon(-60), To: noon(-59)}
	rev := k.write(n.movedTo(n.bare("moves"), noon(-60)))
	k.mustFind(n, now, "moves")
	k.write(n.movedTo(n.bare("moves", rev), noon(-50)))
	k.mustFind(n, now)
}

func checkKnownWindow(k kit, n *Noun) {
	old := n.movedTo(n.bare("a"), noon(0))
	then, now := old, Query{From: noon(1)}
	if n.free(n.Window) {
		then = n.movedTo(old, noon(1))
	}
	first := k.write(old)
	second := k.write(withRev(then, first))
	third := k.write(Voided{k.room.ref(then), second})
	was := Query{From: noon(0), To: noon(0).Add(1)}
	for i, known := range []int64{first, second, third} {
		was.Known, now.Known = known, known
		moved := i == 1 && n.free(n.Window)
		k.mustFindOf(n, was, "a", i < 2 && !moved)
		k.mustFindOf(n, now, "a", moved)
	}
}

// emptyClauses are about conditions on fields that may be empty.
func emptyClauses(r *Room) []clause {
	for _, n := range r.Nouns {
		if slices.ContainsFunc(n.Finds, func(f Find) bool { return r.canBeEmpty(n, f) }) {
			return []clause{{name: "find/empty", sentence: "Where a field may be empty, the empty value in a list of a query selects those in which it is.", check: checkFindEmpty}}
		}
	}
	return nil
}

// canBeEmpty reports whether records can have nothing where a condition looks.
func (r *Room) canBeEmpty(n *Noun, f Find) bool {
	return len(f.Fields) == 1 && r.valid(r.setText(n.bare("x"), f.Fields[0], ""))
}

func checkFindEmpty(k kit) {
	for _, n := range k.room.Nouns {
		for _, f := range n.Finds {
			if !k.room.canBeEmpty(n, f) {
				continue
			}
			values := k.room.values(n, f)
			of := func(id, v string) any { return k.room.setText(n.bare(id+f.Name), f.Fields[0], v) }
			k.write(of("none", ""), of("one", values[0]), of("other", values[1]))
			for _, list := range [][]string{{""}, {"", values[0]}, {values[0], "", values[0]}} {
				k.mustFindOf(n, where(f, list...), "none"+f.Name, true)
				k.mustFindOf(n, where(f, list...), "one"+f.Name, len(list) > 1)
				k.mustFindOf(n, where(f, list...), "other"+f.Name, false)
			}
		}
	}
}
