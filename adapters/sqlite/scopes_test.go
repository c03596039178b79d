package sqlite_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A tenant is a scope beside what it should hold.
type tenant struct {
	store relationship.Historian
	twin  *relationship.Memory
	last  relationship.Seq
}

// TestScopesNeverMeet writes records with the same IDs into scopes with names that are nearly alike,
// and compares all that each can read with a store that it has for itself.
func TestScopesNeverMeet(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	var cases atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		var tenants []*tenant
		prefix := fmt.Sprint(cases.Add(1))
		for _, name := range []string{"a", "A", "a ", "%", "ä"} {
			tenants = append(tenants, &tenant{store: stores(t, db, prefix+name), twin: new(relationship.Memory)})
		}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			who := rapid.SampledFrom(tenants).Draw(rt, "tenant")
			who.write(rt, drawBatch(rt, who.last))
		}
		for _, who := range tenants {
			who.compare(rt)
		}
	})
}

func drawBatch(t *rapid.T, last relationship.Seq) relationship.Batch {
	id := rapid.SampledFrom([]string{"x", "y", "z"})
	party := func() relationship.PartyID { return relationship.PartyID(id.Draw(t, "party")) }
	rev := rapid.SampledFrom([]relationship.Seq{0, 0, last}).Draw(t, "rev")
	b := relationship.Batch{At: noon()}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		p := person(party())
		p.Rev, p.Name = rev, rapid.String().Draw(t, "name")
		b.Parties = []relationship.Party{p}
	case 1:
		b.Ties = []relationship.Tie{{
			ID: relationship.TieID(id.Draw(t, "tie")), Rev: rev, Kind: "knows", From: party(), To: party(), Stints: []relationship.Stint{{}},
		}}
	case 2:
		b.Needs = []relationship.Need{{ID: relationship.NeedID(id.Draw(t, "need")), Rev: rev, Party: party(), Tie: relationship.TieID(id.Draw(t, "tie"))}}
	case 3:
		b.Void = []relationship.Voided{{Ref: party().Ref(), Rev: max(last, 1)}}
	default:
		b.Erase = []relationship.PartyID{party()}
	}
	return b
}

func (w *tenant) write(t *rapid.T, b relationship.Batch) {
	seq, err := w.store.Write(t.Context(), b)
	wantSeq, wantErr := w.twin.Write(t.Context(), b)
	for _, kind := range []error{relationship.ErrNotFound, relationship.ErrExists, relationship.ErrStale, relationship.ErrInvalid} {
		if errors.Is(err, kind) != errors.Is(wantErr, kind) {
			t.Fatalf("write: got error %v, want %v", err, wantErr)
		}
	}
	if (err == nil) != (wantErr == nil) || seq != wantSeq {
		t.Fatalf("write: got number %d and error %v, want %d and %v", seq, err, wantSeq, wantErr)
	}
	w.last = max(w.last, seq)
}

func (w *tenant) compare(t *rapid.T) {
	for known := range w.last + 1 {
		if got, want := w.everything(t, w.store, known), w.everything(t, w.twin, known); got != want {
			t.Fatalf("as known after batch %d: got\n%s\nwant\n%s", known, got, want)
		}
	}
}

// everything returns all that a store answers, as text.
func (w *tenant) everything(t *rapid.T, s relationship.Historian, known relationship.Seq) string {
	some := []relationship.PartyID{"x", "y"}
	var answers []any
	var errs []error
	note := func(page any, err error) { answers, errs = append(answers, page), append(errs, err) }
	ctx := t.Context()
	for _, q := range []relationship.PartyQuery{{}, {IDs: some}, {MergedInto: some}, {Merged: true}} {
		q.Known = known
		p, err := s.Parties(ctx, q)
		note(p.Records, err)
	}
	for _, q := range []relationship.TieQuery{{}, {IDs: []relationship.TieID{"x", "y"}}, {Of: some}, {Of: some[:1]}, {Kinds: []relationship.KindName{"knows"}}} {
		q.Known = known
		p, err := s.Ties(ctx, q)
		note(p.Records, err)
	}
	for _, q := range []relationship.NeedQuery{{}, {IDs: []relationship.NeedID{"x", "y"}}, {Of: some}, {In: []relationship.TieID{"x", "y"}}} {
		q.Known = known
		p, err := s.Needs(ctx, q)
		note(p.Records, err)
	}
	for _, q := range []relationship.LogQuery{{}, {After: 2}, {About: []relationship.Ref{some[0].Ref(), relationship.TieID("y").Ref()}}} {
		p, err := s.Log(ctx, q)
		note(p.Records, err)
	}
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("read: %v", err)
	}
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
