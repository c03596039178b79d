package businesscase_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// What a programme costs now, and what it brings at the end of each of five years.
func ExamplePresentValue() {
	flows := []float64{-250_000, 40_000, 95_000, 130_000, 140_000, 140_000}
	worth, err := businesscase.PresentValue(.1, flows)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f\n", worth)
	// Output: 145097.83
}

// A mine is dug, yields for a year and must then be filled in: two rates fit, and neither is its return.
func ExampleReturnRates() {
	flows := []float64{-100, 250, -154}
	rates, err := businesscase.ReturnRates(flows)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.4f, ambiguous: %v\n", rates.All, rates.Ambiguous)
	for _, rate := range []float64{.05, .25, .45} {
		worth, err := businesscase.PresentValue(rate, flows)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("at %.2f it is worth %.2f\n", rate, worth)
	}
	// Output:
	// [0.1000 0.4000], ambiguous: true
	// at 0.05 it is worth -1.59
	// at 0.25 it is worth 1.44
	// at 0.45 it is worth -0.83
}

func ExampleModifiedRate() {
	flows := []float64{-100, 250, -154}
	rate, err := businesscase.ModifiedRate(flows, businesscase.Capital{Finance: .08, Reinvest: .03})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.4f\n", rate)
	// Output: 0.0535
}

func ExamplePayback() {
	flows := []float64{-250_000, 40_000, 95_000, 130_000, 140_000, 140_000}
	for _, rate := range []float64{0, .1, .3} {
		paid, err := businesscase.Payback(flows, rate)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("at %.1f after %.2f years, never: %v\n", rate, paid.Periods, paid.Never)
	}
	// Output:
	// at 0.0 after 2.88 years, never: false
	// at 0.1 after 3.39 years, never: false
	// at 0.3 after 0.00 years, never: true
}

func ExampleUnit_Convert() {
	monthly, err := businesscase.Year.Convert(.1, businesscase.Month)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.6f\n", monthly)
	// Output: 0.007974
}
