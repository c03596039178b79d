package businesscase

import (
	"fmt"
	"strings"
)

// A place says which input of a case a number is.
type place int

// The inputs of a case.
const (
	atRate place = iota
	atCustomers
	atJoining
	atWinning
	atKept
	atAlpha
	atBeta
	atC
	atLeaving
	atSpend
	atMargin
	atGain
	atDriftLeaving
	atDriftSpend
	atDriftJoining
	atReach
	atCut
	atMoreSpend
	atMoreJoining
	atMoreMargin
	atMoreGain
	atAverted
	atPrice
	atDelay
	atRamp
	atLasts
	atOnce
	atPeriod
	atCustomer
	atNewcomer
	places
)

// A term is what a case says about one of its inputs.
type term struct {
	field       string
	least, most float64 // its limits
	missing     float64 // what it is where it is not given
	amount      bool    // of money
	improves    bool
}

const (
	mostPeople = 1e12
	mostAmount = 1e15 // of money, for one customer or once
)

// terms returns what a case says about its inputs, by place.
func terms() [places]term {
	const people, amount, time = mostPeople, mostAmount, 2 * longest
	return [places]term{
		atRate:         {field: "Rate", least: -.9, most: 10},
		atCustomers:    {field: "Customers", most: people},
		atJoining:      {field: "Joining", most: people},
		atWinning:      {field: "Winning", most: amount, amount: true},
		atKept:         {field: "Staying.Kept", most: 1},
		atAlpha:        {field: "Staying.Alpha", least: 1e-9, most: 1e9},
		atBeta:         {field: "Staying.Beta", least: 1e-9, most: 1e9},
		atC:            {field: "Staying.C", least: 1e-3, most: 10, missing: 1},
		atLeaving:      {field: "Staying.Leaving", most: 100, missing: 1},
		atSpend:        {field: "Spend", most: amount, amount: true},
		atMargin:       {field: "Margin", most: 1, missing: 1},
		atGain:         {field: "Gain", least: -amount, most: amount, amount: true},
		atDriftLeaving: {field: "Drift.Leaving", least: -1, most: 10},
		atDriftSpend:   {field: "Drift.Spend", least: -1, most: 1},
		atDriftJoining: {field: "Drift.Joining", least: -1, most: 1},
		atReach:        {field: "Change.Reach", most: 1, missing: 1},
		atCut:          {field: "Change.Leaving", least: -10, most: 1, improves: true},
		atMoreSpend:    {field: "Change.Spend", least: -1, most: 100, improves: true},
		atMoreJoining:  {field: "Change.Joining", least: -1, most: 100, improves: true},
		atMoreMargin:   {field: "Change.Margin", least: -1, most: 1, improves: true},
		atMoreGain:     {field: "Change.Gain", least: -amount, most: amount, amount: true, improves: true},
		atAverted:      {field: "Change.Averted", most: 1, improves: true},
		atPrice:        {field: "Change.Price", least: -1, most: 10},
		atDelay:        {field: "Change.Delay", most: time},
		atRamp:         {field: "Change.Ramp", most: time},
		atLasts:        {field: "Change.Lasts", most: 2 * time, missing: 2 * time},
		atOnce:         {field: "Change.Once", most: amount, amount: true},
		atPeriod:       {field: "Change.Period", most: amount, amount: true},
		atCustomer:     {field: "Change.Customer", most: amount, amount: true},
		atNewcomer:     {field: "Change.Newcomer", most: amount, amount: true},
	}
}

// name returns what the input is called in the model: drift.leaving for Drift.Leaving, and kept for Staying.Kept.
func (t term) name() string { return strings.TrimPrefix(strings.ToLower(t.field), "staying.") }

// all returns the inputs of a case, by place.
func (c *Case) all() [places]*Input {
	return [places]*Input{
		atRate:         &c.Rate,
		atCustomers:    &c.Customers,
		atJoining:      &c.Joining,
		atWinning:      &c.Winning,
		atKept:         &c.Staying.Kept,
		atAlpha:        &c.Staying.Alpha,
		atBeta:         &c.Staying.Beta,
		atC:            &c.Staying.C,
		atLeaving:      &c.Staying.Leaving,
		atSpend:        &c.Spend,
		atMargin:       &c.Margin,
		atGain:         &c.Gain,
		atDriftLeaving: &c.Drift.Leaving,
		atDriftSpend:   &c.Drift.Spend,
		atDriftJoining: &c.Drift.Joining,
		atReach:        &c.Change.Reach,
		atCut:          &c.Change.Leaving,
		atMoreSpend:    &c.Change.Spend,
		atMoreJoining:  &c.Change.Joining,
		atMoreMargin:   &c.Change.Margin,
		atMoreGain:     &c.Change.Gain,
		atAverted:      &c.Change.Averted,
		atPrice:        &c.Change.Price,
		atDelay:        &c.Change.Delay,
		atRamp:         &c.Change.Ramp,
		atLasts:        &c.Change.Lasts,
		atOnce:         &c.Change.Once,
		atPeriod:       &c.Change.Period,
		atCustomer:     &c.Change.Customer,
		atNewcomer:     &c.Change.Newcomer,
	}
}

// input returns an input of a case as one of its model, which has that currency.
func (t term) input(in Input, currency string) Input {
	in.Name, in.Improves = t.name(), t.improves
	in.Least, in.Most = narrower(in.Least, t.least, 1), narrower(in.Most, t.most, -1)
	if t.amount {
		in.Currency = currency
	}
	return in
}

// rangeRule returns the rule that an input breaks whose distribution goes where the case has no meaning, or "".
func (t term) rangeRule(in Input) string {
	if in.Dist.check() != nil || in.Dist.beyond(t.least, t.most) <= mostOutside {
		return "" // what is impossible is told elsewhere
	}
	rule := fmt.Sprintf("must be from %g to %g", t.least, t.most)
	if in.Dist.exact() {
		return rule
	}
	return rule + " in 99 of 100 draws: " + useBounds
}

// narrower returns the limit of a host where it is the narrower one: the greater of two where sign is 1.
func narrower(hosts *float64, limit, sign float64) *float64 {
	if hosts != nil && *hosts*sign > limit*sign {
		return hosts
	}
	return &limit
}
