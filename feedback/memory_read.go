package feedback

import (
	"context"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/table"
)

// Items does what [Store] says.
func (m *Memory) Items(ctx context.Context, q ItemQuery) (Page[Item], error) {
	return page(ctx, m, &m.items, q.search(), table.Texts(q.Authors), table.Texts(q.States))
}

// Themes does what [Store] says.
func (m *Memory) Themes(ctx context.Context, q ThemeQuery) (Page[Theme], error) {
	return page(ctx, m, &m.themes, q.search(), table.Texts(q.MergedInto))
}

// Links does what [Store] says.
func (m *Memory) Links(ctx context.Context, q LinkQuery) (Page[Link], error) {
	return page(ctx, m, &m.links, q.search(), table.Strings(q.From), table.Strings(q.To))
}

// Entries does what [Store] says.
func (m *Memory) Entries(ctx context.Context, q EntryQuery) (Page[Entry], error) {
	return page(ctx, m, &m.entries, q.search(), table.Strings(q.About), table.Texts(q.By))
}

// Votes does what [Store] says.
func (m *Memory) Votes(ctx context.Context, q VoteQuery) (Page[Vote], error) {
	return page(ctx, m, &m.votes, q.search(), table.Strings(q.On), table.Texts(q.Voters))
}

// Changes does what [Store] says.
func (m *Memory) Changes(ctx context.Context, q ChangeQuery) (Page[Change], error) {
	return page(ctx, m, &m.changes, q.search(), table.Texts(q.States))
}

// Notices does what [Store] says.
func (m *Memory) Notices(ctx context.Context, q NoticeQuery) (Page[Notice], error) {
	return page(ctx, m, &m.notices, q.search(), table.Texts(q.Entries), table.Texts(q.To), table.Texts(q.States))
}

// page reads a page by the first index that there are keys for.
func page[K ~string, R any](
	ctx context.Context, m *Memory, of *table.Shelf[K, R], q table.Query[K, R], keys ...[]string,
) (Page[R], error) {
	records, last, err := table.Read(ctx, &m.ready().shelves, of, q, keys...)
	return Page[R]{Records: records, Last: last}, err
}

// Log does what [Historian] says.
func (m *Memory) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	asked := table.LogQuery{After: int64(q.After), Limit: q.Limit, About: batch.RefsOf(q.About)}
	batches, last, err := table.ReadLog(ctx, &m.ready().shelves, asked, m.batch)
	return Page[Batch]{Records: batches, Last: last}, err
}

// batch returns what stands in the log, as a copy.
func (m *Memory) batch(p *batch.Head) Batch {
	b := Batch{
		Seq: Seq(p.Seq), At: p.At, By: PartyID(p.By), Why: p.Why,
		Items: m.items.Wrote(p.Seq), Themes: m.themes.Wrote(p.Seq), Links: m.links.Wrote(p.Seq),
		Entries: m.entries.Wrote(p.Seq), Votes: m.votes.Wrote(p.Seq), Changes: m.changes.Wrote(p.Seq),
		Notices: m.notices.Wrote(p.Seq),
	}
	for _, v := range p.Void {
		b.Void = append(b.Void, Voided{Ref: Ref(v.Ref), Rev: Seq(v.Rev)})
	}
	for _, r := range p.Erase {
		b.Erase = append(b.Erase, PartyID(r.ID))
	}
	return b
}
