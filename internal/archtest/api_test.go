package archtest

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the exported names to .ci/api")

// apiFiles returns what .ci/api should hold: text by file name.
func apiFiles(source []folder) map[string]string {
	files := make(map[string]string)
	for _, f := range source {
		if top(f.path) == "internal" || f.packageName() == "main" {
			continue
		}
		if text := apiText(f); text != "" {
			files[strings.ReplaceAll(f.path, "/", "_")+".txt"] = text
		}
	}
	return files
}

func TestExportedNamesAreAsWritten(t *testing.T) {
	read := readTree(t)
	dir := filepath.Join(read.root, ".ci", "api")
	want := apiFiles(read.source)
	if *update {
		writeFiles(t, dir, want)
	}
	for _, wrong := range differences(readFiles(t, dir), want) {
		t.Error(wrong)
	}
	if t.Failed() {
		t.Log("if the change is wanted: go test ./internal/archtest -update")
	}
}

// differences compares the files as written with what the source says, line by line.
func differences(written, source map[string]string) []string {
	var wrong []string
	for name, text := range source {
		wrong = append(wrong, missing(name+": new: ", text, written[name])...)
	}
	for name, text := range written {
		wrong = append(wrong, missing(name+": gone: ", text, source[name])...)
	}
	slices.Sort(wrong)
	return wrong
}

// missing returns the lines of text that are not in other, each after prefix.
func missing(prefix, text, other string) []string {
	has := strings.Split(other, "\n")
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !slices.Contains(has, line) {
			lines = append(lines, prefix+line)
		}
	}
	return lines
}

// readFiles returns the files of a folder by name; none if there is no such folder.
func readFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = string(text)
	}
	return files
}

// writeFiles makes dir hold these files and no others.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestChangedNamesAreFound(t *testing.T) {
	written := map[string]string{"a.txt": "func F()\nfunc G()\n", "b.txt": "func H()\n"}
	source := map[string]string{"a.txt": "func F(n int)\nfunc G()\n", "c.txt": "func I()\n"}
	want := []string{"a.txt: gone: func F()", "a.txt: new: func F(n int)", "b.txt: gone: func H()", "c.txt: new: func I()"}
	if got := differences(written, source); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyPublicPackagesArePromised(t *testing.T) {
	var source []folder
	for _, where := range []string{"relationship", "relationship/network", "internal/table", "adapters/sqlstore"} {
		f, err := parse(where, ".", map[string]string{"x.go": "package x\n\nfunc F() {}\n", "x_test.go": "package x\n\nfunc T() {}\n"})
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, f)
	}
	program, err := parse("examples/tour", "examples", map[string]string{"main.go": "package main\n\nfunc F() {}\n"})
	if err != nil {
		t.Fatal(err)
	}
	const text = "func F()\n"
	want := map[string]string{"relationship.txt": text, "relationship_network.txt": text, "adapters_sqlstore.txt": text}
	if wrong := differences(apiFiles(append(source, program)), want); len(wrong) > 0 {
		t.Error(wrong)
	}
}

func TestAPIText(t *testing.T) {
	f, err := parse("relationship", ".", map[string]string{"x.go": apiSource})
	if err != nil {
		t.Fatal(err)
	}
	if got := apiText(f); got != apiWant {
		t.Errorf("got:\n%s\nwant:\n%s", got, apiWant)
	}
}

const apiSource = `package x

const Max = 255

const (
	Unknown Basis = iota
	Guessed
	hidden
	Observed
)

const A, B Kind = "a", "b"

var ErrGone = errors.New("gone")

type Basis int

type Page[T, U any] struct {
	Records []T // sorted
	Last, First bool
	private int
	Base
	mixin
}

type Store interface {
	error
	// Write writes.
	Write(ctx context.Context,
		b Batch) (Seq, error)
	close()
}

type Alias = Basis

type quiet struct{ X int }

func (quiet) Loud() {}

func (p *Page[T, U]) All(visit func(T) bool) iter.Seq[T] { return nil }

func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) { return nil, nil }

func collect() {}
`

const apiWant = `const A Kind = "a"
const B Kind = "b"
const Guessed Basis = 1
const Max = 255
const Observed Basis = 3
const Unknown Basis = 0
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error)
method (*Page[T, U]) All(visit func(T) bool) iter.Seq[T]
type Alias = Basis
type Basis int
type Page[T any, U any] struct
type Page[T any, U any] struct, First bool
type Page[T any, U any] struct, Last bool
type Page[T any, U any] struct, Records []T
type Page[T any, U any] struct, embeds Base
type Store interface
type Store interface, Write(ctx context.Context, b Batch) (Seq, error)
type Store interface, embeds error
type Store interface, unexported methods
var ErrGone
`
