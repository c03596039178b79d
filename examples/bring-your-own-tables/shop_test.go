package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
)

// A counter is where customers are: the shop's database, and a book on it.
type counter struct {
	*relationship.Book
	t  *testing.T
	db *sql.DB
}

func openCounter(t *testing.T) counter {
	t.Helper()
	s := opener(t)(t)
	return counter{relationship.NewBook(s, relationship.Config{Now: today}), t, s.db.(*sql.DB)}
}

// exec runs SQL of the shop.
func (c counter) exec(query string) {
	c.t.Helper()
	if _, err := c.db.ExecContext(c.t.Context(), query); err != nil {
		c.t.Fatal(err)
	}
}

// text returns the one value that SQL of the shop finds.
func (c counter) text(query string) string {
	c.t.Helper()
	var out string
	if err := c.db.QueryRowContext(c.t.Context(), query).Scan(&out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestRowsThatWereThereAreParties(t *testing.T) {
	t.Parallel()
	db, err := openShop(t.Context(), filepath.Join(t.TempDir(), "shop.db"))
	ok(t, err)
	t.Cleanup(func() { db.Close() })
	ok(t, fillShop(t.Context(), db))
	for range 2 { // the second time changes nothing
		s, err := newStore(t.Context(), db)
		ok(t, err)
		b := relationship.NewBook(s, relationship.Config{})
		p, err := b.Party(t.Context(), "customer:2")
		ok(t, err)
		same(t, "a customer", p, relationship.Party{ID: "customer:2", Rev: 1, Kind: relationship.Organisation, Name: "Café Botta"})
		ties, err := relationship.Collect(b.Ties(t.Context(), relationship.TieQuery{Of: []relationship.PartyID{"customer:2"}}))
		ok(t, err)
		if len(ties) != 1 || ties[0].ID != "orders-of:2" || ties[0].From != "shop" || ties[0].Rev != 1 {
			t.Errorf("got ties %v, want the one with the shop", ties)
		}
	}
}

func TestPartyThatIsPutIsARowOfCustomers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind relationship.PartyKind
		row  string
	}{{relationship.Person, "0 Ann"}, {relationship.Organisation, "1 Ann"}, {relationship.Group, "1 Ann"}} {
		shop := openCounter(t)
		put, err := shop.PutParty(t.Context(), relationship.Party{ID: "customer:42", Kind: c.kind, Name: "Ann"})
		ok(t, err)
		same(t, "the row", shop.text(`select business || ' ' || name from customers where id = 42`), c.row)
		same(t, "the body", shop.text(`select instr(body, 'Ann') from kith_parties`), "0")
		got, err := shop.Party(t.Context(), "customer:42")
		ok(t, err)
		same(t, "the party", got, put)
	}
}

func TestIDsThatNameNoRowAreOtherParties(t *testing.T) {
	t.Parallel()
	shop := openCounter(t)
	for _, id := range []relationship.PartyID{
		"customer:", "customer:042", "customer:+42", "customer: 42", "customer:9223372036854775808", "Customer:42", "customer:4x", "42",
	} {
		_, err := shop.PutParty(t.Context(), relationship.Party{ID: id, Kind: relationship.Person})
		ok(t, err)
	}
	same(t, "the customers", shop.text(`select count(*) from customers`), "0")
}

func TestWhatTheShopWritesIsSeenAndGuarded(t *testing.T) {
	t.Parallel()
	shop := openCounter(t)
	shop.exec(`insert into customers (id, name, business) values (7, 'Bo', true), (8, 'Cy', false)`)
	before, err := shop.Party(t.Context(), "customer:7")
	ok(t, err)
	shop.exec(`update customers set business = false where id = 7; update customers set email = 'x' where id = 8`)
	if _, err := shop.PutParty(t.Context(), before); !errors.Is(err, relationship.ErrStale) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrStale)
	}
	after, err := shop.Party(t.Context(), "customer:7")
	ok(t, err)
	if after.Kind != relationship.Person || after.Rev <= before.Rev {
		t.Errorf("got kind %s and Rev %d after %d, want a person with a greater one", after.Kind, after.Rev, before.Rev)
	}
	shop.exec(`delete from customers where id = 7`)
	if _, err := shop.Party(t.Context(), "customer:7"); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrNotFound)
	}
}

func TestVoidCustomerStaysInTheShop(t *testing.T) {
	t.Parallel()
	shop := openCounter(t)
	shop.exec(`insert into customers (id, name) values (7, 'Bo')`)
	ok(t, shop.Void(t.Context(), relationship.PartyID("customer:7").Ref()))
	if _, err := shop.Party(t.Context(), "customer:7"); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrNotFound)
	}
	same(t, "the row", shop.text(`select name from customers where id = 7`), "Bo")
}

func TestFirstOrderOnlyMakesATie(t *testing.T) {
	t.Parallel()
	shop := openCounter(t)
	shop.exec(`insert into customers (id, name) values (7, 'Bo')`)
	shop.exec(`insert into orders (customer, placed_on, cents) values (7, '2026-01-31', 100), (7, '2026-01-01', 100), (null, '2026-01-01', 100)`)
	got, err := shop.Tie(t.Context(), "orders-of:7")
	ok(t, err)
	if from := got.Stints[0].From.Format("2006-01-02"); from != "2026-01-31" || got.To != "customer:7" || len(got.Stints) != 1 {
		t.Errorf("got a tie to %s since %s, want one to customer:7 since 2026-01-31", got.To, from)
	}
	same(t, "the ties", shop.text(`select count(*) from kith_ties`), "1")
	got, err = shop.End(t.Context(), got.ID, today())
	ok(t, err)
	shop.exec(`insert into orders (customer, placed_on, cents) values (7, '2026-03-31', 100)`)
	again, err := shop.Tie(t.Context(), got.ID)
	ok(t, err)
	same(t, "the tie that was ended, after another order", again, got)
}

func TestTransactionOfTheShopHoldsWhatTheBookWrites(t *testing.T) {
	t.Parallel()
	shop := openCounter(t)
	ctx, cancel := context.WithCancel(t.Context())
	tx, err := shop.db.BeginTx(t.Context(), nil)
	ok(t, err)
	b := relationship.NewBook(&store{tx}, relationship.Config{Now: today})
	_, err = b.PutParty(ctx, relationship.Party{ID: "customer:7", Kind: relationship.Person, Name: "Bo"})
	ok(t, err)
	cancel()
	if _, err := b.PutParty(ctx, relationship.Party{ID: "x", Kind: relationship.Person}); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	same(t, "what others see", shop.text(`select count(*) from kith_parties`), "0")
	ok(t, tx.Commit())
	same(t, "what others see then", shop.text(`select count(*) from customers join kith_parties on customer = customers.id`), "1")
}

func TestNothingOfWhoWasErasedIsInTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.db")
	db, err := openShop(t.Context(), path)
	ok(t, err)
	s, err := newStore(t.Context(), db)
	ok(t, err)
	shop := counter{relationship.NewBook(s, relationship.Config{Now: today}), t, db}
	shop.exec(`insert into customers (id, name, email) values (7, 'Zwetschgenbaum', 'plum@example.org')`)
	shop.exec(`insert into orders (customer, placed_on, cents) values (7, '2026-01-01', 100)`)
	_, err = shop.Put(t.Context(), relationship.Batch{Needs: []relationship.Need{{ID: "n", Party: "customer:7", Text: "ein Pflaumenkuchen"}}})
	ok(t, err)
	ok(t, shop.Void(t.Context(), relationship.NeedID("n").Ref()))
	_, err = shop.Erase(t.Context(), "customer:7")
	ok(t, err)
	same(t, "orders that stay", shop.text(`select count(*) from orders where customer is null`), "1")
	ok(t, db.Close())
	content, err := os.ReadFile(path)
	ok(t, err)
	for _, secret := range []string{"Zwetschgenbaum", "plum@", "Pflaumenkuchen", "customer:7", "orders-of:7"} {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%q is still in the file", secret)
		}
	}
}
