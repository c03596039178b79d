package businesscase_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// A magazine has 20,000 subscribers. A call before they are to renew is to make fewer of them leave. It is known what
// the calls cost; how much they help is a guess.
func Example() {
	c := businesscase.Case{
		Currency:  "EUR",
		Periods:   5,
		Rate:      businesscase.Guess(businesscase.Exactly(.1)),
		Customers: businesscase.Guess(businesscase.Exactly(20_000)),
		Staying: businesscase.Staying{
			Kept: businesscase.Measured(relationship.Estimate{Value: .8, Low: .79, High: .81, N: 6_000, Basis: relationship.Observed}),
		},
		Spend: businesscase.Guess(businesscase.Exactly(120_00)),
		Change: businesscase.Change{
			Leaving: businesscase.Guess(businesscase.PERT(0, .1, .3)),
			Once:    businesscase.Amount(businesscase.Money{Minor: 220_000_00, Currency: "EUR"}),
		},
	}
	m, err := c.Model()
	if err != nil {
		log.Fatal(err)
	}
	r, err := m.Run(businesscase.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("worth %.0f EUR, give or take %.0f\n", r.Value.Mean.Value/100, r.Value.SD/100)
	fmt.Printf("a loss with probability %.2f\n", r.Loss.Value)
	fmt.Printf("first find out: %s\n", r.Inputs[0].Input)
	// Output:
	// worth 46107 EUR, give or take 128921
	// a loss with probability 0.40
	// first find out: change.leaving
}

// A gym that 500 people join each month calls them in their first three months, when most of those who leave do.
// The 18,000 members of now have all stayed longer, and are not meant: if calls worked on everybody for as long as he
// stays, that would be worth far more.
func ExampleChange() {
	tenures := make([]float64, 12)
	tenures[11] = 1
	c := businesscase.Case{
		Currency: "EUR", Unit: businesscase.Month, Periods: 36,
		Rate:      businesscase.Guess(businesscase.Exactly(.09)),
		Customers: businesscase.Guess(businesscase.Exactly(18_000)),
		Joining:   businesscase.Guess(businesscase.Exactly(500)),
		Tenures:   tenures,
		Staying:   businesscase.Staying{Curve: []float64{.91, .85, .8, .77, .75}},
		Spend:     businesscase.Amount(businesscase.Money{Minor: 39_00, Currency: "EUR"}),
		Change: businesscase.Change{
			Leaving:  businesscase.Guess(businesscase.Exactly(.2)),
			Newcomer: businesscase.Amount(businesscase.Money{Minor: 9_00, Currency: "EUR"}),
			Once:     businesscase.Amount(businesscase.Money{Minor: 100_000_00, Currency: "EUR"}),
		},
	}
	for _, periods := range []int{3, 0} {
		c.Change.Tenures = periods
		m, err := c.Model()
		if err != nil {
			log.Fatal(err)
		}
		r, err := m.Run(businesscase.Config{Draws: 1000})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d: worth %.0f EUR\n", periods, r.Value.Mean.Value/100)
	}
	// Output:
	// 3: worth 49271 EUR
	// 0: worth 1519377 EUR
}
