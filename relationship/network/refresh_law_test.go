package network_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// A picture is all that a snapshot shows.
type picture struct {
	Parties, Ties int
	Around        map[relationship.PartyID][]network.Step
	Held          map[relationship.PartyID][]network.Step // at one instant
	Ranks         []float64
	Reached       []network.Found
}

// pictureOf looks at a snapshot from all sides.
func pictureOf(t rapid.TB, s *network.Snapshot, ids []relationship.PartyID, at time.Time) picture {
	t.Helper()
	p := picture{s.Parties(), s.Ties(), map[relationship.PartyID][]network.Step{}, map[relationship.PartyID][]network.Step{}, nil, nil}
	path, err := network.ParsePath("(knows|^serves|parent)+", s.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		steps, err := s.Around(id, time.Time{})
		if errors.Is(err, relationship.ErrNotFound) {
			continue
		}
		held, heldErr := s.Around(id, at)
		reached, reachErr := s.Reach(path, network.Bounds{}, id)
		if err := errors.Join(err, heldErr, reachErr); err != nil {
			t.Fatal(err)
		}
		p.Around[id], p.Held[id] = steps, held
		p.Reached = append(p.Reached, reached.Parties...)
	}
	g, err := s.Graph(network.GraphConfig{})
	if err != nil {
		t.Fatal(err)
	}
	ranks, err := g.Rank(network.RankConfig{Weighted: true})
	if err != nil {
		t.Fatal(err)
	}
	p.Ranks = ranks.Share
	return p
}

// A history does things to a book at random.
type history struct {
	book *relationship.Book
	ids  []relationship.PartyID
	ties []relationship.TieID
	now  time.Time
}

func newHistory() *history {
	h := &history{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	ids := 0
	h.book = relationship.NewBook(new(relationship.Memory), relationship.Config{
		Now:   func() time.Time { return h.now },
		NewID: func() string { ids++; return fmt.Sprint("made-", ids) },
	})
	for _, id := range []string{"9", "10", "a", "A", "B", "ä", "a ", "ss", "ß", "~"} {
		h.ids = append(h.ids, relationship.PartyID(id))
	}
	for i := range 31 {
		h.ties = append(h.ties, relationship.TieID(fmt.Sprint("t", i)))
	}
	return h
}

// widen adds hundreds of ties around two parties, so that their lists are long.
func (h *history) widen(ctx context.Context, t *rapid.T) {
	batch := relationship.Batch{}
	for _, hub := range []relationship.PartyID{"a", "ß"} {
		batch.Parties = append(batch.Parties, relationship.Party{ID: hub, Kind: relationship.Person})
	}
	kinds := []relationship.KindName{"knows", "serves", "gives-to"}
	for i := range rapid.IntRange(80, 160).Draw(t, "ties of hubs") {
		other := relationship.PartyID(fmt.Sprint("n", i))
		batch.Parties = append(batch.Parties, relationship.Party{ID: other, Kind: relationship.Person})
		x := relationship.Tie{ID: relationship.TieID(fmt.Sprint("h", i)), Kind: kinds[i%3], From: "a", To: other}
		if i%4 == 0 {
			x.From, x.To = x.To, "ß"
		}
		batch.Ties = append(batch.Ties, x)
		if i%20 == 0 {
			h.ids, h.ties = append(h.ids, other), append(h.ties, x.ID)
		}
	}
	if _, err := h.book.Put(ctx, batch); err != nil {
		t.Fatal(err)
	}
}

// step does one thing. That the book refuses it is no failure: then nothing has happened.
func (h *history) step(ctx context.Context, t *rapid.T) {
	h.now = h.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "hours")) * time.Hour)
	party := func() relationship.PartyID { return rapid.SampledFrom(h.ids).Draw(t, "party") }
	tie := func() relationship.TieID { return rapid.SampledFrom(h.ties).Draw(t, "tie") }
	var err error
	switch what := rapid.IntRange(0, 13).Draw(t, "what"); what {
	case 0, 1:
		_, err = h.book.PutParty(ctx, relationship.Party{ID: party(), Kind: relationship.Person})
	case 2, 3, 4, 5, 6:
		kind := rapid.SampledFrom([]relationship.KindName{"knows", "serves", "parent", "self", "gives-to"}).Draw(t, "kind")
		x := relationship.Tie{ID: tie(), Kind: kind, From: party(), To: party()}
		if kind == "self" {
			x.To = x.From
		}
		if rapid.Bool().Draw(t, "of long ago") {
			x.Stints = []relationship.Stint{{To: time.Date(1402, 1, 1, 0, 0, 0, 0, time.UTC)}, {From: h.now.Add(-time.Hour)}}
		}
		if rapid.Bool().Draw(t, "weighed") {
			x.Facts = []relationship.Fact{{Name: "weight", Value: rapid.Float64Range(0, 9).Draw(t, "weight"), Basis: relationship.Guessed}}
		}
		_, err = h.book.Relate(ctx, x)
	case 7:
		_, err = h.book.End(ctx, tie(), h.now)
	case 8:
		_, err = h.book.Resume(ctx, tie(), h.now)
	case 9:
		err = h.book.Void(ctx, tie().Ref())
	case 10:
		err = h.book.Void(ctx, party().Ref())
	case 11:
		err = h.book.Merge(ctx, party(), party())
	case 12:
		err = h.book.Unmerge(ctx, party())
	case 13:
		_, err = h.book.Erase(ctx, party())
	}
	if err != nil && !errors.Is(err, relationship.ErrInvalid) && !errors.Is(err, relationship.ErrNotFound) && !errors.Is(err, relationship.ErrExists) {
		t.Fatal(err)
	}
}

func TestARefreshedSnapshotEqualsARebuiltOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { refreshedEqualsRebuilt(t, newHistory()) })
}

func TestARefreshedHubEqualsARebuiltOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory()
		h.widen(t.Context(), t)
		refreshedEqualsRebuilt(t, h)
	})
}

func refreshedEqualsRebuilt(t *rapid.T, h *history) {
	ctx := t.Context()
	cfg := network.Config{Weight: weightFact}
	for range rapid.IntRange(0, 30).Draw(t, "steps before") {
		h.step(ctx, t)
	}
	s, err := network.Read(ctx, h.book, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(1, 6).Draw(t, "refreshes") {
		before := pictureOf(t, s, h.ids, h.now)
		old := s
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			h.step(ctx, t)
		}
		if s, err = s.Refresh(ctx, h.book); err != nil {
			t.Fatal(err)
		}
		rebuilt, err := network.Read(ctx, h.book, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if s.Seq() != rebuilt.Seq() {
			t.Fatalf("got the state after batch %d, want %d", s.Seq(), rebuilt.Seq())
		}
		if diff := cmp.Diff(pictureOf(t, rebuilt, h.ids, h.now), pictureOf(t, s, h.ids, h.now)); diff != "" {
			t.Fatalf("rebuilt and refreshed differ (-rebuilt +refreshed):\n%s", diff)
		}
		if diff := cmp.Diff(before, pictureOf(t, old, h.ids, h.now.Add(0)), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Held" }, cmp.Ignore())); diff != "" {
			t.Fatalf("the old snapshot has changed:\n%s", diff)
		}
	}
}
