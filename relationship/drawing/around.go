package drawing

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A Query says which part of a network to draw. Centre or Tie must be set, and At.
type Query struct {
	// Centre is the party to begin from; a merged one stands for what it turned out to be. It is
	// empty where Tie is set.
	Centre relationship.PartyID

	// Tie is the tie from both ends of which to begin. It is empty where Centre is set.
	Tie relationship.TieID

	// At is the instant at which ties must hold to be followed, and as of which the more important
	// ones go first.
	At time.Time

	// Steps is how many ties away from the middle to go, 1 or more. 0 means 2.
	Steps int

	// Most is how many parties to take, 1 or more. 0 means 50, about what a drawing can show
	// with all its words.
	Most int
}

// Around reads what lies around a party or a tie: nearest parties first, among those equally near
// the ones with the most important tie to somebody nearer, then in order of their IDs; and all ties
// between them that hold at q.At. Merged parties come as what they turned out to be, and ties lead to those.
// Parties met and not taken for want of room are counted in LeftOut; who lies behind them is not
// known.
//
// Special cases are:
//   - an importance that is not known goes after all that are
//   - of a tie, the end that cares more counts
//
// It returns an error matching [relationship.ErrInvalid] for a query that breaks the rules of its fields,
// and one matching [relationship.ErrNotFound] where there is no such party or tie. It reads the ties of
// every party that it takes, once.
func Around(ctx context.Context, r *relationship.Reader, q Query) (Map, error) {
	if err := q.check(); err != nil {
		return Map{}, err
	}
	q.Steps, q.Most = cmp.Or(q.Steps, 2), cmp.Or(q.Most, 50)
	w := walk{r: r, q: q, taken: map[relationship.PartyID]relationship.Party{}, ties: map[relationship.TieID]relationship.Tie{}, refused: map[relationship.PartyID]bool{}}
	centre, err := w.begin(ctx)
	if err == nil {
		err = w.spread(ctx)
	}
	if err != nil {
		return Map{}, failed(opAround, string(cmp.Or(string(q.Centre), string(q.Tie))), err)
	}
	return Map{
		Parties: inOrder(w.taken),
		Ties:    w.between(),
		Centre:  centre,
		Tie:     q.Tie,
		LeftOut: len(w.refused),
	}, nil
}

const opAround = "read around"

func (q Query) check() error {
	switch {
	case q.At.IsZero():
		return broken(opAround, "At", "must be set")
	case q.Centre != "" && q.Tie != "":
		return broken(opAround, "Tie", "must be empty where Centre is set")
	case q.Centre == "" && q.Tie == "":
		return broken(opAround, "Centre", "must be set where Tie is empty")
	case q.Steps < 0:
		return broken(opAround, "Steps", "must not be below 0")
	case q.Most < 0 || q.Most == 1 && q.Tie != "":
		return broken(opAround, "Most", "must have room for what stands in the middle")
	}
	return nil
}

// A walk goes outward from the middle, one step at a time.
type walk struct {
	r       *relationship.Reader
	q       Query
	taken   map[relationship.PartyID]relationship.Party
	ties    map[relationship.TieID]relationship.Tie // all that were met, with the ends that they lead to
	refused map[relationship.PartyID]bool
	last    []relationship.PartyID // those taken in the last step
}

// begin takes what stands in the middle and returns the party to be drawn there.
func (w *walk) begin(ctx context.Context) (relationship.PartyID, error) {
	ends := []relationship.PartyID{w.q.Centre}
	if w.q.Tie != "" {
		t, err := w.r.Tie(ctx, w.q.Tie)
		if err != nil {
			return "", err
		}
		if !t.Holds(w.q.At) {
			return "", broken(opAround, "Tie", "must hold at At")
		}
		ends = []relationship.PartyID{t.From, t.To}
	}
	for _, id := range ends {
		p, err := w.r.Party(ctx, id)
		if err != nil {
			return "", err
		}
		w.take(p)
	}
	if w.q.Tie != "" {
		return "", nil
	}
	return w.last[0], nil
}

func (w *walk) take(p relationship.Party) {
	if _, ok := w.taken[p.ID]; !ok {
		w.taken[p.ID] = p
		w.last = append(w.last, p.ID)
	}
}

// spread takes parties step by step, and at last reads the ties of those farthest out.
func (w *walk) spread(ctx context.Context) error {
	for step := 0; len(w.last) > 0; step++ {
		met, err := w.read(ctx)
		if err != nil {
			return err
		}
		w.last = nil
		if step < w.q.Steps {
			w.choose(met)
		}
	}
	return nil
}

// A meeting is a party met at the other end of a tie, with the greatest importance that led to it.
type meeting struct {
	party      relationship.Party
	importance float64 // below 0 where it is not known
}

// read notes the ties of the parties taken last, and returns who is met there for the first time.
func (w *walk) read(ctx context.Context) (map[relationship.PartyID]meeting, error) {
	met := map[relationship.PartyID]meeting{}
	for v, err := range w.r.Around(ctx, w.last...) {
		if err != nil {
			return nil, err
		}
		if !v.Holds(w.q.At) {
			continue
		}
		t := v.Tie
		setEnds(&t, v)
		w.ties[t.ID] = t
		if _, ok := w.taken[v.Other.ID]; ok {
			continue
		}
		m, again := met[v.Other.ID]
		if i := importance(&t, w.q.At); !again || i > m.importance {
			met[v.Other.ID] = meeting{v.Other, i}
		}
	}
	return met, nil
}

// setEnds puts what the parties turned out to be at the ends of a tie.
func setEnds(t *relationship.Tie, v relationship.View) {
	t.From, t.To = v.Self.ID, v.Other.ID
	if v.Side == relationship.ToSide {
		t.From, t.To = t.To, t.From
	}
}

// importance is that of the end that cares more, or -1 where neither is known.
func importance(t *relationship.Tie, at time.Time) float64 {
	most := -1.0
	for _, side := range sides() {
		if e := t.End(side).Importance.At(at); e.Known() {
			most = max(most, e.Value)
		}
	}
	return most
}

// choose takes as many of those met as there is room for.
func (w *walk) choose(met map[relationship.PartyID]meeting) {
	ranked := slices.SortedFunc(maps.Values(met), func(a, b meeting) int {
		return cmp.Or(cmp.Compare(b.importance, a.importance), cmp.Compare(a.party.ID, b.party.ID))
	})
	for _, m := range ranked {
		if len(w.taken) < w.q.Most {
			w.take(m.party)
		} else {
			w.refused[m.party.ID] = true
		}
	}
}

// between returns the ties with both ends among those taken.
func (w *walk) between() []relationship.Tie {
	maps.DeleteFunc(w.ties, func(_ relationship.TieID, t relationship.Tie) bool {
		_, from := w.taken[t.From]
		_, to := w.taken[t.To]
		return !from || !to
	})
	return inOrder(w.ties)
}

// inOrder returns the values of a map in the order of its keys.
func inOrder[K cmp.Ordered, V any](m map[K]V) []V {
	out := make([]V, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[key])
	}
	return out
}
