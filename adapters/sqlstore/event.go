package sqlstore

import (
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// An Event is one batch of the log, as other programs are told of it. It tells what is left of the batch:
// one that was emptied by an erasure has its number, its instant and who wrote it.
type Event struct {
	// Seq is the number of the batch. All rooms of a scope are numbered together; numbers increase, with
	// gaps.
	Seq relationship.Seq

	// Source is where the event comes from, a URI reference: "/kith/" and the scope, escaped. A host that
	// publishes from several databases to one place puts another in its place, one for each scope.
	Source string

	// Room is the package that the batch is of, such as "relationship".
	Room string

	// At is when the batch was written. Within a room, instants do not decrease.
	At time.Time

	// Batch is what was written: a [relationship.Batch] of the room "relationship", a [feedback.Batch] of
	// the room "feedback", a [scoring.Batch] of the room "scoring".
	Batch any
}

// event returns the batch as an event.
func (b logged) event(scope string) (Event, error) {
	batch, err := b.batch(b)
	if err != nil {
		return Event{}, err
	}
	at, err := b.instant()
	return Event{
		Seq: relationship.Seq(b.seq), Source: "/kith/" + url.PathEscape(scope), Room: b.name, At: at, Batch: batch,
	}, err
}

// ID returns what, together with the source, is the event's alone: its number. Who gets events more
// than once knows by both which it has had.
func (e Event) ID() string { return strconv.FormatInt(int64(e.Seq), 10) }

// Type returns what kind of event it is, such as "kith.relationship.batch".
func (e Event) Type() string { return "kith." + e.Room + ".batch" }

// MarshalJSON returns the event in the JSON form of CloudEvents 1.0, with the batch as its data.
// Everything about persons is in the data, and nothing beside it.
func (e Event) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		SpecVersion     string    `json:"specversion"`
		ID              string    `json:"id"`
		Source          string    `json:"source"`
		Type            string    `json:"type"`
		Time            time.Time `json:"time"`
		DataContentType string    `json:"datacontenttype"`
		Data            any       `json:"data"`
	}{"1.0", e.ID(), e.Source, e.Type(), e.At.UTC(), "application/json", e.Batch})
}
