package relationshiptest_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func eraseBugs() []bug {
	return []bug{
		{name: "an erased party stays without its name", by: by("erase/party", "model"), flaw: sparing(func(_ *plain, id relationship.PartyID, r relationship.Ref) bool { return r == id.Ref() })},
		{name: "the first party is erased only", by: by("erase/several", "model"), flaw: flaw{doom: func(s *plain, id relationship.PartyID, gone map[relationship.Ref]bool) {
			// The batch is not in the log yet; the store notes who was the first.
			if s.notes == nil {
				s.notes = map[relationship.Ref]relationship.Seq{}
			}
			if at, there := s.notes[relationship.Ref{}]; there && at == s.seq {
				clear(gone)
			}
			s.notes[relationship.Ref{}] = s.seq
		}}},
		{name: "ties are erased at the from end only", by: by("erase/ties", "model"), flaw: sparing(func(s *plain, id relationship.PartyID, r relationship.Ref) bool {
			return s.anyTie(r, func(t relationship.Tie) bool { return t.From != id })
		})},
		{name: "own needs in no tie stay", by: by("erase/own-needs", "model"), flaw: sparing(func(s *plain, _ relationship.PartyID, r relationship.Ref) bool {
			return s.anyNeed(r, func(n relationship.Need) bool { return n.Tie == "" })
		})},
		{name: "needs of others in the ties stay", by: by("erase/needs-in-ties", "model"), flaw: sparing(func(s *plain, id relationship.PartyID, r relationship.Ref) bool {
			return s.anyNeed(r, func(n relationship.Need) bool { return n.Party != id })
		})},
		{name: "needs of others in void ties stay", by: by("erase/void-ties"), flaw: sparing(func(s *plain, id relationship.PartyID, r relationship.Ref) bool {
			return s.anyNeed(r, func(n relationship.Need) bool {
				_, there := s.state(0).ties.byKey[n.Tie]
				return n.Party != id && !there
			})
		})},
		{name: "what shared a batch gets another revision", by: by("erase/rest", "model"), flaw: flaw{forgot: func(s *plain, was relationship.Batch, b *relationship.Batch) {
			if len(refsOf(&was)) > len(refsOf(b)) {
				setRevs(b, s.seq+1)
			}
		}}},
		{name: "erasing the unknown is an error", by: by("erase/unknown", "model"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			for _, id := range b.Erase {
				if _, there := s.state(0).parties.byKey[id]; !there {
					return relationship.ErrNotFound
				}
			}
			return nil
		}}},
		{name: "what was erased is reported as stale", by: by("erase/not-there", "model"), flaw: flaw{doom: note, judge: func(s *plain, l look) []error {
			if _, erased := s.notes[l.ref]; erased && !l.there && l.rev > 0 {
				return []error{relationship.ErrStale}
			}
			return l.judge()
		}}},
		{name: "what was erased cannot be created again", by: by("erase/create-again", "model"), flaw: flaw{doom: note, judge: func(s *plain, l look) []error {
			if _, erased := s.notes[l.ref]; erased && l.rev == 0 {
				return []error{relationship.ErrExists}
			}
			return l.judge()
		}}},
		{name: "an old revision works after an erasure", by: by("erase/old-rev"), flaw: flaw{doom: note, judge: func(s *plain, l look) []error {
			if rev := s.notes[l.ref]; rev > 0 && l.there && l.rev == rev {
				return nil
			}
			return l.judge()
		}}},
		{name: "what was known before is kept apart", by: by("erase/known", "model"), flaw: knownApart()},
		{name: "the latest version is erased only", by: by("erase/versions", "model"), flaw: flaw{forgot: func(s *plain, was relationship.Batch, b *relationship.Batch) {
			if len(s.log) > 1 && was.Seq < s.log[len(s.log)-1].Seq {
				for _, p := range was.Parties {
					if p.Rev != s.state(0).parties.byKey[p.ID].Rev && !slices.ContainsFunc(b.Parties, func(x relationship.Party) bool { return x.ID == p.ID }) {
						b.Parties = append(b.Parties, p)
					}
				}
			}
		}}},
		{name: "void records are not erased", by: by("erase/void-records"), flaw: sparing(func(s *plain, _ relationship.PartyID, r relationship.Ref) bool {
			_, there := s.state(0).rev(r)
			return !there
		})},
		{name: "the log still tells what was voided", by: by("erase/void-entries", "erase/void-records", "model"), flaw: flaw{forgot: func(_ *plain, was relationship.Batch, b *relationship.Batch) { b.Void = was.Void }}},
		{name: "batches that lose all are gone", by: by("erase/batches-stay", "model"), flaw: flaw{shown: func(_ *plain, _ relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			page.Records = slices.DeleteFunc(page.Records, func(b relationship.Batch) bool { return len(refsOf(&b)) == 0 })
		}}},
		{name: "batches that lose something lose who wrote them", by: by("erase/batches-stay", "model"), flaw: flaw{forgot: func(_ *plain, was relationship.Batch, b *relationship.Batch) {
			if len(refsOf(&was)) > len(refsOf(b)) {
				b.By = ""
			}
		}}},
		{name: "batches that lose something keep the reason", by: by("erase/why", "erase/void-entries", "model"), flaw: flaw{forgot: func(_ *plain, was relationship.Batch, b *relationship.Batch) { b.Why = was.Why }}},
		{name: "batches that lose only some keep the reason", by: by("erase/why", "model"), flaw: flaw{forgot: func(_ *plain, was relationship.Batch, b *relationship.Batch) {
			if len(refsOf(b)) > 0 {
				b.Why = was.Why
			}
		}}},
		{name: "every batch loses the reason", by: by("erase/why-of-others", "model"), flaw: flaw{forgot: func(_ *plain, _ relationship.Batch, b *relationship.Batch) { b.Why = "" }}},
		{name: "batches lose all that was in them", by: by("erase/rest-of-batch", "erase/rest", "model"), flaw: flaw{forgot: func(_ *plain, was relationship.Batch, b *relationship.Batch) {
			if len(refsOf(&was)) > len(refsOf(b)) {
				b.Parties, b.Ties, b.Needs, b.Void = nil, nil, nil, nil
			}
		}}},
		{name: "the erasing batch names nobody", by: by("erase/named", "model"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) { b.Erase = nil }}},
	}
}

// sparing is a flaw that does not erase some records.
func sparing(spared func(s *plain, id relationship.PartyID, r relationship.Ref) bool) flaw {
	return flaw{doom: func(s *plain, id relationship.PartyID, gone map[relationship.Ref]bool) {
		maps.DeleteFunc(gone, func(r relationship.Ref, _ bool) bool { return spared(s, id, r) })
	}}
}

// note remembers what is erased, with the revision that it had.
func note(s *plain, _ relationship.PartyID, gone map[relationship.Ref]bool) {
	if s.notes == nil {
		s.notes = map[relationship.Ref]relationship.Seq{}
	}
	now := s.state(0)
	for r := range gone {
		if rev, there := now.rev(r); there {
			s.notes[r] = rev
		}
	}
}

func (s *plain) anyTie(r relationship.Ref, is func(relationship.Tie) bool) bool {
	return slices.ContainsFunc(s.log, func(b relationship.Batch) bool {
		return slices.ContainsFunc(b.Ties, func(t relationship.Tie) bool { return t.ID.Ref() == r && is(t) })
	})
}

func (s *plain) anyNeed(r relationship.Ref, is func(relationship.Need) bool) bool {
	return slices.ContainsFunc(s.log, func(b relationship.Batch) bool {
		return slices.ContainsFunc(b.Needs, func(n relationship.Need) bool { return n.ID.Ref() == r && is(n) })
	})
}

// knownApart is a flaw by which what was known is read from copies that no erasure reaches.
func knownApart() flaw {
	return flaw{
		keep: func(s *plain, b *relationship.Batch, _ relationship.Batch) { s.attic = append(s.attic, copyBatch(*b)) },
		state: func(s *plain, st *state, known relationship.Seq) {
			if known > 0 {
				*st = *(&plain{log: s.attic}).state(known)
			}
		},
	}
}

func knownBugs() []bug {
	ignored := func(noun string) flaw {
		return flaw{state: func(s *plain, st *state, known relationship.Seq) {
			if known == 0 {
				return
			}
			now := s.state(0)
			switch noun {
			case relationship.NounParty:
				st.parties = now.parties
			case relationship.NounTie:
				st.ties = now.ties
			default:
				st.needs = now.needs
			}
		}}
	}
	return []bug{
		{name: "known is ignored for parties", by: by("known/parties", "model"), flaw: ignored(relationship.NounParty)},
		{name: "known is ignored for ties", by: by("known/ties", "model"), flaw: ignored(relationship.NounTie)},
		{name: "known is ignored for needs", by: by("known/needs", "model"), flaw: ignored(relationship.NounNeed)},
		{name: "known is before the batch", by: by("known/parties", "known/ties", "known/needs", "model"), flaw: flaw{known: func(_ *plain, known relationship.Seq) relationship.Seq {
			if known > 1 {
				return known - 1
			}
			return known
		}}},
		{name: "what is known is found by what is", by: by("known/found", "query/parties"), flaw: flaw{also: func(s *plain, q, record any) bool {
			pq, ok := q.(relationship.PartyQuery)
			if !ok || pq.Known == 0 || len(pq.MergedInto) == 0 && !pq.Merged {
				return true
			}
			now, there := s.state(0).parties.byKey[record.(relationship.Party).ID]
			return there && now.MergedInto != ""
		}}},
		{name: "void records were never known", by: by("known/void", "known/found", "model"), flaw: flaw{state: func(s *plain, st *state, known relationship.Seq) {
			for _, b := range s.log {
				for _, v := range b.Void {
					if known > 0 {
						st.ties.drop(relationship.TieID(v.Ref.ID))
					}
				}
			}
		}}},
		{name: "known shows what was created later", by: by("known/later", "model"), flaw: flaw{state: func(s *plain, st *state, known relationship.Seq) {
			if known == 0 {
				return
			}
			for _, p := range s.state(0).parties.byKey {
				if _, there := st.parties.byKey[p.ID]; !there {
					st.parties.put(p.ID, p)
				}
			}
		}}},
		{name: "pages of what was known begin anew", by: by("known/pages", "query/parties"), flaw: flaw{parties: func(q *relationship.PartyQuery) {
			if q.Known > 0 {
				q.After = ""
			}
		}}},
		{name: "known is ignored by who keeps no history", by: by("known/unsupported"), open: func() relationship.Store { return struct{ relationship.Store }{new(plain)} }},
	}
}

func logBugs() []bug {
	return []bug{
		{name: "the log has no needs", by: by("log/everything", "log/replay", "model"), flaw: shows(func(b *relationship.Batch) { b.Needs = nil })},
		{name: "the log has what changed only", by: by("log/replay", "model"), flaw: flaw{shown: func(s *plain, _ relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			for i := range page.Records {
				b := &page.Records[i]
				b.Ties = slices.DeleteFunc(b.Ties, func(t relationship.Tie) bool {
					before := s.state(b.Seq - 1).ties.byKey[t.ID]
					return b.Seq > 1 && before.Kind == t.Kind && len(before.Facts) == len(t.Facts)
				})
			}
		}}},
		{name: "the newest batch comes first", by: by("log/order", "model"), flaw: flaw{shown: func(_ *plain, _ relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			slices.Reverse(page.Records)
		}}},
		{name: "records in the log have the revision that they came with", by: by("log/rev", "model"), flaw: flaw{shown: func(s *plain, _ relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			for i := range page.Records {
				b := &page.Records[i]
				for j, p := range b.Parties {
					b.Parties[j].Rev = s.state(b.Seq - 1).parties.byKey[p.ID].Rev
				}
			}
		}}},
		{name: "the log does not tell what was voided", by: by("log/void", "log/replay", "model"), flaw: shows(func(b *relationship.Batch) { b.Void = nil })},
		{name: "the log does not tell with which revision", by: by("log/void", "model"), flaw: shows(func(b *relationship.Batch) {
			for i := range b.Void {
				b.Void[i].Rev = b.Seq
			}
		})},
		{name: "the time of a batch is not raised", by: by("log/at", "model"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, given relationship.Batch) { b.At = given.At }}},
		{name: "the time of a batch is to the second", by: by("log/instants", "model"), flaw: shows(func(b *relationship.Batch) { b.At = b.At.Truncate(time.Second) })},
		{name: "the log does not tell who", by: by("log/who-and-why", "model"), flaw: shows(func(b *relationship.Batch) { b.By = "" })},
		{name: "the reason without spaces around it", by: by("log/who-and-why", "model"), flaw: shows(func(b *relationship.Batch) { b.Why = strings.TrimSpace(b.Why) })},
		{name: "about leaves out what was voided", by: by("log/about", "query/log"), flaw: aboutWithout(func(b *relationship.Batch) { b.Void = nil })},
		{name: "about leaves out erasures", by: by("log/about", "query/log"), flaw: aboutWithout(func(b *relationship.Batch) { b.Erase = nil })},
		{name: "about takes the first only", by: by("log/about", "query/log"), flaw: flaw{logQuery: func(q *relationship.LogQuery) { q.About = cutTo(q.About, 1) }}},
		{name: "about shows nothing else of a batch", by: by("query/log"), flaw: flaw{shown: func(_ *plain, q relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			for i := range page.Records {
				b := &page.Records[i]
				b.Parties = slices.DeleteFunc(b.Parties, func(p relationship.Party) bool { return !listed(q.About, p.ID.Ref()) })
			}
		}}},
		{name: "after is inclusive in the log", by: by("log/after", "query/log"), flaw: flaw{logQuery: func(q *relationship.LogQuery) {
			if q.After > 0 {
				q.After--
			}
		}}},
		{name: "one more batch than the limit", by: by("log/limit", "query/log"), flaw: flaw{logQuery: func(q *relationship.LogQuery) {
			if q.Limit > 0 {
				q.Limit++
			}
		}}},
		{name: "a log without end", by: by("model", "query/log"), flaw: flaw{shown: func(s *plain, q relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
			if len(page.Records) == 0 && len(s.log) > 0 && q.After >= s.seq {
				page.Records, page.Last = []relationship.Batch{copyBatch(s.log[0])}, true
			}
		}}},
		{name: "an empty log is an error", by: by("page/empty", "model"), flaw: flaw{page: func(v *view) {
			if _, isLog := v.query.(relationship.LogQuery); isLog && len(v.stored) == 0 {
				v.err = errors.New("no rows")
			}
		}}},
	}
}

// shows is a flaw of the log as it is read.
func shows(change func(*relationship.Batch)) flaw {
	return flaw{shown: func(_ *plain, _ relationship.LogQuery, page *relationship.Page[relationship.Batch]) {
		for i := range page.Records {
			change(&page.Records[i])
		}
	}}
}

// aboutWithout is a flaw by which a part of the batches is not looked at.
func aboutWithout(strip func(*relationship.Batch)) flaw {
	return flaw{also: func(_ *plain, q, record any) bool {
		lq, ok := q.(relationship.LogQuery)
		if !ok || len(lq.About) == 0 {
			return true
		}
		b := record.(relationship.Batch)
		strip(&b)
		return slices.ContainsFunc(refsOf(&b), func(r relationship.Ref) bool { return listed(lq.About, r) })
	}}
}
