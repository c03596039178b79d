package relationship

import (
	"context"
	"slices"
	"time"
)

// Misfits says what becomes of ties that other rules no longer allow.
type Misfits int

// What can become of them.
const (
	RefuseMisfits Misfits = iota // the new rules are refused while there are any
	KeepMisfits                  // they stay, and can be changed and ended, but not resumed
	EndMisfits                   // those that hold are ended
)

// A RuleChange says how to go over to other rules, for [Book.Refit]. Its zero value refuses rules that do not fit.
type RuleChange struct {
	// Misfits says what becomes of ties that fit the rules now and would not then.
	Misfits Misfits

	// At is when ties are ended. The zero time means now.
	At time.Time

	// DryRun only tells what would become of them.
	DryRun bool
}

// A Refit is what [Book.Refit] reports.
type Refit struct {
	// Misfits are the ties that fit the rules now and would not then, and why not.
	Misfits []Finding

	// Ended are the ties among them that were ended, or would be, in order of their IDs.
	Ended []TieID
}

// Refit sees to it that the ties fit other kinds, before a program goes over to them: kinds are part of
// the program, so nothing is stored but the ties that it ends. It returns an error matching
// [ErrInvalid], beside the report, for a change that refuses misfits, when there are any and it is
// not a dry run.
//
// Ties that hold are ended in one batch. One that began at or after the end asked for, and so would
// never have held, is an error. It takes the time and memory of two calls of [Book.Check].
func (b *Book) Refit(ctx context.Context, next Kinds, change RuleChange) (Refit, error) {
	out, err := b.refit(ctx, next, change)
	return out, opError("refit ties", "", err)
}

func (b *Book) refit(ctx context.Context, next Kinds, change RuleChange) (Refit, error) {
	if change.Misfits < RefuseMisfits || change.Misfits > EndMisfits {
		return Refit{}, broken("Misfits", "must be RefuseMisfits, KeepMisfits or EndMisfits")
	}
	if change.At.IsZero() {
		change.At = b.now()
	}
	var out Refit
	misfits, err := b.misfits(ctx, next)
	if err != nil {
		return Refit{}, err
	}
	out.Misfits = misfits
	switch {
	case len(misfits) == 0 || change.Misfits == KeepMisfits:
		return out, nil
	case change.Misfits == RefuseMisfits && change.DryRun:
		return out, nil
	case change.Misfits == RefuseMisfits:
		return out, broken("Kinds", "must fit the ties that there are")
	}
	var named []TieID
	for _, f := range misfits {
		named = append(named, TieID(f.Ref.ID))
	}
	err = again(ctx, func() error {
		var batch Batch
		out.Ended = nil
		for t, err := range b.allTies(ctx, TieQuery{IDs: named}) {
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(t.Stints, Stint.Open); i >= 0 {
				t.Stints[i].To = change.At
				batch.Ties = append(batch.Ties, t)
				out.Ended = append(out.Ended, t.ID)
			}
		}
		if len(batch.Ties) == 0 {
			return nil
		}
		if change.DryRun {
			b.stamp(&batch)
			return batch.check()
		}
		_, err := b.put(ctx, batch)
		return err
	})
	return out, err
}

// misfits returns the ties that fit the rules of the book and not the next ones.
func (b *Book) misfits(ctx context.Context, next Kinds) ([]Finding, error) {
	now := map[Ref]bool{}
	for f, err := range b.Check(ctx) {
		if err != nil {
			return nil, err
		}
		now[f.Ref] = true
	}
	then := *b
	then.kinds = next
	var out []Finding
	for f, err := range then.Check(ctx) {
		if err != nil {
			return nil, err
		}
		if f.Ref.Noun == NounTie && !now[f.Ref] {
			out = append(out, f)
		}
	}
	return out, nil
}
