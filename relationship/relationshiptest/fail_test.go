package relationshiptest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

var errDisk = errors.New("the disk is full")

// calls makes one call of each method and returns the errors.
func calls(ctx context.Context, s relationship.Store) []error {
	_, write := s.Write(ctx, relationship.Batch{
		At: time.Unix(1, 0), Parties: []relationship.Party{{ID: "a", Kind: relationship.Person}},
	})
	_, parties := s.Parties(ctx, relationship.PartyQuery{})
	_, ties := s.Ties(ctx, relationship.TieQuery{})
	_, needs := s.Needs(ctx, relationship.NeedQuery{})
	all := []error{write, parties, ties, needs}
	if h, ok := s.(relationship.Historian); ok {
		_, log := h.Log(ctx, relationship.LogQuery{})
		all = append(all, log)
	}
	return all
}

func TestTheNthCallFailsAndNoOther(t *testing.T) {
	fails := map[string]func(relationship.Store, int, error) relationship.Store{
		"before": relationshiptest.FailNth, "after": relationshiptest.FailNthLate,
	}
	for name, fail := range fails {
		for n := range 7 { // 0 and 6 fail nothing
			for i, err := range calls(t.Context(), fail(new(relationship.Memory), n, errDisk)) {
				if want := i == n-1; errors.Is(err, errDisk) != want {
					t.Errorf("%s: call %d of a store whose call %d fails: got error %v", name, i+1, n, err)
				}
			}
		}
	}
}

func TestAFailedWriteIsDoneOnlyWhenItFailsLate(t *testing.T) {
	m := new(relationship.Memory)
	there := func() int {
		page, err := m.Parties(t.Context(), relationship.PartyQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Records)
	}
	calls(t.Context(), relationshiptest.FailNth(m, 1, errDisk))
	if got := there(); got != 0 {
		t.Errorf("after a write that failed: got %d parties, want none", got)
	}
	calls(t.Context(), relationshiptest.FailNthLate(m, 1, errDisk))
	if got := there(); got != 1 {
		t.Errorf("after a write that failed late: got %d parties, want 1", got)
	}
}

func TestAFailedReadReturnsNothing(t *testing.T) {
	m := new(relationship.Memory)
	calls(t.Context(), m)
	page, err := relationshiptest.FailNthLate(m, 1, errDisk).Parties(t.Context(), relationship.PartyQuery{})
	if !errors.Is(err, errDisk) || len(page.Records) > 0 {
		t.Errorf("a read that failed: got %d records and error %v", len(page.Records), err)
	}
}

func TestWrappersKeepHistoryWhereTheStoreDoes(t *testing.T) {
	wrap := map[string]func(relationship.Store) relationship.Store{
		"FailNth":     func(s relationship.Store) relationship.Store { return relationshiptest.FailNth(s, 9, errDisk) },
		"FailNthLate": func(s relationship.Store) relationship.Store { return relationshiptest.FailNthLate(s, 9, errDisk) },
		"Serial":      relationshiptest.Serial,
	}
	for name, w := range wrap {
		if _, ok := w(new(relationship.Memory)).(relationship.Historian); !ok {
			t.Errorf("%s of a Historian: got a store without history", name)
		}
		if _, ok := w(forgetful{new(plain)}).(relationship.Historian); ok {
			t.Errorf("%s of a store without history: got a Historian", name)
		}
	}
}
