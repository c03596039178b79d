package kano_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
)

// TestAllFiguresAreThoseOfTheReference compares with reference-kano.csv: what another program makes of two surveys
// by the table of Berger et al. (1993), and of the percentages of Sauerwein et al. (1996).
func TestAllFiguresAreThoseOfTheReference(t *testing.T) {
	t.Parallel()
	found := surveyed(t)
	table := kano.Berger()
	percent := map[string]*kano.Counts{}
	compared := 0
	for _, row := range rows(t, "reference-kano.csv")[1:] {
		survey, feature, quantity, want := row[0], row[1], row[2], row[3]
		switch {
		case survey == "evaluation_table":
			var p kano.Pair
			must(fmt.Sscanf(feature, "functional=%d dysfunctional=%d", &p.Functional, &p.Dysfunctional))(t)
			if got := table[p.Functional-1][p.Dysfunctional-1]; string(got) != want {
				t.Errorf("%s: got %s, want %s", feature, got, want)
			}
		case survey == "ski1996pct":
			if percent[feature] == nil {
				percent[feature] = new(kano.Counts)
			}
			if counted, ok := strings.CutPrefix(quantity, "count_"); ok {
				setCount(percent[feature], kano.Category(counted), number(t, want))
				continue
			}
			agrees(t, feature, quantity, findCounts(t, *percent[feature]), want)
		default:
			f, ok := found[survey+" "+feature]
			if !ok {
				t.Fatalf("no feature %s", feature)
			}
			agrees(t, survey+" "+feature, quantity, f, want)
		}
		compared++
	}
	t.Logf("%d figures compared", compared)
	if compared < 500 {
		t.Errorf("got %d figures, want more than 500", compared)
	}
}

// agrees fails the test unless a quantity of a finding is what it should be.
func agrees(t *testing.T, feature, quantity string, f kano.Finding, want string) {
	t.Helper()
	said := map[bool]string{true: "yes", false: "no"}
	words := map[string]string{
		"mode": string(f.Mode), "tied": said[f.Tied], "fong_significant": said[f.Fong.Significant],
		"mode_or_MOAI_if_not_significant": string(f.Ruled), "blended_rule": string(f.Blended),
	}
	numbers := map[string]float64{
		"n": f.N, "better": f.Better.Value, "worse": f.Worse.Value,
		"better_wilson_lo": f.Better.Low, "better_wilson_hi": f.Better.High,
		"worse_wilson_lo": f.Worse.Low, "worse_wilson_hi": f.Worse.High,
		"fong_difference": f.Fong.Difference, "fong_threshold_1.65": f.Fong.Threshold,
		"category_strength": f.CategoryStrength, "total_strength": f.TotalStrength.Value,
		"continuous_functional": f.Functional.Estimate.Value, "continuous_functional_sd": f.Functional.SD,
		"continuous_dysfunctional": f.Dysfunctional.Estimate.Value, "continuous_dysfunctional_sd": f.Dysfunctional.SD,
	}
	for _, c := range []kano.Category{"M", "O", "A", "I", "R", "Q"} {
		numbers["count_"+string(c)] = f.Counts.Of(c)
	}
	if got, ok := words[quantity]; ok {
		if got != want {
			t.Errorf("%s, %s: got %s, want %s", feature, quantity, got, want)
		}
		return
	}
	got, ok := numbers[quantity]
	if !ok {
		t.Fatalf("no quantity %s", quantity)
	}
	near(t, feature+", "+quantity, got, number(t, want), 2e-14)
}

// surveyed returns the findings of the two surveys by survey and feature.
func surveyed(t *testing.T) map[string]kano.Finding {
	t.Helper()
	found := map[string]kano.Finding{}
	names := strings.Split(strings.TrimSpace(string(must(os.ReadFile(realparts.Data(t, "choice", "kano-smartbed-features.txt")))(t))), "\n")
	for i, s := range columns(t, rows(t, "kano-smartbed-coded.csv")[1:]) {
		found["smartbed "+names[i]] = find(t, s)
	}
	for i, s := range columns(t, rows(t, "kano-krano-example.csv")) {
		found["krano FR"+strconv.Itoa(i+1)] = find(t, s)
	}
	return found
}

// columns counts pairs of columns.
func columns(t *testing.T, rows [][]string) []kano.Tally {
	t.Helper()
	tallies := make([]kano.Tally, len(rows[0])/2)
	for _, row := range rows {
		for i := range tallies {
			p := kano.Pair{Functional: int(number(t, row[2*i])), Dysfunctional: int(number(t, row[2*i+1]))}
			if err := tallies[i].Add(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	return tallies
}

func setCount(c *kano.Counts, what kano.Category, n float64) {
	switch what {
	case kano.MustBe:
		c.MustBe = n
	case kano.OneDimensional:
		c.OneDimensional = n
	case kano.Attractive:
		c.Attractive = n
	case kano.Indifferent:
		c.Indifferent = n
	case kano.Reverse:
		c.Reverse = n
	case kano.Questionable:
		c.Questionable = n
	}
}

func TestWhatAThirdRejectsIsContested(t *testing.T) {
	t.Parallel()
	found := surveyed(t)
	for feature, want := range map[string]bool{
		"Mode chauffage": true, "Réveil vibration": true, "Plateau repas": true, "Mode ne pas déranger": true,
		"Domotique": false, "Mode froid": false, "Massage": false, "Facilement compactable": false,
	} {
		if f := found["smartbed "+feature]; f.Contested != want || f.Unclear {
			t.Errorf("%s, rejected by %v: got contested %v", feature, f.Reverse, f.Contested)
		}
	}
	if f := found["smartbed Réveil vibration"]; f.Class != relationship.Unclassified || f.Ruled != kano.Attractive {
		t.Errorf("rejected more than liked: got class %q by %s, want none", f.Class, f.Ruled)
	}
	if f := found["smartbed Mode chauffage"]; f.Class != relationship.Delighter || f.ClassBasis != relationship.Stated {
		t.Errorf("heating: got %q, %v", f.Class, f.ClassBasis)
	}
}
