package feedback

import (
	"context"
	"iter"
	"slices"
)

// A Viewer is who asks, as the host says. The zero Viewer is a passer-by, who sees what is shared.
type Viewer struct {
	// Party is who asks: a party, or the [Pseudonym] of someone without a name. It may be empty.
	Party PartyID

	// MayOpen reports whether this viewer sees a record of the café as those do who run it: an item,
	// a theme or a change, with all that belongs to it. Asked of a party, it reports whether this
	// viewer may see that party's name behind what is shown. nil means that nothing may be opened.
	MayOpen func(Ref) bool
}

// A Visit is the café as one viewer sees it. What the viewer may not see is not there: reads leave it
// out, also where it would only be counted, and writes return an error matching [ErrNotFound].
//
// All its sequences follow these rules: they may be ranged over again, which asks the store again; an
// error is the last thing they yield; the store is not held while the body of the loop runs. A list of
// a query that is empty selects all.
type Visit struct {
	*house
	viewer Viewer
}

// For returns the café as a viewer sees it. Making a Visit is free.
func (c *Cafe) For(v Viewer) *Visit { return c.visit(v) }

func (c *house) visit(v Viewer) *Visit { return &Visit{c, v} }

func (v *Visit) opens(r Ref) bool { return v.viewer.MayOpen != nil && v.viewer.MayOpen(r) }

// An eye is a viewer with all the IDs that are the viewer's own.
type eye struct {
	*Visit
	own    []PartyID
	joined crossed
}

// crossed has the pseudonyms that turned out to be a party, by the ID of that party to go by. Who may know
// the party and not the pseudonym must not learn that they are one.
type crossed map[PartyID][]PartyID

// crossings returns those among some parties.
func crossings(of []PartyID, root func(PartyID) PartyID) crossed {
	joined := crossed{}
	for _, p := range of {
		if r := root(p); isPseudonym(p) && r != p && !slices.Contains(joined[r], p) {
			joined[r] = append(joined[r], p)
		}
	}
	return joined
}

// facing returns the viewer in front of people some of whom joined.
func (e eye) facing(joined crossed) eye {
	e.joined = joined
	return e
}

// knowsAll reports whether the viewer may see who somebody is by all the IDs that are here.
func (e eye) knowsAll(p PartyID) bool {
	return e.knows(p) && !slices.ContainsFunc(e.joined[p], func(p PartyID) bool { return !e.knows(p) })
}

// eye reads who the viewer is.
func (v *Visit) eye(ctx context.Context) (eye, error) {
	own, err := v.family(ctx, v.viewer.Party)
	return eye{Visit: v, own: own}, err
}

// is reports whether a party is the viewer.
func (e eye) is(p PartyID) bool { return p != "" && slices.Contains(e.own, p) }

// sees reports whether the viewer may see an item.
func (e eye) sees(it *Item) bool {
	return it.Shown == Shared || e.is(it.Author) || e.opens(it.ID.Ref())
}

// knows reports whether the viewer may see who somebody is.
func (e eye) knows(p PartyID) bool { return p == "" || e.is(p) || e.opens(p.Ref()) }

// item returns an item as the viewer sees it.
func (e eye) item(it Item) Item {
	if !e.knows(it.Author) {
		it.Author = ""
	}
	if !e.opens(it.ID.Ref()) {
		it.AddedBy, it.Source, it.Guesses = "", "", nil
	}
	return it
}

// Item returns the item with an ID, or an error matching [ErrNotFound].
func (v *Visit) Item(ctx context.Context, id ItemID) (Item, error) {
	it, err := v.seen(ctx, id)
	return it, opError("read item", string(id), err)
}

func (v *Visit) seen(ctx context.Context, id ItemID) (Item, error) {
	return first(v.Items(ctx, ItemQuery{IDs: []ItemID{id}}))
}

// Items returns the items that q asks for, in order of their IDs. Asked for items of certain authors,
// it leaves out those whose author the viewer may not know. Limit counts the items returned. Asked what
// was known, it leaves out what the viewer, if not staff, may no longer see.
func (v *Visit) Items(ctx context.Context, q ItemQuery) iter.Seq2[Item, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Item, error], func(*Item) bool) {
		wide := q // of which the viewer may not see all
		wide.Limit = 0
		sees := func(it *Item) bool { return e.sees(it) && (len(q.Authors) == 0 || e.knows(it.Author)) }
		return still(e, q.Known, e.items(ctx, wide), sees, func(ids []ItemID) iter.Seq2[Item, error] {
			return e.items(ctx, ItemQuery{IDs: ids})
		}), sees
	}, eye.item)
}

// Themes returns the themes that q asks for, in order of their IDs; see [Visit.Items].
func (v *Visit) Themes(ctx context.Context, q ThemeQuery) iter.Seq2[Theme, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Theme, error], func(*Theme) bool) {
		wide := q
		wide.Limit = 0
		sees := func(t *Theme) bool { return t.Shown == Shared || e.opens(t.ID.Ref()) }
		return still(e, q.Known, e.themes(ctx, wide), sees, func(ids []ThemeID) iter.Seq2[Theme, error] {
			return e.themes(ctx, ThemeQuery{IDs: ids})
		}), sees
	}, func(e eye, t Theme) Theme {
		if t.MergedInto != "" && !e.opens(t.MergedInto.Ref()) {
			// Merged themes are few: one question for each of them.
			into, err := first(e.themes(ctx, ThemeQuery{IDs: []ThemeID{t.MergedInto}}))
			if err != nil || into.Shown != Shared {
				t.MergedInto = ""
			}
		}
		return e.reasonless(t)
	})
}

// Changes returns the changes that q asks for, in order of their IDs; see [Visit.Items].
func (v *Visit) Changes(ctx context.Context, q ChangeQuery) iter.Seq2[Change, error] {
	return seen(ctx, v, q.Limit, func(e eye) (iter.Seq2[Change, error], func(*Change) bool) {
		wide := q
		wide.Limit = 0
		sees := func(c *Change) bool { return c.Shown == Shared || e.opens(c.ID.Ref()) }
		return still(e, q.Known, e.changes(ctx, wide), sees, func(ids []ChangeID) iter.Seq2[Change, error] {
			return e.changes(ctx, ChangeQuery{IDs: ids})
		}), sees
	}, func(_ eye, c Change) Change { return c })
}

// stillTurn is for how many records that were known once the store is asked what they are now.
const stillTurn = 64

// still leaves out, of what was known once, what the viewer may no longer see: what was hidden since, or is
// gone. Staff sees it all.
func still[K interface {
	~string
	Ref() Ref
}, R any, P record[R]](
	e eye, known Seq, records iter.Seq2[R, error], sees func(*R) bool, now func([]K) iter.Seq2[R, error],
) iter.Seq2[R, error] {
	if known == 0 {
		return records
	}
	return func(yield func(R, error) bool) {
		for some, err := range inGroups(records, stillTurn) {
			var asked []K
			gone := map[K]bool{}
			for i := range some {
				if id := K(P(&some[i]).key()); sees(&some[i]) && !e.opens(id.Ref()) {
					asked, gone[id] = append(asked, id), true
				}
			}
			for r, failed := range inTurns(asked, now) {
				if err = failed; err == nil && sees(&r) {
					delete(gone, K(P(&r).key()))
				}
			}
			if err != nil {
				yield(*new(R), err)
				return
			}
			for _, r := range some {
				if !gone[K(P(&r).key())] && !yield(r, nil) {
					return
				}
			}
		}
	}
}

// seen yields what a viewer sees of records, as the viewer sees it, at most so many.
func seen[R any](
	ctx context.Context, v *Visit, limit int, read func(eye) (iter.Seq2[R, error], func(*R) bool), as func(eye, R) R,
) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		e, err := v.eye(ctx)
		if err != nil {
			yield(none, opError("read who asks", "", err))
			return
		}
		records, sees := read(e)
		for r, err := range records {
			if err != nil {
				yield(none, err)
				return
			}
			if !sees(&r) {
				continue
			}
			if !yield(as(e, r), nil) {
				return
			}
			if limit--; limit == 0 {
				return
			}
		}
	}
}
