package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// print tells the report to people.
func (r *report) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, r.Question)
	fmt.Fprintln(w, r.Criterion+".")
	fmt.Fprintf(w, "The sponsor loses at most %d coins (b = %.1f); nobody puts in more than %d.\n", r.WorstLoss, r.B, r.Limit)
	r.printDays(w)
	r.printHoldings(w)
	switch {
	case r.Refunded:
		fmt.Fprintln(w, "\nThe change is not made: all coins went back.")
	default:
		fmt.Fprintf(w, "\nCame true (made up): %s. The sponsor has %+d coins.\n", oneLine(r.Came), r.Sponsor)
	}
	if r.Brier != nil {
		fmt.Fprintf(w, "Brier score of the last prices: %.3f; of equal prices it is %.3f, and 0 is best.\n", *r.Brier, r.Even)
	}
	return w.Flush()
}

// maxDays is how many days are printed: of longer markets, the first and the last ones.
const maxDays = 20

func (r *report) printDays(w io.Writer) {
	fmt.Fprintf(w, "\nPrices in the evening, after %d trades in all:\n", r.Trades)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "day\ttrades\t%s\t\n", r.outcomes())
	for i, d := range r.Days {
		if len(r.Days) > maxDays && i >= maxDays/2 && i < len(r.Days)-maxDays/2 {
			if i == maxDays/2 {
				fmt.Fprintf(table, "and %d more\t\t\t\n", len(r.Days)-maxDays)
			}
			continue
		}
		fmt.Fprintf(table, "%s\t%d", d.Date, d.Trades)
		for _, p := range d.Prices {
			fmt.Fprintf(table, "\t%.3f", p)
		}
		fmt.Fprintln(table, "\t")
	}
	table.Flush()
}

// maxHoldings is how many traders are printed.
const maxHoldings = 30

func (r *report) printHoldings(w io.Writer) {
	fmt.Fprintln(w, "\nWho holds what:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "who\tpaid\t%s\tgain\t\n", r.outcomes())
	for _, h := range r.Holdings[:min(maxHoldings, len(r.Holdings))] {
		fmt.Fprintf(table, "%s\t%d", oneLine(string(h.Who)), h.Paid)
		for _, n := range h.Shares {
			fmt.Fprintf(table, "\t%d", n)
		}
		fmt.Fprintf(table, "\t%+d\t\n", h.Coins)
	}
	table.Flush()
	if more := len(r.Holdings) - maxHoldings; more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

// outcomes returns the outcomes as the heads of columns.
func (r *report) outcomes() string {
	heads := make([]string, len(r.Outcomes))
	for i, o := range r.Outcomes {
		heads[i] = oneLine(o)
	}
	return strings.Join(heads, "\t")
}

// oneLine returns a text that came from outside so that it can spoil no terminal and no table.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
