package survey_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mathext"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// Kacker 2004 (Metrologia 41:132), table 1, first row, where the root of the variance between laboratories by
// Paule and Mandel is 0.8399.
func TestBetweenVarianceIsThatOfKacker(t *testing.T) {
	t.Parallel()
	s := survey.Shrink(
		[]float64{61.00, 61.40, 62.21, 62.30, 62.34, 62.60, 62.70, 62.84, 65.90},
		[]float64{.2025, 1.2100, .0900, .2025, .3844, .5625, .0676, .0225, 1.8225})
	if got := math.Sqrt(s.Between); !rollNear(got, .8399, 6e-5) {
		t.Errorf("got %.5f, want 0.8399", got)
	}
}

// Efron and Morris 1977 (Scientific American 236:119): 18 batting averages after 45 times at bat are drawn to
// their mean so that James and Stein's estimate leaves 0.212 of the distance. That is for an estimate by which groups may
// differ by less than nothing; the closed form below has the factor that puts it right.
func TestBattingAveragesAreShrunkAsByEfronAndMorris(t *testing.T) {
	t.Parallel()
	hits := []int{18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7}
	r := rollUp(t, scoring.Scale{Low: 0, High: 1, Step: 1}, 0)
	within, squares := 0.0, 0.0
	for i, h := range hits {
		for at := range 45 {
			v := 0.0
			if at < h {
				v = 1
			}
			if err := r.Add(rollRef("player", 10+i), rollPerson(at), v); err != nil {
				t.Fatal(err)
			}
		}
		p := float64(h) / 45
		within += p * (1 - p) / 44 / 18
		squares += (p - 215./810) * (p - 215./810)
	}
	s := rollMust(r.Standings())(t)
	if got := s.Levels[0].Mean.Value; !rollNear(got, .265, 5e-4) {
		t.Errorf("mean: got %.4f, want .265", got)
	}
	a, x := 7.5, squares/within/2
	factor := mathext.GammaIncReg(a+1, x) / mathext.GammaIncReg(a, x)
	// The variance within players is that of their own answers here, and that of the mean there.
	if got := 1 - (1-s.Groups[0].Weight)/factor; !rollNear(got, .212, 5e-3) {
		t.Errorf("weight of own hits: got %.4f, want .212", got)
	}
}

// The steps that find the variance between groups are checked against halving.
func TestBetweenVarianceSolvesItsEquation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ means, variances []float64 }{
		{[]float64{1, 2, 3, 4, 9}, []float64{1, .1, 2, .5, 1e-6}},
		{[]float64{0, 0, 0, 1e9}, []float64{1e-9, 1, 1, 1}},
		{[]float64{1, 1.1, .9, 1}, []float64{1, 1, 1, 1}},
		{[]float64{1, 2}, []float64{.01, .02}},
	} {
		got := survey.Shrink(c.means, c.variances).Between
		low, high := 0.0, 1e20
		for range 300 {
			if mid := (low + high) / 2; rollExcess(c.means, c.variances, mid) > 0 {
				low = mid
			} else {
				high = mid
			}
		}
		if !rollNear(got, low, 1e-9*low+1e-14) {
			t.Errorf("got %g, want %g", got, low)
		}
	}
}

func rollExcess(means, variances []float64, between float64) float64 {
	weights, mean, q := 0.0, 0.0, 0.0
	for i, m := range means {
		weights += 1 / (variances[i] + between)
		mean += m / (variances[i] + between)
	}
	mean /= weights
	for i, m := range means {
		q += (m - mean) * (m - mean) / (variances[i] + between)
	}
	return q - float64(len(means)-1)
}

func TestSmallGroupsAreNotJudgedByLuck(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollTens(), 0)
	rollAdd(t, r, rollRef("employee", "lucky"), 10, 10, 10, 10, 9)
	for _, e := range []struct {
		name string
		good int
	}{{"ann", 66}, {"bob", 58}, {"cyd", 54}, {"dan", 50}, {"eve", 44}} {
		for i := range 100 {
			v := 5.0
			if i < e.good {
				v = 9
			}
			if err := r.Add(rollRef("employee", e.name), rollPerson(i), v); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := rollMust(r.Standings())(t)
	ann, lucky := s.Groups[0], s.Groups[5]
	if ann.About.ID != "ann" || lucky.About.ID != "lucky" {
		t.Fatalf("got %v and %v, want the groups in order", ann.About, lucky.About)
	}
	if ann.Weight < .8 || lucky.Weight > .6 {
		t.Errorf("got weights %.2f for many answers and %.2f for few, want more for many", ann.Weight, lucky.Weight)
	}
	if lucky.Shrunk.Value >= lucky.Own.Value || lucky.Shrunk.High-lucky.Shrunk.Low <= ann.Shrunk.High-ann.Shrunk.Low {
		t.Errorf("got %v for 5 answers, want it drawn to the mean and wide", lucky.Shrunk)
	}
	if lucky.Own.N != 5 || lucky.Own.Basis != relationship.Stated || lucky.Inferred {
		t.Errorf("got %v, want 5 answers, stated", lucky.Own)
	}
}

func TestRollUpOfPoorAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		groups  [][]float64
		weights []float64
		whole   float64
		wide    float64 // how wide the ranges of Shrunk are at least
	}{
		{"none", nil, nil, 0, 0},
		{"one answer", [][]float64{{4}}, []float64{1}, 4, 4},
		{"one group", [][]float64{{4, 5, 3}}, []float64{1}, 4, 2},
		{"three groups are too few", [][]float64{{4, 5}, {1, 2}, {3, 3}}, []float64{1, 1, 1}, 3, 2},
		{"all equal", [][]float64{{4, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4}}, []float64{.5, .5, .5, .5, .5}, 4, .5},
		{"one answer each", [][]float64{{1}, {2}, {3}, {4}}, []float64{.72, .72, .72, .72}, 2.5, 3},
		{"equal within groups only", [][]float64{{1, 1, 1}, {5, 5, 5}, {1, 1, 1}, {5, 5, 5}}, []float64{.96, .96, .96, .96}, 3, .1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := rollUp(t, rollStars(), 1)
			for i, g := range c.groups {
				rollAdd(t, r, rollRef("employee", i), g...)
			}
			s := rollMust(r.Standings())(t)
			if len(s.Groups) != len(c.groups) || !rollNear(s.Whole.Value, c.whole, 1e-12) || s.Whole.Known() != (c.groups != nil) {
				t.Fatalf("got %d groups and %v, want %d and %g", len(s.Groups), s.Whole, len(c.groups), c.whole)
			}
			for i, g := range s.Groups {
				if !rollNear(g.Weight, c.weights[i], .05) {
					t.Errorf("%v: got weight %.3f, want about %.3f", g.About, g.Weight, c.weights[i])
				}
				if width := g.Shrunk.High - g.Shrunk.Low; width < c.wide {
					t.Errorf("%v: got %v, want a range of at least %g", g.About, g.Shrunk, c.wide)
				}
				rollSound(t, g.Own, rollStars())
				rollSound(t, g.Shrunk, rollStars())
			}
		})
	}
}

func TestRollUpRefuses(t *testing.T) {
	t.Parallel()
	_, err := survey.NewRollup(scoring.Scale{}, survey.RollupConfig{})
	rollRefuses(t, err, "Scale.High")
	_, err = survey.NewRollup(rollStars(), survey.RollupConfig{Least: -1})
	rollRefuses(t, err, "Least")
	r := rollUp(t, rollStars(), 0)
	ann := rollRef("employee", "ann")
	for _, v := range []float64{0, 6, 4.5, math.NaN(), math.Inf(1), math.Inf(-1), -1e300} {
		rollRefuses(t, r.Add(ann, "x", v), "Value")
	}
	rollRefuses(t, r.Add(ann, "", 4), "By")
	rollRefuses(t, r.Add(ann, relationship.PartyID(strings.Repeat("x", 256)), 4), "By")
	rollRefuses(t, r.Add(relationship.Ref{}, "x", 4), "About.Noun")
	rollRefuses(t, r.Add(rollRef("a:b", 1), "x", 4), "About.Noun")
	if s := rollMust(r.Standings())(t); s.Whole.Known() || s.Withheld != nil {
		t.Errorf("got %v after refusals, want nothing counted", s)
	}
	rollRefuses(t, r.Merge(rollUp(t, rollTens(), 0)), "Scale")
	rollRefuses(t, r.Merge(rollUp(t, rollStars(), 3)), "Least")
}

func TestPlacesAreRefused(t *testing.T) {
	t.Parallel()
	a, b, c := rollRef("team", "a"), rollRef("team", "b"), rollRef("unit", "c")
	for _, tt := range []struct {
		name   string
		places []survey.Place
		field  string
	}{
		{"no group", []survey.Place{{}}, "Places[0].About.Noun"},
		{"twice", []survey.Place{{About: a}, {About: a}}, "Places[1].About"},
		{"within one that is not there", []survey.Place{{About: a, Within: c}}, "Places[0].Within"},
		{"within itself", []survey.Place{{About: a, Within: a, Level: "team"}}, "Places"},
		{"in a circle", []survey.Place{{About: a, Within: b, Level: "x"}, {About: b, Within: a, Level: "y"}}, "Places"},
		{"on the level of its holder", []survey.Place{{About: a}, {About: b, Within: a}}, "Places.Level"},
		{"on the level of one further out", []survey.Place{{About: a}, {About: c, Within: a, Level: "x"}, {About: b, Within: c}}, "Places.Level"},
		{"a level that is no text", []survey.Place{{About: a, Level: "\xff"}}, "Places[0].Level"},
	} {
		_, err := rollUp(t, rollStars(), 0).Standings(tt.places...)
		t.Run(tt.name, func(t *testing.T) { rollRefuses(t, err, tt.field) })
	}
}

func TestTeamsAndEmployeesAreJudgedBesideTheirLike(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollTens(), 0)
	var places []survey.Place
	for team := range 4 {
		at := rollRef("team", team)
		places = append(places, survey.Place{About: at, Level: "team"})
		for i := range 3 {
			who := rollRef("party", 10*team+i)
			places = append(places, survey.Place{About: who, Within: at, Level: "employee"})
			rollAdd(t, r, who, 4, 6, float64(team+3), float64(team+4), float64(team+i+2))
		}
	}
	s := rollMust(r.Standings(places...))(t)
	var levels []string
	for _, l := range s.Levels {
		levels = append(levels, l.Name)
	}
	if diff := cmp.Diff([]string{"employee", "team"}, levels); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	if len(s.Groups) != 16 || s.Groups[12].About != rollRef("team", 0) || s.Groups[12].Own.N != 15 {
		t.Errorf("got %+v, want the answers about its employees in the first team", s.Groups[12])
	}
	if s.Whole.N != 60 || s.Levels[0].Groups != 12 || s.Levels[0].Mean.N != 60 {
		t.Errorf("got %+v, want 60 answers about 12 employees", s.Levels[0])
	}
}

// With the same number of answers in each group there is a closed form: James and Stein's, with a factor for
// that no group weighs less than nothing (Morris 1983, section 2).
func TestWeightOfEqualGroupsIsTheClosedForm(t *testing.T) {
	t.Parallel()
	for _, k := range []int{4, 5, 18, 300} {
		for _, spread := range []float64{0, .3, 1, 3, 30} {
			means, variances, squares := make([]float64, k), make([]float64, k), 0.0
			for i := range means {
				means[i] = 5 + spread*(float64(i)/float64(k-1)-.5)*math.Sqrt(12)
				squares += (means[i] - 5) * (means[i] - 5)
				variances[i] = .7
			}
			want := float64(k-3) / float64(k-1)
			if x := squares / .7 / 2; x > 0 {
				a := float64(k-3) / 2
				want = a / x * mathext.GammaIncReg(a+1, x) / mathext.GammaIncReg(a, x)
			}
			s := survey.Shrink(means, variances)
			if got := 1 - s.Weights[0]; !rollNear(got, want, 1e-9) {
				t.Errorf("%d groups, spread %g: got %.12f, want %.12f", k, spread, got, want)
			}
		}
	}
}

// The integral over all variances between groups is compared with a sum of many small steps.
func TestShrinkageIsThatOfManySmallSteps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ means, variances []float64 }{
		{[]float64{61.00, 61.40, 62.21, 62.30, 62.34, 62.60, 62.70, 62.84, 65.90}, []float64{.2025, 1.2100, .0900, .2025, .3844, .5625, .0676, .0225, 1.8225}},
		{[]float64{1, 2, 3, 4, 9}, []float64{1, .1, 2, .5, 1e-4}},
		{[]float64{1, 1.1, .9, 1, 1.05}, []float64{1, .5, 1, 2, 1}},
	} {
		s := survey.Shrink(c.means, c.variances)
		for i := range c.means {
			to, square := rollSlowly(c.means, c.variances, i, s.Shrunk[i])
			if !rollNear(s.Weights[i], 1-to, 1e-5) || !rollNear(s.SDs[i], math.Sqrt(square), 1e-5*s.SDs[i]) {
				t.Errorf("group %d: got weight %.7f and sd %.7f, want %.7f and %.7f", i, s.Weights[i], s.SDs[i], 1-to, math.Sqrt(square))
			}
			if want := s.Weights[i]*c.means[i] + (1-s.Weights[i])*s.Mean; !rollNear(s.Shrunk[i], want, 1e-12) {
				t.Errorf("group %d: got %g, want %g", i, s.Shrunk[i], want)
			}
		}
	}
}

// rollSlowly returns what the mean of all weighs for a group, and the mean squared distance of its truth from a number.
func rollSlowly(means, variances []float64, group int, from float64) (to, square float64) {
	sum := 0.0
	for i := range 60_000 {
		between := math.Exp(-20 + 45*float64(i)/60_000)
		weights, mean, density := 0.0, 0.0, between // the step is one of the logarithm
		for j, m := range means {
			w := 1 / (variances[j] + between)
			weights += w
			mean += w * m
			density *= math.Sqrt(w)
		}
		mean /= weights
		q := 0.0
		for j, m := range means {
			q += (m - mean) * (m - mean) / (variances[j] + between)
		}
		density *= math.Exp(-q/2) / math.Sqrt(weights)
		b := variances[group] / (variances[group] + between)
		off := (1-b)*means[group] + b*mean - from
		sum += density
		to += density * b
		square += density * (variances[group]*(1-b) + b*b/weights + off*off)
	}
	return to / sum, square / sum
}

// TestTheMeanOfALevelIsThatOfItsGroups takes groups with as many answers, which differ by more than luck: then the
// mean of all and its range are those of the means of groups, by Student's t.
func TestTheMeanOfALevelIsThatOfItsGroups(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollTens(), 0)
	for i, mean := range []float64{3, 5, 6, 8} {
		rollAdd(t, r, rollRef("team", i), mean, mean-2, mean+2, mean, mean-2, mean+2)
	}
	got := rollMust(r.Standings())(t).Levels[0]
	// The variance of 3, 5, 6 and 8 is 13/3, and t with 3 degrees of freedom 3.182446305284263.
	half := 3.182446305284263 * math.Sqrt(13./3/4)
	if !rollNear(got.Mean.Value, 5.5, 1e-9) || !rollNear(got.Mean.Low, 5.5-half, 1e-9) || !rollNear(got.Mean.High, 5.5+half, 1e-9) {
		t.Errorf("got %v, want 5.5 with %v on both sides", got.Mean, half)
	}
	// Luck is the variance of an answer, 64 squares with 20 degrees of freedom, by 6 answers.
	if want := math.Sqrt(13./3 - 64./20/6); !rollNear(got.Between, want, 1e-9) {
		t.Errorf("got %v between groups, want %v", got.Between, want)
	}
}
