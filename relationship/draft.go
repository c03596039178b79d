package relationship

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A draft is a batch on its way into the store: the place where rules of several records are kept.
//
// Reading, checking and then writing is safe because rules have guards: parties that whoever could
// break the rule together with us puts too, and the tie that a need is in. They are put again, as
// they are, in our batch, and the store refuses it when one was put since it was read, or is gone.
// So a guard must be read before what it guards.
type draft struct {
	book         *Book
	batch        *Batch
	guards       map[PartyID]bool
	guardingTies map[TieID]Tie

	own     map[PartyID]*Party          // parties in the batch
	stored  forest                      // parties as the store has them
	asked   map[PartyID]bool            // parties for which the store was asked
	ties    map[TieID]*Tie              // ties in the batch
	ends    map[PartyID][]*Tie          // the same by the parties at their ends
	merged  map[PartyID][]PartyID       // parties in the batch by what they are merged into
	before  map[TieID]Tie               // ties in the batch as the store has them
	removed map[Ref]bool                // records that the batch makes void
	uppers  map[place]map[PartyID]spans // who is directly above whom, and when
}

func newDraft(b *Book, batch *Batch) *draft {
	d := &draft{
		book: b, batch: batch,
		guards: map[PartyID]bool{}, guardingTies: map[TieID]Tie{}, own: map[PartyID]*Party{}, stored: forest{}, asked: map[PartyID]bool{},
		ties: map[TieID]*Tie{}, ends: map[PartyID][]*Tie{}, merged: map[PartyID][]PartyID{}, before: map[TieID]Tie{}, removed: map[Ref]bool{},
		uppers: map[place]map[PartyID]spans{},
	}
	for i := range batch.Parties {
		p := &batch.Parties[i]
		d.own[p.ID] = p
		if p.MergedInto != "" {
			d.merged[p.MergedInto] = append(d.merged[p.MergedInto], p.ID)
		}
	}
	for i := range batch.Ties {
		t := &batch.Ties[i]
		d.ties[t.ID] = t
		d.ends[t.From] = append(d.ends[t.From], t)
		if t.To != t.From {
			d.ends[t.To] = append(d.ends[t.To], t)
		}
	}
	for _, v := range batch.Void {
		d.removed[v.Ref] = true
	}
	return d
}

// check returns the first rule of several records that the batch would break.
func (d *draft) check(ctx context.Context) error {
	if err := d.readAhead(ctx); err != nil {
		return err
	}
	for i := range d.batch.Parties {
		if err := d.checkParty(ctx, &d.batch.Parties[i]); err != nil {
			return within(rules.Index("Parties", i), err)
		}
	}
	for i := range d.batch.Ties {
		if err := d.checkTie(ctx, &d.batch.Ties[i]); err != nil {
			return within(rules.Index("Ties", i), err)
		}
	}
	for i := range d.batch.Needs {
		if err := d.checkNeed(ctx, &d.batch.Needs[i]); err != nil {
			return within(rules.Index("Needs", i), err)
		}
	}
	for i, v := range d.batch.Void {
		if err := d.checkVoid(ctx, v.Ref); err != nil {
			return within(rules.Index("Void", i), err)
		}
	}
	return nil
}

// readAhead reads at once what most checks need, which makes a large batch cheap.
func (d *draft) readAhead(ctx context.Context) error {
	var parties []PartyID
	var ties []TieID
	for _, p := range d.batch.Parties {
		if p.Rev > 0 {
			parties = append(parties, p.ID)
		}
		if p.MergedInto != "" {
			parties = append(parties, p.MergedInto)
		}
	}
	for _, t := range d.batch.Ties {
		parties = append(parties, t.From, t.To)
		if t.Rev > 0 {
			ties = append(ties, t.ID)
		}
	}
	for _, n := range d.batch.Needs {
		parties = append(parties, n.Party)
	}
	if err := d.read(ctx, parties); err != nil || len(ties) == 0 {
		return err
	}
	for t, err := range d.book.allTies(ctx, TieQuery{IDs: ties}) {
		if err != nil {
			return err
		}
		d.before[t.ID] = t
	}
	return nil
}

// read reads parties that were not yet asked for, with all that they are merged into, be it in the
// store or by the batch. It asks for parties of the batch only where they are to be replaced.
func (d *draft) read(ctx context.Context, ids []PartyID) error {
	for len(ids) > 0 {
		var ask, next []PartyID
		for _, id := range ids {
			if d.asked[id] {
				continue
			}
			d.asked[id] = true
			if own := d.own[id]; own != nil && own.MergedInto != "" {
				next = append(next, own.MergedInto)
			}
			if own := d.own[id]; own == nil || own.Rev > 0 {
				ask = append(ask, id)
			}
		}
		if len(ask) > 0 {
			for p, err := range d.book.allParties(ctx, PartyQuery{IDs: ask}) {
				if err != nil {
					return err
				}
				d.stored[p.ID] = p
				if p.MergedInto != "" {
					next = append(next, p.MergedInto)
				}
			}
		}
		ids = next
	}
	return nil
}

// party returns a party as it will be after the batch; its ID is empty where there will be none. It
// must have been read.
func (d *draft) party(id PartyID) Party {
	if own := d.own[id]; own != nil {
		return *own
	}
	return d.after(d.stored[id])
}

// after returns a party, as the store has it, as it will be after the batch.
func (d *draft) after(p Party) Party {
	if d.removed[p.ID.Ref()] {
		return Party{}
	}
	if own := d.own[p.ID]; own != nil {
		return *own
	}
	return p
}

// root returns the party that the one with an ID turned out to be after the batch. It must have
// been read.
func (d *draft) root(id PartyID) PartyID {
	f := forest{}
	for p := d.party(id); p.ID != "" && f[p.ID].ID == ""; p = d.party(p.MergedInto) {
		f[p.ID] = p
	}
	return f.root(id).ID
}

// guard has a party put again with the batch. It must have been read.
func (d *draft) guard(id PartyID) {
	if d.own[id] == nil && d.stored[id].ID != "" && !d.removed[id.Ref()] {
		d.guards[id] = true
	}
}

// ofCaller tells an error of the store without its field where that is a guard, which stands behind the
// records that the caller knows.
func (d *draft) ofCaller(err error) error {
	inner, ok := errors.AsType[*OpError](err)
	if !ok {
		return err
	}
	for _, own := range []struct {
		list   string
		count  int
		guards int
	}{{"Parties", len(d.batch.Parties), len(d.guards)}, {"Ties", len(d.batch.Ties), len(d.guardingTies)}} {
		for i := range own.guards {
			if inner.Field == rules.Index(own.list, own.count+i) {
				again := *inner
				again.Field = ""
				return &again
			}
		}
	}
	return err
}

// guarded returns the batch with its guards, in order.
func (d *draft) guarded() Batch {
	b := *d.batch
	b.Parties, b.Ties = slices.Clone(b.Parties), slices.Clone(b.Ties)
	for _, id := range slices.Sorted(maps.Keys(d.guards)) {
		b.Parties = append(b.Parties, d.stored[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.guardingTies)) {
		b.Ties = append(b.Ties, d.guardingTies[id])
	}
	return b
}
