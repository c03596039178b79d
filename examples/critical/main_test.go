package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// critical runs the program and returns what it prints.
func critical(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), status
}

// golden compares a text with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
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

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		golden string
		args   []string
	}{
		{"all.golden", nil},
		{"jeweller.json.golden", []string{"-json", "-case", "jeweller"}},
		{"little-known.golden", []string{"testdata/little-known.json"}},
		{"help.golden", []string{"-help"}},
	} {
		stdout, stderr, status := critical(t, c.args...)
		if status != done || stderr != "" {
			t.Fatalf("%s: got status %d and %q", c.golden, status, stderr)
		}
		golden(t, c.golden, stdout)
	}
}

func TestTextIsShort(t *testing.T) {
	t.Parallel()
	stdout, _, _ := critical(t)
	cases := strings.Split(stdout, "\n\n")
	if len(cases) != 7 {
		t.Fatalf("got %d cases, want 7", len(cases))
	}
	for _, text := range cases {
		if lines := strings.Count(text, "\n") + 1; lines > 28 {
			t.Errorf("a case has %d lines, want about 25:\n%s", lines, text)
		}
	}
}

func TestJSONTellsOfPartiesByIDAlone(t *testing.T) {
	t.Parallel()
	stdout, _, status := critical(t, "-json")
	var answers []answer
	if err := json.Unmarshal([]byte(stdout), &answers); err != nil || len(answers) != 7 || status != done {
		t.Fatalf("got %d answers, status %d, %v", len(answers), status, err)
	}
	for _, c := range allCases(t) {
		for _, p := range c.Parties {
			if strings.Contains(stdout, p.Name) {
				t.Errorf("%s: %q is in the JSON", c.name, p.Name)
			}
		}
	}
}

func TestFilesMayBeAnywhereAndHaveAnyName(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("cases/5-jeweller.json")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	mine := filepath.Join(folder, "mine.json")
	if err := os.WriteFile(mine, text, 0o644); err != nil {
		t.Fatal(err)
	}
	want, _, _ := critical(t, "-case", "5-jeweller")
	want = strings.Replace(want, "5-jeweller", "mine", 1)
	for _, args := range [][]string{{mine}, {"-cases", folder}, {"-cases", folder, "-case", "mine"}} {
		if got, stderr, _ := critical(t, args...); got != want {
			t.Errorf("%q: got %q and another text than from its first place (-want +got):\n%s", args, stderr, cmp.Diff(want, got))
		}
	}
}

func TestEachCaseIsDrawn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, stderr, status := critical(t, "-svg", folder); status != done || stderr != "" {
		t.Fatalf("got status %d and %q", status, stderr)
	}
	for _, c := range allCases(t) {
		a, err := look(t.Context(), c, "")
		if err != nil {
			t.Fatal(err)
		}
		svg, err := os.ReadFile(filepath.Join(folder, a.Case+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		most := a.Kinds[0].Largest[0].Tie
		if !bytes.HasPrefix(svg, []byte("<svg")) || !bytes.Contains(svg, []byte(`"`+most+`"`)) {
			t.Errorf("%s: the tie on which most rests is not drawn", a.Case)
		}
	}
}

func TestWrongCommandLinesAreTold(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"-nonsense"}, misuse, "not defined"},
		{[]string{"-cases", "x", "y.json"}, misuse, "do not go together"},
		{[]string{"-case", "nobody"}, failed, "no file has the name"},
		{[]string{"-cases", empty}, failed, "has no file .json"},
		{[]string{"testdata/none.json"}, failed, "no such file"},
		{[]string{"testdata"}, failed, "is a directory"},
		{[]string{"-svg", "testdata/none", "-case", "jeweller"}, failed, "no such file"},
	} {
		stdout, stderr, status := critical(t, c.args...)
		if status != c.status || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: got status %d, %q, want %d and %q", c.args, status, stderr, c.status, c.want)
		}
	}
}
