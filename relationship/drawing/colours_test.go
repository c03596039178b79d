package drawing_test

import (
	"testing"

	"github.com/kithcrm/kith/internal/sight"
	"github.com/kithcrm/kith/relationship/drawing"
)

func TestColoursAreToldApartByAllEyes(t *testing.T) {
	t.Parallel()
	grades, _ := drawing.HealthColours()
	for i, a := range grades {
		for _, b := range grades[:i] {
			if d := sight.Distance(a, b); d < 25 {
				t.Errorf("%s and %s differ by %.1f only", a, b, d)
			}
		}
	}
}

func TestColoursStandOutFromTheGround(t *testing.T) {
	t.Parallel()
	grades, ground := drawing.HealthColours()
	for _, g := range grades {
		if ratio := sight.Contrast(ground, g); ratio < 3 {
			t.Errorf("%s has a contrast of %.2f, want 3 (WCAG 2.2, 1.4.11)", g, ratio)
		}
	}
}
