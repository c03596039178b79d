package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A story is what the program tells.
type story struct {
	Imported   int            `json:"imported"`
	Refused    []refusal      `json:"refused,omitempty"`
	AsOf       time.Time      `json:"as_of"`
	All        feedback.Count `json:"all"`
	Themes     []themeLine    `json:"themes"`
	Hints      []hint         `json:"suggested,omitempty"`
	HintsAgain int            `json:"suggested_again,omitempty"`
	Proposed   []proposed     `json:"proposed,omitempty"`
	Overdue    int            `json:"overdue"`
	Followed   string         `json:"followed,omitempty"`
	Loop       []step         `json:"loop,omitempty"`
	Voter      string         `json:"made_up_voter,omitempty"`
	Follower   string         `json:"made_up_follower,omitempty"`
	Said       saidLine       `json:"you_said,omitzero"`
	Did        string         `json:"we_did,omitempty"`
	Helped     *helped        `json:"it_helped_made_up,omitempty"`
	Audience   []told         `json:"audience,omitempty"`
	Steps      int            `json:"delivered_on_the_way"`
	Delivered  int            `json:"delivered"`
	Again      int            `json:"delivered_again"`
}

// A refusal is a row that was left out.
type refusal struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// A themeLine is how much was said about a theme.
type themeLine struct {
	Name  string               `json:"name"`
	Count feedback.Count       `json:"count"`
	Kinds []feedback.KindCount `json:"kinds"`
}

// A step is one on the way of an item around the loop.
type step struct {
	At     time.Time       `json:"at"`
	State  feedback.State  `json:"state"`
	Answer feedback.Answer `json:"answer,omitempty"`
	By     time.Time       `json:"expected_by,omitzero"`
	Text   string          `json:"text,omitempty"`
}

// A saidLine is what led to the change.
type saidLine struct {
	Items  int `json:"items"`
	People int `json:"people"`
}

// helped is what the change did to a score.
type helped struct {
	Score  string                `json:"score"`
	Before relationship.Estimate `json:"before"`
	After  relationship.Estimate `json:"after"`
}

// A told person is one of the audience, with the reason for the name and an item of their own.
type told struct {
	Party feedback.PartyID   `json:"party"`
	Why   []feedback.Because `json:"why"`
	Item  feedback.ItemID    `json:"item"`
	text  string
}

// A day is the café with a clock that the program sets: what is shown must be the same every day.
type day struct {
	*feedback.Cafe
	now time.Time
}

// staff returns the café as those see it who run it: here they may open everything.
func (d *day) staff() *feedback.Visit {
	return d.For(feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }})
}

// tell reads what was said, and follows one theme around the loop.
func tell(ctx context.Context, text io.Reader, theme string, progress io.Writer) (*story, error) {
	out := &story{}
	rows, err := out.read(text)
	if err != nil {
		return nil, err
	}
	d := &day{now: out.AsOf}
	d.Cafe = feedback.New(new(feedback.Memory), feedback.Config{Now: func() time.Time { return d.now }})
	imported, err := d.staff().Import(ctx, rows, feedback.ImportConfig{
		Source: "items", Shown: feedback.Shared,
		Progress: func(n int) {
			if n%500 == 0 { // short files need none
				fmt.Fprintf(progress, "imported %d rows\n", n)
			}
		},
	})
	if err != nil {
		return nil, err
	}
	out.Imported = imported.Items
	if err := out.sort(ctx, d); err != nil {
		return nil, err
	}
	id, err := out.count(ctx, d, theme)
	if err != nil || id == "" {
		return out, err
	}
	return out, out.follow(ctx, d, id)
}

// read reads the rows and sets the day on which the program plays: that after the last of them.
func (s *story) read(text io.Reader) (func(func(feedback.Row, error) bool), error) {
	rows, err := relationship.Collect(feedback.ReadCSV(text, feedback.CSVConfig{
		Refused: func(line int, err error) error {
			s.Refused = append(s.Refused, refusal{line, err.Error()})
			return nil
		},
	}))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("there is no row that can be read")
	}
	last := slices.MaxFunc(rows, func(a, b feedback.Row) int { return a.At.Compare(b.At) })
	s.AsOf = last.At.Truncate(24 * time.Hour).Add(33 * time.Hour)
	return func(yield func(feedback.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}, nil
}

// count says how much was said about what, and what is overdue. It returns the theme to follow.
func (s *story) count(ctx context.Context, d *day, follow string) (feedback.ThemeID, error) {
	board, err := d.staff().Board(ctx, 0)
	if err != nil {
		return "", err
	}
	if s.All, err = board.Count(d.now, feedback.CountQuery{}); err != nil {
		return "", err
	}
	counts, err := board.All(d.now, feedback.CountQuery{}, feedback.NounTheme)
	if err != nil {
		return "", err
	}
	names, err := d.names(ctx)
	if err != nil {
		return "", err
	}
	slices.SortFunc(counts, func(a, b feedback.RefCount) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(names[a.Under.ID], names[b.Under.ID]))
	})
	found := feedback.ThemeID("")
	for _, c := range counts {
		name := names[c.Under.ID]
		s.Themes = append(s.Themes, themeLine{name, c.Count, c.Kinds})
		if found == "" && (follow == "" || follow == name) {
			s.Followed, found = name, feedback.ThemeID(c.Under.ID)
		}
	}
	if follow != "" && found == "" {
		return "", errors.New("there is no such theme")
	}
	for _, err := range d.staff().Overdue(ctx, feedback.Terms{}, d.now) {
		if err != nil {
			return "", err
		}
		s.Overdue++
	}
	return found, nil
}
