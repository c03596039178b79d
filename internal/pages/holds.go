package pages

import (
	"iter"
	"slices"
)

// Holds returns the question whether a list of a query holds a key. The empty list holds all.
func Holds[K comparable](keys []K) func(K) bool {
	const short = 8 // up to here a list is faster than a set, and needs no memory
	if len(keys) <= short {
		return func(k K) bool { return len(keys) == 0 || slices.Contains(keys, k) }
	}
	set := make(map[K]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return func(k K) bool { return set[k] }
}

// First returns the only record that a read can yield, its error, or none where it yields nothing.
func First[R any](seq iter.Seq2[R, error], none error) (R, error) {
	for r, err := range seq {
		return r, err
	}
	var zero R
	return zero, none
}
