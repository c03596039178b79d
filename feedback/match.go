package feedback

import (
	"github.com/kithcrm/kith/internal/pages"
	"github.com/kithcrm/kith/internal/table"
)

func (q ItemQuery) search() table.Query[ItemID, Item] {
	ids, authors, kinds, states := pages.Holds(q.IDs), pages.Holds(q.Authors), pages.Holds(q.Kinds), pages.Holds(q.States)
	return table.Query[ItemID, Item]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(it *Item) bool {
			return ids(it.ID) && authors(it.Author) && kinds(it.Kind) && states(it.Loop.State)
		},
	}
}

func (q ThemeQuery) search() table.Query[ThemeID, Theme] {
	ids, into := pages.Holds(q.IDs), pages.Holds(q.MergedInto)
	return table.Query[ThemeID, Theme]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(t *Theme) bool {
			return ids(t.ID) && into(t.MergedInto)
		},
	}
}

func (q LinkQuery) search() table.Query[LinkID, Link] {
	ids, from, to := pages.Holds(q.IDs), pages.Holds(q.From), pages.Holds(q.To)
	return table.Query[LinkID, Link]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(l *Link) bool {
			return ids(l.ID) && from(l.From) && to(l.To)
		},
	}
}

func (q EntryQuery) search() table.Query[EntryID, Entry] {
	ids, about, by, kinds := pages.Holds(q.IDs), pages.Holds(q.About), pages.Holds(q.By), pages.Holds(q.Kinds)
	return table.Query[EntryID, Entry]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(e *Entry) bool {
			return ids(e.ID) && about(e.About) && by(e.By) && kinds(e.Kind)
		},
	}
}

func (q VoteQuery) search() table.Query[VoteID, Vote] {
	ids, on, voters := pages.Holds(q.IDs), pages.Holds(q.On), pages.Holds(q.Voters)
	return table.Query[VoteID, Vote]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(v *Vote) bool {
			return ids(v.ID) && on(v.On) && voters(v.Voter)
		},
	}
}

func (q ChangeQuery) search() table.Query[ChangeID, Change] {
	ids, states := pages.Holds(q.IDs), pages.Holds(q.States)
	return table.Query[ChangeID, Change]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(c *Change) bool {
			return ids(c.ID) && states(c.State)
		},
	}
}

func (q NoticeQuery) search() table.Query[NoticeID, Notice] {
	ids, entries, to, states := pages.Holds(q.IDs), pages.Holds(q.Entries), pages.Holds(q.To), pages.Holds(q.States)
	return table.Query[NoticeID, Notice]{
		After: q.After, Limit: q.Limit, Known: int64(q.Known), IDs: q.IDs,
		Match: func(n *Notice) bool {
			return ids(n.ID) && entries(n.Entry) && to(n.To) && states(n.State)
		},
	}
}
