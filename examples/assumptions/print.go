package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// print tells the story to people.
func (s *story) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, "What a member association believes, pays for, and is to its members. All of it is made up.")
	s.printSides(w)
	s.printVerdicts(w)
	s.printReview(w)
	s.printDue(w)
	fmt.Fprintln(w, "\nWhat to do first, by importance x gain per week; what is basic before all else:")
	for i, f := range s.First {
		fmt.Fprintf(w, "  %d. %-12s %-9s  %.4f (%.4f to %.4f), among the first 2 of its class with %.2f%s\n",
			i+1, f.ID, f.Class, f.PerEffort.Value, f.PerEffort.Low, f.PerEffort.High, f.InTop, after(f.After))
	}
	return w.Flush()
}

func after(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return "; after " + strings.Join(ids, ", ")
}

// percent returns a share with its range.
func percent(e relationship.Estimate) string {
	if e.Low == e.High {
		return fmt.Sprintf("%.0f %%", 100*e.Value)
	}
	return fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*e.Value, 100*e.Low, 100*e.High)
}

// gap returns one in points, with its range and what it says.
func gap(g beliefs.Gap) string {
	return fmt.Sprintf("%+.0f (%+.0f to %+.0f) %s", 100*g.Value, 100*g.Low, 100*g.High, said(g.State))
}

func said(s scoring.State) string {
	switch s {
	case scoring.False:
		return "wrong"
	case scoring.Holds:
		return "near enough"
	}
	return "cannot tell"
}

func (s *story) printSides(w io.Writer) {
	fmt.Fprintln(w, "\nShares of importance and of money; gaps in points, their ranges hold together with 95 %:")
	fmt.Fprintf(w, "  %-12s %-17s %-8s %-17s %-30s %s\n", "", "believed", "funded", "measured", "belief less measured", "money less measured")
	for i, g := range s.Found.Belief {
		m := s.Found.Spending[i]
		fmt.Fprintf(w, "  %-12s %-17s %-8s %-17s %-30s %s\n", g.Attribute, percent(g.Of), percent(m.Of), percent(g.Against), gap(g), gap(m))
	}
	m, a := s.Found.Misdirected, s.Found.BelievedMeasured
	fmt.Fprintf(w, "\nMisdirected: %.0f %% of the money; chance alone would show %.0f %%, and one time in twenty more than %.0f %%.\n",
		100*m.Share, 100*m.Chance, 100*m.ChanceHigh)
	fmt.Fprintf(w, "Order of belief against order of measurement: Spearman %.2f, P %.2f. With six attributes that says little.\n", a.Spearman.Value, *a.Spearman.P)
}

func (s *story) printVerdicts(w io.Writer) {
	fmt.Fprintln(w, "\nVerdicts, with ten points as near enough:")
	for _, v := range s.Verdicts {
		fmt.Fprintf(w, "  %-9s %s\n", v.State, v.Statement)
		if v.Gap == nil {
			fmt.Fprintln(w, "            nobody has measured it")
			continue
		}
		fmt.Fprintf(w, "            believed %s, measured %s in %d, gap %+.0f (%+.0f to %+.0f)\n", percent(v.Gap.Of), percent(v.Gap.Against),
			v.MeasuredAt.Year(), 100*v.Gap.Value, 100*v.Gap.Low, 100*v.Gap.High)
	}
}

func (s *story) printReview(w io.Writer) {
	fmt.Fprintf(w, "\nAsked again: %s\n", s.Review.Statement)
	for _, r := range s.Review.Answered {
		fmt.Fprintf(w, "  %s\n    %s (%s, %s)\n", r.Question, r.Answer, r.By, r.At.Format("2 January"))
		if r.Next != "" {
			fmt.Fprintf(w, "    -> %s By %s.\n", r.Next, r.Due.Format("2 January"))
		}
	}
	fmt.Fprintf(w, "  Still open: %d questions, such as: %s\n", len(s.Review.Open), s.Review.Open[len(s.Review.Open)-1].Text)
	for _, i := range s.Review.Followed {
		fmt.Fprintf(w, "  On 1 September %d follow-ups of it will be due.\n", len(i.FollowUps))
	}
}

func (s *story) printDue(w io.Writer) {
	fmt.Fprintf(w, "\nTo be looked at on %s:\n", asOf().Format("2 January 2006"))
	for _, i := range s.Due {
		var why []string
		if i.ReviewDue {
			why = append(why, "its review is due")
		}
		if i.Stale {
			why = append(why, "what it was judged by is too old")
		}
		for _, r := range i.FollowUps {
			why = append(why, "to do: "+r.Next)
		}
		fmt.Fprintf(w, "  %-10s %s (%s)\n", i.Assumption.ID, i.Assumption.Statement, strings.Join(why, "; "))
	}
}
