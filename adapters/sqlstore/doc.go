// Package sqlstore keeps the records of all rooms in an SQL database: SQLite or PostgreSQL, through
// whatever driver the host links.
//
//	db, err := sql.Open("pgx", address)
//	err = sqlstore.Migrate(ctx, db, sqlstore.PostgreSQL)
//	stores, err := sqlstore.On(db, sqlstore.Config{Scope: "my-company", Dialect: sqlstore.PostgreSQL})
//	book := relationship.NewBook(stores.Relationship(), relationship.Config{})
//
// The package sqlite opens an SQLite file with the settings that matter.
//
// # Handle or transaction
//
// Stores made by [On] write each batch in a transaction of its own, and try again what the engine asks
// to try again. Stores made by [In] work inside a transaction of the host: its own tables and the
// records of several rooms are then written together, or not at all. There, write last and commit
// soon; see [In].
//
// # Feed
//
// The log is an outbox. Other programs follow it by a [Feed]: each reader has a name, claims the events
// that it has not had, deals with them, and confirms.
//
//	feed, err := stores.Feed("search-index", sqlstore.FeedConfig{})
//	claim, err := feed.Claim(ctx, sqlstore.ClaimConfig{Limit: 50, Lease: time.Minute})
//	for _, event := range claim.Events {
//		publish(event.ID(), json.Marshal(event)) // as a CloudEvent
//	}
//	err = feed.Confirm(ctx, claim)
//
// Nothing is missed, nothing comes out of order, and what was not confirmed comes again: at least once.
// Who makes tables in the same database of it confirms in the transaction that writes them, through a
// feed of stores made by [In]: then each event takes effect exactly once. Nobody is woken up: ask now
// and then, which costs one look-up where nothing is new.
//
// # Scopes
//
// A scope is a tenant. It is fixed when stores are made; every statement names it, and every key and
// index begins with it. Scopes share nothing: the same ID may be in all of them, and an engine that
// spreads over machines can keep each in one place.
//
// # What is in the database
//
// kith_record has the records as they are, kith_past all versions before, from which looking back is
// answered. The record itself is JSON in the column body; its revision is the column seq. What a
// record is found by stands in k1 to k4 as well: of a tie, from, to and kind; of a need, party and
// tie; of a party, what it is merged into; of the nouns of feedback and scoring, what cafe_encode.go and
// ledger_encode.go say. kith_named has the parties with whom a record goes beside those of its keys.
// kith_batch has the log, kith_erased whom a batch erased, kith_reader how far each reader of the log
// has come, and kith_scope one row for each scope: the number given last. Whoever writes in a scope
// changes that row first, and so waits for who came before: batches become visible in the order of their
// numbers, all rooms of a scope in one order, and who follows the log misses none. So one scope has
// one writer at a time.
//
// # What is guaranteed
//
//   - No statement fails in order to find something out: a conflict is found by reading, so that a
//     refused batch leaves the host's transaction as it was.
//   - A commit is not cut short by a context. A batch whose context ends is written whole or not at all.
//   - Nothing that came from outside is formatted into SQL.
//   - Nothing is needed that not every engine has: no recursive query, trigger, notification, advisory
//     lock, savepoint, sequence or foreign key; transactions can be run again.
//   - An erasure removes all versions from the tables. What is left in the pages of the database is the
//     engine's: PostgreSQL overwrites it after a vacuum, and has samples of it among its statistics until it
//     analyses the table again; for SQLite see the package sqlite.
//
// # Limits
//
// PostgreSQL must use UTF-8, and transactions of the host the isolation level "read committed", its default;
// under a stricter one, a write that waited for another fails with an error that asks for the whole
// transaction to be run again. On engines that only speak like PostgreSQL nothing has been tried.
//
// Of a table that it has not analysed since it was filled, PostgreSQL believes that a scope has next to
// nothing in it. Records and their history are looked up in ways that it cannot get wrong then. But who
// makes void or erases more than a hundred records of a noun at once, right after a bulk load, has all
// of that noun in the scope read: run analyze before, or wait for autovacuum to do it.
//
// # Reading on
//
// stores.go is what a host sees; people.go, cafe.go and ledger.go are the rooms relationship, feedback and
// scoring, and batch.go is what they share; entry.go is how a batch is written, for any room; page.go and
// log.go how records and the log are read; feed.go how the log is followed. A new room adds a line to
// room.go.
package sqlstore
