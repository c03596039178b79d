package survey

import "math"

// A Difference is by how much a number is higher in one group, or at one time, than in another, with the range
// that holds the true difference at a level of confidence.
type Difference struct {
	// Interval is the difference itself and its range. It is above 0 where the first number is the higher
	// one. Its N is the number of answers of both.
	Interval

	// P is how likely a difference as large as this, in either direction, is where there is truly none:
	// below 1 - Level where the range leaves 0 out. It is 1 where nothing is known.
	P float64 `json:"p"`
}

// manyDeviations is a z beyond which P is 0 in a float64.
const manyDeviations = 39

// unknownDifference returns the difference of which nothing is known but that it is at most width.
func (c Config) unknownDifference(width float64) Difference {
	return Difference{Interval: c.unknown(-width, width), P: 1}
}

// twoSided returns a difference with limits z standard errors away from its centre, which need not be the
// difference itself.
func (c Config) twoSided(value, centre, deviation, n, width float64) Difference {
	half := c.z() * deviation
	d := Difference{Interval: c.bounded(value, centre-half, centre+half, n, -width, width), P: 1}
	switch {
	case deviation > 0:
		d.P = normalP(centre / deviation)
	case centre != 0:
		d.P = 0
	}
	return d
}

// What is ranged has a value, a size and limits at every z.
type ranged interface {
	value() float64
	size() float64
	lowAt(z float64) float64
	highAt(z float64) float64
}

// mover returns the difference of two numbers with the limits put together of theirs: each is as far away as
// the two limits concerned are from their numbers, by the sum of squares ("method of variance estimates
// recovery", Zou and Donner 2008; Newcombe 1998 for proportions). P belongs to the z at which a limit is 0.
func (c Config) mover(a, b ranged, width float64) Difference {
	value := a.value() - b.value()
	low := value - apart(a, b, c.z())
	high := value + apart(b, a, c.z())
	return Difference{
		Interval: c.bounded(value, low, high, a.size()+b.size(), -width, width),
		P:        moverP(a, b, value),
	}
}

func moverP(a, b ranged, value float64) float64 {
	switch {
	case value == 0:
		return 1
	case value < 0:
		a, b = b, a
	}
	return normalP(root(0, manyDeviations, func(z float64) float64 { return math.Abs(value) - apart(a, b, z) }))
}

// apart returns how far below a - b its lower limit is.
func apart(a, b ranged, z float64) float64 {
	return math.Hypot(a.value()-a.lowAt(z), b.highAt(z)-b.value())
}

// netDifference returns the difference of two net promoter scores in points.
func (c Config) netDifference(a, b trinomial) Difference {
	if a.n() == 0 || b.n() == 0 {
		return c.unknownDifference(2 * points)
	}
	return c.netDifferenceOfOne(a, b).times(points)
}

// netDifferenceOfOne returns the same on the scale from -1 to 1.
func (c Config) netDifferenceOfOne(a, b trinomial) Difference {
	value, added := a.score()-b.score(), trinomial{}
	switch c.Method {
	case Student:
		return c.meanDifference(a.moments(), b.moments())
	case AdjustedWald:
		added = c.added(2)
	case ScoreTest:
		return c.mover(a, b, 2)
	}
	u, v := a.add(added), b.add(added)
	deviation := math.Sqrt(u.variance()/u.n() + v.variance()/v.n())
	return c.twoSided(value, u.score()-v.score(), deviation, a.n()+b.n(), 2)
}

// value, size, lowAt and highAt let a trinomial stand where a difference is put together of two intervals.
func (t trinomial) value() float64           { return t.score() }
func (t trinomial) size() float64            { return t.n() }
func (t trinomial) lowAt(z float64) float64  { return t.lowest(z) }
func (t trinomial) highAt(z float64) float64 { return -t.mirror().lowest(z) }

// times returns the difference in another unit.
func (d Difference) times(unit float64) Difference {
	d.Value *= unit
	d.Low *= unit
	d.High *= unit
	return d
}
