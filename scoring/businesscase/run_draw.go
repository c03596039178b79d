package businesscase

import (
	"math"
	"math/rand/v2"
)

// A slot is where blocks are drawn, one after another: it keeps what is summed over all its draws.
type slot struct {
	of   *simulation
	x, z []float64
	f    *Flows

	net, till []float64 // sums by period: net flows, and what has been earned until then, discounted
	seen      [][]cell  // by input that varies: sums by where its normal score belongs
	endless   int       // draws without a return
}

func (s *simulation) newSlot() *slot {
	n, periods := len(s.model.Inputs), s.model.Periods+1
	w := &slot{
		of: s,
		x:  make([]float64, n), z: make([]float64, n),
		f:   newFlows(periods - 1),
		net: make([]float64, periods), till: make([]float64, periods),
		seen: make([][]cell, n),
	}
	for i := range n {
		if s.inputs.varies(i) {
			w.seen[i] = make([]cell, 2*cellCount)
		}
	}
	return w
}

// fill draws one block.
func (w *slot) fill(b block) error {
	chance := stream(w.of.seeds, b.index)
	for i := b.from; i < b.to; i++ {
		w.draw(chance)
		o, ok := w.settle(w.of.paths.of(i))
		if !ok {
			return w.f.fault()
		}
		w.keep(i, o)
	}
	return nil
}

// draw lets things turn out once.
func (w *slot) draw(chance *rand.Rand) {
	w.of.inputs.draw(chance, w.x, w.z)
	w.f.reset()
	w.of.model.Flows(w.x, w.f)
}

// An outcome is what one draw comes to, worth now.
type outcome struct {
	value, cost, change, nothing, asNow, customers float64
	payback, discounted                            float64
}

// settle works out what the flows come to; ok is false where that is no number. It writes what has been earned
// until each period into path, if there is one.
func (w *slot) settle(path []float64) (o outcome, ok bool) {
	f := w.f
	if !f.whole() {
		return o, false
	}
	n := len(w.net)
	change, cost, nothing, asNow := f.Change[:n], f.Cost[:n], f.Nothing[:n], f.AsNow[:n]
	gains, gained, nets, till := f.CustomersChange[:n], f.CustomersNothing[:n], w.net[:n], w.till[:n]
	var plain, worth purchase
	step, rate := 1/(1+f.Rate), 1.
	for t := range n {
		net := change[t] - cost[t] - nothing[t]
		nets[t] += net
		plain.take(t, net)
		worth.take(t, rate*net)
		till[t] += worth.sum
		o.cost += rate * cost[t]
		o.change += rate * (change[t] - cost[t])
		o.nothing += rate * nothing[t]
		o.asNow += rate * asNow[t]
		o.customers += rate * (gains[t] - gained[t])
		if path != nil {
			path[t] = worth.sum
		}
		rate *= step
	}
	o.value, o.payback, o.discounted = worth.sum, plain.back(), worth.back()
	return o, sane(o.value) && sane(o.cost) && sane(o.change) && sane(o.nothing) && sane(o.asNow) && sane(o.customers)
}

// sane reports whether v is a number that can be squared and summed.
func sane(v float64) bool { return math.Abs(v) < enormous }

// keep writes down what a draw comes to.
func (w *slot) keep(i int, o outcome) {
	c := &w.of.columns
	c[ofValue][i], c[ofCost][i], c[ofChange][i] = o.value, o.cost, o.change
	c[ofNothing][i], c[ofAsNow][i], c[ofWaiting][i] = o.nothing, o.asNow, o.asNow-o.nothing
	c[ofCustomers][i], c[ofPayback][i], c[ofDiscounted][i] = o.customers, o.payback, o.discounted
	if by := o.value / o.cost; o.cost > 0 && sane(by) {
		c[ofReturn][i] = by
	} else {
		w.endless++
	}
	v, half := o.value-w.of.about, i&1
	for j, seen := range w.seen {
		if seen != nil {
			seen[2*cellOf(w.z[j])+half].add(v)
		}
	}
}

// A purchase follows whether what was paid has been earned, as [Payback] does, which is more exact and slower.
type purchase struct {
	sum, size float64 // the sum of amounts, with and without their signs
	short     bool    // the sum is below 0
	at        float64 // when it last came back from there
}

func (p *purchase) take(t int, amount float64) {
	before := p.sum
	p.sum += amount
	p.size += math.Abs(amount)
	short := p.sum < -lastDigits*p.size
	if p.short && !short {
		p.at = float64(t-1) + min(1, -before/amount)
	}
	p.short = short
}

// back returns when it is earned for good, and infinity where it is not.
func (p *purchase) back() float64 {
	if p.short {
		return math.Inf(1)
	}
	return p.at
}
