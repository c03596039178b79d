package businesscase_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// callback is a host's own calculation: to call back within an hour keeps some of those who would have left.
func callback() businesscase.Model {
	kept := businesscase.Guess(businesscase.PERT(0, 300, 500))
	kept.Name, kept.Improves = "customers kept", true
	worth := businesscase.Measured(relationship.Estimate{Value: 40_00, Low: 35_00, High: 46_00, N: 900, Basis: relationship.Observed})
	worth.Name, worth.Currency = "worth of a customer in a year", "EUR"
	return businesscase.Model{
		Inputs:   []businesscase.Input{kept, worth},
		Periods:  3,
		Currency: "EUR",
		Flows: func(x []float64, f *businesscase.Flows) {
			f.Rate = .05
			f.Cost[0] = 20_000_00
			for t := range f.Change[1:] {
				f.Change[t+1] = x[0] * x[1]
			}
		},
	}
}

func ExampleModel_Run() {
	r, err := callback().Run(businesscase.Config{Draws: 20_000})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("worth %.0f euros, a loss in %.0f of 100\n", r.Value.Value/100, 100*r.Loss.Value)
	for _, in := range r.Inputs {
		fmt.Printf("to know the %s: %.0f euros (%v)\n", in.Input, in.Perfect.Value/100, in.Basis)
	}
	for _, f := range r.Flags {
		fmt.Println("careful:", f.Text)
	}
	// Output:
	// worth 10908 euros, a loss in 17 of 100
	// to know the customers kept: 831 euros (guessed)
	// to know the worth of a customer in a year: 0 euros (observed)
	// careful: most of what is uncertain about the value comes from guesses, and from this one more than from any other
	// careful: the horizon ends before the change has paid back what it cost
}

func ExampleModel_Tornado() {
	t, err := callback().Tornado(businesscase.TornadoConfig{})
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range t.Bars {
		fmt.Printf("%s: from %.0f to %.0f euros\n", b.Input, b.AtLow/100, b.AtHigh/100)
	}
	fmt.Printf("worth nothing with %.0f %s\n", *t.Bars[0].BreakEven, t.Bars[0].Input)
	// Output:
	// customers kept: from -3110 to 24192 euros
	// worth of a customer in a year: from 9925 to 15782 euros
	// worth nothing with 184 customers kept
}

func ExampleModel_BreakEven() {
	b, err := callback().BreakEven(businesscase.Config{Draws: 20_000})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("the change pays if it brings %.0f %% of what is hoped for\n", 100*b.Scale)
	// Output:
	// the change pays if it brings 65 % of what is hoped for
}

func ExampleModel_Against() {
	points, err := callback().Against([]float64{.5, 1, 1.5}, businesscase.Config{Draws: 20_000})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range points {
		fmt.Printf("%v times the improvement: a loss in %.0f of 100\n", p.Scale, 100*p.Loss.Value)
	}
	// Output:
	// 0.5 times the improvement: a loss in 79 of 100
	// 1 times the improvement: a loss in 17 of 100
	// 1.5 times the improvement: a loss in 5 of 100
}
