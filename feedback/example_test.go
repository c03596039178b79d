package feedback_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// An idea goes around the loop: it is left, decided, done, and its author accepts that.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	cafe := feedback.New(new(feedback.Memory), feedback.Config{Now: func() time.Time { return now }})
	ann := cafe.For(feedback.Viewer{Party: "ann"})
	staff := cafe.For(feedback.Viewer{Party: "bob", MayOpen: func(feedback.Ref) bool { return true }})

	item, err := ann.Leave(ctx, feedback.Item{Kind: feedback.Idea, Text: "A coat hook by the door"})
	for _, move := range []feedback.Move{
		{To: feedback.Decided, Answer: feedback.Yes, Text: "We had not thought of that."},
		{To: feedback.Done},
	} {
		if err == nil {
			_, err = staff.Move(ctx, item.ID, move)
		}
	}
	if err == nil {
		_, err = ann.Move(ctx, item.ID, feedback.Move{To: feedback.Accepted})
	}
	thread, failed := ann.Thread(ctx, item.ID)
	if err != nil || failed != nil {
		fmt.Println(err, failed)
		return
	}
	for _, e := range thread.Entries {
		fmt.Println(e.By, e.State)
	}
	fmt.Println("seen by others:", thread.Item.Shown == feedback.Shared)
	// Unordered output:
	// bob decided
	// bob done
	// ann accepted
	// seen by others: false
}

// Someone gives no name, comes back with a secret code, and reads the answer.
func ExampleVisit_LeaveUnnamed() {
	ctx := context.Background()
	cafe := feedback.New(new(feedback.Memory), feedback.Config{})
	staff := cafe.For(feedback.Viewer{Party: "bob", MayOpen: func(feedback.Ref) bool { return true }})

	item, code, err := cafe.For(feedback.Viewer{}).LeaveUnnamed(ctx, feedback.Item{Kind: feedback.Complaint, Text: "I was shouted at"})
	if err == nil {
		_, err = staff.Reply(ctx, item.ID, "That must not happen. Which day was it?", feedback.ByAuthor)
	}
	holder, failed := cafe.Enter(ctx, "192.0.2.1", code)
	if err != nil || failed != nil {
		fmt.Println(err, failed)
		return
	}
	thread, err := cafe.For(holder).Thread(ctx, item.ID)
	fmt.Println(thread.Entries[0].Text, err)
	_, err = cafe.Enter(ctx, "192.0.2.1", "AAAAA-AAAAA")
	fmt.Println(err)
	// Output:
	// That must not happen. Which day was it? <nil>
	// feedback: enter by code: not found
}

// Everybody behind something is told once, by whoever delivers.
func ExampleCafe_Claim() {
	ctx := context.Background()
	cafe := feedback.New(new(feedback.Memory), feedback.Config{})
	staff := cafe.For(feedback.Viewer{Party: "bob", MayOpen: func(feedback.Ref) bool { return true }})

	item, err := cafe.For(feedback.Viewer{Party: "ann"}).Leave(ctx, feedback.Item{Kind: feedback.Idea, Text: "A coat hook by the door"})
	if err == nil {
		_, err = staff.Approve(ctx, item.ID)
	}
	if err == nil {
		_, err = cafe.For(feedback.Viewer{Party: "eve"}).Vote(ctx, feedback.Vote{On: item.ID.Ref(), Choice: feedback.Agree})
	}
	if err == nil {
		_, err = staff.Announce(ctx, feedback.Announcement{About: item.ID.Ref(), Step: "done", Text: "The hook is there."})
	}
	notices, failed := cafe.Claim(ctx, 10, time.Minute)
	if err != nil || failed != nil {
		fmt.Println(err, failed)
		return
	}
	for _, n := range notices { // here they are sent
		fmt.Println(n.To, n.Why[0].Because)
	}
	fmt.Println(cafe.Confirm(ctx, notices...))
	again, err := cafe.Claim(ctx, 10, time.Minute)
	fmt.Println(len(again), err)
	// Unordered output:
	// ann author
	// eve voter
	// <nil>
	// 0 <nil>
}
