package heart

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/mathext"
)

// A Crowd counts the hearts of many customers: how high they are, and how many are above a threshold. Hearts
// and crowds may be added in any order, and give the same to the last digit; a heart counts each time it is
// added. [NewCrowd] makes one; the zero Crowd has the threshold 0.
type Crowd struct {
	above    float64
	people   int
	evidence wide // in weightOne, as all sums are
	mean     wide
	variance wide
	share    wide
	doubt    wide // the sum of p (1-p), p being the probability to be above
	guesses  wide
	weakest  relationship.Basis // of people, if there are any
}

// A Gathering is what a [Crowd] comes to. Its estimates are about these very customers, of whom each is known
// by the own moments only and independently of the others; not about others like them. They are unknown where
// there is nobody. N is what the moments of all weigh.
type Gathering struct {
	// Customers is how many were added, those without moments among them: they count by the prior, which
	// is the more of a pull, the more of them there are.
	Customers int `json:"customers"`

	// Mean is the mean heart.
	Mean relationship.Estimate `json:"mean"`

	// Above is the share of customers whose heart is above the threshold: each counts by the probability
	// that it is.
	Above relationship.Estimate `json:"above"`
}

// NewCrowd returns a crowd of nobody yet, with a threshold from 0 to 1. It returns an error matching
// [relationship.ErrInvalid] for another.
func NewCrowd(above float64) (*Crowd, error) {
	if rule := inside(above, 0, 1); rule != "" {
		return nil, opError("new crowd", rules.Break("above", rule))
	}
	return &Crowd{above: above}, nil
}

// Add counts the heart of a customer, by its Posterior and by the basis, N and Guesses of its Heart. It returns
// an error matching [relationship.ErrInvalid] for one that was not measured. It takes about 30 microseconds.
func (c *Crowd) Add(h Heart) error {
	if err := h.check(); err != nil {
		return opError("add to crowd", err)
	}
	p := min(1, max(0, 1-h.Posterior.below(c.above)))
	c.meet(1, h.Heart.Basis)
	c.evidence.add(fixed(min(h.Heart.N, mostBelief)))
	c.mean.add(fixed(h.Posterior.mean()))
	c.variance.add(fixed(h.Posterior.variance()))
	c.share.add(fixed(p))
	c.doubt.add(fixed(p * (1 - p)))
	c.guesses.add(fixed(h.Heart.GuessedShare()))
	return nil
}

// meet counts people, of whom the weakest basis is known.
func (c *Crowd) meet(people int, weakest relationship.Basis) {
	if c.people == 0 || people > 0 && weakest < c.weakest {
		c.weakest = weakest
	}
	c.people += people
}

// fixed returns a number from 0 to 1e9 as a whole one.
func fixed(v float64) wide {
	whole, part := math.Modf(v)
	w := wide{hi: uint64(whole) >> 16, lo: uint64(whole) << 48}
	w.add(wide{lo: uint64(part * weightOne)})
	return w
}

// Merge counts whom o has counted; o stays as it is. It returns an error matching [relationship.ErrInvalid]
// where thresholds differ, and where o is nil.
func (c *Crowd) Merge(o *Crowd) error {
	if o == nil {
		return opError("merge crowds", rules.Break("o", "must not be nil"))
	}
	if c.above != o.above {
		return opError("merge crowds", rules.Break("above", "must be alike in both"))
	}
	theirs := *o // which may be c
	c.meet(theirs.people, theirs.weakest)
	c.evidence.add(theirs.evidence)
	c.mean.add(theirs.mean)
	c.variance.add(theirs.variance)
	c.share.add(theirs.share)
	c.doubt.add(theirs.doubt)
	c.guesses.add(theirs.guesses)
	return nil
}

// Read returns what all come to. Values are exact; intervals are those of Beta distributions with the same
// mean and variance, which for a single customer are right to a hundredth or so, and the nearer the more
// there are. The share among few customers is too coarse for any interval to be right: with a single one
// it is 0 or 1, and the interval is all between. It takes O(1) time.
func (c *Crowd) Read() Gathering {
	g := Gathering{Customers: c.people}
	if c.people == 0 {
		return g
	}
	n := float64(c.people)
	part := func(w wide) float64 { return w.float() / weightOne / n }
	g.Mean = matched(part(c.mean), part(c.variance)/n)
	g.Above = matched(part(c.share), part(c.doubt)/n)
	for _, e := range []*relationship.Estimate{&g.Mean, &g.Above} {
		e.N, e.Basis = part(c.evidence)*n, c.weakest
		if e.Basis == relationship.Guessed {
			e.Guesses = min(1, part(c.guesses))
		}
	}
	return g
}

// matched returns the range of the Beta distribution with a mean and a variance.
func matched(mean, variance float64) relationship.Estimate {
	e := relationship.Estimate{Value: mean, Low: mean, High: mean}
	room := mean * (1 - mean)
	switch {
	case !(variance > 0) || !(room > 0):
		return e
	case variance >= room*(1-1e-9):
		e.Low, e.High = 0, 1
		return e
	}
	size := room/variance - 1
	if size > 1e8 { // where a Beta distribution is a normal one, and its quantiles lose their digits
		e.Low, e.High = mean-z*math.Sqrt(variance), mean+z*math.Sqrt(variance)
	} else {
		e.Low = mathext.InvRegIncBeta(mean*size, (1-mean)*size, .025)
		e.High = mathext.InvRegIncBeta(mean*size, (1-mean)*size, .975)
	}
	e.Low, e.High = max(0, min(e.Low, mean)), min(1, max(e.High, mean))
	return e
}
