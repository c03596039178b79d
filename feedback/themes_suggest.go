package feedback

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// Suggestions are what a program thinks of items: themes, links and guesses. None of them counts before
// somebody judges it.
type Suggestions struct {
	// Themes are themes that should be there, each with an ID, a Name, and if there is more to say Text, Why,
	// Maker and Score. The rest is not looked at.
	Themes []Theme

	// Links say which item, or point of one, comes under which theme: one that stands, or one of Themes. Of
	// each, From, Point, To, Why, Maker and Score are looked at.
	Links []Link

	// Items are items with Guesses, as they were read. Of each, ID, Guesses and what it says are looked at.
	Items []Item
}

// Suggest writes what a program suggests, in one batch, and returns what is new by it. It takes staff of every
// theme and every item. What is there already stays as it is, so that suggesting twice is suggesting once; of
// Items, guesses take the place of earlier ones.
//
// Left out is what would come too late, or again:
//   - a theme with an ID that is there, whatever its standing
//   - a link from an item that has one to the same theme, or to one that turned out to be the same, of
//     whatever point and standing: what was dismissed or expired is not suggested again
//   - a link to a theme that does not stand and is not new, and a new theme all links to which are left out
//   - guesses of an item that says something else by now
//   - a link or guesses of an item, and a link to a theme, that the viewer does not see or that is gone
//
// It returns an error matching [ErrInvalid], as an OpError that names the field and the rule. It takes a few
// reads, however many suggestions there are.
func (v *Visit) Suggest(ctx context.Context, s Suggestions) (Suggestions, error) {
	var out Suggestions
	err := s.check()
	if err == nil {
		var b Batch
		b, err = v.write(ctx, v.viewer.Party, func(d *draft) error { return d.suggest(ctx, v, &s) })
		out = Suggestions{b.Themes, b.Links, b.Items}
	}
	return out, opError("suggest", "", err)
}

func (s *Suggestions) check() error {
	for i := range s.Links {
		l := &s.Links[i]
		if err := rules.First(
			rules.Break("From.Noun", rules.OneOf(l.From.Noun, NounItem)),
			rules.Break("To.Noun", rules.OneOf(l.To.Noun, NounTheme)),
			rules.Within("From", checkRef(l.From)),
			rules.Within("To", checkRef(l.To)),
			rules.Break("Point", rules.NotBelowZero(l.Point)),
		); err != nil {
			return rules.Within(rules.Index("Links", i), err)
		}
	}
	for i := range s.Themes {
		t := s.Themes[i].suggested(&draft{})
		if err := t.check(); err != nil {
			return rules.Within(rules.Index("Themes", i), err)
		}
	}
	return nil
}

func (t *Theme) suggested(d *draft) Theme {
	return Theme{
		ID: t.ID, Name: t.Name, Text: t.Text, Standing: Suggested, Why: t.Why, Maker: t.Maker, Score: t.Score, At: d.now,
	}
}

// A known is what there is of all that is suggested about.
type known struct {
	items  map[ItemID]*Item // that the viewer sees
	themes kin
	under  map[ItemID]map[ThemeID]bool // the themes to go by, of links of whatever standing
}

func (d *draft) suggest(ctx context.Context, v *Visit, s *Suggestions) error {
	k, err := v.known(ctx, s)
	if err != nil {
		return err
	}
	if err := k.newThemes(d, v, s); err != nil {
		return err
	}
	if err := k.newLinks(d, v, s); err != nil {
		return err
	}
	return k.guesses(d, v, s)
}

// known reads it.
func (v *Visit) known(ctx context.Context, s *Suggestions) (*known, error) {
	e, err := v.eye(ctx)
	if err != nil {
		return nil, err
	}
	k := &known{items: map[ItemID]*Item{}, under: map[ItemID]map[ThemeID]bool{}}
	var from, to []Ref
	for _, l := range s.Links {
		from, to = append(from, l.From), append(to, l.To)
	}
	items := idsOf[ItemID](from, NounItem)
	for _, it := range s.Items {
		items = append(items, it.ID)
	}
	for it, err := range v.itemsOf(ctx, inOrder(items), 0) {
		if err != nil {
			return nil, err
		}
		if e.sees(&it) {
			k.items[it.ID] = &it
		}
	}
	for _, t := range s.Themes {
		to = append(to, t.ID.Ref())
	}
	return k, k.readLinks(ctx, v, from, to)
}

// readLinks reads what is linked to items already, and all themes that matter.
func (k *known) readLinks(ctx context.Context, v *Visit, from, to []Ref) error {
	linked := map[ItemID][]ThemeID{}
	if len(from) > 0 {
		for l, err := range v.links(ctx, LinkQuery{From: from}) {
			if err != nil {
				return err
			}
			if l.To.Noun == NounTheme {
				to, linked[ItemID(l.From.ID)] = append(to, l.To), append(linked[ItemID(l.From.ID)], ThemeID(l.To.ID))
			}
		}
	}
	var err error
	if k.themes, err = v.kin(ctx, idsOf[ThemeID](to, NounTheme)...); err != nil {
		return err
	}
	for id, themes := range linked {
		for _, t := range themes {
			k.putUnder(id, t)
		}
	}
	return nil
}

// putUnder notes that an item is linked to a theme, and reports whether that is new.
func (k *known) putUnder(id ItemID, theme ThemeID) bool {
	if k.under[id] == nil {
		k.under[id] = map[ThemeID]bool{}
	}
	root := k.themes.root(theme)
	before := k.under[id][root]
	k.under[id][root] = true
	return !before
}

// newThemes adds the themes that are not there to a draft.
func (k *known) newThemes(d *draft, v *Visit, s *Suggestions) error {
	for i := range s.Themes {
		t := s.Themes[i].suggested(d)
		if err := (eye{Visit: v}).staff(t.ID.Ref()); err != nil {
			return rules.Within(rules.Index("Themes", i), err)
		}
		if _, found := k.themes[t.ID]; !found && k.wanted(t.ID, s) {
			k.themes[t.ID] = t
			d.theme(t)
		}
	}
	return nil
}

// wanted reports whether a new theme has something to come under it, or is not suggested for that.
func (k *known) wanted(id ThemeID, s *Suggestions) bool {
	any := false
	for _, l := range s.Links {
		if l.To == id.Ref() {
			if it := k.items[ItemID(l.From.ID)]; it != nil && l.Point <= len(it.Points) {
				return true
			}
			any = true
		}
	}
	return !any
}

// newLinks adds the links that are neither there nor too late to a draft.
func (k *known) newLinks(d *draft, v *Visit, s *Suggestions) error {
	fresh := map[ThemeID]bool{}
	for _, t := range d.Themes {
		fresh[t.ID] = true
	}
	for i, l := range s.Links {
		item, theme := ItemID(l.From.ID), ThemeID(l.To.ID)
		it, t := k.items[item], k.themes[theme]
		if it == nil || t.ID == "" || !v.seesTheme(&t) {
			continue
		}
		field := rules.Index("Links", i)
		for _, end := range []Ref{l.From, l.To} {
			if err := (eye{Visit: v}).staff(end); err != nil {
				return rules.Within(field, err)
			}
		}
		if l.Point > len(it.Points) || t.Standing != Stands && !fresh[theme] || !k.putUnder(item, theme) {
			continue
		}
		l = Link{
			ID: LinkIDFor(l.From, l.Point, l.To), From: l.From, Point: l.Point, To: l.To, At: d.now,
			Why: l.Why, Maker: l.Maker, Score: l.Score, Standing: Suggested,
		}
		if err := l.check(); err != nil {
			return rules.Within(field, err)
		}
		d.link(l)
	}
	return nil
}

// guesses adds the items with new guesses to a draft.
func (k *known) guesses(d *draft, v *Visit, s *Suggestions) error {
	for i := range s.Items {
		guessed := &s.Items[i]
		it := k.items[guessed.ID]
		if it == nil {
			continue
		}
		field := rules.Index("Items", i)
		if err := (eye{Visit: v}).staff(it.ID.Ref()); err != nil {
			return rules.Within(field, err)
		}
		if !it.says(guessed) || slices.Equal(it.Guesses, guessed.Guesses) {
			continue
		}
		next := *it
		next.Guesses = slices.Clone(guessed.Guesses)
		if err := next.check(); err != nil {
			return rules.Within(field, err)
		}
		it.Guesses = next.Guesses // for the same item a second time
		d.Items = slices.DeleteFunc(d.Items, func(other Item) bool { return other.ID == next.ID })
		d.item(next)
	}
	return nil
}
