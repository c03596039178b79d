package main

import (
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// first returns the kind of tie that the program puts first, after comparing all its figures with those by hand.
func first(t *testing.T, c *caseFile, by link) link {
	t.Helper()
	a, err := look(t.Context(), c, "")
	if err != nil {
		t.Fatal(err)
	}
	want := byHand(c, by)
	near := func(got relationship.Estimate, want float64) bool { return math.Abs(got.Value-want) < 1e-12 }
	for _, k := range a.Kinds {
		f, ok := want[k.link()]
		if !k.Exposure.Known() {
			continue
		}
		if !ok || !near(k.Exposure, f.exposure) || k.Gain.Known() && !near(k.Gain, f.gain) {
			t.Errorf("%v: got %v and %v, by hand %v (%v)", k.link(), k.Exposure.Value, k.Gain.Value, f, ok)
		}
		delete(want, k.link())
	}
	if len(want) > 0 {
		t.Errorf("by hand there is more: %v", want)
	}
	return a.Kinds[0].link()
}

func (k *kind) link() link { return link{string(k.Kind), k.Side, k.Ours} }

func TestTheTieThatTheMissionNamesWinsByTheNumbers(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			c := readCase(t, w.name)
			if got, hand := first(t, c, w.customer), winner(byHand(c, w.customer)); got != w.wins || hand != w.wins {
				t.Errorf("got %v, by hand %v, want %v", got, hand, w.wins)
			}
		})
	}
}

func TestOurOwnTieAndTwoOtherKindsAreInTheRunning(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		own, others, n := false, 0, 0
		c := readCase(t, w.name)
		for l, f := range byHand(c, w.customer) {
			own = own || l == w.customer && f.rank > 0.02
			if !l.ours && f.rank > 0 {
				others++
			}
		}
		for _, p := range c.Parties {
			if slices.ContainsFunc(customerEnds(c, w.customer), func(e customerEnd) bool { return e.customer == p.ID }) {
				n++
			}
		}
		if !own || others < 2 || n < 6 || n > 15 {
			t.Errorf("%s: our own %v, others %d, customers %d", w.name, own, others, n)
		}
	}
}

func TestReadingsAreOfAllSorts(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		c := readCase(t, w.name)
		seen := map[relationship.Basis]int{}
		for _, e := range customerEnds(c, w.customer) {
			for _, readings := range [][]reading{e.end.Importance, e.end.Health} {
				if len(readings) == 0 {
					seen[relationship.Unknown]++
				}
				for _, r := range readings {
					seen[r.Estimate.Basis]++
				}
			}
		}
		if len(seen) != 4 {
			t.Errorf("%s: got readings on %v, want observed, stated and guessed ones, and some unknown", w.name, seen)
		}
	}
}

// heal brings the health of the customers' ties of one kind a share of the way to the best.
func heal(c *caseFile, by, of link, share float64) {
	better := func(v float64) float64 { return 1 - (1-v)*(1-share) }
	for _, e := range customerEnds(c, by) {
		if e.link != of {
			continue
		}
		for i := range e.end.Health {
			h := &e.end.Health[i].Estimate
			h.Value, h.Low, h.High = better(h.Value), better(h.Low), better(h.High)
		}
	}
}

// hurt makes the customers' ties of one kind ones that they care about and that go badly; where reaches
// are estimated, much is within reach.
func hurt(c *caseFile, by, of link) {
	seen := func(v float64) []reading {
		return []reading{{At: c.At.time(), Estimate: relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}}}
	}
	for _, e := range customerEnds(c, by) {
		if e.link == of {
			e.end.Importance, e.end.Health = seen(0.95), seen(0.05)
		}
	}
	for i := range c.Standings {
		s := &c.Standings[i]
		if s.Reach.known() && of == (link{string(s.Kind), relationship.Side(s.Side).String(), s.Ours}) {
			s.Reach.Estimate = relationship.Estimate{Value: 0.9, Low: 0.9, High: 0.9, Basis: relationship.Stated}
		}
	}
}

func TestAnotherTieWinsOnceTheFirstGoesWell(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			var got link
			for step := range 11 {
				c := readCase(t, w.name)
				heal(c, w.customer, w.wins, float64(step)/10)
				got = first(t, c, w.customer)
				if hand := winner(byHand(c, w.customer)); got != hand {
					t.Errorf("step %d: got %v, by hand %v", step, got, hand)
				}
			}
			if got == w.wins {
				t.Errorf("%v wins though it goes as well as can be", got)
			}
		})
	}
}

func TestOurOwnTieWinsWhenItIsTheOneThatGoesBadly(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			c := readCase(t, w.name)
			hurt(c, w.customer, w.customer)
			if got, hand := first(t, c, w.customer), winner(byHand(c, w.customer)); got != w.customer || hand != w.customer {
				t.Errorf("got %v, by hand %v, want %v", got, hand, w.customer)
			}
		})
	}
}

func TestAnyTieMayWin(t *testing.T) {
	t.Parallel()
	for _, w := range wantedCases() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			var all []link
			for _, e := range customerEnds(readCase(t, w.name), w.customer) {
				if !slices.Contains(all, e.link) {
					all = append(all, e.link)
				}
			}
			for _, wins := range all {
				c := readCase(t, w.name)
				for _, other := range all {
					heal(c, w.customer, other, 0.95)
				}
				hurt(c, w.customer, wins)
				if got := first(t, c, w.customer); got != wins {
					t.Errorf("got %v, want %v", got, wins)
				}
			}
		})
	}
}
