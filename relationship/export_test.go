package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// marked is a text that says whose it is.
func marked(what string) string { return secret + " " + what + "." }

func markedEnd(whose string) relationship.End {
	e := stated(0.5)
	return relationship.End{
		Role:       marked(whose + " role"),
		Importance: relationship.Readings{{Estimate: e, Source: marked(whose + " importance")}},
		Health:     relationship.Readings{{Estimate: e, Source: marked(whose + " health")}},
	}
}

func TestExportHoldsAllOfOnePartyAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	parties := people("ann", "ann-2", "bob")
	for i, name := range []string{"ann", "ann 2", "bob"} {
		parties[i].Name = marked(name + " name")
		parties[i].Facts = []relationship.Fact{{Name: "city", Value: marked(name + " city"), Basis: relationship.Stated}}
	}
	x := tie("t", "sole", "bob", "ann-2")
	x.Ends = relationship.Ends{From: markedEnd("bob"), To: markedEnd("ann 2")}
	x.Facts = []relationship.Fact{{Name: "met", Value: marked("tie fact"), Basis: relationship.Stated}}
	gone := tie("gone", "friend", "ann", "bob")
	gone.Facts = []relationship.Fact{{Name: "met", Value: marked("void tie fact"), Basis: relationship.Stated}}
	put(t, d.As("clerk", marked("ann alone")), relationship.Batch{Parties: parties[:1]})
	put(t, d.As("clerk", marked("both")), relationship.Batch{Parties: parties[1:]})
	put(t, d.Book, relationship.Batch{
		Ties: []relationship.Tie{x, gone},
		Needs: []relationship.Need{
			{ID: "1", Party: "ann-2", Tie: "t", Text: marked("ann 2 need")}, {ID: "2", Party: "bob", Tie: "t", Text: marked("bob need")},
		},
	})
	ok(t, d.Void(t.Context(), relationship.TieID("gone").Ref()))
	_, err := d.UpdateParty(t.Context(), "ann", func(p *relationship.Party) error { p.Name = marked("ann new name"); return nil })
	ok(t, err)
	ok(t, d.Merge(t.Context(), "ann", "ann-2"))

	own := []string{
		marked("ann name"), marked("ann new name"), marked("ann 2 name"), marked("ann city"), marked("ann 2 city"), marked("tie fact"),
		marked("void tie fact"), marked("ann 2 role"), marked("ann 2 importance"), marked("ann 2 health"), marked("ann 2 need"), marked("ann alone"),
		marked("bob role"), // what bob is to her
	}
	others := []string{
		marked("bob name"), marked("bob city"), marked("bob importance"), marked("bob health"), marked("bob need"), marked("both"),
	}
	for _, id := range []relationship.PartyID{"ann", "ann-2"} {
		export, err := d.Export(t.Context(), id)
		ok(t, err)
		same(t, "own texts in the export of "+string(id), findIn(&export, own...), own)
		same(t, "texts of others in the export of "+string(id), findIn(&export, others...), []string{})
		same(t, "parties", []relationship.PartyID{export.Parties[0].ID, export.Parties[1].ID}, []relationship.PartyID{"ann", "ann-2"})
		same(t, "the other end", []relationship.PartyID{export.Ties[0].From, export.Ties[0].To}, []relationship.PartyID{"bob", "ann-2"})
	}
	_, err = d.Export(t.Context(), "nobody")
	broken(t, err, relationship.ErrNotFound, "")
}

func TestHistoryTellsWhoAndWhyAndLeavesOutWhatChangedNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	put(t, d.As("ann", "moved in"), relationship.Batch{Parties: people("a", "b")})
	d.clock.set(noon(1))
	put(t, d.As("bob", "guards a"), relationship.Batch{Ties: []relationship.Tie{tie("t", "sole", "a", "b")}})
	_, err := d.As("cid", "typo").UpdateParty(t.Context(), "a", func(p *relationship.Party) error { p.Name = "Ann"; return nil })
	ok(t, err)
	ok(t, d.As("dan", "never met").Void(t.Context(), relationship.TieID("t").Ref()))

	type entry struct {
		By  relationship.PartyID
		Why string
		Day int
	}
	told := func(ref relationship.Ref) []entry {
		t.Helper()
		var out []entry
		for _, b := range all(t, d.History(t.Context(), ref)) {
			out = append(out, entry{b.By, b.Why, int(b.At.Sub(noon(0)).Hours() / 24)})
			if n := len(b.Parties) + len(b.Ties) + len(b.Needs) + len(b.Void) + len(b.Erase); n != 1 {
				t.Errorf("a batch in the history of %v tells of %d records, want one", ref, n)
			}
		}
		return out
	}
	same(t, "of a party", told(relationship.PartyID("a").Ref()), []entry{{"ann", "moved in", 0}, {"cid", "typo", 1}})
	same(t, "of a party that only guarded", told(relationship.PartyID("b").Ref()), []entry{{"ann", "moved in", 0}})
	same(t, "of a tie", told(relationship.TieID("t").Ref()), []entry{{"bob", "guards a", 1}, {"dan", "never met", 1}})
	same(t, "of nothing", told(relationship.NeedID("x").Ref()), []entry{})

	feed := all(t, d.Feed(t.Context(), 0))
	for i, b := range feed {
		same(t, "feed from there on", all(t, d.Feed(t.Context(), b.Seq)), feed[i+1:])
	}
}

func TestReadsFollowAfterLimitAndMerges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("a", "b", "c", "d", "m"),
		Ties:    []relationship.Tie{tie("1", "friend", "m", "a"), tie("2", "knows", "b", "m"), tie("3", "friend", "c", "d")},
		Needs:   []relationship.Need{{ID: "1", Party: "m"}, {ID: "2", Party: "a", Tie: "1"}, {ID: "3", Party: "d"}},
	})
	ok(t, d.Merge(t.Context(), "d", "m"))
	parties := func(q relationship.PartyQuery) (out []string) {
		for _, p := range all(t, d.Parties(t.Context(), q)) {
			out = append(out, string(p.ID))
		}
		return out
	}
	ties := func(q relationship.TieQuery) (out []string) {
		for _, x := range all(t, d.Ties(t.Context(), q)) {
			out = append(out, string(x.ID))
		}
		return out
	}
	needs := func(q relationship.NeedQuery) (out []string) {
		for _, n := range all(t, d.Needs(t.Context(), q)) {
			out = append(out, string(n.ID))
		}
		return out
	}
	of := []relationship.PartyID{"d"}
	tests := []struct {
		name      string
		got, want []string
	}{
		{"parties, merged ones left out", parties(relationship.PartyQuery{}), []string{"a", "b", "c", "d"}},
		{"the first parties", parties(relationship.PartyQuery{Limit: 2}), []string{"a", "b"}},
		{"the next parties", parties(relationship.PartyQuery{After: "b", Limit: 2}), []string{"c", "d"}},
		{"a merged party by name", parties(relationship.PartyQuery{IDs: []relationship.PartyID{"m", "a", "m", "nobody"}}), []string{"a", "m"}},
		{"all merged parties", parties(relationship.PartyQuery{Merged: true}), []string{"m"}},
		{"those merged into one", parties(relationship.PartyQuery{MergedInto: of}), []string{"m"}},
		{"those merged into none of these", parties(relationship.PartyQuery{MergedInto: of, IDs: of}), nil},
		{"ties of all that were merged", ties(relationship.TieQuery{Of: of}), []string{"1", "2", "3"}},
		{"ties of one kind", ties(relationship.TieQuery{Of: of, Kinds: []relationship.KindName{"friend"}}), []string{"1", "3"}},
		{"the first ties of one kind", ties(relationship.TieQuery{Kinds: []relationship.KindName{"friend"}, Limit: 1}), []string{"1"}},
		{"the next ties", ties(relationship.TieQuery{Of: of, After: "1", Limit: 1}), []string{"2"}},
		{"ties by name and party", ties(relationship.TieQuery{Of: of, IDs: []relationship.TieID{"3", "1"}}), []string{"1", "3"}},
		{"needs of all that were merged", needs(relationship.NeedQuery{Of: of}), []string{"1", "3"}},
		{"needs in a tie", needs(relationship.NeedQuery{In: []relationship.TieID{"1"}}), []string{"2"}},
		{"needs in a tie of another party", needs(relationship.NeedQuery{Of: of, In: []relationship.TieID{"1"}}), nil},
		{"the next needs", needs(relationship.NeedQuery{After: "1", Limit: 1}), []string{"2"}},
	}
	for _, test := range tests {
		same(t, test.name, test.got, test.want)
	}
}
