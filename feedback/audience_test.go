package feedback_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A hall is a house whose host says who was merged, who has opted out, who looks after whom, and that the
// party named boss sees everything.
type hall struct {
	house
	before func(feedback.Batch) // the next write, if any
	merged map[feedback.PartyID]feedback.PartyID
	out    map[feedback.PartyID]bool
	owners map[feedback.PartyID][]feedback.PartyID
}

func newHall() *hall {
	h := &hall{
		merged: map[feedback.PartyID]feedback.PartyID{}, out: map[feedback.PartyID]bool{},
		owners: map[feedback.PartyID][]feedback.PartyID{},
	}
	h.house = house{clock: newClock(), store: new(feedback.Memory)}
	h.Cafe = feedback.New(interrupted{h.store, h}, feedback.Config{
		Now: h.Now,
		Family: func(_ context.Context, id feedback.PartyID) ([]feedback.PartyID, error) {
			all := []feedback.PartyID{h.root(id)}
			for _, p := range slices.Sorted(maps.Keys(h.merged)) {
				if h.root(p) == all[0] {
					all = append(all, p)
				}
			}
			return all, nil
		},
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) { return h.root, nil },
		OptedOut: func(_ context.Context, of []feedback.PartyID) ([]feedback.PartyID, error) {
			return slices.DeleteFunc(slices.Clone(of), func(p feedback.PartyID) bool { return !h.out[p] }), nil
		},
		Owners: func(context.Context, []feedback.PartyID) (map[feedback.PartyID][]feedback.PartyID, error) {
			return h.owners, nil
		},
		Viewers: func(context.Context, []feedback.PartyID) (func(feedback.PartyID) feedback.Viewer, error) {
			return h.viewer, nil
		},
	})
	return h
}

// interrupted is a store that lets somebody else write first, once.
type interrupted struct {
	*feedback.Memory
	hall *hall
}

func (b interrupted) Write(ctx context.Context, batch feedback.Batch) (feedback.Seq, error) {
	if before := b.hall.before; before != nil {
		b.hall.before = nil
		before(batch)
	}
	return b.Memory.Write(ctx, batch)
}

func (h *hall) root(id feedback.PartyID) feedback.PartyID {
	if into, ok := h.merged[id]; ok {
		return into
	}
	return id
}

func (h *hall) viewer(p feedback.PartyID) feedback.Viewer {
	return feedback.Viewer{Party: p, MayOpen: func(feedback.Ref) bool { return p == "boss" }}
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

// put writes records around the library, as they are.
func (h *hall) put(t fataler, b feedback.Batch) feedback.Seq {
	t.Helper()
	b.At = h.Now()
	seq, err := h.store.Write(t.Context(), b)
	if err != nil {
		t.Fatalf("write: got error %v", err)
	}
	return seq
}

func (h *hall) item(id feedback.ItemID, by feedback.PartyID, shown feedback.Shown) feedback.Item {
	return feedback.Item{
		ID: id, Kind: feedback.Idea, Author: by, Text: "text of " + string(id), At: h.Now(), Shown: shown,
		Loop: feedback.Loop{State: feedback.Heard, Since: h.Now()},
	}
}

func (h *hall) tie(from, to feedback.Ref) feedback.Link {
	return feedback.Link{ID: feedback.LinkIDFor(from, 0, to), From: from, To: to, At: h.Now()}
}

func (h *hall) join(code string, by feedback.PartyID) feedback.Link {
	l := h.tie(feedback.Pseudonym(code).Ref(), by.Ref())
	l.ID = feedback.LinkID(relationship.IDFrom("kith/join", l.From.ID))
	return l
}

func (h *hall) ballot(on feedback.Ref, by feedback.PartyID) feedback.Vote {
	return feedback.Vote{ID: feedback.VoteIDFor(on, by), On: on, Voter: by, Choice: feedback.Agree, At: h.Now()}
}

func (h *hall) wish(about feedback.Ref, by feedback.PartyID) feedback.Entry {
	id := feedback.EntryID(relationship.IDFrom("test", about.String()+" "+string(by)))
	return feedback.Entry{ID: id, About: about, By: by, Kind: feedback.Follows, At: h.Now()}
}

func (h *hall) audience(t fataler, about feedback.Ref) feedback.Audience {
	t.Helper()
	a, err := h.staff().Audience(t.Context(), about)
	if err != nil {
		t.Fatalf("audience: got error %v", err)
	}
	if len(a.People) != a.Told+a.Withheld {
		t.Fatalf("got %d people, want the %d told and %d withheld", len(a.People), a.Told, a.Withheld)
	}
	return a
}

var hallChange = feedback.ChangeID("change").Ref()

// furnish puts a change, two themes of which one was merged into the other, and three items.
func (h *hall) furnish(t fataler) {
	t.Helper()
	hours, sunday := feedback.ThemeID("hours").Ref(), feedback.ThemeID("sunday").Ref()
	one, two, three := feedback.ItemID("one").Ref(), feedback.ItemID("two").Ref(), feedback.ItemID("three").Ref()
	suggested := h.tie(three, hallChange)
	suggested.Standing = feedback.Suggested
	h.put(t, feedback.Batch{
		Changes: []feedback.Change{{ID: "change", Text: "longer hours", State: feedback.Considered, Since: h.Now(), Shown: feedback.Shared}},
		Themes: []feedback.Theme{
			{ID: "hours", Name: "hours", Shown: feedback.Shared},
			{ID: "sunday", Name: "Sundays", Shown: feedback.Shared, MergedInto: "hours"},
		},
		Items:   []feedback.Item{h.item("one", "ann", feedback.Shared), h.item("two", "bob", feedback.Hidden), h.item("three", "cyd", feedback.Shared)},
		Links:   []feedback.Link{h.tie(hours, hallChange), h.tie(one, sunday), h.tie(two, hours), suggested},
		Votes:   []feedback.Vote{h.ballot(one, "dan"), h.ballot(two, "eve"), h.ballot(hallChange, "ann"), h.ballot(three, "fay")},
		Entries: []feedback.Entry{h.wish(sunday, "gus"), h.wish(hallChange, "dan"), h.wish(two, "hal"), h.wish(two, "boss")},
	})
}

func TestAudienceNamesEverybodyOnceWithTheReasons(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	h.out["gus"] = true
	one, two := feedback.ItemID("one").Ref(), feedback.ItemID("two").Ref()
	want := []feedback.Person{
		{Party: "ann", Item: "one", Why: []feedback.Reason{{Because: feedback.IsAuthor, Of: one}, {Because: feedback.IsVoter, Of: hallChange}}},
		{Party: "bob", Item: "two", Why: []feedback.Reason{{Because: feedback.IsAuthor, Of: two}}},
		{Party: "boss", Item: "two", Why: []feedback.Reason{{Because: feedback.IsFollower, Of: two}}},
		{Party: "dan", Item: "one", Why: []feedback.Reason{{Because: feedback.IsVoter, Of: one}, {Because: feedback.IsFollower, Of: hallChange}}},
		{Party: "gus", Why: []feedback.Reason{{Because: feedback.IsFollower, Of: feedback.ThemeID("sunday").Ref()}}, OptedOut: true},
	}
	if diff := cmp.Diff(want, h.audience(t, hallChange).People); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
}

func TestMergedAndJoinedPartiesAreOnePerson(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	code, lost := feedback.Pseudonym("a code"), feedback.Pseudonym("another code")
	four, five := feedback.ItemID("four").Ref(), feedback.ItemID("five").Ref()
	h.put(t, feedback.Batch{
		Items: []feedback.Item{h.item("four", code, feedback.Shared), h.item("five", lost, feedback.Private)},
		Links: []feedback.Link{h.tie(four, hallChange), h.tie(five, hallChange), h.join("a code", "dan")},
	})
	h.merged["dan"] = "ann"
	h.out["dan"] = true
	a := h.audience(t, hallChange)
	if got, want := partiesIn(a.People), []feedback.PartyID{"ann", "bob", "boss", "gus", lost}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	if ann := a.People[0]; ann.Item != "four" || !ann.OptedOut {
		t.Errorf("got %+v, want what was left as a pseudonym and that dan opted out", ann)
	}
}

func partiesIn(people []feedback.Person) []feedback.PartyID {
	var ids []feedback.PartyID
	for _, p := range people {
		ids = append(ids, p.Party)
	}
	return ids
}

func TestOwnersAreToldWhatTheyMaySee(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	code := feedback.Pseudonym("a code")
	h.put(t, feedback.Batch{
		Items: []feedback.Item{h.item("four", code, feedback.Shared)},
		Links: []feedback.Link{h.tie(feedback.ItemID("four").Ref(), hallChange), h.join("a code", "zoe")},
	})
	h.owners["ann"] = []feedback.PartyID{"olga"}
	h.owners["bob"] = []feedback.PartyID{"olga", "boss"}
	h.owners["zoe"] = []feedback.PartyID{"nobody may know whose this is"}
	got := map[feedback.PartyID][]feedback.Reason{}
	for _, p := range h.audience(t, hallChange).People {
		got[p.Party] = p.Why
	}
	olga := []feedback.Reason{{Because: feedback.IsOwner, Of: hallChange}, {Because: feedback.IsOwner, Of: feedback.ItemID("one").Ref()}}
	if diff := cmp.Diff(olga, got["olga"]); diff != "" {
		t.Errorf("olga (-want +got):\n%s", diff)
	}
	if n := len(got["boss"]); n != 2 {
		t.Errorf("got %d reasons for who may open all, want the item followed and owned", n)
	}
	if _, found := got["nobody may know whose this is"]; found {
		t.Error("the owner of a party that was a pseudonym was told of what that left")
	}
}

func TestAudienceTakesStaff(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	_, err := h.as("ann").Audience(t.Context(), hallChange)
	if !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("customer: got error %v, want one matching ErrNotFound", err)
	}
	_, err = h.staff().Audience(t.Context(), feedback.ItemID("none").Ref())
	if !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("no item: got error %v, want one matching ErrNotFound", err)
	}
	_, err = h.staff().Audience(t.Context(), feedback.PartyID("ann").Ref())
	mustBreak(t, err, "About.Noun")
}

func TestAudienceCountsWhomTheViewerMayNotKnow(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	desk := h.For(feedback.Viewer{Party: "desk", MayOpen: func(r feedback.Ref) bool {
		return r == hallChange || r == feedback.PartyID("dan").Ref()
	}})
	a, err := desk.Audience(t.Context(), hallChange)
	if err != nil || a.Told != 5 || len(a.People) != 5 {
		t.Fatalf("got %+v and error %v, want 5 people", a, err)
	}
	for _, p := range a.People {
		if p.Party != "" && p.Party != "dan" || p.Item == "two" {
			t.Errorf("got %+v, want no name but dan, and nothing of the hidden item", p)
		}
	}
}

// A scenery is drawn: items, themes and changes with who has a stake in them, and the same in plain maps.
type scenery struct {
	*hall
	refs  []feedback.Ref
	shown map[feedback.Ref]feedback.Shown
	up    map[feedback.Ref][]feedback.Ref // links that stand
	stake map[feedback.Ref]map[feedback.PartyID]bool
	own   map[feedback.Ref]feedback.PartyID
	into  map[feedback.Ref]feedback.Ref
}

func drawScenery(t *rapid.T) *scenery {
	s := &scenery{
		hall: newHall(), shown: map[feedback.Ref]feedback.Shown{}, up: map[feedback.Ref][]feedback.Ref{},
		stake: map[feedback.Ref]map[feedback.PartyID]bool{}, own: map[feedback.Ref]feedback.PartyID{}, into: map[feedback.Ref]feedback.Ref{},
	}
	who := rapid.SampledFrom([]feedback.PartyID{"a", "b", "c", "d", "boss", feedback.Pseudonym("1"), feedback.Pseudonym("2")})
	shown := rapid.SampledFrom([]feedback.Shown{feedback.Private, feedback.Shared, feedback.Shared, feedback.Hidden})
	s.merged["b"] = "a"
	s.out["c"] = rapid.Bool().Draw(t, "c opted out")
	var b feedback.Batch
	for _, id := range []string{"1", "2", "3"} {
		it := s.hall.item(feedback.ItemID(id), who.Draw(t, "author"), shown.Draw(t, "shown"))
		s.own[it.ID.Ref()], s.shown[it.ID.Ref()] = it.Author, it.Shown
		th := feedback.Theme{ID: feedback.ThemeID(id), Name: "theme", Shown: shown.Draw(t, "shown")}
		s.shown[th.ID.Ref()] = th.Shown
		if into := rapid.SampledFrom([]feedback.ThemeID{"", "", "1", "2", "3"}).Draw(t, "merged into"); into != th.ID && into != "" {
			th.MergedInto = into
			s.into[th.ID.Ref()] = into.Ref()
		}
		ch := feedback.Change{ID: feedback.ChangeID(id), Text: "change", State: feedback.Considered, Since: s.Now(), Shown: shown.Draw(t, "shown")}
		s.shown[ch.ID.Ref()] = ch.Shown
		b.Items, b.Themes, b.Changes = append(b.Items, it), append(b.Themes, th), append(b.Changes, ch)
		s.refs = append(s.refs, it.ID.Ref(), th.ID.Ref(), ch.ID.Ref())
	}
	any := rapid.SampledFrom(s.refs)
	for range rapid.IntRange(0, 12).Draw(t, "links") {
		l := s.tie(any.Draw(t, "from"), any.Draw(t, "to"))
		if l.From == l.To || slices.ContainsFunc(b.Links, func(o feedback.Link) bool { return o.ID == l.ID }) {
			continue
		}
		l.Standing = rapid.SampledFrom([]feedback.Standing{feedback.Stands, feedback.Stands, feedback.Suggested, feedback.Dismissed, feedback.Expired}).Draw(t, "standing")
		b.Links = append(b.Links, l)
		if l.Standing == feedback.Stands {
			s.up[l.To] = append(s.up[l.To], l.From)
		}
	}
	for range rapid.IntRange(0, 12).Draw(t, "stakes") {
		on, by := any.Draw(t, "on"), who.Draw(t, "by")
		if s.stake[on][by] {
			continue
		}
		if s.stake[on] == nil {
			s.stake[on] = map[feedback.PartyID]bool{}
		}
		s.stake[on][by] = true
		if rapid.Bool().Draw(t, "votes") && on.Noun != feedback.NounTheme {
			b.Votes = append(b.Votes, s.ballot(on, by))
		} else {
			b.Entries = append(b.Entries, s.wish(on, by))
		}
	}
	s.put(t, b)
	return s
}

// want returns who is behind a record, worked out one by one.
func (s *scenery) want(about feedback.Ref) []feedback.PartyID {
	behind := map[feedback.Ref]bool{}
	var walk func(feedback.Ref)
	walk = func(r feedback.Ref) {
		if behind[r] {
			return
		}
		behind[r] = true
		for _, from := range s.up[r] {
			if r.Noun != feedback.NounItem && from.Noun != feedback.NounChange {
				walk(from)
			}
		}
		for loser, into := range s.into {
			if loser == r {
				walk(into)
			}
			if into == r {
				walk(loser)
			}
		}
	}
	walk(about)
	people := map[feedback.PartyID]bool{}
	for r := range behind {
		if p, ok := s.own[r]; ok {
			people[s.root(p)] = true
		}
		for p := range s.stake[r] {
			if s.shown[r] == feedback.Shared || p == "boss" {
				people[s.root(p)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(people))
}

func TestAudienceIsWhatALookAtEachRecordSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScenery(t)
		for _, about := range s.refs {
			if got, want := partiesIn(s.audience(t, about).People), s.want(about); !slices.Equal(got, want) {
				t.Fatalf("%s: got %q, want %q", about, got, want)
			}
		}
	})
}

func TestAnnouncedIsWhatTheAudienceSaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScenery(t)
		about := rapid.SampledFrom(s.refs).Draw(t, "about")
		a := s.audience(t, about)
		told, err := s.staff().Announce(t.Context(), feedback.Announcement{About: about, Step: "done", Text: "it is done"})
		if err != nil {
			t.Fatalf("announce: got error %v", err)
		}
		if told.Entry.Told != a.Told || told.Entry.Withheld != a.Withheld {
			t.Fatalf("got %d told and %d withheld, want %d and %d", told.Entry.Told, told.Entry.Withheld, a.Told, a.Withheld)
		}
		people := map[feedback.PartyID]feedback.Person{}
		for n, err := range s.staff().NoticesOf(t.Context(), told.Entry.ID) {
			if err != nil {
				t.Fatalf("notices: got error %v", err)
			}
			people[n.To] = feedback.Person{Party: n.To, Item: n.Item, Why: n.Why, OptedOut: n.State == feedback.Withheld}
		}
		var got []feedback.Person
		for _, p := range slices.Sorted(maps.Keys(people)) {
			got = append(got, people[p])
		}
		if diff := cmp.Diff(a.People, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("notices (-audience +got):\n%s", diff)
		}
	})
}
