package feedback_test

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// An asker asks everything that a visit offers, of all that there is, and keeps the answers.
type asker struct {
	askTester
	*feedback.Visit
	cafe *feedback.Cafe
	all  feedback.Batch // of which it asks
	now  time.Time
	own  []feedback.PartyID // IDs of who asks
	who  []feedback.PartyID // IDs of all

	method  string
	answers map[string][]string
}

// say keeps an answer. Of an error it keeps all but what the asker gave: the ID.
func (a *asker) say(of any, answer any, err error) {
	line := fmt.Sprint(of) + asked
	if err == nil {
		line += inJSON(a, answer)
	} else {
		line += fmt.Sprintf("%+v ", answer) + nameless(err)
	}
	a.answers[a.method] = append(a.answers[a.method], line)
}

// asked stands between what was asked and what was answered.
const asked = " -> "

func nameless(err error) string {
	if op, ok := errors.AsType[*relationship.OpError](err); ok {
		again := *op
		again.ID = ""
		return again.Error()
	}
	return err.Error()
}

// list keeps all that a sequence yields.
func list[T any](a *asker, of any, seq iter.Seq2[T, error]) {
	all, err := relationship.Collect(seq)
	a.say(of, all, err)
}

func (a *asker) items() []feedback.ItemID {
	return idsOf(a.all.Items, func(it feedback.Item) feedback.ItemID { return it.ID })
}

func (a *asker) themes() []feedback.ThemeID {
	return idsOf(a.all.Themes, func(t feedback.Theme) feedback.ThemeID { return t.ID })
}

func (a *asker) changes() []feedback.ChangeID {
	return idsOf(a.all.Changes, func(c feedback.Change) feedback.ChangeID { return c.ID })
}

func (a *asker) things() []feedback.Ref {
	var refs []feedback.Ref
	for _, id := range a.items() {
		refs = append(refs, id.Ref())
	}
	for _, id := range a.themes() {
		refs = append(refs, id.Ref())
	}
	for _, id := range a.changes() {
		refs = append(refs, id.Ref())
	}
	for _, id := range a.who {
		refs = append(refs, id.Ref())
	}
	return refs
}

func idsOf[R, K any](records []R, id func(R) K) []K {
	out := make([]K, len(records))
	for i, r := range records {
		out[i] = id(r)
	}
	return out
}

const lastSeq = 3

// reads are the methods of a Visit that answer, each with all that can be asked.
var reads = map[string]func(a *asker){
	"Item": func(a *asker) {
		for _, id := range a.items() {
			it, err := a.Item(a.Context(), id)
			a.say(id, it, err)
		}
	},
	"Items": func(a *asker) {
		list(a, "all", a.Items(a.Context(), feedback.ItemQuery{}))
		list(a, "first", a.Items(a.Context(), feedback.ItemQuery{Limit: 1}))
		list(a, "heard", a.Items(a.Context(), feedback.ItemQuery{States: []feedback.State{feedback.Heard}}))
		for _, id := range append(a.who, "") {
			list(a, "by", a.Items(a.Context(), feedback.ItemQuery{Authors: []feedback.PartyID{id}}))
		}
		for n := range feedback.Seq(lastSeq) {
			list(a, fmt.Sprint("known ", n+1), a.Items(a.Context(), feedback.ItemQuery{Known: n + 1}))
		}
	},
	"Themes": func(a *asker) {
		list(a, "all", a.Themes(a.Context(), feedback.ThemeQuery{}))
		for n := range feedback.Seq(lastSeq) {
			list(a, fmt.Sprint("known ", n+1), a.Themes(a.Context(), feedback.ThemeQuery{Known: n + 1}))
		}
	},
	"Changes": func(a *asker) {
		list(a, "all", a.Changes(a.Context(), feedback.ChangeQuery{}))
		for n := range feedback.Seq(lastSeq) {
			list(a, fmt.Sprint("known ", n+1), a.Changes(a.Context(), feedback.ChangeQuery{Known: n + 1}))
		}
	},
	"Thread": func(a *asker) {
		for _, id := range a.items() {
			th, err := a.Thread(a.Context(), id)
			a.say(id, th, err)
		}
	},
	"History": func(a *asker) {
		for _, id := range a.items() {
			list(a, id, a.History(a.Context(), id))
		}
	},
	"Similar": func(a *asker) {
		found, err := a.Similar(a.Context(), feedback.Item{Text: "anything"})
		a.say("anything", found, err)
	},
	"Links": func(a *asker) {
		list(a, "all", a.Links(a.Context(), feedback.LinkQuery{}))
		list(a, "at things", a.Links(a.Context(), feedback.LinkQuery{To: a.things()}))
	},
	"PendingLinks": func(a *asker) {
		list(a, "all", a.PendingLinks(a.Context(), feedback.LinkQuery{}))
		list(a, "at things", a.PendingLinks(a.Context(), feedback.LinkQuery{To: a.things()}))
	},
	"PendingThemes": func(a *asker) {
		list(a, "all", a.PendingThemes(a.Context(), feedback.ThemeQuery{}))
		for n := range feedback.Seq(lastSeq) {
			list(a, fmt.Sprint("known ", n+1), a.PendingThemes(a.Context(), feedback.ThemeQuery{Known: n + 1}))
		}
	},
	"ThemeFamily": func(a *asker) {
		for _, id := range a.themes() {
			f, err := a.ThemeFamily(a.Context(), id)
			a.say(id, f, err)
		}
	},
	"ItemsUnder": func(a *asker) {
		for _, id := range a.themes() {
			list(a, id, a.ItemsUnder(a.Context(), id))
		}
	},
	"Poll": func(a *asker) {
		for _, r := range a.things() {
			p, err := a.Poll(a.Context(), r)
			a.say(r, p, err)
		}
	},
	"Ideas": func(a *asker) {
		ideas, err := a.Ideas(a.Context(), feedback.ItemQuery{})
		a.say("all", ideas, err)
		for _, id := range a.who {
			ideas, err := a.Ideas(a.Context(), feedback.ItemQuery{Authors: []feedback.PartyID{id}})
			a.say("by", ideas, err)
		}
	},
	"Purse": func(a *asker) {
		for _, id := range append(a.who, "") {
			p, err := a.Purse(a.Context(), id)
			a.say("of", p, err)
		}
	},
	"Audience": func(a *asker) {
		for _, r := range a.things() {
			got, err := a.Audience(a.Context(), r)
			a.say(r, got, err)
		}
	},
	"Followers": func(a *asker) {
		for _, r := range a.things() {
			got, err := a.Followers(a.Context(), r)
			a.say(r, got, err)
		}
	},
	"Following": func(a *asker) {
		refs, err := a.Following(a.Context())
		a.say("own", refs, err)
	},
	"Notices": func(a *asker) { list(a, "own", a.Notices(a.Context())) },
	"NoticesOf": func(a *asker) {
		for _, e := range a.all.Entries {
			list(a, "entry", a.NoticesOf(a.Context(), e.ID))
		}
	},
	"Overdue": func(a *asker) {
		list(a, "later", a.Overdue(a.Context(), feedback.Terms{}, a.now.AddDate(1, 0, 0)))
	},
	"Story": func(a *asker) {
		for _, id := range a.changes() {
			s, err := a.Story(a.Context(), id)
			a.say(id, s, err)
		}
	},
	"Board": func(a *asker) {
		b, err := a.Board(a.Context(), time.Hour)
		allWell(a, err)
		allWell(a, b.Refresh(a.Context()))
		later := a.now.Add(time.Hour)
		for _, noun := range []string{feedback.NounTheme, feedback.NounItem, feedback.NounChange, relationship.NounParty, "product"} {
			all, err := b.All(later, feedback.CountQuery{}, noun)
			a.say(noun, all, err)
		}
		under := [][]feedback.Ref{nil, {{Noun: "product", ID: "till"}}}
		for _, id := range a.themes() {
			under = append(under, []feedback.Ref{id.Ref()})
		}
		for _, id := range a.changes() {
			under = append(under, []feedback.Ref{id.Ref()})
		}
		for _, id := range a.items() {
			under = append(under, []feedback.Ref{id.Ref()})
		}
		for _, refs := range under {
			n, err := b.Count(later, feedback.CountQuery{}, refs...)
			a.say(refs, n, err)
			opened, err := b.Open(later, feedback.CountQuery{}, refs...)
			a.say(refs, opened, err)
		}
	},
	// What a digest holds for the viewer, the viewer reads.
	"Digests": func(a *asker) {
		d, err := a.cafe.Digests(a.Context(), 0)
		var own []feedback.News
		for _, each := range d.Each {
			if slices.Contains(a.own, each.Party) {
				own = append(own, each.News...)
			}
		}
		a.say("own", own, err)
	},
}

// deeds are the methods of a Visit that write, each done to one thing that the viewer may not see, and that
// must not be told from one that is not there.
var deeds = map[string]func(v *feedback.Visit, t askTester, r feedback.Ref) error{
	"Announce": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.Announce(t.Context(), feedback.Announcement{About: r, Step: "done", Text: "it is done"})
		return err
	},
	"Approve": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Approve(t.Context(), id)
		return err
	}),
	"Hide": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Hide(t.Context(), id, "why not")
		return err
	}),
	"Restore": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Restore(t.Context(), id, "why not")
		return err
	}),
	"Edit": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Edit(t.Context(), id, "other words")
		return err
	}),
	"Move": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Move(t.Context(), id, feedback.Move{To: feedback.Understood})
		return err
	}),
	"PassOn": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.PassOn(t.Context(), id, "look", "is-carl")
		return err
	}),
	"Progress": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Progress(t.Context(), id, 10, "a step")
		return err
	}),
	"Promise": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Promise(t.Context(), id, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), "soon")
		return err
	}),
	"Reply": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Reply(t.Context(), id, "a word", feedback.ByAuthor)
		return err
	}),
	"Thank": onItems(func(v *feedback.Visit, t askTester, id feedback.ItemID) error {
		_, err := v.Thank(t.Context(), id, "thank you")
		return err
	}),
	"Reveal": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		return v.Reveal(t.Context(), feedback.EntryID(r.ID), feedback.ByAll)
	},
	"Follow": func(v *feedback.Visit, t askTester, r feedback.Ref) error { return v.Follow(t.Context(), r) },
	"Unfollow": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		return v.Unfollow(t.Context(), r)
	},
	"Vote": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.Vote(t.Context(), feedback.Vote{On: r, Choice: feedback.Agree})
		return err
	},
	"TakeBack": func(v *feedback.Visit, t askTester, r feedback.Ref) error { return v.TakeBack(t.Context(), r, "") },
	"PutLink": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.PutLink(t.Context(), feedback.Link{From: feedback.ItemID("nothing").Ref(), To: r})
		return err
	},
	"Unlink": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		return v.Unlink(t.Context(), feedback.LinkIDFor(r, 0, feedback.Ref{Noun: "product", ID: "till"}))
	},
	"JudgeLink": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.JudgeLink(t.Context(), feedback.LinkIDFor(r, 0, feedback.Ref{Noun: "product", ID: "till"}), feedback.Stands)
		return err
	},
	"JudgeTheme": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.JudgeTheme(t.Context(), feedback.ThemeID(r.ID), feedback.Stands)
		return err
	},
	"Expire": func(v *feedback.Visit, t askTester, _ feedback.Ref) error {
		_, err := v.Expire(t.Context(), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
		return err
	},
	"Suggest": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		s := feedback.Suggestions{Items: []feedback.Item{{ID: feedback.ItemID(r.ID), Guesses: []feedback.Guess{{Kind: feedback.Idea}}}}}
		switch r.Noun {
		case feedback.NounItem:
			s.Links = []feedback.Link{{From: r, To: feedback.ThemeID("theme-0.").Ref()}}
		case feedback.NounTheme:
			s.Links = []feedback.Link{{From: feedback.ItemID("item-0.").Ref(), To: r}}
			s.Themes = []feedback.Theme{{ID: feedback.ThemeID(r.ID), Name: "a name"}}
		}
		_, err := v.Suggest(t.Context(), s)
		return err
	},
	"PutTheme": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		_, err := v.PutTheme(t.Context(), feedback.Theme{ID: feedback.ThemeID(r.ID), Rev: 1, Name: "a name"})
		return err
	},
	"MergeThemes": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		return v.MergeThemes(t.Context(), feedback.ThemeID(r.ID), "none")
	},
	"UnmergeThemes": func(v *feedback.Visit, t askTester, r feedback.Ref) error {
		return v.UnmergeThemes(t.Context(), feedback.ThemeID(r.ID))
	},
	"PutChange": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.PutChange(t.Context(), feedback.Change{ID: id, Rev: 1, Text: "words", State: feedback.Considered})
		return err
	}),
	"Decide": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.Decide(t.Context(), id, feedback.Decision{Answer: feedback.Yes})
		return err
	}),
	"Plan": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.Plan(t.Context(), id, time.Time{}, "words")
		return err
	}),
	"Begin": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.Begin(t.Context(), id, "words")
		return err
	}),
	"Finish": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.Finish(t.Context(), id, "words")
		return err
	}),
	"RecordOutcome": onChanges(func(v *feedback.Visit, t askTester, id feedback.ChangeID) error {
		_, err := v.RecordOutcome(t.Context(), id, feedback.Outcome{Score: "nps", At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		return err
	}),
}

func onItems(do func(*feedback.Visit, askTester, feedback.ItemID) error) func(*feedback.Visit, askTester, feedback.Ref) error {
	return func(v *feedback.Visit, t askTester, r feedback.Ref) error { return do(v, t, feedback.ItemID(r.ID)) }
}

func onChanges(do func(*feedback.Visit, askTester, feedback.ChangeID) error) func(*feedback.Visit, askTester, feedback.Ref) error {
	return func(v *feedback.Visit, t askTester, r feedback.Ref) error { return do(v, t, feedback.ChangeID(r.ID)) }
}

// apart are the methods that ask nothing on behalf of a viewer, with the reason.
var apart = map[string]string{
	"For":          "makes a visit",
	"Leave":        "names nothing that is there; what it links to is not looked at",
	"LeaveUnnamed": "as Leave",
	"Import":       "leaves items, and returns what came of the rows that it was given",
	"Enter":        "takes a secret code: see code_test.go",
	"Join":         "takes a secret code: see code_test.go",
	"Erase":        "is the host's: see erase_test.go",
	"Export":       "is the host's: see export_test.go",
	"Feed":         "is the host's, and whole",
	"Act":          "is of a drawer, which looks who may: see market/hall_test.go",
	"Acts":         "is of a drawer",
	"Acted":        "is of a drawer",
	"Time":         "is the clock's",
	"Family":       "is of a drawer",
	"Resolver":     "is of a drawer",
	"Last":         "is the host's, and a number",
	"Claim":        "is of who delivers notices",
	"Confirm":      "is of who delivers notices",
	"GiveBack":     "is of who delivers notices",
	"EntriesOf":    "is of who delivers notices",
}

// ask asks everything of a café about all that is in a world, and returns the answers by method.
func (w *world) ask(t askTester, cafe *feedback.Cafe, s *sight) map[string][]string {
	t.Helper()
	a := asker{
		askTester: t, Visit: cafe.For(s.viewer()), cafe: cafe, all: contentsOf(t, w.store), now: w.Now(),
		own: s.own, who: w.ids(), answers: map[string][]string{},
	}
	for _, a.method = range slices.Sorted(maps.Keys(reads)) {
		reads[a.method](&a)
	}
	return a.answers
}

func TestEverythingThatAVisitOffersIsUnderTheLaw(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	methods := slices.Collect(reflect.TypeFor[*feedback.Visit]().Methods())
	for m := range reflect.TypeFor[*feedback.Cafe]().Methods() {
		methods = append(methods, m)
	}
	for _, m := range methods {
		there[m.Name] = true
		_, read := reads[m.Name]
		_, deed := deeds[m.Name]
		if _, other := apart[m.Name]; !read && !deed && !other {
			t.Errorf("%s is new: add it to reads (what it answers), deeds (what it writes) or apart (why it needs neither)", m.Name)
		}
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(reads)), slices.Sorted(maps.Keys(deeds)), slices.Sorted(maps.Keys(apart))) {
		if !there[name] {
			t.Errorf("%s is no more", name)
		}
	}
}
