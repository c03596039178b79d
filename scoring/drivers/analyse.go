package drivers

import (
	"math"

	"github.com/kithcrm/kith/relationship"
)

// analyse returns the analysis of all that was counted, with intervals where there are rounds.
func (m *Moments) analyse(rows []Row, s settings) Analysis {
	a, sorted := m.described(s), m.sort()
	if m.deviation(len(m.names)) == 0 {
		a.Warnings = m.warnings(a, sorted, nil)
		return a
	}
	c := m.correlations(sorted.distinct)
	spread := c.spectrum()
	all := newMeasurer(c.drivers(), maxExact, s.pairs, s.rand)
	found, errors := all.measure(c, spread)
	d := doubt{n: m.effective(), basis: s.basis}
	if s.rounds > 0 && c.drivers() > 0 && !m.few(sorted) {
		d.rounds = m.resampler(rows, sorted.distinct).again(c, found, s)
	}
	a.R2 = d.estimate(found.r2, 0, 1, func(m measured) (float64, bool) { return m.r2, !m.vain })
	a.AdjustedR2 = adjusted(a.R2, spread.rank())
	a.Condition = spread.condition()
	if all.orders != nil {
		a.Orders = 2 * s.pairs
	}
	for i, at := range sorted.stands {
		if at < 0 {
			a.Drivers[i].Shapley, a.Drivers[i].Relative = d.nothing(found), d.nothing(found)
			continue
		}
		m.fill(&a.Drivers[i], d, found, place{i, sorted.copies[at], at})
		a.Drivers[i].SamplingError = errors[at] / float64(len(sorted.copies[at]))
		if len(sorted.copies[at]) == 1 {
			a.Drivers[i].Own = spread.own(at)
		}
	}
	a.Warnings = m.warnings(a, sorted, spread)
	return a
}

// described returns what is known before anything is analysed: names, means and counts.
func (m *Moments) described(s settings) Analysis {
	a := Analysis{Drivers: make([]Driver, len(m.names)), Rows: m.rows, LeftOut: m.leftOut, OutcomeGaps: m.outcomeGaps}
	for i, name := range m.names {
		a.Drivers[i] = Driver{Name: name, Gaps: m.gaps[i], Performance: m.performance(i, s.basis)}
	}
	return a
}

// few reports whether rows, by their weights, are worth so few that R² is 1, or hardly less, whatever they say.
func (m *Moments) few(s sorting) bool { return m.effective() <= float64(len(s.distinct)+1) }

// A place is where a driver is found among all, its copies and itself, and among the distinct ones.
type place struct {
	driver   int
	copies   []int
	distinct int
}

// fill tells how important a driver is.
func (m *Moments) fill(to *Driver, d doubt, found measured, at place) {
	i, copies := at.distinct, len(at.copies)
	to.Shapley = d.importance(found, func(m measured) []float64 { return m.shapley }, i, copies)
	to.Relative = d.importance(found, func(m measured) []float64 { return m.relative }, i, copies)
	sign := math.Copysign(1, m.product(at.driver, at.copies[0]))
	to.Correlation = d.estimate(sign*found.outcome[i], -1, 1, func(m measured) (float64, bool) {
		return sign * m.outcome[i], !m.vain
	})
}

// adjusted returns R² less what so many independent drivers explain by chance (Ezekiel 1930).
func adjusted(r2 relationship.Estimate, drivers int) relationship.Estimate {
	free := r2.N - float64(drivers) - 1
	if free <= 0 {
		return relationship.Estimate{}
	}
	adjust := func(v float64) float64 { return 1 - (1-v)*((r2.N-1)/free) }
	r2.Value, r2.Low, r2.High = adjust(r2.Value), adjust(r2.Low), adjust(r2.High)
	return r2
}
