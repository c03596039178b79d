package feedbacktest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
)

var errDisk = errors.New("the disk is full")

func oneItem() feedback.Batch {
	at := time.Unix(1, 0)
	return feedback.Batch{At: at, Items: []feedback.Item{{
		ID: "a", Kind: feedback.Idea, Text: "a second door", At: at, Loop: feedback.Loop{State: feedback.Heard, Since: at},
	}}}
}

// calls makes one call of each method and returns the errors.
func calls(ctx context.Context, s feedback.Store) []error {
	_, write := s.Write(ctx, oneItem())
	_, items := s.Items(ctx, feedback.ItemQuery{})
	_, themes := s.Themes(ctx, feedback.ThemeQuery{})
	_, links := s.Links(ctx, feedback.LinkQuery{})
	_, entries := s.Entries(ctx, feedback.EntryQuery{})
	_, votes := s.Votes(ctx, feedback.VoteQuery{})
	_, changes := s.Changes(ctx, feedback.ChangeQuery{})
	_, notices := s.Notices(ctx, feedback.NoticeQuery{})
	all := []error{write, items, themes, links, entries, votes, changes, notices}
	if h, ok := s.(feedback.Historian); ok {
		_, log := h.Log(ctx, feedback.LogQuery{})
		all = append(all, log)
	}
	return all
}

func TestTheNthCallFailsAndNoOther(t *testing.T) {
	t.Parallel()
	fails := map[string]func(feedback.Store, int, error) feedback.Store{
		"before": feedbacktest.FailNth, "after": feedbacktest.FailNthLate,
	}
	for name, fail := range fails {
		for n := range 11 { // 0 and 10 fail nothing
			for i, err := range calls(t.Context(), fail(new(feedback.Memory), n, errDisk)) {
				if want := i == n-1; errors.Is(err, errDisk) != want {
					t.Errorf("%s: call %d of a store whose call %d fails: got error %v", name, i+1, n, err)
				}
			}
		}
	}
}

func TestAFailedWriteIsDoneOnlyWhenItFailsLate(t *testing.T) {
	t.Parallel()
	m := new(feedback.Memory)
	there := func() int {
		page, err := m.Items(t.Context(), feedback.ItemQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Records)
	}
	calls(t.Context(), feedbacktest.FailNth(m, 1, errDisk))
	if got := there(); got != 0 {
		t.Errorf("after a write that failed: got %d items, want none", got)
	}
	calls(t.Context(), feedbacktest.FailNthLate(m, 1, errDisk))
	if got := there(); got != 1 {
		t.Errorf("after a write that failed late: got %d items, want 1", got)
	}
}

func TestAFailedReadReturnsNothing(t *testing.T) {
	t.Parallel()
	m := new(feedback.Memory)
	calls(t.Context(), m)
	page, err := feedbacktest.FailNthLate(m, 1, errDisk).Items(t.Context(), feedback.ItemQuery{})
	if !errors.Is(err, errDisk) || len(page.Records) > 0 {
		t.Errorf("a read that failed: got %d items and error %v", len(page.Records), err)
	}
}

func TestWrappersKeepHistoryWhereTheStoreDoes(t *testing.T) {
	t.Parallel()
	wrap := map[string]func(feedback.Store) feedback.Store{
		"FailNth":     func(s feedback.Store) feedback.Store { return feedbacktest.FailNth(s, 9, errDisk) },
		"FailNthLate": func(s feedback.Store) feedback.Store { return feedbacktest.FailNthLate(s, 9, errDisk) },
		"Serial":      feedbacktest.Serial,
	}
	for name, w := range wrap {
		if _, ok := w(new(feedback.Memory)).(feedback.Historian); !ok {
			t.Errorf("%s of a Historian: got a store without history", name)
		}
		if _, ok := w(struct{ feedback.Store }{new(feedback.Memory)}).(feedback.Historian); ok {
			t.Errorf("%s of a store without history: got a Historian", name)
		}
	}
}
