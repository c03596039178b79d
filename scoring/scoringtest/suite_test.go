package scoringtest_test

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
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
	scoringtest.Run(t, func(scoringtest.TB) scoring.Store { return new(scoring.Memory) })
}

// The contract leaves stores some freedom, which the suite must not take away.
func TestCorrectStoresPass(t *testing.T) {
	t.Parallel()
	scoringtest.Room().Correct(t, func(s suite.Store) any { return typedStore(s) })
}

func TestEveryBugIsCaught(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("rapid then tries fewer cases, which is not enough to find all bugs")
	}
	scoringtest.Room().Faults(t, false)
}

// The suite sees a store through its types, and must not hide what a store keeps of them.
func TestAStoreThatKeepsMemoryIsCaught(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]func() scoring.Store{
		"a list of the batch":   func() scoring.Store { return &hoarder{Memory: new(scoring.Memory)} },
		"a record of the batch": func() scoring.Store { return &hoarder{Memory: new(scoring.Memory), deep: true} },
	} {
		if said := scoringtest.Room().Try(t.Context(), "memory/argument", func(suite.TB) any { return s() }); said == "" {
			t.Errorf("a store that keeps %s is not caught", name)
		}
	}
	if said := scoringtest.Room().Try(t.Context(), "memory/argument", func(suite.TB) any { return new(scoring.Memory) }); said != "" {
		t.Errorf("a store that keeps nothing: got %q", said)
	}
}

// A hoarder keeps scores as they were handed over.
type hoarder struct {
	*scoring.Memory
	deep   bool
	scores []scoring.Score
}

func (h *hoarder) Write(ctx context.Context, b scoring.Batch) (scoring.Seq, error) {
	seq, err := h.Memory.Write(ctx, b)
	if h.deep {
		h.scores = append(h.scores, b.Scores...) // shares their inputs
	} else if len(b.Scores) > 0 {
		h.scores = b.Scores
	}
	return seq, err
}

func (h *hoarder) Scores(ctx context.Context, q scoring.ScoreQuery) (scoring.Page[scoring.Score], error) {
	page, err := h.Memory.Scores(ctx, q)
	for i := range page.Records {
		if i < len(h.scores) {
			rev := page.Records[i].Rev
			page.Records[i] = h.scores[i]
			page.Records[i].Rev = rev
		}
	}
	return page, err
}

func BenchmarkMemory(b *testing.B) {
	scoringtest.Bench(b, func(scoringtest.TB) scoring.Store { return new(scoring.Memory) })
}
