package readiness_test

import (
	"math"
	"math/bits"
	"testing"

	"github.com/kithcrm/kith/scoring/readiness"
)

// With one and with two degrees of freedom Student's distribution has closed forms; the others are of the table of
// Student 1908 as it is printed since, to three digits after the point.
func TestStudentsQuantilesAreThoseOfClosedFormsAndOfTheTable(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{.9, .5, .05, 1e-3, 1e-9} {
		one := 1 / math.Tan(math.Pi*p/2)
		two := (1 - p) * math.Sqrt(2/(p*(2-p)))
		if got := readiness.StudentQuantile(p, 1); math.Abs(got/one-1) > 1e-9 {
			t.Errorf("p of %v, one degree: got %v, want %v", p, got, one)
		}
		if got := readiness.StudentQuantile(p, 2); math.Abs(got/two-1) > 1e-9 {
			t.Errorf("p of %v, two degrees: got %v, want %v", p, got, two)
		}
	}
	for freedom, want := range map[float64]float64{5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980, 1e9: 1.960} {
		if got := readiness.StudentQuantile(.05, freedom); math.Abs(got-want) > 5e-4 {
			t.Errorf("%v degrees: got %v, want %v", freedom, got, want)
		}
	}
}

// Wilson 1927, by its own equation: the ends of the range are where the share itself is as far from the truth as
// Student's t allows. All who rate one end or the other tell as much as so many people.
func TestARangeOfTwoEndsIsThatOfWilson(t *testing.T) {
	t.Parallel()
	for yes := 1; yes < 20; yes++ {
		values := make([]float64, 20)
		for i := range values {
			values[i] = map[bool]float64{true: 5, false: 1}[i < yes]
		}
		e, z := readiness.Estimate(values), readiness.StudentQuantile(.05, 21)
		for _, end := range []float64{e.Low, e.High} {
			if got := math.Abs(e.Value-end) / math.Sqrt(end*(1-end)/20); math.Abs(got-z) > .03*z {
				t.Errorf("%d of 20: got %v, %v errors away, want %v", yes, end, got, z)
			}
		}
	}
}

// Every order of people counted, in the obvious way.
func TestTheRarestDifferenceIsOneOfAllThatPeopleCanMake(t *testing.T) {
	t.Parallel()
	for a := range 6 {
		for b := range 6 {
			for both := range 4 {
				orders := 0
				for set := range 1 << (a + b) {
					if bits.OnesCount(uint(set)) == a {
						orders += 1 << both
					}
				}
				want := min(2/float64(orders), 1)
				if got := readiness.Rarest(float64(a), float64(b), float64(both)); math.Abs(got-want) > 1e-12 {
					t.Errorf("%d, %d and %d in both: got %v, want %v", a, b, both, got, want)
				}
			}
		}
	}
}
