package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A story is a shop that begins to look at whom its customers care about.
type story struct {
	db   *sql.DB
	cfg  relationship.Config
	book *relationship.Book
	out  io.Writer
}

// tell tells the story from top to bottom.
func tell(ctx context.Context, db *sql.DB, out io.Writer) error {
	s, err := newStore(ctx, db)
	if err != nil {
		return err
	}
	cfg := relationship.Config{Now: today} // fixed, so that every run prints the same
	t := &story{db: db, cfg: cfg, book: relationship.NewBook(s, cfg), out: out}
	fmt.Fprintln(out, "Kith on a database that was there before. All of it is made up.")
	for _, part := range []func(context.Context) error{t.before, t.buyers, t.cared, t.together, t.renamed, t.asked, t.forgotten} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func today() time.Time { return time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC) }

func (t *story) before(ctx context.Context) error {
	return t.sql(ctx, "A shop that sells bicycles. Its own SQL says:", `
		select c.id, c.name, iif(business, 'business', 'private'), 'orders: ' || count(*), printf('%.2f', sum(cents) / 100.0)
		from customers c join orders o on o.customer = c.id group by c.id order by c.id`)
}

// buyers reads the same rows through the book.
func (t *story) buyers(ctx context.Context) error {
	if _, err := t.book.PutParty(ctx, relationship.Party{ID: "shop", Kind: relationship.Organisation, Name: "Lindholm Cycles"}); err != nil {
		return err
	}
	return t.table("The book sees the same rows as parties and ties:", func(line func(cells ...any)) error {
		for v, err := range t.book.Around(ctx, "shop") {
			if err != nil {
				return err
			}
			line(v.Self.Name, v.Phrase(), v.Other.Name, v.Other.Kind, "since "+v.Tie.Stints[0].From.Format(time.DateOnly))
		}
		return nil
	})
}

// cared relates customers to the people they care about, and to each other.
func (t *story) cared(ctx context.Context) error {
	noe := relationship.Party{ID: "noe", Kind: relationship.Person, Name: "Noé"}
	rosa := relationship.Party{ID: "rosa", Kind: relationship.Person, Name: "Rosa Haddad"}
	_, err := t.book.As("shop", "talks at the counter").Put(ctx, relationship.Batch{
		Parties: []relationship.Party{noe, rosa},
		Ties: []relationship.Tie{
			tie("ines-noe", "cares-for", "customer:1", noe.ID, .95, .40),
			tie("omar-rosa", "cares-for", "customer:4", rosa.ID, .90, .70),
			tie("tilda-ines", "friend", "customer:3", "customer:1", .60, .80),
			tie("courier-café", "serves", "customer:6", "customer:2", .80, .50),
		},
		Needs: []relationship.Need{
			{ID: "n1", Party: noe.ID, Tie: "ines-noe", Text: "to ride to school without her"},
			{ID: "n2", Party: rosa.ID, Text: "to come along to the market", Voiced: true},
		},
	})
	if err != nil {
		return err
	}
	return t.table("Whom they care about is written through the book:", func(line func(cells ...any)) error {
		for v, err := range t.book.Around(ctx, "customer:1", "customer:4", "customer:6") {
			if err != nil {
				return err
			}
			if v.Other.ID != "shop" {
				line(v.Self.Name, v.Phrase(), v.Other.Name, share(v.Mine().Importance, "matters"), share(v.Mine().Health, "goes"))
			}
		}
		return nil
	})
}

// together writes to the tables of the shop and through a book in one transaction, once given up and once kept.
func (t *story) together(ctx context.Context) error {
	sell := func(tx *sql.Tx) error {
		key, err := addCustomer(ctx, tx, "Ada Winter", false)
		if err != nil {
			return err
		}
		if err := addOrder(ctx, tx, key, today(), 64900); err != nil {
			return err
		}
		ada := relationship.PartyID(fmt.Sprint("customer:", key))
		_, err = relationship.NewBook(&store{tx}, t.cfg).Relate(ctx, tie("ada-noe", "mentor", ada, "noe", .7, .9))
		return err
	}
	fmt.Fprintln(t.out, "\nA sale, and for whom the bicycle is, in one transaction of the shop:")
	for _, end := range []struct {
		how string
		do  func(*sql.Tx) error
	}{{"given up", (*sql.Tx).Rollback}, {"kept", (*sql.Tx).Commit}} {
		tx, err := t.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := sell(tx); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := end.do(tx); err != nil {
			return err
		}
		if err := t.count(ctx, end.how); err != nil {
			return err
		}
	}
	return nil
}

// renamed lets the shop change a name by SQL between a read and a write of the book, and then the book change it.
func (t *story) renamed(ctx context.Context) error {
	p, err := t.book.Party(ctx, "customer:1")
	if err != nil {
		return err
	}
	if _, err := t.db.ExecContext(ctx, `update customers set name = 'Ines Laurent' where id = 1`); err != nil {
		return err
	}
	_, refused := t.book.PutParty(ctx, p)
	if !errors.Is(refused, relationship.ErrStale) {
		return fmt.Errorf("a party that the shop had changed was put: %w", refused)
	}
	fmt.Fprintf(t.out, "\nThe shop's SQL gives Ines Moreau another name. Who had read her before is told:\n  %v\n", refused)
	_, err = t.book.UpdateParty(ctx, p.ID, func(p *relationship.Party) error {
		fmt.Fprintf(t.out, "  read again, she is %s; the book makes her Ines Laurent-Moreau\n", p.Name)
		p.Name += "-Moreau"
		p.Facts = append(p.Facts, relationship.Fact{Name: "rides", Value: "daily", Source: "counter", Basis: relationship.Stated, At: today()})
		return nil
	})
	if err != nil {
		return err
	}
	return t.sql(ctx, "Her row of customers now, and what is known of her beside it:", `
		select c.id, c.name, f.value ->> '$.name', f.value ->> '$.value', f.value ->> '$.basis'
		from customers c join kith_parties p on p.customer = c.id, json_each(p.body, '$.facts') f`)
}

// asked asks the tables of both at once.
func (t *story) asked(ctx context.Context) error {
	return t.sql(ctx, "One question to the tables of both: how goes what matters to those who buy most?", `
		select printf('%.2f', (select sum(cents) from orders where customer = c.id) / 100.0), c.name, t.kind, other.body ->> '$.name',
			'goes ' || (t.body ->> '$.ends.from.health[0].estimate.value')
		from customers c join kith_ties t on t.from_party = 'customer:' || c.id join kith_party_bodies other on other.id = t.to_party
		where not t.void order by (select sum(cents) from orders where customer = c.id) desc`)
}

// forgotten erases a customer, who is then in no table of either.
func (t *story) forgotten(ctx context.Context) error {
	gone, err := t.book.Erase(ctx, "customer:3")
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "\nTilda Berg asks to be forgotten: %d party and %d ties are gone; her orders stay, without a name:\n",
		len(gone.Parties), len(gone.Ties))
	return t.count(ctx, "forgotten")
}
