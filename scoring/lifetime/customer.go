package lifetime

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Customer is all that models of repeat purchases need to know of one: how often something was bought again,
// when last, and for how long we have watched. Times are in any unit, the same for all, and count from the
// first purchase. The zero Customer is a new one.
type Customer struct {
	// X is how many purchases followed the first: 0, 1, 2 and so on.
	X float64 `json:"x"`

	// TX is the time of the last purchase: above 0, and 0 for who never came back.
	TX float64 `json:"t_x"`

	// T is the time until which we have watched, at least TX.
	T float64 `json:"T"`
}

// Check returns an error matching relationship.ErrInvalid, an OpError that names the field and the rule, for
// counts that no customer can have.
func (c Customer) Check() error { return opError("check customer", c.check()) }

func (c Customer) check() error {
	if c.ok() {
		return nil
	}
	return c.broken()
}

// ok is check for those in a hurry.
func (c *Customer) ok() bool {
	return c.TX <= c.T && (c.X > 0) == (c.TX > 0) && c.TX >= 0 && c.T <= largest && whole(c.X)
}

// broken says which rule the customer breaks.
func (c Customer) broken() error {
	switch {
	case !whole(c.X):
		return rules.Break("X", "must be a whole number, not below 0")
	case !(c.T >= 0 && c.T <= largest):
		return checkTime("T", c.T)
	case !(c.TX >= 0 && c.TX <= c.T):
		return rules.Break("TX", "must be from 0 to T")
	case c.X > 0:
		return rules.Break("TX", "must be above 0 where X is")
	}
	return rules.Break("TX", "must be 0 where X is")
}

// A Group is customers who are alike.
type Group struct {
	Customer

	// N is how many there are, at least 1.
	N int `json:"n"`
}

// A Sample is the customers that a model is fitted to, grouped: what a fit costs goes by how many differ. The zero
// Sample is empty and ready. Samples of parts merge into the sample of the whole, in any order. A Sample is not
// safe for several goroutines; let each have its own and merge them.
type Sample struct {
	count map[Customer]int
	n     int
}

// Add counts a customer. It returns an error matching relationship.ErrInvalid, and counts nothing, for one
// that Check refuses.
func (s *Sample) Add(c Customer) error {
	if err := c.check(); err != nil {
		return opError("add customer", err)
	}
	s.add(c, 1)
	return nil
}

// AddGroup counts the customers of a group. It returns an error matching relationship.ErrInvalid, and counts nothing,
// for customers that Check refuses and for an N below 1.
func (s *Sample) AddGroup(g Group) error {
	err := g.check()
	if err == nil && (g.N < 1 || g.N > math.MaxInt-s.n) {
		err = rules.Break("N", "must be at least 1, and all together fit an int")
	}
	if err != nil {
		return opError("add group", err)
	}
	s.add(g.Customer, g.N)
	return nil
}

func (s *Sample) add(c Customer, n int) {
	if s.count == nil {
		s.count = make(map[Customer]int)
	}
	s.count[c] += n
	s.n += n
}

// Merge counts the customers of another sample too, which stays as it is.
func (s *Sample) Merge(other *Sample) {
	for c, n := range other.count {
		s.add(c, n)
	}
}

// N returns how many customers there are.
func (s *Sample) N() int { return s.n }

// repeats returns how many customers came back.
func (s *Sample) repeats() int {
	n := 0
	for c, k := range s.count {
		if c.X > 0 {
			n += k
		}
	}
	return n
}

// Groups yields customers who are alike together, by X, then T, then TX. It takes O(n log n) time in the number of
// groups.
func (s *Sample) Groups() iter.Seq[Group] { return slices.Values(s.groups()) }

// groups returns the groups in their order.
func (s *Sample) groups() []Group {
	all := make([]Group, 0, len(s.count))
	for c, n := range s.count {
		all = append(all, Group{c, n})
	}
	slices.SortFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.T, b.T), cmp.Compare(a.TX, b.TX))
	})
	return all
}
