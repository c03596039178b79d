package sqlstore

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/feedback"
)

// Items does what [feedback.Store] says.
func (c cafe) Items(ctx context.Context, q feedback.ItemQuery) (feedback.Page[feedback.Item], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounItem, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{texts(q.Authors), texts(q.States), texts(q.Kinds)},
	}, decoder(itemRev))
	return out, failed("read items", err)
}

// Themes does what [feedback.Store] says.
func (c cafe) Themes(ctx context.Context, q feedback.ThemeQuery) (feedback.Page[feedback.Theme], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounTheme, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{texts(q.MergedInto)},
	}, decoder(themeRev))
	return out, failed("read themes", err)
}

// Links does what [feedback.Store] says.
func (c cafe) Links(ctx context.Context, q feedback.LinkQuery) (feedback.Page[feedback.Link], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounLink, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.From), refTexts(q.To)},
	}, decoder(linkRev))
	return out, failed("read links", err)
}

// Entries does what [feedback.Store] says.
func (c cafe) Entries(ctx context.Context, q feedback.EntryQuery) (feedback.Page[feedback.Entry], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounEntry, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.About), texts(q.By), texts(q.Kinds)},
	}, decoder(entryRev))
	return out, failed("read entries", err)
}

// Votes does what [feedback.Store] says.
func (c cafe) Votes(ctx context.Context, q feedback.VoteQuery) (feedback.Page[feedback.Vote], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounVote, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{refTexts(q.On), texts(q.Voters)},
	}, decoder(voteRev))
	return out, failed("read votes", err)
}

// Changes does what [feedback.Store] says.
func (c cafe) Changes(ctx context.Context, q feedback.ChangeQuery) (feedback.Page[feedback.Change], error) {
	out, err := page(ctx, c.session, want{
		noun: feedback.NounChange, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{texts(q.States)},
	}, decoder(changeRev))
	return out, failed("read changes", err)
}

// Notices does what [feedback.Store] says.
func (c cafe) Notices(ctx context.Context, q feedback.NoticeQuery) (feedback.Page[feedback.Notice], error) {
	w := want{
		noun: feedback.NounNotice, after: string(q.After), limit: q.Limit, known: int64(q.Known), ids: texts(q.IDs),
		keys: lists{texts(q.Entries), texts(q.To)},
	}
	if isClaim(q) {
		w.open = texts(q.States)
	} else {
		w.keys[2] = texts(q.States)
	}
	out, err := page(ctx, c.session, w, decoder(noticeRev))
	return out, failed("read notices", err)
}

// isClaim reports whether a query asks for what is to be delivered, of whatever entry: among very many
// that were.
func isClaim(q feedback.NoticeQuery) bool {
	delivered := func(s feedback.NoticeState) bool { return s != feedback.Waiting && s != feedback.Claimed }
	return len(q.States) > 0 && !slices.ContainsFunc(q.States, delivered) &&
		len(q.IDs) == 0 && len(q.Entries) == 0 && len(q.To) == 0 && q.Known == 0
}
