package readiness_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

// instrument returns one of so many items on a scale, with two roots.
func instrument(items int, scale scoring.Scale) readiness.Instrument {
	ins := readiness.Instrument{
		Name: "test", Scale: scale,
		Roots:    []readiness.Root{{ID: "a", Text: "A"}, {ID: "b", Text: "B"}},
		Remedies: []readiness.Remedy{{ID: "do", Text: "Do it."}, {ID: "talk", Text: "Talk."}},
	}
	for i := range items {
		ins.Items = append(ins.Items, readiness.Item{
			ID: fmt.Sprintf("i%02d", i), Text: "It is so.", Group: readiness.Obstacle,
			Roots:    map[string]float64{"a": 1 + float64(i%2), "b": 2 - float64(i%2)},
			Remedies: []string{[]string{"do", "talk"}[i%2]},
		})
	}
	return ins
}

func fivePoints() scoring.Scale { return scoring.Scale{Low: 1, High: 5, Step: 1} }

func tallyOf(tb reporter, ins readiness.Instrument, ratings ...readiness.Rating) *readiness.Tally {
	tb.Helper()
	tally, err := readiness.NewTally(ins)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range ratings {
		if err := tally.Add(r); err != nil {
			tb.Fatal(err)
		}
	}
	return tally
}

// rated returns ratings of one item, each of another person.
func rated(item string, values ...float64) []readiness.Rating {
	var out []readiness.Rating
	for i, v := range values {
		out = append(out, readiness.Rating{By: person(i), Item: item, Value: v})
	}
	return out
}

func person(i int) scoring.PartyID { return scoring.PartyID(fmt.Sprintf("secret-%03d", i)) }

func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 5)) }

func roundOf(tb reporter, tally *readiness.Tally, cfg readiness.Config) readiness.Round {
	tb.Helper()
	round, err := tally.Round(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	sound(tb, round)
	return round
}

func finding(tb reporter, round readiness.Round, item string) readiness.Finding {
	tb.Helper()
	for _, f := range round.Items {
		if f.Item == item {
			return f
		}
	}
	tb.Fatalf("no item %s", item)
	return readiness.Finding{}
}

// broken fails unless an error names a field and a rule.
func broken(tb reporter, err error, field string) {
	tb.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Room != "readiness" || told.Field != field || told.Rule == "" {
		tb.Errorf("got %v, want an error about %s", err, field)
	}
}

// sound fails where a result has a number that is none, or an estimate that breaks a rule.
func sound(tb reporter, result any) {
	tb.Helper()
	walk(tb, "", reflect.ValueOf(result))
}

func walk(tb reporter, path string, v reflect.Value) {
	tb.Helper()
	if v.Type() == reflect.TypeFor[scoring.PartyID]() {
		tb.Errorf("%s is a party", path)
	}
	if e, ok := v.Interface().(relationship.Estimate); ok {
		if err := e.Check(0, 1); err != nil {
			tb.Errorf("%s: %v", path, err)
		}
		return
	}
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			tb.Errorf("%s is %v", path, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(tb, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(tb, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	}
}

// A reporter is what tests and laws have in common.
type reporter interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func add(tb reporter, tally *readiness.Tally, r readiness.Rating) {
	tb.Helper()
	if err := tally.Add(r); err != nil {
		tb.Fatal(err)
	}
}
