package relationship

import "context"

// A Store keeps one network of parties, ties and needs. It is all that a host must provide;
// [Historian] is optional. A store is bound to one tenant, and to one transaction if the host
// wants that, when it is made. It must be safe for use by several goroutines, as far as what it is
// bound to is.
//
// relationshiptest.Run checks every sentence of this contract.
type Store interface {
	// Write applies b, all of it or nothing, and returns its number: above 0 and greater than all
	// before, gaps allowed. Batches that write one record must be numbered in the order in which
	// they took effect. A batch that fails [Batch.Check] must be refused with that error, before
	// anything is read.
	//
	// A record whose Rev is 0 is created; it may have been void or erased before (so a store must
	// remember void ties and needs, even if it keeps no history). Otherwise Rev
	// must be the number of the batch that last wrote it. The records are kept with the number of
	// the batch as their Rev, and everything else as it came: text byte by byte, numbers bit by
	// bit, instants to the nanosecond in whatever zone (JSON keeps all of that if instants are put
	// in UTC first). Write must not keep b's memory. It must not
	// look whether the parties of a tie or a need exist, nor at any rule that concerns several
	// records: that is the Book's work.
	//
	// Over all records of the batch, the first of these errors that applies must be returned, if any:
	// one matching [ErrNotFound] where a record to replace or to void is not there (a void one is
	// not there); [ErrExists] where one to create is; [ErrInvalid] where From, To or Kind of a tie,
	// or Party or Tie of a need, would change, be it from what a void record of that ID had;
	// [ErrStale] where a Rev is not the record's. A refused
	// batch must leave nothing behind, and must leave the host's transaction usable. So must one
	// whose context is done, with the context's error.
	//
	// A record in b.Void is gone from all reads, except of what was known before.
	//
	// For each party in b.Erase, every version must be removed, from the records and from the log,
	// of the party itself; of all ties that have it at either end; and of all needs that are its
	// own or in one of those ties, void ones too. Batches that lose something so must stay in the
	// log, with number, At and By, with Why empty. The erasing batch names the parties. Erasing a
	// party that is not there succeeds. Records that are not removed keep their Rev. What was known
	// before no longer shows what was erased.
	Write(ctx context.Context, b Batch) (Seq, error)

	// Parties returns a page of the parties that q asks for; see [Page]. A query with no
	// condition asks for all.
	Parties(ctx context.Context, q PartyQuery) (Page[Party], error)

	// Ties returns a page of the ties that q asks for.
	Ties(ctx context.Context, q TieQuery) (Page[Tie], error)

	// Needs returns a page of the needs that q asks for.
	Needs(ctx context.Context, q NeedQuery) (Page[Need], error)
}

// A Historian is a [Store] that keeps what was written. Without it there is no history, no looking
// back at what was known, and no feed: those calls return an error matching errors.ErrUnsupported.
// It must answer queries with Known set.
type Historian interface {
	Store

	// Log returns a page of the batches that q asks for, in increasing order of Seq, each with
	// everything that it wrote and was not erased since: the records with its Seq as their Rev, what
	// it voided, what it erased. Replaying the log in order gives the records as they are. It
	// must never show a number lower than one that it has shown.
	Log(ctx context.Context, q LogQuery) (Page[Batch], error)
}

// A Page is part of an answer. Records are in increasing byte order of their IDs (batches by Seq),
// all after q.After, and share no memory with the store. A page may hold records that do not match:
// the library looks at every one again. It must not leave out one that matches before the last that
// it holds. A page must not be longer than q.Limit, where that is above 0, and must not be empty
// while something that matches follows.
type Page[T any] struct {
	// Records are those of the page, in order.
	Records []T

	// Last says that nothing that matches follows. A store that never says so is slower by one
	// empty page.
	Last bool
}

// A PartyQuery asks for parties. All conditions hold together; its zero value selects everything. A list
// may be long: tens of thousands of IDs.
type PartyQuery struct {
	// IDs selects these parties. Empty selects all, here and below; but see [Reader].
	IDs []PartyID

	// MergedInto selects parties whose MergedInto is one of these. Empty selects all.
	MergedInto []PartyID

	// Merged selects only parties that are merged into another.
	Merged bool

	// Known selects what was known after that batch; 0 is now. A store that does not keep earlier
	// versions returns an error matching errors.ErrUnsupported for any other.
	Known Seq

	// After selects parties with an ID greater than this.
	After PartyID

	// Limit is how many records a page may have at most; 0 leaves it to the store. Asked of a Book,
	// it is how many there are in all.
	Limit int
}

// A TieQuery asks for ties. All conditions hold together; its zero value selects everything.
type TieQuery struct {
	// IDs selects these ties. Empty selects all.
	IDs []TieID

	// Of selects ties that have any of these parties at either end. Empty selects all.
	Of []PartyID

	// Kinds selects ties of these kinds. Empty selects all.
	Kinds []KindName

	// Known, After and Limit are as in [PartyQuery].
	Known Seq
	After TieID
	Limit int
}

// A NeedQuery asks for needs. All conditions hold together; its zero value selects everything.
type NeedQuery struct {
	// IDs selects these needs. Empty selects all.
	IDs []NeedID

	// Of selects needs of these parties. Empty selects all.
	Of []PartyID

	// In selects needs in these ties. Empty selects all.
	In []TieID

	// Known, After and Limit are as in [PartyQuery].
	Known Seq
	After NeedID
	Limit int
}

// A LogQuery asks for batches. All conditions hold together; its zero value selects the whole log.
type LogQuery struct {
	// About selects batches that put, voided or erased any of these records. Empty selects all.
	About []Ref

	// After selects batches with a greater number.
	After Seq

	// Limit is how many batches a page may have at most; 0 leaves it to the store.
	Limit int
}
