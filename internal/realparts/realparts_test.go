package realparts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
)

// A recorder notes what becomes of the test that it stands for.
type recorder struct {
	testing.TB
	skipped, failed string
}

func (r *recorder) Helper() {}

func (r *recorder) Skip(args ...any) {
	if r.failed == "" { // a real test stops at the first of the two
		r.skipped = fmt.Sprint(args...)
	}
}

func (r *recorder) Fatal(args ...any) { r.failed = fmt.Sprint(args...) }

func TestDataIsFoundWhereKithDataSays(t *testing.T) {
	dir := t.TempDir()
	want := filepath.Join(dir, "graph", "ties.csv")
	if err := os.MkdirAll(filepath.Dir(want), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(want, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KITH_DATA", dir)
	if got := realparts.Data(t, "graph", "ties.csv"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := realparts.Data(t); got != dir {
		t.Errorf("got %s, want the folder itself, %s", got, dir)
	}
}

func TestDataIsFoundBesideTheRepository(t *testing.T) {
	above := t.TempDir()
	inside := filepath.Join(above, "kith", "relationship")
	shared := filepath.Join(above, "shared", "data")
	for _, dir := range []string{inside, shared} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(above, "kith", "go.work"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(inside)
	t.Setenv("KITH_DATA", "")
	got, err := os.Stat(realparts.Data(t))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.Stat(shared)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(got, want) {
		t.Errorf("got another folder than %s", shared)
	}
}

func TestWithoutDataATestSkipsUnlessItIsRequired(t *testing.T) {
	nowhere, empty := t.TempDir(), t.TempDir()
	cases := []struct {
		name, data, require string
		elem                string
		fails               bool
		says                string
	}{
		{"not required", filepath.Join(nowhere, "x"), "", "graph", false, "KITH_DATA"},
		{"required", filepath.Join(nowhere, "x"), "data", "graph", true, "KITH_DATA"},
		{"required among others", filepath.Join(nowhere, "x"), "postgres,data", "graph", true, "KITH_DATA"},
		{"only others required", filepath.Join(nowhere, "x"), "postgres,database", "graph", false, "KITH_DATA"},
		{"one file not there", empty, "", "graph", false, "no graph"},
		{"one file not there, required", empty, "data", "graph", true, "no graph"},
		{"no repository and no folder", "", "", "graph", false, "../shared/data"},
		{"no repository and no folder, required", "", "data", "graph", true, "../shared/data"},
	}
	t.Chdir(nowhere)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("KITH_DATA", c.data)
			t.Setenv("KITH_REQUIRE", c.require)
			r := &recorder{TB: t}
			if got := realparts.Data(r, c.elem); got != "" {
				t.Errorf("got the path %s", got)
			}
			if c.fails != (r.failed != "") || c.fails != (r.skipped == "") {
				t.Errorf("failed with %q, skipped with %q; want failing: %t", r.failed, r.skipped, c.fails)
			}
			if said := r.failed + r.skipped; !strings.Contains(said, c.says) || strings.Contains(said, "\n") {
				t.Errorf("said %q, want one sentence with %q", said, c.says)
			}
		})
	}
}
