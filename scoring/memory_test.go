package scoring_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

func TestZeroMemoryIsEmptyAndReady(t *testing.T) {
	t.Parallel()
	var m scoring.Memory
	answers, err := m.Answers(t.Context(), scoring.AnswerQuery{})
	if err != nil || len(answers.Records) > 0 || !answers.Last {
		t.Errorf("answers: got %v, error %v, want an empty last page", answers, err)
	}
	log, err := m.Log(t.Context(), scoring.LogQuery{About: []scoring.Ref{scoring.AnswerID("a").Ref()}})
	if err != nil || len(log.Records) > 0 || !log.Last {
		t.Errorf("log: got %v, error %v, want an empty last page", log, err)
	}
}

// A window holds its first instant and not its last, to the nanosecond, in whatever zone.
func TestWindowIsHalfOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		instants := rapid.SliceOfN(rapid.IntRange(0, 6), 1, 8).Draw(t, "instants")
		at := func(n int) time.Time {
			return noon(0).Add(time.Duration(n)).In(time.FixedZone("", 3600*(n-3)))
		}
		b := scoring.Batch{At: noon(0)}
		for i, n := range instants {
			id := string(rune('a' + i))
			b.Answers = append(b.Answers, scoring.Answer{ID: scoring.AnswerID(id), Question: "nps", Scale: tenPoints(), About: shop(), At: at(n)})
			b.Scores = append(b.Scores, scoring.Score{ID: scoring.ScoreID(id), Name: "nps", Of: shop(), At: at(n)})
		}
		m := new(scoring.Memory)
		if _, err := m.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		from, to := rapid.IntRange(-1, 7).Draw(t, "from"), rapid.IntRange(-1, 7).Draw(t, "to")
		var after, before time.Time
		if from >= 0 {
			after = at(from)
		}
		if to >= 0 {
			before = at(to)
		}
		var want []string
		for i, n := range instants {
			if n >= from && (to < 0 || n < to) {
				want = append(want, string(rune('a'+i)))
			}
		}
		answers, errA := m.Answers(t.Context(), scoring.AnswerQuery{From: after, To: before})
		scores, errS := m.Scores(t.Context(), scoring.ScoreQuery{From: after, To: before})
		if errA != nil || errS != nil {
			t.Fatalf("got errors %v and %v", errA, errS)
		}
		var gotA, gotS []string
		for _, a := range answers.Records {
			gotA = append(gotA, string(a.ID))
		}
		for _, s := range scores.Records {
			gotS = append(gotS, string(s.ID))
		}
		if !slices.Equal(gotA, want) || !slices.Equal(gotS, want) {
			t.Fatalf("got answers %v and scores %v, want %v", gotA, gotS, want)
		}
	})
}

func TestScoreHasOneIDForNameSubjectAndDate(t *testing.T) {
	t.Parallel()
	id := scoring.ScoreIDFor("nps", shop(), noon(0))
	if got := scoring.ScoreIDFor("nps", shop(), noon(0).In(time.FixedZone("", 7200))); got != id {
		t.Errorf("in another zone: got %s, want %s", got, id)
	}
	seen := []scoring.ScoreID{
		id, scoring.ScoreIDFor("heart", shop(), noon(0)), scoring.ScoreIDFor("nps", shop(), noon(0).Add(1)),
		scoring.ScoreIDFor("nps", scoring.Ref{Noun: "shop", ID: "8"}, noon(0)), scoring.ScoreIDFor("nps", scoring.Ref{Noun: "team", ID: "7"}, noon(0)),
	}
	slices.Sort(seen)
	if got := len(slices.Compact(seen)); got != 5 {
		t.Errorf("got %d IDs, want 5", got)
	}
	// It must never change: hosts keep it.
	if want := scoring.ScoreID("5698abae-3e58-5f2d-a5d0-d29c7aa96221"); id != want {
		t.Errorf("got %s, want %s", id, want)
	}
}
