package themes

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/kithcrm/kith/feedback"
)

// Suggest suggests themes for items, and guesses of what kind they are, and puts both into the café; for all
// items where none is named. It returns what is new by it. Of each item, its points are looked at one by one
// where its author named any; else guesses say which points it seems to have, if it says things of different
// kinds. A theme that an item has been linked to, or that it is suggested for or was, is not suggested for it
// again, nor is a kind guessed that its author chose already. It refreshes first.
//
// Special cases are:
//   - items that are gone, hidden, or that staff may not open are left out
//
// It returns the errors of the café; what was put into it before stays. It takes O(w t) time for w words in at
// most t themes each.
func (s *Sorter) Suggest(ctx context.Context, items ...feedback.ItemID) (feedback.Suggestions, error) {
	var out feedback.Suggestions
	if _, err := s.Refresh(ctx); err != nil {
		return out, err
	}
	if len(items) == 0 {
		items = s.all()
	}
	done := 0
	for some := range slices.Chunk(items, atOnce) {
		next, err := s.suggestions(some)
		if err != nil {
			return out, err
		}
		if len(next.Items)+len(next.Links) > 0 {
			if next, err = s.visit().Suggest(ctx, next); err != nil {
				return out, err
			}
			out.Links, out.Items = append(out.Links, next.Links...), append(out.Items, next.Items...)
		}
		done += len(some)
		s.tell(done)
	}
	return out, nil
}

func (s *Sorter) all() []feedback.ItemID {
	s.mu.RLock()
	defer s.mu.RUnlock()
	ids := make([]feedback.ItemID, len(s.mind.order))
	for i, h := range s.mind.order {
		ids[i] = h.ID
	}
	return ids
}

// suggestions returns what there is to suggest of some items.
func (s *Sorter) suggestions(items []feedback.ItemID) (feedback.Suggestions, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out feedback.Suggestions
	for _, id := range items {
		h := s.mind.items[id]
		if h == nil {
			continue
		}
		guesses, err := s.mind.guesses(&h.Item)
		if err != nil {
			return out, err
		}
		if !slices.Equal(guesses, h.Guesses) {
			it := h.Item
			it.Guesses = guesses
			out.Items = append(out.Items, it)
		}
		links, err := s.mind.fits(h, s.cfg)
		if err != nil {
			return out, err
		}
		out.Links = append(out.Links, links...)
	}
	return out, nil
}

// guesses returns of what other kind an item seems to be than its author says, and what it says in
// particular.
func (m *mind) guesses(it *feedback.Item) ([]feedback.Guess, error) {
	var out []feedback.Guess
	add := func(s Suggestion, point int, text string) {
		if s.Kind != "" {
			why := strings.Join(s.Why, ", ")
			out = append(out, feedback.Guess{Point: point, Text: text, Kind: s.Kind, Score: s.Score, Why: why, Maker: s.Version})
		}
	}
	for _, x := range said(it) {
		s, err := m.model.Suggest(x.Text)
		if err != nil {
			return nil, err
		}
		if s.Kind != kindOf(it, x.Point) {
			add(s, x.Point, "")
		}
	}
	if len(it.Points) > 0 {
		return out, nil
	}
	points, err := m.model.Points(it.Text)
	for _, p := range points {
		add(p.Suggestion, 0, p.Text)
	}
	return out, err
}

// fits returns links to the themes that an item seems to have, the surest first, and is not linked to.
func (m *mind) fits(h *held, cfg SorterConfig) ([]feedback.Link, error) {
	known := map[feedback.ThemeID]bool{}
	for _, l := range h.links {
		theme, _ := m.root(feedback.ThemeID(l.To.ID))
		known[theme] = true
	}
	var links []feedback.Link
	for _, x := range spoken(&h.Item) {
		fits, err := m.shelves.Suggest(x.Text, cfg.Themes+len(known))
		if err != nil {
			return nil, err
		}
		for _, f := range fits {
			if f.Score.Value >= cfg.Sure && f.Others >= cfg.Others && !known[f.Theme] {
				links = append(links, feedback.Link{
					From: h.ID.Ref(), Point: x.Point, To: f.Theme.Ref(), Why: f.Why, Maker: f.Version, Score: f.Score,
				})
			}
		}
	}
	slices.SortStableFunc(links, func(a, b feedback.Link) int { return cmp.Compare(b.Score.Value, a.Score.Value) })
	// Of several points, the surest stands for a theme.
	links = slices.DeleteFunc(links, func(l feedback.Link) bool {
		again := known[feedback.ThemeID(l.To.ID)]
		known[feedback.ThemeID(l.To.ID)] = true
		return again
	})
	return links[:min(cfg.Themes, len(links))], nil
}
