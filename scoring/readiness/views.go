package readiness

import (
	"cmp"
	"math"
	"slices"
)

// views returns how each group that may be shown sees each item, those who differ first, and how many groups are
// nowhere shown.
func (t *table) views(findings []Finding, place map[string]int) ([]View, int, error) {
	g, err := t.groups()
	if err != nil || len(g.all) == 0 {
		return nil, 0, err
	}
	var views []View
	var gaps []gap
	seen := g.everybody()
	for _, f := range findings {
		c := &t.columns[place[f.Item]]
		if !c.shown {
			continue
		}
		crowd := g.crowd(c.who, t.cfg.Least)
		crowd.withhold()
		for i, shown := range crowd.shown {
			if shown && crowd.people[i] < len(c.who) {
				v, gap := g.view(i, c)
				v.Item, seen[i] = f.Item, true
				views, gaps = append(views, v), append(gaps, gap)
			}
		}
	}
	for i := range views {
		v := &views[i]
		v.Low, v.High = gaps[i].bounds(miss / float64(len(views)))
		v.Differs = v.Low > 0 || v.High < 0
	}
	slices.SortStableFunc(views, func(a, b View) int { return cmp.Compare(rank(a.Differs), rank(b.Differs)) })
	hidden := 0
	for _, shown := range seen {
		if !shown {
			hidden++
		}
	}
	return views, hidden, nil
}

func rank(first bool) int {
	if first {
		return 0
	}
	return 1
}

// view returns how a group sees an item, and its difference to everybody else.
func (g groups) view(i int, c *column) (View, gap) {
	var ours, theirs []float64
	for j, who := range c.who {
		if g.holds(i, g.leaves[who][g.all[i].way]) {
			ours = append(ours, c.x[j])
		} else {
			theirs = append(theirs, c.x[j])
		}
	}
	gap, mean, deviation := between(ours, theirs)
	return View{
		Of: wayName(g.all[i].way), Group: slices.Clone(g.all[i].name), Raters: len(ours),
		Severity: estimate(mean, deviation, float64(len(ours))), Difference: gap.value,
	}, gap
}

// between returns how far the mean of some people's severities is above that of others, and what it is.
func between(ours, theirs []float64) (g gap, mean, deviation float64) {
	mean, deviation = meanOf(ours)
	other, others := meanOf(theirs)
	a, b := float64(len(ours)), float64(len(theirs))
	error2, freedom := apart(deviation, a, others, b)
	return gap{mean - other, math.Sqrt(error2), freedom, rarest(a, b, 0)}, mean, deviation
}
