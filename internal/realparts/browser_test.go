package realparts_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
)

func TestABrowserIsFoundWhereKithBrowserSaysOrOnThePath(t *testing.T) {
	dir := t.TempDir()
	want := filepath.Join(dir, "chromium")
	if err := os.WriteFile(want, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("KITH_BROWSER", "")
	if got := realparts.Browser(t); got != want {
		t.Errorf("on the PATH: got %s, want %s", got, want)
	}
	t.Setenv("PATH", t.TempDir())
	t.Setenv("KITH_BROWSER", want)
	if got := realparts.Browser(t); got != want {
		t.Errorf("as named: got %s, want %s", got, want)
	}
}

func TestWithoutABrowserATestSkipsUnlessItIsRequired(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("KITH_BROWSER", "")
	t.Setenv("KITH_REQUIRE", "data")
	r := &recorder{TB: t}
	if got := realparts.Browser(r); got != "" || r.failed != "" || r.skipped == "" {
		t.Errorf("got %q, failed with %q, skipped with %q", got, r.failed, r.skipped)
	}
	t.Setenv("KITH_REQUIRE", "data,browser")
	r = &recorder{TB: t}
	if got := realparts.Browser(r); got != "" || r.failed == "" {
		t.Errorf("got %q, failed with %q", got, r.failed)
	}
}
