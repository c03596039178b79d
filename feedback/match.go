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

// The matchers return the question whether a record is asked for, Known, After and Limit aside.

func (q ItemQuery) matcher() func(*Item) bool {
	ids, authors, kinds, states := holds(q.IDs), holds(q.Authors), holds(q.Kinds), holds(q.States)
	return func(it *Item) bool {
		return ids(it.ID) && authors(it.Author) && kinds(it.Kind) && states(it.Loop.State)
	}
}

func (q ThemeQuery) matcher() func(*Theme) bool {
	ids, into := holds(q.IDs), holds(q.MergedInto)
	return func(t *Theme) bool { return ids(t.ID) && into(t.MergedInto) }
}

func (q LinkQuery) matcher() func(*Link) bool {
	ids, from, to := holds(q.IDs), holds(q.From), holds(q.To)
	return func(l *Link) bool { return ids(l.ID) && from(l.From) && to(l.To) }
}

func (q EntryQuery) matcher() func(*Entry) bool {
	ids, about, by, kinds := holds(q.IDs), holds(q.About), holds(q.By), holds(q.Kinds)
	return func(e *Entry) bool { return ids(e.ID) && about(e.About) && by(e.By) && kinds(e.Kind) }
}

func (q VoteQuery) matcher() func(*Vote) bool {
	ids, on, voters := holds(q.IDs), holds(q.On), holds(q.Voters)
	return func(v *Vote) bool { return ids(v.ID) && on(v.On) && voters(v.Voter) }
}

func (q ChangeQuery) matcher() func(*Change) bool {
	ids, states := holds(q.IDs), holds(q.States)
	return func(c *Change) bool { return ids(c.ID) && states(c.State) }
}

func (q NoticeQuery) matcher() func(*Notice) bool {
	ids, entries, to, states := holds(q.IDs), holds(q.Entries), holds(q.To), holds(q.States)
	return func(n *Notice) bool { return ids(n.ID) && entries(n.Entry) && to(n.To) && states(n.State) }
}
