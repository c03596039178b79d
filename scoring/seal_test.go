package scoring_test

import (
	"errors"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

func TestAScoreOfSomethingSealedIsSealed(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	open, sealed := answerOf("open", "ann", 7), answerOf("sealed", "bob", 1)
	sealed.Sealed = true
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{open, sealed}))
	mean, of := scoreOf("mean", shop(), 0, .5), scoreOf("plain", shop(), 0, .5)
	mean.People, mean.Inputs = 2, []scoring.Ref{open.ID.Ref(), sealed.ID.Ref()}
	of.People, of.Inputs = 1, []scoring.Ref{open.ID.Ref()}
	put := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{mean, of}))
	if !put[0].Sealed || put[1].Sealed {
		t.Errorf("got seals %t and %t, want the first only", put[0].Sealed, put[1].Sealed)
	}
	index := scoreOf("index", shop(), 0, .5)
	index.Inputs = []scoring.Ref{put[0].ID.Ref(), put[1].ID.Ref()}
	if put := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{index})); !put[0].Sealed {
		t.Error("a score of a sealed score has no seal")
	}
	if _, err := d.For(scoring.Viewer{Party: "boss"}).Latest(t.Context(), "mean", shop()); !errors.Is(err, scoring.ErrNotFound) {
		t.Errorf("of two people: got error %v, want that it is withheld", err)
	}
}

func TestASealedScoreTellsOfNoMorePeopleThanItNames(t *testing.T) {
	t.Parallel()
	d := newDesk(mergedInto("ann", "anna"))
	a, b, c := answerOf("a", "ann", 7), answerOf("b", "anna", 1), answerOf("c", "", 1)
	a.Sealed, b.Sealed, c.Sealed = true, true, true
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{a, b, c}))
	s := scoreOf("mean", shop(), 0, .5)
	s.Inputs = []scoring.Ref{a.ID.Ref(), b.ID.Ref(), c.ID.Ref()}
	s.People = 3 // ann is anna
	_, err := d.PutScores(t.Context(), []scoring.Score{s})
	if e, ok := errors.AsType[*relationship.OpError](err); !ok || e.Field != "Scores[0].People" {
		t.Errorf("got error %v, want it to name the people", err)
	}
	s.People = 2
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s}))
	s.People, s.Selection = 300, "and others"
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s}))
}

func TestScoresByDifferentMethodsAndGuessesAreNotCompared(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	before, after := scoreOf("nps", shop(), 0, .2), scoreOf("nps", shop(), 1, .8)
	before.Method = "another"
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{before, after}))
	if c := having[scoring.Change](t)(d.Changed(t.Context(), "nps", shop(), before.At, after.At)); c.Difference.Known() || c.MoreThanNoise {
		t.Errorf("by different methods: got %v", c.Difference)
	}
	before.Method, before.Value = after.Method, scoring.Estimate{Value: 1, Low: 1, High: 1, Basis: relationship.Guessed}
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{before}))
	if c := having[scoring.Change](t)(d.Changed(t.Context(), "nps", shop(), before.At, after.At)); !c.Difference.Known() || c.MoreThanNoise {
		t.Errorf("with a guess: got %v, more than noise %t", c.Difference, c.MoreThanNoise)
	}
}
