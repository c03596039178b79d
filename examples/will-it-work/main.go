// Will-it-work runs a market on whether a change will work from a CSV file of trades: prices from day to day,
// who holds what, the settlement, and how good the prices were.
//
//	go run ./examples/will-it-work
//	go run ./examples/will-it-work -trades my.csv -came "as many" -json
//	go run ./examples/will-it-work -trades my.csv -db markets.db
//	go run ./examples/will-it-work -refund
//
// The file has the columns at, who, outcome, and of shares, spend and price one or more, in any order; each
// row gives exactly one of these three. What it says is made up; that in trades.csv, which is read where no
// file is named, is too, and so are the change, the criterion and what came true.
//
// With -db the market is kept in a SQLite file. A run that was interrupted goes on when it is started again.
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

//go:embed trades.csv
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
	trades, db, came string
	worst, limit     int64
	json, refund     bool
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "will-it-work:", err)
		return misuse
	}
	if err := s.show(ctx, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "will-it-work:", err)
		return failed
	}
	return done
}

const usage = `Will-it-work runs a market on whether a change will work from a file of trades.

  will-it-work [flags]

The columns of the file are at (2026-03-02T09:10:00Z), who, outcome, and one or more of shares (below 0 to
sell), spend (coins) and price (between 0 and 1), in any order. Each row gives exactly one of these three.
If a row breaks a rule, it is named by its line and field, and nothing is traded.

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("will-it-work", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.StringVar(&s.trades, "trades", "", "read trades from this `file` (default one that is made up)")
	set.StringVar(&s.db, "db", "", "keep the market in this SQLite `file` (default in memory)")
	set.StringVar(&s.came, "came", "", "the `outcome` that came true (default the first in the file)")
	set.Int64Var(&s.worst, "worst", 500, "how many `coins` the sponsor loses at most")
	set.Int64Var(&s.limit, "limit", 200, "how many `coins` a trader may have in the market")
	set.BoolVar(&s.refund, "refund", false, "decide that the change is not made, so that all coins go back")
	set.BoolVar(&s.json, "json", false, "print JSON")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	if err == nil && set.NArg() > 0 {
		err = errors.New("there must be flags only: name the file with -trades")
	}
	return s, err
}

func (s *settings) open() (fs.File, error) {
	if s.trades == "" {
		return madeUp.Open("trades.csv")
	}
	return os.Open(s.trades)
}

func (s *settings) show(ctx context.Context, stdout, stderr io.Writer) error {
	file, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close()
	told, err := s.play(ctx, file, stderr)
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
