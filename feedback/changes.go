package feedback

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// PutChange brings a change under consideration, where Rev is 0, or words or shares one anew, and returns
// it as it then is. It takes staff: [Viewer.MayOpen] is asked of the change, also of one that is yet to
// be created. Of ID, Rev, Text, Options and Shown it takes what c says; the rest comes from the steps below
// and stays as it is. Because of what the change is made, [Visit.PutLink] says.
//
// A change goes this way, each step an entry about it that all may read who see the change:
//
//	considered  decided
//	decided     decided again; after yes planned, under way, done
//	planned     planned, under way, done, decided again
//	under way   planned, done, decided again
//	done        an end
//
// Errors: one matching [ErrInvalid], as an OpError that names the field and the rule, also for options
// that would change once one of them is decided; [ErrExists] where a change to create is there;
// [ErrNotFound] where one to replace is not; [ErrStale] where it has changed since.
func (v *Visit) PutChange(ctx context.Context, c Change) (Change, error) {
	if c.ID == "" && c.Rev == 0 {
		c.ID = ChangeID(v.cfg.NewID())
	}
	out, err := v.putChange(ctx, c)
	return out, opError("put change", string(c.ID), err)
}

func (v *Visit) putChange(ctx context.Context, in Change) (Change, error) {
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		c, err := v.change(ctx, in.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err := v.tends(in.ID.Ref(), in.Rev == 0 || c.Shown == Shared); err != nil {
			return err
		}
		if err := replaces(in.Rev, c.Rev); err != nil {
			return err
		}
		if c.Rev > 0 && c.State != Considered && !slices.Equal(c.Options, in.Options) {
			return rules.Break("Options", "must stay as they are once it is decided")
		}
		c.ID, c.Text, c.Options, c.Shown = in.ID, in.Text, in.Options, in.Shown
		if c.Rev == 0 {
			c.State, c.Since = Considered, d.now
		}
		if err := c.check(); err != nil {
			return err
		}
		d.change(c)
		if c.Rev == 0 {
			d.note(v, c.ID, Entry{Kind: Moved, State: Considered})
		}
		return nil
	})
	if err != nil {
		return in, err
	}
	return written.Changes[0], nil
}

// change returns a change as the store has it.
func (c *house) change(ctx context.Context, id ChangeID) (Change, error) {
	if id == "" {
		return Change{}, ErrNotFound
	}
	return first(c.changes(ctx, ChangeQuery{IDs: []ChangeID{id}}))
}

// note adds an entry about a change to a draft.
func (d *draft) note(v *Visit, about ChangeID, e Entry) {
	e.ID, e.About, e.By, e.At, e.Seen = EntryID(v.id()), about.Ref(), v.viewer.Party, d.now, ByAll
	d.entry(e)
}

// A Decision is what is decided on a change.
type Decision struct {
	// Answer is yes, no or not now.
	Answer Answer

	// Option is the option that was chosen, from 1, where the answer is yes; 0 is none of them.
	Option int

	// Reason says why. It must not be empty where the answer is no or not now.
	Reason string
}

// Decide writes what was decided on a change. It can be decided again until it is done; after no or not
// now, no date stands any more. Deciding the same again does nothing. It takes staff, and returns the
// change as it then is.
//
// Errors of this step and those that follow: one matching [ErrInvalid], as an OpError that names the
// field and the rule, and for a step that cannot be taken the state; [ErrNotFound] where the viewer sees
// no such change.
func (v *Visit) Decide(ctx context.Context, id ChangeID, what Decision) (Change, error) {
	return v.onChange(ctx, "decide change", id, func(d *draft, c *Change) (Entry, error) {
		if err := what.check(c); err != nil {
			return Entry{}, err
		}
		if c.State == Decided && what == (Decision{c.Answer, c.Chosen, c.Reason}) {
			return Entry{}, nil
		}
		if c.State == Done {
			return Entry{}, c.mustBe("considered, decided, planned or under way")
		}
		c.State, c.Since = Decided, d.now
		c.Answer, c.Chosen, c.Reason = what.Answer, what.Option, what.Reason
		if what.Answer != Yes {
			c.Expected = time.Time{}
		}
		return Entry{Kind: Moved, State: Decided, Answer: what.Answer, Text: what.Reason}, nil
	})
}

func (w Decision) check(c *Change) error {
	switch {
	case rules.OneOf(w.Answer, Yes, No, NotNow) != "":
		return rules.Break("Answer", rules.OneOf(w.Answer, Yes, No, NotNow))
	case w.Option < 0 || w.Option > len(c.Options):
		return rules.Break("Option", "must be 0 or the place of an option")
	case w.Option != 0 && w.Answer != Yes:
		return rules.Break("Option", "must be 0, unless the answer is yes")
	case w.Answer != Yes && strings.TrimSpace(w.Reason) == "":
		return rules.Break("Reason", "must not be empty: say why")
	}
	return rules.Break("Reason", rules.OptionalWords(w.Reason))
}

// mustBe returns the error for a step that cannot be taken from where a change is.
func (c *Change) mustBe(allowed string) error {
	name := string(c.State)
	if c.State == Decided {
		name += " (" + string(c.Answer) + ")"
	}
	return rules.Break("State", "must be "+allowed+", not "+name)
}

// goesOn returns an error unless a change is to be made and is not done.
func (c *Change) goesOn() error {
	if c.State == Planned || c.State == UnderWay || c.State == Decided && c.Answer == Yes {
		return nil
	}
	return c.mustBe("decided (yes), planned or under way")
}

// Plan writes that a change is planned, and by when it should be done; the zero time leaves the date as it
// was told, or none. A date that was told is never edited: another one takes a text that says why.
// Planning the same again does nothing.
func (v *Visit) Plan(ctx context.Context, id ChangeID, by time.Time, text string) (Change, error) {
	return v.onChange(ctx, "plan change", id, func(d *draft, c *Change) (Entry, error) {
		told := c.Expected
		moves := !by.IsZero() && !by.Equal(told)
		switch {
		case c.goesOn() != nil:
			return Entry{}, c.goesOn()
		case c.State == Planned && !moves:
			return Entry{}, nil
		case moves && !told.IsZero() && strings.TrimSpace(text) == "":
			return Entry{}, rules.Break("Text", "must not be empty: say why the date is another one")
		case moves && dateRule(by, d.now) != nil:
			return Entry{}, dateRule(by, d.now)
		case moves:
			c.Expected = by
		}
		e := Entry{Kind: Moved, State: Planned, Expected: c.Expected, Text: text}
		if c.State == Planned {
			e.Kind, e.State = Promised, ""
			return e, nil
		}
		c.State, c.Since = Planned, d.now
		return e, nil
	})
}

// Begin writes that a change is being made. Beginning again does nothing.
func (v *Visit) Begin(ctx context.Context, id ChangeID, text string) (Change, error) {
	return v.onChange(ctx, "begin change", id, func(d *draft, c *Change) (Entry, error) {
		if err := c.goesOn(); err != nil || c.State == UnderWay {
			return Entry{}, err
		}
		c.State, c.Since = UnderWay, d.now
		return Entry{Kind: Moved, State: UnderWay, Text: text}, nil
	})
}

// Finish writes that a change was made, and what was done, which must not be empty. The items because of
// which it was made stay where they are: each has an answer of its own, see [Visit.Move]; nor is anybody
// told, see [Visit.Announce]. Finishing again in the same words does nothing.
func (v *Visit) Finish(ctx context.Context, id ChangeID, made string) (Change, error) {
	return v.onChange(ctx, "finish change", id, func(d *draft, c *Change) (Entry, error) {
		if strings.TrimSpace(made) == "" {
			return Entry{}, rules.Break("Made", "must not be empty: say what was done")
		}
		if c.State == Done && c.Made == made {
			return Entry{}, nil
		}
		if err := c.goesOn(); err != nil {
			return Entry{}, err
		}
		c.State, c.Since, c.Made = Done, d.now, made
		return Entry{Kind: Moved, State: Done, Text: made}, nil
	})
}

// RecordOutcome keeps with a change that is done what it did to those concerned: a score of theirs before
// it and after, which the host measures. At is filled in where it is zero, and must not be later than
// now. Recording the same again does nothing.
func (v *Visit) RecordOutcome(ctx context.Context, id ChangeID, o Outcome) (Change, error) {
	return v.onChange(ctx, "record outcome of change", id, func(d *draft, c *Change) (Entry, error) {
		if o.At.IsZero() {
			o.At = d.now
		}
		o.At = rules.UTC(o.At)
		switch {
		case c.State != Done:
			return Entry{}, c.mustBe("done")
		case o.At.After(d.now):
			return Entry{}, rules.Break("Outcome.At", "must not be in the future")
		case o.check() != nil:
			return Entry{}, rules.Within("Outcome", o.check())
		case slices.ContainsFunc(c.Outcomes, o.same):
			return Entry{}, nil
		}
		c.Outcomes = append(slices.Clone(c.Outcomes), o)
		d.change(*c)
		return Entry{}, nil
	})
}

// same reports whether two outcomes are of one measurement.
func (o *Outcome) same(p Outcome) bool {
	return o.Score == p.Score && o.Before == p.Before && o.After == p.After && o.At.Equal(p.At)
}

// onChange takes a step of a change that the viewer runs: it puts the change and what the step says of it,
// if it says anything.
func (v *Visit) onChange(
	ctx context.Context, op string, id ChangeID, step func(*draft, *Change) (Entry, error),
) (Change, error) {
	var out Change
	written, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		c, err := v.change(ctx, id)
		if err != nil {
			return err
		}
		if err := v.tends(id.Ref(), c.Shown == Shared); err != nil {
			return err
		}
		out = c
		e, err := step(d, &c)
		if err != nil || e.Kind == "" {
			return err
		}
		if err := rules.Break("Text", rules.OptionalWords(e.Text)); err != nil {
			return err
		}
		d.change(c)
		d.note(v, id, e)
		return nil
	})
	if err == nil && len(written.Changes) > 0 {
		out = written.Changes[0]
	}
	return out, opError(op, string(id), err)
}
