package drawing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

func newBook(tb testing.TB, m drawing.Map) *relationship.Book {
	tb.Helper()
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{Now: today})
	if _, err := book.Put(tb.Context(), relationship.Batch{Parties: m.Parties, Ties: m.Ties}); err != nil {
		tb.Fatal(err)
	}
	return book
}

// ids returns the IDs of a map, in its order.
func ids(m drawing.Map) (parties []relationship.PartyID, ties []relationship.TieID) {
	for _, p := range m.Parties {
		parties = append(parties, p.ID)
	}
	for _, t := range m.Ties {
		ties = append(ties, t.ID)
	}
	return parties, ties
}

// row is a - b - c - d - e, more important from one tie to the next, with a tie from d to e twice.
func row() drawing.Map {
	m := drawing.Map{}
	for _, id := range []relationship.PartyID{"a", "b", "c", "d", "e"} {
		m.Parties = append(m.Parties, person(id, "N. "+string(id)))
	}
	m.Ties = []relationship.Tie{
		tie("ab", "a", "friend", "b", said(0.1, 0.1), said(0.2, 0.1)), tie("bc", "c", "friend", "b", said(0.3, 0.1), said(0.3, 0.1)),
		tie("cd", "c", "friend", "d", said(0.4, 0.1), said(0.1, 0.1)), tie("de", "d", "friend", "e"), tie("ed", "e", "mentor", "d"),
	}
	return m
}

func TestAroundGoesSoFarAndNoFarther(t *testing.T) {
	t.Parallel()
	book := newBook(t, row())
	cases := []struct {
		name    string
		q       drawing.Query
		parties []relationship.PartyID
		ties    []relationship.TieID
		leftOut int
	}{
		{"two steps by default", drawing.Query{Centre: "a"}, []relationship.PartyID{"a", "b", "c"}, []relationship.TieID{"ab", "bc"}, 0},
		{"one step", drawing.Query{Centre: "c", Steps: 1}, []relationship.PartyID{"b", "c", "d"}, []relationship.TieID{"bc", "cd"}, 0},
		{"the more important first", drawing.Query{Centre: "c", Steps: 1, Most: 2}, []relationship.PartyID{"c", "d"}, []relationship.TieID{"cd"}, 1},
		{"unknown importance last", drawing.Query{Centre: "d", Steps: 1, Most: 2}, []relationship.PartyID{"c", "d"}, []relationship.TieID{"cd"}, 1},
		{"both ends of a tie", drawing.Query{Tie: "bc", Steps: 1}, []relationship.PartyID{"a", "b", "c", "d"}, []relationship.TieID{"ab", "bc", "cd"}, 0},
		{"all ties between", drawing.Query{Centre: "e", Steps: 1}, []relationship.PartyID{"d", "e"}, []relationship.TieID{"de", "ed"}, 0},
		{"the middle alone", drawing.Query{Centre: "b", Most: 1}, []relationship.PartyID{"b"}, nil, 2},
		{"everything", drawing.Query{Centre: "b", Steps: 9}, []relationship.PartyID{"a", "b", "c", "d", "e"}, []relationship.TieID{"ab", "bc", "cd", "de", "ed"}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.q.At = today()
			m, err := drawing.Around(t.Context(), &book.Reader, c.q)
			if err != nil {
				t.Fatal(err)
			}
			parties, ties := ids(m)
			if diff := cmp.Diff(c.parties, parties); diff != "" {
				t.Errorf("parties (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.ties, ties); diff != "" {
				t.Errorf("ties (-want +got):\n%s", diff)
			}
			if m.LeftOut != c.leftOut || m.Centre != c.q.Centre || m.Tie != c.q.Tie {
				t.Errorf("got %d left out, middle %q %q", m.LeftOut, m.Centre, m.Tie)
			}
			draw(t, "svg", m, config())
		})
	}
}

func TestAroundFollowsMerges(t *testing.T) {
	t.Parallel()
	book := newBook(t, row())
	if err := book.Merge(t.Context(), "b", "d"); err != nil {
		t.Fatal(err)
	}
	m, err := drawing.Around(t.Context(), &book.Reader, drawing.Query{Centre: "d", At: today(), Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	parties, ties := ids(m)
	if diff := cmp.Diff([]relationship.PartyID{"a", "b", "c", "e"}, parties); diff != "" || m.Centre != "b" || len(ties) != 5 {
		t.Errorf("centre %s, %d ties, parties (-want +got):\n%s", m.Centre, len(ties), diff)
	}
	for _, one := range m.Ties {
		if one.From == "d" || one.To == "d" {
			t.Errorf("tie %s leads to the party that was merged", one.ID)
		}
	}
	draw(t, "svg", m, config())
}

func TestAroundFollowsTiesThatHoldOnly(t *testing.T) {
	t.Parallel()
	m := row()
	m.Ties[1].Stints = []relationship.Stint{{To: today()}}
	book := newBook(t, m)
	got, err := drawing.Around(t.Context(), &book.Reader, drawing.Query{Centre: "a", At: today()})
	if parties, _ := ids(got); err != nil || len(parties) != 2 {
		t.Errorf("got %v, %v, want a and b", parties, err)
	}
	got, err = drawing.Around(t.Context(), &book.Reader, drawing.Query{Centre: "a", At: today().Add(-1)})
	if parties, _ := ids(got); err != nil || len(parties) != 3 {
		t.Errorf("the moment before: got %v, %v, want a, b and c", parties, err)
	}
}

func TestAroundSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	m := row()
	m.Ties[1].Stints = []relationship.Stint{{To: today()}}
	book := newBook(t, m)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	cases := []struct {
		name string
		ctx  context.Context
		q    drawing.Query
		is   error
	}{
		{"no instant", t.Context(), drawing.Query{Centre: "a"}, relationship.ErrInvalid},
		{"no middle", t.Context(), drawing.Query{At: today()}, relationship.ErrInvalid},
		{"two middles", t.Context(), drawing.Query{At: today(), Centre: "a", Tie: "ab"}, relationship.ErrInvalid},
		{"backwards", t.Context(), drawing.Query{At: today(), Centre: "a", Steps: -1}, relationship.ErrInvalid},
		{"no room", t.Context(), drawing.Query{At: today(), Centre: "a", Most: -1}, relationship.ErrInvalid},
		{"half a tie", t.Context(), drawing.Query{At: today(), Tie: "ab", Most: 1}, relationship.ErrInvalid},
		{"a past tie", t.Context(), drawing.Query{At: today(), Tie: "bc"}, relationship.ErrInvalid},
		{"nobody", t.Context(), drawing.Query{At: today(), Centre: "x"}, relationship.ErrNotFound},
		{"no tie", t.Context(), drawing.Query{At: today(), Tie: "x"}, relationship.ErrNotFound},
		{"stopped", stopped, drawing.Query{At: today(), Centre: "a"}, context.Canceled},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := drawing.Around(c.ctx, &book.Reader, c.q)
			if e, ok := errors.AsType[*relationship.OpError](err); !errors.Is(err, c.is) || !ok || e.Room != "drawing" || e.Op != "read around" {
				t.Errorf("got %v, want %v of this room", err, c.is)
			}
		})
	}
}

func TestAroundALargeHubTakesTheMostImportant(t *testing.T) {
	t.Parallel()
	m := drawing.Map{Parties: []relationship.Party{organisation("hub", "Hub")}}
	for i := range 300 {
		id := relationship.PartyID(fmt.Sprintf("c%03d", i))
		m.Parties = append(m.Parties, person(id, "N."))
		m.Ties = append(m.Ties, tie("t"+string(id), "hub", "serves", id, said(float64(i)/300, 0.5), said(0.1, 0.1)))
	}
	got, err := drawing.Around(t.Context(), &newBook(t, m).Reader, drawing.Query{Centre: "hub", At: today().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if parties, _ := ids(got); len(parties) != 50 || got.LeftOut != 251 || parties[0] != "c251" {
		t.Errorf("got %d parties from %s, %d left out", len(parties), parties[0], got.LeftOut)
	}
}
