package feedback

import (
	"context"
	"iter"
	"slices"
)

// written is what was written since a batch.
type written struct {
	until   Seq
	items   []ItemID
	entries []Entry
	// circles are, for what an entry is about, all that followers of it follow: themes merged with it.
	circles map[Ref][]Ref
}

// since reads what was written after a batch.
func (c *house) since(ctx context.Context, after Seq) (written, error) {
	n := written{until: after}
	items, entries := map[ItemID]bool{}, map[EntryID]bool{}
	for b, err := range c.log(ctx, LogQuery{After: after}) {
		if err != nil {
			return n, err
		}
		n.until = b.Seq
		b.touched(items, entries)
	}
	n.items = keysOf(items)
	for e, err := range inTurns(keysOf(entries), func(ids []EntryID) iter.Seq2[Entry, error] {
		return c.entries(ctx, EntryQuery{IDs: ids, Known: n.until, Limit: len(ids)})
	}) {
		if err != nil {
			return n, err
		}
		n.entries = append(n.entries, e)
	}
	slices.SortFunc(n.entries, compareEntries)
	return n, nil
}

// touched notes the items that a batch says something of, and the entries that can be news.
func (b *Batch) touched(items map[ItemID]bool, entries map[EntryID]bool) {
	note := func(r Ref) {
		if r.Noun == NounItem {
			items[ItemID(r.ID)] = true
		}
	}
	for _, it := range b.Items {
		items[it.ID] = true
	}
	for _, l := range b.Links {
		note(l.From)
	}
	for _, e := range b.Entries {
		if e.Kind != Guard && e.Kind != Acted && e.Kind != Follows {
			note(e.About)
			entries[e.ID] = true
		}
	}
}

// filed is an item with all under which it comes.
type filed struct {
	Item
	under []Ref
}

// file returns items with all under which they come, as known after a batch.
func (c *house) file(ctx context.Context, ids []ItemID, known Seq) (map[ItemID]*filed, error) {
	out := make(map[ItemID]*filed, len(ids))
	var refs []Ref
	for it, err := range c.itemsOf(ctx, ids, known) {
		if err != nil {
			return nil, err
		}
		f := &filed{it, []Ref{KindRef(it.Kind)}}
		for _, p := range it.Points {
			f.under = append(f.under, KindRef(p.Kind))
		}
		out[it.ID], refs = f, append(refs, it.ID.Ref())
	}
	if err := c.fileSegments(ctx, out); err != nil {
		return nil, err
	}
	themes := map[ItemID][]ThemeID{}
	var all []Ref
	for l, err := range inTurns(refs, func(from []Ref) iter.Seq2[Link, error] { return c.links(ctx, LinkQuery{From: from, Known: known}) }) {
		if err != nil {
			return nil, err
		}
		switch id := ItemID(l.From.ID); {
		case l.Standing != Stands:
		case l.To.Noun == NounTheme:
			themes[id], all = append(themes[id], ThemeID(l.To.ID)), append(all, l.To)
		default:
			out[id].under = append(out[id].under, l.To)
		}
	}
	circles, err := c.circles(ctx, all)
	if err != nil {
		return nil, err
	}
	for id, f := range out {
		for _, t := range themes[id] {
			f.under = append(f.under, circles[t.Ref()]...)
		}
		slices.SortFunc(f.under, compareRefs)
		f.under = slices.Compact(f.under)
	}
	return out, nil
}

// fileSegments puts items under the segments of their authors, where these gave a name.
func (c *house) fileSegments(ctx context.Context, items map[ItemID]*filed) error {
	authors := map[PartyID]bool{}
	for _, f := range items {
		if f.Author != "" && !isPseudonym(f.Author) {
			authors[f.Author] = true
		}
	}
	if len(authors) == 0 || c.cfg.Segments == nil {
		return nil
	}
	segments, err := c.cfg.Segments(ctx, keysOf(authors))
	if err != nil {
		return err
	}
	for _, f := range items {
		if authors[f.Author] {
			for _, s := range segments[f.Author] {
				f.under = append(f.under, SegmentRef(s))
			}
		}
	}
	return nil
}

// circles returns, for each theme among some references, all those merged with it, itself among them.
func (c *house) circles(ctx context.Context, refs []Ref) (map[Ref][]Ref, error) {
	ids := idsOf[ThemeID](refs, NounTheme)
	k, err := c.kin(ctx, ids...)
	if err != nil {
		return nil, err
	}
	byRoot := map[ThemeID][]Ref{}
	for _, id := range keysOf(k) {
		root := k.root(id)
		byRoot[root] = append(byRoot[root], id.Ref())
	}
	circles := make(map[Ref][]Ref, len(ids))
	for _, id := range ids {
		circles[id.Ref()] = byRoot[k.root(id)]
	}
	return circles, nil
}

// readers are who follows what, with what they see.
type readers struct {
	of    map[Ref][]PartyID // who follows something, by the ID to go by; in order
	eyes  map[PartyID]eye
	shown map[Ref]Shown // of the themes and changes that are followed, and of what entries are about
}

// readers reads who follows anything under which items come or that entries are about.
func (c *house) readers(ctx context.Context, n *written, now map[ItemID]*filed) (*readers, error) {
	var asked []Ref
	for _, e := range n.entries {
		asked = append(asked, e.About)
	}
	circles, err := c.circles(ctx, asked)
	if err != nil {
		return nil, err
	}
	n.circles = circles
	for _, circle := range circles {
		asked = append(asked, circle...)
	}
	for _, f := range now {
		asked = append(asked, f.under...)
	}
	slices.SortFunc(asked, compareRefs)
	asked = slices.Compact(asked)
	r := &readers{of: map[Ref][]PartyID{}, eyes: map[PartyID]eye{}}
	if r.shown, err = c.shown(ctx, asked, n.until); err != nil {
		return nil, err
	}
	s := &stakes{}
	for e, err := range c.follows(ctx, asked) {
		if err != nil {
			return nil, err
		}
		s.add(e.By, IsFollower, e.About)
	}
	return r, c.open(ctx, r, s, n, now)
}

// open puts those who follow something among the readers, under the ID to go by, with the eyes of each.
func (c *house) open(ctx context.Context, r *readers, s *stakes, n *written, now map[ItemID]*filed) error {
	writers := s.parties()
	for _, f := range now {
		writers = append(writers, f.Author)
	}
	for _, e := range n.entries {
		writers = append(writers, e.By)
	}
	writers = inOrder(writers)
	root, err := c.resolver(ctx, writers)
	if err != nil {
		return err
	}
	own := map[PartyID][]PartyID{}
	for _, one := range s.list {
		p := root(one.party)
		own[p] = nil
		r.of[one.why.Of] = append(r.of[one.why.Of], p)
	}
	for _, id := range writers {
		p := root(id)
		if _, found := own[p]; found && id != "" {
			own[p] = append(own[p], id)
		}
	}
	for what, list := range r.of {
		r.of[what] = inOrder(list)
	}
	viewers, err := c.viewers(ctx, keysOf(own))
	if err != nil {
		return err
	}
	for p, ids := range own {
		r.eyes[p] = eye{Visit: c.visit(viewers(p)), own: ids}
	}
	return nil
}
