package archtest

import (
	"strings"
	"testing"
)

func TestImportRule(t *testing.T) {
	const inCode, inTest = false, true
	cases := []struct {
		from, to string
		inTest   bool
		why      string // "" when allowed
	}{
		{"feedback", "relationship", inCode, ""},
		{"feedback", "scoring", inCode, "rooms meet in the hub only"},
		{"feedback", "scoring", inTest, "rooms meet in the hub only"},
		{"relationship", "feedback", inCode, "rooms meet in the hub only"},
		{"feedback", "relationship/network", inCode, "rooms meet in the hub only"},
		{"feedback", "attic", inCode, "there is no such room"},
		{"attic", "relationship", inCode, "the importer is in no known folder"},

		{"feedback/wall", "feedback", inCode, ""},
		{"feedback/wall", "relationship", inCode, ""},
		{"feedback/wall", "feedback/cloud", inCode, ""},
		{"relationship/drawing", "relationship/network", inCode, ""},
		{"feedback/cloud", "feedback/wall", inCode, "this pair of drawers is not listed"},
		{"scoring/survey", "scoring/kano", inTest, "this pair of drawers is not listed"},
		{"scoring/survey", "journey/paths", inCode, "rooms meet in the hub only"},
		{"scoring/survey", "journey", inCode, "rooms meet in the hub only"},
		{"relationship", "relationship/network", inCode, "a room does not know its drawers"},
		{"relationship", "relationship/network", inTest, ""},

		{"segment/facts", "scoring", inCode, ""},
		{"segment/facts", "scoring/survey", inCode, "rooms meet in the hub only"},
		{"segment", "scoring", inCode, "rooms meet in the hub only"},
		{"segment/discovery", "scoring", inCode, "rooms meet in the hub only"},

		{"relationship/relationshiptest", "relationship", inCode, ""},
		{"feedback/feedbacktest", "relationship/relationshiptest", inCode, ""},
		{"feedback", "relationship/relationshiptest", inTest, ""},
		{"relationship", "relationship/relationshiptest", inTest, ""},
		{"relationship", "relationship/relationshiptest", inCode, "help for tests is for tests"},
		{"adapters/sqlstore", "relationship/relationshiptest", inCode, "help for tests is for tests"},
		{"adapters/sqlstore", "relationship/relationshiptest", inTest, ""},
		{"journey", "feedback/feedbacktest", inTest, "rooms meet in the hub only"},

		{"relationship", "internal/table", inCode, ""},
		{"internal/table", "internal/sorted", inCode, ""},
		{"internal/table", "relationship", inCode, "internal packages know no room"},
		{"internal/table", "relationship", inTest, "internal packages know no room"},
		{"internal/realparts", "relationship", inCode, ""},
		{"relationship", "internal/realparts", inTest, ""},
		{"relationship", "internal/realparts", inCode, "help for tests is for tests"},
		{"relationship/relationshiptest", "internal/realparts", inCode, "help for tests is for tests"},
		{"feedback/feedbacktest", "internal/suite", inCode, ""},
		{"feedback", "internal/suite", inCode, "help for tests is for tests"},

		{"adapters/sqlstore", "feedback", inCode, ""},
		{"adapters/sqlite", "adapters/sqlstore", inCode, ""},
		{"adapters/sqlite", "internal/table", inCode, "adapters and examples use what a host can use"},
		{"examples/tour", "segment/facts", inCode, ""},
		{"examples/tour", "adapters/sqlite", inCode, ""},
		{"examples/tour", "internal/realparts", inTest, ""},
		{"examples/tour", "internal/realparts", inCode, "help for tests is for tests"},
		{"examples/tour", "internal/table", inTest, "adapters and examples use what a host can use"},
		{"relationship", "adapters/sqlstore", inCode, "the library knows no adapter"},
		{"internal/peers", "adapters/sqlstore", inTest, "the library knows no adapter"},
		{"examples/tour", "examples/other", inCode, "nothing imports an example"},

		{".", "relationship", inCode, "the root is documentation"},
		{".", "relationship", inTest, ""},
		{"relationship", ".", inCode, "the root is documentation"},
		{"relationship", "relationship", inTest, ""},
	}
	for _, c := range cases {
		if got := mayImport(c.from, c.to, c.inTest); got != c.why {
			t.Errorf("%s imports %s, in a test %t: got %q, want %q", c.from, c.to, c.inTest, got, c.why)
		}
	}
}

func TestImportsAreReadFromTheSource(t *testing.T) {
	source := func(imported string) string {
		return "package x\n\nimport _ \"" + imported + "\"\n"
	}
	runTrials(t, []trial{
		{"a room imports the hub", checkImports, "feedback", "x.go", source(modulePath + "/relationship"), ""},
		{"a room imports another", checkImports, "feedback", "x.go", source(modulePath + "/scoring"), "feedback/x.go:3: feedback must not import scoring"},
		{"a room imports the root", checkImports, "feedback", "x.go", source(modulePath), "the root is documentation"},
		{"the standard library", checkImports, "feedback", "x.go", source("strings"), ""},
		{"a module with a similar name", checkImports, "feedback", "x.go", source(modulePath + "ren/scoring"), ""},
		{"a helper in code", checkImports, "feedback", "x.go", source(modulePath + "/internal/realparts"), "for tests"},
		{"a helper in a test", checkImports, "feedback", "x_test.go", source(modulePath + "/internal/realparts"), ""},
	})
}

func TestEveryDrawerPairIsInOneRoom(t *testing.T) {
	for from, all := range drawerPairs() {
		for _, to := range all {
			if top(from) != top(to) || !strings.Contains(from, "/") || !strings.Contains(to, "/") {
				t.Errorf("%s -> %s is not a pair of drawers of one room", from, to)
			}
		}
	}
}
