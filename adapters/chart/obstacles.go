package chart

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/readiness"
)

// ObstacleMap draws obstacles by how severe they are, with the range, and by how far people agree on it, as r_wg, each
// by its ID. Clashes are left out: see [Clashes]. The colour is the root that an obstacle speaks for most; Config.Groups are
// IDs of roots, which otherwise take colours in the order of their IDs. From
// 0.5 on it is called severe, from [readiness.Agreed] on agreed.
//
// The table has a row per obstacle, also of those that are withheld or not rated, which are not drawn. It returns the errors of
// [Spots], and one for a round in which no obstacle can be shown.
func ObstacleMap(r readiness.Round, cfg Config) (*Chart, error) {
	items := slices.DeleteFunc(slices.Clone(r.Items), func(f readiness.Finding) bool { return f.Element != "" })
	if !slices.ContainsFunc(items, func(f readiness.Finding) bool { return f.Severity.Known() && f.Agreement.Known }) {
		return nil, broken("draw obstacles", "Items", "must hold an obstacle that is rated and not withheld")
	}
	spots := make([]Spot, len(items))
	for i, f := range items {
		spots[i] = Spot{Name: f.Item, Group: f.Root, Across: f.Severity, Up: agreement(f)}
	}
	roots := map[string]string{}
	for _, root := range r.Roots {
		roots[root.Root] = shortened(strings.TrimSuffix(oneLine(root.Text), "."), 50)
	}
	if cfg.Groups == nil {
		cfg.Groups = slices.Sorted(maps.Keys(roots))
	}
	if !cfg.fixed() {
		cfg.From, cfg.To = -0.14, 1.14 // marks at the ends do not lie on the names of quarters
	}
	cfg.Values = cmp.Or(cfg.Values, "agreement: r_wg, from 0 to 1")
	c, err := crowded(spots, Plane{
		Config: cfg, Across: "severity, from 0 to 1", AcrossFrom: -0.02, AcrossTo: 1.02,
		Quarters:    [4]string{"agreed, and not severe", "agreed, and severe: act", "not agreed: find out why", "not agreed, not severe"},
		SplitAcross: 0.5, SplitUp: readiness.Agreed,
	})
	if err != nil {
		return nil, err
	}
	for i, k := range c.keys {
		c.keys[i].name = cmp.Or(roots[k.name], k.name)
	}
	c.table = obstacleTable(items)
	return c, nil
}

// crowded is Spots for a crowd, without a table.
func crowded(spots []Spot, plane Plane) (*Chart, error) {
	if err := checkSpots(spots, plane); err != nil {
		return nil, err
	}
	p := newPlot()
	f := crowd{field{plane: plane}}
	groups := plane.groups(groupsOf(spots, func(s Spot) string { return s.Group }))
	for _, s := range spots {
		if s.Across.Known() && s.Up.Known() {
			f.spots = append(f.spots, spotted{plane.inside(s), look(slices.Index(groups, s.Group))})
		}
	}
	p.Add(grid(true, true), f)
	fix(&p.X, plane.across())
	fix(&p.Y, plane.Config)
	keys := keysOf(groups, f.spots, func(s spotted) (string, bool) { return s.Group, true }, look)
	c := &Chart{plot: p, width: cmp.Or(plane.Width, 960), height: cmp.Or(plane.Height, 640), title: plane.Title, keys: keys}
	p.X.Label.Text, p.Y.Label.Text = plane.Across, c.up(plane.Values)
	return c, nil
}

// agreement returns how far people agree on an item, as a number without a range.
func agreement(f readiness.Finding) relationship.Estimate {
	if !f.Agreement.Known {
		return relationship.Estimate{}
	}
	v := f.Agreement.RWG
	return relationship.Estimate{Value: v, Low: v, High: v, N: float64(f.Raters), Basis: relationship.Observed}
}

func obstacleTable(items []readiness.Finding) Table {
	t := Table{Columns: []string{"obstacle", "text", "group", "root", "severity", "low", "high", "agreement", "raters", "state"}}
	for _, f := range items {
		agreed := ""
		if f.Agreement.Known {
			agreed = number(f.Agreement.RWG)
		}
		row := slices.Concat([]string{f.Item, f.Text, f.Group, f.Root}, cells(f.Severity)[:3])
		t.Rows = append(t.Rows, append(row, agreed, strconv.Itoa(f.Raters), state(f.Severity, f.Withheld)))
	}
	return t
}

// state says why there is no number; nothing where there is one.
func state(e relationship.Estimate, withheld bool) string {
	switch {
	case withheld:
		return "withheld"
	case !e.Known():
		return "not rated"
	}
	return ""
}
