// Survey tells what a host's own answers to a question of loyalty, satisfaction or effort come to, and how
// sure that is: their distribution, the score, its way over time with what changed, and where teams,
// shops or employees stand:
//
//	go run ./examples/survey
//	go run ./examples/survey -data my.csv -scale csat -answer satisfied -by shop -at day -who customer
//	go run ./examples/survey -svg pictures -json
//
// Without -data, it reads answers that are made up. It prints nothing about who answered, and withholds what few people said.
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
	_ "time/tzdata" // so that -zone knows all zones on every machine
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, time.Now()))
}

// The statuses with which the program ends.
const (
	done   = 0
	failed = 1 // bad files among them
	misuse = 2 // of flags
)

// run is the program. It returns its status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, now time.Time) int {
	s, err := parseFlags(args, stdout)
	s.now = now
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		fmt.Fprintln(stderr, "survey:", err)
		return misuse
	}
	if err := s.show(ctx, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "survey:", err)
		return failed
	}
	return done
}

func (s *settings) show(ctx context.Context, stdout, stderr io.Writer) error {
	file, err := s.open()
	if err != nil {
		return err
	}
	defer file.Close()
	g, err := s.gather(file, stderr)
	if err != nil {
		return err
	}
	r, err := s.report(ctx, g)
	if err != nil {
		return err
	}
	if s.svg != "" {
		if r.Pictures, err = r.draw(s); err != nil {
			return err
		}
	}
	if s.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		return enc.Encode(r)
	}
	return r.print(stdout)
}

func (s *settings) open() (io.ReadCloser, error) {
	if s.data == "" {
		return io.NopCloser(madeUp(1200)), nil
	}
	return os.Open(s.data)
}
