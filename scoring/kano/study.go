package kano

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Subject is what a tally is about: a feature, as seen by a segment.
type Subject struct {
	// Feature names the feature.
	Feature string `json:"feature"`

	// Segment names those who were asked. Empty means everyone.
	Segment string `json:"segment,omitempty"`
}

func (s Subject) compare(t Subject) int {
	return cmp.Or(cmp.Compare(s.Feature, t.Feature), cmp.Compare(s.Segment, t.Segment))
}

func (s Subject) check() error {
	return rules.First(rules.Break("Feature", rules.Text(s.Feature)), rules.Break("Segment", rules.Text(s.Segment)))
}

// A Study is answers about several features by several segments, each with a tally of its own. The zero Study has
// none and is ready to use. It must not be copied once answers are added, because copies share tallies.
type Study struct {
	tallies map[Subject]*Tally
}

// Add counts a pair about a feature by one of a segment. It returns an error matching
// [relationship.ErrInvalid], and counts nothing, for an answer that is none and a name that is not UTF-8.
func (s *Study) Add(of Subject, p Pair) error {
	if t := s.tallies[of]; t != nil {
		return t.Add(p)
	}
	var one Tally
	if err := one.Add(p); err != nil {
		return err
	}
	return s.AddTally(of, one)
}

// AddTally counts all answers of a tally. It returns an error matching [relationship.ErrInvalid], and counts
// nothing, for a tally that [Tally.Merge] refuses and a name that is not UTF-8.
func (s *Study) AddTally(of Subject, t Tally) error {
	if err := of.check(); err != nil {
		return opError("add answers", err)
	}
	var sum Tally
	if had := s.tallies[of]; had != nil {
		sum = *had
	}
	if err := sum.Merge(t); err != nil {
		return err
	}
	if s.tallies == nil {
		s.tallies = make(map[Subject]*Tally)
	}
	s.tallies[of] = &sum
	return nil
}

// Merge counts all answers of another study as well. The order in which studies are merged makes no difference. It
// returns an error matching [relationship.ErrInvalid], and counts nothing, where a pair would be counted
// more than 2^53 times.
func (s *Study) Merge(other *Study) error {
	sum := Study{tallies: maps.Clone(s.tallies)}
	for of, t := range other.All() {
		if err := sum.AddTally(of, t); err != nil {
			return err
		}
	}
	s.tallies = sum.tallies
	return nil
}

// Tally returns what was answered about a subject: nothing where it was never asked.
func (s *Study) Tally(of Subject) Tally {
	if t := s.tallies[of]; t != nil {
		return *t
	}
	return Tally{}
}

// Everyone returns the study with all segments taken together as the empty one. It returns an error matching
// [relationship.ErrInvalid] where a pair would be counted more than 2^53 times.
func (s *Study) Everyone() (*Study, error) {
	all := new(Study)
	for of, t := range s.All() {
		if err := all.AddTally(Subject{Feature: of.Feature}, t); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// All returns all subjects with their tallies, by feature and then by segment.
func (s *Study) All() iter.Seq2[Subject, Tally] {
	return func(yield func(Subject, Tally) bool) {
		for _, of := range slices.SortedFunc(maps.Keys(s.tallies), Subject.compare) {
			if !yield(of, *s.tallies[of]) {
				return
			}
		}
	}
}
