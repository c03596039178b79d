// Assumptions holds what the leaders of a member association believe, and pay for, against what its members say:
// what is believed, funded and measured side by side, a verdict for each assumption, the questions that
// reopen one, what is due, and what to do first:
//
//	go run ./examples/assumptions
//	go run ./examples/assumptions -json
//	go run ./examples/assumptions -svg beliefs.svg
//
// The association, its members and all answers are made up.
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
	json bool
	svg  string
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "assumptions:", err)
		return misuse
	}
	if err := s.show(ctx, stdout); err != nil {
		fmt.Fprintln(stderr, "assumptions:", err)
		return failed
	}
	return done
}

const usage = `Assumptions holds what the leaders of a member association believe, and pay for, against what its
members say, and tells what to do first. All of it is made up.

  assumptions [flags]

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("assumptions", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.BoolVar(&s.json, "json", false, "print JSON")
	set.StringVar(&s.svg, "svg", "", "draw what is believed, funded and measured to this `file`, too")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err == nil && set.NArg() > 0 {
		err = errors.New("there must be no arguments besides flags")
	}
	return s, err
}

func (s settings) show(ctx context.Context, stdout io.Writer) error {
	told, err := tell(ctx)
	if err != nil {
		return err
	}
	if s.svg != "" {
		if err := told.drawTo(s.svg); err != nil {
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
