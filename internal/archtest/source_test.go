package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// modulePath is the path of the root module. A nested module's path is this and its folder.
const modulePath = "github.com/kithcrm/kith"

// A folder is the Go source of one folder of the repository, its tests included.
type folder struct {
	path   string // from the repository's root, slash-separated; "." is the root
	module string // the folder of the module it belongs to; "." is the root module
	files  []*file
}

// A file is one parsed file of a folder.
type file struct {
	name   string
	test   bool
	fset   *token.FileSet
	syntax *ast.File
}

// parse returns the folder made of these sources, by file name.
func parse(where, module string, sources map[string]string) (folder, error) {
	f := folder{path: where, module: module}
	fset := token.NewFileSet()
	for name, text := range sources {
		syntax, err := parser.ParseFile(fset, path.Join(where, name), text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return folder{}, err
		}
		f.files = append(f.files, &file{name, strings.HasSuffix(name, "_test.go"), fset, syntax})
	}
	slices.SortFunc(f.files, func(a, b *file) int { return strings.Compare(a.name, b.name) })
	return f, nil
}

// at returns a message that begins with the place of pos.
func (f *file) at(pos token.Pos, format string, args ...any) string {
	p := f.fset.Position(pos)
	return fmt.Sprintf("%s:%d: ", p.Filename, p.Line) + fmt.Sprintf(format, args...)
}

// code returns the files that are not tests.
func (f folder) code() []*file {
	return slices.DeleteFunc(slices.Clone(f.files), func(x *file) bool { return x.test })
}

// packageName returns the name of the package.
func (f folder) packageName() string {
	for _, x := range f.code() {
		return x.syntax.Name.Name
	}
	return strings.TrimSuffix(f.files[0].syntax.Name.Name, "_test")
}

// isSuite reports whether the folder exists to help tests, such as relationship/relationshiptest.
func isSuite(where string) bool { return strings.HasSuffix(path.Base(where), "test") }

// A tree is everything that the rules look at.
type tree struct {
	root    string   // of the repository, on disk
	folders []string // every folder, with or without Go
	modules []string // the folders that hold a go.mod
	source  []folder // the folders that hold Go
}

// readTree parses the repository that the test runs in. Folders whose name begins with a dot and
// testdata are left out, as the go command does.
func readTree(t *testing.T) tree {
	t.Helper()
	read := tree{root: repositoryRoot(t)}
	disk := os.DirFS(read.root)
	err := fs.WalkDir(disk, ".", func(where string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if where != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		read.folders = append(read.folders, where)
		if _, err := fs.Stat(disk, path.Join(where, "go.mod")); err == nil {
			read.modules = append(read.modules, where)
		}
		return read.addSource(disk, where)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.source) == 0 {
		t.Fatal("no Go source found")
	}
	return read
}

// addSource parses the Go files of one folder, if it has any.
func (read *tree) addSource(disk fs.FS, where string) error {
	names, err := fs.Glob(disk, path.Join(where, "*.go"))
	if err != nil || len(names) == 0 {
		return err
	}
	sources := make(map[string]string)
	for _, name := range names {
		text, err := fs.ReadFile(disk, name)
		if err != nil {
			return err
		}
		sources[path.Base(name)] = string(text)
	}
	f, err := parse(where, moduleOf(where, read.modules), sources)
	if err != nil {
		return err
	}
	read.source = append(read.source, f)
	return nil
}

// moduleOf returns the innermost of the modules that holds the folder.
func moduleOf(where string, modules []string) string {
	for where != "." && !slices.Contains(modules, where) {
		where = path.Dir(where)
	}
	return where
}

// repositoryRoot returns the folder above the test that holds go.work.
func repositoryRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.work above the test")
		}
		dir = filepath.Dir(dir)
	}
}
