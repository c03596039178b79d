package relationshiptest

import (
	"context"
	"errors"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// noon returns an ordinary instant, n seconds after noon of an ordinary day.
func noon(n int) time.Time { return time.Date(2026, time.March, 4, 12, 0, n, 0, time.UTC) }

// batch returns a batch of records, each of them a Party, Tie, Need or Voided.
func batch(records ...any) relationship.Batch {
	b := relationship.Batch{At: noon(0)}
	for _, r := range records {
		switch r := r.(type) {
		case relationship.Party:
			b.Parties = append(b.Parties, r)
		case relationship.Tie:
			b.Ties = append(b.Ties, r)
		case relationship.Need:
			b.Needs = append(b.Needs, r)
		case relationship.Voided:
			b.Void = append(b.Void, r)
		}
	}
	return b
}

func person(id string, rev ...relationship.Seq) relationship.Party {
	return relationship.Party{ID: relationship.PartyID(id), Rev: first(rev), Kind: relationship.Person}
}

func tie(id, from, to string, rev ...relationship.Seq) relationship.Tie {
	return relationship.Tie{
		ID: relationship.TieID(id), Rev: first(rev), Kind: "knows",
		From: relationship.PartyID(from), To: relationship.PartyID(to),
		Stints: []relationship.Stint{{From: noon(0)}},
	}
}

func need(id, party, tie string, rev ...relationship.Seq) relationship.Need {
	return relationship.Need{
		ID: relationship.NeedID(id), Rev: first(rev),
		Party: relationship.PartyID(party), Tie: relationship.TieID(tie),
	}
}

func void(ref relationship.Ref, rev relationship.Seq) relationship.Voided {
	return relationship.Voided{Ref: ref, Rev: rev}
}

func first(rev []relationship.Seq) relationship.Seq {
	if len(rev) == 0 {
		return 0
	}
	return rev[0]
}

// write writes records, which must succeed, and returns the number of the batch.
func write(tb TB, s relationship.Store, records ...any) relationship.Seq {
	tb.Helper()
	return writeBatch(tb, s, batch(records...))
}

func writeBatch(tb TB, s relationship.Store, b relationship.Batch) relationship.Seq {
	tb.Helper()
	seq, err := s.Write(tb.Context(), b)
	if err != nil {
		tb.Fatalf("write: got error %v, want none", err)
	}
	if seq <= 0 {
		tb.Fatalf("write: got number %d, want above 0", seq)
	}
	return seq
}

func erase(tb TB, s relationship.Store, ids ...relationship.PartyID) relationship.Seq {
	tb.Helper()
	return writeBatch(tb, s, relationship.Batch{At: noon(0), Erase: ids})
}

// refuse writes a batch, which must be refused with an error.
func refuse(tb TB, s relationship.Store, want error, b relationship.Batch) {
	tb.Helper()
	_, err := s.Write(tb.Context(), b)
	mustMatch(tb, "write", err, want)
}

func mustMatch(tb TB, what string, err, want error) {
	tb.Helper()
	if !errors.Is(err, want) {
		tb.Fatalf("%s: got error %v, want one matching %q", what, err, want)
	}
}

// unchanged calls do, after which the store must show what it showed before.
func unchanged(tb TB, s relationship.Store, do func()) {
	tb.Helper()
	records, log := contentOf(tb, s, 0), logOf(tb, s)
	do()
	mustEqual(tb, "the records, before and after", contentOf(tb, s, 0), records)
	mustEqual(tb, "the log, before and after", logOf(tb, s), log)
}

// mustHold fails where a store's records are not these, which are compared without their Rev.
func mustHold(tb TB, s relationship.Store, want ...any) {
	tb.Helper()
	b := batch(want...)
	got := contentOf(tb, s, 0)
	mustEqual(tb, "all records", got.withoutRevs(), content{b.Parties, b.Ties, b.Needs}.withoutRevs())
}

// withoutRevs returns the records with Rev 0; it changes them in place.
func (c content) withoutRevs() content {
	for i := range c.Parties {
		c.Parties[i].Rev = 0
	}
	for i := range c.Ties {
		c.Ties[i].Rev = 0
	}
	for i := range c.Needs {
		c.Needs[i].Rev = 0
	}
	return c
}

// at returns the records with a number as their Rev; it changes them in place.
func (c content) at(seq relationship.Seq) content {
	for i := range c.Parties {
		c.Parties[i].Rev = seq
	}
	for i := range c.Ties {
		c.Ties[i].Rev = seq
	}
	for i := range c.Needs {
		c.Needs[i].Rev = seq
	}
	return c
}

// cancelled returns a context that is done.
func cancelled(tb TB) context.Context {
	ctx, cancel := context.WithCancel(tb.Context())
	cancel()
	return ctx
}
