package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowedModules lists what the go.mod of each module may require directly. A module that is not
// listed may require nothing.
func allowedModules() map[string][]string {
	return map[string][]string{
		".": {
			"github.com/google/go-cmp",
			"github.com/google/uuid",
			"golang.org/x/exp",
			"gonum.org/v1/gonum",
			"pgregory.net/rapid",
		},
		"examples": {
			modulePath,
			modulePath + "/adapters/chart",
			modulePath + "/adapters/sqlite",
			modulePath + "/adapters/sqlstore",
			"github.com/google/go-cmp",
			"github.com/jackc/pgx/v5",
			"modernc.org/sqlite",
		},
		"adapters/sqlstore": {
			modulePath,
			"github.com/google/go-cmp",
			"pgregory.net/rapid",
		},
		"adapters/sqlite": {
			modulePath,
			modulePath + "/adapters/sqlstore",
			"modernc.org/sqlite",
			"pgregory.net/rapid",
		},
		"adapters/realdb": {
			modulePath,
			modulePath + "/adapters/sqlite",
			modulePath + "/adapters/sqlstore",
			"github.com/google/go-cmp",
			"github.com/jackc/pgx/v5",
			"pgregory.net/rapid",
		},
		"adapters/chart": {
			modulePath,
			"github.com/google/go-cmp",
			"gonum.org/v1/plot",
			"pgregory.net/rapid",
		},
		"internal/peers": {
			modulePath,
			"gonum.org/v1/gonum",
		},
	}
}

// unlisted returns the required modules that the module in folder where may not require.
func unlisted(where string, required []string) []string {
	var wrong []string
	for _, m := range required {
		if !slices.Contains(allowedModules()[where], m) {
			wrong = append(wrong, path.Join(where, "go.mod")+": "+m+" is not on the list of dependencies")
		}
	}
	return wrong
}

// A modFile is the part of a go.mod that the rules look at.
type modFile struct {
	Module  struct{ Path string }
	Require []struct {
		Path     string
		Indirect bool
	}
}

// direct returns the modules that are required directly.
func (m modFile) direct() []string {
	var paths []string
	for _, r := range m.Require {
		if !r.Indirect {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

func TestModulesRequireOnlyWhatIsListed(t *testing.T) {
	read := readTree(t)
	paths := make(map[string]string)
	for _, where := range read.modules {
		var m modFile
		decode(t, goCommand(t, read.root, "mod", "edit", "-json", filepath.Join(where, "go.mod")), &m)
		paths[where] = m.Module.Path
		for _, wrong := range unlisted(where, m.direct()) {
			t.Error(wrong)
		}
	}
	for _, wrong := range misnamedModules(paths) {
		t.Error(wrong)
	}
}

func TestUnlistedModulesAreFound(t *testing.T) {
	cases := []struct {
		name, where string
		required    []string
		want        int
	}{
		{"the root as it is", ".", []string{"github.com/google/uuid", "pgregory.net/rapid"}, 0},
		{"the root with a driver", ".", []string{"github.com/google/uuid", "modernc.org/sqlite"}, 1},
		{"the examples as they are", "examples", []string{modulePath}, 0},
		{"the examples with more", "examples", []string{modulePath, "gonum.org/v1/gonum"}, 1},
		{"a module without a list", "adapters/new", []string{modulePath}, 1},
	}
	for _, c := range cases {
		if got := unlisted(c.where, c.required); len(got) != c.want {
			t.Errorf("%s: got %q, want %d", c.name, got, c.want)
		}
	}
}

func TestIndirectModulesNeedNoListing(t *testing.T) {
	var m modFile
	decode(t, []byte(`{"Require": [{"Path": "a"}, {"Path": "b", "Indirect": true}]}`), &m)
	if got := m.direct(); !slices.Equal(got, []string{"a"}) {
		t.Errorf("got %q, want a alone", got)
	}
}

// forTests returns what must not come into a host's program through us.
func forTests() []string {
	return []string{"testing", "github.com/google/go-cmp", "pgregory.net/rapid"}
}

// testOnlyDeps returns what the package in folder where, which is not itself help for tests, takes
// in of what is for tests. deps are its imports and theirs, down to the last.
func testOnlyDeps(where string, deps []string) []string {
	if isSuite(where) || slices.Contains(testHelpers(), where) {
		return nil
	}
	var wrong []string
	for _, d := range deps {
		for _, banned := range forTests() {
			if d == banned || strings.HasPrefix(d, banned+"/") {
				wrong = append(wrong, where+": takes in "+d+", which is for tests")
			}
		}
	}
	return wrong
}

// A listed is what go list says about one package.
type listed struct {
	ImportPath string
	Deps       []string
}

func TestNothingForTestsReachesAHost(t *testing.T) {
	read := readTree(t)
	out := json.NewDecoder(bytes.NewReader(goCommand(t, read.root, "list", "-json=ImportPath,Deps", "work")))
	seen := make(map[string]bool)
	for {
		var p listed
		if err := out.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		where := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, modulePath), "/")
		seen[where] = true
		for _, wrong := range testOnlyDeps(where, p.Deps) {
			t.Error(wrong)
		}
	}
	if !seen["internal/archtest"] {
		t.Errorf("go list did not name this package: %q", slices.Sorted(maps.Keys(seen)))
	}
}

func TestThingsForTestsAreFound(t *testing.T) {
	cases := []struct {
		name, where string
		deps        []string
		want        int
	}{
		{"the standard library", "relationship", []string{"strings", "time"}, 0},
		{"testing", "relationship", []string{"strings", "testing"}, 1},
		{"a part of testing", "relationship", []string{"testing/iotest"}, 1},
		{"part of go-cmp", "internal/table", []string{"github.com/google/go-cmp/cmp/internal/diff"}, 1},
		{"rapid in a program", "examples/tour", []string{"pgregory.net/rapid"}, 1},
		{"a similar name", "relationship", []string{"testinghouse"}, 0},
		{"a suite", "relationship/relationshiptest", []string{"testing", "pgregory.net/rapid"}, 0},
		{"a helper", "internal/realparts", []string{"testing"}, 0},
	}
	for _, c := range cases {
		if got := testOnlyDeps(c.where, c.deps); len(got) != c.want {
			t.Errorf("%s: got %q, want %d", c.name, got, c.want)
		}
	}
}

// goCommand runs the go command in the workspace and returns what it prints.
func goCommand(t *testing.T, root string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = root
	// The rules are about the whole workspace, however the test itself was started.
	cmd.Env = append(os.Environ(), "GOWORK="+filepath.Join(root, "go.work"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// decode reads JSON into v.
func decode(t *testing.T, text []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}
