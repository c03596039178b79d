package scoring_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

// wilson returns a share with the limits of Wilson 1927, at 95 %.
func wilson(x, n float64) scoring.Estimate {
	const z = 1.959963984540054
	p := x / n
	middle, half := (p+z*z/(2*n))/(1+z*z/n), z/(1+z*z/n)*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return scoring.Estimate{Value: p, Low: min(p, middle-half), High: max(p, middle+half), N: n, Basis: relationship.Observed}
}

// The values are those of method 10 in table II of Newcombe 1998, Statistics in Medicine 17, 873-890.
func TestDifferenceOfSharesIsThatOfNewcombe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ x1, n1, x2, n2, low, high float64 }{
		{56, 70, 48, 80, .0524, .3339},
		{9, 10, 3, 10, .1705, .8090},
		{6, 7, 2, 7, .0582, .8062},
		{5, 56, 0, 29, -.0381, .1926},
		{0, 10, 0, 20, -.1611, .2775},
		{0, 10, 0, 10, -.2775, .2775},
		{10, 10, 0, 20, .6791, 1},
		{10, 10, 0, 10, .6075, 1},
	} {
		d, err := scoring.Difference(wilson(c.x2, c.n2), wilson(c.x1, c.n1))
		allWell(t, err)
		const digits = .00005
		if math.Abs(d.Low-c.low) > digits || math.Abs(d.High-c.high) > digits {
			t.Errorf("%v/%v - %v/%v: got %.4f to %.4f, want %.4f to %.4f", c.x1, c.n1, c.x2, c.n2, d.Low, d.High, c.low, c.high)
		}
		if d.N != min(c.n1, c.n2) || d.Basis != relationship.Observed {
			t.Errorf("got N %v and basis %v, want the smaller of %v and %v, observed", d.N, d.Basis, c.n1, c.n2)
		}
	}
}

// estimates draws any estimate that there can be, extreme ones among them.
func estimates() *rapid.Generator[scoring.Estimate] {
	number := rapid.OneOf(
		rapid.Float64Range(-100, 100),
		rapid.SampledFrom([]float64{0, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1e308, -1e308, math.Copysign(0, -1)}),
	)
	return rapid.Custom(func(t *rapid.T) scoring.Estimate {
		a, b, c := number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c")
		low, high := min(a, b, c), max(a, b, c)
		basis := rapid.SampledFrom([]relationship.Basis{relationship.Unknown, relationship.Guessed, relationship.Stated, relationship.Observed})
		e := scoring.Estimate{Value: a + b + c - low - high, Low: low, High: high, N: float64(rapid.IntRange(0, 50).Draw(t, "n"))}
		if e.Basis = basis.Draw(t, "basis"); e.Basis == relationship.Unknown {
			return scoring.Estimate{}
		}
		if !(e.Value >= low && e.Value <= high) {
			e.Value = low // the sum was beyond the largest number
		}
		return e
	})
}

func TestDifferenceIsAlwaysANumberWithItsRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := estimates().Draw(t, "before"), estimates().Draw(t, "after")
		d, err := scoring.Difference(before, after)
		allWell(t, err)
		allWell(t, d.Check(-math.MaxFloat64, math.MaxFloat64))
		if d.Known() != (before.Known() && after.Known()) {
			t.Fatalf("got %v of %v and %v", d, before, after)
		}
		back, err := scoring.Difference(after, before)
		allWell(t, err)
		if back.Value != -d.Value || back.Low != -d.High || back.High != -d.Low || back.N != d.N {
			t.Fatalf("the way back: got %+v, want the mirror of %+v", back, d)
		}
		if d.Known() && d.Basis != min(before.Basis, after.Basis) {
			t.Fatalf("got basis %v of %v and %v", d.Basis, before.Basis, after.Basis)
		}
	})
}

// More doubt on either side never makes the range of the difference narrower.
func TestMoreDoubtIsMoreDoubt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := wilson(20, 60), wilson(35, 70)
		d, err := scoring.Difference(before, after)
		allWell(t, err)
		doubt := rapid.Float64Range(0, .3)
		before.Low, after.Low = before.Low-doubt.Draw(t, "below before"), after.Low-doubt.Draw(t, "below after")
		before.High, after.High = before.High+doubt.Draw(t, "above before"), after.High+doubt.Draw(t, "above after")
		wide, err := scoring.Difference(before, after)
		allWell(t, err)
		if wide.Low > d.Low || wide.High < d.High {
			t.Fatalf("got %v, which %v is not within", wide, d)
		}
	})
}

func TestDifferenceOfWhatIsNoEstimateIsRefused(t *testing.T) {
	t.Parallel()
	good := known(.5)
	for _, change := range []func(*scoring.Estimate){
		func(e *scoring.Estimate) { e.Value = math.NaN() },
		func(e *scoring.Estimate) { e.Value = 1 },
		func(e *scoring.Estimate) { e.Value = -1 },
	} {
		bad := good
		change(&bad)
		_, before := scoring.Difference(bad, good)
		_, after := scoring.Difference(good, bad)
		for field, err := range map[string]error{"Before": before, "After": after} {
			if err == nil {
				t.Fatalf("%s: got no error", field)
			}
			mustMatch(t, err, scoring.ErrInvalid)
		}
	}
}
