package feedback

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A Board is what the items that one viewer sees come to: counts of items, people and faded weight under
// every theme and whatever else items are linked to, over any window. What the viewer may not see is in
// none of them. It stays as it is until it is refreshed.
//
// Questions may be asked by several goroutines, as long as none refreshes it.
type Board struct {
	visit   *Visit
	eye     eye
	counts  *Counts
	known   Seq                 // the last batch that is counted
	themes  kin                 // all of them
	changes map[ChangeID]bool   // those that everybody may see
	joined  map[PartyID]PartyID // pseudonyms among the authors
	merged  func(PartyID) PartyID
}

// Board reads the items that the viewer sees, and counts them, each person once. See [CountsConfig] for
// the half-life. It takes time in the number of items and links.
func (v *Visit) Board(ctx context.Context, halfLife time.Duration) (*Board, error) {
	b := &Board{visit: v}
	err := b.again(ctx, CountsConfig{HalfLife: halfLife, Resolve: b.person})
	return b, opError("count items", "", err)
}

// Count returns how much was said under any of the refs together: see [Counts.Count]. A theme stands for
// all that were merged with it.
func (b *Board) Count(asOf time.Time, q CountQuery, under ...Ref) (Count, error) {
	return b.counts.Count(asOf, q, b.refs(under)...)
}

// Open returns the items behind what Count returns to the same question: see [Counts.Open]. A person
// whom the viewer may not know is left empty.
func (b *Board) Open(asOf time.Time, q CountQuery, under ...Ref) ([]Counted, error) {
	opened, err := b.counts.Open(asOf, q, b.refs(under)...)
	for i := range opened {
		// Who may know somebody may not know yet who it was that gave no name.
		if c := &opened[i]; !b.eye.knows(c.Person) || !b.eye.knows(b.counts.authorOf(c.Item)) {
			c.Person = ""
		}
	}
	return opened, err
}

// All returns the counts under every ref of a noun, such as [NounTheme], in order of ID: see
// [Counts.All]. Merged themes are listed as one, the one to go by where the viewer sees it. What the viewer may not see is left out.
func (b *Board) All(asOf time.Time, q CountQuery, noun string) ([]RefCount, error) {
	return b.counts.All(asOf, q, func(r Ref) Ref {
		if r.Noun == NounTheme {
			r = b.called(ThemeID(r.ID)).Ref()
		}
		if r.Noun != noun || !b.sees(r) {
			return Ref{}
		}
		return r
	})
}

// called returns what the viewer calls a theme and all that were merged with it: the one to go by, or
// where the viewer may not see that, the first of the others, in order of ID.
func (b *Board) called(id ThemeID) ThemeID {
	root := b.themes.root(id)
	if b.sees(root.Ref()) {
		return root
	}
	family := b.themes.family(root)
	slices.Sort(family)
	if i := slices.IndexFunc(family, func(id ThemeID) bool { return b.sees(id.Ref()) }); i >= 0 {
		return family[i]
	}
	return root
}

// sees reports whether the viewer may see what items are counted under.
func (b *Board) sees(r Ref) bool {
	switch r.Noun {
	case NounTheme:
		t, found := b.themes[ThemeID(r.ID)]
		return found && b.visit.seesTheme(&t)
	case relationship.NounParty:
		return b.eye.knows(PartyID(r.ID))
	case NounChange:
		return b.changes[ChangeID(r.ID)] || b.visit.opens(r)
	case NounItem:
		_, counted := b.counts.items.find(ItemID(r.ID))
		return counted
	}
	return true
}

// refs returns what is counted for some refs: for a theme, all that were merged with it. What the viewer
// may not see counts nothing.
func (b *Board) refs(under []Ref) []Ref {
	if len(under) == 0 {
		return nil
	}
	all := make([]Ref, 0, len(under))
	for _, r := range under {
		if r.Noun == NounTheme {
			r = b.called(ThemeID(r.ID)).Ref()
		}
		switch {
		case !b.sees(r):
			all = append(all, Ref{Noun: r.Noun}) // which is nothing
		case r.Noun == NounTheme:
			for _, id := range b.themes.family(b.themes.root(ThemeID(r.ID))) {
				all = append(all, id.Ref())
			}
		default:
			all = append(all, r)
		}
	}
	return all
}

// person returns who an author is, after joins and merges.
func (b *Board) person(p PartyID) PartyID { return b.merged(cmp.Or(b.joined[p], p)) }
