package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/kithcrm/kith/scoring/survey"
)

// TestShrunkIntervalsHoldTheTruth prints how often ranges hold the truth of a group:
//
//	go test ./scoring/survey -run TestShrunkIntervalsHoldTheTruth -v
func TestShrunkIntervalsHoldTheTruth(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	fmt.Fprintf(&b, "\nranges of groups with 5 to 60 answers that hold the truth, 10,000 seeded runs each\n%8s %18s %9s %9s %13s\n",
		"groups", "between / within", "covered", "least n", "width / own")
	for _, groups := range []int{5, 20, 100} {
		for _, between := range []float64{0, .01, .1, 1} {
			c := rollCoverage(groups, between, 10_000)
			fmt.Fprintf(&b, "%8d %18g %9.4f %9.4f %13.2f\n", groups, between, c.all, c.small, c.width)
			if c.all < .94 {
				t.Errorf("%d groups, %g between: got coverage %.4f, want .94", groups, between, c.all)
			}
		}
	}
	net := rollNetCoverage(t, 2000)
	fmt.Fprintf(&b, "net promoter of 20 groups with 5 to 43 answers each, sd between groups 15 points, 2,000 runs: %.4f\n", net)
	if net < .94 {
		t.Errorf("net promoter: got coverage %.4f, want .94", net)
	}
	t.Log(b.String())
}

type rollCovered struct{ all, small, width float64 }

// rollCoverage draws the truth of groups and their answers, which are normal with variance 1 within groups.
func rollCoverage(groups int, between float64, runs int) rollCovered {
	src := rand.NewPCG(7, uint64(groups))
	rng := rand.New(src)
	sizes, total := make([]float64, groups), 0.0
	for i := range sizes {
		sizes[i] = []float64{5, 10, 20, 40, 60}[i%5]
		total += sizes[i]
	}
	freedom := total - float64(groups)
	chi := distuv.ChiSquared{K: freedom, Src: src}
	t := distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(.975)
	truth, means, variances := make([]float64, groups), make([]float64, groups), make([]float64, groups)
	var c rollCovered
	for range runs {
		within := chi.Rand() / freedom
		for i, n := range sizes {
			truth[i] = 8 + math.Sqrt(between)*rng.NormFloat64()
			means[i] = truth[i] + rng.NormFloat64()/math.Sqrt(n)
			variances[i] = within / n
		}
		got := survey.Shrink(means, variances)
		for i := range truth {
			if math.Abs(got.Shrunk[i]-truth[i]) <= t*got.SDs[i] {
				c.all += 1 / float64(runs*groups)
				if i == 0 {
					c.small += 1 / float64(runs)
				}
			}
			c.width += got.SDs[i] / math.Sqrt(variances[i]) / float64(runs*groups)
		}
	}
	return c
}

// rollNetCoverage does the same with answers of -100, 0 and 100, and through all of a roll-up.
func rollNetCoverage(t *testing.T, runs int) float64 {
	rng := rand.New(rand.NewPCG(11, 0))
	held, all := 0, 0
	for range runs {
		r := rollUp(t, rollNet(), 1)
		truth := map[string]float64{}
		for i := range 20 {
			about := rollRef("employee", i)
			score := min(max(20+15*rng.NormFloat64(), -60), 60)
			truth[about.ID] = score
			for range 5 + 2*i {
				v, at := 0.0, rng.Float64()
				if up := .35 + score/200; at < up {
					v = 100
				} else if at < .7 {
					v = -100
				}
				if err := r.Add(about, "x", v); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, g := range rollMust(r.Standings())(t).Groups {
			all++
			if want := truth[g.About.ID]; g.Shrunk.Low <= want && want <= g.Shrunk.High {
				held++
			}
		}
	}
	return float64(held) / float64(all)
}
