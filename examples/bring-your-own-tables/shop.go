package main

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver that the shop has chosen
)

// shopTables is the database of the shop before anyone there had heard of Kith.
const shopTables = `
begin immediate;
create table customers (
	id       integer primary key autoincrement,
	name     text not null,
	business boolean not null default false,
	email    text
);
create table orders (
	id        integer primary key,
	customer  integer references customers (id) on delete set null,
	placed_on text not null,
	cents     integer not null
);
create index orders_customer on orders (customer);
commit;
`

// openShop makes a database in a file, with empty tables. More settings are SQLite's, such as "synchronous(off)".
func openShop(ctx context.Context, path string, more ...string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	settings := url.Values{
		"_pragma": append(more, "journal_mode(wal)", "busy_timeout(10000)", "foreign_keys(on)", "secure_delete(on)"),
		"_txlock": {"immediate"},
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: settings.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, shopTables); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// fillShop makes up customers and what they bought.
func fillShop(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name     string
		business bool
		orders   int
	}{
		{"Ines Moreau", false, 5}, {"Café Botta", true, 4}, {"Tilda Berg", false, 2}, {"Omar Haddad", false, 6},
		{"Jun Mori", false, 1}, {"Velokurier Nord", true, 6},
	} {
		customer, err := addCustomer(ctx, tx, c.name, c.business)
		if err != nil {
			return err
		}
		for range c.orders {
			placed := time.Date(2024, time.January, 2+r.IntN(780), 0, 0, 0, 0, time.UTC)
			if err := addOrder(ctx, tx, customer, placed, 1900+100*r.Int64N(900)); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

func addCustomer(ctx context.Context, tx *sql.Tx, name string, business bool) (key int64, err error) {
	const add = `insert into customers (name, business) values (?, ?) returning id`
	err = tx.QueryRowContext(ctx, add, name, business).Scan(&key)
	return key, err
}

func addOrder(ctx context.Context, tx *sql.Tx, customer int64, placed time.Time, cents int64) error {
	const add = `insert into orders (customer, placed_on, cents) values (?, ?, ?)`
	_, err := tx.ExecContext(ctx, add, customer, placed.Format(time.DateOnly), cents)
	return err
}
