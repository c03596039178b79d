package kano_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/kano"
	"pgregory.net/rapid"
)

// listed returns the subjects of a study with their tallies, in their order.
func listed(s *kano.Study) (out []string) {
	for of, t := range s.All() {
		out = append(out, fmt.Sprint(of.Feature, "/", of.Segment, " ", t.N(), " ", t.Pairs))
	}
	return out
}

func TestAStudyIsOrderedByFeatureAndSegment(t *testing.T) {
	t.Parallel()
	var s kano.Study
	for _, of := range []kano.Subject{{"b", "y"}, {"a", "x"}, {"b", ""}, {"B", "x"}, {"b", "y"}} {
		if err := s.Add(of, kano.Pair{Functional: 1, Dysfunctional: 5}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for of, tally := range s.All() {
		got = append(got, fmt.Sprintf("%s/%s %d", of.Feature, of.Segment, tally.N()))
		if of.Feature == "b" && of.Segment == "" {
			break
		}
	}
	if diff := cmp.Diff([]string{"B/x 1", "a/x 1", "b/ 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	everyone := must(s.Everyone())(t)
	if of, none := everyone.Tally(kano.Subject{Feature: "b"}), s.Tally(kano.Subject{Feature: "c"}); of.N() != 3 || none.N() != 0 {
		t.Errorf("got %v of everyone and %v where nobody was asked", of, none)
	}
}

func TestMergedStudiesAreOneStudy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all kano.Study
		var parts [2]kano.Study
		for range rapid.IntRange(0, 20).Draw(t, "answers") {
			of := kano.Subject{
				Feature: rapid.SampledFrom([]string{"", "a", "A", "ä"}).Draw(t, "feature"),
				Segment: rapid.SampledFrom([]string{"", "9", "10"}).Draw(t, "segment"),
			}
			p := kano.Pair{Functional: rapid.IntRange(1, 5).Draw(t, "f"), Dysfunctional: rapid.IntRange(1, 5).Draw(t, "d")}
			for _, s := range []*kano.Study{&all, &parts[rapid.IntRange(0, 1).Draw(t, "part")]} {
				if err := s.Add(of, p); err != nil {
					t.Fatal(err)
				}
			}
		}
		second := listed(&parts[1])
		if err := parts[0].Merge(&parts[1]); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(listed(&all), listed(&parts[0])); diff != "" {
			t.Errorf("(-one pass +merged):\n%s", diff)
		}
		if err := parts[0].Add(kano.Subject{}, kano.Pair{Functional: 1, Dysfunctional: 1}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(second, listed(&parts[1])); diff != "" {
			t.Errorf("the merged study changed (-before +after):\n%s", diff)
		}
	})
}

func TestATallyThatWasKeptIsTheSame(t *testing.T) {
	t.Parallel()
	before := tally(t, 1, 5, 1, 5, 3, 2)
	var after kano.Tally
	if err := json.Unmarshal(must(json.Marshal(before))(t), &after); err != nil || after != before {
		t.Errorf("got %v (%v), want %v", after, err, before)
	}
}
