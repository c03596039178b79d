package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// fewTies is how many single ties are printed.
const fewTies = 2

// A printer writes an answer as text. Its first error stays in err.
type printer struct {
	out io.Writer
	*answer
	err error
}

// width is how many characters a line may have before it goes on in the next.
const width = 120

func (p *printer) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))] + "    "
	for utf8.RuneCountInString(text) > width {
		head := string([]rune(text)[:width])
		cut := strings.LastIndexByte(head, ' ')
		if cut < len(indent) {
			break // one word that is longer than a line
		}
		p.write(head[:cut])
		text = indent + text[cut+1:]
	}
	p.write(text)
}

func (p *printer) write(line string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.out, line)
	}
}

func (p *printer) print() error {
	p.line("%s (%s)", clean(p.Title), p.Case)
	p.line("  %s", clean(p.About))
	p.line("  The %s of %s on %s: %d, worth %s%s", clean(p.are), p.name(p.Provider), date(p.At), p.Customers, p.money(p.Worth), p.unvalued())
	if len(p.Kinds) == 0 || !p.Kinds[0].Exposure.Known() {
		p.line("Which tie matters most cannot be said: too little is known.")
	} else {
		p.critical()
	}
	p.needs()
	p.income()
	return p.err
}

func (p *printer) unvalued() string {
	if p.Unvalued == 0 {
		return ""
	}
	return fmt.Sprintf("; %d of unknown worth, left out of what follows", p.Unvalued)
}

func (p *printer) critical() {
	first := &p.Kinds[0]
	p.line("Matters most: the tie of %s with %s", clean(p.are), clean(first.Words))
	p.line("  exposure: %s of their worth rests on it where it does not go well", share(first.Exposure))
	if first.Gain.Known() {
		p.line("  gain: %s of their worth is the part of that within reach", share(first.Gain))
	}
	p.line("  most of it: %s", p.largest(first))
	p.line("  %s", doubts(first))
	p.line("  %s", association(first.Association))
	p.others()
}

// others prints where the next kind of tie stands, and our own.
func (p *printer) others() {
	own := slices.IndexFunc(p.Kinds, func(k kind) bool { return k.Ours })
	switch {
	case own == 0:
		p.line("  It is our own tie with them.")
	case own < 0:
		p.line("Our own tie with them: nothing is said of it")
	}
	if len(p.Kinds) > 1 {
		whose := "The next tie"
		if own == 1 {
			whose = "The next tie, and our own"
		}
		p.line("%s: %s", whose, p.standing(1))
	}
	if own > 1 {
		p.line("Our own tie: %s", p.standing(own))
	}
	var unknown []string
	for i, k := range p.Kinds {
		if i > 1 && !k.Ours && !k.Exposure.Known() {
			unknown = append(unknown, clean(k.Words))
		}
	}
	p.some("Too little is known to rank", unknown, fewTies)
}

// largest returns the single ties behind a kind.
func (p *printer) largest(k *kind) string {
	var out []string
	for _, t := range k.Largest[:min(fewTies, len(k.Largest))] {
		with := " and " + p.name(t.With)
		if t.With == t.Customer {
			with = ""
		}
		out = append(out, fmt.Sprintf("%s%s %s", p.name(t.Customer), with, percent(t.rank().Value)))
	}
	return strings.Join(out, "; ")
}

// standing returns where a kind stands beside the first.
func (p *printer) standing(i int) string {
	k := &p.Kinds[i]
	text := fmt.Sprintf("%s (%d of %d)", clean(k.Words), i+1, len(p.Kinds))
	if !k.Exposure.Known() {
		return text + ", of which too little is known"
	}
	text += ", exposure " + share(k.Exposure)
	if k.Gain.Known() {
		text += ", gain " + share(k.Gain)
	}
	if first := &p.Kinds[0]; k.rank().High >= first.rank().Low {
		text += "; the ranges overlap"
	}
	return text
}

// doubts returns what a figure was made of without being sure, and what is not in it.
func doubts(k *kind) string {
	text := fmt.Sprintf("guessed: %s of its inputs; unknown: ", percent(k.rank().GuessedShare()))
	if k.Unknown == 0 {
		return text + fmt.Sprintf("none of its %d ties", k.Ties)
	}
	return text + fmt.Sprintf("%d of its %d ties (%s of the worth), left out, so it is at least this", k.Unknown, k.Ties, percent(1-k.Covered))
}

func association(e relationship.Estimate) string {
	if !e.Known() {
		return "over time: its health and their worth were observed too seldom to compare"
	}
	return fmt.Sprintf("over time: rank correlation of its health with their worth %.2f (%.2f to %.2f, n=%.0f), an association and no proof",
		e.Value, e.Low, e.High, e.N)
}

// name returns what a party is called, or else its ID.
func (p *printer) name(id relationship.PartyID) string {
	if name := p.names[id]; name != "" {
		return clean(name)
	}
	return clean(string(id))
}

func (p *printer) money(e relationship.Estimate) string {
	switch {
	case !e.Known():
		return "an unknown sum"
	case e.Low == e.High:
		return money(e.Value) + " " + clean(p.Unit)
	}
	return fmt.Sprintf("%s %s (%s to %s)", money(e.Value), clean(p.Unit), money(e.Low), money(e.High))
}
