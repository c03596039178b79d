package relationship_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A deed is one random thing done to a book. It may be refused.
type deed struct {
	name string
	do   func(context.Context, *relationship.Book) error
}

// partyID draws one of a few IDs, so that deeds meet.
func partyID(t *rapid.T, label string) relationship.PartyID {
	return relationship.PartyID(fmt.Sprintf("p%d", rapid.IntRange(0, 5).Draw(t, label)))
}

func tieID(t *rapid.T) relationship.TieID {
	return relationship.TieID(fmt.Sprintf("t%d", rapid.IntRange(0, 7).Draw(t, "tie")))
}

func needID(t *rapid.T) relationship.NeedID {
	return relationship.NeedID(fmt.Sprintf("n%d", rapid.IntRange(0, 3).Draw(t, "need")))
}

func instant(t *rapid.T, label string) time.Time { return noon(rapid.IntRange(1, 30).Draw(t, label)) }

// drawDeed draws something to do: half of the time something that adds.
func drawDeed(t *rapid.T) deed {
	makers := []func(*rapid.T) deed{
		drawPutParty, drawPutParty, drawPutParty, drawRelate, drawRelate, drawRelate, drawRelate, drawPutNeed,
		drawRename, drawEndOrResume, drawEndOrResume, drawMerge, drawMerge, drawUnmerge, drawVoid, drawErase,
	}
	return rapid.SampledFrom(makers).Draw(t, "deed")(t)
}

func drawPutParty(t *rapid.T) deed {
	p := relationship.Party{ID: partyID(t, "party"), Kind: relationship.Person, Name: rapid.StringN(0, 3, -1).Draw(t, "name")}
	if rapid.IntRange(0, 4).Draw(t, "organised") == 0 {
		p.Kind = relationship.Organisation
	}
	return deed{"put " + string(p.ID), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.PutParty(ctx, p)
		return err
	}}
}

func drawRename(t *rapid.T) deed {
	id, name := partyID(t, "party"), rapid.StringN(0, 3, -1).Draw(t, "name")
	return deed{"rename " + string(id), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.UpdateParty(ctx, id, func(p *relationship.Party) error { p.Name = name; return nil })
		return err
	}}
}

func drawRelate(t *rapid.T) deed {
	kind := rapid.SampledFrom([]relationship.KindName{"friend", "works-for", "reports-to", "sole"}).Draw(t, "kind")
	made := tie(tieID(t), kind, partyID(t, "from"), partyID(t, "to"))
	from, length := rapid.IntRange(1, 20).Draw(t, "from day"), rapid.IntRange(0, 8).Draw(t, "days")
	made.Stints[0].From = noon(from)
	if length > 0 {
		made.Stints[0].To = noon(from + length)
	}
	return deed{"relate " + string(made.ID), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.Relate(ctx, made)
		return err
	}}
}

func drawPutNeed(t *rapid.T) deed {
	n := relationship.Need{ID: needID(t), Party: partyID(t, "party"), Text: "x"}
	if rapid.Bool().Draw(t, "in a tie") {
		n.Tie = tieID(t)
	}
	n.During.From = instant(t, "during")
	return deed{"need " + string(n.ID), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.PutNeed(ctx, n)
		return err
	}}
}

func drawEndOrResume(t *rapid.T) deed {
	id, at := tieID(t), instant(t, "at")
	if rapid.Bool().Draw(t, "end") {
		return deed{"end " + string(id), func(ctx context.Context, b *relationship.Book) error {
			_, err := b.End(ctx, id, at)
			return err
		}}
	}
	return deed{"resume " + string(id), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.Resume(ctx, id, at)
		return err
	}}
}

func drawMerge(t *rapid.T) deed {
	into, one := partyID(t, "into"), partyID(t, "one")
	return deed{fmt.Sprintf("merge %s into %s", one, into), func(ctx context.Context, b *relationship.Book) error {
		return b.Merge(ctx, into, one)
	}}
}

func drawUnmerge(t *rapid.T) deed {
	id := partyID(t, "party")
	return deed{"unmerge " + string(id), func(ctx context.Context, b *relationship.Book) error { return b.Unmerge(ctx, id) }}
}

func drawVoid(t *rapid.T) deed {
	ref := rapid.SampledFrom([]relationship.Ref{tieID(t).Ref(), needID(t).Ref(), partyID(t, "party").Ref()}).Draw(t, "ref")
	return deed{"void " + ref.String(), func(ctx context.Context, b *relationship.Book) error { return b.Void(ctx, ref) }}
}

func drawErase(t *rapid.T) deed {
	id := partyID(t, "party")
	return deed{"erase " + string(id), func(ctx context.Context, b *relationship.Book) error {
		_, err := b.Erase(ctx, id)
		return err
	}}
}

// sole is a kind in which a party has one counterpart at a time at each end.
func sole() relationship.Kind {
	return relationship.Kind{
		Name: "sole",
		From: relationship.KindEnd{Phrase: "leads", Role: "leader", Max: 1},
		To:   relationship.KindEnd{Phrase: "follows", Role: "follower", Max: 1},
	}
}

// live draws deeds and does them, and fails on an error that is no refusal. The clock steps on
// before each, and now and then jumps back.
func live(t *rapid.T, d desk, steps int, after func()) {
	for range rapid.IntRange(1, steps).Draw(t, "steps") {
		step := time.Duration(rapid.IntRange(-2, 6).Draw(t, "step")) * time.Hour
		d.clock.set(d.clock.now().Add(step))
		act := drawDeed(t)
		if err := act.do(t.Context(), d.Book); err != nil && !refusal(err) {
			t.Fatalf("%s: got error %v, want none or a refusal", act.name, err)
		}
		if after != nil {
			after()
		}
	}
}

func refusal(err error) bool {
	return errors.Is(err, relationship.ErrInvalid) || errors.Is(err, relationship.ErrNotFound) || errors.Is(err, relationship.ErrExists)
}
