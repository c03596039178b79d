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

	"github.com/kithcrm/kith/scoring"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program runs the program and returns what it prints.
func program(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), status
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"story.golden": nil,
		"json.golden":  {"-json"},
		"help.golden":  {"-help"},
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
		args []string
		want int
	}{
		{[]string{"-jason"}, misuse},
		{[]string{"story"}, misuse},
		{[]string{"-svg", filepath.Join(t.TempDir(), "no", "such", "folder.svg")}, failed},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.want || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: got status %d and %q, want %d and one line", c.args, status, stderr, c.want)
		}
	}
}

func TestThePictureShowsEveryAttribute(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "beliefs.svg")
	if _, stderr, status := program(t, "-svg", path); status != done {
		t.Fatalf("got status %d and %q", status, stderr)
	}
	drawn, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range append(attributes(), "believed", "funded", "measured", "<svg") {
		if !bytes.Contains(drawn, []byte(want)) {
			t.Errorf("got a picture without %q", want)
		}
	}
}

// What the story is told for.
func TestTheStoryGoesAsItShould(t *testing.T) {
	t.Parallel()
	stdout, _, status := program(t, "-json")
	var s story
	if err := json.Unmarshal([]byte(stdout), &s); err != nil || status != done {
		t.Fatal(err)
	}
	want := map[scoring.AssumptionID]scoring.State{
		"voice": scoring.False, "training": scoring.Holds, "questions": scoring.False,
		"readers": scoring.Stale, "young": scoring.Untested,
	}
	got := map[scoring.AssumptionID]scoring.State{}
	for _, v := range s.Verdicts {
		got[v.Assumption] = v.State
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got)\n%s", diff)
	}
	if s.First[0].ID != "advice line" || s.First[len(s.First)-1].ID == "advice line" || s.Found.Misdirected.Share < 3*s.Found.Misdirected.ChanceHigh {
		t.Errorf("got %+v first, and %+v", s.First, s.Found.Misdirected)
	}
	if len(s.Due) == 0 || s.Due[0].Assumption.Owner != "olga" {
		t.Errorf("got %+v due", s.Due)
	}
}
