package readiness

import (
	"cmp"
	"slices"
)

// remedies returns those of the instrument, what to do first first.
func (t *table) remedies() []Advice {
	out := make([]Advice, len(t.ins.Remedies))
	whole := 0.0
	for i, remedy := range t.ins.Remedies {
		points := func(item Item) bool { return slices.Contains(item.Remedies, remedy.ID) }
		f := t.equal(points)
		a := Advice{Remedy: remedy.ID, Text: remedy.Text, Severity: f.estimate()}
		var items []Item
		for j, item := range t.ins.Items {
			if c := &t.columns[j]; f.share[j] > 0 {
				items = append(items, item)
				a.Reasons = append(a.Reasons, Reason{"item", item.ID, c.mean})
				a.Share += c.mean / float64(len(item.Remedies))
			}
		}
		slices.SortStableFunc(a.Reasons, func(a, b Reason) int { return cmp.Compare(b.Value, a.Value) })
		if len(items) > 0 {
			root, share := t.root(items)
			a.Reasons = append(a.Reasons, Reason{"root", root, share})
		}
		whole += a.Share
		out[i] = a
	}
	for i := range out {
		if whole > 0 {
			out[i].Share /= whole
		}
	}
	slices.SortStableFunc(out, func(a, b Advice) int {
		return cmp.Or(worse(a.Severity, b.Severity), cmp.Compare(b.Share, a.Share))
	})
	return out
}
