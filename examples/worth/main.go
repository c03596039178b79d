// Worth tells what customers will buy, who is slipping away, and how sure that is, from a log of purchases or from
// counts of them:
//
//	go run ./examples/worth
//	go run ./examples/worth -log purchases.csv -split 2025-06-30 -svg tracking.svg
//	go run ./examples/worth -rfm counts.csv -model paretonbd -horizon 52 -json
//
// Without a file, it reads a log that is made up.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1 // bad files among them, and data that carry no model
	misuse = 2 // of flags
)

// settings are what the command line says.
type settings struct {
	log, rfm string // files
	model    string
	column   string // of cohorts
	split    time.Time
	horizon  float64
	discount float64
	svg      string
	json     bool
	progress io.Writer
}

// run is the program. It returns its status.
func run(args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "worth:", err)
		return misuse
	}
	s.progress = stderr
	if err := s.show(stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "worth:", err)
		return failed
	}
	return done
}

const usage = `Worth tells what customers will buy, who is slipping away, and how sure that is.

  worth [flags]

A log has the columns customer and date (2026-05-31), and may have amount; purchases of one day are one, and
times are in weeks. Counts have the columns x (purchases after the first), t_x (when the last of them was) and T (for how
long it was watched), all from the first purchase, and may have n (how many customers are alike) and spend (the
mean amount of the purchases after the first, also called zbar). Times are in any unit; names such as t_x_days and T_days
say which. With -model bgbb the columns are x (occasions taken), t_x (which was the last) and n (how many there were), and
may have donors (how many customers are alike). With -model sbg or bdw they are year, with the survivors of a
cohort beside it, or tenure and left (0 or 1). Columns may stand in any order, and others are ignored.

The models are bgnbd, mbgnbd and paretonbd, bgbb, sbg and bdw. JSON has the parameters with their errors, and a
prediction for each row: the purchases within the horizon of one customer of that row (of a log: of each
customer, by identifier; with sbg and bdw: how many of the row are left when the horizon is over, from 0 to 1 where a row
is a customer).

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	var split string
	set := flag.NewFlagSet("worth", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.StringVar(&s.log, "log", "", "read purchases from this `file`")
	set.StringVar(&s.rfm, "rfm", "", "read counts from this `file`")
	set.StringVar(&s.model, "model", "bgnbd", "fit this `model`")
	set.StringVar(&s.column, "column", "", "with sbg and bdw, fit the cohort in this `column` (default the first)")
	set.StringVar(&split, "split", "", "fit what a log has until this `date`, and hold the forecast against the rest")
	set.Float64Var(&s.horizon, "horizon", 0, "look `so far` ahead, in the unit of the data (default as far as they go back, or to the end of the log)")
	set.Float64Var(&s.discount, "discount", 0.1, "take off what comes later at this yearly `rate`, where the unit of time is known")
	set.StringVar(&s.svg, "svg", "", "draw actual beside expected purchases into this `file`")
	set.BoolVar(&s.json, "json", false, "print JSON")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err != nil {
		return s, err
	}
	if split != "" {
		if s.split, err = time.Parse(time.DateOnly, split); err != nil {
			return s, errors.New("-split must be a date such as 2025-06-30")
		}
	}
	return s, s.check(set.NArg())
}

func models() []string { return []string{"bgnbd", "mbgnbd", "paretonbd", "bgbb", "sbg", "bdw"} }

func (s *settings) check(arguments int) error {
	logs := slices.Index(models(), s.model) < 3
	switch {
	case arguments > 0:
		return errors.New("there must be no arguments besides flags")
	case !slices.Contains(models(), s.model):
		return errors.New("-model must be one of " + strings.Join(models(), ", "))
	case s.log != "" && s.rfm != "":
		return errors.New("there must be one of -log and -rfm")
	case !logs && s.rfm == "":
		return errors.New("-model " + s.model + " needs -rfm")
	case !s.split.IsZero() && s.rfm != "":
		return errors.New("-split needs a log")
	case !(s.horizon >= 0 && s.horizon <= 1e6):
		return errors.New("-horizon must be from 0 to 1e6")
	case !logs && s.horizon != float64(int(s.horizon)):
		return errors.New("-horizon must be whole with -model " + s.model)
	case !(s.discount >= 0 && s.discount <= 1e3):
		return errors.New("-discount must be from 0 to 1000")
	}
	return nil
}

func (s *settings) show(stdout, stderr io.Writer) error {
	r, err := s.report()
	if err != nil {
		return err
	}
	if s.svg != "" {
		if err := r.drawTo(s.svg); err != nil {
			return err
		}
	}
	if !s.json {
		return r.print(stdout)
	}
	for _, v := range r.verdicts() {
		fmt.Fprintln(stderr, "worth:", v)
	}
	return json.NewEncoder(stdout).Encode(r)
}

// quick reports whether predictions are all that is asked for.
func (s *settings) quick() bool { return s.json && s.svg == "" }

// report reads the file and fits the model.
func (s *settings) report() (*report, error) {
	switch {
	case s.rfm == "":
		return s.fromLog()
	case s.model == "bgbb":
		return s.fromTurns()
	case s.model == "sbg" || s.model == "bdw":
		return s.fromTenures()
	}
	return s.fromCounts()
}
