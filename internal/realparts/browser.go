package realparts

import (
	"os"
	"os/exec"
	"testing"
)

// Browser returns the path of a Chromium that can be run without a screen: the one that
// KITH_BROWSER names, or else chromium, chromium-browser or google-chrome from the PATH.
//
// Where there is none, the test skips, or fails if KITH_REQUIRE lists "browser".
func Browser(tb testing.TB) string {
	tb.Helper()
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if named := os.Getenv("KITH_BROWSER"); named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(tb, "browser", "there is no browser: install chromium, or name one in KITH_BROWSER")
	return ""
}
