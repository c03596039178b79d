package feedback

import (
	"context"
	"errors"
	"slices"
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
	b.joined, b.known = map[PartyID]PartyID{}, 0 // as in refresh
	last, err := b.visit.lastSeq(ctx)
	if err != nil {
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
	if err := b.add(ctx, some); err != nil {
		return err
	}
	b.known = last
	return nil
}

// readOthers reads who the viewer is, themes and changes, and who was merged with whom.
func (b *Board) readOthers(ctx context.Context) (err error) {
	who, err := b.visit.eye(ctx)
	if err != nil {
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
	b.eye = who // only now, so that one who became another is noticed next time after an error
	return nil
}

// add counts those of some items that the viewer sees.
func (b *Board) add(ctx context.Context, some []Item) error {
	seen := make(map[ItemID]*Item, len(some))
	var refs []Ref
	var authors []PartyID
	for i := range some {
		it := &some[i]
		if !b.eye.sees(it) {
			continue
		}
		seen[it.ID] = it
		refs, authors = append(refs, it.ID.Ref()), append(authors, it.Author)
	}
	if len(refs) == 0 {
		return nil
	}
	if err := b.visit.joinedBy(ctx, authors, b.joined); err != nil {
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

// Refresh counts what was written since the board was read, or last refreshed, and asks anew who is one
// person with whom. It takes time in the number of items that changed, of all themes and of all authors.
// It reads everything again where the store keeps no history, and where the viewer is one person with
// others than before. It does not ask again what the viewer may open.
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
	own := b.eye.own
	if err := b.readOthers(ctx); err != nil {
		return err
	}
	if !slices.Equal(own, b.eye.own) {
		return b.again(ctx, cfg) // the viewer sees what others left, or no longer does
	}
	b.lose(&changed)
	ids := keysOf(changed.items)
	b.known = 0 // after an error on the way, all is done again
	for _, id := range ids {
		b.counts.removeItem(id)
	}
	if err := b.visit.joinedBy(ctx, changed.joined, b.joined); err != nil {
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
	b.known = last
	return nil
}

// lose adds what an erasure took to the changes: the items of the erased, and the links to these and to
// the erased themselves, which no batch tells.
func (b *Board) lose(changed *boardChanges) {
	if len(changed.erased) == 0 {
		return
	}
	for p := range changed.erased {
		b.counts.addItems(changed.items, p.Ref())
	}
	for n, id := range b.counts.items.all() {
		if changed.erased[b.counts.people.keys[b.counts.said[n].by]] {
			changed.items[id] = true
			b.counts.addItems(changed.items, id.Ref())
		}
	}
}

// boardChanges are what was written that a board must look at.
type boardChanges struct {
	items  map[ItemID]bool
	erased map[PartyID]bool
	joined []PartyID
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
			err = note.take(ctx, b.visit.house, &batch)
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
func (c *house) lastSeq(ctx context.Context) (Seq, error) {
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

func (n *boardChanges) take(ctx context.Context, c *house, batch *Batch) error {
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
	links := slices.Clip(batch.Links)
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
			n.joined = append(n.joined, PartyID(l.From.ID))
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

// addItems adds the items that count under something to a set.
func (c *Counts) addItems(to map[ItemID]bool, under Ref) {
	n, known := c.refs.find(under)
	if !known {
		return
	}
	for _, ch := range c.racks[n].chunks {
		for _, at := range ch.rows {
			to[c.items.keys[c.rows[at.row].item]] = true
		}
	}
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
