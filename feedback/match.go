package feedback

import "slices"

// holds returns the question whether a list of a query holds a key. The empty list holds all.
func holds[K comparable](keys []K) func(K) bool {
	const short = 8 // up to here a list is faster than a set, and needs no memory
	if len(keys) <= short {
		return func(k K) bool { return len(keys) == 0 || slices.Contains(keys, k) }
	}
	set := make(map[K]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return func(k K) bool { return set[k] }
}

// A search is a query for records of one noun.
type search[K ~string, R any] struct {
	after K
	limit int
	known Seq
	ids   []K
	match func(*R) bool // whether a record is asked for, the rest aside
}

func (q ItemQuery) search() search[ItemID, Item] {
	ids, authors, kinds, states := holds(q.IDs), holds(q.Authors), holds(q.Kinds), holds(q.States)
	return search[ItemID, Item]{q.After, q.Limit, q.Known, q.IDs, func(it *Item) bool {
		return ids(it.ID) && authors(it.Author) && kinds(it.Kind) && states(it.Loop.State)
	}}
}

func (q ThemeQuery) search() search[ThemeID, Theme] {
	ids, into := holds(q.IDs), holds(q.MergedInto)
	return search[ThemeID, Theme]{q.After, q.Limit, q.Known, q.IDs, func(t *Theme) bool {
		return ids(t.ID) && into(t.MergedInto)
	}}
}

func (q LinkQuery) search() search[LinkID, Link] {
	ids, from, to := holds(q.IDs), holds(q.From), holds(q.To)
	return search[LinkID, Link]{q.After, q.Limit, q.Known, q.IDs, func(l *Link) bool {
		return ids(l.ID) && from(l.From) && to(l.To)
	}}
}

func (q EntryQuery) search() search[EntryID, Entry] {
	ids, about, by, kinds := holds(q.IDs), holds(q.About), holds(q.By), holds(q.Kinds)
	return search[EntryID, Entry]{q.After, q.Limit, q.Known, q.IDs, func(e *Entry) bool {
		return ids(e.ID) && about(e.About) && by(e.By) && kinds(e.Kind)
	}}
}

func (q VoteQuery) search() search[VoteID, Vote] {
	ids, on, voters := holds(q.IDs), holds(q.On), holds(q.Voters)
	return search[VoteID, Vote]{q.After, q.Limit, q.Known, q.IDs, func(v *Vote) bool {
		return ids(v.ID) && on(v.On) && voters(v.Voter)
	}}
}

func (q ChangeQuery) search() search[ChangeID, Change] {
	ids, states := holds(q.IDs), holds(q.States)
	return search[ChangeID, Change]{q.After, q.Limit, q.Known, q.IDs, func(c *Change) bool {
		return ids(c.ID) && states(c.State)
	}}
}

func (q NoticeQuery) search() search[NoticeID, Notice] {
	ids, entries, to, states := holds(q.IDs), holds(q.Entries), holds(q.To), holds(q.States)
	return search[NoticeID, Notice]{q.After, q.Limit, q.Known, q.IDs, func(n *Notice) bool {
		return ids(n.ID) && entries(n.Entry) && to(n.To) && states(n.State)
	}}
}
