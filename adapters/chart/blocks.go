package chart

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/readiness"
)

// Blocks draws what keeps what from happening: a square where an obstacle blocks something, with its severity in it, the more
// severe the darker; what is blocked most on the left, with the sum of severities below it. The name of what is blocked is what
// name makes of it; nil means its noun and ID. Drawn are the first 30 obstacles that block anything, and the first 12 of what is
// blocked.
//
// The table has a row for each obstacle with each thing that it blocks, also those that are not drawn. It returns an error
// matching [relationship.ErrInvalid], an OpError that names the field and the rule, for a round in which nothing is
// blocked, and for what cannot be drawn.
func Blocks(r readiness.Round, name func(relationship.Ref) string, cfg Config) (*Chart, error) {
	const op = "draw what is blocked"
	if name == nil {
		name = func(ref relationship.Ref) string { return ref.Noun + " " + ref.ID }
	}
	items := slices.DeleteFunc(slices.Clone(r.Items), func(f readiness.Finding) bool { return len(f.Blocks) == 0 })
	names := make([]string, len(r.Blocked))
	for i, b := range r.Blocked {
		names[i] = name(b.Ref)
	}
	if err := cmp.Or(cfg.check(op), checkNames(op, "Blocked", names), checkItems(op, items)); err != nil {
		return nil, err
	}
	if len(items) == 0 || len(names) == 0 {
		return nil, broken(op, "Blocked", "must hold what an obstacle blocks")
	}
	drawn := blockBoard(items[:min(len(items), 30)], r.Blocked[:min(len(names), 12)], names)
	cfg.Height = cmp.Or(cfg.Height, 120+36*len(drawn.rows))
	c := newBoard(drawn, cfg)
	c.table = Table{Columns: []string{"obstacle", "text", "blocks", "severity", "low", "high", "state", "burden"}}
	for _, f := range items {
		for i, b := range r.Blocked {
			if slices.Contains(f.Blocks, b.Ref) {
				row := slices.Concat([]string{f.Item, f.Text, names[i]}, cells(f.Severity)[:3])
				c.table.Rows = append(c.table.Rows, append(row, state(f.Severity, f.Withheld), number(b.Burden)))
			}
		}
	}
	return c, nil
}

// blockBoard returns items by what they block, with its burden in the last row.
func blockBoard(items []readiness.Finding, blocked []readiness.Blocked, names []string) board {
	b := board{columns: names[:len(blocked)], lastRow: true}
	for _, f := range items {
		line := make([]lettered, len(blocked))
		for j, of := range blocked {
			if slices.Contains(f.Blocks, of.Ref) {
				line[j] = squareOf(f.Severity, state(f.Severity, f.Withheld))
			}
		}
		b.rows, b.squares = append(b.rows, f.Item), append(b.squares, line)
	}
	sums := make([]lettered, len(blocked))
	for j, of := range blocked {
		sums[j].word = hundredths(of.Burden)
	}
	b.rows, b.squares = append(b.rows, "sum of severities"), append(b.squares, sums)
	return b
}

func checkItems(op string, items []readiness.Finding) error {
	for i, f := range items {
		field := at("Items", i)
		if err := cmp.Or(checkName(op, field+".Item", f.Item), checkShare(op, field+".Severity", f.Severity)); err != nil {
			return err
		}
	}
	return nil
}
