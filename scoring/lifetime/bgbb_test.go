package lifetime_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

func clvInt(t clvTB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func clvDonors(t testing.TB) *lifetime.TurnSample {
	t.Helper()
	s := new(lifetime.TurnSample)
	for _, row := range clvTable(t, "donations-bgbb.csv") {
		turns := lifetime.Turns{X: clvInt(t, row["x"]), TX: clvInt(t, row["t_x"]), N: clvInt(t, row["n"])}
		if err := s.Add(turns, clvInt(t, row["donors"])); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func clvFitBGBB(t clvTB, s *lifetime.TurnSample) (lifetime.BGBB, lifetime.Fit) {
	t.Helper()
	m, fit, err := lifetime.FitBGBB(s, lifetime.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m, fit
}

// clvTruth compares a fit with the exact estimates and standard errors (reference-mle.csv, reference-se.csv).
func clvTruth(t testing.TB, data, model string, fit lifetime.Fit) {
	t.Helper()
	found := false
	for _, row := range clvTable(t, "reference-mle.csv") {
		if row["data"] != data || row["model"] != model || row["impl"] != "truth" {
			continue
		}
		found = true
		clvWant(t, data+" "+model+" loglik", fit.LogLikelihood, clvNumber(t, row["LL"]), 1e-11)
		for i, p := range fit.Params {
			if n := strconv.Itoa(i + 1); row["p"+n] != p.Name {
				t.Errorf("%s: parameter %d is %s, want %s", model, i, p.Name, row["p"+n])
			} else {
				clvWant(t, data+" "+model+" "+p.Name, p.Value, clvNumber(t, row["v"+n]), 1e-8)
			}
		}
	}
	if !found {
		t.Fatalf("no truth for %s on %s", model, data)
	}
	for _, row := range clvTable(t, "reference-se.csv") {
		if row["data"] != data || row["model"] != model {
			continue
		}
		for _, p := range fit.Params {
			if p.Name == row["param"] {
				clvWant(t, data+" "+model+" error of "+p.Name, p.SE, clvNumber(t, row["se"]), 1e-6)
			}
		}
	}
}

func TestBGBBOnDonorsIsExact(t *testing.T) {
	t.Parallel()
	_, fit := clvFitBGBB(t, clvDonors(t))
	clvTruth(t, "donations", "bgbb", fit)
	if !fit.Sound() || fit.N != 11104 || fit.Covariance == nil || !(fit.Condition > 1) {
		t.Errorf("got %+v", fit)
	}
	t.Logf("%d steps", fit.Steps)
}

// The reference is reference-bgbb.csv: 40 digits, with histories of up to 1000 occasions.
func TestBGBBOfLongHistoriesIsExact(t *testing.T) {
	t.Parallel()
	m := lifetime.BGBB{Alpha: 1.203522351601914, Beta: 0.7497163581729389, Gamma: 0.6567182084418325, Delta: 2.783442232577381}
	for _, row := range clvTable(t, "reference-bgbb.csv") {
		turns := lifetime.Turns{X: clvInt(t, row["x"]), TX: clvInt(t, row["t_x"]), N: clvInt(t, row["n"])}
		var got float64
		var err error
		switch row["quantity"] {
		case "ll":
			got, err = m.LogLikelihood(turns)
		case "palive_n":
			got, err = m.PAlive(turns, 0)
		case "palive_n+1":
			got, err = m.PAlive(turns, 1)
		case "cet5":
			got, err = m.Expected(turns, 5)
		case "cet50":
			got, err = m.Expected(turns, 50)
		case "dert0.1":
			got, err = m.Discounted(turns, lifetime.Discount{Rate: .1})
		}
		if err != nil {
			t.Fatal(err)
		}
		want := clvNumber(t, row["truth"])
		if math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("%+v %s: got %.17g, want %.17g", turns, row["quantity"], got, want)
		}
	}
}

// The figures are of Hardie's note 010 (published.csv).
func TestBGBBGivesThePublishedTotals(t *testing.T) {
	t.Parallel()
	m, _ := clvFitBGBB(t, clvDonors(t))
	sum := 0.0
	for _, row := range clvTable(t, "donations-bgbb.csv") {
		next, err := m.Expected(lifetime.Turns{X: clvInt(t, row["x"]), TX: clvInt(t, row["t_x"]), N: clvInt(t, row["n"])}, 5)
		if err != nil {
			t.Fatal(err)
		}
		sum += next * clvNumber(t, row["donors"])
	}
	clvWant(t, "donations of the next five years", sum, 12884.1568488, 1e-10)
	for x, want := range map[int]float64{0: 3454.88199, 6: 1253.11432} {
		p, err := m.Probability(x, 6)
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, "donors by count", 11104*p, want, 1e-8)
	}
}

// clvDrawBGBB draws parameters near and at poles, and turns.
func clvDrawBGBB(t *rapid.T) (lifetime.BGBB, lifetime.Turns) {
	p := rapid.OneOf(rapid.SampledFrom([]float64{1e-6, .5, 1, 1 + 1e-9, 2, 1e6}), rapid.Float64Range(.01, 50))
	m := lifetime.BGBB{Alpha: p.Draw(t, "alpha"), Beta: p.Draw(t, "beta"), Gamma: p.Draw(t, "gamma"), Delta: p.Draw(t, "delta")}
	n := rapid.OneOf(rapid.IntRange(0, 12), rapid.SampledFrom([]int{100, 3000})).Draw(t, "n")
	turns := lifetime.Turns{N: n}
	if turns.TX = rapid.IntRange(0, n).Draw(t, "t_x"); turns.TX > 0 {
		turns.X = rapid.IntRange(1, turns.TX).Draw(t, "x")
	}
	return m, turns
}

func TestBGBBKeepsItsLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, turns := clvDrawBGBB(t)
		all, err := m.LogLikelihood(turns)
		if err != nil || !(all <= 0) || math.IsInf(all, 0) {
			t.Fatalf("likelihood: got %g, %v", all, err)
		}
		last, sum := 1.0, 0.0
		for ahead := range 6 {
			p, err := m.PAlive(turns, ahead)
			if err != nil || !(p >= 0 && p <= last) {
				t.Fatalf("alive %d ahead: got %g after %g, %v", ahead, p, last, err)
			}
			last = p
			e, err := m.Expected(turns, ahead)
			if err != nil || ahead == 0 && e != 0 || e < sum || e > float64(ahead) {
				t.Fatalf("expected %d ahead: got %g after %g, %v", ahead, e, sum, err)
			}
			sum = e
		}
		// What comes next is the turn taken or not: the likelihoods of both add up.
		next := turns
		next.N++
		miss, _ := m.LogLikelihood(next)
		next.X, next.TX = next.X+1, next.N
		take, _ := m.LogLikelihood(next)
		noise := 1e-11 + 1e-13*math.Abs(all) // of differences of logarithms
		if both := math.Exp(miss-all) + math.Exp(take-all); math.Abs(both-1) > noise {
			t.Fatalf("what can come next sums to %.15g", both)
		}
		one, _ := m.Expected(turns, 1)
		if math.Abs(one-math.Exp(take-all)) > noise*one+1e-300 {
			t.Fatalf("the next turn: got %g, want %g", one, math.Exp(take-all))
		}
		if d, err := m.Discounted(turns, lifetime.Discount{Rate: 1e12}); err != nil || math.Abs(d-one/(1e12+1)) > 1e-9*d+1e-300 {
			t.Fatalf("discounted so much that only the next turn counts: got %g, %v", d, err)
		}
		long, err := m.Expected(turns, 3000)
		d, dErr := m.Discounted(turns, lifetime.Discount{Rate: .02, Continuous: true})
		if err != nil || dErr != nil || d < 0 || d > long+m.Alpha*1e-9+1e-6 {
			t.Fatalf("discounted: got %g of %g, %v, %v", d, long, err, dErr)
		}
	})
}

func TestBGBBWithoutDiscountNeedsABound(t *testing.T) {
	t.Parallel()
	m := lifetime.BGBB{Alpha: 1, Beta: 1, Gamma: 3, Delta: 5}
	turns := lifetime.Turns{X: 2, TX: 3, N: 4}
	whole, err := m.Discounted(turns, lifetime.Discount{})
	if err != nil {
		t.Fatal(err)
	}
	most, _ := m.Expected(turns, 1_000_000)
	clvWant(t, "without a discount", whole, most, 1e-9)
	m.Gamma = 1
	if _, err := m.Discounted(turns, lifetime.Discount{}); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("without a bound: got %v", err)
	}
}

// clvTurnsOf makes up customers.
func clvTurnsOf(r *rand.Rand, m lifetime.BGBB, occasions int) lifetime.Turns {
	t := lifetime.Turns{N: occasions}
	take, leave := clvBeta(r, m.Alpha, m.Beta), clvBeta(r, m.Gamma, m.Delta)
	for i := range occasions {
		if r.Float64() < leave {
			break
		}
		if r.Float64() < take {
			t.X++
			t.TX = i + 1
		}
	}
	return t
}

// clvBeta draws from a beta distribution with whole parameters, as an order statistic.
func clvBeta(r *rand.Rand, a, b float64) float64 {
	var below, all float64
	for i := range int(a + b) {
		e := r.ExpFloat64()
		all += e
		if i < int(a) {
			below += e
		}
	}
	return below / all
}

func TestBGBBFindsATopAndPartsAreTheWhole(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	truth := lifetime.BGBB{Alpha: 2, Beta: 3, Gamma: 1, Delta: 9}
	var whole, odd, even lifetime.TurnSample
	for i := range 3000 {
		turns := clvTurnsOf(r, truth, 5+i%20)
		part := &odd
		if i%2 == 0 {
			part = &even
		}
		if whole.Add(turns, 1) != nil || part.Add(turns, 1) != nil {
			t.Fatal("turns are refused")
		}
	}
	odd.Merge(&even)
	m, fit := clvFitBGBB(t, &whole)
	again, _ := clvFitBGBB(t, &odd)
	if m != again {
		t.Errorf("parts give %+v, the whole %+v", again, m)
	}
	for _, p := range fit.Params {
		if !(p.SE > 0) {
			t.Errorf("no standard error of %s", p.Name)
		}
	}
	start := lifetime.Config{Start: []float64{m.Alpha * 20, m.Beta * 3, m.Gamma / 7, m.Delta / 9}}
	far, farFit, err := lifetime.FitBGBB(&whole, start)
	if err != nil {
		t.Fatal(err)
	}
	clvWant(t, "from elsewhere", farFit.LogLikelihood, fit.LogLikelihood, 1e-11)
	clvWant(t, "gamma from elsewhere", far.Gamma, m.Gamma, 1e-8)
}

func TestTurnsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	var s lifetime.TurnSample
	m := lifetime.BGBB{Alpha: 1, Beta: 1, Gamma: 1, Delta: 1}
	for name, turns := range map[string]lifetime.Turns{
		"negative": {X: -1}, "more than until the last": {X: 3, TX: 2, N: 5}, "none, but a last": {TX: 2, N: 5},
		"some, but no last": {X: 1, N: 4}, "last after all": {X: 1, TX: 5, N: 4}, "too many": {N: 1e9},
	} {
		if err := s.Add(turns, 1); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := m.PAlive(turns, 1); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	zero := lifetime.BGBB{}
	_, alive := zero.PAlive(lifetime.Turns{}, 1)
	_, ahead := m.PAlive(lifetime.Turns{}, -1)
	_, expected := m.Expected(lifetime.Turns{}, 1e9)
	_, rate := m.Discounted(lifetime.Turns{}, lifetime.Discount{Rate: math.NaN()})
	_, x := m.Probability(3, 2)
	_, _, config := lifetime.FitBGBB(&s, lifetime.Config{Steps: -1})
	for name, err := range map[string]error{
		"a model that is none": alive, "ahead": ahead, "far ahead": expected, "rate": rate, "more than all": x, "steps": config, "none": s.Add(lifetime.Turns{}, 0),
	} {
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || op.Field == "" || op.Room != "lifetime" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTurnsThatCarryNoModelGiveAVerdict(t *testing.T) {
	t.Parallel()
	for name, groups := range map[string]map[lifetime.Turns]int{
		"nobody":        {},
		"nobody bought": {{N: 6}: 50},
		"all took all":  {{X: 6, TX: 6, N: 6}: 50},
		"all alike":     {{X: 2, TX: 3, N: 6}: 5},
		"one occasion":  {{X: 1, TX: 1, N: 1}: 30, {N: 1}: 20},
		"five":          {{X: 1, TX: 1, N: 3}: 2, {X: 2, TX: 3, N: 3}: 1, {N: 3}: 2},
	} {
		var s lifetime.TurnSample
		for turns, n := range groups {
			if err := s.Add(turns, n); err != nil {
				t.Fatal(err)
			}
		}
		m, fit := clvFitBGBB(t, &s)
		if fit.Sound() {
			t.Errorf("%s: got no verdict on %+v", name, m)
		}
		for _, v := range append([]float64{fit.LogLikelihood, fit.AIC, fit.BIC}, m.Alpha, m.Beta, m.Gamma, m.Delta) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: got %+v", name, fit)
			}
		}
		t.Logf("%s: %v", name, fit.Verdicts)
	}
}

func BenchmarkBGBBFitOfDonors(b *testing.B) {
	s := clvDonors(b)
	b.ReportAllocs()
	for b.Loop() {
		clvFitBGBB(b, s)
	}
}

func TestTheBGBBFitIsNeverLessLikelyThanARandomPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		occasions := rapid.SampledFrom([]int{1, 3, 12, 200}).Draw(t, "occasions")
		truth := lifetime.BGBB{Alpha: 1 + float64(r.IntN(4)), Beta: 1 + float64(r.IntN(8)), Gamma: 1, Delta: 1 + float64(r.IntN(30))}
		rows := make([]lifetime.Turns, 80)
		var s lifetime.TurnSample
		for i := range rows {
			rows[i] = clvTurnsOf(r, truth, occasions)
			if err := s.Add(rows[i], 1); err != nil {
				t.Fatal(err)
			}
		}
		m, fit := clvFitBGBB(t, &s)
		if len(fit.Params) == 0 {
			return
		}
		total := func(m lifetime.BGBB) float64 {
			sum := 0.0
			for _, turns := range rows {
				l, err := m.LogLikelihood(turns)
				if err != nil {
					t.Fatal(err)
				}
				sum += l
			}
			return sum
		}
		if got := total(m); math.Abs(got-fit.LogLikelihood) > 1e-9*math.Abs(got) {
			t.Fatalf("the fit says %g, its customers %g", fit.LogLikelihood, got)
		}
		for range 5 {
			e := func(mean float64) float64 { return math.Exp(mean + 1.5*r.NormFloat64()) }
			if other := (lifetime.BGBB{Alpha: e(0), Beta: e(1), Gamma: e(0), Delta: e(2)}); total(other) > fit.LogLikelihood+1e-3 {
				t.Fatalf("%+v is likelier than the fit %+v %v: %g above %g", other, m, fit.Verdicts, total(other), fit.LogLikelihood)
			}
		}
	})
}

func TestBGBBIsFittedToThousandsOfOccasions(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	var s lifetime.TurnSample
	for range 100 {
		if err := s.Add(clvTurnsOf(r, lifetime.BGBB{Alpha: 2, Beta: 20, Gamma: 1, Delta: 200}, 1000), 1); err != nil {
			t.Fatal(err)
		}
	}
	m, fit := clvFitBGBB(t, &s)
	if !fit.Sound() || math.Abs(math.Log(m.Alpha/2)) > .5 || math.Abs(math.Log(m.Gamma)) > .6 {
		t.Errorf("got %+v with %v", m, fit.Verdicts)
	}
	t.Logf("%d steps, %+v", fit.Steps, fit.Params)
}
