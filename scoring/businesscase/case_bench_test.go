package businesscase_test

import (
	"strconv"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// whole returns a case with everything in it, over 20 years.
func whole() businesscase.Case {
	c := plain()
	c.Periods = 20
	c.Customers = businesscase.Guess(businesscase.Normal(40_000, 2_000))
	c.Joining = businesscase.Guess(businesscase.Normal(4_000, 500))
	c.Spend = businesscase.Guess(businesscase.PERT(40_00, 50_00, 75_00))
	c.Margin = businesscase.Guess(businesscase.Beta(30, 70))
	c.Gain = businesscase.Guess(businesscase.Triangular(0, 10_00, 15_00))
	c.Staying.Kept = businesscase.Guess(businesscase.Beta(160, 40))
	c.Drift.Leaving = businesscase.Guess(businesscase.Triangular(0, .02, .05))
	c.Change = businesscase.Change{
		Reach: businesscase.Guess(businesscase.Beta(60, 40)), Leaving: businesscase.Guess(businesscase.Between(0, .1, .25)),
		Spend: businesscase.Guess(businesscase.Normal(.02, .01)), Delay: businesscase.Guess(businesscase.Uniform(.5, 2)),
		Once: businesscase.Guess(businesscase.Triangular(1_000_000_00, 1_200_000_00, 2_000_000_00)), Period: known(100_000_00),
	}
	return c
}

// One draw of a case takes about 0.7 us over 20 years with one chance of leaving for all, and 1.5 us where those
// who stayed longer leave less often: each tenure is then followed by itself.
func BenchmarkCaseFlows(b *testing.B) {
	for _, aged := range []bool{false, true} {
		c := whole()
		if aged {
			c.Staying = businesscase.Staying{Alpha: known(.668), Beta: known(3.806)}
		}
		b.Run("aged="+strconv.FormatBool(aged), func(b *testing.B) {
			m := model(b, c)
			x, f := means(m), emptyFlows(m.Periods)
			b.ReportAllocs()
			for b.Loop() {
				m.Flows(x, f)
			}
		})
	}
}

// A case with everything in it over 20 years is to take less than 2 us for each draw.
func BenchmarkCaseRun(b *testing.B) {
	m := model(b, whole())
	b.ReportAllocs()
	for b.Loop() {
		have(m.Run(businesscase.Config{Draws: 1e6}))(b)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/draw")
}
