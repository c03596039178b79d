package lifetime_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/kithcrm/kith/scoring/lifetime"
)

func ExampleReadLog() {
	text := `customer,date,amount
c1,2026-01-01,30
c1,2026-01-15,20
c1,2026-02-26,40
c2,2026-01-08,25
`
	l, err := lifetime.ReadLog(strings.NewReader(text), lifetime.LogConfig{})
	if err != nil {
		log.Fatal(err)
	}
	histories, err := l.Histories(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC))
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range histories {
		fmt.Printf("%s: x %g, t_x %g, T %g weeks, %g a purchase\n", h.Party, h.X, h.TX, h.T, h.Spend)
	}
	// Output:
	// c1: x 2, t_x 8, T 9 weeks, 30 a purchase
	// c2: x 0, t_x 0, T 8 weeks, 0 a purchase
}

func ExampleKaplanMeier() {
	c, err := lifetime.KaplanMeier([]lifetime.Spell{
		{To: 3, Ended: true}, {To: 5}, {To: 6, Ended: true}, {To: 8, Ended: true}, {To: 10},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("beyond 6:", c.Estimate(6, lifetime.OnLogLog))
	fmt.Println("half last:", *c.Median(lifetime.OnLog).Time)
	// Output:
	// beyond 6: 0.5333 (0.06833 to 0.8631), observed, n=3
	// half last: 8
}

func ExampleGradeAll() {
	grades, err := lifetime.GradeAll([]lifetime.Buyer{
		{Party: "c1", Recency: 3, Frequency: 12, Money: 800},
		{Party: "c2", Recency: 40, Frequency: 2, Money: 90},
		{Party: "c3", Recency: 200, Frequency: 1, Money: 950},
	}, lifetime.GradeConfig{Grades: 3})
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range grades {
		fmt.Println(g.Party, g)
	}
	fmt.Printf("c3 bought %g days ago, more than %g\n", grades[2].Recency.Value, *grades[2].Recency.Above)
	// Output:
	// c1 3-3-2
	// c2 2-2-1
	// c3 1-1-3
	// c3 bought 200 days ago, more than 40
}

func ExampleFitSBG() {
	var c lifetime.Cohorts
	for _, survivors := range [][]int{{1000, 630, 470, 380}, {1200, 750, 560}} {
		if err := c.Add(survivors...); err != nil {
			log.Fatal(err)
		}
	}
	m, fit, err := lifetime.FitSBG(&c, lifetime.Config{})
	if err != nil {
		log.Fatal(err)
	}
	years, err := m.Lifetime(lifetime.Discount{Rate: 0.1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("alpha %.3f, beta %.3f, sound %t: a new customer is worth %.2f years\n", m.Alpha, m.Beta, fit.Sound(), years)
	// Output:
	// alpha 0.791, beta 1.332, sound true: a new customer is worth 3.57 years
}

func ExampleWorth() {
	model := lifetime.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	spend := lifetime.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	c := lifetime.Customer{X: 2, TX: 30.43, T: 38.86}
	each, err := spend.Expected(c.X, 22.35)
	if err != nil {
		log.Fatal(err)
	}
	worth, err := lifetime.Worth(model.Expected, c, each, lifetime.WorthConfig{
		Periods: 52, Discount: lifetime.Discount{Rate: 0.1, Per: 52},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f in a year, at %.2f a purchase\n", worth, each)
	// Output:
	// 36.76 in a year, at 24.66 a purchase
}
