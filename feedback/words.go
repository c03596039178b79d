package feedback

import (
	"context"
	"strings"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// Reply writes a word about an item: from staff to its author, from the author back, or from anybody
// who sees the item. Who may read it, Seen says; a word from someone else is for the author and staff
// until staff lets all read it: see [Visit.Reveal]. Only staff writes what only staff reads.
func (v *Visit) Reply(ctx context.Context, id ItemID, text string, seen Seen) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		staff := e.opens(id.Ref())
		switch {
		case v.viewer.Party == "":
			return rules.Break("Viewer", "must be somebody")
		case seen == ByStaff && !staff:
			return rules.Break("Seen", "must not be staff for who is not")
		case seen == ByAll && !staff && !e.is(it.Author):
			return rules.Break("Seen", "must be empty: staff can reveal it")
		}
		return d.speak(ctx, e, it, Entry{Kind: Reply, Text: text, Seen: seen})
	})
	return it, opError("reply to item", string(id), err)
}

// Thank thanks the author of an item. It takes staff.
func (v *Visit) Thank(ctx context.Context, id ItemID, text string) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		if err := e.staff(id.Ref()); err != nil {
			return err
		}
		return d.speak(ctx, e, it, Entry{Kind: Thanks, Text: text})
	})
	return it, opError("thank for item", string(id), err)
}

// speak adds a word to a draft. From staff it is one that the author waits for, and gets a notice of.
func (d *draft) speak(ctx context.Context, e eye, it *Item, word Entry) error {
	if strings.TrimSpace(word.Text) == "" {
		return rules.Break("Text", "must not be empty")
	}
	if err := rules.First(rules.Break("Text", rules.OptionalWords(word.Text)), rules.Break("Seen", word.Seen.rule())); err != nil {
		return err
	}
	answers := e.opens(it.ID.Ref()) && !e.is(it.Author) && word.Seen != ByStaff
	if answers {
		it.Loop.word(d.now, e.viewer.Party)
	}
	d.item(*it)
	d.say(e.Visit, it, word)
	if !answers {
		return nil
	}
	return d.tellAuthor(ctx, e.Visit, it)
}

// Progress tells the author of an item what was done on the way, and how much of it all is, from 0 to
// 100. It takes staff.
func (v *Visit) Progress(ctx context.Context, id ItemID, percent int, text string) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		if err := e.staff(id.Ref()); err != nil {
			return err
		}
		if err := rules.Break("Percent", percentRule(percent)); err != nil {
			return err
		}
		if s := it.Loop.State; s != Planned && s != UnderWay {
			return rules.Break("State", "must be planned or under way, not "+it.Loop.name())
		}
		it.Loop.Percent = percent
		return d.speak(ctx, e, it, Entry{Kind: Step, Percent: percent, Text: text, Seen: ByAll})
	})
	return it, opError("tell progress of item", string(id), err)
}

// Promise tells the author of an item by when it should be done. A date that was told before is never
// edited: another one is told with the reason, and not only the author but the voters and the followers
// of the item get a notice. Promising what is promised does nothing. It takes staff.
func (v *Visit) Promise(ctx context.Context, id ItemID, by time.Time, why string) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		if err := e.staff(id.Ref()); err != nil {
			return err
		}
		l := &it.Loop
		switch {
		case l.Expected.Equal(by):
			return nil
		case !l.Open():
			return rules.Break("State", "must be open, not "+l.name())
		case !l.Expected.IsZero() && strings.TrimSpace(why) == "":
			return rules.Break("Text", "must not be empty: say why the date is another one")
		}
		if err := rules.First(dateRule(by, d.now), rules.Break("Text", rules.OptionalWords(why))); err != nil {
			return err
		}
		slipped := !l.Expected.IsZero()
		l.Expected = by
		l.word(d.now, v.viewer.Party)
		d.item(*it)
		d.say(v, it, Entry{Kind: Promised, Expected: by, Text: why, Seen: ByAll})
		if !slipped {
			return d.tellAuthor(ctx, v, it)
		}
		return d.tellConcerned(ctx, v, it)
	})
	return it, opError("promise for item", string(id), err)
}

// PassOn passes an item on, most often a compliment, to those whom it is about, and tells its author so.
// Each gets a notice. It takes staff.
func (v *Visit) PassOn(ctx context.Context, id ItemID, text string, to ...PartyID) (Item, error) {
	it, err := v.onItem(ctx, id, func(d *draft, e eye, it *Item) error {
		if err := e.staff(id.Ref()); err != nil {
			return err
		}
		if len(to) == 0 {
			return rules.Break("To", "must not be empty")
		}
		if err := rules.Break("Text", rules.OptionalWords(text)); err != nil {
			return err
		}
		for i, p := range to {
			if err := rules.Break(rules.Index("To", i), rules.ID(string(p))); err != nil {
				return err
			}
		}
		it.Loop.word(d.now, v.viewer.Party)
		d.item(*it)
		d.say(v, it, Entry{Kind: PassedOn, Text: text})
		return d.tellPraised(ctx, v, it, to)
	})
	return it, opError("pass on item", string(id), err)
}

// Reveal says who may read a word about an item: so a word from somebody becomes one for all, or is taken
// out of sight. It takes staff.
func (v *Visit) Reveal(ctx context.Context, id EntryID, to Seen) error {
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		entry, err := first(v.entries(ctx, EntryQuery{IDs: []EntryID{id}}))
		if err != nil {
			return err
		}
		e, err := v.eye(ctx)
		switch {
		case err != nil:
			return err
		case entry.Kind == Guard || entry.Kind == Acted || !e.opens(entry.About):
			return ErrNotFound
		case to.rule() != "":
			return rules.Break("Seen", to.rule())
		case entry.Kind != Reply:
			return rules.Break("Kind", "must be a reply")
		case entry.Seen != to:
			entry.Seen = to
			d.entry(entry)
		}
		return nil
	})
	return opError("reveal entry", string(id), err)
}
