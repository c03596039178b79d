package main

import (
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A tieRow is what one row of a file says: a tie with one stint.
type tieRow struct {
	tie            relationship.Tie
	kind, from, to place
}

// tieColumns are the columns of a file of ties.
func tieColumns() columns {
	return columns{
		required: []string{"kind", "from", "to"},
		optional: []string{"since", "until", "importance", "health", "weight", "role"},
		also:     map[string]string{"type": "kind", "valid_from": "since", "valid_to": "until"},
	}
}

// readTies reads the rows that have no problems.
func readTies(t *table, source string, known partyList, progress func(int)) ([]tieRow, error) {
	var rows []tieRow
	for {
		r, more, err := t.next()
		if err != nil || !more {
			return rows, err
		}
		progress(t.rows)
		if tie, ok := readTie(r, source, known); ok {
			rows = append(rows, tieRow{tie, r.place("kind"), r.place("from"), r.place("to")})
		}
	}
}

// readTie returns the tie of a row, and whether it can be kept. It reports every problem of the row;
// that the party at an end has a problem was reported where the party stands.
func readTie(r row, source string, known partyList) (relationship.Tie, bool) {
	before := len(r.report.problems)
	stint := readStint(r)
	number := func(column string) (float64, bool) {
		cell := r.cell(column)
		if cell == "" {
			return 0, false
		}
		v, rule := parseNumber(cell)
		if rule != "" {
			r.problem(column, rule)
		}
		return v, rule == ""
	}
	readings := func(column string) relationship.Readings {
		v, ok := number(column)
		if !ok {
			return nil
		}
		e := relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Stated}
		return relationship.Readings{{At: stint.From, Estimate: e, Source: source}}
	}
	tie := relationship.Tie{
		ID:     "to be made",
		Kind:   relationship.KindName(r.cell("kind")),
		From:   relationship.PartyID(r.cell("from")),
		To:     relationship.PartyID(r.cell("to")),
		Stints: []relationship.Stint{stint},
		Ends: relationship.Ends{From: relationship.End{
			Role: r.cell("role"), Importance: readings("importance"), Health: readings("health"),
		}},
	}
	if v, ok := number("weight"); ok {
		tie.Facts = []relationship.Fact{{
			Name: weightFact, Value: v, Source: source, Basis: relationship.Stated, At: stint.From,
		}}
	}
	if len(r.report.problems) == before {
		if field, rule := brokenRule(relationship.Batch{Ties: []relationship.Tie{tie}}); rule != "" {
			r.problem(tieColumn(field), rule)
		}
	}
	for _, end := range []struct {
		column string
		id     relationship.PartyID
	}{{"from", tie.From}, {"to", tie.To}} {
		if known.unknown(end.id) {
			r.problem(end.column, "must be the ID of a party in the file of parties")
		}
	}
	return tie, len(r.report.problems) == before && known.good[tie.From] && known.good[tie.To]
}

// weightFact is the fact of a tie that holds its weight, one for each row, dated by its beginning.
const weightFact = "weight"

// tieColumn returns the column that a field of a tie was read from.
func tieColumn(field string) string {
	for _, c := range []struct{ field, column string }{
		{"Kind", "kind"}, {"From", "from"}, {"To", "to"},
		{"Stints[0].From", "since"}, {"Stints[0]", "until"},
		{"Ends.From.Role", "role"}, {"Ends.From.Importance", "importance"}, {"Ends.From.Health", "health"},
	} {
		if strings.HasPrefix(field, c.field) {
			return c.column
		}
	}
	return weightFact
}

// readStint reads the columns since and until. A day counts to its end: until a day means up to the
// midnight after it.
func readStint(r row) relationship.Stint {
	var stint relationship.Stint
	stint.From, _ = readInstant(r, "since")
	switch r.cell("until") {
	case "":
		return stint
	case "former":
		stint.Ended = true
		return stint
	}
	until, isDay := readInstant(r, "until")
	if isDay {
		until = until.AddDate(0, 0, 1)
	}
	switch {
	case until.IsZero(): // and reported
	case until.UTC().Year() > 9999:
		r.problem("until", "must be before 9999-12-31, or empty where the tie goes on")
	case !stint.From.Before(until):
		r.problem("until", "must be after since")
	}
	stint.To = until
	return stint
}

// readInstant reads a day or an instant, and returns whether it was a day. It returns the zero time for
// an empty cell, and for one that it reports.
func readInstant(r row, column string) (at time.Time, isDay bool) {
	cell := r.cell(column)
	if cell == "" {
		return time.Time{}, false
	}
	if at, err := time.Parse(time.DateOnly, cell); err == nil {
		return at, true
	}
	at, err := time.Parse(time.RFC3339, cell)
	if err != nil {
		r.problem(column, "must be a day such as 2026-03-02, or an instant such as 2026-03-02T15:04:05Z")
		return time.Time{}, false
	}
	return at.UTC(), false
}
