package scoringtest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/scoringtest"
)

// All that a host writes to test a store of its own.
func ExampleRun() {
	open := func(scoringtest.TB) scoring.Store {
		return new(scoring.Memory) // a host opens its own, and closes it with Cleanup
	}
	test := func(t *testing.T) { scoringtest.Run(t, open) } // TestMyStore
	fmt.Println(test != nil)
	// Output: true
}

// A program must live with a store that fails, at whatever call.
func ExampleFailNth() {
	ctx := context.Background()
	store := scoringtest.FailNth(new(scoring.Memory), 2, errors.New("the disk is full"))
	for range 3 {
		_, err := store.Answers(ctx, scoring.AnswerQuery{})
		fmt.Println(err)
	}
	// Output:
	// <nil>
	// the disk is full
	// <nil>
}
