package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// print tells the report to people.
func (r *report) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	if r.madeUp {
		fmt.Fprintln(w, "These purchases are made up. -log reads your own.")
		fmt.Fprintln(w)
	}
	printFit(w, r.fit, r.unit)
	if r.spend != nil {
		fmt.Fprintln(w)
		printFit(w, *r.spend, "")
	}
	for i, n := range r.notes {
		if i == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, n)
	}
	r.printFrequencies(w)
	r.printCurve(w)
	r.printTotal(w)
	r.printTest(w)
	r.printLines(w, "Most worth keeping", r.keep)
	r.printLines(w, "Slipping away: more likely gone than there, by what they are still worth", r.going)
	return w.Flush()
}

func printFit(w io.Writer, fit lifetime.Fit, unit string) {
	in := ""
	if unit != "" {
		in = ", in " + unit
	}
	fmt.Fprintf(w, "%s, fitted to %d customers%s:\n", fit.Model, fit.N, in)
	for _, p := range fit.Params {
		se := "unknown"
		if fit.Covariance != nil {
			se = fmt.Sprintf("%.2g", p.SE)
		}
		fmt.Fprintf(w, "  %-6s %-12.8g ± %s\n", p.Name, p.Value, se)
	}
	fmt.Fprintf(w, "  log-likelihood %.4f, AIC %.1f, BIC %.1f\n", fit.LogLikelihood, fit.AIC, fit.BIC)
	if fit.Sound() {
		fmt.Fprintln(w, "  The data carry the model.")
	}
	for _, v := range fit.Verdicts {
		fmt.Fprintf(w, "  Take care, %s: %s\n", v, v.Advice())
	}
}

func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

func (r *report) printFrequencies(w io.Writer) {
	if len(r.frequencies) == 0 {
		return
	}
	t := table(w)
	fmt.Fprintf(w, "\n%s\n", "How often:")
	fmt.Fprintf(t, "  %s\tcustomers\texpected\n", r.did())
	for i, f := range r.frequencies {
		more := ""
		if i == len(r.frequencies)-1 && r.model != "bgbb" {
			more = " or more"
		}
		fmt.Fprintf(t, "  %d%s\t%d\t%.1f\n", f.X, more, f.Actual, f.Expected)
	}
	t.Flush()
}

func (r *report) printTotal(w io.Writer) {
	if len(r.predictions) == 0 || r.curve != nil {
		return
	}
	fmt.Fprintf(w, "\nIn the next %.4g %s all together will buy %.0f times.\n", r.horizon, r.unitOr(), r.sum)
	if !r.total.Expected.Known() {
		fmt.Fprintln(w, "  how sure that is cannot be told.")
		return
	}
	fmt.Fprintf(w, "  what is expected is from %.0f to %.0f (95 %%)", r.total.Expected.Low, r.total.Expected.High)
	if a := r.total.Actual; a.Known() {
		fmt.Fprintf(w, ",\n  what will be counted is from %.0f to %.0f (95 %%)", a.Low, a.High)
	}
	fmt.Fprintln(w, ".")
}

func (r *report) printTest(w io.Writer) {
	if r.test == nil {
		return
	}
	b := r.test.Backtest
	fmt.Fprintf(w, "\nFrom %s to %s they bought %.0f times. Forecasts made before:\n", r.test.from.Format(time.DateOnly), r.test.to.Format(time.DateOnly), b.Actual)
	t := table(w)
	fmt.Fprintln(t, "\ttotal\ttoo many\tmean miss\troot of mean square")
	for _, m := range []struct {
		name string
		lifetime.Miss
	}{{r.fit.Model, b.Model}, {"all go on as before", b.SameRate}, {"only who bought lately does", b.Hiatus}} {
		fmt.Fprintf(t, "  %s\t%.0f\t%+.1f %%\t%.3f\t%.3f\n", m.name, m.Total, 100*m.Bias, m.MeanAbsolute, m.RootMeanSquare)
	}
	t.Flush()
	fmt.Fprintln(w)
	t = table(w)
	fmt.Fprintln(t, "  came back before\tcustomers\tforecast\tas before\tlately\tbought")
	for i, g := range b.Groups {
		more := ""
		if i == len(b.Groups)-1 {
			more = " or more"
		}
		fmt.Fprintf(t, "  %d%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\n", g.X, more, g.N, g.Forecast, g.SameRate, g.Hiatus, g.Actual)
	}
	t.Flush()
}

func (r *report) printLines(w io.Writer, title string, lines []line) {
	if len(lines) == 0 {
		return
	}
	worth := "purchases"
	if r.money {
		worth = "worth"
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	t := table(w)
	fmt.Fprintf(t, "  customer\t%s\t%s\t%s in %.4g %s\n", r.did(), r.there(), worth, r.horizon, r.unitOr())
	for _, l := range lines {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", l.name, l.did, ranged(l.there, "%.2f"), ranged(l.worth, "%.4g"))
	}
	t.Flush()
}

// did returns what customers did.
func (r *report) did() string {
	if r.model == "bgbb" {
		return "took"
	}
	return "came back"
}

// there returns when customers are asked to be there.
func (r *report) there() string {
	if r.model == "bgbb" {
		return "there next time"
	}
	return "still there"
}

// unitOr returns the unit of time, or a word for one that is not known.
func (r *report) unitOr() string { return cmp.Or(r.unit, "units of time") }

func (r *report) printCurve(w io.Writer) {
	if len(r.curve) == 0 {
		return
	}
	fmt.Fprintln(w, "\nStill there:")
	t := table(w)
	fmt.Fprintf(t, "  after %s\tseen\tby %s\n", r.unit, r.fit.Model)
	for _, s := range r.curve {
		seen := ""
		if s.seen != nil {
			seen = fmt.Sprintf("%.3f", *s.seen)
		}
		fmt.Fprintf(t, "  %d\t%s\t%s\n", s.periods, seen, ranged(s.there, "%.3f"))
	}
	t.Flush()
}

// ranged returns an estimate with its range, if that is known.
func ranged(e relationship.Estimate, format string) string {
	text := fmt.Sprintf(format, e.Value)
	if math.IsInf(e.Low, -1) {
		return text
	}
	return text + fmt.Sprintf(" ("+format+" to "+format+")", e.Low, e.High)
}

// shown returns a name from a file as one that can be printed.
func shown(name string) string {
	clean := strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '?'
	}, name)
	if runes := []rune(clean); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return clean
}
