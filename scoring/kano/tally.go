package kano

import (
	"github.com/kithcrm/kith/internal/rules"
)

// maxCount is how often anything can be counted, so that it is exact in a float64.
const maxCount = 1 << 53

// A Tally counts what people answered about one feature, by pair. The zero Tally has no answers and is ready to
// use. It holds nothing but counts: it can be copied, compared with == and kept as JSON.
type Tally struct {
	// Pairs is how often each pair was given, at [f-1][d-1] for the answers f with the feature and d without,
	// from 0 to 2^53 each.
	Pairs [5][5]int64 `json:"pairs"`
}

// Add counts a pair. It returns an error matching [relationship.ErrInvalid], and counts nothing, for an answer
// that is none. It takes a few nanoseconds.
func (t *Tally) Add(p Pair) error { return t.AddN(p, 1) }

// AddN counts a pair that was given n times. It returns an error matching [relationship.ErrInvalid], and
// counts nothing, for an answer that is none, for n below 0, and where a pair would be counted more than 2^53
// times.
func (t *Tally) AddN(p Pair, n int64) error {
	if err := p.check(); err != nil {
		return opError("add pair", err)
	}
	cell := &t.Pairs[p.Functional-1][p.Dysfunctional-1]
	if n < 0 || n > maxCount-*cell {
		return opError("add pair", rules.Break("N", "must be 0 or more, and no pair counted more than 2^53 times"))
	}
	*cell += n
	return nil
}

// Merge counts all answers of another tally as well. The order in which tallies are merged makes no
// difference. It returns an error matching [relationship.ErrInvalid], and counts nothing, where a pair would be
// counted more than 2^53 times or was counted less than never.
func (t *Tally) Merge(other Tally) error {
	sum := *t
	for f := range answers {
		for d := range answers {
			sum.Pairs[f][d] += other.Pairs[f][d]
		}
	}
	if err := rules.First(t.check(), other.check(), sum.check()); err != nil {
		return opError("merge tallies", err)
	}
	*t = sum
	return nil
}

func (t Tally) check() error {
	for f, row := range t.Pairs {
		for d, n := range row {
			if n < 0 || n > maxCount {
				return rules.Break(rules.Index(rules.Index("Pairs", f), d), "must be from 0 to 2^53")
			}
		}
	}
	return nil
}

// N returns the number of pairs.
func (t Tally) N() int64 {
	n := int64(0)
	for _, row := range t.Pairs {
		for _, c := range row {
			n += c
		}
	}
	return n
}

// Counts returns the pairs by category. It returns an error matching [relationship.ErrInvalid] for a table with
// a cell that is no category, and a tally with a count that cannot be.
func (t Tally) Counts(by Table) (Counts, error) {
	by, err := by.settled()
	if err := rules.First(err, t.check()); err != nil {
		return Counts{}, opError("count categories", err)
	}
	return t.counts(by), nil
}

func (t Tally) counts(by Table) Counts {
	var c Counts
	for f, row := range t.Pairs {
		for d, n := range row {
			*c.at(by[f][d]) += float64(n)
		}
	}
	return c
}

// Evaluate returns what the answers say of the feature, with their continuous scores. It returns an error
// matching [relationship.ErrInvalid] for a table with a cell that is no category, a tally with a count that
// cannot be, and a Config that breaks a rule. It takes well below a millisecond, however many answers there are.
func (t Tally) Evaluate(by Table, cfg Config) (Finding, error) {
	by, err := by.settled()
	if err := rules.First(err, t.check(), cfg.check()); err != nil {
		return Finding{}, opError("evaluate", err)
	}
	f := t.counts(by).evaluate(cfg)
	var with, without [answers]int64
	for i, row := range t.Pairs {
		for j, n := range row {
			with[i] += n
			without[answers-1-j] += n
		}
	}
	f.Functional, f.Dysfunctional = cfg.mean(with), cfg.mean(without)
	return f, nil
}
