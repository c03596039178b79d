package archtest

import (
	"slices"
	"strings"
	"testing"
)

// A rule looks at one folder of source and returns what is wrong in it, one message each.
type rule struct {
	name  string
	check func(folder) []string
}

// rules returns the rules that every folder is held to.
func rules() []rule {
	return []rule{
		{"imports go where they may", checkImports},
		{"the root holds documentation only", checkRoot},
		{"every package has a package comment", checkPackageComment},
		{"every exported name is explained", checkComments},
		{"nothing runs at start", checkInit},
		{"no global variables", checkVariables},
		{"no goroutines of our own", checkGoroutines},
	}
}

func TestEverySourceFolderKeepsTheRules(t *testing.T) {
	read := readTree(t)
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			for _, f := range read.source {
				for _, wrong := range r.check(f) {
					t.Error(wrong)
				}
			}
		})
	}
}

// A trial is source on which a rule must find something, or nothing.
type trial struct {
	name  string
	check func(folder) []string
	path  string
	file  string
	text  string
	wrong string // part of the message; "" when nothing is wrong
}

// run parses the trial's source and compares what the rule says with what it should say.
func (tr trial) run(t *testing.T) {
	module := "."
	if strings.HasPrefix(tr.path, "examples") {
		module = "examples"
	}
	f, err := parse(tr.path, module, map[string]string{tr.file: tr.text})
	if err != nil {
		t.Fatal(err)
	}
	got := tr.check(f)
	if tr.wrong == "" {
		if len(got) > 0 {
			t.Errorf("got %q, want nothing wrong", got)
		}
		return
	}
	if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, tr.wrong) }) {
		t.Errorf("got %q, want a message with %q", got, tr.wrong)
	}
}

// runTrials runs each trial as a subtest.
func runTrials(t *testing.T, trials []trial) {
	t.Helper()
	for _, tr := range trials {
		t.Run(tr.name, tr.run)
	}
}
