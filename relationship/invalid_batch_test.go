package relationship_test

import (
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func TestBadBatchesAreRefused(t *testing.T) {
	t.Parallel()
	one := people("new")
	voided := func(refs ...relationship.Ref) []relationship.Voided {
		var out []relationship.Voided
		for _, r := range refs {
			out = append(out, relationship.Voided{Ref: r, Rev: 1})
		}
		return out
	}
	old := relationship.TieID("old").Ref()
	friends := tie("new", "friend", "d", "e")
	need := relationship.Need{ID: "new", Party: "a", Text: secret}
	runRefused(t, []refused{
		{"nothing", batching(relationship.Batch{}), relationship.ErrInvalid, "Batch"},
		{"a number", batching(relationship.Batch{Seq: 3, Parties: one}), relationship.ErrInvalid, "Seq"},
		{"a time too late to be written", batching(relationship.Batch{At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), Parties: one}), relationship.ErrInvalid, "At"},
		{"a writer that is not UTF-8", batching(relationship.Batch{By: notUTF8, Parties: one}), relationship.ErrInvalid, "By"},
		{"a reason that is not UTF-8", batching(relationship.Batch{Why: notUTF8, Parties: one}), relationship.ErrInvalid, "Why"},
		{"a reason with a NUL", batching(relationship.Batch{Why: withNUL, Parties: one}), relationship.ErrInvalid, "Why"},
		{"a party twice", batching(relationship.Batch{Parties: people("new", "new")}), relationship.ErrInvalid, "Parties[1].ID"},
		{"a tie twice", batching(relationship.Batch{Ties: []relationship.Tie{friends, friends}}), relationship.ErrInvalid, "Ties[1].ID"},
		{"a need twice", batching(relationship.Batch{Needs: []relationship.Need{need, need}}), relationship.ErrInvalid, "Needs[1].ID"},
		{"void twice", batching(relationship.Batch{Void: voided(old, old)}), relationship.ErrInvalid, "Void"},
		{"put and void", batching(relationship.Batch{
			Ties: []relationship.Tie{{ID: "old", Rev: 1, Kind: "friend", From: "a", To: "d", Stints: []relationship.Stint{spell(1, 5)}}}, Void: voided(old),
		}), relationship.ErrInvalid, "Void"},
		{"void of a noun that there is not", batching(relationship.Batch{Void: voided(relationship.Ref{Noun: secret, ID: "x"})}), relationship.ErrInvalid, "Void[0].Ref.Noun"},
		{"void of an ID that is not UTF-8", batching(relationship.Batch{Void: voided(relationship.TieID(notUTF8).Ref())}), relationship.ErrInvalid, "Void[0].Ref.ID"},
		{"void without a revision", batching(relationship.Batch{Void: []relationship.Voided{{Ref: old}}}), relationship.ErrInvalid, "Void[0].Rev"},
		{"void with a stale revision", batching(relationship.Batch{Void: []relationship.Voided{{Ref: old, Rev: 77}}}), relationship.ErrStale, "Void[0]"},
		{"an erasure", batching(relationship.Batch{Erase: []relationship.PartyID{"a"}}), relationship.ErrInvalid, "Erase"},
		{"an erasure beside a party", batching(relationship.Batch{Erase: []relationship.PartyID{"a"}, Parties: one}), relationship.ErrInvalid, "Erase"},
		{"one bad record among good ones", batching(relationship.Batch{
			Parties: people("new", "new-2"), Ties: []relationship.Tie{friends, tie("new-2", "friend", "d", "nobody")},
		}), relationship.ErrNotFound, "Ties[1].To"},
	})
}

func TestBadErasuresAreRefusedByTheStore(t *testing.T) {
	t.Parallel()
	writing := func(b relationship.Batch) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error {
			b.At = noon(1)
			_, err := d.store.Write(t.Context(), b)
			return err
		}
	}
	runRefused(t, []refused{
		{"beside a party", writing(relationship.Batch{Erase: []relationship.PartyID{"a"}, Parties: people("new")}), relationship.ErrInvalid, "Erase"},
		{"twice", writing(relationship.Batch{Erase: []relationship.PartyID{"a", "b", "a"}}), relationship.ErrInvalid, "Erase[2]"},
		{"of no ID", writing(relationship.Batch{Erase: []relationship.PartyID{""}}), relationship.ErrInvalid, "Erase[0]"},
		{"of an ID that is not UTF-8", writing(relationship.Batch{Erase: []relationship.PartyID{notUTF8}}), relationship.ErrInvalid, "Erase[0]"},
	})
}

func TestBadCallsAreRefused(t *testing.T) {
	t.Parallel()
	ending := func(id relationship.TieID, at time.Time) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error {
			_, err := d.End(t.Context(), id, at)
			return err
		}
	}
	resuming := func(id relationship.TieID, at time.Time) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error {
			_, err := d.Resume(t.Context(), id, at)
			return err
		}
	}
	erasing := func(id relationship.PartyID) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error {
			_, err := d.Erase(t.Context(), id)
			return err
		}
	}
	voiding := func(refs ...relationship.Ref) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error { return d.Void(t.Context(), refs...) }
	}
	runRefused(t, []refused{
		{"end without an instant", ending("ab", time.Time{}), relationship.ErrInvalid, "At"},
		{"end before it began", ending("ab", noon(-1)), relationship.ErrInvalid, "Stints[0].To"},
		{"end as it begins", ending("ab", noon(0)), relationship.ErrInvalid, "Stints[0].To"},
		{"end what has ended", ending("old", noon(9)), relationship.ErrInvalid, "Stints"},
		{"end what is not there", ending("nothing", noon(9)), relationship.ErrNotFound, ""},
		{"resume without an instant", resuming("old", time.Time{}), relationship.ErrInvalid, "At"},
		{"resume before it ended", resuming("old", noon(4)), relationship.ErrInvalid, "Stints[1].From"},
		{"resume what goes on", resuming("ab", noon(9)), relationship.ErrInvalid, "Stints"},
		{"resume what is not there", resuming("nothing", noon(9)), relationship.ErrNotFound, ""},
		{"erase no ID", erasing(""), relationship.ErrInvalid, "ID"},
		{"erase an ID that is too long", erasing(relationship.PartyID(tooLong())), relationship.ErrInvalid, "ID"},
		{"erase an ID that is not UTF-8", erasing(notUTF8), relationship.ErrInvalid, "ID"},
		{"void nothing", voiding(), relationship.ErrInvalid, "Batch"},
		{"void a party with ties", voiding(relationship.PartyID("a").Ref()), relationship.ErrInvalid, "Void[0].Ref"},
		{"void a party with needs", voiding(relationship.PartyID("e").Ref()), relationship.ErrInvalid, "Void[0].Ref"},
		{"void a party with others merged into it", voiding(relationship.PartyID("m").Ref()), relationship.ErrInvalid, "Void[0].Ref"},
		{"void a tie with needs", voiding(relationship.TieID("ab").Ref()), relationship.ErrInvalid, "Void[0].Ref"},
		{"void a party with only one of its ties", voiding(relationship.PartyID("d").Ref(), relationship.TieID("old").Ref()), relationship.ErrInvalid, "Void[0].Ref"},
		{"void what is not there", voiding(relationship.TieID("old").Ref(), relationship.TieID("nothing").Ref()), relationship.ErrNotFound, "Refs[1]"},
		{"void a noun that there is not", voiding(relationship.Ref{Noun: secret, ID: "x"}), relationship.ErrInvalid, "Void[0].Ref.Noun"},
		{"refit as nobody knows how", func(t *testing.T, d desk) error {
			_, err := d.Refit(t.Context(), relationship.ReadyKinds(), relationship.RuleChange{Misfits: 7})
			return err
		}, relationship.ErrInvalid, "Misfits"},
	})
}

func TestBadMergesAreRefused(t *testing.T) {
	t.Parallel()
	merging := func(into relationship.PartyID, parties ...relationship.PartyID) func(*testing.T, desk) error {
		return func(t *testing.T, d desk) error { return d.Merge(t.Context(), into, parties...) }
	}
	runRefused(t, []refused{
		{"into itself", merging("a", "a"), relationship.ErrInvalid, "MergedInto"},
		{"into one merged into it", merging("m2", "m"), relationship.ErrInvalid, "MergedInto"},
		{"into one merged into one merged into it", merging("m3", "m"), relationship.ErrInvalid, "MergedInto"},
		{"into a party of another kind", merging("acme", "a"), relationship.ErrInvalid, "MergedInto"},
		{"one that is merged into another", merging("a", "m2"), relationship.ErrInvalid, "MergedInto"},
		{"nobody", merging("a", "nobody"), relationship.ErrNotFound, "Parties[0]"},
		{"somebody and nobody", merging("a", "b", "nobody"), relationship.ErrNotFound, "Parties[1]"},
		{"into nobody", merging("nobody", "a"), relationship.ErrNotFound, "MergedInto"},
		{"none", merging("a"), relationship.ErrInvalid, "Parties"},
		{"a circle in one batch", func(t *testing.T, d desk) error {
			a, b := people("new-a")[0], people("new-b")[0]
			a.MergedInto, b.MergedInto = "new-b", "new-a"
			_, err := d.Put(t.Context(), relationship.Batch{Parties: []relationship.Party{a, b}})
			return err
		}, relationship.ErrInvalid, "Parties[0].MergedInto"},
		{"un-merge nobody", func(t *testing.T, d desk) error { return d.Unmerge(t.Context(), "m2", "nobody") }, relationship.ErrNotFound, "Parties[1]"},
		{"un-merge none", func(t *testing.T, d desk) error { return d.Unmerge(t.Context()) }, relationship.ErrInvalid, "Parties"},
	})
}

// Of the stage: a reports to b, b to c, c to m2, which is m. a is a parent of b. a leads b (sole)
// from day 0 to 10, m2 leads d for good, and c led x until day 10 and then y.
func TestTiesThatTheirKindForbidsAreRefused(t *testing.T) {
	t.Parallel()
	open := spell(0, 0)
	runRefused(t, []refused{
		{"an organisation where only persons may stand", between("friend", "a", "acme", open), relationship.ErrInvalid, "To"},
		{"an organisation at the other end", between("works-for", "acme", "a", open), relationship.ErrInvalid, "From"},
		{"with itself", between("friend", "a", "a", open), relationship.ErrInvalid, "To"},
		{"with who turned out to be itself", between("friend", "m", "m3", open), relationship.ErrInvalid, "To"},
		{"of two, where only one may be", between("self", "a", "b", open), relationship.ErrInvalid, "To"},
		{"one too many at From", between("sole", "a", "e", spell(2, 4)), relationship.ErrInvalid, "From"},
		{"one too many at From, by a nanosecond", between("sole", "a", "e", relationship.Stint{From: noon(10).Add(-1)}), relationship.ErrInvalid, "From"},
		{"one too many at To", between("sole", "e", "b", spell(9, 12)), relationship.ErrInvalid, "To"},
		{"one too many of a merged party", between("sole", "m", "e", open), relationship.ErrInvalid, "From"},
		{"one too many of another merged party", between("sole", "m3", "e", spell(400, 401)), relationship.ErrInvalid, "From"},
		{"a circle of two", between("reports-to", "b", "a", open), relationship.ErrInvalid, "To"},
		{"a circle of two, downwards", between("parent", "b", "a", open), relationship.ErrInvalid, "To"},
		{"a circle of three", between("reports-to", "c", "a", open), relationship.ErrInvalid, "To"},
		{"a circle over merged parties", between("reports-to", "m", "a", open), relationship.ErrInvalid, "To"},
		{"a circle for a day", between("reports-to", "m3", "a", spell(50, 51)), relationship.ErrInvalid, "To"},
		{"a circle within one batch", batching(relationship.Batch{Ties: []relationship.Tie{
			tie("x", "parent", "c", "d"), tie("y", "parent", "d", "e"), tie("z", "parent", "e", "c"),
		}}), relationship.ErrInvalid, "Ties[0].To"},
		{"one too many within one batch", batching(relationship.Batch{Ties: []relationship.Tie{
			tie("x", "sole", "e", "c"), tie("y", "sole", "e", "z"),
		}}), relationship.ErrInvalid, "Ties[0].From"},
		{"resumed when another has taken the place", func(t *testing.T, d desk) error {
			_, err := d.Resume(t.Context(), "first", noon(20))
			return err
		}, relationship.ErrInvalid, "From"},
	})
}

func TestTiesThatTheirKindAllowsAreTaken(t *testing.T) {
	t.Parallel()
	disjoint := func(t *testing.T, d desk) error {
		x, y, z := tie("x", "reports-to", "d", "e"), tie("y", "reports-to", "e", "z"), tie("z", "reports-to", "z", "d")
		x.Stints[0], y.Stints[0], z.Stints[0] = spell(0, 10), spell(5, 20), spell(10, 30)
		_, err := d.Put(t.Context(), relationship.Batch{Ties: []relationship.Tie{x, y, z}})
		return err
	}
	ended := relationship.Stint{From: noon(0), Ended: true}
	tests := []struct {
		name string
		do   func(*testing.T, desk) error
	}{
		{"one after the other", between("sole", "a", "e", spell(10, 20))},
		{"another tie with the same party", between("sole", "a", "b", spell(3, 20))},
		{"another tie with who turned out to be the same party", between("sole", "m", "d", spell(3, 20))},
		{"one that ended, nobody knows when", between("sole", "a", "e", ended)},
		{"a circle of which two parts never held together", disjoint},
		{"a circle that ended, nobody knows when", between("reports-to", "b", "a", ended)},
		{"the same two in another hierarchy", between("parent", "c", "b", spell(0, 0))},
		{"two above one", between("reports-to", "a", "c", spell(0, 0))},
		{"with itself, where the kind says so", between("self", "a", "a", spell(0, 0))},
		{"with who turned out to be itself, where the kind says so", between("self", "m", "m3", spell(0, 0))},
		{"touching stints", relating(func(x *relationship.Tie) { x.Stints = []relationship.Stint{spell(1, 5), spell(5, 9), spell(9, 0)} })},
		{"a void of everything together", func(t *testing.T, d desk) error {
			return d.Void(t.Context(), relationship.PartyID("e").Ref(), relationship.NeedID("free").Ref())
		}},
		{"a void of a party with its ties", func(t *testing.T, d desk) error {
			return d.Void(t.Context(), relationship.TieID("old").Ref(), relationship.TieID("m2-lead").Ref(), relationship.PartyID("d").Ref())
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newStage(t)
			ok(t, test.do(t, d))
			same(t, "findings", all(t, d.Check(t.Context())), []relationship.Finding{})
		})
	}
}

func TestMergedPartiesKeepTheirKind(t *testing.T) {
	t.Parallel()
	for _, id := range []relationship.PartyID{"loser", "winner"} {
		t.Run(string(id), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			put(t, d.Book, relationship.Batch{Parties: people("loser", "winner")})
			ok(t, d.Merge(t.Context(), "winner", "loser"))
			page, err := d.store.Parties(t.Context(), relationship.PartyQuery{IDs: []relationship.PartyID{id}})
			ok(t, err)
			page.Records[0].Kind = relationship.Group
			_, err = d.PutParty(t.Context(), page.Records[0])
			broken(t, err, relationship.ErrInvalid, "Kind")
		})
	}
}

// What a merge left over at other times does not stand in the way.
func TestExcessAtOtherTimesForbidsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sole())
	first, second, later := tie("1", "sole", "a", "c"), tie("2", "sole", "b", "d"), tie("3", "sole", "a", "e")
	first.Stints[0], second.Stints[0], later.Stints[0] = spell(0, 10), spell(0, 10), spell(10, 20)
	put(t, d.Book, relationship.Batch{Parties: people("a", "b", "c", "d", "e"), Ties: []relationship.Tie{first, second}})
	ok(t, d.Merge(t.Context(), "a", "b"))
	same(t, "how much the merge left over", len(all(t, d.Check(t.Context()))), 1)
	_, err := d.Relate(t.Context(), later)
	ok(t, err)
	later.ID, later.Stints[0] = "4", spell(9, 10)
	_, err = d.Relate(t.Context(), later)
	broken(t, err, relationship.ErrInvalid, "From")
}
