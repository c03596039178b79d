package network_test

import (
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// noon is noon on the n-th day of a year.
func noon(n int) time.Time { return time.Date(2026, time.January, n, 12, 0, 0, 0, time.UTC) }

// sharp is an observed number without doubt.
func sharp(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, N: 1, Basis: relationship.Observed}
}

// vague is a stated number with a range.
func vague(low, v, high float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: low, High: high, N: 3, Basis: relationship.Stated}
}

// once is one reading of the first day.
func once(e relationship.Estimate) relationship.Readings {
	return relationship.Readings{{At: noon(1), Estimate: e}}
}

// tieOf is a tie with sharp numbers.
func tieOf(id string, s network.Standing, importance, health float64) network.CustomerTie {
	return network.CustomerTie{
		ID: relationship.TieID(id), Kind: s.Kind, Side: s.Side, Ours: s.Ours,
		Importance: once(sharp(importance)), Health: once(sharp(health)),
	}
}

// mustFind also holds the answer to what is true of every one, and the input to what it was.
func mustFind(t rapid.TB, customers []network.Customer, cfg network.CriticalConfig) network.Critical {
	t.Helper()
	if cfg.At.IsZero() {
		cfg.At = noon(20)
	}
	before := copyOf(customers)
	got, err := network.FindCritical(customers, cfg)
	if err != nil {
		t.Fatalf("FindCritical: %v", err)
	}
	if diff := cmp.Diff(before, customers); diff != "" {
		t.Fatalf("FindCritical changed what it was given (-before +after):\n%s", diff)
	}
	mustBeSound(t, &got.CriticalGroup)
	for i := range got.Groups {
		mustBeSound(t, &got.Groups[i])
	}
	mustBeRankedTies(t, got.Ties)
	return got
}

func copyOf(customers []network.Customer) []network.Customer {
	out := slices.Clone(customers)
	for i := range out {
		out[i].Worth = slices.Clone(out[i].Worth)
		out[i].Ties = slices.Clone(out[i].Ties)
		for j := range out[i].Ties {
			t := &out[i].Ties[j]
			t.Importance, t.Health = slices.Clone(t.Importance), slices.Clone(t.Health)
		}
	}
	return out
}

func mustBeSound(t rapid.TB, g *network.CriticalGroup) {
	t.Helper()
	mustBeEstimate(t, "Worth", g.Worth, 0, math.MaxFloat64)
	if !slices.IsSortedFunc(g.Kinds, func(a, b network.CriticalKind) int { return byRank(a.Rank(), b.Rank()) }) {
		t.Fatalf("kinds are not in the order of their ranks: %v", g.Kinds)
	}
	for _, k := range g.Kinds {
		mustBeEstimate(t, "Exposure of "+string(k.Kind), k.Exposure, 0, 1)
		mustBeEstimate(t, "Gain of "+string(k.Kind), k.Gain, 0, 1)
		mustBeEstimate(t, "Association of "+string(k.Kind), k.Association, -1, 1)
		if k.Gain.Value > k.Exposure.Value {
			t.Fatalf("%v gains %v of an exposure of %v", k.Standing, k.Gain.Value, k.Exposure.Value)
		}
		if !(k.Covered >= 0 && k.Covered <= 1) || k.Unknown > k.Held || k.Customers > g.Customers-g.Unvalued {
			t.Fatalf("%v has counts that cannot be: %+v", k.Standing, k)
		}
		mustBeRankedTies(t, k.Largest)
	}
}

func mustBeRankedTies(t rapid.TB, ties []network.CriticalTie) {
	t.Helper()
	if !slices.IsSortedFunc(ties, func(a, b network.CriticalTie) int { return byRank(a.Rank(), b.Rank()) }) {
		t.Fatalf("ties are not in the order of their ranks: %v", ties)
	}
	for _, tie := range ties {
		mustBeEstimate(t, "Exposure of a tie", tie.Exposure, 0, 1)
		mustBeEstimate(t, "Gain of a tie", tie.Gain, 0, 1)
	}
}

// byRank orders as the comment of CriticalGroup says.
func byRank(a, b relationship.Estimate) int {
	switch {
	case a.Known() && (!b.Known() || a.Value > b.Value):
		return -1
	case b.Known() && (!a.Known() || b.Value > a.Value):
		return 1
	}
	return 0
}

func mustBeEstimate(t rapid.TB, what string, e relationship.Estimate, low, high float64) {
	t.Helper()
	switch {
	case e == (relationship.Estimate{}):
	case !e.Known() || e.Basis > relationship.Observed, !(low <= e.Low && e.Low <= e.Value && e.Value <= e.High && e.High <= high),
		!(e.N > 0 && e.N < math.MaxFloat64), !(e.Guesses >= 0 && e.Guesses <= 1), (e.Guesses > 0) != (e.Basis == relationship.Guessed):
		t.Fatalf("%s is no sound estimate: %+v", what, e)
	}
}

func nearly(got, want float64) bool { return math.Abs(got-want) <= 1e-12*max(1, math.Abs(want)) }

// kindOf returns what was found for a standing.
func kindOf(t rapid.TB, g *network.CriticalGroup, s network.Standing) network.CriticalKind {
	t.Helper()
	for _, k := range g.Kinds {
		if k.Standing == s {
			return k
		}
	}
	t.Fatalf("%v is not among the kinds %v", s, g.Kinds)
	return network.CriticalKind{}
}

// anyEstimate draws numbers that come up often: exact ones, ends of the range, guesses derived from others.
func anyEstimate(t *rapid.T, most float64) relationship.Estimate {
	grid := rapid.IntRange(0, 8)
	marks := []int{grid.Draw(t, "low"), grid.Draw(t, "value"), grid.Draw(t, "high")}
	if rapid.Bool().Draw(t, "exact") {
		marks[0], marks[2] = marks[1], marks[1]
	}
	slices.Sort(marks)
	e := relationship.Estimate{
		Low: most * float64(marks[0]) / 8, Value: most * float64(marks[1]) / 8, High: most * float64(marks[2]) / 8,
		N: float64(grid.Draw(t, "n")), Basis: relationship.Basis(rapid.IntRange(1, 3).Draw(t, "basis")),
	}
	if e.Basis == relationship.Guessed {
		e.Guesses = rapid.SampledFrom([]float64{0, 1.0 / 3, 0.1, 1}).Draw(t, "guesses")
	}
	return e
}

// anyReadings draws up to three readings, some of them after noon(20).
func anyReadings(t *rapid.T, most float64) relationship.Readings {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) relationship.Reading {
		return relationship.Reading{At: noon(5 * rapid.IntRange(1, 6).Draw(t, "day")), Estimate: anyEstimate(t, most)}
	}), 0, 3).Draw(t, "readings")
}

func anyStanding(t *rapid.T) network.Standing {
	return network.Standing{
		Kind: rapid.SampledFrom([]relationship.KindName{"advises", "serves"}).Draw(t, "kind"),
		Side: relationship.Side(rapid.IntRange(0, 1).Draw(t, "side")), Ours: rapid.Bool().Draw(t, "ours"),
	}
}

// anyCustomers draws a few customers, some of them alike.
func anyCustomers(t *rapid.T) []network.Customer {
	n := rapid.IntRange(0, 7).Draw(t, "customers")
	var out []network.Customer
	for i := range n {
		c := network.Customer{}
		if i > 0 && rapid.IntRange(0, 4).Draw(t, "twin") == 0 {
			c = copyOf(out[i-1:])[0]
			c.Ties = c.Ties[:rapid.IntRange(0, len(c.Ties)).Draw(t, "of its ties")]
		} else {
			c.Worth = anyReadings(t, 1000)
			for range rapid.IntRange(0, 4).Draw(t, "ties") {
				s := anyStanding(t)
				c.Ties = append(c.Ties, network.CustomerTie{
					Kind: s.Kind, Side: s.Side, Ours: s.Ours, Importance: anyReadings(t, 1), Health: anyReadings(t, 1),
				})
			}
		}
		c.ID = relationship.PartyID("c" + strconv.Itoa(i))
		for j := range c.Ties {
			c.Ties[j].ID = relationship.TieID("t" + strconv.Itoa(i) + "-" + strconv.Itoa(j))
			c.Ties[j].With = relationship.PartyID("p" + strconv.Itoa(j))
		}
		out = append(out, c)
	}
	return out
}

func anyReach(t *rapid.T) map[network.Standing]relationship.Estimate {
	reach := map[network.Standing]relationship.Estimate{}
	for range rapid.IntRange(0, 4).Draw(t, "reaches") {
		reach[anyStanding(t)] = anyEstimate(t, 1)
	}
	return reach
}

// anyConfig draws settings with few rounds and long lists.
func anyConfig(t *rapid.T) network.CriticalConfig {
	return network.CriticalConfig{At: noon(20), Rounds: 100, Ties: 1000, Sum: rapid.Bool().Draw(t, "sum"), Reach: anyReach(t)}
}

func mustBeEqual[T any](t rapid.TB, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("not the same to the last bit (-want +got):\n%s", diff)
	}
}
