package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// wordFact is the fact of a party that holds the word of its kind, where the file has one of its own.
const wordFact = "kind"

// A partyList is what a file says of parties.
type partyList struct {
	parties []relationship.Party          // without those that have problems
	lines   map[relationship.PartyID]int  // the line of each ID, also of a party with problems
	good    map[relationship.PartyID]bool // parties without problems
}

// partyColumns are the columns of a file of parties. Further ones are facts.
func partyColumns() columns {
	return columns{required: []string{"id", "kind", "name"}, more: true}
}

// readParties reads the rows that have no problems.
func readParties(t *table, source string, progress func(int)) (partyList, error) {
	list := partyList{lines: map[relationship.PartyID]int{}, good: map[relationship.PartyID]bool{}}
	for {
		r, more, err := t.next()
		if err != nil || !more {
			return list, err
		}
		progress(t.rows)
		list.add(r, source)
	}
}

func (l *partyList) add(r row, source string) {
	id := relationship.PartyID(r.cell("id"))
	if line, twice := l.lines[id]; twice {
		r.problem("id", fmt.Sprintf("must not be that of line %d", line))
		return
	}
	l.lines[id] = r.place("id").line
	p := relationship.Party{ID: id, Name: r.cell("name")}
	var columns []string // of the facts
	fact := func(name, value, column string) {
		columns = append(columns, column)
		p.Facts = append(p.Facts, relationship.Fact{
			Name: name, Value: value, Source: source, Basis: relationship.Stated,
		})
	}
	var word string
	if p.Kind, word = partyKind(r.cell("kind")); word != "" {
		fact(wordFact, word, "kind")
	}
	for i, name := range r.names {
		if !slices.Contains(partyColumns().required, name) && r.cells[i] != "" {
			fact(name, r.cells[i], name)
		}
	}
	if p.Kind == "" {
		r.problem("kind", "must not be empty")
		return
	}
	if field, rule := brokenRule(relationship.Batch{Parties: []relationship.Party{p}}); rule != "" {
		r.problem(partyColumn(field, columns), rule)
		return
	}
	l.good[id] = true
	l.parties = append(l.parties, p)
}

// partyColumn returns the column that a field of a party was read from.
func partyColumn(field string, facts []string) string {
	var i int
	if n, _ := fmt.Sscanf(field, "Facts[%d]", &i); n == 1 {
		return facts[i]
	}
	return strings.ToLower(field)
}

// unknown reports whether no row has an ID. It cannot tell where the file could not be read at all.
func (l *partyList) unknown(id relationship.PartyID) bool {
	return id != "" && l.lines != nil && l.lines[id] == 0
}

// partyKind returns the kind of party that a word stands for. Any word that Kith does not know is some
// kind of group, and is kept.
func partyKind(word string) (kind relationship.PartyKind, keep string) {
	switch strings.ToLower(word) {
	case "":
		return "", ""
	case "person":
		return relationship.Person, ""
	case "organisation", "organization":
		return relationship.Organisation, ""
	case "group":
		return relationship.Group, ""
	}
	return relationship.Group, word
}

// brokenRule returns the first field of the only record of a batch that breaks a rule, and the rule.
func brokenRule(batch relationship.Batch) (field, rule string) {
	batch.At = time.Unix(0, 0) // any will do
	broken, ok := errors.AsType[*relationship.OpError](batch.Check())
	if !ok {
		return "", ""
	}
	_, field, _ = strings.Cut(broken.Field, ".") // without "Parties[0]" or "Ties[0]"
	return field, broken.Rule
}

// parseNumber returns the number in a cell, and the rule that it breaks.
func parseNumber(cell string) (float64, string) {
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return 0, "must be a number, such as 0.8"
	}
	return v, ""
}
