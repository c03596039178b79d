package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Batch is one atomic write: all of it takes effect, or nothing. It is also how the log tells of
// the write afterwards.
type Batch struct {
	// Seq is the number of the batch. The store gives it; it is 0 before.
	Seq Seq `json:"seq"`

	// At is when the batch was written, by the clock of who wrote it. A store raises it to the At
	// of the batch before it in the log, so that the log is in order of time too.
	At time.Time `json:"at"`

	// By is who wrote it, if anyone says. It outlives the erasure of that party.
	By PartyID `json:"by,omitempty"`

	// Why is the reason given, if any. A batch that loses a record by an erasure loses it too.
	Why string `json:"why,omitempty"`

	// Items, Themes, Links, Entries, Votes, Changes and Notices are the records to create, where Rev
	// is 0, or to replace.
	Items   []Item   `json:"items,omitempty"`
	Themes  []Theme  `json:"themes,omitempty"`
	Links   []Link   `json:"links,omitempty"`
	Entries []Entry  `json:"entries,omitempty"`
	Votes   []Vote   `json:"votes,omitempty"`
	Changes []Change `json:"changes,omitempty"`
	Notices []Notice `json:"notices,omitempty"`

	// Void are records to be taken out of sight: gone from reads, kept in history.
	Void []Voided `json:"void,omitempty"`

	// Erase are parties to be forgotten: see [Store.Write]. Beside an erasure, a batch only creates
	// records: what stays of the erased without a name.
	Erase []PartyID `json:"erase,omitempty"`
}

// A Voided record is taken out of sight by a batch.
type Voided struct {
	// Ref is the record, of one of the nouns of this room.
	Ref Ref `json:"ref"`

	// Rev is the number of the batch that last wrote it; not 0.
	Rev Seq `json:"rev"`
}

// Check returns an error matching [ErrInvalid], an OpError that names the field and the rule, for a
// batch that no store takes: one that is empty or numbered, without a time, with the same record
// twice, with a record whose own fields break a rule, or with an erasure beside a record that is
// replaced or names who is erased. Every store calls it first.
//
// It takes O(n) time in the size of the batch.
func (b *Batch) Check() error { return opError("check batch", "", b.plain().Check()) }

// size returns how much a batch does.
func (b *Batch) size() int { return b.plain().Size() }

// nouns returns those of this room, in the order of the fields of a batch.
func nouns() []string {
	return []string{NounItem, NounTheme, NounLink, NounEntry, NounVote, NounChange, NounNotice}
}

// Refs returns the records that a batch puts or makes void, and the parties that it erases, in the
// order of its fields: what LogQuery.About asks for.
func (b *Batch) Refs() []Ref {
	p := b.plain()
	refs := make([]Ref, 0, p.Size())
	for r := range p.Refs() {
		refs = append(refs, Ref(r))
	}
	return refs
}

// clone returns a copy that shares no memory, with instants in UTC.
func (b *Batch) clone() Batch {
	c := *b
	c.At = rules.UTC(b.At)
	c.Items, c.Themes, c.Links = slices.Clone(b.Items), slices.Clone(b.Themes), slices.Clone(b.Links)
	c.Entries, c.Votes, c.Changes = slices.Clone(b.Entries), slices.Clone(b.Votes), slices.Clone(b.Changes)
	c.Notices, c.Void, c.Erase = slices.Clone(b.Notices), slices.Clone(b.Void), slices.Clone(b.Erase)
	c.plain().Ready()
	return c
}
