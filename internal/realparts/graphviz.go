package realparts

import (
	"os/exec"
	"testing"
)

// Graphviz returns the path of its program dot.
//
// Where there is none, the test skips, or fails if KITH_REQUIRE lists "graphviz".
func Graphviz(tb testing.TB) string {
	tb.Helper()
	path, err := exec.LookPath("dot")
	if err != nil {
		missing(tb, "graphviz", "there is no Graphviz: install graphviz, so that dot is on the PATH")
	}
	return path
}
