package suite

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// A Plain is a store of any room that replays its log for every question. It is slow and obvious: a
// second implementation of the contract, and the one that bugs are seeded into.
type Plain struct {
	room  *Room
	style Style
	flaw  flaw

	mu  sync.Mutex
	seq int64 // the last number given
	all []Batch
	now *state // what the log comes to, where there is no flaw that could show in it

	// What flaws remember.
	reads int
	stuck error // every later write fails with this
	notes map[Ref]int64
	attic []Batch
}

// A Style is what a store may do and still keep the contract.
type Style struct {
	Most      int  // records in a page at most; 0: as many as are asked for
	NeverLast bool // never says Last
	Sloppy    bool // returns records that do not match
	Gaps      bool // leaves out numbers
}

// Plain returns a new, empty store without a flaw.
func (r *Room) Plain(style Style) *Plain { return &Plain{room: r, style: style} }

// Write does what [Store] says.
func (s *Plain) Write(ctx context.Context, b Batch) (int64, error) {
	if !s.flaw.noCheck && !s.flaw.checkLast {
		if err := s.room.check(b); err != nil {
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
		for n := len(s.all) + 3; seq%2 == 1 && len(s.all) < n && waits < 200; waits++ {
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
func (s *Plain) pause(long int) {
	s.mu.Unlock()
	for range long {
		runtime.Gosched()
	}
	s.mu.Lock()
}

func (s *Plain) done(ctx context.Context) error {
	if ctx.Err() != nil && s.flaw.alwaysCancelled {
		return context.Canceled
	}
	return ctx.Err()
}

func (s *Plain) next(b *Batch) int64 {
	if s.flaw.number != nil {
		return s.flaw.number(s, b)
	}
	if s.style.Gaps {
		return s.seq + 1 + s.seq%7
	}
	return s.seq + 1
}

// refusal returns why a batch cannot be applied.
func (s *Plain) refusal(b *Batch) error {
	if s.stuck != nil {
		return s.stuck
	}
	if s.flaw.refuse != nil {
		if err := s.flaw.refuse(s, b); err != nil {
			return err
		}
	}
	var found []error
	for _, l := range s.looks(b) {
		if s.flaw.judge != nil {
			found = append(found, s.flaw.judge(s, l)...)
		} else {
			found = append(found, s.judge(l)...)
		}
	}
	err := firstOf(found, s.room.Errors.inOrder())
	if s.flaw.worst != nil {
		err = s.flaw.worst(s, found)
	}
	if err == nil && s.flaw.checkLast {
		return s.room.check(*b)
	}
	return err
}

// firstOf returns the first of some errors that was found; of others any.
func firstOf(found, order []error) error {
	for _, err := range order {
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
func (s *Plain) apply(seq int64, given Batch) {
	b := given
	if !s.flaw.keepsArgument {
		b = deep(given)
	}
	if s.flaw.keepsLists {
		b.Void, b.Erase = given.Void, given.Erase
	}
	s.now = nil
	b.Seq = seq
	if n := len(s.all); n > 0 && s.all[n-1].At.After(b.At) {
		b.At = s.all[n-1].At
	}
	b.Records = withRevs(b.Records, seq)
	if s.flaw.keep != nil {
		s.flaw.keep(s, &b, given)
	}
	for _, id := range given.Erase {
		s.erase(id)
	}
	s.seq = max(s.seq, seq)
	s.all = append(s.all, b)
	if s.flaw.eraseLast {
		for _, id := range given.Erase {
			s.erase(id)
		}
	}
	if s.flaw.halves && len(b.Records) > 1 {
		last := &s.all[len(s.all)-1]
		last.Records = b.Records[:1]
		for reads, waits := s.reads, 0; s.reads == reads && waits < 1000; waits++ {
			s.pause(1) // until somebody has read, if anybody does
		}
		last.Records = b.Records
	}
}

// erase takes everything of a party out of the log.
func (s *Plain) erase(id string) {
	gone := s.going(id)
	if s.flaw.doom != nil {
		s.flaw.doom(s, id, gone)
	}
	for i := range s.all {
		was := deep(s.all[i])
		s.forget(&s.all[i], gone)
		if s.flaw.forgot != nil {
			s.flaw.forgot(s, was, &s.all[i])
		}
	}
}

// going returns what goes with a party: what names it, and then what names that, if it takes others.
func (s *Plain) going(id string) map[Ref]bool {
	party := Ref{s.room.Party, id}
	gone := map[Ref]bool{}
	for _, along := range []bool{false, true} {
		for _, b := range s.all {
			for _, r := range b.Records {
				n := s.room.noun(r)
				for _, bond := range n.Goes {
					for i, to := range s.room.bound(bond, r) {
						if s.flaw.spares != nil && s.flaw.spares(n, bond, i, to) {
							continue
						}
						m := s.room.named(to.Noun)
						if to == party || along && m != nil && m.Takes && gone[to] {
							gone[s.room.ref(r)] = true
						}
					}
				}
			}
		}
	}
	return gone
}

// forget takes records out of a batch.
func (s *Plain) forget(b *Batch, gone map[Ref]bool) {
	before := len(b.Records) + len(b.Void)
	b.Records = slices.DeleteFunc(b.Records, func(r any) bool { return gone[s.room.ref(r)] })
	b.Void = slices.DeleteFunc(b.Void, func(v Voided) bool { return gone[v.Ref] })
	if len(b.Records)+len(b.Void) < before {
		b.Why = ""
	}
}

// Read does what [Store] says.
func (s *Plain) Read(ctx context.Context, n *Noun, q Query) (Page[any], error) {
	if s.flaw.query != nil {
		s.flaw.query(n, &q)
	}
	if err := s.done(ctx); err != nil && !s.flaw.readIgnoresContext {
		return Page[any]{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	of := s.state(q.Known).of(n)
	matches := n.matches(Query{IDs: q.IDs, Where: q.Where, From: q.From, To: q.To})
	v := view{noun: n, query: q, after: q.After, limit: q.Limit, stored: of.keys, record: func(k string) any { return of.byKey[k] }}
	v.match = func(k string) bool {
		r := of.byKey[k]
		return (matches(r) || s.style.Sloppy) && (s.flaw.also == nil || s.flaw.also(s, n, q, r))
	}
	v.fill(s.style)
	if s.flaw.page != nil {
		s.flaw.page(&v)
	}
	out := Page[any]{Last: v.last}
	for _, k := range v.page {
		r := of.byKey[k]
		if !s.flaw.sharesResult {
			r = deep(r)
		}
		out.Records = append(out.Records, r)
	}
	return out, v.err
}

// A view is a page in the making.
type view struct {
	noun   *Noun
	query  Query
	after  string
	limit  int
	stored []string // all, in the order in which they were first written
	rest   []string // all that follow after, in order
	found  []string // those of them that match
	page   []string // what is to be returned
	last   bool
	err    error
	match  func(string) bool
	record func(string) any
}

func (v *view) fill(style Style) {
	for _, k := range slices.Sorted(slices.Values(v.stored)) {
		if k > v.after {
			v.rest = append(v.rest, k)
			if v.match(k) {
				v.found = append(v.found, k)
			}
		}
	}
	most := v.limit
	if style.Most > 0 && (v.limit <= 0 || style.Most < v.limit) {
		most = style.Most
	}
	v.page, v.last = v.found, !style.NeverLast
	if most > 0 && len(v.found) > most {
		v.page, v.last = v.found[:most:most], false
	}
}

// first cuts a list to the limit.
func (v *view) first(list []string) []string {
	if v.limit > 0 && len(list) > v.limit {
		return list[:v.limit]
	}
	return list
}

// Log does what [Historian] says.
func (s *Plain) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	if s.flaw.logQuery != nil {
		s.flaw.logQuery(&q)
	}
	if err := s.done(ctx); err != nil && !s.flaw.logIgnoresContext {
		return Page[Batch]{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Page[Batch]{Last: !s.style.NeverLast}
	matches := s.room.matchesBatch(LogQuery{About: q.About})
	most := q.Limit
	if s.style.Most > 0 && (most <= 0 || s.style.Most < most) {
		most = s.style.Most
	}
	for _, b := range s.all {
		if b.Seq <= q.After || !(matches(b) || s.style.Sloppy) || s.flaw.alsoBatch != nil && !s.flaw.alsoBatch(s, q, b) {
			continue
		}
		if most > 0 && len(out.Records) == most {
			out.Last = false
			break
		}
		if !s.flaw.sharesResult {
			b = deep(b)
		}
		out.Records = append(out.Records, b)
	}
	if s.flaw.shown != nil {
		s.flaw.shown(s, q, &out)
	}
	if s.flaw.logError != nil {
		return out, s.flaw.logError(s)
	}
	return out, nil
}
