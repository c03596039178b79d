package network_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// somePayments draws payments among few parties, so that there are circles, through us too.
func somePayments(t *rapid.T, inexact bool) []network.Payment {
	party := rapid.SampledFrom([]relationship.PartyID{"us", "a", "A", "b", "ä", "9", "10"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) network.Payment {
		payer := party.Draw(t, "payer")
		payee := rapid.Custom(func(t *rapid.T) relationship.PartyID { return party.Draw(t, "payee") }).
			Filter(func(id relationship.PartyID) bool { return id != payer }).Draw(t, "payee")
		p := pay(payer, payee, 0.1*float64(rapid.IntRange(0, 20).Draw(t, "amount")))
		if rapid.Bool().Draw(t, "both ways on one tie") && payer > payee {
			p.Tie = relationship.TieID(payee + "-" + payer)
		}
		switch rapid.IntRange(0, 5).Draw(t, "doubt") {
		case 0:
			p.Amount = relationship.Estimate{}
		case 1:
			if inexact {
				p.Amount.Low, p.Amount.High = p.Amount.Value/2, p.Amount.Value*2+1
			}
		}
		return p
	}), 0, 16).Draw(t, "payments")
}

// someIncome draws incomes above and below what is paid.
func someIncome(t *rapid.T) map[relationship.PartyID]relationship.Estimate {
	amount := rapid.Map(rapid.IntRange(0, 60), func(n int) relationship.Estimate { return exact(0.1 * float64(n)) })
	return rapid.MapOf(rapid.SampledFrom([]relationship.PartyID{"us", "a", "A", "b", "ä", "9"}), amount).Draw(t, "income")
}

// A matrix of payments, dense and slow: what share of each party's income comes from each other, over
// which tie, and from elsewhere.
type denseFlow struct {
	number map[relationship.PartyID]int
	income []float64
	shares map[relationship.TieID][][]float64
	own    []float64
}

func newDenseFlow(payments []network.Payment, given map[relationship.PartyID]relationship.Estimate) *denseFlow {
	d := &denseFlow{number: map[relationship.PartyID]int{"us": 0}, shares: map[relationship.TieID][][]float64{}}
	for _, p := range payments {
		for _, id := range []relationship.PartyID{p.Payer, p.Payee} {
			if _, ok := d.number[id]; !ok {
				d.number[id] = len(d.number)
			}
		}
	}
	n := len(d.number)
	paid := make([]float64, n)
	for _, p := range payments {
		paid[d.number[p.Payee]] += p.Amount.Value
	}
	d.income, d.own = slices.Clone(paid), make([]float64, n)
	for id, v := range d.number {
		d.income[v] = max(d.income[v], given[id].Value)
		d.own[v] = 1
		if d.income[v] > 0 {
			d.own[v] = 1 - paid[v]/d.income[v]
		}
	}
	for _, p := range payments {
		from, to := d.number[p.Payer], d.number[p.Payee]
		if d.shares[p.Tie] == nil {
			d.shares[p.Tie] = square(n)
		}
		if d.income[to] > 0 {
			d.shares[p.Tie][to][from] += p.Amount.Value / d.income[to]
		}
	}
	return d
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

// without returns all shares but those over a tie.
func (d *denseFlow) without(tie relationship.TieID) [][]float64 {
	sum := square(len(d.number))
	for id, shares := range d.shares {
		for i := range shares {
			for j := range shares[i] {
				if id != tie {
					sum[i][j] += shares[i][j]
				}
			}
		}
	}
	return sum
}

// kept returns what share of our income is left after some payments without a tie: everyone's income is
// what is left of the shares of it, round after round.
func (d *denseFlow) kept(tie relationship.TieID, depth int) float64 {
	m := d.without(tie)
	left := slices.Repeat([]float64{1}, len(d.number))
	for range depth {
		next := slices.Clone(d.own)
		for i := range m {
			for j := range m[i] {
				next[i] += m[i][j] * left[j]
			}
		}
		left = next
	}
	return left[0]
}

// solve returns x with a x = b by Gaussian elimination with row exchange.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for c := range n {
		best := c
		for r := c; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
				best = r
			}
		}
		a[c], a[best], b[c], b[best] = a[best], a[c], b[best], b[c]
		for r := c + 1; r < n; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < n; k++ {
				a[r][k] -= f * a[c][k]
			}
			b[r] -= f * b[c]
		}
	}
	for c := n - 1; c >= 0; c-- {
		for k := c + 1; k < n; k++ {
			b[c] -= a[c][k] * b[k]
		}
		b[c] /= a[c][c]
	}
	return b
}

// oneMinus returns 1 - m, of m transposed where asked.
func oneMinus(m [][]float64, transposed bool) [][]float64 {
	a := square(len(m))
	for i := range m {
		for j := range m {
			v := m[i][j]
			if transposed {
				v = m[j][i]
			}
			a[i][j] = -v
		}
		a[i][i]++
	}
	return a
}

// Every party has at least a tenth of its income from elsewhere, so that the equations have a solution and
// 2000 payments are as good as without end.
func TestFlowEqualsTheSolutionOfItsEquations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments := somePayments(t, false)
		given := map[relationship.PartyID]relationship.Estimate{}
		for _, p := range payments {
			given[p.Payee] = exact((given[p.Payee].Value + p.Amount.Value) / 0.9 * (1 + rapid.Float64Range(0, 1).Draw(t, "elsewhere")))
		}
		f := mustFollow(t, payments, network.FlowConfig{Income: given, Depth: 2000})
		d := newDenseFlow(payments, given)
		income := d.income[0]
		if income == 0 {
			return
		}
		start := make([]float64, len(d.number))
		start[0] = 1
		visits := solve(oneMinus(d.without(""), true), start)
		for _, p := range f.Parties {
			checkNear(t, "rests on "+string(p.Party), p.Rests.Value, income*visits[d.number[p.Party]]*d.own[d.number[p.Party]])
		}
		for _, tie := range f.Ties {
			through := 0.0
			for i, row := range d.shares[tie.Tie] {
				for _, share := range row {
					through += visits[i] * share
				}
			}
			kept := solve(oneMinus(d.without(tie.Tie), false), slices.Clone(d.own))[0]
			checkNear(t, "through "+string(tie.Tie), tie.Through.Value, income*through)
			checkNear(t, "lost "+string(tie.Tie), tie.Lost.Value, income*(1-kept))
		}
	})
}

func TestIncomeWithoutATieIsWhatIsNotLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, given := somePayments(t, false), someIncome(t)
		depth := rapid.IntRange(1, 12).Draw(t, "depth")
		f := mustFollow(t, payments, network.FlowConfig{Income: given, Depth: depth})
		d := newDenseFlow(payments, given)
		for _, tie := range f.Ties {
			checkNear(t, "left without "+string(tie.Tie), f.Income.Value-tie.Lost.Value, d.income[0]*d.kept(tie.Tie, depth))
		}
	})
}

func TestSharesMakeOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, given := somePayments(t, true), someIncome(t)
		f := mustFollow(t, payments, network.FlowConfig{Income: given, Depth: rapid.IntRange(0, 5).Draw(t, "depth"), Rounds: 10})
		if f.Income.Value == 0 {
			return
		}
		sum, onParties := f.Remainder.Value, f.Remainder.Value*f.Income.Value
		for depth, d := range f.Depths {
			checkNear(t, "passes and what rested before", d.Passes.Value+sum-f.Remainder.Value, 1)
			sum += d.Rests.Value
			inRange(t, "rests", d.Rests, 0, 1+1e-12)
			inRange(t, "passes", d.Passes, 0, 1+1e-12)
			if depth > 0 && d.Passes.Value > f.Depths[depth-1].Passes.Value {
				t.Errorf("more passes %d than before it", depth)
			}
		}
		checkNear(t, "shares", sum, 1)
		for _, p := range f.Parties {
			onParties += p.Rests.Value
			inRange(t, "rests on", p.Rests, 0, math.MaxFloat64)
		}
		checkNear(t, "amounts on parties", onParties, f.Income.Value)
		for i, tie := range f.Ties {
			if i > 0 && f.Ties[i-1].Lost.Value < tie.Lost.Value {
				t.Errorf("a tie without which %v is lost comes before one with %v", f.Ties[i-1].Lost.Value, tie.Lost.Value)
			}
			inRange(t, "through", tie.Through, 0, math.MaxFloat64)
			inRange(t, "lost", tie.Lost, 0, math.MaxFloat64)
			if tie.Lost.Value > tie.Through.Value || tie.Lost.Value > f.Income.Value {
				t.Errorf("lost %v, with %v through and an income of %v", tie.Lost.Value, tie.Through.Value, f.Income.Value)
			}
		}
	})
}

func TestOrderOfPaymentsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, cfg := somePayments(t, true), network.FlowConfig{Income: someIncome(t), Depth: 8, Rounds: 5}
		if diff := cmp.Diff(mustFollow(t, payments, cfg), mustFollow(t, shuffled(t, payments), cfg)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestPaymentsThatDoNotLeadToUsChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, cfg := somePayments(t, true), network.FlowConfig{Income: someIncome(t), Depth: 8, Rounds: 5}
		more := slices.Concat([]network.Payment{pay("x", "y", 5), pay("y", "x", 2), pay("us", "x", 3), pay("0", "9", 0)}, payments)
		more[0].Amount.High = 9
		if diff := cmp.Diff(mustFollow(t, payments, cfg), mustFollow(t, more, cfg)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// sameFigures compares all figures of two flows, the amounts of the second divided by a factor.
func sameFigures(t *rapid.T, one, other network.Flow, factor float64) {
	t.Helper()
	a, b := figuresOf(one), figuresOf(other)
	if len(a) != len(b) {
		t.Fatalf("%d figures and %d", len(a), len(b))
	}
	for name, v := range a {
		by := factor
		if name == "remainder" || len(name) > 6 && (name[:6] == "passes" || name[:7] == "rests a") {
			by = 1
		}
		checkNear(t, name, b[name]/by, v)
	}
}

func TestFlowInAnotherUnitIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, given := somePayments(t, false), someIncome(t)
		factor := rapid.SampledFrom([]float64{1e-9, 0.3, 7, 1e30}).Draw(t, "factor")
		scaled, more := slices.Clone(payments), map[relationship.PartyID]relationship.Estimate{}
		for i := range scaled {
			if scaled[i].Amount.Known() {
				scaled[i].Amount = exact(scaled[i].Amount.Value * factor)
			}
		}
		for id, e := range given {
			more[id] = exact(e.Value * factor)
		}
		cfg := network.FlowConfig{Income: given, Depth: 8}
		one := mustFollow(t, payments, cfg)
		cfg.Income = more
		sameFigures(t, one, mustFollow(t, scaled, cfg), factor)
	})
}

func TestNamesDoNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, given := somePayments(t, false), someIncome(t)
		old := []relationship.PartyID{"a", "A", "b", "ä", "9", "10"}
		mirrored := map[relationship.PartyID]relationship.PartyID{"us": "us"}
		back := shuffled(t, old)
		for i, id := range old {
			mirrored[id] = back[i]
		}
		renamed, again := slices.Clone(payments), map[relationship.PartyID]relationship.Estimate{}
		for i := range renamed {
			renamed[i].Payer, renamed[i].Payee = mirrored[renamed[i].Payer], mirrored[renamed[i].Payee]
		}
		for id, e := range given {
			again[mirrored[id]] = e
		}
		cfg := network.FlowConfig{Income: given, Depth: 8}
		one := mustFollow(t, payments, cfg)
		for i := range one.Parties {
			one.Parties[i].Party = mirrored[one.Parties[i].Party]
		}
		cfg.Income = again
		sameFigures(t, one, mustFollow(t, renamed, cfg), 1)
	})
}

func TestFollowingValueLeavesPaymentsAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, cfg := somePayments(t, true), network.FlowConfig{Income: someIncome(t), Depth: 8, Rounds: 2}
		before, income := slices.Clone(payments), maps.Clone(cfg.Income)
		mustFollow(t, payments, cfg)
		if diff := cmp.Diff(before, payments) + cmp.Diff(income, cfg.Income); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestTopOfAllIsTheTopOfTheList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		payments, top := somePayments(t, false), rapid.IntRange(1, 4).Draw(t, "top")
		all := mustFollow(t, payments, network.FlowConfig{Depth: 8})
		few := mustFollow(t, payments, network.FlowConfig{Depth: 8, Top: top})
		if diff := cmp.Diff(all.Ties[:min(top, len(all.Ties))], few.Ties); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestExactAmountsGivePoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := mustFollow(t, somePayments(t, false), network.FlowConfig{Depth: 8})
		for _, tie := range f.Ties {
			for _, e := range []relationship.Estimate{tie.Through, tie.Lost, f.Income, f.Remainder} {
				if e.Low != e.Value || e.High != e.Value {
					t.Fatalf("%v has the range %v to %v", e.Value, e.Low, e.High)
				}
			}
		}
	})
}
