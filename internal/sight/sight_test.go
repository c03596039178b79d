package sight_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/internal/sight"
)

func TestBlackAndWhiteAreAsFarApartAsColoursCanBe(t *testing.T) {
	t.Parallel()
	if got := sight.Distance("#000000", "#FFFFFF"); math.Abs(got-100) > 0.01 {
		t.Errorf("distance: got %v, want 100", got)
	}
	if got := sight.Contrast("#000000", "#FFFFFF"); math.Abs(got-21) > 1e-9 {
		t.Errorf("contrast: got %v, want 21 (WCAG 2.2)", got)
	}
	if got := sight.Distance("#00795C", "#00795C"); got != 0 {
		t.Errorf("of one colour: got %v, want 0", got)
	}
}

func TestRedAndGreenAreNearForSomeEyes(t *testing.T) {
	t.Parallel()
	// Plain green and red are 101 apart for usual sight.
	if got := sight.Distance("#2E7D32", "#C62828"); got > 30 {
		t.Errorf("got %v, want at most 30", got)
	}
}
