package network_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// The instants that tests about needs ask about.
var (
	needsNow  = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	needsThen = time.Date(2025, time.June, 1, 0, 0, 0, 0, time.UTC)
)

// exact is a number without doubt.
func exact(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, N: 1, Basis: relationship.Stated}
}

// read is one exact reading from the beginning of time.
func read(v float64) relationship.Readings {
	return relationship.Readings{{Estimate: exact(v)}}
}

// felt is a need of a party, named after party and text, with importance and satisfaction as given.
func felt(party relationship.PartyID, text string, importance, satisfaction float64) relationship.Need {
	return relationship.Need{
		ID: relationship.NeedID(string(party) + "/" + text), Party: party, Text: text,
		Importance: read(importance), Satisfaction: read(satisfaction),
	}
}

func voiced(n relationship.Need) relationship.Need   { n.Voiced = true; return n }
func expected(n relationship.Need) relationship.Need { n.Expected = true; return n }
func basic(n relationship.Need) relationship.Need {
	n.Class, n.ClassBasis = relationship.Basic, relationship.Stated
	return n
}

func mustFindOpenings(t rapid.TB, needs []relationship.Need, cfg network.OpeningsConfig) network.Openings {
	t.Helper()
	if cfg.At.IsZero() {
		cfg.At = needsNow
	}
	found, err := network.FindOpenings(needs, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// keys returns the keys of a list, in its order.
func keys(list []network.Opening) string {
	var all []string
	for _, o := range list {
		all = append(all, o.Key)
	}
	return strings.Join(all, " ")
}

func checkNear(t rapid.TB, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestOpportunityIsThatOfUlwick(t *testing.T) {
	t.Parallel()
	// The first is that of the makers of angioplasty balloons for blockages that come back:
	// 9.5 + (9.5 - 3.2) = 15.8 (Ulwick, Harvard Business Review, January 2002). In the others satisfaction
	// above importance takes nothing away (Ulwick 2005).
	for _, test := range []struct{ importance, satisfaction, want float64 }{
		{9.5, 3.2, 15.8},
		{9.5, 9.5, 9.5},
		{5, 8, 5},
		{10, 0, 20},
		{0, 0, 0},
	} {
		found := mustFindOpenings(t, []relationship.Need{felt("p", "a", test.importance/10, test.satisfaction/10)}, network.OpeningsConfig{})
		got := found.Openings[0]
		checkNear(t, "opportunity", got.Opportunity.Value, test.want)
		checkNear(t, "importance", got.Importance.Value, test.importance)
		checkNear(t, "satisfaction", got.Satisfaction.Value, test.satisfaction)
		if o := got.Opportunity; o.Low != o.Value || o.High != o.Value {
			t.Errorf("an exact opportunity has the range %v to %v around %v", o.Low, o.High, o.Value)
		}
	}
}

func TestEachNeedIsInItsLists(t *testing.T) {
	t.Parallel()
	found := mustFindOpenings(t, []relationship.Need{
		felt("p", "unspoken", 0.9, 0.2),
		felt("p", "unspoken-met", 0.9, 0.9),
		expected(felt("p", "expected", 0.9, 0.9)),
		expected(voiced(felt("p", "expected-asked", 0.8, 0.1))),
		voiced(felt("p", "asked-met", 0.9, 0.9)),
		voiced(felt("p", "asked-unmet", 0.9, 0.8)),
		basic(felt("p", "basic", 1, 1)),
		basic(felt("p", "basic-unmet", 0.3, 0.2)),
		basic(voiced(felt("p", "basic-asked", 0.5, 0.5))),
	}, network.OpeningsConfig{})
	for _, test := range []struct {
		name string
		list []network.Opening
		want string
	}{
		{"table stakes", found.TableStakes, "expected-asked basic expected basic-asked basic-unmet"},
		{"asked and unmet", found.AskedUnmet, "expected-asked asked-unmet"},
		{"unspoken basics, unmet first", found.UnspokenBasics, "basic-unmet basic"},
		{"openings", found.Openings, "unspoken unspoken-met"},
		{"gone", found.Gone, ""},
	} {
		if got := keys(test.list); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestPartiesThatAskAndPartiesThatDoNotAreInDifferentLists(t *testing.T) {
	t.Parallel()
	found := mustFindOpenings(t, []relationship.Need{
		voiced(felt("asks", "quiet", 0.8, 0.2)), felt("silent", "quiet", 0.6, 0.2),
	}, network.OpeningsConfig{})
	if diff := cmp.Diff([]relationship.PartyID{"asks"}, found.AskedUnmet[0].Parties); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]relationship.PartyID{"silent"}, found.Openings[0].Parties); diff != "" {
		t.Error(diff)
	}
}

func TestOpportunityOfSeveralPartiesIsThatOfTheirMeans(t *testing.T) {
	t.Parallel()
	// Importance: mean 7 of 9, 7, 5; var 4, t with 2 degrees 4.3027, so d = 4.3027 sqrt(4/3) = 4.9683.
	// Satisfaction: all 4. Opportunity: 7 + 3 = 10, from 4 below 2.0317 >= i - s to 10 + (10 - 4) = 16.
	found := mustFindOpenings(t, []relationship.Need{
		felt("a", "x", 0.9, 0.4), felt("b", "x", 0.7, 0.4), felt("c", "x", 0.5, 0.4),
	}, network.OpeningsConfig{})
	o := found.Openings[0]
	checkNear(t, "importance", o.Importance.Value, 7)
	checkNear(t, "importance, low", math.Round(o.Importance.Low*1e4)/1e4, 2.0317)
	checkNear(t, "importance, high", o.Importance.High, 10)
	checkNear(t, "satisfaction", o.Satisfaction.Value, 4)
	checkNear(t, "satisfaction, high", o.Satisfaction.High, 4)
	checkNear(t, "opportunity", o.Opportunity.Value, 10)
	checkNear(t, "opportunity, low", math.Round(o.Opportunity.Low*1e4)/1e4, 2.0317)
	checkNear(t, "opportunity, high", o.Opportunity.High, 16)
	checkNear(t, "parties", o.Opportunity.N, 3)
}

func TestPartiesThatAgreeExactlyLeaveNoDoubt(t *testing.T) {
	t.Parallel()
	// Three times 0.1 is not 0.3 to a computer, which must not show.
	needs := []relationship.Need{felt("a", "x", 0.01, 0.1), felt("b", "x", 0.01, 0.1), felt("c", "x", 0.01, 0.1)}
	o := mustFindOpenings(t, needs, network.OpeningsConfig{}).Openings[0]
	if i := o.Importance; i.Value != 0.1 || i.Low != 0.1 || i.High != 0.1 {
		t.Errorf("got %v to %v around %v, want 0.1", i.Low, i.High, i.Value)
	}
}

func TestRangesOfEstimatesWidenTheRangeOfTheMean(t *testing.T) {
	t.Parallel()
	wide := func(party relationship.PartyID) relationship.Need {
		n := felt(party, "x", 0.5, 0)
		n.Importance[0].Estimate = relationship.Estimate{Value: 0.5, Low: 0.2, High: 0.6, Basis: relationship.Guessed}
		return n
	}
	// One party: 5, from 2 to 6. Four alike, without scatter: below 3/sqrt(4) = 1.5, above 1/sqrt(4) = 0.5.
	one := mustFindOpenings(t, []relationship.Need{wide("a")}, network.OpeningsConfig{}).Openings[0]
	checkNear(t, "one, low", one.Importance.Low, 2)
	checkNear(t, "one, high", one.Importance.High, 6)
	four := mustFindOpenings(t, []relationship.Need{wide("a"), wide("b"), wide("c"), wide("d")}, network.OpeningsConfig{}).Openings[0]
	checkNear(t, "four", four.Importance.Value, 5)
	checkNear(t, "four, low", four.Importance.Low, 3.5)
	checkNear(t, "four, high", four.Importance.High, 5.5)
	if four.Opportunity.Basis != relationship.Guessed {
		t.Errorf("the basis is %v, though all importances are guesses", four.Opportunity.Basis)
	}
	checkNear(t, "guesses among the inputs", four.Opportunity.Guesses, 0.5)
	checkNear(t, "guesses among the importances", four.Importance.Guesses, 1)
}

func TestRangeOfTheMeanHoldsTheTruth(t *testing.T) {
	t.Parallel()
	// Quantiles from tables of Student's distribution; with 10 degrees and more the expansion is used.
	for parties, quantile := range map[int]float64{2: 12.706, 3: 4.303, 5: 2.776, 6: 2.571, 7: 2.447, 11: 2.228, 31: 2.042, 121: 1.980} {
		var needs []relationship.Need
		for i := range parties {
			// Half of the parties above 5 and half below, one in the middle where the number is odd.
			sign := float64(i%2*2 - 1)
			if i == parties-1 && parties%2 == 1 {
				sign = 0
			}
			needs = append(needs, felt(relationship.PartyID(rune('a'+i)), "x", 0.5+0.001*sign, 0.1))
		}
		o := mustFindOpenings(t, needs, network.OpeningsConfig{}).Openings[0]
		n := float64(parties)
		variance := 0.01 * 0.01 * (n - float64(parties%2)) / (n - 1)
		got := (o.Importance.High - o.Importance.Value) / math.Sqrt(variance/n)
		if math.Abs(got-quantile) > 0.001 {
			t.Errorf("%d parties: the quantile is %v, want %v", parties, got, quantile)
		}
	}
}

func TestPartyWithSeveralNeedsThatAreTheSameCountsOnce(t *testing.T) {
	t.Parallel()
	second := felt("a", "x", 0.4, 0.4)
	second.ID, second.Tie = "second", "t1"
	merged := felt("a2", "x", 0.4, 0)
	needs := []relationship.Need{felt("a", "x", 1, 0.2), second, merged, felt("b", "x", 0.2, 0.2)}
	cfg := network.OpeningsConfig{Resolve: func(id relationship.PartyID) relationship.PartyID {
		if id == "a2" {
			return "a"
		}
		return id
	}}
	// Party a: importance (10 + 4 + 4)/3 = 6, satisfaction (2 + 4 + 0)/3 = 2; b: 2 and 2. Means 4 and 2.
	o := mustFindOpenings(t, needs, cfg).Openings[0]
	checkNear(t, "importance", o.Importance.Value, 4)
	checkNear(t, "satisfaction", o.Satisfaction.Value, 2)
	checkNear(t, "opportunity", o.Opportunity.Value, 6)
	want := network.Opening{
		Key: "x", Needs: []relationship.NeedID{"a/x", "a2/x", "b/x", "second"},
		Parties: []relationship.PartyID{"a", "b"}, Ties: []relationship.TieID{"t1"},
	}
	if diff := cmp.Diff(want, o, cmpopts.IgnoreFields(network.Opening{}, "Opportunity", "Importance", "Satisfaction")); diff != "" {
		t.Error(diff)
	}
}

func TestNeedsAreTheSameByTheHostsWord(t *testing.T) {
	t.Parallel()
	needs := []relationship.Need{felt("a", "be on time", 0.9, 0.1), felt("b", "punctual", 0.9, 0.1), felt("c", "", 0.5, 0.1), felt("d", "", 0.5, 0.1)}
	byTheme := network.OpeningsConfig{Same: func(n *relationship.Need) string {
		if n.Text == "" {
			return ""
		}
		return "time"
	}}
	if got := keys(mustFindOpenings(t, needs, byTheme).Openings); got != "time  " {
		t.Errorf("got %q: the first two are one, the others like no other", got)
	}
	if got := keys(mustFindOpenings(t, needs, network.OpeningsConfig{}).Openings); got != "be on time punctual  " {
		t.Errorf("got %q: needs are the same by their text, except without one", got)
	}
}

func TestUnknownIsNeverTakenAsZero(t *testing.T) {
	t.Parallel()
	unweighed, unrated, asked := felt("a", "unweighed", 0, 0.5), felt("b", "unrated", 0.9, 0), voiced(felt("c", "asked", 0.9, 0))
	unweighed.Importance, unrated.Satisfaction, asked.Satisfaction = nil, nil, nil
	half := felt("d", "half", 0.1, 0)
	half.Satisfaction = nil
	found := mustFindOpenings(t, []relationship.Need{unweighed, unrated, asked, half, felt("e", "half", 0.4, 0.4)}, network.OpeningsConfig{})
	if got := keys(found.Openings); got != "half unrated" || found.AskedUnmet != nil {
		t.Errorf("got openings %q and requests %q: the unrated comes last, whatever its importance", got, keys(found.AskedUnmet))
	}
	rated, unknown := found.Openings[0], found.Openings[1]
	checkNear(t, "importance over those who said both", rated.Importance.Value, 4)
	if rated.Unrated != 1 || len(rated.Parties) != 2 {
		t.Errorf("got %d left out of %d parties, want 1 of 2", rated.Unrated, len(rated.Parties))
	}
	checkNear(t, "importance of the unrated", unknown.Importance.Value, 9)
	if unknown.Opportunity.Known() || unknown.Satisfaction.Known() || unknown.Unmet() || unknown.Unrated != 1 {
		t.Errorf("got %+v, want nothing known but the importance", unknown)
	}
	if diff := cmp.Diff([]relationship.NeedID{"a/unweighed"}, found.NoImportance); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]relationship.NeedID{"b/unrated", "c/asked", "d/half"}, found.Unrated); diff != "" {
		t.Error(diff)
	}
}

func TestOpeningsChangeOverTime(t *testing.T) {
	t.Parallel()
	// Satisfaction fell from 6 to 2, so opportunity rose from 8 + 2 to 8 + 6.
	worse := felt("a", "worse", 0.8, 0.6)
	worse.Satisfaction = append(worse.Satisfaction, relationship.Reading{At: needsThen.AddDate(0, 6, 0), Estimate: exact(0.2)})
	begun := felt("a", "begun", 0.5, 0.5)
	begun.During.From = needsThen.AddDate(0, 1, 0)
	over := felt("a", "over", 0.9, 0.5)
	over.During.To = needsNow
	overLater := felt("a", "over-later", 0.9, 0.5)
	overLater.During.To = needsNow.AddDate(0, 0, 1)
	unknownThen := felt("a", "unknown-then", 0.4, 0.4)
	unknownThen.Importance[0].At = needsNow
	needs := []relationship.Need{worse, begun, over, overLater, unknownThen}

	found := mustFindOpenings(t, needs, network.OpeningsConfig{Since: needsThen})
	if got := keys(found.Openings); got != "worse over-later begun unknown-then" {
		t.Fatalf("got %q", got)
	}
	rose := found.Openings[0]
	checkNear(t, "now", rose.Opportunity.Value, 14)
	checkNear(t, "before", rose.Before.Value, 10)
	checkNear(t, "change", rose.Change.Value, 4)
	if rose.New || !found.Openings[2].New || found.Openings[2].Before.Known() || found.Openings[2].Change.Known() {
		t.Error("only what had not begun then is new, and nothing is known of its past")
	}
	if u := found.Openings[3]; u.New || u.Before.Known() {
		t.Error("what was there and unknown is not new")
	}
	if got := keys(found.Gone); got != "over" {
		t.Fatalf("gone: got %q", got)
	}
	checkNear(t, "gone, then", found.Gone[0].Opportunity.Value, 13)

	plain := mustFindOpenings(t, needs, network.OpeningsConfig{})
	if o := plain.Openings[2]; o.New || o.Before.Known() || plain.Gone != nil {
		t.Error("without Since there is nothing to compare")
	}
}

func TestBadNeedsAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	with := func(change func(*relationship.Need)) []relationship.Need {
		bad := felt("someone", "secret-text", 0.5, 0.5)
		change(&bad)
		return []relationship.Need{felt("a", "x", 0.5, 0.5), bad}
	}
	good := with(func(*relationship.Need) {})
	at := network.OpeningsConfig{At: needsNow}
	for _, test := range []struct {
		name, field string
		needs       []relationship.Need
		cfg         network.OpeningsConfig
	}{
		{"no instant", "At", good, network.OpeningsConfig{}},
		{"compared with later", "Since", good, network.OpeningsConfig{At: needsThen, Since: needsNow}},
		{"compared with itself", "Since", good, network.OpeningsConfig{At: needsNow, Since: needsNow}},
		{"no ID", "Needs[1].ID", with(func(n *relationship.Need) { n.ID = "" }), at},
		{"the same ID twice", "Needs[1].ID", with(func(n *relationship.Need) { n.ID = "a/x" }), at},
		{"no party", "Needs[1].Party", with(func(n *relationship.Need) { n.Party = "" }), at},
		{"not a number", "Needs[1].Importance[0].Estimate.Value", with(func(n *relationship.Need) { n.Importance[0].Estimate.Value = math.NaN() }), at},
		{"above 1", "Needs[1].Satisfaction[0].Estimate.High", with(func(n *relationship.Need) { n.Satisfaction[0].Estimate.High = 1.1 }), at},
		{"below 0", "Needs[1].Satisfaction[0].Estimate.Low", with(func(n *relationship.Need) { n.Satisfaction[0].Estimate.Low = -0.1 }), at},
		{"infinite evidence", "Needs[1].Importance[0].Estimate.N", with(func(n *relationship.Need) { n.Importance[0].Estimate.N = math.Inf(1) }), at},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := network.FindOpenings(test.needs, test.cfg)
			op, ok := errors.AsType[*relationship.OpError](err)
			if !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field != test.field || op.Room != "network" {
				t.Fatalf("got %v, want an error about %s", err, test.field)
			}
			if strings.Contains(err.Error(), "someone") || strings.Contains(err.Error(), "secret") {
				t.Errorf("%q tells more than the place", err)
			}
		})
	}
}

func TestNoNeedsGiveEmptyLists(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(network.Openings{}, mustFindOpenings(t, nil, network.OpeningsConfig{Since: needsThen})); diff != "" {
		t.Error(diff)
	}
}
