package network

import "github.com/kithcrm/kith/relationship"

// A source is what a snapshot knows of the book that it was read from.
type source struct {
	known    bool             // that there is such a book, and that it keeps a log
	seq      relationship.Seq // the last batch seen
	links    links            // of merged parties
	weight   func(*relationship.Tie) float64
	unlisted map[uint32]bool // parties that only ties or merges name
}

// Seq returns the number of the last batch that the snapshot takes account of, or 0 where it was not
// read from a book that keeps a history.
func (s *Snapshot) Seq() relationship.Seq { return s.from.seq }
