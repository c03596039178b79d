package drivers_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/drivers"
	"pgregory.net/rapid"
)

// cloned returns rows that share nothing with others.
func cloned(rows []drivers.Row) []drivers.Row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Drivers = slices.Clone(rows[i].Drivers)
	}
	return rows
}

func TestOrderUnitAndZeroPointOfDriversChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		names := named(len(rows[0].Drivers))
		want := analysed(t, names, rows, exact())
		order := rapid.Permutation(slices.Clone(names)).Draw(t, "order")
		unit := rapid.SampledFrom([]float64{1, -1, .001, -1e6, 1e60, 1e-60}).Draw(t, "unit")
		zero := unit * rapid.SampledFrom([]float64{0, 1, -1000}).Draw(t, "zero point")
		other := cloned(rows)
		for i, r := range rows {
			other[i].Outcome = r.Outcome*unit - zero
			for k, name := range order {
				other[i].Drivers[k] = r.Drivers[slices.Index(names, name)]*unit + zero
			}
		}
		got := analysed(t, order, other, exact())
		near(t, "R2", got.R2.Value, want.R2.Value, 1e-7)
		near(t, "condition", got.Condition, want.Condition, 1e-5*(1+want.Condition*want.Condition))
		for _, g := range got.Drivers {
			w := want.Drivers[slices.Index(names, g.Name)]
			near(t, "Shapley", g.Shapley.Explained.Value, w.Shapley.Explained.Value, 1e-7)
			near(t, "relative", g.Relative.Explained.Value, w.Relative.Explained.Value, 1e-7)
			near(t, "correlation", g.Correlation.Value, w.Correlation.Value, 1e-7)
		}
	})
}

func TestACopySplitsTheShareOfWhatItCopiesAndTakesNothingFromOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		n := len(rows[0].Drivers)
		before := analysed(t, named(n), rows, exact())
		if !usual(before) {
			return
		}
		at := rapid.IntRange(0, n-1).Draw(t, "copied")
		unit := rapid.SampledFrom([]float64{1, -1, 20}).Draw(t, "unit")
		more := cloned(rows)
		for i := range more {
			more[i].Drivers = append(more[i].Drivers, 3+unit*more[i].Drivers[at])
		}
		after := analysed(t, named(n+1), more, exact())
		if after.Drivers[at].Shapley != after.Drivers[n].Shapley || after.Drivers[at].Relative != after.Drivers[n].Relative {
			t.Errorf("the copy has %v, what it copies %v", after.Drivers[n], after.Drivers[at])
		}
		near(t, "correlation", after.Drivers[n].Correlation.Value, math.Copysign(1, unit)*before.Drivers[at].Correlation.Value, 1e-9)
		gotShapley, gotRelative := explained(after)
		gotShapley[at] += gotShapley[n]
		gotRelative[at] += gotRelative[n]
		wantShapley, wantRelative := explained(before)
		nearAll(t, "Shapley", gotShapley[:n], wantShapley, 1e-7)
		nearAll(t, "relative", gotRelative[:n], wantRelative, 1e-7)
		if got, _ := warned(after, drivers.Copies); !slices.Equal(got, []string{named(n)[at], named(n + 1)[n]}) {
			t.Errorf("got copies %q", got)
		}
	})
}

func TestOneMoreDriverNeverLowersRSquared(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		n := len(rows[0].Drivers)
		before := analysed(t, named(n), rows, exact())
		more := cloned(rows)
		for i := range more {
			more[i].Drivers = append(more[i].Drivers, rapid.Float64Range(-9, 9).Draw(t, "noise"))
		}
		if after := analysed(t, named(n+1), more, exact()); after.R2.Value < before.R2.Value-1e-9 {
			t.Errorf("got %v after %v", after.R2, before.R2)
		}
	})
}

func TestMergedMomentsInAnyOrderAreOnePass(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		names := named(len(rows[0].Drivers))
		rows[0].Gaps, rows[0].Drivers[0] = []int{0, 0}, 0
		want := done(counted(t, names, rows).Analyse(exact()))(t)
		parts := make([]*drivers.Moments, 4)
		for i := range parts {
			parts[i] = counted(t, names, nil)
		}
		for _, r := range rows {
			if err := parts[rapid.IntRange(0, 3).Draw(t, "part")].Add(r); err != nil {
				t.Fatal(err)
			}
		}
		all := new(drivers.Moments)
		for _, i := range rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "order") {
			if err := all.Merge(parts[i]); err != nil {
				t.Fatal(err)
			}
		}
		got := done(all.Analyse(exact()))(t)
		sound(t, got)
		if got.Rows != want.Rows || got.LeftOut != want.LeftOut || got.Drivers[0].Gaps != 1 {
			t.Errorf("got %d rows and %d left out, want %d and %d", got.Rows, got.LeftOut, want.Rows, want.LeftOut)
		}
		for i, w := range want.Drivers {
			g := got.Drivers[i]
			near(t, "Shapley", g.Shapley.Explained.Value, w.Shapley.Explained.Value, 1e-8)
			near(t, "relative", g.Relative.Explained.Value, w.Relative.Explained.Value, 1e-8)
			near(t, "performance", g.Performance.Value, w.Performance.Value, 1e-12*math.Abs(w.Performance.Value))
		}
	})
}

func TestAWholeWeightIsTheSameRowAgainAndNoWeightIsNoRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		names := named(len(rows[0].Drivers))
		var again []drivers.Row
		for i := range rows {
			times := rapid.IntRange(0, 3).Draw(t, "times")
			rows[i].Weight = new(float64(times))
			plain := rows[i]
			plain.Weight = nil
			again = append(again, slices.Repeat([]drivers.Row{plain}, times)...)
		}
		got, want := analysed(t, names, rows, exact()), analysed(t, names, again, exact())
		near(t, "R2", got.R2.Value, want.R2.Value, 1e-8)
		gotShapley, gotRelative := explained(got)
		wantShapley, wantRelative := explained(want)
		nearAll(t, "Shapley", gotShapley, wantShapley, 1e-8)
		nearAll(t, "relative", gotRelative, wantRelative, 1e-8)
	})
}

func TestRowsWithGapsAreLeftOutAndCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		n := len(rows[0].Drivers)
		want := analysed(t, named(n), rows, drivers.Config{Rounds: new(100)})
		with := cloned(rows)
		for range rapid.IntRange(1, 4).Draw(t, "gaps") {
			r := drivers.Row{Drivers: make([]float64, n), NoOutcome: rapid.Bool().Draw(t, "outcome")}
			if !r.NoOutcome || rapid.Bool().Draw(t, "driver") {
				r.Gaps = []int{n - 1}
				want.Drivers[n-1].Gaps++
			}
			want.LeftOut++
			if r.NoOutcome {
				want.OutcomeGaps++
			}
			with = slices.Insert(with, rapid.IntRange(0, len(with)).Draw(t, "at"), r)
		}
		got := analysed(t, named(n), with, drivers.Config{Rounds: new(100)})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with gaps (-want +got):\n%s", diff)
		}
	})
}

func TestIntervalsAreTheSameEveryTimeAndInputsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		names := named(len(rows[0].Drivers))
		before := cloned(rows)
		seeded := func() drivers.Config {
			return drivers.Config{Rounds: new(100), Rand: rand.New(rand.NewPCG(7, 7)), Basis: relationship.Observed}
		}
		first := analysed(t, names, rows, seeded())
		if diff := cmp.Diff(first, analysed(t, names, rows, seeded())); diff != "" {
			t.Errorf("the second time (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(before, rows); diff != "" {
			t.Errorf("rows (-before +after):\n%s", diff)
		}
		if first.R2.Known() && first.R2.Basis != relationship.Observed {
			t.Errorf("got basis %v", first.R2.Basis)
		}
	})
}

func TestMergingWhatIsItselfCountsItTwice(t *testing.T) {
	t.Parallel()
	rows := survey(1, 50, []float64{.5, .2, 0})
	m := counted(t, named(3), rows)
	want := done(m.Analyse(exact()))(t)
	if err := m.Merge(m); err != nil {
		t.Fatal(err)
	}
	got := done(m.Analyse(exact()))(t)
	if got.Rows != 100 {
		t.Errorf("got %d rows, want 100", got.Rows)
	}
	gotShapley, _ := explained(got)
	wantShapley, _ := explained(want)
	nearAll(t, "Shapley", gotShapley, wantShapley, 1e-12)
}

func TestFarFromZeroNoDigitsAreLost(t *testing.T) {
	t.Parallel()
	rows := survey(2, 1000, []float64{.5, .3, .1})
	want, _ := explained(analysed(t, named(3), rows, exact()))
	parts := []*drivers.Moments{counted(t, named(3), nil), counted(t, named(3), nil)}
	for i, r := range cloned(rows) {
		for k := range r.Drivers {
			r.Drivers[k] += 1e15
		}
		r.Outcome -= 1e15
		if err := parts[i%2].Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := parts[0].Merge(parts[1]); err != nil {
		t.Fatal(err)
	}
	got, _ := explained(done(parts[0].Analyse(exact()))(t))
	nearAll(t, "Shapley, 1e15 from zero", got, want, 1e-13)
}
