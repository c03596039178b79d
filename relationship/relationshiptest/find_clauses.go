package relationshiptest

import (
	"strconv"

	"github.com/kithcrm/kith/relationship"
)

func findClauses() []clause {
	const together = "All conditions of a query hold together."
	return []clause{
		{name: "find/parties-by-id", sentence: "PartyQuery.IDs selects these parties.", check: checkPartiesByID},
		{name: "find/parties-merged-into", sentence: "PartyQuery.MergedInto selects parties whose MergedInto is one of these.", check: checkMergedInto},
		{name: "find/parties-merged", sentence: "PartyQuery.Merged selects only parties that are merged into another.", check: checkMerged},
		{name: "find/ties-by-id", sentence: "TieQuery.IDs selects these ties.", check: checkTiesByID},
		{name: "find/ties-of", sentence: "TieQuery.Of selects ties that have any of these parties at either end.", check: checkTiesOf},
		{name: "find/ties-of-kinds", sentence: "TieQuery.Kinds selects ties of these kinds.", check: checkTiesOfKinds},
		{name: "find/needs-by-id", sentence: "NeedQuery.IDs selects these needs.", check: checkNeedsByID},
		{name: "find/needs-of", sentence: "NeedQuery.Of selects needs of these parties.", check: checkNeedsOf},
		{name: "find/needs-in", sentence: "NeedQuery.In selects needs in these ties.", check: checkNeedsIn},
		{name: "find/together", sentence: together, check: checkConditionsTogether},
		{name: "find/changed", sentence: "A query asks for records as they are.", check: checkFindChanged},
		{name: "find/long-lists", sentence: "IDs selects these records, however many.", check: checkLongLists},
	}
}

// web writes a few records that are related in every way that queries ask about.
func web(tb TB, s relationship.Store) {
	tb.Helper()
	b, c, d := person("b"), person("c"), person("d")
	b.MergedInto, c.MergedInto, d.MergedInto = "a", "b", "nobody"
	likes, dislikes := tie("4", "b", "c"), tie("5", "c", "d")
	likes.Kind, dislikes.Kind = "likes", "Likes"
	write(tb, s, person("a"), b, c, d, person("A"))
	write(tb, s, tie("1", "a", "b"), tie("2", "b", "a"), tie("3", "a", "a"), likes, dislikes, tie("6", "c", "a"))
	write(tb, s, need("p", "a", "1"), need("q", "b", "1"), need("r", "a", ""), need("s", "c", "3"), need("t", "nobody", "nowhere"))
}

// mustFind compares the IDs of what a query finds.
func mustFind[T any, K ~string](tb TB, r reading[T, K], want ...K) {
	tb.Helper()
	got := keys(r.all(tb), r.key)
	mustEqual(tb, "the "+r.what+" found", got, want)
}

func checkPartiesByID(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"b"}}), "b")
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"c", "x", "a", "c", "A"}}), "A", "a", "c")
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"x"}}))
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"c", "a", "b"}, After: "a", Limit: 1}), "b", "c")
}

func checkMergedInto(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"b"}}), "c")
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"nobody", "a", "x", "a"}}), "b", "d")
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"A", "x"}}))
}

func checkMerged(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, parties(s, relationship.PartyQuery{Merged: true}), "b", "c", "d")
	mustFind(tb, parties(s, relationship.PartyQuery{Merged: true, After: "b", Limit: 1}), "c", "d")
}

func checkTiesByID(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, ties(s, relationship.TieQuery{IDs: []relationship.TieID{"4"}}), "4")
	mustFind(tb, ties(s, relationship.TieQuery{IDs: []relationship.TieID{"5", "x", "1", "5"}}), "1", "5")
	mustFind(tb, ties(s, relationship.TieQuery{IDs: []relationship.TieID{"x"}}))
}

func checkTiesOf(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"a"}}), "1", "2", "3", "6")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"d"}}), "5")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"b", "x", "a", "b"}}), "1", "2", "3", "4", "6")
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"A"}}))
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"a", "b"}, After: "2", Limit: 1}), "3", "4", "6")
}

func checkTiesOfKinds(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, ties(s, relationship.TieQuery{Kinds: []relationship.KindName{"likes"}}), "4")
	mustFind(tb, ties(s, relationship.TieQuery{Kinds: []relationship.KindName{"Likes", "x", "knows"}}), "1", "2", "3", "5", "6")
	mustFind(tb, ties(s, relationship.TieQuery{Kinds: []relationship.KindName{"x"}}))
}

func checkNeedsByID(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: []relationship.NeedID{"q"}}), "q")
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: []relationship.NeedID{"t", "x", "p", "t"}}), "p", "t")
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: []relationship.NeedID{"x"}}))
}

func checkNeedsOf(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"a"}}), "p", "r")
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"nobody", "x", "b", "b"}}), "q", "t")
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"A"}}))
}

func checkNeedsIn(tb TB, s relationship.Store) {
	web(tb, s)
	mustFind(tb, needs(s, relationship.NeedQuery{In: []relationship.TieID{"1"}}), "p", "q")
	mustFind(tb, needs(s, relationship.NeedQuery{In: []relationship.TieID{"nowhere", "x", "3", "3"}}), "s", "t")
	mustFind(tb, needs(s, relationship.NeedQuery{In: []relationship.TieID{"x"}}))
}

func checkConditionsTogether(tb TB, s relationship.Store) {
	web(tb, s)
	ab := []relationship.PartyID{"a", "b"}
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: []relationship.PartyID{"b", "d"}, MergedInto: ab}), "b")
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: ab, Merged: true}), "b", "c")
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: ab, Merged: true}), "b")
	mustFind(tb, ties(s, relationship.TieQuery{Of: ab, Kinds: []relationship.KindName{"likes", "Likes"}}), "4")
	mustFind(tb, ties(s, relationship.TieQuery{IDs: []relationship.TieID{"1", "5"}, Of: ab}), "1")
	mustFind(tb, ties(s, relationship.TieQuery{IDs: []relationship.TieID{"1", "4"}, Kinds: []relationship.KindName{"knows"}}), "1")
	mustFind(tb, needs(s, relationship.NeedQuery{Of: ab, In: []relationship.TieID{"1", "3"}}), "p", "q")
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: []relationship.NeedID{"q", "r", "s"}, Of: ab}), "q", "r")
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: []relationship.NeedID{"q", "r", "s"}, In: []relationship.TieID{"1", "3"}}), "q", "s")
}

// checkFindChanged changes what parties are found by, and takes records away.
func checkFindChanged(tb TB, s relationship.Store) {
	b := person("b")
	b.MergedInto = "a"
	first := write(tb, s, person("a"), b, person("c"), tie("t", "a", "c"), need("n", "a", "t"))
	b.MergedInto, b.Rev = "c", first
	second := write(tb, s, b)
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"a"}}))
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"c"}}), "b")
	write(tb, s, person("b", second), void(relationship.TieID("t").Ref(), first), void(relationship.NeedID("n").Ref(), first))
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: []relationship.PartyID{"a", "c"}}))
	mustFind(tb, parties(s, relationship.PartyQuery{Merged: true}))
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"a"}}))
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"a"}}))
	write(tb, s, tie("t", "a", "c"), need("n", "a", "t"))
	mustFind(tb, ties(s, relationship.TieQuery{Of: []relationship.PartyID{"a"}}), "t")
	mustFind(tb, needs(s, relationship.NeedQuery{Of: []relationship.PartyID{"a"}}), "n")
}

// checkLongLists asks with more IDs than a database takes as parameters of one statement.
func checkLongLists(tb TB, s relationship.Store) {
	web(tb, s)
	const many = 70_000
	ids := make([]string, many)
	for i := range ids {
		ids[i] = strconv.Itoa(1_000_000 + i)
	}
	with := func(some ...string) []string { return append(ids[:many:many], some...) }
	mustFind(tb, parties(s, relationship.PartyQuery{IDs: as[relationship.PartyID](with("a", "c"))}), "a", "c")
	mustFind(tb, parties(s, relationship.PartyQuery{MergedInto: as[relationship.PartyID](with("a", "b"))}), "b", "c")
	mustFind(tb, ties(s, relationship.TieQuery{IDs: as[relationship.TieID](with("1", "5"))}), "1", "5")
	mustFind(tb, ties(s, relationship.TieQuery{Of: as[relationship.PartyID](with("d"))}), "5")
	mustFind(tb, needs(s, relationship.NeedQuery{IDs: as[relationship.NeedID](with("p", "t"))}), "p", "t")
	mustFind(tb, needs(s, relationship.NeedQuery{Of: as[relationship.PartyID](with("a"))}), "p", "r")
	mustFind(tb, needs(s, relationship.NeedQuery{In: as[relationship.TieID](with("1"))}), "p", "q")
}

func as[K ~string](ids []string) []K {
	out := make([]K, len(ids))
	for i, id := range ids {
		out[i] = K(id)
	}
	return out
}
