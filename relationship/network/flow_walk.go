package network

// A flowWalk is where one unit of our income comes from, for one set of amounts. Products are rounded
// before they are added, so that the answer is the same on every machine.
type flowWalk struct {
	*flowChain
	income    float64
	weights   []float64   // by arc: what share of the payee's income it is
	own       []float64   // by party: what share of its income rests on the party itself
	rests     []float64   // by depth: the share of our income that rests there
	onParty   []float64   // by party: the share that rests on it
	passes    []float64   // by arc: the share that passes, counted as often as it does
	remainder float64     // the share still on its way
	steps     [][]float64 // by depth, then by place: the share that is with a party in a circle
	place     []int       // by party: its place in steps
	here      *flowMass   // what is with whom, and what will be one payment further back
	there     *flowMass
}

// newFlowWalk follows our income back, given the amounts of the arcs and the incomes known to the host.
func newFlowWalk(c *flowChain, amounts, given []float64) *flowWalk {
	w := &flowWalk{
		flowChain: c,
		weights:   make([]float64, len(c.arcs)),
		own:       make([]float64, len(c.parties)),
		onParty:   make([]float64, len(c.parties)),
		passes:    make([]float64, len(c.arcs)),
		place:     make([]int, len(c.parties)),
		here:      newFlowMass(len(c.parties)),
		there:     newFlowMass(len(c.parties)),
	}
	for party := range c.parties {
		w.split(party, amounts, given[party])
	}
	w.run()
	return w
}

// split sets what the income of a party is made of.
func (w *flowWalk) split(party int, amounts []float64, given float64) {
	first, last := w.first[party], w.first[party+1]
	paid := 0.0
	for _, a := range amounts[first:last] {
		paid += a
	}
	// A sum that the host made in another order is not more than ours for a difference in the last digits.
	const rounding = 1e-12
	income := paid
	if given > paid*(1+rounding) {
		income = given
	}
	w.own[party] = 1
	if income > 0 {
		w.own[party] = (income - paid) / income
		for i := first; i < last; i++ {
			w.weights[i] = amounts[i] / income
		}
	}
	if party == 0 {
		w.income = income
	}
}

// run follows one unit back from us, payment by payment.
func (w *flowWalk) run() {
	if w.income == 0 {
		return
	}
	inCircles := 0
	for party, circle := range w.circle {
		if circle >= 0 {
			w.place[party] = inCircles
			inCircles++
		}
	}
	w.here.add(0, 1)
	for depth := 0; len(w.here.parties) > 0; depth++ {
		if inCircles > 0 {
			w.steps = append(w.steps, w.inCircles(inCircles))
		}
		w.rests = append(w.rests, 0)
		for _, party := range w.here.parties {
			m := w.here.take(party)
			rests := float64(m * w.own[party])
			w.rests[depth] += rests
			w.onParty[party] += rests
			if depth == w.cfg.Depth {
				w.remainder += m - rests
				continue
			}
			for i := w.first[party]; i < w.first[party+1]; i++ {
				part := float64(m * w.weights[i])
				w.passes[i] += part
				w.there.add(w.arcs[i].payer, part)
			}
		}
		w.goOn()
	}
}

// goOn makes what is one payment further back what is here.
func (w *flowWalk) goOn() {
	w.here.parties = w.here.parties[:0]
	w.here, w.there = w.there, w.here
}

// inCircles returns what is with each of the n parties in circles.
func (w *flowWalk) inCircles(n int) []float64 {
	step := make([]float64, n)
	for _, party := range w.here.parties {
		if w.circle[party] >= 0 {
			step[w.place[party]] = w.here.of[party]
		}
	}
	return step
}

// A flowMass is what is with each party at one depth, and who has any, in the order in which they got it.
type flowMass struct {
	of      []float64
	parties []int
}

func newFlowMass(parties int) *flowMass { return &flowMass{of: make([]float64, parties)} }

func (m *flowMass) add(party int, part float64) {
	if part == 0 {
		return
	}
	if m.of[party] == 0 {
		m.parties = append(m.parties, party)
	}
	m.of[party] += part
}

// take returns what is with a party and leaves it nothing.
func (m *flowMass) take(party int) float64 {
	part := m.of[party]
	m.of[party] = 0
	return part
}

// through returns what share of our income passes over a tie, given its arcs.
func (w *flowWalk) through(arcs []int) float64 {
	sum := 0.0
	for _, i := range arcs {
		sum += w.passes[i]
	}
	return sum
}

// lost returns what share of our income passes over a tie at least once: without the tie, it does not
// come to us. In a circle, w.here is the part of what is with each party that has passed already.
func (w *flowWalk) lost(arcs []int) float64 {
	through := w.through(arcs)
	one := w.arcs[arcs[0]]
	circle := w.circle[one.payee]
	if circle < 0 || circle != w.circle[one.payer] {
		return through
	}
	lost := 0.0
	for depth := range w.steps[:max(len(w.steps), 1)-1] {
		for _, i := range arcs {
			a := w.arcs[i]
			first := float64(max(w.steps[depth][w.place[a.payee]]-w.here.of[a.payee], 0) * w.weights[i])
			lost += first
			w.there.add(a.payer, first)
		}
		for _, party := range w.here.parties {
			w.around(circle, party, w.here.take(party))
		}
		w.goOn()
	}
	for _, party := range w.here.parties {
		w.here.take(party)
	}
	w.here.parties = w.here.parties[:0]
	return min(lost, through, 1)
}

// around follows what is with a party one payment back, where that stays within a circle.
func (w *flowWalk) around(circle, party int, m float64) {
	for i := w.first[party]; i < w.first[party+1]; i++ {
		if payer := w.arcs[i].payer; w.circle[payer] == circle {
			w.there.add(payer, float64(m*w.weights[i]))
		}
	}
}
