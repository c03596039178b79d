package network_test

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// changed is a customer whose tie's health changed by one number, and whose worth grew by another.
func changed(id int, health, growth float64) network.Customer {
	c := network.Customer{ID: relationship.PartyID(strconv.Itoa(id)), Worth: worth(100)}
	c.Worth = append(c.Worth, relationship.Reading{At: noon(9), Estimate: sharp(100 * (1 + growth))})
	tie := tieOf("t", deciders(), 1, 0.5)
	tie.Health = append(tie.Health, relationship.Reading{At: noon(8), Estimate: sharp(0.5 + health)})
	c.Ties = []network.CustomerTie{tie}
	return c
}

func associationOf(t rapid.TB, customers []network.Customer) relationship.Estimate {
	t.Helper()
	got := mustFind(t, customers, network.CriticalConfig{Rounds: 100})
	return kindOf(t, &got.CriticalGroup, deciders()).Association
}

// The example is that of intelligence quotients and hours of television of ten people, whose rank
// correlation is -29/165 (Wikipedia, "Spearman's rank correlation coefficient").
func television() (quotients, hours []float64) {
	return []float64{106, 100, 86, 101, 99, 103, 97, 113, 112, 110}, []float64{7, 27, 2, 50, 28, 29, 20, 12, 6, 17}
}

func TestTheAssociationIsSpearmans(t *testing.T) {
	t.Parallel()
	quotients, hours := television()
	var customers, mirrored []network.Customer
	for i, q := range quotients {
		customers = append(customers, changed(i, (q-100)/100, hours[i]/100))
		mirrored = append(mirrored, changed(i, (100-q)/100, hours[i]/100))
	}
	got := associationOf(t, customers)
	// atanh(-29/165) = -0.17762; 1.96 * sqrt(1.06/7) = 0.76270; tanh(-0.94031) and tanh(0.58508).
	if !nearly(got.Value, -29.0/165) || math.Abs(got.Low+0.73539) > 1e-4 || math.Abs(got.High-0.52634) > 1e-4 {
		t.Errorf("got %+v, want -29/165 from -0.7354 to 0.5263", got)
	}
	if got.N != 10 || got.Basis != relationship.Observed {
		t.Errorf("got %+v, want 10 observed pairs", got)
	}
	want := relationship.Estimate{Value: -got.Value, Low: -got.High, High: -got.Low, N: 10, Basis: relationship.Observed}
	mustBeNear(t, associationOf(t, mirrored), want)
}

func TestThoseAlikeShareTheirRanks(t *testing.T) {
	t.Parallel()
	// Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: products 4.5, squares 4.5 and 5.
	got := associationOf(t, []network.Customer{
		changed(0, 0.1, 0.1), changed(1, 0.2, 0.2), changed(2, 0.2, 0.3), changed(3, 0.4, 0.4),
	})
	if want := 4.5 / math.Sqrt(4.5*5); !nearly(got.Value, want) {
		t.Errorf("got %+v, want %v", got, want)
	}
}

func TestAPerfectAssociationOfFewPairsHasAWideRange(t *testing.T) {
	t.Parallel()
	got := associationOf(t, []network.Customer{
		changed(0, 0.1, 0.1), changed(1, 0.2, 0.2), changed(2, 0.3, 0.3), changed(3, 0.4, 0.4),
	})
	if got.Value != 1 || got.High != 1 || got.Low > 0 {
		t.Errorf("got %+v", got)
	}
}

func TestNoAssociationWithoutEnoughPairs(t *testing.T) {
	t.Parallel()
	five := func(change func(i int, c *network.Customer)) []network.Customer {
		var out []network.Customer
		for i := range 5 {
			c := changed(i, float64(i)/10, float64(i*i)/10)
			change(i, &c)
			out = append(out, c)
		}
		return out
	}
	plain := five(func(int, *network.Customer) {})
	if !associationOf(t, plain).Known() || associationOf(t, plain[:3]).Known() {
		t.Error("5 pairs must do, and 3 must not")
	}
	for name, customers := range map[string][]network.Customer{
		"health never differs": five(func(_ int, c *network.Customer) { c.Ties[0].Health[1].Estimate = sharp(0.7) }),
		"worth never differs":  five(func(_ int, c *network.Customer) { c.Worth[1].Estimate = sharp(120) }),
		"worth stated":         five(func(_ int, c *network.Customer) { c.Worth[0].Estimate.Basis = relationship.Stated }),
		"health stated":        five(func(_ int, c *network.Customer) { c.Ties[0].Health[0].Estimate.Basis = relationship.Stated }),
		"health read once":     five(func(_ int, c *network.Customer) { c.Ties[0].Health = c.Ties[0].Health[:1] }),
		"health read before":   five(func(_ int, c *network.Customer) { c.Worth[0].At = noon(8) }),
		"health read later":    five(func(_ int, c *network.Customer) { c.Ties[0].Health[1].At = noon(10) }),
		"worth from nothing":   five(func(_ int, c *network.Customer) { c.Worth[0].Estimate = sharp(0) }),
		"worth after the day":  five(func(_ int, c *network.Customer) { c.Worth[1].At = noon(21) }),
	} {
		if got := associationOf(t, customers); got.Known() {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestWhatSaysNothingAddsNoPair(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*network.Customer){
		"health read once":   func(c *network.Customer) { c.Ties[0].Health = c.Ties[0].Health[:1] },
		"health read before": func(c *network.Customer) { c.Ties[0].Health[0].At, c.Ties[0].Health[1].At = noon(0), noon(1) },
		"worth from nothing": func(c *network.Customer) { c.Worth[0].Estimate = sharp(0) },
	} {
		var customers []network.Customer
		for i := range 6 {
			customers = append(customers, changed(i, float64(i)/10-0.2, float64(i*i)/10))
		}
		change(&customers[0])
		if got := associationOf(t, customers); got.N != 5 {
			t.Errorf("%s: got %+v, want 5 pairs", name, got)
		}
	}
}

func TestOfReadingsOfOneInstantTheLargestCounts(t *testing.T) {
	t.Parallel()
	var customers, twice []network.Customer
	for i, health := range []float64{0.1, -0.2, 0.3, 0.05, -0.4} {
		c := changed(i, health, float64(i)/10)
		customers = append(customers, c)
		c = copyOf([]network.Customer{c})[0]
		again := c.Ties[0].Health[1]
		again.Estimate = sharp(0.05 * float64(i) / 10)
		c.Ties[0].Health = append(c.Ties[0].Health, again)
		twice = append(twice, c)
	}
	want := associationOf(t, customers)
	mustBeEqual(t, associationOf(t, twice), want)
	for i := range twice {
		h := twice[i].Ties[0].Health
		h[1], h[2] = h[2], h[1]
	}
	mustBeEqual(t, associationOf(t, twice), want)
}

func TestTheSameChangesOfTiesInAnyOrderAreAlike(t *testing.T) {
	t.Parallel()
	several := func(id int, growth float64, healths ...float64) network.Customer {
		c := changed(id, 0, growth)
		c.Ties = nil
		for i, h := range healths {
			tie := changed(id, 0, 0).Ties[0]
			tie.Health[0].Estimate, tie.Health[1].Estimate = sharp(0), sharp(h)
			tie.ID += relationship.TieID(strconv.Itoa(i))
			tie.Importance = once(sharp(float64(i+1) / 10)) // which ties are ordered by
			c.Ties = append(c.Ties, tie)
		}
		return c
	}
	got := associationOf(t, []network.Customer{
		changed(0, 0.1, 0.1), several(1, 0.2, 0.1, 0.2, 0.3), several(2, 0.3, 0.3, 0.2, 0.1), changed(3, 0.4, 0.4),
	})
	if want := 4.5 / math.Sqrt(4.5*5); !nearly(got.Value, want) { // as with two changes of 0.2
		t.Errorf("got %+v, want %v", got, want)
	}
}

func TestTheMeanChangeOfSeveralTiesCounts(t *testing.T) {
	t.Parallel()
	var customers, means []network.Customer
	for i, change := range []float64{0.1, -0.2, 0.3, 0.05, -0.4} {
		c := changed(i, change+0.1, float64(i)/10)
		second := changed(i, change-0.1, 0).Ties[0]
		second.ID += "+"
		c.Ties = append(c.Ties, second, tieOf("u", deciders(), 1, 0.2))
		customers = append(customers, c)
		means = append(means, changed(i, change, float64(i)/10))
	}
	mustBeEqual(t, associationOf(t, customers), associationOf(t, means))
}
