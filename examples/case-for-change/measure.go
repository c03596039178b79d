package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"github.com/kithcrm/kith/scoring/lifetime"
	"github.com/kithcrm/kith/scoring/survey"
)

// Measured is what the case rests on as far as it is known.
type measured struct {
	// Customers is how many there are, and Tenures their shares by renewals.
	Customers int       `json:"customers"`
	Tenures   []float64 `json:"tenures"`

	// Alpha and Beta are how they stay, and Together how the two go together.
	Alpha    relationship.Estimate `json:"alpha"`
	Beta     relationship.Estimate `json:"beta"`
	Together float64               `json:"together"`

	// Heart is the mean of households watched, and Spend what one spends in a year, in cents.
	Heart relationship.Estimate `json:"heart"`
	Spend relationship.Estimate `json:"spend"`

	// Leaving is by what share fewer leave, and Buying by what share more is bought, per 1 of heart.
	Leaving relationship.Estimate `json:"leaving_per_heart"`
	Buying  relationship.Estimate `json:"buying_per_heart"`
}

func measure() (*measured, error) {
	m := new(measured)
	watched, err := households(900)
	if err != nil {
		return nil, err
	}
	return m, cmp.Or(m.staying(), m.buying(watched), m.leaving(watched))
}

// staying fits how customers stay.
func (m *measured) staying() error {
	var fitted lifetime.Cohorts
	all := cohorts()
	for _, survivors := range all {
		if err := fitted.Add(survivors...); err != nil {
			return err
		}
		m.Customers += survivors[len(survivors)-1]
	}
	for _, survivors := range slices.Backward(all) {
		m.Tenures = append(m.Tenures, float64(survivors[len(survivors)-1])/float64(m.Customers))
	}
	model, fit, err := lifetime.FitSBG(&fitted, lifetime.Config{})
	if err != nil {
		return err
	}
	of, err := lifetime.Interval(model, fit, func(m lifetime.SBG) ([]float64, error) { return []float64{m.Alpha, m.Beta}, nil }, lifetime.IntervalConfig{})
	if err != nil {
		return err
	}
	m.Alpha, m.Beta = of[0], of[1]
	m.Together = fit.Covariance[0][1] / (fit.Params[0].SE * fit.Params[1].SE)
	return nil
}

// buying finds what households spend, and how that goes with their heart before.
func (m *measured) buying(watched []household) error {
	var panel []heart.Period
	var hearts, years []float64
	for _, h := range watched {
		panel = append(panel, h.periods...)
		hearts = append(hearts, h.periods[halfYears-1].Heart.Value)
		years = append(years, float64(h.periods[halfYears-2].Spent+h.periods[halfYears-1].Spent))
	}
	m.Heart, m.Spend = meanOf(hearts), meanOf(years)
	found, err := heart.Reciprocate(panel, heart.ReciprocityConfig{})
	m.Buying = scaled(found.PerHeart, 2/m.Spend.Value) // it is of half-years
	return err
}

// leaving finds how leaving goes with heart: of the halves of households with the warmer and the cooler hearts.
func (m *measured) leaving(watched []household) error {
	last := func(h household) float64 { return h.periods[halfYears-1].Heart.Value }
	watched = slices.SortedFunc(slices.Values(watched), func(a, b household) int { return cmp.Compare(last(a), last(b)) })
	half := len(watched) / 2
	var left [2]survey.Proportion
	var hearts [2]float64
	for i, h := range watched[:2*half] {
		side := i / half
		left[side].Of++
		hearts[side] += last(h) / float64(half)
		if h.left {
			left[side].Yes++
		}
	}
	fewer, err := left[0].Minus(left[1], survey.Config{})
	if err != nil {
		return err
	}
	m.Leaving, err = fewer.Estimate()
	mean := float64(left[0].Yes+left[1].Yes) / float64(2*half)
	m.Leaving = scaled(m.Leaving, 1/mean/(hearts[1]-hearts[0]))
	m.Leaving.Basis = relationship.Observed
	return err
}

// meanOf returns the mean of many numbers with its range.
func meanOf(of []float64) relationship.Estimate {
	n, sum, squares := float64(len(of)), 0.0, 0.0
	for _, v := range of {
		sum += v
	}
	mean := sum / n
	for _, v := range of {
		squares += (v - mean) * (v - mean)
	}
	half := 1.96 * math.Sqrt(squares/(n-1)/n)
	return relationship.Estimate{Value: mean, Low: mean - half, High: mean + half, N: n, Basis: relationship.Observed}
}

// scaled returns an estimate in another unit.
func scaled(e relationship.Estimate, by float64) relationship.Estimate {
	e.Value, e.Low, e.High = e.Value*by, e.Low*by, e.High*by
	return e
}
