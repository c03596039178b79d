package feedback

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// What can be followed beside the records of the rooms: items of a [Kind], and items of authors in a
// segment. See [KindRef] and [SegmentRef].
const (
	NounKind    = "kind"
	NounSegment = "segment"
)

// KindRef returns the reference by which items of a kind are followed.
func KindRef(k Kind) Ref { return Ref{Noun: NounKind, ID: string(k)} }

// SegmentRef returns the reference by which items of authors in a segment are followed: see
// [Config.Segments].
func SegmentRef(id string) Ref { return Ref{Noun: NounSegment, ID: id} }

// followID returns the ID of the entry by which a party follows something, so that there is one.
func followID(about Ref, by PartyID) EntryID {
	return EntryID(relationship.IDFrom("kith/follow", about.String()+"\x00"+string(by)))
}

// Follow notes that the viewer wants to know about something: an item, a theme, a change; or whatever
// items are about, such as a tie, or a party who works for the company; or items of a kind or a segment.
// Following what one follows does nothing, under whichever ID one did.
//
// Errors: one matching [ErrNotFound] for an item, a theme or a change that the viewer does not see, and
// [ErrInvalid] where the viewer is nobody or the reference breaks a rule.
func (v *Visit) Follow(ctx context.Context, about Ref) error {
	return opError("follow", about.ID, v.follow(ctx, about))
}

func (v *Visit) follow(ctx context.Context, about Ref) error {
	if v.viewer.Party == "" {
		return rules.Break("Viewer", "must be somebody")
	}
	if err := rules.Within("About", checkRef(about)); err != nil {
		return err
	}
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		if err := v.mustSee(ctx, about); err != nil {
			return err
		}
		own, err := v.ownFollows(ctx, about)
		if err == nil && len(own) == 0 {
			d.entry(Entry{
				ID: followID(about, v.viewer.Party), About: about, By: v.viewer.Party, Kind: Follows, At: d.now,
			})
		}
		return err
	})
	return err
}

// mustSee returns an error matching ErrNotFound where a reference is to an item, a theme or a change
// that the viewer does not see.
func (v *Visit) mustSee(ctx context.Context, r Ref) error {
	sees, err := v.sight(ctx, []Ref{r})
	if err == nil && !sees(r) {
		err = ErrNotFound
	}
	return err
}

// ownFollows returns the entries by which the viewer follows something.
func (v *Visit) ownFollows(ctx context.Context, about ...Ref) ([]Entry, error) {
	own, err := v.family(ctx, v.viewer.Party)
	if err != nil || len(own) == 0 {
		return nil, err
	}
	return relationship.Collect(v.entries(ctx, EntryQuery{About: about, By: own, Kinds: []EntryKind{Follows}}))
}

// Unfollow takes back that the viewer wants to know about something, under whichever ID that was noted,
// also where it is out of sight by now. Not having followed it is no error.
func (v *Visit) Unfollow(ctx context.Context, about Ref) error {
	if err := rules.Within("About", checkRef(about)); err != nil {
		return opError("unfollow", about.ID, err)
	}
	_, err := v.write(ctx, v.viewer.Party, func(d *draft) error {
		own, err := v.ownFollows(ctx, about)
		for _, e := range own {
			d.void(e.ID.Ref(), e.Rev)
		}
		return err
	})
	return opError("unfollow", about.ID, err)
}

// Following returns what the viewer follows, in order, each once; what is out of sight by now is left
// out.
func (v *Visit) Following(ctx context.Context) ([]Ref, error) {
	refs, err := v.following(ctx)
	return refs, opError("read what is followed", "", err)
}

func (v *Visit) following(ctx context.Context) ([]Ref, error) {
	own, err := v.ownFollows(ctx)
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for _, e := range own {
		refs = append(refs, e.About)
	}
	slices.SortFunc(refs, compareRefs)
	refs = slices.Compact(refs)
	sees, err := v.sight(ctx, refs)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(refs, func(r Ref) bool { return !sees(r) }), nil
}

// sight reads whether the viewer sees what some references name. What is no record of this room can
// always be seen.
func (v *Visit) sight(ctx context.Context, refs []Ref) (func(Ref) bool, error) {
	seen := map[Ref]bool{}
	note := func(r Ref, err error) error { seen[r] = true; return err }
	for it, err := range inTurns(idsOf[ItemID](refs, NounItem), func(ids []ItemID) iter.Seq2[Item, error] {
		return v.Items(ctx, ItemQuery{IDs: ids})
	}) {
		if err := note(it.ID.Ref(), err); err != nil {
			return nil, err
		}
	}
	for t, err := range inTurns(idsOf[ThemeID](refs, NounTheme), func(ids []ThemeID) iter.Seq2[Theme, error] {
		return v.Themes(ctx, ThemeQuery{IDs: ids})
	}) {
		if err := note(t.ID.Ref(), err); err != nil {
			return nil, err
		}
	}
	for c, err := range inTurns(idsOf[ChangeID](refs, NounChange), func(ids []ChangeID) iter.Seq2[Change, error] {
		return v.Changes(ctx, ChangeQuery{IDs: ids})
	}) {
		if err := note(c.ID.Ref(), err); err != nil {
			return nil, err
		}
	}
	return func(r Ref) bool { return seen[r] || !guarded(r) }, nil
}

// guarded reports whether somebody may be kept from seeing what a reference names.
func guarded(r Ref) bool { return r.Noun == NounItem || r.Noun == NounTheme || r.Noun == NounChange }

func compareRefs(a, b Ref) int { return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID)) }

// Followers returns those who want to know about something, each person once, in order of Party, with
// Why saying that they follow it. It takes staff, who may open what the reference names; a name that the
// viewer may not know is left empty. It says nothing of who follows a theme merged with it: see
// [Visit.Audience].
func (v *Visit) Followers(ctx context.Context, about Ref) ([]Person, error) {
	people, err := v.followers(ctx, about)
	return people, opError("read followers", about.ID, err)
}

func (v *Visit) followers(ctx context.Context, about Ref) ([]Person, error) {
	if err := rules.Within("About", checkRef(about)); err != nil {
		return nil, err
	}
	if !v.opens(about) {
		return nil, ErrNotFound
	}
	s := &stakes{shown: map[Ref]Shown{about: Shared}}
	for e, err := range v.follows(ctx, []Ref{about}) {
		if err != nil {
			return nil, err
		}
		s.add(e.By, IsFollower, about)
	}
	people, err := v.people(ctx, s, false)
	if err != nil {
		return nil, err
	}
	return people, v.veil(ctx, people, s.joined)
}
