package network_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// adviceBook is a book with two customers of "us", which was once recorded as "us2" as well: "a", who was
// also "a2", and "b"; and one, "c", without ties.
func adviceBook(t *testing.T) *relationship.Book {
	t.Helper()
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{Now: func() time.Time { return noon(1) }})
	at := func(importance float64) relationship.End {
		return relationship.End{Importance: once(sharp(importance)), Health: once(sharp(importance / 2))}
	}
	always := []relationship.Stint{{}}
	batch := relationship.Batch{Ties: []relationship.Tie{
		{ID: "t1", Kind: "serves", From: "us2", To: "a", Stints: always, Ends: relationship.Ends{From: at(0.1), To: at(0.2)}},
		{ID: "t2", Kind: "serves", From: "a2", To: "d", Stints: always, Ends: relationship.Ends{From: at(0.3), To: at(0.4)}},
		{ID: "t3", Kind: "friend", From: "b", To: "a", Stints: always, Ends: relationship.Ends{From: at(0.5), To: at(0.6)}},
		{ID: "t4", Kind: "friend", From: "a", To: "d", Stints: []relationship.Stint{{To: noon(10)}}},
		{ID: "t5", Kind: "self", From: "a2", To: "a2", Stints: always, Ends: relationship.Ends{From: at(0.7)}},
	}}
	for _, id := range []relationship.PartyID{"us", "us2", "a", "a2", "b", "c", "d"} {
		batch.Parties = append(batch.Parties, relationship.Party{ID: id, Kind: relationship.Person})
	}
	if _, err := book.Put(t.Context(), batch); err != nil {
		t.Fatalf("Put: %v", err)
	}
	for into, from := range map[relationship.PartyID]relationship.PartyID{"us": "us2", "a": "a2"} {
		if err := book.Merge(t.Context(), into, from); err != nil {
			t.Fatalf("Merge: %v", err)
		}
	}
	return book
}

func adviceQuery() network.CustomersQuery {
	return network.CustomersQuery{
		Provider: "us2", Customers: []relationship.PartyID{"c", "a2", "b", "a"}, At: noon(10),
		Worth: func(id relationship.PartyID) relationship.Readings {
			return once(sharp(float64(id[0])))
		},
	}
}

func TestCustomersAreReadWithTheTiesThatTheyHave(t *testing.T) {
	t.Parallel()
	book, q := adviceBook(t), adviceQuery()
	steps := 0
	q.Progress = func(done, of int) {
		if steps++; done != steps || of != 3 {
			t.Errorf("progress %d of %d after %d customers", done, of, steps)
		}
	}
	got, err := network.ReadCustomers(t.Context(), &book.Reader, q)
	if err != nil {
		t.Fatalf("ReadCustomers: %v", err)
	}
	tie := func(id relationship.TieID, kind relationship.KindName, side relationship.Side, with relationship.PartyID, importance float64) network.CustomerTie {
		return network.CustomerTie{
			ID: id, Kind: kind, Side: side, With: with, Ours: with == "us",
			Importance: once(sharp(importance)), Health: once(sharp(importance / 2)),
		}
	}
	mustBeEqual(t, got, []network.Customer{
		{ID: "a", Worth: worth('a'), Ties: []network.CustomerTie{
			tie("t1", "serves", relationship.ToSide, "us", 0.2),
			tie("t2", "serves", relationship.FromSide, "d", 0.3),
			tie("t3", "friend", relationship.FromSide, "b", 0.6), // symmetric, and seen from its other end
			tie("t5", "self", relationship.FromSide, "a", 0.7),
		}},
		{ID: "b", Worth: worth('b'), Ties: []network.CustomerTie{tie("t3", "friend", relationship.FromSide, "a", 0.5)}},
		{ID: "c", Worth: worth('c')},
	})
	found := mustFind(t, got, network.CriticalConfig{})
	if len(found.Kinds) != 4 || found.Kinds[0].Kind != "friend" {
		t.Errorf("got kinds %+v", found.Kinds)
	}
}

func TestATieThatStillHeldIsRead(t *testing.T) {
	t.Parallel()
	book, q := adviceBook(t), adviceQuery()
	q.At = noon(9)
	got, err := network.ReadCustomers(t.Context(), &book.Reader, q)
	if err != nil || len(got[0].Ties) != 5 || got[0].Ties[3].ID != "t4" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestOtherKindsMayBeSymmetric(t *testing.T) {
	t.Parallel()
	store := new(relationship.Memory)
	end := relationship.KindEnd{Phrase: "mills for", Role: "miller"}
	kinds, err := relationship.ReadyKinds().With(relationship.Kind{Name: "mills-for", From: end, Symmetric: true})
	if err != nil {
		t.Fatal(err)
	}
	book := relationship.NewBook(store, relationship.Config{Kinds: kinds})
	person := func(id relationship.PartyID) relationship.Party {
		return relationship.Party{ID: id, Kind: relationship.Person}
	}
	_, err = book.Put(t.Context(), relationship.Batch{
		Parties: []relationship.Party{person("us"), person("a"), person("b")},
		Ties:    []relationship.Tie{{ID: "t1", Kind: "mills-for", From: "a", To: "b", Stints: []relationship.Stint{{}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	q := adviceQuery()
	q.Provider, q.Customers = "us", []relationship.PartyID{"b"}
	got, err := network.ReadCustomers(t.Context(), &book.Reader, q)
	if err != nil || got[0].Ties[0].Side != relationship.FromSide {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReadingCustomersFailsWithAReason(t *testing.T) {
	t.Parallel()
	book := adviceBook(t)
	for field, change := range map[string]func(*network.CustomersQuery){
		"Provider": func(q *network.CustomersQuery) { q.Provider = "" },
		"At":       func(q *network.CustomersQuery) { q.At = time.Time{} },
		"Worth":    func(q *network.CustomersQuery) { q.Worth = nil },
	} {
		q := adviceQuery()
		change(&q)
		_, err := network.ReadCustomers(t.Context(), &book.Reader, q)
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || op.Field != field || !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", field, err)
		}
	}
	q := adviceQuery()
	q.Customers = []relationship.PartyID{"a", "nobody"}
	if _, err := network.ReadCustomers(t.Context(), &book.Reader, q); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("a customer who is not there: got %v", err)
	}
	q = adviceQuery()
	q.Provider = "nobody"
	if _, err := network.ReadCustomers(t.Context(), &book.Reader, q); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("a provider who is not there: got %v", err)
	}
	q = adviceQuery()
	q.Customers = []relationship.PartyID{"a", "us2"}
	if _, err := network.ReadCustomers(t.Context(), &book.Reader, q); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("the provider as a customer: got %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := network.ReadCustomers(cancelled, &book.Reader, adviceQuery()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestAProviderWithoutCustomersHasNone(t *testing.T) {
	t.Parallel()
	book, q := adviceBook(t), adviceQuery()
	for _, none := range [][]relationship.PartyID{nil, {}} {
		q.Customers = none
		got, err := network.ReadCustomers(t.Context(), &book.Reader, q)
		if err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}
