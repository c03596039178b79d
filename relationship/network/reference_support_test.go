package network_test

import (
	"encoding/csv"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// graphs are the real graphs and what was published with them: see SOURCES.md beside them.
func graphs() []string {
	return []string{
		"chinook", "florentine", "karate", "ldbc-tiny", "lesmis", "northwind", "npsp-1k", "npsp-trailhead", "southern-women",
	}
}

// undirected reports whether each tie of a graph is meant both ways.
func undirected(name string) bool {
	return slices.Contains([]string{"florentine", "karate", "lesmis", "southern-women"}, name)
}

// A row of a table, by the names of its columns.
type row map[string]string

func (r row) number(t testing.TB, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		t.Fatal(column, err)
	}
	return x
}

// table reads a table of a graph.
func table(t testing.TB, graph, file string) []row {
	t.Helper()
	f, err := os.Open(realparts.Data(t, filepath.Join("graph", graph, file)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]row, 0, len(lines)-1)
	for _, line := range lines[1:] {
		r := row{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		rows = append(rows, r)
	}
	return rows
}

// realTies returns the ties of a graph as records, and its kinds.
func realTies(t testing.TB, name string) ([]relationship.Tie, relationship.Kinds) {
	t.Helper()
	var ties []relationship.Tie
	var kinds relationship.Kinds
	for i, r := range table(t, name, "ties.csv") {
		kind := relationship.KindName(r["type"])
		if _, known := kinds.Kind(kind); !known {
			end := relationship.KindEnd{Phrase: "is tied to", Role: "party"}
			k := relationship.Kind{Name: kind, From: end, To: end, Loop: relationship.LoopAllowed, Symmetric: undirected(name)}
			var err error
			if kinds, err = kinds.With(k); err != nil {
				t.Fatal(err)
			}
		}
		weight, err := strconv.ParseFloat(r["weight"], 64)
		if err != nil {
			t.Fatal(err)
		}
		ties = append(ties, relationship.Tie{
			ID: relationship.TieID("tie-" + strconv.Itoa(1e6+i)), Kind: kind,
			From: relationship.PartyID(r["from"]), To: relationship.PartyID(r["to"]),
			Stints: []relationship.Stint{realStint(t, r)},
			Facts:  []relationship.Fact{{Name: "weight", Value: weight, Basis: relationship.Observed}},
		})
	}
	return ties, kinds
}

func realStint(t testing.TB, r row) relationship.Stint {
	t.Helper()
	var s relationship.Stint
	for text, at := range map[string]*time.Time{r["valid_from"]: &s.From, r["valid_to"]: &s.To} {
		switch text {
		case "":
		case "former":
			s.Ended = true
		default:
			day, err := time.Parse(time.DateOnly, text)
			if err != nil {
				t.Fatal(err)
			}
			*at = day
		}
	}
	if !s.To.IsZero() && !s.From.Before(s.To) { // of one day, or with the dates swapped: see SOURCES.md
		s.To = s.From.AddDate(0, 0, 1)
	}
	return s
}

// realGraph returns one of the real graphs as a snapshot.
func realGraph(t testing.TB, name string, each func(int, func(int))) *network.Snapshot {
	t.Helper()
	ties, kinds := realTies(t, name)
	var parties []relationship.Party
	for _, r := range table(t, name, "parties.csv") {
		parties = append(parties, relationship.Party{ID: relationship.PartyID(r["id"])})
	}
	s, err := network.Build(each2(parties), each2(ties), network.Config{Kinds: kinds, Each: each, Weight: weightFact})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// weightFact returns the fact of a tie that says how much it weighs.
func weightFact(t *relationship.Tie) float64 {
	for _, f := range t.Facts {
		if w, ok := f.Value.(float64); ok && f.Name == "weight" {
			return w
		}
	}
	return 1
}

// each2 returns records as a reader gives them.
func each2[T any](records []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}
