package feedback

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Claim returns up to limit notices that wait to be delivered, in order of their IDs, for one worker of
// the host to deliver: until the lease runs out nobody else gets them, and then somebody else does unless
// they were confirmed. So none is missed where a worker dies, and none is delivered by two of them that
// keep to their lease. Where a worker may die between delivering and confirming, deliver by the ID of the
// notice, so that the same one twice is one. See [Cafe.EntriesOf] for what to tell, and [Cafe.Confirm],
// [Cafe.GiveBack] for afterwards.
//
// Special cases are:
//   - a notice whose entry is gone is dropped, and so is one to somebody who turned out to be a person
//     that has a notice of the same entry
//   - a notice to somebody who has opted out meanwhile is withheld; the numbers of its entry stay those of
//     when it was written
//   - a notice about nothing but what its person may not see, because it was hidden since, waits until
//     that is restored; one of several items is told of the others
//   - a notice to a pseudonym is a notice like others. Where there is no way to deliver it, confirm it: its
//     person reads it when coming back with the code. See [Visit.Notices]
//
// It returns an error matching [ErrInvalid] where limit is below 1 or lease is not above 0.
func (c *Cafe) Claim(ctx context.Context, limit int, lease time.Duration) ([]Notice, error) {
	list, err := c.claim(ctx, limit, lease)
	return list, opError("claim notices", "", err)
}

func (c *house) claim(ctx context.Context, limit int, lease time.Duration) ([]Notice, error) {
	switch {
	case limit < 1:
		return nil, rules.Break("limit", "must be above 0")
	case lease <= 0:
		return nil, rules.Break("lease", "must be above 0")
	}
	var told map[NoticeID]Notice // as it is to be delivered
	b, err := c.write(ctx, "", func(d *draft) error {
		told = map[NoticeID]Notice{}
		for some, err := range inGroups(due(c.waiting(ctx), d.now), min(limit, atOnce)) {
			if err != nil {
				return err
			}
			sorted, err := c.sort(ctx, some)
			if err != nil {
				return err
			}
			for _, n := range sorted.gone {
				d.void(n.ID.Ref(), n.Rev)
			}
			for _, n := range sorted.out {
				n.State, n.At, n.Until = Withheld, d.now, time.Time{}
				d.notice(n)
			}
			for i := range min(limit-len(told), len(sorted.good)) {
				n := sorted.good[i]
				n.State, n.At, n.Until, n.Tries = Claimed, d.now, d.now.Add(lease), n.Tries+1
				d.notice(n)
				told[n.ID] = sorted.told[i]
			}
			if len(told) == limit {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	claimed := slices.DeleteFunc(b.Notices, func(n Notice) bool { return n.State != Claimed })
	for i := range claimed {
		n := &claimed[i]
		n.Item, n.Why = told[n.ID].Item, told[n.ID].Why
	}
	return claimed, nil
}

func (c *house) waiting(ctx context.Context) iter.Seq2[Notice, error] {
	return c.notices(ctx, NoticeQuery{States: []NoticeState{Waiting, Claimed}})
}

// due yields the notices that nobody is delivering.
func due(notices iter.Seq2[Notice, error], now time.Time) iter.Seq2[Notice, error] {
	return func(yield func(Notice, error) bool) {
		for n, err := range notices {
			if now.Before(n.Until) { // somebody is delivering it, or it was given back a moment ago
				continue
			}
			if !yield(n, err) {
				return
			}
		}
	}
}

// sorted are notices that could be delivered, told apart.
type sorted struct {
	good []Notice // can be delivered
	told []Notice // the same, as they are to be delivered
	out  []Notice // must not be delivered: the person has opted out since
	gone []Notice // have nothing to tell, or nobody to be told
}

// sort tells some notices apart.
func (c *house) sort(ctx context.Context, some []Notice) (sorted, error) {
	entries, err := c.entriesOf(ctx, some)
	if err != nil {
		return sorted{}, err
	}
	twice, err := c.twice(ctx, some)
	if err != nil {
		return sorted{}, err
	}
	may, err := c.mayHear(ctx, some)
	if err != nil {
		return sorted{}, err
	}
	optedOut, err := c.outNow(ctx, some)
	if err != nil {
		return sorted{}, err
	}
	var out sorted
	for _, n := range some {
		if _, found := entries[n.Entry]; !found || twice[n.ID] {
			out.gone = append(out.gone, n)
			continue
		}
		if optedOut(n.To) {
			out.out = append(out.out, n)
			continue
		}
		told := n
		if told.narrow(func(r Reason) bool { return may(n.To, r) }) {
			out.good, out.told = append(out.good, n), append(out.told, told)
		}
	}
	return out, nil
}

// outNow returns the question whether somebody does not want to be told.
func (c *house) outNow(ctx context.Context, some []Notice) (func(PartyID) bool, error) {
	s := &stakes{}
	for _, n := range some {
		s.add(n.To, IsFollower, Ref{})
	}
	root, err := c.resolver(ctx, s.unnamed())
	if err != nil {
		return nil, err
	}
	out, err := c.optedOut(ctx, s, root)
	return func(p PartyID) bool { return out[root(p)] }, err
}

// mayHear returns the question whether who is told may hear of a reason.
func (c *house) mayHear(ctx context.Context, some []Notice) (func(PartyID, Reason) bool, error) {
	shown, err := c.shown(ctx, reasonsOf(some), 0)
	if err != nil {
		return nil, err
	}
	var to []PartyID
	for _, n := range some {
		to = append(to, n.To)
	}
	viewers, err := c.viewers(ctx, to)
	s := stakes{shown: shown}
	return func(p PartyID, r Reason) bool { return s.hears(c.visit(viewers(p)), r) }, err
}

// twice returns which of some notices are to somebody who, by another ID, has one of the same entry: of
// those, the one to the ID to go by counts, or else the first.
func (c *house) twice(ctx context.Context, some []Notice) (map[NoticeID]bool, error) {
	to := make([]PartyID, len(some))
	for i, n := range some {
		to[i] = n.To
	}
	root, err := c.resolver(ctx, to)
	if err != nil {
		return nil, err
	}
	person, err := c.renamed(ctx, some, root)
	if err != nil {
		return nil, err
	}
	type copied struct {
		entry EntryID
		to    PartyID
	}
	copies := map[copied][]Notice{}
	for n, err := range inTurns(keysOf(person), func(to []PartyID) iter.Seq2[Notice, error] {
		return c.notices(ctx, NoticeQuery{To: to})
	}) {
		if err != nil {
			return nil, err
		}
		of := copied{n.Entry, person[n.To]}
		copies[of] = append(copies[of], n)
	}
	twice := map[NoticeID]bool{}
	for _, n := range some {
		who := root(n.To)
		twice[n.ID] = who != n.To && slices.ContainsFunc(copies[copied{n.Entry, who}], func(other Notice) bool {
			return other.To == who || other.ID < n.ID
		})
	}
	return twice, nil
}

// renamed returns those of some notices who are told under another ID than the one to go by, as that one,
// by each of their IDs.
func (c *house) renamed(ctx context.Context, some []Notice, root func(PartyID) PartyID) (map[PartyID]PartyID, error) {
	person := map[PartyID]PartyID{}
	for _, n := range some {
		who := root(n.To)
		if who == n.To || person[n.To] != "" {
			continue
		}
		family, err := c.family(ctx, who)
		if err != nil {
			return nil, err
		}
		for _, p := range append(family, n.To) {
			person[p] = who
		}
	}
	return person, nil
}

// EntriesOf returns what some notices tell, by the IDs of the entries, for who delivers them. Who wrote an
// entry, and how many people it counts, is left out.
func (c *Cafe) EntriesOf(ctx context.Context, notices ...Notice) (map[EntryID]Entry, error) {
	return c.entriesOf(ctx, notices)
}

func (c *house) entriesOf(ctx context.Context, notices []Notice) (map[EntryID]Entry, error) {
	var ids []EntryID
	for _, n := range notices {
		ids = append(ids, n.Entry)
	}
	out := map[EntryID]Entry{}
	for e, err := range inTurns(inOrder(ids), func(ids []EntryID) iter.Seq2[Entry, error] {
		return c.entries(ctx, EntryQuery{IDs: ids, Limit: len(ids)})
	}) {
		if err != nil {
			return nil, opError("read entries of notices", "", err)
		}
		e.By, e.Told, e.Withheld = "", 0, 0
		out[e.ID] = e
	}
	return out, nil
}

// Confirm notes that notices, which [Cafe.Claim] returned, were delivered. Confirming again does nothing.
//
// It returns an error matching [ErrStale] where somebody else has claimed one since, because the lease had
// run out, and one matching [ErrNotFound] where one is gone; the error names the first such notice. The
// others are confirmed all the same.
func (c *Cafe) Confirm(ctx context.Context, claimed ...Notice) error {
	return c.settle(ctx, "confirm notices", claimed, Sent)
}

// GiveBack gives notices, which [Cafe.Claim] returned, back to be claimed by anybody: they could not be
// delivered now. So that they do not keep others waiting, that is from a minute later on, and twice as long
// after each further try, up to a day. Tries says how often it was tried: a host that gives up confirms.
// Giving back again does nothing. Errors are those of [Cafe.Confirm].
func (c *Cafe) GiveBack(ctx context.Context, claimed ...Notice) error {
	return c.settle(ctx, "give back notices", claimed, Waiting)
}

// rest is how long a notice rests that could not be delivered, after so many tries.
func rest(tries int) time.Duration { return min(time.Minute<<min(max(tries, 1)-1, 11), 24*time.Hour) }

// settle ends claims. Each claim counts one more try, so that a notice and its tries name one claim.
func (c *house) settle(ctx context.Context, op string, claimed []Notice, to NoticeState) error {
	mine := make(map[NoticeID]Notice, len(claimed))
	for _, n := range claimed {
		mine[n.ID] = n
	}
	var lost error
	_, err := c.write(ctx, "", func(d *draft) error {
		found := map[NoticeID]error{}
		for n, err := range c.noticesOf(ctx, keysOf(mine)) {
			switch {
			case err != nil:
				return err
			case n.Tries != mine[n.ID].Tries, n.State != Claimed && n.State != to:
				found[n.ID] = ErrStale
				continue
			case n.State == Claimed:
				n.State, n.At, n.Until = to, d.now, time.Time{}
				if to == Waiting {
					n.Until = d.now.Add(rest(n.Tries))
				}
				d.notice(n)
			}
			found[n.ID] = nil
		}
		lost = nil
		for _, n := range claimed {
			err, there := found[n.ID]
			if !there {
				err = ErrNotFound
			}
			if err != nil && lost == nil {
				lost = &relationship.OpError{Room: room, ID: string(n.ID), Err: err}
			}
		}
		return nil
	})
	if err == nil {
		err = lost
	}
	return opError(op, "", err)
}
