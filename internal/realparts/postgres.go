package realparts

import (
	"crypto/rand"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Postgres returns the URL of an empty database on a real PostgreSQL server. The server is the one
// that KITH_POSTGRES names by the URL of any of its databases, or else one that is started for the
// tests of this program, in a temporary folder, and goes away with the program, however that ends.
// The database is this test's own; after the test, none is left on the server that KITH_POSTGRES names.
//
// A started server sorts as people do where no collation is named, does as much to keep what was
// written as a server in use, and lets in everybody on this machine. Its programs are looked for on the
// PATH, where pg_config says and where Debian puts them, or only in the folder that KITH_POSTGRES_BIN
// names.
//
// Where there is no PostgreSQL, the test skips, or fails if KITH_REQUIRE lists "postgres".
func Postgres(tb testing.TB) string {
	tb.Helper()
	bin := postgresPrograms(tb)
	if bin == "" {
		return ""
	}
	server := os.Getenv("KITH_POSTGRES")
	if server == "" {
		_, address := newDatabase(tb, bin, sharedPostgres(tb, bin))
		return address // it goes with its server, sooner than it could be dropped
	}
	name, address := newDatabase(tb, bin, server)
	tb.Cleanup(func() { psql(tb, bin, server, "drop database "+name+" with (force)") })
	return address
}

// shared is the server of all tests of this program. Nothing but the end of the program stops it.
var shared struct {
	sync.Mutex
	server *PostgresServer
}

// sharedPostgres returns the URL of the server of all tests, and starts it for the first of them.
func sharedPostgres(tb testing.TB, bin string) string {
	tb.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		server, err := startPostgres(bin)
		if err != nil {
			tb.Fatal(err)
		}
		shared.server = server
	}
	return shared.server.url()
}

// OwnPostgres starts a PostgreSQL server for this test alone, which may kill it. It is like that of
// [Postgres], and is gone after the test, with all it held.
//
// A server that KITH_POSTGRES names is not ours to kill: where one is named, the test skips.
func OwnPostgres(tb testing.TB) *PostgresServer {
	tb.Helper()
	if os.Getenv("KITH_POSTGRES") != "" {
		tb.Skip("the server that KITH_POSTGRES names must not be killed: leave it unset, and the test starts one")
		return nil
	}
	bin := postgresPrograms(tb)
	if bin == "" {
		return nil
	}
	server, err := startPostgres(bin)
	if err != nil {
		tb.Fatal(err)
		return nil
	}
	tb.Cleanup(func() {
		if err := server.close(); err != nil {
			tb.Error(err)
		}
	})
	return server
}

// newDatabase makes an empty database on a server, and returns its name and URL.
func newDatabase(tb testing.TB, bin, server string) (name, address string) {
	tb.Helper()
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		tb.Fatal("KITH_POSTGRES must be a URL: postgres://user:password@host:port/database")
		return "", ""
	}
	name = "kith_" + strings.ToLower(rand.Text())
	// Unlike the other template, this one can be copied by several at once.
	psql(tb, bin, server, "create database "+name+" template template0")
	u.Path = "/" + name
	return name, u.String()
}

// psql runs one statement, and fails the test if it fails.
func psql(tb testing.TB, bin, server, statement string) {
	tb.Helper()
	program := exec.Command(programPath(bin, "psql"), "-X", "-q", "-w", "-d", server, "-c", statement)
	if said, err := program.CombinedOutput(); err != nil {
		tb.Fatalf("psql: %v\n%s", err, said)
	}
}
