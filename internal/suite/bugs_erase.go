package suite

import (
	"maps"
	"slices"
	"strings"
)

func eraseBugs() []bug {
	return []bug{
		{name: "the first party is erased only", by: by("erase/several", "model"), flaw: flaw{doom: func(s *Plain, _ string, gone map[Ref]bool) {
			// The batch is not in the log yet; the store notes who was the first.
			if s.notes == nil {
				s.notes = map[Ref]int64{}
			}
			if at, there := s.notes[Ref{}]; there && at == s.seq {
				clear(gone)
			}
			s.notes[Ref{}] = s.seq
		}}},
		{name: "void records are not erased", by: by("erase/void-too", "erase/void-records", "beside/freed-void"), flaw: flaw{voidBinds: true, doom: func(s *Plain, _ string, gone map[Ref]bool) {
			maps.DeleteFunc(gone, func(r Ref, _ bool) bool { return s.state(0).rows[r.Noun].byKey[r.ID] == nil })
		}}},
		{name: "what shared a batch gets another revision", by: by("erase/rest", "model"), flaw: flaw{forgot: func(s *Plain, was Batch, b *Batch) {
			if lost(was, *b) {
				b.Records = withRevs(b.Records, s.seq+1)
			}
		}}},
		{name: "erasing the unknown is an error", by: by("erase/unknown", "model"), flaw: flaw{refuse: func(s *Plain, b *Batch) error {
			for _, id := range b.Erase {
				if len(s.going(id)) == 0 {
					return s.room.Errors.NotFound
				}
			}
			return nil
		}}},
		{name: "what was erased is reported as stale", by: by("erase/not-there", "model"), flaw: flaw{doom: note, judge: func(s *Plain, l look) []error {
			if _, erased := s.notes[l.ref]; erased && !l.there && l.rev > 0 {
				return []error{s.room.Errors.Stale}
			}
			return s.judge(l)
		}}},
		{name: "what was erased cannot be created again", by: by("erase/create-again", "model"), flaw: flaw{doom: note, judge: func(s *Plain, l look) []error {
			if _, erased := s.notes[l.ref]; erased && l.rev == 0 {
				return []error{s.room.Errors.Exists}
			}
			return s.judge(l)
		}}},
		{name: "an old revision works after an erasure", by: by("erase/old-rev"), flaw: flaw{doom: note, judge: func(s *Plain, l look) []error {
			if rev := s.notes[l.ref]; rev > 0 && l.there && l.rev == rev {
				return nil
			}
			return s.judge(l)
		}}},
	}
}

// lost reports whether a batch has less than it had.
func lost(was, is Batch) bool {
	return len(was.Records)+len(was.Void) > len(is.Records)+len(is.Void)
}

// note remembers what is erased, with the revision that it had.
func note(s *Plain, _ string, gone map[Ref]bool) {
	if s.notes == nil {
		s.notes = map[Ref]int64{}
	}
	for ref := range gone {
		if r := s.state(0).rows[ref.Noun].byKey[ref.ID]; r != nil {
			s.notes[ref] = s.room.noun(r).rev(r)
		}
	}
}

// bondBugs forget one field by which records go with a party, or along with what goes.
func (r *Room) bondBugs() []bug {
	var out []bug
	for _, n := range r.Nouns {
		for _, b := range n.Goes {
			for _, c := range bondClauses(r, n, b) {
				out = append(out, bug{name: c.name[len("erase/"):] + " stays", by: by(c.name), flaw: flaw{spares: func(m *Noun, x Bond, _ int, to Ref) bool {
					return m == n && x == b && c.name == bondName(r, n, b, to)
				}}})
			}
			if strings.Contains(b.Field, "[]") {
				name := bondName(r, n, b, Ref{r.Party, "y"})
				out = append(out, bug{name: "only the first of " + name[len("erase/"):] + " goes", by: by(name), flaw: flaw{spares: func(m *Noun, x Bond, i int, _ Ref) bool {
					return m == n && x == b && i > 0
				}}})
			}
		}
		for _, m := range r.Nouns {
			for _, b := range m.Goes {
				if _, hangs := r.bind(b, m.bare("x"), Ref{n.Name, "y"}); hangs && n.Takes {
					name := bondName(r, m, b, Ref{n.Name, "y"})
					out = append(out, bug{name: name[len("erase/"):] + " stays where that is void", by: by(name), flaw: flaw{doom: voidTakesNothing(n)}})
				}
			}
		}
	}
	return out
}

// bondName returns the name of the clause about a bond.
func bondName(r *Room, n *Noun, b Bond, to Ref) string {
	if to.Noun == r.Party {
		return "erase/" + b.name(n)
	}
	return "erase/" + b.name(n) + "-of-" + to.Noun
}

// earlierBugs look at records as they are, and not at whom earlier versions named.
func (r *Room) earlierBugs() []bug {
	var names []string
	for _, c := range r.earlierClauses() {
		names = append(names, c.name)
	}
	if len(names) == 0 {
		return nil
	}
	return []bug{{name: "what named a party once stays", by: names, flaw: flaw{doom: func(s *Plain, id string, gone map[Ref]bool) {
		last, party := s.state(0).last, Ref{r.Party, id}
		maps.DeleteFunc(gone, func(ref Ref, _ bool) bool {
			is := last[ref]
			return is != nil && r.noun(is).changes() && !slices.Contains(r.refsIn(is), party)
		})
	}}}}
}

// voidTakesNothing spares what hangs on records of a noun that are void.
func voidTakesNothing(n *Noun) func(*Plain, string, map[Ref]bool) {
	return func(s *Plain, id string, gone map[Ref]bool) {
		for _, b := range s.all {
			for _, r := range b.Records {
				for _, to := range s.room.refsIn(r) {
					if to.Noun == n.Name && gone[to] && s.state(0).of(n).byKey[to.ID] == nil {
						delete(gone, s.room.ref(r))
					}
				}
			}
		}
	}
}

// besideBugs are about the records that an erasing batch creates.
func besideBugs() []bug {
	return []bug{
		{name: "an erasing batch creates nothing", by: by("beside/created", "beside/log", "model"), flaw: flaw{keep: func(_ *Plain, b *Batch, given Batch) {
			if len(given.Erase) > 0 {
				b.Records = nil
			}
		}}},
		{name: "an erasing batch is judged before it erases", by: by("beside/freed"), flaw: flaw{freesNothing: true}},
		{name: "an erasing batch is held to what was void", by: by("beside/freed-void"), flaw: flaw{voidBinds: true}},
		{name: "an erasing batch creates before it erases", by: by("beside/freed"), flaw: flaw{keep: func(s *Plain, b *Batch, given Batch) {
			for _, id := range given.Erase {
				gone := s.going(id)
				b.Records = slices.DeleteFunc(b.Records, func(r any) bool { return gone[s.room.ref(r)] })
			}
		}}},
		{name: "a refused batch has erased", by: by("beside/refused"), flaw: flaw{refused: func(s *Plain, b Batch) {
			for _, id := range b.Erase {
				s.erase(id)
			}
			s.now = nil
		}}},
		{name: "an erasure looks at nothing else", by: by("beside/refused"), flaw: flaw{judge: unless(func(l look) bool { return l.beside })}},
	}
}

// eraseLogBugs are about what an erasure leaves in the log, and of what was known.
func eraseLogBugs() []bug {
	return []bug{
		{name: "what was known before is kept apart", by: by("erase/known", "model"), flaw: knownApart()},
		{name: "the latest version is erased only", by: by("erase/versions", "model"), flaw: flaw{forgot: func(s *Plain, was Batch, b *Batch) {
			if len(s.all) < 2 || was.Seq >= s.all[len(s.all)-1].Seq {
				return
			}
			for _, r := range was.Records {
				if !slices.ContainsFunc(b.Records, func(x any) bool { return s.room.ref(x) == s.room.ref(r) }) {
					b.Records = append(b.Records, r)
				}
			}
		}}},
		{name: "the log still tells what was voided", by: by("erase/void-entries", "erase/void-records", "model"), flaw: flaw{forgot: func(_ *Plain, was Batch, b *Batch) { b.Void = was.Void }}},
		{name: "batches that lose all are gone", by: by("erase/batches-stay", "model"), flaw: flaw{shown: func(s *Plain, _ LogQuery, page *Page[Batch]) {
			page.Records = slices.DeleteFunc(page.Records, func(b Batch) bool { return len(s.room.refs(&b)) == 0 })
		}}},
		{name: "batches that lose something lose who wrote them", by: by("erase/batches-stay", "model"), flaw: flaw{forgot: func(_ *Plain, was Batch, b *Batch) {
			if lost(was, *b) {
				b.By = ""
			}
		}}},
		{name: "batches that lose something keep the reason", by: by("erase/why", "erase/void-entries", "model"), flaw: flaw{forgot: func(_ *Plain, was Batch, b *Batch) { b.Why = was.Why }}},
		{name: "batches that lose only some keep the reason", by: by("erase/why", "model"), flaw: flaw{forgot: func(_ *Plain, was Batch, b *Batch) {
			if len(b.Records)+len(b.Void) > 0 {
				b.Why = was.Why
			}
		}}},
		{name: "every batch loses the reason", by: by("erase/why-of-others", "model"), flaw: flaw{forgot: func(_ *Plain, _ Batch, b *Batch) { b.Why = "" }}},
		{name: "batches lose all that was in them", by: by("erase/rest-of-batch", "erase/rest", "model"), flaw: flaw{forgot: func(_ *Plain, was Batch, b *Batch) {
			if lost(was, *b) {
				b.Records, b.Void = nil, nil
			}
		}}},
		{name: "the erasing batch names nobody", by: by("erase/named", "beside/log", "model"), flaw: flaw{keep: func(_ *Plain, b *Batch, _ Batch) { b.Erase = nil }}},
	}
}

// knownApart is a flaw by which what was known is read from copies that no erasure reaches.
func knownApart() flaw {
	return flaw{
		keep: func(s *Plain, b *Batch, _ Batch) { s.attic = append(s.attic, deep(*b)) },
		state: func(s *Plain, st *state, known int64) {
			if known > 0 {
				*st = *(&Plain{room: s.room, all: s.attic}).state(known)
			}
		},
	}
}
