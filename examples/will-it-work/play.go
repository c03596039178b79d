package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/market"
	"github.com/kithcrm/kith/relationship"
)

// What is made up beside the trades.
const (
	marketID  market.ID         = "will-it-work"
	changeID  feedback.ChangeID = "longer-hours"
	question                    = "Will longer opening hours bring fewer calls?"
	criterion                   = "The calls of the month after, against those of the month before, by the switchboard's count"
	made                        = "Open until eight from Monday to Friday."
	tooDear                     = "It is too dear this year."
)

// A report is what the program tells.
type report struct {
	Question  string    `json:"question"`
	Criterion string    `json:"criterion"`
	Outcomes  []string  `json:"outcomes"`
	WorstLoss int64     `json:"worst_loss"`
	B         float64   `json:"b"`
	Limit     int64     `json:"limit"`
	Trades    int       `json:"trades"`
	Days      []day     `json:"days"`
	Refunded  bool      `json:"refunded,omitempty"`
	Came      string    `json:"came_made_up,omitempty"`
	Holdings  []holding `json:"holdings"`
	Sponsor   int64     `json:"sponsor_coins"`
	Brier     *float64  `json:"brier,omitempty"`
	Even      float64   `json:"brier_of_equal_prices,omitempty"`
}

// A day is the prices at the end of one.
type day struct {
	Date   string    `json:"date"`
	Trades int       `json:"trades"`
	Prices []float64 `json:"prices"`
}

// A holding is what a trader has: Paid less received for shares, and Coins, all things counted.
type holding struct {
	Who    relationship.PartyID `json:"who"`
	Shares []int64              `json:"shares"`
	Paid   int64                `json:"paid"`
	Coins  int64                `json:"coins"`
}

// A desk is the café with a clock that the program sets: trades are stamped with the time of their row.
type desk struct {
	*feedback.Cafe
	hall  *market.Hall
	now   time.Time
	close func() error
}

func (s *settings) openDesk(ctx context.Context) (*desk, error) {
	d := &desk{close: func() error { return nil }}
	var store feedback.Store = new(feedback.Memory)
	if s.db != "" {
		db, err := sqlite.Open(ctx, s.db, sqlite.Config{})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.db, err)
		}
		stores, err := db.Stores(string(marketID))
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
		store, d.close = stores.Feedback(), db.Close
	}
	d.Cafe = feedback.New(store, feedback.Config{Now: func() time.Time { return d.now }})
	d.hall = market.NewHall(d.Cafe, market.HallConfig{})
	return d, nil
}

// staff is who runs the café: here they may open everything, and see all names.
func staff() feedback.Viewer {
	return feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }}
}

// play reads trades and carries them out, all or, where one breaks a rule, none.
func (s *settings) play(ctx context.Context, text io.Reader, progress io.Writer) (out *report, err error) {
	trades, outcomes, err := read(text)
	if err != nil {
		return nil, err
	}
	came, err := s.outcome(outcomes)
	if err != nil {
		return nil, err
	}
	terms := market.Terms{
		Outcomes: outcomes, Criterion: criterion, Judge: "the judge", Sponsor: "the sponsor", WorstLoss: s.worst,
		Limit: s.limit, Change: changeID, Closes: trades[len(trades)-1].order.At.Add(24 * time.Hour),
	}
	m, plan, err := planned(terms, trades)
	if err != nil {
		return nil, err
	}
	d, err := s.openDesk(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := d.trade(ctx, terms, trades, plan, progress); err != nil {
		return nil, err
	}
	out = &report{
		Question: question, Criterion: criterion, Outcomes: outcomes, WorstLoss: m.WorstLoss(), B: m.Maker().B, Limit: s.limit,
		Trades: len(trades),
	}
	if err := out.follow(ctx, d); err != nil {
		return nil, err
	}
	d.now = terms.Closes
	if err := d.finish(ctx, came, s.refund); err != nil {
		return nil, err
	}
	return out, out.end(ctx, d)
}

// outcome returns the place of the outcome that came true.
func (s *settings) outcome(outcomes []string) (int, error) {
	if s.came == "" {
		return 0, nil
	}
	came := slices.Index(outcomes, s.came)
	if came < 0 {
		return 0, errors.New("-came must be one of the outcomes in the file")
	}
	return came, nil
}

// planned returns what trades come to, before anything is written. It fills in their outcomes.
func planned(terms market.Terms, trades []trade) (*market.Market, []market.Act, error) {
	m, err := market.Open(terms)
	if err != nil {
		return nil, nil, err
	}
	var plan []market.Act
	var bad []error
	for i := range trades {
		one := &trades[i]
		one.order.Outcome = slices.Index(terms.Outcomes, one.outcome)
		act, err := m.Trade(one.order)
		if err != nil {
			bad = append(bad, refused(one.line, err))
		}
		plan = append(plan, act)
	}
	return m, plan, together(bad)
}

// trade carries out what is planned, from where an earlier run was interrupted.
func (d *desk) trade(ctx context.Context, terms market.Terms, trades []trade, plan []market.Act, progress io.Writer) error {
	d.now = trades[0].order.At
	done, err := d.begin(ctx, terms, plan)
	if err != nil {
		return err
	}
	for i := done; i < len(trades); i++ {
		d.now = trades[i].order.At
		who := d.hall.For(feedback.Viewer{Party: trades[i].order.By})
		if _, err := who.Trade(ctx, marketID, trades[i].order); err != nil {
			return refused(trades[i].line, err)
		}
		if (i+1)%250 == 0 { // short files need none
			fmt.Fprintf(progress, "traded %d of %d\n", i+1, len(trades))
		}
	}
	return nil
}

// begin opens the market and returns 0, or how many of the trades are in it already.
func (d *desk) begin(ctx context.Context, terms market.Terms, plan []market.Act) (int, error) {
	room := d.For(staff())
	_, err := room.PutChange(ctx, feedback.Change{ID: changeID, Text: question, Shown: feedback.Shared})
	if err != nil && !errors.Is(err, feedback.ErrExists) {
		return 0, err
	}
	hall := d.hall.For(staff())
	_, err = hall.Open(ctx, marketID, terms)
	if err == nil || !errors.Is(err, feedback.ErrExists) {
		return 0, err
	}
	other := errors.New("the file of -db has another market: name a new file")
	snap, err := hall.Market(ctx, marketID)
	if err != nil {
		return 0, err
	}
	if t := snap.Terms; !slices.Equal(t.Outcomes, terms.Outcomes) || t.WorstLoss != terms.WorstLoss || t.Limit != terms.Limit || !t.Closes.Equal(terms.Closes) {
		return 0, other
	}
	done := 0
	for step, err := range hall.History(ctx, marketID) {
		if err != nil {
			return 0, err
		}
		if step.Act.Kind != market.Traded {
			break
		}
		if done == len(plan) || !same(&step.Act, &plan[done]) {
			return 0, other
		}
		done++
	}
	return done, nil
}

// same reports whether an act is one that was planned.
func same(a, b *market.Act) bool {
	return a.By == b.By && a.Outcome == b.Outcome && a.Shares == b.Shares && a.Coins == b.Coins && a.At.Equal(b.At)
}

// finish has the change made and the judge say which outcome came true, or gives all coins back where the change
// is not made. What an earlier run has done it does not do again.
func (d *desk) finish(ctx context.Context, came int, refund bool) error {
	snap, err := d.hall.For(staff()).Market(ctx, marketID)
	if err != nil {
		return err
	}
	over := snap.State == market.Settled || snap.State == market.Refunded
	if over && (refund != (snap.State == market.Refunded) || !refund && snap.Outcome != came) {
		return errors.New("the market in the file of -db has come to another end: name a new file")
	}
	if over {
		return nil
	}
	if refund {
		decision := feedback.Decision{Answer: feedback.No, Reason: tooDear}
		if _, err := d.For(staff()).Decide(ctx, changeID, decision); err != nil {
			return err
		}
		_, err = d.hall.For(staff()).Refund(ctx, marketID, tooDear)
		return err
	}
	if err := d.make(ctx); err != nil {
		return err
	}
	_, err = d.hall.For(feedback.Viewer{Party: "the judge"}).Settle(ctx, marketID, came)
	return err
}

// make has the change decided and made.
func (d *desk) make(ctx context.Context) error {
	room := d.For(staff())
	for c, err := range room.Changes(ctx, feedback.ChangeQuery{IDs: []feedback.ChangeID{changeID}}) {
		if err != nil || c.State == feedback.Done {
			return err
		}
	}
	if _, err := room.Decide(ctx, changeID, feedback.Decision{Answer: feedback.Yes}); err != nil {
		return err
	}
	_, err := room.Finish(ctx, changeID, made)
	return err
}

// follow tells the prices from day to day, and what everybody has paid.
func (r *report) follow(ctx context.Context, d *desk) error {
	paid := map[relationship.PartyID]int64{}
	for step, err := range d.hall.For(staff()).History(ctx, marketID) {
		if err != nil {
			return err
		}
		if step.Act.Kind != market.Traded {
			break
		}
		paid[step.Act.By] += step.Act.Coins
		date := step.Act.At.UTC().Format(time.DateOnly)
		if n := len(r.Days); n == 0 || r.Days[n-1].Date != date {
			r.Days = append(r.Days, day{Date: date})
		}
		last := &r.Days[len(r.Days)-1]
		last.Trades++
		last.Prices = step.Prices
	}
	for _, who := range slices.Sorted(maps.Keys(paid)) {
		r.Holdings = append(r.Holdings, holding{Who: who, Paid: paid[who]})
	}
	return nil
}

// end tells what came of it.
func (r *report) end(ctx context.Context, d *desk) error {
	hall := d.hall.For(staff())
	snap, err := hall.Market(ctx, marketID)
	if err != nil {
		return err
	}
	r.Refunded = snap.State == market.Refunded
	if !r.Refunded {
		r.Came = r.Outcomes[snap.Outcome]
	}
	held, err := hall.Holdings(ctx, marketID)
	if err != nil {
		return err
	}
	r.Sponsor = held[0].Coins
	for _, h := range held[1:] {
		i := slices.IndexFunc(r.Holdings, func(one holding) bool { return one.Who == h.Party })
		r.Holdings[i].Shares, r.Holdings[i].Coins = h.Shares, h.Coins
	}
	past, _, err := hall.Calibrate(ctx, market.CalibrationConfig{})
	if err != nil || past.Brier.N == 0 {
		return err
	}
	n := float64(len(r.Outcomes))
	r.Brier, r.Even = new(past.Brier.Value), (1-1/n)/2
	return nil
}
