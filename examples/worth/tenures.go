package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// stays are customers who renew or leave: of each row, for how many periods, and whether they left; or how many of a
// cohort are left after so many.
type stays struct {
	unit    string
	cohorts lifetime.Cohorts
	periods []int     // of each row
	left    []bool    // nil for a cohort
	share   []float64 // of a cohort, how many are left of those who began
	begin   float64   // and how many those were
	notes   []string
}

func (s *settings) fromTenures() (*report, error) {
	file, err := open(s.rfm)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	k, err := readTenures(file, s.column, s.progress)
	if err != nil {
		return nil, err
	}
	if s.model == "sbg" {
		m, fit, err := lifetime.FitSBG(&k.cohorts, lifetime.Config{})
		return reportStays(s, k, m, fit, err)
	}
	m, fit, err := lifetime.FitBDW(&k.cohorts, lifetime.Config{})
	return reportStays(s, k, m, fit, err)
}

// survivor is SBG or BDW.
type survivor interface {
	Survival(renewals float64) (float64, error)
}

func reportStays(s *settings, k *stays, m survivor, fit lifetime.Fit, err error) (*report, error) {
	if err = cmp.Or(err, unfitted(fit)); err != nil {
		return nil, err
	}
	longest := 0
	for _, p := range k.periods {
		longest = max(longest, p)
	}
	r := &report{model: s.model, unit: k.unit, fit: fit, horizon: cmp.Or(s.horizon, float64(longest)), notes: k.notes}
	for i, p := range k.periods {
		v, err := k.still(m, i, float64(p), r.horizon)
		if err != nil {
			return nil, err
		}
		r.predictions = append(r.predictions, v)
	}
	last := min(longest+int(r.horizon), 40)
	if r.curve, err = k.curve(m, fit, last); err != nil {
		return nil, err
	}
	r.draw = r.drawCurve
	return r, nil
}

// still returns how many of a row are left when the horizon is over.
func (k *stays) still(m survivor, row int, after, horizon float64) (float64, error) {
	then, err := m.Survival(after + horizon)
	switch {
	case err != nil:
		return 0, err
	case k.left == nil:
		return k.begin * then, nil
	case k.left[row]:
		return 0, nil
	}
	now, err := m.Survival(after)
	return then / now, err
}

func readTenures(from io.Reader, column string, progress io.Writer) (*stays, error) {
	sh, err := newSheet(from, progress)
	if err != nil {
		return nil, err
	}
	for _, unit := range units() {
		name := "tenure"
		if unit != "" {
			name += "_" + unit
		}
		tenure, left := sh.find(name), sh.find("left", "churned")
		if tenure >= 0 && left >= 0 {
			return readSpells(sh, tenure, left, cmp.Or(unit, "periods"))
		}
	}
	for _, unit := range []string{"year", "quarter", "month", "week", "period", "renewal"} {
		if at := sh.find(unit); at >= 0 {
			return readCohort(sh, at, column, unit+"s")
		}
	}
	return nil, sh.missing("year and survivors, or tenure and left")
}

// readSpells reads a customer, or n of them, a row.
func readSpells(sh *sheet, tenure, left int, unit string) (*stays, error) {
	k := &stays{unit: unit, left: []bool{}}
	n := sh.find("n", "count", "customers")
	for {
		more, err := sh.next()
		if err != nil || !more {
			return k, cmp.Or(err, k.some())
		}
		periods, err := sh.count(tenure, 0)
		gone, goneErr := sh.count(left, 0)
		if err = cmp.Or(err, goneErr); err == nil && gone > 1 {
			err = sh.broken(sh.names[left], "must be 0 or 1")
		}
		many := 1
		if err == nil && n >= 0 {
			many, err = sh.count(n, 1)
		}
		if err != nil {
			return nil, err
		}
		if err := k.cohorts.AddTenure(periods, gone == 1, many); err != nil {
			return nil, sh.refused(err, map[string]int{"renewals": tenure, "n": n})
		}
		k.periods, k.left = append(k.periods, periods), append(k.left, gone == 1)
	}
}

func (k *stays) some() error {
	if len(k.periods) == 0 {
		return errors.New("the file has no rows")
	}
	return nil
}

// readCohort reads how many of a cohort are left after each period.
func readCohort(sh *sheet, period int, column, unit string) (*stays, error) {
	at := sh.find(column)
	if column == "" {
		at = 1 - min(period, 1)
	}
	if at < 0 || at >= len(sh.names) || at == period {
		return nil, sh.missing(unit + " and survivors; -column names those")
	}
	k := &stays{unit: unit}
	var values []float64
	for {
		more, err := sh.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		p, err := sh.count(period, 0)
		if err == nil && p != len(values) {
			err = sh.broken(sh.names[period], "must count 0, 1, 2 and so on")
		}
		v, vErr := sh.number(at)
		if err = cmp.Or(err, vErr); err == nil && (v < 0 || len(values) > 0 && v > values[len(values)-1] || v > 1e9) {
			err = sh.broken(sh.names[at], "must not be below 0 or above the row before")
		}
		if err != nil {
			return nil, err
		}
		k.periods, values = append(k.periods, p), append(values, v)
	}
	return k, cmp.Or(k.some(), k.count(values, sh.names[at]))
}

// count makes whole numbers of survivors: shares with decimals become so many of a thousand or more.
func (k *stays) count(values []float64, column string) error {
	scale := 1.0
	for !allWhole(values, scale) {
		if scale *= 10; scale > 1e6 {
			return errors.New("the survivors must be counts, or shares with at most six decimals")
		}
	}
	if values[0] <= 1 && scale > 1 {
		scale = max(scale, 1000)
	}
	survivors := make([]int, len(values))
	for i, v := range values {
		survivors[i] = int(math.Round(v * scale))
	}
	k.begin = values[0]
	k.share = values
	k.notes = append(k.notes, fmt.Sprintf("Fitted to the column %s.", shown(column)))
	if scale > 1 {
		k.notes = append(k.notes, fmt.Sprintf("The survivors are shares: errors are those of %d customers.", survivors[0]))
	}
	return k.cohorts.Add(survivors...)
}

func allWhole(values []float64, scale float64) bool {
	for _, v := range values {
		if math.Abs(v*scale-math.Round(v*scale)) > 1e-6 {
			return false
		}
	}
	return true
}

// A stay is how many of a cohort are still there after some periods.
type stay struct {
	periods int
	seen    *float64 // nil where nobody looked
	there   relationship.Estimate
}

// curve returns how many are still there after each period.
func (k *stays) curve(m survivor, fit lifetime.Fit, last int) ([]stay, error) {
	found, err := survivalIntervals(m, fit, func(m survivor) ([]float64, error) {
		values := make([]float64, last)
		for i := range values {
			var err error
			if values[i], err = m.Survival(float64(i + 1)); err != nil {
				return nil, err
			}
		}
		return values, nil
	})
	if err != nil {
		return nil, err
	}
	stays := make([]stay, last)
	for i, e := range found {
		v, err := m.Survival(float64(i + 1))
		if err != nil {
			return nil, err
		}
		stays[i] = stay{periods: i + 1, there: plain(e, v)}
		if i+1 < len(k.share) {
			stays[i].seen = new(k.share[i+1] / k.begin)
		}
	}
	return stays, nil
}

func survivalIntervals(m survivor, fit lifetime.Fit, curve func(survivor) ([]float64, error)) ([]relationship.Estimate, error) {
	cfg := lifetime.IntervalConfig{Shares: true}
	if sbg, ok := m.(lifetime.SBG); ok {
		return lifetime.Interval(sbg, fit, func(m lifetime.SBG) ([]float64, error) { return curve(m) }, cfg)
	}
	bdw, _ := m.(lifetime.BDW)
	return lifetime.Interval(bdw, fit, func(m lifetime.BDW) ([]float64, error) { return curve(m) }, cfg)
}

// drawCurve draws how many are still there, with the range of the model, and hollow how many were seen to be.
func (r *report) drawCurve() (*chart.Chart, error) {
	var rows []chart.Row
	for _, s := range r.curve {
		row := chart.Row{Name: fmt.Sprintf("%d %s", s.periods, r.unit), Value: known(s.there)}
		if s.seen != nil {
			row.Raw = exactly(*s.seen)
		}
		rows = append(rows, row)
	}
	return chart.Intervals(rows, chart.Config{Title: "Still there, by " + r.fit.Model, Values: "share of a cohort"})
}

// known returns an estimate that can be drawn where there is no range.
func known(e relationship.Estimate) relationship.Estimate {
	if e.Known() {
		return e
	}
	return exactly(e.Value)
}
