package network

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// comparison is what all studies of one question share.
type comparison struct {
	cfg       *CriticalConfig
	standings []Standing // in order
	seed      [2]uint64
	deviates  []tieDeviates
}

// all answers the question for all customers and for each group.
func (c *comparison) all(customers []*valued) (Critical, error) {
	groups := c.grouped(customers)
	done, of := 0, countValued(customers)*(1+min(len(groups), 1))
	progress := func(n int) { done += n; c.cfg.Progress(done, of) }

	whole := newStudy(c, customers)
	if math.IsInf(whole.worth().High, 1) {
		return Critical{}, broken(opCritical, "Customers", "must have worths that add up to a finite number")
	}
	out := Critical{CriticalGroup: whole.result(progress), Ties: whole.list(&whole.best)}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := newStudy(c, groups[name]).result(progress)
		g.Name = name
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

func countValued(customers []*valued) int {
	n := 0
	for _, v := range customers {
		if v.worth.known() {
			n++
		}
	}
	return n
}

func (c *comparison) grouped(customers []*valued) map[string][]*valued {
	if c.cfg.Group == nil {
		return nil
	}
	groups := map[string][]*valued{}
	for _, v := range customers {
		name := c.cfg.Group(v.from)
		groups[name] = append(groups[name], v)
	}
	return groups
}

// study is about one set of customers.
type study struct {
	*comparison
	given     int
	customers []*valued    // those whose worth is known
	kinds     []*kindStudy // by place of the standing; nil where nobody has such a tie
	scale     float64      // worths are divided by it, so that no sum overflows
	worths    pool
	width     int       // how many numbers a row has: the worth, and those of each kind
	sums      []float64 // the sum of the rows of all customers, every input at its value
	best      best      // the single ties to list
}

// kindStudy is about one kind of tie within a study.
type kindStudy struct {
	held, unknown      int
	customers, counted int     // those with such a tie, and with one that counts
	worth, covered     float64 // of those customers, and of those without unknown ties
	importance, health pool

	column int // of its exposure in a row; the gains for each of levels follow
	reach  input
	levels []float64 // the reaches for which gains are summed, rising
	best   best
	pairs  []paired
}

func newStudy(c *comparison, customers []*valued) *study {
	s := &study{comparison: c, given: len(customers), kinds: make([]*kindStudy, len(c.standings))}
	s.best.most = c.cfg.Ties
	for _, v := range customers {
		for i := range v.ties {
			s.meet(v.ties[i].standing)
		}
		if v.worth.known() {
			s.customers = append(s.customers, v)
			s.scale = max(s.scale, v.worth.value+v.worth.above*normal95)
		}
	}
	s.scale = cmp.Or(min(s.scale, math.MaxFloat64), 1)
	s.plan()
	row := make([]float64, s.width)
	for _, v := range s.customers {
		s.count(v)
		s.add(v, row)
	}
	s.pair()
	return s
}

// meet makes sure that there is a study of a kind of tie.
func (s *study) meet(standing int32) {
	if s.kinds[standing] == nil {
		s.kinds[standing] = &kindStudy{best: best{most: s.cfg.Ties}}
	}
}

// plan gives each kind its place in a row.
func (s *study) plan() {
	s.width = 1
	for place, k := range s.kinds {
		if k == nil {
			continue
		}
		k.column = s.width
		if reach := s.cfg.Reach[s.standings[place]]; reach.Known() {
			k.reach = newInput(reach)
			k.levels = []float64{reach.Low, reach.Value, reach.High}
			k.levels = slices.Compact(k.levels)
		}
		s.width += 1 + len(k.levels)
	}
	s.sums = make([]float64, s.width)
}

// count adds a customer to what is counted.
func (s *study) count(v *valued) {
	s.worths.add(&v.worth)
	for ties := range byStanding(v.ties) {
		s.kinds[ties[0].standing].count(ties, v.worth.value/s.scale)
	}
}

func (k *kindStudy) count(ties []feltTie, worth float64) {
	unknown := 0
	for i := range ties {
		t := &ties[i]
		if !t.counts {
			unknown++
			continue
		}
		k.importance.add(&t.importance)
		k.health.add(&t.health)
	}
	k.customers++
	k.held += len(ties)
	k.unknown += unknown
	k.worth += worth
	if unknown < len(ties) {
		k.counted++
	}
	if unknown == 0 {
		k.covered += worth
	}
}

// add adds a customer to the sums, and its ties to those that may be listed. It uses row.
func (s *study) add(v *valued, row []float64) {
	clear(row)
	worth := v.worth.value / s.scale
	for i := range v.ties {
		t := &v.ties[i]
		if !t.counts {
			continue
		}
		gap := 1 - t.health.value
		s.put(row, t, t.importance.value, gap)
		if t.importance.value*gap*worth > 0 {
			k := s.kinds[t.standing]
			c := candidate{worth * k.rank(t), v, t}
			s.best.add(c)
			k.best.add(c)
		}
	}
	weigh(row, worth)
	for j, x := range row {
		s.sums[j] += x
	}
}

// put joins a tie to what the row has of its kind: gap is how far its health is from the best.
func (s *study) put(row []float64, t *feltTie, importance, gap float64) {
	k := s.kinds[t.standing]
	s.join(&row[k.column], importance*gap)
	for i, level := range k.levels {
		s.join(&row[k.column+1+i], importance*min(level, gap))
	}
}

func (s *study) join(to *float64, x float64) {
	if s.cfg.Sum {
		*to = min(*to+float64(x), 1)
	} else if x > *to {
		*to = x
	}
}

// weigh makes shares of a customer's worth into worth.
func weigh(row []float64, worth float64) {
	row[0] = worth
	for j := 1; j < len(row); j++ {
		row[j] *= worth
	}
}

// worth returns what the customers are worth together.
func (s *study) worth() relationship.Estimate {
	if len(s.customers) == 0 {
		return relationship.Estimate{}
	}
	var sum, below, above float64
	for _, v := range s.customers {
		sum += v.worth.value
		below = math.Hypot(below, v.worth.below*normal95)
		above = math.Hypot(above, v.worth.above*normal95)
	}
	e := relationship.Estimate{Value: sum, Low: max(sum-below, 0), High: sum + above, N: float64(len(s.customers))}
	return e.Derived(s.worths.estimate())
}
