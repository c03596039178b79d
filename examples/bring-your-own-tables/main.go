// Bring-your-own-tables puts Kith on a database that was there before: a shop's, with its own tables of customers
// and orders, its own integer keys and its own SQL. All of it is made up.
//
//	go run ./examples/bring-your-own-tables
//	go run ./examples/bring-your-own-tables -db shop.db
//
// What to copy is the store: tables.go, store.go, refusal.go, read.go and text.go. A customer of the shop is a
// party, with its name where the shop has always kept it; that somebody buys from the shop is a tie; whatever the
// shop has no column for lies in three tables beside its own. store_test.go holds the store to the whole contract.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bring-your-own-tables", flag.ContinueOnError)
	flags.SetOutput(stderr)
	path := flags.String("db", "", "make the database in this `file`, which must not be there, and leave it")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		return misuse
	case flags.NArg() > 0:
		fmt.Fprintln(stderr, "bring-your-own-tables: there are only flags")
		return misuse
	}
	if err := inFile(ctx, *path, stdout); err != nil {
		fmt.Fprintln(stderr, "bring-your-own-tables:", err)
		return failed
	}
	return done
}

// inFile tells the story with a new file, or with one that is gone afterwards where the path is empty.
func inFile(ctx context.Context, path string, stdout io.Writer) error {
	if path == "" {
		dir, err := os.MkdirTemp("", "bring-your-own-tables")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path = filepath.Join(dir, "shop.db")
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	db, err := openShop(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := fillShop(ctx, db); err != nil {
		return err
	}
	return tell(ctx, db, stdout)
}
