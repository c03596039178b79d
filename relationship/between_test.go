package relationship_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// An interrupted store lets somebody else do something just before its first write.
type interrupted struct {
	*relationship.Memory
	once sync.Once
	by   func()
}

func (s *interrupted) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	s.once.Do(s.by)
	return s.Memory.Write(ctx, b)
}

// An act is done to a book; it may be refused.
type act func(context.Context, *relationship.Book) error

func acts() map[string]act {
	relating := func(kind relationship.KindName, from, to relationship.PartyID) act {
		return func(ctx context.Context, b *relationship.Book) error {
			_, err := b.Relate(ctx, relationship.Tie{Kind: kind, From: from, To: to, Stints: []relationship.Stint{{From: noon(0)}}})
			return err
		}
	}
	voiding := func(ref relationship.Ref) act {
		return func(ctx context.Context, b *relationship.Book) error { return b.Void(ctx, ref) }
	}
	leading := func(to relationship.PartyID) act { return relating("sole", "k", to) }
	return map[string]act{
		"relate a to b as friends": relating("friend", "a", "b"),
		"relate a to b as leader":  relating("sole", "a", "b"),
		"relate a to c as leader":  relating("sole", "a", "c"),
		"relate a to b as report":  relating("reports-to", "a", "b"),
		"relate b to a as report":  relating("reports-to", "b", "a"),
		"make a an organisation":   makeOrganisation,
		"put a need of a": func(ctx context.Context, b *relationship.Book) error {
			_, err := b.PutNeed(ctx, relationship.Need{Party: "a"})
			return err
		},
		"put a need in the tie t": func(ctx context.Context, b *relationship.Book) error {
			_, err := b.PutNeed(ctx, relationship.Need{Party: "c", Tie: "t"})
			return err
		},
		"merge a into b":          func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "b", "a") },
		"merge b into a":          func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "a", "b") },
		"merge e into a":          func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "a", "e") },
		"relate k to b as leader": leading("b"),
		"un-merge k and relate it to c as leader": func(ctx context.Context, b *relationship.Book) error {
			return errors.Join(b.Unmerge(ctx, "k"), leading("c")(ctx, b))
		},
		"merge b into k": func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "k", "b") },
		"void k":         voiding(relationship.PartyID("k").Ref()),
		"void a":         voiding(relationship.PartyID("a").Ref()),
		"void b":         voiding(relationship.PartyID("b").Ref()),
		"void the tie t": voiding(relationship.TieID("t").Ref()),
		"erase a":        func(ctx context.Context, b *relationship.Book) error { _, err := b.Erase(ctx, "a"); return err },
		"erase d":        func(ctx context.Context, b *relationship.Book) error { _, err := b.Erase(ctx, "d"); return err },
		"erase l":        func(ctx context.Context, b *relationship.Book) error { _, err := b.Erase(ctx, "l"); return err },
		"end the tie t":  func(ctx context.Context, b *relationship.Book) error { _, err := b.End(ctx, "t", noon(3)); return err },
		"rename a": func(ctx context.Context, b *relationship.Book) error {
			_, err := b.UpdateParty(ctx, "a", func(p *relationship.Party) error { p.Name = "x"; return nil })
			return err
		},
		"merge b into the absent f": func(ctx context.Context, b *relationship.Book) error { return b.Merge(ctx, "f", "b") },
	}
}

func makeOrganisation(ctx context.Context, b *relationship.Book) error {
	_, err := b.UpdateParty(ctx, "a", func(p *relationship.Party) error { p.Kind = relationship.Organisation; return nil })
	return err
}

// unseen are acts that do not see each other, as [relationship.Book.Put] says: the ends of a tie are
// no guards unless its kind has a Max or a Rank.
func unseen(first, second string) bool {
	related := "relate a to b as friends"
	for _, other := range []string{"void a", "void b", "make a an organisation"} {
		if first == related && second == other || first == other && second == related {
			return true
		}
	}
	return false
}

// Every act, with every other done by somebody else between its reading and its writing: together
// they must break no rule, or else Check must tell.
func TestWhoComesBetweenBreaksNoRule(t *testing.T) {
	t.Parallel()
	for first, do := range acts() {
		for second, between := range acts() {
			t.Run(first+", while others "+second, func(t *testing.T) {
				t.Parallel()
				d := newDesk(t, sole())
				put(t, d.Book, relationship.Batch{Parties: append(into("k", "l"), people("a", "b", "c", "d", "e", "l")...), Ties: []relationship.Tie{tie("t", "friend", "c", "d")}})
				store := &interrupted{Memory: d.store, by: func() {
					if err := between(t.Context(), d.Book); err != nil && !refusal(err) {
						t.Errorf("%s: got error %v, want none or a refusal", second, err)
					}
				}}
				cfg := config(t, d.clock, sole())
				cfg.NewID = nil // the numbers are taken by the others
				slow := relationship.NewBook(store, cfg)
				if err := do(t.Context(), slow); err != nil && !refusal(err) {
					t.Errorf("%s: got error %v, want none or a refusal", first, err)
				}
				findings := all(t, d.Check(t.Context()))
				if unseen(first, second) {
					if len(findings) != 1 || findings[0].Ref.Noun != relationship.NounTie {
						t.Errorf("Check found %v, want the tie", findings)
					}
					return
				}
				for _, f := range findings {
					if f.Rule == "must not be the same party as From in a tie of this kind" {
						continue // a merge may bring this about
					}
					t.Errorf("Check found %v: %s %s", f.Ref, f.Field, f.Rule)
				}
			})
		}
	}
}
