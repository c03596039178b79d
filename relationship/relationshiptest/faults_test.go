package relationshiptest_test

import (
	"context"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

var matrix = flag.Bool("matrix", false, "try every layer on every bug, and log which ones catch it (use with -v)")

func TestMain(m *testing.M) {
	// Failures are expected here, hundreds of them: they need no files.
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// try runs one layer on a store and returns how it failed, or "".
func try(ctx context.Context, l relationshiptest.Layer, open func() relationship.Store) string {
	s := open()
	if l.Skip(s) != "" {
		return ""
	}
	if l.Clause != nil {
		return record(ctx, func(r *recorder) { l.Clause(r, s) })
	}
	return tryProperty(ctx, l, open)
}

// tryProperty stops at the first case that fails. It does not shrink it: what fails here is not to
// be repaired.
func tryProperty(ctx context.Context, l relationshiptest.Layer, open func() relationship.Store) string {
	failed := false
	return record(ctx, func(r *recorder) {
		rapid.Check(r, func(t *rapid.T) {
			if failed {
				t.Fatalf("it has failed before") // rapid takes it for flaky, and gives up
			}
			defer func() { failed = t.Failed() }()
			l.Property(t, func(relationshiptest.TB) relationship.Store { return open() })
		})
	})
}

func TestEveryBugIsCaught(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("rapid then tries fewer cases, which is not enough to find all bugs")
	}
	for _, b := range bugs() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			var caught []string
			for _, l := range relationshiptest.Layers() {
				must := slices.Contains(b.by, l.Name)
				if !must && len(b.by) > 0 && !*matrix {
					continue
				}
				said := try(t.Context(), l, b.store)
				if said != "" {
					caught = append(caught, l.Name)
				}
				if must && said == "" {
					t.Errorf("%s has not caught it", l.Name)
				}
				if len(b.by) == 0 && said != "" {
					t.Errorf("%s: got %q, want nothing: the library looks at every record again", l.Name, said)
				}
			}
			if *matrix {
				t.Logf("caught by %d: %s", len(caught), strings.Join(caught, ", "))
			}
		})
	}
}

func TestEveryLayerCatchesABug(t *testing.T) {
	t.Parallel()
	catches := map[string]bool{}
	for _, b := range bugs() {
		for _, name := range b.by {
			catches[name] = true
		}
	}
	for _, l := range relationshiptest.Layers() {
		if !catches[l.Name] {
			t.Errorf("%s: no bug names it", l.Name)
		}
		delete(catches, l.Name)
	}
	for name := range catches {
		t.Errorf("%s: bugs name it, but there is no such layer", name)
	}
}
