package businesscase_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// caseDrawn draws a case with exact inputs, the extremes among them.
func caseDrawn(t *rapid.T) businesscase.Case {
	share := func(name string) businesscase.Input {
		return known(rapid.OneOf(rapid.SampledFrom([]float64{0, 1}), rapid.Float64Range(0, 1)).Draw(t, name))
	}
	number := func(name string, low, high float64) businesscase.Input {
		return known(rapid.Float64Range(low, high).Draw(t, name))
	}
	quarters := func(name string, most int) businesscase.Input { // so that the slow way to sum over time is exact
		return known(float64(rapid.IntRange(0, 4*most).Draw(t, name)) / 4)
	}
	c := businesscase.Case{
		Currency:  "EUR",
		Periods:   rapid.IntRange(1, 12).Draw(t, "periods"),
		Rate:      number("rate", -.5, 1),
		Customers: number("customers", 0, 1e4),
		Joining:   number("joining", 0, 1e3),
		Spend:     number("spend", 0, 1e3),
		Margin:    share("margin"),
		Gain:      number("gain", -100, 100),
		Drift:     businesscase.Drift{Leaving: number("drift", -.5, 1), Spend: number("fall", -.5, 1), Joining: number("fewer", -.5, 1)},
		Change: businesscase.Change{
			Reach: share("reach"), Leaving: number("cut", -1, 1), Spend: number("more", -1, 1), Joining: number("new", -1, 1),
			Margin: number("points", -.1, .1), Gain: number("gained", -10, 10), Averted: share("averted"), Price: number("price", -.5, .5),
			Delay: quarters("delay", 5), Ramp: quarters("ramp", 5), Lasts: quarters("lasts", 10),
			Once: number("once", 0, 1e6), Period: number("period", 0, 1e5), Customer: number("customer", 0, 10),
		},
	}
	switch rapid.IntRange(0, 3).Draw(t, "staying") {
	case 0:
		c.Staying.Kept = share("kept")
	case 1:
		c.Staying.Alpha, c.Staying.Beta = number("alpha", .01, 5), number("beta", .01, 5)
	case 2:
		c.Staying.Alpha, c.Staying.Beta, c.Staying.C = number("alpha", .01, 5), number("beta", .01, 5), number("c", .5, 2)
	default:
		c.Staying.Curve = []float64{.9, rapid.Float64Range(0, .9).Draw(t, "curve")}
		c.Staying.Leaving = number("leaving", 0, 3)
	}
	if rapid.Bool().Draw(t, "tenures") {
		c.Tenures = []float64{.25, .5, 0, .25}
	}
	return c
}

// slow works a case out group by group: those of now by tenure and those who come new by the period in which they come,
// each followed alone; and twice, for those whom the change reaches and for all others.
type slow struct {
	c     businesscase.Case
	later int
}

func (s slow) at(in businesscase.Input, missing float64) float64 {
	if in.Basis == 0 {
		return missing
	}
	return in.Dist.Mean()
}

// leaves returns the probability of leaving after a tenure.
func (s slow) leaves(tenure int) float64 {
	st, p := s.c.Staying, 0.
	switch {
	case st.Kept.Basis != 0:
		p = 1 - st.Kept.Dist.Mean()
	case st.Curve != nil:
		share := func(n int) float64 {
			if n == 0 {
				return 1
			}
			return st.Curve[n-1]
		}
		last := min(tenure, len(st.Curve)-1)
		if p = 1; share(last) > 0 {
			p = 1 - share(last+1)/share(last)
		}
	default:
		a, b, c := st.Alpha.Dist.Mean(), st.Beta.Dist.Mean(), s.at(st.C, 1)
		logSurvival := func(n int) float64 {
			x, _ := math.Lgamma(b + math.Pow(float64(n), c))
			y, _ := math.Lgamma(a + b + math.Pow(float64(n), c))
			return x - y
		}
		p = 1 - math.Exp(logSurvival(tenure+1)-logSurvival(tenure))
	}
	return p * s.at(st.Leaving, 1)
}

// works sums how fully the change works over a period in small steps, which is exact where it begins, is full and ends
// between two of them.
func (s slow) works(t int) float64 {
	ch, sum := s.c.Change, 0.
	const steps = 64
	starts := float64(s.later) + ch.Delay.Dist.Mean()
	for i := range steps {
		at := float64(t-1) + (float64(i)+.5)/steps - starts
		if at > 0 && at < ch.Lasts.Dist.Mean() {
			sum += min(1, at/ch.Ramp.Dist.Mean())
		}
	}
	return sum / steps
}

// takes returns what is taken of all whom the change reaches with this force, and what they gain.
func (s slow) takes(works []float64) (take, gain []float64) {
	c, n := s.c, s.c.Periods
	take, gain = make([]float64, n+1), make([]float64, n+1)
	averted := func(t int) float64 { return 1 - s.at(c.Change.Averted, 0)*works[t] }
	until := func(t int, each func(t int) float64) float64 {
		product := 1.
		for k := 1; k <= t; k++ {
			product *= each(k)
		}
		return product
	}
	follow := func(people float64, tenure, from int) {
		for t := from; t <= n; t++ {
			buys := until(t, func(k int) float64 { return 1 - c.Drift.Spend.Dist.Mean()*averted(k) }) * (1 + c.Change.Spend.Dist.Mean()*works[t])
			pays := c.Spend.Dist.Mean() * buys
			price := c.Change.Price.Dist.Mean() * works[t]
			take[t] += people * pays * (c.Margin.Dist.Mean() + c.Change.Margin.Dist.Mean()*works[t] + price)
			gain[t] += people * (c.Gain.Dist.Mean()*buys + c.Change.Gain.Dist.Mean()*works[t] - pays*price)
			drift := until(t, func(k int) float64 { return 1 + c.Drift.Leaving.Dist.Mean()*averted(k) })
			// A model multiplies probabilities that are cut at 1 already.
			people *= 1 - min(1, min(1, s.leaves(tenure))*drift*(1-c.Change.Leaving.Dist.Mean()*works[t]))
			tenure++
		}
	}
	shares := c.Tenures
	if shares == nil {
		shares = []float64{1}
	}
	for tenure, share := range shares {
		follow(share*c.Customers.Dist.Mean(), tenure, 1)
	}
	for t := 1; t <= n; t++ {
		fewer := until(t, func(k int) float64 { return 1 - c.Drift.Joining.Dist.Mean()*averted(k) })
		follow(c.Joining.Dist.Mean()*fewer*(1+c.Change.Joining.Dist.Mean()*works[t]), 0, t)
	}
	return take, gain
}

func TestACaseIsThatOfEachGroupFollowedAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		s := slow{c: c, later: rapid.IntRange(0, 3).Draw(rt, "later")}
		m := model(rt, c)
		x := make([]float64, len(m.Inputs))
		for i, in := range m.Inputs {
			x[i] = in.Dist.Mean()
		}
		f := emptyFlows(c.Periods)
		f.Later = s.later
		m.Flows(x, f)

		works := make([]float64, c.Periods+1)
		nothing, gained := s.takes(works)
		for t := 1; t <= c.Periods; t++ {
			works[t] = s.works(t)
		}
		take, gain := s.takes(works)
		reach := c.Change.Reach.Dist.Mean()
		for t := range take {
			take[t] = reach*take[t] + (1-reach)*nothing[t]
			gain[t] = reach*gain[t] + (1-reach)*gained[t]
		}
		closeTo(rt, "nothing", f.Nothing, nothing, 1e-9)
		closeTo(rt, "customers' gain if nothing is done", f.CustomersNothing, gained, 1e-9)
		closeTo(rt, "change", f.Change, take, 1e-9)
		closeTo(rt, "customers' gain", f.CustomersChange, gain, 1e-9)
	})
}

// closeTo fails unless all amounts are alike to so many parts of the greatest.
func closeTo(t *rapid.T, what string, got, want []float64, parts float64) {
	t.Helper()
	most := 1.
	for i := range want {
		most = max(most, math.Abs(want[i]), math.Abs(got[i]))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= parts*most) {
			t.Fatalf("%s: in period %d got %v, want %v", what, i, got[i], want[i])
		}
	}
}

func TestNoImprovementChangesNothingToTheLastBit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		reach := c.Change.Reach
		c.Change = businesscase.Change{Reach: reach, Delay: c.Change.Delay, Ramp: c.Change.Ramp, Lasts: c.Change.Lasts}
		m := model(rt, c)
		x := make([]float64, len(m.Inputs))
		for i, in := range m.Inputs {
			x[i] = in.Dist.Mean()
		}
		f := emptyFlows(c.Periods)
		m.Flows(x, f)
		for i := range f.Change {
			if f.Change[i] != f.Nothing[i] || f.CustomersChange[i] != f.CustomersNothing[i] || f.Cost[i] != 0 {
				rt.Fatalf("period %d: %v against %v, cost %v", i, f.Change[i], f.Nothing[i], f.Cost[i])
			}
		}
	})
}

func TestLongerStayingNeverLowersWhatIsTakenAndMoreCostNeverRaisesIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		c.Change.Margin, c.Change.Price = businesscase.Input{}, businesscase.Input{} // margins above 0
		of := func() *businesscase.Flows {
			m := model(rt, c)
			x := make([]float64, len(m.Inputs))
			for i, in := range m.Inputs {
				x[i] = in.Dist.Mean()
			}
			f := emptyFlows(c.Periods)
			m.Flows(x, f)
			return f
		}
		before := of()
		more := rapid.Float64Range(0, 1).Draw(rt, "more")
		cut := c.Change.Leaving.Dist.Mean()
		c.Change.Leaving = known(cut + more*(1-cut))
		c.Change.Once = known(c.Change.Once.Dist.Mean() * (1 + more))
		after := of()
		for i := range before.Change {
			if after.Change[i] < before.Change[i]*(1-1e-12) {
				rt.Fatalf("period %d: %v with more who stay, %v before", i, after.Change[i], before.Change[i])
			}
			if after.Cost[i] < before.Cost[i]*(1-1e-12) {
				rt.Fatalf("period %d: cost %v, %v before", i, after.Cost[i], before.Cost[i])
			}
		}
	})
}

func TestACaseIsTheSameAfterItWasStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		if rapid.Bool().Draw(rt, "as given") {
			c.Margin, c.Change.Reach = businesscase.Input{}, businesscase.Input{} // which are 1 where they are not given
		}
		text, err := json.Marshal(c)
		if err != nil {
			rt.Fatal(err)
		}
		var stored businesscase.Case
		if err := json.Unmarshal(text, &stored); err != nil {
			rt.Fatal(err)
		}
		again, err := json.Marshal(stored)
		if err != nil || string(again) != string(text) {
			rt.Fatalf("got %s, want %s; error %v", again, text, err)
		}
		got, want := model(rt, stored), model(rt, c)
		if len(got.Inputs) != len(want.Inputs) {
			rt.Fatalf("got %d inputs, want %d", len(got.Inputs), len(want.Inputs))
		}
		x := make([]float64, len(want.Inputs))
		for i, in := range want.Inputs {
			x[i] = in.Dist.Mean()
		}
		f, g := emptyFlows(c.Periods), emptyFlows(c.Periods)
		want.Flows(x, f)
		got.Flows(x, g)
		if diff := cmp.Diff(f, g, cmpopts.IgnoreUnexported(businesscase.Flows{})); diff != "" {
			rt.Fatal(diff)
		}
	})
}
