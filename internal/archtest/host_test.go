package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// checkInit finds functions that run before the host's own code.
func checkInit(f folder) []string {
	var wrong []string
	for _, x := range f.code() {
		for _, d := range x.syntax.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == "init" {
				wrong = append(wrong, x.at(d.Pos(), "init runs in every host, wanted or not"))
			}
		}
	}
	return wrong
}

// checkVariables finds package-level variables other than error sentinels: two users of the library
// in one process would share them. The blank variable that asserts an interface is no state, and neither
// are embedded files, which never change. What only tests import may share a server.
func checkVariables(f folder) []string {
	if slices.Contains(testHelpers(), f.path) {
		return nil
	}
	var wrong []string
	for _, x := range f.code() {
		for _, d := range x.syntax.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				wrong = append(wrong, x.checkVariable(spec.(*ast.ValueSpec))...)
			}
		}
	}
	return wrong
}

// checkVariable checks what one line declares.
func (f *file) checkVariable(spec *ast.ValueSpec) []string {
	var wrong []string
	for i, n := range spec.Names {
		if n.Name == "_" || isSelector(spec.Type, "embed", "FS") || i < len(spec.Values) && isSentinel(n.Name, spec.Values[i]) {
			continue
		}
		wrong = append(wrong, f.at(n.Pos(), "%s is a global variable", n.Name))
	}
	return wrong
}

// isSentinel reports whether the variable is an error made by errors.New, or another package's
// sentinel under this package's name.
func isSentinel(name string, value ast.Expr) bool {
	if !strings.HasPrefix(name, "Err") && !strings.HasPrefix(name, "err") {
		return false
	}
	switch v := value.(type) {
	case *ast.CallExpr:
		return isSelector(v.Fun, "errors", "New")
	case *ast.SelectorExpr:
		return strings.HasPrefix(v.Sel.Name, "Err")
	}
	return false
}

// isSelector reports whether expr is written left.right.
func isSelector(expr ast.Expr, left, right string) bool {
	s, ok := expr.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != right {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == left
}

// checkGoroutines finds goroutines started by the library: a host that wants them has them.
// Programs, nested modules and the suites, which must try stores from several sides, may start some.
func checkGoroutines(f folder) []string {
	if f.module != "." || f.packageName() == "main" || isSuite(f.path) || f.path == suiteMachinery {
		return nil
	}
	var wrong []string
	for _, x := range f.code() {
		ast.Inspect(x.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				wrong = append(wrong, x.at(n.Pos(), "the library starts a goroutine"))
			case *ast.CallExpr:
				// The way of sync.WaitGroup and its like.
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" {
					wrong = append(wrong, x.at(n.Pos(), "the library starts a goroutine"))
				}
			}
			return true
		})
	}
	return wrong
}

func TestSurprisesForTheHostAreFound(t *testing.T) {
	const goes = "func f() {\n\tgo f()\n}"
	cases := []struct {
		name  string
		check func(folder) []string
		path  string
		text  string
		wrong string
	}{
		{"init", checkInit, "relationship", "func init() {}", "init runs"},
		{"a method called init", checkInit, "relationship", "type x int\n\nfunc (x) init() {}", ""},

		{"a counter", checkVariables, "relationship", "var count int", "count is a global variable"},
		{"a table", checkVariables, "relationship", "var (\n\ttable = map[int]int{}\n)", "table is a global variable"},
		{"a sentinel", checkVariables, "relationship", "var ErrGone = errors.New(\"gone\")", ""},
		{"a sentinel of the hub", checkVariables, "feedback", "var ErrGone = relationship.ErrGone", ""},
		{"an error's name for something else", checkVariables, "relationship", "var ErrCount = 0", "ErrCount is a global variable"},
		{"a sentinel that is set later", checkVariables, "relationship", "var ErrGone error", "ErrGone is a global variable"},
		{"an asserted interface", checkVariables, "relationship", "var _ error = (*x)(nil)", ""},
		{"embedded files", checkVariables, "adapters/sqlstore", "var files embed.FS", ""},
		{"other people's files", checkVariables, "adapters/sqlstore", "var files fs.FS", "files is a global variable"},
		{"a server of tests", checkVariables, "internal/realparts", "var shared int", ""},
		{"a local variable", checkVariables, "relationship", "func f() { var n int; _ = n }", ""},
		{"a constant", checkVariables, "relationship", "const n = 1", ""},

		{"a goroutine", checkGoroutines, "relationship", goes, "starts a goroutine"},
		{"a goroutine in a group", checkGoroutines, "internal/table", "func f(g group) {\n\tg.Go(nil)\n}", "starts a goroutine"},
		{"a goroutine in a suite", checkGoroutines, "relationship/relationshiptest", goes, ""},
		{"a goroutine in what suites have in common", checkGoroutines, suiteMachinery, goes, ""},
		{"a goroutine in a nested module", checkGoroutines, "examples/tour", goes, ""},
	}
	var trials []trial
	for _, c := range cases {
		trials = append(trials, trial{c.name, c.check, c.path, "x.go", "package x\n\n" + c.text + "\n", c.wrong})
	}
	const vars = "package x\n\nvar update bool\n\nfunc init() { go f() }\n"
	for _, check := range []func(folder) []string{checkInit, checkVariables, checkGoroutines} {
		trials = append(trials, trial{"in a test", check, "relationship", "x_test.go", vars, ""})
	}
	runTrials(t, trials)
}
