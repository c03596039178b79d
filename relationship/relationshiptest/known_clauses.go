package relationshiptest

import (
	"errors"

	"github.com/kithcrm/kith/relationship"
)

func knownClauses() []clause {
	const known = "Known selects what was known after that batch; 0 is now."
	return []clause{
		{name: "known/parties", sentence: known, check: checkKnownParties, of: withHistory},
		{name: "known/ties", sentence: known, check: checkKnownTies, of: withHistory},
		{name: "known/needs", sentence: known, check: checkKnownNeeds, of: withHistory},
		{name: "known/found", sentence: "A query with Known set selects by what was known, not by what is.", check: checkKnownFound, of: withHistory},
		{name: "known/void", sentence: "A record in b.Void is gone from all reads, except of what was known before.", check: checkKnownVoid, of: withHistory},
		{name: "known/later", sentence: "With Known set, a page has nothing of later batches.", check: checkKnownLater, of: withHistory},
		{name: "known/pages", sentence: "The rules of pages hold with Known set, too.", check: checkKnownPages, of: withHistory},
		{name: "known/unsupported", sentence: "A store that does not keep earlier versions returns an error matching errors.ErrUnsupported for any Known but 0.", check: checkUnsupported, of: withoutRecall},
	}
}

func checkKnownParties(tb TB, s relationship.Store) {
	p := person("a")
	var revs []relationship.Seq
	for _, name := range []string{"first", "", "third", "third"} {
		p.Name = name
		p.Rev = write(tb, s, p)
		revs = append(revs, p.Rev)
		write(tb, s, person(string(p.ID)+name+string(rune('b'+len(revs))))) // so that numbers differ
	}
	for i, name := range []string{"first", "", "third", "third"} {
		p.Name, p.Rev = name, revs[i]
		got := parties(s, relationship.PartyQuery{Known: revs[i], IDs: []relationship.PartyID{"a"}}).all(tb)
		mustEqual(tb, "the party as it was known", got, []relationship.Party{p})
	}
}

func checkKnownTies(tb TB, s relationship.Store) {
	t := fullTie()
	var versions []relationship.Tie
	for n := range 3 {
		t.Ends.To.Health = fullReadings(n)
		t.Rev = write(tb, s, t)
		versions = append(versions, t)
	}
	for _, v := range versions {
		mustEqual(tb, "the ties as they were known", contentOf(tb, s, v.Rev).Ties, []relationship.Tie{v})
	}
}

func checkKnownNeeds(tb TB, s relationship.Store) {
	n := fullNeed()
	var versions []relationship.Need
	for _, text := range []string{"first", "second", "third"} {
		n.Text = text
		n.Rev = write(tb, s, n)
		versions = append(versions, n)
	}
	for _, v := range versions {
		mustEqual(tb, "the needs as they were known", contentOf(tb, s, v.Rev).Needs, []relationship.Need{v})
	}
}

// checkKnownFound looks for parties by a condition that held then, and that holds now.
func checkKnownFound(tb TB, s relationship.Store) {
	merged := person("a")
	merged.MergedInto = "z"
	first := write(tb, s, merged, person("b"), tie("t", "a", "b"))
	merged.Rev, merged.MergedInto = first, ""
	later := person("b", first)
	later.MergedInto = "z"
	second := write(tb, s, merged, later, void(relationship.TieID("t").Ref(), first))
	for _, q := range []relationship.PartyQuery{{MergedInto: []relationship.PartyID{"z"}}, {Merged: true}} {
		q.Known = first
		mustFind(tb, parties(s, q), "a")
		q.Known = second
		mustFind(tb, parties(s, q), "b")
	}
	mustFind(tb, ties(s, relationship.TieQuery{Known: first, Of: []relationship.PartyID{"b"}}), "t")
	mustFind(tb, ties(s, relationship.TieQuery{Known: second, Of: []relationship.PartyID{"b"}}))
}

func checkKnownVoid(tb TB, s relationship.Store) {
	first := writeThree(tb, s)
	second := write(tb, s, void(three()[0], first), void(three()[1], first), void(three()[2], first))
	third := writeThree(tb, s)
	b := batch(person("a"), tie("t", "a", "a"), need("n", "a", "t"))
	mustEqual(tb, "what was known before", contentOf(tb, s, first), content{b.Parties, b.Ties, b.Needs}.at(first))
	mustEqual(tb, "what was known after", contentOf(tb, s, second), content{})
	mustEqual(tb, "what was known after it was created again", contentOf(tb, s, third), content{b.Parties, b.Ties, b.Needs}.at(third))
}

func checkKnownLater(tb TB, s relationship.Store) {
	first := write(tb, s, person("m"))
	write(tb, s, person("a"), person("z"), tie("t", "a", "z"), need("n", "a", "t"))
	mustEqual(tb, "what was known before", contentOf(tb, s, first), content{Parties: []relationship.Party{person("m", first)}})
}

func checkKnownPages(tb TB, s relationship.Store) {
	ids := fill(tb, s)
	known := write(tb, s, person("zz"))
	var gone []any
	for _, p := range contentOf(tb, s, 0).Parties {
		gone = append(gone, void(p.ID.Ref(), p.Rev))
	}
	write(tb, s, gone...)
	for _, limit := range []int{1, 2, 0} {
		got := parties(s, relationship.PartyQuery{Known: known, Limit: limit, After: relationship.PartyID(ids[0])}).all(tb)
		if len(got) != len(ids) {
			tb.Fatalf("read parties as they were known, with limit %d: got %d, want %d", limit, len(got), len(ids))
		}
	}
}

func checkUnsupported(tb TB, s relationship.Store) {
	rev := write(tb, s, person("a"))
	for _, known := range []relationship.Seq{rev, rev + 1, 1} {
		_, err := s.Parties(tb.Context(), relationship.PartyQuery{Known: known})
		mustMatch(tb, "read parties as they were known", err, errors.ErrUnsupported)
		_, err = s.Ties(tb.Context(), relationship.TieQuery{Known: known})
		mustMatch(tb, "read ties as they were known", err, errors.ErrUnsupported)
		_, err = s.Needs(tb.Context(), relationship.NeedQuery{Known: known})
		mustMatch(tb, "read needs as they were known", err, errors.ErrUnsupported)
	}
}
