package network

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A flowListing is what a Flow tells of: the largest by the values of the amounts, in every round the same.
type flowListing struct {
	parties, ties       []int
	arcs                [][]int // by place in ties
	allParties, allTies int
}

// follow returns the Flow.
func (c *flowChain) follow() Flow {
	f := Flow{Unknown: c.unknown}
	amounts, given := c.values(func(e relationship.Estimate) float64 { return e.Value })
	w := newFlowWalk(c, amounts, given)
	l := c.list(w)
	rows := [][]float64{l.figures(w)}
	if c.inexact {
		for range c.cfg.Rounds {
			amounts, given := c.values(c.draw)
			rows = append(rows, l.figures(newFlowWalk(c, amounts, given)))
		}
	}
	c.tell(&f, l, flowFigures(rows))
	if w.income == 0 {
		return Flow{Income: f.Income, Unknown: c.unknown}
	}
	return f
}

// values returns a number for each arc and for the income of each party that the host knows.
func (c *flowChain) values(of func(relationship.Estimate) float64) (amounts, given []float64) {
	amounts, given = make([]float64, len(c.arcs)), make([]float64, len(c.parties))
	for i, e := range c.given {
		given[i] = of(e)
	}
	for i := range c.arcs {
		amounts[i] = of(*c.arcs[i].amount)
	}
	return amounts, given
}

// draw returns an exact number as it is, and any other as chance will have it.
func (c *flowChain) draw(e relationship.Estimate) float64 {
	if e.Low == e.High {
		return e.Value
	}
	z := c.cfg.Rand.NormFloat64() / normal95
	if z < 0 {
		return max(e.Value+float64(z*(e.Value-e.Low)), 0)
	}
	return e.Value + float64(z*(e.High-e.Value))
}

// list chooses what is told.
func (c *flowChain) list(w *flowWalk) flowListing {
	var l flowListing
	for party, m := range w.onParty {
		if m > 0 {
			l.parties = append(l.parties, party)
		}
	}
	slices.SortFunc(l.parties, func(a, b int) int {
		if w.onParty[a] != w.onParty[b] {
			return cmp.Compare(w.onParty[b], w.onParty[a])
		}
		return cmp.Compare(c.parties[a], c.parties[b])
	})
	l.allParties = len(l.parties)
	l.parties = l.parties[:min(len(l.parties), c.cfg.Top)]
	l.listTies(w)
	return l
}

// listTies chooses the ties of which most is lost. It goes through the ties by what passes over them,
// which is at least as much, and stops where none of the rest can be among those chosen: what is lost
// takes long to find in a circle.
func (l *flowListing) listTies(w *flowWalk) {
	type choice struct {
		tie  int
		most float64
	}
	order := func(a, b choice) int {
		if a.most != b.most {
			return cmp.Compare(b.most, a.most)
		}
		return cmp.Compare(w.ties[a.tie], w.ties[b.tie])
	}
	arcs := w.arcsOf()
	var all, top []choice
	for tie := range arcs {
		if m := w.through(arcs[tie]); m > 0 {
			all = append(all, choice{tie, min(m, 1)})
		}
	}
	slices.SortFunc(all, order)
	for _, next := range all {
		if len(top) == w.cfg.Top && top[len(top)-1].most > next.most {
			break
		}
		next.most = w.lost(arcs[next.tie])
		at, _ := slices.BinarySearchFunc(top, next, order)
		top = slices.Insert(top, at, next)
		top = top[:min(len(top), w.cfg.Top)]
	}
	l.allTies = len(all)
	for _, t := range top {
		l.ties, l.arcs = append(l.ties, t.tie), append(l.arcs, arcs[t.tie])
	}
}

// figures returns all that is told, as plain numbers, in the order in which tell takes them. The depths
// come last because their number differs from round to round.
func (l *flowListing) figures(w *flowWalk) []float64 {
	row := []float64{w.income, w.remainder}
	for _, party := range l.parties {
		row = append(row, w.income*w.onParty[party])
	}
	for _, arcs := range l.arcs {
		row = append(row, w.income*w.through(arcs), w.income*w.lost(arcs))
	}
	passes := make([]float64, len(w.rests))
	rest := w.remainder
	for depth, m := range slices.Backward(w.rests) {
		rest += m
		passes[depth] = rest
	}
	for depth, m := range w.rests {
		row = append(row, m, passes[depth])
	}
	return row
}

// tell puts figures into words.
func (c *flowChain) tell(f *Flow, l flowListing, figures []relationship.Estimate) {
	basis := relationship.Estimate{}.Derived(c.inputs()...)
	n := float64(len(c.arcs))
	next := func() relationship.Estimate {
		e := figures[0]
		figures = figures[1:]
		e.N, e.Basis, e.Guesses = n, basis.Basis, basis.Guesses
		return e
	}
	f.Income = next().Derived(slices.Concat(c.income, c.counting(0))...)
	if f.Income.Known() {
		f.Income.N = float64(len(c.income))
	}
	f.Remainder = next()
	f.AllParties, f.AllTies = l.allParties, l.allTies
	for _, party := range l.parties {
		f.Parties = append(f.Parties, FlowParty{Party: c.parties[party], Depth: c.depth[party], Rests: next()})
	}
	for i, tie := range l.ties {
		first := c.arcs[l.arcs[i][0]]
		f.Ties = append(f.Ties, FlowTie{
			Tie: c.ties[tie], Kind: c.kinds[tie], Depth: c.depth[first.payee] + 1, Through: next(), Lost: next(),
		})
	}
	for len(figures) > 0 {
		f.Depths = append(f.Depths, FlowDepth{Rests: next(), Passes: next()})
	}
}

// inputs returns the estimates that the shares rest on.
func (c *flowChain) inputs() []relationship.Estimate {
	inputs := make([]relationship.Estimate, 0, len(c.arcs))
	for _, a := range c.arcs {
		inputs = append(inputs, *a.amount)
	}
	for party := range c.parties {
		inputs = append(inputs, c.counting(party)...)
	}
	return inputs
}

// counting returns the income of a party that the host knows, if it can be above the recorded payments.
func (c *flowChain) counting(party int) []relationship.Estimate {
	paid := 0.0
	for _, a := range c.from(party) {
		paid += a.amount.Low
	}
	if c.given[party].High <= paid {
		return nil
	}
	return c.given[party : party+1]
}

// flowFigures returns an estimate for each column of figures: the values of the first row, with the ranges
// of the others if there are any. Rows may differ in length; what is not there is 0.
func flowFigures(rows [][]float64) []relationship.Estimate {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	estimates := make([]relationship.Estimate, width)
	column := make([]float64, len(rows))
	for i := range estimates {
		for r, row := range rows {
			column[r] = 0
			if i < len(row) {
				column[r] = row[i]
			}
		}
		value, draws := column[0], column[min(1, len(rows)-1):]
		slices.Sort(draws)
		estimates[i] = relationship.Estimate{
			Value: value,
			Low:   min(value, flowPercentile(draws, 0.025)),
			High:  max(value, flowPercentile(draws, 0.975)),
		}
	}
	return estimates
}

// flowPercentile returns the value at a share of the way through sorted numbers, between two of them if need
// be.
func flowPercentile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(sorted)-1)
	part := at - float64(below)
	return float64(sorted[below]*(1-part)) + float64(sorted[above]*part)
}
