package feedback

import (
	"iter"
	"math"
	"slices"
)

// atOnce is for how many things a store is asked together.
const atOnce = 1000

// inTurns asks for some of many keys at a time. Without keys it asks nothing.
func inTurns[K, R any](keys []K, ask func([]K) iter.Seq2[R, error]) iter.Seq2[R, error] {
	return inTurnsOf(atOnce, keys, ask)
}

// fewAtOnce is for how many things a store is asked together where each has several records: so many that
// these fill a page.
const fewAtOnce = 200

// manyPages has a store fill its pages from the first on: it is a limit that nothing comes to.
const manyPages = math.MaxInt

func inTurnsOf[K, R any](turn int, keys []K, ask func([]K) iter.Seq2[R, error]) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for some := range slices.Chunk(keys, turn) {
			for r, err := range ask(some) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// inGroups yields records so many at a time. An error comes alone.
func inGroups[R any](records iter.Seq2[R, error], size int) iter.Seq2[[]R, error] {
	return func(yield func([]R, error) bool) {
		var some []R
		for r, err := range records {
			if err != nil {
				yield(nil, err)
				return
			}
			if some = append(some, r); len(some) < size {
				continue
			}
			if !yield(some, nil) {
				return
			}
			some = nil
		}
		if len(some) > 0 {
			yield(some, nil)
		}
	}
}
