package businesscase_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// named returns flows by their name in reference-business.csv, which has only what they come to. Those of irr-9 are our
// own: any that have no rate.
func named() map[string][]float64 {
	return map[string][]float64{
		"npv-doc-1":                {-100, 39, 59, 55, 20}, // from here to irr-5: manual of numpy-financial
		"npv-doc-2":                {-40_000, 5_000, 8_000, 12_000, 30_000},
		"irr-1":                    {-100, 39, 59, 55, 20},
		"irr-2":                    {-100, 0, 0, 74},
		"irr-3 two sign changes":   {-100, 100, 0, -7},
		"irr-4":                    {-100, 100, 0, 7},
		"irr-5 three sign changes": {-5, 10.5, 1, -8, 1},
		"irr-6 numpy-financial#28": {-50, -100, 600, 300, -100},
		"irr-7 numpy-financial#98": append([]float64{-10_000}, slices.Repeat([]float64{327.24625}, 16)...),
		"irr-8 numpy-financial#44": {-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1},
		"irr-9 none":               {-1, 2, -3},
		"crm-programme":            programme(),
	}
}

// TestFlowsComeToWhatTheReferenceSays compares with reference-business.csv: what numpy, scipy and mpmath make of flows.
// Every row about flows must be of a case that is named here.
func TestFlowsComeToWhatTheReferenceSays(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, row := range businessRows(t) {
		if aboutFlows(row[1]) {
			flows, ok := named()[row[0]]
			if !ok {
				t.Errorf("nothing is known of %s", row[0])
				continue
			}
			asInReference(t, row, flows)
			compared++
		}
	}
	t.Logf("%d rows compared", compared)
	if compared < 17 {
		t.Errorf("got %d rows, want at least 17", compared)
	}
}

func aboutFlows(quantity string) bool {
	for _, kind := range []string{"npv ", "real irr", "irr", "payback", "discounted payback", "roi"} {
		if strings.HasPrefix(quantity, kind) {
			return true
		}
	}
	return false
}

// asInReference fails the test unless flows come to what a row says.
func asInReference(t *testing.T, row []string, flows []float64) {
	t.Helper()
	what, paid := row[0]+", "+row[1], -flows[0]
	worth := func(rate float64) float64 { return have(businesscase.PresentValue(rate, flows))(t) }
	var got []float64
	switch quantity := row[1]; quantity {
	case "real irr roots > -1":
		rates := have(businesscase.ReturnRates(flows))(t)
		if got = rates.All; rates.Ambiguous != (len(got) > 1) {
			t.Errorf("%s: got %+v", what, rates)
		}
	case "payback years (linear in year)":
		got = []float64{have(businesscase.Payback(flows, 0))(t).Periods}
	case "discounted payback years":
		got = []float64{have(businesscase.Payback(flows, .1))(t).Periods}
	case "roi undiscounted":
		got = []float64{worth(0) / paid}
	case "roi discounted (NPV/I)":
		got = []float64{worth(.1) / paid}
	default:
		rate, ok := strings.CutPrefix(quantity, "npv at ")
		if !ok {
			t.Fatalf("%s: no such quantity is known", what)
		}
		got = []float64{worth(have(strconv.ParseFloat(rate, 64))(t))}
	}
	if row[2] == "none" {
		row[2] = ""
	}
	wants := strings.Fields(row[2])
	if len(got) != len(wants) {
		t.Fatalf("%s: got %v, want %s", what, got, row[2])
	}
	for i, text := range wants {
		want := have(strconv.ParseFloat(text, 64))(t)
		agree(t, what, got[i], want, 1e-12*math.Abs(1+want)+printed(text))
	}
}

// printed returns half of what the last printed digit of a number is worth.
func printed(text string) float64 {
	_, decimals, _ := strings.Cut(text, ".")
	return .5 * math.Pow10(-len(decimals))
}
