package heart

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// maxRivals is how many rivals there may be.
const maxRivals = 20

// cells is how many cells hearts are cut into.
const cells = 400

// Share returns the share of heart that is ours, from 0 to 1: our heart divided by the sum of ours and those of
// the rivals that were measured for the same party or group, by their Posteriors, each known independently
// of the others. It has the mean and the 95 % credible interval, right to about 0.001. It is unknown
// where no rival was measured, because a share of what one knows alone would always be all. N is the
// least of the hearts, and the basis the weakest.
//
// It returns an error matching [relationship.ErrInvalid] for hearts that were not measured and for more than
// 20 rivals. It takes about ten milliseconds for each brand.
func Share(ours Heart, rivals []Heart) (relationship.Estimate, error) {
	if err := checkRivals(ours, rivals); err != nil {
		return relationship.Estimate{}, opError("share", err)
	}
	if len(rivals) == 0 {
		return relationship.Estimate{}, nil
	}
	top, least := 0.0, ours.Heart.N
	var from []relationship.Estimate
	for _, h := range append([]Heart{ours}, rivals...) {
		top = max(top, math.Exp(-h.Posterior.product().quantile(lower, 1e-6)/3))
		least = min(least, h.Heart.N)
		from = append(from, h.Heart)
	}
	sum := lattice{1}
	for _, r := range rivals {
		sum = sum.plus(newLattice(r.Posterior, top))
	}
	e := newLattice(ours.Posterior, top).shareOf(sum, len(rivals)).Derived(from...)
	e.N = least
	return e, nil
}

func checkRivals(ours Heart, rivals []Heart) error {
	if len(rivals) > maxRivals {
		return rules.Break("rivals", "must be at most 20")
	}
	if err := ours.check(); err != nil {
		return rules.Within("ours", err)
	}
	for i, r := range rivals {
		if err := r.check(); err != nil {
			return rules.Within(rules.Index("rivals", i), err)
		}
	}
	return nil
}

// check returns the rule that a heart breaks which was not measured.
func (h *Heart) check() error {
	return rules.First(
		rules.Within("Posterior", h.Posterior.check()),
		rules.Break("Heart", when(!h.Heart.Known() || h.Heart.Check(0, 1) != nil, "must be an estimate that is known, from 0 to 1")),
	)
}

// A lattice is a distribution of hearts, or of sums of them, as the chance of each cell. As a share is a
// ratio, cells may be of any width, as long as all have the same.
type lattice []float64

// newLattice cuts 0 to top into cells.
func newLattice(p Posterior, top float64) lattice {
	chance := make(lattice, cells)
	before := 0.0
	for i := range chance {
		below := 1.0
		if i < cells-1 {
			below = max(before, p.below(top*float64(i+1)/cells))
		}
		chance[i], before = below-before, below
	}
	return chance
}

// plus returns the distribution of the sum.
func (l lattice) plus(m lattice) lattice {
	sum := make(lattice, len(l)+len(m)-1)
	for i, p := range l {
		for j, q := range m {
			sum[i+j] += p * q
		}
	}
	return sum
}

// shareOf returns the mean and the range of l / (l + rest), rest being a sum of so many.
func (l lattice) shareOf(rest lattice, rivals int) relationship.Estimate {
	mean := 0.0
	for i, p := range l {
		own := float64(i) + .5
		for j, q := range rest {
			mean += p * q * own / (own + middleOf(j, rivals))
		}
	}
	low, high := l.shareAt(rest, rivals, .025), l.shareAt(rest, rivals, .975)
	mean = min(1, max(0, mean))
	return relationship.Estimate{Value: mean, Low: min(low, mean), High: max(high, mean)}
}

// middleOf returns the middle of a cell of a sum, in cells.
func middleOf(j, parts int) float64 { return float64(j) + float64(parts)/2 }

// shareAt returns the share that is not passed with a probability.
func (l lattice) shareAt(rest lattice, rivals int, chance float64) float64 {
	below := make([]float64, len(l)+1)
	for i, p := range l {
		below[i+1] = below[i] + p
	}
	return middle(0, 1, 30, func(share float64) float64 {
		sum := 0.0
		for j, q := range rest {
			sum += q * upTo(below, share/(1-share)*middleOf(j, rivals))
		}
		return sum - chance
	}, func(a, b float64) float64 { return (a + b) / 2 })
}

// upTo returns a distribution at x, which is straight within each cell.
func upTo(below []float64, x float64) float64 {
	last := len(below) - 1
	if x >= float64(last) {
		return below[last]
	}
	i := int(x)
	return below[i] + (x-float64(i))*(below[i+1]-below[i])
}
