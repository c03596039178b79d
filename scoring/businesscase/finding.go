package businesscase

import (
	"cmp"
	"math"
	"slices"
)

// Normal scores are put into cells of the same width, of which the first and the last have all that is beyond: 1 of
// 30,000 draws each.
const (
	cellCount = 128
	outermost = 4 // up to where cells are
)

// cellOf returns the cell of a score.
func cellOf(z float64) int {
	return int(max(0, min(cellCount-1, (z+outermost)*(cellCount/2/outermost))))
}

// A cell is what is summed over the draws of which an input belongs to it.
type cell struct{ n, sum, squares float64 }

func (c *cell) add(v float64) {
	c.n++
	c.sum += v
	c.squares += v * v
}

func (c *cell) merge(d cell) {
	c.n += d.n
	c.sum += d.sum
	c.squares += d.squares
}

// findings returns what there is to find out about each input that varies.
func (s *simulation) findings(value moments) []Finding {
	out := []Finding{}
	for i := range s.model.Inputs {
		seen := s.slots[0].seen[i]
		if seen == nil {
			continue
		}
		for _, w := range s.slots[1:] {
			for j, c := range w.seen[i] {
				seen[j].merge(c)
			}
		}
		known := s.model.evidence(i)
		out = append(out, Finding{
			Input: s.model.Inputs[i].Name, Basis: known.Basis, Now: s.inputs.sources[i].told(known),
			Perfect: s.learned(seen, value.mean), Share: explained(seen),
		})
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(b.Perfect.Value, a.Perfect.Value),
			cmp.Compare(b.Share, a.Share),
			cmp.Compare(a.Input, b.Input),
		)
	})
	return out
}

// learned returns the expected value of knowing an input before deciding: how much more it brings to decide by what
// its score makes the mean than by the mean of all (Strong and Oakley, Medical Decision Making 33:755, 2013).
// Whoever decides by a mean and is then paid by it is paid for its errors too: so what half of the draws says is
// decided, and paid, by the other half. What is left is an error to the other side, of decisions that chance turns,
// and where the mean is next to 0, that of the mean itself.
func (s *simulation) learned(seen []cell, mean float64) Mean {
	reach := int(math.Round(20 * math.Pow(float64(s.cfg.Draws), -.2)))
	same := mean > 0 // what is decided if nothing is found out
	var turned cell
	n, sign := 0., 1.
	if same {
		sign = -1
	}
	for j, c := range seen {
		n += c.n
		if there, ok := around(seen, j^1, reach); ok && there+s.about > 0 != same {
			turned.merge(c)
		}
	}
	gain := sign * (turned.sum + turned.n*s.about) / n
	squares := turned.squares + s.about*(2*turned.sum+turned.n*s.about)
	return Mean{max(0, gain), math.Sqrt(max(0, squares/n-gain*gain) / (n - 1))}
}

// around returns the mean at a cell by a straight line through it and its neighbours of the same half, which are
// every other one: so that few draws tell as much as they can. ok is false where there are none.
func around(seen []cell, at, reach int) (mean float64, ok bool) {
	var n, d, dd, v, dv float64 // sums over draws, by their distance from the cell
	for j := max(at-2*reach, at&1); j <= min(at+2*reach, len(seen)-1); j += 2 {
		c, far := seen[j], float64(j-at)
		n += c.n
		d += c.n * far
		dd += c.n * far * far
		v += c.sum
		dv += c.sum * far
	}
	if det := n*dd - d*d; det > 1e-9*n*dd {
		return (v*dd - dv*d) / det, true
	}
	return v / max(n, 1), n > 0
}

// explained returns the share of the variance that an input explains alone. What cells miss, because the value
// changes within them too, falls with the square of their width: so cells twice as wide tell how much that is
// (Richardson).
func explained(seen []cell) float64 {
	fine := apart(seen, 2)
	return clamped(fine + (fine-apart(seen, 4))/3)
}

// apart returns the share of the variance that lies between cells, of so many in one, less what chance puts there:
// of each the variance of its own mean, because where there are few draws they often vary more.
func apart(seen []cell, width int) float64 {
	var all cell
	means, chance := 0., 0.
	for _, g := range grouped(seen, width) {
		all.merge(g)
		means += g.sum * g.sum / g.n
		chance += g.variance()
	}
	total := all.variance()
	if !(total > 0) {
		return 0
	}
	return (means - all.sum*all.sum/all.n - (chance - total)) / (total * (all.n - 1))
}

// grouped puts so many cells into one, and more where there are too few draws in them to tell how they vary.
func grouped(seen []cell, width int) []cell {
	const enough = 16
	var groups []cell
	var g cell
	for part := range slices.Chunk(seen, width) {
		for _, c := range part {
			g.merge(c)
		}
		if g.n >= enough {
			groups = append(groups, g)
			g = cell{}
		}
	}
	groups[len(groups)-1].merge(g)
	return groups
}

func (c *cell) variance() float64 { return (c.squares - c.sum*c.sum/c.n) / (c.n - 1) }
