package relationship_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// abroad is an instant that is not in UTC, so that putting it in one form would show.
func abroad(n int) time.Time { return noon(n).In(time.FixedZone("abroad", 3600)) }

// roomy returns a list with spare capacity, in which an append by the library would show.
func roomy[T any](spare T, values ...T) []T {
	return slices.Clip(append(values, spare))[:len(values)]
}

// reach returns a list with its spare capacity.
func reach[T any](list []T) []T { return list[:cap(list)] }

// inputs returns a batch of which every list has room to be written in by mistake.
func inputs() relationship.Batch {
	stated := relationship.Estimate{Value: 0.5, Low: 0.4, High: 0.6, Basis: relationship.Stated}
	readings := func() relationship.Readings {
		return roomy(relationship.Reading{Source: "spare"},
			relationship.Reading{At: abroad(2), Estimate: stated}, relationship.Reading{At: abroad(1), Estimate: stated})
	}
	facts := func() []relationship.Fact {
		return roomy(relationship.Fact{Name: "spare"},
			relationship.Fact{Name: "since", Value: abroad(3), Basis: relationship.Stated, At: abroad(4)},
			relationship.Fact{Name: "city", Value: "Ulm", Basis: relationship.Observed, At: abroad(2)},
			relationship.Fact{Name: "city", Value: "Bonn", Basis: relationship.Stated, At: abroad(3)})
	}
	ends := relationship.Ends{
		From: relationship.End{Importance: readings(), Health: readings()},
		To:   relationship.End{Importance: readings(), Health: readings()},
	}
	return relationship.Batch{
		Parties: roomy(relationship.Party{ID: "spare"},
			relationship.Party{ID: "b", Kind: relationship.Person, Facts: facts()}, relationship.Party{Kind: relationship.Person}),
		Ties: roomy(relationship.Tie{ID: "spare"}, relationship.Tie{
			Kind: "reports-to", From: "b", To: "a", Facts: facts(), Ends: ends,
			Stints: roomy(relationship.Stint{Ended: true}, relationship.Stint{From: abroad(0), To: abroad(1)}),
		}),
		Needs: roomy(relationship.Need{ID: "spare"}, relationship.Need{
			Party: "b", Text: "x", Importance: readings(), Satisfaction: readings(), During: relationship.Stint{From: abroad(1)},
		}),
	}
}

// wholeInputs returns a batch with the spare capacity of all its lists.
func wholeInputs(b relationship.Batch) []any {
	out := []any{reach(b.Parties), reach(b.Ties), reach(b.Needs), reach(b.Void), reach(b.Erase)}
	for _, p := range b.Parties {
		out = append(out, reach(p.Facts))
	}
	for _, x := range b.Ties {
		out = append(out, reach(x.Stints), reach(x.Facts), reach(x.Ends.From.Importance), reach(x.Ends.From.Health),
			reach(x.Ends.To.Importance), reach(x.Ends.To.Health))
	}
	for _, n := range b.Needs {
		out = append(out, reach(n.Importance), reach(n.Satisfaction))
	}
	return out
}

func TestInputsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		call func(*testing.T, desk, relationship.Batch)
	}{
		{"Book.Put", func(t *testing.T, d desk, b relationship.Batch) { put(t, d.Book, b) }},
		{"Book.Put refused", func(t *testing.T, d desk, b relationship.Batch) {
			b.Ties[0].Kind = "unheard-of"
			_, err := d.Put(t.Context(), b)
			broken(t, err, relationship.ErrInvalid, "Ties[0].Kind")
			b.Ties[0].Kind = "reports-to"
		}},
		{"Book.PutParty", func(t *testing.T, d desk, b relationship.Batch) {
			_, err := d.PutParty(t.Context(), b.Parties[0])
			ok(t, err)
		}},
		{"Book.Relate", func(t *testing.T, d desk, b relationship.Batch) {
			put(t, d.Book, relationship.Batch{Parties: people("b")})
			_, err := d.Relate(t.Context(), b.Ties[0])
			ok(t, err)
		}},
		{"Book.PutNeed", func(t *testing.T, d desk, b relationship.Batch) {
			put(t, d.Book, relationship.Batch{Parties: people("b")})
			_, err := d.PutNeed(t.Context(), b.Needs[0])
			ok(t, err)
		}},
		{"Batch.Check", func(t *testing.T, _ desk, b relationship.Batch) {
			b.At = noon(0)
			broken(t, b.Check(), relationship.ErrInvalid, "Parties[1].ID")
		}},
		{"Memory.Write", func(t *testing.T, d desk, b relationship.Batch) {
			b.Parties, b.Ties, b.Needs = b.Parties[:1:1], nil, nil
			write(t, d.store, b)
		}},
		{"Policy.Pick", func(_ *testing.T, _ desk, b relationship.Batch) {
			relationship.Policy{}.Pick(b.Parties[0].Facts, "city", noon(9))
		}},
		{"Party.Fact", func(_ *testing.T, _ desk, b relationship.Batch) {
			b.Parties[0].Fact("city", noon(9), relationship.Policy{})
		}},
		{"Profile.Fact", func(_ *testing.T, _ desk, b relationship.Batch) {
			for _, policy := range []relationship.Policy{{}, {Strict: []string{"city"}}} {
				relationship.Profile{Party: b.Parties[0], Merged: b.Parties[:1]}.Fact("city", noon(9), policy)
				relationship.Profile{Party: b.Parties[0], Merged: b.Parties}.IDs()
			}
		}},
		{"Readings.At", func(_ *testing.T, _ desk, b relationship.Batch) { b.Needs[0].Importance.At(noon(9)) }},
		{"Tie.Holds", func(_ *testing.T, _ desk, b relationship.Batch) { b.Ties[0].Holds(noon(1)) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			put(t, d.Book, relationship.Batch{Parties: people("a")})
			b := inputs()
			test.call(t, d, b)
			same(t, "input", wholeInputs(b), wholeInputs(inputs()))
			for _, x := range b.Ties {
				if x.Stints[0].From.Location() == time.UTC {
					t.Error("the input was put in UTC, want it in its zone")
				}
			}
		})
	}
}

func TestListsOfArgumentsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a", "b", "c"), Ties: []relationship.Tie{tie("t", "friend", "a", "b")}})
	ids := roomy[relationship.PartyID]("spare", "c", "a", "b")
	refs := roomy(relationship.Ref{Noun: "spare"}, relationship.TieID("t").Ref())
	kinds := roomy(relationship.Kind{Name: "spare"}, relationship.Kind{
		Name: "k", Symmetric: true, From: relationship.KindEnd{Phrase: "x", Role: "y", Kinds: roomy[relationship.PartyKind]("spare", "person")},
	})
	all(t, d.Around(t.Context(), ids...))
	all(t, d.Parties(t.Context(), relationship.PartyQuery{IDs: ids}))
	all(t, d.Ties(t.Context(), relationship.TieQuery{Of: ids, Kinds: []relationship.KindName{"friend"}}))
	all(t, d.Needs(t.Context(), relationship.NeedQuery{Of: ids}))
	_, err := d.store.Parties(t.Context(), relationship.PartyQuery{IDs: ids, MergedInto: ids})
	ok(t, err)
	ok(t, d.Unmerge(t.Context(), ids...))
	ok(t, d.Merge(t.Context(), "c", ids[1:]...))
	ok(t, d.Void(t.Context(), refs...))
	_, err = relationship.Kinds{}.With(kinds...)
	ok(t, err)
	same(t, "IDs", reach(ids), []relationship.PartyID{"c", "a", "b", "spare"})
	same(t, "refs", reach(refs), []relationship.Ref{relationship.TieID("t").Ref(), {Noun: "spare"}})
	same(t, "kinds", []any{kinds[0].To, reach(kinds[0].From.Kinds), reach(kinds)[1].Name},
		[]any{relationship.KindEnd{}, []relationship.PartyKind{"person", "spare"}, relationship.KindName("spare")})
}

// scribbleOn writes into everything that a batch reaches.
func scribbleOn(b relationship.Batch) {
	for i := range reach(b.Parties) {
		for j := range reach(b.Parties)[i].Facts {
			reach(b.Parties)[i].Facts[j].Value = "scribble"
		}
		reach(b.Parties)[i].Name = "scribble"
	}
	for _, x := range b.Ties {
		for _, list := range []relationship.Readings{x.Ends.From.Importance, x.Ends.From.Health, x.Ends.To.Importance, x.Ends.To.Health} {
			for i := range list {
				list[i].Source = "scribble"
			}
		}
		for i := range reach(x.Stints) {
			reach(x.Stints)[i] = relationship.Stint{From: noon(300), Ended: true}
		}
		for i := range x.Facts {
			x.Facts[i].Name = "scribble"
		}
	}
	for _, n := range b.Needs {
		for _, list := range []relationship.Readings{n.Importance, n.Satisfaction} {
			for i := range list {
				list[i].Source = "scribble"
			}
		}
	}
}

func TestWhatIsKeptSharesNoMemoryWithTheCaller(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("a")})
	in := inputs()
	out := put(t, d.Book, in)
	want := contentOf(t, d.store)
	scribbleOn(in)
	scribbleOn(out)
	c := contentOf(t, d.store)
	scribbleOn(relationship.Batch{Parties: c.Parties, Ties: c.Ties, Needs: c.Needs})
	for _, b := range c.Log {
		scribbleOn(b)
	}
	export, err := d.Export(t.Context(), "b")
	ok(t, err)
	scribbleOn(relationship.Batch{Parties: export.Parties, Ties: export.Ties, Needs: export.Needs})
	for _, b := range all(t, d.History(t.Context(), relationship.PartyID("b").Ref())) {
		scribbleOn(b)
	}
	for _, v := range all(t, d.Around(t.Context(), "b")) {
		scribbleOn(relationship.Batch{Parties: []relationship.Party{v.Self, v.Other}, Ties: []relationship.Tie{v.Tie}})
	}
	same(t, "content", contentOf(t, d.store), want)
}

// Kinds hand out copies too.
func TestKindsNeverChange(t *testing.T) {
	t.Parallel()
	kinds := relationship.ReadyKinds()
	employee, _ := kinds.Kind("works-for")
	employee.From.Kinds[0] = relationship.Group
	for k := range kinds.All() {
		for i := range k.From.Kinds {
			k.From.Kinds[i] = relationship.Group
		}
	}
	more, err := kinds.With(sole())
	ok(t, err)
	_, before := kinds.Kind("sole")
	_, after := more.Kind("sole")
	again, _ := kinds.Kind("works-for")
	same(t, "kinds", []any{again.From.Kinds, before, after}, []any{[]relationship.PartyKind{relationship.Person}, false, true})
}
