package kano_test

import (
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
)

func Example() {
	var heating kano.Tally
	for pair, n := range map[kano.Pair]int64{
		{Functional: 1, Dysfunctional: 3}: 11, // likes it, neutral without
		{Functional: 1, Dysfunctional: 5}: 2,  // likes it, dislikes to be without
		{Functional: 3, Dysfunctional: 3}: 6,  // neutral either way
		{Functional: 5, Dysfunctional: 2}: 10, // dislikes it, expects to be without
	} {
		if err := heating.AddN(pair, n); err != nil {
			fmt.Println(err)
			return
		}
	}
	found, err := heating.Evaluate(kano.Table{}, kano.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	need := relationship.Need{Text: "a warm bed"}
	need.Class, need.ClassBasis = found.Class, found.ClassBasis
	fmt.Println("better:", found.Better)
	fmt.Println("worse:", found.Worse)
	fmt.Println("reject it:", found.Reverse, "contested:", found.Contested)
	fmt.Printf("%s: %s, %s, sure by %.2f\n", need.Text, need.Class, need.ClassBasis, found.Sure)
	// Output:
	// better: 0.6842 (0.4601 to 0.8464), stated, n=19
	// worse: -0.1053 (-0.3139 to -0.02936), stated, n=19
	// reject it: 0.3448 (0.1994 to 0.5265), stated, n=29 contested: true
	// a warm bed: delighter, stated, sure by 0.56
}

func ExampleCounts_Evaluate() {
	// Made-up percentages, as a report might have them, of 180 people asked.
	published := kano.Counts{MustBe: 48.5, OneDimensional: 31, Attractive: 8, Indifferent: 10.5, Reverse: .5, Questionable: 1.5, People: 180}
	found, err := published.Evaluate(kano.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Mode, found.Fong.Significant, found.Class)
	fmt.Println(found.Worse)
	// Output:
	// M true basic
	// -0.8112 (-0.8621 to -0.7471), stated, n=176.4
}

func ExampleStudy() {
	var s kano.Study
	for _, segment := range []string{"young", "old", "old"} {
		if err := s.Add(kano.Subject{Feature: "app", Segment: segment}, kano.Pair{Functional: 1, Dysfunctional: 4}); err != nil {
			fmt.Println(err)
			return
		}
	}
	for of, tally := range s.All() {
		fmt.Println(of.Feature, of.Segment, tally.N())
	}
	// Output:
	// app old 2
	// app young 1
}

func ExampleQuickWins() {
	about := func(v, low, high float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: low, High: high, N: 60, Basis: relationship.Stated}
	}
	weeks := func(v float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: v / 2, High: v * 2, Basis: relationship.Guessed}
	}
	wins, err := kano.QuickWins([]kano.Improvement{
		{ID: "cake for visitors", Class: relationship.Delighter, Importance: about(.7, .6, .8), Gain: about(.8, .6, .9), Effort: weeks(1)},
		{ID: "right bills", Class: relationship.Basic, Importance: about(.9, .8, 1), Gain: about(.5, .3, .7), Effort: weeks(6)},
		{ID: "faster answers", Class: relationship.Promise, Importance: about(.8, .7, .9), Gain: about(.4, .2, .5), Effort: weeks(3)},
		{ID: "longer hours", Class: relationship.Promise, Importance: about(.5, .3, .6), Gain: about(.5, .4, .7), Effort: weeks(3)},
	}, kano.WinConfig{Top: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range wins {
		fmt.Printf("%-17s %-9s %.3f per week, first with %.1f, after %q\n", w.ID, w.Class, w.PerEffort.Value, w.InTop, w.Why.After)
	}
	// Output:
	// right bills       basic     0.075 per week, first with 1.0, after []
	// faster answers    promise   0.107 per week, first with 0.6, after ["right bills"]
	// longer hours      promise   0.083 per week, first with 0.4, after ["right bills"]
	// cake for visitors delighter 0.560 per week, first with 1.0, after ["right bills"]
}
