package realdb_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// ledger returns the store of the room scoring of a scope.
func (d *database) ledger(t tester, scope string) scoring.Historian {
	t.Helper()
	stores, err := d.stores(scope)
	if err != nil {
		t.Fatalf("making stores: %v", err)
	}
	return stores.Scoring()
}

// ledgerContentOf reads everything as it was known after a batch; 0 is now.
func ledgerContentOf(t tester, s scoring.Store, known scoring.Seq) scoring.Batch {
	t.Helper()
	ctx := t.Context()
	return scoring.Batch{
		Answers: walk(t, func(after scoring.AnswerID) (scoring.Page[scoring.Answer], error) {
			return s.Answers(ctx, scoring.AnswerQuery{Known: known, After: after})
		}, func(r scoring.Answer) scoring.AnswerID { return r.ID }),
		Scores: walk(t, func(after scoring.ScoreID) (scoring.Page[scoring.Score], error) {
			return s.Scores(ctx, scoring.ScoreQuery{Known: known, After: after})
		}, func(r scoring.Score) scoring.ScoreID { return r.ID }),
		Assumptions: walk(t, func(after scoring.AssumptionID) (scoring.Page[scoring.Assumption], error) {
			return s.Assumptions(ctx, scoring.AssumptionQuery{Known: known, After: after})
		}, func(r scoring.Assumption) scoring.AssumptionID { return r.ID }),
	}
}

// ledgerLogOf reads the log, which replayed must give the records.
func ledgerLogOf(t tester, s scoring.Historian) []scoring.Batch {
	t.Helper()
	log := walk(t, func(next scoring.Seq) (scoring.Page[scoring.Batch], error) {
		return s.Log(t.Context(), scoring.LogQuery{After: next})
	}, func(b scoring.Batch) scoring.Seq { return b.Seq })
	answers, scores, assumptions := map[scoring.AnswerID]scoring.Answer{}, map[scoring.ScoreID]scoring.Score{}, map[scoring.AssumptionID]scoring.Assumption{}
	for _, b := range log {
		for _, r := range b.Answers {
			answers[r.ID] = r
		}
		for _, r := range b.Scores {
			scores[r.ID] = r
		}
		for _, r := range b.Assumptions {
			assumptions[r.ID] = r
		}
		for _, v := range b.Void {
			delete(answers, scoring.AnswerID(v.Ref.ID)) // no two nouns of these tests share an ID
			delete(scores, scoring.ScoreID(v.Ref.ID))
			delete(assumptions, scoring.AssumptionID(v.Ref.ID))
		}
	}
	replayed := scoring.Batch{Answers: inOrder(answers), Scores: inOrder(scores), Assumptions: inOrder(assumptions)}
	same(t, "the log, replayed", replayed, ledgerContentOf(t, s, 0))
	return log
}

func anAnswer(id scoring.AnswerID, by scoring.PartyID, text string) scoring.Answer {
	return scoring.Answer{
		ID: id, Question: "nps", Scale: scoring.Scale{High: 10, Step: 1}, Value: 9, By: by, About: scoring.Ref{Noun: "shop", ID: "7"}, At: noon, Text: text,
	}
}

func aScore(id scoring.ScoreID, of scoring.Ref, at time.Time) scoring.Score {
	return scoring.Score{ID: id, Name: "nps", Of: of, At: at}
}

func anAssumption(id scoring.AssumptionID, by, owner scoring.PartyID, text string) scoring.Assumption {
	return scoring.Assumption{ID: id, Statement: text, About: scoring.Ref{Noun: "segment", ID: "regulars"}, By: by, Owner: owner, Since: noon}
}

// Numbers are looked at in the text of the record, where another program reads them.
func TestNumbersOfScoringAreKeptBitByBitAndNoneThatIsNone(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.ledger(t, "tenant")
		values := []float64{
			math.Copysign(0, -1), math.SmallestNonzeroFloat64, math.MaxFloat64 / 2, -math.MaxFloat64 / 2, 0.1, 1.0 / 3, math.Nextafter(1, 0), 1<<53 + 2, 1e21, 1e-7,
		}
		var b scoring.Batch
		for i, v := range values {
			a := anAnswer(scoring.AnswerID('a'+rune(i)), "", "")
			a.Scale, a.Value, a.Weight = scoring.Scale{Low: -math.MaxFloat64 / 2, High: math.MaxFloat64 / 2}, v, math.Abs(v)
			b.Answers = append(b.Answers, a)
		}
		b.At = noon
		seq, err := s.Write(t.Context(), b)
		ok(t, err)
		for i, a := range ledgerContentOf(t, s, 0).Answers {
			want := values[i]
			if math.Float64bits(a.Value) != math.Float64bits(want) || math.Float64bits(a.Weight) != math.Float64bits(math.Abs(want)) {
				t.Errorf("got %g and %g, want %g", a.Value, a.Weight, want)
			}
		}
		for _, none := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			for _, spoil := range []func(*scoring.Answer){
				func(a *scoring.Answer) { a.Value = none }, func(a *scoring.Answer) { a.Weight = none }, func(a *scoring.Answer) { a.Scale.High = none },
			} {
				a := b.Answers[0]
				a.Rev = seq
				spoil(&a)
				if _, err := s.Write(t.Context(), scoring.Batch{At: noon, Answers: []scoring.Answer{a}}); !errors.Is(err, scoring.ErrInvalid) {
					t.Errorf("%g: got error %v, want one matching %v", none, err, scoring.ErrInvalid)
				}
			}
		}
		if len(ledgerLogOf(t, s)) != 1 {
			t.Error("what is no number was written")
		}
	})
}

// A window goes by the instant, to the nanosecond, at the ends of time too.
func TestWindowsOfScoringGoByTheInstant(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.ledger(t, "tenant")
		last := time.Date(9999, time.December, 31, 23, 59, 59, 999_999_999, time.UTC)
		instants := []time.Time{time.Time{}.Add(1), noon.Add(-1), noon.In(time.FixedZone("", 14*3600)), noon.Add(1), last}
		b := scoring.Batch{At: noon}
		for i, at := range instants {
			id := string('a' + rune(i))
			b.Scores = append(b.Scores, aScore(scoring.ScoreID(id), relationship.TieID("t").Ref(), at))
			a := anAnswer(scoring.AnswerID(id), "", "")
			a.At = at
			b.Answers = append(b.Answers, a)
		}
		_, err := s.Write(t.Context(), b)
		ok(t, err)
		far := time.Date(12026, time.January, 1, 0, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			from, to time.Time
			want     string
		}{
			{time.Time{}, time.Time{}, "abcde"}, {noon, noon.Add(1), "c"}, {noon.Add(-1).In(time.FixedZone("", -12*3600)), noon, "b"}, {noon, time.Time{}, "cde"},
			{time.Time{}, noon, "ab"}, {noon, far, "cde"}, {far, time.Time{}, ""}, {time.Time{}.AddDate(-5, 0, 0), time.Time{}.Add(2), "a"}, {last, last.Add(1), "e"},
		} {
			var answers, scores string
			a, err := s.Answers(t.Context(), scoring.AnswerQuery{Questions: []string{"nps"}, From: c.from, To: c.to})
			ok(t, err)
			for _, r := range a.Records {
				answers += string(r.ID)
			}
			z, err := s.Scores(t.Context(), scoring.ScoreQuery{Names: []string{"nps", "csat"}, From: c.from, To: c.to})
			ok(t, err)
			for _, r := range z.Records {
				scores += string(r.ID)
			}
			if answers != c.want || scores != c.want {
				t.Errorf("from %v to %v: got answers %q and scores %q, want %q", c.from, c.to, answers, scores, c.want)
			}
		}
	})
}
