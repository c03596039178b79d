package special

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSeriesAndIntegralOfTwoPowersAgree(t *testing.T) {
	t.Parallel()
	rule := NewRule()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
		}
		a, b, c := draw("a", 0.02, 1e4), draw("b", 0.02, 100), draw("c", 0.25, 4)
		s, ok := series(a, b, c)
		if !ok {
			return
		}
		i := rule.powers(a, b, c)
		for _, pair := range [][3]float64{
			{s.Log, i.Log, 1}, {s.A, i.A, 0}, {s.B, i.B, 0}, {s.C, i.C, 0.1},
			{s.AA, i.AA, s.A * s.A}, {s.AB, i.AB, s.A * s.B}, {s.AC, i.AC, s.A}, {s.BB, i.BB, s.B * s.B}, {s.BC, i.BC, s.B}, {s.CC, i.CC, 1},
		} {
			if !(math.Abs(pair[0]-pair[1]) <= 1e-10*max(math.Abs(pair[1]), math.Abs(pair[2]))) {
				t.Fatalf("a %g b %g c %g:\nseries   %g\nintegral %g", a, b, c, s, i)
			}
		}
	})
}
