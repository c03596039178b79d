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

var update = flag.Bool("update", false, "write the golden file anew")

// program runs the program and returns what it prints.
func program(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), status
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	t.Parallel()
	got, stderr, status := program(t)
	if status != done || stderr != "" {
		t.Fatalf("got status %d and %q", status, stderr)
	}
	golden := filepath.Join("testdata", "story.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

func TestFileOfAnyNameIsMadeAndLeft(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a shop? 100% é#1.db")
	first, stderr, status := program(t, "-db", path)
	if status != done || first == "" {
		t.Fatalf("got status %d and %q", status, stderr)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("got %v and error %v, want a database", info, err)
	}
}

func TestFileThatIsThereIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.db")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := program(t, "-db", path)
	if status != failed || stdout != "" || !strings.Contains(stderr, "file exists") {
		t.Errorf("got status %d, %q and %q, want %d and one that says why", status, stdout, stderr, failed)
	}
	if text, err := os.ReadFile(path); string(text) != "mine" {
		t.Errorf("got %q and error %v, want what was there", text, err)
	}
}

func TestWrongFlagsAreTold(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-nonsense"}, {"shop.db"}} {
		if stdout, stderr, status := program(t, args...); status != misuse || stdout != "" || stderr == "" {
			t.Errorf("%q: got status %d, %q and %q, want %d", args, status, stdout, stderr, misuse)
		}
	}
}
