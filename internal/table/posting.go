package table

import (
	"container/heap"
	"slices"

	"github.com/kithcrm/kith/internal/sorted"
)

// An index is the postings of one set of keys, kept in blocks as the rows are.
type index struct {
	numbers map[string]uint32
	blocks  [][]posting
	free    []uint32
}

// find returns the posting of a key, or nil.
func (x *index) find(key string) *posting {
	n, ok := x.numbers[key]
	if !ok {
		return nil
	}
	return &x.blocks[n/blockSize][n%blockSize]
}

// at returns the posting of a key, a new one if there was none.
func (x *index) at(key string) *posting {
	if p := x.find(key); p != nil {
		return p
	}
	var n uint32
	if last := len(x.free) - 1; last >= 0 {
		n = x.free[last]
		x.free = x.free[:last]
	} else {
		if last := len(x.blocks) - 1; last < 0 || len(x.blocks[last]) == blockSize {
			x.blocks = append(x.blocks, make([]posting, 0, blockSize))
		}
		last := len(x.blocks) - 1
		x.blocks[last] = append(x.blocks[last], posting{})
		n = uint32(last*blockSize + len(x.blocks[last]) - 1)
	}
	x.numbers[key] = n
	return &x.blocks[n/blockSize][n%blockSize]
}

// drop removes a row, and the key when no row is left under it.
func (x *index) drop(by, key string, keyOf func(uint32) string) {
	p := x.find(by)
	if p == nil {
		return
	}
	if p.drop(key, keyOf); p.len() == 0 {
		*p = posting{}
		x.free = append(x.free, x.numbers[by])
		delete(x.numbers, by)
	}
}

// A posting is the rows that an index knows by one key, in increasing order of their own keys. Most
// are short; a party with a million ties has a long one, which must not be moved at every tie.
// A nil posting is empty.
type posting struct {
	few   []uint32
	many  *sorted.List
	first [4]uint32 // where few begins, beside the rest: one visit to main memory less
}

const fewMax = 128

// put adds a row, if it is not there. One that is known to come after all others need not be
// compared with them.
func (p *posting) put(n uint32, last bool, keyOf func(uint32) string) {
	if p.many != nil {
		p.many.Put(n)
		return
	}
	i := len(p.few)
	if !last {
		var found bool
		if i, found = p.find(keyOf(n), keyOf); found {
			return
		}
	}
	if p.few == nil {
		p.few = p.first[:0]
	}
	p.few = slices.Insert(p.few, i, n)
	if len(p.few) > fewMax {
		p.many = sorted.New(keyOf)
		for _, n := range p.few {
			p.many.Put(n)
		}
		p.few = nil
	}
}

func (p *posting) find(key string, keyOf func(uint32) string) (int, bool) {
	return slices.BinarySearchFunc(p.few, key, func(n uint32, key string) int {
		switch k := keyOf(n); {
		case k < key:
			return -1
		case k > key:
			return 1
		}
		return 0
	})
}

func (p *posting) drop(key string, keyOf func(uint32) string) {
	if p.many != nil {
		p.many.Delete(key)
	} else if i, found := p.find(key, keyOf); found {
		p.few = slices.Delete(p.few, i, i+1)
	}
}

func (p *posting) len() int {
	switch {
	case p == nil:
		return 0
	case p.many != nil:
		return p.many.Len()
	}
	return len(p.few)
}

// after visits the rows whose keys are greater than key, in order, until visit returns false.
func (p *posting) after(key string, keyOf func(uint32) string, visit func(uint32) bool) {
	if p == nil {
		return
	}
	if p.many != nil {
		p.many.After(key, visit)
		return
	}
	start := 0
	if key != "" {
		i, found := p.find(key, keyOf)
		if start = i; found {
			start++
		}
	}
	for _, n := range p.few[start:] {
		if !visit(n) {
			return
		}
	}
}

// union visits the rows of several postings in one order, each row once.
func union(ps []*posting, after string, keyOf func(uint32) string, visit func(uint32) bool) {
	h := cursors{keyOf: keyOf}
	for _, p := range ps {
		if c := (cursor{posting: p}); c.fill(after, keyOf) {
			h.list = append(h.list, c)
		}
	}
	heap.Init(&h)
	for first, last := true, uint32(0); len(h.list) > 0; first = false {
		n := h.list[0].rows[0]
		if (first || n != last) && !visit(n) {
			return
		}
		last = n
		if h.list[0].advance(keyOf) {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
}

// A cursor walks along a posting: the rows at hand, and whether more follow them.
type cursor struct {
	posting *posting
	rows    []uint32
	more    bool
}

// fill gets the rows that follow a key, a stretch at a time, and reports whether there are any.
func (c *cursor) fill(after string, keyOf func(uint32) string) bool {
	c.rows, c.more = nil, false
	c.posting.after(after, keyOf, func(n uint32) bool {
		c.rows = append(c.rows, n)
		c.more = len(c.rows) == fewMax
		return !c.more
	})
	return len(c.rows) > 0
}

// advance goes to the next row and reports whether there is one.
func (c *cursor) advance(keyOf func(uint32) string) bool {
	if len(c.rows) == 1 && c.more {
		return c.fill(keyOf(c.rows[0]), keyOf)
	}
	c.rows = c.rows[1:]
	return len(c.rows) > 0
}

// cursors is a heap by the key of the row at hand.
type cursors struct {
	list  []cursor
	keyOf func(uint32) string
}

func (h *cursors) Len() int { return len(h.list) }
func (h *cursors) Less(i, j int) bool {
	return h.keyOf(h.list[i].rows[0]) < h.keyOf(h.list[j].rows[0])
}
func (h *cursors) Swap(i, j int) { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *cursors) Push(x any)    { h.list = append(h.list, x.(cursor)) }
func (h *cursors) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
