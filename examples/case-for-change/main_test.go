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
	status = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), status
}

// few is how many draws are enough for a test.
const few = "-draws=20000"

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"story.golden": {few}, "help.golden": {"-help"}} {
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
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"-jason"}, misuse},
		{[]string{"story"}, misuse},
		{[]string{"-draws=3"}, misuse},
		{[]string{few, "-svg", filepath.Join(t.TempDir(), "no", "such", "folder")}, failed},
	} {
		stdout, stderr, status := program(t, c.args...)
		if status != c.want || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: got status %d and %q, want %d and one line", c.args, status, stderr, c.want)
		}
	}
}

// What the story is told for.
func TestTheStoryGoesAsItShould(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stdout, _, status := program(t, few, "-json", "-svg", dir)
	var told story
	if err := json.Unmarshal([]byte(stdout), &told); err != nil || status != done {
		t.Fatal(status, err)
	}
	if told.Case.Inputs[0].Input != rise {
		t.Errorf("got %s as what to find out first, want %s", told.Case.Inputs[0].Input, rise)
	}
	if !told.Trials.Begin || told.Trials.Staged.Value <= told.Trials.Direct.Value {
		t.Errorf("got a trial that is not worth it: %+v", told.Trials)
	}
	if told.After.Loss.Value >= told.Case.Loss.Value || told.After.Value.SD >= told.Case.Value.SD {
		t.Errorf("got a loss of %v after the trial and %v before: it must tell something", told.After.Loss, told.Case.Loss)
	}
	if c := told.InTheWay.changed(); len(c) != 1 || c[0].ID != "measurement" || !c[0].Better {
		t.Errorf("got %+v as what changed, want measurement", c)
	}
	for _, by := range []string{"management-", "office-", "service-"} {
		if strings.Contains(stdout, by) {
			t.Errorf("got output that names who answered: %q is in it", by)
		}
	}
	for file, want := range map[string]string{
		"fan.svg": "years from now", "tornado.svg": rise, "loss.svg": "loss", "find-out.svg": rise,
		"obstacles.svg": "severity", "clashes.svg": "mindset", "blocked.svg": "call-back",
	} {
		drawn, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || !bytes.Contains(drawn, []byte(want)) {
			t.Errorf("%s: got a picture without %q, error %v", file, want, err)
		}
	}
}
