package main

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// A querier is a database, or a transaction of the shop.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// A store is a [relationship.Store] on the shop's database, without history. On a transaction, which is to begin
// as an immediate one, it writes what the shop commits or rolls back; after an error that is no refusal the shop
// must roll back.
//
// A party with an ID such as "customer:42" is that row of customers: its name is kept there and nowhere else,
// and so is whether it is a business. Void, it is gone from the book, not from the shop. Erased, it is gone from
// both; its orders stay, without a customer.
type store struct{ db querier }

// newStore returns the store on a database of the shop, after it has made the tables that are missing. After an
// error the database is to be closed.
func newStore(ctx context.Context, db *sql.DB) (*store, error) {
	_, err := db.ExecContext(ctx, kithTables)
	return &store{db}, err
}

// Write does what [relationship.Store] says.
func (s *store) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	if err := b.Check(); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	db, ok := s.db.(*sql.DB)
	if !ok {
		// To stop half-way would leave half of the batch in the shop's transaction.
		return write(context.WithoutCancel(ctx), s.db, b)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	seq, err := write(ctx, tx, b)
	if err != nil {
		return 0, err
	}
	return seq, tx.Commit()
}

// write looks at everything before it changes anything. The clock comes first: whoever has moved it is the only
// one who writes, so that what is read is what will be replaced.
func write(ctx context.Context, tx querier, b relationship.Batch) (relationship.Seq, error) {
	var seq relationship.Seq
	if err := tx.QueryRowContext(ctx, `update kith_clock set seq = seq + 1 returning seq`).Scan(&seq); err != nil {
		return 0, err
	}
	if err := refusal(ctx, tx, b); err != nil {
		return 0, err
	}
	for _, st := range statements(b, seq) {
		if _, err := tx.ExecContext(ctx, st.text, st.args...); err != nil {
			return 0, err
		}
	}
	return seq, nil
}

// A statement is one that changes something.
type statement struct {
	text string
	args []any
}

// statements returns what a batch does.
func statements(b relationship.Batch, seq relationship.Seq) []statement {
	var all []statement
	for _, p := range b.Parties {
		all = append(all, putParty(p, seq)...)
	}
	for _, t := range b.Ties {
		t.Rev = seq
		all = append(all, statement{putTie, []any{t.ID, seq, t.From, t.To, t.Kind, jsonText{t}}})
	}
	for _, n := range b.Needs {
		n.Rev = seq
		all = append(all, statement{putNeed, []any{n.ID, seq, n.Party, n.Tie, jsonText{n}}})
	}
	for _, v := range b.Void {
		all = append(all, statement{map[string]string{
			relationship.NounParty: `update kith_parties set rev = ?, void = 1 where id = ?`,
			relationship.NounTie:   `update kith_ties set rev = ?, void = 1 where id = ?`,
			relationship.NounNeed:  `update kith_needs set rev = ?, void = 1 where id = ?`,
		}[v.Ref.Noun], []any{seq, v.Ref.ID}})
	}
	if len(b.Erase) > 0 {
		for _, text := range []string{eraseNeeds, eraseTies, eraseCustomers, eraseParties} {
			all = append(all, statement{text, []any{jsonText{b.Erase}}})
		}
	}
	return all
}

// putParty returns what puts a party: a customer into the shop's own table too.
func putParty(p relationship.Party, seq relationship.Seq) []statement {
	var all []statement
	var customer any
	p.Rev = seq
	if key, ok := customerKey(p.ID); ok {
		customer = key
		all = append(all, statement{putCustomer, []any{key, p.Name, p.Kind != relationship.Person}})
		p.Name = ""
	}
	return append(all, statement{putOther, []any{p.ID, seq, p.MergedInto, customer, jsonText{p}}})
}

// customerKey returns the key of the customer that a party is, if it is one.
func customerKey(id relationship.PartyID) (int64, bool) {
	digits, ok := strings.CutPrefix(string(id), "customer:")
	key, err := strconv.ParseInt(digits, 10, 64)
	return key, ok && err == nil && strconv.FormatInt(key, 10) == digits
}

const (
	putCustomer = `insert into customers (id, name, business) values (?, ?, ?)
		on conflict (id) do update set name = excluded.name, business = excluded.business`
	putOther = `insert into kith_parties (id, rev, merged_into, customer, body) values (?, ?, ?, ?, ?)
		on conflict (id) do update set rev = excluded.rev, void = 0, merged_into = excluded.merged_into, body = excluded.body`
	putTie = `insert into kith_ties (id, rev, from_party, to_party, kind, body) values (?, ?, ?, ?, ?, ?)
		on conflict (id) do update set rev = excluded.rev, void = 0, body = excluded.body`
	putNeed = `insert into kith_needs (id, rev, party, tie, body) values (?, ?, ?, ?, ?)
		on conflict (id) do update set rev = excluded.rev, void = 0, body = excluded.body`

	eraseNeeds = `with gone as (select value from json_each(?)) delete from kith_needs where party in gone
		or tie in (select id from kith_ties where from_party in gone or to_party in gone)`
	eraseTies = `with gone as (select value from json_each(?)) delete from kith_ties
		where from_party in gone or to_party in gone`
	eraseCustomers = `delete from customers where id in
		(select customer from kith_parties where id in (select value from json_each(?)))`
	eraseParties = `delete from kith_parties where id in (select value from json_each(?))`
)
