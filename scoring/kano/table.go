package kano

import (
	"cmp"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Category is what one person's pair of answers says of a feature.
type Category string

// The categories. The empty Category is none.
const (
	MustBe         Category = "M" // hardly noticed with it, missed without
	OneDimensional Category = "O" // the better it is done, the better
	Attractive     Category = "A" // a pleasure with it, not missed without
	Indifferent    Category = "I" // makes no difference
	Reverse        Category = "R" // better without it
	Questionable   Category = "Q" // the two answers contradict each other
)

// categories returns all categories: of two that are as frequent, the first counts.
func categories() [6]Category {
	return [...]Category{MustBe, OneDimensional, Attractive, Indifferent, Reverse, Questionable}
}

// Class returns the class of need that a category stands for: basic for must-be, promise for one-dimensional,
// delighter for attractive, and unclassified for all others.
func (c Category) Class() relationship.Class {
	switch c {
	case MustBe:
		return relationship.Basic
	case OneDimensional:
		return relationship.Promise
	case Attractive:
		return relationship.Delighter
	}
	return relationship.Unclassified
}

// place returns where a category stands among all, or -1.
func (c Category) place() int {
	for i, known := range categories() {
		if c == known {
			return i
		}
	}
	return -1
}

// A Pair is what one person answers about a feature: 1 I like it, 2 I expect it, 3 I am neutral, 4 I can live
// with it, 5 I dislike it.
type Pair struct {
	// Functional is the answer to how it is with the feature, from 1 to 5.
	Functional int `json:"functional"`

	// Dysfunctional is the answer to how it is without, from 1 to 5.
	Dysfunctional int `json:"dysfunctional"`
}

func (p Pair) check() error {
	const rule = "must be from 1 to 5"
	return rules.First(
		rules.Break("Functional", when(p.Functional < 1 || p.Functional > answers, rule)),
		rules.Break("Dysfunctional", when(p.Dysfunctional < 1 || p.Dysfunctional > answers, rule)),
	)
}

// answers is how many answers there are to each question.
const answers = 5

// A Table is the category of each pair: Table[f-1][d-1] for the answers f with the feature and d without. The
// zero Table stands for [Berger].
type Table [5][5]Category

// Berger returns the usual table (Berger et al. 1993): both likes, and both dislikes, contradict each other. With
// answers without the feature from left to right, it is
//
//	with       1  2  3  4  5
//	1 like     Q  A  A  A  O
//	2 expect   R  I  I  I  M
//	3 neutral  R  I  I  I  M
//	4 live     R  I  I  I  M
//	5 dislike  R  R  R  R  Q
//
// Some take expecting both, or living with both, for a contradiction as well: change the cells 2,2 and 4,4.
func Berger() Table {
	middle := [answers]Category{Reverse, Indifferent, Indifferent, Indifferent, MustBe}
	return Table{
		{Questionable, Attractive, Attractive, Attractive, OneDimensional},
		middle, middle, middle,
		{Reverse, Reverse, Reverse, Reverse, Questionable},
	}
}

// Category returns the category of a pair. It returns an error matching [relationship.ErrInvalid] for a pair with
// an answer that is none, and a table with a cell that is no category.
func (t Table) Category(p Pair) (Category, error) {
	t, err := t.settled()
	if err := cmp.Or(p.check(), err); err != nil {
		return "", opError("find category", err)
	}
	return t[p.Functional-1][p.Dysfunctional-1], nil
}

// settled returns the table in force.
func (t Table) settled() (Table, error) {
	if t == (Table{}) {
		return Berger(), nil
	}
	for i, row := range t {
		for j, c := range row {
			if c.place() < 0 {
				return t, rules.Break(rules.Index(rules.Index("Table", i), j), "must be one of the six categories")
			}
		}
	}
	return t, nil
}
