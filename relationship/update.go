package relationship

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// UpdateParty reads a party, merges followed, lets change change it, and writes it. When another
// writer came first, it does so again, so change may be called several times and should do nothing
// else. An error of change is returned, and nothing is written.
func (b *Book) UpdateParty(ctx context.Context, id PartyID, change func(*Party) error) (Party, error) {
	return update(ctx, "update party", string(id), change,
		func() (Party, error) { return b.root(ctx, id) },
		func(p Party) (Party, error) { return b.PutParty(ctx, p) },
		func(a, b *Party) bool { return a.ID == b.ID && a.Rev == b.Rev })
}

// UpdateTie reads a tie, lets change change it, and writes it, as [Book.UpdateParty] does.
func (b *Book) UpdateTie(ctx context.Context, id TieID, change func(*Tie) error) (Tie, error) {
	return update(ctx, "update tie", string(id), change,
		func() (Tie, error) { return one(b.allTies(ctx, TieQuery{IDs: []TieID{id}})) },
		func(t Tie) (Tie, error) { return b.Relate(ctx, t) },
		func(a, b *Tie) bool { return a.ID == b.ID && a.Rev == b.Rev })
}

// UpdateNeed reads a need, lets change change it, and writes it, as [Book.UpdateParty] does.
func (b *Book) UpdateNeed(ctx context.Context, id NeedID, change func(*Need) error) (Need, error) {
	return update(ctx, "update need", string(id), change,
		func() (Need, error) { return one(b.allNeeds(ctx, NeedQuery{IDs: []NeedID{id}})) },
		func(n Need) (Need, error) { return b.PutNeed(ctx, n) },
		func(a, b *Need) bool { return a.ID == b.ID && a.Rev == b.Rev })
}

func update[T any](
	ctx context.Context, op, id string, change func(*T) error,
	read func() (T, error), write func(T) (T, error), same func(a, b *T) bool,
) (T, error) {
	var out T
	err := again(ctx, func() error {
		record, err := read()
		if err != nil {
			return err
		}
		before := record
		if err := change(&record); err != nil {
			return err
		}
		if !same(&before, &record) {
			return broken("ID", "must stay as it was read, and so must Rev")
		}
		out, err = write(record)
		return err
	})
	if err != nil {
		var none T
		return none, opError(op, id, err)
	}
	return out, nil
}

// again does something once more while another writer came first.
func again(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if try == tries || !errors.Is(err, ErrStale) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// End writes that a tie ended, or will end, at an instant after it began. It returns an error matching
// [ErrInvalid] where the tie has an end already. To move an end, or for one at a time nobody knows
// ([Stint.Ended]), use [Book.UpdateTie].
func (b *Book) End(ctx context.Context, id TieID, at time.Time) (Tie, error) {
	t, err := b.UpdateTie(ctx, id, func(t *Tie) error {
		if at.IsZero() {
			return broken("At", "must not be zero")
		}
		i := slices.IndexFunc(t.Stints, Stint.Open)
		if i < 0 {
			return broken("Stints", "must have one without an end")
		}
		t.Stints[i].To = at
		return nil
	})
	return t, opError("end tie", string(id), err)
}

// Resume writes that a tie which had ended holds again from an instant on: a new stint. It returns an
// error matching [ErrInvalid] where the tie has not ended before that.
func (b *Book) Resume(ctx context.Context, id TieID, at time.Time) (Tie, error) {
	t, err := b.UpdateTie(ctx, id, func(t *Tie) error {
		if at.IsZero() {
			return broken("At", "must not be zero")
		}
		if slices.ContainsFunc(t.Stints, Stint.Open) {
			return broken("Stints", "must all have an end")
		}
		t.Stints = append(t.Stints, Stint{From: at})
		return nil
	})
	return t, opError("resume tie", string(id), err)
}

// Void takes records that were entered by mistake out of sight: gone from reads, kept in history.
// It is refused with an error matching [ErrInvalid] for a party that has ties, needs or others merged
// into it, or a tie that has needs, unless those are void with it.
func (b *Book) Void(ctx context.Context, refs ...Ref) error {
	return opError("void", "", again(ctx, func() error {
		want := Batch{}
		for _, r := range refs {
			want.Void = append(want.Void, Voided{Ref: r, Rev: 1})
		}
		if err := want.checkVoid(); err != nil {
			return err
		}
		revs, err := b.revs(ctx, &want)
		if err != nil {
			return err
		}
		for i, v := range want.Void {
			rev, there := revs[v.Ref]
			if !there {
				return &OpError{Room: room, Op: "void", Field: rules.Index("Refs", i), Err: ErrNotFound}
			}
			want.Void[i].Rev = rev
		}
		_, err = b.put(ctx, want)
		return err
	}))
}
