package lifetime_test

import (
	"fmt"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// The customers of a shop in weeks: who never came back, who came back once, and so on.
func ExampleFitBGNBD() {
	var s lifetime.Sample
	for _, g := range []lifetime.Group{
		{Customer: lifetime.Customer{T: 39}, N: 600},
		{Customer: lifetime.Customer{X: 1, TX: 5, T: 39}, N: 120},
		{Customer: lifetime.Customer{X: 1, TX: 25, T: 39}, N: 70},
		{Customer: lifetime.Customer{X: 3, TX: 15, T: 39}, N: 60},
		{Customer: lifetime.Customer{X: 3, TX: 35, T: 39}, N: 80},
		{Customer: lifetime.Customer{X: 9, TX: 38, T: 39}, N: 40},
	} {
		if err := s.AddGroup(g); err != nil {
			fmt.Println(err)
			return
		}
	}
	m, fit, err := lifetime.FitBGNBD(&s, lifetime.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range fit.Params {
		fmt.Printf("%-5s %6.3f ± %.3f\n", p.Name, p.Value, p.SE)
	}
	for _, c := range []lifetime.Customer{{}, {X: 3, TX: 15, T: 39}, {X: 3, TX: 35, T: 39}} {
		there, err := m.PAlive(c, 0)
		if err != nil {
			fmt.Println(err)
			return
		}
		more, err := m.Expected(c, 52)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("came back %v times, last after %2v weeks: there with %.2f, %.2f purchases in a year\n", c.X, c.TX, there, more)
	}
	// Output:
	// r      0.280 ± 0.025
	// alpha  8.036 ± 1.122
	// a      0.085 ± 0.065
	// b      0.203 ± 0.162
	// came back 0 times, last after  0 weeks: there with 1.00, 1.30 purchases in a year
	// came back 3 times, last after 15 weeks: there with 0.71, 2.48 purchases in a year
	// came back 3 times, last after 35 weeks: there with 0.95, 3.30 purchases in a year
}

// Nobody came back yet.
func ExampleVerdict() {
	var s lifetime.Sample
	if err := s.AddGroup(lifetime.Group{Customer: lifetime.Customer{T: 4}, N: 80}); err != nil {
		fmt.Println(err)
		return
	}
	_, fit, err := lifetime.FitParetoNBD(&s, lifetime.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range fit.Verdicts {
		fmt.Println(v, "-", v.Advice())
	}
	// Output:
	// no repeats - Watch for longer, or count smaller purchases: no model can tell who comes back before anybody has.
}
