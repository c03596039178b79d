// Critical tells which of the ties that customers have is worth improving, in seven made-up cases or in
// case files of one's own:
//
//	go run ./examples/critical
//	go run ./examples/critical -case jeweller
//	go run ./examples/critical my.json
//	go run ./examples/critical -svg /tmp
//
// A case file says who there is, what ties them, how much each cares about a tie and how well it goes, and
// what they need. It is written like those in the folder cases; the program knows nothing else of them.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

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
	cases string // the folder of files to read where none are named
	only  string
	json  bool
	svg   string // the folder to draw into
	files []string
}

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "critical:", err)
		return misuse
	}
	if err := s.show(ctx, stdout); err != nil {
		fmt.Fprintln(stderr, "critical:", err)
		return failed
	}
	return done
}

const usage = `Critical tells which of the ties that customers have is worth improving.

  critical [flags] [file ...]

Without files it reads those of seven made-up cases. A file of your own is written as they are; a number
in it is text such as "2026-03-02 0.35 (0.25-0.45) stated n=12": when it was taken, the number, the range
that holds the truth at 95 %, guessed, stated or observed, and how often. What is unknown is left out.

Flags:
`

func parseFlags(args []string, help io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("critical", flag.ContinueOnError)
	set.SetOutput(io.Discard) // a wrong flag needs one line, not all of the help
	set.StringVar(&s.cases, "cases", "", "read the files of this `folder` (default the folder cases beside this program's source)")
	set.StringVar(&s.only, "case", "", "show only the case with this `name`")
	set.BoolVar(&s.json, "json", false, "print JSON, with all lists complete and IDs in the place of names")
	set.StringVar(&s.svg, "svg", "", "draw a relationship map of each case into this `folder`, which must be there")
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(help, usage)
		set.SetOutput(help)
		set.PrintDefaults()
	}
	s.files = set.Args()
	if err == nil && s.cases != "" && len(s.files) > 0 {
		err = errors.New("-cases and files do not go together")
	}
	return s, err
}

// show reads all files before it looks at any, so that one bad file is told at once.
func (s *settings) show(ctx context.Context, stdout io.Writer) error {
	cases, err := s.read()
	if err != nil {
		return err
	}
	answers := []*answer{}
	for _, c := range cases {
		a, err := look(ctx, c, s.svg)
		if err != nil {
			return err
		}
		answers = append(answers, a)
	}
	if s.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		enc.SetEscapeHTML(false)
		return enc.Encode(answers)
	}
	for i, a := range answers {
		if i > 0 {
			fmt.Fprintln(stdout)
		}
		if err := (&printer{out: stdout, answer: a}).print(); err != nil {
			return err
		}
	}
	return nil
}

// read returns the cases that are asked for, in the order of their files.
func (s *settings) read() ([]*caseFile, error) {
	files := s.files
	if len(files) == 0 {
		folder := s.cases
		if folder == "" {
			folder = madeUpCases()
		}
		names, err := fs.Glob(os.DirFS(folder), "*.json")
		if err != nil || len(names) == 0 {
			return nil, errors.New("the folder of cases has no file .json: see -cases")
		}
		for _, name := range names {
			files = append(files, filepath.Join(folder, name))
		}
	}
	files = slices.DeleteFunc(slices.Clone(files), func(file string) bool {
		name := caseName(file)
		return s.only != "" && s.only != name && s.only != strings.TrimLeft(name, "0123456789-")
	})
	if len(files) == 0 {
		return nil, errors.New("no file has the name that -case asks for")
	}
	var cases []*caseFile
	var problems []error
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		c, err := parseCase(file, text)
		problems, cases = append(problems, err), append(cases, c)
	}
	return cases, errors.Join(problems...)
}

// madeUpCases returns the folder of the cases that come with the program: beside its source, wherever go run
// is called from.
func madeUpCases() string {
	_, source, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(source), "cases")
}

// caseName returns what to call the case of a file.
func caseName(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}
