package network_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// The ties of the example: employers' decision makers, and us.
func deciders() network.Standing {
	return network.Standing{Kind: "decides-for", Side: relationship.ToSide}
}

func ours() network.Standing {
	return network.Standing{Kind: "serves", Side: relationship.ToSide, Ours: true}
}

func worth(v float64) relationship.Readings { return once(sharp(v)) }

// brokers are three customers, and one of unknown worth.
func brokers() []network.Customer {
	return []network.Customer{
		{ID: "a", Worth: worth(100), Ties: []network.CustomerTie{
			tieOf("a-d", deciders(), 0.8, 0.25), // 0.8 * 0.75 = 0.6
			tieOf("a-s", ours(), 0.5, 0.8),      // 0.5 * 0.2 = 0.1
		}},
		{ID: "b", Worth: worth(300), Ties: []network.CustomerTie{
			tieOf("b-d1", deciders(), 0.5, 0.6), // 0.5 * 0.4 = 0.2
			tieOf("b-d2", deciders(), 1, 0.9),   // 1 * 0.1 = 0.1
			tieOf("b-s", ours(), 0.4, 0.5),      // 0.4 * 0.5 = 0.2
		}},
		{ID: "c", Worth: worth(600), Ties: []network.CustomerTie{
			tieOf("c-s", ours(), 0.5, 0.9), // 0.5 * 0.1 = 0.05
		}},
		{ID: "d", Ties: []network.CustomerTie{tieOf("d-d", deciders(), 1, 0)}},
	}
}

func TestTheRankingIsTheOneWorkedOutByHand(t *testing.T) {
	t.Parallel()
	got := mustFind(t, brokers(), network.CriticalConfig{})
	if got.Customers != 4 || got.Unvalued != 1 || got.Worth.Value != 1000 || got.Worth.Low != 1000 {
		t.Errorf("counted %d customers, %d without worth, worth %+v", got.Customers, got.Unvalued, got.Worth)
	}
	if len(got.Kinds) != 2 || got.Kinds[0].Standing != deciders() {
		t.Fatalf("the first kind must be the decision makers: %+v", got.Kinds)
	}
	d := got.Kinds[0]
	if want := (100*0.6 + 300*0.2) / 1000; !nearly(d.Exposure.Value, want) { // 0.12; the larger of 0.2 and 0.1 counts
		t.Errorf("exposure of decision makers: got %v, want %v", d.Exposure.Value, want)
	}
	if d.Customers != 2 || d.Held != 3 || d.Unknown != 0 || d.Covered != 1 || d.Exposure.N != 2 {
		t.Errorf("counts of decision makers: %+v", d)
	}
	if d.Exposure.Basis != relationship.Observed || d.Exposure.Guesses != 0 || d.Gain.Known() {
		t.Errorf("estimates of decision makers: %+v", d)
	}
	if want := (100*0.1 + 300*0.2 + 600*0.05) / 1000; !nearly(got.Kinds[1].Exposure.Value, want) { // 0.1
		t.Errorf("exposure of our own tie: got %v, want %v", got.Kinds[1].Exposure.Value, want)
	}
}

func TestSingleTiesAreRankedByWhatRestsOnEach(t *testing.T) {
	t.Parallel()
	got := mustFind(t, brokers(), network.CriticalConfig{Ties: 4})
	want := []struct {
		tie   relationship.TieID
		share float64
	}{
		{"a-d", 100 * 0.6 / 1000},
		{"b-d1", 300 * 0.2 / 1000},
		{"b-s", 300 * 0.2 / 1000},
		{"b-d2", 300 * 0.1 / 1000},
	}
	// 0.06 comes three times, but for how it is rounded; then 0.03 twice, of which the decision maker's is first.
	if len(got.Ties) != len(want) {
		t.Fatalf("listed %d ties, want %d", len(got.Ties), len(want))
	}
	for i, w := range want {
		if !nearly(got.Ties[i].Exposure.Value, w.share) {
			t.Errorf("place %d: got %+v, want %v", i, got.Ties[i], w)
		}
	}
	if own := kindOf(t, &got.CriticalGroup, ours()).Largest; len(own) != 3 || own[0].Tie != "b-s" || own[2].Tie != "a-s" {
		t.Errorf("the largest of our own ties: %+v", own)
	}
}

func TestTiesOfEqualRankAreInTheOrderOfStandingTieAndCustomer(t *testing.T) {
	t.Parallel()
	twins := []network.Customer{
		{ID: "b", Worth: worth(1), Ties: []network.CustomerTie{tieOf("t1", ours(), 1, 0), tieOf("t3", deciders(), 1, 0)}},
		{ID: "a", Worth: worth(1), Ties: []network.CustomerTie{tieOf("t3", deciders(), 1, 0), tieOf("t2", deciders(), 1, 0)}},
	}
	var got []string
	for _, tie := range mustFind(t, twins, network.CriticalConfig{}).Ties {
		got = append(got, string(tie.Tie)+" of "+string(tie.Customer))
	}
	mustBeEqual(t, got, []string{"t2 of a", "t3 of a", "t3 of b", "t1 of b"})
}

func TestSeveralTiesOfAKindAddUpByOptionButNotAboveOne(t *testing.T) {
	t.Parallel()
	got := mustFind(t, brokers(), network.CriticalConfig{Sum: true})
	want := (100*0.6 + 300*(0.2+0.1)) / 1000
	if d := kindOf(t, &got.CriticalGroup, deciders()); !nearly(d.Exposure.Value, want) {
		t.Errorf("exposure: got %v, want %v", d.Exposure.Value, want)
	}
	burdened := []network.Customer{{ID: "a", Worth: worth(5), Ties: []network.CustomerTie{
		tieOf("1", deciders(), 1, 0.3), tieOf("2", deciders(), 1, 0.3),
	}}}
	got = mustFind(t, burdened, network.CriticalConfig{Sum: true})
	if d := kindOf(t, &got.CriticalGroup, deciders()); d.Exposure.Value != 1 {
		t.Errorf("0.7 and 0.7 of one customer: got %v, want 1", d.Exposure.Value)
	}
}

func TestAGainGoesBeforeAnExposure(t *testing.T) {
	t.Parallel()
	got := mustFind(t, brokers(), network.CriticalConfig{
		Reach: map[network.Standing]relationship.Estimate{deciders(): sharp(0.3)},
	})
	// a: 0.8 * 0.3; b: the larger of 0.5 * 0.3 and 1 * 0.1, the latter all that is missing.
	want := (100*0.24 + 300*0.15) / 1000 // 0.069, below the exposure of 0.1 of our own tie
	if got.Kinds[0].Standing != ours() || !nearly(got.Kinds[1].Gain.Value, want) {
		t.Errorf("our own tie must go before a gain of %v: %+v", want, got.Kinds)
	}
	if r := got.Kinds[1].Rank(); r != got.Kinds[1].Gain {
		t.Errorf("the rank of a known gain: got %+v", r)
	}
	if r := got.Kinds[0].Rank(); r != got.Kinds[0].Exposure {
		t.Errorf("the rank without a gain: got %+v", r)
	}
}

func TestGroupsAreWhatTheyWouldBeAlone(t *testing.T) {
	t.Parallel()
	large := func(c *network.Customer) string {
		if c.Worth.At(noon(20)).Value > 200 {
			return "large"
		}
		return "small"
	}
	got := mustFind(t, brokers(), network.CriticalConfig{Group: large})
	if len(got.Groups) != 2 || got.Groups[0].Name != "large" || got.Groups[1].Name != "small" {
		t.Fatalf("groups: %+v", got.Groups)
	}
	if g := got.Groups[1]; g.Customers != 2 || g.Unvalued != 1 || g.Worth.Value != 100 {
		t.Errorf("the small ones: %+v", g)
	}
	alone := mustFind(t, brokers()[1:3], network.CriticalConfig{})
	alone.Name = "large"
	mustBeEqual(t, got.Groups[0], alone.CriticalGroup)
}

func TestWhatIsUnknownIsLeftOutAndCounted(t *testing.T) {
	t.Parallel()
	customers := brokers()
	customers[0].Ties[0].Health = nil     // a: its only decision maker
	customers[1].Ties[1].Importance = nil // b: one of two
	got := mustFind(t, customers, network.CriticalConfig{})
	d := kindOf(t, &got.CriticalGroup, deciders())
	if want := 300 * 0.2 / 1000; !nearly(d.Exposure.Value, want) { // the total worth stays whole
		t.Errorf("exposure: got %v, want %v", d.Exposure.Value, want)
	}
	if d.Customers != 2 || d.Held != 3 || d.Unknown != 2 || d.Covered != 0 || d.Exposure.N != 1 {
		t.Errorf("counts: %+v", d)
	}
	customers[1] = brokers()[1]
	got = mustFind(t, customers, network.CriticalConfig{})
	if d = kindOf(t, &got.CriticalGroup, deciders()); !nearly(d.Covered, 300.0/400) {
		t.Errorf("covered worth: got %v, want 0.75", d.Covered)
	}
}

func TestWhatCertainlyDoesNotMatterCountsAsNothing(t *testing.T) {
	t.Parallel()
	for name, tie := range map[string]network.CustomerTie{
		"importance 0":               {Importance: once(sharp(0))},
		"health 1":                   {Health: once(sharp(1))},
		"perhaps of some importance": {Importance: once(vague(0, 0, 0.4))},
		"perhaps not quite healthy":  {Health: once(vague(0.9, 1, 1))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tie.ID, tie.Kind = "t", "serves"
			got := mustFind(t, []network.Customer{{ID: "a", Worth: worth(1), Ties: []network.CustomerTie{tie}}}, network.CriticalConfig{})
			sure := tie.Importance.At(noon(20)) == sharp(0) || tie.Health.At(noon(20)) == sharp(1)
			k := got.Kinds[0]
			if sure != (k.Unknown == 0) || sure != k.Exposure.Known() || k.Exposure.Value != 0 || len(got.Ties) > 0 {
				t.Errorf("got %+v", k)
			}
		})
	}
}

func TestGuessesAreToldAsAShare(t *testing.T) {
	t.Parallel()
	customers := brokers()[:1]
	guess := sharp(0.25)
	guess.Basis = relationship.Guessed
	customers[0].Ties[0].Health = once(guess)
	reach := sharp(0.2)
	reach.Basis = relationship.Stated
	got := mustFind(t, customers, network.CriticalConfig{Reach: map[network.Standing]relationship.Estimate{deciders(): reach, ours(): reach}})
	d, own := kindOf(t, &got.CriticalGroup, deciders()), kindOf(t, &got.CriticalGroup, ours())
	if d.Exposure.Basis != relationship.Guessed || !nearly(d.Exposure.Guesses, 1.0/3) || !nearly(d.Gain.Guesses, 1.0/4) {
		t.Errorf("one of three, or of four with the reach: got %+v and %+v", d.Exposure, d.Gain)
	}
	if own.Exposure.Basis != relationship.Observed || own.Gain.Basis != relationship.Stated {
		t.Errorf("the weakest basis: got %+v and %+v", own.Exposure, own.Gain)
	}
	if tie := d.Largest[0]; tie.Exposure.Basis != relationship.Guessed || !nearly(tie.Exposure.Guesses, 1.0/3) {
		t.Errorf("a single tie: got %+v", tie)
	}
}

func TestLaterReadingsAreNotLookedAt(t *testing.T) {
	t.Parallel()
	customers := brokers()
	want := mustFind(t, brokers(), network.CriticalConfig{})
	for i := range customers {
		customers[i].Worth = append(customers[i].Worth, relationship.Reading{At: noon(21), Estimate: sharp(7)})
		for j := range customers[i].Ties {
			tie := &customers[i].Ties[j]
			tie.Health = append(tie.Health, relationship.Reading{At: noon(21), Estimate: sharp(0.01)})
		}
	}
	mustBeEqual(t, mustFind(t, customers, network.CriticalConfig{}), want)
}

func TestProgressEndsWithAllCustomersAndTheirGroups(t *testing.T) {
	t.Parallel()
	last, of := 0, 0
	mustFind(t, brokers(), network.CriticalConfig{
		Group: func(*network.Customer) string { return "" },
		Progress: func(done, all int) {
			if done < last {
				t.Errorf("progress went back from %d to %d", last, done)
			}
			last, of = done, all
		},
	})
	if last != 6 || of != 6 {
		t.Errorf("got %d of %d, want 6 of 6", last, of)
	}
}
