package feedback

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A CountQuery says what is counted. Its zero value selects everything.
type CountQuery struct {
	// Since selects what was said then or later. The zero time means from the beginning.
	Since time.Time

	// Until selects what was said before. The zero time means up to the instant asked about.
	Until time.Time

	// Kinds selects these kinds, counted together. Empty selects all.
	Kinds []Kind
}

// A Count is how much was said: three numbers, none of which can be had from the others.
type Count struct {
	// Items is how many items, each once.
	Items int `json:"items"`

	// People is how many persons said them, each once; an item that nobody is known to have said adds
	// none.
	People int `json:"people"`

	// Weight is the sum over the items of 2 to the power of minus their age in half-lives: an item
	// said just now weighs 1.
	Weight float64 `json:"weight"`
}

// A KindCount is the count of one kind.
type KindCount struct {
	// Kind is what was counted.
	Kind Kind `json:"kind"`

	Count
}

// A RefCount is the count of what was said under one ref.
type RefCount struct {
	// Under is what it was said under.
	Under Ref `json:"under"`

	// Count is that of all kinds asked for together. An item or a person may be in several of them,
	// and is counted once.
	Count

	// Kinds are the counts of each kind asked for, in the order of [Kinds].
	Kinds []KindCount `json:"kinds"`
}

// A Counted is one of the items behind a [Count].
type Counted struct {
	// Item is the item, and At when it was said.
	Item ItemID    `json:"item"`
	At   time.Time `json:"at"`

	// Person is who said it, as Resolve has it; empty where nobody is known.
	Person PartyID `json:"person,omitempty"`

	// Weight is what it adds to the weight.
	Weight float64 `json:"weight"`
}

// Count returns how much was said under any of the refs together, as of an instant: what was said later
// is left out, and weights are those at that instant. Without a ref it counts all items, which are
// those that were marked under the zero [Ref].
//
// Special cases are:
//   - what nothing was said under counts nothing, and so does a window that ends before it begins
//   - two points of an item, or two refs that have the item, count it once
//   - the edges of the window are exact, to the nanosecond
//
// An instant out of range or an unknown kind is an error matching [ErrInvalid]. For one ref, it takes
// time in the number of its marks divided by some 200 and, where the window ends in the past, in the
// number of marks in it or after it, whichever are fewer. For several refs, it takes time in the number
// of marks in the window.
func (c *Counts) Count(asOf time.Time, q CountQuery, under ...Ref) (Count, error) {
	a, err := c.ask(asOf, q)
	if err != nil {
		return Count{}, opError("count", "", err)
	}
	return a.count(c.racksOf(under), a.kinds), nil
}

// Open returns the items behind what [Counts.Count] returns to the same question, by time and then
// ID. There are Items of them; the persons that they name, each once, are People; and their weights
// add up to Weight, but for rounding. Errors are those of Count. It takes O(n log n) time in the
// number of marks in the window.
//
// Who may see which item or person is not asked here.
func (c *Counts) Open(asOf time.Time, q CountQuery, under ...Ref) ([]Counted, error) {
	a, err := c.ask(asOf, q)
	if err != nil {
		return nil, opError("open count", "", err)
	}
	return a.open(c.racksOf(under)), nil
}

// All returns the counts under each ref, in order of noun and then ID, byte by byte. Refs that nothing
// in the window was said under are not listed, nor is the zero [Ref].
//
// Under returns the ref that another is listed under, such as the theme that it was merged into; refs
// listed under the same one are counted together, as by [Counts.Count]. Those that it returns the
// zero Ref for are left out. nil lists each under itself.
//
// Errors are those of Count. It takes the time of a Count of each, for every kind.
func (c *Counts) All(asOf time.Time, q CountQuery, under func(Ref) Ref) ([]RefCount, error) {
	a, err := c.ask(asOf, q)
	if err != nil {
		return nil, opError("count all", "", err)
	}
	var all []RefCount
	for ref, racks := range c.listed(under) {
		if together := a.count(racks, a.kinds); together.Items > 0 {
			all = append(all, RefCount{Under: ref, Count: together, Kinds: a.byKind(racks)})
		}
	}
	slices.SortFunc(all, func(a, b RefCount) int { return compareRefs(a.Under, b.Under) })
	return all, nil
}

// listed returns the racks by what they are listed under.
func (c *Counts) listed(under func(Ref) Ref) map[Ref][]*rack {
	lists := map[Ref][]*rack{}
	for n, ref := range c.refs.all() {
		if ref != (Ref{}) && under != nil {
			ref = under(ref)
		}
		if ref != (Ref{}) {
			lists[ref] = append(lists[ref], &c.racks[n])
		}
	}
	return lists
}

// racksOf returns those of refs, each once.
func (c *Counts) racksOf(under []Ref) []*rack {
	if len(under) == 0 {
		under = []Ref{{}}
	}
	found := make([]*rack, 0, len(under))
	for _, ref := range under {
		if n, known := c.refs.find(ref); known && !slices.Contains(found, &c.racks[n]) {
			found = append(found, &c.racks[n])
		}
	}
	return found
}

// A countAsk is a question that was checked: what was said from an instant on and before another.
type countAsk struct {
	*Counts
	from, to, asOf stamp
	kinds          uint8
}

func (c *Counts) ask(asOf time.Time, q CountQuery) (countAsk, error) {
	if err := rules.First(
		rules.Break("asOf", rules.Moment(asOf)),
		rules.Break("Since", rules.Instant(q.Since)),
		rules.Break("Until", rules.Instant(q.Until)),
	); err != nil {
		return countAsk{}, err
	}
	a := countAsk{Counts: c, from: stampAt(q.Since), asOf: stampAt(asOf), kinds: allKinds}
	a.to = a.asOf.next()
	if until := stampAt(q.Until); !q.Until.IsZero() && until.before(a.to) {
		a.to = until
	}
	if a.to.before(a.from) {
		a.to = a.from // an empty window
	}
	if len(q.Kinds) > 0 {
		a.kinds = 0
	}
	for i, k := range q.Kinds {
		if err := rules.Break(rules.Index("Kinds", i), k.rule()); err != nil {
			return countAsk{}, err
		}
		a.kinds |= 1 << kindPlace(k)
	}
	return a, nil
}

func (a *countAsk) byKind(racks []*rack) []KindCount {
	var counts []KindCount
	for kind := range uint8(len(lasts{})) {
		if one := uint8(1) << kind; a.kinds&one != 0 {
			counts = append(counts, KindCount{Kind: kindAt(kind), Count: a.count(racks, one)})
		}
	}
	return counts
}
