package feedback

import (
	"cmp"
	"context"
	"slices"
)

// A Story is what came of what was said, in one piece: you said, we did, it helped this much.
type Story struct {
	// Change is what was done, with the decision and its reason; its Outcomes say how much it helped.
	Change Change

	// Themes are those because of which the change is made, in order of their IDs, each once, however
	// it is called after merges.
	Themes []Cause

	// Items are all items because of which it is made, by themselves or under one of the themes: each
	// once, in order of their IDs.
	Items []Item

	// People is how many people said so, each once, and Known those of them whom the viewer may
	// know, in order, by the ID to go by.
	People int
	Known  []PartyID

	// Steps are what was said and done about the change, in order of time and then of their IDs.
	Steps []Entry

	// Withheld says that employees are left out of numbers of people, because they are too few for the
	// viewer to know of: see [Config.LeastGroup].
	Withheld bool
}

// A Cause is a theme because of which a change is made.
type Cause struct {
	// Theme is the theme; of several that turned out to be the same one, the one to go by where the
	// viewer sees it.
	Theme Theme

	// Items are those under it, in order, each once, and People is how many people said so, each
	// once.
	Items  []ItemID
	People int
}

// Story returns what came of what was said, as the viewer may see it: items and themes that the viewer does
// not see are not there, nor counted. Only links that stand count. A person counts once, under whatever
// ID; who is not known at all is in no number of people. It returns an error matching [ErrNotFound] where
// the viewer does not see the change.
func (v *Visit) Story(ctx context.Context, id ChangeID) (Story, error) {
	s, err := v.story(ctx, id)
	return s, opError("read story of change", string(id), err)
}

func (v *Visit) story(ctx context.Context, id ChangeID) (Story, error) {
	var s Story
	e, err := v.eye(ctx)
	if err != nil {
		return s, err
	}
	s.Change, err = v.change(ctx, id)
	switch {
	case err != nil:
		return Story{}, err
	case s.Change.Shown != Shared && !e.opens(id.Ref()):
		return Story{}, ErrNotFound
	}
	if s.Steps, err = e.steps(ctx, id); err != nil {
		return Story{}, err
	}
	w := said{under: map[ItemID][]int{}}
	if err := w.read(ctx, e, id); err != nil {
		return Story{}, err
	}
	s.Themes = w.themes
	return s, w.count(ctx, e, &s)
}

// steps returns what the viewer may read about a change.
func (e eye) steps(ctx context.Context, id ChangeID) ([]Entry, error) {
	var steps []Entry
	for entry, err := range e.entries(ctx, EntryQuery{About: []Ref{id.Ref()}}) {
		if err != nil {
			return nil, err
		}
		staff := e.opens(id.Ref())
		if entry.Kind == Guard || entry.Kind == Acted || entry.Kind == Follows || !staff && entry.Seen != ByAll {
			continue
		}
		if !e.knows(entry.By) {
			entry.By = ""
		}
		steps = append(steps, e.uncounted(entry))
	}
	slices.SortFunc(steps, compareEntries)
	return steps, nil
}

// said is because of what a change is made: themes, and items with the places of the themes that each is
// under.
type said struct {
	themes []Cause
	under  map[ItemID][]int
}

// read follows the links of a change, from it to themes and on to items.
func (w *said) read(ctx context.Context, e eye, id ChangeID) error {
	var linked []ThemeID
	for l, err := range e.links(ctx, LinkQuery{To: []Ref{id.Ref()}}) {
		if err != nil {
			return err
		}
		switch {
		case l.Standing != Stands:
		case l.From.Noun == NounItem:
			w.under[ItemID(l.From.ID)] = nil
		case l.From.Noun == NounTheme:
			linked = append(linked, ThemeID(l.From.ID))
		}
	}
	if len(linked) == 0 {
		return nil
	}
	k, err := e.kin(ctx, linked...)
	if err != nil {
		return err
	}
	refs := map[Ref]int{} // of themes, with the place of the cause that each belongs to
	slices.Sort(linked)
	for _, id := range linked {
		t, found := k[id]
		if _, known := refs[id.Ref()]; known || !found || !e.seesTheme(&t) {
			continue
		}
		root := k.root(id)
		if r := k[root]; e.seesTheme(&r) {
			id = root
		}
		for _, one := range k.family(root) {
			refs[one.Ref()] = len(w.themes)
		}
		w.themes = append(w.themes, Cause{Theme: e.theme(k, id)})
	}
	return w.readUnder(ctx, e, refs)
}

// readUnder reads which items are under which themes.
func (w *said) readUnder(ctx context.Context, e eye, refs map[Ref]int) error {
	if len(refs) == 0 {
		return nil
	}
	items, err := e.linkedItems(ctx, keysOfRefs(refs))
	for id, to := range items {
		for _, r := range to {
			if place := refs[r]; !slices.Contains(w.under[id], place) {
				w.under[id] = append(w.under[id], place)
			}
		}
	}
	return err
}

// count reads the items, and counts who left them.
func (w *said) count(ctx context.Context, e eye, s *Story) error {
	for it, err := range e.itemsOf(ctx, keysOf(w.under), 0) {
		if err != nil {
			return err
		}
		if e.sees(&it) {
			s.Items = append(s.Items, it)
		}
	}
	return w.countPeople(ctx, e, s)
}

// countPeople counts who left the items, and leaves of these what the viewer may see.
func (w *said) countPeople(ctx context.Context, e eye, s *Story) error {
	authors := make([]PartyID, len(s.Items))
	for i := range s.Items {
		authors[i] = s.Items[i].Author
	}
	root, err := e.resolver(ctx, authors)
	if err != nil {
		return err
	}
	e = e.facing(crossings(authors, root))
	var all crowd
	each := make([]crowd, len(s.Themes))
	for i, it := range s.Items {
		who := root(it.Author)
		all.add(who, it.Employee)
		for _, place := range w.under[it.ID] {
			each[place].add(who, it.Employee)
			s.Themes[place].Items = append(s.Themes[place].Items, it.ID)
		}
		s.Items[i] = e.item(it)
	}
	all.tell(e, s, each)
	slices.SortFunc(s.Themes, func(a, b Cause) int { return cmp.Compare(a.Theme.ID, b.Theme.ID) })
	return nil
}

// A crowd is people who said something: whether each spoke as an employee only.
type crowd map[PartyID]bool

func (c *crowd) add(p PartyID, employee bool) {
	if p == "" {
		return
	}
	if *c == nil {
		*c = crowd{}
	}
	before, known := (*c)[p]
	(*c)[p] = employee && (before || !known)
}

// tell writes how many people there are into a story. Where too few employees would be told from one of
// the numbers, they are left out of those by theme, so that no two numbers differ by them.
func (c crowd) tell(e eye, s *Story, each []crowd) {
	inAll := !e.few(c.hidden(e))
	inEach := inAll && !slices.ContainsFunc(each, func(c crowd) bool { return e.few(c.hidden(e)) })
	s.Withheld = !inEach
	s.People = c.count(inAll)
	for i := range each {
		s.Themes[i].People = each[i].count(inEach)
	}
	for _, p := range keysOf(c) {
		if e.knowsAll(p) && (inAll || !c[p]) {
			s.Known = append(s.Known, p)
		}
	}
}

// hidden returns how many employees there are whom the viewer may not know.
func (c crowd) hidden(e eye) int {
	n := 0
	for p, employee := range c {
		if employee && !e.knowsAll(p) {
			n++
		}
	}
	return n
}

// count returns how many people there are, with those who spoke as employees only or without.
func (c crowd) count(employees bool) int {
	n := 0
	for _, employee := range c {
		if employees || !employee {
			n++
		}
	}
	return n
}
