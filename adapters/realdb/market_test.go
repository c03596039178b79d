package realdb_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
)

// theMarket is the one in which all of these tests trade.
const theMarket market.ID = "will-it-work"

func hallOn(s feedback.Store) *market.Hall {
	return market.NewHall(feedback.New(s, feedback.Config{}), market.HallConfig{})
}

func hallStaff(h *market.Hall) *market.Visit {
	return h.For(feedback.Viewer{Party: "boss", MayOpen: func(feedback.Ref) bool { return true }})
}

// openMarket opens a market that takes any number of trades.
func openMarket(t testing.TB, s feedback.Store) {
	t.Helper()
	_, err := hallStaff(hallOn(s)).Open(t.Context(), theMarket, market.Terms{
		Outcomes: []string{"yes", "no"}, Criterion: "as the report says", Judge: "judy", Sponsor: "us",
		B: 1e6, Limit: 1e9, Closes: time.Now().Add(time.Hour), Shown: feedback.Shared,
	})
	ok(t, err)
}

// traded checks that a market is sound as a program finds it that has not seen it before, and returns how
// many acts are of each place, and who has the places.
func traded(t testing.TB, s feedback.Store) (acts map[int]int, places map[int]feedback.PartyID) {
	t.Helper()
	staff := hallStaff(hallOn(s))
	held, err := staff.Holdings(t.Context(), theMarket)
	ok(t, err)
	coins, shares := int64(0), [2]int64{}
	for _, h := range held {
		coins += h.Coins
		shares[0] += h.Shares[0]
		shares[1] += h.Shares[1]
	}
	if coins != 0 || shares != [2]int64{} {
		t.Errorf("%d coins and %v shares were made or lost", coins, shares)
	}
	acts, places = map[int]int{}, map[int]feedback.PartyID{}
	n := 0
	for _, e := range walk(t, func(after feedback.EntryID) (feedback.Page[feedback.Entry], error) {
		return s.Entries(t.Context(), feedback.EntryQuery{About: []feedback.Ref{theMarket.Ref()}, After: after})
	}, func(e feedback.Entry) feedback.EntryID { return e.ID }) {
		if n++; e.ID != feedback.ActID(theMarket.Ref(), n) {
			t.Fatalf("act %d has the ID %s", n, e.ID)
		}
		acts[e.Count]++
	}
	for _, e := range walk(t, func(after feedback.EntryID) (feedback.Page[feedback.Entry], error) {
		return s.Entries(t.Context(), feedback.EntryQuery{About: []feedback.Ref{feedback.Places(theMarket.Ref())}, After: after})
	}, func(e feedback.Entry) feedback.EntryID { return e.ID }) {
		places[e.Count] = e.By
	}
	seen, err := staff.Market(t.Context(), theMarket)
	ok(t, err)
	if seen.Acts != n {
		t.Errorf("a hall has read %d acts of %d", seen.Acts, n)
	}
	return acts, places
}

func TestManyTradersTogether(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, d *database) {
		const traders = 8
		openMarket(t, d.cafe(t, "crowd"))
		programs := many(t, d, 2)
		halls := []*market.Hall{hallOn(programs[0].cafe(t, "crowd")), hallOn(programs[1].cafe(t, "crowd"))}
		c := newCrowd(t, *period)
		var confirmed [traders]atomic.Int64
		var refused, erased atomic.Int64
		for i := range traders {
			rnd := rand.New(rand.NewPCG(2, uint64(i)))
			c.again(func(int) error {
				// Two of each four are one person, in two programs.
				who := halls[i%2].For(feedback.Viewer{Party: feedback.PartyID(fmt.Sprint("party-", i/2))})
				_, err := who.Trade(c.ctx, theMarket, market.Order{Outcome: rnd.IntN(2), Shares: int64(rnd.IntN(9) - 4)})
				switch {
				case err == nil:
					confirmed[i].Add(1)
				case errors.Is(err, feedback.ErrInvalid): // of shares that are not held, or none
					refused.Add(1)
				default:
					return err
				}
				return nil
			})
		}
		cafe := feedback.New(programs[0].cafe(t, "crowd"), feedback.Config{})
		c.again(func(n int) error {
			_, err := cafe.Erase(c.ctx, feedback.PartyID(fmt.Sprint("party-", n%2)))
			erased.Add(1)
			time.Sleep(50 * time.Millisecond) // it must not keep all others from trading
			return err
		})
		c.wait(t)

		acts, places := traded(t, d.cafe(t, "crowd"))
		sum, want, named := int64(0), int64(0), map[feedback.PartyID]int64{}
		for place, n := range acts {
			sum += int64(n)
			named[places[place]] += int64(n)
		}
		for i := range traders {
			want += confirmed[i].Load()
		}
		// What was under way when time was up took effect or not, and was not confirmed.
		if sum < want || sum > want+traders {
			t.Errorf("%d trades were confirmed, %d are there", want, sum)
		}
		for p := 2; p < traders/2; p++ { // whom nobody erased
			got, want := named[feedback.PartyID(fmt.Sprint("party-", p))], confirmed[2*p].Load()+confirmed[2*p+1].Load()
			if got < want || got > want+2 {
				t.Errorf("party-%d: %d trades were confirmed, %d are there", p, want, got)
			}
		}
		d.intact(t)
		t.Logf("%d trades, %d refused, %d erasures", sum, refused.Load(), erased.Load())
	})
}

func TestATradeInATransactionOfTheHostGoesWithIt(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		openMarket(t, d.cafe(t, "tenant"))
		outside := hallOn(d.cafe(t, "tenant")).For(feedback.Viewer{Party: "ann"})
		for n := range 4 {
			tx, err := d.db.BeginTx(t.Context(), nil)
			ok(t, err)
			defer tx.Rollback() // which does nothing after a commit
			stores, err := d.within(tx, "tenant")
			ok(t, err)
			_, err = hallOn(stores.Feedback()).For(feedback.Viewer{Party: "ann"}).Trade(t.Context(), theMarket, market.Order{Shares: 2})
			ok(t, err)
			if n%2 == 0 {
				ok(t, tx.Rollback())
			} else {
				ok(t, tx.Commit())
			}
			s, err := outside.Market(context.Background(), theMarket)
			ok(t, err)
			if want := int64(n+1) / 2 * 2; s.Own.Shares[0] != want {
				t.Errorf("after %d transactions: got %d shares, want %d", n+1, s.Own.Shares[0], want)
			}
		}
		traded(t, d.cafe(t, "tenant"))
	})
}
