package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// number returns n in digits, in groups of three: "12,000".
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count returns n with a noun: "1 row", "2 rows", "3 parties".
func count(n int, noun string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(noun, "y"); ok {
			noun = stem + "ies"
		} else {
			noun += "s"
		}
	}
	return number(n) + " " + noun
}

// estimate returns a number with its range, and what it rests on. A guess is called one.
func estimate(e relationship.Estimate) string {
	switch {
	case !e.Known():
		return "not known"
	case e.Low == e.High:
		return fmt.Sprintf("%.2f %s", e.Value, basis(e))
	}
	return fmt.Sprintf("%.2f (%.2f-%.2f) %s", e.Value, e.Low, e.High, basis(e))
}

func basis(e relationship.Estimate) string {
	if e.Basis == relationship.Guessed {
		return "a guess"
	}
	if e.N > 0 {
		return fmt.Sprintf("%s, n=%g", e.Basis, e.N)
	}
	return e.Basis.String()
}

// stint returns a period in words, with its first and its last day: "from 4 May 2019 to 1 Oct 2022".
func stint(s relationship.Stint) string {
	from, last := day(s.From), day(s.To.Add(-1))
	switch {
	case s.Ended && s.From.IsZero():
		return "once, nobody knows when"
	case s.Ended:
		return "from " + from + ", nobody knows to when"
	case s.To.IsZero() && s.From.IsZero():
		return "as long as anyone knows"
	case s.To.IsZero():
		return "since " + from
	case s.From.IsZero():
		return "to " + last
	case from == last:
		return "on " + from
	}
	return "from " + from + " to " + last
}

// stints returns the periods of a tie in words.
func stints(of []relationship.Stint) string {
	var out []string
	for _, s := range of {
		out = append(out, stint(s))
	}
	return strings.Join(out, ", back ")
}

func day(t time.Time) string { return t.Format("2 Jan 2006") }
