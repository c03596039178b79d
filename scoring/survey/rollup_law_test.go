package survey_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// A rollAnswer is an answer about a group.
type rollAnswer struct {
	about relationship.Ref
	by    relationship.PartyID
	value float64
}

// rollAnswers draws answers about few groups by few people, so that many are withheld.
func rollAnswers(t *rapid.T, s scoring.Scale) []rollAnswer {
	groups := rapid.IntRange(1, 8).Draw(t, "groups")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rollAnswer {
		return rollAnswer{
			rollRef("employee", rapid.IntRange(1, groups).Draw(t, "about")),
			rollPerson(rapid.IntRange(1, 12).Draw(t, "by")),
			s.Low + s.Step*float64(rapid.IntRange(0, int((s.High-s.Low)/s.Step)).Draw(t, "value")),
		}
	}), 0, 80).Draw(t, "answers")
}

func rollOf(tb rapid.TB, s scoring.Scale, least int, answers []rollAnswer) *survey.Rollup {
	r, err := survey.NewRollup(s, survey.RollupConfig{Least: least})
	for _, a := range answers {
		if err == nil {
			err = r.Add(a.about, a.by, a.value)
		}
	}
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// rollTree puts employees into teams of two, and the teams into one department.
func rollTree() []survey.Place {
	places := []survey.Place{{About: rollRef("department", 1), Level: "department"}}
	for team := range 4 {
		places = append(places, survey.Place{About: rollRef("team", team), Within: rollRef("department", 1), Level: "team"})
		for i := range 2 {
			places = append(places, survey.Place{About: rollRef("employee", 2*team+i+1), Within: rollRef("team", team), Level: "employee"})
		}
	}
	return places
}

func TestMergedPartsAreTheWholeInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]scoring.Scale{rollTens(), rollStars(), rollNet(), {Low: -.3, High: .3, Step: .1}}).Draw(t, "scale")
		least := rapid.IntRange(1, 4).Draw(t, "least")
		answers := rollAnswers(t, s)
		want, err := rollOf(t, s, least, answers).Standings(rollTree()...)
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rng.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		cut := rapid.IntRange(0, len(answers)).Draw(t, "cut")
		left, right := rollOf(t, s, least, answers[:cut]), rollOf(t, s, least, answers[cut:])
		if rng.IntN(2) == 0 {
			left, right = right, left
		}
		if err := left.Merge(right); err != nil {
			t.Fatal(err)
		}
		places := rollTree()
		rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		got, err := left.Standings(places...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("standings of parts (-whole +parts):\n%s", diff)
		}
	})
}

func TestShrunkLiesBetweenOwnMeanAndThatOfTheLevel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rollTens()
		got, err := rollOf(t, s, 1, rollAnswers(t, s)).Standings(rollTree()...)
		if err != nil {
			t.Fatal(err)
		}
		mean := map[string]float64{}
		for _, l := range got.Levels {
			mean[l.Name] = l.Mean.Value
		}
		for _, g := range got.Groups {
			low, high := min(g.Own.Value, mean[g.Level]), max(g.Own.Value, mean[g.Level])
			if g.Shrunk.Value < low-1e-12 || g.Shrunk.Value > high+1e-12 || g.Weight < 0 || g.Weight > 1 {
				t.Errorf("got %g with weight %g, want it from %g to %g", g.Shrunk.Value, g.Weight, low, high)
			}
			for _, e := range []relationship.Estimate{g.Own, g.Shrunk} {
				if err := e.Check(s.Low, s.High); err != nil {
					t.Errorf("got %v: %v", e, err)
				}
			}
		}
	})
}

// Sums in whole numbers are compared with the sums that a loop over the answers makes.
func TestSumsOfSquaresAreThoseOfALoop(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]scoring.Scale{rollTens(), rollNet(), {Low: 1e6, High: 1e6 + 1}, {Low: 0, High: 1e12, Step: 1}}).Draw(t, "scale")
		n := rapid.IntRange(2, 30).Draw(t, "n")
		answers, mean := make([]float64, n), 0.0
		for i := range answers {
			at := rapid.Float64Range(0, 1).Draw(t, "at")
			answers[i] = s.Low + at*(s.High-s.Low)
			if s.Step > 0 {
				answers[i] = s.Low + s.Step*float64(int(at*(s.High-s.Low)/s.Step))
			}
			mean += answers[i] / float64(n)
		}
		squares := 0.0
		for _, v := range answers {
			squares += (v - mean) * (v - mean)
		}
		gotMean, gotSquares := survey.SumUp(s, answers)
		wide := s.High - s.Low
		if !rollNear(gotMean, mean, 2e-9*wide) || !rollNear(gotSquares, squares, 1e-8*wide*wide*float64(n)) {
			t.Errorf("got %g and %g, want %g and %g", gotMean, gotSquares, mean, squares)
		}
	})
}

func TestStandingsHoldNobodyWhoAnswered(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollTens(), 3)
	for i := range 400 {
		if err := r.Add(rollRef("employee", i%40), relationship.PartyID(fmt.Sprint("secret-", i)), float64(i%11)); err != nil {
			t.Fatal(err)
		}
	}
	text := fmt.Sprintf("%+v", rollMust(r.Standings(rollTree()...))(t))
	if strings.Contains(text, "secret") {
		t.Errorf("got somebody who answered in the standings")
	}
}
