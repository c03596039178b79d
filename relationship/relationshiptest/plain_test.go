package relationshiptest_test

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/kithcrm/kith/relationship"
)

// A plain store keeps nothing but its log, and replays it for every question. It is slow and obvious:
// a second implementation of the contract, and the one that bugs are seeded into.
type plain struct {
	style style
	flaw  flaw

	mu  sync.Mutex
	seq relationship.Seq // the last number given
	log []relationship.Batch
	now *state // what the log comes to, where there is no flaw that could show in it

	// What flaws remember.
	stuck error // every later write fails with this
	notes map[relationship.Ref]relationship.Seq
	attic []relationship.Batch
}

// A style is what a store may do and still keep the contract.
type style struct {
	most      int  // records in a page at most; 0: as many as are asked for
	neverLast bool // never says Last
	sloppy    bool // returns records that do not match
	gaps      bool // leaves out numbers
}

func (s *plain) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	if !s.flaw.noCheck && !s.flaw.checkLast {
		if err := b.Check(); err != nil {
			return 0, err
		}
	}
	if err := s.done(ctx); err != nil && !s.flaw.writeIgnoresContext && !s.flaw.contextLast {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	seq := s.next(&b)
	if s.flaw.numberFirst {
		s.seq = seq
		waits := 0
		for n := len(s.log) + 3; seq%2 == 1 && len(s.log) < n && waits < 200; waits++ {
			s.pause(1) // every other batch lets three go ahead, if they come
		}
	}
	if err := s.refusal(&b); err != nil {
		if s.flaw.refused != nil {
			s.flaw.refused(s, b)
		}
		return 0, err
	}
	if s.flaw.checkThenAct {
		s.pause(30)
		seq = s.next(&b)
	}
	if s.flaw.sameNumber {
		s.pause(30)
	}
	s.apply(seq, b)
	if s.flaw.contextLast {
		return seq, ctx.Err()
	}
	return seq, nil
}

// pause lets others come in between.
func (s *plain) pause(long int) {
	s.mu.Unlock()
	for range long {
		runtime.Gosched()
	}
	s.mu.Lock()
}

func (s *plain) done(ctx context.Context) error {
	if ctx.Err() != nil && s.flaw.alwaysCancelled {
		return context.Canceled
	}
	return ctx.Err()
}

func (s *plain) next(b *relationship.Batch) relationship.Seq {
	if s.flaw.number != nil {
		return s.flaw.number(s, b)
	}
	if s.style.gaps {
		return s.seq + 1 + s.seq%7
	}
	return s.seq + 1
}

// refusal returns why a batch cannot be applied.
func (s *plain) refusal(b *relationship.Batch) error {
	if s.stuck != nil {
		return s.stuck
	}
	if s.flaw.refuse != nil {
		if err := s.flaw.refuse(s, b); err != nil {
			return err
		}
	}
	var found []error
	now := s.state(0)
	for _, l := range now.looks(b) {
		if f := s.flaw.judge; f != nil {
			found = append(found, f(s, l)...)
		} else {
			found = append(found, l.judge()...)
		}
	}
	if f := s.flaw.worst; f != nil {
		return f(found)
	}
	if err := worst(found); err != nil {
		return err
	}
	if s.flaw.checkLast {
		return b.Check()
	}
	return nil
}

// worst returns the first error that applies, in the order of the contract.
func worst(found []error) error {
	for _, err := range []error{relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale} {
		if slices.Contains(found, err) {
			return err
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return nil
}

// apply puts a batch into the log.
func (s *plain) apply(seq relationship.Seq, given relationship.Batch) {
	b := given
	if !s.flaw.keepsArgument {
		b = copyBatch(given)
	}
	if s.flaw.keepsLists {
		b.Void, b.Erase = given.Void, given.Erase
	}
	s.now = nil
	b.Seq = seq
	if n := len(s.log); n > 0 && s.log[n-1].At.After(b.At) {
		b.At = s.log[n-1].At
	}
	setRevs(&b, seq)
	if s.flaw.keep != nil {
		s.flaw.keep(s, &b, given)
	}
	for _, id := range given.Erase {
		s.erase(id)
	}
	s.seq = max(s.seq, seq)
	s.log = append(s.log, b)
	if s.flaw.halves && len(b.Parties) > 1 {
		last := &s.log[len(s.log)-1]
		last.Parties = b.Parties[:1]
		s.pause(30)
		last.Parties = b.Parties
	}
}

// erase takes everything of a party out of the log.
func (s *plain) erase(id relationship.PartyID) {
	gone := map[relationship.Ref]bool{id.Ref(): true}
	for _, b := range s.log {
		for _, t := range b.Ties {
			if t.From == id || t.To == id {
				gone[t.ID.Ref()] = true
			}
		}
	}
	for _, b := range s.log {
		for _, n := range b.Needs {
			if n.Party == id || gone[n.Tie.Ref()] {
				gone[n.ID.Ref()] = true
			}
		}
	}
	if s.flaw.doom != nil {
		s.flaw.doom(s, id, gone)
	}
	for i := range s.log {
		was := copyBatch(s.log[i])
		forget(&s.log[i], gone)
		if s.flaw.forgot != nil {
			s.flaw.forgot(s, was, &s.log[i])
		}
	}
}

// forget takes records out of a batch.
func forget(b *relationship.Batch, gone map[relationship.Ref]bool) {
	before := len(refsOf(b))
	b.Parties = slices.DeleteFunc(b.Parties, func(p relationship.Party) bool { return gone[p.ID.Ref()] })
	b.Ties = slices.DeleteFunc(b.Ties, func(t relationship.Tie) bool { return gone[t.ID.Ref()] })
	b.Needs = slices.DeleteFunc(b.Needs, func(n relationship.Need) bool { return gone[n.ID.Ref()] })
	b.Void = slices.DeleteFunc(b.Void, func(v relationship.Voided) bool { return gone[v.Ref] })
	if len(refsOf(b)) < before {
		b.Why = ""
	}
}

func (s *plain) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	if s.flaw.parties != nil {
		s.flaw.parties(&q)
	}
	st, unlock, err := s.read(ctx, q.Known)
	if err != nil {
		return relationship.Page[relationship.Party]{}, err
	}
	defer unlock()
	return page(s, st.parties, q, q.After, q.Limit, copyParty,
		func(p *relationship.Party) bool {
			return listed(q.IDs, p.ID) && listed(q.MergedInto, p.MergedInto) && (!q.Merged || p.MergedInto != "")
		})
}

func (s *plain) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	if s.flaw.ties != nil {
		s.flaw.ties(&q)
	}
	st, unlock, err := s.read(ctx, q.Known)
	if err != nil {
		return relationship.Page[relationship.Tie]{}, err
	}
	defer unlock()
	return page(s, st.ties, q, q.After, q.Limit, copyTie,
		func(t *relationship.Tie) bool {
			return listed(q.IDs, t.ID) && (listed(q.Of, t.From) || listed(q.Of, t.To)) && listed(q.Kinds, t.Kind)
		})
}

func (s *plain) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	if s.flaw.needs != nil {
		s.flaw.needs(&q)
	}
	st, unlock, err := s.read(ctx, q.Known)
	if err != nil {
		return relationship.Page[relationship.Need]{}, err
	}
	defer unlock()
	return page(s, st.needs, q, q.After, q.Limit, copyNeed,
		func(n *relationship.Need) bool {
			return listed(q.IDs, n.ID) && listed(q.Of, n.Party) && listed(q.In, n.Tie)
		})
}

func (s *plain) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	if s.flaw.logQuery != nil {
		s.flaw.logQuery(&q)
	}
	if err := s.done(ctx); err != nil && !s.flaw.logIgnoresContext {
		return relationship.Page[relationship.Batch]{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	log := &rows[relationship.Seq, relationship.Batch]{}
	for _, b := range s.log {
		log.put(b.Seq, b)
	}
	out, err := page(s, log, q, q.After, q.Limit, copyBatch,
		func(b *relationship.Batch) bool {
			return len(q.About) == 0 || slices.ContainsFunc(refsOf(b), func(r relationship.Ref) bool { return listed(q.About, r) })
		})
	if s.flaw.shown != nil {
		s.flaw.shown(s, q, &out)
	}
	return out, err
}

// read returns the state after a batch, held until unlock is called.
func (s *plain) read(ctx context.Context, known relationship.Seq) (st *state, unlock func(), err error) {
	if err := s.done(ctx); err != nil && !s.flaw.readIgnoresContext {
		return nil, nil, err
	}
	s.mu.Lock()
	return s.state(known), s.mu.Unlock, nil
}

// page returns what matches of some records.
func page[K cmp.Ordered, T any](
	s *plain, all *rows[K, T], q any, after K, limit int, clone func(T) T, match func(*T) bool,
) (relationship.Page[T], error) {
	take := func(k K) bool {
		r := all.byKey[k]
		return (match(&r) || s.style.sloppy) && (s.flaw.also == nil || s.flaw.also(s, q, r))
	}
	var rest, found []K
	for _, k := range slices.Sorted(slices.Values(all.keys)) {
		if k <= after {
			continue
		}
		rest = append(rest, k)
		if take(k) {
			found = append(found, k)
		}
	}
	most := limit
	if s.style.most > 0 && (limit <= 0 || s.style.most < limit) {
		most = s.style.most
	}
	keys, last := found, !s.style.neverLast
	if most > 0 && len(found) > most {
		keys, last = found[:most:most], false
	}
	var err error
	if s.flaw.page != nil {
		keys, last, err = flawedPage(s.flaw.page, all, paged[K]{q, after, limit, rest, found, keys, last, take})
	}
	out := relationship.Page[T]{Last: last}
	for _, k := range keys {
		r := all.byKey[k]
		if !s.flaw.sharesResult {
			r = clone(r)
		}
		out.Records = append(out.Records, r)
	}
	return out, err
}
