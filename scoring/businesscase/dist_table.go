package businesscase

import "math"

// A table is a smooth function that does not fall, by its values and slopes at equal steps, and between them by the
// cubic that has both (Hermite's). Beyond its ends it stays as it is there.
type table struct {
	low, perStep float64
	knots        []knot
}

// A knot is the value of a function and its slope for one step.
type knot struct{ y, slope float64 }

// A span is where a table is asked, and how far off it may be, as a share of the range of its values.
type span struct{ low, high, off float64 }

// newTable returns a table of f, which is asked in increasing order, a few times over. It is off by no more than it
// may, unless f is so steep somewhere that 16,384 steps are too few.
func newTable(over span, f func(x float64) (y, slope float64)) *table {
	const steps, most = 128, 1 << 14
	low, width := over.low, (over.high-over.low)/steps
	knots := make([]knot, steps+1)
	for i := range knots {
		y, slope := f(low + float64(i)*width)
		knots[i] = knot{y, slope * width}
	}
	for {
		t := &table{low, 1 / width, knots}
		t.tame()
		half, off := t.halved(width, f)
		knots, width = half, width/2
		// Halving the step takes the error to a sixteenth of what is seen here.
		if off <= 10*over.off*(knots[len(knots)-1].y-knots[0].y) || len(knots) > most {
			t = &table{low, 1 / width, knots}
			t.tame()
			return t
		}
	}
}

// halved returns the knots of steps half as wide, and by how much the table is off between its own.
func (t *table) halved(width float64, f func(x float64) (y, slope float64)) (half []knot, off float64) {
	half = make([]knot, 0, 2*len(t.knots)-1)
	for i, k := range t.knots {
		half = append(half, knot{k.y, k.slope / 2})
		if i == len(t.knots)-1 {
			break
		}
		x := t.low + (float64(i)+.5)*width
		y, slope := f(x)
		half = append(half, knot{y, slope * width / 2})
		off = max(off, math.Abs(t.at(x)-y))
	}
	return half, off
}

// tame flattens slopes where the cubic would otherwise fall somewhere (Fritsch and Carlson 1980).
func (t *table) tame() {
	for i := range t.knots {
		k := &t.knots[i]
		if i > 0 {
			k.slope = min(k.slope, 3*(k.y-t.knots[i-1].y))
		}
		if i < len(t.knots)-1 {
			k.slope = min(k.slope, 3*(t.knots[i+1].y-k.y))
		}
	}
}

func (t *table) at(x float64) float64 {
	place := (x - t.low) * t.perStep
	i := int(place)
	switch last := len(t.knots) - 1; {
	case !(place > 0):
		return t.knots[0].y
	case i >= last:
		return t.knots[last].y
	}
	a, b, d := &t.knots[i], &t.knots[i+1], place-float64(i)
	rise := b.y - a.y
	return a.y + d*(a.slope+d*(3*rise-2*a.slope-b.slope+d*(a.slope+b.slope-2*rise)))
}

func (t *table) high() float64 { return t.low + float64(len(t.knots)-1)/t.perStep }
