package feedback

import (
	"context"
	"errors"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// boardTurn is how many items are counted at a time.
const boardTurn = 4096

// again counts everything. What is written meanwhile is counted by the next refresh.
func (b *Board) again(ctx context.Context, cfg CountsConfig) (err error) {
	if b.counts, err = NewCounts(cfg); err != nil {
		return err
	}
	b.joined = map[PartyID]PartyID{}
	if b.known, err = b.visit.lastSeq(ctx); err != nil {
		return err
	}
	if err := b.readOthers(ctx); err != nil {
		return err
	}
	var some []Item
	for it, err := range b.visit.items(ctx, ItemQuery{}) {
		if err != nil {
			return err
		}
		if some = append(some, it); len(some) == boardTurn {
			if err := b.add(ctx, some); err != nil {
				return err
			}
			some = some[:0]
		}
	}
	return b.add(ctx, some)
}

// readOthers reads who the viewer is, themes and changes, and who was merged with whom.
func (b *Board) readOthers(ctx context.Context) (err error) {
	if b.eye, err = b.visit.eye(ctx); err != nil {
		return err
	}
	if b.merged, err = b.visit.cfg.Resolver(ctx); err != nil {
		return err
	}
	b.themes = kin{}
	for t, err := range b.visit.themes(ctx, ThemeQuery{}) {
		if err != nil {
			return err
		}
		b.themes[t.ID] = t
	}
	b.changes = map[ChangeID]bool{}
	for c, err := range b.visit.changes(ctx, ChangeQuery{}) {
		if err != nil {
			return err
		}
		b.changes[c.ID] = c.Shown == Shared
	}
	return nil
}

// add counts those of some items that the viewer sees.
func (b *Board) add(ctx context.Context, some []Item) error {
	seen := make(map[ItemID]*Item, len(some))
	var refs, unnamed []Ref
	for i := range some {
		it := &some[i]
		if !b.eye.sees(it) {
			continue
		}
		seen[it.ID] = it
		refs = append(refs, it.ID.Ref())
		if isPseudonym(it.Author) {
			unnamed = append(unnamed, it.Author.Ref())
		}
	}
	if len(refs) == 0 {
		return nil
	}
	if err := b.readJoined(ctx, unnamed); err != nil {
		return err
	}
	for _, ref := range refs {
		if err := b.mark(seen[ItemID(ref.ID)], Ref{}, 0); err != nil {
			return err
		}
	}
	for l, err := range b.visit.links(ctx, LinkQuery{From: refs}) {
		if err != nil {
			return err
		}
		if l.Standing != Stands {
			continue
		}
		if err := b.mark(seen[ItemID(l.From.ID)], l.To, l.Point); err != nil {
			return err
		}
	}
	return nil
}

// mark counts an item under something. A point that its author has taken out since counts as the whole.
func (b *Board) mark(it *Item, under Ref, point int) error {
	kind := it.Kind
	switch {
	case point > len(it.Points):
		point = 0
	case point > 0:
		kind = it.Points[point-1].Kind
	}
	return b.counts.Add(Mark{Under: under, Item: it.ID, Point: point, Kind: kind, By: it.Author, At: it.At})
}

// readJoined reads whom pseudonyms joined.
func (b *Board) readJoined(ctx context.Context, unnamed []Ref) error {
	if len(unnamed) == 0 {
		return nil
	}
	for l, err := range b.visit.links(ctx, LinkQuery{From: unnamed}) {
		if err != nil {
			return err
		}
		if l.To.Noun == relationship.NounParty {
			b.joined[PartyID(l.From.ID)] = PartyID(l.To.ID)
		}
	}
	return nil
}

// Refresh counts what was written since the board was read, or last refreshed, and asks anew who is one
// person with whom. It takes time in the number of items that changed, of all themes and of all authors;
// where the store keeps no history, it reads everything again.
func (b *Board) Refresh(ctx context.Context) error {
	return opError("refresh counts", "", b.refresh(ctx))
}

func (b *Board) refresh(ctx context.Context) error {
	cfg := CountsConfig{HalfLife: time.Duration(b.counts.fade.half), Resolve: b.person}
	var changed boardChanges
	last, kept, err := b.follow(ctx, &changed)
	switch {
	case err != nil:
		return err
	case !kept:
		return b.again(ctx, cfg)
	}
	if err := b.readOthers(ctx); err != nil {
		return err
	}
	for n, id := range b.counts.items.all() {
		if changed.erased[b.counts.people.keys[b.counts.said[n].by]] {
			changed.items[id] = true
		}
	}
	ids := keysOf(changed.items)
	for _, id := range ids {
		b.counts.removeItem(id)
	}
	if err := b.readJoined(ctx, changed.joined); err != nil {
		return err
	}
	for len(ids) > 0 {
		turn := ids[:min(boardTurn, len(ids))]
		ids = ids[len(turn):]
		some, err := relationship.Collect(b.visit.items(ctx, ItemQuery{IDs: turn}))
		if err != nil {
			return err
		}
		if err := b.add(ctx, some); err != nil {
			return err
		}
	}
	b.counts.Resolve()
	b.known = last // only now: whatever failed on the way is done again
	return nil
}

// boardChanges are what was written that a board must look at.
type boardChanges struct {
	items  map[ItemID]bool
	erased map[PartyID]bool
	joined []Ref
}

// follow goes to the end of the log and notes what it tells on the way. It returns the last batch, and
// false where the store keeps no log.
func (b *Board) follow(ctx context.Context, note *boardChanges) (last Seq, kept bool, err error) {
	last = b.known
	note.items, note.erased = map[ItemID]bool{}, map[PartyID]bool{}
	for batch, err := range b.visit.log(ctx, LogQuery{After: b.known}) {
		if errors.Is(err, errors.ErrUnsupported) {
			return 0, false, nil
		}
		if err == nil {
			err = note.take(ctx, b.visit.Cafe, &batch)
		}
		if err != nil {
			return 0, false, err
		}
		last = batch.Seq
	}
	return last, true, nil
}

// lastSeq returns the number of the last batch in the log, or 0 where there is none, in about twice its
// logarithm of reads.
func (c *Cafe) lastSeq(ctx context.Context) (Seq, error) {
	next := func(after Seq) (Seq, error) {
		for batch, err := range c.log(ctx, LogQuery{After: after, Limit: 1}) {
			if errors.Is(err, errors.ErrUnsupported) {
				return 0, nil
			}
			return batch.Seq, err
		}
		return 0, nil
	}
	low, step := Seq(0), Seq(1) // the last is at least low
	for step > 0 {
		seq, err := next(low + step - 1)
		switch {
		case err != nil:
			return 0, err
		case seq > 0:
			low, step = seq, 2*step
		default:
			step /= 2
		}
	}
	return low, nil
}

func (n *boardChanges) take(ctx context.Context, c *Cafe, batch *Batch) error {
	var gone []LinkID
	for _, v := range batch.Void {
		switch v.Ref.Noun {
		case NounItem:
			n.items[ItemID(v.Ref.ID)] = true
		case NounLink:
			gone = append(gone, LinkID(v.Ref.ID))
		}
	}
	for _, it := range batch.Items {
		n.items[it.ID] = true
	}
	links := batch.Links
	if len(gone) > 0 { // what they were of, the batch before knows
		before, err := relationship.Collect(c.links(ctx, LinkQuery{IDs: gone, Known: batch.Seq - 1}))
		if err != nil {
			return err
		}
		links = append(links, before...)
	}
	for _, l := range links {
		switch l.From.Noun {
		case NounItem:
			n.items[ItemID(l.From.ID)] = true
		case relationship.NounParty:
			n.joined = append(n.joined, l.From)
		}
	}
	for _, p := range batch.Erase {
		n.erased[p] = true
	}
	return nil
}

// authorOf returns who an item is by, as it was said: before merges and joins.
func (c *Counts) authorOf(id ItemID) PartyID {
	item, known := c.items.find(id)
	if !known {
		return ""
	}
	return c.people.keys[c.said[item].by]
}

// removeItem takes away all marks of an item.
func (c *Counts) removeItem(id ItemID) {
	for {
		item, known := c.items.find(id)
		if !known {
			return
		}
		c.removeRow(c.said[item].first)
	}
}
