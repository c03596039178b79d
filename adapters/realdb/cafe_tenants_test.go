package realdb_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

func TestTenantsSeeNothingOfEachOthersFeedback(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		rapid.Check(t, func(t *rapid.T) {
			start := scope()
			ends := rapid.Permutation([]string{"", "a", "A", "ä", "a ", "%", "_", "'", "\U0001F600"}).Draw(t, "scopes")
			var tenants []*cafeTenant
			for _, end := range ends[:2] {
				tenants = append(tenants, &cafeTenant{together: d.cafe(t, start+end), alone: new(feedback.Memory)})
			}
			for range rapid.IntRange(1, 16).Draw(t, "batches") {
				rapid.SampledFrom(tenants).Draw(t, "tenant").write(t)
			}
			for _, one := range tenants {
				one.check(t)
			}
		})
	})
}

// A cafeTenant writes everything into two stores: one beside the other tenant's, and one where it is alone.
type cafeTenant struct {
	together, alone feedback.Historian
	seqs            [][2]feedback.Seq // of each batch, alone and together
}

// write writes a random batch to both stores, which must agree on what comes of it.
func (o *cafeTenant) write(t *rapid.T) {
	t.Helper()
	b := feedback.Batch{At: drawAt(t, "at"), Why: relationshiptest.Text().Draw(t, "why")}
	o.draw(t, &b)
	alone, want := o.alone.Write(t.Context(), b)
	o.translate(&b)
	together, got := o.together.Write(t.Context(), b)
	for _, known := range []error{feedback.ErrNotFound, feedback.ErrExists, feedback.ErrInvalid, feedback.ErrStale, nil} {
		if errors.Is(got, known) != errors.Is(want, known) {
			t.Fatalf("got error %v, want %v", got, want)
		}
	}
	if want != nil {
		if got.Error() != want.Error() {
			t.Fatalf("got error %v, want %v", got, want)
		}
		return
	}
	o.seqs = append(o.seqs, [2]feedback.Seq{alone, together})
}

// draw fills a batch: records with the revisions that they have where the tenant is alone, records that
// are made void, or parties to erase with records that stay for them.
func (o *cafeTenant) draw(t *rapid.T, b *feedback.Batch) {
	t.Helper()
	drawn := cafeContentOf(t, o.alone, 0)
	there := puts(&drawn)
	switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
	case what == 0:
		b.Erase = rapid.SliceOfNDistinct(rapid.SampledFrom(partyIDs()[:4]), 1, 2, rapid.ID[feedback.PartyID]).Draw(t, "erased")
		switch rapid.IntRange(0, 3).Draw(t, "what stays") {
		case 0:
			drawRecords(t, b)
			withoutNames(b)
		case 1:
			b.Items, b.Entries, b.Votes = drawn.Items, drawn.Entries, drawn.Votes
			keepNameless(b)
		}
	case what == 1 && len(there) > 0:
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(there)-1), 1, 3, rapid.ID[int]).Draw(t, "void") {
			b.Void = append(b.Void, feedback.Voided{Ref: there[i].ref, Rev: *there[i].rev})
		}
	default:
		drawRecords(t, b)
		for _, p := range puts(b) {
			i := slices.IndexFunc(there, func(q put) bool { return q.ref == p.ref })
			if i >= 0 && rapid.IntRange(0, 7).Draw(t, "revision is wrong") > 0 {
				*p.rev = *there[i].rev
			} else if len(o.seqs) > 0 && rapid.IntRange(0, 7).Draw(t, "revision is any") == 0 {
				*p.rev = rapid.SampledFrom(o.seqs).Draw(t, "revision")[0]
			}
		}
	}
}

// keepNameless has an erasing batch create again, without a name, what goes with who is erased.
func keepNameless(b *feedback.Batch) {
	gone := func(p feedback.PartyID) bool { return p != "" && slices.Contains(b.Erase, p) }
	about := func(r feedback.Ref) bool {
		return r.Noun == relationship.NounParty && gone(feedback.PartyID(r.ID))
	}
	b.Items = slices.DeleteFunc(b.Items, func(r feedback.Item) bool { return !gone(r.Author) })
	b.Entries = slices.DeleteFunc(b.Entries, func(r feedback.Entry) bool { return !gone(r.By) || about(r.About) })
	b.Votes = slices.DeleteFunc(b.Votes, func(r feedback.Vote) bool { return !gone(r.Voter) || about(r.On) })
	for _, p := range puts(b) {
		*p.rev = 0
	}
	withoutNames(b)
}

// withoutNames takes away who is erased.
func withoutNames(b *feedback.Batch) {
	for i := range b.Items {
		if slices.Contains(b.Erase, b.Items[i].Author) {
			b.Items[i].Author = ""
		}
	}
	for i := range b.Entries {
		if slices.Contains(b.Erase, b.Entries[i].By) {
			b.Entries[i].By = ""
		}
	}
	for i := range b.Votes {
		if slices.Contains(b.Erase, b.Votes[i].Voter) {
			b.Votes[i].Voter = ""
		}
	}
}

// translate puts the numbers of the one store in place of those of the other.
func (o *cafeTenant) translate(b *feedback.Batch) {
	to := func(seq *feedback.Seq) {
		i := slices.IndexFunc(o.seqs, func(both [2]feedback.Seq) bool { return both[0] == *seq })
		if i >= 0 {
			*seq = o.seqs[i][1]
		}
	}
	to(&b.Seq)
	for _, p := range puts(b) {
		to(p.rev)
	}
	for i := range b.Void {
		to(&b.Void[i].Rev)
	}
}

// check asks both stores for everything, and for much of it in many ways. The answers must be the same.
func (o *cafeTenant) check(t *rapid.T) {
	t.Helper()
	known := [2]feedback.Seq{}
	if len(o.seqs) > 0 && rapid.Bool().Draw(t, "looking back") {
		known = rapid.SampledFrom(o.seqs).Draw(t, "known")
	}
	q := drawQueries(t)
	want := q.answers(t, o.alone, known[0])
	for i := range want {
		o.translate(&want[i])
	}
	same(t, "what a tenant sees", q.answers(t, o.together, known[1]), want)
	cafeSound(t, o.together)
}

// cafeQueries are one query for each noun, and one for the log.
type cafeQueries struct {
	items   feedback.ItemQuery
	themes  feedback.ThemeQuery
	links   feedback.LinkQuery
	entries feedback.EntryQuery
	votes   feedback.VoteQuery
	changes feedback.ChangeQuery
	notices feedback.NoticeQuery
	log     feedback.LogQuery
}

// drawList draws what a query may ask for: most often nothing.
func drawList[K any](t *rapid.T, label string, from []K) []K {
	if rapid.IntRange(0, 2).Draw(t, label+" are asked for") > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(from), 1, 3).Draw(t, label)
}

func drawIDs[K ~string](t *rapid.T, label string) []K {
	var ids []K
	for _, id := range append(fewIDs(), "", "\xff", "a\x00") {
		ids = append(ids, K(id))
	}
	return drawList(t, label, ids)
}

func drawQueries(t *rapid.T) cafeQueries {
	after, limit := drawAny[string](t, "after"), rapid.IntRange(0, 3).Draw(t, "limit")
	states := []feedback.State{feedback.Heard, feedback.Decided, feedback.Done, feedback.Considered, ""}
	return cafeQueries{
		items: feedback.ItemQuery{
			IDs: drawIDs[feedback.ItemID](t, "items"), Authors: drawIDs[feedback.PartyID](t, "authors"),
			Kinds: drawList(t, "kinds", feedback.Kinds()), States: drawList(t, "states", states), After: feedback.ItemID(after), Limit: limit,
		},
		themes: feedback.ThemeQuery{
			IDs: drawIDs[feedback.ThemeID](t, "themes"), MergedInto: drawIDs[feedback.ThemeID](t, "merged into"), After: feedback.ThemeID(after), Limit: limit,
		},
		links: feedback.LinkQuery{
			IDs: drawIDs[feedback.LinkID](t, "links"), From: drawList(t, "from", someRefs()), To: drawList(t, "to", someRefs()),
			After: feedback.LinkID(after), Limit: limit,
		},
		entries: feedback.EntryQuery{
			IDs: drawIDs[feedback.EntryID](t, "entries"), About: drawList(t, "about", someRefs()), By: drawIDs[feedback.PartyID](t, "by"),
			Kinds: drawList(t, "entry kinds", []feedback.EntryKind{feedback.Reply, feedback.Moved, ""}), After: feedback.EntryID(after), Limit: limit,
		},
		votes: feedback.VoteQuery{
			IDs: drawIDs[feedback.VoteID](t, "votes"), On: drawList(t, "on", someRefs()), Voters: drawIDs[feedback.PartyID](t, "voters"),
			After: feedback.VoteID(after), Limit: limit,
		},
		changes: feedback.ChangeQuery{
			IDs: drawIDs[feedback.ChangeID](t, "changes"), States: drawList(t, "change states", states), After: feedback.ChangeID(after), Limit: limit,
		},
		notices: feedback.NoticeQuery{
			IDs: drawIDs[feedback.NoticeID](t, "notices"), Entries: drawIDs[feedback.EntryID](t, "of entries"), To: drawIDs[feedback.PartyID](t, "to parties"),
			States: drawList(t, "notice states", []feedback.NoticeState{feedback.Waiting, feedback.Claimed, feedback.Waiting, feedback.Sent, ""}),
			After:  feedback.NoticeID(after), Limit: limit,
		},
		log: feedback.LogQuery{About: drawList(t, "history of", append(someRefs(), feedback.EntryID("a").Ref(), feedback.NoticeID("A").Ref(), feedback.LinkID("ä").Ref()))},
	}
}

// answers returns what a store says about everything, about what it is asked for, and its log.
func (q cafeQueries) answers(t *rapid.T, s feedback.Historian, known feedback.Seq) []feedback.Batch {
	t.Helper()
	all := []feedback.Batch{cafeContentOf(t, s, 0), cafeContentOf(t, s, known)}
	q.items.Known, q.themes.Known, q.links.Known, q.entries.Known = known, known, known, known
	q.votes.Known, q.changes.Known, q.notices.Known = known, known, known
	q.log.After = known
	items, err := s.Items(t.Context(), q.items)
	ok(t, err)
	themes, err := s.Themes(t.Context(), q.themes)
	ok(t, err)
	links, err := s.Links(t.Context(), q.links)
	ok(t, err)
	entries, err := s.Entries(t.Context(), q.entries)
	ok(t, err)
	votes, err := s.Votes(t.Context(), q.votes)
	ok(t, err)
	changes, err := s.Changes(t.Context(), q.changes)
	ok(t, err)
	notices, err := s.Notices(t.Context(), q.notices)
	ok(t, err)
	log, err := s.Log(t.Context(), q.log)
	ok(t, err)
	found := feedback.Batch{
		Items: items.Records, Themes: themes.Records, Links: links.Records, Entries: entries.Records,
		Votes: votes.Records, Changes: changes.Records, Notices: notices.Records,
	}
	return slices.Concat(append(all, found), log.Records, cafeLogOf(t, s, 0))
}
