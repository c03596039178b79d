package scoring_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

func TestAnswersArePutInOneBatch(t *testing.T) {
	t.Parallel()
	n := 0
	d := newDesk(scoring.Config{NewID: func() string { n++; return fmt.Sprint("made-", n) }})
	given := []scoring.Answer{answerOf("z", "ann", 9), answerOf("", "bob", 3), answerOf("a", "", 10)}
	given[1].At = time.Time{}
	before := inJSON(t, given)
	got, err := d.As("clerk", "the march survey").PutAnswers(t.Context(), given)
	allWell(t, err)
	mustBe(t, "IDs", idsOf(got, answerID), "z", "made-1", "a")
	if !got[1].At.Equal(noon(0)) || got[0].Rev == 0 || got[0].Rev != got[2].Rev {
		t.Errorf("got %+v, want the second of now, and all with one Rev", got)
	}
	if inJSON(t, given) != before {
		t.Error("what was given was changed")
	}
	log, err := relationship.Collect(d.Feed(t.Context(), 0))
	allWell(t, err)
	if len(log) != 1 || log[0].By != "clerk" || log[0].Why != "the march survey" || len(log[0].Answers) != 3 {
		t.Errorf("got log %+v, want one batch with who and why", log)
	}
	got[0].Value = 8
	again, err := d.PutAnswers(t.Context(), got[:1])
	allWell(t, err)
	if again[0].Value != 8 || again[0].Rev == got[0].Rev {
		t.Errorf("got %+v, want it replaced", again)
	}
	none, err := d.PutAnswers(t.Context(), nil)
	if none != nil || err != nil {
		t.Errorf("of none: got %v, error %v", none, err)
	}
}

func TestAnswersThatBreakARuleArePutNotAtAll(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	sealed := answerOf("sealed", "ann", 2)
	sealed.Sealed = true
	put, err := d.PutAnswers(t.Context(), []scoring.Answer{sealed, answerOf("open", "ann", 2)})
	allWell(t, err)
	before := wholeOf(t, d.store)
	good := answerOf("good", "bob", 5)
	with := func(change func(*scoring.Answer), of scoring.Answer) []scoring.Answer {
		change(&of)
		return []scoring.Answer{good, of}
	}
	_, err = d.PutAnswers(t.Context(), with(func(a *scoring.Answer) { a.Value = 11 }, answerOf("x", "ann", 0)))
	mustBreak(t, err, "Answers[1].Value")
	_, err = d.PutAnswers(t.Context(), with(func(a *scoring.Answer) { a.Sealed = false }, put[0]))
	mustBreak(t, err, "Answers[1].Sealed")
	_, err = d.PutAnswers(t.Context(), with(func(a *scoring.Answer) { a.By = "bob" }, put[1]))
	mustBreak(t, err, "Answers[1].By")
	for _, c := range []struct {
		change func(*scoring.Answer)
		of     scoring.Answer
		want   error
	}{
		{func(a *scoring.Answer) { a.Rev = 0 }, put[0], scoring.ErrExists},
		{func(a *scoring.Answer) { a.Rev += 7 }, put[1], scoring.ErrStale},
		{func(a *scoring.Answer) { a.Rev = 1 }, answerOf("none", "ann", 1), scoring.ErrNotFound},
	} {
		_, err := d.PutAnswers(t.Context(), with(c.change, c.of))
		mustMatch(t, err, c.want)
	}
	if wholeOf(t, d.store) != before {
		t.Error("something was written")
	}
	put[1].Sealed = true // the other way is fine
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), put[1:]))
}

func TestScoreComputedAgainTakesItsOwnPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	a, b := scoreOf("nps", shop(), 0, .5), scoreOf("heart", shop(), 0, .7)
	first, err := d.PutScores(t.Context(), []scoring.Score{a, b})
	allWell(t, err)
	if first[0].ID != scoring.ScoreIDFor("nps", shop(), noon(0)) {
		t.Errorf("got ID %s, want that of ScoreIDFor", first[0].ID)
	}
	before := wholeOf(t, d.store)
	same, err := d.PutScores(t.Context(), []scoring.Score{a, b})
	allWell(t, err)
	if diff := cmp.Diff(first, same); diff != "" || wholeOf(t, d.store) != before {
		t.Errorf("put again as it was (-first +again):\n%s", diff)
	}
	b.Value = known(.9)
	second, err := d.PutScores(t.Context(), []scoring.Score{a, b, scoreOf("effort", shop(), 0, .1)})
	allWell(t, err)
	if second[0].Rev != first[0].Rev || second[1].Rev <= first[1].Rev || second[2].Rev != second[1].Rev || second[1].Value.Value != .9 {
		t.Errorf("got %+v, want the first as it was and the others written", second)
	}
	if got := len(contentsOf(t, d.store).Scores); got != 3 {
		t.Errorf("got %d scores, want 3", got)
	}
	history, err := relationship.Collect(d.History(t.Context(), second[1].ID.Ref()))
	allWell(t, err)
	if len(history) != 2 || history[0].Scores[0].Value.Value != .7 || history[1].Scores[0].Value.Value != .9 {
		t.Errorf("got history %+v, want both versions", history)
	}
}

func TestScoresThatBreakARuleArePutNotAtAll(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	good := scoreOf("nps", shop(), 0, .5)
	wrong := good
	wrong.ID = "mine"
	_, err := d.PutScores(t.Context(), []scoring.Score{wrong})
	mustBreak(t, err, "Scores[0].ID")
	_, err = d.PutScores(t.Context(), []scoring.Score{good, good})
	mustBreak(t, err, "Scores[1].ID")
	wrong = scoreOf("", shop(), 0, .5)
	_, err = d.PutScores(t.Context(), []scoring.Score{good, wrong})
	mustBreak(t, err, "Scores[1].Name")
	if b := contentsOf(t, d.store); len(b.Scores) > 0 {
		t.Errorf("got %d scores, want none", len(b.Scores))
	}
}

func TestAssumptionIsPutChangedAndReviewed(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	a := assumptionOf("", "ann", "bob")
	a.Since = time.Time{}
	a, err := d.PutAssumption(t.Context(), a)
	allWell(t, err)
	if a.ID == "" || a.Rev == 0 || !a.Since.Equal(noon(0)) {
		t.Errorf("got %+v, want an ID, a Rev, and believed since now", a)
	}
	d.advance(48 * time.Hour)
	got, err := d.As("cid", "").Review(t.Context(), a.ID,
		scoring.Review{Question: "when did we last look?", Answer: "never", Next: "ask forty of them", Due: noon(9)},
		scoring.Review{At: noon(1), By: "dan", Question: "what has changed in their world?"})
	allWell(t, err)
	want := []scoring.Review{
		{At: noon(2), By: "cid", Question: "when did we last look?", Answer: "never", Next: "ask forty of them", Due: noon(9)},
		{At: noon(1), By: "dan", Question: "what has changed in their world?"},
	}
	if diff := cmp.Diff(want, got.Reviews); diff != "" {
		t.Errorf("reviews (-want +got):\n%s", diff)
	}
	got, err = d.UpdateAssumption(t.Context(), a.ID, func(a *scoring.Assumption) error {
		a.State, a.ReviewBy = scoring.False, noon(30)
		return nil
	})
	allWell(t, err)
	if got.State != scoring.False || len(got.Reviews) != 2 {
		t.Errorf("got %+v, want it false, with its reviews", got)
	}
}

func TestAssumptionThatBreaksARuleStaysAsItWas(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	a, err := d.PutAssumption(t.Context(), assumptionOf("a", "ann", "bob"))
	allWell(t, err)
	before := wholeOf(t, d.store)
	early := a
	early.ReviewBy = noon(-1)
	_, err = d.PutAssumption(t.Context(), early)
	mustBreak(t, err, "ReviewBy")
	_, err = d.Review(t.Context(), "a", scoring.Review{At: noon(-1), Question: "when?"})
	mustBreak(t, err, "Reviews[0].At")
	_, err = d.Review(t.Context(), "a")
	mustBreak(t, err, "Reviews")
	_, err = d.UpdateAssumption(t.Context(), "a", func(a *scoring.Assumption) error { a.ID = "b"; return nil })
	mustBreak(t, err, "ID")
	_, err = d.UpdateAssumption(t.Context(), "a", func(a *scoring.Assumption) error { a.By = "bob"; return nil })
	mustBreak(t, err, "By")
	_, err = d.UpdateAssumption(t.Context(), "a", func(*scoring.Assumption) error { return errFire })
	mustMatch(t, err, errFire)
	_, err = d.UpdateAssumption(t.Context(), "none", func(*scoring.Assumption) error { return nil })
	mustMatch(t, err, scoring.ErrNotFound)
	stale := a
	stale.Rev++
	_, err = d.PutAssumption(t.Context(), stale)
	mustMatch(t, err, scoring.ErrStale)
	if wholeOf(t, d.store) != before {
		t.Error("something was written")
	}
}

// Another writer comes before the n-th call of an update, for every n.
func TestUpdateIsMadeAgainWhenAnotherCameFirst(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		d := newDesk(scoring.Config{})
		having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("a", "ann", "bob")))
		calls := 0
		store := &tapped{Memory: d.store}
		store.before = func() error {
			if calls++; calls == n {
				having[scoring.Assumption](t)(d.Review(t.Context(), "a", scoring.Review{Question: "theirs"}))
			}
			return nil
		}
		got, err := scoring.New(store, scoring.Config{Now: d.Now}).Review(t.Context(), "a", scoring.Review{Question: "ours"})
		allWell(t, err)
		if len(got.Reviews) != 2 || got.Reviews[0].Question != "theirs" {
			t.Errorf("before call %d: got %+v, want both reviews", n, got.Reviews)
		}
	}
}

func TestScoresPutAtOnceByTwoAreThereOnce(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		d := newDesk(scoring.Config{})
		calls := 0
		store := &tapped{Memory: d.store}
		store.before = func() error {
			if calls++; calls == n {
				having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{scoreOf("nps", shop(), 0, .1)}))
			}
			return nil
		}
		_, err := scoring.New(store, scoring.Config{Now: d.Now}).PutScores(t.Context(), []scoring.Score{scoreOf("nps", shop(), 0, .2)})
		allWell(t, err)
		if got := contentsOf(t, d.store).Scores; len(got) != 1 || got[0].Value.Value != .2 {
			t.Errorf("before call %d: got %+v, want ours", n, got)
		}
	}
}

func TestVoidTakesOutOfSight(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{answerOf("a", "ann", 9), answerOf("b", "bob", 9)}))
	scores := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{scoreOf("nps", shop(), 0, .5)}))
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("x", "ann", "bob")))
	before := wholeOf(t, d.store)
	mustMatch(t, d.Void(t.Context(), scoring.AnswerID("a").Ref(), scoring.AnswerID("none").Ref()), scoring.ErrNotFound)
	mustBreak(t, d.Void(t.Context(), shop()), "Void[0].Ref.Noun")
	allWell(t, d.Void(t.Context()))
	if wholeOf(t, d.store) != before {
		t.Error("something was written")
	}
	allWell(t, d.As("clerk", "a slip").Void(t.Context(), scoring.AnswerID("a").Ref(), scores[0].ID.Ref(), scoring.AssumptionID("x").Ref()))
	b := contentsOf(t, d.store)
	if len(b.Answers) != 1 || len(b.Scores)+len(b.Assumptions) > 0 {
		t.Errorf("got %+v, want the answer of bob alone", b)
	}
	history, err := relationship.Collect(d.History(t.Context(), scoring.AnswerID("a").Ref()))
	allWell(t, err)
	if len(history) != 2 || len(history[1].Void) != 1 || history[1].By != "clerk" {
		t.Errorf("got history %+v, want what was put and void", history)
	}
}

// Every call fails where the store does, with nothing half done, and succeeds afterwards.
func TestStoreThatFailsLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	for name, call := range allCalls() {
		for n := 1; ; n++ {
			d := newDesk(scoring.Config{})
			fill(t, d)
			before := inJSON(t, contentsOf(t, d.store))
			store, calls := burning(d.store, n)
			err := call(t.Context(), scoring.New(store, scoring.Config{Now: d.Now}))
			if *calls < n {
				allWell(t, err)
				break
			}
			if !errors.Is(err, errFire) {
				t.Fatalf("%s, call %d: got error %v, want that of the store", name, n, err)
			}
			if name == "erase" && n > 5 {
				continue // it has erased, and was to look again
			}
			if got := inJSON(t, contentsOf(t, d.store)); got != before {
				t.Errorf("%s, call %d: something was written:\n%s", name, n, cmp.Diff(before, got))
			}
		}
	}
}

func TestCancelledContextEndsEveryCall(t *testing.T) {
	t.Parallel()
	for name, call := range allCalls() {
		d := newDesk(scoring.Config{})
		fill(t, d)
		before := wholeOf(t, d.store)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := call(ctx, d.Ledger); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v, want one matching %v", name, err, context.Canceled)
		}
		if wholeOf(t, d.store) != before {
			t.Errorf("%s: something was written", name)
		}
	}
}

// fill puts a little of everything.
func fill(t tester, d desk) {
	t.Helper()
	score := scoreOf("nps", shop(), 0, .5)
	score.Inputs = []scoring.Ref{scoring.AnswerID("a").Ref()}
	about := answerOf("about-ann", "bob", 7)
	about.About = scoring.PartyID("ann").Ref()
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{answerOf("a", "ann", 9), answerOf("b", "bob", 3), about}))
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{score, scoreOf("heart", scoring.PartyID("ann").Ref(), 0, .5)}))
	having[scoring.Assumption](t)(d.PutAssumption(t.Context(), assumptionOf("x", "ann", "bob")))
}

// allCalls are all that can be asked of a ledger that was filled.
func allCalls() map[string]func(context.Context, *scoring.Ledger) error {
	id := scoring.ScoreIDFor("nps", shop(), noon(0))
	return map[string]func(context.Context, *scoring.Ledger) error{
		"put answers": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.PutAnswers(ctx, []scoring.Answer{answerOf("", "cid", 9), answerOf("", "dan", 9)})
			return err
		},
		"put no answers": func(ctx context.Context, l *scoring.Ledger) error { _, err := l.PutAnswers(ctx, nil); return err },
		"put scores": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.PutScores(ctx, []scoring.Score{scoreOf("nps", shop(), 0, .7), scoreOf("nps", shop(), 1, .7)})
			return err
		},
		"put assumption": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.PutAssumption(ctx, assumptionOf("", "cid", "dan"))
			return err
		},
		"review": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.Review(ctx, "x", scoring.Review{Question: "why?"})
			return err
		},
		"void": func(ctx context.Context, l *scoring.Ledger) error {
			return l.Void(ctx, scoring.AnswerID("a").Ref(), id.Ref())
		},
		"erase": func(ctx context.Context, l *scoring.Ledger) error { _, err := l.Erase(ctx, "ann"); return err },
		"export": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.Export(ctx, "ann")
			return err
		},
		"answers": func(ctx context.Context, l *scoring.Ledger) error {
			return collected(l.Answers(ctx, scoring.AnswerQuery{}))
		},
		"scores": func(ctx context.Context, l *scoring.Ledger) error {
			return collected(l.For(scoring.Viewer{Party: "bob"}).Scores(ctx, scoring.ScoreQuery{}))
		},
		"assumptions": func(ctx context.Context, l *scoring.Ledger) error {
			return collected(l.Assumptions(ctx, scoring.AssumptionQuery{By: []scoring.PartyID{"ann"}}))
		},
		"series": func(ctx context.Context, l *scoring.Ledger) error { return collected(l.Series(ctx, "nps", shop())) },
		"latest": func(ctx context.Context, l *scoring.Ledger) error { _, err := l.Latest(ctx, "nps", shop()); return err },
		"changed": func(ctx context.Context, l *scoring.Ledger) error {
			_, err := l.Changed(ctx, "nps", shop(), noon(0), noon(1))
			return err
		},
		"behind": func(ctx context.Context, l *scoring.Ledger) error { _, err := l.Behind(ctx, id); return err },
		"due":    func(ctx context.Context, l *scoring.Ledger) error { return collected(l.Due(ctx, noon(9))) },
		"history": func(ctx context.Context, l *scoring.Ledger) error {
			return collected(l.For(scoring.Viewer{}).History(ctx, id.Ref()))
		},
		"feed":  func(ctx context.Context, l *scoring.Ledger) error { return collected(l.Feed(ctx, 0)) },
		"as of": func(ctx context.Context, l *scoring.Ledger) error { _, err := l.AsOf(ctx, noon(0)); return err },
	}
}

func collected[T any](seq func(func(T, error) bool)) error {
	_, err := relationship.Collect(seq)
	return err
}
