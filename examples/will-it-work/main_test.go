package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
	path := filepath.Join(t.TempDir(), "trades.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"all.golden":    nil,
		"refund.golden": {"-refund"},
		"many.golden":   {"-came", "as many", "-limit", "300"},
		"json.golden":   {"-json"},
		"help.golden":   {"-help"},
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
		{[]string{"-trade", "x"}, misuse, "-trade"},
		{[]string{"a.csv"}, misuse, "flags only"},
		{[]string{"-trades", "nowhere.csv"}, failed, "no such file"},
		{[]string{"-came", "rain"}, failed, "-came"},
		{[]string{"-worst", "0"}, failed, "WorstLoss"},
		{[]string{"-trades", written(t, "")}, failed, "header"},
		{[]string{"-trades", written(t, "at,who,outcome,spend\n")}, failed, "no trades"},
		{[]string{"-trades", written(t, "at,who,spend\n")}, failed, `"outcome"`},
		{[]string{"-trades", written(t, "at,who,outcome,who\n")}, failed, "two columns"},
		{[]string{"-trades", written(t, "at,who,outcome,spend\n2026-03-02T09:00:00Z,ann,yes,10\n")}, failed, "Outcomes"},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) {
			t.Errorf("%q: got status %d and %q, want %d and one line with %q", c.args, status, stderr, c.status, c.says)
		}
	}
}

func TestRowsThatBreakARuleAreNamedAndNothingIsTraded(t *testing.T) {
	t.Parallel()
	good := "2026-03-02T09:00:00Z,ann,yes,10,,\n2026-03-02T09:00:00Z,bob,no,10,,\n"
	for row, says := range map[string]string{
		"yesterday,ann,yes,10,,":               "at must be an instant",
		"2026-03-01T09:00:00Z,ann,yes,10,,":    "at must not be before",
		"2026-03-02T09:00:00Z,,yes,10,,":       "who must not be empty",
		"2026-03-02T09:00:00Z,ann,,10,,":       "outcome must not be empty",
		"2026-03-02T09:00:00Z,ann,yes,ten,,":   "shares must be a number",
		"2026-03-02T09:00:00Z,ann,yes,10,10,":  "only one of them",
		"2026-03-02T09:00:00Z,ann,yes,,,":      "only one of them",
		"2026-03-02T09:00:00Z,ann,yes,,,1.5":   "price must be between",
		"2026-03-02T09:00:00Z,ann,yes,,,NaN":   "price must be between",
		"2026-03-02T09:00:00Z,ann,yes,,-5,":    "spend must be from 1",
		"2026-03-02T09:00:00Z,ann,yes,-11,,":   "shares must not be more than are held",
		"2026-03-02T09:00:00Z,ann,yes,,,.99":   "limit",
		"2026-03-02T09:00:00Z,the judge,no,,1": "wrong number of fields",
		"2026-03-02T09:00:00Z,the judge,no,1,": "wrong number of fields",
	} {
		db := filepath.Join(t.TempDir(), "markets.db")
		path := written(t, "\ufeffat,who,Outcome,shares,spend,price\n"+good+row+"\n")
		stdout, stderr, status := program(t, "-trades", path, "-db", db)
		if status != failed || stdout != "" || !strings.Contains(stderr, "line 4") || !strings.Contains(stderr, says) {
			t.Errorf("%s: got status %d and %q, want line 4 and %q", row, status, stderr, says)
		}
		if _, err := os.Stat(db); err == nil {
			t.Errorf("%s: something was written", row)
		}
	}
	_, stderr, _ := program(t, "-trades", written(t, "at,who,outcome,spend\n"+strings.Repeat("x,x,x,x\n", 15)))
	if !strings.Contains(stderr, "line 11:") || !strings.Contains(stderr, "and 5 more rows") {
		t.Errorf("of many rows: got %q", stderr)
	}
}

// long returns a file of many trades.
func long(rows int) string {
	var b strings.Builder
	b.WriteString("outcome,shares,at,who\n")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range rows {
		fmt.Fprintf(&b, "%s,%d,%s,party-%d\n", []string{"yes", "no"}[i%2], 1+i%3, at.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), i%40)
	}
	return b.String()
}

// A cord is pulled by the first word that is written to it.
type cord struct{ pull context.CancelFunc }

func (c cord) Write(p []byte) (int, error) { c.pull(); return len(p), nil }

func TestARunThatWasInterruptedGoesOn(t *testing.T) {
	t.Parallel()
	path, db := written(t, long(300)), filepath.Join(t.TempDir(), "markets.db")
	want, stderr, status := program(t, "-trades", path, "-json")
	if status != done || !strings.Contains(stderr, "traded 250 of 300") {
		t.Fatalf("in memory: got status %d and %q", status, stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if status := run(ctx, []string{"-trades", path, "-db", db}, new(bytes.Buffer), cord{cancel}); status != failed {
		t.Fatalf("interrupted: got status %d", status)
	}
	for range 2 { // and once more, when all is done
		got, stderr, status := program(t, "-trades", path, "-db", db, "-json")
		if status != done || got != want {
			t.Fatalf("got status %d and %q, want what it is in memory", status, stderr)
		}
	}
	for _, args := range [][]string{
		{"-trades", path, "-db", db, "-refund"}, {"-trades", path, "-db", db, "-came", "no"}, {"-db", db}, {"-trades", written(t, long(299)), "-db", db},
	} {
		if _, stderr, status := program(t, args...); status != failed || !strings.Contains(stderr, "name a new file") {
			t.Errorf("%q: got status %d and %q", args[2:], status, stderr)
		}
	}
}

func TestManyTradersAndDaysArePrintedInPart(t *testing.T) {
	t.Parallel()
	stdout, _, status := program(t, "-trades", written(t, strings.ReplaceAll(long(3000), "party-1", "p\x1b1")), "-limit", "100000")
	if status != done || strings.Contains(stdout, "\x1b") || !strings.Contains(stdout, "and 10 more") {
		t.Errorf("got status %d and:\n%s", status, stdout)
	}
	out, _, _ := program(t, "-json", "-trades", written(t, long(3000)))
	var got report
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Holdings) != 40 {
		t.Errorf("got %d holdings, error %v", len(got.Holdings), err)
	}
}
