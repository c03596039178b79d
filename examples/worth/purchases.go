package main

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// A history is a log with what the report needs to know of its time.
type history struct {
	*lifetime.Log
	begin, split, end time.Time // the split is the end where nothing is held out
}

func (s *settings) fromLog() (*report, error) {
	h, err := s.readLog()
	if err != nil {
		return nil, err
	}
	outcomes, err := h.Split(h.split, h.end)
	if err != nil {
		return nil, err
	}
	if len(outcomes) == 0 {
		return nil, errors.New("nobody bought before the split")
	}
	if s.horizon == 0 && h.split.Before(h.end) {
		s.horizon = outcomes[0].Ahead
	}
	b := &buyers{unit: "weeks"}
	known := false
	for _, o := range outcomes {
		b.names, b.rows, b.alike = append(b.names, string(o.Party)), append(b.rows, o.Customer), append(b.alike, 1)
		b.spend = append(b.spend, o.Spend)
		known = known || o.Spend > 0
	}
	if !known {
		b.spend = nil
	}
	r, m, sample, err := s.judge(b)
	if err != nil || s.quick() {
		return r, err
	}
	r.madeUp = s.log == ""
	if h.split.Before(h.end) {
		found, err := lifetime.NewBacktest(outcomes, m.Expected, lifetime.BacktestConfig{})
		if err != nil {
			return nil, err
		}
		r.test = &test{from: h.split, to: h.end, Backtest: found}
	}
	tr := tracking{history: h, m: m, fit: r.fit, sample: sample, title: "Purchases after the first"}
	if r.madeUp {
		tr.title += " (made up)"
	}
	r.draw = tr.draw
	return r, nil
}

// readLog reads the purchases, or makes them up.
func (s *settings) readLog() (*history, error) {
	in := io.NopCloser(madeUp(600))
	if s.log == "" && s.split.IsZero() {
		s.split = time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
	}
	if s.log != "" {
		var err error
		if in, err = open(s.log); err != nil {
			return nil, err
		}
	}
	defer in.Close()
	renamed, err := rename(in)
	if err != nil {
		return nil, err
	}
	told := 0
	l, err := lifetime.ReadLog(renamed, lifetime.LogConfig{Progress: func(rows int) {
		if rows-told >= manyRows {
			told = rows
			tellProgress(s.progress, rows/manyRows*manyRows)
		}
	}})
	if op, ok := errors.AsType[*relationship.OpError](err); ok && op.Field != "" {
		return nil, errors.New(strings.NewReplacer("lines[", "line ", "].", ", ", "]", "").Replace(op.Field) + ": " + op.Rule)
	}
	if err != nil {
		return nil, err
	}
	h := &history{Log: l, split: s.split}
	h.begin, h.end = l.Span()
	switch {
	case h.end.IsZero():
		return nil, errors.New("the log has no rows")
	case h.split.IsZero():
		h.split = h.end
	case h.split.After(h.end):
		return nil, errors.New("-split must not be after the last purchase")
	}
	return h, nil
}

// rename gives the columns the names that a log wants where a file calls them otherwise.
func rename(from io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(from, 1<<16)
	header, err := in.ReadString('\n')
	if err != nil && err != io.EOF {
		return nil, err
	}
	names := strings.Split(strings.ToLower(strings.TrimPrefix(strings.TrimRight(header, "\r\n"), "\ufeff")), ",")
	for to, others := range map[string][]string{
		"customer": {"customer_id", "sample_id", "master_id", "id"}, "date": {"order_date"}, "amount": {"sales", "revenue", "spend"},
	} {
		sh := sheet{names: names}
		if at := sh.find(append([]string{to}, others...)...); at >= 0 {
			names[at] = to
		}
	}
	return io.MultiReader(strings.NewReader(strings.Join(names, ",")+"\n"), in), nil
}
