package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// tell prints what the book knows of a few people of the made-up case, each chapter with the call of
// the library that answers it.
func tell(ctx context.Context, p *printer, book *relationship.Book) error {
	for _, chapter := range []func(context.Context, *printer, *relationship.Book) error{
		tellOfIda, tellOfMarek, tellOfAnna, tellOfNeeds,
	} {
		if err := chapter(ctx, p, book); err != nil {
			return err
		}
	}
	return nil
}

// tellOfIda looks at ties from one end.
func tellOfIda(ctx context.Context, p *printer, book *relationship.Book) error {
	p.title("One driver's ties from her own end, with her role and the other's (Book.Around)")
	var rows [][]string
	for v, err := range book.Around(ctx, ida) {
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			v.Self.Name, v.Phrase(), v.Other.Name, v.Role() + " - " + v.OtherRole(), stints(v.Tie.Stints),
		})
	}
	p.table(rows)
	return nil
}

// tellOfMarek asks both clocks: when it was true, and when it was known.
func tellOfMarek(ctx context.Context, p *printer, book *relationship.Book) error {
	spring := date(2025, 5, 15)
	p.title("Where did Marek Dolan work on %s? (Book.AsOf, Book.History)", day(spring))
	for _, known := range []time.Time{spring, today()} {
		at, err := book.AsOf(ctx, relationship.When{Valid: spring, Known: known})
		if err != nil {
			return err
		}
		for v, err := range at.Around(ctx, marek) {
			if err != nil {
				return err
			}
			p.line("  as known on %-12s he %s %s", day(known)+":", v.Phrase(), v.Other.Name)
		}
	}
	ties, err := relationship.Collect(book.Ties(ctx, relationship.TieQuery{Of: []relationship.PartyID{marek}}))
	if err != nil {
		return err
	}
	var refs []relationship.Ref
	for _, t := range ties {
		refs = append(refs, t.ID.Ref())
	}
	return history(ctx, p, book, refs...)
}

// tellOfAnna looks back at a merge that was undone.
func tellOfAnna(ctx context.Context, p *printer, book *relationship.Book) error {
	p.title("Two records of one name, taken for one person and parted again (Book.Merge, Book.Unmerge)")
	for _, known := range []time.Time{date(2025, 10, 1), date(2025, 12, 1), today()} {
		at, err := book.AsOf(ctx, relationship.When{Known: known})
		if err != nil {
			return err
		}
		var told []string
		for _, id := range []relationship.PartyID{anna1, anna2} {
			ties, err := relationship.Collect(at.Around(ctx, id))
			if err != nil {
				return err
			}
			root, err := at.Resolve(ctx, id)
			if err != nil {
				return err
			}
			who := "is itself"
			if root != id {
				who = "is " + string(root)
			}
			told = append(told, fmt.Sprintf("%s %s, with %s", id, who, count(len(ties), "tie")))
		}
		p.line("  as known on %-12s %s", day(known)+":", strings.Join(told, "; "))
	}
	return history(ctx, p, book, anna2.Ref())
}

// history prints who wrote some records, when and why.
func history(ctx context.Context, p *printer, book *relationship.Book, of ...relationship.Ref) error {
	var rows [][]string
	for _, ref := range of {
		for b, err := range book.History(ctx, ref) {
			if err != nil {
				return err
			}
			rows = append(rows, []string{ref.String(), day(b.At), p.name(b.By), written(b), `"` + b.Why + `"`})
		}
	}
	p.table(rows)
	return nil
}

// written returns what a batch wrote of its only record.
func written(b relationship.Batch) string {
	switch {
	case len(b.Ties) > 0:
		return stints(b.Ties[0].Stints)
	case len(b.Parties) > 0 && b.Parties[0].MergedInto != "":
		return "merged into " + string(b.Parties[0].MergedInto)
	}
	return "itself"
}

// tellOfNeeds prints needs, asked for or not.
func tellOfNeeds(_ context.Context, p *printer, _ *relationship.Book) error {
	p.title("What they need in their ties (Book.Needs)")
	for _, n := range p.tour.Needs {
		asked := "unspoken"
		if n.Voiced {
			asked = "asked for"
		}
		if n.Expected {
			asked += ", of any supplier"
		}
		if n.Class != relationship.Unclassified {
			asked += "; class " + string(n.Class) + ", " + basis(relationship.Estimate{Basis: n.ClassBasis})
		}
		p.line("  %s: %s (%s)", p.name(n.Party), n.text, asked)
		p.line("    matters %s; met %s", estimate(n.Importance), estimate(n.Satisfaction))
	}
	return nil
}
