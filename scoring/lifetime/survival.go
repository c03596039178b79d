package lifetime

import (
	"math"
	"slices"
	"sort"

	"github.com/kithcrm/kith/internal/rules"
)

// A Spell is one time under observation: of a customer who stays, or has left.
type Spell struct {
	// From is when the observation began, in the unit of To and on its clock: 0 unless the spell came
	// under observation late, and then below To.
	From float64 `json:"from"`

	// To is how long the spell had lasted when it was last seen: 0 or more.
	To float64 `json:"to"`

	// Ended says that it ended then. Otherwise it was still going on.
	Ended bool `json:"ended"`
}

// A Step is an instant at which spells end, or are seen for the last time.
type Step struct {
	// Time is the instant, in the unit of the spells.
	Time float64 `json:"time"`

	// AtRisk is how many spells were under observation just before it.
	AtRisk int `json:"at_risk"`

	// Ended is how many of them ended at it, and Left how many were seen for the last time.
	Ended int `json:"ended"`
	Left  int `json:"left"`

	// Survival is the probability to last beyond it, from 0 to 1.
	Survival float64 `json:"survival"`

	// Error is the standard error of the logarithm of Survival, by Greenwood's formula. It is 0 where
	// Survival is 0, since none can be told there.
	Error float64 `json:"error"`
}

// A Curve is the share of spells that last beyond each instant, estimated with those that are still
// going on (Kaplan and Meier 1958). It is never changed and may be read by many at once.
type Curve struct {
	steps []Step
	late  []float64 // when spells came under observation that did so late, sorted
}

// KaplanMeier returns the curve of spells in any order. A spell that is seen for the last time when another
// ends counts among those that could have ended; one that comes under observation then does not.
//
// Special cases are:
//   - without a spell, or with none that ended, the curve stays at 1
//   - where all under observation end at once the curve falls to 0 and stays there, also if spells come
//     under observation later
//
// It returns an error matching [relationship.ErrInvalid] for a time that is negative or not finite, and for a
// From that is neither 0 nor below To. It takes O(n) time in the number of spells for a fixed number of
// passes, and O(n log n) if any began late.
func KaplanMeier(spells []Spell) (*Curve, error) {
	keys, late, err := spellKeys(spells)
	if err != nil {
		return nil, opError("estimate survival", err)
	}
	slices.Sort(late)
	c := &Curve{late: late}
	c.walk(sortKeys(keys))
	return c, nil
}

// spellKeys returns the ends of spells as whole numbers in the same order, the last bit set for those that go on, and
// the beginnings of those that began late.
func spellKeys(spells []Spell) (keys []uint64, late []float64, err error) {
	keys = make([]uint64, len(spells))
	for i := range spells {
		s := &spells[i]
		if !(s.To >= 0 && s.To <= math.MaxFloat64) || s.From != 0 {
			if err := s.check(); err != nil {
				return nil, nil, rules.Within(rules.Index("spells", i), err)
			}
			late = append(late, s.From)
		}
		goesOn := uint64(1)
		if s.Ended {
			goesOn = 0
		}
		keys[i] = math.Float64bits(s.To)<<1 | goesOn
	}
	return keys, late, nil
}

func (s *Spell) check() error {
	switch {
	case !(s.To >= 0 && s.To <= math.MaxFloat64):
		return rules.Break("To", "must be finite and 0 or more")
	case !(s.From >= 0 && s.From < s.To):
		return rules.Break("From", "must be 0, or above 0 and below To")
	}
	return nil
}

// walk goes through the sorted ends and adds up the curve.
func (c *Curve) walk(keys []uint64) {
	c.steps = make([]Step, 0, distinct(keys))
	survival, variance := 1.0, 0.0
	waiting := 0 // late spells before this one are under observation
	here := len(keys) - len(c.late)
	for i := 0; i < len(keys); {
		from, now, left := i, keys[i]>>1, 0
		for ; i < len(keys) && keys[i]>>1 == now; i++ {
			left += int(keys[i] & 1)
		}
		ended := i - from - left
		s := Step{Time: math.Float64frombits(now), Ended: ended, Left: left}
		for waiting < len(c.late) && c.late[waiting] < s.Time {
			waiting++
			here++
		}
		s.AtRisk = here
		stay := float64(here - ended)
		survival *= stay / float64(here)
		variance += float64(ended) / (float64(here) * stay) // infinite only once survival is 0
		s.Survival = survival
		if survival > 0 {
			s.Error = math.Sqrt(variance)
		}
		here -= i - from
		c.steps = append(c.steps, s)
	}
}

// distinct returns how many times there are among sorted keys.
func distinct(keys []uint64) int {
	n := 0
	for i, k := range keys {
		if i == 0 || k>>1 != keys[i-1]>>1 {
			n++
		}
	}
	return n
}

// Steps returns the steps of the curve, with those at which spells were only seen for the last time, by time.
func (c *Curve) Steps() []Step { return slices.Clone(c.steps) }

// At returns the probability to last beyond an instant, from 0 to 1. It takes O(log n) time.
func (c *Curve) At(time float64) float64 { return c.step(time).Survival }

// lateBefore returns how many of the late spells came under observation before an instant.
func (c *Curve) lateBefore(time float64) int { return sort.SearchFloat64s(c.late, time) }

// step returns the last step up to an instant, or one at which nothing has happened.
func (c *Curve) step(time float64) Step {
	i := sort.Search(len(c.steps), func(i int) bool { return c.steps[i].Time > time })
	if i == 0 {
		return Step{Survival: 1}
	}
	return c.steps[i-1]
}
