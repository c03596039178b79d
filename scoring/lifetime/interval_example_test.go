package lifetime_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/scoring/lifetime"
)

func ExampleForetell() {
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
			log.Fatal(err)
		}
	}
	m, fit, err := lifetime.FitMBGNBD(&s, lifetime.Config{})
	if err != nil {
		log.Fatal(err)
	}
	ours := []lifetime.Customer{{X: 3, TX: 35, T: 39}, {X: 9, TX: 38, T: 39}, {T: 39}}
	total, err := lifetime.Foretell(m, fit, ours, 13, lifetime.DrawConfig{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("expected:", total.Expected)
	fmt.Println("actual:", total.Actual)
	// Output:
	// expected: 2.877 (2.696 to 3.071), observed, n=970
	// actual: 2.877 (0 to 7.005), observed, n=970
}

func ExampleInterval() {
	var c lifetime.Cohorts
	if err := c.Add(1000, 631, 468, 382, 326); err != nil {
		log.Fatal(err)
	}
	m, fit, err := lifetime.FitSBG(&c, lifetime.Config{})
	if err != nil {
		log.Fatal(err)
	}
	found, err := lifetime.Interval(m, fit, func(m lifetime.SBG) ([]float64, error) {
		v, err := m.Survival(12)
		return []float64{v}, err
	}, lifetime.IntervalConfig{Shares: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("still there after 12 years:", found[0])
	// Output:
	// still there after 12 years: 0.1595 (0.1295 to 0.195), observed, n=1000
}
