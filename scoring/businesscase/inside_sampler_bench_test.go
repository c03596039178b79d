package businesscase

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// BenchmarkCurve turns one normal score into a number.
func BenchmarkCurve(b *testing.B) {
	var scores [1024]float64
	r := rand.New(rand.NewPCG(1, 2))
	for i := range scores {
		scores[i] = r.NormFloat64()
	}
	for _, d := range append(varied(), Sample(scores[:])) {
		b.Run(d.String(), func(b *testing.B) {
			b.ReportAllocs()
			at, i, sum := d.known().curve(), 0, 0.0
			for b.Loop() {
				sum += at(scores[i&1023])
				i++
			}
			_ = sum
		})
	}
}

// dozen returns twelve inputs, as a case has them.
func dozen() *Model {
	return modelOf(
		Between(900, 1000, 1200), PERT(.4, .6, .75), Triangular(.005, .015, .022), Normal(93, 4), Lognormal(1000, .3), Beta(30, 300),
		PERT(150_000, 180_000, 260_000), Uniform(.08, .12), Beta(3, 7), Normal(1, .1), Triangular(0, 1, 4), PERT(1, 2, 9),
	)
}

// BenchmarkDraw draws twelve inputs once: alone, four pairs of them correlated, and after measurements.
func BenchmarkDraw(b *testing.B) {
	alone, correlated, measured := dozen(), dozen(), dozen()
	for i := range 4 {
		c := Correlation{strconv.Itoa(i), strconv.Itoa(i + 4), .5}
		correlated.Correlations = append(correlated.Correlations, c)
		measured.Correlations = append(measured.Correlations, c)
	}
	measured.Measured = []Measurement{found("1", .6, .03), found("4", 1100, 100), found("11", 3, 1)}
	for name, m := range map[string]*Model{"alone": alone, "correlated": correlated, "measured": measured} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			s, err := newSampler(m)
			if err != nil {
				b.Fatal(err)
			}
			x, z, r := make([]float64, len(m.Inputs)), make([]float64, len(m.Inputs)), rand.New(rand.NewPCG(1, 2))
			for b.Loop() {
				s.draw(r, x, z)
			}
		})
		b.Run(name+", made", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := newSampler(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
