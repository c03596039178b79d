package relationship_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func drawFact(t *rapid.T) relationship.Fact {
	return relationship.Fact{
		Name:   rapid.SampledFrom([]string{"city", "consent"}).Draw(t, "name"),
		Value:  rapid.SampledFrom([]any{"Ulm", "Bonn", "", true, false, 0.0, 1.5, noon(1), noon(2)}).Draw(t, "value"),
		Source: rapid.SampledFrom([]string{"", "register", "form"}).Draw(t, "source"),
		Basis:  rapid.SampledFrom([]relationship.Basis{relationship.Guessed, relationship.Stated, relationship.Observed}).Draw(t, "basis"),
		At:     noon(rapid.IntRange(0, 4).Draw(t, "at")),
	}
}

func drawPolicy(t *rapid.T) relationship.Policy {
	return relationship.Policy{
		Sources: rapid.SampledFrom([][]string{nil, {"register"}, {"form", "register"}}).Draw(t, "sources"),
		Latest:  rapid.Bool().Draw(t, "latest"),
		Strict:  rapid.SampledFrom([][]string{nil, {"consent"}}).Draw(t, "strict"),
	}
}

func TestOrderOfFactsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(rapid.Custom(drawFact), 0, 8).Draw(t, "facts")
		turned := rapid.Permutation(facts).Draw(t, "turned")
		policy, at := drawPolicy(t), noon(rapid.IntRange(0, 4).Draw(t, "asked at"))
		want, wantOK := policy.Pick(facts, "city", at)
		got, gotOK := policy.Pick(turned, "city", at)
		same(t, "pick", []any{got, gotOK}, []any{want, wantOK})
	})
}

func TestOrderOfMergedPartiesDoesNotMatterForAFact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parties := people("a", "b", "c", "d")
		for i := range parties {
			parties[i].Facts = rapid.SliceOfN(rapid.Custom(drawFact), 0, 4).Draw(t, "facts")
		}
		turned := rapid.Permutation(parties).Draw(t, "turned")
		policy := drawPolicy(t)
		for _, name := range []string{"city", "consent"} {
			want, wantOK := relationship.Profile{Party: parties[0], Merged: parties[1:]}.Fact(name, noon(3), policy)
			got, gotOK := relationship.Profile{Party: turned[0], Merged: turned[1:]}.Fact(name, noon(3), policy)
			same(t, "value of "+name, []any{got.Fact, gotOK}, []any{want.Fact, wantOK})
			if count := len(got.Others); count != len(want.Others) {
				t.Fatalf("got %d others for %s, want %d", count, name, len(want.Others))
			}
		}
	})
}

func TestOrderOfReadingsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		readings := slices.Concat(drawReadings(t), drawReadings(t), drawReadings(t))
		turned := relationship.Readings(rapid.Permutation(readings).Draw(t, "turned"))
		for i := range 32 {
			at := noon(i).Add(-time.Nanosecond)
			same(t, "reading", turned.At(at), readings.At(at))
		}
	})
}

func TestOrderOfKindsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kinds := slices.Collect(relationship.ReadyKinds().All())
		turned, err := relationship.Kinds{}.With(rapid.Permutation(kinds).Draw(t, "turned")...)
		ok(t, err)
		same(t, "kinds", slices.Collect(turned.All()), kinds)
		// One by one is all at once.
		var stepwise relationship.Kinds
		for _, k := range kinds {
			stepwise, err = stepwise.With(k)
			ok(t, err)
		}
		same(t, "kinds one by one", slices.Collect(stepwise.All()), kinds)
	})
}
