package main

import (
	"fmt"
	"slices"
	"strings"
)

// How many needs are printed, and how many table stakes.
const (
	fewNeeds  = 2
	fewStakes = 3
)

func (p *printer) needs() {
	p.openings("Openings, which nobody asked for (opportunity, of 20):", p.Needs.Openings)
	p.openings("Unspoken basics, to fix first:", slices.DeleteFunc(slices.Clone(p.Needs.UnspokenBasics), opening.met))
	p.openings("Asked for and not met:", p.Needs.AskedUnmet)
	var stakes []string
	for _, o := range p.Needs.TableStakes {
		if slices.ContainsFunc(p.Needs.UnspokenBasics, func(u opening) bool { return u.Text == o.Text && !u.met() }) {
			continue // it was told just now
		}
		met := "met unknown"
		if o.Satisfaction.Known() {
			met = fmt.Sprintf("met %.1f", o.Satisfaction.Value)
		}
		stakes = append(stakes, fmt.Sprintf("%s (matters %.1f, %s)", clean(o.Text), o.Importance.Value, met))
	}
	p.some("Other table stakes", stakes, fewStakes)
	var gone []string
	for _, o := range p.Needs.Gone {
		gone = append(gone, clean(o.Text))
	}
	p.some("No longer needed", gone, fewStakes)
	if n := len(p.Needs.NoImportance) + len(p.Needs.Unrated); n > 0 {
		p.line("Needs of unknown importance or satisfaction: %d", n)
	}
}

// met reports whether a need is known to be met as well as it is important.
func (o opening) met() bool {
	return o.Satisfaction.Known() && o.Satisfaction.Value >= o.Importance.Value
}

func (p *printer) openings(title string, of []opening) {
	if len(of) == 0 {
		return
	}
	p.line("%s", title)
	for _, o := range of[:min(fewNeeds, len(of))] {
		opportunity := "   ?"
		if o.Opportunity.Known() {
			opportunity = fmt.Sprintf("%4.1f", o.Opportunity.Value)
		}
		p.line("  %s  %s (%s)", opportunity, clean(o.Text), strings.Join(p.about(o), ", "))
	}
}

// about returns how many have a need, and what is special about it.
func (p *printer) about(o opening) []string {
	out := []string{fmt.Sprintf("%d of them", len(o.Parties))}
	if guesses := o.Opportunity.GuessedShare(); guesses > 0 {
		out = append(out, percent(guesses)+" guessed")
	}
	switch {
	case o.Change.Known() && o.Change.Value != 0:
		out = append(out, fmt.Sprintf("%+.1f since %s", o.Change.Value, date(p.Since)))
	case o.New && p.Since != "":
		out = append(out, "new since "+date(p.Since))
	}
	return out
}

// some prints the first of a list in a line.
func (p *printer) some(title string, of []string, few int) {
	if len(of) == 0 {
		return
	}
	more := ""
	if len(of) > few {
		more = fmt.Sprintf("; and %d more", len(of)-few)
	}
	p.line("%s: %s%s", title, strings.Join(of[:min(few, len(of))], "; "), more)
}

func (p *printer) income() {
	if p.Income == nil || !p.Income.Sum.Known() {
		return
	}
	where := []string{"on ourselves", "on those who pay us", "on those who pay them"}
	var rests []string
	for depth, e := range p.Income.Rests {
		if e.Value == 0 {
			continue
		}
		text := fmt.Sprintf("%d payments away", depth)
		if depth < len(where) {
			text = where[depth]
		}
		rests = append(rests, percent(e.Value)+" "+text)
	}
	p.line("Our income of %s rests %s%s", money(p.Income.Sum.Value), strings.Join(rests, " and "), p.unknownPayments())
	var lost []string
	for depth := range p.Income.Rests {
		i := slices.IndexFunc(p.Income.Ties, func(t carrier) bool { return t.Depth == depth })
		if i >= 0 {
			t := p.Income.Ties[i]
			lost = append(lost, fmt.Sprintf("%s (%s and %s)", money(t.Lost.Value), p.name(t.From), p.name(t.To)))
		}
	}
	p.line("  most lost with one tie: %s", strings.Join(lost, "; "))
}

func (p *printer) unknownPayments() string {
	if n := len(p.Income.Unknown); n > 0 {
		return fmt.Sprintf("; left out as unknown: %d", n)
	}
	return ""
}
