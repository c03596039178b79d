// Package realdb holds the tests of sqlstore on real databases: a SQLite file, a PostgreSQL server, and
// a PostgreSQL server whose tables are split by the hash of the scope, as engines that spread over
// several machines split them. It is a module of its own, so that no driver comes into the go.mod of
// sqlstore, and there are only tests in it.
//
//	go test ./adapters/realdb
//
// They are the conformance suite, and what that cannot check: crashes, many writers and readers at
// once, tenants, what an erasure leaves in the files, and what happens when the disk is full or the
// server goes away. Some run for a moment only, unless flags say otherwise:
//
//	go test ./adapters/realdb -run Crash -timeout 1h -rounds 200
//	go test ./adapters/realdb -run Together -for 60s
//
// PostgreSQL is the one that KITH_POSTGRES names, or is started by the tests where it is installed.
// Where there is none, these tests skip, or fail if KITH_REQUIRE lists "postgres".
package realdb
