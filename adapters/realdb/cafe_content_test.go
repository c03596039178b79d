package realdb_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// cafe returns the store of the room feedback of a scope.
func (d *database) cafe(t tester, scope string) feedback.Historian {
	t.Helper()
	stores, err := d.stores(scope)
	if err != nil {
		t.Fatalf("making stores: %v", err)
	}
	return stores.Feedback()
}

// cafeContentOf reads everything as it was known after a batch; 0 is now.
func cafeContentOf(t tester, s feedback.Store, known feedback.Seq) feedback.Batch {
	t.Helper()
	ctx := t.Context()
	return feedback.Batch{
		Items: walk(t, func(after feedback.ItemID) (feedback.Page[feedback.Item], error) {
			return s.Items(ctx, feedback.ItemQuery{Known: known, After: after})
		}, func(r feedback.Item) feedback.ItemID { return r.ID }),
		Themes: walk(t, func(after feedback.ThemeID) (feedback.Page[feedback.Theme], error) {
			return s.Themes(ctx, feedback.ThemeQuery{Known: known, After: after})
		}, func(r feedback.Theme) feedback.ThemeID { return r.ID }),
		Links: walk(t, func(after feedback.LinkID) (feedback.Page[feedback.Link], error) {
			return s.Links(ctx, feedback.LinkQuery{Known: known, After: after})
		}, func(r feedback.Link) feedback.LinkID { return r.ID }),
		Entries: walk(t, func(after feedback.EntryID) (feedback.Page[feedback.Entry], error) {
			return s.Entries(ctx, feedback.EntryQuery{Known: known, After: after})
		}, func(r feedback.Entry) feedback.EntryID { return r.ID }),
		Votes: walk(t, func(after feedback.VoteID) (feedback.Page[feedback.Vote], error) {
			return s.Votes(ctx, feedback.VoteQuery{Known: known, After: after})
		}, func(r feedback.Vote) feedback.VoteID { return r.ID }),
		Changes: walk(t, func(after feedback.ChangeID) (feedback.Page[feedback.Change], error) {
			return s.Changes(ctx, feedback.ChangeQuery{Known: known, After: after})
		}, func(r feedback.Change) feedback.ChangeID { return r.ID }),
		Notices: walk(t, func(after feedback.NoticeID) (feedback.Page[feedback.Notice], error) {
			return s.Notices(ctx, feedback.NoticeQuery{Known: known, After: after})
		}, func(r feedback.Notice) feedback.NoticeID { return r.ID }),
	}
}

// cafeLogOf reads the log after a batch.
func cafeLogOf(t tester, s feedback.Historian, after feedback.Seq) []feedback.Batch {
	t.Helper()
	return walk(t, func(next feedback.Seq) (feedback.Page[feedback.Batch], error) {
		return s.Log(t.Context(), feedback.LogQuery{After: max(after, next)})
	}, func(b feedback.Batch) feedback.Seq { return b.Seq })
}

// A put is a record of a batch: what it is, where it has its revision, and itself.
type put struct {
	ref    feedback.Ref
	rev    *feedback.Seq
	record any
}

// puts returns the records of a batch.
func puts(b *feedback.Batch) []put {
	var all []put
	for i := range b.Items {
		r := &b.Items[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Themes {
		r := &b.Themes[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Links {
		r := &b.Links[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Entries {
		r := &b.Entries[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Votes {
		r := &b.Votes[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Changes {
		r := &b.Changes[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	for i := range b.Notices {
		r := &b.Notices[i]
		all = append(all, put{r.ID.Ref(), &r.Rev, r})
	}
	return all
}

// byRef returns the records of a batch by what they are.
func byRef(b feedback.Batch) map[feedback.Ref]any {
	records := map[feedback.Ref]any{}
	for _, p := range puts(&b) {
		records[p.ref] = p.record
	}
	return records
}

// replayCafe applies the batches of a log in order.
func replayCafe(log []feedback.Batch) map[feedback.Ref]any {
	records := map[feedback.Ref]any{}
	for i := range log {
		for _, p := range puts(&log[i]) {
			records[p.ref] = p.record
		}
		for _, v := range log[i].Void {
			delete(records, v.Ref)
		}
	}
	return records
}

// cafeSound checks what holds of every store that keeps history, at any time, and returns its log.
func cafeSound(t tester, s feedback.Historian) []feedback.Batch {
	t.Helper()
	log := cafeLogOf(t, s, 0)
	for i, b := range log {
		if b.At.IsZero() || i > 0 && b.At.Before(log[i-1].At) {
			t.Errorf("batch %d is at %v, after one at a later time", b.Seq, b.At)
		}
	}
	same(t, "the log, replayed", replayCafe(log), byRef(cafeContentOf(t, s, 0)))
	return log
}

func TestBothRoomsOfAScopeHaveLogsOfTheirOwn(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		people, cafe := d.store(t, "tenant"), d.cafe(t, "tenant")
		var inPeople, inCafe, all []relationship.Seq
		for n := range 3 {
			b := trio(string(rune('a' + n)))
			b.At = noon
			one, err := people.Write(t.Context(), b)
			ok(t, err)
			two, err := cafe.Write(t.Context(), feedback.Batch{At: noon, Themes: []feedback.Theme{{ID: feedback.ThemeID(b.Parties[0].ID), Name: "a theme"}}})
			ok(t, err)
			inPeople, inCafe, all = append(inPeople, one), append(inCafe, two), append(all, one, two)
		}
		var got []relationship.Seq
		for _, b := range sound(t, people) {
			got = append(got, b.Seq)
		}
		same(t, "the log of the one", got, inPeople)
		got = nil
		for _, b := range cafeSound(t, cafe) {
			got = append(got, b.Seq)
		}
		same(t, "the log of the other", got, inCafe)
		same(t, "the feed", numbers(claim(t, d.feed(t, "tenant", "reader"), 0, over).Events), all)
	})
}
