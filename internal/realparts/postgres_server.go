package realparts

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// keeper is the shell script that keeps a server: it starts it when told to, and stops it and removes
// its folder once nobody can tell it anything any more. So nothing stays behind, however a test ends.
const keeper = `
bin=$1 dir=$2 port=$3 server=
trap '' HUP INT TERM PIPE

# launch starts the server and succeeds when it answers.
launch() {
	"$bin/postgres" -D "$dir/data" -c listen_addresses=127.0.0.1 -c port="$port" \
		-c unix_socket_directories= </dev/null >>"$dir/log" 2>&1 &
	server=$!
	while kill -0 "$server"; do
		# The first line is the process, so that what a killed server left is not taken for this one's.
		set -- $(sed -n '1p;8p' "$dir/data/postmaster.pid")
		if [ "$1 $2" = "$server ready" ]; then return 0; fi
		sleep 0.02
	done
	wait "$server"
	return 1
}

# start tries for some time: what is left of a killed server may take a moment to go.
start() {
	for try in 1 2 3 4 5; do
		if launch; then echo "$server"; return; fi
		sleep 0.2
	done
	echo failed
}

{
	"$bin/initdb" -D "$dir/data" -U kith --auth-local=reject --auth-host=trust --no-sync --encoding=UTF8 \
		--locale=C --locale-provider=icu --icu-locale=en-US >>"$dir/log" || echo failed
	while read -r told; do
		case $told in
		start) start ;;
		killed) wait "$server"; echo gone ;;
		esac
	done
	# Not a word to whom is gone: the server ends without tidying up, for its data are thrown away.
	if [ -n "$server" ] && kill -QUIT "$server"; then
		kill -CONT "$server"
		wait "$server"
	fi
	rm -rf "$dir"
} 2>>"$dir/log"
`

// A PostgresServer is a PostgreSQL server that is started for tests. See [OwnPostgres].
type PostgresServer struct {
	bin, dir string
	port     int
	process  int // of the server, which starts all its others; 0 after Kill
	keeper   *exec.Cmd
	tell     io.WriteCloser
	hear     *bufio.Reader
}

// Database returns the URL of a new and empty database on the server. It is the same when the server
// was killed and restarted.
func (s *PostgresServer) Database(tb testing.TB) string {
	tb.Helper()
	_, address := newDatabase(tb, s.bin, s.url())
	return address
}

// Kill ends the processes of the server at once, in the midst of whatever they do.
func (s *PostgresServer) Kill(tb testing.TB) {
	tb.Helper()
	if s.process == 0 {
		tb.Fatal("the server was killed before")
		return
	}
	err := killAll(s.process)
	s.process = 0
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := s.say("killed"); err != nil {
		tb.Fatal(err)
	}
}

// Restart starts the server after [PostgresServer.Kill], and returns when it answers.
func (s *PostgresServer) Restart(tb testing.TB) {
	tb.Helper()
	if err := s.start(); err != nil {
		tb.Fatal(err)
	}
}

// url returns the URL of a database that is always there.
func (s *PostgresServer) url() string {
	return fmt.Sprintf("postgres://kith@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// startPostgres starts a server in a new temporary folder.
func startPostgres(bin string) (*PostgresServer, error) {
	dir, err := os.MkdirTemp("", "kith-postgres-")
	if err != nil {
		return nil, err
	}
	s := &PostgresServer{bin: bin, dir: dir}
	if err := s.keep(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.start(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// keep starts the keeper.
func (s *PostgresServer) keep() error {
	var err error
	if s.port, err = freePort(); err != nil {
		return err
	}
	s.keeper = exec.Command("/bin/sh", "-c", keeper, "keeper", s.bin, s.dir, strconv.Itoa(s.port))
	s.keeper.Dir = s.dir
	s.keeper.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"} // no PGDATA or PGPORT
	if s.keeper.SysProcAttr, err = apart(s.dir); err != nil {
		return err
	}
	if s.tell, err = s.keeper.StdinPipe(); err != nil {
		return err
	}
	answers, err := s.keeper.StdoutPipe()
	if err != nil {
		return err
	}
	s.hear = bufio.NewReader(answers)
	return s.keeper.Start()
}

// freePort returns a port of this machine that nobody uses now. It lies below those that systems give
// to whoever connects: one of these could be taken while the server is down, even by a program that
// tries to reach the server and so would reach itself.
func freePort() (int, error) {
	var l net.Listener
	err := errors.New("no port")
	for try := 0; err != nil && try < 100; try++ {
		l, err = net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", 10000+rand.IntN(20000)))
	}
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// start has the keeper start the server.
func (s *PostgresServer) start() error {
	answer, err := s.say("start")
	if err == nil {
		s.process, err = strconv.Atoi(answer)
	}
	if err == nil {
		return nil
	}
	log, logErr := os.ReadFile(filepath.Join(s.dir, "log"))
	return fmt.Errorf("PostgreSQL does not start: %w\n%s", errors.Join(err, logErr), log)
}

// say tells the keeper something and returns what it answers.
func (s *PostgresServer) say(word string) (string, error) {
	if _, err := fmt.Fprintln(s.tell, word); err != nil {
		return "", err
	}
	answer, err := s.hear.ReadString('\n')
	return strings.TrimSpace(answer), err
}

// close stops the server, removes its folder, and waits until that is done.
func (s *PostgresServer) close() error {
	return errors.Join(s.tell.Close(), s.keeper.Wait())
}
