package network

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// valued is a customer as the calculation sees it: what is known at the instant, and no names.
type valued struct {
	from  *Customer
	worth input
	ties  []feltTie // in the order of feltTie.compare
}

// feltTie is a tie of a customer as the calculation sees it. There may be millions: it holds no pointers,
// so that the garbage collector has no work with them.
type feltTie struct {
	importance, health input
	standing           int32 // its place among all standings in order
	tie                int32 // its place in Customer.Ties
	counts             bool  // its product is known
}

func (t *feltTie) compare(u *feltTie) int {
	if c := cmp.Compare(t.standing, u.standing); c != 0 {
		return c
	}
	if c := t.importance.compare(&u.importance); c != 0 {
		return c
	}
	return t.health.compare(&u.health)
}

func (v *valued) compare(w *valued) int {
	if c := v.worth.compare(&w.worth); c != 0 {
		return c
	}
	for i := range min(len(v.ties), len(w.ties)) {
		if c := v.ties[i].compare(&w.ties[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.ties), len(w.ties))
}

// byStanding yields the stretches of ties of one kind.
func byStanding(ties []feltTie) iter.Seq[[]feltTie] {
	return func(yield func([]feltTie) bool) {
		for len(ties) > 0 {
			alike := 1
			for alike < len(ties) && ties[alike].standing == ties[0].standing {
				alike++
			}
			if !yield(ties[:alike]) {
				return
			}
			ties = ties[alike:]
		}
	}
}

// looker looks at customers as they are at an instant.
type looker struct {
	cfg   *CriticalConfig
	found map[Standing]int32 // numbers in the order in which they are met
	ties  []feltTie
}

// lookAt returns all standings in order, and the customers with what is known at the instant, or the first
// rule that one of them breaks. They are in an order of their contents alone, and so are
// their ties: then neither the order of the input nor anyone's name can show in sums, or in what
// chance picks.
func lookAt(customers []Customer, cfg *CriticalConfig) ([]Standing, []*valued, error) {
	total := 0
	for i := range customers {
		total += len(customers[i].Ties)
	}
	l := looker{cfg: cfg, found: map[Standing]int32{}, ties: make([]feltTie, 0, total)}
	all := make([]valued, len(customers))
	seen := make(map[relationship.PartyID]bool, len(customers))
	for i := range customers {
		c := &customers[i]
		field, rule := c.broken()
		if rule == "" && seen[c.ID] {
			field, rule = "ID", "must not be the one of an earlier customer"
		}
		if rule != "" {
			return nil, nil, broken(opCritical, element("Customers", i)+"."+field, rule)
		}
		seen[c.ID] = true
		all[i] = l.look(c)
	}
	standings, customersInOrder := l.inOrder(all)
	return standings, customersInOrder, nil
}

// look returns a customer whose ties are as given, with the numbers of standings.
func (l *looker) look(c *Customer) valued {
	before := len(l.ties)
	for i := range c.Ties {
		t := &c.Ties[i]
		f := newFeltTie(t.Importance.At(l.cfg.At), t.Health.At(l.cfg.At))
		f.tie, f.standing = int32(i), l.number(Standing{t.Kind, t.Side, t.Ours})
		l.ties = append(l.ties, f)
	}
	return valued{from: c, worth: newInput(c.Worth.At(l.cfg.At)), ties: l.ties[before:len(l.ties):len(l.ties)]}
}

// newFeltTie also settles what counts though half of it is unknown: nothing rests on a tie that
// certainly does not matter, or that certainly goes as well as can be.
func newFeltTie(importance, health relationship.Estimate) feltTie {
	counts := importance.Known() && health.Known() ||
		importance.Known() && importance.High == 0 || health.Known() && health.Low == 1
	return feltTie{importance: newInput(importance), health: newInput(health), counts: counts}
}

func (l *looker) number(s Standing) int32 {
	n, ok := l.found[s]
	if !ok {
		n = int32(len(l.found))
		l.found[s] = n
	}
	return n
}

// inOrder puts standings, the ties of each customer and the customers in order.
func (l *looker) inOrder(all []valued) ([]Standing, []*valued) {
	standings := slices.SortedFunc(maps.Keys(l.found), Standing.compare)
	places := make([]int32, len(standings))
	for place, s := range standings {
		places[l.found[s]] = int32(place)
	}
	out := make([]*valued, len(all))
	var sorted tieSorter
	for i := range all {
		for j := range all[i].ties {
			t := &all[i].ties[j]
			t.standing = places[t.standing]
		}
		sorted.sort(all[i].ties)
		out[i] = &all[i]
	}
	slices.SortFunc(out, (*valued).compare)
	return standings, out
}

// tieSorter sorts ties by way of their places: they are too large to be moved about.
type tieSorter struct {
	places []int32
	copies []feltTie
}

func (s *tieSorter) sort(ties []feltTie) {
	s.places, s.copies = s.places[:0], append(s.copies[:0], ties...)
	for i := range ties {
		s.places = append(s.places, int32(i))
	}
	slices.SortFunc(s.places, func(a, b int32) int { return s.copies[a].compare(&s.copies[b]) })
	for i, place := range s.places {
		ties[i] = s.copies[place]
	}
}
