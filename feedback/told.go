package feedback

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// NoticesOf returns the notices of an entry, in order of their IDs: everybody who was told, and everybody
// from whom it was withheld. As many as the entry counts are there until one of them is erased: then the
// number stays, and the name goes. It takes staff of what the entry is about. A name that the viewer may
// not know is left empty, and so is an item that the viewer may not see.
//
// It yields an error matching [ErrNotFound] where there is no such entry for this viewer.
func (v *Visit) NoticesOf(ctx context.Context, id EntryID) iter.Seq2[Notice, error] {
	return func(yield func(Notice, error) bool) {
		list, err := v.noticesFor(ctx, id)
		if err != nil {
			yield(Notice{}, opError("read notices of entry", string(id), err))
			return
		}
		for _, n := range list {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func (v *Visit) noticesFor(ctx context.Context, id EntryID) ([]Notice, error) {
	entry, err := first(v.entries(ctx, EntryQuery{IDs: []EntryID{id}}))
	if err == nil && !v.opens(entry.About) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	list, err := relationship.Collect(v.notices(ctx, NoticeQuery{Entries: []EntryID{id}}))
	if err != nil {
		return nil, err
	}
	sees, err := v.sight(ctx, reasonsOf(list))
	if err != nil {
		return nil, err
	}
	e, err := v.eye(ctx)
	if err != nil {
		return nil, err
	}
	to := make([]PartyID, len(list))
	for i := range list {
		to[i] = list[i].To
	}
	joined, err := v.joinedTo(ctx, to)
	e = e.facing(joined)
	for i := range list {
		n := &list[i]
		if !e.knowsAll(n.To) {
			n.To = ""
		}
		n.narrow(func(r Reason) bool { return sees(r.Of) })
	}
	return list, err
}

// narrow leaves a notice with the reasons that may be told, and reports whether there are any.
func (n *Notice) narrow(may func(Reason) bool) bool {
	p := Person{Item: n.Item, Why: n.Why}
	p.narrow(may)
	n.Item, n.Why = p.Item, p.Why
	return len(n.Why) > 0
}

// reasonsOf returns what people are concerned with who are told, each once.
func reasonsOf(notices []Notice) []Ref {
	found := map[Ref]struct{}{}
	var refs []Ref
	for i := range notices {
		for _, r := range notices[i].Why {
			if found[r.Of] = struct{}{}; len(found) > len(refs) {
				refs = append(refs, r.Of)
			}
		}
	}
	return refs
}

// A Message is a notice with what it tells.
type Message struct {
	// Notice says why the viewer is told, and which item concerns the viewer.
	Notice Notice

	// Entry is what is told. Who wrote it is left empty where the viewer may not know, and the people
	// whom it counts where the viewer may not open what it is about.
	Entry Entry
}

// Notices returns what the viewer was told, under whichever ID, the latest first, also what was withheld
// from delivery or could not be delivered, as where the viewer has no name. What is about nothing but what
// the viewer may no longer see is left out.
func (v *Visit) Notices(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		list, err := v.messages(ctx)
		if err != nil {
			yield(Message{}, opError("read own notices", "", err))
			return
		}
		for _, m := range list {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func (v *Visit) messages(ctx context.Context) ([]Message, error) {
	e, err := v.eye(ctx)
	if err != nil || len(e.own) == 0 {
		return nil, err
	}
	notices, err := relationship.Collect(v.notices(ctx, NoticeQuery{To: e.own}))
	if err != nil {
		return nil, err
	}
	entries := map[EntryID]Entry{}
	var ids []EntryID
	for _, n := range notices {
		ids = append(ids, n.Entry)
	}
	for entry, err := range inTurns(ids, func(ids []EntryID) iter.Seq2[Entry, error] { return v.entries(ctx, EntryQuery{IDs: ids}) }) {
		if err != nil {
			return nil, err
		}
		entries[entry.ID] = e.message(entry)
	}
	shown, err := v.shown(ctx, reasonsOf(notices), 0)
	s := stakes{shown: shown}
	var out []Message
	for _, n := range notices {
		entry, found := entries[n.Entry]
		heard := n.narrow(func(r Reason) bool { return s.hears(v, r) })
		if found && heard {
			out = append(out, Message{n, entry})
		}
	}
	slices.SortFunc(out, func(a, b Message) int { return compareMessages(b, a) })
	return out, err
}

// message returns an entry as who is told of it reads it.
func (e eye) message(entry Entry) Entry {
	if !e.knows(entry.By) {
		entry.By = ""
	}
	if !e.opens(entry.About) {
		entry.Told, entry.Withheld = 0, 0
	}
	return entry
}

func compareMessages(a, b Message) int {
	return cmp.Or(a.Entry.At.Compare(b.Entry.At), cmp.Compare(a.Notice.ID, b.Notice.ID))
}
