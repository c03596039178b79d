// Package batch holds what the batches of all rooms have in common, seen without the types of their
// records: the rules that every batch keeps, and what it names.
//
// A room tells of its own batch as a [Batch], whose lists look at the room's records where they are:
//
//	func (b *Batch) Check() error { return opError("check batch", "", b.plain().Check()) }
//
// Package table keeps what such batches write.
package batch
