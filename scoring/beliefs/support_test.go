package beliefs_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// A tester is a test, a benchmark, or a case of a property.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// having returns what a call made, which must not fail.
func having[T any](t tester) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("got error %v", err)
		}
		return v
	}
}

// refused fails where an error does not name a field, or does not match ErrInvalid.
func refused(t testing.TB, err error, field string) {
	t.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != field || told.Rule == "" {
		t.Errorf("got error %v, want one for %s", err, field)
	}
}

func day(month time.Month, n int) time.Time { return time.Date(2026, month, n, 9, 0, 0, 0, time.UTC) }

// exact is a number from the books.
func exact(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}
}

// around is a number that was measured, with a range that reaches as far down as up.
func around(v, half float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v - half, High: v + half, N: 300, Basis: relationship.Stated}
}

// names returns so many names of attributes.
func names(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("a%02d", i))
	}
	return out
}

// exactly is a side of numbers without ranges.
func exactly(values ...float64) beliefs.Side {
	return sideOf(slices.Repeat([]float64{0}, len(values)), values)
}

// sideOf is a side of numbers with ranges of half a width around them.
func sideOf(halves, values []float64) beliefs.Side {
	var s beliefs.Side
	for i, name := range names(len(values)) {
		e := exact(values[i])
		if halves[i] > 0 {
			e = around(values[i], halves[i])
		}
		s.Shares = append(s.Shares, beliefs.Share{Attribute: name, Value: e})
	}
	return s
}

// shares returns numbers divided by their sum.
func shares(values ...float64) []float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	out := slices.Clone(values)
	for i := range out {
		out[i] /= sum
	}
	return out
}

// wilson returns a proportion with the interval of Wilson (1927).
func wilson(count, n float64) relationship.Estimate {
	const z = 1.959963984540054
	p := count / n
	mid := (p + z*z/2/n) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/4/n/n)
	return relationship.Estimate{
		Value: p, Low: min(p, max(0, mid-half)), High: max(p, min(1, mid+half)), N: n, Basis: relationship.Stated,
	}
}

// counted is what so many people chose, of whom each named one attribute.
func counted(r *rand.Rand, truth []float64, n int) []float64 {
	counts := make([]float64, len(truth))
	for range n {
		u, i := r.Float64(), 0
		for u -= truth[0]; u > 0 && i < len(truth)-1; u -= truth[i] {
			i++
		}
		counts[i]++
	}
	return counts
}

// A survey makes a measured side of what people of some true shares say.
type survey struct {
	name string
	ask  func(r *rand.Rand, truth []float64) beliefs.Side
}

func surveys(t tester, n int) []survey {
	return []survey{
		{"each names one, Wilson ranges", func(r *rand.Rand, truth []float64) beliefs.Side {
			var s beliefs.Side
			for i, c := range counted(r, truth, n) {
				s.Shares = append(s.Shares, beliefs.Share{Attribute: names(len(truth))[i], Value: wilson(c, float64(n))})
			}
			return s
		}},
		{"each divides 100 points", func(r *rand.Rand, truth []float64) beliefs.Side {
			var all [][]float64
			for range n {
				all = append(all, dirichlet(r, truth, 5))
			}
			return having[beliefs.Side](t)(beliefs.Leaders(names(len(truth)), all))
		}},
		{"ranges by a normal law", func(r *rand.Rand, truth []float64) beliefs.Side {
			values, halves := slices.Clone(truth), make([]float64, len(truth))
			for i := range values {
				sd := math.Sqrt(truth[i] * (1 - truth[i]) / float64(n))
				values[i] = max(0.002, values[i]+sd*r.NormFloat64())
				halves[i] = 1.959963984540054 * sd
			}
			s := sideOf(halves, shares(values...))
			for i := range s.Shares {
				e := &s.Shares[i].Value
				e.Low, e.High = max(0, e.Low), min(1, e.High)
			}
			return s
		}},
	}
}

func withCovariance(counts []float64, n float64) beliefs.Side {
	var s beliefs.Side
	for i, c := range counts {
		s.Shares = append(s.Shares, beliefs.Share{Attribute: names(len(counts))[i], Value: wilson(c, n)})
		row := make([]float64, len(counts))
		for j, d := range counts {
			row[j] = -c * d / n / n / n
		}
		row[i] = c / n * (1 - c/n) / n
		s.Covariance = append(s.Covariance, row)
	}
	return s
}

// dirichlet draws shares around true ones: the higher the precision, the nearer.
func dirichlet(r *rand.Rand, truth []float64, precision float64) []float64 {
	out := make([]float64, len(truth))
	for i, p := range truth {
		out[i] = gamma(r, precision*p)
	}
	return shares(out...)
}

// gamma draws by Marsaglia and Tsang (2000).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1./3
	for {
		x := r.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		if v = v * v * v; v > 0 && math.Log(r.Float64()) < x*x/2+d*(1-v+math.Log(v)) {
			return d * v
		}
	}
}
