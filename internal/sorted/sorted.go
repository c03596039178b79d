// Package sorted keeps numbered rows in the order of their text keys, byte by byte.
//
// It is the ordered half of the memory stores: a page of records starts after a key and goes on
// in order, whatever the order in which the records came.
package sorted

import (
	"encoding/binary"
	"slices"
)

// chunkMax bounds the rows of one chunk. An insertion moves at most this many.
const chunkMax = 512

// A List holds row numbers in increasing byte order of the rows' keys. A key must not hold a NUL
// byte and never changes. Make it with [New]. It is not safe for use by several goroutines while
// one of them changes it.
//
// It is a list of short sorted chunks: as fast as a search tree up to some ten million rows, and
// less code. Keys are compared where they are, which costs a visit to main memory each time; so a
// chunk keeps eight bytes of every key, from where its keys begin to differ, and rarely needs more.
type List struct {
	key    func(uint32) string
	firsts []string // the smallest key of each chunk
	chunks []*chunk
	last   string // the greatest key, if there is any
	count  int
}

type chunk struct {
	prefix int      // how many bytes all keys share at the front
	tags   []uint64 // the next eight bytes of each key
	rows   []uint32
}

// New returns an empty list of rows whose keys a function tells.
func New(key func(row uint32) string) *List { return &List{key: key} }

// Len returns how many rows there are.
func (l *List) Len() int { return l.count }

// tag returns the eight bytes of a key that follow a prefix, as a number in the same order. A key that
// ends before counts as followed by NUL bytes, which no key holds.
func tag(key string, prefix int) uint64 {
	rest := key[min(prefix, len(key)):]
	if len(rest) >= 8 {
		return binary.BigEndian.Uint64([]byte(rest[:8]))
	}
	var b [8]byte
	copy(b[:], rest)
	return binary.BigEndian.Uint64(b[:])
}

// shared returns how many bytes two keys share at the front.
func shared(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// Put adds a row, unless one with its key is there already, and reports whether it now comes after
// all others. It takes O(log n) time and moves at most a chunk; rows that come in order are
// appended.
func (l *List) Put(row uint32) (last bool) {
	key := l.key(row)
	if len(l.chunks) == 0 {
		l.chunks = []*chunk{{prefix: len(key)}}
		l.firsts = []string{key}
	}
	ci, c, i := len(l.chunks)-1, l.chunks[len(l.chunks)-1], 0
	if l.count == 0 || l.last < key {
		i = len(c.rows)
		l.last, last = key, true
	} else {
		var found bool
		ci = l.chunkOf(key)
		c = l.chunks[ci]
		if i, found = l.find(ci, key); found {
			return false
		}
	}
	if n := shared(key, l.firsts[ci]); n < c.prefix {
		c.prefix = n
		l.retag(c)
	}
	c.tags = slices.Insert(c.tags, i, tag(key, c.prefix))
	c.rows = slices.Insert(c.rows, i, row)
	l.count++
	if i == 0 {
		l.firsts[ci] = key
	}
	if len(c.rows) > chunkMax {
		l.split(ci)
	}
	return last
}

// retag computes the tags anew after the prefix has changed.
func (l *List) retag(c *chunk) {
	for i, row := range c.rows {
		c.tags[i] = tag(l.key(row), c.prefix)
	}
}

// find returns the place of a key in a chunk, and whether it is there.
func (l *List) find(ci int, key string) (int, bool) {
	c := l.chunks[ci]
	if first := l.firsts[ci]; shared(key, first) < c.prefix {
		if key < first {
			return 0, false
		}
		return len(c.rows), false
	}
	want := tag(key, c.prefix)
	from, _ := slices.BinarySearch(c.tags, want)
	to := from
	for to < len(c.tags) && c.tags[to] == want {
		to++
	}
	i, found := slices.BinarySearchFunc(c.rows[from:to], key, func(row uint32, key string) int {
		switch k := l.key(row); {
		case k < key:
			return -1
		case k > key:
			return 1
		}
		return 0
	})
	return from + i, found
}

// split makes two chunks of a full one. A full last chunk is cut near its end, so that rows that
// come in order leave full chunks behind.
func (l *List) split(ci int) {
	c := l.chunks[ci]
	at := len(c.rows) / 2
	if ci == len(l.chunks)-1 {
		at = len(c.rows) * 15 / 16
	}
	right := &chunk{
		tags: append(make([]uint64, 0, chunkMax+1), c.tags[at:]...),
		rows: append(make([]uint32, 0, chunkMax+1), c.rows[at:]...),
	}
	c.tags, c.rows = c.tags[:at], c.rows[:at]
	l.chunks = slices.Insert(l.chunks, ci+1, right)
	l.firsts = slices.Insert(l.firsts, ci+1, l.key(right.rows[0]))
	for i := ci; i <= ci+1; i++ {
		c := l.chunks[i]
		c.prefix = shared(l.firsts[i], l.key(c.rows[len(c.rows)-1]))
		l.retag(c)
	}
}

// Delete removes the row with a key, if it is there.
func (l *List) Delete(key string) {
	if len(l.chunks) == 0 {
		return
	}
	ci := l.chunkOf(key)
	i, found := l.find(ci, key)
	if !found {
		return
	}
	c := l.chunks[ci]
	c.tags = slices.Delete(c.tags, i, i+1)
	c.rows = slices.Delete(c.rows, i, i+1)
	l.count--
	switch {
	case len(c.rows) == 0:
		l.chunks = slices.Delete(l.chunks, ci, ci+1)
		l.firsts = slices.Delete(l.firsts, ci, ci+1)
	case i == 0:
		l.firsts[ci] = l.key(c.rows[0])
	}
	l.last = ""
	if n := len(l.chunks); n > 0 {
		rows := l.chunks[n-1].rows
		l.last = l.key(rows[len(rows)-1])
	}
}

// After calls visit with the rows whose keys are greater than key, in increasing order, until it
// returns false. The empty key is less than all others. The list must not change meanwhile.
func (l *List) After(key string, visit func(row uint32) bool) {
	if len(l.chunks) == 0 {
		return
	}
	ci := l.chunkOf(key)
	start, found := l.find(ci, key)
	if found {
		start++
	}
	for ; ci < len(l.chunks); ci++ {
		for _, row := range l.chunks[ci].rows[start:] {
			if !visit(row) {
				return
			}
		}
		start = 0
	}
}

// chunkOf returns the chunk in which a key is or would be: the last that does not begin after it.
func (l *List) chunkOf(key string) int {
	i, found := slices.BinarySearch(l.firsts, key)
	if found || i == 0 {
		return i
	}
	return i - 1
}
