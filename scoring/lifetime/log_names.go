package lifetime

import (
	"hash/maphash"
)

// names numbers identifiers in the order in which they come up. All their bytes lie in one piece, and the
// table beside it fits two places of a customer into one line of a cache or two: a map of strings would make
// the memory of a million customers the slowest part of reading a log.
type names struct {
	seed  maphash.Seed
	slots []slot // as many as a power of two, at most three quarters of them used
	text  []byte
	ends  []uint32 // where each identifier ends in text
	warm  byte     // keeps the loads of warmUp alive
}

// A slot holds a part of an identifier's hash, its number plus 1, and where it stands in the text. The number of
// an empty slot is 0.
type slot struct {
	hash, number uint32
	from, length uint32
}

func newNames() names {
	return names{seed: maphash.MakeSeed(), slots: make([]slot, 64)}
}

func (n *names) len() int { return len(n.ends) }

// at returns an identifier by its number.
func (n *names) at(i uint32) string { return string(n.bytes(i)) }

func (n *names) bytes(i uint32) []byte { return n.text[n.from(i):n.ends[i]] }

// from returns where an identifier begins in the text.
func (n *names) from(i uint32) uint32 {
	if i == 0 {
		return 0
	}
	return n.ends[i-1]
}

// hash returns the hash of an identifier. It differs from run to run, which nothing that is counted shows.
func (n *names) hash(id string) uint32 { return uint32(maphash.String(n.seed, id)) }

// warmUp loads what number will look at for many hashes. One look waits for memory twice; many at once wait
// together, which makes a log that is sorted by time three times as quick to take in.
func (n *names) warmUp(hashes []uint32) {
	var places [batch]uint32
	mask := uint32(len(n.slots) - 1)
	for i, h := range hashes {
		places[i%batch] = n.slots[h&mask].from
	}
	for i := range hashes {
		if at := places[i%batch]; int(at) < len(n.text) {
			n.warm ^= n.text[at]
		}
	}
}

// number returns the number of an identifier, a new one for a new identifier.
func (n *names) number(id string, hash uint32) uint32 {
	mask := uint32(len(n.slots) - 1)
	at := hash & mask
	for ; n.slots[at].number != 0; at = (at + 1) & mask {
		s := &n.slots[at]
		if s.hash == hash && string(n.text[s.from:s.from+s.length]) == id {
			return s.number - 1
		}
	}
	return n.add(id, hash, at)
}

// add numbers a new identifier, whose place in the table is at.
func (n *names) add(id string, hash, at uint32) uint32 {
	number := uint32(len(n.ends))
	n.slots[at] = slot{hash: hash, number: number + 1, from: uint32(len(n.text)), length: uint32(len(id))}
	n.text = append(n.text, id...)
	n.ends = append(n.ends, uint32(len(n.text)))
	if len(n.ends) > len(n.slots)/4*3 {
		n.grow()
	}
	return number
}

// grow puts the slots into a table twice as large.
func (n *names) grow() {
	old := n.slots
	n.slots = make([]slot, 2*len(old))
	mask := uint32(len(n.slots) - 1)
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		at := s.hash & mask
		for n.slots[at].number != 0 {
			at = (at + 1) & mask
		}
		n.slots[at] = s
	}
}
