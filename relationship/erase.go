package relationship

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// An Erasure is what [Book.Erase] reports.
type Erasure struct {
	// Seq is the number of the batch that erased; of the last one if it took several.
	Seq Seq

	// Parties are those that were erased, in order: the one asked for, there or not, and all that
	// were merged with it.
	Parties []PartyID

	// Ties and Needs are the records that went with them, in order; those that were void before
	// went too, and are not told.
	Ties  []TieID
	Needs []NeedID
}

// Erase forgets a party and all that was merged with it: every version of them, of their ties at
// either end, of their needs and of the needs in those ties, in the records and in the log. What
// stays is that it happened: the batch that erased names the IDs, and who erased, for readers who
// copied the log and for [Book.Erased]; the reason given with [Book.As] is left out. Erasing what is
// not there succeeds.
//
// It reads again after writing, and erases what another writer added meanwhile. What a store's
// medium keeps, such as free pages of a database file, is the business of that store.
func (b *Book) Erase(ctx context.Context, id PartyID) (Erasure, error) {
	if rule := rules.ID(string(id)); rule != "" {
		return Erasure{}, opError("erase party", "", broken("ID", rule))
	}
	out := Erasure{Parties: []PartyID{id}}
	for try := range tries {
		more, err := b.eraseOnce(ctx, &out, try == 0)
		if err != nil || !more {
			return out, opError("erase party", string(id), err)
		}
	}
	return out, opError("erase party", string(id), brokenStore("what was erased is there again, every time"))
}

// eraseOnce erases what is there now, and reports whether to look again.
func (b *Book) eraseOnce(ctx context.Context, out *Erasure, first bool) (bool, error) {
	family, err := b.families(ctx, out.Parties)
	if err != nil {
		return false, err
	}
	there, err := Collect(b.allParties(ctx, PartyQuery{IDs: family}))
	if err != nil {
		return false, err
	}
	ties, needs, err := b.belongings(ctx, family)
	if err != nil {
		return false, err
	}
	if !first && len(there)+len(ties)+len(needs) == 0 {
		return false, nil
	}
	slices.Sort(family)
	batch := Batch{Erase: family}
	b.stampErasure(&batch)
	seq, err := b.store.Write(ctx, batch)
	if err != nil {
		return false, err
	}
	out.Seq = seq
	out.Parties = merge(out.Parties, family)
	out.Ties = merge(out.Ties, ids(ties, func(t *Tie) TieID { return t.ID }))
	out.Needs = merge(out.Needs, ids(needs, func(n *Need) NeedID { return n.ID }))
	return true, nil
}

// stampErasure leaves out the reason, which would stay, and could tell of whom it was.
func (b *Book) stampErasure(batch *Batch) {
	b.stamp(batch)
	batch.Why = ""
}

// belongings reads the ties of parties, and the needs that are theirs or in one of those ties.
func (r *Reader) belongings(ctx context.Context, family []PartyID) ([]Tie, []Need, error) {
	ties, err := Collect(r.allTies(ctx, TieQuery{Of: family}))
	if err != nil {
		return nil, nil, err
	}
	needs, err := Collect(r.allNeeds(ctx, NeedQuery{Of: family}))
	if err != nil || len(ties) == 0 {
		return ties, needs, err
	}
	inTies, err := Collect(r.allNeeds(ctx, NeedQuery{In: ids(ties, func(t *Tie) TieID { return t.ID })}))
	if err != nil {
		return nil, nil, err
	}
	own := setOf(family)
	for _, n := range inTies {
		if !own[n.Party] {
			needs = append(needs, n)
		}
	}
	return ties, needs, nil
}

func ids[T any, K ~string](records []T, id func(*T) K) []K {
	out := make([]K, len(records))
	for i := range records {
		out[i] = id(&records[i])
	}
	return out
}

// merge returns what is in either list, in order, each once.
func merge[K ~string](a, b []K) []K {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// Erased returns when the party with an ID was last erased, and whether it ever was: to be asked before
// an import creates again someone who was forgotten. It returns an error matching
// errors.ErrUnsupported if the store keeps no history.
func (b *Book) Erased(ctx context.Context, id PartyID) (at time.Time, erased bool, err error) {
	for batch, err := range b.log(ctx, LogQuery{About: []Ref{id.Ref()}}) {
		if err != nil {
			return time.Time{}, false, opError("ask for erasure of party", string(id), err)
		}
		if slices.Contains(batch.Erase, id) {
			at, erased = batch.At, true
		}
	}
	return at, erased, nil
}

// eraseAgain looks, after a batch was written, for the parties that its new ties name. One that was
// erased between our reading and our writing must not come back by a tie: it is erased once more,
// and the tie with it. Whoever erases looks again after writing too, so that one of the two sees
// what the other wrote.
func (b *Book) eraseAgain(ctx context.Context, named []PartyID) error {
	if len(named) == 0 {
		return nil
	}
	there := make(map[PartyID]bool, len(named))
	for p, err := range b.allParties(ctx, PartyQuery{IDs: named}) {
		if err != nil {
			return nil // the batch is written, and nothing speaks against it
		}
		there[p.ID] = true
	}
	var gone []PartyID
	for _, id := range named {
		if there[id] {
			continue
		}
		// Without a log, one that is void leaves no more behind than one that was erased.
		if _, erased, err := b.Erased(ctx, id); erased || errors.Is(err, errors.ErrUnsupported) {
			gone = append(gone, id)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	again := Batch{Erase: gone}
	b.stampErasure(&again)
	_, err := b.store.Write(ctx, again)
	return err
}

// named returns the parties that new ties name and that are not put with them, in order: those that
// nothing guards.
func (d *draft) named() []PartyID {
	var named []PartyID
	for _, t := range d.batch.Ties {
		if t.Rev == 0 {
			named = append(named, t.From, t.To)
		}
	}
	slices.Sort(named)
	named = slices.Compact(named)
	return slices.DeleteFunc(named, func(id PartyID) bool { return d.own[id] != nil || d.guards[id] })
}
