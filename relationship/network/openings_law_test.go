package network_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// someNeeds draws needs of few parties with few texts, so that many are the same.
func someNeeds(t *rapid.T) []relationship.Need {
	share := rapid.Map(rapid.IntRange(0, 10), func(n int) float64 { return float64(n) / 10 })
	instant := rapid.SampledFrom([]time.Time{{}, needsThen.AddDate(-1, 0, 0), needsThen, needsThen.AddDate(0, 1, 0), needsNow, needsNow.AddDate(0, 1, 0)})
	estimate := rapid.Custom(func(t *rapid.T) relationship.Estimate {
		three := []float64{share.Draw(t, "a"), share.Draw(t, "b"), share.Draw(t, "c")}
		slices.Sort(three)
		basis := rapid.SampledFrom([]relationship.Basis{relationship.Guessed, relationship.Stated, relationship.Observed}).Draw(t, "basis")
		return relationship.Estimate{Low: three[0], Value: three[1], High: three[2], N: 1, Basis: basis}
	})
	readings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) relationship.Reading {
		return relationship.Reading{At: instant.Draw(t, "at"), Estimate: estimate.Draw(t, "estimate")}
	}), 0, 2)
	needs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) relationship.Need {
		n := relationship.Need{
			Party:      rapid.SampledFrom([]relationship.PartyID{"a", "A", "b", "ä", "9", "10"}).Draw(t, "party"),
			Tie:        rapid.SampledFrom([]relationship.TieID{"", "t1", "t2"}).Draw(t, "tie"),
			Text:       rapid.SampledFrom([]string{"", "on time", "On time", "warm"}).Draw(t, "text"),
			Importance: readings.Draw(t, "importance"), Satisfaction: readings.Draw(t, "satisfaction"),
			Voiced: rapid.Bool().Draw(t, "voiced"), Expected: rapid.Bool().Draw(t, "expected"),
			During: relationship.Stint{From: instant.Draw(t, "from"), Ended: rapid.IntRange(0, 9).Draw(t, "ended") == 0},
		}
		if rapid.Bool().Draw(t, "basic") {
			n = basic(n)
		}
		if to := instant.Draw(t, "to"); !n.During.Ended && to.After(n.During.From) {
			n.During.To = to
		}
		return n
	}), 0, 12).Draw(t, "needs")
	for i := range needs {
		needs[i].ID = relationship.NeedID(rune('a' + i))
	}
	return needs
}

// shuffled returns a copy in another order.
func shuffled[T any](t *rapid.T, list []T) []T {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
	again := slices.Clone(list)
	r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
	return again
}

func eachList(found network.Openings) map[string][]network.Opening {
	return map[string][]network.Opening{
		"table stakes": found.TableStakes, "asked and unmet": found.AskedUnmet,
		"unspoken basics": found.UnspokenBasics, "openings": found.Openings, "gone": found.Gone,
	}
}

// needsIn returns which needs are behind a list.
func needsIn(list []network.Opening) []relationship.NeedID {
	var ids []relationship.NeedID
	for _, o := range list {
		ids = append(ids, o.Needs...)
	}
	slices.Sort(ids)
	return ids
}

func TestOrderOfNeedsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		needs := someNeeds(t)
		cfg := network.OpeningsConfig{At: needsNow, Since: needsThen}
		first := mustFindOpenings(t, needs, cfg)
		if diff := cmp.Diff(first, mustFindOpenings(t, shuffled(t, needs), cfg)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestFindingOpeningsLeavesNeedsAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		needs := someNeeds(t)
		before := slices.Clone(needs)
		for i := range before {
			before[i].Importance = slices.Clone(needs[i].Importance)
			before[i].Satisfaction = slices.Clone(needs[i].Satisfaction)
		}
		mustFindOpenings(t, needs, network.OpeningsConfig{Since: needsThen})
		if diff := cmp.Diff(before, needs); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryNeedIsInTheListsThatAreDefinedSo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		needs := someNeeds(t)
		found := mustFindOpenings(t, needs, network.OpeningsConfig{Since: needsThen})
		want := map[string][]relationship.NeedID{}
		put := func(n relationship.Need, list string, belongs bool) {
			if belongs {
				want[list] = append(want[list], n.ID)
			}
		}
		for _, n := range needs {
			i, s := n.Importance.At(needsNow), n.Satisfaction.At(needsNow)
			isBasic, now := n.Class == relationship.Basic, n.During.Holds(needsNow)
			put(n, "no importance", now && !i.Known())
			put(n, "unrated", now && i.Known() && !s.Known())
			put(n, "gone", !now && n.During.Holds(needsThen) && n.Importance.At(needsThen).Known())
			now = now && i.Known()
			put(n, "table stakes", now && (isBasic || n.Expected))
			put(n, "asked and unmet", now && n.Voiced && s.Known() && s.Value < i.Value)
			put(n, "unspoken basics", now && isBasic && !n.Voiced)
			put(n, "openings", now && !n.Voiced && !isBasic && !n.Expected)
		}
		got := map[string][]relationship.NeedID{"no importance": found.NoImportance, "unrated": found.Unrated}
		for name, list := range eachList(found) {
			got[name] = needsIn(list)
		}
		for name := range got {
			if !slices.Equal(got[name], want[name]) {
				t.Errorf("%s: got %v, want %v", name, got[name], want[name])
			}
		}
	})
}

func TestOpportunitiesAreRankedAndInTheirRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		found := mustFindOpenings(t, someNeeds(t), network.OpeningsConfig{Since: needsThen})
		for name, list := range eachList(found) {
			for i, o := range list {
				inRange(t, name+" opportunity", o.Opportunity, 0, 20)
				inRange(t, name+" importance", o.Importance, 0, 10)
				inRange(t, name+" satisfaction", o.Satisfaction, 0, 10)
				inRange(t, name+" before", o.Before, 0, 20)
				inRange(t, name+" change", o.Change, -20, 20)
				if !slices.IsSorted(o.Needs) || !slices.IsSorted(o.Parties) || !slices.IsSorted(o.Ties) {
					t.Errorf("%s: what is behind is not sorted: %v %v %v", name, o.Needs, o.Parties, o.Ties)
				}
				sameGroup := i > 0 && (name != "unspoken basics" || list[i-1].Unmet() == o.Unmet())
				if sameGroup && list[i-1].Opportunity.Value < o.Opportunity.Value {
					t.Errorf("%s: %v comes before %v", name, list[i-1].Opportunity.Value, o.Opportunity.Value)
				}
				if none := o.Unrated == len(o.Parties); none == o.Opportunity.Known() {
					t.Errorf("%s: %d of %d parties are unrated, and the opportunity is %v", name, o.Unrated, len(o.Parties), o.Opportunity)
				}
			}
		}
	})
}

func inRange(t *rapid.T, what string, e relationship.Estimate, low, high float64) {
	t.Helper()
	if !(low <= e.Low && e.Low <= e.Value && e.Value <= e.High && e.High <= high) {
		t.Errorf("%s: %+v is not in order between %v and %v", what, e, low, high)
	}
}

// TestMoreImportanceIsNeverLessOpportunity holds for needs that stay in their list. A request that
// becomes unmet joins the others there, and may be a milder one than they are.
func TestMoreImportanceIsNeverLessOpportunity(t *testing.T) {
	t.Parallel()
	checkMonotone(t, +1, func(n *relationship.Need) *relationship.Readings { return &n.Importance })
}

func TestMoreSatisfactionIsNeverMoreOpportunity(t *testing.T) {
	t.Parallel()
	checkMonotone(t, -1, func(n *relationship.Need) *relationship.Readings { return &n.Satisfaction })
}

func checkMonotone(t *testing.T, sign float64, field func(*relationship.Need) *relationship.Readings) {
	rapid.Check(t, func(t *rapid.T) {
		needs := someNeeds(t)
		before := mustFindOpenings(t, needs, network.OpeningsConfig{})
		if len(needs) == 0 {
			return
		}
		n := &needs[rapid.IntRange(0, len(needs)-1).Draw(t, "which")]
		readings := slices.Clone(*field(n))
		for i := range readings {
			e := &readings[i].Estimate
			more := rapid.Float64Range(0, 1-e.Value).Draw(t, "more")
			e.Value, e.High = e.Value+more, max(e.Value+more, e.High)
		}
		*field(n) = readings
		after := mustFindOpenings(t, needs, network.OpeningsConfig{})
		for name, list := range eachList(before) {
			for _, old := range list {
				i := slices.IndexFunc(eachList(after)[name], func(o network.Opening) bool { return slices.Equal(o.Needs, old.Needs) })
				if i < 0 {
					continue
				}
				if now := eachList(after)[name][i]; sign*(now.Opportunity.Value-old.Opportunity.Value) < 0 {
					t.Errorf("%s %q: opportunity went from %v to %v", name, old.Key, old.Opportunity.Value, now.Opportunity.Value)
				}
			}
		}
	})
}

// A slow, plain way to one opening: the means of means, and the formula.
func TestOpportunityEqualsThePlainFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		needs := someNeeds(t)
		byID := map[relationship.NeedID]relationship.Need{}
		for _, n := range needs {
			byID[n.ID] = n
		}
		found := mustFindOpenings(t, needs, network.OpeningsConfig{})
		for _, o := range slices.Concat(found.TableStakes, found.AskedUnmet, found.UnspokenBasics, found.Openings) {
			if !o.Opportunity.Known() {
				continue
			}
			var i, s, parties float64
			for _, party := range o.Parties {
				var pi, ps, n float64
				for _, id := range o.Needs {
					need := byID[id]
					if sat := need.Satisfaction.At(needsNow); need.Party == party && sat.Known() {
						pi, ps, n = pi+need.Importance.At(needsNow).Value, ps+sat.Value, n+1
					}
				}
				if n > 0 {
					i, s, parties = i+pi/n, s+ps/n, parties+1
				}
			}
			want := 10 * (i/parties + max(i/parties-s/parties, 0))
			if math.Abs(o.Opportunity.Value-want) > 1e-12*20 {
				t.Errorf("%q: got %v, want %v", o.Key, o.Opportunity.Value, want)
			}
		}
	})
}
