package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// office is a network of which a stricter kind leaves something over.
func office(t *testing.T) desk {
	t.Helper()
	d := newDesk(t, loose())
	first, second, over := tie("1", "minds", "a", "b"), tie("2", "minds", "a", "c"), tie("3", "minds", "d", "e")
	first.Stints, second.Stints = []relationship.Stint{spell(0, 0)}, []relationship.Stint{spell(2, 0)}
	over.Stints = []relationship.Stint{spell(0, 5)}
	put(t, d.Book, relationship.Batch{
		Parties: append(people("a", "b", "c", "d", "e"), relationship.Party{ID: "acme", Kind: relationship.Organisation}),
		Ties: []relationship.Tie{
			first, second, over, tie("4", "minds", "b", "a"), tie("5", "minds", "acme", "e"), tie("6", "minds", "b", "b"), tie("7", "friend", "a", "b"),
		},
	})
	return d
}

// loose is a kind that allows everything.
func loose() relationship.Kind {
	return relationship.Kind{
		Name: "minds", Loop: relationship.LoopAllowed,
		From: relationship.KindEnd{Phrase: "minds", Role: "minder"}, To: relationship.KindEnd{Phrase: "is minded by", Role: "minded"},
	}
}

func TestRefitSaysWhatOtherRulesLeaveOver(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*relationship.Kind)
		want   []relationship.TieID // in the order of the findings
		ended  []relationship.TieID
	}{
		{"the same rules", func(*relationship.Kind) {}, nil, nil},
		{"other words", func(k *relationship.Kind) { k.From.Phrase = "looks after" }, nil, nil},
		{"fewer kinds of party", func(k *relationship.Kind) { k.From.Kinds = []relationship.PartyKind{"person"} }, []relationship.TieID{"5"}, []relationship.TieID{"5"}},
		{"other kinds at the other end", func(k *relationship.Kind) { k.To.Kinds = []relationship.PartyKind{"group"} }, []relationship.TieID{"1", "2", "3", "4", "5", "6"}, []relationship.TieID{"1", "2", "4", "5", "6"}},
		{"no ties with oneself", func(k *relationship.Kind) { k.Loop = relationship.LoopNever }, []relationship.TieID{"6"}, []relationship.TieID{"6"}},
		{"only ties with oneself", func(k *relationship.Kind) { k.Loop = relationship.LoopOnly }, []relationship.TieID{"1", "2", "3", "4", "5"}, []relationship.TieID{"1", "2", "4", "5"}},
		{"a maximum", func(k *relationship.Kind) { k.From.Max, k.Loop = 1, relationship.LoopAllowed }, []relationship.TieID{"1", "4"}, []relationship.TieID{"1", "4"}},
		{"a hierarchy", func(k *relationship.Kind) { k.Loop, k.Rank = relationship.LoopNever, relationship.FromAbove }, []relationship.TieID{"6", "4"}, []relationship.TieID{"4", "6"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := loose()
			test.change(&k)
			next, err := relationship.ReadyKinds().With(k)
			ok(t, err)
			for _, misfits := range []relationship.Misfits{relationship.RefuseMisfits, relationship.KeepMisfits, relationship.EndMisfits} {
				for _, dry := range []bool{true, false} {
					refitAll(t, next, relationship.RuleChange{Misfits: misfits, At: noon(9), DryRun: dry}, test.want, test.ended)
				}
			}
		})
	}
}

// refitAll does one change on an office of its own, and looks at the report and at what was written.
func refitAll(t *testing.T, next relationship.Kinds, change relationship.RuleChange, want, ended []relationship.TieID) {
	t.Helper()
	d := office(t)
	before := contentOf(t, d.store)
	report, err := d.Refit(t.Context(), next, change)
	if change.Misfits == relationship.RefuseMisfits && !change.DryRun && len(want) > 0 {
		broken(t, err, relationship.ErrInvalid, "Kinds")
	} else {
		ok(t, err)
	}
	var named []relationship.TieID
	for _, f := range report.Misfits {
		named = append(named, relationship.TieID(f.Ref.ID))
		if f.Ref.Noun != relationship.NounTie || f.Field == "" || f.Rule == "" {
			t.Errorf("got finding %+v, want a tie, a field and a rule", f)
		}
	}
	same(t, "misfits", named, want)
	if change.Misfits != relationship.EndMisfits {
		ended = nil
	}
	same(t, "ended", report.Ended, ended)
	after := contentOf(t, d.store)
	if len(ended) == 0 || change.DryRun {
		same(t, "content", after, before)
		return
	}
	same(t, "batches", len(after.Log), len(before.Log)+1)
	for i, x := range after.Ties {
		if n := len(before.Ties[i].Stints) - 1; x.Rev != before.Ties[i].Rev {
			before.Ties[i].Stints[n].To = noon(9)
		}
		same(t, "stints of "+string(x.ID), x.Stints, before.Ties[i].Stints)
	}
	same(t, "ties written", len(after.Log[len(after.Log)-1].Ties), len(ended))
}

func TestRefitEndsNowUnlessToldWhen(t *testing.T) {
	t.Parallel()
	d := office(t)
	d.clock.set(noon(77))
	k := loose()
	k.Loop = relationship.LoopNever
	next, err := relationship.ReadyKinds().With(k)
	ok(t, err)
	_, err = d.As("boss", "new rules").Refit(t.Context(), next, relationship.RuleChange{Misfits: relationship.EndMisfits})
	ok(t, err)
	x, err := d.Tie(t.Context(), "6")
	ok(t, err)
	same(t, "stints", x.Stints, []relationship.Stint{spell(0, 77)})
	log := all(t, d.History(t.Context(), relationship.TieID("6").Ref()))
	same(t, "who and why", []any{log[1].By, log[1].Why}, []any{relationship.PartyID("boss"), "new rules"})
	// Once is enough.
	after := contentOf(t, d.store)
	report, err := d.Refit(t.Context(), next, relationship.RuleChange{Misfits: relationship.EndMisfits})
	ok(t, err)
	same(t, "ended the second time", report.Ended, []relationship.TieID{})
	same(t, "content after the second time", contentOf(t, d.store), after)
}

func TestRefitRefusesToEndWhatHasNotBegun(t *testing.T) {
	t.Parallel()
	for _, dry := range []bool{true, false} {
		d := office(t)
		before := contentOf(t, d.store)
		k := loose()
		k.From.Kinds = []relationship.PartyKind{"group"}
		next, err := relationship.ReadyKinds().With(k)
		ok(t, err)
		_, err = d.Refit(t.Context(), next, relationship.RuleChange{Misfits: relationship.EndMisfits, At: noon(2), DryRun: dry})
		broken(t, err, relationship.ErrInvalid, "Ties[1].Stints[0].To")
		same(t, "content", contentOf(t, d.store), before)
	}
}

func TestMisfitsThatAreKeptCanBeChangedAndEndedButNotResumed(t *testing.T) {
	t.Parallel()
	d := office(t)
	k := loose()
	k.Loop = relationship.LoopNever
	next := relationship.NewBook(d.store, config(t, d.clock, k))
	_, err := next.UpdateTie(t.Context(), "6", func(x *relationship.Tie) error { x.Ends.From.Role = "x"; return nil })
	ok(t, err)
	_, err = next.End(t.Context(), "6", noon(9))
	ok(t, err)
	_, err = next.Resume(t.Context(), "6", noon(10))
	broken(t, err, relationship.ErrInvalid, "To")
}

func TestRefitDoesNotTellOfWhatWasBrokenBefore(t *testing.T) {
	t.Parallel()
	d := office(t)
	write(t, d.store, relationship.Batch{Ties: []relationship.Tie{tie("8", "minds", "a", "gone"), tie("9", "unheard-of", "a", "b")}})
	k := loose()
	k.Loop = relationship.LoopNever
	next, err := relationship.ReadyKinds().With(k)
	ok(t, err)
	report, err := d.Refit(t.Context(), next, relationship.RuleChange{DryRun: true})
	ok(t, err)
	same(t, "misfits", report.Misfits, []relationship.Finding{
		{Ref: relationship.TieID("6").Ref(), Field: "To", Rule: "must not be the same party as From in a tie of this kind"},
	})
}
