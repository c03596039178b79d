package relationship_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A plainTie is a tie of the plain model: when it began and ended, in days. An end of 0 is none.
type plainTie struct {
	from, to relationship.PartyID
	stints   [][2]int
}

func (x plainTie) open() bool { return x.stints[len(x.stints)-1][1] == 0 }

func (x plainTie) holds(at int) bool {
	return slices.ContainsFunc(x.stints, func(s [2]int) bool { return s[0] <= at && (s[1] == 0 || at < s[1]) })
}

// A plain is what a network is, in maps: friends, and who turned out to be whom.
type plain struct {
	into map[relationship.PartyID]relationship.PartyID // "" for a party by itself
	ties map[relationship.TieID]plainTie
}

func (m plain) there(ids ...relationship.PartyID) bool {
	return !slices.ContainsFunc(ids, func(id relationship.PartyID) bool { _, ok := m.into[id]; return !ok })
}

func (m plain) root(id relationship.PartyID) relationship.PartyID {
	for m.into[id] != "" {
		id = m.into[id]
	}
	return id
}

func (m plain) family(id relationship.PartyID) []relationship.PartyID {
	var out []relationship.PartyID
	for other := range m.into {
		if m.root(other) == m.root(id) {
			out = append(out, other)
		}
	}
	return out
}

// of returns the ties of a party and of all that it is merged with, in order.
func (m plain) of(id relationship.PartyID) []relationship.TieID {
	family := m.family(id)
	var out []relationship.TieID
	for _, x := range slices.Sorted(maps.Keys(m.ties)) {
		if slices.Contains(family, m.ties[x].from) || slices.Contains(family, m.ties[x].to) {
			out = append(out, x)
		}
	}
	return out
}

// A play is the model beside the book.
type play struct {
	desk
	plain
	void map[relationship.TieID]plainTie // void ties, whose IDs stay with their ends
}

// agree fails unless the book did what the model says it may, and refused what it may not.
func (p *play) agree(t *rapid.T, what string, err error, may bool) {
	t.Helper()
	if err != nil && !refusal(err) || (err == nil) != may {
		t.Fatalf("%s: got error %v, want success: %v", what, err, may)
	}
}

func (p *play) putParty(t *rapid.T) {
	id := partyID(t, "party")
	_, err := p.PutParty(t.Context(), people(id)[0])
	may := !p.there(id)
	p.agree(t, "put "+string(id), err, may)
	if may {
		p.into[id] = ""
	}
}

func (p *play) relate(t *rapid.T) {
	id, from, to := tieID(t), partyID(t, "from"), partyID(t, "to")
	s := [2]int{rapid.IntRange(1, 20).Draw(t, "began"), 0}
	if rapid.Bool().Draw(t, "over") {
		s[1] = s[0] + rapid.IntRange(1, 9).Draw(t, "days")
	}
	_, exists := p.ties[id]
	void, was := p.void[id]
	may := !exists && p.there(from, to) && p.root(from) != p.root(to) && (!was || void.from == from && void.to == to)
	_, err := p.Relate(t.Context(), relationship.Tie{
		ID: id, Kind: "friend", From: from, To: to, Stints: []relationship.Stint{spell(s[0], s[1])},
	})
	p.agree(t, "relate "+string(id), err, may)
	if may {
		p.ties[id] = plainTie{from, to, [][2]int{s}}
		delete(p.void, id)
	}
}

func (p *play) end(t *rapid.T) {
	id, at := tieID(t), rapid.IntRange(1, 30).Draw(t, "at")
	x, there := p.ties[id]
	may := there && x.open() && x.stints[len(x.stints)-1][0] < at
	_, err := p.End(t.Context(), id, noon(at))
	p.agree(t, "end "+string(id), err, may)
	if may {
		x.stints[len(x.stints)-1][1] = at
	}
}

func (p *play) resume(t *rapid.T) {
	id, at := tieID(t), rapid.IntRange(1, 30).Draw(t, "at")
	x, there := p.ties[id]
	may := there && !x.open() && x.stints[len(x.stints)-1][1] <= at && p.root(x.from) != p.root(x.to)
	_, err := p.Resume(t.Context(), id, noon(at))
	p.agree(t, "resume "+string(id), err, may)
	if may {
		x.stints = append(x.stints, [2]int{at, 0})
		p.ties[id] = x
	}
}

func (p *play) merge(t *rapid.T) {
	into, one := partyID(t, "into"), partyID(t, "one")
	linked := p.there(one) && p.into[one] == into
	may := p.there(one) && (linked || p.there(into) && p.into[one] == "" && p.root(into) != one)
	p.agree(t, fmt.Sprintf("merge %s into %s", one, into), p.Merge(t.Context(), into, one), may)
	if may {
		p.into[one] = into
	}
}

func (p *play) unmerge(t *rapid.T) {
	id := partyID(t, "party")
	may := p.there(id)
	p.agree(t, "unmerge "+string(id), p.Unmerge(t.Context(), id), may)
	if may {
		p.into[id] = ""
	}
}

func (p *play) makeVoid(t *rapid.T) {
	if rapid.Bool().Draw(t, "a tie") {
		id := tieID(t)
		x, may := p.ties[id]
		if may {
			p.void[id] = x
		}
		p.agree(t, "void "+string(id), p.Void(t.Context(), id.Ref()), may)
		delete(p.ties, id)
		return
	}
	id := partyID(t, "party")
	may := p.there(id)
	for _, x := range p.ties {
		may = may && x.from != id && x.to != id
	}
	for _, into := range p.into {
		may = may && into != id
	}
	p.agree(t, "void "+string(id), p.Void(t.Context(), id.Ref()), may)
	if may {
		delete(p.into, id)
	}
}

func (p *play) erase(t *rapid.T) {
	id := partyID(t, "party")
	report, err := p.Erase(t.Context(), id)
	p.agree(t, "erase "+string(id), err, true)
	gone := p.family(id)
	if !p.there(id) {
		gone = append(gone, id)
	}
	slices.Sort(gone)
	var ties []relationship.TieID
	if p.there(id) {
		ties = p.of(id)
	}
	same(t, "what Erase reports", report, relationship.Erasure{Seq: report.Seq, Parties: gone, Ties: ties})
	for _, g := range gone {
		delete(p.into, g)
	}
	for _, x := range ties {
		delete(p.ties, x)
	}
	maps.DeleteFunc(p.void, func(_ relationship.TieID, x plainTie) bool {
		return slices.Contains(gone, x.from) || slices.Contains(gone, x.to)
	})
}

// compare looks at every read.
func (p *play) compare(t *rapid.T) {
	t.Helper()
	var roots []relationship.PartyID
	for _, id := range slices.Sorted(maps.Keys(p.into)) {
		if p.into[id] == "" {
			roots = append(roots, id)
		}
		got, err := p.Resolve(t.Context(), id)
		ok(t, err)
		same(t, "who "+string(id)+" is", got, p.root(id))
		p.compareTies(t, id)
	}
	var got []relationship.PartyID
	for _, party := range all(t, p.Parties(t.Context(), relationship.PartyQuery{})) {
		got = append(got, party.ID)
	}
	same(t, "parties", got, roots)
	for _, f := range all(t, p.Check(t.Context())) {
		if f.Field != "To" { // a merge may bring friends together
			t.Fatalf("Check found %v %s %s, want nothing", f.Ref, f.Field, f.Rule)
		}
	}
}

func (p *play) compareTies(t *rapid.T, id relationship.PartyID) {
	t.Helper()
	var got []relationship.TieID
	for _, v := range around(t, &p.Reader, id) {
		got = append(got, v.Tie.ID)
	}
	same(t, "ties of "+string(id), got, p.of(id))
	at := rapid.IntRange(1, 30).Draw(t, "instant")
	then, err := p.AsOf(t.Context(), relationship.When{Valid: noon(at)})
	ok(t, err)
	got = nil
	for _, x := range all(t, then.Ties(t.Context(), relationship.TieQuery{Of: []relationship.PartyID{id}})) {
		got = append(got, x.ID)
	}
	want := slices.DeleteFunc(p.of(id), func(x relationship.TieID) bool { return !p.ties[x].holds(at) })
	same(t, fmt.Sprintf("ties of %s on day %d", id, at), got, want)
}

func TestRandomHistoryAgreesWithAPlainModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := play{
			desk: newDesk(t), void: map[relationship.TieID]plainTie{},
			plain: plain{map[relationship.PartyID]relationship.PartyID{}, map[relationship.TieID]plainTie{}},
		}
		for _, party := range people("p0", "p1", "p2", "p3") {
			put(t, p.Book, relationship.Batch{Parties: []relationship.Party{party}})
			p.into[party.ID] = ""
		}
		t.Repeat(map[string]func(*rapid.T){
			"party": p.putParty, "relate": p.relate, "relate too": p.relate, "end": p.end, "resume": p.resume,
			"merge": p.merge, "unmerge": p.unmerge, "void": p.makeVoid, "erase": p.erase,
			"": func(t *rapid.T) {
				p.clock.set(p.clock.now().Add(time.Minute))
				p.compare(t)
			},
		})
	})
}
