package readiness

import (
	"slices"

	"github.com/kithcrm/kith/scoring"
)

// A table is the ratings of a tally by item, with people in the order of their IDs, so that sums come out the same each
// time.
type table struct {
	ins     *Instrument
	cfg     Config
	raters  []scoring.PartyID // who rated, and in Compare who rated in the other round
	columns []column          // by item
	bonds   [][]bond          // by item
}

// A column is what was rated of one item.
type column struct {
	who       []int     // the places of those who rated it, ascending
	x         []float64 // their severities
	mean      float64
	deviation float64 // the sum of squares around the mean
	shown     bool
}

// table returns the ratings, with a place for each of these people, who are sorted.
func (t *Tally) table(people []scoring.PartyID, cfg Config) *table {
	tab := &table{ins: &t.ins, cfg: cfg, raters: people, columns: make([]column, len(t.ins.Items))}
	for who, by := range people {
		s := t.sheets[by]
		if s == nil {
			continue
		}
		for item, c := range s.cells {
			if c.rated {
				col := &tab.columns[item]
				col.who, col.x = append(col.who, who), append(col.x, c.severity)
			}
		}
	}
	for i := range tab.columns {
		tab.columns[i].sum()
		tab.columns[i].shown = len(tab.columns[i].x) >= cfg.Least
	}
	tab.bonds = bonds(tab, tab)
	return tab
}

func (c *column) sum() {
	if len(c.x) == 0 {
		return
	}
	c.mean, c.deviation = meanOf(c.x)
}

// meanOf returns the mean and the sum of squares around it, which is 0 where all are the same, and only there. It adds
// up from the least: whoever said what, the same ratings are the same to the last digit, and rank the same.
func meanOf(xs []float64) (mean, deviation float64) {
	xs = slices.Clone(xs)
	slices.Sort(xs)
	base := xs[0]
	for _, x := range xs {
		mean += x - base
	}
	mean /= float64(len(xs))
	for _, x := range xs {
		off := x - base - mean
		deviation += off * off
	}
	return min(max(base+mean, 0), 1), deviation
}

// withheld reports whether people rated an item, and too few.
func (c *column) withheld() bool { return !c.shown && len(c.x) > 0 }

// A figure is a weighted mean of items, with what each rater has to do with it.
type figure struct {
	value  float64
	share  []float64 // what part of the whole weight each item has, of those shown; 0 for the others
	pull   []float64 // by how much each rater pulls it up
	voice  []float64 // what part of it each rater gave
	people int       // who gave any
	n      float64   // how many raters who each gave as much would tell as much (Kish 1965)
	error2 float64   // the square of its error, as if n were n-1
}

// figure returns the mean of items with these weights, of those shown. It is not known where there is none.
func (t *table) figure(weights []float64) figure {
	f := figure{
		share: make([]float64, len(weights)), pull: make([]float64, len(t.raters)), voice: make([]float64, len(t.raters)),
	}
	sum := 0.0
	for i, w := range weights {
		if t.columns[i].shown {
			f.share[i] = w
			sum += w
		}
	}
	if sum == 0 {
		return f
	}
	for i := range f.share {
		f.share[i] /= sum
		if f.share[i] > 0 {
			f.add(&t.columns[i], f.share[i])
		}
	}
	f.value = min(f.value, 1)
	square := 0.0
	for _, v := range f.voice {
		square += v * v
		if v > 0 {
			f.people++
		}
	}
	f.n = min(1/square, float64(f.people))
	f.error2 = max(joint(&f, &f, t.bonds), 0)
	return f
}

func (f *figure) add(c *column, share float64) {
	each := share / float64(len(c.x))
	f.value += share * c.mean
	for j, who := range c.who {
		f.pull[who] += each * (c.x[j] - c.mean)
		f.voice[who] += each
	}
}

// known reports whether there is a number.
func (f *figure) known() bool { return f.people > 0 }

// deviation returns the sum of squares that as many raters of all items would have.
func (f *figure) deviation() float64 { return f.error2 * f.n * f.n }
