// Close-the-loop takes what customers said from a CSV file, and follows one theme around the loop: heard,
// understood, decided, planned, done, and everybody who spoke of it told:
//
//	go run ./examples/close-the-loop
//	go run ./examples/close-the-loop -theme "storing tyres"
//	go run ./examples/close-the-loop -json my.csv
//
// The file has the columns author, kind, text and at, and may have about and theme. What it says is made
// up; that in items.csv, which is read where no file is named, is too.
package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
)

//go:embed items.csv
var madeUp embed.FS

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1 // bad files among them
	misuse = 2 // of flags
)

// settings are what the command line says.
type settings struct {
	json  bool
	theme string
	file  string
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "close-the-loop:", err)
		return misuse
	}
	if err := s.show(ctx, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "close-the-loop:", err)
		return failed
	}
	return done
}

const usage = `Close-the-loop follows one theme of what customers said around the loop.

  close-the-loop [flags] [file.csv]

The columns of the file are author, kind (compliment, idea or complaint), text and at (2026-03-02 or
2026-03-02T09:10:00Z), and if there are such also about (noun:id) and theme. Rows that break a rule are
named by their lines and left out.

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("close-the-loop", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.BoolVar(&s.json, "json", false, "print JSON, with IDs in the place of texts")
	set.StringVar(&s.theme, "theme", "", "follow the theme of this `name` (default the one that weighs most)")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err == nil && set.NArg() > 1 {
		err = errors.New("there must be one file at most")
	}
	s.file = set.Arg(0)
	return s, err
}

func (s *settings) open() (fs.File, error) {
	if s.file == "" {
		return madeUp.Open("items.csv")
	}
	return os.Open(s.file)
}

func (s *settings) show(ctx context.Context, stdout, stderr io.Writer) error {
	file, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close()
	told, err := tell(ctx, file, s.theme, stderr)
	if err != nil {
		return err
	}
	if s.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		enc.SetEscapeHTML(false)
		return enc.Encode(told)
	}
	return told.print(stdout)
}
