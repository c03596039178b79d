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
		Winning:   number("winning", 0, 1e2),
		Spend:     number("spend", 0, 1e3),
		Margin:    share("margin"),
		Gain:      number("gain", -100, 100),
		Drift: businesscase.Drift{
			Leaving: number("drift", -.5, 1), Spend: number("fall", -.5, 1), Joining: number("fewer", -.5, 1),
		},
		Change: businesscase.Change{
			Reach: share("reach"), Leaving: number("cut", -1, 1), Spend: number("more", -1, 1), Joining: number("new", -1, 1),
			Margin: number("points", -.1, .1), Gain: number("gained", -10, 10), Averted: share("averted"),
			Price: number("price", -.5, .5),
			Delay: quarters("delay", 5), Ramp: quarters("ramp", 5), Lasts: quarters("lasts", 10),
			Once: number("once", 0, 1e6), Period: number("period", 0, 1e5), Customer: number("customer", 0, 10),
			Newcomer: number("newcomer", 0, 10),
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
		c.Change.Tenures = rapid.IntRange(0, 5).Draw(t, "first periods")
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

// A way is what becomes of a group of people.
type way struct{ take, gain, cost []float64 }

// of returns what becomes of all whom the change reaches, if it works so fully.
func (s slow) of(works []float64) way {
	c, n := s.c, s.c.Periods
	w := way{make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)}
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
			works := works[t]
			if c.Change.Tenures > 0 && tenure >= c.Change.Tenures {
				works = 0
			}
			fall := until(t, func(k int) float64 { return 1 - c.Drift.Spend.Dist.Mean()*averted(k) })
			buys := fall * (1 + c.Change.Spend.Dist.Mean()*works)
			pays := c.Spend.Dist.Mean() * buys
			price := c.Change.Price.Dist.Mean() * works
			w.take[t] += people * pays * (c.Margin.Dist.Mean() + c.Change.Margin.Dist.Mean()*works + price)
			w.gain[t] += people * (c.Gain.Dist.Mean()*buys + c.Change.Gain.Dist.Mean()*works - pays*price)
			w.cost[t] += people * c.Change.Customer.Dist.Mean() * works
			drift := until(t, func(k int) float64 { return 1 + c.Drift.Leaving.Dist.Mean()*averted(k) })
			// A model multiplies probabilities that are cut at 1 already.
			people *= 1 - min(1, min(1, s.leaves(tenure))*drift*(1-c.Change.Leaving.Dist.Mean()*works))
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
		come := c.Joining.Dist.Mean() * fewer * (1 + c.Change.Joining.Dist.Mean()*works[t])
		w.take[t] -= come * c.Winning.Dist.Mean()
		w.cost[t] += come * c.Change.Newcomer.Dist.Mean() * works[t]
		follow(come, 0, t)
	}
	return w
}

// paid returns what is paid for the change whomever it reaches.
func (s slow) paid(t int) float64 {
	ends, sum := float64(s.later)+s.c.Change.Delay.Dist.Mean()+s.c.Change.Lasts.Dist.Mean(), 0.
	for quarter := 4 * (t - 1); quarter < 4*t && t > s.later; quarter++ {
		if float64(quarter)/4 < ends {
			sum += s.c.Change.Period.Dist.Mean() / 4
		}
	}
	if t == s.later {
		sum += s.c.Change.Once.Dist.Mean()
	}
	return sum
}

func TestACaseIsThatOfEachGroupFollowedAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := caseDrawn(rt)
		s := slow{c: c, later: rapid.IntRange(0, 3).Draw(rt, "later")}
		f := flowsOf(rt, c, s.later)

		works := make([]float64, c.Periods+1)
		others := s.of(works)
		for t := 1; t <= c.Periods; t++ {
			works[t] = s.works(t)
		}
		w := s.of(works)
		reach := c.Change.Reach.Dist.Mean()
		for t := range w.take {
			w.take[t] = reach*w.take[t] + (1-reach)*others.take[t]
			w.gain[t] = reach*w.gain[t] + (1-reach)*others.gain[t]
			w.cost[t] = reach*w.cost[t] + s.paid(t)
		}
		wantNear(rt, "nothing", f.Nothing, others.take)
		wantNear(rt, "customers' gain if nothing is done", f.CustomersNothing, others.gain)
		wantNear(rt, "change", f.Change, w.take)
		wantNear(rt, "customers' gain", f.CustomersChange, w.gain)
		wantNear(rt, "cost", f.Cost, w.cost)

		s.c.Drift = businesscase.Drift{Leaving: known(0), Spend: known(0), Joining: known(0)}
		wantNear(rt, "as now", f.AsNow, s.of(make([]float64, c.Periods+1)).take)
	})
}

func TestNoImprovementChangesNothingToTheLastBit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := caseDrawn(t)
		c.Change = businesscase.Change{Reach: c.Change.Reach, Delay: c.Change.Delay, Ramp: c.Change.Ramp, Lasts: c.Change.Lasts}
		f := flowsOf(t, c, 0)
		for i := range f.Change {
			if f.Change[i] != f.Nothing[i] || f.CustomersChange[i] != f.CustomersNothing[i] || f.Cost[i] != 0 {
				t.Fatalf("period %d: %v against %v, cost %v", i, f.Change[i], f.Nothing[i], f.Cost[i])
			}
		}
	})
}

func TestAPriceOnlyMovesGainsFromCustomersToTheCompany(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := caseDrawn(t)
		dear := flowsOf(t, c, 0)
		c.Change.Price = businesscase.Input{}
		as := flowsOf(t, c, 0)
		c.Winning = businesscase.Input{} // which can all but make up for the rest
		free := flowsOf(t, c, 0)
		for i := range as.Change {
			company, customers := dear.Change[i]-as.Change[i], dear.CustomersChange[i]-as.CustomersChange[i]
			size := max(math.Abs(company), math.Abs(customers))
			for _, f := range []*businesscase.Flows{as, free} {
				size = max(size, math.Abs(f.Change[i]), math.Abs(f.Nothing[i]), math.Abs(f.CustomersChange[i]), math.Abs(f.CustomersNothing[i]))
			}
			agree(t, "what both gain by it", company+customers, 0, 1e-12*size)
		}
	})
}

func TestLongerStayingNeverLowersWhatIsTakenAndMoreCostNeverRaisesIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := caseDrawn(t)
		c.Change.Margin, c.Change.Price = businesscase.Input{}, businesscase.Input{} // margins above 0
		before := flowsOf(t, c, 0)
		more := rapid.Float64Range(0, 1).Draw(t, "share more")
		cut := c.Change.Leaving.Dist.Mean()
		c.Change.Leaving = known(cut + more*(1-cut))
		c.Change.Once = known(c.Change.Once.Dist.Mean() * (1 + more))
		after := flowsOf(t, c, 0)
		for i, was := range before.Change {
			if after.Change[i] < was-1e-12*math.Abs(was) {
				t.Fatalf("period %d: %v with more who stay, %v before", i, after.Change[i], was)
			}
			if after.Cost[i] < before.Cost[i]*(1-1e-12) {
				t.Fatalf("period %d: cost %v, %v before", i, after.Cost[i], before.Cost[i])
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
		got, want := flowsOf(rt, stored, 0), flowsOf(rt, c, 0)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(businesscase.Flows{})); diff != "" {
			rt.Fatal(diff)
		}
	})
}
