package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// aside returns a desk whose host wrote around the library.
func aside(t *testing.T, batches ...relationship.Batch) desk {
	t.Helper()
	d := newDesk(t, sole())
	for _, b := range batches {
		write(t, d.store, b)
	}
	return d
}

// into returns persons that are each merged into the one named behind it.
func into(pairs ...relationship.PartyID) []relationship.Party {
	var out []relationship.Party
	for i := 0; i < len(pairs); i += 2 {
		p := people(pairs[i])[0]
		p.MergedInto = pairs[i+1]
		out = append(out, p)
	}
	return out
}

// What leads into the circle, a, comes before all that are in it.
func TestReadsSurviveACircleOfMerges(t *testing.T) {
	t.Parallel()
	d := aside(t, relationship.Batch{
		Parties: append(into("c", "d", "d", "b", "b", "c", "a", "d"), people("other")...),
		Ties:    []relationship.Tie{tie("t", "friend", "d", "other"), tie("u", "friend", "other", "a")},
	})
	resolver, err := d.Resolver(t.Context())
	ok(t, err)
	for _, id := range []relationship.PartyID{"a", "b", "c", "d"} {
		root, err := d.Resolve(t.Context(), id)
		ok(t, err)
		same(t, "who "+string(id)+" is", []relationship.PartyID{root, resolver(id)}, []relationship.PartyID{"b", "b"})
		same(t, "around "+string(id), others(around(t, &d.Reader, id)), []relationship.PartyID{"other", "other"})
		profile, err := d.Profile(t.Context(), id)
		ok(t, err)
		same(t, "identities", profile.IDs(), []relationship.PartyID{"b", "a", "c", "d"})
	}
	const rule = "must not be a party that is itself merged into this one"
	same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{
		{Ref: relationship.PartyID("b").Ref(), Field: "MergedInto", Rule: rule},
		{Ref: relationship.PartyID("c").Ref(), Field: "MergedInto", Rule: rule},
		{Ref: relationship.PartyID("d").Ref(), Field: "MergedInto", Rule: rule},
	})
	// It can be repaired, and erased.
	ok(t, d.Unmerge(t.Context(), "b"))
	same(t, "findings after the repair", all(t, d.Check(t.Context())), []relationship.Finding{})
	report, err := d.Erase(t.Context(), "a")
	ok(t, err)
	same(t, "erased", report.Parties, []relationship.PartyID{"a", "b", "c", "d"})
}

func TestErasureSurvivesACircleOfMerges(t *testing.T) {
	t.Parallel()
	d := aside(t, relationship.Batch{Parties: into("c", "d", "d", "c", "x", "d")})
	report, err := d.Erase(t.Context(), "x")
	ok(t, err)
	same(t, "erased", report.Parties, []relationship.PartyID{"c", "d", "x"})
	same(t, "parties", contentOf(t, d.store).Parties, []relationship.Party{})
}

func TestReadsSurviveAMissingRoot(t *testing.T) {
	t.Parallel()
	d := aside(t, relationship.Batch{
		Parties: append(into("a", "b", "b", "gone"), people("other")...),
		Ties:    []relationship.Tie{tie("t", "friend", "a", "other")},
	})
	for _, id := range []relationship.PartyID{"a", "b"} {
		root, err := d.Resolve(t.Context(), id)
		ok(t, err)
		same(t, "who "+string(id)+" is", root, relationship.PartyID("b"))
		same(t, "around "+string(id), others(around(t, &d.Reader, id)), []relationship.PartyID{"other"})
	}
	resolver, err := d.Resolver(t.Context())
	ok(t, err)
	same(t, "resolver", []relationship.PartyID{resolver("a"), resolver("b"), resolver("gone")}, []relationship.PartyID{"b", "b", "gone"})
	same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{
		{Ref: relationship.PartyID("b").Ref(), Field: "MergedInto", Rule: "must name a party that is there"},
	})
	ok(t, d.Unmerge(t.Context(), "b"))
	same(t, "findings after the repair", all(t, d.Check(t.Context())), []relationship.Finding{})
}

func TestReadsSurviveTiesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	d := aside(t, relationship.Batch{
		Parties: people("a"),
		Ties:    []relationship.Tie{tie("t", "friend", "a", "gone"), tie("u", "friend", "gone", "gone-too"), tie("v", "unheard-of", "a", "gone")},
		Needs:   []relationship.Need{{ID: "n", Party: "gone", Tie: "t"}, {ID: "o", Party: "a", Tie: "nothing"}},
	})
	views := around(t, &d.Reader, "a")
	same(t, "others", others(views), []relationship.PartyID{"gone", "gone"})
	same(t, "the other of the first", views[0].Other, relationship.Party{ID: "gone"})
	same(t, "words of a kind nobody knows", []string{views[1].Phrase, views[1].Role, views[1].TheyAre}, []string{"unheard-of", "unheard-of", "unheard-of"})
	same(t, "ties of who is not there", len(all(t, d.Ties(t.Context(), relationship.TieQuery{Of: []relationship.PartyID{"gone"}}))), 3)
	if _, err := d.Export(t.Context(), "a"); err != nil {
		t.Errorf("export: got error %v, want none", err)
	}
	if _, err := d.End(t.Context(), "t", noon(5)); err != nil {
		t.Errorf("end: got error %v, want none", err)
	}
	same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{
		{Ref: relationship.TieID("t").Ref(), Field: "To", Rule: "must name a party that is there"},
		{Ref: relationship.TieID("u").Ref(), Field: "From", Rule: "must name a party that is there"},
		{Ref: relationship.TieID("v").Ref(), Field: "Kind", Rule: "must be a kind that the book knows by Config.Kinds"},
		{Ref: relationship.NeedID("n").Ref(), Field: "Party", Rule: "must name a party that is there"},
		{Ref: relationship.NeedID("o").Ref(), Field: "Tie", Rule: "must name a tie that is there"},
	})
	// Erasing who is not there takes the ties that name them.
	report, err := d.Erase(t.Context(), "gone")
	ok(t, err)
	same(t, "ties that went", report.Ties, []relationship.TieID{"t", "u", "v"})
}

func TestCheckFindsWhatTiesOfAKindBreak(t *testing.T) {
	t.Parallel()
	const (
		tooMany = "must be tied by sole with at most 1 at one instant"
		circle  = "must not close a circle in a tie of this kind"
		itself  = "must not be the same party as From in a tie of this kind"
		only    = "must be the same party as From in a tie of this kind"
		end     = "must be a party of a kind that the kind of tie allows at this end"
		needs   = "must have the party at one of its ends"
	)
	acme := relationship.Party{ID: "acme", Kind: relationship.Organisation}
	from := func(x relationship.Tie, day int) relationship.Tie {
		x.Stints = []relationship.Stint{spell(day, 0)}
		return x
	}
	tests := []struct {
		name  string
		batch relationship.Batch
		want  []relationship.Finding
	}{
		{"merged into another kind", relationship.Batch{Parties: into("a", "acme")}, []relationship.Finding{
			{Ref: relationship.PartyID("a").Ref(), Field: "MergedInto", Rule: "must be a party of the same kind"},
		}},
		{"an end of the wrong kind", relationship.Batch{Ties: []relationship.Tie{tie("t", "works-for", "acme", "b")}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "From", Rule: end},
		}},
		{"with itself", relationship.Batch{Ties: []relationship.Tie{tie("t", "friend", "b", "b")}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "To", Rule: itself},
		}},
		{"of two where one may be", relationship.Batch{Ties: []relationship.Tie{tie("t", "self", "b", "c")}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "To", Rule: only},
		}},
		{"too many, of which those that began first go", relationship.Batch{Ties: []relationship.Tie{
			from(tie("t", "sole", "b", "c"), 2), from(tie("u", "sole", "b", "d"), 1), from(tie("v", "sole", "b", "e"), 3),
		}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "From", Rule: tooMany},
			{Ref: relationship.TieID("u").Ref(), Field: "From", Rule: tooMany},
		}},
		{"too many of a merged party", relationship.Batch{
			Parties: into("m", "b"), Ties: []relationship.Tie{from(tie("t", "sole", "m", "c"), 2), from(tie("u", "sole", "b", "d"), 1)},
		}, []relationship.Finding{
			{Ref: relationship.TieID("u").Ref(), Field: "From", Rule: tooMany},
		}},
		{"a circle, of which the tie that began last goes", relationship.Batch{Ties: []relationship.Tie{
			from(tie("t", "parent", "b", "c"), 2), from(tie("u", "parent", "c", "d"), 3), from(tie("v", "parent", "d", "b"), 1),
		}}, []relationship.Finding{
			{Ref: relationship.TieID("u").Ref(), Field: "To", Rule: circle},
		}},
		{"a circle upwards", relationship.Batch{Ties: []relationship.Tie{
			from(tie("t", "reports-to", "b", "c"), 2), from(tie("u", "reports-to", "c", "b"), 1),
		}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "To", Rule: circle},
		}},
		{"above itself", relationship.Batch{Ties: []relationship.Tie{tie("t", "parent", "b", "b")}}, []relationship.Finding{
			{Ref: relationship.TieID("t").Ref(), Field: "To", Rule: itself},
		}},
		{"a need in a tie of others", relationship.Batch{
			Ties: []relationship.Tie{tie("t", "friend", "b", "c")}, Needs: []relationship.Need{{ID: "n", Party: "d", Tie: "t"}},
		}, []relationship.Finding{
			{Ref: relationship.NeedID("n").Ref(), Field: "Tie", Rule: needs},
		}},
		{"nothing", relationship.Batch{Ties: []relationship.Tie{from(tie("t", "sole", "b", "c"), 2)}}, []relationship.Finding{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := aside(t, relationship.Batch{Parties: append(people("b", "c", "d", "e"), acme)}, test.batch)
			same(t, "findings", all(t, d.Check(t.Context())), test.want)
		})
	}
}
