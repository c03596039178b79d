package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

const usage = `Tour shows who there is, what ties them and what they care about.

Without files it makes up a case: a maker of tyres, its tyre shops, their drivers and families.

What was made up is kept in an SQLite file, and the next run shows it from there; the standard error says
which file. -db names another place, where what files say is kept too. Each made-up case and each set
of files has a scope of its own there; files that changed are another set. To begin anew, remove the
file.

Files are CSV with a header row. All of them are checked before anything is loaded; if any row is bad,
every problem is told with file, line and column, nothing is loaded, and the status is 1.

  parties  id,kind,name and any further columns, which become facts. Kinds are person, organisation,
           group and household; any other word is a group, with the word as its fact "kind".
  ties     kind,from,to and, if wanted, since,until,importance,health,weight,role. The names type,
           valid_from and valid_to are taken too.
             since, until  a day, or an instant with its zone. A day counts to its end. Empty: as long
                           as anyone knows, and still. until "former": ended, nobody knows when.
             importance,   what the party at the from end says, in 0..1: how much it cares about the
             health        tie, and how well the tie goes for it.
             weight        a number: money, or how often.
             role          the noun for the party at the from end.
           Rows of one kind, from, to and role are stints of one tie; where their periods overlap,
           ties beside each other.
  kinds    name,phrase,role,inverse_phrase,inverse_role and, if wanted, symmetric (yes or no): the
           words of a kind of tie from both ends. A kind that is neither ready-made nor in this file
           is declared on the spot: directed, between any parties. A ready-made kind keeps its rules;
           where they do not fit your rows, name the kind in this file, which takes them off.

Flags:
`

// parseFlags reads the command line. The error says what to change, or is flag.ErrHelp after help was
// printed.
func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("tour", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.StringVar(&s.files.parties, "parties", "", "read parties from this `file`")
	set.StringVar(&s.files.ties, "ties", "", "read ties from this `file`")
	set.StringVar(&s.files.kinds, "kinds", "", "read the words of kinds of tie from this `file`")
	set.StringVar(&s.db, "db", "", "keep the data in this `place`: an SQLite file, postgres://..., or memory;\n"+
		"for files memory is the default")
	set.StringVar(&s.provider, "provider", "", "show the customers of the party with this `ID`")
	set.StringVar(&s.serves, "serves", "", "its customers are at the other end of ties of these `kinds`, with commas between;\n"+
		"^kind goes from the to end to the from end, kind/kind goes on")
	set.StringVar(&s.then, "then", "", "customers' customers are found by -serves and by these `kinds`")
	set.BoolVar(&s.json, "json", false, "print JSON, with all lists complete")
	set.IntVar(&s.shops, "shops", 40, "make up this `number` of tyre shops, from 2 to 999")
	set.Uint64Var(&s.seed, "seed", 1, "make up another case with another `number`")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(help, usage)
			set.SetOutput(help)
			set.PrintDefaults()
		}
		return s, err
	}
	return s, s.check(set)
}

// check returns which flags do not go together.
func (s *settings) check(set *flag.FlagSet) error {
	madeUp := false
	set.Visit(func(f *flag.Flag) { madeUp = madeUp || f.Name == "shops" || f.Name == "seed" })
	switch {
	case set.NArg() > 0:
		return errors.New("there are only flags: see -help")
	case (s.files.parties == "") != (s.files.ties == ""):
		return errors.New("-parties and -ties go together")
	case s.files.kinds != "" && s.files.ties == "":
		return errors.New("-kinds goes with -parties and -ties")
	case madeUp && s.files.ties != "":
		return errors.New("-shops and -seed are for the made-up case")
	case isURL(s.db) && !strings.HasPrefix(s.db, "postgres://") && !strings.HasPrefix(s.db, "postgresql://"):
		return errors.New("-db must be a file, postgres://... or memory")
	case (s.provider == "") != (s.serves == ""):
		return errors.New("-provider and -serves go together")
	case s.then != "" && s.serves == "":
		return errors.New("-then goes with -provider and -serves")
	case s.shops < 2 || s.shops > 999:
		return errors.New("-shops must be from 2 to 999")
	}
	return nil
}
