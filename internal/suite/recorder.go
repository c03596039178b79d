package suite

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

// A recorder stands in for *testing.T and notes failures instead of reporting them.
type recorder struct {
	ctx context.Context

	mu      sync.Mutex
	said    string // the first failure
	cleanup []func()
}

// record runs a test and returns how it failed, or "".
func record(ctx context.Context, test func(*recorder)) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &recorder{ctx: ctx}
	var alone sync.WaitGroup // FailNow ends the goroutine
	alone.Go(func() {
		defer func() {
			if p := recover(); p != nil { // a broken store may break more than its word
				r.fail(fmt.Sprint("panic: ", p))
			}
		}()
		test(r)
	})
	alone.Wait()
	for _, f := range r.cleanup {
		f()
	}
	return r.said
}

func (r *recorder) fail(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.said == "" {
		r.said = text
	}
}

func (r *recorder) failNow(text string) {
	r.fail(text)
	runtime.Goexit()
}

// What TB wants.

func (r *recorder) Helper()                           {}
func (r *recorder) Fatalf(format string, args ...any) { r.failNow(fmt.Sprintf(format, args...)) }
func (r *recorder) Cleanup(f func())                  { r.cleanup = append(r.cleanup, f) }
func (r *recorder) Context() context.Context          { return r.ctx }

// What rapid.TB wants besides.

func (r *recorder) Name() string              { return "recorder" }
func (r *recorder) Logf(string, ...any)       {}
func (r *recorder) Log(...any)                {}
func (r *recorder) Skipf(string, ...any)      { runtime.Goexit() }
func (r *recorder) Skip(...any)               { runtime.Goexit() }
func (r *recorder) SkipNow()                  { runtime.Goexit() }
func (r *recorder) Errorf(f string, a ...any) { r.fail(fmt.Sprintf(f, a...)) }
func (r *recorder) Error(args ...any)         { r.fail(fmt.Sprint(args...)) }
func (r *recorder) Fatal(args ...any)         { r.failNow(fmt.Sprint(args...)) }
func (r *recorder) FailNow()                  { r.failNow("FailNow") }
func (r *recorder) Fail()                     { r.fail("Fail") }

func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said != ""
}
