package main

import (
	"context"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
)

// A hint is a theme that an item seems to have, and what was said to it.
type hint struct {
	Item     feedback.ItemID   `json:"item"`
	Theme    string            `json:"theme"`
	Sure     float64           `json:"sure"`
	Standing feedback.Standing `json:"standing,omitempty"` // empty where it was accepted
	text     string
	why      string // in words of the author
}

// A proposed theme is one that nobody had named.
type proposed struct {
	Name  string `json:"name"`
	Items int    `json:"items"`
	why   string
}

// sort finds themes for what names none. Somebody has to look at what is suggested: here the last of it is
// dismissed, and the rest accepted.
func (s *story) sort(ctx context.Context, d *day) error {
	loose, err := d.loose(ctx)
	if err != nil || len(loose) == 0 {
		return err
	}
	ids := make([]feedback.ItemID, len(loose))
	texts := map[string]string{}
	for i, it := range loose {
		ids[i], texts[string(it.ID)] = it.ID, it.Text
	}
	clerk := feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }}
	sorter, err := themes.Open(ctx, d.Cafe, clerk, themes.SorterConfig{})
	if err != nil {
		return err
	}
	suggested, err := sorter.Suggest(ctx, ids...)
	if err != nil {
		return err
	}
	if err := s.judge(ctx, d, suggested.Links, texts); err != nil {
		return err
	}
	again, err := sorter.Suggest(ctx, ids...)
	if err != nil {
		return err
	}
	s.HintsAgain = len(again.Links)
	more, err := sorter.Propose(ctx)
	if err != nil {
		return err
	}
	for _, t := range more.Themes {
		if _, err := d.staff().JudgeTheme(ctx, t.ID, feedback.Stands); err != nil {
			return err
		}
		items, err := relationship.Collect(d.staff().ItemsUnder(ctx, t.ID))
		if err != nil {
			return err
		}
		s.Proposed = append(s.Proposed, proposed{t.Name, len(items), t.Why})
	}
	return nil
}

// loose returns the items that are under no theme.
func (d *day) loose(ctx context.Context) ([]feedback.Item, error) {
	themed := map[string]bool{}
	for l, err := range d.staff().Links(ctx, feedback.LinkQuery{}) {
		if err != nil {
			return nil, err
		}
		themed[l.From.ID] = themed[l.From.ID] || l.To.Noun == feedback.NounTheme
	}
	var loose []feedback.Item
	for it, err := range d.staff().Items(ctx, feedback.ItemQuery{}) {
		if err != nil {
			return nil, err
		}
		if !themed[string(it.ID)] {
			loose = append(loose, it)
		}
	}
	return loose, nil
}

// judge dismisses the last of some suggestions, and accepts the others.
func (s *story) judge(ctx context.Context, d *day, links []feedback.Link, texts map[string]string) error {
	names, err := d.names(ctx)
	if err != nil {
		return err
	}
	for i, l := range links {
		to := feedback.Stands
		if i == len(links)-1 {
			to = feedback.Dismissed
		}
		if _, err := d.staff().JudgeLink(ctx, l.ID, to); err != nil {
			return err
		}
		s.Hints = append(s.Hints, hint{feedback.ItemID(l.From.ID), names[l.To.ID], l.Score.Value, to, texts[l.From.ID], l.Why})
	}
	return nil
}

// names returns the names of all themes.
func (d *day) names(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	for t, err := range d.staff().Themes(ctx, feedback.ThemeQuery{}) {
		if err != nil {
			return nil, err
		}
		names[string(t.ID)] = t.Name
	}
	return names, nil
}
