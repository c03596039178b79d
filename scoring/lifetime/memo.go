package lifetime

import "math"

// A memo keeps values that depend on a number of purchases and a time, since many customers share them. It is of
// bounded size and forgets.
type memo struct {
	of    []memoEntry
	shift uint
}

// A memoEntry is a value of a pair; free is true where there is none.
type memoEntry struct {
	x, u, value float64
	used        bool
}

// maxMemo is how many pairs are kept at most: some 2 MB of them.
const maxMemo = 1 << 16

// probes is how many places a pair can be in.
const probes = 8

// newMemo returns a memo for at most n pairs.
func newMemo(n int) *memo {
	m := &memo{shift: 64 - 4}
	size := 1 << 4
	for size < 2*n && size < maxMemo {
		size *= 2
		m.shift--
	}
	m.of = make([]memoEntry, size)
	return m
}

// find returns the entry of a pair and whether it has a value. Where it has not, the caller sets it.
func (m *memo) find(x, u float64) (*memoEntry, bool) {
	h := math.Float64bits(x)*0x9E3779B97F4A7C15 ^ math.Float64bits(u)
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	first := int(h * 0x9E3779B97F4A7C15 >> m.shift)
	mask := len(m.of) - 1
	for k := range probes {
		e := &m.of[(first+k)&mask]
		switch {
		case !e.used:
			*e = memoEntry{x: x, u: u, used: true}
			return e, false
		case e.x == x && e.u == u:
			return e, true
		}
	}
	e := &m.of[first]
	e.x, e.u = x, u
	return e, false
}
