package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// records reads a CSV file of reference values, each row by the names of its columns.
func records(t *testing.T, path string) []map[string]string {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close() // it was only read
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		r := map[string]string{}
		for i, name := range all[0] {
			r[name] = cells[i]
		}
		out = append(out, r)
	}
	return out
}

func number64(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every real set loads as it is, and has as many parties, ties and pairs as other programs count.
func TestRealSetsAgreeWithTheirReferences(t *testing.T) {
	summary := records(t, realparts.Data(t, "graph", "reference-summary.csv"))
	if len(summary) < 9 {
		t.Fatalf("there are %d sets", len(summary))
	}
	for _, want := range summary {
		t.Run(want["graph"], func(t *testing.T) {
			t.Parallel()
			dir := realparts.Data(t, "graph", want["graph"])
			book, shown := loadFrom(t, files{
				parties: filepath.Join(dir, "parties.csv"), ties: filepath.Join(dir, "ties.csv"),
			})
			c := shown.Counts
			// A tie of the sets is a row, and so a stint.
			if c.Parties != number64(t, want["parties"]) || c.Stints != number64(t, want["ties"]) ||
				c.Pairs != number64(t, want["distinct_pairs"]) {
				t.Errorf("got %+v, want %s parties, %s ties, %s pairs", c, want["parties"], want["ties"], want["distinct_pairs"])
			}
			steps := newStepper(t, book, want["directed"] == "0")
			for _, row := range records(t, filepath.Join(dir, "reference-2hop.csv")) {
				steps.compare(t, row)
			}
		})
	}
}

// A stepper knows where each step leads: "serves>" along the ties, "serves<" against them.
type stepper map[string]map[relationship.PartyID]partySet

func newStepper(t *testing.T, book *relationship.Book, undirected bool) stepper {
	t.Helper()
	s := stepper{}
	add := func(step string, a, b relationship.PartyID) {
		if s[step] == nil {
			s[step] = map[relationship.PartyID]partySet{}
		}
		if s[step][a] == nil {
			s[step][a] = partySet{}
		}
		s[step][a][b] = true
	}
	for tie, err := range book.Ties(t.Context(), relationship.TieQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		kind := string(tie.Kind)
		add(kind+">", tie.From, tie.To)
		add(kind+"<", tie.To, tie.From)
		if undirected {
			add(kind+">", tie.To, tie.From)
			add(kind+"<", tie.From, tie.To)
		}
	}
	return s
}

// compare compares two steps with a row of reference values.
func (s stepper) compare(t *testing.T, want map[string]string) {
	t.Helper()
	pairs, starts, widest := 0, 0, 0
	for start, middle := range s[want["step1"]] {
		reached := partySet{}
		for m := range middle {
			for end := range s[want["step2"]][m] {
				if end != start {
					reached[end] = true
				}
			}
		}
		pairs += len(reached)
		starts += min(len(reached), 1)
		widest = max(widest, len(reached))
	}
	if pairs != number64(t, want["distinct_pairs"]) || starts != number64(t, want["starts"]) || widest != number64(t, want["widest_count"]) {
		t.Errorf("%s %s: got %d pairs from %d starts, the widest %d; want %s, %s, %s", want["step1"], want["step2"],
			pairs, starts, widest, want["distinct_pairs"], want["starts"], want["widest_count"])
	}
}

// The customers that the tour finds are those that the references count.
func TestToursOfRealSetsFindTheCustomers(t *testing.T) {
	for _, c := range []struct {
		set, flags                     string
		customers, customers2          int
		step1, step2, starts, distinct string // of the row of reference values that says so
	}{
		{"northwind", "-provider self -serves employs/serves -then ^contact-of", 89, 89, "employs>", "serves>", "1", "89"},
		{"northwind", "-provider self -serves employs -then serves", 9, 89, "employs>", "serves>", "1", "89"},
		{"northwind", "-provider sup:12 -serves supplies-to -then ^contact-of", 72, 72, "", "", "", ""},
		{"chinook", "-provider self -serves ^buys-from -then works-for", 59, 10, "buys-from<", "works-for>", "1", "10"},
		{"chinook", "-provider self -serves ^buys-from -then listens-to", 59, 165, "buys-from<", "listens-to>", "1", "165"},
		{"npsp-1k", "-provider self -serves ^gives-to -then ^member-of", 114, 100, "gives-to<", "member-of<", "1", "100"},
		{"npsp-trailhead", "-provider self -serves ^gives-to -then ^member-of", 43, 69, "gives-to<", "member-of<", "1", "69"},
	} {
		t.Run(c.set+c.flags, func(t *testing.T) {
			t.Parallel()
			dir := realparts.Data(t, "graph", c.set)
			args := append(strings.Fields(c.flags), "-parties", filepath.Join(dir, "parties.csv"), "-ties", filepath.Join(dir, "ties.csv"))
			stdout, stderr, status := tour(t, args...)
			if status != done || stderr != "" {
				t.Fatalf("got status %d, %s", status, stderr)
			}
			want := count(c.customers, "customer") + " ("
			if !strings.Contains(stdout, want) || !strings.Contains(stdout, "who have "+count(c.customers2, "customer")+"\n") {
				t.Errorf("want %q and %d of theirs in:\n%s", want, c.customers2, stdout)
			}
			for _, row := range records(t, filepath.Join(dir, "reference-2hop.csv")) {
				if row["step1"] == c.step1 && row["step2"] == c.step2 && (row["starts"] != c.starts || row["distinct_pairs"] != c.distinct) {
					t.Errorf("the references say %v", row)
				}
			}
		})
	}
}
