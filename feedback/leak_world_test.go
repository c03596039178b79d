package feedback_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A world is a café full of things, public and not, in which every text is one of a kind.
type world struct {
	house
	cfg    feedback.Config
	people people
	texts  []written
	n      int
}

// A written text is one that somebody wrote about things: it goes with any of them.
type written struct {
	text  string
	by    feedback.PartyID
	about []feedback.Ref
}

// A person has several IDs: those merged, the one to go by first, and pseudonyms.
type person struct {
	name string
	ids  []feedback.PartyID
}

type people []person

// drawWorld draws a café with customers, some of whom gave no name or have two, and staff.
func drawWorld(t *rapid.T) *world {
	w := &world{people: people{
		{"ann", []feedback.PartyID{"is-ann-1", "is-ann-2", feedback.Pseudonym("ann")}},
		{"bob", []feedback.PartyID{"is-bob", feedback.Pseudonym("bob")}},
		{"carl", []feedback.PartyID{"is-carl"}},
		{"dora", []feedback.PartyID{feedback.Pseudonym("dora")}},
		{"sue", []feedback.PartyID{"is-sue"}},
	}}
	cfg := mergedInto("is-ann-1", "is-ann-2")
	cfg.Budget = new(feedback.Budget)
	cfg.Similar = func(context.Context, feedback.Item) ([]feedback.ItemID, error) {
		var ids []feedback.ItemID // all are alike
		for _, it := range contentsOf(t, w.store).Items {
			ids = append(ids, it.ID)
		}
		return ids, nil
	}
	w.house = newHouse(cfg)
	w.cfg = cfg
	w.cfg.Now = w.Now
	var joins []feedback.Link
	for _, p := range w.people[:2] {
		holder := p.ids[len(p.ids)-1]
		id := feedback.LinkID(relationship.IDFrom("kith/join", string(holder)))
		joins = append(joins, feedback.Link{ID: id, From: holder.Ref(), To: p.ids[0].Ref(), By: p.ids[0], At: w.Now()})
	}
	w.written(t, feedback.Batch{By: "is-sue", Links: joins})
	first := w.drawRecords(t)
	first.By = "is-sue"
	seq := w.written(t, first)
	w.advance(time.Hour)
	if again := w.drawAgain(t, first, seq); len(again.Items)+len(again.Themes)+len(again.Changes) > 0 {
		w.written(t, again)
	}
	return w
}

// text returns a text that is nowhere else.
func (w *world) text(by feedback.PartyID, about ...feedback.Ref) string {
	w.n++
	text := fmt.Sprintf("word-%04d.", w.n)
	w.texts = append(w.texts, written{text, by, about})
	return text
}

func (w *world) ids() []feedback.PartyID {
	var ids []feedback.PartyID
	for _, p := range w.people {
		ids = append(ids, p.ids...)
	}
	return ids
}

// as returns who a party is.
func (p people) as(id feedback.PartyID) person {
	i := slices.IndexFunc(p, func(p person) bool { return slices.Contains(p.ids, id) })
	if i < 0 {
		return person{}
	}
	return p[i]
}

// voters returns how many people voted on each thing that is not gone.
func (p people) voters(votes []feedback.Vote, gone func(...feedback.Ref) bool) map[feedback.Ref]int {
	on := map[feedback.Ref]map[string]bool{}
	for _, v := range votes {
		if gone(v.On) {
			continue
		}
		if on[v.On] == nil {
			on[v.On] = map[string]bool{}
		}
		who := p.as(v.Voter).name
		if who == "" {
			who = string(v.ID)
		}
		on[v.On][who] = true
	}
	out := map[feedback.Ref]int{}
	for r, who := range on {
		out[r] = len(who)
	}
	return out
}

func someShown(t *rapid.T) feedback.Shown {
	return rapid.SampledFrom([]feedback.Shown{feedback.Private, feedback.Shared, feedback.Shared, feedback.Hidden}).Draw(t, "shown")
}

func someSeen(t *rapid.T) feedback.Seen {
	return rapid.SampledFrom([]feedback.Seen{feedback.ByAuthor, feedback.ByAll, feedback.ByStaff}).Draw(t, "seen")
}

// A sketch is a batch in the making, with what its records can be about.
type sketch struct {
	*world
	b      feedback.Batch
	things []feedback.Ref // items, themes and changes
}

func (w *world) drawRecords(t *rapid.T) feedback.Batch {
	s := &sketch{world: w}
	for i := range rapid.IntRange(2, 6).Draw(t, "items") {
		s.item(t, feedback.ItemID(fmt.Sprintf("item-%d.", i)))
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "themes") {
		id := feedback.ThemeID(fmt.Sprintf("theme-%d.", i))
		s.things = append(s.things, id.Ref())
		th := feedback.Theme{
			ID: id, Name: w.text("", id.Ref()), Text: w.text("", id.Ref()), Shown: someShown(t),
			Why: w.text("", id.Ref()), Maker: w.text("", id.Ref()), At: w.Now(), By: "is-sue",
		}
		if th.Shown != feedback.Shared {
			th.Standing = someStanding(t)
		}
		s.b.Themes = append(s.b.Themes, th)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "changes") {
		id := feedback.ChangeID(fmt.Sprintf("change-%d.", i))
		s.things = append(s.things, id.Ref())
		s.b.Changes = append(s.b.Changes, feedback.Change{
			ID: id, Text: w.text("", id.Ref()), Options: []string{w.text("", id.Ref())}, Made: w.text("", id.Ref()),
			State: feedback.Considered, Since: w.Now(), Shown: someShown(t),
		})
	}
	for i := range rapid.IntRange(0, 10).Draw(t, "entries") {
		s.entry(t, feedback.EntryID(fmt.Sprintf("entry-%d.", i)))
	}
	for range rapid.IntRange(0, 10).Draw(t, "votes") {
		s.vote(t)
	}
	for range rapid.IntRange(0, 8).Draw(t, "links") {
		s.link(t)
	}
	return s.b
}

func (s *sketch) item(t *rapid.T, id feedback.ItemID) {
	author := rapid.SampledFrom(s.ids()).Draw(t, "author")
	it := feedback.Item{
		ID: id, Author: author, Text: s.text(author, id.Ref()), At: s.Now().Add(-time.Minute), Shown: someShown(t),
		Kind:    rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind"),
		Points:  []feedback.Point{{Kind: feedback.Idea, Text: s.text(author, id.Ref())}},
		Guesses: []feedback.Guess{{Kind: feedback.Idea, Why: s.text(author, id.Ref()), Maker: s.text(author, id.Ref())}},
		Source:  s.text(author, id.Ref()), AddedBy: "is-sue", Employee: rapid.Bool().Draw(t, "employee"),
		Loop: feedback.Loop{State: feedback.Heard, Since: s.Now().Add(-time.Minute)},
	}
	s.things = append(s.things, id.Ref())
	s.b.Items = append(s.b.Items, it)
}

func (s *sketch) entry(t *rapid.T, id feedback.EntryID) {
	about := rapid.SampledFrom(append(slices.Clone(s.things), s.people[0].ids[0].Ref())).Draw(t, "about")
	by := rapid.SampledFrom(s.ids()).Draw(t, "by")
	kinds := []feedback.EntryKind{
		feedback.Reply, feedback.Reply, feedback.Thanks, feedback.Moved, feedback.Promised, feedback.Follows, feedback.Follows,
		feedback.Announced, feedback.Edited, feedback.Hid, feedback.Acted,
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	s.b.Entries = append(s.b.Entries, feedback.Entry{
		ID: id, About: about, By: by, Kind: kind, At: s.Now(), Seen: someSeen(t), Text: s.text(by, about),
	})
	if !slices.Contains([]feedback.EntryKind{feedback.Announced, feedback.Promised, feedback.Edited}, kind) {
		return
	}
	to := rapid.SampledFrom(s.ids()).Draw(t, "to")
	s.b.Notices = append(s.b.Notices, feedback.Notice{
		ID: feedback.NoticeIDFor(id, to), Entry: id, To: to, State: feedback.Waiting, At: s.Now(),
		Why: []feedback.Reason{{Because: feedback.IsFollower, Of: about}},
	})
}

func (s *sketch) vote(t *rapid.T) {
	on := rapid.SampledFrom(s.things).Draw(t, "on")
	by := rapid.SampledFrom(s.ids()).Draw(t, "voter")
	v := voteOf(on, by, rapid.SampledFrom([]feedback.Choice{feedback.Agree, feedback.Disagree, feedback.Pass}).Draw(t, "choice"), s.Now())
	if on.Noun == feedback.NounTheme || slices.ContainsFunc(s.b.Votes, func(u feedback.Vote) bool { return u.ID == v.ID }) {
		return
	}
	v.Source, v.AddedBy, v.Spent = s.text(by, on), "is-sue", 1
	s.b.Votes = append(s.b.Votes, v)
}

func (s *sketch) link(t *rapid.T) {
	from := rapid.SampledFrom(s.things).Draw(t, "from")
	to := rapid.SampledFrom(append(slices.Clone(s.things), party("is-carl"), feedback.Ref{Noun: "product", ID: "till"})).Draw(t, "to")
	id := feedback.LinkIDFor(from, 0, to)
	same := slices.ContainsFunc(s.b.Links, func(l feedback.Link) bool { return l.ID == id })
	if same || from == to || from.Noun == feedback.NounChange || from.Noun == feedback.NounTheme && to.Noun != feedback.NounChange {
		return
	}
	s.b.Links = append(s.b.Links, feedback.Link{
		ID: id, From: from, To: to, By: "is-sue", At: s.Now(), Why: s.text("", from, to), Maker: s.text("", from, to),
		Standing: someStanding(t),
	})
}

func someStanding(t *rapid.T) feedback.Standing {
	standings := []feedback.Standing{feedback.Stands, feedback.Stands, feedback.Suggested, feedback.Dismissed}
	return rapid.SampledFrom(standings).Draw(t, "standing")
}

// drawAgain draws other versions of some records: what was seen is hidden, and the other way round.
func (w *world) drawAgain(t *rapid.T, b feedback.Batch, seq feedback.Seq) feedback.Batch {
	var out feedback.Batch
	for _, it := range b.Items {
		if rapid.Bool().Draw(t, "again") {
			it.Rev, it.Text, it.Shown = seq, w.text(it.Author, it.ID.Ref()), someShown(t)
			out.Items = append(out.Items, it)
		}
	}
	for _, th := range b.Themes {
		if rapid.Bool().Draw(t, "again") {
			th.Rev, th.Name, th.Shown = seq, w.text("", th.ID.Ref()), someShown(t)
			if th.Shown == feedback.Shared {
				th.Standing = feedback.Stands
			}
			out.Themes = append(out.Themes, th)
		}
	}
	for _, c := range b.Changes {
		if rapid.Bool().Draw(t, "again") {
			c.Rev, c.Text, c.Shown = seq, w.text("", c.ID.Ref()), someShown(t)
			out.Changes = append(out.Changes, c)
		}
	}
	return out
}

// gone reports whether something goes with a person: an item of that person, or the person.
func (w *world) gone(who person, items []feedback.Item) func(...feedback.Ref) bool {
	of := map[feedback.Ref]bool{}
	for _, id := range who.ids {
		of[id.Ref()] = true
	}
	for _, it := range items {
		if slices.Contains(who.ids, it.Author) {
			of[it.ID.Ref()] = true
		}
	}
	return func(refs ...feedback.Ref) bool {
		return slices.ContainsFunc(refs, func(r feedback.Ref) bool { return of[r] })
	}
}

// byID returns records by their IDs.
func byID[K comparable, R any](records []R, id func(R) K) map[K]R {
	return maps.Collect(func(yield func(K, R) bool) {
		for _, r := range records {
			if !yield(id(r), r) {
				return
			}
		}
	})
}
