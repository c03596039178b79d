package archtest

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// maxDepth is how many folders may lie inside each other below a module's root.
const maxDepth = 2

// tooDeep returns the folders that lie deeper than maxDepth.
func tooDeep(folders, modules []string) []string {
	var wrong []string
	for _, where := range folders {
		if depth(where, moduleOf(where, modules)) > maxDepth {
			wrong = append(wrong, where+": deeper than two folders")
		}
	}
	return wrong
}

// depth returns how many folders lead from module to where.
func depth(where, module string) int {
	inside, err := filepath.Rel(module, where)
	if err != nil || inside == "." {
		return 0
	}
	return strings.Count(filepath.ToSlash(inside), "/") + 1
}

func TestNoFolderIsTooDeep(t *testing.T) {
	read := readTree(t)
	for _, wrong := range tooDeep(read.folders, read.modules) {
		t.Error(wrong)
	}
}

func TestFoldersThatAreTooDeepAreFound(t *testing.T) {
	modules := []string{".", "adapters/sqlstore"}
	folders := []string{".", "a", "a/b", "a/b/c", "adapters/sqlstore", "adapters/sqlstore/x/y", "adapters/sqlstore/x/y/z"}
	want := []string{"a/b/c: deeper than two folders", "adapters/sqlstore/x/y/z: deeper than two folders"}
	if got := tooDeep(folders, modules); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// checkRoot finds code in the root package.
func checkRoot(f folder) []string {
	if f.path != "." {
		return nil
	}
	var wrong []string
	for _, x := range f.code() {
		for _, d := range x.syntax.Decls {
			wrong = append(wrong, x.at(d.Pos(), "the root package holds documentation only"))
		}
	}
	return wrong
}

func TestCodeInTheRootIsFound(t *testing.T) {
	runTrials(t, []trial{
		{"documentation", checkRoot, ".", "doc.go", "// Package kith is words.\npackage kith\n", ""},
		{"a function", checkRoot, ".", "doc.go", "package kith\n\nfunc f() {}\n", "documentation only"},
		{"an import", checkRoot, ".", "doc.go", "package kith\n\nimport _ \"fmt\"\n", "documentation only"},
		{"a test", checkRoot, ".", "readme_test.go", "package kith\n\nfunc f() {}\n", ""},
		{"code elsewhere", checkRoot, "relationship", "x.go", "package relationship\n\nfunc f() {}\n", ""},
	})
}

// checkPackageComment finds a package without a comment. The comment of a room or drawer is in
// doc.go, where a reader looks first; a program's or an internal package's may be in any file.
func checkPackageComment(f folder) []string {
	start := "Package " + f.packageName() + " "
	if f.packageName() == "main" {
		start = ""
	}
	inDoc := slices.Contains(rooms(), top(f.path)) || f.path == "."
	for _, x := range f.code() {
		if inDoc && x.name != "doc.go" || x.syntax.Doc == nil {
			continue
		}
		if text := x.syntax.Doc.Text(); text != "" && strings.HasPrefix(text, start) {
			return nil
		}
	}
	where := "any file"
	if inDoc {
		where = "doc.go"
	}
	return []string{path.Join(f.path, where) + ": no package comment that begins with \"" + start + "\""}
}

func TestMissingPackageCommentsAreFound(t *testing.T) {
	with := func(name string) string { return "// Package " + name + " does it.\npackage " + name + "\n" }
	runTrials(t, []trial{
		{"a room with doc.go", checkPackageComment, "relationship", "doc.go", with("relationship"), ""},
		{"a room without doc.go", checkPackageComment, "relationship", "book.go", with("relationship"), "relationship/doc.go: no package comment"},
		{"a drawer without comment", checkPackageComment, "relationship/network", "doc.go", "package network\n", "no package comment"},
		{"a drawer under another name", checkPackageComment, "relationship/network", "doc.go", "// Package net is.\npackage network\n", "no package comment"},
		{"an internal package", checkPackageComment, "internal/table", "table.go", with("table"), ""},
		{"a program", checkPackageComment, "examples/tour", "main.go", "// Tour shows it.\npackage main\n", ""},
		{"a program without comment", checkPackageComment, "examples/tour", "main.go", "package main\n", "no package comment"},
		{"a comment in a test only", checkPackageComment, "internal/table", "table_test.go", with("table"), "no package comment"},
	})
}
