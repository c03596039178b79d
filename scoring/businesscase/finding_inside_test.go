package businesscase

import (
	"math"
	"testing"
)

func TestTheMeanAtACellIsThatOfAStraightLine(t *testing.T) {
	t.Parallel()
	seen := make([]cell, 2*cellCount)
	for j := range seen {
		n := float64(1 + j*j%7) // not the same number on either side
		if j < 40 {
			n = 0
		}
		other := 100 * float64(j&1) // the other half is not looked at
		seen[j] = cell{n: n, sum: n * (3 + 2*float64(j) + other)}
	}
	for _, at := range []int{38, 40, 41, 100, 2*cellCount - 1} {
		got, ok := around(seen, at, 5)
		if want := 3 + 2*float64(at) + 100*float64(at&1); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("at %d: got %v and %v, want %v", at, got, ok, want)
		}
	}
	if got, ok := around(seen, 10, 5); ok {
		t.Errorf("got %v where there are no draws", got)
	}
	alone := make([]cell, 2*cellCount)
	alone[8] = cell{n: 2, sum: 14}
	if got, ok := around(alone, 10, 5); !ok || got != 7 {
		t.Errorf("got %v and %v of one cell, want 7", got, ok)
	}
}
