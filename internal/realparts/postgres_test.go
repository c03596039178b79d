package realparts_test

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
)

// ask runs a statement on a database and returns what psql prints.
func ask(t *testing.T, database, statement string) string {
	t.Helper()
	program := "psql"
	if named := os.Getenv("KITH_POSTGRES_BIN"); named != "" {
		program = filepath.Join(named, program)
	}
	out, err := exec.Command(program, "-X", "-q", "-w", "-A", "-t", "-d", database, "-c", statement).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// host returns the host and port in the URL of a database.
func host(t *testing.T, database string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

func TestEveryTestHasADatabaseOfItsOwnOnOneServer(t *testing.T) {
	t.Parallel()
	one := realparts.Postgres(t)
	var mu sync.Mutex
	hosts, databases := map[string]bool{host(t, one): true}, map[string]bool{one: true}
	t.Run("others", func(t *testing.T) {
		for n := range 4 {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				database := realparts.Postgres(t)
				ask(t, database, "create table mine (n int)")
				mu.Lock()
				defer mu.Unlock()
				hosts[host(t, database)], databases[database] = true, true
			})
		}
	})
	if len(hosts) != 1 || len(databases) != 5 {
		t.Errorf("got the databases %v on %v, want five on one server", databases, hosts)
	}
}

func TestAStartedServerIsAsStrictAsOneInUse(t *testing.T) {
	t.Parallel()
	if os.Getenv("KITH_POSTGRES") != "" {
		t.Skip("the server that KITH_POSTGRES names is as its owner set it up")
	}
	database := realparts.Postgres(t)
	for _, c := range []struct{ name, statement, want string }{
		{"keeps what was written", "select current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit')", "ononon"},
		{"listens to this machine alone", "select current_setting('listen_addresses') || current_setting('unix_socket_directories')", "127.0.0.1"},
		{"holds all text", "select current_setting('server_encoding')", "UTF8"},
		{"sorts as people do", "select 'a' < 'B' and 'B' < 'ä' collate \"default\"", "f"},
	} {
		if got := ask(t, database, c.statement); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAKilledServerComesBackWithWhatWasCommitted(t *testing.T) {
	t.Parallel()
	server := realparts.OwnPostgres(t)
	database := server.Database(t)
	ask(t, database, "create table kept (n int)")
	for n := range 2 {
		ask(t, database, fmt.Sprintf("insert into kept values (%d)", n))
		server.Kill(t)
		if c, err := net.Dial("tcp", host(t, database)); err == nil {
			t.Errorf("a killed server still listens: %v", c.Close())
		}
		server.Restart(t)
	}
	if got := ask(t, database, "select count(*) from kept"); got != "2" {
		t.Errorf("%s rows are left, want 2", got)
	}
}

func TestAServerThatIsNotOursIsNotKilled(t *testing.T) {
	t.Setenv("KITH_POSTGRES", "postgres://127.0.0.1/postgres")
	t.Setenv("KITH_REQUIRE", "postgres")
	r := &recorder{TB: t}
	if got := realparts.OwnPostgres(r); got != nil || r.failed != "" || !strings.Contains(r.skipped, "KITH_POSTGRES") {
		t.Errorf("got %v, failed with %q, skipped with %q", got, r.failed, r.skipped)
	}
}

func TestADatabaseIsMadeAndDroppedOnTheServerThatKithPostgresNames(t *testing.T) {
	server := realparts.OwnPostgres(t)
	named := server.Database(t)
	t.Setenv("KITH_POSTGRES", named)
	t.Run("a test", func(t *testing.T) {
		database := realparts.Postgres(t)
		if host(t, database) != host(t, named) || database == named {
			t.Errorf("got %s, want another database beside %s", database, named)
		}
		ask(t, database, "create table mine (n int)")
	})
	if got := ask(t, named, "select count(*) from pg_database where datname like 'kith_%'"); got != "1" {
		t.Errorf("there are %s databases after the test, want the one that was named", got)
	}
}

func TestWithoutPostgresATestSkipsUnlessItIsRequired(t *testing.T) {
	t.Setenv("KITH_POSTGRES_BIN", t.TempDir())
	for _, named := range []string{"", "postgres://127.0.0.1/postgres"} {
		t.Setenv("KITH_POSTGRES", named)
		t.Setenv("KITH_REQUIRE", "data")
		r := &recorder{TB: t}
		if got := realparts.Postgres(r); got != "" || r.failed != "" || r.skipped == "" {
			t.Errorf("got %q, failed with %q, skipped with %q", got, r.failed, r.skipped)
		}
		t.Setenv("KITH_REQUIRE", "data,postgres")
		r = &recorder{TB: t}
		if got := realparts.Postgres(r); got != "" || r.failed == "" {
			t.Errorf("got %q, failed with %q", got, r.failed)
		}
	}
}

// endings returns the ways in which a program with tests may end. Each is tried in a process of its
// own, by TestNothingStaysBehind.
func endings() map[string]func() {
	return map[string]func(){
		"as it should": func() {},
		"by a panic":   func() { panic("a bug") },
		"by an exit":   func() { os.Exit(3) },
		"by a signal":  func() { select {} }, // the test kills it
	}
}

func TestNothingStaysBehind(t *testing.T) {
	t.Parallel()
	if ending, inside := os.LookupEnv("KITH_TEST_ENDING"); inside {
		database := realparts.Postgres(t)
		fmt.Println("database", database, ask(t, database, "select current_setting('data_directory')"))
		endings()[ending]()
		return
	}
	if os.Getenv("KITH_POSTGRES") != "" {
		t.Skip("the server that KITH_POSTGRES names is there to stay")
	}
	realparts.Postgres(t)
	for ending := range endings() {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			endsWithItsProgram(t, ending)
		})
	}
}

// endsWithItsProgram runs this program until it has a database, has it end in some way, and fails
// unless its server goes too.
func endsWithItsProgram(t *testing.T, ending string) {
	program := exec.Command(os.Args[0], "-test.run=^TestNothingStaysBehind$")
	program.Env = append(os.Environ(), "KITH_TEST_ENDING="+ending)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	var database, data string
	for lines := bufio.NewScanner(out); data == "" && lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "database %s %s", &database, &data); err == nil {
			break
		}
	}
	if data == "" {
		t.Fatal("it never had a database")
	}
	if ending == "by a signal" {
		if err := program.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	if err := program.Wait(); (err == nil) != (ending == "as it should") {
		t.Errorf("it ended with: %v", err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		c, dialErr := net.Dial("tcp", host(t, database))
		_, statErr := os.Stat(filepath.Dir(data))
		if dialErr != nil && os.IsNotExist(statErr) {
			return
		}
		if dialErr == nil {
			_ = c.Close() // only whether it listens matters
		}
		if time.Now().After(deadline) {
			t.Fatalf("after a minute: connecting: %v; its folder: %v", dialErr, statErr)
		}
	}
}
