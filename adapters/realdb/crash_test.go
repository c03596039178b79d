package realdb_test

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// A child is a process that writes until it is killed, and acknowledges each write.
type child struct {
	cmd   *exec.Cmd
	acks  *bufio.Reader
	found []ack
	died  string // the error of which it died by itself
}

// startChild starts this program again, as a writer in a scope of a database.
func startChild(t *testing.T, job job) *child {
	t.Helper()
	text, err := json.Marshal(job)
	ok(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), jobVariable+"="+string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	ok(t, err)
	ok(t, cmd.Start())
	return &child{cmd: cmd, acks: bufio.NewReader(out)}
}

// next reads one acknowledgement, and reports whether there was one.
func (c *child) next(t *testing.T) bool {
	t.Helper()
	line, err := c.acks.ReadBytes('\n')
	if err == io.EOF {
		return false // what was cut off was not acknowledged
	}
	ok(t, err)
	var a ack
	ok(t, json.Unmarshal(line, &a))
	if a.Error != "" {
		c.died = a.Error
		return true
	}
	c.found = append(c.found, a)
	return true
}

// kill ends the child and reads what it had acknowledged.
func (c *child) kill(t *testing.T) []ack {
	t.Helper()
	ok(t, c.cmd.Process.Kill())
	for c.next(t) {
	}
	_ = c.cmd.Wait() // it was killed, or died because the server was
	return c.found
}

// soon waits for a random time, so that a kill meets anything.
func soon(longest time.Duration) { time.Sleep(rand.N(longest)) }

func TestCrashOfAProgramWithSQLiteLosesNothing(t *testing.T) {
	t.Parallel()
	place := place{Engine: sqliteEngine, Source: sqliteSource(t)}
	crashes(t, place, func(c *child) []ack {
		soon(120 * time.Millisecond)
		return c.kill(t)
	})
}

func TestCrashOfAServerAndOfAProgramLosesNothing(t *testing.T) {
	t.Parallel()
	server := realparts.OwnPostgres(t)
	place := place{Engine: postgresEngine, Source: server.Database(t)}
	round := 0
	crashes(t, place, func(c *child) []ack {
		round++
		soon(200 * time.Millisecond)
		if round%3 == 0 { // the server alone stays
			acks := c.kill(t)
			alone(t, place)
			return acks
		}
		server.Kill(t)
		soon(20 * time.Millisecond)
		acks := c.kill(t)
		c.died = ""
		server.Restart(t)
		return acks
	})
}

// alone waits until a server has noticed that nobody else is there: it still finishes the last statement
// of a client that was killed.
func alone(t *testing.T, place place) {
	t.Helper()
	reopened(t, place, func(d *database) {
		d.db.SetMaxOpenConns(1)
		for others := 1; others > 0; {
			row := d.db.QueryRowContext(t.Context(), `select count(*) from pg_stat_activity
				where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`)
			ok(t, row.Scan(&others))
		}
	})
}

// crashes has children write, each in a scope of its own, crashes them, and looks at what is there after
// opening the database again. Nobody has it open meanwhile.
func crashes(t *testing.T, place place, crash func(*child) []ack) {
	t.Helper()
	reopened(t, place, func(d *database) { d.migrate(t) })
	written := map[string][]ack{}
	for round := range *rounds {
		scope := "round-" + strconv.Itoa(round)
		c := startChild(t, job{Place: place, Scope: scope})
		if !c.next(t) {
			t.Fatal("the writer ended before it wrote anything")
		}
		acks := crash(c)
		if c.died != "" {
			t.Fatalf("the writer died by itself: %s", c.died)
		}
		written[scope] = acks
		reopened(t, place, func(d *database) {
			holds(t, d.store(t, scope), acks)
			followed(t, d, scope, acks)
			d.intact(t)
		})
		if t.Failed() {
			t.Fatalf("in round %d, after %d writes that were acknowledged", round, len(acks))
		}
	}
	total := 0
	reopened(t, place, func(d *database) {
		for scope, acks := range written {
			holds(t, d.store(t, scope), acks)
			total += len(acks)
		}
	})
	t.Logf("%d rounds, %d writes acknowledged", *rounds, total)
}

// followed checks that the follower goes on from what it has acknowledged, or from the claim that it was
// about to acknowledge, and then gets all that follows.
func followed(t *testing.T, d *database, scope string, acks []ack) {
	t.Helper()
	confirmed := relationship.Seq(0)
	for _, a := range acks {
		confirmed = max(confirmed, a.Confirmed)
	}
	var left, got []relationship.Seq
	for _, b := range logOf(t, d.store(t, scope), confirmed) {
		left = append(left, b.Seq)
	}
	f := d.feed(t, scope, follower)
	for c := claim(t, f, 0, over); len(c.Events) > 0; c = claim(t, f, 0, over) {
		got = append(got, numbers(c.Events)...)
		ok(t, f.Confirm(t.Context(), c))
	}
	missing := len(left) - len(got)
	if missing < 0 || missing > atOnce || !slices.Equal(got, left[missing:]) {
		t.Errorf("the reader had confirmed up to %d, and got %v of %v", confirmed, got, left)
	}
}

// reopened opens a database, uses it, and closes it.
func reopened(t *testing.T, place place, use func(*database)) {
	t.Helper()
	d, err := place.open(t.Context())
	ok(t, err)
	defer func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	}()
	use(d)
}

func TestAMigrationThatIsKilledIsDoneAgain(t *testing.T) {
	t.Parallel()
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			for range *rounds {
				place := place{Engine: e.name, Source: e.source(t)}
				c := startChild(t, job{Place: place, Scope: "migrated", Migrate: true})
				if rand.IntN(4) > 0 {
					c.next(t) // it begins now
				}
				soon(50 * time.Millisecond)
				acks := c.kill(t)
				if c.died != "" {
					t.Errorf("the writer died by itself: %s", c.died)
				}
				d := open(t, place)
				d.migrate(t)
				holds(t, d.store(t, "migrated"), acks)
				d.intact(t)
			}
		})
	}
}
