package drivers

import (
	"math"
	"math/bits"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// maxDrivers is how many drivers there may be.
const maxDrivers = 64

// A Moments is what has to be known of any number of rows to tell what drives the outcome: how many there
// are, their means, and how drivers and outcome vary together. Make one with [NewMoments]. Those of shops,
// months or computers merge into what one pass over all rows would give.
//
// The zero Moments has no drivers: it takes those of the first that is merged into it. A Moments must not be
// copied once rows are added, because copies share sums.
type Moments struct {
	names       []string
	rows        int64 // those that count
	leftOut     int64
	gaps        []int64 // by driver
	outcomeGaps int64
	weight      sum
	squares     sum   // of weights
	means       []sum // of the drivers and, last, of the outcome
	products    []sum // of deviations from the means: the lower triangle by rows
}

// NewMoments returns the moments of no rows about drivers with these names. It returns an error matching
// [relationship.ErrInvalid] unless there are from 1 to 64 names, all different, none empty.
func NewMoments(names []string) (*Moments, error) {
	m, err := newMoments(names)
	return m, opError("make moments", err)
}

func newMoments(names []string) (*Moments, error) {
	if err := checkNames(names); err != nil {
		return nil, err
	}
	n := len(names)
	return &Moments{
		names:    slices.Clone(names),
		gaps:     make([]int64, n),
		means:    make([]sum, n+1),
		products: make([]sum, (n+1)*(n+2)/2),
	}, nil
}

func checkNames(names []string) error {
	if len(names) == 0 || len(names) > maxDrivers {
		return rules.Break("Names", "must be from 1 to 64")
	}
	for i, name := range names {
		rule := rules.ID(name)
		if slices.Contains(names[:i], name) {
			rule = "must not be given twice"
		}
		if rule != "" {
			return rules.Break(rules.Index("Names", i), rule)
		}
	}
	return nil
}

// Add counts a row. One with a gap is left out, and only counted as such: see [Analysis]. It returns an error
// matching [relationship.ErrInvalid], and counts nothing, for a row that breaks a rule of its fields. It takes
// O(p²) time in the number of drivers.
func (m *Moments) Add(r Row) error { return opError("add row", m.add(r)) }

func (m *Moments) add(r Row) error {
	if m.names == nil {
		return rules.Break("Names", "must be given before there are rows: see NewMoments")
	}
	if err := rules.First(r.check(len(m.names)), m.checkRoom(1, r.weight())); err != nil {
		return err
	}
	w := r.weight()
	switch {
	case w == 0:
	case r.complete():
		m.count(r, w)
	default:
		m.leaveOut(r)
	}
	return nil
}

// count counts a complete row that weighs w.
func (m *Moments) count(r Row, w float64) {
	before := m.weight.value()
	m.rows++
	m.weight.add(w)
	m.squares.add(w * w)
	m.spread(func(i int) float64 {
		if i == len(r.Drivers) {
			return m.means[i].below(r.Outcome)
		}
		return m.means[i].below(r.Drivers[i])
	}, before, w)
}

// spread moves means and products by rows of weight w whose means are off by so much (Chan, Golub and LeVeque
// 1983, equation 2.1).
func (m *Moments) spread(off func(i int) float64, before, w float64) {
	var all [maxDrivers + 1]float64
	by := all[:len(m.means)]
	for i := range by {
		by[i] = off(i)
	}
	part := w / (before + w)
	at := 0
	for i, d := range by {
		scaled := d * (before * part)
		for _, e := range by[:i+1] {
			m.products[at].add(scaled * e)
			at++
		}
	}
	for i, d := range by {
		m.means[i].add(d * part)
	}
}

// leaveOut counts a row with gaps, and each of them once.
func (m *Moments) leaveOut(r Row) {
	m.leftOut++
	if r.NoOutcome {
		m.outcomeGaps++
	}
	var gaps uint64
	for _, at := range r.Gaps {
		gaps |= 1 << at
	}
	for ; gaps != 0; gaps &= gaps - 1 {
		m.gaps[bits.TrailingZeros64(gaps)]++
	}
}

// Merge counts all rows of another as well. In which order parts are merged makes no difference but for the
// last digits. It returns an error matching [relationship.ErrInvalid], and counts nothing, where the names
// differ, or where rows would be more than 2^53 or weigh more than 1e18.
func (m *Moments) Merge(other *Moments) error {
	if other.names == nil {
		return nil
	}
	if m.names == nil {
		*m = *other.clone()
		return nil
	}
	if !slices.Equal(m.names, other.names) {
		return opError("merge moments", rules.Break("Names", "must be the same in the same order"))
	}
	if err := m.checkRoom(other.rows+other.leftOut, other.weight.value()); err != nil {
		return opError("merge moments", err)
	}
	m.merge(other.clone())
	return nil
}

// merge adds what is not m itself.
func (m *Moments) merge(other *Moments) {
	for i, n := range other.gaps {
		m.gaps[i] += n
	}
	m.leftOut += other.leftOut
	m.outcomeGaps += other.outcomeGaps
	if other.rows == 0 {
		return
	}
	before, w := m.weight.value(), other.weight.value()
	m.rows += other.rows
	m.weight.plus(other.weight)
	m.squares.plus(other.squares)
	for i, p := range other.products {
		m.products[i].plus(p)
	}
	m.spread(func(i int) float64 {
		return m.means[i].below(other.means[i].high) + other.means[i].low
	}, before, w)
}

func (m *Moments) clone() *Moments {
	c := *m
	c.names, c.gaps = slices.Clone(m.names), slices.Clone(m.gaps)
	c.means, c.products = slices.Clone(m.means), slices.Clone(m.products)
	return &c
}

// checkRoom returns the error for rows that are too many to be counted as well.
func (m *Moments) checkRoom(rows int64, weight float64) error {
	if rows > maxRows-m.rows-m.leftOut {
		return rules.Break("Rows", "must be at most 2^53")
	}
	return rules.Break("Weight", when(m.weight.value()+weight > maxTotal, "must not exceed 1e18 in all"))
}

const (
	maxRows  = 1 << 53
	maxTotal = 1e18
)

// Rows returns how many rows count: those without a gap, and with a weight.
func (m *Moments) Rows() int64 { return m.rows }

// effective returns how many rows of equal weight tell as much (Kish 1965).
func (m *Moments) effective() float64 {
	if m.rows == 0 {
		return 0
	}
	w := m.weight.value()
	return min(w*(w/m.squares.value()), float64(m.rows))
}

// product returns the sum of products of the deviations of i and j.
func (m *Moments) product(i, j int) float64 {
	i, j = max(i, j), min(i, j)
	return m.products[i*(i+1)/2+j].value()
}

// deviation returns the standard deviation of driver i, or of the outcome; 0 where all answers are the same.
func (m *Moments) deviation(i int) float64 {
	if sd := math.Sqrt(m.product(i, i) / m.weight.value()); sd > minDeviation {
		return sd
	}
	return 0
}

// minDeviation is what answers differ by that are the same: the squares of smaller ones lose their digits.
const minDeviation = 1e-100
