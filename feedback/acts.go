package feedback

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// placed is how the noun of a Ref ends that names the places in a row of acts.
const placed = " places"

// ActID returns the ID of an act in a row, so that there is one of each number, and IDs are in the order of
// the numbers: from 0 to 999,999,999.
func ActID(row Ref, n int) EntryID { return EntryID(fmt.Sprintf("%s/%09d", row, n)) }

// Places returns what entries are about that say who has which place in a row of acts.
func Places(row Ref) Ref { return Ref{Noun: row.Noun + placed, ID: row.ID} }

// PlaceID returns the ID of the entry by which a party has its place in a row of acts, so that it has one.
func PlaceID(row Ref, of PartyID) EntryID {
	return EntryID(relationship.IDFrom("kith/place", row.String()+"\x00"+string(of)))
}

// Act writes what happened in a drawer of this room, such as a market: entries of the kind [Acted], which are
// to be created. compose gets the time by the clock of the café, reads what it needs and returns them; it is asked again when
// another writer came first. Where it returns none, nothing is written. By is who wrote the batch, for the
// log: that outlives an erasure.
//
// A drawer keeps what happened in rows, each of which is about one Ref with a noun of the drawer's own. The
// acts of a row are about that Ref, under [ActID], from 1 and without a gap, so that two who write the next
// one meet. An act names nobody: its Count is the place of who did it, and an entry about [Places] says, By
// that party and with the same Count, whose place it is. So erasures take names, and never an act.
//
// Nobody sees these entries but by what the drawer shows: who may see what is the drawer's to know. It
// returns an error matching [ErrInvalid] for an entry that is none of these.
func (c *Cafe) Act(ctx context.Context, by PartyID, compose func(now time.Time) ([]Entry, error)) error {
	_, err := c.write(ctx, by, func(d *draft) error {
		entries, err := compose(d.now)
		if err != nil {
			return err
		}
		for i := range entries {
			if err := entries[i].checkActed(); err != nil {
				return rules.Within(rules.Index("Entries", i), err)
			}
		}
		d.Entries = entries
		return nil
	})
	return opError("act", "", err)
}

func (e *Entry) checkActed() error {
	switch {
	case e.Kind != Acted:
		return rules.Break("Kind", "must be acted")
	case e.Rev != 0:
		return rules.Break("Rev", "must be 0: acts are created and stay")
	case e.By != "" && !strings.HasSuffix(e.About.Noun, placed):
		return rules.Break("By", "must be empty, but where it says who has a place")
	case guarded(e.About) || slices.Contains(nouns(), e.About.Noun) || e.About.Noun == relationship.NounParty:
		return rules.Break("About.Noun", "must be the drawer's own")
	}
	return e.check()
}

// Acts returns the acts of a row with numbers above after, in order: see [Cafe.Act]. Its cost is that of what
// it yields, however long the row is.
func (c *Cafe) Acts(ctx context.Context, row Ref, after int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for turn := 1; ; turn = min(turn*8, atOnce) {
			ids := make([]EntryID, turn)
			for i := range ids {
				ids[i] = ActID(row, after+i+1)
			}
			for e, err := range c.Acted(ctx, EntryQuery{IDs: ids, Limit: turn}) {
				if err == nil && e.ID != ids[0] {
					e, err = Entry{}, opError("read acts", "", brokenStore("an act is missing"))
				}
				if !yield(e, err) || err != nil {
					return
				}
				after, ids = after+1, ids[1:]
			}
			if len(ids) > 0 {
				return
			}
		}
	}
}

// Acted returns the entries of the kind [Acted] that q asks for, in order of their IDs, whoever asks.
func (c *Cafe) Acted(ctx context.Context, q EntryQuery) iter.Seq2[Entry, error] {
	q.Kinds = []EntryKind{Acted}
	return c.entries(ctx, q)
}

// Time returns what time it is by the clock of the café.
func (c *Cafe) Time() time.Time { return c.cfg.Now() }

// Unnamed reports whether a party is the [Pseudonym] of someone without a name.
func Unnamed(p PartyID) bool { return isPseudonym(p) }

// Family returns all IDs of one party, as far as is known now: those of parties merged with it, the one to go
// by first, and the pseudonyms that joined any of them.
func (c *Cafe) Family(ctx context.Context, id PartyID) ([]PartyID, error) {
	ids, err := c.family(ctx, id)
	return ids, opError("read family of party", string(id), err)
}

// Resolver returns a function that turns the ID of any of some parties, pseudonyms among them, into the one
// to go by.
func (c *Cafe) Resolver(ctx context.Context, of []PartyID) (func(PartyID) PartyID, error) {
	root, err := c.resolver(ctx, of)
	return root, opError("resolve parties", "", err)
}

// A seat is a place in a row of acts.
type seat struct {
	row   Ref
	place int
}

// did reports whether an entry is an act from a place of the parties.
func (b *belongings) did(e *Entry) bool { return e.Kind == Acted && b.places[seat{e.About, e.Count}] }

// actsOf returns what was done from the places of the parties.
func (c *house) actsOf(ctx context.Context, b *belongings) ([]Entry, error) {
	b.places = map[seat]bool{}
	var rows []Ref
	for _, e := range b.entries {
		noun, found := strings.CutSuffix(e.About.Noun, placed)
		if row := (Ref{Noun: noun, ID: e.About.ID}); found && e.Kind == Acted && b.own[e.By] && e.Count > 0 {
			b.places[seat{row, e.Count}] = true
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, compareRefs)
	var acts []Entry
	for _, row := range slices.Compact(rows) {
		for e, err := range c.entries(ctx, EntryQuery{About: []Ref{row}, Kinds: []EntryKind{Acted}, Limit: manyPages}) {
			if err != nil {
				return nil, err
			}
			if b.did(&e) {
				acts = append(acts, e)
			}
		}
	}
	return acts, nil
}
