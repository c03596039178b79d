package network

import "time"

// Bounds say as of when ties are followed, and how far. The zero Bounds are ready to use.
type Bounds struct {
	// At is the instant as of which ties are followed: only those that held then. The zero time means
	// ties of all times.
	At time.Time

	// Length is how many ties a path may have. 0 means 16.
	Length int

	// FanOut is how many ties of one kind are followed from one party, the first in the order of the
	// IDs of the parties they lead to. 0 means a million.
	FanOut int

	// Most is how many parties may be reached. 0 means a million.
	Most int
}

const (
	defaultLength = 16
	defaultMost   = 1_000_000
)

func (b Bounds) check(op string) error {
	for _, f := range []struct {
		name string
		v    int
	}{{"Length", b.Length}, {"FanOut", b.FanOut}, {"Most", b.Most}} {
		if f.v < 0 {
			return broken(op, f.name, "must not be below 0")
		}
	}
	return nil
}
