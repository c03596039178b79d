package network_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// tradeBook is a book of a maker, us, with a shop that buys from us, drivers who buy from the shop, and
// a second record of the shop.
func tradeBook(t *testing.T) *relationship.Book {
	t.Helper()
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{})
	always := []relationship.Stint{{}}
	batch := relationship.Batch{
		Ties: []relationship.Tie{
			{ID: "t1", Kind: "supplies", From: "us", To: "shop", Stints: always},
			{ID: "t2", Kind: "supplies", From: "shop-2", To: "ann", Stints: always},
			{ID: "t3", Kind: "supplies", From: "shop", To: "bob", Stints: []relationship.Stint{{To: needsThen}}},
			{ID: "t4", Kind: "supplies", From: "shop", To: "shop-2", Stints: always},
			{ID: "t5", Kind: "supplies", From: "shop", To: "cy", Stints: always},
			{ID: "t6", Kind: "supplies", From: "shop", To: "dot", Stints: always},
			{ID: "t7", Kind: "serves", From: "shop", To: "dot", Stints: always},
		},
	}
	for _, id := range []relationship.PartyID{"us", "shop", "shop-2", "ann", "bob", "cy", "dot"} {
		batch.Parties = append(batch.Parties, relationship.Party{ID: id, Kind: relationship.Organisation, Name: "Secret"})
	}
	if _, err := book.As("us", "test").Put(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if err := book.Merge(t.Context(), "shop", "shop-2"); err != nil {
		t.Fatal(err)
	}
	return book
}

// customersPay says that the To end pays 10, nothing for t5 and nobody knows how much for t6.
func customersPay(t *relationship.Tie) (relationship.Side, relationship.Estimate) {
	switch t.ID {
	case "t5":
		return relationship.ToSide, exact(0)
	case "t6":
		return relationship.ToSide, relationship.Estimate{}
	}
	return relationship.ToSide, exact(10)
}

func TestPaymentsAreReadAsMergesHaveThem(t *testing.T) {
	t.Parallel()
	book := tradeBook(t)
	got, err := network.ReadPayments(t.Context(), &book.Reader, network.PaymentsQuery{
		Ties: relationship.TieQuery{Kinds: []relationship.KindName{"supplies"}}, At: needsNow, Amount: customersPay,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []network.Payment{
		{Tie: "t1", Kind: "supplies", Payer: "shop", Payee: "us", Amount: exact(10)},
		{Tie: "t2", Kind: "supplies", Payer: "ann", Payee: "shop", Amount: exact(10)},
		{Tie: "t6", Kind: "supplies", Payer: "dot", Payee: "shop"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	checkFigures(t, mustFollow(t, got, network.FlowConfig{}), values{"rests on ann": 10})
}

func TestPaymentsNeedAnInstantAndAmounts(t *testing.T) {
	t.Parallel()
	book := tradeBook(t)
	for field, q := range map[string]network.PaymentsQuery{"At": {Amount: customersPay}, "Amount": {At: needsNow}} {
		_, err := network.ReadPayments(t.Context(), &book.Reader, q)
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || op.Field != field || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("got %v, want an error about %s", err, field)
		}
	}
}

// A failingStore fails from a certain read on.
type failingStore struct {
	relationship.Store
	left *int
}

var errStore = errors.New("the disk is gone")

func (s failingStore) fail() error {
	*s.left--
	if *s.left < 0 {
		return errStore
	}
	return nil
}

func (s failingStore) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Party]{}, err
	}
	return s.Store.Parties(ctx, q)
}

func (s failingStore) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Tie]{}, err
	}
	return s.Store.Ties(ctx, q)
}

func TestFailuresOfTheStoreStopReadingPayments(t *testing.T) {
	t.Parallel()
	memory := new(relationship.Memory)
	if _, err := relationship.NewBook(memory, relationship.Config{}).Put(t.Context(), relationship.Batch{
		Parties: []relationship.Party{{ID: "us", Kind: relationship.Group}, {ID: "a", Kind: relationship.Group}},
		Ties:    []relationship.Tie{{ID: "t", Kind: "supplies", From: "us", To: "a", Stints: []relationship.Stint{{From: time.Time{}}}}},
	}); err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		left := n
		book := relationship.NewBook(failingStore{memory, &left}, relationship.Config{})
		payments, err := network.ReadPayments(t.Context(), &book.Reader, network.PaymentsQuery{At: needsNow, Amount: customersPay})
		if left >= 0 {
			if err != nil || n < 2 {
				t.Fatalf("after %d reads: %v", n, err)
			}
			return
		}
		if !errors.Is(err, errStore) || payments != nil {
			t.Fatalf("read %d fails: got %v and %d payments", n, err, len(payments))
		}
	}
	t.Fatal("reading never ends")
}

func TestReadingPaymentsHeedsTheContext(t *testing.T) {
	t.Parallel()
	book := tradeBook(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := network.ReadPayments(ctx, &book.Reader, network.PaymentsQuery{At: needsNow, Amount: customersPay}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
