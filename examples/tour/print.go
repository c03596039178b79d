package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// few is how much of a list is printed.
const few = 6

// A printer writes a tour as text. Its first error stays in err.
type printer struct {
	out  io.Writer
	tour *Tour
	err  error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format+"\n", args...)
	}
}

func (p *printer) title(format string, args ...any) {
	p.line("")
	p.line(format, args...)
}

// table prints rows of cells in columns. Numbers stand at the right of theirs.
func (p *printer) table(rows [][]string) {
	var wide []int
	for _, cells := range rows {
		for i, c := range cells {
			if i == len(wide) {
				wide = append(wide, 0)
			}
			wide[i] = max(wide[i], utf8.RuneCountInString(c))
		}
	}
	for _, cells := range rows {
		var line strings.Builder
		for i, c := range cells {
			fill := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(c))
			if strings.Trim(c, "0123456789,.-") == "" {
				line.WriteString("  " + fill + c)
			} else {
				line.WriteString("  " + c + fill)
			}
		}
		p.line("%s", strings.TrimRight(line.String(), " "))
	}
}

// list prints the first rows of a list, and how many more there are.
func (p *printer) list(n int, noun string, row func(i int) []string) {
	var rows [][]string
	for i := range min(n, few) {
		rows = append(rows, row(i))
	}
	p.table(rows)
	if n > few {
		p.line("  and %s more", number(n-few))
	}
	if n == 0 {
		p.line("  no %s", noun)
	}
}

// name returns what a party is called, or else its ID.
func (p *printer) name(id relationship.PartyID) string {
	name := p.tour.names[id]
	if name == "" {
		name = string(id)
	}
	// A name of a file may hold line ends, or what a terminal would act on.
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, name)
}

func (p *printer) print() {
	p.counts()
	if p.tour.Provider != nil {
		p.customers()
	}
	p.cared()
	p.ended()
}

func (p *printer) counts() {
	c := p.tour.Counts
	p.title("Who there is: %s", count(c.Parties, "party"))
	var rows [][]string
	for _, k := range p.tour.PartyKinds {
		rows = append(rows, []string{string(k.Kind), number(k.Parties), k.Word})
	}
	p.table(rows)
	p.title("What ties them: %s between %s, in %s of which %s ended",
		count(c.Ties, "tie"), count(c.Pairs, "pair"), count(c.Stints, "stint"), number(c.StintsEnded))
	rows = nil
	for _, k := range p.tour.TieKinds {
		ended, words := "", ""
		if k.StintsEnded > 0 {
			ended = number(k.StintsEnded) + " ended"
		}
		if k.Words == madeUp {
			words = "(" + string(k.Words) + ")"
		}
		rows = append(rows, []string{
			string(k.Kind), number(k.Ties), ended, reads(k), words,
		})
	}
	p.table(rows)
	if i := p.tour.Import; i != nil {
		p.line("  read from %s of parties and %s of ties; ties beside another one of the same kind and parties: %s",
			count(i.PartyRows, "row"), count(i.TieRows, "row"), number(i.ParallelTies))
	}
}

func (p *printer) customers() {
	v := p.tour.Provider
	then := ""
	if v.Then != "" {
		then = ", then " + v.Then
	}
	p.title("%s has %s (by %s%s), who have %s", p.name(v.ID), count(p.tour.Counts.Customers, "customer"),
		v.Serves, then, count(p.tour.Counts.CustomersCustomers, "customer"))
	p.list(len(v.Customers), "customers", func(i int) []string {
		c := v.Customers[i]
		return []string{p.name(c.ID), number(len(c.Customers)), p.some(c.Customers)}
	})
}

// some returns the first of some names, and how many more there are.
func (p *printer) some(ids []relationship.PartyID) string {
	const names = 3
	var out []string
	for _, id := range ids[:min(names, len(ids))] {
		out = append(out, p.name(id))
	}
	if more := len(ids) - names; more > 0 {
		out = append(out, "and "+number(more)+" more")
	}
	return strings.Join(out, ", ")
}

func (p *printer) cared() {
	of := p.tour.Cared
	if p.tour.CaredBy != byImportance {
		by := map[CaredBy]string{byWeight: "with most weight", byStints: "that held most often"}[p.tour.CaredBy]
		p.title("Nobody said which ties matter. Those %s:", by)
		p.list(len(of), "ties", func(i int) []string {
			return []string{p.name(of[i].Party), of[i].phrase, p.name(of[i].Other), p.measure(of[i])}
		})
		return
	}
	p.title("Ties they care about, seen from one end: %s, first those that matter much and go badly", number(len(of)))
	p.line("  (from 0 to 1, with the range that holds the truth at 95 %%, what it rests on, and how often it was asked or seen)")
	p.list(len(of), "ties", func(i int) []string {
		c := of[i]
		return []string{
			p.name(c.Party), c.phrase, p.name(c.Other),
			"matters " + estimate(c.Importance), "goes " + estimate(c.Health),
		}
	})
}

func (p *printer) measure(c Cared) string {
	if p.tour.CaredBy == byWeight {
		return fmt.Sprintf("%.2f", c.Weight)
	}
	return count(c.Stints, "stint")
}

func (p *printer) ended() {
	of := p.tour.Ended
	p.title("Stints that ended: %s", number(len(of)))
	p.list(len(of), "stints", func(i int) []string {
		e := of[i]
		back := ""
		if e.Back != nil {
			back = "came back: " + stint(*e.Back)
		}
		return []string{p.name(e.From), e.phrase, p.name(e.To), stint(e.Stint), back}
	})
}

// reads returns how a kind of tie reads from both ends, once where they are alike.
func reads(k TieKind) string {
	if k.Phrase == k.InversePhrase {
		return "A " + k.Phrase + " B"
	}
	return "A " + k.Phrase + " B, B " + k.InversePhrase + " A"
}
