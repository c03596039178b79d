package feedback

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An ImportConfig adjusts [Visit.Import].
type ImportConfig struct {
	// Source names where the rows come from, such as a file: not empty, and not personal. A line of a
	// source is imported once, however often it is tried; lines can be added at its end.
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

	// Erased is how many were left out because their author was erased, as far as the store keeps
	// history.
	Erased int

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
// [ErrInvalid] that names its line, "Line[14].At", and not what was said; so is one where another item was
// imported from that line before.
func (v *Visit) Import(ctx context.Context, rows iter.Seq2[Row, error], cfg ImportConfig) (Imported, error) {
	var out Imported
	if rows == nil {
		return out, opError("import", "", rules.Break("Rows", "must not be nil"))
	}
	var broken error // of the rows, which says where
	err := v.importAll(ctx, func(yield func(Row, error) bool) {
		for row, err := range rows {
			if broken = err; !yield(row, err) {
				return
			}
		}
	}, cfg, &out)
	if broken != nil {
		return out, broken
	}
	return out, opError("import", "", err)
}

// NounImport is what [Viewer.MayOpen] is asked by [Visit.Import], with the source as the ID.
const NounImport = "import"

func (v *Visit) importAll(ctx context.Context, rows iter.Seq2[Row, error], cfg ImportConfig, out *Imported) error {
	source := Ref{Noun: NounImport, ID: cfg.Source}
	if err := rules.First(
		rules.Break("Source", rules.ID(cfg.Source)),
		rules.Break("Shown", rules.OneOf(cfg.Shown, Private, Shared, Hidden)),
	); err != nil {
		return err
	}
	if !v.opens(source) {
		return rules.Break("Viewer", "must be allowed to open the import")
	}
	var some []Row
	done := 0
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		if err := v.importSome(ctx, some, cfg, out); err != nil {
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

// importSome writes rows in one batch, those aside that are there.
func (v *Visit) importSome(ctx context.Context, some []Row, cfg ImportConfig, out *Imported) error {
	ids := make([]ItemID, len(some))
	for i, row := range some {
		ids[i] = ItemID(relationship.IDFrom("kith/import", cfg.Source+"\x00"+strconv.Itoa(row.Line)))
	}
	var added Imported
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		added = Imported{}
		known := map[ItemID]Item{}
		for it, err := range v.items(ctx, ItemQuery{IDs: ids}) {
			if err != nil {
				return err
			}
			known[it.ID] = it
		}
		themes, err := v.themesByName(ctx)
		if err != nil {
			return err
		}
		erased, err := v.erasedOf(ctx, some)
		if err != nil {
			return err
		}
		for i := range some {
			line := rules.Index("Line", some[i].Line)
			it, found := known[ids[i]]
			switch {
			case found && (it.Author != some[i].Author || it.Kind != some[i].Kind || !it.At.Equal(some[i].At)):
				return rules.Break(line, "must be what was imported from that line of the source before")
			case found:
				added.Known++
				continue
			case erased[some[i].Author]:
				added.Erased++
				continue
			}
			if err := d.importRow(v, ids[i], &some[i], cfg, themes); err != nil {
				return rules.Within(line, err)
			}
			known[ids[i]] = d.Items[len(d.Items)-1]
		}
		added.Items, added.Themes = len(d.Items), len(d.Themes)
		return nil
	})
	if err != nil {
		return err
	}
	out.Items, out.Known, out.Themes = out.Items+added.Items, out.Known+added.Known, out.Themes+added.Themes
	out.Erased += added.Erased
	return nil
}

// erasedOf returns the authors of rows who were erased, so that an import brings back nobody who was
// forgotten. Without a log nobody knows.
func (c *house) erasedOf(ctx context.Context, rows []Row) (map[PartyID]bool, error) {
	var about []Ref
	for _, row := range rows {
		if row.Author != "" && rules.ID(string(row.Author)) == "" {
			about = append(about, row.Author.Ref())
		}
	}
	erased := map[PartyID]bool{}
	if len(about) == 0 {
		return erased, nil
	}
	for batch, err := range c.log(ctx, LogQuery{About: about}) {
		switch {
		case errors.Is(err, errors.ErrUnsupported):
			return erased, nil
		case err != nil:
			return nil, err
		}
		for _, p := range batch.Erase {
			erased[p] = true
		}
	}
	return erased, nil
}

// themesByName returns the themes to go by, by their names; of several of one name that with the
// smallest ID.
func (v *Visit) themesByName(ctx context.Context) (map[string]ThemeID, error) {
	byName := map[string]ThemeID{}
	for t, err := range v.themes(ctx, ThemeQuery{}) {
		if err != nil {
			return nil, err
		}
		if _, found := byName[t.Name]; !found && t.MergedInto == "" && t.Standing == Stands {
			byName[t.Name] = t.ID
		}
	}
	return byName, nil
}

func (d *draft) importRow(v *Visit, id ItemID, row *Row, cfg ImportConfig, themes map[string]ThemeID) error {
	if row.Line < 1 {
		return rules.Break("Line", "must be above 0") // it is what tells one row from another
	}
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
	var to []Ref
	if row.About != (Ref{}) {
		if err := rules.Within("About", checkRef(row.About)); err != nil {
			return err
		}
		to = append(to, row.About)
	}
	if err := rules.Break("Theme", rules.OptionalWords(row.Theme)); err != nil {
		return err
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
		d.link(Link{ID: LinkIDFor(from, 0, ref), From: from, To: ref, By: v.viewer.Party, At: d.now, Why: "imported"})
	}
	return nil
}
