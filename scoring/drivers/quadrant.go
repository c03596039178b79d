package drivers

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Quadrant is what to do about a driver, by how important it is and how well it does (Martilla and James
// 1977).
type Quadrant string

// The four quadrants. Exactly on a line counts as important, and as doing well.
const (
	Unplaced    Quadrant = ""             // importance or performance is not known
	FixFirst    Quadrant = "fix first"    // important, and does badly
	KeepUp      Quadrant = "keep up"      // important, and does well
	LowPriority Quadrant = "low priority" // not important, and does badly
	Overdone    Quadrant = "overdone"     // not important, and does well
)

// Lines are where quadrants meet. The zero Lines is ready to use.
type Lines struct {
	// Importance is the share of R², from 0 to 1, from which on a driver is important. nil means the mean of all
	// drivers that are placed.
	Importance *float64

	// Performance is the mean answer from which on a driver does well. nil means the mean of all drivers
	// that are placed.
	Performance *float64
}

// A Placed is a driver in its quadrant.
type Placed struct {
	// Name is the name of the driver.
	Name string

	// Importance is its Shapley share of R², Performance its mean answer.
	Importance, Performance relationship.Estimate

	// Quadrant is where it lies; Unplaced where one of the two is unknown.
	Quadrant Quadrant

	// Sure says that neither interval reaches over a line, so that it lies there for more than chance. It is
	// false where all answered the same, since what such an interval would be cannot be told.
	Sure bool
}

// Quadrants places drivers, in the order of their names as given, by importance and performance, and returns
// the lines too by which it did. Drivers are to be answered on one scale and in one direction: turn those round
// where more is worse, which have a Correlation below 0.
//
// Special cases are:
//   - where importance or performance of a driver is unknown, it is not placed
//   - where no driver is placed, lines that were not given are nil
//
// It returns an error matching [relationship.ErrInvalid] for an importance that is not from 0 to 1, and for a
// performance that is not finite. It takes O(p) time.
func (a Analysis) Quadrants(lines Lines) ([]Placed, Lines, error) {
	if err := lines.check(); err != nil {
		return nil, Lines{}, opError("place drivers", err)
	}
	placed := make([]Placed, len(a.Drivers))
	n, importance, performance := 0.0, 0.0, 0.0
	for i, d := range a.Drivers {
		placed[i] = Placed{Name: d.Name, Importance: d.Shapley.Share, Performance: d.Performance}
		if placed[i].known() {
			n++
			importance += d.Shapley.Share.Value
			performance += (d.Performance.Value - performance) / n
		}
	}
	if n == 0 {
		return placed, lines.copied(), nil
	}
	lines = lines.or(importance/n, performance)
	for i := range placed {
		if placed[i].known() {
			placed[i].place(*lines.Importance, *lines.Performance)
		}
	}
	return placed, lines, nil
}

func (l Lines) check() error {
	if v := l.Importance; v != nil && !(*v >= 0 && *v <= 1) {
		return rules.Break("Importance", "must be from 0 to 1")
	}
	if v := l.Performance; v != nil && !finite(*v) {
		return rules.Break("Performance", "must be a finite number")
	}
	return nil
}

// copied returns lines that share nothing with l.
func (l Lines) copied() Lines {
	if l.Importance != nil {
		l.Importance = new(*l.Importance)
	}
	if l.Performance != nil {
		l.Performance = new(*l.Performance)
	}
	return l
}

// or returns a copy of the lines with others in place of those that were not given.
func (l Lines) or(importance, performance float64) Lines {
	l = l.copied()
	if l.Importance == nil {
		l.Importance = &importance
	}
	if l.Performance == nil {
		l.Performance = &performance
	}
	return l
}

func (p Placed) known() bool { return p.Importance.Known() && p.Performance.Known() }

// place says in which quadrant p lies.
func (p *Placed) place(importance, performance float64) {
	quadrants := [2][2]Quadrant{{LowPriority, Overdone}, {FixFirst, KeepUp}}
	p.Quadrant = quadrants[side(p.Importance.Value, importance)][side(p.Performance.Value, performance)]
	varies := p.Performance.Low < p.Performance.High
	p.Sure = varies && oneSide(p.Importance, importance) && oneSide(p.Performance, performance)
}

// side returns 1 for what is not below a line but for rounding, else 0: where all values are alike, the line
// is their mean, and may lie a digit above.
func side(v, line float64) int {
	if v >= line-1e-12*math.Abs(line) {
		return 1
	}
	return 0
}

func oneSide(e relationship.Estimate, line float64) bool {
	return side(e.Low, line) == side(e.High, line)
}
