package relationshiptest_test

import (
	"reflect"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// rows are records in the order in which they were first written.
type rows[K comparable, T any] struct {
	keys  []K
	byKey map[K]T
}

func (r *rows[K, T]) put(k K, record T) {
	if r.byKey == nil {
		r.byKey = map[K]T{}
	}
	if _, there := r.byKey[k]; !there {
		r.keys = append(r.keys, k)
	}
	r.byKey[k] = record
}

func (r *rows[K, T]) drop(k K) {
	if _, there := r.byKey[k]; there {
		delete(r.byKey, k)
		r.keys = slices.DeleteFunc(r.keys, func(x K) bool { return x == k })
	}
}

// A state is the records as they stood after a batch.
type state struct {
	parties   *rows[relationship.PartyID, relationship.Party]
	ties      *rows[relationship.TieID, relationship.Tie]
	needs     *rows[relationship.NeedID, relationship.Need]
	fold      func(string) string                     // set by a flaw that takes IDs as alike
	past      map[relationship.Ref]relationship.Seq   // the last batch that put or voided a record
	lastTies  map[relationship.TieID]relationship.Tie // as they last were, void ones too
	lastNeeds map[relationship.NeedID]relationship.Need
}

// state replays the log up to a batch; 0 is all of it.
func (s *plain) state(known relationship.Seq) *state {
	if known == 0 && s.now != nil {
		return s.now
	}
	st := &state{
		&rows[relationship.PartyID, relationship.Party]{}, &rows[relationship.TieID, relationship.Tie]{},
		&rows[relationship.NeedID, relationship.Need]{}, s.flaw.fold, map[relationship.Ref]relationship.Seq{},
		map[relationship.TieID]relationship.Tie{}, map[relationship.NeedID]relationship.Need{},
	}
	if s.flaw.known != nil {
		known = s.flaw.known(s, known)
	}
	for i := range s.log {
		if b := &s.log[i]; known == 0 || b.Seq <= known {
			st.replay(b)
		}
	}
	if s.flaw.state != nil {
		s.flaw.state(s, st, known)
	}
	if known == 0 && reflect.ValueOf(s.flaw).IsZero() {
		s.now = st
	}
	return st
}

func (st *state) replay(b *relationship.Batch) {
	for _, r := range refsOf(b) {
		st.past[r] = b.Seq
	}
	for _, p := range b.Parties {
		st.parties.put(p.ID, p)
	}
	for _, t := range b.Ties {
		st.ties.put(t.ID, t)
		st.lastTies[t.ID] = t
	}
	for _, n := range b.Needs {
		st.needs.put(n.ID, n)
		st.lastNeeds[n.ID] = n
	}
	for _, v := range b.Void {
		switch v.Ref.Noun {
		case relationship.NounParty:
			st.parties.drop(relationship.PartyID(v.Ref.ID))
		case relationship.NounTie:
			st.ties.drop(relationship.TieID(v.Ref.ID))
		case relationship.NounNeed:
			st.needs.drop(relationship.NeedID(v.Ref.ID))
		}
	}
}

// A look is one record of a batch, held against what is there.
type look struct {
	ref     relationship.Ref
	void    bool
	rev     relationship.Seq // that is given
	there   bool
	current relationship.Seq
	past    relationship.Seq // of the last batch about it, if there is any
	same    bool             // what must never change is the same
}

func (st *state) looks(b *relationship.Batch) []look {
	var out []look
	for _, p := range b.Parties {
		at, there := find(st, st.parties, p.ID)
		out = append(out, look{p.ID.Ref(), false, p.Rev, there, at.Rev, st.past[p.ID.Ref()], true})
	}
	for _, t := range b.Ties {
		at, there := find(st, st.ties, t.ID)
		last, was := st.lastTies[t.ID]
		same := !was || last.From == t.From && last.To == t.To && last.Kind == t.Kind
		out = append(out, look{t.ID.Ref(), false, t.Rev, there, at.Rev, st.past[t.ID.Ref()], same})
	}
	for _, n := range b.Needs {
		at, there := find(st, st.needs, n.ID)
		last, was := st.lastNeeds[n.ID]
		same := !was || last.Party == n.Party && last.Tie == n.Tie
		out = append(out, look{n.ID.Ref(), false, n.Rev, there, at.Rev, st.past[n.ID.Ref()], same})
	}
	for _, v := range b.Void {
		rev, there := st.rev(v.Ref)
		out = append(out, look{v.Ref, true, v.Rev, there, rev, st.past[v.Ref], true})
	}
	return out
}

func (st *state) rev(ref relationship.Ref) (relationship.Seq, bool) {
	switch ref.Noun {
	case relationship.NounParty:
		p, there := st.parties.byKey[relationship.PartyID(ref.ID)]
		return p.Rev, there
	case relationship.NounTie:
		t, there := st.ties.byKey[relationship.TieID(ref.ID)]
		return t.Rev, there
	default:
		n, there := st.needs.byKey[relationship.NeedID(ref.ID)]
		return n.Rev, there
	}
}

// find returns the record with an ID, or with one that a flawed store takes as alike.
func find[K ~string, T any](st *state, of *rows[K, T], id K) (T, bool) {
	record, there := of.byKey[id]
	if there || st.fold == nil {
		return record, there
	}
	for _, k := range of.keys {
		if st.fold(string(k)) == st.fold(string(id)) {
			return of.byKey[k], true
		}
	}
	return record, false
}

// judge returns what speaks against the record.
func (l look) judge() []error {
	switch {
	case l.rev == 0 && l.there:
		return []error{relationship.ErrExists}
	case l.rev > 0 && !l.there:
		return []error{relationship.ErrNotFound}
	}
	var found []error
	if !l.same {
		found = append(found, relationship.ErrInvalid)
	}
	if l.rev != l.current {
		found = append(found, relationship.ErrStale)
	}
	return found
}

// listed asks whether a list holds a key, where the empty list holds all.
func listed[K comparable](list []K, k K) bool { return len(list) == 0 || slices.Contains(list, k) }

func refsOf(b *relationship.Batch) []relationship.Ref {
	var refs []relationship.Ref
	for _, p := range b.Parties {
		refs = append(refs, p.ID.Ref())
	}
	for _, t := range b.Ties {
		refs = append(refs, t.ID.Ref())
	}
	for _, n := range b.Needs {
		refs = append(refs, n.ID.Ref())
	}
	for _, v := range b.Void {
		refs = append(refs, v.Ref)
	}
	for _, id := range b.Erase {
		refs = append(refs, id.Ref())
	}
	return refs
}

func setRevs(b *relationship.Batch, seq relationship.Seq) {
	for i := range b.Parties {
		b.Parties[i].Rev = seq
	}
	for i := range b.Ties {
		b.Ties[i].Rev = seq
	}
	for i := range b.Needs {
		b.Needs[i].Rev = seq
	}
}

func copyBatch(b relationship.Batch) relationship.Batch {
	b.Parties, b.Ties, b.Needs = slices.Clone(b.Parties), slices.Clone(b.Ties), slices.Clone(b.Needs)
	b.Void, b.Erase = slices.Clone(b.Void), slices.Clone(b.Erase)
	for i := range b.Parties {
		b.Parties[i] = copyParty(b.Parties[i])
	}
	for i := range b.Ties {
		b.Ties[i] = copyTie(b.Ties[i])
	}
	for i := range b.Needs {
		b.Needs[i] = copyNeed(b.Needs[i])
	}
	return b
}

func copyParty(p relationship.Party) relationship.Party {
	p.Facts = slices.Clone(p.Facts)
	return p
}

func copyTie(t relationship.Tie) relationship.Tie {
	t.Stints, t.Facts = slices.Clone(t.Stints), slices.Clone(t.Facts)
	for _, end := range []*relationship.End{&t.Ends.From, &t.Ends.To} {
		end.Importance, end.Health = slices.Clone(end.Importance), slices.Clone(end.Health)
	}
	return t
}

func copyNeed(n relationship.Need) relationship.Need {
	n.Importance, n.Satisfaction = slices.Clone(n.Importance), slices.Clone(n.Satisfaction)
	return n
}
