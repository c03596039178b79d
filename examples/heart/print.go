package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// print tells the story to people.
func (s *story) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, "Nora buys books. What follows is made up; hearts are from 0 to 1, with 95 % intervals.")
	fmt.Fprintf(w, "\nBefore anything is known of her: %s\n", shown(s.Begin))
	fmt.Fprintln(w, "\nThe bookseller:")
	printSteps(w, s.Bookseller)
	last := s.Bookseller[len(s.Bookseller)-1]
	fmt.Fprintf(w, "\nWithout the repair it would be %s now, instead of %s.\n", shown(s.Unrepaired), shown(last.Heart))
	fmt.Fprintln(w, "That a repair wins more than the failure lost holds once. If it happened again:")
	for _, a := range s.Again {
		fmt.Fprintf(w, "  %s  %s  %s\n", a.At.Format("2 Jan"), shown(a.Heart), a.What)
	}
	fmt.Fprintln(w, "\nThe rival, who bought attention instead:")
	printSteps(w, s.Rival)
	fmt.Fprintf(w, "\nShare of Nora's heart that is the bookseller's: %s\n", shown(s.ShareOfHeart))
	s.printMind(w)
	s.printWallets(w)
	return w.Flush()
}

// shown returns an estimate in few digits.
func shown(e relationship.Estimate) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", e.Value, e.Low, e.High)
}

func printSteps(w io.Writer, steps []step) {
	for _, s := range steps {
		fmt.Fprintf(w, "  %-6s  %s  %s\n", s.At.Format("2 Jan"), shown(s.Heart), s.What)
		fmt.Fprintf(w, "          acknowledgement %.2f, respect %.2f, trust %.2f\n", s.Acknowledgement, s.Respect, s.Trust)
		fmt.Fprintf(w, "          %s\n", reasons(s.Reasons))
	}
}

// reasons returns what moves a heart, in one line; kinds that move it by nothing are named so.
func reasons(all []heart.Reason) string {
	var parts []string
	for _, r := range all {
		part := fmt.Sprintf("%s %+.2f", r.Kind, r.Gain)
		if math.Abs(r.Gain) < .005 {
			part = string(r.Kind) + " made good"
		}
		parts = append(parts, part)
	}
	return "because of: " + strings.Join(parts, ", ")
}

func (s *story) printMind(w io.Writer) {
	fmt.Fprintln(w, "\nShare of mind in the town:  named first          unaided              aided")
	for i, name := range []string{"the bookseller", "the rival"} {
		m := s.Mind[i]
		fmt.Fprintf(w, "  %-24s  %s  %s  %s\n", name, shown(m.First), shown(m.Unaided), shown(m.Aided))
	}
}

func (s *story) printWallets(w io.Writer) {
	fmt.Fprintln(w, "\nShare of Nora's wallet:     the bookseller  the rival")
	for _, v := range s.Wallet {
		fmt.Fprintf(w, "  %-24s  %14.2f  %9.2f\n", v.How, v.Bookseller, v.Rival)
	}
}
