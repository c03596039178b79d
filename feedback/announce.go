package feedback

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Announcement tells everybody behind an item, a theme or a change of one step.
type Announcement struct {
	// About is the item, theme or change. Of merged themes it is the one that they turned out to be.
	About Ref

	// Step names what is announced, such as "done". Each step is announced once.
	Step string

	// Text is what the people are told. At most [MaxText] bytes.
	Text string

	// Entry is the entry by which it was announced, with who did and when, and with Told and Withheld:
	// how many people got a notice, and how many would have, had they not opted out. It is filled in;
	// see [Visit.NoticesOf] for the people.
	Entry Entry
}

// announcedID returns the ID of the entry that announces a step, so that there is one.
func announcedID(about Ref, step string) EntryID {
	return EntryID(relationship.IDFrom("kith/announced", about.String()+"\x00"+step))
}

// Announce tells everybody behind an item, a theme or a change of one step, and returns the announcement.
// It takes staff. The audience, as [Visit.Audience] says, is frozen: one batch writes the entry and a
// notice for each person, which waits for [Cafe.Claim], or is withheld from who has opted out. A step
// that was announced is not announced again: what was announced is returned, whatever the text is now,
// and nothing is written. Who was told of the same step of a theme that was merged since is not told
// again.
//
// Errors: one matching [ErrNotFound] where there is no such thing for this viewer, [ErrInvalid] as an
// OpError that names the field and the rule. It takes O(n log n) time in the number of records behind it.
func (v *Visit) Announce(ctx context.Context, a Announcement) (Announcement, error) {
	a, err := v.announce(ctx, a)
	return a, opError("announce", a.About.ID, err)
}

func (v *Visit) announce(ctx context.Context, a Announcement) (Announcement, error) {
	err := rules.First(
		rules.Break("Step", rules.Words(a.Step)), rules.Break("Step", rules.OptionalLabel(a.Step)),
		rules.Break("Text", rules.Words(a.Text)),
	)
	if err != nil {
		return a, err
	}
	var entry Entry
	_, err = v.tellAll(ctx, func(d *draft) error {
		about, err := v.announceable(ctx, a.About)
		if err != nil {
			return err
		}
		id := announcedID(about, a.Step)
		entry, err = first(v.entries(ctx, EntryQuery{IDs: []EntryID{id}}))
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		people, err := v.yetToTell(ctx, about, a.Step)
		if err != nil {
			return err
		}
		d.entry(Entry{
			ID: id, About: about, By: v.viewer.Party, Kind: Announced, At: d.now, Seen: ByAll, Text: a.Text, Step: a.Step,
		})
		d.notify(people)
		entry = d.Entries[0]
		return nil
	})
	if err != nil {
		return a, err
	}
	if entry.Rev == 0 { // written just now
		entry, err = first(v.entries(ctx, EntryQuery{IDs: []EntryID{entry.ID}}))
	}
	return Announcement{About: entry.About, Step: entry.Step, Text: entry.Text, Entry: entry}, err
}

// announceable returns what is announced for a reference: of merged themes, the one to go by.
func (v *Visit) announceable(ctx context.Context, about Ref) (Ref, error) {
	if err := v.staffOf(ctx, about); err != nil || about.Noun != NounTheme {
		return about, err
	}
	id := ThemeID(about.ID)
	k, err := v.kin(ctx, id)
	if err != nil || k.root(id) == id {
		return about, err
	}
	root := k.root(id).Ref()
	return root, v.staffOf(ctx, root)
}

// yetToTell returns the people behind something who were not told of a step, be it about a theme
// merged with it, or about a thing of that ID that is no more.
func (v *Visit) yetToTell(ctx context.Context, about Ref, step string) ([]Person, error) {
	people, _, err := v.concerned(ctx, about)
	if err != nil {
		return nil, err
	}
	same := []EntryID{announcedID(about, step)}
	if about.Noun == NounTheme {
		k, err := v.kin(ctx, ThemeID(about.ID))
		if err != nil {
			return nil, err
		}
		for _, id := range k.family(ThemeID(about.ID)) {
			same = append(same, announcedID(id.Ref(), step))
		}
	}
	var told []PartyID
	for n, err := range v.notices(ctx, NoticeQuery{Entries: same}) {
		if err != nil {
			return nil, err
		}
		told = append(told, n.To)
	}
	if len(told) == 0 {
		return people, nil
	}
	root, err := v.resolver(ctx, told)
	if err != nil {
		return nil, err
	}
	done := make(map[PartyID]bool, len(told))
	for _, p := range told {
		done[p], done[root(p)] = true, true
	}
	return slices.DeleteFunc(people, func(p Person) bool { return done[p.Party] }), nil
}

// notify adds notices of the last entry of a draft to some people, and counts them in it.
func (d *draft) notify(people []Person) {
	e := &d.Entries[len(d.Entries)-1]
	told, withheld := tally(people)
	e.Told, e.Withheld = e.Told+told, e.Withheld+withheld
	d.Notices = slices.Grow(d.Notices, len(people))
	for i := range people {
		p := &people[i]
		n := Notice{
			ID: NoticeIDFor(e.ID, p.Party), Entry: e.ID, To: p.Party, Item: p.Item, Why: p.Why, State: Waiting, At: d.now,
		}
		if p.OptedOut {
			n.State = Withheld
		}
		d.notice(n)
	}
}

// tellAll is like write, for a batch with notices.
func (v *Visit) tellAll(ctx context.Context, compose func(*draft) error) (Batch, error) {
	b, err := v.write(ctx, v.viewer.Party, compose)
	if err == nil {
		err = v.untell(ctx, &b)
	}
	return b, err
}

// untell looks, after a batch was written, whether somebody whom its notices name was erased meanwhile,
// and takes them back. Who erases looks again after writing too, so that one of the two sees what the
// other wrote. Of owners and of those who are praised nothing is known here; who erases the author of an
// item that the batch writes meets it there.
func (c *house) untell(ctx context.Context, b *Batch) error {
	doubtful := func(r Reason) bool {
		switch r.Because {
		case IsOwner, IsPraised:
			return false
		case IsAuthor:
			return !slices.ContainsFunc(b.Items, func(it Item) bool { return it.ID.Ref() == r.Of })
		}
		return true
	}
	told := only(b.Notices, func(n *Notice) bool { return slices.ContainsFunc(n.Why, doubtful) })
	if len(told) == 0 {
		return nil
	}
	s, err := c.stakes(ctx, reasonsOf(told))
	if err != nil {
		return nil // the batch is written, and nothing speaks against it
	}
	root, err := c.resolver(ctx, s.unnamed())
	if err != nil {
		return nil
	}
	there := make(map[PartyID]bool, len(s.list))
	for i := range s.list {
		there[root(s.list[i].party)] = true
	}
	var gone []NoticeID
	for _, n := range told {
		if !there[root(n.To)] {
			gone = append(gone, n.ID)
		}
	}
	return c.drop(ctx, gone)
}

// drop makes notices void, as far as they are there.
func (c *house) drop(ctx context.Context, ids []NoticeID) error {
	_, err := c.write(ctx, "", func(d *draft) error {
		for n, err := range c.noticesOf(ctx, ids) {
			if err != nil {
				return err
			}
			d.void(n.ID.Ref(), n.Rev)
		}
		return nil
	})
	return err
}

func (c *house) noticesOf(ctx context.Context, ids []NoticeID) iter.Seq2[Notice, error] {
	return inTurns(ids, func(ids []NoticeID) iter.Seq2[Notice, error] {
		return c.notices(ctx, NoticeQuery{IDs: ids, Limit: len(ids)})
	})
}
