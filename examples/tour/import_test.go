package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
)

// loadTexts loads files with some contents and returns the book and the tour.
func loadTexts(t testing.TB, parties, ties, kinds string) (*relationship.Book, *Tour) {
	t.Helper()
	dir := t.TempDir()
	f := files{parties: filepath.Join(dir, "parties.csv"), ties: filepath.Join(dir, "ties.csv")}
	texts := map[string]string{f.parties: parties, f.ties: ties}
	if kinds != "" {
		f.kinds = filepath.Join(dir, "kinds.csv")
		texts[f.kinds] = kinds
	}
	for path, text := range texts {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return loadFrom(t, f)
}

func loadFrom(t testing.TB, f files) (*relationship.Book, *Tour) {
	t.Helper()
	var rep report
	var log strings.Builder
	all, err := checkFiles(t.Context(), f, &rep, &log)
	if err != nil {
		t.Fatal(err, rep.problems)
	}
	store := new(relationship.Memory)
	if err := load(t.Context(), store, all, &log); err != nil {
		t.Fatal(err)
	}
	book := relationship.NewBook(store, relationship.Config{Kinds: all.words.kinds})
	v := view{book: book, words: all.words, now: date(2026, 3, 2)}
	shown, err := v.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shown.Import = &all.counts
	return book, shown
}

func allTies(t testing.TB, book *relationship.Book) []relationship.Tie {
	t.Helper()
	ties, err := relationship.Collect(book.Ties(t.Context(), relationship.TieQuery{}))
	if err != nil {
		t.Fatal(err)
	}
	return ties
}

func TestRowsBecomeStints(t *testing.T) {
	t.Parallel()
	open := func(from time.Time) relationship.Stint { return relationship.Stint{From: from} }
	span := func(from, to time.Time) relationship.Stint { return relationship.Stint{From: from, To: to} }
	former := func(from time.Time) relationship.Stint { return relationship.Stint{From: from, Ended: true} }
	day := func(d int) time.Time { return date(2020, 1, d) }
	for _, c := range []struct {
		name string
		rows []string // since,until,role
		want [][]relationship.Stint
	}{
		{"one row", []string{",,"}, [][]relationship.Stint{{{}}}},
		{"a day counts to its end", []string{"2020-01-01,2020-01-01,"}, [][]relationship.Stint{{span(day(1), day(2))}}},
		{"left and came back, in any order", []string{"2020-01-05,,", "2020-01-01,2020-01-04,"},
			[][]relationship.Stint{{span(day(1), day(5)), open(day(5))}}},
		{"an instant is exact", []string{"2020-01-01,2020-01-02T00:00:00+01:00,", "2020-01-01T23:00:00Z,,"},
			[][]relationship.Stint{{span(day(1), day(1).Add(23*time.Hour)), open(day(1).Add(23 * time.Hour))}}},
		{"overlapping", []string{"2020-01-01,2020-01-04,", "2020-01-04,,"},
			[][]relationship.Stint{{span(day(1), day(5))}, {open(day(4))}}},
		{"the same twice", []string{",,", ",,"}, [][]relationship.Stint{{{}}, {{}}}},
		{"as few beside each other as can be", []string{"2020-01-01,2020-01-03,", "2020-01-02,2020-01-05,", "2020-01-04,2020-01-06,", "2020-01-06,,"},
			[][]relationship.Stint{{span(day(1), day(4)), span(day(4), day(7))}, {span(day(2), day(6)), open(day(6))}}},
		{"nobody knows when", []string{"2020-01-01,former,", ",former,", "2020-01-01,,", "2020-01-02,former,"},
			[][]relationship.Stint{{former(time.Time{}), former(day(1)), open(day(1)), former(day(2))}}},
		{"another role is another tie", []string{"2020-01-01,2020-01-02,fitter", "2020-01-03,,manager"},
			[][]relationship.Stint{{span(day(1), day(3))}, {open(day(3))}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var text strings.Builder
			text.WriteString("since,until,role,kind,from,to\n")
			for _, r := range c.rows {
				text.WriteString(r + ",works-for,a,o\n")
			}
			book, shown := loadTexts(t, goodParties, text.String(), "")
			var got [][]relationship.Stint
			for _, tie := range allTies(t, book) {
				got = append(got, tie.Stints)
			}
			slices.SortFunc(got, func(a, b []relationship.Stint) int { return a[0].From.Compare(b[0].From) })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if shown.Counts.Stints != len(c.rows) || shown.Import.TieRows != len(c.rows) {
				t.Errorf("got %d stints of %d rows, want %d", shown.Counts.Stints, shown.Import.TieRows, len(c.rows))
			}
		})
	}
}

func TestCellsBecomeFactsAndReadings(t *testing.T) {
	t.Parallel()
	book, shown := loadTexts(t,
		"\ufeffID, Name ,kind,Shoe size,town\r\np,\"Ann, née Bell\",Person,39,\r\nt,The Treads,band,,\"Ber\ngen\"\r\n",
		"type,from,to,valid_from,valid_to,health,importance,weight,role\r\nplays:in,p,t,2020-01-01,2020-12-31,0,1,2.5,drummer\r\nplays:in,p,t,2022-01-01,,,.5,-1e3,drummer\r\n",
		"")
	parties, err := relationship.Collect(book.Parties(t.Context(), relationship.PartyQuery{}))
	if err != nil {
		t.Fatal(err)
	}
	fact := func(name, value string) []relationship.Fact {
		return []relationship.Fact{{Name: name, Value: value, Source: "parties.csv", Basis: relationship.Stated}}
	}
	want := []relationship.Party{
		{ID: "p", Rev: 1, Kind: relationship.Person, Name: "Ann, née Bell", Facts: fact("Shoe size", "39")},
		{ID: "t", Rev: 1, Kind: relationship.Group, Name: "The Treads", Facts: append(fact("kind", "band"), fact("town", "Ber\ngen")...)},
	}
	if diff := cmp.Diff(want, parties); diff != "" {
		t.Errorf("parties (-want +got):\n%s", diff)
	}
	stated := func(year int, v float64) relationship.Reading {
		return relationship.Reading{
			At: date(year, 1, 1), Source: "ties.csv",
			Estimate: relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Stated},
		}
	}
	weight := func(year int, v float64) relationship.Fact {
		return relationship.Fact{Name: "weight", Value: v, Source: "ties.csv", Basis: relationship.Stated, At: date(year, 1, 1)}
	}
	wantTie := relationship.Tie{
		ID: relationship.TieID(relationship.IDFrom("tour", "plays:in\x00p\x00t\x00drummer\x000")), Rev: 2,
		Kind: "plays:in", From: "p", To: "t",
		Stints: []relationship.Stint{{From: date(2020, 1, 1), To: date(2021, 1, 1)}, {From: date(2022, 1, 1)}},
		Ends: relationship.Ends{From: relationship.End{
			Role: "drummer", Health: relationship.Readings{stated(2020, 0)},
			Importance: relationship.Readings{stated(2020, 1), stated(2022, 0.5)},
		}},
		Facts: []relationship.Fact{weight(2020, 2.5), weight(2022, -1000)},
	}
	if diff := cmp.Diff([]relationship.Tie{wantTie}, allTies(t, book)); diff != "" {
		t.Errorf("ties (-want +got):\n%s", diff)
	}
	wantKind := []TieKind{{
		Kind: "plays:in", Phrase: "plays in", InversePhrase: "<- plays in -", Words: madeUp,
		Ties: 1, Stints: 2, StintsEnded: 1,
	}}
	if diff := cmp.Diff(wantKind, shown.TieKinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestAKindOfAFileTakesTheRulesOff(t *testing.T) {
	t.Parallel()
	ties := "kind,from,to\nknows,a,o\nknows,a,a\nparent,a,b\nparent,b,a\n"
	if _, stderr, status := tourOf(t, goodParties, ties, ""); status != failed {
		t.Fatalf("without the file: got status %d, %q", status, stderr)
	}
	kinds := "name,phrase,role,inverse_phrase,inverse_role,symmetric\n" +
		"knows,knows,acquaintance,,,yes\nparent,raises,parent,is raised by,child,\n"
	_, shown := loadTexts(t, goodParties, ties, kinds)
	want := []TieKind{
		{Kind: "knows", Phrase: "knows", InversePhrase: "knows", Words: given, Ties: 2, Stints: 2},
		{Kind: "parent", Phrase: "raises", InversePhrase: "is raised by", Words: given, Ties: 2, Stints: 2},
	}
	if diff := cmp.Diff(want, shown.TieKinds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRoutesLeadToCustomers(t *testing.T) {
	t.Parallel()
	var parties strings.Builder
	parties.WriteString("id,kind,name\n")
	for _, id := range []string{"us", "emp", "c1", "c2", "d1", "d2"} {
		parties.WriteString(id + ",organisation,\n")
	}
	ties := "kind,from,to\nemploys,us,emp\nserves,emp,c1\nserves,us,c2\nserves,c2,d1\nserves,c1,us\n" +
		"buys-from,d2,us\npals,c2,d2\n"
	for _, c := range []struct {
		serves, then string
		want         string // customers, each with theirs
	}{
		{"serves", "", "c2:d1"},
		{"employs/serves", "", "c1:"},
		{"serves,employs/serves", "", "c1: c2:d1"},
		{"employs", "serves", "emp:c1"},
		{"^buys-from", "pals", "d2:c2"},
		{"serves", "pals", "c2:d1,d2"},
		{"^serves", "", "c1:emp"},
		{"serves/serves", "", "d1:"},
		{"serves/^serves", "", ""},
		{"pals", "", ""},
	} {
		kinds := "name,phrase,role,inverse_phrase,inverse_role,symmetric\npals,is a pal of,pal,,,true\n"
		stdout, stderr, status := tourOf(t, parties.String(), ties, kinds, "-json", "-provider", "us", "-serves", c.serves, "-then", c.then)
		if status != done {
			t.Fatal(stderr)
		}
		var shown Tour
		if err := json.Unmarshal([]byte(stdout), &shown); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range shown.Provider.Customers {
			got = append(got, fmt.Sprintf("%s:%s", x.ID, strings.Trim(strings.ReplaceAll(fmt.Sprint(x.Customers), " ", ","), "[]")))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s then %s: got %q, want %q", c.serves, c.then, got, c.want)
		}
	}
}

func TestLongFilesLoadAndTellHowFarTheyAre(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	const n, people = 100_000, 1000
	var parties, ties strings.Builder
	parties.WriteString("id,kind,name,city\n")
	for i := range people {
		fmt.Fprintf(&parties, "p%d,person,Name %d,Bergen\n", i, i)
	}
	ties.WriteString("kind,from,to,since,until,weight\n")
	for i := range n {
		fmt.Fprintf(&ties, "knows,p%d,p%d,2020-01-01,,%d\n", i%people, (i%people+i/people+1)%people, i)
	}
	start := time.Now()
	stdout, stderr, status := tourOf(t, parties.String(), ties.String(), "")
	if status != done || !strings.Contains(stdout, "100,000 ties between 100,000 pairs") {
		t.Fatalf("got status %d, %s", status, stderr)
	}
	want := "ties.csv: 100,000 so far\nwritten: 100,000 so far\n"
	if stderr != want {
		t.Errorf("got %q, want %q", stderr, want)
	}
	t.Logf("%v for %d ties", time.Since(start).Round(time.Millisecond), n)
}
