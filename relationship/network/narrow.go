package network

import (
	"slices"
	"time"
)

// narrow keeps weights in as few bits as are exact.
func narrow(w []float64) weights {
	ones, exact := true, true
	for _, x := range w {
		ones = ones && x == 1
		exact = exact && float64(float32(x)) == x
	}
	switch {
	case ones:
		return weights{}
	case !exact:
		return weights{long: w}
	}
	short := make([]float32, len(w))
	for i, x := range w {
		short[i] = float32(x)
	}
	return weights{short: short}
}

// narrow turns nanoseconds into ranks where there are few enough different instants, and into nothing
// where all ties hold always.
func (d dates) narrow() dates {
	always := len(d.odd) == 0
	seen := map[int64]bool{}
	for _, w := range d.long {
		for _, n := range w {
			if n != alwaysLong && n != everLong {
				always = false
				seen[n] = true
			}
		}
		if len(seen) > mostRanks {
			return d
		}
	}
	if always {
		return dates{}
	}
	return d.inRanks(seen)
}

func (d dates) inRanks(seen map[int64]bool) dates {
	delete(seen, 0) // what odd stints hold in place of instants
	delete(seen, 1)
	nanos := make([]int64, 0, len(seen)+2)
	for n := range seen {
		nanos = append(nanos, n)
	}
	nanos = append(nanos, 0, 1)
	slices.Sort(nanos)
	if len(nanos) > mostRanks {
		return d
	}
	out := dates{odd: d.odd, short: make([]uint32, len(d.long))}
	instants := make([]time.Time, len(nanos))
	rank := make(map[int64]uint32, len(nanos)+2)
	rank[alwaysLong], rank[everLong] = 0, everShort
	for i, n := range nanos {
		instants[i] = time.Unix(0, n).UTC()
		rank[n] = uint32(i) + 1
	}
	out.setInstants(instants)
	for i, w := range d.long {
		out.short[i] = rank[w[0]]<<16 | rank[w[1]]
	}
	return out
}
