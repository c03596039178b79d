package suite_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A room that has nothing to do with the others: notes that a party leaves, and the contract of a store
// of them. Its names are those that the suite asks for, its types are its own.

type (
	noteID string
	author string
	seq    int64
)

type note struct {
	ID    noteID
	Rev   seq
	Of    author // never changes; the note goes with it
	Shelf string // "red", "green" or "blue"
	Text  string
	Lines []line
	At    time.Time
	Worth float64
}

type line struct {
	Text string
	By   author // the note goes with any of these, too
}

// people returns whom a note goes with.
func (n note) people() []author {
	people := []author{n.Of}
	for _, l := range n.Lines {
		people = append(people, l.By)
	}
	return people
}

type (
	ref    struct{ Noun, ID string }
	voided struct {
		Ref ref
		Rev seq
	}
	batch struct {
		Seq   seq
		At    time.Time
		By    author
		Why   string
		Notes []note
		Void  []voided
		Erase []author
	}
	page[T any] struct {
		Records []T
		Last    bool
	}
	noteQuery struct {
		IDs     []noteID
		Of      []author
		Shelves []string
		From    time.Time
		To      time.Time
		Known   seq
		After   noteID
		Limit   int
	}
	logQuery struct {
		About []ref
		After seq
		Limit int
	}
)

type store interface {
	Write(ctx context.Context, b batch) (seq, error)
	Notes(ctx context.Context, q noteQuery) (page[note], error)
}

type historian interface {
	store
	Log(ctx context.Context, q logQuery) (page[batch], error)
}

var (
	errNotFound = errors.New("not found")
	errExists   = errors.New("exists")
	errInvalid  = errors.New("invalid")
	errStale    = errors.New("stale")
)

// A broken rule is invalid.
type broken string

func (b broken) Error() string { return "breaks a rule: " + string(b) }

func (b broken) Is(err error) bool { return err == errInvalid }

// Check returns which rule a batch breaks.
func (b *batch) Check() error {
	seen, names := map[noteID]bool{}, map[author]bool{}
	for _, id := range b.Erase {
		if !isID(string(id)) || names[id] {
			return broken("whom it erases")
		}
		names[id] = true
	}
	for _, n := range b.Notes {
		if err := n.check(); err != nil {
			return err
		}
		named := slices.ContainsFunc(n.people(), func(p author) bool { return names[p] })
		if seen[n.ID] || named || len(b.Erase) > 0 && n.Rev > 0 {
			return broken("notes that do not go together")
		}
		seen[n.ID] = true
	}
	for _, v := range b.Void {
		if v.Ref.Noun != "note" || !isID(v.Ref.ID) || v.Rev <= 0 || seen[noteID(v.Ref.ID)] || len(b.Erase) > 0 {
			return broken("what it voids")
		}
		seen[noteID(v.Ref.ID)] = true
	}
	switch {
	case len(seen)+len(names) == 0:
		return broken("empty")
	case b.Seq != 0:
		return broken("a number")
	case b.At.IsZero() || b.At.UTC().Year() > 9999:
		return broken("when")
	case !isText(b.Why) || !isText(string(b.By)) || len(b.By) > 255:
		return broken("who and why")
	}
	return nil
}

func (n note) check() error {
	switch {
	case !isID(string(n.ID)) || n.Rev < 0 || !isText(string(n.Of)) || len(n.Of) > 255:
		return broken("names")
	case !slices.Contains([]string{"red", "green", "blue"}, n.Shelf):
		return broken("shelf")
	case !isText(n.Text), slices.ContainsFunc(n.Lines, func(l line) bool { return !isText(l.Text) || !isText(string(l.By)) || len(l.By) > 255 }):
		return broken("text")
	}
	return nil
}

func isID(s string) bool { return s != "" && len(s) <= 255 && isText(s) }

func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
