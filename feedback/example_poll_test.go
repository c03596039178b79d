package feedback_test

import (
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// Ann changes her mind, and Bob votes under two names that turned out to be his.
func ExampleCountVotes() {
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	votes := []feedback.Vote{
		{ID: "1", Voter: "ann", Choice: feedback.Disagree, At: at},
		{ID: "2", Voter: "ann", Choice: feedback.Agree, At: at.Add(time.Hour)},
		{ID: "3", Voter: "bob", Choice: feedback.Agree, At: at},
		{ID: "4", Voter: "robert", Choice: feedback.Agree, At: at},
		{ID: "5", Voter: "cleo", Choice: feedback.Pass, At: at},
	}
	poll, err := feedback.CountVotes(votes, feedback.PollConfig{
		Resolve: func(id feedback.PartyID) feedback.PartyID {
			return map[feedback.PartyID]feedback.PartyID{"robert": "bob"}[id]
		},
		Worth: func(id feedback.PartyID) float64 {
			return map[feedback.PartyID]float64{"ann": 1200, "bob": 300}[id]
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d agree, %d disagree, %d pass\n", poll.Agree, poll.Disagree, poll.Pass)
	fmt.Printf("agreeing: worth %.0f\n", poll.Worth.Agree)
	for b := range poll.Behind(feedback.Agree) {
		fmt.Println("-", b.Voter)
	}
	// Output:
	// 2 agree, 0 disagree, 1 pass
	// agreeing: worth 1500
	// - ann
	// - bob
}

// Parts of the votes are counted apart and merged.
func ExampleBallotBox() {
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	var north, south feedback.BallotBox
	for _, err := range []error{
		north.Add(feedback.Vote{ID: "1", Voter: "ann", Choice: feedback.Disagree, At: at}),
		south.Add(feedback.Vote{ID: "2", Voter: "ann", Choice: feedback.Agree, At: at.Add(time.Hour)}),
		south.Add(feedback.Vote{ID: "3", Voter: "bob", Choice: feedback.Agree, At: at}),
	} {
		if err != nil {
			log.Fatal(err)
		}
	}
	north.Merge(&south)
	poll, err := north.Poll(feedback.PollConfig{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d agree, %d disagree\n", poll.Agree, poll.Disagree)
	// Output:
	// 2 agree, 0 disagree
}

// One friend is not as sure a sign as ninety out of a hundred.
func ExampleByWilson() {
	ideas := []feedback.Ranked{
		{Of: feedback.ItemID("hook").Ref(), Tally: feedback.Tally{Agree: 1}},
		{Of: feedback.ItemID("ramp").Ref(), Tally: feedback.Tally{Agree: 90, Disagree: 10}},
		{Of: feedback.ItemID("bell").Ref(), Tally: feedback.Tally{Agree: 9, Disagree: 1}},
	}
	slices.SortFunc(ideas, feedback.ByWilson)
	for _, idea := range ideas {
		fmt.Printf("%.2f %s\n", idea.Wilson(), idea.Of.ID)
	}
	// Output:
	// 0.83 ramp
	// 0.60 bell
	// 0.21 hook
}

func ExampleHot() {
	at := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	old := feedback.Hot(100, 0, at)
	young := feedback.Hot(10, 0, at.Add(12*time.Hour+30*time.Minute))
	fmt.Printf("%.6f\n", young-old)
	// Output:
	// 0.000000
}

// The bell was closed, so what was put on it came back.
func ExampleCountBudget() {
	bell, ramp := feedback.ItemID("bell").Ref(), feedback.ItemID("ramp").Ref()
	votes := []feedback.Vote{
		{ID: "1", On: bell, Voter: "ann", Choice: feedback.Agree, Spent: 3},
		{ID: "2", On: ramp, Voter: "ann", Choice: feedback.Agree, Spent: 2},
	}
	closed := func(on feedback.Ref) bool { return on == bell }
	purse, err := feedback.CountBudget(votes, feedback.Budget{}, closed)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d spent, %d left, at most %d on the ramp\n", purse.Spent, purse.Left, purse.Room(ramp))
	// Output:
	// 2 spent, 8 left, at most 3 on the ramp
}

// What was said on a Friday is answered on the Monday: a day late for its author, and in time by the
// hours of the office.
func ExampleClocks() {
	hours, err := feedback.WorkWeek{}.Hours()
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	item := feedback.Item{
		ID: "squeak", Kind: feedback.Complaint, Author: "ann", Text: "The door squeaks.", At: friday,
		Loop: feedback.Loop{State: feedback.Heard, Since: friday, Answered: friday.AddDate(0, 0, 3)},
	}
	clocks, err := feedback.Clocks(item, feedback.Terms{Hours: hours}, friday.AddDate(0, 0, 10))
	if err != nil {
		log.Fatal(err)
	}
	first := clocks.FirstAnswer
	fmt.Println("plain:  ", first.Plain.Elapsed, "overdue", first.Plain.Overdue)
	fmt.Println("working:", first.Working.Elapsed, "overdue", first.Working.Overdue)
	// Output:
	// plain:   72h0m0s overdue 24h0m0s
	// working: 8h0m0s overdue 0s
}
