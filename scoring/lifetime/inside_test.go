package lifetime

import (
	"math"
	"slices"
	"testing"
)

// Data that lead a fit exactly here are rare; what the places mean must still hold.
func TestExtremeParametersHaveTheirVerdicts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		judge func(p point, flat bool) []Verdict
		p     point
		flat  bool
		want  []Verdict
	}{
		"BG, as usual":             {judgeBG, point{.25, 5, .8, 2.4}, false, nil},
		"BG, few leave":            {judgeBG, point{.25, 5, 1e-5, 2}, false, nil},
		"BG, nobody leaves":        {judgeBG, point{.25, 5, 1e-7, 2}, false, []Verdict{NoLoss}},
		"BG, all leave alike":      {judgeBG, point{.25, 5, 4e4, 2e5}, false, []Verdict{AlikeLoss}},
		"BG, at once or never":     {judgeBG, point{.25, 5, 2e-4, 3e-4}, false, []Verdict{SplitLoss}},
		"BG, few buy all":          {judgeBG, point{5e-5, 5, .8, 2.4}, false, []Verdict{SplitRates}},
		"BG, all buy alike":        {judgeBG, point{2e4, 5, .8, 2.4}, false, []Verdict{AlikeRates}},
		"BG, alike in both":        {judgeBG, point{2e4, 5, 4e4, 2e5}, false, []Verdict{AlikeRates, AlikeLoss}},
		"Pareto, as usual":         {judgePareto, point{.55, .3, .6, .3}, false, nil},
		"Pareto, nobody leaves":    {judgePareto, point{.55, .3, 1e-7, .3}, false, []Verdict{NoLoss}},
		"Pareto, next to nobody":   {judgePareto, point{.55, .3, 1e-7, 1e-3}, false, []Verdict{NoLoss}},
		"Pareto, later than any":   {judgePareto, point{.55, .3, .5, 1e6}, false, []Verdict{NoLoss}},
		"Pareto, all leave alike":  {judgePareto, point{.55, .3, 2e4, 3e3}, false, []Verdict{AlikeLoss}},
		"Pareto, some at once":     {judgePareto, point{.55, .3, 5e-5, 1e-12}, false, []Verdict{SplitLoss}},
		"Pareto, the rest never":   {judgePareto, point{.55, .3, .1, 1e-7}, false, []Verdict{SplitLoss}},
		"BG/BB, as usual":          {judgeBGBB, point{1.2, .75, .66, 2.8}, false, nil},
		"BG/BB, all buy alike":     {judgeBGBB, point{4e4, 2e5, .66, 2.8}, false, []Verdict{AlikeRates}},
		"BG/BB, all or nothing":    {judgeBGBB, point{2e-4, 3e-4, .66, 2.8}, false, []Verdict{SplitRates}},
		"BG/BB, nobody leaves":     {judgeBGBB, point{1.2, .75, 1e-7, 2.8}, false, []Verdict{NoLoss}},
		"renewals, all alike":      {judgeTenures, point{4e4, 2e5}, false, []Verdict{AlikeLoss}},
		"renewals, at once":        {judgeTenures, point{2e-4, 3e-4}, false, []Verdict{SplitLoss}},
		"spend, as usual":          {judgeSpend, point{6, 3.7, .5}, false, nil},
		"spend, alike":             {judgeSpend, point{6, 2e5, 3e4}, false, []Verdict{AlikeSpend}},
		"spend, alike as it seems": {judgeSpend, point{6, 500, 80}, true, []Verdict{AlikeSpend}},
		"spend, hardly spread":     {judgeSpend, point{6, 500, 80}, false, nil},
		"spend, no mean":           {judgeSpend, point{6, 1, .5}, false, []Verdict{NoMean}},
		"spend, always the same":   {judgeSpend, point{2e5, 3, .5}, false, []Verdict{Weak}},
	} {
		if got := c.judge(c.p, c.flat); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// The eigenvalues are known: 6, 3 and 2 of the first matrix, and about 1 and 1e-14 of the other.
func TestTheConditionIsThatOfEigenvalues(t *testing.T) {
	t.Parallel()
	// A rotation by an angle whose sine is 0.6, of the first two of 6, 3 and 2.
	m := matrix{{.64*6 + .36*3, .48 * (6 - 3), 0}, {.48 * (6 - 3), .36*6 + .64*3, 0}, {0, 0, 2}}
	if got := condition(m, 3); math.Abs(got-3) > 1e-13 {
		t.Errorf("got %.17g, want 3", got)
	}
	if got := condition(matrix{{1, 1e-7}, {1e-7, 2e-14}}, 2); math.Abs(got*1e-14-1) > 1e-6 {
		t.Errorf("got %g, want 1e14", got)
	}
}
