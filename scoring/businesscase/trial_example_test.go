package businesscase_test

import (
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// keeping is a change that is thought to keep more customers, but nobody knows how many.
func keeping() businesscase.Case {
	guess := func(low, mode, high float64) businesscase.Input {
		return businesscase.Guess(businesscase.PERT(low, mode, high))
	}
	return businesscase.Case{
		Currency:  "EUR",
		Unit:      businesscase.Quarter,
		Periods:   20,
		Rate:      businesscase.Guess(businesscase.Exactly(.08)), // a year
		Customers: businesscase.Guess(businesscase.Exactly(40_000)),
		Staying:   businesscase.Staying{Kept: guess(.9, .92, .94)},
		Spend:     guess(50_00, 60_00, 70_00),
		Margin:    guess(.2, .25, .3),
		Change: businesscase.Change{
			Leaving: guess(-.1, .05, .3),
			Once:    guess(180_000_00, 200_000_00, 250_000_00),
		},
	}
}

// Two trials of a change are planned, the first is run, and the case is worked out anew with what it found.
func ExampleModel_Stage() {
	m, err := keeping().Model()
	if err != nil {
		fmt.Println(err)
		return
	}

	// Of 1500 customers in each of two arms about 8 % leave in a quarter. What is measured is a relative cut.
	small, err := businesscase.ShareError(.08, 1500)
	if err != nil {
		fmt.Println(err)
		return
	}
	large, err := businesscase.ShareError(.08, 6000)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Stage([]businesscase.Trial{
		{Name: "pilot", Input: "change.leaving", SE: small / .08, Cost: 4_000_00, Periods: 1},
		{Name: "region", Input: "change.leaving", SE: large / .08, Cost: 12_000_00, Periods: 1},
	}, businesscase.Config{Draws: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	euros := func(v businesscase.Mean) string { return fmt.Sprintf("%.0f thousand", v.Value/100_000) }
	fmt.Printf("worth in euros, decided now: %s, with trials: %s\n", euros(p.Direct), euros(p.Staged))
	for _, s := range p.Stages {
		fmt.Printf("%s, run with %.0f %%: information %s, net %s\n", s.Name, 100*s.Reached, euros(s.Information), euros(s.Net))
		fmt.Printf("  then stop %.0f %%, go on %.0f %%, change %.0f %%", 100*s.Stop, 100*s.GoOn, 100*s.Change)
		if s.Needed != nil {
			fmt.Printf("; a cut of %.0f %% pays", 100**s.Needed)
		}
		fmt.Println()
	}

	// The pilot found a cut of 20 %.
	m, err = m.Learn(businesscase.Measurement{Input: "change.leaving", Found: relationship.Estimate{
		Value: .2, Low: .2 - 1.96*small/.08, High: .2 + 1.96*small/.08, N: 3000, Basis: relationship.Observed,
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := m.Run(businesscase.Config{Draws: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("after the pilot: %s, a loss with %.0f %%\n", euros(r.Value.Mean), 100*r.Loss.Value)
	// Output:
	// worth in euros, decided now: 0 thousand, with trials: 29 thousand
	// pilot, run with 100 %: information 45 thousand, net 29 thousand
	//   then stop 33 %, go on 42 %, change 25 %; a cut of 11 % pays
	// region, run with 42 %: information 24 thousand, net -6 thousand
	//   then stop 67 %, go on 0 %, change 33 %; a cut of 10 % pays
	// after the pilot: 110 thousand, a loss with 32 %
}
