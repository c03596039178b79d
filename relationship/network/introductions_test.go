package network_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

func TestTheBestIntroductionHasTheHealthiestWeakerTie(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawNet(t), drawTies(t)
		s := mustBuild(t, n)
		healths := map[relationship.TieID]float64{}
		for _, tie := range n.ties {
			if h := rapid.SampledFrom([]float64{-1, 0, 0.3, 0.3, 0.5, 1}).Draw(t, "health"); h >= 0 {
				healths[tie.ID] = h // the others are not known
			}
		}
		party := rapid.SampledFrom(n.parties)
		q := network.Introduce{
			From: rapid.SliceOfN(party, 1, 3).Draw(t, "from"), To: party.Draw(t, "to"), Ties: c, Most: 100,
			Health: func(id relationship.TieID) relationship.Estimate {
				h, known := healths[id]
				if !known {
					return relationship.Estimate{}
				}
				return sharp(h)
			},
		}
		got, err := s.Introductions(q)
		if err != nil {
			t.Fatal(err)
		}
		// best is the greatest health between two, -1 where there are ties and none is known, -2 without ties.
		best := func(a, b relationship.PartyID) float64 {
			out := -2.0
			for _, tie := range n.counting(c) {
				if tie.From == a && tie.To == b || tie.From == b && tie.To == a {
					h, known := healths[tie.ID]
					if !known {
						h = -1
					}
					out = max(out, h)
				}
			}
			return out
		}
		want := map[relationship.PartyID]float64{}
		for _, by := range n.parties {
			if by == q.To || slices.Contains(q.From, by) {
				continue
			}
			ours := -2.0
			for _, from := range q.From {
				ours = max(ours, best(from, by))
			}
			if weaker := min(ours, best(by, q.To)); weaker > -2 {
				want[by] = weaker
			}
		}
		found := map[relationship.PartyID]float64{}
		for i, x := range got {
			found[x.By] = x.Health.Value
			if !x.Health.Known() {
				found[x.By] = -1
			}
			if i > 0 && (found[got[i-1].By] < found[x.By] || found[got[i-1].By] == found[x.By] && got[i-1].By > x.By) {
				t.Fatalf("%q stands before %q", got[i-1].By, x.By)
			}
			if !slices.Contains(q.From, x.Ours.From) {
				t.Fatalf("the way begins at %q", x.Ours.From)
			}
			mustBeWay(t, n, c, x.Ours.From, q.To, []network.Step{x.Ours, x.Theirs})
		}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Fatalf("who introduces, and how well (-want +got):\n%s", diff)
		}
	})
}

func TestIntroductionsKeepTheirRules(t *testing.T) {
	t.Parallel()
	n := plainNet{parties: ids("a", "b", "c", "z")}
	for i, by := range n.parties[:3] {
		n.ties = append(n.ties, plainOf(relationship.TieID("x"+by), "knows", "z", by), plainOf(relationship.TieID("y"+by), "knows", by, "z"))
		n.ties[2*i].To, n.ties[2*i+1].From = by, by
	}
	n.parties = append(n.parties, "us")
	for _, by := range ids("a", "b", "c") {
		n.ties = append(n.ties, plainOf(relationship.TieID("u"+by), "knows", "us", by))
	}
	s := mustBuild(t, n)
	got, err := s.Introductions(network.Introduce{From: ids("us"), To: "z", Most: 2})
	if err != nil || len(got) != 2 || got[0].By != "a" || got[1].By != "b" || got[0].Health.Known() {
		t.Errorf("at most two: got %+v, %v", got, err)
	}
	for field, q := range map[string]network.Introduce{"From": {To: "z"}, "Most": {From: ids("us"), To: "z", Most: -1}} {
		_, err := s.Introductions(q)
		if told, ok := errors.AsType[*relationship.OpError](err); !ok || told.Field != field || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestTheHealthOfATieIsTheLesserOfWhatItsEndsSay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "a", "b", "c")
	said := func(e relationship.Estimate) relationship.Readings { return once(e) }
	wide := relationship.Estimate{Value: 0.4, Low: 0.1, High: 0.9, Basis: relationship.Guessed}
	var b relationship.Batch
	for id, ends := range map[relationship.TieID][2]relationship.Readings{
		"both":     {said(sharp(0.8)), said(wide)},
		"one":      {nil, said(sharp(0.7))},
		"other":    {said(sharp(0.6)), nil},
		"nobody":   {nil, nil},
		"not ours": {said(sharp(0.5)), said(sharp(0.5))},
	} {
		tie := plainOf(id, "knows", "a", "b").Tie
		if id == "not ours" {
			tie.From = "c"
		}
		tie.Ends.From.Health, tie.Ends.To.Health = ends[0], ends[1]
		b.Ties = append(b.Ties, tie)
	}
	d.put(t, b)
	health, err := network.ReadHealth(t.Context(), &d.Reader, noon(20), "a")
	if err != nil {
		t.Fatal(err)
	}
	weak := wide
	weak.High, weak.Guesses = 0.8, 0.5 // no better than the other end, and half of it is a guess
	for id, want := range map[relationship.TieID]relationship.Estimate{
		"both": weak, "one": sharp(0.7), "other": sharp(0.6), "nobody": {}, "not ours": {}, "none": {},
	} {
		if diff := cmp.Diff(want, health(id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	if none, err := network.ReadHealth(t.Context(), &d.Reader, noon(20)); err != nil || none("both").Known() {
		t.Errorf("of nobody's ties: got %v, %v", none("both"), err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := network.ReadHealth(cancelled, &d.Reader, noon(20), "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}
