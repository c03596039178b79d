package businesscase

// A policy is what is decided on each draw after each trial. Each half of the draws, the even and the odd ones, is
// decided by what the other teaches.
type policy struct {
	*tries
	cfg   Config
	draws int
	marks [][]uint8 // by trial
	needs []need

	// paid is what each draw comes to from after a trial on, by what each half teaches.
	paid [2][]float64
}

// Marks of what was found after a trial.
const (
	changePays  = 1 << iota // the change is worth more than nothing
	knowingPays             // it would be if the trial had taken no time
	goingPays               // going on to the next trial is worth more than changing and than nothing
)

// learn works out what to decide, from the last trial to the first.
func (p *policy) learn() error {
	n := len(p.steps)
	p.draws = len(p.values[0])
	p.marks, p.needs = make([][]uint8, n), make([]need, n)
	for half := range p.paid {
		p.paid[half] = make([]float64, p.draws)
	}
	for k := n - 1; k >= 0; k-- {
		p.marks[k] = make([]uint8, p.draws)
		l := lesson{policy: p, trial: k, basis: newBasis(len(p.steps[k].states), p.draws)}
		var fits [2]*fit
		if err := p.cfg.each(2, func(half int) error {
			fits[half] = l.learn(half)
			l.follow(half, fits[half])
			return nil
		}); err != nil {
			return err
		}
		if len(p.steps[k].states) == 1 {
			fits[0].merge(fits[1])
			fits[0].solve()
			p.needs[k] = l.need(fits[0])
		}
	}
	return nil
}

// A lesson is what one trial teaches.
type lesson struct {
	*policy
	trial int
	basis basis
}

// rows returns a function that returns the terms of a draw, which are good until its next call.
func (l *lesson) rows() func(draw int) []float64 {
	var found [][]float64
	for _, k := range l.steps[l.trial].states {
		found = append(found, l.found[k])
	}
	scores, work := make([]float64, len(found)), make([]float64, len(found)*(l.basis.degree+1))
	row := make([]float64, len(l.basis.terms))
	return func(draw int) []float64 {
		for i, column := range found {
			scores[i] = column[draw]
		}
		l.basis.row(scores, work, row)
		return row
	}
}

// learn fits what the choices come to on one half of the draws.
func (l *lesson) learn(half int) *fit {
	f, row, k := newFit(len(l.basis.terms)), l.rows(), l.trial
	paid, last := l.paid[half], k == len(l.steps)-1
	now, after := l.values[k], l.values[k+1]
	for i := half; i < l.draws; i += 2 {
		y := [targets]float64{ofChanging: after[i], ofKnowing: now[i]}
		if !last {
			y[ofGoing] = paid[i] - l.costs[k+1][i]
		}
		f.add(row(i), &y)
	}
	f.solve()
	return f
}

// follow pays all draws by what one half teaches, and marks those of the other half.
func (l *lesson) follow(half int, f *fit) {
	row, k := l.rows(), l.trial
	paid, last, marks := l.paid[half], k == len(l.steps)-1, l.marks[k]
	for i := range l.draws {
		mark := marked(f.tell(row(i)), last)
		if i&1 != half {
			marks[i] = mark
		}
		paid[i] = l.pay(k, i, mark, paid[i])
	}
}

// marked returns what to decide where the choices are worth so much.
func marked(worth [targets]float64, last bool) (mark uint8) {
	if worth[ofChanging] > 0 {
		mark |= changePays
	}
	if worth[ofKnowing] > 0 {
		mark |= knowingPays
	}
	if !last && worth[ofGoing] > max(0, worth[ofChanging]) {
		mark |= goingPays
	}
	return mark
}

// pay returns what a draw comes to after a trial, where later is what it comes to after the next one.
func (p *policy) pay(trial, draw int, mark uint8, later float64) float64 {
	switch {
	case mark&goingPays != 0:
		return later - p.costs[trial+1][draw]
	case mark&changePays != 0:
		return p.values[trial+1][draw]
	}
	return 0
}
