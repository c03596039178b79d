package readiness

import (
	"cmp"
	"math"
)

// A bond is of two items that some people rated both, but fewer than Config.Least. How the errors of two figures go
// together is a sum over who has a part in both, and all else in that sum can be worked out from what is shown. So
// these few have no part in it.
type bond struct {
	item int     // the other item
	more float64 // what is added to the product of the errors of both
}

// bonds returns those of each item of a with items of b. Within one table each of the few counts as one who rates both
// items alike, by as much as people differ about either: that makes no range narrower than it should be. From one round
// to another they count as different people, for the same reason.
func bonds(a, b *table) [][]bond {
	all := make([][]bond, len(a.columns))
	for i := range a.columns {
		for j := range b.columns {
			c, d := &a.columns[i], &b.columns[j]
			if a == b && i == j || !c.shown || !d.shown {
				continue
			}
			few, product := meet(c, d, a.cfg.Least)
			if few == 0 || few == a.cfg.Least {
				continue
			}
			more := -product
			if a == b {
				more += float64(few) * c.spread() * d.spread()
			}
			all[i] = append(all[i], bond{j, more / float64(len(c.x)*len(d.x))})
		}
	}
	return all
}

// meet returns how many people are in both columns, and the sum of the products of how far they are off the means. It
// stops where there are enough.
func meet(c, d *column, enough int) (people int, product float64) {
	for i, j := 0, 0; i < len(c.who) && j < len(d.who) && people < enough; {
		switch cmp.Compare(c.who[i], d.who[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			people++
			product += (c.x[i] - c.mean) * (d.x[j] - d.mean)
			i, j = i+1, j+1
		}
	}
	return people, product
}

// spread returns how far severities lie from their mean.
func (c *column) spread() float64 { return math.Sqrt(c.deviation / float64(len(c.x))) }

// joint returns how the errors of two figures go together.
func joint(f, g *figure, bonds [][]bond) float64 {
	sum := 0.0
	for who, pull := range f.pull {
		sum += pull * g.pull[who]
	}
	for i, share := range f.share {
		if share == 0 {
			continue
		}
		for _, b := range bonds[i] {
			sum += share * g.share[b.item] * b.more
		}
	}
	return sum
}
