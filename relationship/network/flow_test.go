package network_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// pay is an exact payment along a tie named after its ends.
func pay(payer, payee relationship.PartyID, amount float64) network.Payment {
	return network.Payment{
		Tie: relationship.TieID(payer + "-" + payee), Kind: "serves", Payer: payer, Payee: payee, Amount: exact(amount),
	}
}

func mustFollow(t rapid.TB, payments []network.Payment, cfg network.FlowConfig) network.Flow {
	t.Helper()
	f, err := network.FollowValue("us", payments, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// values are figures by name: "through a-b", "rests on c", "depth 2".
type values map[string]float64

func figuresOf(f network.Flow) values {
	v := values{"income": f.Income.Value, "remainder": f.Remainder.Value}
	for depth, d := range f.Depths {
		v["rests at "+string(rune('0'+depth))] = d.Rests.Value
		v["passes "+string(rune('0'+depth))] = d.Passes.Value
	}
	for _, p := range f.Parties {
		v["rests on "+string(p.Party)] = p.Rests.Value
	}
	for _, tie := range f.Ties {
		v["through "+string(tie.Tie)] = tie.Through.Value
		v["lost "+string(tie.Tie)] = tie.Lost.Value
	}
	return v
}

// checkFigures compares some figures.
func checkFigures(t rapid.TB, f network.Flow, want values) {
	t.Helper()
	got := figuresOf(f)
	for name, v := range want {
		if g, ok := got[name]; !ok || math.Abs(g-v) > 1e-9*max(1, math.Abs(v)) {
			t.Errorf("%s: got %v, want %v", name, g, v)
		}
	}
}

func TestIncomeRestsAtTheEndOfTheChain(t *testing.T) {
	t.Parallel()
	// A tyre maker: the shop pays 100 out of 200, of which one driver pays 150 and another 50. So 75 and
	// 25 of our 100 rest on them, two payments away.
	f := mustFollow(t, []network.Payment{pay("shop", "us", 100), pay("ann", "shop", 150), pay("bob", "shop", 50)}, network.FlowConfig{})
	checkFigures(t, f, values{
		"income": 100, "remainder": 0,
		"rests at 0": 0, "rests at 1": 0, "rests at 2": 1, "passes 0": 1, "passes 1": 1, "passes 2": 1,
		"rests on ann": 75, "rests on bob": 25,
		"through shop-us": 100, "lost shop-us": 100, "through ann-shop": 75, "lost ann-shop": 75, "lost bob-shop": 25,
	})
	if len(f.Parties) != 2 || f.Parties[0].Party != "ann" || f.Parties[0].Depth != 2 || f.AllParties != 2 {
		t.Errorf("got %+v, want ann before bob, at 2", f.Parties)
	}
	if len(f.Ties) != 3 || f.Ties[1].Tie != "ann-shop" || f.Ties[1].Depth != 2 || f.Ties[1].Kind != "serves" || f.AllTies != 3 {
		t.Errorf("got %+v, want ann-shop second", f.Ties)
	}
}

func TestIncomeFromElsewhereRestsOnTheParty(t *testing.T) {
	t.Parallel()
	// The shop takes in 400: half of it from nobody that is recorded.
	payments := []network.Payment{pay("shop", "us", 100), pay("ann", "shop", 150), pay("bob", "shop", 50)}
	income := map[relationship.PartyID]relationship.Estimate{"shop": exact(400), "ann": {}, "bob": exact(7), "stranger": exact(1)}
	checkFigures(t, mustFollow(t, payments, network.FlowConfig{Income: income}), values{
		"rests at 1": 0.5, "rests at 2": 0.5, "passes 1": 1, "passes 2": 0.5, "rests on shop": 50, "rests on ann": 37.5, "rests on bob": 12.5,
	})
	// Less than is recorded does not count.
	income["shop"] = exact(199)
	checkFigures(t, mustFollow(t, payments, network.FlowConfig{Income: income}), values{"rests on ann": 75})
	// Of our own 160, 60 come from elsewhere.
	income["us"] = exact(160)
	checkFigures(t, mustFollow(t, payments, network.FlowConfig{Income: income}), values{
		"income": 160, "rests at 0": 60.0 / 160, "rests on us": 60, "rests on ann": 75, "lost shop-us": 100,
	})
}

func TestTwoWaysToOnePartyAddUp(t *testing.T) {
	t.Parallel()
	// A diamond: a pays us 60 and has all from c; b pays us 40 and has 30 of 40 from c, 10 from d. And e
	// pays us 20 itself, as well as 10 of d's 10.
	f := mustFollow(t, []network.Payment{
		pay("a", "us", 60), pay("b", "us", 40), pay("c", "a", 100), pay("c", "b", 30), pay("d", "b", 10),
		pay("e", "us", 20), pay("e", "d", 10),
	}, network.FlowConfig{})
	checkFigures(t, f, values{
		"income": 120, "rests on c": 90, "rests on e": 30,
		"rests at 1": 20.0 / 120, "rests at 2": 90.0 / 120, "rests at 3": 10.0 / 120, "passes 2": 100.0 / 120,
		"lost c-a": 60, "lost c-b": 30, "lost d-b": 10, "lost e-d": 10, "lost e-us": 20,
	})
	for _, p := range f.Parties {
		if p.Party == "e" && p.Depth != 1 {
			t.Errorf("e is at %d, want 1: the shortest way counts", p.Depth)
		}
	}
}

func TestMoneyThatGoesRoundIsLostOnce(t *testing.T) {
	t.Parallel()
	// a has 50 from b and 50 from s; b has 80 from a and 20 from r. Back from us money is with a 1, 0.4,
	// 0.4², ... times: 5/3 in all. So s carries 5/3 * 1/2 = 5/6 of our 100, r 5/3 * 1/2 * 1/5 = 1/6.
	// b-a is passed 5/6 times, but at least once only by the half that comes from b to begin with; a-b by
	// 4/5 of that.
	f := mustFollow(t, []network.Payment{
		pay("a", "us", 100), pay("b", "a", 50), pay("s", "a", 50), pay("a", "b", 80), pay("r", "b", 20),
	}, network.FlowConfig{})
	checkFigures(t, f, values{
		"income": 100, "rests on s": 500.0 / 6, "rests on r": 100.0 / 6, "remainder": 0,
		"through b-a": 500.0 / 6, "lost b-a": 50, "through a-b": 400.0 / 6, "lost a-b": 40,
		"through a-us": 100, "lost a-us": 100, "lost s-a": 500.0 / 6, "lost r-b": 100.0 / 6,
		"rests at 2": 0.5, "rests at 3": 0.1, "rests at 4": 0.2,
	})
	var order []relationship.TieID
	for _, tie := range f.Ties {
		order = append(order, tie.Tie)
	}
	if diff := cmp.Diff([]relationship.TieID{"a-us", "s-a", "b-a", "a-b", "r-b"}, order); diff != "" {
		t.Errorf("not in order of what is lost: %s", diff)
	}
}

func TestOneTieMayCarryPaymentsBothWays(t *testing.T) {
	t.Parallel()
	// As above, with b and a paying each other along one tie. When it ends, all that ever passed it goes.
	both := func(p network.Payment) network.Payment { p.Tie = "both"; return p }
	f := mustFollow(t, []network.Payment{
		pay("a", "us", 100), both(pay("b", "a", 30)), both(pay("b", "a", 20)), pay("s", "a", 50), both(pay("a", "b", 80)), pay("r", "b", 20),
	}, network.FlowConfig{})
	checkFigures(t, f, values{"through both": 900.0 / 6, "lost both": 50})
}

func TestCircleThatNothingEntersStaysOnItsWay(t *testing.T) {
	t.Parallel()
	f := mustFollow(t, []network.Payment{pay("a", "us", 100), pay("b", "a", 50), pay("a", "b", 80)}, network.FlowConfig{Depth: 9})
	checkFigures(t, f, values{"remainder": 1, "rests at 9": 0, "passes 9": 1, "lost b-a": 100, "lost a-b": 100, "through b-a": 400, "through a-b": 400})
	if len(f.Parties) != 0 || f.AllParties != 0 || len(f.Depths) != 10 {
		t.Errorf("got %d parties and %d depths, want none and 10", f.AllParties, len(f.Depths))
	}
}

func TestOurOwnMoneyMayComeBackToUs(t *testing.T) {
	t.Parallel()
	// a pays us 10 and has 5 from us and 5 from s. All of it rests on s in the end: without s we would have
	// nothing to pay a with.
	f := mustFollow(t, []network.Payment{pay("a", "us", 10), pay("us", "a", 5), pay("s", "a", 5)}, network.FlowConfig{})
	checkFigures(t, f, values{"rests on s": 10, "lost s-a": 10, "lost a-us": 10, "lost us-a": 5, "through us-a": 10, "through a-us": 20})
}

func TestChainIsFollowedAsDeepAsAsked(t *testing.T) {
	t.Parallel()
	payments := []network.Payment{pay("a", "us", 4), pay("b", "a", 1), pay("c", "b", 1), pay("d", "c", 1)}
	income := map[relationship.PartyID]relationship.Estimate{"a": exact(2)}
	checkFigures(t, mustFollow(t, payments, network.FlowConfig{Depth: 2, Income: income}), values{"rests at 1": 0.5, "rests at 2": 0, "remainder": 0.5, "passes 2": 0.5})
	checkFigures(t, mustFollow(t, payments, network.FlowConfig{Depth: 4, Income: income}), values{"rests at 4": 0.5, "remainder": 0})
}

func TestOnlyTheLargestAreListed(t *testing.T) {
	t.Parallel()
	payments := []network.Payment{pay("a", "us", 3), pay("b", "us", 5), pay("c", "us", 5), pay("d", "us", 1)}
	f := mustFollow(t, payments, network.FlowConfig{Top: 2})
	if len(f.Ties) != 2 || f.Ties[0].Tie != "b-us" || f.Ties[1].Tie != "c-us" || f.AllTies != 4 {
		t.Errorf("got %d ties %v, want b-us and c-us of 4", f.AllTies, f.Ties)
	}
	if len(f.Parties) != 2 || f.Parties[0].Party != "b" || f.AllParties != 4 {
		t.Errorf("got %d parties %v, want b and c of 4", f.AllParties, f.Parties)
	}
}

func TestUnknownAmountsAreNamed(t *testing.T) {
	t.Parallel()
	unknown := func(payer, payee relationship.PartyID) network.Payment {
		p := pay(payer, payee, 0)
		p.Amount = relationship.Estimate{}
		return p
	}
	f := mustFollow(t, []network.Payment{
		pay("a", "us", 10), unknown("z", "us"), unknown("b", "a"), unknown("b", "a"), unknown("x", "y"), unknown("c", "b"),
	}, network.FlowConfig{})
	if diff := cmp.Diff([]relationship.TieID{"b-a", "z-us"}, f.Unknown); diff != "" {
		t.Error(diff)
	}
	checkFigures(t, f, values{"rests on a": 10})
}

func TestNobodyPaysUs(t *testing.T) {
	t.Parallel()
	for name, payments := range map[string][]network.Payment{
		"no payments": nil, "among others": {pay("a", "b", 1)}, "we pay only": {pay("us", "b", 1)},
	} {
		if diff := cmp.Diff(network.Flow{}, mustFollow(t, payments, network.FlowConfig{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	zero := mustFollow(t, []network.Payment{pay("a", "us", 0)}, network.FlowConfig{})
	if !zero.Income.Known() || zero.Income.Value != 0 || zero.Remainder.Known() || zero.Depths != nil {
		t.Errorf("got %+v, want an income known to be 0 and no shares", zero)
	}
}

func TestBasisOfTheFlowIsTheWeakest(t *testing.T) {
	t.Parallel()
	guessed, unrelated := pay("b", "a", 5), pay("x", "y", 5)
	guessed.Amount.Basis, unrelated.Amount.Basis = relationship.Guessed, relationship.Guessed
	f := mustFollow(t, []network.Payment{pay("a", "us", 10), guessed, unrelated}, network.FlowConfig{})
	if f.Income.Basis != relationship.Stated || f.Income.Guesses != 0 {
		t.Errorf("income: got %v", f.Income)
	}
	little := relationship.Estimate{Value: 1, Low: 1, High: 1, Basis: relationship.Guessed}
	counted := mustFollow(t, []network.Payment{pay("a", "us", 10)}, network.FlowConfig{
		Income: map[relationship.PartyID]relationship.Estimate{"us": little},
	})
	if counted.Income.Basis != relationship.Stated || counted.Ties[0].Lost.Basis != relationship.Stated {
		t.Errorf("a guess that does not count, because more is paid, makes %v a guess", counted.Income)
	}
	if lost := f.Ties[0].Lost; lost.Basis != relationship.Guessed || lost.Guesses != 0.5 {
		t.Errorf("lost: got %v, want a guess by half", lost)
	}
}

func TestInexactAmountsGiveRanges(t *testing.T) {
	t.Parallel()
	wide := pay("a", "us", 100)
	wide.Amount.Low, wide.Amount.High = 80, 140
	f := mustFollow(t, []network.Payment{wide, pay("b", "us", 100)}, network.FlowConfig{Rounds: 5000})
	// Income is 200, from 180 to 240; what rests on b is 100 in any case; it is from 100/240 to 100/180 of all.
	roughly := func(what string, e relationship.Estimate, low, value, high float64) {
		if e.Value != value || math.Abs(e.Low-low) > 0.02*low || math.Abs(e.High-high) > 0.02*high {
			t.Errorf("%s: got %v (%v to %v), want %v (%v to %v)", what, e.Value, e.Low, e.High, value, low, high)
		}
	}
	roughly("income", f.Income, 180, 200, 240)
	roughly("a", f.Ties[0].Lost, 80, 100, 140)
	roughly("b", f.Ties[1].Lost, 100, 100, 100)
	if f.Ties[0].Tie != "a-us" {
		t.Errorf("got %v first, want a-us: by ID where alike", f.Ties[0].Tie)
	}
}

func TestBadPaymentsAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	with := func(change func(*network.Payment)) []network.Payment {
		bad := pay("someone", "us", 1)
		change(&bad)
		return []network.Payment{pay("a", "us", 1), bad}
	}
	good, none := with(func(*network.Payment) {}), network.FlowConfig{}
	amount := func(v float64) []network.Payment {
		return with(func(p *network.Payment) { p.Amount = exact(v) })
	}
	income := func(v float64) network.FlowConfig {
		return network.FlowConfig{Income: map[relationship.PartyID]relationship.Estimate{"p7": exact(v), "p8": exact(v), "p9": exact(1)}}
	}
	for _, test := range []struct {
		name, field string
		us          relationship.PartyID
		payments    []network.Payment
		cfg         network.FlowConfig
	}{
		{"nobody asks", "us", "", good, none},
		{"no tie", "Payments[1].Tie", "us", with(func(p *network.Payment) { p.Tie = "" }), none},
		{"a tie of other parties", "Payments[1].Tie", "us", with(func(p *network.Payment) { p.Tie = "a-us" }), none},
		{"no payer", "Payments[1].Payer", "us", with(func(p *network.Payment) { p.Payer = "" }), none},
		{"no payee", "Payments[1].Payee", "us", with(func(p *network.Payment) { p.Payee = "" }), none},
		{"to oneself", "Payments[1].Payee", "us", with(func(p *network.Payment) { p.Payer = "us" }), none},
		{"negative", "Payments[1].Amount.Value", "us", amount(-1), none},
		{"not a number", "Payments[1].Amount.Value", "us", amount(math.NaN()), none},
		{"infinite", "Payments[1].Amount.Value", "us", amount(math.Inf(1)), none},
		{"too large to sum", "Payments[1].Amount.High", "us", amount(math.MaxFloat64), none},
		{"a number without basis", "Payments[1].Amount.Basis", "us", with(func(p *network.Payment) { p.Amount.Basis = 0 }), none},
		{"negative income", "Income.Value", "us", good, income(-1)},
		{"income that is no number", "Income.Value", "us", good, income(math.NaN())},
		{"negative depth", "Depth", "us", good, network.FlowConfig{Depth: -1}},
		{"negative top", "Top", "us", good, network.FlowConfig{Top: -1}},
		{"negative rounds", "Rounds", "us", good, network.FlowConfig{Rounds: -1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := network.FollowValue(test.us, test.payments, test.cfg)
			op, ok := errors.AsType[*relationship.OpError](err)
			if !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field != test.field || op.Room != "network" {
				t.Fatalf("got %v, want an error about %s", err, test.field)
			}
			if strings.HasPrefix(test.field, "Income") && op.ID != "p7" {
				t.Errorf("the error is about %q, want the first by ID, p7", op.ID)
			}
			if strings.Contains(err.Error(), "someone") {
				t.Errorf("%q tells more than the place", err)
			}
		})
	}
}

func TestAnIncomeThatIsTheSumOfThePaymentsLeavesNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	payments := []network.Payment{
		{Tie: "t1", Payer: "a", Payee: "us", Amount: exact(1)},
		{Tie: "t2", Payer: "b", Payee: "a", Amount: exact(0.1)},
		{Tie: "t3", Payer: "c", Payee: "a", Amount: exact(0.2)},
	}
	for _, sum := range []float64{0.3, math.Nextafter(0.3, 1), math.Nextafter(math.Nextafter(0.3, 1), 1)} {
		f := mustFollow(t, payments, network.FlowConfig{Income: map[relationship.PartyID]relationship.Estimate{"a": exact(sum)}})
		if f.AllParties != 2 || f.Depths[1].Rests.Value != 0 {
			t.Errorf("income of %v: got %+v", sum, f.Parties)
		}
	}
}
