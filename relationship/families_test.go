package relationship_test

import (
	"errors"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// Each of these tests names a family of failures that other systems for customer relationships
// show, again and again: see section 3 of reference/crm-features.md.

// Family: two ends drifting apart. Systems that keep one row per direction forget to write one of
// them (monica#7908, NPSP#1715, NPSP#2586, OCA/partner-contact#1068).
func TestTheTwoEndsCannotDriftApart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{Parties: people("mia", "rosa"), Ties: []relationship.Tie{tie("care", "cares-for", "mia", "rosa")}})
	mustBeMirrored := func() {
		t.Helper()
		mine, theirs := around(t, &d.Reader, "mia"), around(t, &d.Reader, "rosa")
		if len(mine) != len(theirs) {
			t.Fatalf("got %d ties at one end and %d at the other", len(mine), len(theirs))
		}
		for i := range mine {
			want := mirrored(mine[i])
			want.Phrase = "is cared for by"
			same(t, "from the other end", theirs[i], want)
		}
	}
	mustBeMirrored()
	_, err := d.UpdateTie(t.Context(), "care", func(x *relationship.Tie) error {
		x.Ends.From.Role = "daughter"
		x.Ends.To.Health = relationship.Readings{{Estimate: relationship.Estimate{Value: 1, Low: 1, High: 1, Basis: relationship.Stated}}}
		return nil
	})
	ok(t, err)
	mustBeMirrored()
	_, err = d.End(t.Context(), "care", noon(4))
	ok(t, err)
	mustBeMirrored()
	ok(t, d.Void(t.Context(), relationship.TieID("care").Ref()))
	mustBeMirrored()
	if n := len(contentOf(t, d.store).Ties); n != 0 {
		t.Errorf("got %d ties in the store, want none: there never was a second record", n)
	}
}

// Family: repeat stints impossible. Who left cannot come back without the first time being
// overwritten, or a second record of the same kind being refused (Salesforce's account contacts).
func TestRepeatStintsArePossible(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: append(people("ann"), relationship.Party{ID: "acme", Kind: relationship.Organisation}),
		Ties:    []relationship.Tie{tie("job", "works-for", "ann", "acme")},
	})
	_, err := d.End(t.Context(), "job", noon(10))
	ok(t, err)
	_, err = d.Resume(t.Context(), "job", noon(20))
	ok(t, err)
	_, err = d.End(t.Context(), "job", noon(30))
	ok(t, err)
	_, err = d.Resume(t.Context(), "job", noon(30)) // on the very day
	ok(t, err)
	job, err := d.Tie(t.Context(), "job")
	ok(t, err)
	same(t, "stints", job.Stints, []relationship.Stint{spell(0, 10), spell(20, 30), spell(30, 0)})
	for at, want := range map[int]bool{-1: false, 0: true, 9: true, 10: false, 19: false, 20: true, 29: true, 30: true, 400: true} {
		if got := job.Holds(noon(at)); got != want {
			t.Errorf("Holds(day %d) = %v, want %v", at, got, want)
		}
	}
	// A second tie of the same kind between the same two is no error either.
	_, err = d.Relate(t.Context(), tie("second-job", "works-for", "ann", "acme"))
	ok(t, err)
}

// Family: history lost on job change. The new employer takes the place of the old one, so that who
// was spoken with at the time cannot be told (Dolibarr#24718, SuiteCRM#6459, monica#3099, and more).
func TestJobChangeKeepsTheFormerEmployer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: append(people("ann"),
			relationship.Party{ID: "old", Kind: relationship.Organisation}, relationship.Party{ID: "new", Kind: relationship.Organisation}),
		Ties: []relationship.Tie{tie("first", "works-for", "ann", "old")},
	})
	d.clock.set(noon(12)) // we hear of it two days late
	_, err := d.End(t.Context(), "first", noon(10))
	ok(t, err)
	second := tie("second", "works-for", "ann", "new")
	second.Stints[0].From = noon(10)
	_, err = d.Relate(t.Context(), second)
	ok(t, err)

	tests := []struct {
		name string
		when relationship.When
		want []relationship.PartyID
	}{
		{"the employer of a date before", relationship.When{Valid: noon(5)}, []relationship.PartyID{"old"}},
		{"the employer on the day of the change", relationship.When{Valid: noon(10)}, []relationship.PartyID{"new"}},
		{"what we believed of day 11 on day 11", relationship.When{Valid: noon(11), Known: noon(11)}, []relationship.PartyID{"old"}},
		{"what we know of day 11 now", relationship.When{Valid: noon(11)}, []relationship.PartyID{"new"}},
		{"all employers, the former too", relationship.When{}, []relationship.PartyID{"old", "new"}},
	}
	for _, test := range tests {
		then, err := d.AsOf(t.Context(), test.when)
		ok(t, err)
		same(t, test.name, others(around(t, then, "ann")), test.want)
	}
	same(t, "the former employer still knows her", others(around(t, &d.Reader, "old")), []relationship.PartyID{"ann"})
}

// Family: merge that loses edges. Ties of the loser are dropped, or rewritten so that nobody can
// tell afterwards whose they were (monica#1687, Tracardi#892, Tracardi#784, grimoirelab-hatstall#78).
func TestMergeLosesNoTie(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	put(t, d.Book, relationship.Batch{
		Parties: people("ann", "ann-2", "bob", "cid"),
		Ties: []relationship.Tie{
			tie("1", "friend", "ann", "bob"), tie("2", "friend", "cid", "ann-2"), tie("3", "friend", "ann-2", "bob"),
		},
		Needs: []relationship.Need{{ID: "n", Party: "ann-2", Tie: "2", Text: "x"}},
	})
	before := map[relationship.PartyID][]seen{"ann": around(t, &d.Reader, "ann"), "ann-2": around(t, &d.Reader, "ann-2")}
	ok(t, d.Merge(t.Context(), "ann", "ann-2"))
	for _, id := range []relationship.PartyID{"ann", "ann-2"} {
		same(t, "around "+string(id), others(around(t, &d.Reader, id)), []relationship.PartyID{"bob", "cid", "bob"})
		needs := all(t, d.Needs(t.Context(), relationship.NeedQuery{Of: []relationship.PartyID{id}}))
		if len(needs) != 1 || needs[0].Party != "ann-2" {
			t.Errorf("needs of %s: got %v, want the one of ann-2, as it was", id, needs)
		}
	}
	same(t, "seen from cid", others(around(t, &d.Reader, "cid")), []relationship.PartyID{"ann"})
	_, err := d.Relate(t.Context(), tie("4", "friend", "cid", "ann")) // while merged
	ok(t, err)
	ok(t, d.Unmerge(t.Context(), "ann-2"))
	same(t, "ann-2 after the un-merge", around(t, &d.Reader, "ann-2"), before["ann-2"], noRevs())
	same(t, "ann after the un-merge", others(around(t, &d.Reader, "ann")), []relationship.PartyID{"bob", "cid"})
}

func consent(value any, at int) []relationship.Fact {
	return []relationship.Fact{{Name: "consent", Value: value, Basis: relationship.Stated, At: noon(at)}}
}

// Family: merge that widens consent. The later "yes" of one record wins over the "no" of the other.
func TestMergeNeverWidensConsent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	parties := people("ann", "ann-2")
	parties[0].Facts, parties[1].Facts = consent(true, 5), consent(false, 1)
	put(t, d.Book, relationship.Batch{Parties: parties})
	strict := relationship.Policy{Strict: []string{"consent"}}
	says := func(id relationship.PartyID) relationship.Pick {
		t.Helper()
		profile, err := d.Profile(t.Context(), id)
		ok(t, err)
		pick, found := profile.Fact("consent", noon(9), strict)
		if !found {
			t.Fatalf("no consent of %s is found, want one", id)
		}
		return pick
	}
	ok(t, d.Merge(t.Context(), "ann", "ann-2"))
	for _, id := range []relationship.PartyID{"ann", "ann-2"} {
		pick := says(id)
		if pick.Fact.Value != false || pick.Why != relationship.Stricter || len(pick.Others) != 1 {
			t.Errorf("consent of %s: got %v because %q, want false because %q", id, pick.Fact.Value, pick.Why, relationship.Stricter)
		}
	}
	// Without the policy it would be widened.
	profile, err := d.Profile(t.Context(), "ann")
	ok(t, err)
	if pick, _ := profile.Fact("consent", noon(9), relationship.Policy{}); pick.Fact.Value != true {
		t.Errorf("without Strict: got %v, want true, or this test shows nothing", pick.Fact.Value)
	}
	ok(t, d.Unmerge(t.Context(), "ann-2"))
	if got := [2]any{says("ann").Fact.Value, says("ann-2").Fact.Value}; got != [2]any{true, false} {
		t.Errorf("after the un-merge: got %v, want each its own: true and false", got)
	}
}

// Family: erased people resurrected. The next import, or a writer with an old copy, brings them
// back (unomi#336, laravel-rewind#61).
func TestErasedPeopleAreNotResurrected(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := relationship.PartyID(relationship.IDFrom("shop", "customer 17"))
	copied, err := d.PutParty(t.Context(), relationship.Party{ID: id, Kind: relationship.Person, Name: "Ann"})
	ok(t, err)
	put(t, d.Book, relationship.Batch{Parties: people("bob"), Ties: []relationship.Tie{tie("t", "friend", id, "bob")}})
	friends, err := d.Tie(t.Context(), "t")
	ok(t, err)
	if _, erased, err := d.Erased(t.Context(), id); erased || err != nil {
		t.Fatalf("Erased before: got %v, %v, want false", erased, err)
	}
	d.clock.set(noon(3))
	_, err = d.Erase(t.Context(), id)
	ok(t, err)

	// The same import once more can ask.
	again := relationship.PartyID(relationship.IDFrom("shop", "customer 17"))
	at, erased, err := d.Erased(t.Context(), again)
	if !erased || err != nil || !at.Equal(noon(3)) {
		t.Errorf("Erased(the same key) = %v, %v, %v, want day 3, true", at, erased, err)
	}
	if _, other, _ := d.Erased(t.Context(), relationship.PartyID(relationship.IDFrom("shop", "customer 18"))); other {
		t.Error("Erased(another key) = true, want false")
	}
	// An old copy is refused.
	copied.Name = "Ann, as I knew her"
	_, err = d.PutParty(t.Context(), copied)
	broken(t, err, relationship.ErrNotFound, "")
	_, err = d.Relate(t.Context(), friends)
	broken(t, err, relationship.ErrNotFound, "")
	_, err = d.Relate(t.Context(), tie("t2", "friend", "bob", id))
	broken(t, err, relationship.ErrNotFound, "To")

	// Who is created anew has nothing of the past, and old copies stay refused.
	_, err = d.PutParty(t.Context(), relationship.Party{ID: id, Kind: relationship.Person})
	ok(t, err)
	same(t, "ties of the new one", around(t, &d.Reader, id), []seen{})
	_, err = d.PutParty(t.Context(), copied)
	broken(t, err, relationship.ErrStale, "")
	if n := len(all(t, d.History(t.Context(), id.Ref()))); n != 2 {
		t.Errorf("got %d batches in the history, want the erasure and the new beginning", n)
	}
	then, err := d.AsOf(t.Context(), relationship.When{Known: noon(2)})
	ok(t, err)
	if _, err := then.Party(t.Context(), id); !errors.Is(err, relationship.ErrNotFound) {
		t.Errorf("as known before the erasure: got error %v, want one matching %v", err, relationship.ErrNotFound)
	}
}

// Family: "active" kept as a flag, set by a nightly job that has not run yet, or never runs
// (civicrm-core#31886, civicrm-core#18844).
func TestHoldingFollowsTheDatesWithNoWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	trial := tie("trial", "serves", "us", "ann")
	trial.Stints[0] = spell(10, 20)
	put(t, d.Book, relationship.Batch{
		Parties: append(people("ann"), relationship.Party{ID: "us", Kind: relationship.Organisation}), Ties: []relationship.Tie{trial},
	})
	before := contentOf(t, d.store)
	for at, want := range map[int]int{9: 0, 10: 1, 19: 1, 20: 0} {
		d.clock.set(noon(at))
		now, err := d.AsOf(t.Context(), relationship.When{Valid: d.clock.now()})
		ok(t, err)
		if got := len(around(t, now, "ann")); got != want {
			t.Errorf("on day %d: got %d ties that hold, want %d", at, got, want)
		}
	}
	same(t, "content", contentOf(t, d.store), before)
}
