package lifetime

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A keyed is an identifier's number with the eight bytes that follow what all identifiers begin with.
type keyed struct {
	key    uint64
	number uint32
}

// sorted returns the numbers of all identifiers in the order of their bytes. A million are sorted by their
// bytes' values, a byte at a time; only those alike in eight bytes are compared as a whole.
func (n *names) sorted() []uint32 {
	common := n.common()
	keys := make([]keyed, n.len())
	inOrder := true
	for i := range keys {
		keys[i] = keyed{prefix(n.bytes(uint32(i))[common:]), uint32(i)}
		inOrder = inOrder && (i == 0 || keys[i-1].key < keys[i].key)
	}
	if !inOrder {
		keys = sortKeyed(keys)
		n.sortAlike(keys)
	}
	order := make([]uint32, len(keys))
	for i, k := range keys {
		order[i] = k.number
	}
	return order
}

// common returns how many bytes all identifiers begin with alike.
func (n *names) common() int {
	if n.len() == 0 {
		return 0
	}
	first := n.bytes(0)
	common := len(first)
	for i := 1; i < n.len() && common > 0; i++ {
		id := n.bytes(uint32(i))
		common = min(common, len(id))
		if bytes.HasPrefix(id, first[:common]) {
			continue
		}
		for common = 0; id[common] == first[common]; common++ {
		}
	}
	return common
}

// prefix returns the first eight bytes as a number, with zeros behind a shorter text.
func prefix(id []byte) uint64 {
	if len(id) >= 8 {
		return binary.BigEndian.Uint64(id)
	}
	var eight [8]byte
	copy(eight[:], id)
	return binary.BigEndian.Uint64(eight[:])
}

// sortKeyed returns keys sorted, byte by byte from the last to the first.
func sortKeyed(keys []keyed) []keyed {
	var counts [8][256]uint32
	for _, k := range keys {
		for d := range 8 {
			counts[d][byte(k.key>>(8*d))]++
		}
	}
	from, to := keys, make([]keyed, len(keys))
	for d := range 8 {
		count := &counts[d]
		if count[byte(from[0].key>>(8*d))] == uint32(len(keys)) {
			continue
		}
		at := uint32(0)
		for i, n := range count {
			count[i] = at
			at += n
		}
		for _, k := range from {
			place := &count[byte(k.key>>(8*d))]
			to[*place] = k
			*place++
		}
		from, to = to, from
	}
	return from
}

// sortAlike sorts those whose eight bytes are alike.
func (n *names) sortAlike(keys []keyed) {
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to].key == keys[from].key {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(keys[from:to], func(a, b keyed) int { return bytes.Compare(n.bytes(a.number), n.bytes(b.number)) })
		}
		from = to
	}
}
