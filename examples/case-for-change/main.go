// Case-for-change goes from measured heart and retention to a case for acting on them: what it is worth, how sure that
// is, what to find out first, what a trial of it brings, and what gets in the way inside the house:
//
//	go run ./examples/case-for-change
//	go run ./examples/case-for-change -json
//	go run ./examples/case-for-change -svg folder
//
// The energy supplier, its customers, its people and all answers are made up.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1
	misuse = 2 // of flags
)

// settings are what the command line says.
type settings struct {
	json     bool
	svg      string
	draws    int
	progress io.Writer
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "case-for-change:", err)
		return misuse
	}
	s.progress = stderr
	if err := s.show(ctx, stdout); err != nil {
		fmt.Fprintln(stderr, "case-for-change:", err)
		return failed
	}
	return done
}

const usage = `Case-for-change goes from measured heart and retention to a case for acting on them, its risk, what to find out
first, and what gets in the way. All of it is made up.

  case-for-change [flags]

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("case-for-change", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.BoolVar(&s.json, "json", false, "print JSON")
	set.StringVar(&s.svg, "svg", "", "draw the pictures into this `folder`, too")
	set.IntVar(&s.draws, "draws", 100_000, "draw so `many` ways for things to turn out, from 1000 to 10000000")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	switch {
	case err != nil:
		return s, err
	case set.NArg() > 0:
		return s, errors.New("there must be no arguments besides flags")
	case s.draws < 1_000 || s.draws > 10_000_000:
		return s, errors.New("-draws must be from 1000 to 10000000")
	}
	return s, nil
}

func (s settings) show(ctx context.Context, stdout io.Writer) error {
	if s.svg != "" { // before the work, not after it
		if _, err := os.ReadDir(s.svg); err != nil {
			return err
		}
	}
	told, err := s.tell(ctx)
	if err != nil {
		return err
	}
	if s.svg != "" {
		if err := told.drawInto(s.svg); err != nil {
			return err
		}
	}
	if s.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		enc.SetEscapeHTML(false)
		return enc.Encode(told)
	}
	return told.print(stdout)
}
