package survey_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// Did more of a shop's customers come to recommend it?
func Example() {
	spring, autumn := survey.NetPromoter{}, survey.NetPromoter{}
	for answer, n := range []int64{5, 3, 4, 8, 12, 31, 42, 88, 96, 71, 52} {
		if err := spring.AddMany(float64(answer), n); err != nil {
			log.Fatal(err)
		}
	}
	for answer, n := range []int64{2, 1, 3, 7, 11, 26, 39, 81, 99, 80, 70} {
		if err := autumn.AddMany(float64(answer), n); err != nil {
			log.Fatal(err)
		}
	}
	rise, err := autumn.Minus(spring, survey.Config{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("spring:", spring.Estimate())
	fmt.Println("autumn:", autumn.Estimate())
	fmt.Printf("rise: %.1f points (%.1f to %.1f), P %.3f\n", rise.Value, rise.Low, rise.High, rise.P)
	// Output:
	// spring: 4.369 (-2.82 to 11.51), stated, n=412
	// autumn: 14.56 (7.388 to 21.57), stated, n=419
	// rise: 10.2 points (0.1 to 20.2), P 0.048
}

// Answers off the scale are refused.
func ExampleNetPromoter_Add() {
	var t survey.NetPromoter
	fmt.Println(t.Add(6.5))
	fmt.Println(t.N(), "answers")
	// Output:
	// survey: add answer: Answer must be a whole number from 0 to 10
	// 0 answers
}

// How many are satisfied, and how satisfied are they?
func ExampleTally() {
	t, err := survey.NewTally(scoring.Scale{Low: 1, High: 5, Step: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, answer := range []float64{5, 4, 4, 2, 5, 3, 4, 5, 5, 4} {
		if err := t.Add(answer); err != nil {
			log.Fatal(err)
		}
	}
	satisfied, err := t.Top(2)
	if err != nil {
		log.Fatal(err)
	}
	share, err := satisfied.Estimate()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("mean:", t.Estimate())
	fmt.Println("4 or 5:", share)
	// Output:
	// mean: 4.1 (3.389 to 4.811), stated, n=10
	// 4 or 5: 0.8 (0.4902 to 0.9433), stated, n=10
}

// The same people before and after their complaint was answered.
func ExamplePairs() {
	p, err := survey.NewPairs(scoring.Scale{Low: 1, High: 7, Step: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, answers := range [][2]float64{{2, 5}, {3, 6}, {5, 5}, {1, 4}, {4, 4}, {3, 7}, {6, 5}, {2, 6}} {
		if err := p.Add(answers[0], answers[1]); err != nil {
			log.Fatal(err)
		}
	}
	rise, err := p.Mean(survey.Config{Level: .9})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f (%.1f to %.1f), P %.3f\n", rise.Value, rise.Low, rise.High, rise.P)
	// Output:
	// 2.0 (0.7 to 3.3), P 0.025
}

// Two proportions by another method, at another level.
func ExampleProportion_Minus() {
	a, b := survey.Proportion{Yes: 56, Of: 70}, survey.Proportion{Yes: 48, Of: 80}
	d, err := a.Minus(b, survey.Config{Level: .99, Method: survey.MiettinenNurminen})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f (%.3f to %.3f), P %.4f\n", d.Value, d.Low, d.High, d.P)
	// Output:
	// 0.20 (0.005 to 0.379), P 0.0083
}
