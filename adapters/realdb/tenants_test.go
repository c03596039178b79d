package realdb_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

func TestTenantsSeeNothingOfEachOther(t *testing.T) {
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		rapid.Check(t, func(t *rapid.T) {
			start := scope()
			ends := rapid.Permutation([]string{"", "a", "A", "ä", "a ", "%", "_", "'", "\U0001F600"}).Draw(t, "scopes")
			var tenants []*tenant
			for _, end := range ends[:2] {
				tenants = append(tenants, &tenant{
					together: d.store(t, start+end), alone: new(relationship.Memory), feed: d.feed(t, start+end, "reader"),
				})
			}
			for range rapid.IntRange(1, 12).Draw(t, "batches") {
				rapid.SampledFrom(tenants).Draw(t, "tenant").write(t)
				rapid.SampledFrom(tenants).Draw(t, "reading tenant").follow(t)
			}
			for _, one := range tenants {
				one.check(t)
				one.follow(t)
			}
		})
	})
}

// A tenant writes everything into two stores: one beside the other tenant's, and one where it is alone.
type tenant struct {
	together, alone relationship.Historian
	seqs            [][2]relationship.Seq // of each batch, alone and together
	feed            *sqlstore.Feed        // beside the other tenant's, whose reader has the same name
	confirmed       relationship.Seq      // by the reader, as numbered alone
}

// follow claims some events, which must be what follows in the tenant's own log, and confirms none of
// them, some, or all.
func (o *tenant) follow(t *rapid.T) {
	t.Helper()
	limit := rapid.IntRange(1, 4).Draw(t, "limit")
	alone := logOf(t, o.alone, o.confirmed)
	alone = alone[:min(limit, len(alone))]
	var want, got []relationship.Batch
	for _, b := range alone {
		o.translate(&b)
		want = append(want, b)
	}
	c := claim(t, o.feed, limit, over)
	for _, e := range c.Events {
		got = append(got, e.Batch.(relationship.Batch))
	}
	same(t, "what a tenant's reader gets", got, want)
	if n := rapid.IntRange(0, len(alone)).Draw(t, "confirmed"); n > 0 {
		o.confirmed = alone[n-1].Seq
		if err := o.feed.Confirm(t.Context(), c.UpTo(want[n-1].Seq)); err != nil {
			t.Fatalf("confirming: %v", err)
		}
	}
}

// write writes a random batch to both stores, which must agree on what comes of it.
func (o *tenant) write(t *rapid.T) {
	t.Helper()
	b := relationship.Batch{
		At:  time.Date(2026, time.March, 4, 12, 0, len(o.seqs), 0, time.UTC),
		Why: relationshiptest.Text().Draw(t, "why"),
	}
	o.draw(t, &b)
	alone, want := o.alone.Write(t.Context(), b)
	o.translate(&b)
	together, got := o.together.Write(t.Context(), b)
	for _, known := range []error{relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale, nil} {
		if errors.Is(got, known) != errors.Is(want, known) {
			t.Fatalf("got error %v, want %v", got, want)
		}
	}
	if want == nil {
		o.seqs = append(o.seqs, [2]relationship.Seq{alone, together})
	}
}

// draw fills a batch: records of a few IDs with the revisions that they have where the tenant is alone,
// records that are made void, or a party to erase.
func (o *tenant) draw(t *rapid.T, b *relationship.Batch) {
	t.Helper()
	there := contentOf(t, o.alone, 0)
	what := rapid.IntRange(0, 5).Draw(t, "what")
	switch {
	case what == 0:
		p := relationshiptest.Party().Draw(t, "erased")
		b.Erase = []relationship.PartyID{p.ID}
	case what == 1 && len(there.Parties) > 0 && len(there.Ties) > 0:
		p, x := rapid.SampledFrom(there.Parties).Draw(t, "void"), rapid.SampledFrom(there.Ties).Draw(t, "void tie")
		b.Void = []relationship.Voided{{Ref: p.ID.Ref(), Rev: p.Rev}, {Ref: x.ID.Ref(), Rev: x.Rev}}
	default:
		p, x, n := relationshiptest.Party().Draw(t, "party"), relationshiptest.Tie().Draw(t, "tie"), relationshiptest.Need().Draw(t, "need")
		if i := slices.IndexFunc(there.Parties, func(q relationship.Party) bool { return q.ID == p.ID }); i >= 0 {
			p.Rev = there.Parties[i].Rev
		}
		if i := slices.IndexFunc(there.Ties, func(q relationship.Tie) bool { return q.ID == x.ID }); i >= 0 {
			x = there.Ties[i]
		}
		if i := slices.IndexFunc(there.Needs, func(q relationship.Need) bool { return q.ID == n.ID }); i >= 0 {
			n = there.Needs[i]
		}
		b.Parties, b.Ties, b.Needs = []relationship.Party{p}, []relationship.Tie{x}, []relationship.Need{n}
	}
}

// translate puts the numbers of the one store in place of those of the other.
func (o *tenant) translate(b *relationship.Batch) {
	to := func(seq *relationship.Seq) {
		i := slices.IndexFunc(o.seqs, func(both [2]relationship.Seq) bool { return both[0] == *seq })
		if i >= 0 {
			*seq = o.seqs[i][1]
		}
	}
	to(&b.Seq)
	for i := range b.Parties {
		to(&b.Parties[i].Rev)
	}
	for i := range b.Ties {
		to(&b.Ties[i].Rev)
	}
	for i := range b.Needs {
		to(&b.Needs[i].Rev)
	}
	for i := range b.Void {
		to(&b.Void[i].Rev)
	}
}

// check asks both stores for everything in every way. The answers must be the same.
func (o *tenant) check(t *rapid.T) {
	t.Helper()
	known := [2]relationship.Seq{}
	if len(o.seqs) > 0 {
		known = rapid.SampledFrom(o.seqs).Draw(t, "known")
	}
	of := contentOf(t, o.alone, 0)
	want := answers(t, o.alone, known[0], of)
	for i := range want {
		o.translate(&want[i])
	}
	same(t, "what a tenant sees", answers(t, o.together, known[1], of), want)
}

// answers returns what a store says about everything, about what it is asked for by the IDs of some
// records, and of what was known after a batch; and its log and feed.
func answers(t *rapid.T, s relationship.Historian, known relationship.Seq, of content) []relationship.Batch {
	t.Helper()
	parties, ties := []relationship.PartyID{"nobody"}, []relationship.TieID{"nothing"}
	for _, p := range of.Parties {
		parties = append(parties, p.ID)
	}
	for _, x := range of.Ties {
		parties, ties = append(parties, x.From, x.To), append(ties, x.ID)
	}
	var all []relationship.Batch
	for _, c := range []content{contentOf(t, s, 0), contentOf(t, s, known)} {
		all = append(all, relationship.Batch{Parties: c.Parties, Ties: c.Ties, Needs: c.Needs})
	}
	for _, q := range []relationship.PartyQuery{{IDs: parties}, {MergedInto: parties}, {Merged: true}} {
		page, err := s.Parties(t.Context(), q)
		ok(t, err)
		all = append(all, relationship.Batch{Parties: page.Records})
	}
	for _, q := range []relationship.TieQuery{{IDs: ties}, {Of: parties}, {Of: parties[:1]}} {
		page, err := s.Ties(t.Context(), q)
		ok(t, err)
		all = append(all, relationship.Batch{Ties: page.Records})
	}
	for _, q := range []relationship.NeedQuery{{Of: parties}, {In: ties}} {
		page, err := s.Needs(t.Context(), q)
		ok(t, err)
		all = append(all, relationship.Batch{Needs: page.Records})
	}
	feed, err := relationship.Collect(relationship.NewBook(s, relationship.Config{}).Feed(t.Context(), known))
	ok(t, err)
	return slices.Concat(all, feed, logOf(t, s, 0))
}
