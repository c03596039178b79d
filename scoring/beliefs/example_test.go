package beliefs_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// What three leaders of an association believe, what it spends, and what 300 members said.
func Example() {
	attributes := []string{"advocacy", "training", "network"}
	believed, err := beliefs.Leaders(attributes, [][]float64{{6, 2, 2}, {5, 3, 2}, {7, 2, 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	spent := func(euros float64) relationship.Estimate {
		return relationship.Estimate{Value: euros, Low: euros, High: euros, Basis: relationship.Observed}
	}
	funded, err := beliefs.Side{Shares: []beliefs.Share{
		{Attribute: "advocacy", Value: spent(540_000)},
		{Attribute: "training", Value: spent(180_000)},
		{Attribute: "network", Value: spent(180_000)},
	}}.Normalised()
	if err != nil {
		fmt.Println(err)
		return
	}
	said := func(v, low, high float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: low, High: high, N: 300, Basis: relationship.Stated}
	}
	measured := beliefs.Side{Shares: []beliefs.Share{
		{Attribute: "advocacy", Value: said(.06, .038, .093)},
		{Attribute: "training", Value: said(.22, .177, .27)},
		{Attribute: "network", Value: said(.72, .667, .768)},
	}}
	found, err := beliefs.Compare(believed, funded, measured, beliefs.Config{Margin: .05})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, g := range found.Belief {
		s := found.Spending[i]
		fmt.Printf("%-8s  believed %.2f  funded %.2f  measured %.2f  belief %s, money %+.2f (%+.2f to %+.2f) %s\n",
			g.Attribute, g.Of.Value, s.Of.Value, g.Against.Value, g.State, s.Value, s.Low, s.High, s.State)
	}
	m := found.Misdirected
	fmt.Printf("misdirected: %.2f of the money (by chance alone %.2f)\n", m.Share, m.Chance)
	// Output:
	// advocacy  believed 0.60  funded 0.60  measured 0.06  belief false, money +0.54 (+0.50 to +0.57) false
	// network   believed 0.17  funded 0.20  measured 0.72  belief false, money -0.52 (-0.58 to -0.45) false
	// training  believed 0.23  funded 0.20  measured 0.22  belief untested, money -0.02 (-0.08 to +0.03) untested
	// misdirected: 0.54 of the money (by chance alone 0.03)
}

// An assumption is judged by what was measured, and the verdict kept.
func ExampleJudge() {
	ctx := context.Background()
	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
	members := scoring.Ref{Noun: "segment", ID: "members"}
	a, err := ledger.PutAssumption(ctx, scoring.Assumption{
		ID: "advocacy", Statement: "Members join for our voice in the capital.", About: members, Attribute: "advocacy",
		Believed: relationship.Estimate{Value: .4, Low: .4, High: .4, Basis: relationship.Guessed}, Since: day(1, 1),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	measured := []beliefs.Measurement{{About: members, Attribute: "advocacy", At: day(5, 1), Value: relationship.Estimate{
		Value: .06, Low: .038, High: .093, N: 300, Basis: relationship.Stated,
	}}}
	cfg := beliefs.Config{Margin: .05, MaxAge: 365 * 24 * time.Hour}
	verdicts, err := beliefs.Judge([]scoring.Assumption{a}, measured, day(6, 1), cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := beliefs.Write(ctx, ledger, "anna", verdicts); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verdicts[0])
	// Output:
	// false: believed 0.4 (0.4 to 0.4), measured 0.06 (0.038 to 0.093) on 2026-05-01, gap 0.34 (0.307 to 0.362), margin 0.05
}

// The questions that reopen an assumption, as far as nobody has answered them.
func ExampleSession() {
	session := beliefs.Session{
		Assumption: scoring.Assumption{ID: "advocacy", Since: day(1, 1)},
		Questions:  []beliefs.Question{{Text: "When did we last look?"}, {Text: "What would we do without limits?", Fresh: true}},
		From:       day(6, 1),
	}
	reviews, err := session.Reviews([]beliefs.Reply{{
		Question: "When did we last look?", Answer: "Never.", By: "olga", At: day(6, 2), Next: "Ask 300 members.", Due: day(9, 1),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	session.Assumption.Reviews = reviews // as scoring.Ledger.Review does
	fmt.Println("still open:", session.Unanswered())
	items, err := beliefs.Agenda([]scoring.Assumption{session.Assumption}, day(9, 2), beliefs.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("due:", items[0].FollowUps[0].Next)
	// Output:
	// still open: [{What would we do without limits? true}]
	// due: Ask 300 members.
}
