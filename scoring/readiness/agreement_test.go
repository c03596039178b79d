package readiness_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12 }

// The variances of ratings at random are those of LeBreton and Senter 2008, table 2, column "uniform".
func TestTheNullIsThatOfThePublishedTable(t *testing.T) {
	t.Parallel()
	for points, want := range map[float64]float64{5: 2, 7: 4, 9: 6.67, 11: 10} {
		scale := scoring.Scale{Low: 1, High: points, Step: 1}
		round := roundOf(t, tallyOf(t, instrument(1, scale), rated("i00", 1, 2, 3, 4, 5)...), readiness.Config{})
		width := points - 1
		if got := round.Items[0].Agreement.Null * width * width; math.Abs(got-want) > .005 {
			t.Errorf("%v points: got %v, want %v", points, got, want)
		}
	}
}

// The figures are worked out by hand from the formulas of James, Demaree and Wolf 1984 and of Brown and Hauenstein
// 2005, as the functions rwg and awg of the R package multilevel have them.
func TestAgreementIsThatOfTheFormulas(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		ratings []float64
		want    readiness.Agreement // the variance on the scale from 1 to 5
	}{
		"some":               {[]float64{3, 4, 4, 4, 5}, readiness.Agreement{Known: true, Variance: .5, RWG: .75, AWG: 1 - 1/3.75, AWGKnown: true}},
		"each step once":     {[]float64{1, 2, 3, 4, 5}, readiness.Agreement{Known: true, Variance: 2.5, Divided: true, AWG: 0, AWGKnown: true}},
		"two camps":          {[]float64{1, 1, 1, 5, 5, 5}, readiness.Agreement{Known: true, Variance: 4.8, Divided: true, AWG: -1, AWGKnown: true}},
		"all in the middle":  {[]float64{3, 3, 3, 3, 3}, readiness.Agreement{Known: true, RWG: 1, AWG: 1, AWGKnown: true}},
		"all at the end":     {[]float64{5, 5, 5, 5, 5}, readiness.Agreement{Known: true, RWG: 1, AWG: 1, AWGKnown: true}},
		"too near the end":   {[]float64{5, 5, 5, 5, 4}, readiness.Agreement{Known: true, Variance: .2, RWG: .9}},
		"one far from five":  {[]float64{5, 5, 5, 5, 1}, readiness.Agreement{Known: true, Variance: 3.2, Divided: true, AWG: -1, AWGKnown: true}},
		"two who differ":     {[]float64{1, 5}, readiness.Agreement{Known: true, Variance: 8, Divided: true, AWG: -1, AWGKnown: true}},
		"one cannot agree":   {[]float64{4}, readiness.Agreement{}},
		"nobody cannot more": {nil, readiness.Agreement{}},
	}
	for name, c := range cases {
		round := roundOf(t, tallyOf(t, instrument(1, fivePoints()), rated("i00", c.ratings...)...), readiness.Config{Least: 1})
		got := round.Items[0].Agreement
		if got.Known != c.want.Known || got.Divided != c.want.Divided || got.AWGKnown != c.want.AWGKnown ||
			!near(16*got.Variance, c.want.Variance) || !near(got.RWG, c.want.RWG) || !near(got.AWG, c.want.AWG) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}
