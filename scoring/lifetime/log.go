package lifetime

import (
	"math"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A LogConfig says how a log is counted. Its zero value is ready to use.
type LogConfig struct {
	// Zone is where a day begins and ends. nil means UTC.
	Zone *time.Location

	// Grain is how far apart purchases must be to count as two: those within one grain are one purchase,
	// whose amount is their sum. 0 means a calendar day in Zone; otherwise it is a minute or more, in
	// whole seconds, and grains are counted from 1970 in UTC.
	Grain time.Duration

	// Unit is the unit of the times that are counted, above 0. 0 means a week.
	Unit time.Duration

	// WithFirst says that the mean amount is of all purchases. Otherwise it is of all but the first, as
	// models of spend want it, since a first purchase often differs from the others.
	WithFirst bool

	// Progress, if not nil, is told now and then how many rows have been read, and at the end.
	Progress func(rows int)
}

// check fills in what is left to us.
func (cfg LogConfig) check() (LogConfig, error) {
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	if cfg.Unit == 0 {
		cfg.Unit = 7 * day
	}
	if cfg.Progress == nil {
		cfg.Progress = func(int) {}
	}
	return cfg, rules.First(
		rules.Break("Unit", when(cfg.Unit < 0, "must be above 0")),
		rules.Break("Grain", when(cfg.Grain != 0 && (cfg.Grain < time.Minute || cfg.Grain%time.Second != 0),
			"must be 0, or a minute or more in whole seconds")),
	)
}

const day = 24 * time.Hour

// length returns how long a grain is, in units.
func (cfg LogConfig) length() float64 {
	grain := cfg.Grain
	if grain == 0 {
		grain = day
	}
	return float64(grain) / float64(cfg.Unit)
}

// grain returns the grain in which an instant falls.
func (cfg LogConfig) grain(at time.Time) int64 {
	seconds, long := at.Unix(), int64(day/time.Second)
	if cfg.Grain != 0 {
		long = int64(cfg.Grain / time.Second)
	} else if cfg.Zone != time.UTC {
		_, east := at.In(cfg.Zone).Zone()
		seconds += int64(east)
	}
	g := seconds / long
	if seconds%long < 0 {
		g--
	}
	return g
}

// A Log gathers purchases, in any order, to be counted. The logs of parts of the customers or of parts of the
// time can be merged into one. Make one with [NewLog]. It may be used by one goroutine at a time.
//
// It takes 16 bytes for each purchase and about 50 for each customer, beside the identifier.
type Log struct {
	cfg       LogConfig
	customers names
	chunks    [][]purchase // full ones of chunkSize, and the last
	n         int          // rows in all chunks

	waiting []row // rows whose customers have no number yet, at most batch
}

// A row is a purchase whose customer has no number yet.
type row struct {
	customer string
	amount   float64
	grain    int32
}

// batch is how many customers are looked up together.
const batch = 256

// chunkSize is how many rows lie in one piece of memory, so that a growing log is never copied.
const chunkSize = 1 << 15

// A purchase is one row of a log.
type purchase struct {
	amount float64
	who    uint32 // the customer's place among the names
	grain  int32
}

// NewLog returns an empty log.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range.
func NewLog(cfg LogConfig) (*Log, error) {
	cfg, err := cfg.check()
	if err != nil {
		return nil, opError("start a log", err)
	}
	return &Log{cfg: cfg, customers: newNames()}, nil
}

// maxAmount keeps every sum of amounts finite and exact to a hundredth of what a person can hold.
const maxAmount = 1e15

// Add records that a customer bought something, for an amount from 0 to 1e15 in the one currency of the log,
// 0 where amounts are not known. A refund is no purchase. Take it off the amount of its purchase before that is added, and
// leave out what was given back altogether; or leave refunds out, and know that worth is then of sales before them.
//
// It returns an error matching [relationship.ErrInvalid], and records nothing, for an identifier that is
// none, an amount out of range, and an instant outside the years 1 to 9999.
func (l *Log) Add(customer relationship.PartyID, at time.Time, amount float64) error {
	return opError("add a purchase", l.add(string(customer), at, amount))
}

func (l *Log) add(customer string, at time.Time, amount float64) error {
	if err := checkAmount(amount); err != nil {
		return err
	}
	if rule := rules.Instant(at); rule != "" {
		return rules.Break("at", rule)
	}
	grain := l.cfg.grain(at)
	if grain != int64(int32(grain)) {
		return rules.Break("at", "is too far from 1970 for this Grain")
	}
	return l.take(row{customer, amount, int32(grain)})
}

// take puts a row among those that wait. The row before it is nearly always of another customer or of a checked one.
func (l *Log) take(r row) error {
	if n := len(l.waiting); n == 0 || l.waiting[n-1].customer != r.customer {
		if rule := rules.ID(r.customer); rule != "" {
			return rules.Break("customer", rule)
		}
		if len(l.customers.text) > math.MaxUint32-batch*256 {
			return rules.Break("customer", "must not make more than 4 GB of identifiers together")
		}
	}
	l.waiting = append(l.waiting, r)
	if len(l.waiting) == batch {
		l.settle()
	}
	return nil
}

// settle gives the customers of all waiting rows their numbers.
func (l *Log) settle() {
	var hashes [batch]uint32
	for i := range l.waiting {
		hashes[i] = l.customers.hash(l.waiting[i].customer)
	}
	l.customers.warmUp(hashes[:len(l.waiting)])
	last, who := "", uint32(0)
	for i, r := range l.waiting {
		if r.customer != last {
			last, who = r.customer, l.customers.number(r.customer, hashes[i])
		}
		l.keep(purchase{amount: r.amount, who: who, grain: r.grain})
	}
	l.waiting = l.waiting[:0]
}

// keep appends a row.
func (l *Log) keep(p purchase) {
	if l.n%chunkSize == 0 {
		l.chunks = append(l.chunks, make([]purchase, 0, chunkSize))
	}
	last := &l.chunks[len(l.chunks)-1]
	*last = append(*last, p)
	l.n++
}

// checkAmount returns the error for an amount that is none, which for a refund says what to do.
func checkAmount(amount float64) error {
	switch {
	case amount < 0:
		return rules.Break("amount", "must not be below 0: take a refund off its purchase, or leave it out")
	case !(amount <= maxAmount):
		return rules.Break("amount", ruleAmount)
	}
	return nil
}

const ruleAmount = "must be a number from 0 to 1e15"

// Merge adds all purchases of another log, which stays as it is. A customer of both has the purchases of both.
//
// It returns an error matching [relationship.ErrInvalid], and changes nothing, if the other log was made with
// another Zone, Grain, Unit or WithFirst.
func (l *Log) Merge(other *Log) error {
	a, b := l.cfg, other.cfg
	if a.Zone.String() != b.Zone.String() || a.Grain != b.Grain || a.Unit != b.Unit || a.WithFirst != b.WithFirst {
		return opError("merge logs", rules.Break("other", "must have the same Zone, Grain, Unit and WithFirst"))
	}
	l.settle()
	other.settle()
	places := make([]uint32, other.customers.len())
	for i := range places {
		id := other.customers.at(uint32(i))
		places[i] = l.customers.number(id, l.customers.hash(id))
	}
	for left, i := other.n, 0; left > 0; i++ { // not by range, for a log that is merged with itself
		chunk := other.chunks[i][:min(left, chunkSize)]
		left -= len(chunk)
		for _, p := range chunk {
			p.who = places[p.who]
			l.keep(p)
		}
	}
	return nil
}

// Purchases returns how many rows the log holds, and of how many customers.
func (l *Log) Purchases() (rows, customers int) {
	l.settle()
	return l.n, l.customers.len()
}

// lastGrain returns the last grain of the log.
func (l *Log) lastGrain() int32 {
	last := int32(math.MinInt32)
	for _, chunk := range l.chunks {
		for i := range chunk {
			last = max(last, chunk[i].grain)
		}
	}
	return last
}

// Span returns when the grains of the first and of the last purchase begin, in the zone of the log. Both are zero for an
// empty log. It takes O(n) time.
func (l *Log) Span() (first, last time.Time) {
	l.settle()
	if l.n == 0 {
		return first, last
	}
	low := int32(math.MaxInt32)
	for _, chunk := range l.chunks {
		for i := range chunk {
			low = min(low, chunk[i].grain)
		}
	}
	return l.cfg.begin(low), l.cfg.begin(l.lastGrain())
}

// begin returns when a grain begins.
func (cfg LogConfig) begin(grain int32) time.Time {
	if cfg.Grain == 0 {
		return time.Date(1970, 1, 1+int(grain), 0, 0, 0, 0, cfg.Zone)
	}
	return time.Unix(int64(grain)*int64(cfg.Grain/time.Second), 0).In(cfg.Zone)
}
