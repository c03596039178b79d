package drivers_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/scoring/drivers"
)

// shop returns made-up answers from 1 to 10 about a shop; one person did not say what delivery is like.
func shop() (names []string, rows []drivers.Row) {
	rows = survey(11, 400, []float64{.7, .1, .4})
	for i := range rows {
		rows[i].Drivers[0] = max(1, rows[i].Drivers[0]-2) // staff is what people are least content with
	}
	rows[7].Gaps, rows[7].Drivers[2] = []int{2}, 0
	return []string{"staff", "price", "delivery"}, rows
}

// What drives satisfaction with a shop, and what is to be done first?
func Example() {
	names, rows := shop()
	a, err := drivers.Analyse(names, rows, drivers.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("R2:", a.R2)
	fmt.Println("left out:", a.LeftOut)
	for _, d := range a.Ranked() {
		fmt.Printf("%-8s %.2f (%.2f to %.2f)\n", d.Name, d.Shapley.Share.Value, d.Shapley.Share.Low, d.Shapley.Share.High)
	}
	placed, _, err := a.Quadrants(drivers.Lines{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range placed {
		fmt.Printf("%s: %s, sure %t\n", p.Name, p.Quadrant, p.Sure)
	}
	// Output:
	// R2: 0.4979 (0.4351 to 0.5637), stated, n=399
	// left out: 1
	// staff    0.62 (0.53 to 0.71)
	// delivery 0.31 (0.23 to 0.40)
	// price    0.07 (0.03 to 0.13)
	// staff: fix first, sure true
	// price: overdone, sure true
	// delivery: overdone, sure false
}

// Shops count their own answers; the shares are those of all.
func ExampleMoments() {
	names, rows := shop()
	var all drivers.Moments
	for _, part := range [][]drivers.Row{rows[:150], rows[150:]} {
		m, err := drivers.NewMoments(names)
		if err != nil {
			log.Fatal(err)
		}
		for _, row := range part {
			if err := m.Add(row); err != nil {
				log.Fatal(err)
			}
		}
		if err := all.Merge(m); err != nil {
			log.Fatal(err)
		}
	}
	a, err := all.Analyse(drivers.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range a.Drivers {
		fmt.Printf("%-8s Shapley %.2f, relative weight %.2f\n", d.Name, d.Shapley.Share.Value, d.Relative.Share.Value)
	}
	// Output:
	// staff    Shapley 0.62, relative weight 0.62
	// price    Shapley 0.07, relative weight 0.07
	// delivery Shapley 0.31, relative weight 0.31
}

// Drivers that cannot be told apart are named.
func ExampleWarning() {
	a, err := drivers.Analyse([]string{"arms", "legs", "all limbs", "price in cents", "price"}, []drivers.Row{
		{Outcome: 3, Drivers: []float64{1, 2, 3, 250, 2.5}},
		{Outcome: 5, Drivers: []float64{2, 4, 6, 300, 3}},
		{Outcome: 4, Drivers: []float64{3, 1, 4, 100, 1}},
		{Outcome: 7, Drivers: []float64{4, 5, 9, 150, 1.5}},
		{Outcome: 6, Drivers: []float64{5, 2, 7, 350, 3.5}},
		{Outcome: 8, Drivers: []float64{4, 4, 8, 200, 2}},
		{Outcome: 2, Drivers: []float64{1, 1, 2, 300, 3}},
	}, drivers.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range a.Warnings {
		fmt.Printf("%q %s\n", w.Drivers, w.Reason)
	}
	// Output:
	// ["price in cents" "price"] the same as each other
	// ["arms" "legs" "all limbs"] follow from each other
}
