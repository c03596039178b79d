package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// A trade is a row of the file.
type trade struct {
	line    int
	outcome string
	order   market.Order
}

// A refusal is a row that breaks a rule.
type refusal struct {
	line        int
	field, rule string
}

func (r *refusal) Error() string { return fmt.Sprintf("line %d: %s %s", r.line, r.field, r.rule) }

// refused returns the error for a row, of which err says what is wrong.
func refused(line int, err error) error {
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok {
		return err
	}
	field := strings.ToLower(told.Field)
	if field == "by" {
		field = "who"
	}
	return &refusal{line, field, told.Rule}
}

// most is how many refusals are told.
const most = 10

// together returns many errors as one, of which it tells the first few.
func together(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	if more := len(errs) - most; more > 0 {
		errs = append(errs[:most:most], fmt.Errorf("and %d more rows", more))
	}
	return fmt.Errorf("nothing was traded:\n%w", errors.Join(errs...))
}

// columns are the places of those that the file has, by name.
type columns map[string]int

// read reads all trades, and the outcomes in the order in which they come up.
func read(text io.Reader) (trades []trade, outcomes []string, err error) {
	in := csv.NewReader(text)
	in.ReuseRecord = true
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file must have a header")
	}
	if err != nil {
		return nil, nil, err
	}
	at, err := columnsOf(header)
	if err != nil {
		return nil, nil, err
	}
	var bad []error
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad = append(bad, err) // it names the line
			break
		}
		line, _ := in.FieldPos(0)
		one, err := at.trade(row)
		one.line = line
		if r, ok := errors.AsType[*refusal](err); ok {
			r.line = line
			bad = append(bad, r)
			continue
		}
		if n := len(trades); n > 0 && one.order.At.Before(trades[n-1].order.At) {
			bad = append(bad, &refusal{line, "at", "must not be before that of the row above"})
		}
		trades = append(trades, one)
		if !slices.Contains(outcomes, one.outcome) {
			outcomes = append(outcomes, one.outcome)
		}
	}
	if len(trades) == 0 && len(bad) == 0 {
		return nil, nil, errors.New("the file has no trades")
	}
	return trades, outcomes, together(bad)
}

func columnsOf(header []string) (columns, error) {
	at := columns{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if _, twice := at[name]; twice {
			return nil, fmt.Errorf("line 1: there are two columns %q", name)
		}
		at[name] = i
	}
	for _, name := range []string{"at", "who", "outcome"} {
		if _, found := at[name]; !found {
			return nil, fmt.Errorf("line 1: there must be a column %q", name)
		}
	}
	return at, nil
}

// trade reads a row. Its error is a refusal without the line.
func (c columns) trade(row []string) (trade, error) {
	cell := func(name string) string {
		if i, found := c[name]; found {
			return strings.Clone(strings.TrimSpace(row[i]))
		}
		return ""
	}
	one := trade{outcome: cell("outcome"), order: market.Order{By: relationship.PartyID(cell("who"))}}
	for _, name := range []string{"who", "outcome"} {
		if cell(name) == "" {
			return one, &refusal{0, name, "must not be empty"}
		}
	}
	var err error
	if one.order.At, err = time.Parse(time.RFC3339, cell("at")); err != nil {
		return one, &refusal{0, "at", "must be an instant such as 2026-03-02T09:10:00Z"}
	}
	given := 0
	for name, set := range map[string]func(string) error{
		"shares": func(s string) (err error) { one.order.Shares, err = strconv.ParseInt(s, 10, 64); return err },
		"spend":  func(s string) (err error) { one.order.Spend, err = strconv.ParseInt(s, 10, 64); return err },
		"price":  func(s string) (err error) { one.order.Price, err = strconv.ParseFloat(s, 64); return err },
	} {
		if cell(name) == "" {
			continue
		}
		if given++; set(cell(name)) != nil {
			return one, &refusal{0, name, "must be a number"}
		}
	}
	if given != 1 {
		return one, &refusal{0, "shares", "must be given, or spend, or price, and only one of them"}
	}
	return one, nil
}
