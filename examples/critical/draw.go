package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

// draw writes the relationship map of a case into a folder: around the tie on which most rests, with the
// ties of the same kind marked. A case of which too little is known has the provider in the middle.
func (l *looker) draw(ctx context.Context, a *answer, folder string) error {
	query := drawing.Query{Centre: l.Provider, At: l.at}
	cfg := drawing.Config{At: l.at, Kinds: l.book.Kinds(), Title: l.Title}
	if len(a.Kinds) > 0 && len(a.Kinds[0].Largest) > 0 {
		query.Centre, query.Tie = "", a.Kinds[0].Largest[0].Tie
		for _, t := range a.Kinds[0].Largest {
			cfg.Marked = append(cfg.Marked, t.Tie)
		}
	}
	m, err := drawing.Around(ctx, &l.book.Reader, query)
	if err != nil {
		return err
	}
	cfg.Marked = shown(cfg.Marked, m)
	svg, err := m.SVG(cfg)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, a.Case+".svg"), svg, 0o644)
}

// shown returns the ties that are in a map.
func shown(ties []relationship.TieID, m drawing.Map) []relationship.TieID {
	there := map[relationship.TieID]bool{}
	for _, t := range m.Ties {
		there[t.ID] = true
	}
	var out []relationship.TieID
	for _, id := range ties {
		if there[id] {
			out = append(out, id)
		}
	}
	return out
}
