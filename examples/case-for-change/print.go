package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// print tells the story to people.
func (told *story) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, "One person for each household, who calls back within a day: is it worth it? All of it is made up.")
	told.printMeasured(w)
	printCase(w, "\nWhat it is worth over ten years, against doing nothing:", told.Case)
	told.printDoubt(w)
	told.printTrial(w)
	told.InTheWay.print(w)
	return w.Flush()
}

// thousands writes minor units as thousands of euros.
func thousands(minor float64) string { return whole(minor / 1000_00) }

// whole writes a number without digits behind the point, and never as -0.
func whole(v float64) string { return fmt.Sprintf("%.0f", math.Round(v)+0) }

func (told *story) printMeasured(w io.Writer) {
	m := told.Measured
	fmt.Fprintf(w, "\nMeasured: %d customers. Their hearts: %s\n", m.Customers, m.Heart)
	fmt.Fprintf(w, "A rise of 0.1 goes with %s %% fewer who leave (%s to %s), and with %.1f %% more bought (%.1f to %.1f).\n",
		whole(10*m.Leaving.Value), whole(10*m.Leaving.Low), whole(10*m.Leaving.High), 10*m.Buying.Value, 10*m.Buying.Low, 10*m.Buying.High)
}

func printCase(w io.Writer, title string, r businesscase.Result) {
	fmt.Fprintln(w, title)
	q := r.Value.Quantiles
	fmt.Fprintf(w, "  value    %7s thousand EUR; 5 %%: %s, half: %s, 95 %%: %s\n",
		thousands(r.Value.Mean.Value), thousands(q[0].Value), thousands(q[2].Value), thousands(q[4].Value))
	fmt.Fprintf(w, "  cost     %7s; for each euro of it %.2f come back beyond it\n", thousands(r.Cost.Mean.Value), r.Return.Mean.Value)
	fmt.Fprintf(w, "  loss     %7.0f %% likely; the worst twentieth loses %s on average\n", 100*r.Loss.Value, thousands(-r.WorstMean.Value))
	fmt.Fprintf(w, "  payback  %7.0f %% likely within ten years%s\n", 100*r.Payback.Within.Value, median(r.Payback))
	fmt.Fprintf(w, "  waiting  %7s: what staying as we are costs, as customers leave faster\n", thousands(r.Waiting.Mean.Value))
	if s := r.Sharing; s.Known {
		fmt.Fprintf(w, "  sharing  %7.0f %% of all gained is the customers', %.0f %% ours\n", 100*s.CustomersShare, 100*s.CompanyShare)
	}
	for _, f := range r.Flags {
		fmt.Fprintln(w, "  note    ", noted(f))
	}
}

// noted returns a flag as a line.
func noted(f businesscase.Flag) string {
	text := f.Text
	if f.Input != "" {
		text = f.Input + ": " + text
	}
	if f.Share < 1 {
		text += fmt.Sprintf(" (in %.0f %% of draws)", 100*f.Share)
	}
	return text
}

func median(p businesscase.PaybackSpread) string {
	for _, q := range p.Quantiles {
		if q.P == .5 {
			return fmt.Sprintf("; half the time within %.1f years", q.Value)
		}
	}
	return ""
}

func (told *story) printDoubt(w io.Writer) {
	if told.Even.Found {
		fmt.Fprintf(w, "  It breaks even if hearts rise by %.0f %% of what is hoped for.\n", 100*told.Even.Scale)
	}
	fmt.Fprintln(w, "\nWhat the value hangs on, each alone from its tenth to its ninetieth percentile:")
	for _, b := range told.Tornado.Bars[:5] {
		fmt.Fprintf(w, "  %-16s %s to %s thousand EUR\n", b.Input, thousands(b.AtLow), thousands(b.AtHigh))
	}
	fmt.Fprintln(w, "\nWhat is worth finding out first, before deciding:")
	for _, f := range told.Case.Inputs[:3] {
		fmt.Fprintf(w, "  %-16s worth %s thousand EUR to know; %.0f %% of all doubt; now %s\n",
			f.Input, thousands(f.Perfect.Value), 100*f.Share, f.Basis)
	}
}

func (told *story) printTrial(w io.Writer) {
	p := told.Trials
	fmt.Fprintf(w, "\nDecided now, it is worth %s thousand EUR; with a trial first, %s.\n", thousands(p.Direct.Value), thousands(p.Staged.Value))
	for _, s := range p.Stages {
		fmt.Fprintf(w, "  %s: what it tells is worth %s, and after cost and delay %s more than deciding now.\n",
			s.Name, thousands(s.Information.Value), thousands(s.Net.Value))
		if s.Needed != nil {
			fmt.Fprintf(w, "  If it finds that hearts rise by %.3f or more, the change is made (%.0f %%), else not (%.0f %%).\n", *s.Needed, 100*s.Change, 100*s.Stop)
		}
	}
	fmt.Fprintf(w, "  It found %s.\n", told.Found)
	printCase(w, "\nWhat it is worth after the trial:", told.After)
}

func (f *inTheWay) print(w io.Writer) {
	fmt.Fprintf(w, "\nWhat gets in the way, by %d who work here, who stay unnamed:\n", f.Now.Raters)
	for _, item := range f.Now.Items[:5] {
		fmt.Fprintf(w, "  %.2f (%.2f to %.2f)  %s Blocks %d.\n", item.Severity.Value, item.Severity.Low, item.Severity.High, item.Text, len(item.Blocks))
	}
	fmt.Fprintln(w, "Under it:")
	for _, r := range f.Now.Roots {
		fmt.Fprintf(w, "  %.2f  %s The strongest with %.2f. It points to: %s\n", r.Strength.Value, r.Text, r.Strongest, strings.Join(r.Remedies, ", "))
	}
	for _, v := range f.Now.Views {
		if v.Differs {
			fmt.Fprintf(w, "Seen differently by %s: %q, %+.2f (%+.2f to %+.2f)\n", strings.Join(v.Group, ", "), v.Item, v.Difference, v.Low, v.High)
		}
	}
	for _, c := range f.changed() {
		fmt.Fprintf(w, "Since last time: %q, %+.2f (%+.2f to %+.2f), more than noise\n", c.ID, c.Difference, c.Low, c.High)
	}
	fmt.Fprintf(w, "What to do first: %s\n", f.Now.Remedies[0].Text)
}
