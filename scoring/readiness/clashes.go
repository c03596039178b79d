package readiness

import "slices"

// clashes returns the matrix of elements against aims.
func (t *table) clashes() Clashes {
	var m Clashes
	at := map[[2]string]int{}
	for i, item := range t.ins.Items {
		if item.Element == "" {
			continue
		}
		at[[2]string{item.Element, item.Aim}] = i
		if !slices.Contains(m.Elements, item.Element) {
			m.Elements = append(m.Elements, item.Element)
		}
		if !slices.Contains(m.Aims, item.Aim) {
			m.Aims = append(m.Aims, item.Aim)
		}
	}
	for _, element := range m.Elements {
		row := make([]Cell, len(m.Aims))
		for j, aim := range m.Aims {
			if i, there := at[[2]string{element, aim}]; there {
				row[j] = t.cell(i)
			}
		}
		m.Cells = append(m.Cells, row)
		m.Rows = append(m.Rows, t.meanCell(func(item Item) bool { return item.Element == element }))
	}
	for _, aim := range m.Aims {
		m.Columns = append(m.Columns, t.meanCell(func(item Item) bool { return item.Aim == aim }))
	}
	m.All = t.meanCell(func(item Item) bool { return item.Element != "" })
	return m
}

// cell returns one item.
func (t *table) cell(i int) Cell {
	c := &t.columns[i]
	out := Cell{Item: t.ins.Items[i].ID, Raters: len(c.x), Withheld: c.withheld()}
	if c.shown {
		out.Severity = estimate(c.mean, c.deviation, float64(len(c.x)))
	}
	return out
}

// meanCell returns the mean of the items that a test holds for.
func (t *table) meanCell(holds func(Item) bool) Cell {
	f := t.equal(holds)
	return Cell{Severity: f.estimate(), Raters: f.people}
}
