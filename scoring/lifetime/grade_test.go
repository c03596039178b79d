package lifetime_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
	"pgregory.net/rapid"
)

// The reference is R's rfm 0.3.0 (reference-rfm-*.csv).
func TestGradesPlusOneAreThoseOfR(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"reference-rfm-customers.csv", "reference-rfm-orders.csv"} {
		rows := clvTable(t, file)
		buyers := make([]lifetime.Buyer, len(rows))
		for i, row := range rows {
			buyers[i] = lifetime.Buyer{
				Party: relationship.PartyID(row["customer_id"]), Recency: clvNumber(t, row["recency_days"]),
				Frequency: clvNumber(t, row["transaction_count"]), Money: clvNumber(t, row["amount"]),
			}
		}
		all, err := lifetime.GradeAll(buyers, lifetime.GradeConfig{Cut: lifetime.CutPlusOne})
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for i, g := range all {
			if strings.ReplaceAll(g.String(), "-", "") != rows[i]["rfm_score"] || string(g.Party) != rows[i]["customer_id"] {
				wrong++
			}
		}
		if wrong > 0 || len(rows) < 990 {
			t.Errorf("%s: %d of %d are graded otherwise", file, wrong, len(rows))
		}
	}
}

func TestGradesPlusOneAreCutInProportionBetweenTwoValues(t *testing.T) {
	t.Parallel()
	all, err := lifetime.GradeAll([]lifetime.Buyer{{Money: 0}, {Money: 10}}, lifetime.GradeConfig{Cut: lifetime.CutPlusOne})
	if err != nil {
		t.Fatal(err)
	}
	if low, high := all[0].Money, all[1].Money; low.Above != nil || *low.UpTo != 3 || *high.Above != 9 || high.UpTo != nil && *high.UpTo <= 10 {
		t.Errorf("got %+v and %+v", low, high)
	}
}

func TestGradesByOwnBoundsAndTheirReasons(t *testing.T) {
	t.Parallel()
	cfg := lifetime.GradeConfig{Grades: 3, Recency: []float64{30, 90}, Frequency: []float64{2, 5}, Money: []float64{10, 100}}
	all, err := lifetime.GradeAll([]lifetime.Buyer{{"a", 29, 5, 10}, {"b", 90, 1, 1000}}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if all[0].String() != "3-3-2" || all[1].String() != "1-1-3" {
		t.Errorf("got %v", all)
	}
	if g := all[0].Recency; g.Above != nil || *g.UpTo != 30 || g.Value != 29 {
		t.Errorf("the reason of a recency: got %+v", g)
	}
	if g := all[0].Money; *g.Above != 10 || *g.UpTo != 100 {
		t.Errorf("the reason of money: got %+v", g)
	}
}

func TestGradesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]lifetime.GradeConfig{
		"one grade": {Grades: 1}, "too many": {Grades: 101}, "no such cut": {Cut: 9}, "too few bounds": {Recency: []float64{1}},
		"falling bounds": {Grades: 3, Money: []float64{2, 1}}, "no number": {Grades: 2, Frequency: []float64{math.NaN()}},
	} {
		if _, err := lifetime.GradeAll(nil, cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, b := range map[string]lifetime.Buyer{"negative": {Recency: -1}, "no number": {Frequency: math.NaN()}, "infinite": {Money: math.Inf(1)}} {
		if _, err := lifetime.GradeAll([]lifetime.Buyer{b}, lifetime.GradeConfig{}); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if all, err := lifetime.GradeAll(nil, lifetime.GradeConfig{}); err != nil || len(all) != 0 {
		t.Errorf("nobody: got %v, %v", all, err)
	}
	if all, err := lifetime.GradeAll([]lifetime.Buyer{{"a", 1, 1, 1}, {"b", 1, 1, 1}}, lifetime.GradeConfig{}); err != nil || all[0].String() != all[1].String() {
		t.Errorf("two alike: got %v, %v", all, err)
	}
}

func TestOnlyTheOrderOfValuesMattersToGrades(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]float64{.1, .7, 1e-9, 8.25}), rapid.Map(rapid.IntRange(0, 5), func(i int) float64 { return float64(i) })), 1, 40).Draw(t, "values")
		cfg := lifetime.GradeConfig{Grades: rapid.IntRange(2, 12).Draw(t, "grades")}
		grade := func(of func(float64) float64) []lifetime.Grades {
			buyers := make([]lifetime.Buyer, len(values))
			for i, v := range values {
				buyers[i] = lifetime.Buyer{Recency: of(v), Frequency: of(v), Money: of(v)}
			}
			all, err := lifetime.GradeAll(buyers, cfg)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		plain := grade(func(v float64) float64 { return v })
		bent := grade(func(v float64) float64 { return 1000 * v * v * v })
		for i := range plain {
			if bent[i].String() != plain[i].String() {
				t.Fatalf("bent: got %v, want %v", bent[i], plain[i])
			}
			for j := range plain {
				if values[i] <= values[j] && plain[i].Money.Grade > plain[j].Money.Grade {
					t.Fatal("less money has the better grade")
				}
				if values[i] <= values[j] && plain[i].Recency.Grade < plain[j].Recency.Grade {
					t.Fatal("who bought later has the worse grade")
				}
			}
		}
	})
}
