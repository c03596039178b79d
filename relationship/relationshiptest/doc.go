// Package relationshiptest checks that a host's own store keeps the contract of
// [relationship.Store]. One test is all that a host writes:
//
//	func TestMyStore(t *testing.T) {
//		relationshiptest.Run(t, func(tb relationshiptest.TB) relationship.Store {
//			return openMine(tb)
//		})
//	}
//
// # What it checks
//
// [Run] looks at a store in three ways, because each finds what the others cannot:
//
//   - clause/...: each sentence of the contract by itself. A failure prints the sentence.
//   - model: random histories, done to the store and to [relationship.Memory], which must agree.
//   - query/...: random questions, compared with a plain filter over everything that is there, and
//     asked again through a [relationship.Book].
//
// What is about history is skipped where the store is no [relationship.Historian].
//
// # Random cases
//
// They are made by rapid, which shrinks a case that fails and prints the flags that run it again.
// There are 100 of each: with fewer, some faults are not found. A case that failed is also kept in
// a file below testdata/rapid; -rapid.nofailfile keeps none. The generators - [Party], [Tie],
// [Need] and what these are made of - draw trouble on purpose: identifiers that differ by case,
// accent or a space, instants at the ends of time, numbers that do not survive rounding. Hosts can
// write properties of their own with them.
//
// # What it does not check
//
// That what is erased is gone from the medium, that anything survives a crash, and how long things
// take; for the last there is [Bench].
package relationshiptest
