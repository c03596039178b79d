package feedbacktest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/feedbacktest"
)

// All that a host writes to test a store of its own.
func ExampleRun() {
	open := func(feedbacktest.TB) feedback.Store {
		return new(feedback.Memory) // a host opens its own, and closes it with Cleanup
	}
	test := func(t *testing.T) { feedbacktest.Run(t, open) } // TestMyStore
	fmt.Println(test != nil)
	// Output: true
}

// A program must live with a store that fails, at whatever call.
func ExampleFailNth() {
	ctx := context.Background()
	store := feedbacktest.FailNth(new(feedback.Memory), 2, errors.New("the disk is full"))
	for range 3 {
		_, err := store.Items(ctx, feedback.ItemQuery{})
		fmt.Println(err)
	}
	// Output:
	// <nil>
	// the disk is full
	// <nil>
}
