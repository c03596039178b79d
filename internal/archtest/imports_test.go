package archtest

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// hub is the room that all others may import.
const hub = "relationship"

// rooms returns the folders that hold the library.
func rooms() []string { return []string{hub, "feedback", "scoring", "journey", "segment"} }

// drawerPairs lists which drawer may import which other drawer of its room.
func drawerPairs() map[string][]string {
	return map[string][]string{
		"feedback/wall":        {"feedback/cloud"},
		"relationship/drawing": {"relationship/network"},
	}
}

// testHelpers returns the internal packages that exist for tests. They may import what is public,
// and only tests may import them.
func testHelpers() []string {
	return []string{"internal/archtest", "internal/peers", "internal/realparts", "internal/sight", suiteMachinery}
}

// checkImports holds every import of our own packages against mayImport.
func checkImports(f folder) []string {
	var wrong []string
	for _, x := range f.files {
		for _, spec := range x.syntax.Imports {
			to, ours := ownPath(spec.Path.Value)
			if !ours {
				continue
			}
			if why := mayImport(f.path, to, x.test); why != "" {
				wrong = append(wrong, x.at(spec.Pos(), "%s must not import %s: %s", f.path, to, why))
			}
		}
	}
	return wrong
}

// ownPath returns the folder of a quoted import path and whether it is one of ours.
func ownPath(quoted string) (string, bool) {
	full, err := strconv.Unquote(quoted)
	if err != nil {
		return "", false
	}
	if full == modulePath {
		return ".", true
	}
	return strings.CutPrefix(full, modulePath+"/")
}

// mayImport returns "" if the package in folder from may import the one in folder to, and
// otherwise why not. inTest says that the importing file is a test.
func mayImport(from, to string, inTest bool) string {
	toTop := top(to)
	switch {
	case from == to:
		return ""
	case to == ".":
		return "the root is documentation"
	case from == "." && !inTest:
		return "the root is documentation"
	case toTop == "internal":
		return mayImportInternal(from, to, inTest)
	case toTop == "adapters", toTop == "examples":
		return mayImportOuter(from, to)
	case !slices.Contains(rooms(), toTop):
		return "there is no such room"
	case isSuite(to) && !inTest && !isSuite(from):
		return "help for tests is for tests"
	}
	switch fromTop := top(from); {
	case from == ".", fromTop == "adapters", fromTop == "examples", slices.Contains(testHelpers(), from):
		return ""
	case fromTop == "internal":
		return "internal packages know no room"
	case !slices.Contains(rooms(), fromTop):
		return "the importer is in no known folder"
	}
	return mayImportRoom(from, to, inTest)
}

// suiteMachinery is what the suites for hosts' stores have in common.
const suiteMachinery = "internal/suite"

// mayImportInternal is mayImport for what lies in internal.
func mayImportInternal(from, to string, inTest bool) string {
	helper := slices.Contains(testHelpers(), to)
	switch fromTop := top(from); {
	case helper && (inTest || slices.Contains(testHelpers(), from) || to == suiteMachinery && isSuite(from)):
		return ""
	case helper:
		return "help for tests is for tests"
	case fromTop == "adapters", fromTop == "examples":
		return "adapters and examples use what a host can use"
	}
	return ""
}

// mayImportOuter is mayImport for what lies in adapters or examples.
func mayImportOuter(from, to string) string {
	switch fromTop := top(from); {
	case top(to) == "adapters" && (fromTop == "adapters" || fromTop == "examples"):
		return ""
	case top(to) == "adapters":
		return "the library knows no adapter"
	}
	return "nothing imports an example"
}

// mayImportRoom is mayImport from a room or drawer to a room or drawer.
func mayImportRoom(from, to string, inTest bool) string {
	fromRoom, toRoom := top(from), top(to)
	switch {
	case to == hub:
		return ""
	case from == "segment/facts" && to == toRoom:
		return ""
	case isSuite(to) && (toRoom == hub || toRoom == fromRoom):
		return ""
	case fromRoom != toRoom:
		return "rooms meet in the hub only"
	case to == toRoom:
		return ""
	case from == fromRoom && inTest:
		return ""
	case from == fromRoom:
		return "a room does not know its drawers"
	case slices.Contains(drawerPairs()[from], to):
		return ""
	}
	return "this pair of drawers is not listed"
}

// top returns the first element of a folder's path.
func top(where string) string {
	first, _, _ := strings.Cut(where, "/")
	return first
}

// misnamedModules returns the modules whose path is not the root's with their folder added.
// Import paths then say where to look, which the other rules rely on.
func misnamedModules(paths map[string]string) []string {
	var wrong []string
	for where, got := range paths {
		if want := path.Join(modulePath, where); got != want {
			wrong = append(wrong, where+"/go.mod: the module is "+got+", want "+want)
		}
	}
	return wrong
}

func TestMisnamedModulesAreFound(t *testing.T) {
	paths := map[string]string{
		".":                 modulePath,
		"examples":          modulePath + "/examples",
		"adapters/sqlstore": modulePath + "/sqlstore",
	}
	got := misnamedModules(paths)
	if len(got) != 1 || !strings.HasPrefix(got[0], "adapters/sqlstore/go.mod") {
		t.Errorf("got %q, want adapters/sqlstore alone", got)
	}
}
