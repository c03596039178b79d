package survey_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// inferStandings are six employees, of whom the last has too few answers to be shown, with one more.
func inferStandings(t *testing.T) survey.Standings {
	t.Helper()
	r := rollUp(t, rollTens(), 0)
	for i, answers := range [][]float64{{9, 10, 8, 9, 7}, {4, 5, 6, 3, 5, 6}, {7, 8, 7, 6, 9}, {2, 3, 4, 6, 3}, {5, 5, 9, 8, 6}, {1, 1}, {2, 4, 9}} {
		rollAdd(t, r, rollRef("employee", i), answers...)
	}
	return rollMust(r.Standings())(t)
}

func TestPeopleAtTheBackStandThroughThoseTheyServe(t *testing.T) {
	t.Parallel()
	s := inferStandings(t)
	serves := map[string][]survey.Serves{
		"both":     {{rollRef("employee", 0), 3}, {rollRef("employee", 1), 1}},
		"twice":    {{rollRef("employee", 0), 1}, {rollRef("employee", 1), 1}, {rollRef("employee", 0), 2}},
		"withheld": {{rollRef("employee", 5), 1}},
		"partly":   {{rollRef("employee", 2), 1}, {rollRef("employee", 5), 3}},
		"huge":     {{rollRef("employee", 2), math.MaxFloat64}, {rollRef("employee", 3), math.MaxFloat64}, {rollRef("employee", 1), 5e-324}},
	}
	infer := func(who string) survey.Standing {
		got := rollMust(s.Infer([]relationship.Ref{rollRef("employee", who)}, func(r relationship.Ref) []survey.Serves { return serves[r.ID] }))(t)
		if len(got) != 1 || !got[0].Inferred || got[0].Own.Known() {
			t.Fatalf("%s: got %+v, want one that is inferred", who, got)
		}
		rollSound(t, got[0].Shrunk, rollTens())
		return got[0]
	}
	a, b := s.Groups[0].Shrunk, s.Groups[1].Shrunk
	both := infer("both")
	if want := .75*a.Value + .25*b.Value; !rollNear(both.Shrunk.Value, want, 1e-12) || both.Weight != 1 {
		t.Errorf("got %+v, want %g with weight 1", both, want)
	}
	if want := 1 / (.75*.75/5 + .25*.25/6); !rollNear(both.Shrunk.N, want, 1e-9) || both.Shrunk.Basis != relationship.Stated {
		t.Errorf("got %+v, want n %g, stated", both.Shrunk, want)
	}
	if twice := infer("twice"); !rollNear(twice.Shrunk.Value, both.Shrunk.Value, 1e-12) || !rollNear(twice.Shrunk.N, both.Shrunk.N, 1e-9) {
		t.Errorf("got %+v, want shares of one colleague added up", twice)
	}
	if got := infer("withheld"); got.Shrunk.Known() || got.Weight != 0 {
		t.Errorf("got %+v, want it unknown", got)
	}
	if got := infer("nobody"); got.Shrunk.Known() {
		t.Errorf("got %+v, want it unknown", got)
	}
	if got := infer("partly"); got.Weight != .25 || !rollNear(got.Shrunk.Value, s.Groups[2].Shrunk.Value, 1e-12) {
		t.Errorf("got %+v, want that of the one who is shown, for a quarter", got)
	}
	if got := infer("huge"); !rollNear(got.Shrunk.N, 10, 1e-9) || !rollNear(got.Weight, 1, 1e-12) {
		t.Errorf("got %+v, want two of equal weight", got)
	}
}

func TestInferredLiesBetweenThoseServed(t *testing.T) {
	t.Parallel()
	s := inferStandings(t)
	rapid.Check(t, func(t *rapid.T) {
		low, high := math.Inf(1), math.Inf(-1)
		var serves []survey.Serves
		for range rapid.IntRange(1, 6).Draw(t, "served") {
			g := rapid.SampledFrom(s.Groups).Draw(t, "to")
			low, high = min(low, g.Shrunk.Value), max(high, g.Shrunk.Value)
			serves = append(serves, survey.Serves{To: g.About, Share: rapid.Float64Range(.01, 9).Draw(t, "share")})
		}
		got, err := s.Infer([]relationship.Ref{rollRef("employee", "x")}, func(relationship.Ref) []survey.Serves { return serves })
		if err != nil || got[0].Shrunk.Value < low-1e-9 || got[0].Shrunk.Value > high+1e-9 {
			t.Errorf("got %v and error %v, want it from %g to %g", got, err, low, high)
		}
	})
}

func TestInferringRefuses(t *testing.T) {
	t.Parallel()
	s := inferStandings(t)
	to := rollRef("employee", 0)
	for _, c := range []struct {
		serves []survey.Serves
		field  string
	}{
		{[]survey.Serves{{to, -1}}, "Who[1].Serves[0].Share"},
		{[]survey.Serves{{to, 1}, {to, math.NaN()}}, "Who[1].Serves[1].Share"},
		{[]survey.Serves{{to, math.Inf(1)}}, "Who[1].Serves[0].Share"},
		{[]survey.Serves{{to, 0}}, "Who[1].Serves.Share"},
	} {
		_, err := s.Infer([]relationship.Ref{to, rollRef("employee", "back")}, func(r relationship.Ref) []survey.Serves {
			if r == to {
				return nil
			}
			return c.serves
		})
		rollRefuses(t, err, c.field)
	}
}
