package lifetime_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// clvSpends returns the repeat buyers of a data set who spent something.
func clvSpends(t testing.TB, file string) *lifetime.SpendSample {
	t.Helper()
	s := new(lifetime.SpendSample)
	for _, row := range clvTable(t, file) {
		x, spend := clvNumber(t, row["x"]), clvNumber(t, row["zbar"])
		if x > 0 && spend > 0 {
			if err := s.Add(x, spend); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func clvFitSpend(t clvTB, s *lifetime.SpendSample) (lifetime.GammaGamma, lifetime.Fit) {
	t.Helper()
	m, fit, err := lifetime.FitGammaGamma(s, lifetime.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m, fit
}

func TestGammaGammaIsExact(t *testing.T) {
	t.Parallel()
	for data, file := range map[string]string{
		"cdnow-sample": "cdnow-sample-rfm.csv", "cdnow-sample-2dp": "cdnow-sample-rfm-2dp.csv", "cdnow-master": "cdnow-master-rfm.csv",
	} {
		s := clvSpends(t, file)
		m, fit := clvFitSpend(t, s)
		clvTruth(t, data, "gg", fit)
		if !fit.Sound() || !m.HasMean() || fit.N != s.N() {
			t.Errorf("%s: got %+v", data, fit)
		}
		t.Logf("%s: %d steps", data, fit.Steps)
	}
}

// The reference is the sheet of Fader and Hardie's note of 2013 (published.csv).
func TestExpectedSpendIsThePublishedOne(t *testing.T) {
	t.Parallel()
	m := lifetime.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	want := []float64{24.663714, 18.916852, 35.218978, 35.218978, 35.218978, 71.469671, 18.916852, 35.218978, 27.288386, 35.218978}
	for i, row := range clvTable(t, "cdnow-sample-rfm-2dp.csv")[:10] {
		got, err := m.Expected(clvNumber(t, row["x"]), clvNumber(t, row["zbar"]))
		if err != nil || math.Abs(got-want[i]) > 1e-6 {
			t.Errorf("customer %d: got %g, %v, want %g", i+1, got, err, want[i])
		}
	}
}

func TestSpendWithoutAMeanSaysSo(t *testing.T) {
	t.Parallel()
	m := lifetime.GammaGamma{P: .5, Q: .4, Gamma: 3}
	if m.HasMean() || (lifetime.GammaGamma{P: .5, Q: 1, Gamma: 3}).HasMean() {
		t.Error("there is no mean over all where Q is at most 1")
	}
	for _, x := range []float64{0, 1} {
		spend := x * 10
		if got, err := m.Expected(x, spend); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("x %g: got %g, %v", x, got, err)
		}
	}
	if got, err := m.Expected(2, 10); err != nil || !clvNear(got, .5*(3+20)/(.5*2+.4-1), 1e-14) {
		t.Errorf("of who bought twice: got %g, %v", got, err)
	}
}

func TestSpendThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	m := lifetime.GammaGamma{P: 1, Q: 2, Gamma: 3}
	var s lifetime.SpendSample
	for name, c := range map[string]struct{ x, spend float64 }{
		"nothing spent": {1, 0}, "negative": {1, -3}, "not a number": {1, math.NaN()}, "infinite": {1, math.Inf(1)},
		"part of a purchase": {1.5, 3}, "fewer than none": {-1, 3}, "none, but spent": {0, 3},
	} {
		if err := s.Add(c.x, c.spend); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := m.Expected(c.x, c.spend); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, err := m.LogLikelihood(c.x, c.spend); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := s.Add(0, 0); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("no purchase: got %v", err)
	}
	if err := (lifetime.GammaGamma{}).Check(); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("no model: got %v", err)
	}
	if _, _, err := lifetime.FitGammaGamma(&s, lifetime.Config{Start: []float64{1}}); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("a short start: got %v", err)
	}
	if m, fit, err := lifetime.FitGammaGamma(&s, lifetime.Config{}); err != nil || fit.Sound() || m != (lifetime.GammaGamma{}) {
		t.Errorf("nobody: got %+v, %+v, %v", m, fit, err)
	}
}

func TestSpendThatCarriesNoModelGivesAVerdict(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string][][2]float64{
		"one customer":        {{3, 10}},
		"five alike":          {{2, 10}, {2, 10}, {2, 10}, {2, 10}, {2, 10}},
		"one purchase each":   {{1, 10}, {1, 12}, {1, 9}},
		"hardly a spread":     {{4, 10}, {9, 10.0001}, {2, 9.9999}, {30, 10}},
		"far from each other": {{1, 1e-20}, {1, 1e20}},
	} {
		var s lifetime.SpendSample
		for _, r := range rows {
			if err := s.Add(r[0], r[1]); err != nil {
				t.Fatal(err)
			}
		}
		m, fit := clvFitSpend(t, &s)
		if fit.Sound() {
			t.Errorf("%s: got no verdict on %+v", name, m)
		}
		for _, v := range []float64{fit.LogLikelihood, m.P, m.Q, m.Gamma} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: got %+v", name, fit)
			}
		}
		t.Logf("%s: %v %+v", name, fit.Verdicts, m)
	}
}

func TestSpendVerdictsSayWhatIsTheMatter(t *testing.T) {
	t.Parallel()
	for want, scale := range map[lifetime.Verdict]func(*rand.Rand) float64{
		lifetime.AlikeSpend: func(*rand.Rand) float64 { return 20 },
		lifetime.NoMean:     func(r *rand.Rand) float64 { return 1 / distuv.Gamma{Alpha: .7, Beta: 1, Src: r}.Rand() },
	} {
		var s lifetime.SpendSample
		r := rand.New(rand.NewPCG(8, 1))
		for range 500 {
			x := float64(1 + r.IntN(6))
			if err := s.Add(x, scale(r)*distuv.Gamma{Alpha: 5 * x, Beta: x, Src: r}.Rand()); err != nil {
				t.Fatal(err)
			}
		}
		m, fit := clvFitSpend(t, &s)
		if !slices.Equal(fit.Verdicts, []lifetime.Verdict{want}) || m.HasMean() != (want != lifetime.NoMean) {
			t.Errorf("want %v: got %v, %+v", want, fit.Verdicts, m)
		}
		if want.Advice() == "" || want.String() == "unknown" {
			t.Errorf("%v has no advice", want)
		}
	}
}

// clvMadeUpSpends makes up customers of a model.
func clvMadeUpSpends(r *rand.Rand, n int) [][2]float64 {
	rows := make([][2]float64, n)
	for i := range rows {
		x := 1 + r.IntN(6)
		scale := 20 / (r.ExpFloat64() + r.ExpFloat64() + r.ExpFloat64())
		sum := 0.0
		for range x {
			sum += scale * (r.ExpFloat64() + r.ExpFloat64())
		}
		rows[i] = [2]float64{float64(x), sum / float64(x)}
	}
	return rows
}

func TestAnotherCurrencyGivesTheSameSpendModelAndPartsAreTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		scale := rapid.SampledFrom([]float64{1e-6, .01, 1000, 1e9}).Draw(t, "scale")
		var whole, part, rest, scaled lifetime.SpendSample
		rows := clvMadeUpSpends(r, 200)
		for i, row := range rows {
			half := &part
			if i%3 == 0 {
				half = &rest
			}
			for _, err := range []error{whole.Add(row[0], row[1]), half.Add(row[0], row[1]), scaled.Add(row[0], row[1]*scale)} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		part.Merge(&rest)
		m, fit := clvFitSpend(t, &whole)
		if again, _ := clvFitSpend(t, &part); again != m {
			t.Fatalf("parts give %+v, the whole %+v", again, m)
		}
		other, otherFit := clvFitSpend(t, &scaled)
		if fit.Sound() {
			clvWant(t, "p", other.P, m.P, 1e-7)
			clvWant(t, "q", other.Q, m.Q, 1e-7)
			clvWant(t, "gamma", other.Gamma, m.Gamma*scale, 1e-7)
		}
		within := 1e-11
		if !fit.Sound() {
			within = 1e-6 // where it is flat, a search ends where it likes
		}
		clvWant(t, "loglik", otherFit.LogLikelihood+200*math.Log(scale), fit.LogLikelihood, within)
		for range 5 {
			random := lifetime.GammaGamma{P: math.Exp(r.NormFloat64()), Q: math.Exp(r.NormFloat64()), Gamma: 20 * math.Exp(r.NormFloat64())}
			sum := 0.0
			for _, row := range rows {
				l, err := random.LogLikelihood(row[0], row[1])
				if err != nil {
					t.Fatal(err)
				}
				sum += l
			}
			if sum > fit.LogLikelihood+1e-3 {
				t.Fatalf("%+v is likelier than the fit: %g above %g", random, sum, fit.LogLikelihood)
			}
		}
	})
}

func BenchmarkGammaGammaFitOfCDNOW(b *testing.B) {
	s := clvSpends(b, "cdnow-master-rfm.csv")
	b.ReportAllocs()
	for b.Loop() {
		clvFitSpend(b, s)
	}
}
