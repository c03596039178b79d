package relationship

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/pages"
)

// A Reader answers questions about a network, as it is or as of an instant. Get one from a [Book],
// which is one, or from [Book.AsOf]. It is safe for use by several goroutines if its store is.
//
// All its sequences follow these rules: they may be ranged over again, which asks the store again;
// an error is the last thing they yield; the store is not held while the body of the loop runs.
//
// A list of a query that is nil selects all. One that is empty and not nil selects nothing, so that a
// list which came out empty never opens the whole network. IDs and kinds that are not there select
// nothing either; only [Reader.Around] and the reads of one record say [ErrNotFound].
//
// A Reader from a Book shows ties that have ended, and ties that have yet to begin, beside those that
// hold: ask [View.Holds] or [Tie.Holds], or read as of now with [Book.AsOf].
type Reader struct {
	store Store
	kinds Kinds
	valid time.Time // zero: ties and needs of all times
	known Seq       // 0: what is known now
	empty bool      // nothing was known yet
}

// Known returns the number of the last batch that the reader sees, or 0 where it sees all that is
// written, as it is written, and where nothing was known yet.
func (r *Reader) Known() Seq { return r.known }

// Kinds returns the kinds of tie that the reader, and its book, know.
func (r *Reader) Kinds() Kinds { return r.kinds }

// Party returns the party with an ID; where it was merged, the one that it turned out to be. It
// returns an error matching [ErrNotFound] where there is none.
func (r *Reader) Party(ctx context.Context, id PartyID) (Party, error) {
	p, err := r.root(ctx, id)
	return p, opError("read party", string(id), err)
}

// Tie returns the tie with an ID, or an error matching [ErrNotFound].
func (r *Reader) Tie(ctx context.Context, id TieID) (Tie, error) {
	t, err := one(r.allTies(ctx, TieQuery{IDs: []TieID{id}}))
	return t, opError("read tie", string(id), err)
}

// Need returns the need with an ID, or an error matching [ErrNotFound].
func (r *Reader) Need(ctx context.Context, id NeedID) (Need, error) {
	n, err := one(r.allNeeds(ctx, NeedQuery{IDs: []NeedID{id}}))
	return n, opError("read need", string(id), err)
}

func one[T any](seq iter.Seq2[T, error]) (T, error) {
	for record, err := range seq {
		return record, err
	}
	var none T
	return none, ErrNotFound
}

// Parties returns the parties that q asks for, in order of their IDs, as the store has them. Those
// that are merged into another are left out, unless q names IDs, MergedInto or Merged. Limit counts
// the parties returned.
func (r *Reader) Parties(ctx context.Context, q PartyQuery) iter.Seq2[Party, error] {
	if none(q.IDs) || none(q.MergedInto) {
		return nothing[Party]
	}
	all := len(q.IDs) > 0 || len(q.MergedInto) > 0 || q.Merged
	return r.someParties(ctx, q, func(p *Party) bool { return all || p.MergedInto == "" })
}

func (r *Reader) allParties(ctx context.Context, q PartyQuery) iter.Seq2[Party, error] {
	return r.someParties(ctx, q, nil)
}

func (r *Reader) someParties(ctx context.Context, q PartyQuery, also func(*Party) bool) iter.Seq2[Party, error] {
	if r.empty {
		return nothing[Party]
	}
	q.Known = cmp.Or(q.Known, r.known)
	return walk[Party, PartyID]{
		op: "read parties", after: q.After, limit: q.Limit, known: q.Known,
		fetch: func(after PartyID, limit int) (Page[Party], error) {
			q.After, q.Limit = after, limit
			return r.store.Parties(ctx, q)
		},
		key:   func(p *Party) PartyID { return p.ID },
		rev:   func(p *Party) int64 { return int64(p.Rev) },
		match: both(q.matcher(), also),
	}.all(ctx)
}

func both[T any](a, b func(*T) bool) func(*T) bool {
	if b == nil {
		return a
	}
	return func(record *T) bool { return a(record) && b(record) }
}

func nothing[T any](func(T, error) bool) {}

// at returns the reader of what was known after a batch, or the reader itself for 0.
func (r *Reader) at(known Seq) *Reader {
	if known == 0 {
		return r
	}
	c := *r
	c.known = known
	return &c
}

// none reports whether a list of a query selects nothing: one that is empty, but not nil.
func none[K any](list []K) bool { return list != nil && len(list) == 0 }

// Ties returns the ties that q asks for, in order of their IDs, each once, with the ends that it was
// written with. A party in q.Of stands for all that were merged with it. As of an instant, only
// ties that held at it are returned. Limit counts the ties returned.
func (r *Reader) Ties(ctx context.Context, q TieQuery) iter.Seq2[Tie, error] {
	if none(q.IDs) || none(q.Of) || none(q.Kinds) {
		return nothing[Tie]
	}
	return func(yield func(Tie, error) bool) {
		of, err := r.at(q.Known).families(ctx, q.Of)
		if err != nil {
			yield(Tie{}, opError("read ties", "", err))
			return
		}
		q := q
		q.Of = of
		r.allTies(ctx, q)(yield)
	}
}

// allTies does not look for merged parties.
func (r *Reader) allTies(ctx context.Context, q TieQuery) iter.Seq2[Tie, error] {
	if r.empty {
		return nothing[Tie]
	}
	q.Known = cmp.Or(q.Known, r.known)
	var held func(*Tie) bool
	if !r.valid.IsZero() {
		held = func(t *Tie) bool { return t.Holds(r.valid) }
	}
	return walk[Tie, TieID]{
		op: "read ties", after: q.After, limit: q.Limit, known: q.Known,
		fetch: func(after TieID, limit int) (Page[Tie], error) {
			q.After, q.Limit = after, limit
			return r.store.Ties(ctx, q)
		},
		key:   func(t *Tie) TieID { return t.ID },
		rev:   func(t *Tie) int64 { return int64(t.Rev) },
		match: both(q.matcher(), held),
	}.all(ctx)
}

// Needs returns the needs that q asks for, in order of their IDs. A party in q.Of stands for all
// that were merged with it. As of an instant, only needs that the party then had are returned.
// Limit counts the needs returned.
func (r *Reader) Needs(ctx context.Context, q NeedQuery) iter.Seq2[Need, error] {
	if none(q.IDs) || none(q.Of) || none(q.In) {
		return nothing[Need]
	}
	return func(yield func(Need, error) bool) {
		of, err := r.at(q.Known).families(ctx, q.Of)
		if err != nil {
			yield(Need{}, opError("read needs", "", err))
			return
		}
		q := q
		q.Of = of
		r.allNeeds(ctx, q)(yield)
	}
}

// allNeeds does not look for merged parties.
func (r *Reader) allNeeds(ctx context.Context, q NeedQuery) iter.Seq2[Need, error] {
	if r.empty {
		return nothing[Need]
	}
	q.Known = cmp.Or(q.Known, r.known)
	var had func(*Need) bool
	if !r.valid.IsZero() {
		had = func(n *Need) bool { return n.During.Holds(r.valid) }
	}
	return walk[Need, NeedID]{
		op: "read needs", after: q.After, limit: q.Limit, known: q.Known,
		fetch: func(after NeedID, limit int) (Page[Need], error) {
			q.After, q.Limit = after, limit
			return r.store.Needs(ctx, q)
		},
		key:   func(n *Need) NeedID { return n.ID },
		rev:   func(n *Need) int64 { return int64(n.Rev) },
		match: both(q.matcher(), had),
	}.all(ctx)
}

// Around returns the ties of parties as seen from their end: for each party in turn those of it and
// of all that were merged with it, in order of their IDs, each once; one that has the party at both
// ends is seen from its From end. As of an instant, only ties that held at it are returned. A party
// that is named twice comes twice. It yields an error matching [ErrNotFound] where there is no such
// party.
//
// For each party it asks the store three times or more: for the party, for those merged into it, and
// then for each stretch of ties once for the ties and once for the parties at their other ends.
func (r *Reader) Around(ctx context.Context, parties ...PartyID) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		for _, id := range parties {
			if !r.around(ctx, id, yield) {
				return
			}
		}
	}
}

// around yields the ties of one party, and reports whether to go on.
func (r *Reader) around(ctx context.Context, id PartyID, yield func(View, error) bool) bool {
	fail := func(err error) bool {
		yield(View{}, opError("read around party", string(id), err))
		return false
	}
	self, err := r.root(ctx, id)
	if err != nil {
		return fail(err)
	}
	family, err := r.family(ctx, self.ID)
	if err != nil {
		return fail(err)
	}
	stretch := make([]Tie, 0, 8)
	for t, err := range r.allTies(ctx, TieQuery{Of: family}) {
		if err != nil {
			return fail(err)
		}
		if stretch = append(stretch, t); len(stretch) < cap(stretch) {
			continue
		}
		if !r.views(ctx, self, family, stretch, yield) {
			return false
		}
		stretch = make([]Tie, 0, min(4*cap(stretch), 1024))
	}
	return len(stretch) == 0 || r.views(ctx, self, family, stretch, yield)
}

// views yields ties as seen from a party, and reports whether to go on.
func (r *Reader) views(ctx context.Context, self Party, family []PartyID, ties []Tie, yield func(View, error) bool) bool {
	mine := pages.Holds(family)
	others := make([]PartyID, len(ties))
	views := make([]View, len(ties))
	for i, t := range ties {
		side := FromSide
		if !mine(t.From) {
			side = ToSide
		}
		others[i] = t.Party(side.Other())
		views[i] = View{Tie: t, Side: side, Self: self, kind: r.kinds.byName[t.Kind]}
	}
	known, err := r.climb(ctx, others)
	if err != nil {
		yield(View{}, opError("read around party", string(self.ID), err))
		return false
	}
	for i, v := range views {
		v.Other = known.root(others[i])
		if !yield(v, nil) {
			return false
		}
	}
	return true
}

// Profile returns a party with all that were merged with it. It returns an error matching
// [ErrNotFound] where there is none.
func (r *Reader) Profile(ctx context.Context, id PartyID) (Profile, error) {
	root, err := r.root(ctx, id)
	if err != nil {
		return Profile{}, opError("read profile", string(id), err)
	}
	merged, err := r.merged(ctx, []PartyID{root.ID})
	if err != nil {
		return Profile{}, opError("read profile", string(id), err)
	}
	merged = slices.DeleteFunc(merged, func(p Party) bool { return p.ID == root.ID })
	slices.SortFunc(merged, func(a, b Party) int { return cmp.Compare(a.ID, b.ID) })
	return Profile{root, merged}, nil
}

// Resolve returns the ID of the party that the one with an ID turned out to be; its own if it was not
// merged. It returns an error matching [ErrNotFound] where there is none.
func (r *Reader) Resolve(ctx context.Context, id PartyID) (PartyID, error) {
	p, err := r.root(ctx, id)
	return p.ID, opError("resolve party", string(id), err)
}

// Family returns the IDs of a party and of all that were merged with it, the one to go by first: those
// of its profile. An ID that is not known comes back alone. Other rooms take it, so that what belongs
// to any of them is found.
func (r *Reader) Family(ctx context.Context, id PartyID) ([]PartyID, error) {
	p, err := r.Profile(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return []PartyID{id}, nil
	}
	if err != nil {
		return nil, opError("read family of party", string(id), err)
	}
	return p.IDs(), nil
}

// Resolver reads all merges and returns a function that does what [Reader.Resolve] does, from
// memory: IDs that were not merged, or are not known, come back as they are. Other rooms take it,
// so that votes, caps and consent follow merges.
func (r *Reader) Resolver(ctx context.Context) (func(PartyID) PartyID, error) {
	merged, err := Collect(r.allParties(ctx, PartyQuery{Merged: true}))
	if err != nil {
		return nil, opError("read merges", "", err)
	}
	ids := make([]PartyID, 0, len(merged))
	for _, p := range merged {
		ids = append(ids, p.MergedInto)
	}
	f := forest{}
	f.add(merged)
	more, err := r.climb(ctx, ids)
	if err != nil {
		return nil, opError("read merges", "", err)
	}
	roots := make(map[PartyID]PartyID, len(merged))
	maps.Copy(f, more)
	for _, p := range merged {
		roots[p.ID] = f.root(p.ID).ID
	}
	return func(id PartyID) PartyID { return cmp.Or(roots[id], id) }, nil
}
