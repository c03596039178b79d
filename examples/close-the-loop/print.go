package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/kithcrm/kith/feedback"
)

// print tells the story to people.
func (s *story) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "%d items by %d people; %d items are overdue for a word on %s.\n", s.All.Items, s.All.People, s.Overdue, date(s.AsOf))
	if len(s.Refused) > 0 {
		fmt.Fprintf(w, "Left out, because they break a rule: %d rows.\n", len(s.Refused))
		for _, r := range first(s.Refused, 10) {
			fmt.Fprintf(w, "  %s\n", oneLine(r.Why))
		}
	}
	s.printHints(w)
	s.printThemes(w)
	if s.Followed != "" {
		s.printLoop(w)
		s.printAudience(w)
	}
	return w.Flush()
}

func (s *story) printHints(w io.Writer) {
	if len(s.Hints) > 0 {
		fmt.Fprintln(w, "\nThemes suggested for what names none (what is said to that is made up):")
	}
	for _, h := range first(s.Hints, 10) {
		verdict := "accepted"
		if h.Standing != feedback.Stands {
			verdict = string(h.Standing)
		}
		fmt.Fprintf(w, "  %s %s\n    %.2f sure, %s: %s\n", strconv.Quote(short(oneLine(h.text))), verdict, h.Sure, oneLine(h.Theme), oneLine(h.why))
	}
	if len(s.Hints) > 0 {
		fmt.Fprintf(w, "Asked again, it suggests %d.\n", s.HintsAgain)
	}
	for _, p := range first(s.Proposed, 10) {
		fmt.Fprintf(w, "Proposed, and accepted with %d items: a theme %q, %s.\n", p.Items, oneLine(p.Name), oneLine(p.why))
	}
}

func (s *story) printThemes(w io.Writer) {
	if len(s.Themes) == 0 {
		fmt.Fprintln(w, "The file names no theme, and what it says suggests none, so there is none to follow.")
		return
	}
	fmt.Fprintln(w, "\nWhat they speak of, what weighs most first (an item weighs half after 30 days):")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "weight\titems\tpeople\tcompliments\tideas\tcomplaints\t  theme")
	for _, t := range first(s.Themes, 20) {
		kinds := map[feedback.Kind]int{}
		for _, k := range t.Kinds {
			kinds[k.Kind] = k.Items
		}
		fmt.Fprintf(table, "%.2f\t%d\t%d\t%d\t%d\t%d\t  %s\n", t.Count.Weight, t.Count.Items, t.Count.People,
			kinds[feedback.Compliment], kinds[feedback.Idea], kinds[feedback.Complaint], oneLine(t.Name))
	}
	table.Flush()
	if more := len(s.Themes) - 20; more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}

func (s *story) printLoop(w io.Writer) {
	fmt.Fprintf(w, "\nAround the loop with %q, as it could go (what is said and done from here on is made up):\n", s.Followed)
	fmt.Fprintf(w, "  you said   %d items by %d people\n", s.Said.Items, s.Said.People)
	fmt.Fprintf(w, "  we did     %s\n", s.Did)
	if h := s.Helped; h != nil {
		fmt.Fprintf(w, "  it helped  %s: from %v to %v\n", h.Score, h.Before, h.After)
	}
	if len(s.Loop) > 0 {
		fmt.Fprintln(w, "\nThe way of one item, as its author reads it:")
	}
	for _, e := range s.Loop {
		line := string(e.State)
		if e.Answer != "" {
			line += ": " + string(e.Answer)
		}
		if !e.By.IsZero() {
			line += " by " + date(e.By)
		}
		if e.Text != "" {
			line += " - " + oneLine(e.Text)
		}
		fmt.Fprintf(w, "  %s  %s\n", date(e.At), line)
	}
}

func (s *story) printAudience(w io.Writer) {
	fmt.Fprintf(w, "\nTold on the way, each author of each step of the own item: %d notices.\n", s.Steps)
	fmt.Fprintf(w, "Told that it is done, each once: %d people; %d notices delivered, %d on a second try.\n",
		len(s.Audience), s.Delivered, s.Again)
	for _, p := range first(s.Audience, 10) {
		why := make([]string, len(p.Why))
		for i, because := range p.Why {
			why[i] = string(because)
		}
		line := "  " + oneLine(string(p.Party)) + ", as " + strings.Join(why, " and ")
		if p.text != "" {
			line += " of " + strconv.Quote(short(oneLine(p.text)))
		}
		fmt.Fprintln(w, line)
	}
	if more := len(s.Audience) - 10; more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

func date(t interface{ Format(string) string }) string { return t.Format("2 January 2006") }

// oneLine returns a text that came from outside so that it can spoil no terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// short returns the beginning of a text.
func short(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
