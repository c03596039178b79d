package network

import (
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Columns are parties and ties as columns, one place of each column a tie. They are the quickest way
// into a snapshot; [Index.Places] makes numbers of IDs.
type Columns struct {
	// Parties are the IDs of all parties, distinct; in increasing order they load faster.
	Parties []relationship.PartyID

	// Kinds are the names of the kinds that Kind numbers. All must be among Config.Kinds.
	Kinds []relationship.KindName

	// From and To are the ends of each tie, as places in Parties, and Kind is its kind, as a place in Kinds.
	From, To []uint32
	Kind     []uint16

	// Weight is how much each tie counts, a finite number of 0 or more. nil means 1 for each.
	Weight []float32

	// Since and Until are when each tie held, as places in Instants, from the one until the other. nil
	// means always. Until must be after Since.
	Since, Until []uint32

	// Instants are the instants that Since and Until name, in any order. The zero time means without
	// a beginning, or without an end.
	Instants []time.Time
}

// Load returns the snapshot of ties that are given as columns; it keeps the memory of Parties if they
// are in order, and no other. It returns an error matching [relationship.ErrInvalid] that names the
// first place that breaks a rule of [Columns].
//
// It takes 21 bytes a tie, and 29 with dates if they have at most 65,534 different instants, 53
// otherwise; 8 to 16 bytes a party; and 16 bytes a tie more while it works. It takes O(n log n) time in the
// number of ties: on two cores about half a second for ten million.
func Load(c Columns, cfg Config) (*Snapshot, error) {
	l := loader{kinds: newKinds(cfg.Kinds), each: cfg.each(), parties: c.Parties}
	if err := l.take(&c); err != nil {
		return nil, err
	}
	return l.load(source{})
}

// A loader makes a snapshot of ties given as columns.
type loader struct {
	kinds    kinds
	each     func(n int, do func(int))
	parties  []relationship.PartyID
	from, to []uint32
	kind     []uint16 // numbers of kinds
	weight   weights
	dates    dates
	ids      []relationship.TieID
}

// take checks columns and takes them over.
func (l *loader) take(c *Columns) error {
	if err := l.kinds.check(opLoad); err != nil {
		return err
	}
	kinds, err := l.checkKinds(c)
	if err != nil {
		return err
	}
	if err := c.checkLengths(); err != nil {
		return err
	}
	if err := l.checkEnds(c); err != nil {
		return err
	}
	l.from, l.to, l.kind = c.From, c.To, c.Kind
	if !inPlace(kinds) {
		l.kind = make([]uint16, len(c.Kind))
		for i, k := range c.Kind {
			l.kind[i] = kinds[k]
		}
	}
	l.weight = weights{short: c.Weight}
	if err := l.takeDates(c); err != nil {
		return err
	}
	return l.renumber()
}

// inPlace reports whether a renumbering changes nothing.
func inPlace(numbers []uint16) bool {
	for i, n := range numbers {
		if int(n) != i {
			return false
		}
	}
	return true
}

const opLoad = "load columns"

func (l *loader) checkKinds(c *Columns) ([]uint16, error) {
	numbers := make([]uint16, len(c.Kinds))
	for i, name := range c.Kinds {
		n, ok := l.kinds.number[name]
		if !ok {
			return nil, broken(opLoad, element("Kinds", i), "must be a known kind of tie")
		}
		numbers[i] = n
	}
	return numbers, nil
}

func (c *Columns) checkLengths() error {
	if len(c.Parties) >= math.MaxUint32 || len(c.From) >= math.MaxUint32/2 {
		return broken(opLoad, "Parties", "and From must be shorter: numbers have 32 bits")
	}
	for _, col := range []struct {
		name string
		len  int
		none bool
	}{
		{"To", len(c.To), false},
		{"Kind", len(c.Kind), false},
		{"Weight", len(c.Weight), c.Weight == nil},
		{"Since", len(c.Since), c.Since == nil},
		{"Until", len(c.Until), c.Until == nil},
	} {
		if col.len != len(c.From) && !col.none {
			return broken(opLoad, col.name, "must be as long as From")
		}
	}
	if (c.Since == nil) != (c.Until == nil) {
		return broken(opLoad, "Until", "must be there exactly where Since is")
	}
	return nil
}

// checkEnds finds the first tie whose columns are out of range.
func (l *loader) checkEnds(c *Columns) error {
	parties, kinds := uint32(len(c.Parties)), len(c.Kinds)
	var errs [64]error
	size := max(1<<16, len(c.From)/len(errs)+1)
	parts(l.each, len(c.From), size, func(part, low, high int) {
		for i := low; i < high && errs[part] == nil; i++ {
			switch {
			case c.From[i] >= parties:
				errs[part] = broken(opLoad, element("From", i), "must be a place in Parties")
			case c.To[i] >= parties:
				errs[part] = broken(opLoad, element("To", i), "must be a place in Parties")
			case int(c.Kind[i]) >= kinds:
				errs[part] = broken(opLoad, element("Kind", i), "must be a place in Kinds")
			case c.Weight != nil && !(c.Weight[i] >= 0 && c.Weight[i] <= math.MaxFloat32):
				errs[part] = broken(opLoad, element("Weight", i), ruleWeight)
			}
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// mostWeight is how much a tie may weigh: little enough that sums of weights are finite.
const (
	mostWeight = 1e290
	ruleWeight = "must be a number from 0 to 1e290"
)

// takeDates makes ranks, or nanoseconds, of the dates.
func (l *loader) takeDates(c *Columns) error {
	if c.Since == nil {
		return nil
	}
	for i := range c.Since {
		switch {
		case int(c.Since[i]) >= len(c.Instants):
			return broken(opLoad, element("Since", i), "must be a place in Instants")
		case int(c.Until[i]) >= len(c.Instants):
			return broken(opLoad, element("Until", i), "must be a place in Instants")
		}
	}
	utc := make([]time.Time, len(c.Instants))
	for i, t := range c.Instants {
		utc[i] = t.UTC()
	}
	distinct := distinctInstants(slices.Clone(utc))
	if len(distinct) > mostRanks {
		return l.longDates(c, utc)
	}
	l.dates.setInstants(distinct)
	l.dates.short = make([]uint32, len(c.Since))
	ranks := make([]uint32, len(utc))
	for i, t := range utc {
		if !t.IsZero() {
			ranks[i] = l.dates.rank(t)
		}
	}
	for i := range c.Since {
		from, to := ranks[c.Since[i]], ranks[c.Until[i]]
		if to == 0 {
			to = everShort
		}
		if from >= to {
			return broken(opLoad, element("Until", i), "must be after Since")
		}
		l.dates.short[i] = from<<16 | to
	}
	return nil
}

// distinctInstants returns the instants in order, each once, without the zero time.
func distinctInstants(instants []time.Time) []time.Time {
	instants = slices.DeleteFunc(instants, time.Time.IsZero)
	slices.SortFunc(instants, time.Time.Compare)
	return slices.Clip(slices.CompactFunc(instants, time.Time.Equal))
}

func (l *loader) longDates(c *Columns, instants []time.Time) error {
	l.dates.long = make([][2]int64, len(c.Since))
	for i := range c.Since {
		s := relationship.Stint{From: instants[c.Since[i]], To: instants[c.Until[i]]}
		if !s.To.IsZero() && !s.From.Before(s.To) {
			return broken(opLoad, element("Until", i), "must be after Since")
		}
		l.dates.setLong(i, []relationship.Stint{s})
	}
	return nil
}

// setLong sets the stints of the tie at a place.
func (d *dates) setLong(i int, stints []relationship.Stint) {
	nanos, ok := inNanos(stints)
	d.long[i] = nanos
	if !ok {
		d.setOdd(i, stints)
	}
}

func (d *dates) setOdd(i int, stints []relationship.Stint) {
	if d.odd == nil {
		d.odd = map[uint32][]relationship.Stint{}
	}
	d.odd[uint32(i)] = slices.Clone(stints)
}

// renumber renumbers parties in the order of their IDs.
func (l *loader) renumber() error {
	if slices.IsSorted(l.parties) {
		return nil
	}
	order := make([]uint32, len(l.parties))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if l.parties[a] < l.parties[b] {
			return -1
		}
		return 1
	})
	for i := 1; i < len(order); i++ {
		if l.parties[order[i]] == l.parties[order[i-1]] {
			_, err := NewIndex(l.parties)
			return err // which names the place in the list as it was given
		}
	}
	place := make([]uint32, len(order))
	parties := make([]relationship.PartyID, len(order))
	for i, o := range order {
		place[o], parties[i] = uint32(i), l.parties[o]
	}
	renumbered := func(old []uint32) []uint32 {
		fresh := make([]uint32, len(old))
		for i, o := range old {
			fresh[i] = place[o]
		}
		return fresh
	}
	l.parties, l.from, l.to = parties, renumbered(l.from), renumbered(l.to)
	return nil
}

// load makes the snapshot.
func (l *loader) load(from source) (*Snapshot, error) {
	index, err := NewIndex(l.parties)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{kinds: l.kinds, each: l.each, index: index, ties: len(l.from), from: from}
	m := maker{each: l.each, parties: len(l.parties)}
	s.base[outgoing], s.starts[outgoing] = m.lists(l)
	s.base[incoming], s.starts[incoming] = m.lists(turner{s.base[outgoing], s.starts[outgoing]})
	return s, nil
}
