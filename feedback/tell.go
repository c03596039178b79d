package feedback

import (
	"context"
	"slices"
)

// tellConcerned adds notices of the last entry of a draft, which is about an item, to those behind the
// item: its author, its voters and its followers.
func (d *draft) tellConcerned(ctx context.Context, v *Visit, it *Item) error {
	people, _, err := v.concerned(ctx, it.ID.Ref())
	if err == nil {
		d.notify(people)
	}
	return err
}

// tellPraised adds notices of the last entry of a draft to those whom an item praises.
func (d *draft) tellPraised(it *Item, to []PartyID) {
	var people []Person
	for _, p := range slices.Compact(slices.Sorted(slices.Values(to))) {
		people = append(people, Person{Party: p, Item: it.ID, Why: []Reason{{IsPraised, it.ID.Ref()}}})
	}
	d.notify(people)
}
