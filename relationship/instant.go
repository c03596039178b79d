package relationship

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Stint is one period in which something held: From <= t < To.
type Stint struct {
	// From is when it began. The zero time means before anyone took note.
	From time.Time `json:"from,omitzero"`

	// To is when it ended, after From. The zero time means that it has not.
	To time.Time `json:"to,omitzero"`

	// Ended says that it ended, but nobody knows when. To is then zero, and the stint holds at no
	// instant: who asks about an instant is told only what is known to have held.
	Ended bool `json:"ended,omitempty"`
}

// Holds reports whether the stint holds at an instant.
func (s Stint) Holds(at time.Time) bool {
	return !s.Ended && !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

// Open reports whether the stint goes on.
func (s Stint) Open() bool { return !s.Ended && s.To.IsZero() }

func (s *Stint) inUTC() { s.From, s.To = rules.UTC(s.From), rules.UTC(s.To) }

func (s Stint) check() error {
	if rule := rules.Instant(s.From); rule != "" {
		return broken("From", rule)
	}
	if rule := rules.Instant(s.To); rule != "" {
		return broken("To", rule)
	}
	switch {
	case s.Ended && !s.To.IsZero():
		return broken("To", "must be zero where Ended is set")
	case !s.To.IsZero() && !s.From.Before(s.To):
		return broken("To", "must be after From")
	}
	return nil
}

// checkStints returns the first rule that the stints of one tie break.
func checkStints(stints []Stint) error {
	if len(stints) == 0 {
		return broken("Stints", "must not be empty: a tie that never held is void")
	}
	var last *Stint // the last one of which it is known whether it ended, and when
	for i, s := range stints {
		if err := s.check(); err != nil {
			return within(rules.Index("Stints", i), err)
		}
		if i > 0 && s.From.Before(stints[i-1].From) {
			return broken(rules.Index("Stints", i)+".From", "must not be before the stint ahead of it")
		}
		if s.Ended {
			continue
		}
		if last != nil && (last.To.IsZero() || s.From.Before(last.To)) {
			return broken(rules.Index("Stints", i)+".From", "must not overlap a stint ahead of it")
		}
		last = &stints[i]
	}
	return nil
}

// spans is a set of instants: periods in order that neither overlap nor touch. The zero To of the
// last one means for ever. The algebra on it answers when rules on several ties are broken.
type spans []Stint

// spansOf returns when any of the stints, in any order, holds.
func spansOf(stints []Stint) spans {
	sorted := make([]Stint, 0, len(stints))
	for _, s := range stints {
		if !s.Ended {
			sorted = append(sorted, s)
		}
	}
	slices.SortFunc(sorted, func(a, b Stint) int { return a.From.Compare(b.From) })
	var out spans
	for _, s := range sorted {
		n := len(out)
		if n == 0 || !out[n-1].To.IsZero() && s.From.After(out[n-1].To) {
			out = append(out, s)
			continue
		}
		if last := &out[n-1]; s.To.IsZero() || !last.To.IsZero() && s.To.After(last.To) {
			last.To = s.To
		}
	}
	return out
}

func (a spans) union(b spans) spans { return spansOf(slices.Concat(a, b)) }

func (a spans) intersect(b spans) spans {
	var out spans
	for len(a) > 0 && len(b) > 0 {
		s := Stint{From: a[0].From, To: earlierEnd(a[0].To, b[0].To)}
		if b[0].From.After(s.From) {
			s.From = b[0].From
		}
		if s.To.IsZero() || s.From.Before(s.To) {
			out = append(out, s)
		}
		// Whichever ends first has nothing left to meet.
		if !a[0].To.IsZero() && (b[0].To.IsZero() || a[0].To.Before(b[0].To)) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

// minus returns the instants of a that are not in b.
func (a spans) minus(b spans) spans {
	gaps := spans{}
	from := time.Time{}
	for _, s := range b {
		if from.Before(s.From) {
			gaps = append(gaps, Stint{From: from, To: s.From})
		}
		if s.To.IsZero() {
			return a.intersect(gaps)
		}
		from = s.To
	}
	return a.intersect(append(gaps, Stint{From: from}))
}

// earlierEnd returns the earlier of two ends, of which a zero one is never.
func earlierEnd(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
