package relationship_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A scribe writes records whose every text is one of a kind, and keeps the texts.
type scribe struct {
	desk
	n     int
	ties  int // how many were tried: an ID is not used twice, see TestIDOfAVoidRecordStaysWithItsEnds
	needs int
	about map[relationship.PartyID][]string // texts that go when a party goes
}

func (s *scribe) text(about ...relationship.PartyID) string {
	s.n++
	text := fmt.Sprintf("%s-%04d.", secret, s.n)
	for _, id := range about {
		s.about[id] = append(s.about[id], text)
	}
	return text
}

// instant returns an instant that is as rare as a text.
func (s *scribe) instant(about ...relationship.PartyID) time.Time {
	s.n++
	at := noon(1).Add(time.Duration(s.n))
	for _, id := range about {
		s.about[id] = append(s.about[id], at.Format(time.RFC3339Nano))
	}
	return at
}

func (s *scribe) facts(about ...relationship.PartyID) []relationship.Fact {
	return []relationship.Fact{
		{Name: s.text(about...), Value: s.text(about...), Source: s.text(about...), Basis: relationship.Stated},
		{Name: "since", Value: s.instant(about...), Basis: relationship.Stated, At: s.instant(about...)},
	}
}

// writes returns the book of someone who gives a reason that nobody else gives.
func (s *scribe) writes(about ...relationship.PartyID) *relationship.Book {
	return s.As("clerk", s.text(about...))
}

// try takes a refusal for an answer. The texts of what was refused must be nowhere either.
func (s *scribe) try(t *rapid.T, err error) {
	t.Helper()
	if err != nil && !refusal(err) {
		t.Fatalf("got error %v, want none or a refusal", err)
	}
	discreet(t, err)
}

func (s *scribe) party(t *rapid.T) {
	id := partyID(t, "party")
	p := relationship.Party{ID: id, Kind: relationship.Person, Name: s.text(id), Facts: s.facts(id)}
	_, err := s.writes(id).PutParty(t.Context(), p)
	s.try(t, err)
}

func (s *scribe) change(t *rapid.T) {
	id := partyID(t, "party")
	root, err := s.Resolve(t.Context(), id)
	if err != nil {
		return
	}
	_, err = s.writes(root).UpdateParty(t.Context(), id, func(p *relationship.Party) error {
		p.Name, p.Facts = s.text(root), s.facts(root)
		return nil
	})
	s.try(t, err)
}

func (s *scribe) relate(t *rapid.T) {
	from, to := partyID(t, "from"), partyID(t, "to")
	s.ties++
	id := relationship.TieID(fmt.Sprint("t", s.ties))
	x := tie(id, rapid.SampledFrom([]relationship.KindName{"friend", "reports-to", "sole"}).Draw(t, "kind"), from, to)
	x.Stints = []relationship.Stint{{From: s.instant(from, to), To: s.instant(from, to)}, {From: s.instant(from, to)}}
	reading := relationship.Readings{{Estimate: drawEstimate(t), Source: s.text(from, to)}}
	x.Ends.From = relationship.End{Role: s.text(from, to), Importance: reading}
	x.Ends.To = relationship.End{Role: s.text(from, to), Health: reading}
	x.Facts = s.facts(from, to)
	_, err := s.writes(from, to).Relate(t.Context(), x)
	s.try(t, err)
}

func (s *scribe) someTie(t *rapid.T) relationship.TieID {
	return relationship.TieID(fmt.Sprint("t", rapid.IntRange(0, s.ties).Draw(t, "tie")))
}

func (s *scribe) need(t *rapid.T) {
	party := partyID(t, "party")
	s.needs++
	n := relationship.Need{ID: relationship.NeedID(fmt.Sprint("n", s.needs)), Party: party}
	about := []relationship.PartyID{party}
	if rapid.Bool().Draw(t, "in a tie") {
		n.Tie = s.someTie(t)
		if x, err := s.Tie(t.Context(), n.Tie); err == nil {
			about = append(about, x.From, x.To)
		}
	}
	n.Text = s.text(about...)
	n.Satisfaction = relationship.Readings{{Estimate: drawEstimate(t), Source: s.text(about...)}}
	_, err := s.writes(about...).PutNeed(t.Context(), n)
	s.try(t, err)
}

func (s *scribe) link(t *rapid.T) {
	one, into := partyID(t, "one"), partyID(t, "into")
	if rapid.Bool().Draw(t, "unmerge") {
		s.try(t, s.writes(one).Unmerge(t.Context(), one))
		return
	}
	s.try(t, s.writes(one, into).Merge(t.Context(), into, one))
}

func (s *scribe) void(t *rapid.T) {
	switch rapid.IntRange(0, 2).Draw(t, "noun") {
	case 0:
		id := partyID(t, "party")
		s.try(t, s.writes(id).Void(t.Context(), id.Ref()))
	case 1:
		id := s.someTie(t)
		if x, err := s.Tie(t.Context(), id); err == nil {
			s.try(t, s.writes(x.From, x.To).Void(t.Context(), id.Ref()))
		}
	case 2:
		id := relationship.NeedID(fmt.Sprint("n", rapid.IntRange(0, s.needs).Draw(t, "need")))
		if n, err := s.Need(t.Context(), id); err == nil {
			s.try(t, s.writes(n.Party).Void(t.Context(), id.Ref()))
		}
	}
}

func TestForgottenIsForgotten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := scribe{desk: newDesk(t, sole()), about: map[relationship.PartyID][]string{}}
		deeds := []func(*rapid.T){s.party, s.party, s.party, s.change, s.relate, s.relate, s.relate, s.need, s.link, s.void}
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			s.clock.set(s.clock.now().Add(time.Minute))
			rapid.SampledFrom(deeds).Draw(t, "deed")(t)
		}
		id := partyID(t, "erased")
		before := contentOf(t, s.store)
		report, err := s.Erase(t.Context(), id)
		ok(t, err)
		var texts []string
		for _, gone := range report.Parties {
			texts = append(texts, s.about[gone]...)
		}
		mustBeGone(t, &s, texts, report)

		// What the erasure did not concern is still there.
		kept := contentOf(t, s.store)
		kept.Log = nil
		same(t, "what stays", kept, without(before, report))
		// Nothing is left to dangle.
		same(t, "findings", danglingIn(t, s.Book), []relationship.Finding{})
	})
}

// Otherwise the erasure of one party would take a record with it that is now another's.
func TestErasureTellsWhatWent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	parties := append(people("a", "b", "c"), into("a-2", "a", "a-3", "a-2")...)
	put(t, d.Book, relationship.Batch{
		Parties: parties,
		Ties:    []relationship.Tie{tie("3", "friend", "b", "a-3"), tie("1", "friend", "a", "c"), tie("2", "friend", "b", "c")},
		Needs: []relationship.Need{
			{ID: "4", Party: "b", Tie: "3"}, {ID: "2", Party: "b"}, {ID: "1", Party: "a-3"}, {ID: "3", Party: "a-2", Tie: "1"}, {ID: "5", Party: "c", Tie: "2"},
		},
	})
	for _, id := range []relationship.PartyID{"a-2", "a"} {
		report, err := d.Erase(t.Context(), id)
		ok(t, err)
		want := relationship.Erasure{Seq: report.Seq, Parties: []relationship.PartyID{"a"}}
		if id == "a-2" {
			want.Parties = []relationship.PartyID{"a", "a-2", "a-3"}
			want.Ties = []relationship.TieID{"1", "3"}
			want.Needs = []relationship.NeedID{"1", "3", "4"}
		}
		same(t, "erasure of "+string(id), report, want)
		log := all(t, d.Feed(t.Context(), report.Seq-1))
		same(t, "what the log names", log[0].Erase, want.Parties)
	}
}

func TestIDOfAVoidRecordStaysWithItsEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("a", "b", "c", "d"),
		Ties:    []relationship.Tie{tie("t", "friend", "a", "b")},
		Needs:   []relationship.Need{{ID: "n", Party: "a", Text: "x"}},
	})
	ok(t, d.Void(t.Context(), relationship.TieID("t").Ref(), relationship.NeedID("n").Ref()))
	for _, batch := range []relationship.Batch{
		{Ties: []relationship.Tie{tie("t", "friend", "c", "d")}},
		{Needs: []relationship.Need{{ID: "n", Party: "c", Text: "y"}}},
	} {
		if _, err := d.Put(t.Context(), batch); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("the ID of a void record for another's: got error %v, want one matching %v", err, relationship.ErrInvalid)
		}
	}
	put(t, d.Book, relationship.Batch{
		Ties:  []relationship.Tie{tie("t", "friend", "a", "b")},
		Needs: []relationship.Need{{ID: "n", Party: "a", Text: "again"}},
	})
	report, err := d.Erase(t.Context(), "a")
	ok(t, err)
	same(t, "ties told to be gone", report.Ties, []relationship.TieID{"t"})
}

// mustBeGone looks for texts in the memory, and in everything that can be read.
func mustBeGone(t *rapid.T, s *scribe, texts []string, report relationship.Erasure) {
	t.Helper()
	same(t, "found in the memory", findIn(s.store, texts...), []string{})
	mustVoidOnlyWhatWasPut(t, s.store)
	reads := []any{contentOf(t, s.store), read(t, &s.Reader), all(t, s.Feed(t.Context(), 0))}
	for _, p := range people("p0", "p1", "p2", "p3", "p4", "p5") {
		export, err := s.Export(t.Context(), p.ID)
		if err != nil && !errors.Is(err, relationship.ErrNotFound) {
			t.Fatalf("export: %v", err)
		}
		reads = append(reads, export, all(t, s.History(t.Context(), p.ID.Ref())))
	}
	for _, seq := range []relationship.Seq{1, report.Seq - 1} {
		reads = append(reads, recordsOf(t, s.store, seq))
	}
	for _, id := range report.Parties {
		_, errParty := s.Party(t.Context(), id)
		if !errors.Is(errParty, relationship.ErrNotFound) {
			t.Fatalf("got error %v for an erased party, want one matching %v", errParty, relationship.ErrNotFound)
		}
		reads = append(reads, errParty.Error(), all(t, s.History(t.Context(), id.Ref())))
		at, erased, err := s.Erased(t.Context(), id)
		ok(t, err)
		if !erased || !at.Equal(s.clock.now()) {
			t.Fatalf("Erased(%s) = %v, %v, want %v, true", id, at, erased, s.clock.now())
		}
	}
	same(t, "found in reads", findIn(&reads, texts...), []string{})
}

// mustVoidOnlyWhatWasPut fails where a log still tells that something was void which it no longer
// tells of.
func mustVoidOnlyWhatWasPut(t *rapid.T, store relationship.Store) {
	t.Helper()
	put := map[relationship.Ref]bool{}
	for _, b := range contentOf(t, store).Log {
		for _, p := range b.Parties {
			put[p.ID.Ref()] = true
		}
		for _, x := range b.Ties {
			put[x.ID.Ref()] = true
		}
		for _, n := range b.Needs {
			put[n.ID.Ref()] = true
		}
		for _, v := range b.Void {
			if !put[v.Ref] {
				t.Fatalf("the log tells that %v was void, which was erased", v.Ref)
			}
		}
	}
}

// without returns the records that an erasure did not concern.
func without(c content, report relationship.Erasure) content {
	gone := map[relationship.Ref]bool{}
	for _, id := range report.Parties {
		gone[id.Ref()] = true
	}
	for _, id := range report.Ties {
		gone[id.Ref()] = true
	}
	for _, id := range report.Needs {
		gone[id.Ref()] = true
	}
	var out content
	for _, p := range c.Parties {
		if !gone[p.ID.Ref()] {
			out.Parties = append(out.Parties, p)
		}
	}
	for _, x := range c.Ties {
		if !gone[x.ID.Ref()] {
			out.Ties = append(out.Ties, x)
		}
	}
	for _, n := range c.Needs {
		if !gone[n.ID.Ref()] {
			out.Needs = append(out.Needs, n)
		}
	}
	return out
}

// danglingIn returns what Check finds that leads nowhere.
func danglingIn(t tester, b *relationship.Book) []relationship.Finding {
	t.Helper()
	var out []relationship.Finding
	for _, f := range all(t, b.Check(t.Context())) {
		if strings.HasSuffix(f.Rule, "that is there") {
			out = append(out, f)
		}
	}
	return out
}
