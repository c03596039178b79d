package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/scoring/survey"
)

// Montgomery, Introduction to Statistical Quality Control, tables 9.3 and 9.4: run lengths of the chart with a
// reference of 1/2, and thresholds for a run length of 370.
func TestRunLengthsAreThoseOfMontgomery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ shift, four, five float64 }{
		{0, 168, 465}, {.25, 74.2, 139}, {.5, 26.6, 38.0}, {.75, 13.3, 17.0}, {1, 8.38, 10.4},
		{1.5, 4.75, 5.75}, {2, 3.34, 4.01}, {2.5, 2.62, 3.11}, {3, 2.19, 2.57}, {4, 1.71, 2.01},
	} {
		for h, want := range map[float64]float64{4: c.four, 5: c.five} {
			got := rollMust(survey.CUSUM{Reference: .5, Threshold: h}.RunLength(c.shift))(t)
			if !rollNear(got, want, .006*want) {
				t.Errorf("h %g, shift %g: got %.2f, want %g", h, c.shift, got, want)
			}
		}
	}
	for k, want := range map[float64]float64{.25: 8.01, .5: 4.77, .75: 3.34, 1: 2.52, 1.25: 1.99, 1.5: 1.61} {
		got := rollMust(survey.ChangeConfig{Shift: 2 * k}.CUSUM())(t)
		if !rollNear(got.Threshold, want, .0101) || got.Reference != k {
			t.Errorf("got %+v, want reference %g and threshold %g", got, k, want)
		}
	}
}

// Siegmund 1985 has a closed form that is near: Montgomery's example 9.1 gives it as 938.2 and 469.1 for h = 5.
func TestRunLengthsAreNearThoseOfSiegmund(t *testing.T) {
	t.Parallel()
	for _, c := range []survey.CUSUM{{Reference: .5, Threshold: 4}, {Reference: .5, Threshold: 5}, {Reference: .25, Threshold: 8}, {Reference: .125, Threshold: 12}, {Reference: 1, Threshold: 3}} {
		for _, shift := range []float64{0, .25, 1} {
			one := func(shift float64) float64 {
				d, b := shift-c.Reference, c.Threshold+1.166
				if d == 0 {
					return b * b
				}
				return (math.Expm1(-2*d*b) + 2*d*b) / (2 * d * d)
			}
			want := 1 / (1/one(shift) + 1/one(-shift))
			if got := rollMust(c.RunLength(shift))(t); !rollNear(got, want, .08*want) {
				t.Errorf("%+v, shift %g: got %.2f, want about %.2f", c, shift, got, want)
			}
		}
	}
	one := (math.Expm1(2*.5*6.166) - 2*.5*6.166) / (2 * .25)
	if !rollNear(one, 938.2, .1) {
		t.Errorf("got %.1f, want 938.2", one)
	}
}

// False alarms are as rare as stated, and changes are found where and as soon as stated; the test prints it.
func TestAlarmsComeAsOftenAsStated(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 0))
	var b strings.Builder
	fmt.Fprintf(&b, "\n%6s %6s %8s %11s %15s %14s\n", "every", "shift", "stated", "simulated", "Began - 50", "By / change")
	for _, c := range []struct {
		every, shift float64
		runs         int
	}{{100, 0, 10_000}, {370, 0, 5000}, {370, .5, 10_000}, {370, 1, 10_000}, {370, 2, 10_000}} {
		chart := rollMust(survey.ChangeConfig{Every: c.every}.CUSUM())(t)
		stated := rollMust(chart.RunLength(c.shift))(t)
		mean, square := 0.0, 0.0
		for range c.runs {
			n := float64(changeDraw(t, rng, chart, 0, c.shift).Found + 1)
			mean += n / float64(c.runs)
			square += n * n / float64(c.runs)
		}
		began, by := changeFound(t, rng, chart, c.shift)
		fmt.Fprintf(&b, "%6g %6g %8.2f %11.2f %15g %14.2f\n", c.every, c.shift, stated, mean, began, by)
		if se := math.Sqrt((square - mean*mean) / float64(c.runs)); !rollNear(mean, stated, 3*se) {
			t.Errorf("every %g, shift %g: got %.2f figures, want %.2f within 3 * %.2f", c.every, c.shift, mean, stated, se)
		}
		if c.shift >= 1 && math.Abs(began) > 1 {
			t.Errorf("shift %g: got a median of %g figures from the true beginning, want at most 1", c.shift, began)
		}
	}
	t.Log(b.String())
}

// changeDraw draws figures of 100 answers until a change is found.
func changeDraw(tb testing.TB, rng *rand.Rand, chart survey.CUSUM, calm int, shift float64) survey.Change {
	usual := survey.Usual{Mean: 20, SD: 80}
	var figures []survey.Figure
	for n := 100; ; n *= 2 {
		for i := len(figures); i < n; i++ {
			z := rng.NormFloat64()
			if i >= calm {
				z += shift
			}
			figures = append(figures, survey.Figure{Mean: 20 + 8*z, N: 100})
		}
		c, found, err := chart.Find(figures, usual)
		if err != nil {
			tb.Fatal(err)
		}
		if found {
			return c
		}
	}
}

// changeFound returns the median distance of Began from the true beginning, and the mean of By by the true change, without
// the runs with a false alarm before.
func changeFound(tb testing.TB, rng *rand.Rand, chart survey.CUSUM, shift float64) (began, by float64) {
	if shift == 0 {
		return 0, 0
	}
	var begins []int
	for range 2000 {
		if c := changeDraw(tb, rng, chart, 50, shift); c.Found >= 50 {
			begins = append(begins, c.Began-50)
			by += c.By.Value / 8 / shift
		}
	}
	slices.Sort(begins)
	return float64(begins[len(begins)/2]), by / float64(len(begins))
}

func TestAChangeIsFoundWhereItBegan(t *testing.T) {
	t.Parallel()
	usual, chart := survey.Usual{Mean: 30, SD: 80}, rollMust(survey.ChangeConfig{}.CUSUM())(t)
	figures := []survey.Figure{{32, 400}, {27, 380}, {31, 420}, {0, 0}, {29, 400}, {20, 400}, {18, 410}, {21, 390}, {19, 400}}
	c, found, err := chart.Find(figures, usual)
	if err != nil || !found {
		t.Fatalf("got %v and error %v, want a change", found, err)
	}
	if c.Began != 5 || c.Found != 7 || c.By.Value > -9 || c.By.High >= 0 || c.By.N != 1200 {
		t.Errorf("got %+v, want it to begin at 5, to be found at 7, down by about 10", c)
	}
	if _, found, err = chart.Find(figures[:5], usual); err != nil || found {
		t.Errorf("got %v and error %v, want no change", found, err)
	}
	if _, found, err = chart.Find(nil, usual); err != nil || found {
		t.Errorf("got %v and error %v for no figures, want no change", found, err)
	}
}

// What is found does not depend on the scale, nor, up to its sign, on which end of it is good.
func TestFindingAChangeIsTheSameOnEveryScale(t *testing.T) {
	t.Parallel()
	chart := rollMust(survey.ChangeConfig{Every: 20}.CUSUM())(t)
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.SampledFrom([]float64{-2, -1, .5, 4}).Draw(t, "by")
		var figures, others []survey.Figure
		for _, z := range rapid.SliceOfN(rapid.IntRange(-12, 12), 0, 40).Draw(t, "figures") {
			n := float64(rapid.IntRange(0, 5).Draw(t, "n"))
			figures = append(figures, survey.Figure{Mean: float64(z) / 4, N: n})
			others = append(others, survey.Figure{Mean: by * (float64(z)/4 + 8), N: n})
		}
		a, found, err := chart.Find(figures, survey.Usual{SD: 1})
		b, foundToo, errToo := chart.Find(others, survey.Usual{Mean: 8 * by, SD: math.Abs(by)})
		if err != nil || errToo != nil {
			t.Fatal(err, errToo)
		}
		if found != foundToo || a.Found != b.Found || a.Began != b.Began || !rollNear(by*a.By.Value, b.By.Value, 1e-9) {
			t.Errorf("got %+v and %+v, want the same", a, b)
		}
	})
}

func TestChangesRefuse(t *testing.T) {
	t.Parallel()
	chart, usual := survey.CUSUM{Reference: .5, Threshold: 5}, survey.Usual{SD: 1}
	for _, c := range []struct {
		chart   survey.CUSUM
		usual   survey.Usual
		figures []survey.Figure
		field   string
	}{
		{survey.CUSUM{}, usual, nil, "Reference"},
		{survey.CUSUM{Reference: math.NaN()}, usual, nil, "Reference"},
		{survey.CUSUM{Reference: 1, Threshold: 16}, usual, nil, "Threshold"},
		{survey.CUSUM{Reference: 1, Threshold: -1}, usual, nil, "Threshold"},
		{chart, survey.Usual{}, nil, "Usual.SD"},
		{chart, survey.Usual{SD: math.Inf(1)}, nil, "Usual.SD"},
		{chart, survey.Usual{Mean: math.NaN(), SD: 1}, nil, "Usual.Mean"},
		{chart, usual, []survey.Figure{{Mean: 1, N: 1}, {Mean: math.NaN(), N: 1}}, "Figures[1].Mean"},
		{chart, usual, []survey.Figure{{1, -1}}, "Figures[0].N"},
		{chart, usual, []survey.Figure{{1, math.Inf(1)}}, "Figures[0].N"},
	} {
		_, _, err := c.chart.Find(c.figures, c.usual)
		rollRefuses(t, err, c.field)
	}
	_, err := chart.RunLength(math.NaN())
	rollRefuses(t, err, "Shift")
	_, err = survey.ChangeConfig{Shift: .1}.CUSUM()
	rollRefuses(t, err, "Shift")
	_, err = survey.ChangeConfig{Every: math.Inf(1)}.CUSUM()
	rollRefuses(t, err, "Every")
	_, err = survey.Holm([]float64{.1, math.NaN()})
	rollRefuses(t, err, "P[1]")
}

// Every setting that is allowed gives a chart that is, with the run length asked for.
func TestEveryChartHasTheRunLengthAskedFor(t *testing.T) {
	t.Parallel()
	for _, shift := range []float64{.25, 1, 2, 5} {
		for _, every := range []float64{10, 1e3, 1e6} {
			chart := rollMust(survey.ChangeConfig{Shift: shift, Every: every}.CUSUM())(t)
			got := rollMust(chart.RunLength(0))(t)
			if !rollNear(got, every, 1e-6*every) && !(chart.Threshold == 0 && got > every) {
				t.Errorf("shift %g: got %g with %+v, want %g", shift, got, chart, every)
			}
		}
	}
}

// Holm 1979 by R's p.adjust, as its definition gives it.
func TestHolm(t *testing.T) {
	t.Parallel()
	got := rollMust(survey.Holm([]float64{.01, .04, .03, .005, 1}))(t)
	if diff := cmp.Diff("[0.04 0.09 0.09 0.025 1]", fmt.Sprintf("%.3g", got)); diff != "" {
		t.Errorf("adjusted (-want +got):\n%s", diff)
	}
	if got := rollMust(survey.Holm(nil))(t); len(got) != 0 {
		t.Errorf("got %v for no tests", got)
	}
}

// TestWhatIsUsualIsTheMeanAndTheSpreadOfAnswers works both out answer by answer.
func TestWhatIsUsualIsTheMeanAndTheSpreadOfAnswers(t *testing.T) {
	t.Parallel()
	nps := promoter(t, 30, 20, 50)
	u := nps.Usual()
	near(t, "mean of net promoter", u.Mean, 20, 1e-14)
	near(t, "spread of net promoter", u.SD, math.Sqrt((30*120*120+20*20*20+50*80*80)/99.), 1e-14)
	u = tallied(t, 1, 0, 0, 0, 3).Usual() // answers from 1 to 5
	near(t, "mean", u.Mean, 4, 1e-14)
	near(t, "spread", u.SD, 2, 1e-14)
	u = done(survey.Proportion{Yes: 3, Of: 4}.Usual())(t)
	near(t, "share", u.Mean, .75, 1e-14)
	near(t, "spread of a share", u.SD, .5, 1e-14)
	for _, none := range []survey.Usual{new(survey.Tally).Usual(), survey.NetPromoter{}.Usual(), done(survey.Proportion{}.Usual())(t)} {
		if none != (survey.Usual{}) {
			t.Errorf("of no answers, got %v", none)
		}
	}
	same := tallied(t, 0, 0, 7).Usual()
	_, _, err := survey.CUSUM{Reference: .5}.Find(nil, same)
	refused(t, "answers that are all the same", err, "Usual.SD")
	_, err = survey.Proportion{Yes: 5, Of: 4}.Usual()
	refused(t, "more than all", err, "Yes")
}
