// Tour shows who there is, what ties them and what they care about: in a made-up case, or in files.
//
// Without flags it makes up a maker of tyres, its tyre shops, their drivers and the drivers' families,
// and keeps them in an SQLite file, where the next run finds them:
//
//	go run ./examples/tour
//
// -db names another file, a PostgreSQL server, or "memory" to keep nothing:
//
//	go run ./examples/tour -db tour.db
//	go run ./examples/tour -db postgres://user@localhost/tour
//
// With files it reads those instead. -provider and -serves say whose customers are shown:
//
//	go run ./examples/tour -parties parties.csv -ties ties.csv -provider self -serves serves
//
// A route such as employs/serves goes on with another kind of tie, and one such as ^buys-from goes
// against the direction of the tie. Which flags make sense depends on how a set is made. In Northwind
// the company employs people, who serve customers, who have people that one meets; in Chinook
// customers buy from the company, and work for others or care for artists; households give to a
// nonprofit, and people are their members:
//
//	-provider self -serves employs/serves -then ^contact-of
//	-provider self -serves ^buys-from -then works-for,listens-to
//	-provider self -serves ^gives-to -then ^member-of
//
// What files may hold is told by -help.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1 // bad rows among them
	misuse = 2 // of flags
)

// settings are what the flags say.
type settings struct {
	files    files
	db       string
	provider string
	serves   string
	then     string
	json     bool
	shops    int
	seed     uint64
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "tour:", err)
		return misuse
	}
	if s.files == (files{}) {
		err = showMadeUp(ctx, s, stdout, stderr)
	} else {
		err = showFiles(ctx, s, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintln(stderr, "tour:", err)
		return failed
	}
	return done
}

// showMadeUp makes up a case, unless it is found, and shows it.
func showMadeUp(ctx context.Context, s settings, stdout, stderr io.Writer) (err error) {
	k, err := openKeeper(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.close()) }()
	w, err := newWorld(s.seed)
	if err != nil {
		return err
	}
	scope := fmt.Sprintf("made up with seed %d and %d shops", s.seed, s.shops)
	store, err := k.keep(ctx, scope, stderr, func(store relationship.Store) error {
		return w.fill(ctx, store, s.shops)
	})
	if err != nil {
		return err
	}
	book := relationship.NewBook(store, relationship.Config{Kinds: w.words.kinds, Now: today})
	v := view{book: book, words: w.words, now: today(), provider: maker, serves: "supplies"}
	if s.provider != "" {
		v.provider, v.serves, v.then = relationship.PartyID(s.provider), s.serves, s.then
	}
	tour, err := v.look(ctx)
	if err != nil || s.json {
		return errors.Join(err, printJSON(stdout, tour))
	}
	p := &printer{out: stdout, tour: tour}
	p.line("A tour of a made-up case: Norrvik makes tyres. Nobody in it is real.")
	p.line("It is looked at on %s.", day(today()))
	p.print()
	return errors.Join(tell(ctx, p, book), p.err)
}

// showFiles reads files, keeps what they say, unless it is found, and shows it.
func showFiles(ctx context.Context, s settings, stdout, stderr io.Writer) (err error) {
	var rep report
	all, err := checkFiles(ctx, s.files, &rep, stderr)
	if err != nil {
		if errors.Is(err, errProblems) {
			const limit = 50
			rep.print(stderr, s.files.inOrder(), limit)
		}
		return err
	}
	k, err := openKeeper(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.close()) }()
	store, err := k.keep(ctx, "files "+all.sum, stderr, func(store relationship.Store) error {
		return load(ctx, store, all, stderr)
	})
	if err != nil {
		return err
	}
	book := relationship.NewBook(store, relationship.Config{Kinds: all.words.kinds})
	v := view{
		book: book, words: all.words, now: time.Now(),
		provider: relationship.PartyID(s.provider), serves: s.serves, then: s.then,
	}
	tour, err := v.look(ctx)
	if err != nil {
		return err
	}
	tour.Import = &all.counts
	if s.json {
		return printJSON(stdout, tour)
	}
	p := &printer{out: stdout, tour: tour}
	p.line("A tour of %s and %s.", s.files.parties, s.files.ties)
	p.print()
	return p.err
}

func printJSON(w io.Writer, tour *Tour) error {
	if tour == nil {
		return nil
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(tour)
}
