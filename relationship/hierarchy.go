package relationship

import (
	"context"
	"slices"
)

// checkCircle looks whether a tie of a hierarchy would put a party above itself. It climbs from the
// upper end. The guards are the two ends and all that is climbed over: of two ties that close a
// circle together, each has an end that the other's climb passes.
func (d *draft) checkCircle(ctx context.Context, t *Tie, k *Kind, added spans) error {
	if k.Rank == Flat {
		return nil
	}
	lower, upper := FromSide, ToSide
	if k.Rank == FromAbove {
		lower, upper = ToSide, FromSide
	}
	bottom, top := d.root(t.Party(lower)), d.root(t.Party(upper))
	for _, id := range []PartyID{bottom, t.From, t.To} {
		d.guard(id)
	}
	reached := map[PartyID]spans{top: added}
	for climb := []PartyID{top}; len(climb) > 0; {
		from := climb[0]
		climb = climb[1:]
		d.guard(from)
		steps, err := d.above(ctx, from, k, lower)
		if err != nil {
			return err
		}
		for to, held := range steps {
			fresh := held.intersect(reached[from]).minus(reached[to])
			if len(fresh) == 0 {
				continue
			}
			if to == bottom {
				return broken("To", "must not close a circle in a tie of this kind")
			}
			reached[to] = reached[to].union(fresh)
			climb = append(climb, to)
		}
	}
	return nil
}

// A place is where a party stands in the ties of a kind.
type place struct {
	kind  KindName
	party PartyID
}

// above returns the parties directly above one after the batch, and when they were.
func (d *draft) above(ctx context.Context, root PartyID, k *Kind, lower Side) (map[PartyID]spans, error) {
	at := place{k.Name, root}
	if steps, known := d.uppers[at]; known {
		return steps, nil
	}
	family, err := d.family(ctx, root)
	if err != nil {
		return nil, err
	}
	var ties []*Tie
	var uppers []PartyID
	for t, err := range d.tiesOf(ctx, family, k) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(family, t.Party(lower)) {
			ties = append(ties, t)
			uppers = append(uppers, t.Party(lower.Other()))
		}
	}
	if err := d.read(ctx, uppers); err != nil {
		return nil, err
	}
	steps := map[PartyID]spans{}
	for i, t := range ties {
		to := d.root(uppers[i])
		steps[to] = steps[to].union(spansOf(t.Stints))
	}
	d.uppers[at] = steps
	return steps, nil
}
