package suite

import (
	"context"
	"fmt"
	"time"
)

// A TB is what the suite needs of a test: see TB of relationshiptest.
type TB interface {
	// Helper marks the caller as a helper.
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

// noon returns an ordinary instant, n seconds after noon of an ordinary day.
func noon(n int) time.Time { return time.Date(2026, time.March, 4, 12, 0, n, 0, time.UTC) }

// cancelled returns a context that is done.
func cancelled(tb TB) context.Context {
	ctx, cancel := context.WithCancel(tb.Context())
	cancel()
	return ctx
}
