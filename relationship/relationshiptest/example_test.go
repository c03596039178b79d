package relationshiptest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

// All that a host writes to test a store of its own.
func ExampleRun() {
	open := func(relationshiptest.TB) relationship.Store {
		return new(relationship.Memory) // a host opens its own, and closes it with Cleanup
	}
	test := func(t *testing.T) { relationshiptest.Run(t, open) } // TestMyStore
	fmt.Println(test != nil)
	// Output: true
}

// A program must live with a store that fails, at whatever call.
func ExampleFailNth() {
	ctx := context.Background()
	full := errors.New("the disk is full")
	for n := 1; ; n++ {
		memory := new(relationship.Memory)
		store := relationshiptest.FailNth(memory, n, full)
		book := relationship.NewBook(store, relationship.Config{})
		_, err := book.PutParty(ctx, relationship.Party{ID: "1", Kind: relationship.Person})
		page, readErr := memory.Parties(ctx, relationship.PartyQuery{})
		if readErr != nil {
			fmt.Println(readErr)
			return
		}
		fmt.Printf("call %d fails: %v, %d written\n", n, err, len(page.Records))
		if err == nil {
			return
		}
	}
	// Output:
	// call 1 fails: relationship: put party 1: the disk is full, 0 written
	// call 2 fails: <nil>, 1 written
}
