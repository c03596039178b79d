package scoring_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

func TestErasureTakesWhatIsOfAPartyAndOfAllThatItIs(t *testing.T) {
	t.Parallel()
	d := newDesk(mergedInto("ann", "anna"))
	about := answerOf("about-ann", "bob", 7)
	about.About = scoring.PartyID("ann").Ref()
	having[[]scoring.Answer](t)(d.As("clerk", "ann called").PutAnswers(t.Context(), []scoring.Answer{
		answerOf("a", "ann", 9), answerOf("b", "anna", 8), answerOf("c", "bob", 1), about,
	}))
	nps := scoreOf("nps", shop(), 0, .5)
	nps.Inputs = []scoring.Ref{scoring.AnswerID("a").Ref(), scoring.AnswerID("c").Ref()}
	scores := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{nps, scoreOf("heart", scoring.PartyID("anna").Ref(), 0, .5)}))
	ofAnn := assumptionOf("of-ann", "bob", "")
	ofAnn.About = scoring.PartyID("ann").Ref()
	reviewed := assumptionOf("reviewed", "bob", "cid")
	reviewed.Reviews = []scoring.Review{{At: noon(1), By: "anna", Question: "why?"}, {At: noon(1), By: "cid", Question: "why not?"}}
	owned := assumptionOf("owned", "", "anna")
	for _, a := range []scoring.Assumption{ofAnn, reviewed, owned, assumptionOf("believed", "ann", "bob"), assumptionOf("other", "bob", "cid")} {
		having[scoring.Assumption](t)(d.PutAssumption(t.Context(), a))
	}
	having[scoring.Assumption](t)(d.UpdateAssumption(t.Context(), "owned", func(a *scoring.Assumption) error {
		a.Owner = "dan"
		return nil
	}))
	others := contentsOf(t, d.store)

	got, err := d.Erase(t.Context(), "anna")
	allWell(t, err)

	want := scoring.Erasure{
		Seq: got.Seq, Parties: []scoring.PartyID{"ann", "anna"}, Answers: []scoring.AnswerID{"a", "about-ann", "b"}, Scores: []scoring.ScoreID{scores[1].ID},
		Assumptions: []scoring.AssumptionID{"of-ann"}, Unnamed: []scoring.AssumptionID{"believed", "owned", "reviewed"},
	}
	if diff := cmp.Diff(want, got); diff != "" || got.Seq == 0 {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	left := contentsOf(t, d.store)
	mustBe(t, "answers", idsOf(left.Answers, answerID), "c")
	mustBe(t, "assumptions", idsOf(left.Assumptions, assumptionID), "believed", "other", "owned", "reviewed")
	if len(left.Scores) != 1 || left.Scores[0].Value != nps.Value || left.Scores[0].Rev != scores[0].Rev {
		t.Errorf("got scores %+v, want that of the shop as it was", left.Scores)
	}
	for _, a := range left.Assumptions {
		was := others.Assumptions[slices.IndexFunc(others.Assumptions, func(b scoring.Assumption) bool { return b.ID == a.ID })]
		if a.Statement != was.Statement || a.Since != was.Since || len(a.Reviews) != len(was.Reviews) {
			t.Errorf("got %+v, want what it was, without the name: %+v", a, was)
		}
	}
	if r := left.Assumptions[3]; r.By != "bob" || r.Owner != "cid" || r.Reviews[0].By != "" || r.Reviews[1].By != "cid" {
		t.Errorf("got %+v, want the names of others", r)
	}
	mustLeaveNothing(t, d, got.Seq, "ann", "anna")
}

// mustLeaveNothing looks at every byte that is kept, the batch that erased aside.
func mustLeaveNothing(t tester, d desk, erased scoring.Seq, parties ...string) {
	t.Helper()
	log, err := relationship.Collect(d.Feed(t.Context(), 0))
	allWell(t, err)
	for i := range log {
		if log[i].Seq == erased {
			log[i].Erase = nil
		}
	}
	text := inJSON(t, []any{contentsOf(t, d.store), log})
	for _, p := range parties {
		for _, trace := range []string{`"` + p + `"`, "party:" + p, "words of " + p, p + " called"} {
			if strings.Contains(text, trace) {
				t.Fatalf("%s is still there, in %s", trace, text)
			}
		}
	}
}

func TestErasingWhatIsNotThereSucceeds(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	fill(t, d)
	before := contentsOf(t, d.store)
	for range 2 {
		got, err := d.Erase(t.Context(), "nobody")
		allWell(t, err)
		if diff := cmp.Diff(scoring.Erasure{Seq: got.Seq, Parties: []scoring.PartyID{"nobody"}}, got); diff != "" || got.Seq == 0 {
			t.Errorf("report (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(before, contentsOf(t, d.store)); diff != "" {
		t.Errorf("contents (-before +after):\n%s", diff)
	}
	for _, id := range []scoring.PartyID{"", "\xff", "nul\x00"} {
		_, err := d.Erase(t.Context(), id)
		mustBreak(t, err, "ID")
		_, err = d.Export(t.Context(), id)
		mustBreak(t, err, "ID")
	}
}

// What another writer adds before the n-th call of an erasure goes too, for every n.
func TestErasureLooksAgain(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		d := newDesk(scoring.Config{})
		fill(t, d)
		calls, wrote := 0, false
		store := &tapped{Memory: d.store}
		store.before = func() error {
			if calls++; calls == n {
				wrote = true
				having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{answerOf("late", "ann", 1)}))
			}
			return nil
		}
		_, err := scoring.New(store, scoring.Config{Now: d.Now}).Erase(t.Context(), "ann")
		allWell(t, err)
		if !wrote {
			break
		}
		if n > 6 {
			continue // after the last look at answers by somebody
		}
		if left := idsOf(contentsOf(t, d.store).Answers, answerID); !slices.Equal(left, []scoring.AnswerID{"b"}) {
			t.Errorf("before call %d: got %v left", n, left)
		}
	}
}

func TestTwoWhoEraseAtOnceBothSucceed(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 12; n++ {
		d := newDesk(scoring.Config{})
		fill(t, d)
		calls := 0
		store := &tapped{Memory: d.store}
		store.before = func() error {
			if calls++; calls == n {
				having[scoring.Erasure](t)(d.Erase(t.Context(), "ann"))
			}
			return nil
		}
		_, err := scoring.New(store, scoring.Config{Now: d.Now}).Erase(t.Context(), "ann")
		allWell(t, err)
		left := contentsOf(t, d.store)
		if len(left.Answers) != 1 || len(left.Scores) != 1 || len(left.Assumptions) != 1 || left.Assumptions[0].By != "" {
			t.Fatalf("before call %d: got %+v", n, left)
		}
	}
}

// Whatever was written, erased parties are nowhere, now and in the past, and what is of others stays.
func TestForgottenIsForgotten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(mergedInto("ann", "anna"))
		party := rapid.SampledFrom([]scoring.PartyID{"ann", "anna", "bob", "cid", ""})
		for range rapid.IntRange(1, 15).Draw(t, "writes") {
			w := writer{t, d, party}
			w.write(rapid.IntRange(0, 5).Draw(t, "what"))
		}
		before := contentsOf(t, d.store)
		got, err := d.Erase(t.Context(), "anna")
		allWell(t, err)
		mustLeaveNothing(t, d, got.Seq, "ann", "anna")
		after := contentsOf(t, d.store)
		of := func(p scoring.PartyID) bool { return p == "ann" || p == "anna" }
		answers := slices.DeleteFunc(before.Answers, func(a scoring.Answer) bool { return of(a.By) || of(scoring.PartyID(a.About.ID)) })
		if diff := cmp.Diff(answers, after.Answers); diff != "" && len(answers)+len(after.Answers) > 0 {
			t.Fatalf("answers (-want +got):\n%s", diff)
		}
		stays := slices.DeleteFunc(before.Assumptions, func(a scoring.Assumption) bool { return of(scoring.PartyID(a.About.ID)) })
		mustBe(t, "assumptions", idsOf(after.Assumptions, assumptionID), idsOf(stays, assumptionID)...)
		history := having[scoring.Export](t)(d.Export(t.Context(), "ann"))
		if len(history.Answers)+len(history.About)+len(history.Scores)+len(history.Assumptions) > 0 {
			t.Fatalf("got export %+v, want nothing", history)
		}
	})
}

// A writer writes something that names parties.
type writer struct {
	*rapid.T
	desk
	party *rapid.Generator[scoring.PartyID]
}

func (w writer) who(label string) scoring.PartyID { return w.party.Draw(w.T, label) }

func (w writer) about() scoring.Ref {
	if p := w.who("about"); p != "" {
		return p.Ref()
	}
	return shop()
}

// write writes; a rule that is broken on the way is none of its business.
func (w writer) write(what int) {
	ctx, id := w.Context(), rapid.SampledFrom([]string{"i", "j", "k", "l"}).Draw(w.T, "id")
	switch what {
	case 0, 1:
		a := answerOf(scoring.AnswerID(id), w.who("by"), 5)
		a.About, a.Sealed = w.about(), rapid.Bool().Draw(w.T, "sealed")
		_, _ = w.PutAnswers(ctx, []scoring.Answer{a})
	case 2:
		_, _ = w.PutScores(ctx, []scoring.Score{scoreOf(id, w.about(), 0, .5)})
	case 3:
		a := assumptionOf(scoring.AssumptionID(id), w.who("by"), w.who("owner"))
		a.About = w.about()
		_, _ = w.PutAssumption(ctx, a)
	case 4:
		_, _ = w.UpdateAssumption(ctx, scoring.AssumptionID(id), func(a *scoring.Assumption) error {
			a.Owner = w.who("owner")
			a.Reviews = []scoring.Review{{At: noon(1), By: w.who("reviewer"), Question: "why?"}}
			return nil
		})
	case 5:
		noun := rapid.SampledFrom([]string{scoring.NounAnswer, scoring.NounAssumption}).Draw(w.T, "noun")
		_ = w.Void(ctx, scoring.Ref{Noun: noun, ID: id})
	}
}

func TestExportIsEverythingOfAPartyAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(mergedInto("ann", "anna"))
	ann := scoring.PartyID("ann").Ref()
	about, sealed, later := answerOf("about", "bob", 7), answerOf("sealed", "bob", 1), answerOf("later", "bob", 2)
	about.About, sealed.About, later.About = ann, ann, ann
	sealed.Sealed = true
	put := having[[]scoring.Answer](t)(d.As("clerk", "of both").PutAnswers(t.Context(), []scoring.Answer{
		answerOf("a", "ann", 9), answerOf("c", "bob", 1), about, sealed, later,
	}))
	put[4].Sealed = true
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), put[4:]))
	having[[]scoring.Answer](t)(d.As("clerk", "ann called").PutAnswers(t.Context(), []scoring.Answer{answerOf("b", "anna", 8)}))
	having[[]scoring.Answer](t)(d.As("clerk", "of ann and bob").PutAnswers(t.Context(), []scoring.Answer{answerOf("d", "ann", 9), answerOf("e", "bob", 1)}))
	allWell(t, d.Void(t.Context(), scoring.AnswerID("b").Ref(), scoring.AnswerID("c").Ref(), scoring.AnswerID("later").Ref()))
	small, large := scoreOf("trust", ann, 0, .5), scoreOf("trust", ann, 1, .5)
	small.Sealed, small.People, large.Sealed, large.People = true, 2, true, 20
	large.Inputs, large.Selection = []scoring.Ref{scoring.AnswerID("sealed").Ref()}, "and others"
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{small, large, scoreOf("nps", shop(), 0, .5)}))
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("x", "anna", "bob")))
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("y", "cid", "bob")))

	got, err := d.Export(t.Context(), "anna")
	allWell(t, err)
	mustBe(t, "parties", got.Parties, "ann", "anna")
	mustBe(t, "answers", idsOf(got.Answers, answerID), "a", "d")
	mustBe(t, "about", idsOf(got.About, answerID), "about")
	mustBe(t, "assumptions", idsOf(got.Assumptions, assumptionID), "x")
	if got.Sealed != 1 || got.Withheld != 1 || len(got.Scores) != 1 || len(got.Scores[0].Inputs) > 0 {
		t.Errorf("got %d sealed, %d withheld, scores %+v", got.Sealed, got.Withheld, got.Scores)
	}
	text := inJSON(t, got)
	for _, word := range []string{`"sealed","rev"`, `"later"`, `"c"`, `"y"`, "of both", "of ann and bob", "shop:7\",\"at\":\"2026-03-04T12:00:00Z\",\"value"} {
		if strings.Contains(text, word) {
			t.Errorf("%s is in the export: %s", word, text)
		}
	}
	for _, word := range []string{"words of anna", "ann called", `"answer:b"`} {
		if !strings.Contains(text, word) {
			t.Errorf("%s is not in the export: %s", word, text)
		}
	}
	again, err := d.Export(t.Context(), "ann")
	allWell(t, err)
	if inJSON(t, again) != text {
		t.Error("the same records give another export")
	}
	none, err := d.Export(t.Context(), "nobody")
	allWell(t, err)
	if diff := cmp.Diff(scoring.Export{Parties: []scoring.PartyID{"nobody"}}, none); diff != "" {
		t.Errorf("of nobody (-want +got):\n%s", diff)
	}
}

func TestHostThatCannotTellWhoIsWhoFailsTheCall(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	fill(t, d)
	cfg := mergedInto()
	cfg.Now = d.Now
	cfg.Family = func(context.Context, scoring.PartyID) ([]scoring.PartyID, error) { return nil, errFire }
	cfg.Resolver = func(context.Context) (func(scoring.PartyID) scoring.PartyID, error) { return nil, errFire }
	l := scoring.New(d.store, cfg)
	_, erase := l.Erase(t.Context(), "ann")
	_, export := l.Export(t.Context(), "ann")
	_, behind := l.Behind(t.Context(), scoring.ScoreIDFor("nps", shop(), noon(0)))
	for _, err := range []error{
		erase, export, behind,
		collected(l.Answers(t.Context(), scoring.AnswerQuery{By: []scoring.PartyID{"ann"}})),
		collected(l.For(scoring.Viewer{Party: "ann"}).Scores(t.Context(), scoring.ScoreQuery{})),
	} {
		if !errors.Is(err, errFire) {
			t.Errorf("got error %v, want that of the host", err)
		}
	}
}
