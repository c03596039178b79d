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

// program runs the program and returns what it prints.
func program(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
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
	for _, args := range [][]string{{"-jason"}, {"story"}} {
		stdout, stderr, status := program(t, args...)
		if status != misuse || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: got status %d and %q, want %d and one line", args, status, stderr, misuse)
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
	mug, late, owned, repaired, kept := s.Bookseller[0].Heart.Value, s.Bookseller[1].Heart.Value,
		s.Bookseller[2].Heart.Value, s.Bookseller[3].Heart.Value, s.Bookseller[4].Heart.Value
	if !(s.Begin.Value < mug && late < mug && late < owned && mug < repaired && repaired < kept) {
		t.Errorf("got %v, %v, %v, %v, %v", mug, late, owned, repaired, kept)
	}
	if !(s.Unrepaired.Value < kept && s.Again[1].Heart.Value < repaired) {
		t.Errorf("got %v without the repair and %v the second time", s.Unrepaired, s.Again[1].Heart)
	}
	if !(s.ShareOfHeart.Value > .6 && s.Mind[0].First.High < s.Mind[1].First.Low) {
		t.Errorf("the rival has the mind and the bookseller the heart: got %v of heart, %v and %v of mind",
			s.ShareOfHeart, s.Mind[0].First, s.Mind[1].First)
	}
}
