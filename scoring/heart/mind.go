package heart

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Mentions count how many of those asked thought of a brand. Each count includes the one before it: who names
// a brand first also names it unaided.
type Mentions struct {
	// First is how many named it before all others, Unaided how many named it without help, and Aided how
	// many knew it once it was named to them, or before. Asked is how many were asked, at most 2^53.
	First   int `json:"first"`
	Unaided int `json:"unaided"`
	Aided   int `json:"aided"`
	Asked   int `json:"asked"`
}

// A Mind is the share of mind of a brand, each from 0 to 1. The three say different things, and are not
// made one: a brand that everybody knows when asked may be nobody's first thought.
type Mind struct {
	// First, Unaided and Aided are the shares of those asked.
	First   relationship.Estimate `json:"first"`
	Unaided relationship.Estimate `json:"unaided"`
	Aided   relationship.Estimate `json:"aided"`
}

// Plus returns the mentions of both together. It is up to the host that nobody is in both.
func (m Mentions) Plus(o Mentions) Mentions {
	return Mentions{m.First + o.First, m.Unaided + o.Unaided, m.Aided + o.Aided, m.Asked + o.Asked}
}

// Mind returns the share of mind, with the intervals of Wilson (1927), N being how many were asked; stated.
// Where nobody was asked it is unknown. It returns an error matching [relationship.ErrInvalid] for counts
// that are not 0 <= First <= Unaided <= Aided <= Asked.
func (m Mentions) Mind() (Mind, error) {
	err := rules.First(
		rules.Break("First", when(m.First < 0, "must not be below 0")),
		rules.Break("First", when(m.First > m.Unaided, "must not be above Unaided")),
		rules.Break("Unaided", when(m.Unaided > m.Aided, "must not be above Aided")),
		rules.Break("Aided", when(m.Aided > m.Asked, "must not be above Asked")),
		rules.Break("Asked", when(m.Asked > 1<<53, "must be at most 2^53")),
	)
	if err != nil {
		return Mind{}, opError("mind", err)
	}
	return Mind{wilson(m.First, m.Asked), wilson(m.Unaided, m.Asked), wilson(m.Aided, m.Asked)}, nil
}

// z is how many standard deviations 95 % of a normal distribution lie within.
const z = 1.959963984540054

// wilson returns a share of n, and the zero Estimate where n is 0.
func wilson(count, n int) relationship.Estimate {
	if n == 0 {
		return relationship.Estimate{}
	}
	size := float64(n)
	p := float64(count) / size
	middle := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	return relationship.Estimate{
		Value: p, Low: min(max((middle-half)/scale, 0), p), High: max(min((middle+half)/scale, 1), p),
		N: size, Basis: relationship.Stated,
	}
}
