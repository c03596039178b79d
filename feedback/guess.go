package feedback

import (
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Guess is what a program takes an item, or something said in it, to be. It never takes the place of what
// the author chose, and goes when the author changes the words.
type Guess struct {
	// Point is the point of the item that the guess is of, from 1; 0 is the item.
	Point int `json:"point,omitempty"`

	// Text is the part of the item that the guess is of, where its author named no points and it seems to
	// say several things; empty is all of it.
	Text string `json:"text,omitempty"`

	// Kind is what it seems to be.
	Kind Kind `json:"kind"`

	// Score is how sure that is, from 0 to 1.
	Score relationship.Estimate `json:"score"`

	// Why says what speaks for it, in words that a person can read.
	Why string `json:"why,omitempty"`

	// Maker is the program that guessed, with its version.
	Maker string `json:"maker,omitempty"`
}

// check returns the rule that a guess of an item with so many points breaks.
func (g *Guess) check(points int) error {
	err := rules.First(
		rules.Break("Text", rules.OptionalWords(g.Text)),
		rules.Break("Kind", g.Kind.rule()),
		rules.Within("Score", checkShare(g.Score)),
		rules.Break("Why", rules.OptionalWords(g.Why)),
		rules.Break("Maker", rules.OptionalLabel(g.Maker)),
	)
	switch {
	case err != nil:
		return err
	case g.Point < 0 || g.Point > points:
		return rules.Break("Point", "must be 0 or the place of a point of the item")
	case g.Point > 0 && g.Text != "":
		return rules.Break("Text", "must be empty, of a point")
	}
	return nil
}

// says reports whether two versions of an item say the same.
func (it *Item) says(other *Item) bool {
	return it.Text == other.Text && slices.Equal(it.Points, other.Points)
}
