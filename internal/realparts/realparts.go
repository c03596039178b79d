// Package realparts gives tests the real parts that a repository cannot hold, such as data of
// others. A test that misses one skips and says how to give it; where the part is required, it
// fails instead, so that a check cannot stop running unseen.
//
// KITH_REQUIRE lists the required parts with commas between them.
package realparts

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Data returns the path of a file or folder of real data. The data folder is the one that
// KITH_DATA names by its full path, or else shared/data beside the folder of the repository.
//
// Where it is missing, the test skips, or fails if KITH_REQUIRE lists "data".
func Data(tb testing.TB, elem ...string) string {
	tb.Helper()
	dir, found := dataFolder()
	if !found {
		missing(tb, "data", "there is no folder of real data: name one in KITH_DATA, or put it at ../shared/data beside the repository")
		return ""
	}
	wanted := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(wanted); err != nil {
		missing(tb, "data", fmt.Sprintf("the folder of real data has no %s: add it, or name another folder in KITH_DATA", filepath.Join(elem...)))
		return ""
	}
	return wanted
}

// dataFolder returns where real data should be, and whether there is such a folder.
func dataFolder() (string, bool) {
	dir := os.Getenv("KITH_DATA")
	if dir == "" {
		root, found := repositoryRoot()
		if !found {
			return "", false
		}
		dir = filepath.Join(root, "..", "shared", "data")
	}
	info, err := os.Stat(dir)
	return dir, err == nil && info.IsDir()
}

// repositoryRoot returns the folder at or above the working directory that holds go.work.
func repositoryRoot() (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
		dir = filepath.Dir(dir)
	}
}

// missing skips the test, or fails it where the part is required. The sentence says what is missing
// and how to give it.
func missing(tb testing.TB, part, sentence string) {
	tb.Helper()
	if slices.Contains(strings.Split(os.Getenv("KITH_REQUIRE"), ","), part) {
		tb.Fatal(sentence)
	}
	tb.Skip(sentence)
}
