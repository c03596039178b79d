package feedback_test

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A tapped store is a memory store that asks a test before each call, and may fail, and tells it after
// each write.
type tapped struct {
	*feedback.Memory
	before func() error
	wrote  func(feedback.Batch)
}

func tap[Q, P any](ctx context.Context, s *tapped, q Q, read func(context.Context, Q) (P, error)) (P, error) {
	if s.before != nil {
		if err := s.before(); err != nil {
			var none P
			return none, err
		}
	}
	return read(ctx, q)
}

func (s *tapped) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	seq, err := tap(ctx, s, b, s.Memory.Write)
	if err == nil && s.wrote != nil {
		s.wrote(b)
	}
	return seq, err
}

func (s *tapped) Items(ctx context.Context, q feedback.ItemQuery) (feedback.Page[feedback.Item], error) {
	return tap(ctx, s, q, s.Memory.Items)
}

func (s *tapped) Themes(ctx context.Context, q feedback.ThemeQuery) (feedback.Page[feedback.Theme], error) {
	return tap(ctx, s, q, s.Memory.Themes)
}

func (s *tapped) Links(ctx context.Context, q feedback.LinkQuery) (feedback.Page[feedback.Link], error) {
	return tap(ctx, s, q, s.Memory.Links)
}

func (s *tapped) Entries(ctx context.Context, q feedback.EntryQuery) (feedback.Page[feedback.Entry], error) {
	return tap(ctx, s, q, s.Memory.Entries)
}

func (s *tapped) Votes(ctx context.Context, q feedback.VoteQuery) (feedback.Page[feedback.Vote], error) {
	return tap(ctx, s, q, s.Memory.Votes)
}

func (s *tapped) Changes(ctx context.Context, q feedback.ChangeQuery) (feedback.Page[feedback.Change], error) {
	return tap(ctx, s, q, s.Memory.Changes)
}

func (s *tapped) Notices(ctx context.Context, q feedback.NoticeQuery) (feedback.Page[feedback.Notice], error) {
	return tap(ctx, s, q, s.Memory.Notices)
}

func (s *tapped) Log(ctx context.Context, q feedback.LogQuery) (feedback.Page[feedback.Batch], error) {
	return tap(ctx, s, q, s.Memory.Log)
}

// A forgetful store keeps no history.
type forgetful struct{ feedback.Store }

var errFire = errors.New("the disk is on fire")

// burning returns a store whose n-th call fails, from 1, and how many were made.
func burning(of *feedback.Memory, n int) (*tapped, *int) {
	calls := new(int)
	return &tapped{Memory: of, before: func() error {
		if *calls++; *calls == n {
			return errFire
		}
		return nil
	}}, calls
}

// An askTester is a test, or a case of a property.
type askTester interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

// contentsOf returns all that a store holds, without the log.
func contentsOf(t askTester, s feedback.Store) feedback.Batch {
	t.Helper()
	ctx, most := t.Context(), 1_000_000
	var b feedback.Batch
	var err [7]error
	items, e := s.Items(ctx, feedback.ItemQuery{Limit: most})
	b.Items, err[0] = items.Records, e
	themes, e := s.Themes(ctx, feedback.ThemeQuery{Limit: most})
	b.Themes, err[1] = themes.Records, e
	links, e := s.Links(ctx, feedback.LinkQuery{Limit: most})
	b.Links, err[2] = links.Records, e
	entries, e := s.Entries(ctx, feedback.EntryQuery{Limit: most})
	b.Entries, err[3] = entries.Records, e
	votes, e := s.Votes(ctx, feedback.VoteQuery{Limit: most})
	b.Votes, err[4] = votes.Records, e
	changes, e := s.Changes(ctx, feedback.ChangeQuery{Limit: most})
	b.Changes, err[5] = changes.Records, e
	notices, e := s.Notices(ctx, feedback.NoticeQuery{Limit: most})
	b.Notices, err[6] = notices.Records, e
	if e := errors.Join(err[:]...); e != nil {
		t.Fatalf("read contents: got error %v", e)
	}
	return b
}

// wholeLog returns the whole log of a store.
func wholeLog(t askTester, s feedback.Historian) []feedback.Batch {
	t.Helper()
	page, err := s.Log(t.Context(), feedback.LogQuery{Limit: 1_000_000})
	if err != nil {
		t.Fatalf("read log: got error %v", err)
	}
	return page.Records
}

// wholeOf returns all that a store holds as text, with the log.
func wholeOf(t askTester, s feedback.Historian) string {
	t.Helper()
	return inJSON(t, []any{contentsOf(t, s), wholeLog(t, s)})
}

func inJSON(t askTester, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("write JSON: got error %v", err)
	}
	return string(text)
}

// written writes a batch around the café.
func (h house) written(t askTester, b feedback.Batch) feedback.Seq {
	t.Helper()
	b.At = h.Now()
	seq, err := h.store.Write(t.Context(), b)
	if err != nil {
		t.Fatalf("write batch: got error %v", err)
	}
	return seq
}

func allWell(t askTester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v", err)
	}
}

// having returns what a call made, which must not fail.
func having[T any](t askTester) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		allWell(t, err)
		return v
	}
}

func entryOf(id feedback.EntryID, about feedback.Ref, by feedback.PartyID, kind feedback.EntryKind, at time.Time) feedback.Entry {
	return feedback.Entry{ID: id, About: about, By: by, Kind: kind, At: at, Text: "by " + string(by) + ": " + string(id)}
}

func voteOf(on feedback.Ref, voter feedback.PartyID, choice feedback.Choice, at time.Time) feedback.Vote {
	return feedback.Vote{ID: feedback.VoteIDFor(on, voter), On: on, Voter: voter, Choice: choice, At: at}
}

func party(id feedback.PartyID) feedback.Ref { return relationship.PartyID(id).Ref() }

// mergedInto returns a configuration under which parties turned out to be one, the first of them.
func mergedInto(ids ...feedback.PartyID) feedback.Config {
	in := map[feedback.PartyID]bool{}
	for _, id := range ids {
		in[id] = true
	}
	return feedback.Config{
		Family: func(_ context.Context, id feedback.PartyID) ([]feedback.PartyID, error) {
			if in[id] {
				return ids, nil
			}
			return []feedback.PartyID{id}, nil
		},
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) {
			return func(id feedback.PartyID) feedback.PartyID {
				if in[id] {
					return ids[0]
				}
				return id
			}, nil
		},
	}
}
