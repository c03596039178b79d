package feedback

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// An Export is everything that a café holds about one party, as [Cafe.Export] returns it: what the party
// may ask to be given. Of others there is an ID at most. All its lists are in order of the IDs.
type Export struct {
	// Parties are the party, all that were merged with it, and the pseudonyms that joined one of them.
	Parties []PartyID `json:"parties"`

	// Items are what it left.
	Items []Item `json:"items,omitempty"`

	// Entries are what it said and did itself, and what was said to it: entries about its items and
	// about itself, but for what others follow and what only staff reads; and what it did in drawers.
	Entries []Entry `json:"entries,omitempty"`

	// Notes are what staff wrote about its items, and about itself, for staff only. They are about the
	// party too, and stand apart so that a host can look at them before it gives them out.
	Notes []Entry `json:"notes,omitempty"`

	// Votes are what it voted.
	Votes []Vote `json:"votes,omitempty"`

	// Notices are what it was told, or is to be told.
	Notices []Notice `json:"notices,omitempty"`

	// Links are those of its items, and of itself. Of one with somebody else's item there are the two
	// ends only.
	Links []Link `json:"links,omitempty"`

	// Log is the history of all of these but Notes, void ones too, in order: every batch narrowed to
	// them. The reason given for a batch that was about others as well is left out. It is nil if the
	// store keeps no history.
	Log []Batch `json:"log,omitempty"`
}

// Export returns everything that is held about a party, all that was merged with it and all pseudonyms that
// joined it. Of a party that it knows nothing of it returns the IDs alone. The same records give the same
// export every time.
//
// It reads the whole log, once: what is void is in no other place.
func (c *Cafe) Export(ctx context.Context, id PartyID) (Export, error) {
	if err := rules.Break("ID", rules.ID(string(id))); err != nil {
		return Export{}, opError("export party", "", err)
	}
	out, err := c.export(ctx, id)
	return out, opError("export party", string(id), err)
}

func (c *house) export(ctx context.Context, id PartyID) (Export, error) {
	parties, err := c.families(ctx, []PartyID{id})
	if err != nil {
		return Export{}, err
	}
	held, err := c.belongings(ctx, parties)
	if err != nil {
		return Export{}, err
	}
	out := Export{Parties: parties}
	for _, id := range keysOf(held.items) {
		out.Items = append(out.Items, held.items[id])
	}
	for _, id := range keysOf(held.entries) {
		e := held.entries[id]
		if held.hears(&e) {
			out.Entries = append(out.Entries, e)
		} else if e.Seen == ByStaff && e.Kind != Guard && e.Kind != Follows {
			out.Notes = append(out.Notes, e)
		}
	}
	acts, err := c.actsOf(ctx, held)
	if err != nil {
		return Export{}, err
	}
	out.Entries = append(out.Entries, acts...)
	slices.SortFunc(out.Entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	for _, id := range keysOf(held.votes) {
		if v := held.votes[id]; held.own[v.Voter] {
			out.Votes = append(out.Votes, v)
		}
	}
	for _, id := range keysOf(held.notices) {
		out.Notices = append(out.Notices, held.notices[id])
	}
	for _, id := range keysOf(held.links) {
		out.Links = append(out.Links, held.link(held.links[id]))
	}
	out.Log, err = c.exportLog(ctx, held)
	return out, err
}

// hears reports whether an entry about the parties' items, about them or by them is theirs to read.
func (b *belongings) hears(e *Entry) bool {
	switch {
	case e.Kind == Guard:
		return false
	case b.own[e.By] || b.did(e):
		return true
	}
	return e.Seen != ByStaff && e.Kind != Follows
}

// link returns a link of the parties, bare where it is with an item that is not theirs: the words of the
// link may be those of the item.
func (b *belongings) link(l Link) Link {
	for _, end := range []Ref{l.From, l.To} {
		if end.Noun == NounItem && !b.takes(end) {
			return Link{ID: l.ID, Rev: l.Rev, From: l.From, Point: l.Point, To: l.To, At: l.At, Standing: l.Standing}
		}
	}
	return l
}

func (c *house) exportLog(ctx context.Context, held *belongings) ([]Batch, error) {
	var out []Batch
	told := map[Ref]bool{}
	for batch, err := range c.log(ctx, LogQuery{}) {
		if errors.Is(err, errors.ErrUnsupported) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		b := held.narrow(&batch, told)
		if b.size() == 0 {
			continue
		}
		if b.size() < batch.size() {
			b.Why = ""
		}
		out = append(out, b)
	}
	return out, nil
}

// narrow returns the part of a batch that is about the parties and theirs to read. Read in order, it finds
// what is void by now, and keeps in mind what was told.
func (b *belongings) narrow(batch *Batch, told map[Ref]bool) Batch {
	for _, it := range batch.Items {
		if b.own[it.Author] {
			b.items[it.ID] = it
		}
	}
	n := Batch{Seq: batch.Seq, At: batch.At, By: batch.By, Why: batch.Why}
	n.Items = only(batch.Items, func(it *Item) bool { return b.own[it.Author] })
	n.Entries = only(batch.Entries, func(e *Entry) bool { return (b.own[e.By] || b.did(e) || b.takes(e.About)) && b.hears(e) })
	n.Votes = only(batch.Votes, func(v *Vote) bool { return b.own[v.Voter] })
	n.Notices = only(batch.Notices, func(n *Notice) bool { return b.own[n.To] })
	n.Links = only(batch.Links, func(l *Link) bool { return b.takes(l.From) || b.takes(l.To) })
	for i := range n.Links {
		n.Links[i] = b.link(n.Links[i])
	}
	for _, r := range n.Refs() {
		told[r] = true
	}
	n.Void = only(batch.Void, func(v *Voided) bool { return told[v.Ref] })
	n.Erase = only(batch.Erase, func(p *PartyID) bool { return b.own[*p] })
	return n
}

// only returns those records that are asked for.
func only[R any](records []R, asked func(*R) bool) []R {
	var out []R
	for i := range records {
		if asked(&records[i]) {
			out = append(out, records[i])
		}
	}
	return out
}
