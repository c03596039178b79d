package beliefs

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

const (
	mostAttributes = 200  // in one comparison
	tolerance      = 1e-6 // by which shares may miss their sum
	most           = 1e15 // what a number may be, in either direction

	alikeWithin = 1e-12 // by which numbers from -1 to 1 may differ by rounding alone
)

// A Share is how much of all importance, or of all money, one attribute has.
type Share struct {
	// Attribute names it, in the host's words: "advocacy". Not empty, and not personal.
	Attribute string `json:"attribute"`

	// Value is the share, from 0 to 1. A number that is known exactly, as from the books, has no range.
	Value relationship.Estimate `json:"value"`
}

// A Side is the shares of all attributes, seen one way: as leaders believe, as money is spent, or as was
// measured by whatever method. The sides that are compared have the same attributes, in any order, and their
// errors are independent of each other.
type Side struct {
	// Shares are those of at least 2 and at most 200 attributes, each once. They sum to 1, within 1e-6; see
	// [Side.Normalised].
	Shares []Share `json:"shares"`

	// Covariance says how the errors of the shares go together, in the order of Shares. It tells what chance alone
	// can do to all of them at once. Only its correlations count: how wide a range is, the share itself
	// says. nil means that nobody knows.
	Covariance [][]float64 `json:"covariance,omitempty"`

	// Freedom is the degrees of freedom behind the ranges, 1 or more, where they are few: one less than
	// the people asked. 0 means that they are many.
	Freedom float64 `json:"freedom,omitempty"`
}

// Normalised returns the side with its values divided by their sum, so that they are shares: money becomes
// shares of money. Ranges and covariances are scaled alike, and cut off at 0 and 1; that the sum is itself
// uncertain is not allowed for.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// numbers below 0 or above 1e15, for a sum of 0, and for what breaks another rule of a Side.
func (s Side) Normalised() (Side, error) {
	if err := s.check(most); err != nil {
		return Side{}, opError("normalise shares", err)
	}
	sum := s.sum()
	if !(sum > 0) {
		return Side{}, opError("normalise shares", rules.Break("Shares", "must not sum to 0"))
	}
	out := Side{Shares: slices.Clone(s.Shares), Freedom: s.Freedom}
	for i := range out.Shares {
		e := &out.Shares[i].Value
		e.Value, e.Low, e.High = min(1, e.Value/sum), min(1, e.Low/sum), min(1, e.High/sum)
	}
	for _, row := range s.Covariance {
		scaled := slices.Clone(row)
		for i := range scaled {
			scaled[i] = scaled[i] / sum / sum
		}
		out.Covariance = append(out.Covariance, scaled)
	}
	return out, nil
}

// sum adds the values in an order that does not depend on that of the attributes.
func (s Side) sum() float64 {
	var values []float64
	for _, x := range s.Shares {
		values = append(values, x.Value.Value)
	}
	slices.Sort(values)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

// check returns the first rule that the side breaks, where numbers may be as high as high.
func (s Side) check(high float64) error {
	if n := len(s.Shares); n < 2 || n > mostAttributes {
		return rules.Break("Shares", "must be from 2 to 200")
	}
	seen := make(map[string]bool, len(s.Shares))
	for i, x := range s.Shares {
		err := rules.First(
			rules.Break("Attribute", nameRule(x.Attribute)),
			rules.Break("Attribute", when(seen[x.Attribute], "must be there once")),
			rules.Break("Value", when(!x.Value.Known(), "must be known")),
			checkNumber("Value", x.Value, 0, high),
		)
		if err != nil {
			return rules.Within(rules.Index("Shares", i), err)
		}
		seen[x.Attribute] = true
	}
	return rules.First(
		rules.Break("Freedom", when(s.Freedom != 0 && !(s.Freedom >= 1 && s.Freedom <= most), "must be 1 or more, or 0 for many")),
		s.checkCovariance(),
	)
}

func (s Side) checkCovariance() error {
	if s.Covariance == nil {
		return nil
	}
	const square = "must have a row and a column for each share"
	if len(s.Covariance) != len(s.Shares) {
		return rules.Break("Covariance", square)
	}
	for i, row := range s.Covariance {
		field := rules.Index("Covariance", i)
		if len(row) != len(s.Shares) {
			return rules.Break(field, square)
		}
		if slices.ContainsFunc(row, func(v float64) bool { return !(math.Abs(v) <= most*most) }) {
			return rules.Break(field, "must be finite numbers")
		}
		if e := s.Shares[i].Value; row[i] < 0 || row[i] > 0 && e.High == e.Low {
			return rules.Break(field, "must not be below 0 for a share itself, and 0 where it has no range")
		}
	}
	for i, row := range s.Covariance {
		for j := range i {
			scale := math.Sqrt(row[i]) * math.Sqrt(s.Covariance[j][j])
			if !(math.Abs(row[j]-s.Covariance[j][i]) <= 1e-9*scale) {
				return rules.Break("Covariance", "must be symmetric")
			}
		}
	}
	_, whole := root(s.correlations())
	return rules.Break("Covariance", when(!whole, "must be that of some numbers: no combination of them varies by less than 0"))
}

// correlations returns those of the errors. A share without error has none with any other.
func (s Side) correlations() [][]float64 {
	all := make([][]float64, len(s.Shares))
	for i := range all {
		all[i] = make([]float64, len(all))
		for j := range all {
			if scale := math.Sqrt(s.Covariance[i][i]) * math.Sqrt(s.Covariance[j][j]); scale > 0 {
				all[i][j] = s.Covariance[i][j] / scale
			}
		}
	}
	return all
}

// shares checks that the side has shares, and returns it with these in order of their attributes.
func (s Side) shares() (Side, error) {
	if err := s.check(1); err != nil {
		return Side{}, err
	}
	if math.Abs(s.sum()-1) > tolerance {
		return Side{}, rules.Break("Shares", "must sum to 1: see Normalised")
	}
	order := make([]int, len(s.Shares))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(s.Shares[i].Attribute, s.Shares[j].Attribute) })
	out := Side{Freedom: s.Freedom}
	for _, i := range order {
		out.Shares = append(out.Shares, s.Shares[i])
		if s.Covariance != nil {
			row := make([]float64, len(order))
			for to, from := range order {
				row[to] = s.Covariance[i][from]
			}
			out.Covariance = append(out.Covariance, row)
		}
	}
	return out, nil
}

// values returns the numbers alone.
func (s Side) values() []float64 {
	out := make([]float64, len(s.Shares))
	for i, x := range s.Shares {
		out[i] = x.Value.Value
	}
	return out
}

// pair checks two sides and returns both in the same order of attributes.
func pair(nameA string, a Side, nameB string, b Side) (Side, Side, error) {
	a, err := a.shares()
	if err != nil {
		return a, b, rules.Within(nameA, err)
	}
	if b, err = b.shares(); err != nil {
		return a, b, rules.Within(nameB, err)
	}
	same := func(x, y Share) bool { return x.Attribute == y.Attribute }
	if !slices.EqualFunc(a.Shares, b.Shares, same) {
		return a, b, rules.Break(nameB+".Shares", "must be of the same attributes as those of "+nameA)
	}
	return a, b, nil
}
