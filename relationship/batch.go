package relationship

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

	// Parties, Ties and Needs are the records to create, where Rev is 0, or to replace.
	Parties []Party `json:"parties,omitempty"`
	Ties    []Tie   `json:"ties,omitempty"`
	Needs   []Need  `json:"needs,omitempty"`

	// Void are records entered by mistake: gone from reads, kept in history.
	Void []Voided `json:"void,omitempty"`

	// Erase are parties to be forgotten: see [Store.Write]. A batch that erases does nothing else.
	Erase []PartyID `json:"erase,omitempty"`
}

// A Voided record is taken out of sight by a batch.
type Voided struct {
	// Ref is the record: a party, a tie or a need.
	Ref Ref `json:"ref"`

	// Rev is the number of the batch that last wrote it; not 0.
	Rev Seq `json:"rev"`
}

// Check returns an error matching [ErrInvalid], an [OpError] that names the field and the rule, for a
// batch that no store takes: one that is empty or numbered, without a time, with the same record
// twice, with anything beside an erasure, or with a record whose own fields break a rule. Every
// store calls it first.
//
// It takes O(n) time in the size of the batch.
func (b *Batch) Check() error {
	return opError("check batch", "", b.check())
}

func (b *Batch) check() error {
	if len(b.Parties)+len(b.Ties)+len(b.Needs)+len(b.Void)+len(b.Erase) == 0 {
		return broken("Batch", "must not be empty")
	}
	if b.Seq != 0 {
		return broken("Seq", "must be 0: the store gives it")
	}
	if b.At.IsZero() {
		return broken("At", "must not be zero")
	}
	if rule := rules.Instant(b.At); rule != "" {
		return broken("At", rule)
	}
	if b.By != "" {
		if rule := rules.ID(string(b.By)); rule != "" {
			return broken("By", rule)
		}
	}
	if rule := rules.Text(b.Why); rule != "" {
		return broken("Why", rule)
	}
	for _, check := range []func() error{b.checkRecords, b.checkVoid, b.checkErase, b.checkTwice} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) checkRecords() error {
	for i := range b.Parties {
		if err := b.Parties[i].check(); err != nil {
			return within(rules.Index("Parties", i), err)
		}
	}
	for i := range b.Ties {
		if err := b.Ties[i].check(); err != nil {
			return within(rules.Index("Ties", i), err)
		}
	}
	for i := range b.Needs {
		if err := b.Needs[i].check(); err != nil {
			return within(rules.Index("Needs", i), err)
		}
	}
	return nil
}

func (b *Batch) checkVoid() error {
	for i, v := range b.Void {
		if err := v.Ref.checkRecord(); err != nil {
			return within(rules.Index("Void", i), err)
		}
		if v.Rev <= 0 {
			return broken(rules.Index("Void", i)+".Rev", "must be above 0")
		}
	}
	return nil
}

// checkErase sees to it that an erasure stands alone, so that nobody need ask what comes first.
func (b *Batch) checkErase() error {
	if len(b.Erase) == 0 {
		return nil
	}
	if len(b.Parties)+len(b.Ties)+len(b.Needs)+len(b.Void) > 0 {
		return broken("Erase", "must be the only thing that a batch does")
	}
	seen := make(map[PartyID]bool, len(b.Erase))
	for i, id := range b.Erase {
		if rule := rules.ID(string(id)); rule != "" {
			return broken(rules.Index("Erase", i), rule)
		}
		if seen[id] {
			return broken(rules.Index("Erase", i), "must not be in the batch twice")
		}
		seen[id] = true
	}
	return nil
}

func (b *Batch) checkTwice() error {
	if len(b.Parties)+len(b.Ties)+len(b.Needs)+len(b.Void) == 1 {
		return nil
	}
	voided := func(noun string) []string {
		var ids []string
		for _, v := range b.Void {
			if v.Ref.Noun == noun {
				ids = append(ids, v.Ref.ID)
			}
		}
		return ids
	}
	if err := checkDistinct("Parties", b.Parties, func(p *Party) string { return string(p.ID) }, voided(NounParty)); err != nil {
		return err
	}
	if err := checkDistinct("Ties", b.Ties, func(t *Tie) string { return string(t.ID) }, voided(NounTie)); err != nil {
		return err
	}
	return checkDistinct("Needs", b.Needs, func(n *Need) string { return string(n.ID) }, voided(NounNeed))
}

// checkDistinct sees to it that no record is put twice, voided twice, or put and voided.
func checkDistinct[T any](field string, records []T, id func(*T) string, voided []string) error {
	const rule = "must not be in the batch twice"
	seen := make(map[string]struct{}, len(records)+len(voided))
	for i := range records {
		seen[id(&records[i])] = struct{}{}
		if len(seen) == i {
			return broken(rules.Index(field, i)+".ID", rule)
		}
	}
	for i, v := range voided {
		seen[v] = struct{}{}
		if len(seen) == len(records)+i {
			return broken("Void", rule)
		}
	}
	return nil
}

// clone returns a copy that shares no memory.
func (b *Batch) clone() Batch {
	c := *b
	c.Parties, c.Ties, c.Needs = slices.Clone(b.Parties), slices.Clone(b.Ties), slices.Clone(b.Needs)
	detachParties(c.Parties)
	detachTies(c.Ties)
	detachNeeds(c.Needs)
	c.Void, c.Erase = slices.Clone(b.Void), slices.Clone(b.Erase)
	return c
}

// inUTC puts all instants in one form.
func (b *Batch) inUTC() {
	b.At = rules.UTC(b.At)
	for i := range b.Parties {
		b.Parties[i].inUTC()
	}
	for i := range b.Ties {
		b.Ties[i].inUTC()
	}
	for i := range b.Needs {
		b.Needs[i].inUTC()
	}
}
