package scoring_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// opensOnly returns a viewer who may open these and nothing else.
func opensOnly(party scoring.PartyID, refs ...scoring.Ref) scoring.Viewer {
	return scoring.Viewer{Party: party, MayOpen: func(r scoring.Ref) bool { return slices.Contains(refs, r) }}
}

func TestAnswerOpensToThoseAllowed(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	sealed := answerOf("sealed", "ann", 2)
	sealed.Sealed = true
	rated := answerOf("rated", "ann", 2)
	rated.About = scoring.PartyID("bob").Ref()
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{answerOf("plain", "ann", 9), rated, sealed}))
	plain := scoring.AnswerID("plain").Ref()
	for _, c := range []struct {
		name   string
		viewer scoring.Viewer
		want   []scoring.AnswerID
		by     scoring.PartyID
	}{
		{"a passer-by", scoring.Viewer{}, nil, ""},
		{"who answered", scoring.Viewer{Party: "ann"}, []scoring.AnswerID{"plain", "rated", "sealed"}, "ann"},
		{"who was rated", scoring.Viewer{Party: "bob"}, nil, ""},
		{"who may open the answer", opensOnly("cid", plain), []scoring.AnswerID{"plain"}, ""},
		{"who may see the name too", opensOnly("cid", plain, scoring.PartyID("ann").Ref()), []scoring.AnswerID{"plain"}, "ann"},
		{"who may not see the rated", opensOnly("cid", scoring.AnswerID("rated").Ref(), scoring.AnswerID("sealed").Ref()), nil, ""},
		{"who may open everything", scoring.Viewer{Party: "cid", MayOpen: func(scoring.Ref) bool { return true }}, []scoring.AnswerID{"plain", "rated"}, "ann"},
	} {
		got, err := relationship.Collect(d.For(c.viewer).Answers(t.Context(), scoring.AnswerQuery{}))
		allWell(t, err)
		mustBe(t, c.name, idsOf(got, answerID), c.want...)
		for _, a := range got {
			if a.By != c.by {
				t.Errorf("%s: got by %q, want %q", c.name, a.By, c.by)
			}
		}
		asked, err := relationship.Collect(d.For(c.viewer).Answers(t.Context(), scoring.AnswerQuery{By: []scoring.PartyID{"ann"}}))
		allWell(t, err)
		if (len(asked) > 0) != (c.by != "") {
			t.Errorf("%s: asked for those by ann: got %d", c.name, len(asked))
		}
	}
	all, err := relationship.Collect(d.Answers(t.Context(), scoring.AnswerQuery{}))
	allWell(t, err)
	mustBe(t, "the ledger itself", idsOf(all, answerID), "plain", "rated", "sealed")
}

func TestAssumptionOpensToThoseAllowed(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	a := assumptionOf("x", "ann", "bob")
	a.Reviews = []scoring.Review{{At: noon(1), By: "cid", Question: "why?"}}
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), a))
	ref := scoring.AssumptionID("x").Ref()
	for _, c := range []struct {
		name   string
		viewer scoring.Viewer
		want   []scoring.PartyID // by, owner, reviewer; none if it is not there
	}{
		{"a passer-by", scoring.Viewer{}, nil},
		{"who believes it", scoring.Viewer{Party: "ann"}, []scoring.PartyID{"ann", "", ""}},
		{"who owns it", scoring.Viewer{Party: "bob"}, []scoring.PartyID{"", "bob", ""}},
		{"who reviewed it", scoring.Viewer{Party: "cid"}, nil},
		{"who may open it", opensOnly("dan", ref), []scoring.PartyID{"", "", ""}},
		{"who may see the reviewer too", opensOnly("dan", ref, scoring.PartyID("cid").Ref()), []scoring.PartyID{"", "", "cid"}},
		{"who may open everything", scoring.Viewer{MayOpen: func(scoring.Ref) bool { return true }}, []scoring.PartyID{"ann", "bob", "cid"}},
	} {
		got, err := relationship.Collect(d.For(c.viewer).Assumptions(t.Context(), scoring.AssumptionQuery{}))
		allWell(t, err)
		var names []scoring.PartyID
		for _, a := range got {
			names = append(names, a.By, a.Owner, a.Reviews[0].By)
		}
		mustBe(t, c.name, names, c.want...)
	}
	if whole := contentsOf(t, d.store).Assumptions[0]; whole.Reviews[0].By != "cid" {
		t.Error("a reader changed what is kept")
	}
}

func TestReadsAnswerForAllThatWasMerged(t *testing.T) {
	t.Parallel()
	d := newDesk(mergedInto("ann", "anna"))
	anna, other := scoring.PartyID("anna").Ref(), answerOf("other", "bob", 4)
	about := answerOf("about", "bob", 4)
	about.About = anna
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{answerOf("a", "ann", 9), answerOf("b", "anna", 9), about, other}))
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{
		scoreOf("heart", anna, 0, .1), scoreOf("heart", scoring.PartyID("ann").Ref(), 1, .2), scoreOf("heart", scoring.PartyID("bob").Ref(), 1, .3),
	}))
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("x", "anna", "ann")))
	for _, id := range []scoring.PartyID{"ann", "anna"} {
		by := []scoring.PartyID{id}
		answers, err := relationship.Collect(d.Answers(t.Context(), scoring.AnswerQuery{By: by}))
		allWell(t, err)
		mustBe(t, "answers by", idsOf(answers, answerID), "a", "b")
		answers, err = relationship.Collect(d.Answers(t.Context(), scoring.AnswerQuery{About: []scoring.Ref{id.Ref()}}))
		allWell(t, err)
		mustBe(t, "answers about", idsOf(answers, answerID), "about")
		series, err := relationship.Collect(d.Series(t.Context(), "heart", id.Ref()))
		allWell(t, err)
		mustBe(t, "series", idsOf(series, valueOf), .1, .2)
		for _, q := range []scoring.AssumptionQuery{{By: by}, {Owners: by}} {
			assumptions, err := relationship.Collect(d.Assumptions(t.Context(), q))
			allWell(t, err)
			mustBe(t, "assumptions", idsOf(assumptions, assumptionID), "x")
		}
		own, err := relationship.Collect(d.For(scoring.Viewer{Party: id}).Answers(t.Context(), scoring.AnswerQuery{}))
		allWell(t, err)
		mustBe(t, "own answers", idsOf(own, answerID), "a", "b")
	}
}

func TestLimitCountsWhatIsReturned(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	var answers []scoring.Answer
	for _, id := range []scoring.AnswerID{"a", "b", "c", "d", "e", "f"} {
		by := scoring.PartyID("ann")
		if id > "c" {
			by = "bob"
		}
		answers = append(answers, answerOf(id, by, 5))
	}
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), answers))
	got, err := relationship.Collect(d.For(scoring.Viewer{Party: "bob"}).Answers(t.Context(), scoring.AnswerQuery{Limit: 2}))
	allWell(t, err)
	mustBe(t, "of bob", idsOf(got, answerID), "d", "e")
	got, err = relationship.Collect(d.Answers(t.Context(), scoring.AnswerQuery{Limit: 2, After: "b"}))
	allWell(t, err)
	mustBe(t, "of all", idsOf(got, answerID), "c", "d")
	for range d.Answers(t.Context(), scoring.AnswerQuery{}) {
		break
	}
}

func TestWhatIsDueAndStaleSurfaces(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	with := func(id scoring.AssumptionID, change func(*scoring.Assumption)) {
		a := assumptionOf(id, "ann", "bob")
		change(&a)
		having[scoring.Assumption](t)(d.PutAssumption(t.Context(), a))
	}
	with("never", func(*scoring.Assumption) {})
	with("later", func(a *scoring.Assumption) { a.ReviewBy = noon(10) })
	with("now", func(a *scoring.Assumption) { a.ReviewBy = noon(5) })
	with("stale", func(a *scoring.Assumption) { a.State = scoring.Stale })
	with("follow", func(a *scoring.Assumption) {
		a.Reviews = []scoring.Review{{At: noon(1), Question: "why?", Next: "ask", Due: noon(4)}}
	})
	with("followed", func(a *scoring.Assumption) {
		a.Reviews = []scoring.Review{{At: noon(1), Question: "why?", Next: "ask", Due: noon(4)}, {At: noon(3), Question: "asked?"}}
	})
	for day, want := range map[int][]scoring.AssumptionID{
		3: {"stale"}, 4: {"follow", "stale"}, 5: {"follow", "now", "stale"}, 10: {"follow", "later", "now", "stale"},
	} {
		got, err := relationship.Collect(d.Due(t.Context(), noon(day)))
		allWell(t, err)
		mustBe(t, "due", idsOf(got, assumptionID), want...)
	}
	for range d.Due(t.Context(), noon(10)) {
		break
	}
	got, err := relationship.Collect(d.clerk().Due(t.Context(), noon(10)))
	allWell(t, err)
	mustBe(t, "for a clerk", idsOf(got, assumptionID))
}

func TestAsOfIsWhatWasKnownThen(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	var whens []time.Time
	for i := range 9 {
		whens = append(whens, d.Now())
		having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{scoreOf("nps", shop(), 0, float64(i))}))
		d.advance(time.Hour)
	}
	for i, when := range whens {
		then, err := d.AsOf(t.Context(), when.Add(time.Minute))
		allWell(t, err)
		got, err := then.Latest(t.Context(), "nps", shop())
		allWell(t, err)
		if got.Value.Value != float64(i) {
			t.Errorf("after batch %d: got %v", i+1, got.Value.Value)
		}
		history, err := relationship.Collect(then.History(t.Context(), got.ID.Ref()))
		allWell(t, err)
		if len(history) != i+1 {
			t.Errorf("after batch %d: got a history of %d", i+1, len(history))
		}
	}
	before, err := d.AsOf(t.Context(), whens[0].Add(-1))
	allWell(t, err)
	_, err = before.Latest(t.Context(), "nps", shop())
	mustMatch(t, err, scoring.ErrNotFound)
	history, err := relationship.Collect(before.History(t.Context(), scoring.ScoreIDFor("nps", shop(), noon(0)).Ref()))
	if len(history) > 0 || err != nil {
		t.Errorf("before all: got history %v, error %v", history, err)
	}
}

// What is sealed or void by now was open once: looking back does not open it.
func TestLookingBackOpensNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	answers := having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{
		answerOf("sealed", "ann", 2), answerOf("void", "ann", 2), answerOf("stays", "ann", 2),
	}))
	score := scoreOf("nps", shop(), 0, .5)
	score.Sealed, score.People = true, 50
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{score}))
	then := d.Now()
	d.advance(time.Hour)
	answers[0].Sealed = true
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), answers[:1]))
	allWell(t, d.Void(t.Context(), scoring.AnswerID("void").Ref()))
	score.People = 51
	scores := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{score}))
	past, err := d.leader().AsOf(t.Context(), then)
	allWell(t, err)
	got, err := relationship.Collect(past.Answers(t.Context(), scoring.AnswerQuery{}))
	allWell(t, err)
	mustBe(t, "answers", idsOf(got, answerID), "stays")
	seen, err := relationship.Collect(past.Scores(t.Context(), scoring.ScoreQuery{}))
	allWell(t, err)
	if len(seen) > 0 {
		t.Errorf("got %+v, want no sealed score of before", seen)
	}
	history, err := relationship.Collect(d.leader().History(t.Context(), scores[0].ID.Ref()))
	allWell(t, err)
	if len(history) != 1 || history[0].Scores[0].People != 51 {
		t.Errorf("got history %+v, want what the score is now alone", history)
	}
	for _, id := range []scoring.AnswerID{"sealed", "void"} {
		mustMatch(t, collected(d.leader().History(t.Context(), id.Ref())), scoring.ErrNotFound)
	}
}

func TestHistoryTellsNoNameThatTheViewerMayNotSee(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	having[[]scoring.Answer](t)(d.As("ann", "ann called").PutAnswers(t.Context(), []scoring.Answer{answerOf("a", "ann", 2)}))
	scores := having[[]scoring.Score](t)(d.As("ann", "for ann").PutScores(t.Context(), []scoring.Score{scoreOf("nps", shop(), 0, .5)}))
	ref := scoring.AnswerID("a").Ref()
	knowing, err := relationship.Collect(d.leader().History(t.Context(), ref))
	allWell(t, err)
	if len(knowing) != 1 || knowing[0].By != "ann" || knowing[0].Why != "ann called" || knowing[0].Answers[0].By != "ann" {
		t.Errorf("got %+v, want all of it", knowing)
	}
	unknowing, err := relationship.Collect(d.For(opensOnly("", ref)).History(t.Context(), ref))
	allWell(t, err)
	if len(unknowing) != 1 || unknowing[0].By != "" || unknowing[0].Why != "" || unknowing[0].Answers[0].By != "" {
		t.Errorf("got %+v, want no name", unknowing)
	}
	passing, err := relationship.Collect(d.clerk().History(t.Context(), scores[0].ID.Ref()))
	allWell(t, err)
	if len(passing) != 1 || passing[0].By != "" || passing[0].Why != "" || len(passing[0].Scores) != 1 {
		t.Errorf("got %+v, want the number alone", passing)
	}
	plain := having[[]scoring.Score](t)(d.As("", "nobody is named").PutScores(t.Context(), []scoring.Score{scoreOf("csat", shop(), 0, .5)}))[0].ID.Ref()
	for _, c := range []struct {
		viewer scoring.Viewer
		why    string
	}{{scoring.Viewer{}, ""}, {opensOnly("", plain), "nobody is named"}} {
		got, err := relationship.Collect(d.For(c.viewer).History(t.Context(), plain))
		allWell(t, err)
		if len(got) != 1 || got[0].Why != c.why {
			t.Errorf("got %+v, want the reason %q", got, c.why)
		}
	}
	mustMatch(t, collected(d.clerk().History(t.Context(), ref)), scoring.ErrNotFound)
	mustMatch(t, collected(d.clerk().History(t.Context(), scoring.AssumptionID("none").Ref())), scoring.ErrNotFound)
	mustBreak(t, collected(d.History(t.Context(), shop())), "Ref.Noun")
	mustBreak(t, collected(d.History(t.Context(), scoring.AnswerID("").Ref())), "Ref.ID")
}

func TestStoreWithoutHistorySaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	fill(t, d)
	l := scoring.New(forgetful{d.store}, scoring.Config{Now: d.Now})
	_, asOf := l.AsOf(t.Context(), noon(0))
	for _, err := range []error{
		collected(l.Feed(t.Context(), 0)), collected(l.History(t.Context(), scoring.AnswerID("a").Ref())), asOf,
	} {
		mustMatch(t, err, errors.ErrUnsupported)
	}
	export, err := l.Export(t.Context(), "ann")
	allWell(t, err)
	if export.Log != nil || len(export.Answers) != 1 {
		t.Errorf("got %+v, want what is there now, without a log", export)
	}
	_, err = l.Erase(t.Context(), "ann")
	allWell(t, err)
}
