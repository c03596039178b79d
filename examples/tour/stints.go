package main

import (
	"container/heap"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A joinedTie is one tie made of rows: several where someone left and came back.
type joinedTie struct {
	tie  relationship.Tie
	rows []tieRow // in order of their beginning
}

// join makes ties of rows. Rows of one kind, from, to and role whose periods do not overlap are the
// stints of one tie; where they overlap, there are as many ties beside each other as it takes. The
// ties are in the order of their first rows, and get the same IDs each time the same rows are read.
func join(rows []tieRow) (ties []joinedTie, parallel int) {
	type key struct {
		kind     relationship.KindName
		from, to relationship.PartyID
		role     string
	}
	groups := map[key][]tieRow{}
	var order []key
	for _, r := range rows {
		k := key{r.tie.Kind, r.tie.From, r.tie.To, r.tie.Ends.From.Role}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	for _, k := range order {
		group := groups[k]
		slices.SortStableFunc(group, func(a, b tieRow) int {
			return a.tie.Stints[0].From.Compare(b.tie.Stints[0].From)
		})
		for i, lane := range lanes(group) {
			t := joinedTie{tie: lane[0].tie, rows: lane}
			for _, r := range lane[1:] {
				t.add(&r.tie)
			}
			name := strings.Join([]string{string(k.kind), string(k.from), string(k.to), k.role, fmt.Sprint(i)}, "\x00")
			t.tie.ID = relationship.TieID(relationship.IDFrom("tour", name))
			ties = append(ties, t)
			parallel += min(i, 1)
		}
	}
	return ties, parallel
}

// add adds what another row says of the same tie.
func (j *joinedTie) add(more *relationship.Tie) {
	t, from := &j.tie, &j.tie.Ends.From
	t.Stints = append(t.Stints, more.Stints...)
	t.Facts = append(t.Facts, more.Facts...)
	from.Importance = append(from.Importance, more.Ends.From.Importance...)
	from.Health = append(from.Health, more.Ends.From.Health...)
}

// lanes deals rows, in order of their beginning, into as few lists without overlap as there can be. A
// row with an end that nobody knows overlaps with nothing that is known.
func lanes(rows []tieRow) [][]tieRow {
	out := make([][]tieRow, 1)
	free := &ends{{}} // when lanes end that have an end; the first has not begun
	for _, r := range rows {
		s := r.tie.Stints[0]
		lane := 0
		switch {
		case s.Ended:
		case free.Len() > 0 && !(*free)[0].at.After(s.From):
			lane = heap.Pop(free).(end).lane
		default:
			lane = len(out)
			out = append(out, nil)
		}
		out[lane] = append(out[lane], r)
		if !s.To.IsZero() {
			heap.Push(free, end{s.To, lane})
		}
	}
	return out
}

// ends says when lanes end, the earliest first.
type ends []end

type end struct {
	at   time.Time
	lane int
}

func (e ends) Len() int { return len(e) }
func (e ends) Less(i, j int) bool {
	return e[i].at.Before(e[j].at) || e[i].at.Equal(e[j].at) && e[i].lane < e[j].lane
}
func (e ends) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *ends) Push(x any)   { *e = append(*e, x.(end)) }
func (e *ends) Pop() any {
	last := len(*e) - 1
	x := (*e)[last]
	*e = (*e)[:last]
	return x
}
