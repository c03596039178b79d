package beliefs_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

func led(t tester, points ...[]float64) beliefs.Side {
	return having[beliefs.Side](t)(beliefs.Leaders(names(len(points[0])), points))
}

// Others are so many that n leaders all miss them one time in forty.
func TestLeadersOfOneMindLeaveRoomForOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		points []float64
	}{
		{"all on one", []float64{1, 0, 0, 0}},
		{"alike", []float64{25, 25, 25, 25}},
		{"thirds, which are rounded", []float64{.1, .1, .1}},
		{"some of each", []float64{5, 3, 2, 0}},
	} {
		for _, n := range []int{2, 3, 10, 49, 1000} {
			s := led(t, slices.Repeat([][]float64{c.points}, n)...)
			others := 1 - math.Pow(.025, 1/float64(n))
			for i, want := range shares(c.points...) {
				e := s.Shares[i].Value
				if e.Value != want || math.Abs(e.Low-want*(1-others)) > 1e-12 || math.Abs(e.High-want-others*(1-want)) > 1e-12 {
					t.Errorf("%s, %d leaders: got %v (%v to %v)", c.name, n, e.Value, e.Low, e.High)
				}
			}
			having[[]beliefs.Gap](t)(beliefs.Gaps(s, s, beliefs.Config{}))
		}
	}
}

func TestAnAttributeThatNobodyGivesAnythingHasARange(t *testing.T) {
	t.Parallel()
	s := led(t, []float64{6, 4, 0}, []float64{5, 5, 0}, []float64{7, 3, 0})
	if e := s.Shares[2].Value; e.Value != 0 || e.Low != 0 || math.Abs(e.High-(1-math.Cbrt(.025))) > 1e-12 {
		t.Errorf("got %v to %v, want 0 to 0.708", e.Low, e.High)
	}
}

func TestUnanimityOfFewIsNoCertainty(t *testing.T) {
	t.Parallel()
	believed := led(t, slices.Repeat([][]float64{{25, 25, 25, 25}}, 3)...)
	measured := exactly(.4, .3, .2, .1)
	for _, g := range having[[]beliefs.Gap](t)(beliefs.Gaps(believed, measured, beliefs.Config{})) {
		if g.State != scoring.Untested {
			t.Errorf("three leaders: got %+v", g)
		}
	}
	believed = led(t, slices.Repeat([][]float64{{25, 25, 25, 25}}, 300)...)
	if g := having[[]beliefs.Gap](t)(beliefs.Gaps(believed, measured, beliefs.Config{}))[0]; g.State != scoring.False {
		t.Errorf("three hundred: got %+v", g)
	}
}

// Where leaders differ, an attribute on which they agree has a range by their spread.
func TestLeadersWhoDifferHaveTheRangesOfTheirSpread(t *testing.T) {
	t.Parallel()
	s := led(t, []float64{50, 30, 20}, []float64{40, 40, 20}, []float64{45, 35, 20})
	var got []string
	for _, x := range s.Shares {
		got = append(got, fmt.Sprintf("%.17g %.17g %.17g", x.Value.Value, x.Value.Low, x.Value.High))
	}
	want := []string{
		"0.44999999999999996 0.33980336431567459 0.56533164974062422",
		"0.34999999999999998 0.24773715085317216 0.46820273756993508",
		"0.20000000000000001 0.13749558820001814 0.28164017955985893",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestLeadersAlwaysLeaveRoom holds for whatever two leaders or more say, in any order of these and of attributes.
func TestLeadersAlwaysLeaveRoom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(t, "attributes")
		points := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1, 3, 1e-13, 1e14}), k, k), 1, 4).Draw(t, "points")
		for _, p := range points {
			p[0]++
		}
		points = slices.Repeat(points, rapid.IntRange(2, 3).Draw(t, "times"))
		var back [][]float64
		for _, p := range slices.Backward(points) {
			p = slices.Clone(p)
			slices.Reverse(p)
			back = append(back, p)
		}
		s, mirrored := led(t, points...), led(t, back...)
		for i, x := range s.Shares {
			if e := x.Value; !(0 <= e.Low && e.Low <= e.Value && e.Value <= e.High && e.High <= 1 && e.Low < e.High) {
				t.Fatalf("got %v (%v to %v)", e.Value, e.Low, e.High)
			}
			nearly(t, mirrored.Shares[k-1-i].Value, x.Value)
		}
	})
}

func nearly(t *rapid.T, a, b relationship.Estimate) {
	t.Helper()
	for _, d := range []float64{a.Value - b.Value, a.Low - b.Low, a.High - b.High} {
		if math.Abs(d) > 1e-12 {
			t.Fatalf("got %v, want %v", a, b)
		}
	}
}
