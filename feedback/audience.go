package feedback

import (
	"cmp"
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// An Audience is everybody behind an item, a theme or a change, counted: Told + Withheld is how many
// People there are.
type Audience struct {
	// About is the item, theme or change.
	About Ref

	// People are those behind it, each once, in order of Party.
	People []Person

	// Told is how many of them a notice would go to, and Withheld how many have opted out.
	Told     int
	Withheld int
}

// A Person is somebody whom an announcement concerns, under the ID to go by.
type Person struct {
	// Party is who it is: a party, or a [Pseudonym] that joined none. It is empty where the viewer may
	// not know.
	Party PartyID

	// Item is the person's own, or else the one voted on or followed. It may be empty.
	Item ItemID

	// Why are the reasons, the nearest first, each once.
	Why []Reason

	// OptedOut says that the person does not want to be told.
	OptedOut bool
}

// Audience returns who would be told if something were announced about an item, a theme or a change
// now. It takes staff, and writes nothing.
//
// Behind an item are its author, its voters and its followers. Behind a theme are those of all items
// linked to it or to a theme merged with it, either way, and the followers of these themes. Behind a
// change are those of all items and themes linked to it, and its own voters and followers. To these
// come the owners of the relationship with any of them who has a name: see [Config.Owners]. Somebody is
// one person, merged or joined, however often concerned.
//
// Special cases are:
//   - links that do not stand do not count, nor do items linked to items
//   - the author of an item is told, also where it is hidden: it is the author's own
//   - others are told of what they may see only: what is shared, or what [Config.Viewers] lets them
//     open. Who voted on an item that was hidden since is not told because of it
//   - all who voted count, however they did
//   - what was left under a pseudonym, joined or not, concerns no owner
//   - a name that the viewer may not know is left empty, and so is an item that the viewer may not see;
//     the person is counted, because whoever may open something may open all that belongs to it
//
// Errors: one matching [ErrNotFound] where there is no such thing for this viewer, and [ErrInvalid] for
// any other noun. It takes O(n log n) time in the number of records behind it.
func (v *Visit) Audience(ctx context.Context, about Ref) (Audience, error) {
	a, err := v.audience(ctx, about)
	return a, opError("compute audience", about.ID, err)
}

func (v *Visit) audience(ctx context.Context, about Ref) (Audience, error) {
	if err := v.staffOf(ctx, about); err != nil {
		return Audience{}, err
	}
	people, joined, err := v.concerned(ctx, about)
	if err != nil {
		return Audience{}, err
	}
	a := Audience{About: about, People: people}
	a.Told, a.Withheld = tally(people)
	return a, v.veil(ctx, people, joined)
}

// tally returns how many people are told and how many have opted out.
func tally(people []Person) (told, withheld int) {
	for i := range people {
		if people[i].OptedOut {
			withheld++
		}
	}
	return len(people) - withheld, withheld
}

// staffOf returns an error unless the viewer may open an item, a theme or a change that is there.
func (v *Visit) staffOf(ctx context.Context, about Ref) error {
	if err := rules.Within("About", rules.First(checkRef(about), rules.Break("Noun", rules.OneOf(about.Noun, NounItem, NounTheme, NounChange)))); err != nil {
		return err
	}
	if !v.opens(about) {
		return ErrNotFound
	}
	shown, err := v.shown(ctx, []Ref{about}, 0)
	if _, found := shown[about]; err == nil && !found {
		return ErrNotFound
	}
	return err
}

// veil takes away what the viewer may not know of people.
func (v *Visit) veil(ctx context.Context, people []Person, joined crossed) error {
	e, err := v.eye(ctx)
	if err != nil {
		return err
	}
	e = e.facing(joined)
	var refs []Ref
	for i := range people {
		p := &people[i]
		if !e.knowsAll(p.Party) {
			p.Party = ""
		}
		for _, r := range p.Why {
			if !e.opens(r.Of) {
				refs = append(refs, r.Of)
			}
		}
	}
	if len(refs) > 0 {
		shown, err := v.shown(ctx, refs, 0)
		if err != nil {
			return err
		}
		for i := range people {
			people[i].narrow(func(r Reason) bool { return e.opens(r.Of) || shown[r.Of] == Shared })
		}
	}
	slices.SortStableFunc(people, func(a, b Person) int { return cmp.Compare(a.Party, b.Party) })
	return nil
}

// narrow leaves a person with the reasons that may be told.
func (p *Person) narrow(may func(Reason) bool) {
	if !slices.ContainsFunc(p.Why, func(r Reason) bool { return !may(r) }) {
		return
	}
	p.Why = slices.DeleteFunc(slices.Clone(p.Why), func(r Reason) bool { return !may(r) })
	p.Item = itemOf(p.Why)
}

// itemOf returns the item that concerns a person most.
func itemOf(why []Reason) ItemID {
	for _, r := range why {
		if r.Of.Noun == NounItem {
			return ItemID(r.Of.ID)
		}
	}
	return ""
}

// concerned returns everybody behind an item, a theme or a change, in order, and which of them are there
// under a pseudonym that they joined.
func (c *house) concerned(ctx context.Context, about Ref) ([]Person, crossed, error) {
	refs, err := c.behind(ctx, about)
	if err != nil {
		return nil, nil, err
	}
	s, err := c.stakes(ctx, refs)
	if err != nil {
		return nil, nil, err
	}
	people, err := c.people(ctx, s, true)
	return people, s.joined, err
}
