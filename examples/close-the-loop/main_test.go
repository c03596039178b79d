package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/internal/realparts"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program runs the program and returns what it prints.
func program(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), status
}

// written returns the path of a new file.
func written(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "items.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"all.golden":     nil,
		"storing.golden": {"-theme", "storing tyres"},
		"json.golden":    {"-json"},
		"help.golden":    {"-help"},
	} {
		got, stderr, status := program(t, args...)
		if status != done {
			t.Fatalf("%s: got status %d and %q", name, status, stderr)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestBadUseIsToldInOneLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-thema", "x"}, misuse, "-thema"},
		{[]string{"a.csv", "b.csv"}, misuse, "one file"},
		{[]string{"nowhere.csv"}, failed, "no such file"},
		{[]string{"-theme", "nothing"}, failed, "no such theme"},
		{[]string{written(t, "author,kind\nann,idea\n")}, failed, "text"},
		{[]string{written(t, "author,kind,text,at\nann,idea,,2026-03-02\n")}, failed, "no row"},
		{[]string{written(t, "")}, failed, "header"},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) {
			t.Errorf("%q: got status %d and %q, want %d and one line with %q", c.args, status, stderr, c.status, c.says)
		}
	}
}

func TestRowsThatAreRefusedAreNamedAndTheOthersRead(t *testing.T) {
	t.Parallel()
	path := written(t, "author,kind,text,at\nann,rant,no such kind,2026-03-02\nann,idea,\"a hook\x1b[31m\",2026-03-02\n,idea,x,yesterday\n")
	stdout, _, status := program(t, path)
	if status != done || !strings.Contains(stdout, "1 items") || !strings.Contains(stdout, "2 rows") {
		t.Errorf("got status %d and:\n%s", status, stdout)
	}
	if strings.Contains(stdout, "\x1b") {
		t.Error("what came from the file reaches the terminal as it is")
	}
}

// reviews returns the reviews of apps as CSV of this program: each app is a theme.
func reviews(t *testing.T, path string) (text string, rows int) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	ok := w.Write([]string{"author", "kind", "text", "at", "theme"}) == nil
	for i, line := range strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		kind := map[string]string{"Bug": "complaint", "Feature": "idea"}[cells[0]]
		switch {
		case kind == "" && cells[1] >= "4":
			kind = "compliment"
		case kind == "":
			kind = "complaint"
		}
		said := strings.TrimSpace(cells[6] + "\n" + cells[7])
		if said == "" || cells[3] == "" {
			continue
		}
		at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC).Format(time.RFC3339)
		ok = ok && w.Write([]string{fmt.Sprint("a", i), kind, said, at, cells[3]}) == nil
		rows++
	}
	w.Flush()
	if !ok || w.Error() != nil {
		t.Fatal("the reviews cannot be written")
	}
	return out.String(), rows
}

func TestRealReviewsGoAroundTheLoop(t *testing.T) {
	t.Parallel()
	data := realparts.Data(t)
	text, rows := reviews(t, filepath.Join(data, "feedback", "permissive", "maalej2016-app-reviews.tsv"))
	stdout, stderr, status := program(t, "-json", written(t, text))
	if status != done {
		t.Fatalf("got status %d and %q", status, stderr)
	}
	var got story
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if got.Imported != rows || len(got.Refused) > 0 || got.All.Items != rows || got.All.People != rows {
		t.Errorf("got %d imported, %d refused, %+v, want %d rows", got.Imported, len(got.Refused), got.All, rows)
	}
	sum := 0
	for _, th := range got.Themes {
		sum += th.Count.Items
	}
	// Two more than spoke: the voter, where there is an idea, and the follower.
	if people := got.Themes[0].Count.People; sum != rows || got.Said.People != people ||
		got.Delivered != len(got.Audience) || got.Again != 0 || got.Delivered < people+1 || got.Delivered > people+2 {
		t.Errorf("got %d items in themes, %+v, %d delivered of %d", sum, got.Said, got.Delivered, len(got.Audience))
	}
}
