package relationshiptest

import (
	"context"
	"fmt"

	"github.com/kithcrm/kith/relationship"
)

// A TB is what the suite needs of a test. *testing.T, *testing.B and *rapid.T are ones.
type TB interface {
	// Helper marks the caller as a helper, as in [testing.T].
	Helper()

	// Fatalf fails the test and ends the goroutine that it runs in.
	Fatalf(format string, args ...any)

	// Cleanup calls a function when the test, or the random case, has ended.
	Cleanup(func())

	// Context is done just before what Cleanup was given is called.
	Context() context.Context
}

// A told prints the sentence of the contract with every failure.
type told struct {
	TB
	sentence string
}

func (t told) Fatalf(format string, args ...any) {
	t.TB.Helper()
	t.TB.Fatalf("%s\nThe contract says: %s", fmt.Sprintf(format, args...), t.sentence)
}

// historian returns the store as one that keeps history.
func historian(tb TB, s relationship.Store) relationship.Historian {
	tb.Helper()
	h, ok := s.(relationship.Historian)
	if !ok {
		tb.Fatalf("the store keeps no history")
	}
	return h
}
