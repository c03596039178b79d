package relationshiptest_test

import (
	"errors"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A bug is a flaw with its name, and with the clauses and properties that must find it: their names,
// or none where it must do no harm, because the library looks at every record again.
type bug struct {
	name string
	by   []string
	flaw flaw
	open func() relationship.Store // nil: a plain store with the flaw
}

func (b bug) store() relationship.Store {
	if b.open != nil {
		return b.open()
	}
	return &plain{flaw: b.flaw}
}

func by(names ...string) []string { return names }

func bugs() []bug {
	return slices.Concat(
		writeBugs(), refusalBugs(), keepBugs(), fieldBugs(), accessBugs(), pageBugs(), findBugs(),
		eraseBugs(), knownBugs(), logBugs(), harmlessBugs(),
	)
}

func writeBugs() []bug {
	return []bug{
		{name: "numbers count per record", by: by("write/number", "model"), flaw: flaw{number: func(s *plain, b *relationship.Batch) relationship.Seq {
			return 1 + slices.Max(append([]relationship.Seq{0}, revsOf(b)...))
		}}},
		{name: "a revision never advances", by: by("write/rev", "model"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, given relationship.Batch) {
			for i, p := range given.Parties {
				if p.Rev != 0 {
					b.Parties[i].Rev = p.Rev
				}
			}
		}}},
		{name: "one need of a batch is lost", by: by("write/all", "model"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
			b.Needs = b.Needs[:min(1, len(b.Needs))]
		}}},
		{name: "a batch is cut at 500 records", by: by("write/large"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
			b.Ties = b.Ties[:min(500, len(b.Ties))]
		}}},
		{name: "an empty name leaves the old one", by: by("write/replace", "model"), flaw: flaw{keep: func(s *plain, b *relationship.Batch, _ relationship.Batch) {
			for i, p := range b.Parties {
				if p.Name == "" {
					b.Parties[i].Name = s.state(0).parties.byKey[p.ID].Name
				}
			}
		}}},
		{name: "empty facts leave the old ones", by: by("write/replace"), flaw: flaw{keep: func(s *plain, b *relationship.Batch, _ relationship.Batch) {
			for i, x := range b.Ties {
				if len(x.Facts) == 0 {
					b.Ties[i].Facts = s.state(0).ties.byKey[x.ID].Facts
				}
			}
		}}},
		{name: "writing a party writes its ties again", by: by("write/other-records", "model"), flaw: flaw{keep: func(s *plain, b *relationship.Batch, _ relationship.Batch) {
			for _, x := range s.state(0).ties.byKey {
				if slices.ContainsFunc(b.Parties, func(p relationship.Party) bool { return p.ID == x.From || p.ID == x.To }) && !slices.Contains(refsOf(b), x.ID.Ref()) {
					x.Rev = b.Seq
					b.Ties = append(b.Ties, x)
				}
			}
		}}},
		{name: "all nouns in one table", by: by("write/nouns", "write/ids", "model"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			for _, t := range b.Ties {
				if _, taken := s.state(0).parties.byKey[relationship.PartyID(t.ID)]; taken || slices.ContainsFunc(b.Parties, func(p relationship.Party) bool { return string(p.ID) == string(t.ID) }) {
					return relationship.ErrExists
				}
			}
			return nil
		}}},
		{name: "a create overwrites", by: by("write/exists", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.rev == 0 })}},
		{name: "a tie to create is looked at for its ends first", by: by("write/exists"), flaw: flaw{judge: func(_ *plain, l look) []error {
			if l.there && l.rev == 0 && !l.same {
				return []error{relationship.ErrInvalid}
			}
			return l.judge()
		}}},
		{name: "a replace creates", by: by("write/not-found", "model"), flaw: flaw{judge: unless(func(l look) bool { return !l.there && !l.void })}},
		{name: "a not-found error of its own", by: by("write/not-found", "model"), flaw: flaw{judge: instead(relationship.ErrNotFound, errors.New("no rows"))}},
		{name: "no look at the revision", by: by("write/stale", "model"), flaw: flaw{judge: without(relationship.ErrStale)}},
		{name: "a stale revision is reported as existing", by: by("write/stale", "model"), flaw: flaw{judge: instead(relationship.ErrStale, relationship.ErrExists)}},
		{name: "a newer revision is accepted", by: by("write/never-issued", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.there && l.rev > l.current && l.same })}},
		{name: "revisions are kept in 32 bits", by: by("write/never-issued"), flaw: flaw{judge: unless(func(l look) bool {
			return l.there && uint32(l.rev) == uint32(l.current) && l.same
		})}},
		{name: "the ends of a tie may change", by: by("write/ends-stay", "model"), flaw: flaw{judge: func(_ *plain, l look) []error {
			l.same = l.same || l.ref.Noun == relationship.NounTie
			return l.judge()
		}}},
		{name: "the party of a need may change", by: by("write/need-stays", "model"), flaw: flaw{judge: func(_ *plain, l look) []error {
			l.same = l.same || l.ref.Noun == relationship.NounNeed
			return l.judge()
		}}},
		{name: "foreign keys of ties", by: by("write/missing-ends", "model"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			now := s.state(0)
			for _, t := range b.Ties {
				if _, there := now.parties.byKey[t.To]; !there && t.Rev == 0 && t.To != t.From {
					return relationship.ErrNotFound
				}
			}
			return nil
		}}},
		{name: "foreign keys of needs", by: by("write/missing-ends"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			now := s.state(0)
			for _, n := range b.Needs {
				if _, there := now.ties.byKey[n.Tie]; !there && n.Tie != "" && n.Tie != "t" {
					return errors.New("violates a foreign key")
				}
			}
			return nil
		}}},
		{name: "one tie of a kind between two parties", by: by("write/wide-rules"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			for _, t := range b.Ties {
				for _, x := range s.state(0).ties.byKey {
					if x.ID != t.ID && x.From == t.From && x.To == t.To && x.Kind == t.Kind {
						return relationship.ErrExists
					}
				}
			}
			return nil
		}}},
		{name: "no circles of merges", by: by("write/wide-rules"), flaw: flaw{refuse: func(s *plain, b *relationship.Batch) error {
			for _, p := range b.Parties {
				if x, there := s.state(0).parties.byKey[p.MergedInto]; there && x.MergedInto == p.ID {
					return relationship.ErrInvalid
				}
			}
			return nil
		}}},
		{name: "IDs without case", by: by("write/ids", "model"), flaw: flaw{fold: lower}},
		{name: "IDs without spaces at the end", by: by("write/ids"), flaw: flaw{fold: trimRight}},
		{name: "IDs without accents", by: by("write/ids", "model"), flaw: flaw{fold: plainLetters}},
		{name: "IDs as numbers", by: by("write/ids"), flaw: flaw{fold: asNumber}},
		{name: "IDs cut at 254 bytes", by: by("write/ids"), flaw: flaw{fold: cut(254)}},
	}
}

func refusalBugs() []bug {
	return []bug{
		{name: "writes before it checks", by: by("refuse/records", "model"), flaw: flaw{refused: func(s *plain, b relationship.Batch) {
			if len(b.Parties) > 0 {
				s.apply(s.seq+1, relationship.Batch{At: b.At, Parties: b.Parties[:1]})
			}
		}}},
		{name: "a refused batch is in the log", by: by("refuse/log", "model"), flaw: flaw{refused: func(s *plain, b relationship.Batch) {
			s.apply(s.seq+1, relationship.Batch{At: b.At, Why: b.Why, Erase: []relationship.PartyID{"nobody"}})
		}}},
		{name: "nothing works after a refusal", by: by("refuse/usable", "model"), flaw: flaw{refused: func(s *plain, _ relationship.Batch) {
			s.stuck = errors.New("current transaction is aborted")
		}}},
		{name: "batches are not checked", by: by("refuse/check", "model"), flaw: flaw{noCheck: true}},
		{name: "batches are checked last", by: by("refuse/check-first"), flaw: flaw{checkLast: true}},
		{name: "the first record with an error counts", by: by("refuse/order"), flaw: flaw{worst: func(found []error) error {
			if len(found) == 0 {
				return nil
			}
			return found[0]
		}}},
		{name: "stale goes before changed ends", by: by("refuse/order", "model"), flaw: flaw{worst: order(relationship.ErrNotFound, relationship.ErrExists, relationship.ErrStale, relationship.ErrInvalid)}},
		{name: "exists goes before not found", by: by("refuse/order"), flaw: flaw{worst: order(relationship.ErrExists, relationship.ErrNotFound, relationship.ErrInvalid, relationship.ErrStale)}},
		{name: "a void need is still there", by: by("void/gone", "model"), flaw: flaw{state: func(s *plain, st *state, _ relationship.Seq) {
			for _, b := range s.log {
				for _, n := range b.Needs {
					if _, there := st.needs.byKey[n.ID]; !there {
						st.needs.put(n.ID, n)
					}
				}
			}
		}}},
		{name: "a void record can be replaced", by: by("void/not-there"), flaw: flaw{judge: unless(func(l look) bool { return !l.there && l.past == l.rev })}},
		{name: "a missing record can be voided", by: by("void/not-found", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.void && !l.there })}},
		{name: "void takes any revision", by: by("void/stale", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.void && l.there })}},
		{name: "a void tie can be created again between others", by: by("void/ends-stay", "refuse/order", "model"), flaw: flaw{judge: unless(func(l look) bool { return l.rev == 0 && !l.there })}},
		{name: "a void record cannot be created again", by: by("void/create-again", "model"), flaw: flaw{judge: func(_ *plain, l look) []error {
			if l.rev == 0 && l.past > 0 {
				return []error{relationship.ErrExists}
			}
			return l.judge()
		}}},
	}
}

// unless is a judge that finds nothing against some records.
func unless(fine func(look) bool) func(*plain, look) []error {
	return func(_ *plain, l look) []error {
		if fine(l) {
			return nil
		}
		return l.judge()
	}
}

// without is a judge that does not know an error.
func without(err error) func(*plain, look) []error {
	return func(_ *plain, l look) []error {
		return slices.DeleteFunc(l.judge(), func(e error) bool { return e == err })
	}
}

// instead is a judge that returns another error for one.
func instead(err, other error) func(*plain, look) []error {
	return func(_ *plain, l look) []error {
		found := l.judge()
		for i := range found {
			if found[i] == err {
				found[i] = other
			}
		}
		return found
	}
}

// order says which error counts where several apply.
func order(errs ...error) func([]error) error {
	return func(found []error) error {
		for _, err := range errs {
			if slices.Contains(found, err) {
				return err
			}
		}
		return nil
	}
}

func revsOf(b *relationship.Batch) []relationship.Seq {
	var revs []relationship.Seq
	for _, p := range b.Parties {
		revs = append(revs, p.Rev)
	}
	for _, t := range b.Ties {
		revs = append(revs, t.Rev)
	}
	for _, n := range b.Needs {
		revs = append(revs, n.Rev)
	}
	return revs
}
