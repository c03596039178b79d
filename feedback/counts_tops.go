package feedback

import "slices"

// A set of kinds is a number with one bit for each, in the order of [Kinds]; kindSets is how many
// there are.
const (
	kindSets = 8
	allKinds = kindSets - 1
)

// An owner is whose rows are looked at: the top one of each item, or of each person, counts.
type owner int

const (
	ofItem owner = iota
	ofPerson
)

// kindPlace returns the place of a kind, which is one of the three.
func kindPlace(k Kind) uint8 {
	switch k {
	case Compliment:
		return 0
	case Idea:
		return 1
	}
	return 2
}

func kindAt(place uint8) Kind { return [...]Kind{Compliment, Idea, Complaint}[place] }

// lasts are the last rows of one owner under one ref, by kind; 0 for none.
type lasts [3]uint32

// lastOfItem returns the rows of an item that could be its tops. All are of one instant, so that any
// one will do.
func (c *Counts) lastOfItem(item, under uint32) lasts {
	var last lasts
	for n := c.said[item].first; n != 0; n = c.rows[n].twin {
		if r := &c.rows[n]; r.under == under {
			last[r.kind] = n
		}
	}
	return last
}

// crown gives the tops that an owner had to those that it has.
func (c *Counts) crown(of owner, before, after lasts) {
	tops := c.tops(after)
	for _, rows := range [...]lasts{before, after} {
		for i, n := range rows {
			if n == 0 || slices.Contains(rows[:i], n) {
				continue
			}
			var bits uint8
			for set, top := range tops {
				if top == n {
					bits |= 1 << set
				}
			}
			c.setTops(n, of, bits)
		}
	}
}

// tops returns the last row of each set of kinds.
func (c *Counts) tops(last lasts) (tops [kindSets]uint32) {
	for set := 1; set < kindSets; set++ {
		for kind, n := range last {
			if set>>kind&1 == 1 {
				tops[set] = c.later(tops[set], n)
			}
		}
	}
	return tops
}

// later returns the later of two rows, of which 0 is none.
func (c *Counts) later(a, b uint32) uint32 {
	if a == 0 || b != 0 && c.stamp(a).before(c.stamp(b)) {
		return b
	}
	return a
}

// setTops says for which sets of kinds a row is the top.
func (c *Counts) setTops(n uint32, of owner, bits uint8) {
	r := &c.rows[n]
	old := r.tops[of]
	if old == bits {
		return
	}
	r.tops[of] = bits
	at := c.stamp(n)
	s := &c.racks[r.under]
	ch := &s.chunks[s.chunkOf(at)]
	var weight uint64
	if of == ofItem {
		_, weight = c.fade.weight(at)
	}
	ch.turn(of, old&^bits, weight, false)
	ch.turn(of, bits&^old, weight, true)
}
