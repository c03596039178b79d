package scoring

import (
	"context"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A Page is part of an answer of a store: see [relationship.Page].
type Page[T any] = relationship.Page[T]

// A Store keeps what one ledger holds. It is all that a host must provide; [Historian] is optional. A
// store is bound to one tenant, and to one transaction if the host wants that, when it is made. It
// must be safe for use by several goroutines, as far as what it is bound to is.
//
// scoringtest.Run checks every sentence of this contract.
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
	// refers to exists, nor at any rule that concerns several records: that is the Ledger's work.
	//
	// Over all records of the batch, the first of these errors that applies must be returned, if any:
	// one matching [ErrNotFound] where a record to replace or to void is not there (a void one is
	// not there); [ErrExists] where one to create is; [ErrInvalid] where a field would change that
	// never does, be it from what a void record of that ID had: Question, By or About of an answer;
	// Name, Of or At of a score; By or About of an assumption; [ErrStale] where a Rev is not the
	// record's. A refused batch must leave nothing behind, and must leave the host's transaction
	// usable. So must one whose context is done, with the context's error.
	//
	// A record in b.Void is gone from all reads, except of what was known before.
	//
	// For each party in b.Erase, every version must be removed, from the records and from the log, of
	// answers By it; of assumptions that have, or in an earlier version had, it as their By, their Owner
	// or the By of one of their Reviews; and of answers About, scores Of and assumptions About it, as a
	// Ref with [relationship.NounParty]; void ones too. Batches that lose something so must stay in the log, with
	// number, At and By, with Why empty. The erasing batch names the parties. Erasing a party that is
	// not there succeeds. Records that are not removed keep their Rev. What was known before no longer
	// shows what was erased. The records that the same batch creates are created after that: what is
	// erased by it is not there for them.
	Write(ctx context.Context, b Batch) (Seq, error)

	// Answers returns a page of the answers that q asks for; see [Page]. A query with no condition asks
	// for all.
	Answers(ctx context.Context, q AnswerQuery) (Page[Answer], error)

	// Scores returns a page of the scores that q asks for.
	Scores(ctx context.Context, q ScoreQuery) (Page[Score], error)

	// Assumptions returns a page of the assumptions that q asks for.
	Assumptions(ctx context.Context, q AssumptionQuery) (Page[Assumption], error)
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

// An AnswerQuery asks for answers. All conditions hold together; its zero value selects everything. A list
// may be long: tens of thousands of IDs. What is empty in a list selects the records in which the field is
// empty; this holds for all queries of this room.
type AnswerQuery struct {
	// IDs selects these answers. Empty selects all, here and below.
	IDs []AnswerID

	// Questions selects answers to these questions.
	Questions []string

	// By selects answers by any of these parties.
	By []PartyID

	// About selects answers about any of these.
	About []Ref

	// From and To select answers with an At not before From, and before To. Zero means no bound.
	From time.Time
	To   time.Time

	// Known selects what was known after that batch; 0 is now. A store that does not keep earlier
	// versions returns an error matching errors.ErrUnsupported for any other.
	Known Seq

	// After selects answers with an ID greater than this.
	After AnswerID

	// Limit is how many records a page may have at most; 0 leaves it to the store. Asked of a Ledger,
	// it is how many there are in all.
	Limit int
}

// A ScoreQuery asks for scores. All conditions hold together; its zero value selects everything.
type ScoreQuery struct {
	// IDs selects these scores.
	IDs []ScoreID

	// Names selects scores of these names.
	Names []string

	// Of selects scores about any of these.
	Of []Ref

	// From and To select scores with an At not before From, and before To. Zero means no bound.
	From time.Time
	To   time.Time

	// Known, After and Limit are as in [AnswerQuery].
	Known Seq
	After ScoreID
	Limit int
}

// An AssumptionQuery asks for assumptions. All conditions hold together; its zero value selects everything.
type AssumptionQuery struct {
	// IDs selects these assumptions.
	IDs []AssumptionID

	// About selects assumptions about any of these.
	About []Ref

	// By selects what any of these parties believe, and Owners what any of these look after.
	By     []PartyID
	Owners []PartyID

	// States selects assumptions in one of these states.
	States []State

	// Known, After and Limit are as in [AnswerQuery].
	Known Seq
	After AssumptionID
	Limit int
}
