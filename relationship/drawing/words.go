package drawing

import (
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// heading says what stands in the middle.
func (s *scene) heading() string {
	if s.middle < 0 {
		return "Relationships of " + quote(s.parties[s.centre[0]].name)
	}
	return s.clause(&s.ties[s.middle], relationship.FromSide)
}

// clause says what the party at one end does: "Mia cares for Rosa".
func (s *scene) clause(t *strand, side relationship.Side) string {
	return s.actor(t, side, false) + " " + quote(t.phrases[side]) + " " + s.actor(t, side.Other(), false)
}

// sentence says of a tie all that its marks say, read from one end.
func (s *scene) sentence(t *strand, side relationship.Side) string {
	var b strings.Builder
	b.WriteString(s.actor(t, side, true) + " " + quote(t.phrases[side]) + " " + s.actor(t, side.Other(), true) + ".")
	for _, end := range [2]relationship.Side{side, side.Other()} {
		b.WriteString(" To " + s.actor(t, end, false))
		b.WriteString(": importance " + number(t.looks[end].importance) + ", health " + number(t.looks[end].health) + ".")
	}
	if t.marked {
		b.WriteString(" Marked.")
	}
	return b.String()
}

// actor names the party at an end, with its role in the tie where it has one of its own.
func (s *scene) actor(t *strand, side relationship.Side, withRole bool) string {
	name := quote(s.parties[t.ends[side]].name)
	if withRole && t.roles[side] != "" {
		name += " (" + quote(t.roles[side]) + ")"
	}
	return name
}

// number tells an estimate with two digits and what it rests on.
func number(e relationship.Estimate) string {
	if !e.Known() {
		return "not known"
	}
	return strconv.FormatFloat(e.Value, 'f', 2, 64) + " (" + e.Basis.String() + ")"
}

// summary counts what is drawn and what is not.
func (s *scene) summary() string {
	out := "As of " + s.day + ": " + count(len(s.parties), "party", "parties") + ", " + count(len(s.ties), "tie", "ties") + "."
	return strings.Join(append([]string{out}, s.missing()...), " ")
}

// missing says what the drawing leaves out.
func (s *scene) missing() []string {
	var out []string
	if s.leftOut > 0 {
		out = append(out, count(s.leftOut, "more party is", "more parties are")+" left out for want of room.")
	}
	if s.ended > 0 {
		out = append(out, count(s.ended, "tie does", "ties do")+" not hold on this day and "+isOrAre(s.ended)+" left out.")
	}
	return out
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
