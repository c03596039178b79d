package main

import (
	"context"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// A book is the ledger in which scores are kept, and the reader through which they are shown. Here it
// lasts as long as the program; a host gives it a store that lasts longer.
//
// All scores are sealed, since answers may be about colleagues, and the reader may open nothing. The roll-ups decide what
// may be shown beside what, by who answered; the ledger knows only how many did, and holds to that.
type book struct {
	ledger *scoring.Ledger
	reader *scoring.Reader
	asOf   time.Time // for scores of all answers
}

func (s *settings) newBook() *book {
	l := scoring.New(new(scoring.Memory), scoring.Config{Now: func() time.Time { return s.now }, LeastGroup: s.least})
	return &book{l.As("survey", "worked out anew"), l.For(scoring.Viewer{}), s.now}
}

// version is raised when the way in which scores are worked out changes.
const version = "1"

// An entry is a score to be kept.
type entry struct {
	name     string
	of       relationship.Ref
	from, at time.Time // zero where it is of all answers
	value    relationship.Estimate
	people   int
	method   string
}

// whole is what all answers are about.
func whole() relationship.Ref { return relationship.Ref{Noun: "survey", ID: "all"} }

// put keeps scores, all in one batch.
func (b *book) put(ctx context.Context, g *gathered, entries ...entry) error {
	scores := make([]scoring.Score, len(entries))
	for i, e := range entries {
		if e.at.IsZero() {
			e.at = b.asOf
		}
		scores[i] = scoring.Score{
			Name: e.name, Of: e.of, From: e.from, At: e.at, Value: e.value, Method: e.method, Version: version,
			Selection: fmt.Sprintf("answers in column %q", g.answer), People: e.people, Sealed: true,
		}
	}
	_, err := b.ledger.PutScores(ctx, scores)
	return err
}

// keep keeps a score, and returns it as it is shown.
func (b *book) keep(ctx context.Context, g *gathered, e entry) (relationship.Estimate, error) {
	if err := b.put(ctx, g, e); err != nil {
		return relationship.Estimate{}, err
	}
	s, err := b.reader.Latest(ctx, e.name, e.of)
	return rounded(s.Value), err
}

// groups keeps where groups stand, and returns it as it is shown.
func (b *book) groups(ctx context.Context, g *gathered, standings []survey.Standing) ([]group, error) {
	own, shrunk := g.measure.name, g.measure.name+" shrunk"
	var entries []entry
	for _, st := range standings {
		people := len(g.groups[st.About.ID])
		entries = append(entries,
			entry{name: own, of: st.About, value: st.Own, people: people, method: "mean, with the spread of all groups"},
			entry{name: shrunk, of: st.About, value: st.Shrunk, people: people, method: "empirical Bayes (Morris 1983)"})
	}
	if err := b.put(ctx, g, entries...); err != nil {
		return nil, err
	}
	var out []group
	for _, st := range standings {
		o, err := b.reader.Latest(ctx, own, st.About)
		if err != nil {
			return nil, err
		}
		s, err := b.reader.Latest(ctx, shrunk, st.About)
		if err != nil {
			return nil, err
		}
		out = append(out, group{st.About.ID, o.People, rounded(o.Value), rounded(s.Value), round(st.Weight)})
	}
	return out, nil
}
