package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program runs the program as of the end of 2026 and returns what it prints.
func program(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	return out.String(), errs.String(), status
}

// told returns what the program tells as JSON.
func told(t testing.TB, args ...string) report {
	t.Helper()
	stdout, stderr, status := program(t, append([]string{"-json"}, args...)...)
	if status != done {
		t.Fatalf("%q: got status %d and %q", args, status, stderr)
	}
	var r report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// written returns the path of a new file.
func written(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "answers.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"nps.golden":  nil,
		"csat.golden": {"-scale", "csat", "-every", "quarter", "-calm", "2", "-rare", "20"},
		"ces.golden":  {"-scale", "ces", "-every", "year", "-least", "1"},
		"json.golden": {"-json", "-every", "quarter", "-calm", "3"},
		"help.golden": {"-help"},
	} {
		got, stderr, status := program(t, args...)
		if status != done || stderr != "" {
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
	one := written(t, "nps,shop,day\n9,a,2026-03-02\n")
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-jason"}, misuse, "-jason"},
		{[]string{"my.csv"}, misuse, "no arguments"},
		{[]string{"-scale", "stars"}, misuse, "nps, csat or ces"},
		{[]string{"-scale", "nps", "-top", "2"}, misuse, "not for nps"},
		{[]string{"-scale", "csat", "-low", "5", "-high", "1"}, misuse, "-low and -high"},
		{[]string{"-scale", "csat", "-low", "0", "-high", "1e9"}, misuse, "100 at most"},
		{[]string{"-scale", "csat", "-high", "NaN"}, misuse, "-low and -high"},
		{[]string{"-scale", "csat", "-top", "5"}, misuse, "-top"},
		{[]string{"-zone", "Europe/Atlantis"}, misuse, "-zone"},
		{[]string{"-every", "fortnight"}, misuse, "-every"},
		{[]string{"-least", "0"}, misuse, "-least"},
		{[]string{"-calm", "0"}, misuse, "-calm"},
		{[]string{"-rare", "NaN"}, misuse, "-rare"},
		{[]string{"-data", "nowhere.csv"}, failed, "no such file"},
		{[]string{"-data", one, "-answer", "stars"}, failed, `no column "stars"; there are "nps", "shop", "day"`},
		{[]string{"-data", one, "-by", "team"}, failed, `no column "team"`},
		{[]string{"-data", written(t, "nps,nps\n1,2\n")}, failed, "two columns"},
		{[]string{"-data", written(t, "")}, failed, "empty"},
		{[]string{"-data", written(t, "\"nps\n")}, failed, "first line"},
		{[]string{"-data", written(t, "nps\n")}, failed, "no answer in the file"},
		{[]string{"-data", written(t, "nps\n11\n")}, failed, "no answer left: the first refused is line 2, where nps must be from 0 to 10"},
		{[]string{"-strict"}, failed, "4 rows are refused"},
		{[]string{"-svg", one}, failed, "not a directory"},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) {
			t.Errorf("%q: got status %d, %q and %q, want %d and one line with %q", c.args, status, stdout, stderr, c.status, c.says)
		}
	}
}

func TestEveryPictureIsWrittenWithItsTable(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	r := told(t, "-svg", dir)
	want := []string{"distribution.svg", "distribution.csv", "over-time.svg", "over-time.csv", "groups.svg", "groups.csv"}
	if diff := cmp.Diff(want, r.Pictures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows := map[string]int{"distribution.csv": 11, "over-time.csv": len(r.Time.Periods) + len(r.Time.Changes.Found), "groups.csv": 1 + len(r.Groups.Shown)}
	for _, name := range r.Pictures {
		file, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if n, table := rows[name]; table && bytes.Count(file, []byte("\n")) != 1+n {
			t.Errorf("%s: got %d lines, want %d", name, bytes.Count(file, []byte("\n")), 1+n)
		} else if !table && !wellFormed(file) {
			t.Errorf("%s is no XML", name)
		}
	}
}

func wellFormed(text []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}

// What is shown is worked out again from the rows in the plainest way.
func TestFiguresAreThoseOfTheRows(t *testing.T) {
	t.Parallel()
	file, err := io.ReadAll(madeUp(1200))
	if err != nil {
		t.Fatal(err)
	}
	months, teams := map[string][2]int{}, map[string]map[string]bool{}
	for line := range strings.Lines(string(file)) {
		f := strings.Split(strings.TrimSpace(line), ",")
		answer := slices.Index([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, f[3])
		if answer < 0 || f[1] == "" || strings.HasPrefix(f[0], "2026-02-30") {
			continue
		}
		m := months[f[0][:7]]
		switch m[0]++; {
		case answer >= 9:
			m[1]++
		case answer <= 6:
			m[1]--
		}
		months[f[0][:7]] = m
		if teams[f[1]] == nil {
			teams[f[1]] = map[string]bool{}
		}
		teams[f[1]][f[2]] = true
	}
	r := told(t)
	if len(r.Time.Periods) != len(months) {
		t.Errorf("got %d months, want %d", len(r.Time.Periods), len(months))
	}
	for _, p := range r.Time.Periods {
		if m := months[p.Name]; p.Score.N != float64(m[0]) || p.Score.Value != round(100*float64(m[1])/float64(m[0])) {
			t.Errorf("%s: got %v, want %v", p.Name, p.Score, m)
		}
	}
	for _, g := range r.Groups.Shown {
		if g.People != len(teams[g.Name]) {
			t.Errorf("%s: got %d people, want %d", g.Name, g.People, len(teams[g.Name]))
		}
	}
	if len(r.Groups.Shown)+len(r.Groups.Withheld) != len(teams) {
		t.Errorf("got %d and %d teams, want %d", len(r.Groups.Shown), len(r.Groups.Withheld), len(teams))
	}
}
