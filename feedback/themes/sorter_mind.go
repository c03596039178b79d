package themes

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/feedback"
)

// A mind is what a sorter knows of a café.
type mind struct {
	last      feedback.Seq // the last batch that is in it
	forgetful bool         // the store keeps no history

	items  map[feedback.ItemID]*held
	order  []*held // the items by when they were said
	links  map[feedback.LinkID]feedback.ItemID
	themes map[feedback.ThemeID]feedback.Theme

	index   *Index
	shelves *Shelves
	model   *Model
	lessons int  // the model learnt from that many of order, but for the oldest of very many
	unlearn bool // one of these changed
}

// A held item is what a sorter keeps of one, with its links to themes, whatever their standing.
type held struct {
	feedback.Item
	links []feedback.Link
	on    []shelved
}

// A shelved text is one of an item that is on a shelf.
type shelved struct {
	theme feedback.ThemeID
	text  string
}

func (h *held) compare(other *held) int {
	return cmp.Or(h.At.Compare(other.At), cmp.Compare(h.ID, other.ID))
}

// same reports whether two versions of an item teach the same.
func (h *held) same(it *feedback.Item) bool {
	return h.Text == it.Text && h.Kind == it.Kind && h.At.Equal(it.At) && slices.Equal(h.Points, it.Points)
}

// said returns the texts of an item: what it says in all, and each of its points.
func said(it *feedback.Item) []Said {
	all := []Said{{Item: it.ID, Text: it.Text, By: it.Author}}
	for i, p := range it.Points {
		all = append(all, Said{Item: it.ID, Point: i + 1, Text: p.Text, By: it.Author})
	}
	return all
}

// kindOf returns the kind that the author chose for a point, 0 being the item.
func kindOf(it *feedback.Item, point int) feedback.Kind {
	if point > 0 {
		return it.Points[point-1].Kind
	}
	return it.Kind
}

// spoken returns the texts of an item by which it is sorted: its points, or all that it says where its author
// named none.
func spoken(it *feedback.Item) []Said {
	all := said(it)
	if len(all) > 1 {
		return all[1:]
	}
	return all
}

// learn reads everything.
func (s *Sorter) learn(ctx context.Context) (*mind, error) {
	m := &mind{
		items: map[feedback.ItemID]*held{}, links: map[feedback.LinkID]feedback.ItemID{},
		index: new(Index), shelves: new(Shelves), unlearn: true,
	}
	var err error
	// What is written from here on is news, also where it is read below already.
	m.last, err = s.cafe.Last(ctx)
	if m.forgetful = errors.Is(err, errors.ErrUnsupported); err != nil && !m.forgetful {
		return nil, err
	}
	if m.themes, err = s.readThemes(ctx); err != nil {
		return nil, err
	}
	read, err := s.readItems(ctx, feedback.ItemQuery{}, feedback.LinkQuery{})
	if err != nil {
		return nil, err
	}
	for _, h := range read {
		if err := m.put(h); err != nil {
			return nil, err
		}
	}
	return m, m.train(s.cfg.Learning)
}

func (s *Sorter) readThemes(ctx context.Context) (map[feedback.ThemeID]feedback.Theme, error) {
	themes := map[feedback.ThemeID]feedback.Theme{}
	for t, err := range s.visit().Themes(ctx, feedback.ThemeQuery{}) {
		if err != nil {
			return nil, err
		}
		themes[t.ID] = t
	}
	return themes, nil
}

// readItems reads the items to sort among those asked for, in order, with their links to themes.
func (s *Sorter) readItems(ctx context.Context, items feedback.ItemQuery, links feedback.LinkQuery) ([]*held, error) {
	var read []*held
	byID := map[string]*held{}
	for it, err := range s.visit().Items(ctx, items) {
		if err == nil {
			err = checkItem(&it)
		}
		if err != nil {
			return nil, err
		}
		if it.Shown == feedback.Hidden || !s.as.MayOpen(it.ID.Ref()) {
			continue
		}
		h := &held{Item: it}
		read, byID[string(it.ID)] = append(read, h), h
		if len(read)%1000 == 0 {
			s.tell(len(read))
		}
	}
	for l, err := range s.visit().Links(ctx, links) {
		if err != nil {
			return nil, err
		}
		if h := byID[l.From.ID]; h != nil && l.From.Noun == feedback.NounItem && l.To.Noun == feedback.NounTheme {
			h.links = append(h.links, l)
		}
	}
	return read, nil
}

// atOnce is for how many items the café is asked together.
const atOnce = 500

// catchUp reads what is new and takes it in.
func (s *Sorter) catchUp(ctx context.Context, n *news) (Refreshed, error) {
	var out Refreshed
	themes := s.mind.themes
	if n.themes {
		var err error
		if themes, err = s.readThemes(ctx); err != nil {
			return out, err
		}
	}
	ids := make([]feedback.ItemID, 0, len(n.items))
	for id := range n.items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	read := map[feedback.ItemID]*held{}
	for some := range slices.Chunk(ids, atOnce) {
		refs := make([]feedback.Ref, len(some))
		for i, id := range some {
			refs[i] = id.Ref()
		}
		found, err := s.readItems(ctx, feedback.ItemQuery{IDs: some}, feedback.LinkQuery{From: refs})
		if err != nil {
			return out, err
		}
		for _, h := range found {
			read[h.ID] = h
		}
		s.tell(len(read))
	}
	out.Items = len(read)
	var err error
	if out.Gone, err = s.take(ids, read, themes); err != nil {
		return out, err
	}
	before := s.mind.model
	next := *s.mind // nobody else changes it: this one has the turn
	if err := next.train(s.cfg.Learning); err != nil {
		return out, err
	}
	out.Trained = next.model != before
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mind.model, s.mind.lessons, s.mind.unlearn = next.model, next.lessons, next.unlearn
	s.mind.last = n.last
	return out, nil
}

// take takes in items that were read, and forgets those that are gone.
func (s *Sorter) take(ids []feedback.ItemID, read map[feedback.ItemID]*held, themes map[feedback.ThemeID]feedback.Theme) (gone int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.mind
	moved := m.moved(themes)
	m.themes = themes
	for _, id := range ids {
		old, next := m.items[id], read[id]
		switch {
		case next == nil && old == nil:
			continue
		case next == nil:
			gone++
			m.drop(old)
		case old != nil && old.same(&next.Item):
			m.unshelve(old)
			old.Item, old.links = next.Item, next.links
			err = errors.Join(err, m.shelve(old))
		default:
			if old != nil {
				m.drop(old)
			}
			err = errors.Join(err, m.put(next))
		}
	}
	if moved {
		err = errors.Join(err, m.reshelve())
	}
	return gone, err
}
