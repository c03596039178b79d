package lifetime_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

// clvRetained returns the survivors of 1000 customers after each year until one.
func clvRetained(t testing.TB, column string, years int) *lifetime.Cohorts {
	t.Helper()
	var survivors []int
	for _, row := range clvTable(t, "sbg-retention.csv")[:years+1] {
		survivors = append(survivors, int(math.Round(10*clvNumber(t, row[column]))))
	}
	c := new(lifetime.Cohorts)
	if err := c.Add(survivors...); err != nil {
		t.Fatal(err)
	}
	return c
}

func clvFitSBG(t clvTB, c *lifetime.Cohorts) (lifetime.SBG, lifetime.Fit) {
	t.Helper()
	m, fit, err := lifetime.FitSBG(c, lifetime.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m, fit
}

func clvFitBDW(t clvTB, c *lifetime.Cohorts) (lifetime.BDW, lifetime.Fit) {
	t.Helper()
	m, fit, err := lifetime.FitBDW(c, lifetime.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return m, fit
}

// The reference is reference-mle.csv, reference-se.csv and reference-contractual.csv.
func TestRetentionModelsAreExact(t *testing.T) {
	t.Parallel()
	type survivor interface {
		Survival(float64) (float64, error)
		Residual(int, lifetime.Discount) (float64, error)
		Lifetime(lifetime.Discount) (float64, error)
	}
	models := map[string]survivor{}
	for _, column := range []string{"regular", "high_end"} {
		for years, name := range map[int]string{4: "4", 7: "7", 12: "12"} {
			c, data := clvRetained(t, column, years), "retention-"+column+"-"+name
			sbg, fit := clvFitSBG(t, c)
			clvTruth(t, data, "sbg", fit)
			bdw, second := clvFitBDW(t, c)
			clvTruth(t, data, "bdw", second)
			models[data+" sbg"], models[data+" bdw"] = sbg, bdw
			t.Logf("%s: %d and %d steps, %v, %v", data, fit.Steps, second.Steps, fit.Verdicts, second.Verdicts)
		}
	}
	tenPercent := lifetime.Discount{Rate: .1}
	for _, row := range clvTable(t, "reference-contractual.csv") {
		m := models[row["data"]+" "+row["model"]]
		var got float64
		var err error
		switch row["quantity"] {
		case "survival":
			got, err = m.Survival(clvNumber(t, row["arg"]))
		case "derl0.1":
			got, err = m.Residual(clvInt(t, row["arg"]), tenPercent)
		case "del0.1":
			got, err = m.Lifetime(tenPercent)
		}
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, row["data"]+" "+row["model"]+" "+row["quantity"]+" "+row["arg"], got, clvNumber(t, row["truth"]), 1e-10)
	}
}

// The figures are those of Fader and Hardie 2010 (published.csv): five cohorts, of which the later were seen for less long.
func TestCohortsThatAreStillOpenAreFittedTogether(t *testing.T) {
	t.Parallel()
	rows := [][]int{{10000, 8000, 6480, 5307, 4391}, {10000, 8000, 6480, 5307}, {10000, 8000, 6480}, {10000, 8000}}
	var c, parts lifetime.Cohorts
	for _, row := range rows {
		var one lifetime.Cohorts
		if c.Add(row...) != nil || one.Add(row...) != nil {
			t.Fatal("a cohort is refused")
		}
		parts.Merge(&one)
	}
	m, fit := clvFitSBG(t, &c)
	clvWant(t, "alpha", m.Alpha, 3.7981258079184696, 1e-8)
	clvWant(t, "beta", m.Beta, 15.191907937379016, 1e-8)
	if again, _ := clvFitSBG(t, &parts); again != m || !fit.Sound() || fit.N != 40000 {
		t.Errorf("parts give %+v, the whole %+v with %v", again, m, fit.Verdicts)
	}
	var single lifetime.Cohorts
	for _, row := range rows {
		for i := 1; i < len(row); i++ {
			if err := single.AddTenure(i, true, row[i-1]-row[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := single.AddTenure(len(row)-1, false, row[len(row)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if again, _ := clvFitSBG(t, &single); again != m {
		t.Errorf("customer by customer: got %+v, want %+v", again, m)
	}
}

func TestResidualLifetimesAreTheirSums(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := lifetime.BDW{
			Alpha: rapid.Float64Range(.1, 5).Draw(t, "alpha"), Beta: rapid.Float64Range(.1, 20).Draw(t, "beta"),
			C: rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(.5, 2)).Draw(t, "c"),
		}
		d := lifetime.Discount{Rate: rapid.SampledFrom([]float64{.01, .1, 3}).Draw(t, "rate"), Continuous: rapid.Bool().Draw(t, "continuous")}
		from := rapid.IntRange(1, 30).Draw(t, "from")
		before, err := m.Survival(float64(from - 1))
		if err != nil {
			t.Fatal(err)
		}
		sum, last := 0.0, 1.0
		for k := range 20_000 {
			s, err := m.Survival(float64(from + k))
			if err != nil || s > last {
				t.Fatalf("survival %d: got %g after %g, %v", from+k, s, last, err)
			}
			last = s
			sum += s / before * d.Factor(float64(k))
			if d.Factor(float64(k)) < 1e-16 {
				break
			}
		}
		got, err := m.Residual(from, d)
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, "residual", got, sum, 1e-10)
		whole, err := m.Lifetime(d)
		first, _ := m.Residual(1, d)
		if err != nil || math.Abs(whole-1-first*d.Factor(1)) > 1e-12*whole {
			t.Fatalf("a new customer's: got %g, %v", whole, err)
		}
		if m.C == 1 {
			plain, err := lifetime.SBG{Alpha: m.Alpha, Beta: m.Beta}.Residual(from, d)
			if err != nil {
				t.Fatal(err)
			}
			clvWant(t, "residual of the model with C 1", got, plain, 1e-10)
			r, err := m.Retention(float64(from))
			if want := (m.Beta + float64(from-1)) / (m.Alpha + m.Beta + float64(from-1)); err != nil || math.Abs(r-want) > 1e-13 {
				t.Fatalf("retention: got %g, %v, want %g", r, err, want)
			}
		}
	})
}

func TestResidualLifetimesWithHardlyAnyDiscount(t *testing.T) {
	t.Parallel()
	m := lifetime.SBG{Alpha: 2.5, Beta: 4}
	none, err := m.Residual(3, lifetime.Discount{})
	if err != nil {
		t.Fatal(err)
	}
	clvWant(t, "without a discount", none, 6/1.5, 1e-13)
	same, err := lifetime.BDW{Alpha: 2.5, Beta: 4, C: 1}.Residual(3, lifetime.Discount{})
	if err != nil {
		t.Fatal(err)
	}
	clvWant(t, "without a discount by the other way", same, none, 1e-10)
	for _, rate := range []float64{1e-4, 1e-6} {
		d := lifetime.Discount{Rate: rate}
		a, err := lifetime.SBG{Alpha: .7, Beta: 1.2}.Residual(1, d)
		b, bErr := lifetime.BDW{Alpha: .7, Beta: 1.2, C: 1}.Residual(1, d)
		if err != nil || bErr != nil {
			t.Fatal(err, bErr)
		}
		clvWant(t, "hardly any discount", b, a, 1e-9)
	}
	for _, err := range []error{
		func() error { _, err := lifetime.SBG{Alpha: 1, Beta: 1}.Residual(1, lifetime.Discount{}); return err }(),
		func() error {
			_, err := lifetime.BDW{Alpha: 1, Beta: 1, C: 1}.Lifetime(lifetime.Discount{})
			return err
		}(),
	} {
		if !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("without a bound: got %v", err)
		}
	}
}

func TestTheRetentionFitIsNeverLessLikelyThanARandomPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		survivors := []int{400}
		for range rapid.IntRange(2, 12).Draw(t, "years") {
			stay := int(float64(survivors[len(survivors)-1]) * (.5 + .5*r.Float64()))
			survivors = append(survivors, stay)
		}
		var c lifetime.Cohorts
		if err := c.Add(survivors...); err != nil {
			t.Fatal(err)
		}
		_, sbg := clvFitSBG(t, &c)
		_, bdw := clvFitBDW(t, &c)
		if bdw.LogLikelihood < sbg.LogLikelihood-1e-6 {
			t.Fatalf("with one parameter more: got %g below %g", bdw.LogLikelihood, sbg.LogLikelihood)
		}
		for range 5 {
			m := lifetime.BDW{Alpha: math.Exp(r.NormFloat64()), Beta: math.Exp(1 + r.NormFloat64()), C: math.Exp(.5 * r.NormFloat64())}
			sum, before := 0.0, 1.0
			for i, n := range survivors[1:] {
				after, err := m.Survival(float64(i + 1))
				if err != nil {
					t.Fatal(err)
				}
				if gone := survivors[i] - n; gone > 0 {
					sum += float64(gone) * math.Log(before-after)
				}
				before = after
			}
			if last := survivors[len(survivors)-1]; last > 0 {
				sum += float64(last) * math.Log(before)
			}
			if sum > bdw.LogLikelihood+1e-6 {
				t.Fatalf("%+v is likelier than the fit: %g above %g", m, sum, bdw.LogLikelihood)
			}
		}
	})
}

func TestCohortsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	var c lifetime.Cohorts
	for name, err := range map[string]error{
		"none":            c.Add(),
		"rising":          c.Add(5, 6),
		"negative":        c.Add(5, -1),
		"left at once":    c.AddTenure(0, true, 1),
		"negative tenure": c.AddTenure(-1, false, 1),
		"nobody":          c.AddTenure(1, true, 0),
	} {
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if c.N() != 0 {
		t.Errorf("what was refused is counted: %d", c.N())
	}
	zero, m := lifetime.SBG{}, lifetime.SBG{Alpha: 1, Beta: 1}
	_, survival := zero.Survival(1)
	_, negative := m.Survival(-1)
	_, retention := m.Retention(0)
	_, renewal := m.Residual(0, lifetime.Discount{Rate: .1})
	_, rate := m.Lifetime(lifetime.Discount{Rate: -1})
	_, per := lifetime.BDW{Alpha: 1, Beta: 1, C: 1}.Lifetime(lifetime.Discount{Rate: .1, Per: -1})
	for name, err := range map[string]error{
		"zero model": survival, "negative": negative, "renewal 0": retention, "before the first": renewal, "rate": rate, "per": per,
		"zero": lifetime.BDW{}.Check(),
	} {
		if !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestCohortsThatCarryNoModelGiveAVerdict(t *testing.T) {
	t.Parallel()
	for name, survivors := range map[string][]int{
		"nobody": {0}, "one moment": {50}, "nobody left": {50, 50, 50}, "all left at once": {50, 0}, "one renewal": {50, 20},
		"one left": {1000000, 999999, 999999}, "alike": {1024, 512, 256, 128, 64},
	} {
		var c lifetime.Cohorts
		if err := c.Add(survivors...); err != nil {
			t.Fatal(err)
		}
		m, fit := clvFitSBG(t, &c)
		other, second := clvFitBDW(t, &c)
		if fit.Sound() || second.Sound() {
			t.Errorf("%s: got %v and %v on %+v and %+v", name, fit.Verdicts, second.Verdicts, m, other)
		}
		for _, v := range []float64{fit.LogLikelihood, second.LogLikelihood, m.Alpha, m.Beta, other.C} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: got %+v", name, fit)
			}
		}
		t.Logf("%s: %v %+v, %v %+v", name, fit.Verdicts, m, second.Verdicts, other)
	}
}

func BenchmarkBDWFit(b *testing.B) {
	c := clvRetained(b, "regular", 12)
	b.ReportAllocs()
	for b.Loop() {
		clvFitBDW(b, c)
	}
}
