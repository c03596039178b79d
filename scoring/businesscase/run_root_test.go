package businesscase

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// functions are hard ones among those that cross 0 between -4 and 10 at r.
func functions() []func(x, r float64) float64 {
	return []func(x, r float64) float64{
		func(x, r float64) float64 { return x - r },
		func(x, r float64) float64 { return r - x },
		func(x, r float64) float64 { return math.Exp(x-r) - 1 },
		func(x, r float64) float64 { return (x - r) * (x - r) * (x - r) },
		func(x, r float64) float64 { return math.Copysign(1, x-r) },
		func(x, r float64) float64 { return math.Cbrt(x - r) },
		func(x, r float64) float64 { return math.Atan(1e6 * (x - r)) },
		func(x, r float64) float64 { return math.Expm1(30 * (x - r)) },
		func(x, r float64) float64 { return 1e-300 * (x - r) },
	}
}

func TestACrossingIsFoundToItsLastDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Float64Range(-3.9, 9.9).Draw(t, "r")
		of := rapid.IntRange(0, len(functions())-1).Draw(t, "function")
		asked := 0
		f := func(x float64) float64 {
			asked++
			return functions()[of](x, r)
		}
		low, high := point{-4, f(-4)}, point{10, f(10)}
		for _, got := range []point{crossing(low, high, f), crossing(high, low, f)} {
			if math.Abs(got.x-r) > 1e-15*(1+math.Abs(r)) || got.y != functions()[of](got.x, r) {
				t.Errorf("function %d: got %v, want a root at %v", of, got, r)
			}
		}
		if asked > 160 {
			t.Errorf("function %d was asked %d times", of, asked)
		}
	})
}

func TestAStraightLineTakesFewSteps(t *testing.T) {
	t.Parallel()
	asked := 0
	f := func(x float64) float64 {
		asked++
		return math.Sqrt(x) - 1.2
	}
	if got := crossing(point{1, -.2}, point{2, math.Sqrt2 - 1.2}, f); math.Abs(got.x-1.44) > 1e-15 || asked > 12 {
		t.Errorf("got %v in %d steps", got, asked)
	}
}

// TestACrossingAtWhichAFunctionIsFlatIsFoundAllTheSame has a straight line lead to the same end again and again.
func TestACrossingAtWhichAFunctionIsFlatIsFoundAllTheSame(t *testing.T) {
	t.Parallel()
	const r = 2.021629308932461
	f := func(x float64) float64 { return (x - r) * (x - r) * (x - r) }
	if got := crossing(point{-4, f(-4)}, point{10, f(10)}, f); math.Abs(got.x-r) > 1e-15*(1+r) {
		t.Errorf("got %v, want a root at %v", got, r)
	}
}
