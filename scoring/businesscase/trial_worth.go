package businesscase

// programme works out what a policy is worth.
func (p *policy) programme(currency string) Programme {
	direct := momentsOf(p.values[0], same).estimate()
	now := direct.Value > 0 // the change is worth making without any trial
	if !now {
		direct = Mean{}
	}
	out := Programme{Draws: p.draws, Currency: currency, Direct: direct, Staged: direct, Stages: make([]Stage, len(p.steps))}
	paid, column := make([]float64, p.draws), make([]float64, p.draws)
	for k := len(p.steps) - 1; k >= 0; k-- {
		for i := range paid {
			paid[i] = p.pay(k, i, p.marks[k][i], paid[i])
			column[i] = paid[i] - p.costs[k][i] - p.without(k, i, now)
		}
		s := &out.Stages[k]
		s.Name, s.Needed, s.AtMost = p.steps[k].Name, p.needs[k].found, p.needs[k].atMost
		s.Net = momentsOf(column, same).estimate()
		for i, mark := range p.marks[k] {
			column[i] = -p.without(k, i, now)
			if mark&knowingPays != 0 {
				column[i] += p.values[k][i]
			}
		}
		s.Information = momentsOf(column, same).estimate()
	}
	for i := range paid {
		paid[i] -= p.costs[0][i]
	}
	if begun := momentsOf(paid, same).estimate(); begun.Value > direct.Value {
		out.Staged, out.Begin = begun, true
	}
	p.count(out.Stages)
	return out
}

// without returns what a draw comes to if it is decided before a trial whether to change, and no more is tried.
func (p *policy) without(trial, draw int, now bool) float64 {
	if trial > 0 {
		now = p.marks[trial-1][draw]&changePays != 0
	}
	if now {
		return p.values[trial][draw]
	}
	return 0
}

// count works out how often each trial is run, and what is decided then.
func (p *policy) count(stages []Stage) {
	reached := make([]bool, p.draws)
	for i := range reached {
		reached[i] = true
	}
	for k := range stages {
		var run, going, changing float64
		for i, mark := range p.marks[k] {
			switch {
			case !reached[i]:
				continue
			case mark&goingPays != 0:
				going++
			default:
				reached[i] = false
				changing += float64(mark & changePays)
			}
			run++
		}
		s := &stages[k]
		if s.Reached = run / float64(p.draws); run > 0 {
			s.GoOn, s.Change = going/run, changing/run
			s.Stop = (run - going - changing) / run
		}
	}
}
