package realparts_test

import (
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
)

func TestWithoutGraphvizATestSkipsUnlessItIsRequired(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, require := range []string{"data", "graphviz"} {
		t.Setenv("KITH_REQUIRE", require)
		r := &recorder{TB: t}
		got := realparts.Graphviz(r)
		if required := require == "graphviz"; got != "" || required != (r.failed != "") || required == (r.skipped != "") {
			t.Errorf("%s required: got %q, failed with %q, skipped with %q", require, got, r.failed, r.skipped)
		}
	}
}
