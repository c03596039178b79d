package feedback_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A sight is what one viewer may see and know, worked out from the records in the plainest way.
type sight struct {
	name  string
	own   []feedback.PartyID
	opens func(feedback.Ref) bool
	now   feedback.Batch // the records as they are
	items map[feedback.ItemID]feedback.Item
	shown map[feedback.Ref]feedback.Shown
}

func (s *sight) viewer() feedback.Viewer {
	v := feedback.Viewer{MayOpen: s.opens}
	if len(s.own) > 0 {
		v.Party = s.own[0]
	}
	return v
}

// sights returns who could look at a world.
func (w *world) sights(t askTester) []*sight {
	none := func(feedback.Ref) bool { return false }
	ann, bob := w.people[0].ids, w.people[1].ids
	sights := []*sight{
		{name: "a passer-by", opens: none},
		{name: "a customer", own: []feedback.PartyID{"is-carl"}, opens: none},
		{name: "a customer with three IDs", own: ann, opens: none},
		{name: "a customer with two IDs", own: bob, opens: none},
		{name: "somebody without a name", own: w.people[3].ids, opens: none},
		{name: "somebody who joined, by code", own: ann[2:], opens: none},
		{name: "a clerk", own: []feedback.PartyID{"is-sue"}, opens: func(r feedback.Ref) bool {
			return r.ID == "item-0." || r.ID == "theme-0." || r.ID == "change-0."
		}},
		{name: "staff that knows no names", own: []feedback.PartyID{"is-sue"}, opens: func(r feedback.Ref) bool {
			return r.Noun != relationship.NounParty
		}},
	}
	now := contentsOf(t, w.store)
	for _, s := range sights {
		s.now, s.shown = now, map[feedback.Ref]feedback.Shown{}
		s.items = byID(now.Items, func(it feedback.Item) feedback.ItemID { return it.ID })
		for _, it := range now.Items {
			s.shown[it.ID.Ref()] = it.Shown
		}
		for _, th := range now.Themes {
			s.shown[th.ID.Ref()] = th.Shown
		}
		for _, c := range now.Changes {
			s.shown[c.ID.Ref()] = c.Shown
		}
	}
	return sights
}

func (s *sight) is(p feedback.PartyID) bool { return slices.Contains(s.own, p) }

func (s *sight) knows(p feedback.PartyID) bool { return p == "" || s.is(p) || s.opens(p.Ref()) }

// author reports whether something is an item of the viewer.
func (s *sight) author(r feedback.Ref) bool {
	return r.Noun == feedback.NounItem && s.is(s.items[feedback.ItemID(r.ID)].Author)
}

// sees reports whether the viewer may see an item, a theme or a change; what is no record of the café, all
// may.
func (s *sight) sees(r feedback.Ref) bool { return s.saw(r, s.shown[r]) }

func (s *sight) saw(r feedback.Ref, shown feedback.Shown) bool {
	switch r.Noun {
	case feedback.NounItem, feedback.NounTheme, feedback.NounChange:
		return shown == feedback.Shared || s.opens(r) || s.author(r)
	}
	return true
}

// reads reports whether the viewer may read an entry.
func (s *sight) reads(e feedback.Entry) bool {
	switch {
	case e.Kind == feedback.Acted:
		return false // it is for a drawer to read
	case s.is(e.By) || s.opens(e.About):
		return true
	case !s.sees(e.About) || e.Kind == feedback.Follows:
		return false
	case slices.ContainsFunc(s.now.Notices, func(n feedback.Notice) bool { return n.Entry == e.ID && s.is(n.To) }):
		return true
	}
	return e.Seen == feedback.ByAll || e.Seen == feedback.ByAuthor && s.author(e.About)
}

// may returns all words and names that the viewer may be told.
func (s *sight) may(log []feedback.Batch) map[string]bool {
	may := map[string]bool{}
	allow := func(ok bool, words ...string) {
		for _, w := range words {
			may[w] = may[w] || ok
		}
	}
	for _, b := range log {
		for _, it := range b.Items {
			r := it.ID.Ref()
			sees := s.sees(r) && s.saw(r, it.Shown)
			allow(sees, it.Text)
			for _, p := range it.Points {
				allow(sees, p.Text)
			}
			allow(s.sees(r), string(it.ID))
			allow(s.opens(r), it.Source, it.Guesses[0].Why, it.Guesses[0].Maker)
			allow(s.sees(r) && s.knows(it.Author), string(it.Author))
			allow(s.opens(r), string(it.AddedBy))
		}
		for _, th := range b.Themes {
			r := th.ID.Ref()
			allow(s.sees(r) && s.saw(r, th.Shown), th.Name, th.Text)
			allow(s.sees(r), string(th.ID))
			allow(s.opens(r), th.Why, th.Maker, string(th.By))
		}
		for _, c := range b.Changes {
			r := c.ID.Ref()
			allow(s.sees(r) && s.saw(r, c.Shown), c.Text, c.Made, c.Options[0])
			allow(s.sees(r), string(c.ID))
		}
		for _, e := range b.Entries {
			allow(s.reads(e), e.Text, string(e.ID))
			// Who is not without a name is known to whom they answer.
			named := !strings.HasPrefix(string(e.By), "unnamed-")
			allow(s.reads(e) && (s.knows(e.By) || named && s.author(e.About)), string(e.By))
			allow(s.is(e.By), e.About.ID)
		}
		for _, v := range b.Votes {
			allow(s.opens(v.On), v.Source)
			allow(s.knows(v.Voter), string(v.Voter))
			allow(s.is(v.Voter), v.On.ID)
		}
		for _, l := range b.Links {
			allow(s.opens(l.From), l.Why, l.Maker, string(l.By))
			if l.To.Noun != "product" { // which is no secret
				allow(s.opens(l.From) || s.author(l.From) && l.Standing == feedback.Stands && s.sees(l.To), l.To.ID)
			}
		}
	}
	for _, p := range s.own {
		allow(true, string(p))
	}
	return may
}

// mayOfPerson adds what a person has voted on under any ID: a budget is of a person, and who holds the code of
// a pseudonym that joined sees what is left of it.
func (s *sight) mayOfPerson(w *world, may map[string]bool) {
	for _, v := range s.now.Votes {
		if s.same(w, v.Voter) {
			may[v.On.ID] = true
		}
	}
}

// same reports whether a party is the viewer, also under an ID that the viewer did not come with.
func (s *sight) same(w *world, p feedback.PartyID) bool {
	return len(s.own) > 0 && w.people.as(p).name == w.people.as(s.own[0]).name
}

func TestNothingPrivateOrHiddenIsInAnyAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		log := wholeLog(t, w.store)
		for _, s := range w.sights(t) {
			for method, answers := range w.ask(t, w.Cafe, s) {
				may := s.may(log)
				if method == "Purse" {
					s.mayOfPerson(w, may)
				}
				for _, line := range answers {
					_, answer, _ := strings.Cut(line, asked) // what was asked for is no answer
					for word, ok := range may {
						if !ok && word != "" && strings.Contains(answer, word) {
							t.Fatalf("%s asks for %s and is told %q: %s", s.name, method, word, line)
						}
					}
				}
			}
		}
	})
}

// What a viewer may not see could as well not be there: all answers are the same without it, counts, places and
// errors included.
func TestWhatIsOutOfSightChangesNoAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for _, s := range w.sights(t)[:6] { // staff may count what belongs to what it may open
			less := new(feedback.Memory)
			if b := s.part(); len(b.Refs()) > 0 {
				b.At = w.Now()
				having[feedback.Seq](t)(less.Write(t.Context(), b))
			}
			with, without := w.ask(t, w.Cafe, s), w.ask(t, feedback.New(less, w.cfg), s)
			// A purse tells of votes on what was hidden since, too; earlier versions are not in the part.
			delete(with, "Purse")
			for method, answers := range with {
				for i, line := range answers {
					got, want := revs.ReplaceAllString(line, ""), revs.ReplaceAllString(without[method][i], "")
					if _, earlier := strings.CutPrefix(line, "known "); !earlier && got != want {
						t.Fatalf("%s asks for %s: got %s, want what it is without the rest: %s", s.name, method, got, want)
					}
				}
			}
		}
	})
}

var revs = regexp.MustCompile(`"rev":\d+,?`)

// part returns the records that the viewer may see, and what people say of themselves.
func (s *sight) part() feedback.Batch {
	b := s.now
	b.Items = keep(b.Items, func(it *feedback.Item) bool { it.Rev = 0; return s.sees(it.ID.Ref()) })
	b.Themes = keep(b.Themes, func(th *feedback.Theme) bool { th.Rev = 0; return s.sees(th.ID.Ref()) })
	b.Changes = keep(b.Changes, func(c *feedback.Change) bool { c.Rev = 0; return s.sees(c.ID.Ref()) })
	b.Entries = keep(b.Entries, func(e *feedback.Entry) bool { e.Rev = 0; return s.reads(*e) })
	b.Votes = keep(b.Votes, func(v *feedback.Vote) bool { v.Rev = 0; return s.sees(v.On) || s.is(v.Voter) })
	b.Notices = keep(b.Notices, func(n *feedback.Notice) bool { n.Rev = 0; return s.is(n.To) })
	b.Links = keep(b.Links, func(l *feedback.Link) bool {
		l.Rev = 0
		return l.Standing == feedback.Stands && s.sees(l.From) && s.sees(l.To)
	})
	return b
}

func keep[R any](records []R, wanted func(*R) bool) []R {
	var out []R
	for _, r := range records {
		if wanted(&r) {
			out = append(out, r)
		}
	}
	return out
}

// To do something with what is out of sight is answered as if it were not there, and does nothing.
func TestNothingCanBeDoneWithWhatIsOutOfSight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for _, s := range w.sights(t)[:6] {
			visit := w.For(s.viewer())
			last := len(wholeLog(t, w.store))
			for name, do := range deeds {
				for _, r := range s.unseen(w, name == "Reveal") {
					err := do(visit, t, r)
					if now := len(wholeLog(t, w.store)); now > last {
						t.Fatalf("%s: %s of %v, which is out of sight, wrote something (error %v)", s.name, name, r, err)
					}
					other := do(visit, t, feedback.Ref{Noun: r.Noun, ID: "none"})
					if fmt.Sprint(said(err)) != fmt.Sprint(said(other)) {
						t.Fatalf("%s: %s of %v: got error %v, want as of one that is not there: %v", s.name, name, r, err, other)
					}
				}
			}
		}
	})
}

// said returns what an error says but for the ID, which the caller gave.
func said(err error) string {
	if err == nil {
		return ""
	}
	return nameless(err)
}

// unseen returns what the viewer does not see: entries, or items, themes and changes.
func (s *sight) unseen(w *world, entries bool) []feedback.Ref {
	var refs []feedback.Ref
	if entries {
		for _, e := range s.now.Entries {
			if !s.reads(e) {
				refs = append(refs, e.ID.Ref())
			}
		}
		return refs
	}
	for r := range s.shown {
		// What is one's own can be taken back; a vote is of a person, under whatever ID.
		on := func(v feedback.Vote) bool { return v.On == r && s.same(w, v.Voter) }
		about := func(e feedback.Entry) bool { return e.About == r && s.is(e.By) }
		if !s.sees(r) && !slices.ContainsFunc(s.now.Votes, on) && !slices.ContainsFunc(s.now.Entries, about) {
			refs = append(refs, r)
		}
	}
	return refs
}
