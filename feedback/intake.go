package feedback

import (
	"context"
	"iter"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An ImportConfig adjusts [Visit.Import].
type ImportConfig struct {
	// Source names where the rows come from, such as a file and its version: not empty, and not
	// personal. The same row of the same source is imported once, however often it is tried.
	Source string

	// Shown says who may see what is imported. [Config.Approve] is not asked.
	Shown Shown

	// Progress is told after each batch how many rows are done. nil means nobody is.
	Progress func(rows int)
}

// An Imported is what an import did.
type Imported struct {
	// Items is how many items are new, and Known how many were there from an earlier try.
	Items, Known int

	// Themes is how many themes are new.
	Themes int
}

// importTurn is how many rows are written in one batch.
const importTurn = 500

// Import leaves items for others, as [ReadCSV] yields them, and links each to what it is about and to the
// theme of that name, which is made, for staff to see, where there is none. It takes staff: see
// [Viewer.MayOpen], which is asked of [NounImport] with Source.
//
// It writes batch after batch. After an error, which may be one of rows, what was written stays, and the
// import can be tried again: what is known is left as it is. A row that breaks a rule is an error matching
// [ErrInvalid] that names the row by its place, "Rows[2].Text", and not by what was said.
func (v *Visit) Import(ctx context.Context, rows iter.Seq2[Row, error], cfg ImportConfig) (Imported, error) {
	var out Imported
	err := v.importAll(ctx, rows, cfg, &out)
	return out, opError("import", "", err)
}

// NounImport is what [Viewer.MayOpen] is asked by [Visit.Import], with the source as the ID.
const NounImport = "import"

func (v *Visit) importAll(ctx context.Context, rows iter.Seq2[Row, error], cfg ImportConfig, out *Imported) error {
	source := Ref{Noun: NounImport, ID: cfg.Source}
	if err := rules.First(
		rules.Break("Source", rules.ID(cfg.Source)),
		rules.Break("Shown", oneOf(cfg.Shown, Private, Shared, Hidden)),
	); err != nil {
		return err
	}
	if !v.opens(source) {
		return rules.Break("Viewer", "must be allowed to open the import")
	}
	var some []Row
	done := 0
	flush := func() error {
		if err := v.importSome(ctx, some, done, cfg, out); err != nil {
			return err
		}
		done += len(some)
		some = some[:0]
		if cfg.Progress != nil {
			cfg.Progress(done)
		}
		return nil
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if some = append(some, row); len(some) < importTurn {
			continue
		}
		if err := flush(); err != nil {
			return err
		}
	}
	return flush()
}

// importSome writes rows in one batch, those aside that are there. Done is how many were before them.
func (v *Visit) importSome(ctx context.Context, some []Row, done int, cfg ImportConfig, out *Imported) error {
	if len(some) == 0 {
		return nil
	}
	ids := make([]ItemID, len(some))
	for i, row := range some {
		ids[i] = ItemID(relationship.IDFrom("kith/import", cfg.Source+"\x00"+strconv.Itoa(row.Line)))
	}
	var added Imported
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		added = Imported{}
		known := map[ItemID]bool{}
		for it, err := range v.items(ctx, ItemQuery{IDs: ids}) {
			if err != nil {
				return err
			}
			known[it.ID] = true
		}
		themes, err := v.themesByName(ctx)
		if err != nil {
			return err
		}
		for i := range some {
			if known[ids[i]] {
				added.Known++
				continue
			}
			known[ids[i]] = true
			if err := d.importRow(v, ids[i], &some[i], cfg, themes); err != nil {
				return rules.Within(rules.Index("Rows", done+i), err)
			}
		}
		added.Items, added.Themes = len(d.Items), len(d.Themes)
		return nil
	})
	if err != nil {
		return err
	}
	out.Items, out.Known, out.Themes = out.Items+added.Items, out.Known+added.Known, out.Themes+added.Themes
	return nil
}

// themesByName returns the themes to go by, by their names; of several of one name that with the
// smallest ID.
func (v *Visit) themesByName(ctx context.Context) (map[string]ThemeID, error) {
	byName := map[string]ThemeID{}
	for t, err := range v.themes(ctx, ThemeQuery{}) {
		if err != nil {
			return nil, err
		}
		if _, found := byName[t.Name]; !found && t.MergedInto == "" {
			byName[t.Name] = t.ID
		}
	}
	return byName, nil
}

func (d *draft) importRow(v *Visit, id ItemID, row *Row, cfg ImportConfig, themes map[string]ThemeID) error {
	it := Item{
		ID: id, Kind: row.Kind, Author: row.Author, Text: row.Text, At: row.At, AddedBy: v.viewer.Party, Source: cfg.Source,
		Shown: cfg.Shown, Loop: Loop{State: Heard, Since: row.At},
	}
	if err := it.check(); err != nil {
		return err
	}
	if it.At.After(d.now) {
		return rules.Break("At", "must not be in the future")
	}
	d.item(it)
	to := []Ref{row.About}
	if row.About == (Ref{}) {
		to = nil
	}
	if row.Theme != "" {
		theme, found := themes[row.Theme]
		if !found {
			theme = ThemeID(v.cfg.NewID())
			themes[row.Theme] = theme
			d.theme(Theme{ID: theme, Name: row.Theme})
		}
		to = append(to, theme.Ref())
	}
	for _, ref := range to {
		from := id.Ref()
		l := Link{ID: LinkIDFor(from, 0, ref), From: from, To: ref, By: v.viewer.Party, At: d.now, Why: "imported"}
		if err := l.check(); err != nil {
			return err
		}
		d.link(l)
	}
	return nil
}
