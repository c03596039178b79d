package businesscase_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// impossible returns distributions by the field that is to be named, each with a reason.
func impossible() map[string]map[string]businesscase.Dist {
	nan, inf := math.NaN(), math.Inf(1)
	return map[string]map[string]businesscase.Dist{
		"Value": {
			"no number":     businesscase.Exactly(nan),
			"infinite":      businesscase.Exactly(-inf),
			"too large":     businesscase.Exactly(1e301),
			"all no number": businesscase.Between(0, nan, 1),
		},
		"Low": {
			"no number":       businesscase.Uniform(nan, 1),
			"infinite":        businesscase.PERT(-inf, 1, 2),
			"at the value":    businesscase.Between(2, 2, 3),
			"above the value": businesscase.Between(2.5, 2, 3),
			"far below":       businesscase.Between(-2000, 0, 1),
		},
		"High": {
			"no spread":       businesscase.Uniform(5, 5),
			"below low":       businesscase.Uniform(5, 4),
			"no triangle":     businesscase.Triangular(5, 5, 5),
			"no PERT":         businesscase.PERT(5, 5, 5),
			"turned round":    businesscase.PERT(6, 5, 4),
			"at the value":    businesscase.Between(1, 2, 2),
			"far above":       businesscase.Between(-1, 0, 2000),
			"infinite":        businesscase.Triangular(1, 2, inf),
			"between nothing": businesscase.Between(3, 2, 1),
		},
		"Mode": {
			"below":     businesscase.Triangular(1, 0, 2),
			"above":     businesscase.PERT(1, 3, 2),
			"no number": businesscase.PERT(1, nan, 2),
		},
		"Mean": {"no number": businesscase.Normal(nan, 1)},
		"SD": {
			"no spread": businesscase.Normal(1, 0),
			"below 0":   businesscase.Normal(1, -1),
			"no number": businesscase.Normal(1, nan),
		},
		"Median": {
			"0":         businesscase.Lognormal(0, 1),
			"below 0":   businesscase.Lognormal(-1, 1),
			"too large": businesscase.Lognormal(1e299, 1),
		},
		"Sigma": {
			"no spread": businesscase.Lognormal(1, 0),
			"too wide":  businesscase.Lognormal(1, 6),
		},
		"A": {
			"0":         businesscase.Beta(0, 1),
			"no number": businesscase.Beta(nan, 1),
			"below 0":   businesscase.Beta(-1, 1),
			"too much":  businesscase.Beta(2e6, 1),
		},
		"B": {
			"0":        businesscase.Beta(1, 0),
			"infinite": businesscase.Beta(1, inf),
		},
		"Values": {
			"none":      businesscase.Sample(nil),
			"one":       businesscase.Sample([]float64{1}),
			"all alike": businesscase.Sample([]float64{1, 1, 1}),
			"no number": businesscase.Sample([]float64{1, nan, 2}),
			"infinite":  businesscase.Sample([]float64{1, inf}),
		},
	}
}

func TestWhatCanNotBeIsRefusedByName(t *testing.T) {
	t.Parallel()
	for field, dists := range impossible() {
		for what, d := range dists {
			_, err := d.Quantile(.5)
			names(t, what, err, "Dist."+field)
			if d.Mean() != 0 || d.SD() != 0 {
				t.Errorf("%s of %s: got mean %v and sd %v, want 0", what, field, d.Mean(), d.SD())
			}
			if _, err := json.Marshal(d); err == nil {
				t.Errorf("%s of %s: written", what, field)
			}
			if d.String() == "" {
				t.Errorf("%s of %s: no text", what, field)
			}
			m := businesscase.Model{Inputs: inputs(d)}
			_, err = m.Learn(businesscase.Measurement{Input: m.Inputs[0].Name})
			names(t, what, err, "Inputs[0].Dist."+field)
		}
	}
}

func TestWhatHasNoSpreadIsToldWhatToUse(t *testing.T) {
	t.Parallel()
	for _, d := range []businesscase.Dist{
		businesscase.Uniform(5, 5), businesscase.Triangular(5, 5, 5), businesscase.PERT(5, 5, 5), businesscase.Normal(5, 0),
		businesscase.Lognormal(5, 0), businesscase.Sample([]float64{5}),
	} {
		if _, err := d.Quantile(.5); err == nil || !strings.Contains(err.Error(), "use Exactly") {
			t.Errorf("%v: got %v", d, err)
		}
	}
}

func TestNoProbabilityHasNoQuantile(t *testing.T) {
	t.Parallel()
	for _, p := range []float64{-1e-9, 1.000001, math.NaN(), math.Inf(1), math.Inf(-1)} {
		v, err := businesscase.Uniform(1, 2).Quantile(p)
		names(t, "quantile", err, "p")
		agree(t, "quantile", v, 0, 0)
	}
}

func TestWhatIsNoDistributionIsNotRead(t *testing.T) {
	t.Parallel()
	for text, field := range map[string]string{
		`null`: "Dist", `5`: "Dist", `"5"`: "Dist", `[]`: "Dist", `{}`: "Dist",
		`{"uniform":[1,2],"normal":[1,2]}`: "Dist",
		`{"Uniform":[1,2]}`:                "Dist",
		`{"uniform":[1]}`:                  "Dist",
		`{"uniform":[1,2,3]}`:              "Dist",
		`{"uniform":[1,null]}`:             "Dist",
		`{"uniform":[1,"2"]}`:              "Dist",
		`{"uniform":null}`:                 "Dist",
		`{"uniform":{"low":1,"high":2}}`:   "Dist",
		`{"exactly":[5]}`:                  "Dist",
		`{"exactly":null}`:                 "Dist",
		`{"exactly":1e999}`:                "Dist",
		`{"pert":[]}`:                      "Dist",
		`{"bootstrap":[1,2]}`:              "Dist",
		`{"exactly":1e305}`:                "Dist.Value",
		`{"uniform":[2,2]}`:                "Dist.High",
		`{"pert":[1,5,2]}`:                 "Dist.Mode",
		`{"sample":[]}`:                    "Dist.Values",
		`{"sample":[null,null]}`:           "Dist",
	} {
		d := businesscase.Exactly(3)
		names(t, text, d.UnmarshalJSON([]byte(text)), field)
		if d.String() != "3" {
			t.Errorf("%s: changed to %v", text, d)
		}
	}
	if err := new(businesscase.Dist).UnmarshalJSON([]byte(`{"uniform":[1,2]`)); err == nil {
		t.Error("what is cut off was read")
	}
}

func TestARuleHintsOnlyAtWhatMayBeMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dist businesscase.Dist
		hint bool
	}{
		{businesscase.PERT(.3, .2, .1), false},
		{businesscase.Triangular(.3, .2, .1), false},
		{businesscase.Uniform(2, 1), false},
		{businesscase.Between(3, 2, 1), false},
		{businesscase.PERT(2, 2, 2), true},
		{businesscase.Triangular(2, 2, 2), true},
		{businesscase.Uniform(2, 2), true},
		{businesscase.Between(2, 3, 2), true},
	} {
		_, err := c.dist.Quantile(.5)
		if err == nil || !strings.Contains(err.Error(), "Dist.High must be above Low") || strings.Contains(err.Error(), "Exactly") != c.hint {
			t.Errorf("%v: got %v", c.dist, err)
		}
	}
	for d, hint := range map[businesscase.Dist]bool{businesscase.Exactly(-1): false, businesscase.Normal(1, 2): true} {
		m := total(0, d)
		m.Inputs[0].Least, m.Inputs[0].Most = new(0.), new(1.)
		_, err := m.Run(businesscase.Config{Draws: 1000})
		if names(t, "outside", err, "Inputs[0].Dist"); strings.Contains(err.Error(), "99 of 100") != hint {
			t.Errorf("%v: got %v", d, err)
		}
	}
}
