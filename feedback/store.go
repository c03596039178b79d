package feedback

import (
	"context"

	"github.com/kithcrm/kith/relationship"
)

// A Page is part of an answer of a store: see [relationship.Page].
type Page[T any] = relationship.Page[T]

// A Store keeps what one café holds. It is all that a host must provide; [Historian] is optional. A
// store is bound to one tenant, and to one transaction if the host wants that, when it is made. It
// must be safe for use by several goroutines, as far as what it is bound to is.
//
// feedbacktest.Run checks every sentence of this contract.
type Store interface {
	// Write applies b, all of it or nothing, and returns its number: above 0 and greater than all
	// before, gaps allowed. Batches that write one record must be numbered in the order in which
	// they took effect. A batch that fails [Batch.Check] must be refused with that error, before
	// anything is read.
	//
	// A record whose Rev is 0 is created; it may have been void or erased before (so a store must
	// remember void records, even if it keeps no history). Otherwise Rev must be the number of the
	// batch that last wrote it. The records are kept with the number of the batch as their Rev, and
	// everything else as it came: text byte by byte, numbers bit by bit, instants to the nanosecond
	// in whatever zone. Write must not keep b's memory. It must not look whether what a record
	// refers to exists, nor at any rule that concerns several records: that is the Cafe's work.
	//
	// Over all records of the batch, the first of these errors that applies must be returned, if any:
	// one matching [ErrNotFound] where a record to replace or to void is not there (a void one is
	// not there); [ErrExists] where one to create is; [ErrInvalid] where a field would change that
	// never does, be it from what a void record of that ID had: Author or Kind of an item; From,
	// Point or To of a link; About, By or Kind of an entry; On or Voter of a vote; Entry or To of a
	// notice; [ErrStale] where a Rev is not the record's. A refused batch must leave nothing behind,
	// and must leave the host's transaction usable. So must one whose context is done, with the
	// context's error.
	//
	// A record in b.Void is gone from all reads, except of what was known before.
	//
	// For each party in b.Erase, every version must be removed, from the records and from the log, of
	// items whose Author it is, of entries By it, of votes whose Voter it is, of notices To it; of
	// links that have it at either end, of entries About it and votes On it, as a Ref with
	// [relationship.NounParty]; and, of items that go so, of links that have them at either end,
	// entries About and votes On them; void ones too. Batches that lose something so must stay in
	// the log, with number, At and By, with Why empty. The erasing batch names the parties. Erasing a
	// party that is not there succeeds. Records that are not removed keep their Rev. What was known
	// before no longer shows what was erased. The records that the same batch creates are created
	// after that: what is erased by it is not there for them.
	Write(ctx context.Context, b Batch) (Seq, error)

	// Items returns a page of the items that q asks for; see [Page]. A query with no condition asks
	// for all.
	Items(ctx context.Context, q ItemQuery) (Page[Item], error)

	// Themes returns a page of the themes that q asks for.
	Themes(ctx context.Context, q ThemeQuery) (Page[Theme], error)

	// Links returns a page of the links that q asks for.
	Links(ctx context.Context, q LinkQuery) (Page[Link], error)

	// Entries returns a page of the entries that q asks for.
	Entries(ctx context.Context, q EntryQuery) (Page[Entry], error)

	// Votes returns a page of the votes that q asks for.
	Votes(ctx context.Context, q VoteQuery) (Page[Vote], error)

	// Changes returns a page of the changes that q asks for.
	Changes(ctx context.Context, q ChangeQuery) (Page[Change], error)

	// Notices returns a page of the notices that q asks for.
	Notices(ctx context.Context, q NoticeQuery) (Page[Notice], error)
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

// A LogQuery asks for batches: see [relationship.LogQuery].
type LogQuery = relationship.LogQuery

// An ItemQuery asks for items. All conditions hold together; its zero value selects everything. A list
// may be long: tens of thousands of IDs.
type ItemQuery struct {
	// IDs selects these items. Empty selects all, here and below; what is empty in a list selects the
	// records in which the field is empty.
	IDs []ItemID

	// Authors selects items of these authors.
	Authors []PartyID

	// Kinds selects items of these kinds.
	Kinds []Kind

	// States selects items whose loop is in one of these states.
	States []State

	// Known selects what was known after that batch; 0 is now. A store that does not keep earlier
	// versions returns an error matching errors.ErrUnsupported for any other.
	Known Seq

	// After selects items with an ID greater than this.
	After ItemID

	// Limit is how many records a page may have at most; 0 leaves it to the store. Asked of a Cafe,
	// it is how many there are in all.
	Limit int
}

// A ThemeQuery asks for themes. All conditions hold together; its zero value selects everything.
type ThemeQuery struct {
	// IDs selects these themes.
	IDs []ThemeID

	// MergedInto selects themes whose MergedInto is one of these.
	MergedInto []ThemeID

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After ThemeID
	Limit int
}

// A LinkQuery asks for links. All conditions hold together; its zero value selects everything.
type LinkQuery struct {
	// IDs selects these links.
	IDs []LinkID

	// From selects links from any of these, and To links to any of these.
	From []Ref
	To   []Ref

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After LinkID
	Limit int
}

// An EntryQuery asks for entries. All conditions hold together; its zero value selects everything.
type EntryQuery struct {
	// IDs selects these entries.
	IDs []EntryID

	// About selects entries about any of these.
	About []Ref

	// By selects entries by any of these parties.
	By []PartyID

	// Kinds selects entries of these kinds.
	Kinds []EntryKind

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After EntryID
	Limit int
}

// A VoteQuery asks for votes. All conditions hold together; its zero value selects everything.
type VoteQuery struct {
	// IDs selects these votes.
	IDs []VoteID

	// On selects votes on any of these.
	On []Ref

	// Voters selects votes of these parties.
	Voters []PartyID

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After VoteID
	Limit int
}

// A ChangeQuery asks for changes. All conditions hold together; its zero value selects everything.
type ChangeQuery struct {
	// IDs selects these changes.
	IDs []ChangeID

	// States selects changes in one of these states.
	States []State

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After ChangeID
	Limit int
}

// A NoticeQuery asks for notices. All conditions hold together; its zero value selects everything.
type NoticeQuery struct {
	// IDs selects these notices.
	IDs []NoticeID

	// Entries selects notices of these entries.
	Entries []EntryID

	// To selects notices to these parties.
	To []PartyID

	// States selects notices in one of these states.
	States []NoticeState

	// Known, After and Limit are as in [ItemQuery].
	Known Seq
	After NoticeID
	Limit int
}
