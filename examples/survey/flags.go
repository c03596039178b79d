package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// settings are what the command line says.
type settings struct {
	data, answer, by, at, who string // the file and its columns
	layout                    string // of instants
	measure                   measure
	calendar                  survey.Calendar
	every                     string
	least, calm               int
	rare                      float64 // periods between false alarms
	svg                       string
	json, strict              bool
	now                       time.Time
}

const usage = `Survey tells what answers come to, and how sure that is.

  survey [flags]

The file is CSV in UTF-8, with commas and with the names of its columns in the first line, in any order. Instants are like
2026-03-02, 2026-03-02 09:10 or 2026-03-02T09:10:00Z. A row whose answer is empty or NA is counted as unanswered; one
that breaks a rule is refused, and the others are read. Without -data, answers are made up.

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	var scale, zone string
	var low, high float64
	var top int
	set := flag.NewFlagSet("survey", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.StringVar(&s.data, "data", "", "read answers from this CSV `file`")
	set.StringVar(&scale, "scale", "nps", "`nps` from 0 to 10, csat from 1 to 5, or ces (effort) from 1 to 7")
	set.Float64Var(&low, "low", 0, "the lowest answer of csat or ces, where it is another")
	set.Float64Var(&high, "high", 0, "the highest answer of csat or ces, where it is another")
	set.IntVar(&top, "top", 0, "for csat and ces, score the share of the highest `n` answers (csat: 2 if not given)")
	set.StringVar(&s.answer, "answer", "", "the `column` of answers (default the name of the scale)")
	set.StringVar(&s.by, "by", "", "the `column` of whom or what they are about: team, shop, employee")
	set.StringVar(&s.at, "at", "", "the `column` of when they were given")
	set.StringVar(&s.who, "who", "", "the `column` of who gave them; without it, each counts as somebody else's")
	set.StringVar(&s.layout, "layout", "", "how instants are written, as in Go: 1/2/2006 15:04:05")
	set.StringVar(&zone, "zone", "UTC", "the `zone` of instants without one, and of periods: Europe/Vienna")
	set.StringVar(&s.every, "every", "month", "periods: `day`, week, month, quarter or year")
	set.IntVar(&s.least, "least", 5, "show what at least `n` people said; 1 shows all")
	set.IntVar(&s.calm, "calm", 6, "how many periods tell what is usual")
	set.Float64Var(&s.rare, "rare", 370, "how many periods there are between false alarms of a change, on average")
	set.StringVar(&s.svg, "svg", "", "write pictures, each with its table, into this `folder`")
	set.BoolVar(&s.json, "json", false, "print JSON")
	set.BoolVar(&s.strict, "strict", false, "fail where a row is refused")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err != nil {
		return s, err
	}
	if set.NArg() > 0 {
		return s, errors.New("there must be no arguments besides flags")
	}
	if s.measure, err = newMeasure(scale, low, high, top); err != nil {
		return s, err
	}
	if s.data == "" {
		s.by, s.at, s.who = cmp.Or(s.by, "team"), cmp.Or(s.at, "at"), cmp.Or(s.who, "guest")
	}
	s.answer = cmp.Or(s.answer, scale)
	return s, s.check(zone)
}

// check sets the calendar, and looks at the numbers.
func (s *settings) check(zone string) error {
	spans := []string{"month", "day", "week", "quarter", "year"} // in the order of survey.Span
	every := slices.Index(spans, s.every)
	loc, err := time.LoadLocation(zone)
	switch {
	case every < 0:
		return errors.New("-every must be one of " + strings.Join(spans, ", "))
	case err != nil:
		return errors.New("-zone must be the name of a time zone, such as Europe/Vienna")
	case s.least < 1:
		return errors.New("-least must be 1 or more")
	case s.calm < 1:
		return errors.New("-calm must be 1 or more")
	case !(s.rare >= 10 && s.rare <= 1e6):
		return errors.New("-rare must be from 10 to 1e6")
	}
	s.calendar = survey.Calendar{Every: survey.Span(every), Zone: loc}
	return nil
}

// newMeasure returns what a scale of a name is scored by.
func newMeasure(name string, low, high float64, top int) (measure, error) {
	scales := map[string]scoring.Scale{
		"nps":  {Low: 0, High: 10, Step: 1},
		"csat": {Low: 1, High: 5, Step: 1},
		"ces":  {Low: 1, High: 7, Step: 1},
	}
	scale, known := scales[name]
	own := low != 0 || high != 0
	switch {
	case !known:
		return measure{}, errors.New("-scale must be nps, csat or ces")
	case name == "nps" && (own || top != 0):
		return measure{}, errors.New("-low, -high and -top are not for nps")
	case own:
		scale.Low, scale.High = low, high
	}
	if name == "csat" && top == 0 {
		top = 2
	}
	switch {
	case scale.Check() != nil || scale.High-scale.Low > 100:
		return measure{}, errors.New("-low and -high must be whole numbers apart, by 100 at most")
	case top < 0 || top > int(scale.High-scale.Low):
		return measure{}, errors.New("-top must be from 1 to one less than there are answers")
	}
	return measure{name, scale, top}, nil
}
