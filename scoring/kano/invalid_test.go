package kano_test

import (
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/kano"
)

func TestWhatIsNoAnswerIsRefusedAndNotCounted(t *testing.T) {
	t.Parallel()
	var of kano.Tally
	var study kano.Study
	for _, c := range []struct {
		p     kano.Pair
		field string
	}{
		{kano.Pair{}, "Functional"},
		{kano.Pair{Functional: 6, Dysfunctional: 1}, "Functional"},
		{kano.Pair{Functional: 1}, "Dysfunctional"},
		{kano.Pair{Functional: 1, Dysfunctional: 6}, "Dysfunctional"},
		{kano.Pair{Functional: -1, Dysfunctional: math.MaxInt}, "Functional"},
	} {
		refused(t, "add", of.Add(c.p), c.field)
		refused(t, "add to a study", study.Add(kano.Subject{Feature: "heating"}, c.p), c.field)
		_, err := kano.Berger().Category(c.p)
		refused(t, "category", err, c.field)
	}
	p := kano.Pair{Functional: 1, Dysfunctional: 1}
	refused(t, "less than never", of.AddN(p, -1), "N")
	refused(t, "too often", of.AddN(p, math.MaxInt64), "N")
	refused(t, "a name that is no text", study.Add(kano.Subject{Feature: "\xff"}, p), "Feature")
	refused(t, "a segment that is no text", study.AddTally(kano.Subject{Segment: "\xff"}, of), "Segment")
	for of := range study.All() {
		t.Errorf("%v was counted", of)
	}
	if of != (kano.Tally{}) {
		t.Errorf("got %v, want nothing counted", of)
	}
}

func TestTalliesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	var bad, full kano.Tally
	bad.Pairs[1][2] = -1
	full.Pairs[4][0] = 1 << 53
	_, err := bad.Evaluate(kano.Table{}, kano.Config{})
	refused(t, "evaluate", err, "Pairs[1][2]")
	_, err = bad.Counts(kano.Table{})
	refused(t, "count", err, "Pairs[1][2]")
	refused(t, "merge", new(kano.Tally).Merge(bad), "Pairs[1][2]")
	again := full
	refused(t, "merge too many", again.Merge(full), "Pairs[4][0]")
	if again != full {
		t.Error("a merge that was refused changed the tally")
	}
	var a, b kano.Study
	for _, s := range []*kano.Study{&a, &b} {
		for _, segment := range []string{"x", "y"} {
			if err := s.AddTally(kano.Subject{Segment: segment}, full); err != nil {
				t.Fatal(err)
			}
		}
	}
	refused(t, "merge studies", a.Merge(&b), "Pairs[4][0]")
	_, err = a.Everyone()
	refused(t, "everyone", err, "Pairs[4][0]")
}

func TestTablesWithACellThatIsNoneAreRefused(t *testing.T) {
	t.Parallel()
	table := kano.Berger()
	table[2][4] = "X"
	var of kano.Tally
	_, err := of.Evaluate(table, kano.Config{})
	refused(t, "evaluate", err, "Table[2][4]")
	_, err = of.Counts(table)
	refused(t, "count", err, "Table[2][4]")
	_, err = table.Category(kano.Pair{Functional: 1, Dysfunctional: 1})
	refused(t, "category", err, "Table[2][4]")
	if n := (kano.Counts{Questionable: 1}).Of("X"); n != 0 {
		t.Errorf("got %v of what is no category", n)
	}
}

func TestCountsAndSettingsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{-1, math.NaN(), math.Inf(1), math.Inf(-1), 1e-300, 1e300} {
		_, err := kano.Counts{Attractive: v}.Evaluate(kano.Config{})
		refused(t, "counts", err, "Attractive")
		_, err = kano.Counts{Attractive: 1, People: v}.Evaluate(kano.Config{})
		refused(t, "people", err, "People")
	}
	for _, v := range []float64{-1, math.NaN(), math.Inf(1), 1.5} {
		_, err := kano.Counts{}.Evaluate(kano.Config{FongLevel: v})
		refused(t, "level", err, "FongLevel")
		_, err = kano.Counts{}.Evaluate(kano.Config{ContestedFrom: v})
		refused(t, "contested", err, "ContestedFrom")
	}
	_, err := new(kano.Tally).Evaluate(kano.Table{}, kano.Config{Basis: 9})
	refused(t, "basis", err, "Basis")
}

func TestImprovementsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	change := func(f func(*kano.Improvement)) []kano.Improvement {
		good := improvement("good", "", relationship.Basic, 1, 1)
		bad := improvement("bad", "", relationship.Basic, 1, 1)
		f(&bad)
		return []kano.Improvement{good, bad}
	}
	exact := func(v float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Stated}
	}
	for _, c := range []struct {
		field string
		f     func(*kano.Improvement)
	}{
		{"ID", func(m *kano.Improvement) { m.ID = "" }},
		{"ID", func(m *kano.Improvement) { m.ID = "good" }},
		{"Segment", func(m *kano.Improvement) { m.Segment = "\x00" }},
		{"Class", func(m *kano.Improvement) { m.Class = "M" }},
		{"Sure", func(m *kano.Improvement) { m.Sure = -.1 }},
		{"Sure", func(m *kano.Improvement) { m.Sure = 1.1 }},
		{"Sure", func(m *kano.Improvement) { m.Sure = math.NaN() }},
		{"Importance", func(m *kano.Improvement) { m.Importance = relationship.Estimate{} }},
		{"Importance", func(m *kano.Improvement) { m.Importance = exact(-1) }},
		{"Gain", func(m *kano.Improvement) { m.Gain = exact(math.NaN()) }},
		{"Gain", func(m *kano.Improvement) { m.Gain.High = math.Inf(1) }},
		{"Effort", func(m *kano.Improvement) { m.Effort = exact(0) }},
		{"Effort", func(m *kano.Improvement) { m.Effort = exact(-2) }},
		{"Effort", func(m *kano.Improvement) { m.Effort = exact(math.NaN()) }},
		{"Effort", func(m *kano.Improvement) { m.Effort = exact(1e300) }},
		{"Effort", func(m *kano.Improvement) { m.Effort.Low = 0 }},
		{"Effort", func(m *kano.Improvement) { m.Effort = relationship.Estimate{} }},
	} {
		_, err := kano.QuickWins(change(c.f), kano.WinConfig{})
		refused(t, "improvement", err, "Improvements[1]."+c.field)
	}
	all := change(func(*kano.Improvement) {})
	for field, cfg := range map[string]kano.WinConfig{
		"Top": {Top: -1}, "Draws": {Draws: 99}, "Ahead[1]": {Ahead: []string{"good", "Jane Doe"}},
	} {
		_, err := kano.QuickWins(all, cfg)
		refused(t, "setting", err, field)
		if strings.Contains(err.Error(), "Jane") {
			t.Errorf("the error tells a value: %v", err)
		}
	}
}
