package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// buyers are customers who do not say when they leave.
type buyers struct {
	unit  string
	names []string // what each is called; those of lines are made when they are needed
	rows  []lifetime.Customer
	alike []int     // how many customers each row stands for
	spend []float64 // mean amounts; nil where they are not known

	lineOf []int // of each row where it has no name
}

func (b *buyers) name(i int) string {
	if b.names != nil {
		return b.names[i]
	}
	return fmt.Sprintf("line %d", b.lineOf[i])
}

func (s *settings) fromCounts() (*report, error) {
	file, err := open(s.rfm)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b, err := readCounts(file, s.progress)
	if err != nil {
		return nil, err
	}
	r, _, _, err := s.judge(b)
	return r, err
}

// readCounts reads counts. A row that breaks a rule ends it.
func readCounts(from io.Reader, progress io.Writer) (*buyers, error) {
	sh, err := newSheet(from, progress)
	if err != nil {
		return nil, err
	}
	x := sh.find("x")
	last, until, unit := sh.findTimes([]string{"t_x", "tx"}, []string{"T"})
	if x < 0 || last < 0 || last == until {
		return nil, sh.missing("x, t_x and T (or t_x_days and T_days, and so on)")
	}
	n, spend, id := sh.find("n", "count", "customers", "donors"), sh.find("spend", "zbar"), sh.find("id", "customer", "customer_id")
	columns := map[string]int{"X": x, "TX": last, "T": until}
	b := &buyers{unit: unit}
	for {
		more, err := sh.next()
		if err != nil || !more {
			return b, cmp.Or(err, b.some())
		}
		var c lifetime.Customer
		for _, f := range []struct {
			at int
			to *float64
		}{{x, &c.X}, {last, &c.TX}, {until, &c.T}} {
			if *f.to, err = sh.number(f.at); err != nil {
				return nil, err
			}
		}
		if err := c.Check(); err != nil {
			return nil, sh.refused(err, columns)
		}
		if err := b.add(sh, c, n, spend, id); err != nil {
			return nil, err
		}
	}
}

// add adds what else a row says.
func (b *buyers) add(sh *sheet, c lifetime.Customer, n, spend, id int) (err error) {
	alike, amount := 1, 0.0
	if n >= 0 {
		if alike, err = sh.count(n, 1); err != nil {
			return err
		}
	}
	if spend >= 0 {
		if amount, err = sh.number(spend); err != nil {
			return err
		}
		if amount < 0 || c.X == 0 && amount != 0 {
			return sh.broken(sh.names[spend], "must not be below 0, and 0 where nobody came back")
		}
		b.spend = append(b.spend, amount)
	}
	if id >= 0 {
		b.names = append(b.names, sh.name(id))
	}
	b.rows, b.alike, b.lineOf = append(b.rows, c), append(b.alike, alike), append(b.lineOf, sh.line)
	return nil
}

func (b *buyers) some() error {
	if len(b.rows) == 0 {
		return errors.New("the file has no rows")
	}
	return nil
}

// judge fits the model and asks it everything.
func (s *settings) judge(b *buyers) (*report, lifetime.Model, *lifetime.Sample, error) {
	sample := new(lifetime.Sample)
	longest := 0.0
	for i, c := range b.rows {
		longest = max(longest, c.T)
		if err := sample.AddGroup(lifetime.Group{Customer: c, N: b.alike[i]}); err != nil {
			return nil, nil, nil, err
		}
	}
	m, fit, err := fitBuyers(s.model, sample)
	if err = cmp.Or(err, unfitted(fit)); err != nil {
		return nil, nil, nil, err
	}
	r := &report{model: s.model, unit: b.unit, fit: fit, horizon: cmp.Or(s.horizon, longest)}
	r.predictions = make([]float64, len(b.rows))
	if err := lifetime.ExpectedAll(m, r.predictions, b.rows, r.horizon); err != nil || s.quick() {
		return r, m, sample, err
	}
	for i, v := range r.predictions {
		r.sum += v * float64(b.alike[i])
	}
	r.draw = r.drawFrequencies
	if r.frequencies, err = lifetime.Frequencies(m, sample, 7); err != nil {
		return nil, nil, nil, err
	}
	if r.total, err = r.foretell(m, b); err != nil {
		return nil, nil, nil, err
	}
	return r, m, sample, r.list(m, b, s.discount)
}

func fitBuyers(model string, s *lifetime.Sample) (lifetime.Model, lifetime.Fit, error) {
	switch model {
	case "mbgnbd":
		return anyModel(lifetime.FitMBGNBD(s, lifetime.Config{}))
	case "paretonbd":
		return anyModel(lifetime.FitParetoNBD(s, lifetime.Config{}))
	}
	return anyModel(lifetime.FitBGNBD(s, lifetime.Config{}))
}

func anyModel[M lifetime.Model](m M, fit lifetime.Fit, err error) (lifetime.Model, lifetime.Fit, error) {
	return m, fit, err
}

// foretell returns what all will buy together. Of very many customers fewer futures are drawn: by chance alone they
// hardly differ.
func (r *report) foretell(m lifetime.Model, b *buyers) (lifetime.Total, error) {
	const most = 3_000_000
	if r.fit.N > most {
		r.notes = append(r.notes, "There are so many customers that no total is drawn.")
		return lifetime.Total{}, nil
	}
	var each []lifetime.Customer
	for i, c := range b.rows {
		for range b.alike[i] {
			each = append(each, c)
		}
	}
	draws := min(1000, max(50, 20_000_000/len(each)))
	return lifetime.Foretell(m, r.fit, each, r.horizon, lifetime.DrawConfig{Draws: draws})
}

// listed is how many customers a list has.
const listed = 8

// list finds the customers to be named: by what they are worth, those more likely there than not and the others.
func (r *report) list(m lifetime.Model, b *buyers, discount float64) error {
	w := &worths{m: m, b: b, cfg: worthConfig(r.horizon, b.unit, discount)}
	if err := r.fitSpend(w); err != nil {
		return err
	}
	r.notes = append(r.notes, discountNote(b.unit, discount))
	there := make([]float64, len(b.rows))
	if err := lifetime.PAliveAll(m, there, b.rows, 0); err != nil {
		return err
	}
	all := make([]int, len(b.rows))
	for i := range all {
		all[i] = i
	}
	worth, err := w.of(m, w.spend, all)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(i, j int) int { return cmp.Compare(worth[j], worth[i]) })
	var keep, going []int
	for _, i := range all {
		switch {
		case there[i] >= .5 && len(keep) < listed:
			keep = append(keep, i)
		case there[i] < .5 && len(going) < listed:
			going = append(going, i)
		}
	}
	if r.keep, err = w.lines(r, keep, there, worth); err != nil {
		return err
	}
	r.going, err = w.lines(r, going, there, worth)
	return err
}

// lines returns customers with their intervals.
func (w *worths) lines(r *report, of []int, there, worth []float64) ([]line, error) {
	alive, err := lifetime.Interval(w.m, r.fit, func(m lifetime.Model) ([]float64, error) {
		values := make([]float64, len(of))
		return values, lifetime.PAliveAll(m, values, w.rows(of), 0)
	}, lifetime.IntervalConfig{Shares: true})
	if err != nil {
		return nil, err
	}
	ranges, err := w.intervals(r, of)
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(of))
	for i, at := range of {
		c := w.b.rows[at]
		lines[i] = line{
			name: shown(w.b.name(at)), did: fmt.Sprintf("%g, last at %.4g of %.4g", c.X, c.TX, c.T),
			there: plain(alive[i], there[at]), worth: plain(ranges[i], worth[at]),
		}
		if n := w.b.alike[at]; n > 1 {
			lines[i].name += fmt.Sprintf(" (%d alike)", n)
		}
	}
	return lines, nil
}

// plain returns a number without a range where there is none.
func plain(e relationship.Estimate, v float64) relationship.Estimate {
	if e.Known() {
		return e
	}
	return relationship.Estimate{Value: v, Low: math.Inf(-1), High: math.Inf(1)}
}
