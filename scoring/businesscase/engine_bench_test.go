package businesscase_test

import (
	"strconv"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// twenty returns a model of 12 inputs over 20 years: customers who stay longer and buy more, and what that costs.
func twenty() businesscase.Model {
	n, p, u := businesscase.Normal, businesscase.PERT, businesscase.Uniform
	m := businesscase.Model{Periods: 20, Currency: "EUR", Inputs: inputs(
		n(.08, .005), p(8000, 10_000, 13_000), n(800, 120), p(.7, .82, .9), businesscase.Lognormal(30_000, .15), p(.2, .3, .35),
		p(0, .1, .25), n(.03, .02), u(0, .02), n(6_000_000, 500_000), p(300_000, 400_000, 700_000), n(2000, 400),
	)}
	m.Inputs[6].Improves, m.Inputs[7].Improves = true, true
	m.Flows = func(x []float64, f *businesscase.Flows) {
		f.Rate = x[0]
		before, after, drift := x[1], x[1], 1.
		f.Cost[0] = x[9]
		for t := 1; t < len(f.Change); t++ {
			worth := x[4] * x[5]
			f.Nothing[t] = before * worth * drift
			f.AsNow[t] = before * worth
			f.Change[t] = after * worth * (1 + x[7]) * drift
			f.Cost[t] = x[10]
			f.CustomersChange[t], f.CustomersNothing[t] = after*x[11], before*x[11]
			before = before*x[3] + x[2]
			after = after*(1-(1-x[3])*(1-x[6])) + x[2]
			drift *= 1 - x[8]
		}
	}
	return m
}

func BenchmarkRun(b *testing.B) {
	m := twenty()
	for _, draws := range []int{1e4, 1e6, 1e7} {
		b.Run("draws="+strconv.Itoa(draws), func(b *testing.B) {
			if draws > 1e6 && testing.Short() {
				b.Skip("it takes 800 megabytes")
			}
			b.ReportAllocs()
			for b.Loop() {
				have(m.Run(businesscase.Config{Draws: draws}))(b)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(draws), "ns/draw")
		})
	}
}

func BenchmarkBreakEven(b *testing.B) {
	m := twenty()
	b.ReportAllocs()
	for b.Loop() {
		have(m.BreakEven(businesscase.Config{}))(b)
	}
}

func BenchmarkAgainst(b *testing.B) {
	m := twenty()
	b.ReportAllocs()
	for b.Loop() {
		have(m.Against([]float64{0, .25, .5, .75, 1, 1.25, 1.5}, businesscase.Config{}))(b)
	}
}

func BenchmarkTornado(b *testing.B) {
	m := twenty()
	b.ReportAllocs()
	for b.Loop() {
		have(m.Tornado(businesscase.TornadoConfig{}))(b)
	}
}
