package drivers

import "math"

// tolerance is which share of a driver's variance is its own where the driver counts as following from
// others: what is left then is rounding.
const tolerance = 1e-10

// A correlations is a symmetric matrix, by rows: the correlations of drivers and, last, of the outcome.
type correlations struct {
	size int
	of   []float64
}

func newCorrelations(size int) correlations {
	return correlations{size, make([]float64, size*size)}
}

func (c correlations) drivers() int { return c.size - 1 }

func (c correlations) row(i int) []float64 { return c.of[i*c.size : (i+1)*c.size] }

func (c correlations) at(i, j int) float64 { return c.of[i*c.size+j] }

// outcome returns the correlation of driver i with the outcome.
func (c correlations) outcome(i int) float64 { return c.at(i, c.size-1) }

func (c correlations) set(i, j int, r float64) {
	r = max(-1, min(r, 1))
	c.of[i*c.size+j], c.of[j*c.size+i] = r, r
}

// correlations returns those of the drivers at the given places and of the outcome. All of them vary.
func (m *Moments) correlations(places []int) correlations {
	places = append(places[:len(places):len(places)], len(m.names))
	c := newCorrelations(len(places))
	for a, i := range places {
		c.set(a, a, 1)
		for b, j := range places[:a] {
			c.set(a, b, m.product(i, j)/math.Sqrt(m.product(i, i))/math.Sqrt(m.product(j, j)))
		}
	}
	return c
}

// A sorting tells constant drivers, and copies of others, from those that are to be analysed.
type sorting struct {
	distinct []int // places of drivers that vary, of copies the first
	copies   [][]int
	stands   []int // by driver, which of the distinct ones stands for it; -1 where it is constant
}

// sort sorts the drivers.
func (m *Moments) sort() sorting {
	s := sorting{stands: make([]int, len(m.names))}
	for i := range m.names {
		s.stands[i] = -1
		if m.deviation(i) == 0 {
			continue
		}
		if s.stands[i] = m.copyOf(i, s.distinct); s.stands[i] < 0 {
			s.stands[i] = len(s.distinct)
			s.distinct = append(s.distinct, i)
			s.copies = append(s.copies, nil)
		}
		s.copies[s.stands[i]] = append(s.copies[s.stands[i]], i)
	}
	return s
}

// copyOf returns which of the drivers at the given places i is a copy of, or -1.
func (m *Moments) copyOf(i int, places []int) int {
	for a, j := range places {
		r := m.product(i, j) / math.Sqrt(m.product(i, i)) / math.Sqrt(m.product(j, j))
		if 1-r*r <= tolerance {
			return a
		}
	}
	return -1
}
