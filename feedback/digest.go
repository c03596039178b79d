package feedback

import (
	"context"
	"slices"
)

// Digests are what is new for all who asked to know, from one look at the café to the next.
type Digests struct {
	// Until is the number of the last batch that was looked at: where to go on from.
	Until Seq

	// Each are the people for whom something is new, in order of Party.
	Each []Digest

	// Unrouted are the new items that are in nobody's digest, in order: nobody asked to know, or nobody
	// who may see them.
	Unrouted []ItemID
}

// A Digest is what is new for one person.
type Digest struct {
	// Party is who asked to know, under the ID to go by.
	Party PartyID

	// News are what is new, each once: items in order of their IDs, then entries in order of time.
	News []News
}

// News is one thing that is new to somebody.
type News struct {
	// About is the item that is new, or the item, theme or change that Entry is about.
	About Ref

	// Entry is what was said or done about it. It is empty where the item is what is new.
	Entry EntryID

	// Asked is what the person follows that brings it, in order.
	Asked []Ref
}

// Digests returns what is new since a batch for all who asked to know: see [Visit.Follow]. Everybody gets
// a list of their own, as far as they may see: see [Config.Viewers]. After is the Until of the digests
// before, and 0 the first time, when everything is new.
//
// An item is new to somebody who now sees it under something followed and, as known after that batch, did
// not: it was left, approved, restored, or linked since. It comes under its kind and those of its points,
// whatever it is linked to, the themes merged with these either way, and the segments of its author, for
// who may know the author. An entry is new to who follows what it is about. What one wrote oneself is no
// news; that themes were merged makes nothing new.
//
// It returns an error matching errors.ErrUnsupported where the store keeps no history. It takes time in
// the size of what was written since and what is linked to that.
func (c *Cafe) Digests(ctx context.Context, after Seq) (Digests, error) {
	out, err := c.digests(ctx, after)
	return out, opError("compute digests", "", err)
}

func (c *house) digests(ctx context.Context, after Seq) (Digests, error) {
	n, err := c.since(ctx, after)
	if err != nil || n.until == after {
		return Digests{Until: after}, err
	}
	now, err := c.file(ctx, n.items, n.until)
	if err != nil {
		return Digests{}, err
	}
	then := map[ItemID]*filed{}
	if after > 0 {
		if then, err = c.file(ctx, n.items, after); err != nil {
			return Digests{}, err
		}
	}
	readers, err := c.readers(ctx, &n, now)
	if err != nil {
		return Digests{}, err
	}
	return route(&n, now, then, readers), nil
}

// sees reports whether a reader sees what is followed.
func (r *readers) sees(e eye, what Ref) bool {
	return !guarded(what) || r.shown[what] == Shared || e.opens(what)
}

// find reports whether an item comes under something for a reader.
func (r *readers) find(e eye, f *filed, what Ref) bool {
	if f == nil || !e.sees(&f.Item) || e.is(f.Author) || !slices.Contains(f.under, what) {
		return false
	}
	return what.Noun != NounSegment || e.knows(f.Author)
}

// route gives everybody what is new. It takes time in the size of what is given, and changes nothing.
func route(n *written, now, then map[ItemID]*filed, r *readers) Digests {
	out := Digests{Until: n.until}
	news := map[PartyID][]News{}
	for _, id := range keysOf(now) {
		asked := map[PartyID][]Ref{}
		for _, what := range now[id].under {
			for _, p := range r.of[what] {
				if e := r.eyes[p]; r.sees(e, what) && r.find(e, now[id], what) {
					asked[p] = append(asked[p], what)
				}
			}
		}
		if then[id] == nil && len(asked) == 0 {
			out.Unrouted = append(out.Unrouted, id)
		}
		for p, refs := range asked {
			had := slices.ContainsFunc(refs, func(what Ref) bool { return r.find(r.eyes[p], then[id], what) })
			if !had {
				news[p] = append(news[p], News{About: id.Ref(), Asked: refs})
			}
		}
	}
	for i := range n.entries {
		r.routeEntry(&n.entries[i], n, now, news)
	}
	for _, p := range keysOf(news) {
		out.Each = append(out.Each, Digest{p, news[p]})
	}
	return out
}

// routeEntry gives an entry to who follows what it is about.
func (r *readers) routeEntry(entry *Entry, n *written, now map[ItemID]*filed, news map[PartyID][]News) {
	what := []Ref{entry.About}
	if circle := n.circles[entry.About]; len(circle) > 0 {
		what = circle
	}
	asked := map[PartyID][]Ref{}
	for _, ref := range what {
		for _, p := range r.of[ref] {
			if e := r.eyes[p]; r.sees(e, ref) && r.reads(e, entry, now) {
				asked[p] = append(asked[p], ref)
			}
		}
	}
	for p, refs := range asked {
		news[p] = append(news[p], News{About: entry.About, Entry: entry.ID, Asked: refs})
	}
}

// reads reports whether an entry is news for a reader.
func (r *readers) reads(e eye, entry *Entry, now map[ItemID]*filed) bool {
	if e.is(entry.By) {
		return false
	}
	if entry.About.Noun != NounItem {
		return r.sees(e, entry.About) && (entry.Seen == ByAll || e.opens(entry.About))
	}
	f := now[ItemID(entry.About.ID)]
	return f != nil && e.sees(&f.Item) && e.reads(entry, &f.Item)
}
