package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// pair returns a model of four inputs, "price", "volume", "churn" and "fee", of which the last is exact.
func pair() businesscase.Model {
	d := businesscase.Normal(10, 2)
	return businesscase.Model{Inputs: []businesscase.Input{
		{Name: "price", Dist: d}, {Name: "volume", Dist: d}, {Name: "churn", Dist: d}, {Name: "fee", Dist: businesscase.Exactly(5)},
	}}
}

// measuredOf returns a measurement of 11 with a range of 4 to either side.
func measuredOf(input string) businesscase.Measurement {
	return businesscase.Measurement{Input: input, Found: relationship.Estimate{Value: 11, Low: 7, High: 15, N: 40, Basis: relationship.Observed}}
}

func TestInputsThatCanNotBeAreRefusedByName(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for what, c := range map[string]struct {
		change func(in *businesscase.Input)
		field  string
	}{
		"no name":          {func(in *businesscase.Input) { in.Name = "" }, "Inputs[1].Name"},
		"same name":        {func(in *businesscase.Input) { in.Name = "price" }, "Inputs[1].Name"},
		"no such basis":    {func(in *businesscase.Input) { in.Basis = 9 }, "Inputs[1].Basis"},
		"evidence below 0": {func(in *businesscase.Input) { in.N = -1 }, "Inputs[1].N"},
		"no evidence":      {func(in *businesscase.Input) { in.N = nan }, "Inputs[1].N"},
		"all evidence":     {func(in *businesscase.Input) { in.N = inf }, "Inputs[1].N"},
		"limit of nothing": {func(in *businesscase.Input) { in.Least = new(nan) }, "Inputs[1].Least"},
		"endless limit":    {func(in *businesscase.Input) { in.Most = new(inf) }, "Inputs[1].Most"},
		"limits crossed":   {func(in *businesscase.Input) { in.Least, in.Most = new(9.0), new(8.0) }, "Inputs[1].Most"},
		"1.1 % too low":    {func(in *businesscase.Input) { in.Least = new(5.42) }, "Inputs[1].Dist"},
		"1.1 % too high":   {func(in *businesscase.Input) { in.Most = new(14.58) }, "Inputs[1].Dist"},
		"exact, but too low": {func(in *businesscase.Input) {
			in.Dist, in.Least = businesscase.Exactly(-1), new(float64)
		}, "Inputs[1].Dist"},
	} {
		m := pair()
		c.change(&m.Inputs[1])
		_, err := m.Learn(measuredOf("churn"))
		names(t, what, err, c.field)
	}
}

func TestLimitsMayBeWhereAnInputEnds(t *testing.T) {
	t.Parallel()
	for what, in := range map[string]businesscase.Input{
		"exact":         {Dist: businesscase.Exactly(5), Least: new(5.), Most: new(5.)},
		"values":        {Dist: businesscase.Sample([]float64{1, 1, 2, 8, 8}), Least: new(1.), Most: new(8.)},
		"bounds":        {Dist: businesscase.PERT(1, 2, 8), Least: new(1.), Most: new(8.)},
		"beyond an end": {Dist: businesscase.Between(50, 100, 200), Least: new(-5.)},
		"0.9 % outside": {Dist: businesscase.Normal(10, 2), Least: new(5.27)},
	} {
		m := pair()
		in.Name = "price"
		m.Inputs[0] = in
		if _, err := m.Learn(measuredOf("churn")); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestCorrelationsThatCanNotBeAreRefusedByName(t *testing.T) {
	t.Parallel()
	type list = []businesscase.Correlation
	for what, c := range map[string]struct {
		list  list
		field string
	}{
		"unknown input":    {list{{A: "price", B: "volume", R: .1}, {A: "nobody", B: "price", R: .1}}, "Correlations[1].A"},
		"unknown other":    {list{{A: "price", B: "nobody", R: .1}}, "Correlations[0].B"},
		"with itself":      {list{{A: "price", B: "price", R: 1}}, "Correlations[0].B"},
		"twice":            {list{{A: "price", B: "volume", R: .1}, {A: "price", B: "volume", R: .1}}, "Correlations[1].B"},
		"twice, turned":    {list{{A: "price", B: "volume", R: .1}, {A: "volume", B: "price", R: .1}}, "Correlations[1].B"},
		"above 1":          {list{{A: "price", B: "volume", R: 1.01}}, "Correlations[0].R"},
		"below -1":         {list{{A: "price", B: "volume", R: -1.01}}, "Correlations[0].R"},
		"no number":        {list{{A: "price", B: "volume", R: math.NaN()}}, "Correlations[0].R"},
		"infinite":         {list{{A: "price", B: "volume", R: math.Inf(-1)}}, "Correlations[0].R"},
		"contradiction":    {list{{A: "price", B: "volume", R: .9}, {A: "volume", B: "churn", R: .9}, {A: "price", B: "churn", R: -.9}}, "Correlations[2]"},
		"one left out":     {list{{A: "volume", B: "churn", R: .9}, {A: "price", B: "volume", R: .9}}, "Correlations[1]"},
		"perfect, but not": {list{{A: "price", B: "volume", R: 1}, {A: "volume", B: "churn", R: .5}, {A: "churn", B: "price", R: .49}}, "Correlations[2]"},
	} {
		m := pair()
		m.Correlations = c.list
		for range 5 { // in whatever order they are gone through
			_, err := m.Learn(measuredOf("churn"))
			names(t, what, err, c.field)
		}
	}
}

func TestMeasurementsThatCanNotBeAreRefusedByName(t *testing.T) {
	t.Parallel()
	e := func(low, value, high float64) relationship.Estimate {
		return relationship.Estimate{Value: value, Low: low, High: high, Basis: relationship.Observed}
	}
	for what, c := range map[string]struct {
		found businesscase.Measurement
		field string
	}{
		"unknown input":  {measuredOf("nobody"), "Input"},
		"no input":       {measuredOf(""), "Input"},
		"exact input":    {measuredOf("fee"), "Input"},
		"nothing found":  {businesscase.Measurement{Input: "price"}, "Found"},
		"no doubt":       {businesscase.Measurement{Input: "price", Found: e(5, 5, 5)}, "Found.High"},
		"hardly a doubt": {businesscase.Measurement{Input: "price", Found: e(5, 5, 5.000001)}, "Found"},
		"turned round":   {businesscase.Measurement{Input: "price", Found: e(6, 5, 4)}, "Found.Low"},
		"no number":      {businesscase.Measurement{Input: "price", Found: e(4, math.NaN(), 6)}, "Found.Value"},
		"infinite":       {businesscase.Measurement{Input: "price", Found: e(4, 5, math.Inf(1))}, "Found.High"},
		"too large":      {businesscase.Measurement{Input: "price", Found: e(4, 5, 1e301)}, "Found.High"},
		"out of reach":   {businesscase.Measurement{Input: "price", Found: e(998, 1000, 1002)}, "Found"},
	} {
		_, err := pair().Learn(c.found)
		names(t, what, err, c.field)
	}
	_, err := have(pair().Learn(measuredOf("volume")))(t).Learn(businesscase.Measurement{Input: "price", Found: e(998, 1000, 1002)})
	names(t, "out of reach, after another", err, "Found")
	known := pair()
	known.Measured = []businesscase.Measurement{{Input: "price", Found: e(998, 1000, 1002)}}
	_, err = known.Learn(measuredOf("churn"))
	names(t, "out of reach before", err, "Measured[0].Found")
	m := pair()
	m.Correlations = []businesscase.Correlation{{A: "price", B: "volume", R: .3}, {A: "volume", B: "churn", R: .3}}
	m = have(m.Learn(measuredOf("churn")))(t)
	_, err = m.Learn(measuredOf("price"))
	names(t, "one of a group", err, "Input")
	m = pair()
	m.Measured = []businesscase.Measurement{measuredOf("price"), measuredOf("volume"), measuredOf("price")}
	_, err = m.Learn(measuredOf("churn"))
	names(t, "twice", err, "Measured[2].Input")
	m.Measured = []businesscase.Measurement{measuredOf("price"), measuredOf("fee")}
	_, err = m.Learn(measuredOf("churn"))
	names(t, "exact before", err, "Measured[1].Input")
}

func TestWhatIsUnknownIsNotTakenForZero(t *testing.T) {
	t.Parallel()
	m := pair()
	m.Inputs[0] = businesscase.Measured(relationship.Estimate{})
	m.Inputs[0].Name = "price"
	_, err := m.Learn(measuredOf("churn"))
	names(t, "unknown", err, "Inputs[0].Dist.Value")
}
