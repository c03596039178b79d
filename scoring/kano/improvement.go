package kano

import (
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Improvement is something that could be done about a need. What it brings is Importance times Gain.
type Improvement struct {
	// ID names the improvement, once in its segment. It must not be personal.
	ID string `json:"id"`

	// Segment names those for whom it would be done. Empty means everyone. Segments are ordered apart: what is
	// basic to one may delight another.
	Segment string `json:"segment,omitempty"`

	// Class is the class of the need for them, such as Finding.Class.
	Class relationship.Class `json:"class,omitempty"`

	// Sure is how likely it is that Class is the right one, such as Finding.Sure, from 0 to 1. 0 means that nobody
	// knows. It changes no place: below a half, Reasons.Unsure says so.
	Sure float64 `json:"sure,omitempty"`

	// Met says that the need is met well enough already. Whatever is met comes after all that is not, and holds
	// nothing back.
	Met bool `json:"met,omitempty"`

	// Contested says that many reject it, as Finding.Contested does. It changes no place.
	Contested bool `json:"contested,omitempty"`

	// Importance is how much the need matters, from 0 to 1, or what meeting it is worth in money, up to 1e15.
	// It must be known.
	Importance relationship.Estimate `json:"importance"`

	// Gain is how much better the need would be met, from 0 to 1 or in any other unit that all share, up to
	// 1e15. It must be known.
	Gain relationship.Estimate `json:"gain"`

	// Effort is what it takes, in any unit that all share, with all three numbers from 1e-9 to 1e15. It must be known.
	Effort relationship.Estimate `json:"effort"`
}

// least and most bound what can be given.
const (
	leastEffort = 1e-9
	most        = 1e15
)

func (m *Improvement) check() error {
	return rules.First(
		rules.Break("ID", rules.ID(m.ID)),
		rules.Break("Segment", rules.Text(m.Segment)),
		rules.Break("Class", when(!slices.Contains(classes(), m.Class), "must be basic, promise, delighter or empty")),
		rules.Break("Sure", when(!(m.Sure >= 0 && m.Sure <= 1), "must be from 0 to 1")),
		checkEstimate("Importance", m.Importance, 0),
		checkEstimate("Gain", m.Gain, 0),
		checkEstimate("Effort", m.Effort, leastEffort),
	)
}

func checkEstimate(field string, e relationship.Estimate, least float64) error {
	if !e.Known() || e.Check(least, most) != nil {
		rule := "must be a known estimate, from 0 to 1e15"
		if least > 0 {
			rule = "must be a known estimate, from 1e-9 to 1e15"
		}
		return rules.Break(field, rule)
	}
	return nil
}

// classes returns all classes, first those that go first.
func classes() []relationship.Class {
	return []relationship.Class{relationship.Basic, relationship.Promise, relationship.Delighter, relationship.Unclassified}
}

// holds reports whether all of later classes must wait for it.
func (m *Improvement) holds() bool { return m.Class == relationship.Basic && !m.Met }

// unsure reports whether its class is known to be less likely than not.
func (m *Improvement) unsure() bool { return m.Sure > 0 && m.Sure < .5 }

// ratio returns value by effort.
func (m *Improvement) ratio() float64 { return m.Importance.Value * m.Gain.Value / m.Effort.Value }

// A WinConfig adjusts how improvements are ordered. Its zero value is ready to use.
type WinConfig struct {
	// Top is how many places are the top ones of which Win.InTop tells. 0 means 3.
	Top int

	// Draws is how often values and efforts are drawn, from 100 to 1,000,000. 0 means 10,000.
	Draws int

	// Rand draws them. nil means a fixed seed. Either way the order of improvements makes no difference.
	Rand *rand.Rand

	// Ahead are the IDs of improvements that go before unmet basics all the same, because the host says so. Each must
	// be given.
	Ahead []string
}

func (c WinConfig) settled() (WinConfig, error) {
	if c.Top == 0 {
		c.Top = 3
	}
	if c.Draws == 0 {
		c.Draws = 10_000
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(9, 3))
	}
	return c, rules.First(
		rules.Break("Top", when(c.Top < 0, "must be 0 or more")),
		rules.Break("Draws", when(c.Draws < 100 || c.Draws > 1_000_000, "must be from 100 to 1,000,000, or 0 for 10,000")),
	)
}

// checkAll returns the error for improvements and names that do not fit together.
func (c WinConfig) checkAll(all []Improvement) error {
	type name struct{ segment, id string }
	known, ids := make(map[name]bool), make(map[string]bool)
	for i := range all {
		m := &all[i]
		of := name{m.Segment, m.ID}
		err := rules.First(m.check(), rules.Break("ID", when(known[of], "must be there once in a segment")))
		if err != nil {
			return rules.Within(rules.Index("Improvements", i), err)
		}
		known[of], ids[m.ID] = true, true
	}
	for i, id := range c.Ahead {
		if !ids[id] {
			return rules.Break(rules.Index("Ahead", i), "must be the ID of an improvement")
		}
	}
	return nil
}
