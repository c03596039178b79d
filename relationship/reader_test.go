package relationship_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// A list that came out empty must not open the whole network.
func TestEmptyListSelectsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("a", "b"), Ties: []relationship.Tie{tie("t", "friend", "a", "b")},
		Needs: []relationship.Need{{ID: "n", Party: "a"}},
	})
	nobody, noTie, ctx := []relationship.PartyID{}, []relationship.TieID{}, t.Context()
	same(t, "parties", all(t, d.Parties(ctx, relationship.PartyQuery{IDs: nobody})), []relationship.Party{})
	same(t, "parties merged", all(t, d.Parties(ctx, relationship.PartyQuery{MergedInto: nobody})), []relationship.Party{})
	same(t, "ties", all(t, d.Ties(ctx, relationship.TieQuery{IDs: noTie})), []relationship.Tie{})
	same(t, "ties of nobody", all(t, d.Ties(ctx, relationship.TieQuery{Of: nobody})), []relationship.Tie{})
	same(t, "ties of no kind", all(t, d.Ties(ctx, relationship.TieQuery{Kinds: []relationship.KindName{}})), []relationship.Tie{})
	same(t, "needs", all(t, d.Needs(ctx, relationship.NeedQuery{IDs: []relationship.NeedID{}})), []relationship.Need{})
	same(t, "needs of nobody", all(t, d.Needs(ctx, relationship.NeedQuery{Of: nobody})), []relationship.Need{})
	same(t, "needs in no tie", all(t, d.Needs(ctx, relationship.NeedQuery{In: noTie})), []relationship.Need{})
	same(t, "ties around nobody", len(all(t, d.Around(ctx))), 0)
	if got := len(all(t, d.Ties(ctx, relationship.TieQuery{}))); got != 1 {
		t.Errorf("got %d ties for a query without lists, want 1", got)
	}
}

func TestKnownOfAQueryIsAskedOfMergesToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("a", "b", "c"), Ties: []relationship.Tie{tie("t", "friend", "b", "c")},
		Needs: []relationship.Need{{ID: "n", Party: "b"}},
	})
	ok(t, d.Merge(t.Context(), "a", "b"))
	b, err := relationship.Collect(d.Parties(t.Context(), relationship.PartyQuery{IDs: []relationship.PartyID{"b"}}))
	ok(t, err)
	merged := b[0].Rev
	ok(t, d.Unmerge(t.Context(), "b"))
	for _, test := range []struct {
		known relationship.Seq
		want  int
	}{{0, 0}, {merged - 1, 0}, {merged, 1}, {merged + 1, 0}} {
		of := []relationship.PartyID{"a"}
		if got := len(all(t, d.Ties(t.Context(), relationship.TieQuery{Of: of, Known: test.known}))); got != test.want {
			t.Errorf("got %d ties of a as known after %d, want %d", got, test.known, test.want)
		}
		if got := len(all(t, d.Needs(t.Context(), relationship.NeedQuery{Of: of, Known: test.known}))); got != test.want {
			t.Errorf("got %d needs of a as known after %d, want %d", got, test.known, test.want)
		}
	}
}

// The reason of an erasure would stay for ever, and is likely to say of whom it was.
func TestErasureKeepsNoReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a")})
	report, err := d.As("office", "asked for by "+secret).Erase(t.Context(), "a")
	ok(t, err)
	for _, b := range all(t, d.Feed(t.Context(), 0)) {
		if b.Why != "" {
			t.Errorf("batch %d says why: %q", b.Seq, b.Why)
		}
		if b.Seq == report.Seq && b.By != "office" {
			t.Errorf("the erasure is by %q, want office", b.By)
		}
	}
}

func TestErrorsKeepToOneLine(t *testing.T) {
	t.Parallel()
	_, err := newDesk(t).Party(t.Context(), "evil\nrelationship: all is well")
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("got error %v, want one on one line", err)
	}
}

func TestErrorsOfABatchNameTheRecord(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a")})
	_, err := d.Put(t.Context(), relationship.Batch{Parties: people("b", "a")})
	if got, want := err.Error(), "relationship: put: Parties[1]: exists already"; got != want {
		t.Errorf("got error %q, want %q", got, want)
	}
	if _, err = d.PutParty(t.Context(), people("a")[0]); !errors.Is(err, relationship.ErrExists) {
		t.Fatalf("got error %v, want one matching %v", err, relationship.ErrExists)
	}
	if got, want := err.Error(), "relationship: put party a: exists already"; got != want {
		t.Errorf("got error %q, want %q", got, want)
	}
}

func TestHistoryIsOfRecordsOfThisRoom(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, of := range []relationship.Ref{{}, {Noun: "item", ID: "a"}, {Noun: relationship.NounParty}} {
		if _, err := relationship.Collect(d.History(t.Context(), of)); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("history of %v: got error %v, want one matching %v", of, err, relationship.ErrInvalid)
		}
	}
}

func TestJSONKeepsTheSignOfZero(t *testing.T) {
	t.Parallel()
	minus := math.Copysign(0, -1)
	text, err := json.Marshal(relationship.Estimate{Value: minus, Low: minus, High: minus, N: minus, Guesses: minus, Basis: relationship.Guessed})
	ok(t, err)
	var e relationship.Estimate
	ok(t, json.Unmarshal(text, &e))
	for i, v := range []float64{e.Value, e.Low, e.High, e.N, e.Guesses} {
		if !math.Signbit(v) {
			t.Errorf("number %d of %s lost its sign", i, text)
		}
	}
}

func TestStintWithoutBeginningOverlapsWhatFollows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a", "b")})
	_, err := d.Relate(t.Context(), relationship.Tie{
		Kind: "friend", From: "a", To: "b", Stints: []relationship.Stint{{}, {From: noon(1)}},
	})
	broken(t, err, relationship.ErrInvalid, "Stints[1].From")
}

// A store that keeps what it was told to erase must not hold its caller for ever.
func TestErasureThatDoesNotEraseEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a")})
	book := relationship.NewBook(keeper{d.store}, relationship.Config{})
	if _, err := book.Erase(t.Context(), "a"); !errors.Is(err, relationship.ErrBrokenStore) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrBrokenStore)
	}
}

// A keeper says that it has erased, and has not.
type keeper struct{ *relationship.Memory }

func (k keeper) Write(context.Context, relationship.Batch) (relationship.Seq, error) { return 9, nil }

// The caller knows nothing of guards, and must not be told of a place behind his own records.
func TestErrorOfAGuardNamesNoRecordOfTheCaller(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a", "b"), Ties: []relationship.Tie{tie("t", "friend", "a", "b")}})
	slow := relationship.NewBook(&interrupted{Memory: d.store, by: func() {
		ok(t, d.Void(t.Context(), relationship.TieID("t").Ref()))
	}}, relationship.Config{})
	_, err := slow.Put(t.Context(), relationship.Batch{Needs: []relationship.Need{{Party: "a", Tie: "t"}}})
	broken(t, err, relationship.ErrNotFound, "")
}
