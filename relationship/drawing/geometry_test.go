package drawing_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship/drawing"
)

// checkGeometry reports what stands where it must not.
func checkGeometry(tb rapid.TB, m drawing.Map) drawing.Geometry {
	tb.Helper()
	g, err := drawing.Measure(m, config())
	if err != nil {
		tb.Fatalf("%v", err)
	}
	if g.Untold > 0 {
		tb.Errorf("%d ties are told nowhere", g.Untold)
	}
	for i, r := range g.Bodies {
		if !r.Within(g.Frame) {
			tb.Errorf("party %d is outside the drawing", i)
		}
		for j := range i {
			if r.Overlaps(g.Bodies[j]) {
				tb.Errorf("parties %d and %d overlap", i, j)
			}
		}
		for j, l := range g.Labels {
			if r.Overlaps(l) {
				tb.Errorf("party %d and label %d overlap", i, j)
			}
		}
	}
	for i, r := range g.Labels {
		if !r.Within(g.Frame) {
			tb.Errorf("label %d is outside the drawing", i)
		}
		for j := range i {
			if r.Overlaps(g.Labels[j]) {
				tb.Errorf("labels %d and %d overlap", i, j)
			}
		}
	}
	return g
}

func TestNothingOverlapsInTheMapsMadeByHand(t *testing.T) {
	t.Parallel()
	for name, m := range cases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := checkGeometry(t, m)
			w, h := g.Frame.Size()
			t.Logf("%d parties, %d ties, %d crossings, %d notes, %.0f by %.0f", len(g.Bodies), len(m.Ties), g.Crossings, g.Notes, w, h)
		})
	}
}

func TestNothingOverlapsInAnyNetwork(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parties := rapid.IntRange(1, 50).Draw(t, "parties")
		ties := rapid.IntRange(0, 80).Draw(t, "ties")
		m := tangled(parties, ties, rapid.Uint64().Draw(t, "seed"))
		if len(m.Ties) > 0 && rapid.Bool().Draw(t, "from a tie") {
			m.Centre, m.Tie = "", m.Ties[0].ID
		}
		checkGeometry(t, m)
	})
}

func TestAStarHasNoCrossingsAndNeedsNoNotes(t *testing.T) {
	t.Parallel()
	if g := checkGeometry(t, hub()); g.Crossings > 0 || g.Notes > 0 {
		t.Errorf("got %d crossings and %d notes, want none", g.Crossings, g.Notes)
	}
}

func TestATreeHasNoCrossings(t *testing.T) {
	t.Parallel()
	m := chain()
	m.Ties = m.Ties[:49]
	if g := checkGeometry(t, m); g.Crossings > 0 {
		t.Errorf("got %d crossings, want none", g.Crossings)
	}
}

func TestAChainOfFiftyIsNoHairball(t *testing.T) {
	t.Parallel()
	// Twenty-one ties of it do not fit into a tree.
	if g := checkGeometry(t, chain()); g.Crossings > 30 || g.Notes > 3 {
		t.Errorf("got %d crossings and %d notes, want at most 30 and 3", g.Crossings, g.Notes)
	}
}
