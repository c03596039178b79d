package pages_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/kithcrm/kith/internal/pages"
	"pgregory.net/rapid"
)

// walk reads numbers that are there, in order, a page at a time, and takes the even ones.
func walk(there []int, last func(page []int) bool) pages.Walk[int, int] {
	return pages.Walk[int, int]{
		Fetch: func(after, limit int) ([]int, bool, error) {
			rest := there[max(0, slices.IndexFunc(there, func(n int) bool { return n > after })):]
			if len(there) == 0 || there[len(there)-1] <= after {
				rest = nil
			}
			page := rest[:min(limit, len(rest))]
			return page, len(page) == len(rest) && last(page), nil
		},
		Key:    func(n *int) int { return *n },
		Rev:    func(n *int) int64 { return int64(*n) },
		Match:  func(n *int) bool { return *n%2 == 0 },
		Broken: func(what string) error { return errors.New(what) },
		Fail:   func(err error) error { return fmt.Errorf("read: %w", err) },
	}
}

func collect(seq iter.Seq2[int, error]) (all []int, err error) {
	for n, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, n)
	}
	return all, nil
}

func TestAWalkYieldsWhatMatchesInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		there := rapid.SliceOfNDistinct(rapid.IntRange(1, 400), 0, 300, rapid.ID).Draw(t, "there")
		slices.Sort(there)
		tells := rapid.Bool().Draw(t, "tells what is last")
		w := walk(there, func([]int) bool { return tells })
		w.After, w.Limit = rapid.IntRange(0, 400).Draw(t, "after"), rapid.IntRange(0, 40).Draw(t, "limit")
		w.Longest = rapid.IntRange(0, 9).Draw(t, "longest")
		var want []int
		for _, n := range there {
			if n > w.After && n%2 == 0 && (w.Limit == 0 || len(want) < w.Limit) {
				want = append(want, n)
			}
		}
		if got, err := collect(w.All(t.Context())); err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v and error %v, want %v", got, err, want)
		}
	})
}

func TestAWalkHoldsTheStoreToItsContract(t *testing.T) {
	t.Parallel()
	always := func([]int) bool { return true }
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	disorder := walk([]int{2, 4}, always)
	disorder.Fetch = func(int, int) ([]int, bool, error) { return []int{2, 4, 4}, true, nil }
	failing := walk(nil, always)
	failing.Fetch = func(int, int) ([]int, bool, error) { return nil, false, errors.New("broken") }
	later := walk([]int{2, 4, 6}, always)
	later.Known = 4
	cases := []struct {
		name string
		ctx  context.Context
		walk pages.Walk[int, int]
		want string
		got  []int
	}{
		{"out of order", t.Context(), disorder, "read: a page is out of order", []int{2, 4}},
		{"a store that fails", t.Context(), failing, "read: broken", nil},
		{"later than known", t.Context(), later, "read: a record is later than what was known", []int{2, 4}},
		{"a context that is done", gone, walk([]int{2}, always), "read: context canceled", nil},
	}
	for _, c := range cases {
		got, err := collect(c.walk.All(c.ctx))
		if err == nil || err.Error() != c.want || !slices.Equal(got, c.got) {
			t.Errorf("%s: got %v and error %v, want %v and %s", c.name, got, err, c.got, c.want)
		}
	}
}

func TestHoldsAgreesWithAPlainSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 20).Draw(t, "keys")
		holds := pages.Holds(keys)
		for k := range 31 {
			if got, want := holds(k), len(keys) == 0 || slices.Contains(keys, k); got != want {
				t.Fatalf("%d in %v: got %t, want %t", k, keys, got, want)
			}
		}
	})
}

func TestFirstIsTheOnlyRecord(t *testing.T) {
	t.Parallel()
	none := errors.New("none")
	always := func([]int) bool { return true }
	if got, err := pages.First(walk([]int{2, 4}, always).All(t.Context()), none); got != 2 || err != nil {
		t.Errorf("got %d and error %v, want 2", got, err)
	}
	if _, err := pages.First(walk(nil, always).All(t.Context()), none); !errors.Is(err, none) {
		t.Errorf("of none: got error %v, want %v", err, none)
	}
}
