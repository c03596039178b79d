package scoring_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// Two people answer, a score is made of it, and a leader and a clerk look at it.
func Example() {
	ctx := context.Background()
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	at := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	of := scoring.Ref{Noun: "shop", ID: "7"}
	stars := scoring.Scale{Low: 1, High: 5, Step: 1}
	answers, err := ledger.PutAnswers(ctx, []scoring.Answer{
		{ID: "1", Question: "csat", Scale: stars, Value: 5, By: "ann", About: of, At: at},
		{ID: "2", Question: "csat", Scale: stars, Value: 4, By: "bob", About: of, At: at, Text: "the door sticks"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, err := ledger.PutScores(ctx, []scoring.Score{{
		Name: "csat", Of: of, At: at, People: 2, Method: "mean", Version: "1",
		Value:  scoring.Estimate{Value: 4.5, Low: 1, High: 5, N: 2, Basis: relationship.Observed},
		Inputs: []scoring.Ref{answers[0].ID.Ref(), answers[1].ID.Ref()},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	leader := scoring.Viewer{MayOpen: func(scoring.Ref) bool { return true }}
	for _, viewer := range []scoring.Viewer{leader, {Party: "clerk"}} {
		behind, err := ledger.For(viewer).Behind(ctx, scores[0].ID)
		fmt.Println(behind.Score.Value, "of", behind.People, "and hidden:", behind.Hidden, err)
	}
	// Output:
	// 4.5 (1 to 5), observed, n=2 of [ann bob] and hidden: 0 <nil>
	// 4.5 (1 to 5), observed, n=2 of [] and hidden: 2 <nil>
}

func ExampleReader_Changed() {
	ctx := context.Background()
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	of := scoring.Ref{Noun: "shop", ID: "7"}
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	score := func(m time.Month, value, doubt float64) scoring.Score {
		return scoring.Score{Name: "nps", Of: of, At: month(m), Value: scoring.Estimate{
			Value: value, Low: value - doubt, High: value + doubt, N: 400, Basis: relationship.Observed,
		}}
	}
	_, err := ledger.PutScores(ctx, []scoring.Score{score(time.March, 30, 6), score(time.April, 37, 8), score(time.May, 45, 5)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, from := range []time.Month{time.March, time.April} {
		change, err := ledger.Changed(ctx, "nps", of, month(from), month(from+1))
		fmt.Println(change.Difference, "more than noise:", change.MoreThanNoise, err)
	}
	change, err := ledger.Changed(ctx, "nps", of, month(time.March), month(time.May))
	fmt.Println(change.Difference, "more than noise:", change.MoreThanNoise, err)
	// Output:
	// 7 (-3 to 17), observed, n=400 more than noise: false <nil>
	// 8 (-1.434 to 17.43), observed, n=400 more than noise: false <nil>
	// 15 (7.19 to 22.81), observed, n=400 more than noise: true <nil>
}

func ExampleLedger_Review() {
	ctx := context.Background()
	now := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	ledger := scoring.New(new(scoring.Memory), scoring.Config{Now: func() time.Time { return now }})
	_, err := ledger.PutAssumption(ctx, scoring.Assumption{
		ID: "advocacy", Statement: "members stay because we speak for them", About: scoring.Ref{Noun: "segment", ID: "members"},
		By: "board", Owner: "ann", ReviewBy: now.AddDate(0, 6, 0),
		Believed: scoring.Estimate{Value: .5, Low: .3, High: .7, Basis: relationship.Guessed},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	now = now.AddDate(0, 7, 0)
	for a, err := range ledger.Due(ctx, now) {
		fmt.Println("due:", a.ID, "owned by", a.Owner, err)
	}
	a, err := ledger.As("ann", "half-yearly look").Review(ctx, "advocacy", scoring.Review{
		Question: "when did we last look?", Answer: "never", Next: "ask forty members", Due: now.AddDate(0, 1, 0),
	})
	fmt.Println(len(a.Reviews), a.Reviews[0].By, a.Reviews[0].Due.Format(time.DateOnly), err)
	// Output:
	// due: advocacy owned by ann <nil>
	// 1 ann 2026-11-04 <nil>
}

func ExampleDifference() {
	before := scoring.Estimate{Value: .60, Low: .4904, High: .7005, N: 80, Basis: relationship.Observed}
	after := scoring.Estimate{Value: .80, Low: .6918, High: .8773, N: 70, Basis: relationship.Observed}
	fmt.Println(scoring.Difference(before, after))
	// Output:
	// 0.2 (0.05233 to 0.3341), observed, n=70 <nil>
}

func ExampleScale_CheckValue() {
	fmt.Println(scoring.Scale{High: 10, Step: 1}.CheckValue(11))
	// Output:
	// scoring: check value: Value must be on the scale, from 0 to 10
}
