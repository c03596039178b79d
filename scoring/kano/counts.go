package kano

import (
	"github.com/kithcrm/kith/internal/rules"
)

// leastCount is the least that a count can be which is not 0.
const leastCount = 1e-9

// Counts are how many answers are of each category, each 0 or from 1e-9 to 2^53. They need not be whole: they may
// be percentages as published, or sums of weights, with People beside them.
type Counts struct {
	// MustBe is how many expect the feature.
	MustBe float64 `json:"must_be"`

	// OneDimensional is how many like it and dislike to be without.
	OneDimensional float64 `json:"one_dimensional"`

	// Attractive is how many like it and do not miss it.
	Attractive float64 `json:"attractive"`

	// Indifferent is to how many it makes no difference.
	Indifferent float64 `json:"indifferent"`

	// Reverse is how many would rather be without.
	Reverse float64 `json:"reverse"`

	// Questionable is how many contradict themselves.
	Questionable float64 `json:"questionable"`

	// People is how many answers the counts are worth, from 1 to 2^53: of percentages the number of people
	// asked, of weighted answers the effective number, which is the squared sum of weights over the sum of their
	// squares (Kish 1965). 0 means the sum of the counts.
	People float64 `json:"people,omitempty"`
}

// at returns where a category is counted.
func (c *Counts) at(what Category) *float64 {
	return [...]*float64{
		&c.MustBe, &c.OneDimensional, &c.Attractive, &c.Indifferent, &c.Reverse, &c.Questionable,
	}[what.place()]
}

// all returns the counts in the order of categories.
func (c Counts) all() [6]float64 {
	return [...]float64{c.MustBe, c.OneDimensional, c.Attractive, c.Indifferent, c.Reverse, c.Questionable}
}

// Of returns how many answers are of a category, and 0 for one that is none.
func (c Counts) Of(what Category) float64 {
	if what.place() < 0 {
		return 0
	}
	return *c.at(what)
}

// Sum returns the sum of the counts.
func (c Counts) Sum() float64 {
	sum := 0.0
	for _, n := range c.all() {
		sum += n
	}
	return sum
}

// Evaluate returns what the counts say of the feature, without continuous scores, for which pairs are needed. It
// returns an error matching [relationship.ErrInvalid] for counts that cannot be and a Config that breaks a rule.
func (c Counts) Evaluate(cfg Config) (Finding, error) {
	if err := rules.First(c.check(), cfg.check()); err != nil {
		return Finding{}, opError("evaluate", err)
	}
	return c.evaluate(cfg), nil
}

func (c Counts) check() error {
	names := [...]string{"MustBe", "OneDimensional", "Attractive", "Indifferent", "Reverse", "Questionable"}
	for i, n := range c.all() {
		if n != 0 && !(n >= leastCount && n <= maxCount) {
			return rules.Break(names[i], "must be 0, or from 1e-9 to 2^53")
		}
	}
	return rules.Break("People", when(c.People != 0 && !(c.People >= 1 && c.People <= maxCount), "must be 0, or from 1 to 2^53"))
}

// people returns how many answers a part of the counts is worth.
func (c Counts) people(part float64) float64 {
	if c.People == 0 || part == 0 {
		return part
	}
	return c.People * (part / c.Sum())
}
