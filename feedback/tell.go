package feedback

import "context"

// tellConcerned adds notices of the last entry of a draft, which is about an item, to those behind the
// item: see [Visit.Audience].
func (d *draft) tellConcerned(ctx context.Context, v *Visit, it *Item) error {
	people, _, err := v.concerned(ctx, it.ID.Ref())
	if err == nil {
		d.notify(people)
	}
	return err
}

// tellAuthor adds a notice of the last entry of a draft, which is about an item, to its author.
func (d *draft) tellAuthor(ctx context.Context, v *Visit, it *Item) error {
	if it.Author == "" {
		return nil
	}
	s := &stakes{shown: map[Ref]Shown{it.ID.Ref(): it.Shown}}
	s.add(it.Author, IsAuthor, it.ID.Ref())
	people, err := v.people(ctx, s, false)
	if err == nil {
		d.notify(people)
	}
	return err
}

// tellPraised adds notices of the last entry of a draft to those whom an item praises, and to its author.
// Who of them may hear of it, is asked when it is delivered.
func (d *draft) tellPraised(ctx context.Context, v *Visit, it *Item, to []PartyID) error {
	s := &stakes{shown: map[Ref]Shown{it.ID.Ref(): Shared}}
	s.add(it.Author, IsAuthor, it.ID.Ref())
	for _, p := range to {
		s.add(p, IsPraised, it.ID.Ref())
	}
	people, err := v.people(ctx, s, false)
	if err == nil {
		d.notify(people)
	}
	return err
}
