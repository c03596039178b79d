package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/kithcrm/kith/relationship"
)

// print tells the report to people.
func (r *report) print(to io.Writer) error {
	w := bufio.NewWriter(to)
	if r.MadeUp {
		fmt.Fprintln(w, "These answers of guests of a hotel are made up; give your own with -data.")
	}
	r.printRows(w)
	if r.Withheld {
		fmt.Fprintf(w, "Fewer than %d people answered, so that nothing is shown of what they said (see -least).\n", r.Least)
		return w.Flush()
	}
	r.printScore(w)
	if r.Time != nil {
		r.printTime(w)
	}
	if r.Groups != nil {
		r.printGroups(w)
	}
	if len(r.Pictures) > 0 {
		fmt.Fprintf(w, "\nPictures and their tables: %s\n", strings.Join(r.Pictures, ", "))
	}
	return w.Flush()
}

func (r *report) printRows(w io.Writer) {
	people := fmt.Sprintf("%d people", r.People)
	if !r.Named {
		people = "as many people (see -who)"
	}
	fmt.Fprintf(w, "%d answers of %s; %d rows without one; %d refused.\n", r.Answers, people, r.Unanswered, r.Refused)
	for _, f := range r.Reasons {
		fmt.Fprintf(w, "  line %d: %s\n", f.Line, oneLine(f.Why))
	}
	if more := r.Refused - len(r.Reasons); more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
	if r.Hint != "" {
		fmt.Fprintln(w, r.Hint)
	}
}

func (r *report) printScore(w io.Writer) {
	fmt.Fprintln(w, "\nHow often each answer was given:")
	most := slices.MaxFunc(r.Distribution, func(a, b count) int { return int(a.N - b.N) }).N
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, c := range r.Distribution {
		bar := strings.Repeat("#", int(math.Ceil(40*float64(c.N)/float64(max(most, 1)))))
		fmt.Fprintf(table, "%s\t%d\t%.1f %%\t  %s\n", c.Answer, c.N, 100*c.Share, strings.TrimSpace(bar+" "+c.Group))
	}
	table.Flush()
	fmt.Fprintf(w, "\nScore: %s\n  %s; 95 %% interval by %s\n", shown(r.Score), r.What, r.Intervals)
	if r.Mean.Known() {
		fmt.Fprintf(w, "Mean answer: %s, by Student's t\n", shown(r.Mean))
	}
	if r.Named && int64(r.People) < r.Answers {
		fmt.Fprintln(w, "Some answered more than once. Intervals and tests take answers for those of different people,\nand are too sure by that much.")
	}
}

func (r *report) printTime(w io.Writer) {
	t := r.Time
	fmt.Fprintf(w, "\nBy %s, in %s. Rises are tested by %s;\nthe last P makes up for their number (Holm 1979), and * marks those it leaves.\n", t.Every, oneLine(t.Zone), t.Tests)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "from\tanswers\tpeople\tscore\trise\tP\tP of all\t")
	for _, p := range t.Periods {
		fmt.Fprintf(table, "%s\t%g\t%d\t%s\t", p.Name, p.Score.N, p.People, shown(p.Score))
		if p.Rise == nil {
			fmt.Fprint(table, "\t\t\t\n")
			continue
		}
		mark := ""
		if p.Holm <= .05 {
			mark = " *"
		}
		rise := relationship.Estimate{Value: p.Rise.Value, Low: p.Rise.Low, High: p.Rise.High}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", shown(rise), chance(p.Rise.P), chance(p.Holm), mark)
	}
	table.Flush()
	if len(t.Withheld) > 0 {
		var names []string
		for _, from := range t.Withheld {
			names = append(names, nameOf(from, t.Every))
		}
		fmt.Fprintf(w, "Withheld, because fewer than %d people answered, or because what is left beside others would tell what so few said:\n  %s\n", r.Least, some(names))
	}
	if d := t.Whole.Difference; d.Known() {
		verdict := "no more than noise can be"
		if t.Whole.MoreThanNoise {
			verdict = "more than noise"
		}
		fmt.Fprintf(w, "From the first %s to the last: %s, %s.\n", t.Every, shown(d), verdict)
	}
	t.printChanges(w)
	fmt.Fprintf(w, "\nNow (%s), where an answer weighs half after %g days: %s\n  as sure as from %.0f answers that all weigh alike; they weigh as much as %.0f given now\n",
		t.Now.AsOf.Format("2006-01-02"), t.Now.HalfLife, shown(t.Now.Score), t.Now.Score.N, t.Now.Weight)
}

func (t *overTime) printChanges(w io.Writer) {
	c := t.Changes
	fmt.Fprintf(w, "\nLasting changes, by %s:\n", c.Method)
	if c.Told != "" && len(c.Found) == 0 {
		fmt.Fprintf(w, "  not looked for: %s\n", c.Told)
		return
	}
	for _, f := range c.Found {
		fmt.Fprintf(w, "  began in %s, found in %s, by %s\n", f.Began, f.Found, shown(f.By))
	}
	if len(c.Found) == 0 {
		fmt.Fprintln(w, "  none")
	}
	fmt.Fprintf(w, "  One false alarm in %g periods on average; a change of one standard error of a period is found\n", c.Every)
	fmt.Fprintf(w, "  after %.1f. What is usual, at first %s, is learnt from %d periods and taken as known: as it is not,\n", c.Delay, number(c.Usual), c.Calm)
	fmt.Fprintln(w, "  false alarms are more frequent than that.")
	if slices.ContainsFunc(t.Periods, func(p period) bool { return p.Score.N < 30 }) {
		fmt.Fprintf(w, "  They are much more so where a %s has fewer than 30 answers, as some here have.\n", t.Every)
	}
}

func (r *report) printGroups(w io.Writer) {
	g := r.Groups
	fmt.Fprintf(w, "\nBy %s, those first that are good for sure. The shrunk score is to judge by: it moves the own score\ntowards the mean of all the less, the more its answers tell.\n", oneLine(g.By))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "answers\tpeople\town\tweight\tshrunk\t  name")
	first, last := ends(g.Shown)
	for _, s := range first {
		s.print(table)
	}
	if hidden := len(g.Shown) - len(first) - len(last); hidden > 0 {
		fmt.Fprintf(table, "\t\t\t\t\t  ... and %d more (-json has all)\n", hidden)
	}
	for _, s := range last {
		s.print(table)
	}
	table.Flush()
	if len(g.Shown) < 4 {
		fmt.Fprintln(w, "With fewer than four, nothing can be learnt of how they differ, and nothing is shrunk.")
	}
	if g.Mean.Known() {
		fmt.Fprintf(w, "Mean of groups: %s; without luck, they differ by a standard deviation of %s.\n", shown(g.Mean), number(g.Between))
	}
	if len(g.Withheld) > 0 {
		fmt.Fprintf(w, "Withheld, because fewer than %d people answered, or because what is left beside others would tell what so few said:\n  %s\n", r.Least, some(g.Withheld))
	}
	if r.Time != nil {
		fmt.Fprintf(w, "By %s and by %s together tell more than either alone: pass on one of them.\n", r.Time.Every, oneLine(g.By))
	}
}

func (g group) print(w io.Writer) {
	fmt.Fprintf(w, "%g\t%d\t%s\t%.2f\t%s\t  %s\n", g.Own.N, g.People, shown(g.Own), g.Weight, shown(g.Shrunk), short(oneLine(g.Name), 40))
}

// ends returns the first and the last of many groups.
func ends(all []group) (first, last []group) {
	const most = 40
	if len(all) <= most {
		return all, nil
	}
	return all[:most/2], all[len(all)-most/2:]
}

// some returns the first of some names.
func some(names []string) string {
	const most = 12
	list := make([]string, 0, most)
	for _, n := range names[:min(most, len(names))] {
		list = append(list, short(oneLine(n), 40))
	}
	text := strings.Join(list, ", ")
	if more := len(names) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// shown returns an estimate in few digits.
func shown(e relationship.Estimate) string {
	return number(e.Value) + " (" + number(e.Low) + " to " + number(e.High) + ")"
}

// number returns a number in as many digits as people look at: scores from -100 to 100 in one behind the point.
func number(v float64) string {
	if math.Abs(v) >= 10 {
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// chance returns a P-value in three digits.
func chance(p float64) string {
	if p < .0005 {
		return "<0.001"
	}
	return fmt.Sprintf("%.3f", p)
}

// oneLine returns a text that came from outside so that it can spoil no terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// short returns the beginning of a text.
func short(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
