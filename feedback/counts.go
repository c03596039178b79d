package feedback

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Mark says that an item counts under something.
type Mark struct {
	// Under is what the item counts under: a theme, a tie, a product. The zero Ref stands for all
	// items.
	Under Ref

	// Item is what counts, and Point the point of it that does, from 1; 0 is the whole item.
	Item  ItemID
	Point int

	// Kind is that of the item or, where Point names one, of the point.
	Kind Kind

	// By is who said it; empty where nobody is known. At is when. All marks of an item have the same.
	By PartyID
	At time.Time
}

func (m *Mark) check() error {
	if m.Under != (Ref{}) {
		if err := rules.Within("Under", checkRef(m.Under)); err != nil {
			return err
		}
	}
	return rules.First(
		rules.Break("Item", rules.ID(string(m.Item))),
		rules.Break("Point", pointRule(m.Point)),
		rules.Break("Kind", m.Kind.rule()),
		rules.Break("By", rules.OptionalID(string(m.By))),
		rules.Break("At", rules.Moment(m.At)),
	)
}

func pointRule(n int) string {
	if n < 0 || n > 1<<30 {
		return "must be from 0 to 1,073,741,824"
	}
	return ""
}

// A CountsConfig adjusts [Counts]. Its zero value is ready to use.
type CountsConfig struct {
	// HalfLife is how long it takes an item to lose half its weight, from a minute to 36,500 days.
	// 0 means 30 days.
	HalfLife time.Duration

	// Resolve returns the party that a party turned out to be, so that one person counts once. nil
	// means that everybody is themselves. See [Counts.Resolve] for when its answers change.
	Resolve func(PartyID) PartyID
}

const (
	defaultHalfLife  = 30 * 24 * time.Hour
	shortestHalfLife = time.Minute
	longestHalfLife  = 36_500 * 24 * time.Hour
)

func (cfg *CountsConfig) check() error {
	if cfg.HalfLife == 0 {
		cfg.HalfLife = defaultHalfLife
	}
	if cfg.HalfLife < shortestHalfLife || cfg.HalfLife > longestHalfLife {
		return rules.Break("HalfLife", "must be 0, or from a minute to 36,500 days")
	}
	return nil
}

// Counts count items, people and faded weight under anything, over any window, without looking at every
// item again. They are a set of marks: the order in which marks come does not matter, the same one
// twice counts once, and taking one away is as if it had never been there.
//
// Make them with [NewCounts]. Questions may be asked by several goroutines, as long as none changes
// the Counts. With millions of marks that have no order in time, a half-life of minutes makes adding
// slow.
type Counts struct {
	fade    fade
	resolve func(PartyID) PartyID

	rows     []markRow // of marks; the first stands for none
	freeRows []uint32

	items numbered[ItemID]
	said  []itemSaid // of items
	refs  numbered[Ref]
	racks []rack // of refs

	people numbered[PartyID] // authors, and who they turned out to be; the first stands for nobody
	author []markAuthor      // of people
	voices map[uint64]voice
	runs   [][]uint32 // of voices with several marks; the first stands for none
	unused []uint32   // of runs
}

// A markRow is one mark. It stands in the rack of its ref.
type markRow struct {
	item, under uint32
	person      uint32 // who its author turned out to be; 0 for nobody
	point       uint32
	twin        uint32 // the next mark of the same item, or 0
	kind        uint8  // its place among the kinds

	// Of an item with several marks in one rack one counts, the top; so does the last of a person.
	// Which one depends on the kinds asked for: tops has a bit for each set of kinds, for the item
	// and for the person.
	tops [2]uint8
}

// An itemSaid is when an item was said, and by whom.
type itemSaid struct {
	at    stamp // with no row
	by    uint32
	first uint32 // of its marks
}

// NewCounts returns Counts of nothing. A setting out of range is an error matching [ErrInvalid].
func NewCounts(cfg CountsConfig) (*Counts, error) {
	if err := cfg.check(); err != nil {
		return nil, opError("make counts", "", err)
	}
	c := &Counts{
		fade:    newFade(cfg.HalfLife),
		resolve: cfg.Resolve,
		rows:    make([]markRow, 1),
		items:   newNumbered[ItemID](),
		refs:    newNumbered[Ref](),
		people:  newNumbered[PartyID](),
		voices:  map[uint64]voice{},
		runs:    make([][]uint32, 1),
	}
	c.newPerson("")
	return c, nil
}

// Len returns how many marks there are.
func (c *Counts) Len() int { return len(c.rows) - 1 - len(c.freeRows) }

// Add counts an item under something. Adding the same mark again does nothing.
//
// A mark that breaks a rule, or has another author or instant than the item's other marks, is an error
// matching [ErrInvalid], and nothing is changed. It takes about the logarithm of the number of marks,
// and time in the number of marks of the same item.
func (c *Counts) Add(m Mark) error {
	err := m.check()
	item, known := c.items.find(m.Item)
	if err == nil && known {
		err = c.checkSaid(item, m.By, stampAt(m.At))
	}
	if err != nil {
		return opError("count item", string(m.Item), err)
	}
	if !known {
		item = c.newItem(&m)
	}
	c.add(item, &m)
	return nil
}

// checkSaid sees to it that an item has one author and one instant.
func (c *Counts) checkSaid(item uint32, by PartyID, at stamp) error {
	const rule = "must be that of the other marks of the item"
	switch s := &c.said[item]; {
	case c.people.keys[s.by] != by:
		return rules.Break("By", rule)
	case s.at != at:
		return rules.Break("At", rule)
	}
	return nil
}

// newItem returns the number of an item that has no mark yet.
func (c *Counts) newItem(m *Mark) uint32 {
	item := c.items.make(m.Item)
	c.said = setAt(c.said, item, itemSaid{at: stampAt(m.At), by: c.takeAuthor(m.By)})
	return item
}

func (c *Counts) add(item uint32, m *Mark) {
	if c.row(item, m) != 0 {
		return
	}
	c.items.uses[item]++
	under, fresh := c.refs.take(m.Under)
	if fresh {
		c.racks = setAt(c.racks, under, rack{})
	}
	s := &c.said[item]
	r := markRow{item: item, under: under, person: c.author[s.by].root, point: uint32(m.Point), twin: s.first, kind: kindPlace(m.Kind)}
	n := c.takeRow(r)
	c.put(n)
	before := c.lastOfItem(item, under)
	s.first = n
	c.crown(ofItem, before, c.lastOfItem(item, under))
	c.join(n)
}

// Remove takes a mark away, as when its item was hidden, its link dismissed or its author erased, and
// reports whether it was there. What an item or a person with no mark left was called is forgotten.
// It takes as long as [Counts.Add].
func (c *Counts) Remove(m Mark) bool {
	item, known := c.items.find(m.Item)
	if !known || c.checkSaid(item, m.By, stampAt(m.At)) != nil {
		return false
	}
	n := c.row(item, &m)
	if n == 0 {
		return false
	}
	c.removeRow(n)
	return true
}

func (c *Counts) removeRow(n uint32) {
	r := c.rows[n]
	c.leave(n)
	before := c.lastOfItem(r.item, r.under)
	c.unlink(n)
	c.crown(ofItem, before, c.lastOfItem(r.item, r.under))
	c.cut(n)
	c.rows[n] = markRow{}
	c.freeRows = append(c.freeRows, n)
	by := c.said[r.item].by
	if c.items.drop(r.item) {
		c.said[r.item] = itemSaid{}
		c.dropAuthor(by)
	}
	if c.refs.drop(r.under) {
		c.racks[r.under] = rack{}
	}
}

// Merge adds all marks of other, which stays as it is. Where the two disagree on the author or the
// instant of an item, that is an error matching [ErrInvalid], and nothing is changed. It takes the
// time of adding them.
func (c *Counts) Merge(other *Counts) error {
	if c == other {
		return nil
	}
	for n, id := range other.items.all() {
		item, known := c.items.find(id)
		if !known {
			continue
		}
		s := &other.said[n]
		if err := c.checkSaid(item, other.people.keys[s.by], s.at); err != nil {
			return opError("merge counts", string(id), err)
		}
	}
	for n, id := range other.items.all() {
		item, known := c.items.find(id)
		for r := other.said[n].first; r != 0; r = other.rows[r].twin {
			m := other.mark(r)
			if !known {
				item, known = c.newItem(&m), true
			}
			c.add(item, &m)
		}
	}
	return nil
}

// row returns the mark of the same point of an item under the same, or 0.
func (c *Counts) row(item uint32, m *Mark) uint32 {
	for n := c.said[item].first; n != 0; n = c.rows[n].twin {
		r := &c.rows[n]
		if int(r.point) == m.Point && kindAt(r.kind) == m.Kind && c.refs.keys[r.under] == m.Under {
			return n
		}
	}
	return 0
}

func (c *Counts) mark(n uint32) Mark {
	r := &c.rows[n]
	s := &c.said[r.item]
	return Mark{
		Under: c.refs.keys[r.under], Item: c.items.keys[r.item], Point: int(r.point), Kind: kindAt(r.kind),
		By: c.people.keys[s.by], At: s.at.time(),
	}
}

func (c *Counts) takeRow(r markRow) uint32 {
	if last := len(c.freeRows) - 1; last >= 0 {
		n := c.freeRows[last]
		c.freeRows = c.freeRows[:last]
		c.rows[n] = r
		return n
	}
	c.rows = append(c.rows, r)
	return uint32(len(c.rows) - 1)
}

// unlink takes a row out of the marks of its item.
func (c *Counts) unlink(n uint32) {
	at := &c.said[c.rows[n].item].first
	for *at != n {
		at = &c.rows[*at].twin
	}
	*at = c.rows[n].twin
}
