package suite

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

func (r *Room) writeBugs() []bug {
	last := r.Nouns[len(r.Nouns)-1]
	return []bug{
		{name: "numbers count per record", by: by("write/number", "model"), flaw: flaw{number: func(s *Plain, b *Batch) int64 {
			seq := int64(0)
			for _, r := range b.Records {
				seq = max(seq, s.room.noun(r).rev(r))
			}
			return seq + 1
		}}},
		{name: "a revision never advances", by: by("write/rev", "model"), flaw: flaw{keep: func(s *Plain, b *Batch, given Batch) {
			for i, r := range given.Records {
				if rev := s.room.noun(r).rev(r); rev != 0 {
					b.Records[i] = withRev(b.Records[i], rev)
				}
			}
		}}},
		{name: "one record of a batch is lost", by: by("write/all", "model"), flaw: flaw{keep: func(_ *Plain, b *Batch, _ Batch) {
			if n := len(b.Records); n > 1 {
				b.Records = b.Records[:n-1]
			}
		}}},
		{name: "a batch is cut at 500 records of a noun", by: by("write/large"), flaw: flaw{keep: func(s *Plain, b *Batch, _ Batch) {
			seen := 0
			b.Records = slices.DeleteFunc(b.Records, func(r any) bool {
				if s.room.noun(r) == last {
					seen++
				}
				return seen > 500
			})
		}}},
		{name: "what is empty leaves what was there", by: by("write/replace", "model"), flaw: flaw{keep: func(s *Plain, b *Batch, _ Batch) {
			s.merge(b, func(f reflect.Value) bool { return f.IsZero() })
		}}},
		{name: "empty lists leave the old ones", by: by("write/replace"), flaw: flaw{keep: func(s *Plain, b *Batch, _ Batch) {
			s.merge(b, func(f reflect.Value) bool { return f.Kind() == reflect.Slice && f.Len() == 0 })
		}}},
		{name: "writing one record writes another again", by: by("write/other-records", "model"), flaw: flaw{keep: func(s *Plain, b *Batch, _ Batch) {
			for _, r := range s.content() {
				if n := s.room.noun(r); len(b.Records) == 1 && s.room.noun(b.Records[0]) == n && n.id(r) != n.id(b.Records[0]) {
					b.Records = append(b.Records, withRev(r, b.Seq))
				}
			}
		}}},
		{name: "all nouns in one table", by: by("write/nouns", "write/ids", "model"), flaw: flaw{refuse: func(s *Plain, b *Batch) error {
			ids := map[string]string{}
			for _, r := range append(s.content(), b.Records...) {
				ref := s.room.ref(r)
				if noun, taken := ids[ref.ID]; taken && noun != ref.Noun {
					return s.room.Errors.Exists
				}
				ids[ref.ID] = ref.Noun
			}
			return nil
		}}},
		{name: "a create overwrites", by: by("write/exists", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.rev == 0 })}},
		{name: "a record to create is looked at for what it changes first", by: by("write/exists"), flaw: flaw{judge: func(s *Plain, l look) []error {
			if l.there && l.rev == 0 && !l.same {
				return []error{s.room.Errors.Invalid}
			}
			return s.judge(l)
		}}},
		{name: "a replace creates", by: by("write/not-found", "model"), flaw: flaw{judge: unless(func(l look) bool { return !l.there && !l.void })}},
		{name: "a not-found error of its own", by: by("write/not-found", "model"), flaw: flaw{judge: instead(notFound, errors.New("no rows"))}},
		{name: "no look at the revision", by: by("write/stale", "model"), flaw: flaw{judge: func(s *Plain, l look) []error {
			return slices.DeleteFunc(s.judge(l), func(err error) bool { return err == s.room.Errors.Stale })
		}}},
		{name: "a stale revision is another error", by: by("write/stale", "model"), flaw: flaw{judge: instead(stale, errors.New("conflict"))}},
		{name: "a newer revision is accepted", by: by("write/never-issued", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.there && l.rev > l.current && l.same })}},
		{name: "revisions are kept in 32 bits", by: by("write/never-issued"), flaw: flaw{judge: unless(func(l look) bool {
			return l.there && uint32(l.rev) == uint32(l.current) && l.same
		})}},
		{name: "foreign keys", by: by("write/missing-refs", "model"), flaw: flaw{refuse: func(s *Plain, b *Batch) error {
			for _, r := range b.Records {
				for _, to := range s.room.refsIn(r) {
					if m := s.room.named(to.Noun); m != nil && s.state(0).of(m).byKey[to.ID] == nil {
						return errors.New("violates a foreign key")
					}
				}
			}
			return nil
		}}},
		{name: "records that differ by their ID only are doubles", by: by("write/wide-rules"), flaw: flaw{refuse: func(s *Plain, b *Batch) error {
			for _, r := range b.Records {
				for _, x := range s.content() {
					if s.room.noun(x) == s.room.noun(r) && s.room.ref(x) != s.room.ref(r) && same(withID(withRev(x, 0), ""), withID(withRev(r, 0), "")) {
						return s.room.Errors.Exists
					}
				}
			}
			return nil
		}}},
		{name: "IDs without case", by: by("write/ids", "model"), flaw: flaw{fold: strings.ToLower}},
		{name: "IDs without spaces at the end", by: by("write/ids"), flaw: flaw{fold: func(s string) string { return strings.TrimRight(s, " ") }}},
		{name: "IDs without accents", by: by("write/ids", "model"), flaw: flaw{fold: plainLetters}},
		{name: "IDs as numbers", by: by("write/ids"), flaw: flaw{fold: asNumber}},
		{name: "IDs cut at 254 bytes", by: by("write/ids"), flaw: flaw{fold: func(s string) string { return s[:min(254, len(s))] }}},
	}
}

func plainLetters(s string) string {
	return strings.NewReplacer("ä", "a", "a\u0308", "a", "ß", "ss").Replace(s)
}

func asNumber(s string) string {
	if n, err := strconv.Atoi(s); err == nil {
		return strconv.Itoa(n)
	}
	return s
}

// content returns everything that stands.
func (s *Plain) content() []any {
	var out []any
	for _, n := range s.room.Nouns {
		of := s.state(0).of(n)
		for _, k := range of.keys {
			out = append(out, of.byKey[k])
		}
	}
	return out
}

// merge fills some fields of records from those that they replace.
func (s *Plain) merge(b *Batch, keeps func(reflect.Value) bool) {
	for i, r := range b.Records {
		old := s.find(s.state(0), s.room.ref(r))
		if old == nil {
			continue
		}
		v, was := addressable(r), reflect.ValueOf(old)
		for j := range v.NumField() {
			if keeps(v.Field(j)) {
				v.Field(j).Set(was.Field(j))
			}
		}
		b.Records[i] = v.Interface()
	}
}

// fixedBugs forget one field that never changes, of what stands or of what is void.
func (r *Room) fixedBugs() []bug {
	var out []bug
	for _, n := range r.Nouns {
		for _, path := range n.Fixed {
			out = append(out, bug{name: path + " of " + a(n.Name) + " may change", by: by("fixed/" + n.Name), flaw: flaw{refuse: forgetting(n, path)}})
		}
		if len(n.Fixed) > 0 {
			out = append(out, bug{name: "what a void " + n.Name + " had is forgotten", by: by("fixed/void-" + n.Name), flaw: flaw{judge: unless(func(l look) bool {
				return l.rev == 0 && !l.there && l.ref.Noun == n.Name
			})}})
		}
	}
	return out
}

// forgetting puts what a field was into what is to be written, before anyone looks.
func forgetting(n *Noun, path string) func(*Plain, *Batch) error {
	return func(s *Plain, b *Batch) error {
		b.Records = slices.Clone(b.Records)
		for i, r := range b.Records {
			if old := s.state(0).last[s.room.ref(r)]; s.room.noun(r) == n && old != nil {
				b.Records[i] = copyField(r, old, path)
			}
		}
		return nil
	}
}

func notFound(e Errors) error { return e.NotFound }
func stale(e Errors) error    { return e.Stale }

// unless is a judge that finds nothing against some records.
func unless(fine func(look) bool) func(*Plain, look) []error {
	return func(s *Plain, l look) []error {
		if fine(l) {
			return nil
		}
		return s.judge(l)
	}
}

// instead is a judge that returns another error for one.
func instead(of func(Errors) error, other error) func(*Plain, look) []error {
	return func(s *Plain, l look) []error {
		found := s.judge(l)
		for i := range found {
			if found[i] == of(s.room.Errors) {
				found[i] = other
			}
		}
		return found
	}
}

func refusalBugs() []bug {
	order := func(order func(e Errors) []error) flaw {
		return flaw{worst: func(s *Plain, found []error) error { return firstOf(found, order(s.room.Errors)) }}
	}
	return []bug{
		{name: "writes before it checks", by: by("refuse/records", "model"), flaw: flaw{refused: func(s *Plain, b Batch) {
			if len(b.Records) > 1 {
				s.apply(s.seq+1, Batch{At: b.At, Records: b.Records[:1]})
			}
		}}},
		{name: "a refused batch is in the log", by: by("refuse/log", "model"), flaw: flaw{refused: func(s *Plain, b Batch) {
			s.apply(s.seq+1, Batch{At: b.At, Why: b.Why, Erase: []string{"nobody"}})
		}}},
		{name: "nothing works after a refusal", by: by("refuse/usable", "model"), flaw: flaw{refused: func(s *Plain, _ Batch) {
			s.stuck = errors.New("current transaction is aborted")
		}}},
		{name: "batches are not checked", by: by("refuse/check", "model"), flaw: flaw{noCheck: true}},
		{name: "batches are checked last", by: by("refuse/check-first"), flaw: flaw{checkLast: true}},
		{name: "the first record with an error counts", by: by("refuse/order"), flaw: order(func(Errors) []error { return nil })},
		{name: "stale goes before what changes", by: by("refuse/order", "model"), flaw: order(func(e Errors) []error {
			return []error{e.NotFound, e.Exists, e.Stale, e.Invalid}
		})},
		{name: "exists goes before not found", by: by("refuse/order"), flaw: order(func(e Errors) []error {
			return []error{e.Exists, e.NotFound, e.Invalid, e.Stale}
		})},
		{name: "what changes goes before exists", by: by("refuse/order"), flaw: order(func(e Errors) []error {
			return []error{e.NotFound, e.Invalid, e.Exists, e.Stale}
		})},
		{name: "void records are still there", by: by("void/gone", "find/void", "model"), flaw: flaw{state: func(_ *Plain, st *state, _ int64) {
			for ref, r := range st.last {
				st.rows[ref.Noun].put(ref.ID, r)
			}
		}}},
		{name: "a void record can be replaced", by: by("void/not-there"), flaw: flaw{judge: unless(func(l look) bool { return !l.there && l.past == l.rev })}},
		{name: "a missing record can be voided", by: by("void/not-found", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.void && !l.there })}},
		{name: "void takes any revision", by: by("void/stale", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.void && l.there })}},
		{name: "a void record cannot be created again", by: by("void/create-again", "model"), flaw: flaw{judge: func(s *Plain, l look) []error {
			if l.rev == 0 && l.past > 0 {
				return []error{s.room.Errors.Exists}
			}
			return s.judge(l)
		}}},
	}
}
