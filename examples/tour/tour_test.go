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

	"github.com/kithcrm/kith/relationship"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tour runs the program and returns what it prints. Nothing is kept unless the flags say where.
func tour(t testing.TB, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), append([]string{"-db", inMemory}, args...), &out, &errs)
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

// small are the flags that show the files in testdata.
func small(more ...string) []string {
	return append([]string{
		"-parties", "testdata/parties.csv", "-ties", "testdata/ties.csv", "-kinds", "testdata/kinds.csv",
		"-provider", "self", "-serves", "supplies",
	}, more...)
}

func TestWhatIsPrintedIsAsBefore(t *testing.T) {
	for _, c := range []struct {
		golden string
		args   []string
	}{
		{"made-up.golden", nil},
		{"small.golden", small()},
		{"small.json.golden", small("-json")},
		{"help.golden", []string{"-help"}},
	} {
		t.Run(c.golden, func(t *testing.T) {
			stdout, stderr, status := tour(t, c.args...)
			if status != done || stderr != "" {
				t.Fatalf("got status %d and %q", status, stderr)
			}
			golden(t, c.golden, stdout)
		})
	}
}

func TestTwoRunsPrintTheSame(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-seed", "7", "-shops", "5"}, {"-seed", "7", "-shops", "5", "-json"}, small("-json")} {
		first, _, _ := tour(t, args...)
		second, _, _ := tour(t, args...)
		if first == "" || first != second {
			t.Errorf("%q: two runs differ", args)
		}
	}
	one, _, _ := tour(t, "-seed", "7")
	other, _, _ := tour(t, "-seed", "8")
	if one == other {
		t.Error("two seeds give the same case")
	}
}

func TestEveryMadeUpCaseKeepsTheRules(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		w, err := newWorld(seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.fill(t.Context(), new(relationship.Memory), 2+int(seed)); err != nil {
			t.Fatal(err)
		}
		for finding, err := range w.book.Check(t.Context()) {
			t.Errorf("seed %d: %v, %v", seed, finding, err)
		}
	}
}

func TestListsInJSONAreComplete(t *testing.T) {
	t.Parallel()
	stdout, _, _ := tour(t, "-json", "-shops", "30")
	var got Tour
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Provider.Customers) != 30 || got.Counts.Customers != 30 {
		t.Errorf("got %d customers, counted as %d; want 30", len(got.Provider.Customers), got.Counts.Customers)
	}
	if len(got.Ended) != got.Counts.StintsEnded || len(got.Ended) <= few {
		t.Errorf("got %d ended stints, counted as %d", len(got.Ended), got.Counts.StintsEnded)
	}
	if len(got.Needs) != 5 {
		t.Errorf("got %d needs, want 5", len(got.Needs))
	}
}

func TestWrongFlagsAreTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, want string }{
		{"-nonsense", "not defined"},
		{"more", "there are only flags"},
		{"-parties x", "-parties and -ties go together"},
		{"-kinds x", "-kinds goes with"},
		{"-provider x", "-provider and -serves go together"},
		{"-then x", "-then goes with"},
		{"-shops 1", "from 2 to 999"},
		{"-shops many", "invalid value"},
		{"-seed 2 -parties x -ties y", "for the made-up case"},
		{"-db mysql://host/tour", "-db must be"},
	} {
		stdout, stderr, status := tour(t, strings.Fields(c.args)...)
		if status != misuse || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: got status %d, %q, want %d and %q", c.args, status, stderr, misuse, c.want)
		}
	}
	for _, c := range []struct{ args, want string }{
		{"-provider nobody -serves supplies", "not found"},
		{"-provider norrvik -serves supplys", `no tie is of the kind "supplys"`},
		{"-provider norrvik -serves supplies -then ^", `no tie is of the kind ""`},
		{"-parties testdata/none.csv -ties testdata/ties.csv", "no such file"},
		{"-parties testdata -ties testdata/ties.csv", "is a directory"},
	} {
		stdout, stderr, status := tour(t, strings.Fields(c.args)...)
		if status != failed || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: got status %d, %q, want %d and %q", c.args, status, stderr, failed, c.want)
		}
	}
}
