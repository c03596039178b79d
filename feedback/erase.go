package feedback

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Erasure is what [Cafe.Erase] reports. All its lists are in order.
type Erasure struct {
	// Seq is the number of the batch that erased; of the last one if it took several.
	Seq Seq

	// Parties are those that were erased: the one asked for, there or not, those merged with it and
	// the pseudonyms that joined one of them.
	Parties []PartyID

	// Items, Entries, Votes, Notices and Links are the records that went. Those that were void before
	// went too, and are not told.
	Items   []ItemID
	Entries []EntryID
	Votes   []VoteID
	Notices []NoticeID
	Links   []LinkID

	// UnnamedVotes and UnnamedEntries are what stays in their place without a name. An entry that
	// stays has the ID that it had, so it is among Entries too.
	UnnamedVotes   []VoteID
	UnnamedEntries []EntryID
}

// Erase forgets a party, all that was merged with it and all pseudonyms that joined it: every version, in
// the records and in the log, of its items, of what was said, voted and linked there, of what it said, did
// and voted elsewhere, of its notices, and of what is about the party itself. Erasing what is not there
// succeeds. A pseudonym that joined a party is erased alone where it is asked for. Ask here before the
// party is erased in the hub, which knows what was merged with it.
//
// What others rely on stays without a name, created by the batch that erases:
//   - Of its votes on what stays, the last on each thing, under an ID that is made up: so the count stays
//     right. At is cut to the day, because the instant would tell which visit it was; what was spent, who
//     entered it and where it came from go.
//   - Of its entries about what stays, all but the text, which only an announcement keeps, under the ID
//     that they had: so the loop stays whole and notices keep what they tell. What it follows goes, and so
//     do its words that not everybody read.
//   - What it did in a drawer, such as a trade, as it is, because there is no name in it: what goes is the
//     entry that says whose place that was. See [Cafe.Act].
//
// Beside that, the batch that erased names the IDs, for readers who copied the log; and an ID, which is not
// personal, stays where it says who wrote a batch, made a link, entered something for others, or why
// somebody is told.
//
// It reads again after writing, and erases what another writer added meanwhile. What a store's medium keeps
// is the business of that store. It takes time and memory in the size of what goes.
func (c *Cafe) Erase(ctx context.Context, id PartyID) (Erasure, error) {
	if err := rules.Break("ID", rules.ID(string(id))); err != nil {
		return Erasure{}, opError("erase party", "", err)
	}
	out := Erasure{Parties: []PartyID{id}}
	for range tries {
		more, err := c.eraseOnce(ctx, &out)
		if err != nil || !more {
			return out, opError("erase party", string(id), err)
		}
	}
	return out, opError("erase party", string(id), brokenStore("what was erased is there again, every time"))
}

// eraseOnce erases what is there now, and reports whether to look again.
func (c *house) eraseOnce(ctx context.Context, out *Erasure) (bool, error) {
	parties, err := c.families(ctx, out.Parties)
	if err != nil {
		return false, err
	}
	guards, err := c.erasures(ctx, parties)
	if err != nil {
		return false, err
	}
	going, err := c.belongings(ctx, parties)
	if err != nil || out.Seq > 0 && going.empty() {
		return false, err
	}
	batch := Batch{At: c.cfg.Now(), Erase: parties}
	c.unname(&batch, going)
	if len(batch.Votes) > 0 {
		for i := range guards {
			guards[i].At = batch.At
		}
		batch.Entries = append(batch.Entries, guards...)
	}
	seq, err := c.store.Write(ctx, batch)
	switch {
	case errors.Is(err, ErrExists), errors.Is(err, ErrStale):
		return true, nil // somebody else erases the same
	case err != nil:
		return false, err
	}
	out.add(seq, &batch, going)
	return true, nil
}

// families returns all IDs of some parties, in order.
func (c *house) families(ctx context.Context, parties []PartyID) ([]PartyID, error) {
	all := slices.Clone(parties)
	for _, id := range parties {
		family, err := c.family(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, family...)
	}
	return inOrder(all), nil
}

// erasures returns an entry for each party that only one who erases it can create: two who do at once, and
// would leave each vote twice without a name, meet at it. It must be read before the votes.
func (c *house) erasures(ctx context.Context, parties []PartyID) ([]Entry, error) {
	about := make([]Ref, len(parties))
	for i, p := range parties {
		about[i] = Ref{Noun: "erasure", ID: relationship.IDFrom("kith/erasure", string(p))}
	}
	before := map[Ref]int{}
	for e, err := range c.entries(ctx, EntryQuery{About: about}) {
		if err != nil {
			return nil, err
		}
		before[e.About]++
	}
	guards := make([]Entry, len(parties))
	for i, r := range about {
		id := relationship.IDFrom("kith/erasure", r.ID+"\x00"+strconv.Itoa(before[r]))
		guards[i] = Entry{ID: EntryID(id), About: r, Kind: Guard}
	}
	return guards, nil
}

// unname adds to a batch what stays of what goes.
func (c *house) unname(batch *Batch, going *belongings) {
	for _, id := range keysOf(going.entries) {
		if e := going.entries[id]; going.own[e.By] && !going.takes(e.About) && e.outlives() {
			e.Rev, e.By = 0, ""
			if e.Kind != Announced { // the house's own words, which many people wait for
				e.Text = ""
			}
			batch.Entries = append(batch.Entries, e)
		}
	}
	last := map[Ref]lastWord{}
	for _, v := range going.votes {
		w := lastWord{vote: v.ID, choice: v.Choice, rev: v.Rev, at: v.At}
		before, found := last[v.On]
		if going.own[v.Voter] && !going.takes(v.On) && (!found || w.compare(&before) > 0) {
			last[v.On] = w
		}
	}
	for on, w := range last {
		batch.Votes = append(batch.Votes, Vote{ID: VoteID(c.randomID()), On: on, Choice: w.choice, At: dayOf(w.at)})
	}
	// What is in order tells nothing of the order of what was there before.
	slices.SortFunc(batch.Votes, func(a, b Vote) int { return cmp.Compare(a.ID, b.ID) })
}

// outlives reports whether an entry stays, without a name, when who made it is erased.
func (e *Entry) outlives() bool {
	return e.Kind != Follows && e.Kind != Acted && (e.Kind != Reply || e.Seen == ByAll)
}

// dayOf returns the instant at which the day of an instant began, in UTC.
func dayOf(t time.Time) time.Time {
	if began := t.UTC().Truncate(24 * time.Hour); !began.IsZero() {
		return began
	}
	return t // the first day of all has no instant that a record can have before it
}

func (out *Erasure) add(seq Seq, batch *Batch, going *belongings) {
	out.Seq = seq
	out.Parties = batch.Erase
	out.Items = inOrder(append(out.Items, keysOf(going.items)...))
	out.Entries = inOrder(append(out.Entries, keysOf(going.entries)...))
	out.Votes = inOrder(append(out.Votes, keysOf(going.votes)...))
	out.Notices = inOrder(append(out.Notices, keysOf(going.notices)...))
	out.Links = inOrder(append(out.Links, keysOf(going.links)...))
	for _, v := range batch.Votes {
		out.UnnamedVotes = append(out.UnnamedVotes, v.ID)
	}
	for _, e := range batch.Entries {
		if e.Kind != Guard {
			out.UnnamedEntries = append(out.UnnamedEntries, e.ID)
		}
	}
	out.UnnamedVotes, out.UnnamedEntries = inOrder(out.UnnamedVotes), inOrder(out.UnnamedEntries)
}
