package archtest

import "testing"

func TestMissingCommentsAreFound(t *testing.T) {
	cases := []struct{ name, text, wrong string }{
		{"a function", "// Put puts.\nfunc Put() {}", ""},
		{"a function without", "func Put() {}", "Put has no comment"},
		{"a function with a directive only", "//go:noinline\nfunc Put() {}", "Put has no comment"},
		{"a function that begins otherwise", "// It puts.\nfunc Put() {}", "does not begin with its name"},
		{"a function with a longer name", "// Putter puts.\nfunc Put() {}", "does not begin with its name"},
		{"an unexported function", "func put() {}", ""},

		{"a type", "// A Tie ties.\ntype Tie int", ""},
		{"a type with another article", "// An Apple grows.\ntype Apple int", ""},
		{"a type without", "type Tie int", "Tie has no comment"},
		{"a type in a group", "type (\n\t// Tie ties.\n\tTie int\n)", ""},
		{"a type in a group with the group's comment", "// Tie and more.\ntype (\n\tTie int\n)", "Tie has no comment"},

		{"a method", "type tie int\n\n// Put puts.\nfunc (tie) Put() {}", ""},
		{"a method without", "// Tie ties.\ntype Tie int\n\nfunc (t *Tie) Put() {}", "Put has no comment"},
		{"a method of a generic type without", "// Tie ties.\ntype Tie[A, B any] int\n\nfunc (t *Tie[A, B]) Put() {}", "Put has no comment"},
		{"a method of an unexported type", "type tie int\n\nfunc (tie) Put() {}", ""},

		{"a constant", "const A = 1 // A is one.", ""},
		{"a constant without", "const A = 1", "A has no comment"},
		{"constants under one comment", "// Both are small.\nconst (\n\tA = 1\n\tB = 2\n)", ""},
		{"constants, one without", "const (\n\t// A is one.\n\tA = 1\n\tB = 2\n)", "B has no comment"},
		{"a variable", "// ErrA is an error.\nvar ErrA error", ""},
		{"a variable without", "var ErrA error", "ErrA has no comment"},
		{"an unexported variable", "var a int", ""},

		{"a field", "// Tie ties.\ntype Tie struct {\n\tFrom int // where it begins\n}", ""},
		{"a field without", "// Tie ties.\ntype Tie struct {\n\tFrom int\n}", "Tie.From has no comment"},
		{"an unexported field", "// Tie ties.\ntype Tie struct {\n\tfrom int\n}", ""},
		{"an embedded field", "// Tie ties.\ntype Tie struct {\n\tError\n}", ""},
		{"a field under a comment that names it", "// Tie ties.\ntype Tie struct {\n\t// From and To are its ends.\n\tFrom int\n\tTo int\n}", ""},
		{"a field under a comment that does not", "// Tie ties.\ntype Tie struct {\n\t// From begins it, Too.\n\tFrom int\n\tTo int\n}", "Tie.To has no comment"},
		{"a field apart from the comment that names it", "// Tie ties.\ntype Tie struct {\n\t// From and To.\n\tFrom int\n\n\tTo int\n}", "Tie.To has no comment"},
		{"a field of a field without", "// Tie ties.\ntype Tie struct {\n\t// Ends are both.\n\tEnds [2]struct{ Role string }\n}", "Tie.Role has no comment"},
		{"a field of an unexported type", "type tie struct {\n\tFrom int\n}", ""},
		{"an interface method", "// Store keeps.\ntype Store interface {\n\t// Put puts.\n\tPut()\n}", ""},
		{"an interface method without", "// Store keeps.\ntype Store interface {\n\tPut()\n}", "Store.Put has no comment"},
		{"an embedded interface", "// Store keeps.\ntype Store interface {\n\terror\n}", ""},
	}
	var trials []trial
	for _, c := range cases {
		trials = append(trials, trial{c.name, checkComments, "relationship", "x.go", "package x\n\n" + c.text + "\n", c.wrong})
	}
	trials = append(trials, trial{"a test", checkComments, "relationship", "x_test.go", "package x\n\nfunc Put() {}\n", ""})
	runTrials(t, trials)
}
