package main

import (
	"context"

	"github.com/kithcrm/kith/relationship"
)

// askFamilies writes what drivers said when they were asked whom they care about, and what Nina
// believes of some who were not.
func (w *world) askFamilies(ctx context.Context) error {
	now := date(2024, 10, 7)
	warm := []relationship.KindName{"parent", "drives", "cares-for"}
	for t, err := range w.book.Ties(ctx, relationship.TieQuery{Kinds: warm}) {
		if err != nil {
			return err
		}
		from := &t.Ends.From
		if t.From == ida || from.Importance != nil {
			continue
		}
		switch {
		case w.chance(0.4):
			from.Importance, from.Health = stated(now, w.around(0.85)), stated(now, w.around(0.65))
		case w.chance(0.3):
			from.Importance, from.Health = guessed(now, w.around(0.8)), guessed(now, w.around(0.6))
		default:
			continue
		}
		w.batch.Ties = append(w.batch.Ties, t)
	}
	return w.write(ctx, now, nina, "survey of drivers, autumn 2024")
}

// leave lets some drivers leave their shop.
func (w *world) leave(ctx context.Context) error {
	for _, visit := range w.visits {
		if !w.chance(0.08) {
			continue
		}
		w.clock = date(2025, 6, 2)
		left := date(2024, 4, 1).AddDate(0, 0, w.rng.IntN(360))
		if _, err := w.book.As(nina, "the shop's list for 2025").End(ctx, visit.ID, left); err != nil {
			return err
		}
		w.left = append(w.left, visit.ID)
	}
	return nil
}

// comeBack lets some of them come back.
func (w *world) comeBack(ctx context.Context) error {
	for _, visit := range w.left {
		if !w.chance(0.35) {
			continue
		}
		w.clock = date(2026, 1, 19)
		back := date(2025, 6, 15).AddDate(0, 0, w.rng.IntN(200))
		if _, err := w.book.As(nina, "the shop's list for 2026").Resume(ctx, visit, back); err != nil {
			return err
		}
	}
	return nil
}

// idaComesBack lets Ida do so after two years.
func (w *world) idaComesBack(ctx context.Context) error {
	visit, err := w.tieBetween(ctx, "supplies", shopA, ida)
	if err != nil {
		return err
	}
	w.clock = date(2025, 6, 4)
	_, err = w.book.As(nina, "she came in with her mother's car").Resume(ctx, visit.ID, date(2024, 11, 4))
	return err
}

// marekMoves writes that Marek works elsewhere, five months after he changed.
func (w *world) marekMoves(ctx context.Context) error {
	moved := date(2025, 4, 1)
	old, err := w.tieBetween(ctx, "works-for", marek, shopA)
	if err != nil {
		return err
	}
	old.Stints[0].To = moved
	w.batch.Ties = append(w.batch.Ties, old)
	w.tie("works-for", marek, shopB, relationship.Ends{From: relationship.End{Role: "fitter"}}, relationship.Stint{From: moved})
	return w.write(ctx, date(2025, 9, 8), nina, "met him at the other shop")
}

// annaAndAnna takes two people for one, and then knows better.
func (w *world) annaAndAnna(ctx context.Context) error {
	w.clock = date(2025, 11, 3)
	if err := w.book.As(nina, "same name, same telephone").Merge(ctx, anna1, anna2); err != nil {
		return err
	}
	w.clock = date(2026, 1, 12)
	return w.book.As(nina, "mother and daughter, who share a telephone").Unmerge(ctx, anna2)
}

// needs writes what people need in their ties, whether or not they asked for it.
func (w *world) needs(ctx context.Context) error {
	now := date(2026, 2, 2)
	for _, in := range []struct {
		kind     relationship.KindName
		from, to relationship.PartyID
		need     relationship.Need
	}{
		{"supplies", maker, shopA, relationship.Need{
			Party: shopA, Text: "delivery by the next morning", Voiced: true, Expected: true,
			Importance: stated(now, 0.9), Satisfaction: seen(now, 0.92, 48),
			Class: relationship.Basic, ClassBasis: relationship.Observed,
		}},
		{"supplies", maker, shopA, relationship.Need{
			Party: shopA, Text: "a reason for drivers to come back that is not the price",
			Importance: guessed(now, 0.8), Satisfaction: guessed(now, 0.2),
		}},
		{"supplies", shopA, ida, relationship.Need{
			Party: ida, Text: "an appointment before work", Voiced: true,
			Importance: stated(now, 0.7), Satisfaction: stated(now, 0.5),
			Class: relationship.Promise, ClassBasis: relationship.Guessed,
		}},
		{"cares-for", ida, greta, relationship.Need{
			Party: ida, Text: "to know that her mother's car is safe, without asking",
			Importance: guessed(now, 0.9), Satisfaction: guessed(now, 0.3),
		}},
		{"self", ida, ida, relationship.Need{
			Party: ida, Text: "to be someone on whom her family can rely", Voiced: true,
			Importance: stated(now, 0.85), Satisfaction: stated(now, 0.6),
		}},
	} {
		tie, err := w.tieBetween(ctx, in.kind, in.from, in.to)
		if err != nil {
			return err
		}
		in.need.Tie = tie.ID
		w.batch.Needs = append(w.batch.Needs, in.need)
	}
	return w.write(ctx, now, nina, "long talks with Ida Holt and with the shop")
}

// tieBetween returns the tie of a kind between two parties.
func (w *world) tieBetween(ctx context.Context, kind relationship.KindName, from, to relationship.PartyID) (relationship.Tie, error) {
	query := relationship.TieQuery{Of: []relationship.PartyID{from}, Kinds: []relationship.KindName{kind}}
	for t, err := range w.book.Ties(ctx, query) {
		if err != nil || t.From == from && t.To == to {
			return t, err
		}
	}
	return relationship.Tie{}, relationship.ErrNotFound
}
