package feedback

import "iter"

// numbered gives small numbers to identifiers, and forgets those that nobody uses any more.
type numbered[K comparable] struct {
	numbers map[K]uint32
	keys    []K
	uses    []uint32
	free    []uint32
}

func newNumbered[K comparable]() numbered[K] { return numbered[K]{numbers: map[K]uint32{}} }

func (n *numbered[K]) find(key K) (uint32, bool) {
	i, known := n.numbers[key]
	return i, known
}

// take returns the number of a key for one more use, and whether it is a fresh one.
func (n *numbered[K]) take(key K) (i uint32, fresh bool) {
	if i, known := n.numbers[key]; known {
		n.uses[i]++
		return i, false
	}
	i = n.make(key)
	n.uses[i] = 1
	return i, true
}

// make returns a number for a key that has none, without a use yet.
func (n *numbered[K]) make(key K) uint32 {
	i := uint32(len(n.keys))
	if last := len(n.free) - 1; last >= 0 {
		i = n.free[last]
		n.free = n.free[:last]
	}
	n.keys, n.uses = setAt(n.keys, i, key), setAt(n.uses, i, 0)
	n.numbers[key] = i
	return i
}

// drop ends one use of a number, and reports whether it was the last one.
func (n *numbered[K]) drop(i uint32) bool {
	n.uses[i]--
	if n.uses[i] > 0 {
		return false
	}
	delete(n.numbers, n.keys[i])
	n.keys[i] = *new(K)
	n.free = append(n.free, i)
	return true
}

// all yields the numbers in use, with their keys.
func (n *numbered[K]) all() iter.Seq2[uint32, K] {
	return func(yield func(uint32, K) bool) {
		for i, key := range n.keys {
			if n.uses[i] > 0 && !yield(uint32(i), key) {
				return
			}
		}
	}
}

// setAt puts a value at a place of a list, which may be the next one.
func setAt[T any](list []T, at uint32, v T) []T {
	if int(at) == len(list) {
		return append(list, v)
	}
	list[at] = v
	return list
}
