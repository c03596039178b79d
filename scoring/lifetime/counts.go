package lifetime

import (
	"cmp"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A History is what a log says of one customer until an instant, in the unit of its [LogConfig].
type History struct {
	// Party is the customer.
	Party relationship.PartyID `json:"party"`

	// The Customer is what it did: X counts the grains after the first in which it bought, and TX and T are in
	// the log's unit.
	Customer

	// Spend is the mean amount of a purchase: of all but the first unless the log counts it too. It is 0
	// where there is none.
	Spend float64 `json:"spend"`
}

// An Outcome is what a customer did until an instant, and what it did after it.
type Outcome struct {
	History

	// Ahead is how long the time after was, in the log's unit.
	Ahead float64 `json:"ahead"`

	// After is how many times the customer bought in the time after, and AfterSpend for how much
	// together.
	After      int     `json:"after"`
	AfterSpend float64 `json:"after_spend"`
}

// Histories returns what each customer did until an instant, by identifier. What was bought in the grain of
// the instant still counts, and T ends with the beginning of that grain; so both are days where the log
// counts days. The zero instant means that of the last purchase. A customer who first bought later is
// left out.
//
// The order in which a log was filled makes no difference, not in the last bit either.
//
// It returns an error matching [relationship.ErrInvalid] for an instant outside the years 1 to 9999. It takes
// O(n) time in the number of purchases, and O(c log c) in that of customers at worst.
func (l *Log) Histories(until time.Time) ([]History, error) {
	end, err := l.end(until)
	if err != nil {
		return nil, opError("count purchases", err)
	}
	histories := make([]History, 0, l.customers.len())
	l.each(end, end, func(o *Outcome) { histories = append(histories, o.History) })
	return histories, nil
}

// Split returns what each customer did until an instant and what it did from there until another, by
// identifier, as [Log.Histories] counts: to make a forecast from the first and hold it against the second.
// The zero until means the instant of the last purchase.
//
// It returns an error matching [relationship.ErrInvalid] for an instant outside the years 1 to 9999 and for an
// until before at. It takes as long as Histories.
func (l *Log) Split(at, until time.Time) ([]Outcome, error) {
	middle, err := l.end(at)
	end, endErr := l.end(until)
	err = rules.First(err, endErr, rules.Break("until", when(end < middle, "must not be before at")))
	if err != nil {
		return nil, opError("split a log", err)
	}
	outcomes := make([]Outcome, 0, l.customers.len())
	l.each(middle, end, func(o *Outcome) { outcomes = append(outcomes, *o) })
	return outcomes, nil
}

// end returns the last grain that counts.
func (l *Log) end(until time.Time) (int32, error) {
	l.settle()
	if until.IsZero() {
		return l.lastGrain(), nil
	}
	if rule := rules.Instant(until); rule != "" {
		return 0, rules.Break("until", rule)
	}
	grain := l.cfg.grain(until)
	if grain != int64(int32(grain)) {
		return 0, rules.Break("until", "is too far from 1970 for this Grain")
	}
	return int32(grain), nil
}

// each tells what every customer did until a grain, and from there until another, by identifier. The outcome
// is used again for the next.
func (l *Log) each(middle, end int32, tell func(*Outcome)) {
	rows, ends := l.grouped()
	text := string(l.customers.text)
	long := l.cfg.length()
	o := new(Outcome)
	for _, who := range l.customers.sorted() {
		from := uint32(0)
		if who > 0 {
			from = ends[who-1]
		}
		own := rows[from:ends[who]]
		if !sortPurchases(own) || own[0].grain > middle {
			continue
		}
		o.History = History{Party: relationship.PartyID(text[l.customers.from(who):l.customers.ends[who]])}
		o.count(own, middle, end, l.cfg.WithFirst)
		o.TX *= long
		o.T *= long
		o.Ahead = (float64(end) - float64(middle)) * long
		tell(o)
	}
}

// grouped returns the purchases with those of one customer together, and where each customer's end.
func (l *Log) grouped() (rows []purchase, ends []uint32) {
	ends = make([]uint32, l.customers.len()+1)
	for _, chunk := range l.chunks {
		for i := range chunk {
			ends[chunk[i].who+1]++
		}
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	rows = make([]purchase, l.n)
	for _, chunk := range l.chunks {
		for _, p := range chunk {
			rows[ends[p.who]] = p
			ends[p.who]++
		}
	}
	return rows, ends[:len(ends)-1]
}

// sortPurchases sorts the purchases of one customer by time and, so that sums do not depend on the order in
// which a log was filled, by amount. It reports whether there are any.
func sortPurchases(own []purchase) bool {
	inOrder := func(a, b purchase) int {
		return cmp.Or(cmp.Compare(a.grain, b.grain), cmp.Compare(a.amount, b.amount))
	}
	for i := 1; i < len(own); i++ {
		if a, b := &own[i-1], &own[i]; a.grain > b.grain || a.grain == b.grain && a.amount > b.amount {
			slices.SortFunc(own, inOrder)
			break
		}
	}
	return len(own) > 0
}

// count sets what a customer's sorted purchases say, with times in grains.
func (o *Outcome) count(own []purchase, middle, end int32, withFirst bool) {
	first, last := own[0].grain, own[0].grain
	sum := 0.0
	o.After, o.AfterSpend = 0, 0
	for i, p := range own {
		again := i > 0 && p.grain != own[i-1].grain
		switch {
		case p.grain > end:
		case p.grain > middle:
			o.AfterSpend += p.amount
			if again {
				o.After++
			}
		default:
			if again {
				o.X++
				last = p.grain
			}
			if withFirst || p.grain != first {
				sum += p.amount
			}
		}
	}
	counted := o.X
	if withFirst {
		counted++
	}
	if counted > 0 {
		o.Spend = sum / counted
	}
	o.TX, o.T = float64(last)-float64(first), float64(middle)-float64(first)
}
