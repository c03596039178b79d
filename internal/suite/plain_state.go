package suite

import "slices"

// rows are records in the order in which they were first written.
type rows struct {
	keys  []string
	byKey map[string]any
}

func (r *rows) put(k string, record any) {
	if _, there := r.byKey[k]; !there {
		r.keys = append(r.keys, k)
	}
	r.byKey[k] = record
}

func (r *rows) drop(k string) {
	if _, there := r.byKey[k]; there {
		delete(r.byKey, k)
		r.keys = slices.DeleteFunc(r.keys, func(x string) bool { return x == k })
	}
}

// A state is the records as they stood after a batch.
type state struct {
	room *Room
	rows map[string]*rows // by noun
	past map[Ref]int64    // the last batch that put or voided a record
	last map[Ref]any      // as records last were, void ones too
}

func (st *state) of(n *Noun) *rows { return st.rows[n.Name] }

// state replays the log up to a batch; 0 is all of it.
func (s *Plain) state(known int64) *state {
	if known == 0 && s.now != nil {
		return s.now
	}
	st := &state{s.room, map[string]*rows{}, map[Ref]int64{}, map[Ref]any{}}
	for _, n := range s.room.Nouns {
		st.rows[n.Name] = &rows{byKey: map[string]any{}}
	}
	if s.flaw.known != nil {
		known = s.flaw.known(s, known)
	}
	for i := range s.all {
		if b := &s.all[i]; known == 0 || b.Seq <= known {
			st.replay(b)
		}
	}
	if s.flaw.state != nil {
		s.flaw.state(s, st, known)
	}
	if known == 0 && !s.flaw.seeded {
		s.now = st
	}
	return st
}

func (st *state) replay(b *Batch) {
	for _, r := range b.Records {
		ref := st.room.ref(r)
		st.rows[ref.Noun].put(ref.ID, r)
		st.past[ref], st.last[ref] = b.Seq, r
	}
	for _, v := range b.Void {
		st.rows[v.Ref.Noun].drop(v.Ref.ID)
		st.past[v.Ref] = b.Seq
	}
}

// find returns the record that stands, or one that a flawed store takes for it.
func (s *Plain) find(st *state, ref Ref) any {
	of := st.rows[ref.Noun]
	if of == nil {
		return nil
	}
	if r, there := of.byKey[ref.ID]; there || s.flaw.fold == nil {
		return r
	}
	for _, k := range of.keys {
		if s.flaw.fold(k) == s.flaw.fold(ref.ID) {
			return of.byKey[k]
		}
	}
	return nil
}

// A look is one record of a batch, held against what is there.
type look struct {
	ref     Ref
	void    bool
	rev     int64 // that is given
	there   bool
	current int64
	past    int64 // of the last batch about it, if there is any
	same    bool  // what must never change is the same
	beside  bool  // it is created beside an erasure
}

// looks returns all records of a batch. What goes with its erasure is not there.
func (s *Plain) looks(b *Batch) []look {
	now := s.state(0)
	gone := map[Ref]bool{}
	for _, id := range b.Erase {
		for ref := range s.going(id) {
			gone[ref] = !s.flaw.freesNothing
		}
	}
	var out []look
	at := func(ref Ref, rev int64) look {
		l := look{ref: ref, rev: rev, past: now.past[ref], same: true, beside: len(b.Erase) > 0}
		if r := s.find(now, ref); r != nil && !gone[ref] {
			l.there, l.current = true, s.room.noun(r).rev(r)
		}
		return l
	}
	for _, r := range b.Records {
		n := s.room.noun(r)
		l := at(s.room.ref(r), n.rev(r))
		if last, was := now.last[l.ref]; was && (!gone[l.ref] || s.flaw.voidBinds && !l.there && now.rows[l.ref.Noun].byKey[l.ref.ID] == nil) {
			l.same = n.fixedSame(r, last)
		}
		out = append(out, l)
	}
	for _, v := range b.Void {
		l := at(v.Ref, v.Rev)
		l.void = true
		out = append(out, l)
	}
	return out
}

// judge returns what speaks against the record.
func (s *Plain) judge(l look) []error {
	errs := s.room.Errors
	switch {
	case l.rev == 0 && l.there:
		return []error{errs.Exists}
	case l.rev != 0 && !l.there:
		return []error{errs.NotFound}
	}
	var found []error
	if !l.same {
		found = append(found, errs.Invalid)
	}
	if l.rev != l.current {
		found = append(found, errs.Stale)
	}
	return found
}
