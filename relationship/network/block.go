package network

import (
	"math"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A block holds lists of ties as columns: one entry a tie, as seen from the party whose list it is.
// A list is in order of kind, then of the ID of the party at the other end, then of the tie. Blocks never
// change once they are made, so that snapshots can share them.
type block struct {
	other  []uint32 // the party at the other end
	kind   []uint16
	weight weights
	dates  dates
	ids    []relationship.TieID // nil where ties have none, and in lists of incoming ties
}

// A list is a stretch of a block.
type list struct {
	in        *block
	low, high uint32
}

func (l list) len() int { return int(l.high - l.low) }

// ofKind returns the stretch of a list with one kind.
func (l list) ofKind(kind uint16) (low, high int) {
	low, high = int(l.low), int(l.high)
	kinds := l.in.kind
	if high-low > 32 {
		low = firstNotBelow(kinds, low, high, kind)
		high = firstNotBelow(kinds, low, high, kind+1)
		return low, high
	}
	for low < high && kinds[low] < kind {
		low++
	}
	end := low
	for end < high && kinds[end] == kind {
		end++
	}
	return low, end
}

// firstNotBelow returns the first place from low on at which kinds, in order, are not below kind.
func firstNotBelow(kinds []uint16, low, high int, kind uint16) int {
	for low < high {
		if middle := int(uint(low+high) / 2); kinds[middle] < kind {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// weights are the weights of the ties of a block: nothing where all are 1, 32 bits each where that is
// exact for all of them, and 64 otherwise.
type weights struct {
	short []float32
	long  []float64
}

func (w *weights) at(i int) float64 {
	switch {
	case w.short != nil:
		return float64(w.short[i])
	case w.long != nil:
		return w.long[i]
	}
	return 1
}

// dates are the stints of the ties of a block. Nearly all ties have one.
type dates struct {
	// short has the ranks of From and To among instants, 16 bits each, where there are few enough
	// different instants; long has nanoseconds since 1970. Where neither is there, all ties hold
	// always. A From above its To is a sign that odd has the stints of the tie.
	short    []uint32
	long     [][2]int64
	instants []time.Time // in order; the rank of an instant is its place here and 1 more

	// instantNanos are the instants in nanoseconds, or nil where one of them has no number.
	instantNanos []int64
	odd          map[uint32][]relationship.Stint
}

const (
	everShort  = math.MaxUint16    // the rank of a To that is not known to come
	oddShort   = everShort << 16   // From is never and To is before everything
	mostRanks  = everShort - 1     // how many instants can have a rank
	alwaysLong = math.MinInt64     // the From of a stint that began before anyone took note
	everLong   = math.MaxInt64     // the To of a stint that goes on
	lateLong   = math.MaxInt64 - 1 // the last instant that nanoseconds can tell
	earlyLong  = math.MinInt64 + 1 // the first
)

// setInstants sets the instants that can have a rank, which are in order.
func (d *dates) setInstants(instants []time.Time) {
	d.instants = instants
	nanos := make([]int64, len(instants))
	for i, t := range instants {
		if nanos[i] = nanosOf(t); nanos[i] == earlyLong || nanos[i] == lateLong {
			return
		}
	}
	d.instantNanos = nanos
}

// A moment is an instant that ties are asked about, as blocks of each form want it. The zero moment
// asks whether they ever held.
type moment struct {
	asked bool
	time  time.Time
	nanos int64
	rank  uint32 // among the instants of the block that ranks is of
	ranks *block
}

// momentOf returns an instant as something to ask; the zero time asks for all times.
func momentOf(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	return moment{asked: true, time: t, nanos: nanosOf(t)}
}

// nanosOf returns an instant in nanoseconds since 1970, cut to those that have a number.
func nanosOf(t time.Time) int64 {
	switch y := t.Year(); {
	case y < 1679:
		return earlyLong
	case y > 2261:
		return lateLong
	}
	return t.UnixNano()
}

// in returns the moment made ready for a block.
func (m moment) in(b *block) moment {
	if m.ranks == b || b.dates.short == nil {
		return m
	}
	m.ranks, m.rank = b, b.dates.rank(m.time)
	return m
}

// rank returns how many of the instants are not after t: the rank of the last of them.
func (d *dates) rank(t time.Time) uint32 {
	low, high := 0, len(d.instants)
	for low < high {
		if middle := int(uint(low+high) / 2); d.instants[middle].After(t) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return uint32(low)
}

// hold reports whether the tie at a place of the block holds at a moment that was made ready for it.
func (d *dates) hold(i int, m *moment) bool {
	if d.short != nil {
		w := d.short[i]
		from, to := w>>16, w&everShort
		if from <= m.rank && m.rank < to {
			return true
		}
		return from > to && d.oddHolds(i, m)
	}
	if d.long != nil {
		from, to := d.long[i][0], d.long[i][1]
		if from <= m.nanos && m.nanos < to {
			return true
		}
		return from > to && d.oddHolds(i, m)
	}
	return true
}

func (d *dates) oddHolds(i int, m *moment) bool {
	for _, s := range d.odd[uint32(i)] {
		if s.Holds(m.time) {
			return true
		}
	}
	return false
}

// stints returns the stints of the tie at a place of the block.
func (d *dates) stints(i int) []relationship.Stint {
	switch {
	case d.short != nil:
		from, to := d.short[i]>>16, d.short[i]&everShort
		if from > to {
			return d.odd[uint32(i)]
		}
		var s relationship.Stint
		if from > 0 {
			s.From = d.instants[from-1]
		}
		if to < everShort {
			s.To = d.instants[to-1]
		}
		return []relationship.Stint{s}
	case d.long != nil:
		from, to := d.long[i][0], d.long[i][1]
		if from > to {
			return d.odd[uint32(i)]
		}
		var s relationship.Stint
		if from > alwaysLong {
			s.From = time.Unix(0, from).UTC()
		}
		if to < everLong {
			s.To = time.Unix(0, to).UTC()
		}
		return []relationship.Stint{s}
	}
	return []relationship.Stint{{}}
}

// inNanos returns one stint in nanoseconds, and whether it can be told so.
func inNanos(stints []relationship.Stint) ([2]int64, bool) {
	odd := [2]int64{1, 0}
	if len(stints) != 1 || stints[0].Ended {
		return odd, false
	}
	s := stints[0]
	out := [2]int64{alwaysLong, everLong}
	if !s.From.IsZero() {
		out[0] = nanosOf(s.From)
	}
	if !s.To.IsZero() {
		out[1] = nanosOf(s.To)
	}
	if out[0] == earlyLong || out[0] == lateLong || out[1] == earlyLong || out[1] == lateLong {
		return odd, false
	}
	return out, true
}
