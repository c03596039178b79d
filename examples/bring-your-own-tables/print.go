package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/kithcrm/kith/relationship"
)

// tie returns a tie that somebody at the From end has told about.
func tie(id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID, matters, goes float64) relationship.Tie {
	said := func(share float64) relationship.Readings {
		e := relationship.Estimate{Value: share, Low: max(share-.2, 0), High: min(share+.2, 1), N: 1, Basis: relationship.Stated}
		return relationship.Readings{{At: today().AddDate(0, 0, -1), Estimate: e, Source: "counter"}}
	}
	return relationship.Tie{
		ID: id, Kind: kind, From: from, To: to, Stints: []relationship.Stint{{}},
		Ends: relationship.Ends{From: relationship.End{Importance: said(matters), Health: said(goes)}},
	}
}

// share returns what was read of something, as text.
func share(rs relationship.Readings, verb string) string {
	e := rs.At(today())
	if !e.Known() {
		return "nobody said"
	}
	return fmt.Sprintf("%s %.2f (%s)", verb, e.Value, e.Basis)
}

// table prints lines of cells in columns, under a title.
func (t *story) table(title string, fill func(line func(cells ...any)) error) error {
	fmt.Fprintf(t.out, "\n%s\n", title)
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	err := fill(func(cells ...any) {
		for _, c := range cells {
			fmt.Fprint(w, "\t", c)
		}
		fmt.Fprintln(w)
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

// sql prints what a query of the shop finds.
func (t *story) sql(ctx context.Context, title, query string) error {
	return t.table(title, func(line func(cells ...any)) error {
		rows, err := t.db.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			line(cells...)
		}
		return rows.Err()
	})
}

// count prints how much there is, in the tables of both.
func (t *story) count(ctx context.Context, when string) error {
	var customers, orders, unnamed, parties, ties int
	err := t.db.QueryRowContext(ctx, `select (select count(*) from customers), (select count(*) from orders),
		(select count(*) from orders where customer is null), (select count(*) from kith_parties), (select count(*) from kith_ties)`,
	).Scan(&customers, &orders, &unnamed, &parties, &ties)
	fmt.Fprintf(t.out, "  %s: %d customers, %d orders (%d of nobody), %d parties, %d ties\n", when, customers, orders, unnamed, parties, ties)
	return err
}
