package beliefs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// How often each table is simulated.
const runs = 2000

// importances are true shares of so many attributes, some of which hardly matter.
func importances(attributes int) []float64 {
	switch attributes {
	case 3:
		return []float64{.5, .3, .2}
	case 7:
		return []float64{.3, .22, .16, .12, .1, .07, .03}
	}
	return []float64{.2, .16, .13, .11, .1, .08, .06, .05, .04, .03, .02, .02}
}

// rate returns how often some gap, or one that is named, is found to be false.
func rate(t tester, believed func(*rand.Rand) beliefs.Side, ask func(*rand.Rand) beliefs.Side, attribute string) float64 {
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range runs {
		gaps := having[[]beliefs.Gap](t)(beliefs.Gaps(believed(r), ask(r), beliefs.Config{}))
		if slices.ContainsFunc(gaps, func(g beliefs.Gap) bool {
			return g.State == scoring.False && (attribute == "" || g.Attribute == attribute)
		}) {
			found++
		}
	}
	return float64(found) / runs
}

// always returns one side, whatever the chance.
func always(s beliefs.Side) func(*rand.Rand) beliefs.Side {
	return func(*rand.Rand) beliefs.Side { return s }
}

// Where what is believed is the truth, or what some leaders believe is so on average, False for any attribute comes
// up at most as often as the level of 95 % allows, within three standard errors of the simulation (0.0146). Where
// 300 people divide points so unevenly that most give most of 12 attributes hardly any, which no normal law
// describes, it comes near 0.06.
//
//	300 people measured                        3        7       12   any False, of so many attributes; aim 0.05
//	each names one, Wilson ranges         0.0425   0.0390   0.0365
//	each divides 100 points               0.0440   0.0510   0.0570
//	ranges by a normal law                0.0120   0.0195   0.0235
//	4 leaders, 300 who name one           0.0305   0.0145   0.0050
//	8 leaders, 300 who name one           0.0460   0.0355   0.0265
func TestWhatIsTrueIsSeldomCalledFalse(t *testing.T) {
	t.Parallel()
	asked := surveys(t, 300)
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-34s %8s %8s %8s   any False, of so many attributes; aim 0.05\n", "300 people measured", "3", "7", "12")
	row := func(name string, s survey, believed func(truth []float64) func(*rand.Rand) beliefs.Side) {
		fmt.Fprintf(&b, "%-34s", name)
		for _, n := range []int{3, 7, 12} {
			truth := importances(n)
			got := rate(t, believed(truth), func(r *rand.Rand) beliefs.Side { return s.ask(r, truth) }, "")
			fmt.Fprintf(&b, " %8.4f", got)
			if got > .05+.0146 {
				t.Errorf("%s, %d attributes: got %v, want at most .05", name, n, got)
			}
		}
		fmt.Fprintln(&b)
	}
	for _, s := range asked {
		row(s.name, s, func(truth []float64) func(*rand.Rand) beliefs.Side { return always(exactly(truth...)) })
	}
	for _, n := range []int{4, 8} {
		row(fmt.Sprintf("%d leaders, 300 who name one", n), asked[0], func(truth []float64) func(*rand.Rand) beliefs.Side {
			return leadersOf(t, n, truth)
		})
	}
	t.Log(b.String())
}

// leadersOf draws leaders who believe what is true on average.
func leadersOf(t tester, n int, truth []float64) func(*rand.Rand) beliefs.Side {
	return func(r *rand.Rand) beliefs.Side {
		var all [][]float64
		for range n {
			all = append(all, dirichlet(r, truth, 40))
		}
		return having[beliefs.Side](t)(beliefs.Leaders(names(len(truth)), all))
	}
}

// A belief that is 10 points too high, about an attribute of any importance, is found at least 80 % of the time
// with 300 people who each name one of seven attributes. The others are each believed a little too low.
//
//	importance   150 people 300 people   found, of 7 attributes; aim 0.80
//	0.30             0.4035     0.8350
//	0.22             0.4625     0.8750
//	0.16             0.5605     0.9300
//	0.12             0.6650     0.9650
//	0.10             0.6580     0.9865
//	0.07             0.8280     0.9975
//	0.03             0.9705     1.0000
func TestABeliefWrongByTenPointsIsFound(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-12s %10s %10s   found, of 7 attributes; aim 0.80\n", "importance", "150 people", "300 people")
	for i, p := range importances(7) {
		believed := slices.Clone(importances(7))
		for j := range believed {
			believed[j] *= 1 - .1/(1-p)
		}
		believed[i] = p + .1
		fmt.Fprintf(&b, "%-12.2f", p)
		for _, n := range []int{150, 300} {
			ask := surveys(t, n)[0].ask
			got := rate(t, always(exactly(believed...)), func(r *rand.Rand) beliefs.Side { return ask(r, importances(7)) }, names(7)[i])
			fmt.Fprintf(&b, " %10.4f", got)
			if n == 300 && got < .8 {
				t.Errorf("importance %v: found %v of the time, want .8", p, got)
			}
		}
		fmt.Fprintln(&b)
	}
	t.Log(b.String())
}

// The same two figures for single assumptions, judged six at a time by what was measured of each: 0.0445 and
// 0.8350.
func TestVerdictsKeepTheirRate(t *testing.T) {
	t.Parallel()
	truth := []float64{.5, .4, .3, .2, .1, .05}
	r := rand.New(rand.NewPCG(3, 4))
	var anyFalse, found int
	for range runs {
		var held, planted []scoring.Assumption
		var measured []beliefs.Measurement
		for i, p := range truth {
			name := names(6)[i]
			a := scoring.Assumption{ID: scoring.AssumptionID(name), Attribute: name, Believed: exact(p)}
			held = append(held, a)
			if i == 2 {
				a.Believed = exact(p + .1)
			}
			planted = append(planted, a)
			value := wilson(counted(r, []float64{p, 1 - p}, 300)[0], 300)
			measured = append(measured, beliefs.Measurement{Attribute: name, At: day(5, 1), Value: value})
		}
		judge := having[[]beliefs.Verdict](t)
		isFalse := func(v beliefs.Verdict) bool { return v.State == scoring.False }
		if slices.ContainsFunc(judge(beliefs.Judge(held, measured, day(6, 1), beliefs.Config{})), isFalse) {
			anyFalse++
		}
		if isFalse(judge(beliefs.Judge(planted, measured, day(6, 1), beliefs.Config{}))[2]) {
			found++
		}
	}
	t.Logf("any of six true assumptions False: %.4f (aim 0.05); one wrong by ten points found: %.4f (aim 0.80)",
		float64(anyFalse)/runs, float64(found)/runs)
	if float64(anyFalse) > runs*(.05+.0146) || float64(found) < runs*.8 {
		t.Errorf("got %d and %d of %d", anyFalse, found, runs)
	}
}

// Where money goes just as it should, the misdirected share is not 0 but what Chance says, on average, and above
// ChanceHigh one time in twenty.
func TestChanceAloneMisdirectsWhatItSays(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-12s %10s %10s %12s   300 people, money as it should be\n", "attributes", "misdirected", "chance", "above high")
	for _, n := range []int{3, 12} {
		truth, r := importances(n), rand.New(rand.NewPCG(5, 6))
		var share, chance, above float64
		for range runs {
			m := having[beliefs.Comparison](t)(beliefs.Compare(beliefs.Side{}, exactly(truth...),
				withCovariance(counted(r, truth, 300), 300), beliefs.Config{Rounds: 300})).Misdirected
			share, chance = share+m.Share/runs, chance+m.Chance/runs
			if m.Share > m.ChanceHigh {
				above += 1. / runs
			}
		}
		fmt.Fprintf(&b, "%-12d %10.4f %10.4f %12.4f\n", n, share, chance, above)
		if !(share > .9*chance && share < 1.1*chance) || above > .1 || above < .03 {
			t.Errorf("%d attributes: got %v, chance says %v, and %v above the high of it", n, share, chance, above)
		}
	}
	t.Log(b.String())
}

// Around a share that is known to come from a law of errors, half the sum of these is what it is on average:
// half of sqrt(2/pi) of all standard errors.
func TestChanceIsWhatErrorsComeTo(t *testing.T) {
	t.Parallel()
	measured := sideOf([]float64{.03, .05, .02}, []float64{.5, .3, .2})
	m := having[beliefs.Comparison](t)(beliefs.Compare(beliefs.Side{}, exactly(.5, .3, .2), measured, beliefs.Config{Rounds: 200_000})).Misdirected
	want := (.03 + .05 + .02) / 1.959963984540054 * .7978845608028654 / 2
	if m.Share != 0 || m.Chance < .99*want || m.Chance > 1.01*want {
		t.Errorf("got %v, want a chance of %v", m, want)
	}
}
