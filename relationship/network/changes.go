package network

import (
	"context"
	"maps"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// Refresh returns the network as it is now: a new snapshot that shares with this one what has not
// changed. The book must be the one that the snapshot was read from by [Read]. Nothing is left in it of
// parties that were erased. This snapshot stays as it is: who must forget drops it.
//
// It asks the book for the batches since, and for the ties of parties that were merged or unmerged. It
// takes time in what these hold, and in how many parties are merged, not in the size of the network; only
// where parties were erased, and once in a while when much has changed, everything is put together
// anew, without reading it.
//
// Errors are those of reading, and one matching [relationship.ErrInvalid] for a snapshot that was not
// read from a book with a history.
func (s *Snapshot) Refresh(ctx context.Context, book *relationship.Book) (*Snapshot, error) {
	if !s.from.known {
		return nil, broken("refresh snapshot", "Snapshot", "must come from Read, of a book that keeps a history")
	}
	c := &changes{of: s, listed: map[relationship.PartyID]bool{}, ties: map[relationship.TieID]*relationship.Tie{}}
	if err := c.read(ctx, book); err != nil {
		return nil, err
	}
	if c.seq == s.from.seq {
		return s, nil
	}
	return c.apply()
}

// changes are what happened to a network since a snapshot of it.
type changes struct {
	of       *Snapshot
	seq      relationship.Seq
	links    links                                    // of merged parties, as they are now
	relinked bool                                     // that links are no longer those of the snapshot
	listed   map[relationship.PartyID]bool            // parties put: true, and gone: false
	erased   map[relationship.PartyID]bool            // parties that were forgotten
	afresh   map[relationship.PartyID]bool            // parties all of whose ties are to be taken from reload alone
	ties     map[relationship.TieID]*relationship.Tie // those put
	gone     []relationship.Tie                       // those no longer there, as they were
}

// read reads what has happened.
func (c *changes) read(ctx context.Context, book *relationship.Book) error {
	c.seq, c.links = c.of.from.seq, c.of.from.links
	c.erased, c.afresh = map[relationship.PartyID]bool{}, map[relationship.PartyID]bool{}
	var void []relationship.TieID
	for b, err := range book.Feed(ctx, c.seq) {
		if err != nil {
			return err
		}
		c.seq = b.Seq
		c.takeParties(&b)
		for i := range b.Ties {
			c.ties[b.Ties[i].ID] = &b.Ties[i]
		}
		for _, v := range b.Void {
			if v.Ref.Noun == relationship.NounTie {
				delete(c.ties, relationship.TieID(v.Ref.ID))
				void = append(void, relationship.TieID(v.Ref.ID))
			}
		}
	}
	for _, id := range void {
		if err := c.readGone(ctx, book, id); err != nil {
			return err
		}
	}
	return c.reload(ctx, book)
}

// takeParties notes what a batch says of parties.
func (c *changes) takeParties(b *relationship.Batch) {
	for _, p := range b.Parties {
		c.listed[p.ID] = p.MergedInto == ""
		c.link(p.ID, p.MergedInto)
	}
	for _, v := range b.Void {
		if v.Ref.Noun == relationship.NounParty {
			c.lose(relationship.PartyID(v.Ref.ID))
		}
	}
	for _, id := range b.Erase {
		c.lose(id)
		c.erased[id], c.afresh[id] = true, true
		for tie, t := range c.ties {
			if t.From == id || t.To == id {
				delete(c.ties, tie)
			}
		}
	}
}

func (c *changes) lose(id relationship.PartyID) {
	c.listed[id] = false
	c.link(id, "")
}

// link notes what a party is merged into now, if it is.
func (c *changes) link(id, into relationship.PartyID) {
	if c.links[id] == into {
		return
	}
	if !c.relinked {
		c.relinked, c.links = true, maps.Clone(c.links)
	}
	if into == "" {
		delete(c.links, id)
	} else {
		c.links[id] = into
	}
}

// readGone finds out between whom a tie was that is void.
func (c *changes) readGone(ctx context.Context, book *relationship.Book, id relationship.TieID) error {
	for b, err := range book.History(ctx, id.Ref()) {
		if err != nil {
			return err
		}
		for _, t := range b.Ties {
			if t.ID == id {
				c.gone = append(c.gone, t)
				return nil
			}
		}
	}
	return nil // it went with an erased party
}

// reload reads the ties of all parties that turned out to be others than before.
func (c *changes) reload(ctx context.Context, book *relationship.Book) error {
	old, now := c.of.root, c.root
	if c.sameRoots() {
		return nil
	}
	var again []relationship.PartyID
	for id := range c.erased {
		c.afresh[old(id)] = true // it may be merged into the same party again, with ties of its own
	}
	for _, links := range []links{c.of.from.links, c.links} {
		for id := range links {
			if before, after := old(id), now(id); before != after {
				c.afresh[id], c.afresh[before], c.afresh[after] = true, true, true
			}
		}
	}
	for id := range c.afresh {
		again = append(again, id)
	}
	slices.Sort(again)
	for t, err := range book.Ties(ctx, relationship.TieQuery{Of: again, Known: c.seq}) {
		if err != nil {
			return err
		}
		c.ties[t.ID] = &t
	}
	return nil
}

// sameRoots reports whether it is clear without looking that every party is who it was.
func (c *changes) sameRoots() bool {
	if c.relinked {
		return false
	}
	targets := map[relationship.PartyID]bool{}
	for _, into := range c.links {
		targets[into] = true
	}
	for id := range c.listed {
		if targets[id] {
			return false
		}
	}
	return true
}

// root returns the party that one turned out to be, in the snapshot.
func (s *Snapshot) root(id relationship.PartyID) relationship.PartyID {
	return s.from.links.root(id, func(id relationship.PartyID) bool {
		n, ok := s.number(id)
		return ok && !s.from.unlisted[n] || s.from.links[id] != ""
	})
}

// root returns the party that one has turned out to be by now.
func (c *changes) root(id relationship.PartyID) relationship.PartyID {
	return c.links.root(id, func(id relationship.PartyID) bool {
		if c.links[id] != "" {
			return true
		}
		if listed, changed := c.listed[id]; changed {
			return listed
		}
		n, ok := c.of.number(id)
		return ok && !c.of.from.unlisted[n]
	})
}
