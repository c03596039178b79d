package realdb_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/internal/realparts"
)

// tradeVariable is the variable of the environment that makes TestATraderUntilKilled trade.
const tradeVariable = "KITH_REALDB_TRADE"

// crashTraders is how many trade at once until they are killed. The last of them is somebody new each time,
// who takes a place with the trade.
const crashTraders = 4

// A trading is what a program does that is killed in the middle of it.
type trading struct {
	Place place
	Round int
}

func (j trading) party(trader, n int) feedback.PartyID {
	if trader == crashTraders-1 {
		return feedback.PartyID(fmt.Sprintf("new-%d-%d", j.Round, n))
	}
	return feedback.PartyID(fmt.Sprint("trader-", trader))
}

// TestATraderUntilKilled is no test: it is the program that crash tests start and kill.
func TestATraderUntilKilled(t *testing.T) {
	text := os.Getenv(tradeVariable)
	if text == "" {
		t.Skip("it is for other tests to start")
	}
	var j trading
	ok(t, json.Unmarshal([]byte(text), &j))
	ctx := context.Background()
	d, err := j.Place.open(ctx)
	ok(t, err)
	hall := hallOn(d.cafe(t, "crash"))
	failed := make(chan error)
	for i := range crashTraders {
		go func() {
			for n := 0; ; n++ {
				who := hall.For(feedback.Viewer{Party: j.party(i, n)})
				if _, err := who.Trade(ctx, theMarket, market.Order{Outcome: n % 2, Shares: 3}); err != nil {
					failed <- err
					select {} // nobody confirms anything any more
				}
				tell(ack{Writer: i, Step: n})
			}
		}()
	}
	tell(ack{Error: (<-failed).Error()})
	os.Exit(1)
}

// startTraders starts this program again, as one that trades.
func startTraders(t *testing.T, j trading) *child {
	t.Helper()
	text, err := json.Marshal(j)
	ok(t, err)
	cmd := exec.Command(os.Args[0], "-test.run=^TestATraderUntilKilled$")
	cmd.Env = append(os.Environ(), tradeVariable+"="+string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	ok(t, err)
	ok(t, cmd.Start())
	return &child{cmd: cmd, acks: bufio.NewReader(out)}
}

func TestCrashInMidTradeWithSQLiteLosesNoCoin(t *testing.T) {
	t.Parallel()
	tradeCrashes(t, place{Engine: sqliteEngine, Source: sqliteSource(t)}, func(c *child) []ack {
		soon(120 * time.Millisecond)
		return c.kill(t)
	})
}

func TestCrashOfAServerInMidTradeLosesNoCoin(t *testing.T) {
	t.Parallel()
	server := realparts.OwnPostgres(t)
	place := place{Engine: postgresEngine, Source: server.Database(t)}
	round := 0
	tradeCrashes(t, place, func(c *child) []ack {
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

// tradeCrashes has programs trade in one market, one after the other, crashes each, and looks at what is
// there: what was confirmed, at most one trade more of each trader, and nobody with half a trade.
func tradeCrashes(t *testing.T, place place, crash func(*child) []ack) {
	t.Helper()
	reopened(t, place, func(d *database) {
		d.migrate(t)
		openMarket(t, d.cafe(t, "crash"))
	})
	before, total := map[feedback.PartyID]int{}, 0
	for round := range *rounds {
		j := trading{Place: place, Round: round}
		c := startTraders(t, j)
		if !c.next(t) {
			t.Fatal("the program ended before anybody traded")
		}
		acks := crash(c)
		if c.died != "" {
			t.Fatalf("the program died by itself: %s", c.died)
		}
		confirmed := map[feedback.PartyID]int{}
		for _, a := range acks {
			confirmed[j.party(a.Writer, a.Step)]++
		}
		total += len(acks)
		reopened(t, place, func(d *database) {
			now := tradesOf(t, d.cafe(t, "crash"))
			surplus := 0
			for p, n := range now {
				more := n - before[p] - confirmed[p]
				if surplus += more; more < 0 || more > 1 {
					t.Errorf("%s: %d trades were confirmed, %d are there", p, confirmed[p], n-before[p])
				}
			}
			for p := range confirmed {
				if now[p] == 0 {
					t.Errorf("nothing is there of %s, whose trade was confirmed", p)
				}
			}
			if surplus > crashTraders {
				t.Errorf("%d trades are there that nobody waited for", surplus)
			}
			before = now
			d.intact(t)
		})
		if t.Failed() {
			t.Fatalf("in round %d, after %d trades that were confirmed", round, len(acks))
		}
	}
	t.Logf("%d rounds, %d trades confirmed", *rounds, total)
}

// tradesOf returns how many trades of everybody are there, whose market must be sound.
func tradesOf(t *testing.T, s feedback.Store) map[feedback.PartyID]int {
	t.Helper()
	acts, places := traded(t, s)
	of := map[feedback.PartyID]int{}
	for place, n := range acts {
		if places[place] == "" {
			t.Errorf("%d acts are of nobody", n)
		}
		of[places[place]] += n
	}
	return of
}
