package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// takers are customers with occasions to buy.
type takers struct {
	names []string
	rows  []lifetime.Turns
	alike []int
}

func (s *settings) fromTurns() (*report, error) {
	file, err := open(s.rfm)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	k, err := readTurns(file, s.progress)
	if err != nil {
		return nil, err
	}
	sample, most := new(lifetime.TurnSample), 0
	for i, t := range k.rows {
		most = max(most, t.N)
		if err := sample.Add(t, k.alike[i]); err != nil {
			return nil, err
		}
	}
	m, fit, err := lifetime.FitBGBB(sample, lifetime.Config{})
	if err = cmp.Or(err, unfitted(fit)); err != nil {
		return nil, err
	}
	r := &report{model: s.model, unit: "occasions", fit: fit, horizon: cmp.Or(s.horizon, float64(most))}
	if r.predictions, err = k.expected(m, r.horizon); err != nil || s.quick() {
		return r, err
	}
	r.draw = r.drawFrequencies
	if err := k.total(r, m); err != nil {
		return nil, err
	}
	if r.frequencies, err = k.frequencies(m, most); err != nil {
		return nil, err
	}
	return r, k.list(r, m)
}

func readTurns(from io.Reader, progress io.Writer) (*takers, error) {
	sh, err := newSheet(from, progress)
	if err != nil {
		return nil, err
	}
	x, last, n := sh.find("x"), sh.find("t_x", "tx"), sh.find("n")
	if x < 0 || last < 0 || n < 0 {
		return nil, sh.missing("x, t_x and n")
	}
	alike, id := sh.find("donors", "customers", "count"), sh.find("id", "customer", "customer_id")
	k := new(takers)
	for {
		more, err := sh.next()
		if err == nil && !more && len(k.rows) == 0 {
			err = errors.New("the file has no rows")
		}
		if err != nil || !more {
			return k, err
		}
		var t lifetime.Turns
		many := 1
		for _, f := range []struct {
			at, least int
			to        *int
		}{{x, 0, &t.X}, {last, 0, &t.TX}, {n, 0, &t.N}, {alike, 1, &many}} {
			if f.at < 0 {
				continue
			}
			if *f.to, err = sh.count(f.at, f.least); err != nil {
				return nil, err
			}
		}
		if err := new(lifetime.TurnSample).Add(t, 1); err != nil {
			return nil, sh.refused(err, map[string]int{"X": x, "TX": last, "N": n})
		}
		k.rows, k.alike, k.names = append(k.rows, t), append(k.alike, many), append(k.names, sh.name(id))
	}
}

// expected returns how many of the occasions to come a customer of each row will take.
func (k *takers) expected(m lifetime.BGBB, horizon float64) ([]float64, error) {
	values := make([]float64, len(k.rows))
	for i, t := range k.rows {
		var err error
		if values[i], err = m.Expected(t, int(horizon)); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// total finds how many occasions all will take together.
func (k *takers) total(r *report, m lifetime.BGBB) error {
	found, err := lifetime.Interval(m, r.fit, func(m lifetime.BGBB) ([]float64, error) {
		values, err := k.expected(m, r.horizon)
		sum := 0.0
		for i, v := range values {
			sum += v * float64(k.alike[i])
		}
		return []float64{sum}, err
	}, lifetime.IntervalConfig{})
	if err != nil {
		return err
	}
	for i, v := range r.predictions {
		r.sum += v * float64(k.alike[i])
	}
	r.total.Expected = found[0]
	return nil
}

// frequencies returns how many customers took how many occasions.
func (k *takers) frequencies(m lifetime.BGBB, most int) ([]lifetime.Frequency, error) {
	table := make([]lifetime.Frequency, min(most, 20)+1)
	for x := range table {
		table[x].X = x
	}
	seen := map[int]int{}
	for i, t := range k.rows {
		table[min(t.X, len(table)-1)].Actual += k.alike[i]
		seen[t.N] += k.alike[i]
	}
	for n, many := range seen {
		for x := range min(n, len(table)-1) + 1 {
			p, err := m.Probability(x, n)
			if err != nil {
				return nil, err
			}
			table[x].Expected += p * float64(many)
		}
	}
	return table, nil
}

// list finds the customers to be named. Worth is in occasions taken.
func (k *takers) list(r *report, m lifetime.BGBB) error {
	there := func(m lifetime.BGBB) ([]float64, error) {
		values := make([]float64, len(k.rows))
		for i, t := range k.rows {
			var err error
			if values[i], err = m.PAlive(t, 1); err != nil {
				return nil, err
			}
		}
		return values, nil
	}
	alive, err := there(m)
	if err != nil {
		return err
	}
	ranges, err := lifetime.Interval(m, r.fit, there, lifetime.IntervalConfig{Shares: true})
	if err != nil {
		return err
	}
	worth, err := lifetime.Interval(m, r.fit, func(m lifetime.BGBB) ([]float64, error) { return k.expected(m, r.horizon) }, lifetime.IntervalConfig{})
	if err != nil {
		return err
	}
	all := make([]int, len(k.rows))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(i, j int) int { return cmp.Compare(r.predictions[j], r.predictions[i]) })
	for _, i := range all {
		t := k.rows[i]
		l := line{
			name: shown(k.names[i]), did: fmt.Sprintf("%d, last at %d of %d", t.X, t.TX, t.N),
			there: plain(ranges[i], alive[i]), worth: plain(worth[i], r.predictions[i]),
		}
		if k.alike[i] > 1 {
			l.name += fmt.Sprintf(" (%d alike)", k.alike[i])
		}
		if into := &r.keep; alive[i] >= .5 && len(*into) < listed {
			*into = append(*into, l)
		} else if into := &r.going; alive[i] < .5 && len(*into) < listed {
			*into = append(*into, l)
		}
	}
	return nil
}
