package realdb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// loadCafe writes items of authors, each with a link to one of a few themes, an entry by one of a few
// clerks, a vote on the item before, and a notice, which was delivered of all but every thousandth.
func loadCafe(t testing.TB, s feedback.Store, items int) {
	t.Helper()
	const size = 1000
	for first := 0; first < items; first += size {
		b := feedback.Batch{At: noon}
		for i := first; i < min(first+size, items); i++ {
			addToCafe(&b, i)
		}
		_, err := s.Write(t.Context(), b)
		ok(t, err)
	}
}

func addToCafe(b *feedback.Batch, i int) {
	name, state := fmt.Sprintf("%06d", i), feedback.Sent
	switch i % 1000 {
	case 1:
		state = feedback.Waiting
	case 2:
		state = feedback.Claimed
	}
	it := cafeItem(i)
	theme := feedback.ThemeID(fmt.Sprint("theme-", i%10))
	clerk := feedback.PartyID(fmt.Sprint("clerk-", i%10))
	on := cafeItem(max(i-1, 0)).ID.Ref()
	b.Items = append(b.Items, it)
	b.Links = append(b.Links, feedback.Link{ID: feedback.LinkID(name), From: it.ID.Ref(), To: theme.Ref(), At: noon})
	b.Entries = append(b.Entries, feedback.Entry{ID: feedback.EntryID(name), About: it.ID.Ref(), By: clerk, Kind: feedback.Reply, At: noon, Text: "thank you"})
	b.Votes = append(b.Votes, feedback.Vote{ID: feedback.VoteID(name), On: on, Voter: it.Author, Choice: feedback.Agree, At: noon})
	b.Notices = append(b.Notices, feedback.Notice{
		ID: feedback.NoticeID(name), Entry: feedback.EntryID(fmt.Sprint("announced-", i%10)), To: it.Author, State: state, At: noon,
		Why: []feedback.Reason{{Because: feedback.IsAuthor, Of: it.ID.Ref()}},
	})
}

func cafeItem(i int) feedback.Item {
	name := fmt.Sprintf("%06d", i)
	return feedback.Item{
		ID: feedback.ItemID("item-" + name), Kind: feedback.Kinds()[i%3], Author: feedback.PartyID("party-" + name), Text: "the lift is too slow in the morning",
		At: noon, Loop: feedback.Loop{State: feedback.Heard, Since: noon},
	}
}

func TestReadsOfFeedbackRightAfterALoadLookAtLittle(t *testing.T) {
	t.Parallel()
	afterALoad(t, engines()[1:], func(t *testing.T, d *database, scope string, n int) { loadCafe(t, d.cafe(t, scope), n) }, func(d *database) map[string]look {
		s := d.cafe(t, "large")
		all := cafeReads(s)
		all["an erasure"] = eraseFromCafe(s)
		return all
	})
}

// eraseFromCafe returns a way to erase the author of an item: that, a link, an entry, two votes and a
// notice, each deleted from the records and looked for among those that were.
func eraseFromCafe(s feedback.Store) func(t *testing.T, n int) int {
	return func(t *testing.T, n int) int {
		_, err := s.Write(t.Context(), feedback.Batch{At: noon.Add(time.Hour), Erase: []feedback.PartyID{cafeItem(n*1000 + 3).Author}})
		ok(t, err)
		return 2 * 6
	}
}

// foundOn returns how many records a page has.
func foundOn[R any](t *testing.T, page feedback.Page[R], err error) int {
	t.Helper()
	ok(t, err)
	if len(page.Records) == 0 {
		t.Error("nothing was found")
	}
	return len(page.Records)
}

// cafeReads returns ways to read a little of much: each returns how many records it found.
func cafeReads(s feedback.Historian) map[string]func(t *testing.T, n int) int {
	var items []feedback.ItemID
	var authors []feedback.PartyID
	var refs []feedback.Ref
	for i := range 100 {
		it := cafeItem(i * 7)
		items, authors, refs = append(items, it.ID), append(authors, it.Author), append(refs, it.ID.Ref())
	}
	theme, announced := []feedback.Ref{feedback.ThemeID("theme-3").Ref()}, []feedback.EntryID{"announced-3"}
	readItems := func(q feedback.ItemQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int { page, err := s.Items(t.Context(), q); return foundOn(t, page, err) }
	}
	readLinks := func(q feedback.LinkQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int { page, err := s.Links(t.Context(), q); return foundOn(t, page, err) }
	}
	readEntries := func(q feedback.EntryQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int { page, err := s.Entries(t.Context(), q); return foundOn(t, page, err) }
	}
	readVotes := func(q feedback.VoteQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int { page, err := s.Votes(t.Context(), q); return foundOn(t, page, err) }
	}
	readNotices := func(q feedback.NoticeQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int { page, err := s.Notices(t.Context(), q); return foundOn(t, page, err) }
	}
	readLog := func(q feedback.LogQuery) func(*testing.T, int) int {
		return func(t *testing.T, _ int) int {
			page, err := s.Log(t.Context(), q)
			n := foundOn(t, page, err)
			for _, b := range page.Records {
				n += len(puts(&b))
			}
			return n
		}
	}
	return map[string]func(*testing.T, int) int{
		"items":                     readItems(feedback.ItemQuery{IDs: items}),
		"items of an author":        readItems(feedback.ItemQuery{Authors: authors[3:4], States: []feedback.State{feedback.Heard}}),
		"items of authors":          readItems(feedback.ItemQuery{Authors: authors, States: []feedback.State{feedback.Heard, feedback.Done}}),
		"a page of what was heard":  readItems(feedback.ItemQuery{States: []feedback.State{feedback.Heard}, After: items[50], Limit: 100}),
		"as known":                  readItems(feedback.ItemQuery{Authors: authors, Known: 15}),
		"links of items":            readLinks(feedback.LinkQuery{From: refs}),
		"links of items to a theme": readLinks(feedback.LinkQuery{From: refs, To: theme}),
		"a page of links":           readLinks(feedback.LinkQuery{To: theme, Limit: 100}),
		"entries about items":       readEntries(feedback.EntryQuery{About: refs}),
		"entries by clerks":         readEntries(feedback.EntryQuery{About: refs[3:4], By: []feedback.PartyID{"clerk-0", "clerk-1"}}),
		"votes on items":            readVotes(feedback.VoteQuery{On: refs}),
		"votes of voters":           readVotes(feedback.VoteQuery{Voters: authors}),
		"a page of notices":         readNotices(feedback.NoticeQuery{Entries: announced, Limit: 100}),
		"notices to parties":        readNotices(feedback.NoticeQuery{To: authors}),
		"what is waiting":           readNotices(feedback.NoticeQuery{States: []feedback.NoticeState{feedback.Waiting}}),
		"what is to be delivered":   readNotices(feedback.NoticeQuery{States: []feedback.NoticeState{feedback.Waiting, feedback.Claimed}}),
		"a little of that":          readNotices(feedback.NoticeQuery{States: []feedback.NoticeState{feedback.Waiting, feedback.Claimed}, Limit: 5}),
		"the history of an item":    readLog(feedback.LogQuery{About: refs[3:4]}),
		"a page of the log":         readLog(feedback.LogQuery{After: 3, Limit: 1}),
	}
}
