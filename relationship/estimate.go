package relationship

import (
	"cmp"
	"math"
	"strconv"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Basis says what a number or a value rests on. A greater Basis is a better one.
type Basis uint8

// What a number can rest on.
const (
	Unknown  Basis = iota // nothing: there is no number
	Guessed               // someone's assumption
	Stated                // said by those concerned
	Observed              // measured, or seen in what they did
)

// String returns the basis as one word in lower case.
func (b Basis) String() string {
	switch b {
	case Unknown:
		return "unknown"
	case Guessed:
		return "guessed"
	case Stated:
		return "stated"
	case Observed:
		return "observed"
	}
	return "invalid"
}

// MarshalText returns the basis as one word.
func (b Basis) MarshalText() ([]byte, error) {
	if b > Observed {
		return nil, broken("Basis", ruleBasis)
	}
	return []byte(b.String()), nil
}

// UnmarshalText reads the word that MarshalText writes. It returns an error matching [ErrInvalid]
// for any other.
func (b *Basis) UnmarshalText(text []byte) error {
	for known := Unknown; known <= Observed; known++ {
		if known.String() == string(text) {
			*b = known
			return nil
		}
	}
	return broken("Basis", ruleBasis)
}

const ruleBasis = "must be unknown, guessed, stated or observed"

// An Estimate is a number with its doubt. The zero Estimate is unknown, which is not 0.
type Estimate struct {
	// Value is the number itself, in the unit of the field that holds the estimate.
	Value float64 `json:"value"`

	// Low and High bound the range that holds the truth with 95 % confidence:
	// Low <= Value <= High. An exact number has all three alike.
	Low  float64 `json:"low"`
	High float64 `json:"high"`

	// N is the effective amount of evidence, such as the number of answers; 0 where nobody counted.
	N float64 `json:"n"`

	// Basis says what the number rests on; Unknown only in the zero Estimate. An estimate derived
	// from others has the weakest basis among them.
	Basis Basis `json:"basis"`

	// Guesses is the share of the inputs of a derived estimate that were guessed, from 0 to 1. It
	// is 0 for an estimate that was not derived, a guess too.
	Guesses float64 `json:"guesses"`
}

// Known reports whether there is a number.
func (e Estimate) Known() bool { return e.Basis != Unknown }

// String returns a text for people, such as "0.56 (0.53 to 0.59), observed, n=10", and "unknown" where there
// is no number. Numbers are rounded to four digits.
func (e Estimate) String() string {
	if !e.Known() {
		return Unknown.String()
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	text := number(e.Value)
	if e.Low != e.High {
		text += " (" + number(e.Low) + " to " + number(e.High) + ")"
	}
	text += ", " + e.Basis.String()
	if e.N != 0 {
		text += ", n=" + number(e.N)
	}
	return text
}

// GuessedShare returns what share of the inputs of e were guesses, from 0 to 1: 1 for a plain guess.
func (e Estimate) GuessedShare() float64 {
	if e.Basis == Guessed && e.Guesses == 0 {
		return 1
	}
	return e.Guesses
}

// Derived returns e as an estimate derived from others: with the weakest basis among those that are
// known, and the mean of their guessed shares. With no known input it is the zero Estimate.
func (e Estimate) Derived(from ...Estimate) Estimate {
	known, guesses := 0, 0.0
	e.Basis = Unknown
	for _, f := range from {
		if !f.Known() {
			continue
		}
		if known == 0 || f.Basis < e.Basis {
			e.Basis = f.Basis
		}
		known++
		guesses += f.GuessedShare()
	}
	if known == 0 {
		return Estimate{}
	}
	e.Guesses = guesses / float64(known)
	return e
}

// Check returns an error matching [ErrInvalid], an [OpError] that names the field and the rule, for an
// estimate that breaks a rule of its fields, or of which any number is not between low and high. The
// zero Estimate is always fine.
func (e Estimate) Check(low, high float64) error {
	if e == (Estimate{}) {
		return nil
	}
	for _, f := range []struct {
		name      string
		v         float64
		low, high float64
	}{
		{"Value", e.Value, low, high},
		{"Low", e.Low, low, high},
		{"High", e.High, low, high},
		{"N", e.N, 0, math.MaxFloat64},
		{"Guesses", e.Guesses, 0, 1},
	} {
		switch {
		case math.IsNaN(f.v) || math.IsInf(f.v, 0):
			return broken(f.name, "must be a finite number")
		case f.v < f.low || f.v > f.high:
			return broken(f.name, "must be "+rangeText(f.low, f.high))
		}
	}
	switch {
	case e.Basis == Unknown || e.Basis > Observed:
		return broken("Basis", "must be guessed, stated or observed where there is a number")
	case e.Low > e.Value:
		return broken("Low", "must not be above Value")
	case e.High < e.Value:
		return broken("High", "must not be below Value")
	case e.Guesses > 0 && e.Basis != Guessed:
		return broken("Guesses", "must be 0 unless Basis is guessed")
	}
	return nil
}

func rangeText(low, high float64) string {
	if high == math.MaxFloat64 {
		return "0 or more"
	}
	if low == 0 && high == 1 {
		return "in 0..1"
	}
	return "in its range"
}

// A Reading is an estimate at an instant: how important a tie was to someone last spring.
type Reading struct {
	// At is when the reading was taken; the zero time means before all others.
	At time.Time `json:"at,omitzero"`

	// Estimate is what was read, from 0 to 1.
	Estimate Estimate `json:"estimate"`

	// Source is where it comes from, in the host's words: "survey 2026", "visits". It must not be
	// personal.
	Source string `json:"source,omitempty"`
}

// Readings are what was read of one thing over time, in any order.
type Readings []Reading

// At returns what is known at an instant: among the readings taken then or before, the latest of
// those with the best basis, so that what was observed or derived from observations goes before
// what was said, and that before guesses. It is the zero Estimate when there is no such reading.
// Of two readings alike in both, the one with the larger value counts, so that order does not
// matter. It takes O(n) time.
func (rs Readings) At(at time.Time) Estimate {
	var best Reading
	for _, r := range rs {
		if !r.At.After(at) && (!best.Estimate.Known() || r.better(best)) {
			best = r
		}
	}
	return best.Estimate
}

func (r Reading) better(than Reading) bool {
	a, b := r.Estimate, than.Estimate
	return cmp.Or(
		cmp.Compare(a.Basis, b.Basis),
		r.At.Compare(than.At),
		cmp.Compare(a.Value, b.Value),
		cmp.Compare(a.N, b.N),
		cmp.Compare(a.Low, b.Low),
		cmp.Compare(a.High, b.High),
		cmp.Compare(a.Guesses, b.Guesses),
	) > 0
}

// inUTC puts all instants in one form.
func (rs Readings) inUTC() {
	for i := range rs {
		rs[i].At = rules.UTC(rs[i].At)
	}
}

// check returns the first rule that one of the readings breaks.
func (rs Readings) check(field string) error {
	for i, r := range rs {
		if err := r.check(); err != nil {
			return within(rules.Index(field, i), err)
		}
	}
	return nil
}

func (r Reading) check() error {
	if !r.Estimate.Known() {
		return broken("Estimate.Basis", "must be guessed, stated or observed")
	}
	if rule := rules.Instant(r.At); rule != "" {
		return broken("At", rule)
	}
	if rule := rules.Text(r.Source); rule != "" {
		return broken("Source", rule)
	}
	return within("Estimate", r.Estimate.Check(0, 1))
}
