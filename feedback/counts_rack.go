package feedback

import "slices"

// A rack holds the rows of one ref, in order of time, in chunks that know their own sums.
type rack struct{ chunks []chunk }

// chunkRows is how many rows a chunk holds at most; 255 weights of 56 bits fit into 64.
const chunkRows = 250

// A chunk is rows that lie in one stretch of time. The sums are by set of kinds: of the rows that are
// tops for it.
type chunk struct {
	first   stamp // rows[0], kept here so that a search need not go there
	rows    []stamp
	stretch uint64
	tops    [2][kindSets]uint16
	weights [kindSets]uint64
}

// chunkOf returns the place of the last chunk that begins at an instant or before, or -1.
func (s *rack) chunkOf(at stamp) int {
	if last := len(s.chunks) - 1; last < 0 || !at.before(s.chunks[last].first) {
		return last
	}
	i, found := slices.BinarySearchFunc(s.chunks, at, func(c chunk, at stamp) int { return c.first.compare(at) })
	if found {
		return i
	}
	return i - 1
}

// put places a row, which is no top yet, in its rack.
func (c *Counts) put(n uint32) {
	at := c.stamp(n)
	stretch, _ := c.fade.place(at)
	s := &c.racks[c.rows[n].under]
	i := c.roomFor(s, at, stretch)
	ch := &s.chunks[i]
	k, _ := slices.BinarySearchFunc(ch.rows, at, stamp.compare)
	ch.rows = slices.Insert(ch.rows, k, at)
	ch.first = ch.rows[0]
}

// roomFor returns the place of the chunk that takes one more row, which may be a fresh one.
func (c *Counts) roomFor(s *rack, at stamp, stretch uint64) int {
	i := s.chunkOf(at)
	if i < 0 || s.chunks[i].stretch != stretch {
		if i++; i == len(s.chunks) || s.chunks[i].stretch != stretch {
			s.chunks = slices.Insert(s.chunks, i, chunk{stretch: stretch})
			return i
		}
	}
	ch := &s.chunks[i]
	switch {
	case len(ch.rows) < chunkRows:
		return i
	case i == len(s.chunks)-1 && ch.rows[chunkRows-1].before(at): // rows that come in order fill their chunks
		s.chunks = append(s.chunks, chunk{stretch: stretch})
		return i + 1
	}
	c.split(s, i)
	if s.chunks[i+1].first.before(at) {
		return i + 1
	}
	return i
}

// split moves the later half of a chunk to one of its own.
func (c *Counts) split(s *rack, i int) {
	s.chunks = slices.Insert(s.chunks, i+1, chunk{stretch: s.chunks[i].stretch})
	left, right := &s.chunks[i], &s.chunks[i+1]
	right.rows = append(make([]stamp, 0, chunkRows), left.rows[chunkRows/2:]...)
	right.first = right.rows[0]
	left.rows = left.rows[:chunkRows/2]
	for _, at := range right.rows {
		_, weight := c.fade.weight(at)
		for of, bits := range c.rows[at.row].tops {
			left.turn(owner(of), bits, weight, false)
			right.turn(owner(of), bits, weight, true)
		}
	}
}

// cut takes a row, which is no top any more, out of its rack.
func (c *Counts) cut(n uint32) {
	at := c.stamp(n)
	s := &c.racks[c.rows[n].under]
	i := s.chunkOf(at)
	ch := &s.chunks[i]
	k, _ := slices.BinarySearchFunc(ch.rows, at, stamp.compare)
	ch.rows = slices.Delete(ch.rows, k, k+1)
	if len(ch.rows) == 0 {
		s.chunks = slices.Delete(s.chunks, i, i+1)
		return
	}
	ch.first = ch.rows[0]
}

// turn adds a row to the sums of the sets of kinds that bits name, or takes it from them.
func (ch *chunk) turn(of owner, bits uint8, weight uint64, on bool) {
	step := uint16(1)
	if !on {
		step, weight = -step, -weight
	}
	for set := 1; set < kindSets; set++ {
		if bits>>set&1 == 0 {
			continue
		}
		ch.tops[of][set] += step
		if of == ofItem {
			ch.weights[set] += weight
		}
	}
}

// stamp returns the instant of a row, with the row.
func (c *Counts) stamp(n uint32) stamp {
	at := c.said[c.rows[n].item].at
	at.row = n
	return at
}
