package survey

import (
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A RollupConfig says from how many people on a group is shown. Its zero value is ready to use.
type RollupConfig struct {
	// Least is how many people must have answered about a group for it to be shown. 0 means 5; 1 shows all.
	Least int
}

// A Rollup gathers answers by what they are about: employees, teams, touchpoints. It merges, and the order
// of answers does not matter, to the last digit. Make one with [NewRollup].
//
// It keeps sums, and of those who answered about a group no more than Config.Least, which is what it takes
// to know that they are enough. Nothing that it gives shows one of them.
type Rollup struct {
	grid  grid
	least int
	cells map[relationship.Ref]*cell
}

// A cell is what was answered about one group itself, without the groups within it.
type cell struct {
	sums   sums
	people crowd
}

// NewRollup returns an empty roll-up of answers on a scale. To roll up net promoter, give -100, 0 or 100 for
// an answer, on the scale from -100 to 100 in steps of 100; to roll up a share, 0 or 1.
// It returns an error matching [relationship.ErrInvalid] for a scale that is none and a Least below 0.
func NewRollup(scale scoring.Scale, cfg RollupConfig) (*Rollup, error) {
	if err := scale.Check(); err != nil {
		return nil, opError("make roll-up", ruleOf("Scale", err))
	}
	if cfg.Least < 0 {
		return nil, opError("make roll-up", broken("Least", "must not be below 0"))
	}
	if cfg.Least == 0 {
		cfg.Least = leastPeople
	}
	return &Rollup{gridOf(scale), cfg.Least, map[relationship.Ref]*cell{}}, nil
}

// leastPeople is how many people must have answered, where nobody says another number.
const leastPeople = 5

// Add counts an answer of a party about a group. Somebody who answers twice is one person. Who answers
// without a name still needs an ID of his own, such as that of the sheet, or he could not be counted.
//
// It returns an error matching [relationship.ErrInvalid] for an answer off the scale and an ID that breaks
// its rules. It takes constant time, and allocates only for the first answers about a group.
func (r *Rollup) Add(about relationship.Ref, by relationship.PartyID, value float64) error {
	step, on := r.grid.step(value)
	c := r.cells[about]
	if !on || c == nil || by == "" {
		if err := r.check(about, by, on); err != nil {
			return opError("add answer", err)
		}
		if c == nil {
			c = new(cell)
			r.cells[about] = c
		}
	}
	if len(c.people) < r.least {
		if err := broken("By", rules.ID(string(by))); err != nil {
			return opError("add answer", err)
		}
		c.people.add(by, r.least)
	}
	c.sums.add(step)
	return nil
}

func (r *Rollup) check(about relationship.Ref, by relationship.PartyID, on bool) error {
	_, err := about.MarshalText()
	return rules.First(
		ruleOf("About", err),
		broken("By", rules.ID(string(by))),
		broken("Value", when(!on, ruleOnScale)),
	)
}

// Merge counts the answers of other as well, which stays as it is. Answers counted in both count twice.
// It returns an error matching [relationship.ErrInvalid] for one with another scale or another Least.
func (r *Rollup) Merge(other *Rollup) error {
	switch {
	case r.grid != other.grid:
		return opError("merge roll-ups", broken("Scale", ruleSame))
	case r.least != other.least:
		return opError("merge roll-ups", broken("Least", ruleSame))
	}
	for about, theirs := range other.cells {
		ours := r.cells[about]
		if ours == nil {
			ours = new(cell)
			r.cells[about] = ours
		}
		ours.merge(*theirs, r.least)
	}
	return nil
}

func (c *cell) merge(other cell, least int) {
	c.sums.merge(other.sums)
	c.people.merge(other.people, least)
}

const (
	ruleSame    = "must be the same in both"
	ruleOnScale = "must be an answer on the scale"
)

// A crowd is different people, and no more of them than matter.
type crowd []relationship.PartyID

func (c *crowd) add(by relationship.PartyID, most int) {
	if len(*c) >= most || slices.Contains(*c, by) {
		return
	}
	if *c == nil {
		*c = make(crowd, 0, min(most, 8))
	}
	*c = append(*c, by)
}

func (c *crowd) merge(other crowd, most int) {
	for _, by := range other {
		c.add(by, most)
	}
}
