package relationship_test

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/kithcrm/kith/relationship"
)

// errDisk is how a host's storage fails.
var errDisk = errors.New("the disk is on fire")

// A failing store fails the n-th call, counted from 1, and no other.
type failing struct {
	*relationship.Memory
	n     int64
	calls atomic.Int64
}

func (s *failing) fail() error {
	if s.calls.Add(1) == s.n {
		return errDisk
	}
	return nil
}

func (s *failing) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	if err := s.fail(); err != nil {
		return 0, err
	}
	return s.Memory.Write(ctx, b)
}

func (s *failing) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Party]{}, err
	}
	return s.Memory.Parties(ctx, q)
}

func (s *failing) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Tie]{}, err
	}
	return s.Memory.Ties(ctx, q)
}

func (s *failing) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Need]{}, err
	}
	return s.Memory.Needs(ctx, q)
}

func (s *failing) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	if err := s.fail(); err != nil {
		return relationship.Page[relationship.Batch]{}, err
	}
	return s.Memory.Log(ctx, q)
}

// A forgetful store keeps no history: it has the methods of a Store and no more.
type forgetful struct{ relationship.Store }

// A strange store answers as it likes: what a function makes of each page is returned.
type strange struct {
	*relationship.Memory
	parties func(relationship.PartyQuery, relationship.Page[relationship.Party]) relationship.Page[relationship.Party]
	ties    func(relationship.TieQuery, relationship.Page[relationship.Tie]) relationship.Page[relationship.Tie]
	log     func(relationship.LogQuery, relationship.Page[relationship.Batch]) relationship.Page[relationship.Batch]
}

func (s *strange) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	page, err := s.Memory.Parties(ctx, q)
	if s.parties != nil {
		page = s.parties(q, page)
	}
	return page, err
}

func (s *strange) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	page, err := s.Memory.Ties(ctx, q)
	if s.ties != nil {
		page = s.ties(q, page)
	}
	return page, err
}

func (s *strange) Log(ctx context.Context, q relationship.LogQuery) (relationship.Page[relationship.Batch], error) {
	page, err := s.Memory.Log(ctx, q)
	if s.log != nil {
		page = s.log(q, page)
	}
	return page, err
}

// A call is a method of a book or a reader, done once on the network that small makes.
type call struct {
	name    string
	writes  bool
	history bool // whether it needs a store that keeps history
	do      func(context.Context, *relationship.Book) error
}

// small returns a network in which every call can succeed.
func small() relationship.Batch {
	parties := people("a", "b", "c", "m", "m2", "z")
	for i := range parties {
		parties[i].Name = secret
	}
	ended := tie("old", "friend", "a", "b")
	ended.Stints[0] = spell(0, 5)
	parties[4].MergedInto = "m"
	return relationship.Batch{
		Parties: parties,
		Ties:    []relationship.Tie{tie("t", "reports-to", "a", "b"), tie("u", "friend", "m2", "c"), ended},
		Needs:   []relationship.Need{{ID: "n", Party: "a", Tie: "t", Text: secret}},
		Why:     secret,
	}
}

func writingCalls() []call {
	type (
		ctx  = context.Context
		book = *relationship.Book
	)
	return []call{
		{"Put", true, false, func(c ctx, b book) error {
			_, err := b.Put(c, relationship.Batch{
				Parties: people("new", "new-2"),
				Ties:    []relationship.Tie{tie("new", "reports-to", "new", "a"), tie("new-2", "sole", "new", "new-2")},
				Needs:   []relationship.Need{{ID: "new", Party: "new", Tie: "new"}, {ID: "new-2", Party: "b", Tie: "t"}},
				Void:    []relationship.Voided{{Ref: relationship.PartyID("z").Ref(), Rev: 1}},
			})
			return err
		}},
		{"PutParty", true, false, func(c ctx, b book) error { _, err := b.PutParty(c, people("new")[0]); return err }},
		{"Relate", true, false, func(c ctx, b book) error { _, err := b.Relate(c, tie("new", "reports-to", "b", "m2")); return err }},
		{"Relate with a Max", true, false, func(c ctx, b book) error { _, err := b.Relate(c, tie("new", "sole", "b", "m2")); return err }},
		{"PutNeed", true, false, func(c ctx, b book) error {
			_, err := b.PutNeed(c, relationship.Need{ID: "new", Party: "a", Tie: "t", Text: secret})
			return err
		}},
		{"UpdateParty", true, false, func(c ctx, b book) error {
			_, err := b.UpdateParty(c, "m2", func(p *relationship.Party) error { p.Name = "x"; return nil })
			return err
		}},
		{"UpdateTie", true, false, func(c ctx, b book) error {
			_, err := b.UpdateTie(c, "t", func(x *relationship.Tie) error { x.Ends.From.Role = secret; return nil })
			return err
		}},
		{"UpdateNeed", true, false, func(c ctx, b book) error {
			_, err := b.UpdateNeed(c, "n", func(n *relationship.Need) error { n.Voiced = true; return nil })
			return err
		}},
		{"End", true, false, func(c ctx, b book) error { _, err := b.End(c, "t", noon(9)); return err }},
		{"Resume", true, false, func(c ctx, b book) error { _, err := b.Resume(c, "old", noon(9)); return err }},
		{"Void", true, false, func(c ctx, b book) error {
			return b.Void(c, relationship.NeedID("n").Ref(), relationship.TieID("t").Ref(), relationship.TieID("old").Ref(), relationship.PartyID("a").Ref())
		}},
		{"Merge", true, false, func(c ctx, b book) error { return b.Merge(c, "m2", "a", "b") }},
		{"Unmerge", true, false, func(c ctx, b book) error { return b.Unmerge(c, "m2") }},
		{"Refit", true, false, func(c ctx, b book) error {
			friends := relationship.Kind{Name: "friend", Symmetric: true, From: relationship.KindEnd{Phrase: "x", Role: "y", Kinds: []relationship.PartyKind{"group"}}}
			kinds, err := b.Kinds().With(friends)
			if err != nil {
				return err
			}
			_, err = b.Refit(c, kinds, relationship.RuleChange{Misfits: relationship.EndMisfits, At: noon(9)})
			return err
		}},
		{"Erase", true, false, func(c ctx, b book) error { _, err := b.Erase(c, "m2"); return err }},
	}
}

func readingCalls() []call {
	type (
		ctx  = context.Context
		book = *relationship.Book
	)
	a := []relationship.PartyID{"a", "m2"}
	return []call{
		{"Party", false, false, func(c ctx, b book) error { _, err := b.Party(c, "m2"); return err }},
		{"Tie", false, false, func(c ctx, b book) error { _, err := b.Tie(c, "t"); return err }},
		{"Need", false, false, func(c ctx, b book) error { _, err := b.Need(c, "n"); return err }},
		{"Parties", false, false, func(c ctx, b book) error { return lastError(b.Parties(c, relationship.PartyQuery{})) }},
		{"Ties", false, false, func(c ctx, b book) error { return lastError(b.Ties(c, relationship.TieQuery{Of: a})) }},
		{"Needs", false, false, func(c ctx, b book) error { return lastError(b.Needs(c, relationship.NeedQuery{Of: a})) }},
		{"Around", false, false, func(c ctx, b book) error { return lastError(b.Around(c, a...)) }},
		{"Profile", false, false, func(c ctx, b book) error { _, err := b.Profile(c, "m2"); return err }},
		{"Resolve", false, false, func(c ctx, b book) error { _, err := b.Resolve(c, "m2"); return err }},
		{"Resolver", false, false, func(c ctx, b book) error { _, err := b.Resolver(c); return err }},
		{"Check", false, false, func(c ctx, b book) error { return lastError(b.Check(c)) }},
		{"Export", false, false, func(c ctx, b book) error { _, err := b.Export(c, "a"); return err }},
		{"History", false, true, func(c ctx, b book) error { return lastError(b.History(c, relationship.PartyID("a").Ref())) }},
		{"Feed", false, true, func(c ctx, b book) error { return lastError(b.Feed(c, 0)) }},
		{"Erased", false, true, func(c ctx, b book) error { _, _, err := b.Erased(c, "a"); return err }},
		{"AsOf with Known", false, true, func(c ctx, b book) error {
			_, err := b.AsOf(c, relationship.When{Known: noon(3)})
			return err
		}},
	}
}
