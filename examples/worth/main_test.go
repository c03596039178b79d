package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program runs the program and returns what it prints.
func program(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return out.String(), errs.String(), status
}

// written returns the path of a new file.
func written(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// counts, turns and cohort are made up.
func counts() string {
	return `spend,T_weeks,name,x,n,t_x_weeks
0,39,a,0,600,0
5,39,b,1,80,5
25,39,c,1,60,25
80,39,d,1,50,12
13,39,e,3,60,15
30,39,f,3,50,35
60,39,g,3,30,33
20,39,h,9,22,38
45,39,i,9,18,38
`
}

func turns() string {
	return `t_x,x,n,donors
0,0,4,420
1,1,4,120
2,1,4,40
3,1,4,30
4,1,4,40
2,2,4,60
3,2,4,30
4,2,4,60
3,3,4,60
4,3,4,90
4,4,4,190
`
}

func cohort() string {
	return "year,survivors,others\n0,100,50\n1,86.9,30\n2,74.3,25\n3,65.3,20\n4,59.3,19\n"
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"made-up.golden": nil,
		"pareto.golden":  {"-model", "paretonbd", "-rfm", written(t, counts()), "-horizon", "26"},
		"bgbb.golden":    {"-model", "bgbb", "-rfm", written(t, turns()), "-horizon", "3"},
		"sbg.golden":     {"-model", "sbg", "-rfm", written(t, cohort()), "-horizon", "2"},
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

func TestPicturesAreDrawnOfAllModels(t *testing.T) {
	t.Parallel()
	for says, args := range map[string][]string{
		"from here on a forecast": nil,
		"How often each":          {"-rfm", written(t, counts()), "-json"},
		"customer took":           {"-model", "bgbb", "-rfm", written(t, turns()), "-json"},
		"Still there, by BdW":     {"-model", "bdw", "-rfm", written(t, cohort())},
	} {
		path := filepath.Join(t.TempDir(), "picture.svg")
		_, stderr, status := program(t, append(args, "-svg", path)...)
		svg, err := os.ReadFile(path)
		if err != nil || status != done || !strings.Contains(string(svg), says) || !strings.HasPrefix(string(svg), "<") {
			t.Errorf("%s: got status %d, %q, %v", says, status, stderr, err)
		}
	}
}

func TestBadUseIsToldInOneLine(t *testing.T) {
	t.Parallel()
	rfm := func(rows string) []string { return []string{"-rfm", written(t, "x,t_x,T,spend\n"+rows)} }
	log := func(rows string) []string { return []string{"-log", written(t, "customer,date,amount\n"+rows)} }
	bgbb := func(rows string) []string { return []string{"-model", "bgbb", "-rfm", written(t, "x,t_x,n\n"+rows)} }
	sbg := func(text string) []string { return []string{"-model", "sbg", "-rfm", written(t, text)} }
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-lag", "x"}, misuse, "-lag"},
		{[]string{"file.csv"}, misuse, "no arguments"},
		{[]string{"-model", "tarot"}, misuse, "bgnbd"},
		{[]string{"-model", "sbg"}, misuse, "-rfm"},
		{[]string{"-log", "a", "-rfm", "b"}, misuse, "one of"},
		{[]string{"-horizon", "-1"}, misuse, "-horizon"},
		{[]string{"-horizon", "NaN"}, misuse, "-horizon"},
		{[]string{"-discount", "-1"}, misuse, "-discount"},
		{[]string{"-split", "yesterday"}, misuse, "date"},
		{[]string{"-rfm", "a", "-split", "2025-01-01"}, misuse, "log"},
		{[]string{"-model", "bgbb", "-rfm", "a", "-horizon", "1.5"}, misuse, "whole"},
		{[]string{"-rfm", "nowhere.csv"}, failed, "no such file"},
		{[]string{"-split", "2020-01-01"}, failed, "nobody bought"},
		{[]string{"-split", "2030-01-01"}, failed, "after the last"},
		{rfm(""), failed, "no rows"},
		{rfm("0,0,30,0\n1,40,30,5\n"), failed, "line 3, t_x"},
		{rfm("0,0,30,0\n\n-1,2,30,5\n"), failed, "line 4, x"},
		{rfm("1,0,30,5\n"), failed, "line 2, t_x"},
		{rfm("0,3,30,5\n"), failed, "line 2, t_x"},
		{rfm("1,3,NaN,5\n"), failed, "line 2, T"},
		{rfm("1,3\n"), failed, "line 2, T: is missing"},
		{rfm("1,3,30,-5\n"), failed, "line 2, spend"},
		{rfm("0,0,30,0\n0,0,20,0\n"), failed, "no repeats"},
		{[]string{"-rfm", written(t, "")}, failed, "names the columns"},
		{[]string{"-rfm", written(t, "x,T\n1,2\n")}, failed, `it has "x", "T"`},
		{[]string{"-rfm", written(t, "x,t_x_days,T_weeks\n1,2,3\n")}, failed, "columns x, t_x and T"},
		{log(""), failed, "no rows"},
		{log("ann,2026-02-30,1\n"), failed, "line 2, date"},
		{log("ann,2026-02-20,1\nbob,2026-02-21,-1\n"), failed, "line 3, amount"},
		{log(",2026-02-20,1\n"), failed, "line 2, customer"},
		{[]string{"-log", written(t, "who,when\n")}, failed, "customer and date"},
		{bgbb("1,7,6\n"), failed, "line 2, n"},
		{bgbb("3,2,6\n"), failed, "line 2, t_x"},
		{bgbb("1.5,2,6\n"), failed, "line 2, x"},
		{bgbb(""), failed, "no rows"},
		{sbg("a,b\n"), failed, "year and survivors"},
		{sbg("year,survivors\n0,100\n1,110\n"), failed, "line 3, survivors"},
		{sbg("year,survivors\n0,100\n2,90\n"), failed, "line 3, year"},
		{sbg("tenure,left\n3,2\n"), failed, "line 2, left"},
		{sbg("tenure,left\n0,1\n"), failed, "line 2, tenure"},
		{append(sbg(cohort()), "-column", "none"), failed, "-column"},
		{sbg("tenure,left\n3,0\n"), failed, "no loss"},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.status || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) {
			t.Errorf("%q: got status %d, %q and %q, want %d and one line with %q", c.args, status, stdout, stderr, c.status, c.says)
		}
	}
}

func TestDataThatDoNotCarryTheModelAreToldAlsoBesideJSON(t *testing.T) {
	t.Parallel()
	path := written(t, "x,t_x,T,n\n3,30,40,500\n")
	stdout, _, status := program(t, "-rfm", path)
	if status != done || !strings.Contains(stdout, "Take care, alike rates") {
		t.Errorf("got status %d and:\n%s", status, stdout)
	}
	stdout, stderr, status := program(t, "-rfm", path, "-json")
	if status != done || !strings.Contains(stderr, "alike rates") || !strings.Contains(stdout, `"se":{"r":null`) {
		t.Errorf("got status %d, %q and %q", status, stdout, stderr)
	}
}
