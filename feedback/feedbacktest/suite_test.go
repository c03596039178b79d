package feedbacktest_test

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
	"github.com/kithcrm/kith/internal/suite"
)

func TestMain(m *testing.M) {
	// Failures are expected here, hundreds of them: they need no files.
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func TestMemoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	feedbacktest.Run(t, func(feedbacktest.TB) feedback.Store { return new(feedback.Memory) })
}

// The contract leaves stores some freedom, which the suite must not take away.
func TestCorrectStoresPass(t *testing.T) {
	t.Parallel()
	feedbacktest.Room().Correct(t, func(s suite.Store) any { return typedStore(s) })
}

func TestEveryBugIsCaught(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("rapid then tries fewer cases, which is not enough to find all bugs")
	}
	feedbacktest.Room().Faults(t, false)
}

// The suite sees a store through its types, and must not hide what a store keeps of them.
func TestAStoreThatKeepsMemoryIsCaught(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]func() feedback.Store{
		"a list of the batch":   func() feedback.Store { return &hoarder{Memory: new(feedback.Memory)} },
		"a record of the batch": func() feedback.Store { return &hoarder{Memory: new(feedback.Memory), deep: true} },
	} {
		if said := feedbacktest.Room().Try(t.Context(), "memory/argument", func(suite.TB) any { return s() }); said == "" {
			t.Errorf("a store that keeps %s is not caught", name)
		}
	}
	if said := feedbacktest.Room().Try(t.Context(), "memory/argument", func(suite.TB) any { return new(feedback.Memory) }); said != "" {
		t.Errorf("a store that keeps nothing: got %q", said)
	}
}

// A hoarder keeps items as they were handed over.
type hoarder struct {
	*feedback.Memory
	deep  bool
	items []feedback.Item
}

func (h *hoarder) Write(ctx context.Context, b feedback.Batch) (feedback.Seq, error) {
	seq, err := h.Memory.Write(ctx, b)
	if h.deep {
		h.items = append(h.items, b.Items...) // shares their points
	} else if len(b.Items) > 0 {
		h.items = b.Items
	}
	return seq, err
}

func (h *hoarder) Items(ctx context.Context, q feedback.ItemQuery) (feedback.Page[feedback.Item], error) {
	page, err := h.Memory.Items(ctx, q)
	for i := range page.Records {
		if i < len(h.items) {
			rev := page.Records[i].Rev
			page.Records[i] = h.items[i]
			page.Records[i].Rev = rev
		}
	}
	return page, err
}

func BenchmarkMemory(b *testing.B) {
	feedbacktest.Bench(b, func(feedbacktest.TB) feedback.Store { return new(feedback.Memory) })
}
