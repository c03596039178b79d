package lifetime_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

func clvCurve(t clvTB, spells []lifetime.Spell) *lifetime.Curve {
	t.Helper()
	c, err := lifetime.KaplanMeier(spells)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// clvSpells returns the spells of a data set by group, with all of them under "all".
func clvSpells(t testing.TB, data string) map[string][]lifetime.Spell {
	t.Helper()
	form := map[string]struct{ file, time, event, ended, group string }{
		"telco": {"telco-tenure.csv", "tenure_months", "churned", "1", "contract"},
		"dd":    {"km-dd.csv", "duration", "observed", "1", "regime"},
		"lung":  {"km-lung.csv", "time", "event", "1", "sex"},
	}[data]
	groups := map[string][]lifetime.Spell{}
	for _, row := range clvTable(t, form.file) {
		s := lifetime.Spell{To: clvNumber(t, row[form.time]), Ended: row[form.event] == form.ended}
		groups["all"] = append(groups["all"], s)
		groups[row[form.group]] = append(groups[row[form.group]], s)
	}
	return groups
}

// The reference is R survival 3.5-3 (reference-km.csv).
func TestCurvesAreThoseOfR(t *testing.T) {
	t.Parallel()
	curves := map[string]*lifetime.Curve{}
	steps := map[string]map[float64]lifetime.Step{}
	for _, data := range []string{"telco", "dd", "lung"} {
		for group, spells := range clvSpells(t, data) {
			c := clvCurve(t, spells)
			name := data + " " + group
			curves[name], steps[name] = c, map[float64]lifetime.Step{}
			for _, s := range c.Steps() {
				steps[name][s.Time] = s
			}
		}
	}
	rows := 0
	for _, row := range clvTable(t, "reference-km.csv") {
		name := row["data"] + " " + row["group"]
		at := clvNumber(t, row["time"])
		s, ok := steps[name][at]
		if !ok {
			t.Fatalf("%s: no step at %g", name, at)
		}
		rows++
		if s.AtRisk != int(clvNumber(t, row["n_risk"])) || s.Ended != int(clvNumber(t, row["n_event"])) || s.Left != int(clvNumber(t, row["n_censor"])) {
			t.Errorf("%s at %g: got %+v", name, at, s)
		}
		clvWant(t, name+" survival", s.Survival, clvNumber(t, row["surv"]), 1e-12)
		if s.Survival > 0 {
			clvWant(t, name+" error", s.Error, clvNumber(t, row["se_cumhaz"]), 1e-12)
			clvWant(t, name+" error of survival", s.Error*s.Survival, clvNumber(t, row["se_surv"]), 1e-12)
		}
		for band, column := range map[lifetime.Band]string{lifetime.OnLog: "log", lifetime.OnLogLog: "loglog", lifetime.OnPlain: "plain"} {
			e := curves[name].Estimate(at, band)
			if err := e.Check(0, 1); err != nil {
				t.Errorf("%s at %g: %v", name, at, err)
			}
			if low := row["lower_"+column]; low != "" {
				clvWant(t, name+" low "+column, e.Low, clvNumber(t, low), 1e-12)
				clvWant(t, name+" high "+column, e.High, clvNumber(t, row["upper_"+column]), 1e-12)
			}
		}
	}
	if rows < 800 {
		t.Errorf("only %d rows were compared", rows)
	}
}

// The reference is R survival 3.5-3 (reference-km-median.csv).
func TestMediansAndMeansAreThoseOfR(t *testing.T) {
	t.Parallel()
	groups := map[string]map[string][]lifetime.Spell{}
	for _, row := range clvTable(t, "reference-km-median.csv") {
		data := row["data"]
		if groups[data] == nil {
			groups[data] = clvSpells(t, data)
		}
		c := clvCurve(t, groups[data][row["group"]])
		onLog, onLogLog := c.Median(lifetime.OnLog), c.Median(lifetime.OnLogLog)
		for column, got := range map[string]*float64{
			"median": onLog.Time, "lower_log": onLog.Low, "upper_log": onLog.High,
			"lower_loglog": onLogLog.Low, "upper_loglog": onLogLog.High,
		} {
			want := row[column]
			if (got == nil) != (want == "NA") || got != nil && *got != clvNumber(t, want) {
				t.Errorf("%s %s %s: got %v, want %s", data, row["group"], column, got, want)
			}
		}
		until := clvNumber(t, row["rmean_at"])
		mean, err := c.Mean(until)
		if err != nil {
			t.Fatal(err)
		}
		clvWant(t, data+" mean", mean.Value, clvNumber(t, row["rmean"]), 1e-12)
		clvWant(t, data+" error of the mean", (mean.Value-mean.Low)/1.959963984540054, clvNumber(t, row["rmean_se"]), 1e-12)
	}
}

// The reference is R survival 3.5-3 (the header of reference-km.csv).
func TestLogRankIsThatOfR(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		statistic float64
		df        int
	}{"telco": {2352.87253825934, 2}, "dd": {322.599077920699, 5}, "lung": {10.3267419548856, 1}} {
		var curves []*lifetime.Curve
		groups := clvSpells(t, data)
		delete(groups, "all")
		for _, group := range clvKeys(groups) {
			curves = append(curves, clvCurve(t, groups[group]))
		}
		test := lifetime.LogRank(curves...)
		clvWant(t, data, test.Statistic, want.statistic, 1e-12)
		if test.DF != want.df {
			t.Errorf("%s: got %d degrees of freedom, want %d", data, test.DF, want.df)
		}
		slices.Reverse(curves)
		again := lifetime.LogRank(curves...)
		clvWant(t, data+" with groups turned round", again.Statistic, want.statistic, 1e-12)
	}
	if test := lifetime.LogRank(clvTelcoByContract(t)...); test.P != 0 || !clvNear(test.LogP, -2352.87253825934/2, 1e-12) {
		t.Errorf("far out: got P %g and LogP %g", test.P, test.LogP)
	}
}

func clvTelcoByContract(t testing.TB) []*lifetime.Curve {
	t.Helper()
	groups := clvSpells(t, "telco")
	return []*lifetime.Curve{clvCurve(t, groups["Month-to-month"]), clvCurve(t, groups["One year"]), clvCurve(t, groups["Two year"])}
}

// A rest at one half is where the conventions of the median differ.
func TestTheTwoMediansDifferWhereTheCurveRestsAtOneHalf(t *testing.T) {
	t.Parallel()
	var spells []lifetime.Spell
	for _, at := range []float64{1, 2, 5, 9} {
		spells = append(spells, lifetime.Spell{To: at, Ended: true})
	}
	c := clvCurve(t, spells)
	if r, plain := c.Median(lifetime.OnLog), c.FirstMedian(lifetime.OnLog); *r.Time != 3.5 || *plain.Time != 2 {
		t.Errorf("got %g and %g, want 3.5 and 2", *r.Time, *plain.Time)
	}
	if m := clvCurve(t, spells[:0]).Median(lifetime.OnLog); m.Time != nil || m.Low != nil || m.High != nil {
		t.Errorf("without spells: got %+v, want nothing", m)
	}
}

func TestSpellsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]lifetime.Spell{
		"negative": {To: -1}, "not a number": {To: math.NaN()}, "infinite": {To: math.Inf(1)},
		"late at its end": {From: 2, To: 2}, "late before 0": {From: -1, To: 2}, "late, not a number": {From: math.NaN(), To: 1},
	} {
		_, err := lifetime.KaplanMeier([]lifetime.Spell{{To: 1}, s})
		if op, ok := errors.AsType[*relationship.OpError](err); !ok || !errors.Is(err, relationship.ErrInvalid) || op.Room != "lifetime" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	c := clvCurve(t, nil)
	if e := c.Estimate(3, lifetime.OnLog); e.Known() || c.At(3) != 1 {
		t.Errorf("without spells: got %v", e)
	}
	for _, until := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := c.Mean(until); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("until %g: got %v", until, err)
		}
	}
	if test := lifetime.LogRank(c, c); test.DF != 0 || test.P != 1 {
		t.Errorf("nothing to compare: got %+v", test)
	}
}

// clvDrawSpells draws spells with trouble: ties, ends at 0, long ones and late ones.
func clvDrawSpells() *rapid.Generator[[]lifetime.Spell] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lifetime.Spell {
		to := rapid.OneOf(rapid.Map(rapid.IntRange(0, 6), func(i int) float64 { return float64(i) }), rapid.Float64Range(0, 1e9)).Draw(t, "to")
		s := lifetime.Spell{To: to, Ended: rapid.Bool().Draw(t, "ended")}
		if to > 0 && rapid.IntRange(0, 3).Draw(t, "late") == 0 {
			s.From = to * rapid.SampledFrom([]float64{.1, .5, .999}).Draw(t, "share")
		}
		return s
	}), 0, 30)
}

// clvSlowSurvival is the definition: the product over instants at which any ended.
func clvSlowSurvival(spells []lifetime.Spell, at float64) float64 {
	survival := 1.0
	done := map[float64]bool{}
	for _, s := range spells {
		if !s.Ended || s.To > at || done[s.To] {
			continue
		}
		done[s.To] = true
		ended, risk := 0.0, 0.0
		for _, o := range spells {
			if o.To >= s.To && (o.From < s.To || o.From == 0) {
				risk++
			}
			if o.To == s.To && o.Ended {
				ended++
			}
		}
		survival *= 1 - ended/risk
	}
	return survival
}

func TestTheCurveIsItsDefinitionInAnyOrderAndNeverRises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spells := clvDrawSpells().Draw(t, "spells")
		c := clvCurve(t, spells)
		last := 1.0
		for _, s := range c.Steps() {
			if s.Survival > last || s.Survival < 0 {
				t.Fatalf("survival rises from %g to %g", last, s.Survival)
			}
			last = s.Survival
			if want := clvSlowSurvival(spells, s.Time); math.Abs(s.Survival-want) > 1e-12 {
				t.Fatalf("at %g: got %g, want %g", s.Time, s.Survival, want)
			}
			for _, b := range []lifetime.Band{lifetime.OnLog, lifetime.OnLogLog, lifetime.OnPlain} {
				if err := c.Estimate(s.Time, b).Check(0, 1); err != nil {
					t.Fatal(err)
				}
			}
			mean, err := c.Mean(s.Time)
			if err != nil || mean.Check(0, max(s.Time, 0)) != nil {
				t.Fatalf("mean until %g: got %v, %v", s.Time, mean, err)
			}
		}
		turned := slices.Clone(spells)
		slices.Reverse(turned)
		if !slices.Equal(clvCurve(t, turned).Steps(), c.Steps()) {
			t.Fatal("the order of the spells matters")
		}
	})
}

func TestUnitsOfTimeAndTwoEqualGroupsMakeNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := clvDrawSpells().Draw(t, "a"), clvDrawSpells().Draw(t, "b")
		test := lifetime.LogRank(clvCurve(t, a), clvCurve(t, b))
		if test.Statistic < 0 || test.P < 0 || test.P > 1 {
			t.Fatalf("got %+v", test)
		}
		scaled := func(spells []lifetime.Spell) []lifetime.Spell {
			spells = slices.Clone(spells)
			for i := range spells {
				spells[i].From *= 4
				spells[i].To *= 4
			}
			return spells
		}
		again := lifetime.LogRank(clvCurve(t, scaled(a)), clvCurve(t, scaled(b)))
		if again.Statistic != test.Statistic {
			t.Fatalf("in another unit: got %g, want %g", again.Statistic, test.Statistic)
		}
		if same := lifetime.LogRank(clvCurve(t, a), clvCurve(t, a)); same.Statistic > 1e-12 {
			t.Fatalf("of equal groups: got %g", same.Statistic)
		}
	})
}

// clvSlowLogRank is the definition for two groups: the squared sum of observed less expected ends over its variance.
func clvSlowLogRank(a, b []lifetime.Spell) (statistic float64, df int) {
	observed, expected, variance := 0.0, 0.0, 0.0
	risk := func(spells []lifetime.Spell, at float64) (risk, ended float64) {
		for _, s := range spells {
			if s.To >= at && (s.From < at || s.From == 0) {
				risk++
			}
			if s.To == at && s.Ended {
				ended++
			}
		}
		return risk, ended
	}
	done := map[float64]bool{}
	for _, s := range slices.Concat(a, b) {
		if !s.Ended || done[s.To] {
			continue
		}
		done[s.To] = true
		inA, endedA := risk(a, s.To)
		inB, endedB := risk(b, s.To)
		n, d := inA+inB, endedA+endedB
		observed += endedA
		expected += d * inA / n
		if n > 1 {
			variance += d * inA * inB * (n - d) / (n * n * (n - 1))
		}
	}
	if variance == 0 {
		return 0, 0
	}
	return (observed - expected) * (observed - expected) / variance, 1
}

func TestTheLogRankTestIsItsDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := clvDrawSpells().Draw(t, "a"), clvDrawSpells().Draw(t, "b")
		got := lifetime.LogRank(clvCurve(t, a), clvCurve(t, b))
		want, df := clvSlowLogRank(a, b)
		if got.DF != df || math.Abs(got.Statistic-want) > 1e-9*(1+want) {
			t.Fatalf("got %g with %d degrees of freedom, want %g with %d", got.Statistic, got.DF, want, df)
		}
	})
}

func TestACurveRestsAtOneHalfAlsoWhereItsFractionsRound(t *testing.T) {
	t.Parallel()
	for n := 2; n <= 100; n += 2 {
		spells := make([]lifetime.Spell, n)
		for i := range spells {
			spells[i] = lifetime.Spell{To: float64(i + 1), Ended: true}
		}
		want := float64(n)/2 + .5
		if m := clvCurve(t, spells).Median(lifetime.OnPlain); m.Time == nil || *m.Time != want {
			t.Errorf("%d spells: got %v, want %g", n, m.Time, want)
		}
	}
}

func TestAnEstimateBeforeTheFirstEndAndAfterTheLast(t *testing.T) {
	t.Parallel()
	c := clvCurve(t, []lifetime.Spell{{To: 2, Ended: true}, {To: 3, Ended: true}, {To: 4, Ended: true}})
	if e := c.Estimate(1, lifetime.OnLog); e.Value != 1 || e.Low != 1 || e.High != 1 || e.N != 3 {
		t.Errorf("before: got %v, want 1 of 3", e)
	}
	last := c.Estimate(3, lifetime.OnLogLog)
	if e := c.Estimate(9, lifetime.OnLogLog); e.Value != 0 || e.Low != 0 || e.High != last.High || e.N != 1 {
		t.Errorf("after: got %v, want 0 to %g", e, last.High)
	}
}

// clvManySpells are made-up spells in days, or in times that hardly ever tie.
func clvManySpells(n int, whole bool) []lifetime.Spell {
	r := rand.New(rand.NewPCG(1, 2))
	spells := make([]lifetime.Spell, n)
	for i := range spells {
		ends, leaves := r.ExpFloat64()*500, r.Float64()*1000
		to := min(ends, leaves)
		if whole {
			to = math.Ceil(to)
		}
		spells[i] = lifetime.Spell{To: to, Ended: ends < leaves}
	}
	return spells
}

func TestAMillionSpellsAreSortedRight(t *testing.T) {
	t.Parallel()
	c := clvCurve(t, clvManySpells(100_000, false))
	steps := c.Steps()
	if !slices.IsSortedFunc(steps, func(a, b lifetime.Step) int { return int(math.Copysign(1, a.Time-b.Time)) }) {
		t.Error("the steps are not in order")
	}
	all := 0
	for _, s := range steps {
		all += s.Ended + s.Left
	}
	if all != 100_000 || steps[0].AtRisk != all {
		t.Errorf("got %d spells in the steps", all)
	}
	clvWant(t, "survival of an exponential", c.At(250), math.Exp(-.5), 1e-2)
}

func BenchmarkKaplanMeierOfAMillion(b *testing.B) {
	for name, whole := range map[string]bool{"days": true, "instants": false} {
		spells := clvManySpells(1_000_000, whole)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := lifetime.KaplanMeier(spells); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The gaps between these times add up to a little more than the last of them.
func TestTheMeanOfSpellsThatAllGoOnIsNotAboveTheTime(t *testing.T) {
	t.Parallel()
	c := clvCurve(t, []lifetime.Spell{{To: 2.000000015133992}, {To: 4.000000007450581}, {From: 1.342177305e+07, To: 1.342177305e+08}})
	mean, err := c.Mean(1.342177305e+08)
	if err != nil || mean.Check(0, 1.342177305e+08) != nil || mean.Value != 1.342177305e+08 {
		t.Errorf("got %v, %v", mean, err)
	}
}

func TestAMeanOfSpellsThatAllDidTheSameHasARangeAllTheSame(t *testing.T) {
	t.Parallel()
	ended := func(n int, at float64) []lifetime.Spell {
		return slices.Repeat([]lifetime.Spell{{To: at, Ended: true}}, n)
	}
	two := math.Sqrt(.025) // what share do the same at least where two did
	for name, c := range map[string]struct {
		spells           []lifetime.Spell
		until            float64
		value, low, high float64
	}{
		"two end at once":              {ended(2, 10), 100, 10, 10 * two, 100 - 90*two},
		"a thousand end at once":       {ended(1000, 10), 20, 10, 10 * math.Pow(.025, .001), 20 - 10*math.Pow(.025, .001)},
		"all end at the beginning":     {ended(2, 0), 8, 0, 0, 8 - 8*two},
		"they end after the time":      {ended(2, 10), 4, 4, 4 * two, 4},
		"they go on to the time":       {[]lifetime.Spell{{To: 9}, {To: 7}}, 7, 7, 7 * two, 7},
		"nobody is watched so long":    {[]lifetime.Spell{{To: 1}, {To: 1}}, 100, 100, 0, 100},
		"one is watched so long":       {[]lifetime.Spell{{To: 1}, {To: 8}}, 8, 8, 8 * .025, 8},
		"some are seen no more before": {append(ended(2, 10), lifetime.Spell{To: 5}), 20, 10, 10 * two, 20 - 10*two},
		"all come late":                {[]lifetime.Spell{{From: 1, To: 4}}, 4, 4, 0, 4},
		"one comes late":               {[]lifetime.Spell{{To: 4}, {From: 1, To: 4}}, 4, 4, 4 * .025, 4},
		"no time":                      {ended(2, 10), 0, 0, 0, 0},
	} {
		e, err := clvCurve(t, c.spells).Mean(c.until)
		if err != nil || e.Value != c.value || !clvNear(e.Low, c.low, 1e-14) || !clvNear(e.High, c.high, 1e-14) {
			t.Errorf("%s: got %v, %v, want %g (%g to %g)", name, e, err, c.value, c.low, c.high)
		}
	}
}

func TestAMeanIsNeverCertainBeyondTheBeginning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spells := make([]lifetime.Spell, rapid.IntRange(1, 9).Draw(t, "spells"))
		for i := range spells {
			spells[i] = lifetime.Spell{To: float64(rapid.IntRange(1, 3).Draw(t, "to")), Ended: rapid.Bool().Draw(t, "ended")}
			spells[i].From = rapid.SampledFrom([]float64{0, 0, 0, .5}).Draw(t, "from")
		}
		until := float64(rapid.IntRange(1, 5).Draw(t, "until"))
		e, err := clvCurve(t, spells).Mean(until)
		if err != nil || e.Check(0, until) != nil || e.Low == e.High {
			t.Fatalf("until %g: got %v, %v", until, e, err)
		}
	})
}

// How often ranges of the mean hold the truth is in the comment on Mean.
func TestRangesOfAMeanOfFewAreTooNarrowByWhatIsSaid(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	const rounds, until = 2000, 2.0
	for n, want := range map[int]float64{3: .71, 10: .9, 100: .945} {
		held := 0.0
		for range rounds {
			spells := make([]lifetime.Spell, n)
			for i := range spells {
				spells[i] = lifetime.Spell{To: r.ExpFloat64(), Ended: true}
			}
			e, err := clvCurve(t, spells).Mean(until)
			if err != nil {
				t.Fatal(err)
			}
			if truth := 1 - math.Exp(-until); e.Low <= truth && truth <= e.High {
				held++
			}
		}
		if got := held / rounds; math.Abs(got-want) > .03 {
			t.Errorf("%d spells: the range holds the truth in %.3f of cases, want about %g", n, got, want)
		}
	}
}
