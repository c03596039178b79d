package network

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
)

// A grid is a set of pairs among eight parties: bit 8a+b says that a leads to b.
type grid uint64

const identityGrid grid = 0x8040201008040201

func (g grid) has(a, b int) bool { return g>>(8*a+b)&1 != 0 }

func (g grid) with(a, b int) grid { return g | 1<<(8*a+b) }

func (g grid) converse() grid {
	out := grid(0)
	for a := range 8 {
		for b := range 8 {
			if g.has(a, b) {
				out = out.with(b, a)
			}
		}
	}
	return out
}

func (g grid) then(h grid) grid {
	out := grid(0)
	for a := range 8 {
		for b := range 8 {
			if g.has(a, b) {
				out |= h >> (8 * b) & 0xff << (8 * a)
			}
		}
	}
	return out
}

// farthest is how many ties the slow answers follow. With as many a walk has been everywhere: there are
// 64 positions and eight parties at most, but paths as drawn that need more are too rare to be met.
const farthest = 40

// A reachByLength says who is reached by ways of exactly so many ties.
type reachByLength [farthest + 1]grid

func (r reachByLength) then(s reachByLength) reachByLength {
	var out reachByLength
	for i, a := range r {
		for j, b := range s[:farthest+1-i] {
			if a != 0 && b != 0 {
				out[i+j] |= a.then(b)
			}
		}
	}
	return out
}

func (r reachByLength) or(s reachByLength) reachByLength {
	for i, b := range s {
		r[i] |= b
	}
	return r
}

// times returns r, one after another, from low to high times; a high below 0 means without end.
func (r reachByLength) times(low, high int) reachByLength {
	out := reachByLength{identityGrid}
	for range low {
		out = out.then(r)
	}
	for n := low; n != high; n++ {
		more := out.or(out.then(r))
		if more == out {
			break
		}
		out = more
	}
	return out
}

// A walkNet is a few parties and ties between them, with stints.
type walkNet struct {
	parties []relationship.PartyID // in order
	ties    []relationship.Tie     // in the order of their IDs
}

func walkInstants() []time.Time {
	var out []time.Time
	for day := range 4 {
		out = append(out, time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC))
	}
	return out
}

func drawWalkNet(t *rapid.T) walkNet {
	n := walkNet{parties: []relationship.PartyID{"10", "9", "A", "a", "a ", "b", "ß", "ä"}}
	slices.Sort(n.parties)
	n.parties = n.parties[rapid.IntRange(0, 7).Draw(t, "fewer parties"):]
	party := rapid.SampledFrom(n.parties)
	for i := range rapid.IntRange(0, 24).Draw(t, "ties") {
		s := relationship.Stint{}
		if rapid.Bool().Draw(t, "dated") {
			days := rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 2, 2, rapid.ID).Draw(t, "days")
			s.From, s.To = walkInstants()[min(days[0], days[1])], walkInstants()[max(days[0], days[1])]
		}
		n.ties = append(n.ties, relationship.Tie{
			ID:   relationship.TieID(fmt.Sprintf("t%02d", i)),
			Kind: rapid.SampledFrom([]relationship.KindName{"a", "works-for", "s"}).Draw(t, "kind"),
			From: party.Draw(t, "from"), To: party.Draw(t, "to"), Stints: []relationship.Stint{s},
		})
	}
	return n
}

func (n walkNet) snapshot(t rapid.TB) *Snapshot {
	t.Helper()
	parties := func(yield func(relationship.Party, error) bool) {
		for _, id := range n.parties {
			if !yield(relationship.Party{ID: id}, nil) {
				return
			}
		}
	}
	ties := func(yield func(relationship.Tie, error) bool) {
		for _, tie := range n.ties {
			if !yield(tie, nil) {
				return
			}
		}
	}
	s, err := Build(parties, ties, Config{Kinds: lawKinds(t)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// held returns the network of the ties that hold at an instant; the zero time leaves all.
func (n walkNet) held(at time.Time) walkNet {
	if !at.IsZero() {
		n.ties = slices.DeleteFunc(slices.Clone(n.ties), func(t relationship.Tie) bool { return !t.Holds(at) })
	}
	return n
}

func (n walkNet) place(id relationship.PartyID) int { return slices.Index(n.parties, id) }

// means returns who is reached by a path and by how many ties, by what the signs of the notation mean.
func (n walkNet) means(s spoken) reachByLength {
	var of []reachByLength
	for _, part := range s.of {
		of = append(of, n.means(part))
	}
	var out reachByLength
	switch s.word {
	case "^":
		for i, g := range of[0] {
			out[i] = g.converse()
		}
	case "|":
		for _, r := range of {
			out = out.or(r)
		}
	case "/":
		out[0] = identityGrid
		for _, r := range of {
			out = out.then(r)
		}
	case "?":
		return of[0].times(0, 1)
	case "*":
		return of[0].times(0, -1)
	case "+":
		return of[0].times(1, -1)
	case "{n}":
		return of[0].times(s.low, s.low)
	case "{n,}":
		return of[0].times(s.low, -1)
	case "{n,m}":
		return of[0].times(s.low, s.high)
	default:
		for _, t := range n.ties {
			if string(t.Kind) != s.word {
				continue
			}
			from, to := n.place(t.From), n.place(t.To)
			if out[1] = out[1].with(from, to); s.word == "s" {
				out[1] = out[1].with(to, from)
			}
		}
	}
	return out
}

// shortest returns by how few ties each party is reached from some starts; -1 where it is not, within
// so many ties.
func (r reachByLength) shortest(starts []int, within int) [8]int {
	var out [8]int
	for party := range out {
		out[party] = slices.IndexFunc(r[:within+1], func(g grid) bool {
			return slices.ContainsFunc(starts, func(s int) bool { return g.has(s, party) })
		})
	}
	return out
}

// spells reports whether the steps of a way, between two places, are what a path says.
func (s spoken) spells(way []Step, backwards bool) bool {
	switch s.word {
	case "a", "works-for", "s":
		if len(way) != 1 || string(way[0].Kind) != s.word {
			return false
		}
		return s.word == "s" || (way[0].Side == relationship.ToSide) == backwards
	case "^":
		return s.of[0].spells(way, !backwards)
	case "|":
		return slices.ContainsFunc(s.of, func(of spoken) bool { return of.spells(way, backwards) })
	case "/":
		of := slices.Clone(s.of)
		if backwards {
			slices.Reverse(of)
		}
		return spellInTurn(of, way, backwards)
	}
	low, high := s.low, s.high
	switch s.word {
	case "?":
		low, high = 0, 1
	case "*":
		low, high = 0, len(way)
	case "+":
		low, high = 1, len(way)+1
	case "{n}":
		high = low
	case "{n,}":
		high = low + len(way)
	}
	for n := low; n <= high; n++ {
		if spellInTurn(slices.Repeat(s.of, n), way, backwards) {
			return true
		}
	}
	return false
}

func spellInTurn(of []spoken, way []Step, backwards bool) bool {
	if len(of) == 0 {
		return len(way) == 0
	}
	for i := range len(way) + 1 {
		if of[0].spells(way[:i], backwards) && spellInTurn(of[1:], way[i:], backwards) {
			return true
		}
	}
	return false
}

// drawShortPath draws a path of few kinds, so that the slow answers are not too slow.
func drawShortPath(t *rapid.T) (spoken, Path) {
	s := rapid.Custom(func(t *rapid.T) spoken { return drawSpoken(t, 3) }).
		Filter(func(s spoken) bool { return s.places() <= 8 }).Draw(t, "path")
	return s, mustParse(t, s.text(t))
}

func drawStarts(t *rapid.T, n walkNet) []relationship.PartyID {
	return rapid.SliceOfN(rapid.SampledFrom(n.parties), 1, 4).Draw(t, "starts")
}

// drawAt draws an instant, or the zero time.
func drawAt(t *rapid.T) time.Time {
	return rapid.SampledFrom(append(walkInstants(), time.Time{})).Draw(t, "at")
}

func mustWalk(t rapid.TB, s *Snapshot, p Path, b Bounds, from ...relationship.PartyID) Reached {
	t.Helper()
	r, err := s.Reach(p, b, from...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// mustBeAWay fails unless a way leads from one of some starts to the party by ties that are there and
// spells what the path says.
func mustBeAWay(t rapid.TB, n walkNet, path spoken, starts []relationship.PartyID, f Found) {
	t.Helper()
	if !path.spells(f.Way, false) {
		t.Fatalf("the way %v is not what the path says", f.Way)
	}
	if len(f.Way) == 0 && slices.Contains(starts, f.Party) {
		return
	}
	at := f.Way[0].From
	if !slices.Contains(starts, at) {
		t.Fatalf("the way %v begins nowhere", f.Way)
	}
	for _, step := range f.Way {
		i := slices.IndexFunc(n.ties, func(t relationship.Tie) bool { return t.ID == step.Tie })
		if i < 0 || step.From != at {
			t.Fatalf("%v is no step from %q", step, at)
		}
		tie := n.ties[i]
		near, far := tie.Party(step.Side), tie.Party(step.Side.Other())
		turned := tie.Kind == "s" && near == step.To && far == step.From
		if tie.Kind != step.Kind || !turned && (near != step.From || far != step.To) || step.Weight != 1 {
			t.Fatalf("%v is not a step along %v", step, tie)
		}
		at = step.To
	}
	if at != f.Party {
		t.Fatalf("the way %v ends at %q, want %q", f.Way, at, f.Party)
	}
}

func TestAWalkReachesWhoItsPathSaysByTheShortestWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, at := drawWalkNet(t), drawAt(t)
		path, parsed := drawShortPath(t)
		starts := drawStarts(t, n)
		length := rapid.SampledFrom([]int{1, 2, 3, 7, 16, farthest}).Draw(t, "length")
		got := mustWalk(t, n.snapshot(t), parsed, Bounds{At: at, Length: length}, starts...)
		held := n.held(at)
		var places []int
		for _, id := range starts {
			places = append(places, n.place(id))
		}
		want := held.means(path).shortest(places, length)
		last := 0
		for _, f := range got.Parties {
			place := n.place(f.Party)
			if len(f.Way) != want[place] || len(f.Way) < last {
				t.Fatalf("got %q after those %d ties away by a way of %d, want one of %d", f.Party, last, len(f.Way), want[place])
			}
			mustBeAWay(t, held, path, starts, f)
			want[place], last = -1, len(f.Way)
		}
		if want != [8]int{-1, -1, -1, -1, -1, -1, -1, -1} {
			t.Fatalf("parties were not reached: %v", want)
		}
	})
}

func TestAsOfAnInstantIsANetworkOfTheTiesThatHeld(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawWalkNet(t)
		_, path := drawShortPath(t)
		starts, at := drawStarts(t, n), drawAt(t)
		b := Bounds{At: at, FanOut: rapid.IntRange(0, 3).Draw(t, "fan-out"), Most: rapid.IntRange(0, 4).Draw(t, "most")}
		got := mustWalk(t, n.snapshot(t), path, b, starts...)
		b.At = time.Time{}
		want := mustWalk(t, n.held(at).snapshot(t), path, b, starts...)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("at %v (-want +got):\n%s", at, diff)
		}
	})
}

func TestAPathAndItsInverseReachMirroredPairs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawWalkNet(t)
		_, path := drawShortPath(t)
		s, b := n.snapshot(t), Bounds{At: drawAt(t), Length: farthest}
		type pair struct{ from, to relationship.PartyID }
		there, back := map[pair]int{}, map[pair]int{}
		for _, id := range n.parties {
			for _, f := range mustWalk(t, s, path, b, id).Parties {
				there[pair{id, f.Party}] = len(f.Way)
			}
			for _, f := range mustWalk(t, s, path.Inverse(), b, id).Parties {
				back[pair{f.Party, id}] = len(f.Way)
			}
		}
		if diff := gocmp.Diff(there, back); diff != "" {
			t.Fatalf("there and back differ (-there +back):\n%s", diff)
		}
	})
}

func TestManyStartsReachWhoAnyOfThemReaches(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawWalkNet(t)
		_, path := drawShortPath(t)
		s, b, starts := n.snapshot(t), Bounds{At: drawAt(t)}, drawStarts(t, n)
		nearest := map[relationship.PartyID][]Step{}
		for _, id := range starts {
			for _, f := range mustWalk(t, s, path, b, id).Parties {
				if old, ok := nearest[f.Party]; !ok || len(f.Way) < len(old) {
					nearest[f.Party] = f.Way
				}
			}
		}
		together := map[relationship.PartyID][]Step{}
		for _, f := range mustWalk(t, s, path, b, starts...).Parties {
			together[f.Party] = f.Way
		}
		if diff := gocmp.Diff(nearest, together); diff != "" {
			t.Fatalf("one by one and together differ (-one by one +together):\n%s", diff)
		}
	})
}

func TestAWalkerForgetsTheWalkBefore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawWalkNet(t)
		_, path := drawShortPath(t)
		s := n.snapshot(t)
		b := Bounds{At: drawAt(t), Length: rapid.IntRange(0, 4).Draw(t, "length"), FanOut: rapid.IntRange(0, 3).Draw(t, "fan-out"), Most: rapid.IntRange(0, 4).Draw(t, "most")}
		w, err := s.Walker(path, b)
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			starts := drawStarts(t, n)
			var numbers []uint32
			for _, id := range starts {
				numbers = append(numbers, uint32(n.place(id)))
			}
			got := Reached{Truncated: false}
			for i, party := range w.From(numbers...) {
				got.Parties = append(got.Parties, Found{s.ID(party), w.Way(i)})
			}
			got.Truncated = w.Truncated()
			if diff := gocmp.Diff(mustWalk(t, s, path, b, starts...), got); diff != "" {
				t.Fatalf("a fresh walker and one that walked before differ (-fresh +used):\n%s", diff)
			}
		}
	})
}

// A slowVisit is a way to a party at a position of the program.
type slowVisit struct {
	order []string // by which ways of one length are ordered: the start, then positions and IDs in turn
	party relationship.PartyID
	next  uint64
	found bool
}

// slowly walks by making all ways of one length, sorting them, and keeping the first to each party
// and position. It returns who is reached, in order, and whether it stopped at a bound.
func (n walkNet) slowly(p *program, b Bounds, starts []relationship.PartyID) (found []relationship.PartyID, truncated bool) {
	reach := func(id relationship.PartyID) bool {
		if slices.Contains(found, id) {
			return true
		}
		if len(found) == b.Most {
			truncated = true
			return false
		}
		found = append(found, id)
		return true
	}
	var level []slowVisit
	for i, id := range starts {
		level = append(level, slowVisit{order: []string{fmt.Sprintf("%03d", i)}, party: id, next: p.first})
		if p.empty {
			reach(id)
		}
	}
	type place struct {
		party    relationship.PartyID
		position int
	}
	seen := map[place]bool{}
	for length := 0; len(level) > 0; length++ {
		var next []slowVisit
		for _, v := range level {
			for ; v.next != 0; v.next &= v.next - 1 {
				position := bits.TrailingZeros64(v.next)
				some := n.followed(p.steps[position], v.party)
				if len(some) > b.FanOut {
					some, truncated = some[:b.FanOut], truncated || length < b.Length
				}
				for _, id := range some {
					if here := (place{id, position}); !seen[here] {
						seen[here] = true
						order := append(slices.Clone(v.order), fmt.Sprintf("%03d", position), string(id))
						next = append(next, slowVisit{order, id, p.follow[position], p.last>>position&1 != 0})
					}
				}
			}
		}
		slices.SortStableFunc(next, func(a, b slowVisit) int { return slices.Compare(a.order, b.order) })
		if length == b.Length {
			return found, truncated || len(next) > 0
		}
		for _, v := range next {
			if v.found && !reach(v.party) {
				return found, true
			}
		}
		level = next
	}
	return found, truncated
}

// followed returns the parties that ties lead to, in order, one for each tie.
func (n walkNet) followed(s step, from relationship.PartyID) []relationship.PartyID {
	var out []relationship.PartyID
	for _, t := range n.ties {
		near, far := t.From, t.To
		if s.inverse {
			near, far = far, near
		}
		switch {
		case t.Kind != s.kind:
		case near == from:
			out = append(out, far)
		case s.kind == "s" && far == from:
			out = append(out, near)
		}
	}
	slices.SortFunc(out, cmp.Compare[relationship.PartyID])
	return out
}

// This says what each bound leaves out, when a walk says so, and in which order parties come. Where a
// walk ends at FanOut or Most, it may not have looked at all that it could.
func TestBoundsLeaveOutWhatComesLast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, at := drawWalkNet(t), drawAt(t)
		_, path := drawShortPath(t)
		starts := drawStarts(t, n)
		b := Bounds{At: at, Length: farthest, FanOut: 99, Most: 99}
		switch rapid.IntRange(0, 3).Draw(t, "bound") {
		case 0:
			b.Length = rapid.IntRange(1, 4).Draw(t, "length")
		case 1:
			b.FanOut = rapid.IntRange(1, 3).Draw(t, "fan-out")
		case 2:
			b.Most = rapid.IntRange(1, 4).Draw(t, "most")
		}
		got := mustWalk(t, n.snapshot(t), path, b, starts...)
		want, truncated := n.held(at).slowly(path.program(), b, starts)
		var parties []relationship.PartyID
		for _, f := range got.Parties {
			parties = append(parties, f.Party)
		}
		if !slices.Equal(parties, want) || got.Truncated != truncated {
			t.Fatalf("got %q, truncated %t, want %q, %t", parties, got.Truncated, want, truncated)
		}
	})
}

func TestAWalkThatMissesAPartySaysSo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, at := drawWalkNet(t), drawAt(t)
		_, path := drawShortPath(t)
		starts, s := drawStarts(t, n), n.snapshot(t)
		b := Bounds{At: at, Length: rapid.IntRange(0, 5).Draw(t, "length"), FanOut: rapid.IntRange(0, 3).Draw(t, "fan-out"), Most: rapid.IntRange(0, 8).Draw(t, "most")}
		whole := mustWalk(t, s, path, Bounds{At: at, Length: farthest * 100}, starts...)
		got := mustWalk(t, s, path, b, starts...)
		if whole.Truncated || len(got.Parties) < len(whole.Parties) && !got.Truncated {
			t.Fatalf("got %d of %d parties, truncated %t", len(got.Parties), len(whole.Parties), got.Truncated)
		}
		if b.Most == 0 {
			return
		}
		most := mustWalk(t, s, path, Bounds{At: at, Length: farthest * 100, Most: b.Most}, starts...)
		if most.Truncated != (len(most.Parties) < len(whole.Parties)) {
			t.Fatalf("got %d of %d parties with Most %d, truncated %t", len(most.Parties), len(whole.Parties), b.Most, most.Truncated)
		}
	})
}

func TestAWayIsTheFirstOfItsLength(t *testing.T) {
	t.Parallel()
	const text = "a/s|s/a|^a"
	path := mustParse(t, text)
	tie := func(id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID) relationship.Tie {
		return relationship.Tie{ID: id, Kind: kind, From: from, To: to, Stints: []relationship.Stint{{}}}
	}
	tests := []struct {
		name   string
		ties   []relationship.Tie
		starts []relationship.PartyID
		want   []relationship.TieID
	}{
		{"the shorter one", []relationship.Tie{tie("1", "a", "x", "m"), tie("2", "s", "m", "z"), tie("3", "a", "z", "x")}, []relationship.PartyID{"x"}, []relationship.TieID{"3"}},
		{"the start named first", []relationship.Tie{tie("1", "a", "z", "x"), tie("2", "a", "z", "y")}, []relationship.PartyID{"y", "x"}, []relationship.TieID{"2"}},
		{"the place in the path", []relationship.Tie{tie("1", "s", "x", "c"), tie("2", "a", "c", "z"), tie("3", "a", "x", "d"), tie("4", "s", "d", "z")}, []relationship.PartyID{"x"}, []relationship.TieID{"3", "4"}},
		{"the ID of a party", []relationship.Tie{tie("1", "a", "x", "d"), tie("2", "s", "d", "z"), tie("3", "a", "x", "c"), tie("4", "s", "z", "c")}, []relationship.PartyID{"x"}, []relationship.TieID{"3", "4"}},
		{"the ID of a tie", []relationship.Tie{tie("9", "a", "z", "x"), tie("10", "a", "z", "x"), tie("11", "a", "z", "x")}, []relationship.PartyID{"x"}, []relationship.TieID{"10"}},
	}
	for _, test := range tests {
		n := walkNet{ties: test.ties}
		for _, f := range mustWalk(t, n.snapshot(t), path, Bounds{}, test.starts...).Parties {
			var got []relationship.TieID
			for _, s := range f.Way {
				got = append(got, s.Tie)
			}
			if f.Party == "z" && !slices.Equal(got, test.want) {
				t.Errorf("%s: got the way %q, want %q", test.name, got, test.want)
			}
		}
	}
}

func TestAWalkOfAPathThatIsNotKnownIsRefused(t *testing.T) {
	t.Parallel()
	s := walkNet{}.snapshot(t)
	fewer, err := relationship.Kinds{}.With(relationship.Kind{Name: "other", From: relationship.KindEnd{Phrase: "p", Role: "r"}, To: relationship.KindEnd{Phrase: "p", Role: "r"}})
	if err != nil {
		t.Fatal(err)
	}
	unknown, err := ParsePath("other", fewer)
	if err != nil {
		t.Fatal(err)
	}
	known := mustParse(t, "a")
	for field, test := range map[string]struct {
		path Path
		b    Bounds
	}{
		"Path":   {Path{}, Bounds{}},
		"Path ":  {unknown, Bounds{}},
		"Length": {known, Bounds{Length: -1}},
		"FanOut": {known, Bounds{FanOut: -1}},
		"Most":   {known, Bounds{Most: -1}},
	} {
		w, err := s.Walker(test.path, test.b)
		told, ok := errors.AsType[*relationship.OpError](err)
		if w != nil || !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field+" " != field && told.Field != field {
			t.Errorf("got %v, want an error of %s", err, field)
		}
	}
}
