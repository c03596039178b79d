package lifetime

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// An Outlook is what a model expects of a sample.
type Outlook struct {
	// Customers is how many there are.
	Customers int `json:"customers"`

	// Alive is the mean number of those still there at their T, and AliveThen of those still there at the end of the
	// horizon.
	Alive     float64 `json:"alive"`
	AliveThen float64 `json:"alive_then"`

	// Purchases is the mean number of purchases of them all within the horizon after their T.
	Purchases float64 `json:"purchases"`
}

// Foresee returns what a model expects of a sample within a horizon, not below 0, in the model's unit of time.
//
// It returns an error matching relationship.ErrInvalid for a model or a horizon out of its range.
func Foresee(m Model, s *Sample, horizon float64) (Outlook, error) {
	const op = "foresee"
	groups := s.groups()
	rows := make([]Customer, len(groups))
	for i, g := range groups {
		rows[i] = g.Customer
	}
	dst := make([]float64, len(rows))
	o := Outlook{Customers: s.n}
	for _, part := range []struct {
		sum *float64
		set func() error
	}{
		{&o.Alive, func() error { return PAliveAll(m, dst, rows, 0) }},
		{&o.AliveThen, func() error { return PAliveAll(m, dst, rows, horizon) }},
		{&o.Purchases, func() error { return ExpectedAll(m, dst, rows, horizon) }},
	} {
		if err := part.set(); err != nil {
			return Outlook{}, retold(op, err)
		}
		for i, g := range groups {
			*part.sum += dst[i] * float64(g.N)
		}
	}
	return o, nil
}

// A Frequency compares how many customers came back a number of times with how many a model expects.
type Frequency struct {
	// X is how often, within each customer's T; in the last row, that often or more.
	X int `json:"x"`

	// Actual is how many did.
	Actual int `json:"actual"`

	// Expected is the mean number that the model has.
	Expected float64 `json:"expected"`
}

// Frequencies returns a row for each number of purchases after the first from 0 to last, where last, above 0, stands for
// itself and more.
//
// It returns an error matching relationship.ErrInvalid for a model or a last out of its range. It takes some
// microseconds for each row and distinct T.
func Frequencies(m Model, s *Sample, last int) ([]Frequency, error) {
	const op = "frequencies"
	k := m.kernel()
	if err := rules.First(k.check(), rules.Break("last", when(last < 1 || last > 1<<20, "must be from 1 to 1,048,576"))); err != nil {
		return nil, opError(op, err)
	}
	table := make([]Frequency, last+1)
	for i := range table {
		table[i].X = i
	}
	for c, n := range s.count {
		table[int(min(c.X, float64(last)))].Actual += n
	}
	for _, d := range s.durations() {
		left := 1.0
		for x := range last {
			p := k.counts(float64(x), d.t)
			table[x].Expected += d.n * p
			left -= p
		}
		table[last].Expected += d.n * max(0, left)
	}
	for _, row := range table {
		if _, err := finite(op, row.Expected); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// Track returns how many purchases after the first a model expects of a whole sample up to each of some times, which count
// from the first purchase of the customers with the greatest T: all others begin later, by how much less their T is.
// Times may go beyond the greatest T, where it is a forecast. The differences are the purchases in each period.
//
// It returns an error matching relationship.ErrInvalid for a model or a time out of its range. It takes about a microsecond
// for each time and distinct T.
func Track(m Model, s *Sample, times []float64) ([]float64, error) {
	const op = "track"
	k := m.kernel()
	if err := k.check(); err != nil {
		return nil, opError(op, err)
	}
	starts := s.durations()
	sums := make([]float64, len(times))
	for i, t := range times {
		if err := checkTime(rules.Index("times", i), t); err != nil {
			return nil, opError(op, err)
		}
		for _, d := range starts {
			if own := t - (starts[len(starts)-1].t - d.t); own > 0 {
				sums[i] += d.n * k.alive(Customer{}) * k.buys(0, 0, own)
			}
		}
		if _, err := finite(op, sums[i]); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// A duration is a distinct T and how many customers have it.
type duration struct{ t, n float64 }

// durations returns them, sorted.
func (s *Sample) durations() []duration {
	count := make(map[float64]int)
	for c, n := range s.count {
		count[c.T] += n
	}
	all := make([]duration, 0, len(count))
	for t, n := range count {
		all = append(all, duration{t, float64(n)})
	}
	slices.SortFunc(all, func(a, b duration) int { return cmp.Compare(a.t, b.t) })
	return all
}
