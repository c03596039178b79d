package suite

import (
	"context"
	"strings"
	"time"
)

// A Store is a store of any room, seen without its types. Records are the structs of the room, by value.
type Store interface {
	// Write does what Write of a room's store does.
	Write(ctx context.Context, b Batch) (int64, error)

	// Read returns a page of the records of one noun.
	Read(ctx context.Context, n *Noun, q Query) (Page[any], error)
}

// A Historian is a [Store] that keeps what was written.
type Historian interface {
	Store

	// Log returns a page of the log.
	Log(ctx context.Context, q LogQuery) (Page[Batch], error)
}

// A Batch is one write. Its records are in one list, whatever their noun.
type Batch struct {
	Seq     int64     // its number
	At      time.Time // when it was written
	By      string    // who wrote it
	Why     string    // the reason given
	Records []any     // what it puts
	Void    []Voided  // what it takes out of sight
	Erase   []string  // the parties that it erases
}

// A Voided record is taken out of sight by a batch.
type Voided struct {
	Ref Ref   // the record
	Rev int64 // which it has
}

// A Ref names a record of any noun.
type Ref struct {
	Noun string // of the record; it holds no colon
	ID   string // of the record
}

// String returns the Ref as one text.
func (r Ref) String() string { return r.Noun + ":" + r.ID }

func parseRef(text string) Ref {
	noun, id, _ := strings.Cut(text, ":")
	return Ref{noun, id}
}

// A Query asks for records of one noun.
type Query struct {
	IDs   []string            // only these, if there are any
	Where map[string][]string // by the name of a condition: its list, as text
	From  time.Time           // not before this in the window of the noun
	To    time.Time           // and before this; the zero time is no bound
	Known int64               // as it was known after that batch; 0 is now
	After string              // those that follow this ID
	Limit int                 // of a page
}

// A LogQuery asks for batches.
type LogQuery struct {
	About []Ref // only those about any of these, if there are any
	After int64 // those that follow this number
	Limit int   // of a page
}

// A Page is part of an answer.
type Page[T any] struct {
	Records []T  // in order
	Last    bool // nothing that matches follows
}

func keepsHistory(s Store) bool {
	_, ok := s.(Historian)
	return ok
}
