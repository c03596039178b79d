package survey_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// weighAirline reads net promoter answers and the class of the flight (Mooi and Sarstedt): see SOURCES.md beside
// the data. The file codes answers of 0 to 10 as 1 to 11.
func weighAirline(t *testing.T) []survey.Placed {
	t.Helper()
	f := rollMust(os.Open(realparts.Data(t, "choice", "survey-airlinesat.csv")))(t)
	t.Cleanup(func() { _ = f.Close() })
	rows := rollMust(csv.NewReader(f).ReadAll())(t)
	nps, class := slices.Index(rows[0], "nps"), slices.Index(rows[0], "flight_class")
	var answers []survey.Placed
	for _, row := range rows[1:] {
		v := rollMust(strconv.Atoi(row[nps]))(t) - 1
		answers = append(answers, survey.Placed{Answer: weighNet(v), Stratum: row[class]})
	}
	return answers
}

func weighNet(v int) float64 {
	switch {
	case v >= 9:
		return 100
	case v >= 7:
		return 0
	}
	return -100
}

// The case airlinesat-weighted of reference-nps-rpackage.csv (R's survey 4.1.1, svymean, on -1 to 1). Its weights make the
// classes of flights 75 %, 22 % and 3 %.
func TestWeightedNetPromoterIsThatOfSvymean(t *testing.T) {
	t.Parallel()
	answers := weighAirline(t)
	shares := map[string]float64{"Economy": .75, "Business": .22, "First": .03}
	count := map[string]float64{}
	for _, a := range answers {
		count[a.Stratum]++
	}
	var weighed []survey.Weighed
	for _, a := range answers {
		weighed = append(weighed, survey.Weighed{Answer: a.Answer, Weight: shares[a.Stratum] / count[a.Stratum]})
	}
	got := rollMust(survey.Weigh(rollNet(), weighed))(t)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"mean", got.Mean.Value, -17.6838618965787},
		{"standard error", got.SE, 2.37851457698217},
		{"low, by t", got.Mean.Low, -22.3509738235451},
		{"high, by t", got.Mean.High, -13.0167499696122},
	} {
		if !rollNear(c.got, c.want, 1e-10) {
			t.Errorf("%s: got %.12f, want %.12f", c.name, c.got, c.want)
		}
	}
	post := rollMust(survey.Poststratify(rollNet(), answers, shares))(t)
	if !rollNear(post.Mean.Value, got.Mean.Value, 1e-10) || !rollNear(post.Mean.N, got.Mean.N, 1e-7) || post.SE >= got.SE {
		t.Errorf("got %v with error %g by classes, want the same mean with less than %g", post.Mean, post.SE, got.SE)
	}
}

// Equal weights are a plain tally.
func TestEqualWeightsAreATally(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.SampledFrom([]float64{1e-300, 1, 7, 1e308}).Draw(t, "weight")
		tally, err := survey.NewTally(rollTens())
		if err != nil {
			t.Fatal(err)
		}
		var weighed []survey.Weighed
		var placed []survey.Placed
		for _, v := range rapid.SliceOfN(rapid.IntRange(0, 10), 0, 20).Draw(t, "answers") {
			if err := tally.Add(float64(v)); err != nil {
				t.Fatal(err)
			}
			weighed = append(weighed, survey.Weighed{Answer: float64(v), Weight: weight})
			placed = append(placed, survey.Placed{Answer: float64(v)})
		}
		a, err := survey.Weigh(rollTens(), weighed)
		b, errToo := survey.Poststratify(rollTens(), placed, map[string]float64{"": weight})
		if err != nil || errToo != nil {
			t.Fatal(err, errToo)
		}
		fadeSame(t, a.Mean, tally.Estimate(), 1e-9)
		if len(placed) != 1 {
			fadeSame(t, b.Mean, tally.Estimate(), 1e-9)
		}
	})
}

// A slow version, by the definitions; and neither the unit of weights nor the order of answers matters.
func TestWeightedMeansAreTheirDefinitions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var weighed []survey.Weighed
		var placed []survey.Placed
		shares := map[string]float64{"a": 1 + rng.Float64(), "b": 1 + rng.Float64(), "c": .1}
		for i := range rapid.IntRange(6, 40).Draw(t, "n") {
			v := float64(rng.IntN(11))
			weighed = append(weighed, survey.Weighed{Answer: v, Weight: .1 + rng.Float64()})
			placed = append(placed, survey.Placed{Answer: v, Stratum: string(rune('a' + i%3))})
		}
		mean, se := weighSlowly(weighed)
		got, err := survey.Weigh(rollTens(), weighed)
		if err != nil || !rollNear(got.Mean.Value, mean, 1e-12) || !rollNear(got.SE, se, 1e-12) {
			t.Errorf("got %v, %g and error %v, want %g and %g", got.Mean, got.SE, err, mean, se)
		}
		mean, se = weighStrataSlowly(placed, shares)
		post, err := survey.Poststratify(rollTens(), placed, shares)
		if err != nil || !rollNear(post.Mean.Value, mean, 1e-12) || !rollNear(post.SE, se, 1e-12) {
			t.Errorf("got %v, %g and error %v, want %g and %g", post.Mean, post.SE, err, mean, se)
		}
		rng.Shuffle(len(placed), func(i, j int) { placed[i], placed[j] = placed[j], placed[i] })
		again, err := survey.Poststratify(rollTens(), placed, shares)
		if diff := cmp.Diff(post, again); err != nil || diff != "" {
			t.Errorf("another order (-want +got), error %v:\n%s", err, diff)
		}
	})
}

func weighSlowly(answers []survey.Weighed) (mean, se float64) {
	sum, n := 0.0, float64(len(answers))
	for _, a := range answers {
		sum += a.Weight
		mean += a.Weight * a.Answer
	}
	mean /= sum
	for _, a := range answers {
		se += math.Pow(a.Weight*(a.Answer-mean)/sum, 2)
	}
	return mean, math.Sqrt(se * n / (n - 1))
}

func weighStrataSlowly(answers []survey.Placed, shares map[string]float64) (mean, se float64) {
	all := 0.0
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		all += shares[name]
	}
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		n, sum, square := 0.0, 0.0, 0.0
		for _, a := range answers {
			if a.Stratum == name {
				n++
				sum += a.Answer
			}
		}
		for _, a := range answers {
			if a.Stratum == name {
				square += math.Pow(a.Answer-sum/n, 2)
			}
		}
		share := shares[name] / all
		mean += share * sum / n
		se += share * share * square / (n - 1) / n
	}
	return mean, math.Sqrt(se)
}

// TestWeightedRangesHoldTheTruth prints how often they do:
//
//	go test ./scoring/survey -run TestWeightedRangesHoldTheTruth -v
func TestWeightedRangesHoldTheTruth(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	fmt.Fprintf(&b, "\nweighted ranges that hold the truth, 10,000 seeded runs each, answers from 1 to 5\n")
	const runs = 10_000
	for _, n := range []int{20, 60, 200} {
		for _, fair := range []bool{true, false} {
			got := weighCoverage(t, n, fair, runs)
			fmt.Fprintf(&b, "%4d answers, weights that go with answers %-5t %.4f\n", n, !fair, got)
			if got < .88 {
				t.Errorf("%d answers: got coverage %.4f, want .88", n, got)
			}
		}
	}
	for _, n := range []int{20, 50, 100, 300} {
		got := weighStrataCoverage(t, n, runs)
		fmt.Fprintf(&b, "%4d answers in three parts %.4f\n", n, got)
		if got < .93 {
			t.Errorf("%d answers in parts: got coverage %.4f, want .93", n, got)
		}
	}
	t.Log(b.String())
}

// weighCoverage draws people who answer unevenly, each with a weight that puts it right.
func weighCoverage(t *testing.T, n int, fair bool, runs int) float64 {
	rng := rand.New(rand.NewPCG(5, uint64(n)))
	// The chances of four sorts of people to answer, and what they say at least and at most.
	chance := [4]float64{1, .5, .3, 1. / 6}
	low := [4]int{1, 2, 3, 4}
	if fair {
		low = [4]int{2, 2, 2, 2}
	}
	truth, held := 0.0, 0
	for _, v := range low {
		truth += (float64(v) + .5) / 4
	}
	answers := make([]survey.Weighed, n)
	for range runs {
		for i := range answers {
			sort := rng.IntN(4)
			for rng.Float64() > chance[sort] {
				sort = rng.IntN(4)
			}
			answers[i] = survey.Weighed{Answer: float64(low[sort] + rng.IntN(2)), Weight: 1 / chance[sort]}
		}
		if e := rollMust(survey.Weigh(rollStars(), answers))(t).Mean; e.Low <= truth && truth <= e.High {
			held++
		}
	}
	return float64(held) / float64(runs)
}

// weighStrataCoverage draws people of three parts, of which one answers far more than the others.
func weighStrataCoverage(t *testing.T, n, runs int) float64 {
	rng := rand.New(rand.NewPCG(6, uint64(n)))
	shares := map[string]float64{"a": 50, "b": 30, "c": 20}
	truth, held := .5*4+.3*3+.2*2, 0
	answers := make([]survey.Placed, n)
	for range runs {
		for i := range answers {
			// Two of each part, so that none is without answers; the rest as they come.
			part := i % 3
			if u := rng.Float64(); i >= 6 {
				part = 0
				if u < .5 {
					part = 2
				} else if u < .7 {
					part = 1
				}
			}
			answers[i] = survey.Placed{Answer: float64(4 - part + rng.IntN(3) - 1), Stratum: string(rune('a' + part))}
		}
		if e := rollMust(survey.Poststratify(rollStars(), answers, shares))(t).Mean; e.Low <= truth && truth <= e.High {
			held++
		}
	}
	return float64(held) / float64(runs)
}

func TestWeighingPoorAnswers(t *testing.T) {
	t.Parallel()
	one := rollMust(survey.Weigh(rollStars(), []survey.Weighed{{4, 2}, {1, 0}}))(t)
	if one.Mean.Value != 4 || one.Mean.N != 1 || one.SE != 0 || one.Mean.High-one.Mean.Low < 3 {
		t.Errorf("one answer: got %+v, want 4 with a wide range", one)
	}
	alike := rollMust(survey.Weigh(rollStars(), []survey.Weighed{{5, 2}, {5, 1}, {5, 1}}))(t)
	if alike.Mean.Low > 3 || alike.Mean.Value != 5 || alike.SE != 0 {
		t.Errorf("all alike: got %+v, want a wide range", alike)
	}
	for name, got := range map[string]survey.WeightedMean{
		"no weighed answers": rollMust(survey.Weigh(rollStars(), nil))(t),
		"no placed answers":  rollMust(survey.Poststratify(rollStars(), nil, map[string]float64{"a": 1}))(t),
	} {
		if got != (survey.WeightedMean{}) {
			t.Errorf("%s: got %+v, want it unknown", name, got)
		}
	}
	single := rollMust(survey.Poststratify(rollStars(), []survey.Placed{{5, "a"}, {1, "b"}}, map[string]float64{"a": 1, "b": 1, "c": 0}))(t)
	if single.Mean.Value != 3 || single.Mean.Low != 1 || single.Mean.High != 5 {
		t.Errorf("one answer in each part: got %+v, want the whole scale", single)
	}
}

func TestWeighingRefuses(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		scale   scoring.Scale
		answers []survey.Weighed
		field   string
	}{
		{scoring.Scale{}, nil, "Scale.High"},
		{rollStars(), []survey.Weighed{{Answer: 6, Weight: 1}}, "Answers[0].Answer"},
		{rollStars(), []survey.Weighed{{Answer: nan, Weight: 1}}, "Answers[0].Answer"},
		{rollStars(), []survey.Weighed{{Answer: 4, Weight: 1}, {Answer: 4, Weight: -1}}, "Answers[1].Weight"},
		{rollStars(), []survey.Weighed{{Answer: 4, Weight: nan}}, "Answers[0].Weight"},
		{rollStars(), []survey.Weighed{{Answer: 4, Weight: inf}}, "Answers[0].Weight"},
		{rollStars(), []survey.Weighed{{Answer: 4}, {Answer: 3}}, "Answers.Weight"},
	} {
		_, err := survey.Weigh(c.scale, c.answers)
		rollRefuses(t, err, c.field)
	}
	for _, c := range []struct {
		scale   scoring.Scale
		answers []survey.Placed
		shares  map[string]float64
		field   string
	}{
		{scoring.Scale{}, nil, map[string]float64{"a": 1}, "Scale.High"},
		{rollStars(), nil, nil, "Shares"},
		{rollStars(), nil, map[string]float64{"a": 0}, "Shares"},
		{rollStars(), nil, map[string]float64{"a": -1}, "Shares"},
		{rollStars(), nil, map[string]float64{"a": nan}, "Shares"},
		{rollStars(), []survey.Placed{{4, "b"}}, map[string]float64{"a": 1}, "Answers[0].Stratum"},
		{rollStars(), []survey.Placed{{0, "a"}}, map[string]float64{"a": 1}, "Answers[0].Answer"},
		{rollStars(), []survey.Placed{{4, "a"}}, map[string]float64{"a": 1, "b": 1}, "Answers"},
	} {
		_, err := survey.Poststratify(c.scale, c.answers, c.shares)
		rollRefuses(t, err, c.field)
	}
}

// TestWeightsAreWorthFewerAnswers takes Kish's number by hand: (1 + 1 + 4)² / (1 + 1 + 16).
func TestWeightsAreWorthFewerAnswers(t *testing.T) {
	t.Parallel()
	answers := []survey.Weighed{{Answer: 1, Weight: 1}, {Answer: 3, Weight: 1}, {Answer: 4, Weight: 4}, {Answer: 5}}
	if got := rollMust(survey.Weigh(rollStars(), answers))(t).Mean.N; !rollNear(got, 2, 1e-12) {
		t.Errorf("got %v answers, want 2", got)
	}
}
