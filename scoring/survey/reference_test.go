package survey_test

import (
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/survey"
)

// A reference is one row of reference-survey.csv: what an own program, statsmodels 0.13.5 or scipy 1.10.1 makes
// of a case. A missing number is NaN.
type reference struct {
	name, method                    string
	level, value, low, high, sd, at float64
	p                               float64
}

func references(t testing.TB) []reference {
	t.Helper()
	var rs []reference
	for _, row := range choiceRows(t, "reference-survey.csv")[1:] {
		// Names of methods hold commas without quotes.
		tail := len(row) - 7
		v := make([]float64, 7)
		for i, s := range row[tail:] {
			if v[i] = math.NaN(); s != "" {
				v[i] = number(t, s)
			}
		}
		rs = append(rs, reference{row[0], strings.Join(row[1:tail], ","), v[0], v[1], v[2], v[3], v[4], v[5], v[6]})
	}
	return rs
}

// cases are the detractors, passives and promoters of each case.
func cases() map[string][3]int64 {
	return map[string][3]int64{
		"sudzilla": {22, 9, 8}, "airlinesat": {431, 396, 238}, "tiny": {2, 3, 5}, "allpro": {0, 0, 10}, "alldet": {7, 0, 0},
		"polar": {5, 0, 5}, "allpas": {0, 12, 0}, "mid": {50, 30, 120}, "big": {1200, 2600, 3900}, "b2b": {3, 9, 24},
	}
}

// of returns the case of a reference.
func of(t testing.TB, name string) survey.NetPromoter {
	t.Helper()
	c := cases()[name]
	return promoter(t, c[0], c[1], c[2])
}

// studentDigits is how well limits by Student's t agree with the reference. Its quantiles (scipy 1.10.1) have from eight
// to eleven digits: with 9 degrees of freedom, 2.26215716274, where 2.26215716280 leaves 5 % (it is a sum of
// powers of cosines: see TestStudentsTIsThatOfClosedForms).
const studentDigits = 3e-9

// goodman returns the level at which Wald's limits are those of a simultaneous method of Goodman, which is why
// there is none of his: 1964 takes chi-square with 2 degrees of freedom for z², 1965 a third of alpha.
func goodman(method string, level float64) float64 {
	if strings.HasPrefix(method, "goodman-1964") {
		return math.Erf(math.Sqrt(-math.Log(1 - level)))
	}
	return 1 - (1-level)/3
}

// scoreConfig returns the settings for a method of a net promoter score, and whether there are.
func scoreConfig(r reference) (survey.Config, bool) {
	c := survey.Config{Level: r.level}
	switch name, _, _ := strings.Cut(r.method, " ("); name {
	case "wald":
		c.Method = survey.Wald
	case "t":
		c.Method = survey.Student
	case "adjusted-wald-3":
		c.Method = survey.AdjustedWald
	case "adjusted-wald-3 uniform":
		c.Method, c.Added = survey.AdjustedWald, [3]float64{1, 1, 1}
	case "adjusted-wald-4":
		c.Method, c.Added = survey.AdjustedWald, [3]float64{1, 2, 1}
	case "agresti-min":
		c.Method, c.Added = survey.AdjustedWald, [3]float64{.5, 1, .5}
	case "goodman-1964 simultaneous", "goodman-1965 bonferroni":
		c.Method, c.Level = survey.Wald, goodman(r.method, r.level)
	case "score":
		c.Method = survey.ScoreTest
	case "percentile bootstrap, exact enumeration":
		c.Method = survey.Bootstrap
	default:
		return c, false
	}
	return c, true
}

// TestNetPromoterScoresAreThoseOfTheReference compares 264 intervals. What is other than there: limits
// beyond the scale are cut off, those that leave out the value are drawn out to it, and Student's t has limits where
// all answers are the same. That t
// is compared to nine digits: see studentDigits.
func TestNetPromoterScoresAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, r := range references(t) {
		if _, ok := cases()[r.name]; !ok {
			continue
		}
		cfg, ok := scoreConfig(r)
		if !ok {
			t.Fatalf("no method for %q", r.method)
		}
		what := r.name + ", " + r.method
		got := done(of(t, r.name).Interval(cfg))(t)
		compared++
		if cfg.Method == survey.Student && r.sd == 0 {
			continue
		}
		value := r.value
		if cfg.Method == survey.AdjustedWald {
			// The reference has the middle of the interval there.
			c := cases()[r.name]
			value = float64(c[2]-c[0]) / float64(c[0]+c[1]+c[2])
		}
		near(t, what+": value", got.Value, 100*value, 1e-13)
		within := 1e-12
		if cfg.Method == survey.Student {
			within = studentDigits
		}
		near(t, what+": low", got.Low, 100*min(max(r.low, -1), value), within)
		near(t, what+": high", got.High, 100*max(min(r.high, 1), value), within)
	}
	if compared != 297 {
		t.Errorf("got %d rows of ten cases, want 297", compared)
	}
}

// airline returns the answers of an airline's customers by the purpose of their flight: to the question how likely
// they are to recommend it, which is coded from 1 to 11 there, and how satisfied they are, from 1 to 7.
func airline(t testing.TB, purpose string) (survey.NetPromoter, *survey.Tally) {
	t.Helper()
	rows := choiceRows(t, "survey-airlinesat.csv")
	likely, satisfied, purposes := column(t, rows, "nps"), column(t, rows, "sat1"), column(t, rows, "flight_purpose")
	var recommend survey.NetPromoter
	satisfaction := tallied(t, 0, 0, 0, 0, 0, 0, 0)
	for i := range likely {
		if purpose != "" && purposes[i] != purpose {
			continue
		}
		if err := recommend.Add(number(t, likely[i]) - 1); err != nil {
			t.Fatal(err)
		}
		if err := satisfaction.Add(number(t, satisfied[i])); err != nil {
			t.Fatal(err)
		}
	}
	return recommend, satisfaction
}

// two returns the groups of a comparison of net promoter scores, the one that comes first less the other.
func two(t testing.TB, name string) (a, b survey.NetPromoter, ok bool) {
	t.Helper()
	switch name {
	case "airlinesat leisure minus business":
		a, _ = airline(t, "Leisure")
		b, _ = airline(t, "Business")
	case "q2 minus q1":
		a, b = promoter(t, 260, 340, 400), promoter(t, 300, 350, 350)
	case "small q2 minus q1":
		a, b = promoter(t, 2, 5, 15), promoter(t, 4, 6, 10)
	default:
		return a, b, false
	}
	return a, b, true
}

func TestDifferencesOfNetPromoterScoresAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, r := range references(t) {
		a, b, ok := two(t, r.name)
		if !ok {
			continue
		}
		compared++
		cfg, what := survey.Config{Level: r.level}, r.name+", "+r.method
		switch {
		case strings.HasPrefix(r.method, "pearson"):
			near(t, what, a.ChiSquareP(b), r.p, 1e-12)
			continue
		case strings.HasPrefix(r.method, "mann-whitney"):
			near(t, what+", thousandfold", 1e3*done(a.Tally().MannWhitneyP(b.Tally()))(t), 1e3*r.p, 1e-14)
			continue
		case strings.HasPrefix(r.method, "two-sample wald"):
			cfg.Method = survey.Wald
		case strings.Contains(r.method, "(3/8"):
			cfg.Method = survey.AdjustedWald
		case strings.Contains(r.method, "(3/4"):
			cfg.Method, cfg.Added = survey.AdjustedWald, [3]float64{.75, 1.5, .75}
		case strings.HasPrefix(r.method, "welch"):
			cfg.Method = survey.Student
		}
		differs(t, what, done(a.Minus(b, cfg))(t), r, 100)
	}
	if compared != 19 {
		t.Errorf("got %d comparisons, want 19", compared)
	}
}

// differs compares what the reference has. Adjusted methods have the middle of the interval for a value there.
func differs(t testing.TB, what string, got survey.Difference, r reference, unit float64) {
	t.Helper()
	if !math.IsNaN(r.value) && !strings.Contains(r.method, "adjusted") {
		near(t, what+": value", got.Value, unit*r.value, 1e-13)
	}
	if !math.IsNaN(r.low) {
		within := 1e-12
		if strings.Contains(what, "paired") {
			within = studentDigits
		}
		near(t, what+": low", got.Low, unit*r.low, within)
		near(t, what+": high", got.High, unit*r.high, within)
	}
	if !math.IsNaN(r.p) {
		near(t, what+": P, to ten digits", got.P/r.p, 1, 1e-10)
	}
}

func TestProportionsAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	overall := column(t, choiceRows(t, "survey-airlinesat.csv"), "overall_sat")
	satisfaction := tallied(t, 0, 0, 0, 0, 0, 0, 0)
	for _, s := range overall {
		if err := satisfaction.Add(number(t, s)); err != nil {
			t.Fatal(err)
		}
	}
	shares := map[string]survey.Proportion{
		"csat airlinesat overall_sat 6-7": done(satisfaction.Top(2))(t),
		"csat 9 of 10":                    {Yes: 9, Of: 10},
		"csat 0 of 8":                     {Yes: 0, Of: 8},
		"csat 172 of 200":                 {Yes: 172, Of: 200},
	}
	methods := map[string]survey.Method{
		"normal": survey.Wald, "wilson": survey.ScoreTest, "agresti_coull": survey.AdjustedWald,
		"clopper-pearson": survey.ClopperPearson, "jeffreys": survey.Jeffreys,
	}
	compared := 0
	for _, r := range references(t) {
		share, ok := shares[r.name]
		if !ok {
			continue
		}
		compared++
		got := done(share.Interval(survey.Config{Level: r.level, Method: methods[r.method]}))(t)
		what := r.name + ", " + r.method
		near(t, what+": value", got.Value, r.value, 1e-14)
		near(t, what+": high", got.High, r.high, 1e-13)
		if r.method == "jeffreys" && r.value == 0 {
			// statsmodels leaves the proportion itself out of its interval; Brown, Cai and DasGupta do not.
			r.low = 0
		}
		near(t, what+": low", got.Low, r.low, 1e-13)
	}
	if compared != 60 {
		t.Errorf("got %d intervals, want 60", compared)
	}
}

func TestDifferencesOfProportionsAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	groups := map[string][2]survey.Proportion{
		"csat q2 180/200 minus q1 172/210":           {{Yes: 180, Of: 200}, {Yes: 172, Of: 210}},
		"csat 9/10 minus 3/10":                       {{Yes: 9, Of: 10}, {Yes: 3, Of: 10}},
		"newcombe-1998 example a: 56/70 minus 48/80": {{Yes: 56, Of: 70}, {Yes: 48, Of: 80}},
		"newcombe-1998 5/56 minus 0/29":              {{Yes: 5, Of: 56}, {Yes: 0, Of: 29}},
	}
	// A pooled z is Mee's test, and with the variance times n/(n-1) that of Miettinen and Nurminen.
	methods := map[string]survey.Method{
		"Miettinen-Nurminen (own)": survey.MiettinenNurminen, "Mee (own)": survey.Mee, "newcomb": survey.ScoreTest,
		"wald": survey.Wald, "agresti-caffo": survey.AdjustedWald, "test wald": survey.Wald,
		"test agresti-caffo": survey.AdjustedWald, "test score": survey.MiettinenNurminen, "pooled z": survey.Mee,
	}
	compared := 0
	for _, r := range references(t) {
		g, ok := groups[r.name]
		if !ok {
			continue
		}
		compared++
		what := r.name + ", " + r.method
		if r.method == "fisher exact" {
			near(t, what, done(g[0].FisherP(g[1]))(t), r.p, 1e-12)
			continue
		}
		method, ok := methods[strings.TrimPrefix(r.method, "2-sample ")]
		if !ok {
			t.Fatalf("no method for %q", r.method)
		}
		differs(t, what, done(g[0].Minus(g[1], survey.Config{Level: r.level, Method: method}))(t), r, 1)
	}
	if compared != 37 {
		t.Errorf("got %d comparisons, want 37", compared)
	}
}

func TestMeansAndPairsAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	_, all := airline(t, "")
	_, leisure := airline(t, "Leisure")
	_, business := airline(t, "Business")
	pairs := done(survey.NewPairs(all10()))(t)
	rows := choiceRows(t, "nps-paired-simulated.csv")
	before, after := column(t, rows, "before"), column(t, rows, "after")
	for i := range before {
		if err := pairs.Add(number(t, before[i]), number(t, after[i])); err != nil {
			t.Fatal(err)
		}
	}
	mean := done(all.Mean(survey.Config{}))(t)
	compared := 0
	for _, r := range references(t) {
		switch r.name {
		case "ces airlinesat sat1 (1-7)":
			differs(t, r.name, survey.Difference{Interval: mean}, r, 1)
		case "ces leisure minus business":
			differs(t, r.name, done(leisure.Minus(business, survey.Config{}))(t), r, 1)
		case "paired NPS change (nps-paired-simulated.csv)":
			differs(t, r.name, done(pairs.NetPromoter(survey.Config{}))(t), r, 100)
		default:
			continue
		}
		compared++
	}
	if compared != 3 {
		t.Errorf("got %d comparisons, want 3", compared)
	}
}

// TestNetPromoterScoresAreThoseOfThePackage compares what the R package NPS 2.0.999 prints. What is otherwise:
//   - its adjusted Wald goes beyond the scale; here it is cut off
//   - its iterative limits stop within 4e-7 of where they should
//   - it has the absolute difference of two groups, and adds 3/4, 3/2 and 3/4 to each of them, where half of it is
//     the default here
//   - it has a P-value of one group, that its score is 0. It follows from the limits, and there is none here
//   - its P-values of two groups are one less a number near one, and have no more digits than that leaves
//   - its weighted figures need the weights, and what a sample was drawn by: they are not those of a tally
func TestNetPromoterScoresAreThoseOfThePackage(t *testing.T) {
	t.Parallel()
	methods := map[string]survey.Method{"wald": survey.Wald, "adjusted.wald": survey.AdjustedWald, "iterative": survey.ScoreTest}
	compared := 0
	for _, row := range choiceRows(t, "reference-nps-rpackage.csv")[1:] {
		method, ok := methods[row[4]]
		if !ok {
			compared += comparedTwo(t, row)
			continue
		}
		compared++
		level := number(t, row[5])
		got := done(of(t, row[0]).Interval(survey.Config{Level: level, Method: method}))(t)
		within := 1e-11
		if method == survey.ScoreTest {
			within = 4e-7
		}
		what := row[0] + ", " + row[4]
		near(t, what+": value", got.Value/100, number(t, row[8]), 1e-13)
		near(t, what+": low", got.Low/100, max(number(t, row[6]), -1), within)
		near(t, what+": high", got.High/100, min(number(t, row[7]), 1), within)
		if method != survey.ScoreTest && got.Low > -100 && got.High < 100 {
			derived(t, what, got, row)
		}
	}
	if compared != 94 {
		t.Errorf("got %d figures, want 94", compared)
	}
}

// derived compares the standard error and the P-value of one group, which follow from the limits.
func derived(t testing.TB, what string, got survey.Interval, row []string) {
	t.Helper()
	z := math.Sqrt2 * math.Erfinv(got.Level)
	deviation := (got.High - got.Low) / 2 / z
	near(t, what+": standard error", deviation/100, number(t, row[9]), 1e-13)
	if deviation > 0 {
		near(t, what+": P", math.Erfc(math.Abs(got.High+got.Low)/2/deviation/math.Sqrt2), number(t, row[10]), 1e-12)
	}
}

// comparedTwo compares two groups and returns how many figures there were to compare.
func comparedTwo(t testing.TB, row []string) int {
	t.Helper()
	cfg := survey.Config{Method: survey.Wald}
	if strings.HasPrefix(row[4], "two-sample-adjusted") {
		cfg.Method, cfg.Added = survey.AdjustedWald, [3]float64{.75, 1.5, .75}
	} else if !strings.HasPrefix(row[4], "two-sample") {
		return 0
	}
	a, b, ok := two(t, "q2 minus q1")
	if strings.HasPrefix(row[0], "airlinesat") {
		a, b, ok = two(t, "airlinesat leisure minus business")
	}
	got := done(a.Minus(b, cfg))(t)
	near(t, row[0]+": low", got.Low/100, number(t, row[6]), 1e-13)
	near(t, row[0]+": high", got.High/100, number(t, row[7]), 1e-13)
	near(t, row[0]+": P", got.P, number(t, row[10]), 1e-15)
	if !ok {
		return 0
	}
	return 1
}
