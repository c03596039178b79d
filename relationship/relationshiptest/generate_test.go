package relationshiptest_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

func TestGeneratedRecordsAreValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := relationship.Batch{
			At:      relationshiptest.Instant().Filter(func(at time.Time) bool { return !at.IsZero() }).Draw(t, "at"),
			By:      relationship.PartyID(relationshiptest.ID().Draw(t, "by")),
			Why:     relationshiptest.Text().Draw(t, "why"),
			Parties: []relationship.Party{relationshiptest.Party().Draw(t, "party")},
			Ties:    []relationship.Tie{relationshiptest.Tie().Draw(t, "tie")},
			Needs:   []relationship.Need{relationshiptest.Need().Draw(t, "need")},
		}
		if err := b.Check(); err != nil {
			t.Fatalf("got error %v, want none", err)
		}
	})
}

// A generator that never draws a kind of trouble finds no bug that needs it.
func TestGeneratorsDrawWhatTheyShould(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // what is rare is not drawn by every hundred
			p, x := relationshiptest.Party().Draw(t, "party"), relationshiptest.Tie().Draw(t, "tie")
			n := relationshiptest.Need().Draw(t, "need")
			seen["a merged party"] = seen["a merged party"] || p.MergedInto != ""
			for _, f := range p.Facts {
				seen[fmt.Sprintf("a fact that is a %T", f.Value)] = true
			}
			seen["a tie of a party with itself"] = seen["a tie of a party with itself"] || x.From == x.To
			seen["several stints"] = seen["several stints"] || len(x.Stints) > 1
			for i, s := range x.Stints {
				seen["an end that nobody knows"] = seen["an end that nobody knows"] || s.Ended
				seen["a stint that goes on"] = seen["a stint that goes on"] || s.Open()
				seen["stints that touch"] = seen["stints that touch"] || i > 0 && s.From.Equal(x.Stints[i-1].To)
			}
			seen["a need in a tie"] = seen["a need in a tie"] || n.Tie != ""
			seen["a need in no tie"] = seen["a need in no tie"] || n.Tie == ""
			for _, at := range rapid.SliceOfN(relationshiptest.Instant(), 5, 5).Draw(t, "instants") {
				seen["the zero time"] = seen["the zero time"] || at.IsZero()
				seen["the year 10000, in its zone"] = seen["the year 10000, in its zone"] || at.Year() == 10000
				seen["another zone"] = seen["another zone"] || at.Location() != time.UTC
			}
		}
	})
	for what, yes := range seen {
		if !yes {
			t.Errorf("never drawn: %s", what)
		}
	}
	for _, typ := range []string{"string", "float64", "bool", "time.Time"} {
		if !seen["a fact that is a "+typ] {
			t.Errorf("never drawn: a fact that is a %s", typ)
		}
	}
}

// The full records show a field that a store does not keep only if they have something in it.
func TestFullRecordsHaveSomethingInEveryField(t *testing.T) {
	for _, record := range []any{relationshiptest.FullParty(), relationshiptest.FullTie(), relationshiptest.FullNeed()} {
		filled := map[string]bool{}
		fill(filled, reflect.TypeOf(record).Name(), reflect.ValueOf(record))
		for path, yes := range filled {
			// The store gives the Rev; a need whose end nobody knows has a clause of its own.
			if !yes && !strings.HasSuffix(path, ".Rev") && path != "Need.During.Ended" {
				t.Errorf("%s: got zero wherever it stands, want something", path)
			}
		}
	}
}

// fill notes for every field whether it is not zero anywhere.
func fill(filled map[string]bool, path string, v reflect.Value) {
	filled[path] = filled[path] || !v.IsZero()
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(filled, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(filled, path, v.Index(i))
		}
	}
}

func TestSameSaysWhatDiffSays(t *testing.T) {
	t.Parallel()
	fact := relationshiptest.Fact()
	rapid.Check(t, func(t *rapid.T) {
		a := relationship.Party{ID: "a", Facts: []relationship.Fact{fact.Draw(t, "fact")}}
		b := relationship.Party{ID: "a", Facts: []relationship.Fact{fact.Draw(t, "other fact")}}
		if rapid.Bool().Draw(t, "alike but for the value") {
			f := a.Facts[0]
			f.Value, f.At = b.Facts[0].Value, f.At.In(time.FixedZone("", 3600))
			b.Facts[0] = f
		}
		if got, want := relationshiptest.Same(a, b), relationshiptest.Diff(a, b) == ""; got != want {
			t.Fatalf("same: got %v, want %v\n%s", got, want, relationshiptest.Diff(a, b))
		}
	})
}

func TestSameTellsApartWhatStoresMixUp(t *testing.T) {
	cases := []struct {
		name string
		a, b any
		want bool
	}{
		{"no list and an empty one", []string(nil), []string{}, true},
		{"one instant in two zones", time.Unix(0, 0).UTC(), time.Unix(0, 0).In(time.FixedZone("", 60)), true},
		{"instants a nanosecond apart", time.Unix(0, 0), time.Unix(0, 1), false},
		{"zero and negative zero", 0.0, math.Copysign(0, -1), false},
		{"a number and its text", []any{1.0}, []any{"1"}, false},
		{"nothing and something", []any{nil}, []any{""}, false},
		{"nothing twice", []any{nil}, []any{nil}, true},
		{"lists of different length", []string{"a"}, []string{"a", "b"}, false},
	}
	for _, c := range cases {
		if got := relationshiptest.Same(c.a, c.b); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if got := relationshiptest.Diff(c.a, c.b) == ""; got != c.want {
			t.Errorf("%s: diff: got %v, want %v", c.name, got, c.want)
		}
	}
}
