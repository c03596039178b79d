package themes

import (
	"slices"

	"github.com/kithcrm/kith/feedback"
)

// put takes an item in.
func (m *mind) put(h *held) error {
	m.items[h.ID] = h
	at, _ := slices.BinarySearchFunc(m.order, h, (*held).compare)
	m.order = slices.Insert(m.order, at, h)
	m.unlearn = m.unlearn || at < m.lessons
	for _, x := range said(&h.Item) {
		if err := m.index.Add(x); err != nil {
			return err
		}
	}
	return m.shelve(h)
}

// drop forgets an item.
func (m *mind) drop(h *held) {
	m.unshelve(h)
	for point := range len(h.Points) + 1 {
		m.index.remove(id{h.ID, point})
	}
	at, _ := slices.BinarySearchFunc(m.order, h, (*held).compare)
	m.order = slices.Delete(m.order, at, at+1)
	m.unlearn = m.unlearn || at < m.lessons
	delete(m.items, h.ID)
}

// shelve puts an item on the shelves of the themes that it stands under.
func (m *mind) shelve(h *held) error {
	all := said(&h.Item)
	for _, l := range h.links {
		m.links[l.ID] = h.ID
		theme, ok := m.root(feedback.ThemeID(l.To.ID))
		if l.Standing != feedback.Stands || !ok {
			continue
		}
		x := shelved{theme, all[0].Text}
		if l.Point < len(all) { // else its author has taken the point out
			x.text = all[l.Point].Text
		}
		if slices.Contains(h.on, x) {
			continue
		}
		if err := m.shelves.Add(x.theme, x.text); err != nil {
			return err
		}
		h.on = append(h.on, x)
	}
	return nil
}

func (m *mind) unshelve(h *held) {
	for _, x := range h.on {
		m.shelves.count(x.theme, x.text, -1)
	}
	for _, l := range h.links {
		delete(m.links, l.ID)
	}
	h.on = nil
}

// reshelve puts all items on new shelves.
func (m *mind) reshelve() error {
	m.shelves = new(Shelves)
	for _, h := range m.order {
		h.on = nil
		if err := m.shelve(h); err != nil {
			return err
		}
	}
	return nil
}

// root returns the theme to go by, and whether it stands.
func (m *mind) root(theme feedback.ThemeID) (feedback.ThemeID, bool) { return rootOf(m.themes, theme) }

func rootOf(themes map[feedback.ThemeID]feedback.Theme, theme feedback.ThemeID) (feedback.ThemeID, bool) {
	t, found := themes[theme]
	for range len(themes) { // which only a host can merge in a circle
		into, more := themes[t.MergedInto]
		if !found || !more {
			break
		}
		t = into
	}
	return t.ID, found && t.Standing == feedback.Stands
}

// moved reports whether, with other themes, an item could come on another shelf.
func (m *mind) moved(themes map[feedback.ThemeID]feedback.Theme) bool {
	for theme := range m.themes {
		a, stood := m.root(theme)
		b, stands := rootOf(themes, theme)
		if a != b || stood != stands {
			return true
		}
	}
	return len(themes) < len(m.themes)
}

// lessonsAtMost is how many items a model learns from.
const lessonsAtMost = 50_000

// roundly returns a number with two digits, at most as great.
func roundly(n int) int {
	step := 1
	for n/step >= 100 {
		step *= 10
	}
	return n - n%step
}

// train trains the model, if it would learn from anything else than it did.
func (m *mind) train(cfg Config) error {
	n := roundly(len(m.order))
	if n == m.lessons && !m.unlearn {
		return nil
	}
	m.lessons, m.unlearn = n, false
	var examples []Example
	var seen [kinds]int
	for _, h := range m.order[max(n-lessonsAtMost, 0):n] {
		for _, x := range spoken(&h.Item) {
			kind := kindOf(&h.Item, x.Point)
			examples = append(examples, Example{x.Text, kind})
			seen[placeOf(kind)]++
		}
	}
	m.model = new(Model)
	if len(examples) == max(seen[0], seen[1], seen[2]) {
		return nil // of one kind, there is nothing to tell apart
	}
	var err error
	m.model, err = Train(examples, cfg)
	return err
}
