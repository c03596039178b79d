package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Change is something that the company considers or does because of items. Links from items and
// themes to it say because of which.
type Change struct {
	// ID names the change. It is made when it is empty and the change is put.
	ID ChangeID `json:"id"`

	// Rev is the number of the batch that last wrote the change, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Text says what is considered. Not empty.
	Text string `json:"text"`

	// Options are the ways in which it could be done.
	Options []string `json:"options,omitempty"`

	// State is how far it has come, from Considered to Done, and Since when it came there.
	State State     `json:"state"`
	Since time.Time `json:"since"`

	// Answer is what was decided, once it is; Chosen the option that was, from 1, or 0 for none of
	// them; Reason says why.
	Answer Answer `json:"answer,omitempty"`
	Chosen int    `json:"chosen,omitempty"`
	Reason string `json:"reason,omitempty"`

	// Expected is by when it should be done, as was last announced. The zero time means that no date
	// was named.
	Expected time.Time `json:"expected,omitzero"`

	// Made says what was done, once it is.
	Made string `json:"made,omitempty"`

	// Outcomes are what it did to those concerned.
	Outcomes []Outcome `json:"outcomes,omitempty"`

	// Shown says who may see it beside staff: everybody where it is Shared.
	Shown Shown `json:"shown,omitempty"`
}

// An Outcome is a score of those whom a change concerned, before and after it.
type Outcome struct {
	// Score names the score, such as "nps". It must not be personal.
	Score string `json:"score"`

	// Before and After are the scores, in the unit of that score.
	Before relationship.Estimate `json:"before"`
	After  relationship.Estimate `json:"after"`

	// At is when it was measured.
	At time.Time `json:"at"`
}

func (c *Change) check() error {
	if err := rules.First(
		rules.Break("ID", rules.ID(string(c.ID))),
		rules.Break("Text", rules.Words(c.Text)),
		rules.Break("State", rules.OneOf(c.State, Considered, Decided, Planned, UnderWay, Done)),
		rules.Break("Since", rules.Moment(c.Since)),
		rules.Break("Answer", rules.OneOf(c.Answer, "", Yes, No, NotNow)),
		rules.Break("Reason", rules.OptionalWords(c.Reason)),
		rules.Break("Expected", rules.Instant(c.Expected)),
		rules.Break("Made", rules.OptionalWords(c.Made)),
		rules.Break("Shown", rules.OneOf(c.Shown, Private, Shared, Hidden)),
	); err != nil {
		return err
	}
	if c.Chosen < 0 || c.Chosen > len(c.Options) {
		return rules.Break("Chosen", "must be 0 or the place of an option")
	}
	for i, o := range c.Options {
		if err := rules.Break(rules.Index("Options", i), rules.Words(o)); err != nil {
			return err
		}
	}
	for i := range c.Outcomes {
		if err := c.Outcomes[i].check(); err != nil {
			return rules.Within(rules.Index("Outcomes", i), err)
		}
	}
	return nil
}

func (o *Outcome) check() error {
	err := rules.First(
		rules.Break("Score", rules.OptionalLabel(o.Score)),
		rules.Within("Before", checkEstimate(o.Before)),
		rules.Within("After", checkEstimate(o.After)),
		rules.Break("At", rules.Moment(o.At)),
	)
	if err == nil && o.Score == "" {
		return rules.Break("Score", "must not be empty")
	}
	return err
}

func (c *Change) ready() {
	c.Options, c.Outcomes = slices.Clone(c.Options), slices.Clone(c.Outcomes)
	c.Since, c.Expected = rules.UTC(c.Since), rules.UTC(c.Expected)
	for i := range c.Outcomes {
		c.Outcomes[i].At = rules.UTC(c.Outcomes[i].At)
	}
}
