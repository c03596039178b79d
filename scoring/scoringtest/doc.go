// Package scoringtest checks that a host's own store keeps the contract of [scoring.Store]. One test is
// all that a host writes:
//
//	func TestMyStore(t *testing.T) {
//		scoringtest.Run(t, func(tb scoringtest.TB) scoring.Store {
//			return openMine(tb)
//		})
//	}
//
// # What it checks
//
// [Run] looks at a store in three ways, because each finds what the others cannot:
//
//   - clause/...: each sentence of the contract by itself. A failure prints the sentence.
//   - model: random histories, done to the store and to [scoring.Memory], which must agree.
//   - query/...: random questions, compared with a plain filter over everything that is there.
//
// What is about history is skipped where the store is no [scoring.Historian].
//
// # Random cases
//
// They are made by rapid, which shrinks a case that fails and prints the flags that run it again.
// There are 100 of each: with fewer, some faults are not found. A case that failed is also kept in a
// file below testdata/rapid; -rapid.nofailfile keeps none. The generators - [Answer], [Score] and
// [Assumption] - draw trouble on purpose, as those of relationshiptest do. Hosts can write properties of
// their own with them.
//
// # What it does not check
//
// That what is erased is gone from the medium, that anything survives a crash, and how long things
// take; for the last there is [Bench].
package scoringtest
