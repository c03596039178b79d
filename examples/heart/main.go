// Heart plays a bookseller's story through: a mug, a late parcel, a courteous repair, a promise kept. It shows
// the heart of the customer after each, with its interval and its reasons, and a rival that bought
// attention instead:
//
//	go run ./examples/heart
//	go run ./examples/heart -json
//
// All of it is made up.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1
	misuse = 2 // of flags
)

// run is the program. It returns its status.
func run(args []string, stdout, stderr io.Writer) int {
	asJSON, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "heart:", err)
		return misuse
	}
	if err := show(asJSON, stdout); err != nil {
		fmt.Fprintln(stderr, "heart:", err)
		return failed
	}
	return done
}

const usage = `Heart shows what a mug, a late parcel, a courteous repair and a promise kept do to a
customer's heart, beside a rival that bought attention. All of it is made up.

  heart [flags]

Flags:
`

func parseFlags(args []string, help io.Writer) (asJSON bool, err error) {
	set := flag.NewFlagSet("heart", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.BoolVar(&asJSON, "json", false, "print JSON")
	err = set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err == nil && set.NArg() > 0 {
		err = errors.New("there must be no arguments besides flags")
	}
	return asJSON, err
}

func show(asJSON bool, stdout io.Writer) error {
	told, err := tell()
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		return enc.Encode(told)
	}
	return told.print(stdout)
}
