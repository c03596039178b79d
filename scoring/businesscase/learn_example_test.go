package businesscase_test

import (
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func ExampleModel_Learn() {
	m := businesscase.Model{
		Inputs: []businesscase.Input{
			{Name: "customers who stay", Dist: businesscase.Normal(1000, 100), Basis: relationship.Guessed},
			{Name: "worth of each", Dist: businesscase.Exactly(20_00), Basis: relationship.Observed, Currency: "EUR"},
		},
		Periods:  1,
		Unit:     businesscase.Year,
		Currency: "EUR",
		Flows: func(x []float64, f *businesscase.Flows) {
			f.Change[1] = x[0] * x[1]
			f.Cost[0] = 18_000_00
		},
	}
	tell := func(when string, m businesscase.Model) {
		r, err := m.Run(businesscase.Config{Draws: 20_000})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: worth %.0f euros, loss with probability %.2f\n", when, r.Value.Value/100, r.Loss.Value)
	}
	tell("as guessed", m)
	// A trial found more of them, as sharply as the guess was.
	m, err := m.Learn(businesscase.Measurement{
		Input: "customers who stay",
		Found: relationship.Estimate{Value: 1100, Low: 904, High: 1296, N: 80, Basis: relationship.Observed},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	tell("as measured", m)
	// Output:
	// as guessed: worth 2011 euros, loss with probability 0.16
	// as measured: worth 3008 euros, loss with probability 0.02
}
