package feedback

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A Thread is an item with all that was said and done about it.
type Thread struct {
	// Item is the item.
	Item Item

	// Entries are what was said and done, in order of time and then of their IDs.
	Entries []Entry

	// Links are what the item was linked to, in order of their IDs, where the viewer may see that too.
	// Of a link, only staff see who made it, why and how sure it is, and those that do not stand; of
	// links to a party, others than the author only those to who they may know.
	Links []Link
}

// Thread returns an item with all that the viewer may see about it, or an error matching
// [ErrNotFound].
func (v *Visit) Thread(ctx context.Context, id ItemID) (Thread, error) {
	t, err := v.thread(ctx, id)
	return t, opError("read thread of item", string(id), err)
}

func (v *Visit) thread(ctx context.Context, id ItemID) (Thread, error) {
	e, it, err := v.raw(ctx, id)
	if err != nil {
		return Thread{}, err
	}
	t := Thread{Item: e.item(it)}
	for entry, err := range e.entries(ctx, EntryQuery{About: []Ref{id.Ref()}}) {
		if err != nil {
			return Thread{}, err
		}
		if e.reads(&entry, &it) {
			t.Entries = append(t.Entries, e.entry(entry, &it))
		}
	}
	for l, err := range e.links(ctx, LinkQuery{From: []Ref{id.Ref()}}) {
		if err != nil {
			return Thread{}, err
		}
		if shown, ok := e.link(l); ok {
			t.Links = append(t.Links, shown)
		}
	}
	if t.Links, err = e.ends(ctx, t.Links, &it); err != nil {
		return Thread{}, err
	}
	slices.SortFunc(t.Entries, compareEntries)
	return t, nil
}

// raw returns an item that the viewer may see, as the store has it, and who the viewer is.
func (v *Visit) raw(ctx context.Context, id ItemID) (eye, Item, error) {
	e, err := v.eye(ctx)
	if err != nil {
		return e, Item{}, err
	}
	it, err := first(v.items(ctx, ItemQuery{IDs: []ItemID{id}}))
	if err == nil && !e.sees(&it) {
		err = ErrNotFound
	}
	return e, it, err
}

// reads reports whether the viewer, who sees an item, may read an entry about it.
func (e eye) reads(entry *Entry, about *Item) bool {
	switch {
	case entry.Kind == Guard || entry.Kind == Acted:
		return false
	case e.is(entry.By) || e.opens(about.ID.Ref()):
		return true
	case entry.Kind == Follows || entry.Seen == ByStaff:
		return false
	}
	return entry.Seen == ByAll || e.is(about.Author)
}

// entry returns an entry as the viewer sees it: the author of an item knows who answered, but for those who
// gave no name.
func (e eye) entry(entry Entry, about *Item) Entry {
	if !e.knows(entry.By) && (!e.is(about.Author) || isPseudonym(entry.By)) {
		entry.By = ""
	}
	return e.uncounted(entry)
}

// uncounted returns an entry without the number of those who were told of it, which may be more than the
// viewer sees, unless the viewer may open what it is about.
func (e eye) uncounted(entry Entry) Entry {
	if !e.opens(entry.About) {
		entry.Told, entry.Withheld = 0, 0
	}
	return entry
}

// link returns a link from an item that the viewer sees as the viewer sees it, and whether the viewer
// sees it at all.
func (e eye) link(l Link) (Link, bool) {
	if e.opens(l.From) {
		return l, true
	}
	return Link{ID: l.ID, Rev: l.Rev, From: l.From, Point: l.Point, To: l.To, At: l.At}, l.Standing == Stands
}

// ends returns the links of an item to what the viewer may see.
func (e eye) ends(ctx context.Context, links []Link, of *Item) ([]Link, error) {
	if e.opens(of.ID.Ref()) {
		return links, nil
	}
	to := make([]Ref, len(links))
	for i := range links {
		to[i] = links[i].To
	}
	sees, err := e.sight(ctx, to)
	if err != nil {
		return nil, err
	}
	var out []Link
	for _, l := range links {
		stranger := l.To.Noun == relationship.NounParty && !e.is(of.Author) && !e.knows(PartyID(l.To.ID))
		if !stranger && sees(l.To) {
			out = append(out, l)
		}
	}
	return out, nil
}
