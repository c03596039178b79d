package scoring_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A clock goes only when a test says so.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A desk is a ledger on a memory store, with a clock that the test sets.
type desk struct {
	*scoring.Ledger
	*clock
	store *scoring.Memory
}

func newDesk(cfg scoring.Config) desk {
	d := desk{clock: &clock{now: noon(0)}, store: new(scoring.Memory)}
	cfg.Now = d.Now
	d.Ledger = scoring.New(d.store, cfg)
	return d
}

// leader returns the ledger as somebody reads it who may open everything.
func (d desk) leader() *scoring.Reader {
	return d.For(scoring.Viewer{Party: "leader", MayOpen: func(scoring.Ref) bool { return true }})
}

// clerk returns the ledger as somebody reads it who may open nothing.
func (d desk) clerk() *scoring.Reader { return d.For(scoring.Viewer{Party: "clerk"}) }

// A tester is a test, a benchmark, or a case of a property.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

func allWell(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v", err)
	}
}

// having returns what a call made, which must not fail.
func having[T any](t tester) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		allWell(t, err)
		return v
	}
}

// mustMatch fails where an error does not match another.
func mustMatch(t tester, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want one matching %v", err, want)
	}
}

// mustBreak fails where an error is not one about a broken rule of a field.
func mustBreak(t tester, err error, field string) {
	t.Helper()
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, scoring.ErrInvalid) || op.Rule == "" {
		t.Fatalf("got error %v, want a broken rule of %s", err, field)
	}
	if op.Field != field {
		t.Fatalf("got field %q, want %q, in: %v", op.Field, field, err)
	}
}

// everything selects all records of a noun on one page.
const everything = 1_000_000

// contentsOf returns all that a store holds, without the log.
func contentsOf(t tester, s scoring.Store) scoring.Batch {
	t.Helper()
	answers, err1 := s.Answers(t.Context(), scoring.AnswerQuery{Limit: everything})
	scores, err2 := s.Scores(t.Context(), scoring.ScoreQuery{Limit: everything})
	assumptions, err3 := s.Assumptions(t.Context(), scoring.AssumptionQuery{Limit: everything})
	allWell(t, errors.Join(err1, err2, err3))
	return scoring.Batch{Answers: answers.Records, Scores: scores.Records, Assumptions: assumptions.Records}
}

// wholeOf returns all that a store holds as text, with the log.
func wholeOf(t tester, s scoring.Historian) string {
	t.Helper()
	log, err := s.Log(t.Context(), scoring.LogQuery{Limit: everything})
	allWell(t, err)
	return inJSON(t, []any{contentsOf(t, s), log.Records})
}

func inJSON(t tester, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	allWell(t, err)
	return string(text)
}

// A tapped store is a memory store that asks a test before each call, and may fail.
type tapped struct {
	*scoring.Memory
	before func() error
}

func tap[Q, P any](ctx context.Context, s *tapped, q Q, read func(context.Context, Q) (P, error)) (P, error) {
	if err := s.before(); err != nil {
		var none P
		return none, err
	}
	return read(ctx, q)
}

func (s *tapped) Write(ctx context.Context, b scoring.Batch) (scoring.Seq, error) {
	return tap(ctx, s, b, s.Memory.Write)
}

func (s *tapped) Answers(ctx context.Context, q scoring.AnswerQuery) (scoring.Page[scoring.Answer], error) {
	return tap(ctx, s, q, s.Memory.Answers)
}

func (s *tapped) Scores(ctx context.Context, q scoring.ScoreQuery) (scoring.Page[scoring.Score], error) {
	return tap(ctx, s, q, s.Memory.Scores)
}

func (s *tapped) Assumptions(ctx context.Context, q scoring.AssumptionQuery) (scoring.Page[scoring.Assumption], error) {
	return tap(ctx, s, q, s.Memory.Assumptions)
}

func (s *tapped) Log(ctx context.Context, q scoring.LogQuery) (scoring.Page[scoring.Batch], error) {
	return tap(ctx, s, q, s.Memory.Log)
}

// A forgetful store keeps no history.
type forgetful struct{ scoring.Store }

var errFire = errors.New("the disk is on fire")

// burning returns a store whose n-th call fails, from 1, and how many were made.
func burning(of *scoring.Memory, n int) (*tapped, *int) {
	calls := new(int)
	return &tapped{of, func() error {
		if *calls++; *calls == n {
			return errFire
		}
		return nil
	}}, calls
}

// mergedInto returns a configuration under which parties turned out to be one, the first of them.
func mergedInto(ids ...scoring.PartyID) scoring.Config {
	return scoring.Config{
		Family: func(_ context.Context, id scoring.PartyID) ([]scoring.PartyID, error) {
			if slices.Contains(ids, id) {
				return ids, nil
			}
			return []scoring.PartyID{id}, nil
		},
		Resolver: func(context.Context) (func(scoring.PartyID) scoring.PartyID, error) {
			return func(id scoring.PartyID) scoring.PartyID {
				if slices.Contains(ids, id) {
					return ids[0]
				}
				return id
			}, nil
		},
	}
}

// The records that tests begin with.

func answerOf(id scoring.AnswerID, by scoring.PartyID, value float64) scoring.Answer {
	return scoring.Answer{
		ID: id, Question: "nps", Scale: tenPoints(), Value: value, By: by, About: shop(), At: noon(0),
		Text: "words of " + string(by),
	}
}

func scoreOf(name string, of scoring.Ref, day int, value float64) scoring.Score {
	return scoring.Score{Name: name, Of: of, At: noon(day), Value: known(value), Method: "mean", Version: "1"}
}

func assumptionOf(id scoring.AssumptionID, by, owner scoring.PartyID) scoring.Assumption {
	return scoring.Assumption{
		ID: id, Statement: "price is what they care about", About: shop(), By: by, Owner: owner, Since: noon(0),
		Believed: scoring.Estimate{Value: .6, Low: .4, High: .8, Basis: relationship.Guessed},
	}
}

func idsOf[R, K any](records []R, id func(R) K) []K {
	out := make([]K, len(records))
	for i, r := range records {
		out[i] = id(r)
	}
	return out
}

func answerID(a scoring.Answer) scoring.AnswerID             { return a.ID }
func assumptionID(a scoring.Assumption) scoring.AssumptionID { return a.ID }
func valueOf(s scoring.Score) float64                        { return s.Value.Value }

// mustBe fails where two lists differ.
func mustBe[T comparable](t tester, what string, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

var _ = []tester{(*testing.T)(nil), (*testing.B)(nil)}
