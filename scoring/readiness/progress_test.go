package readiness_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/readiness"
	"pgregory.net/rapid"
)

// A world is two rounds made up: so many people in each, so many of them the same, and how far things changed.
type world struct {
	before, after, both int
	worse               float64 // in steps of the scale, of the first of 10 items
	crowd               chances
	fresh               bool // people draw what they say anew each time
}

// rounds draws the ratings. The same people have half of what they say in common from round to round, and from item to
// item, but where all is fresh.
func (w world) rounds(tb reporter, rng *rand.Rand) (before, after *readiness.Tally) {
	tb.Helper()
	ins := instrument(10, fivePoints())
	before, after = tallyOf(tb, ins), tallyOf(tb, ins)
	for p := range w.before + w.after - w.both {
		habit := w.crowd.draw(rng)
		for i, item := range ins.Items {
			for k, tally := range []*readiness.Tally{before, after} {
				if k == 0 && p >= w.before || k == 1 && p < w.before-w.both {
					continue
				}
				v := habit
				if w.fresh || rng.IntN(2) == 0 {
					v = w.crowd.draw(rng)
				}
				if k == 1 && i == 0 {
					v += math.Floor(w.worse + rng.Float64())
				}
				add(tb, tally, readiness.Rating{By: person(p), Item: item.ID, Value: min(max(v, 1), 5)})
			}
		}
	}
	return before, after
}

func compared(tb reporter, before, after *readiness.Tally) readiness.Progress {
	tb.Helper()
	p, err := readiness.Compare(before, after, readiness.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	sound(tb, p)
	return p
}

func TestNoiseIsSeldomCalledChange(t *testing.T) {
	t.Parallel()
	const runs = 50
	for _, name := range []string{"middle", "high", "two camps", "one in fifty low", "all middle"} {
		cases, everyItem := 0, 0
		for _, n := range [][3]int{
			{5, 5, 0}, {5, 5, 2}, {5, 5, 5}, {12, 12, 0}, {20, 20, 0}, {20, 20, 10}, {20, 20, 20},
			{60, 60, 0}, {60, 60, 30}, {60, 60, 60}, {60, 8, 0}, {60, 8, 8}, {8, 60, 4},
		} {
			w := world{before: n[0], after: n[1], both: n[2], crowd: crowds()[name]}
			items, roots, held := w.alarms(t, runs)
			t.Logf("%-16s %2d people, then %2d, %2d the same: any item falsely %.1f %%, any root %.1f %%; "+
				"range holds 0 in %.1f %%",
				name, w.before, w.after, w.both, percent(items, runs), percent(roots, runs), percent(held, runs))
			// One case is a few runs: no more than so few of them could be by chance at 6 % is asked of it.
			if items > runs/5 || roots > runs/5 || held < runs*4/5 {
				t.Errorf("%s, %+v: too many false alarms", name, w)
			}
			cases, everyItem = cases+1, everyItem+items
		}
		if share := percent(everyItem, cases*runs); share > 8 {
			t.Errorf("%s: any item falsely in %.1f %%", name, share)
		}
	}
	coins := world{before: 12, after: 12, crowd: crowds()["two camps"], fresh: true}
	items, _, _ := coins.alarms(t, runs)
	t.Logf("a dozen who throw a coin: any item falsely %.1f %%", percent(items, runs))
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(of) }

// alarms returns in how many runs any item, and any root, is called changed, and in how many the range of the first
// item holds 0.
func (w world) alarms(tb reporter, runs int) (items, roots, held int) {
	tb.Helper()
	rng := seeded(uint64(w.before + 100*w.both))
	for range runs {
		before, after := w.rounds(tb, rng)
		p := compared(tb, before, after)
		items += min(called(p.Items), 1)
		roots += min(called(p.Roots), 1)
		if p.Items[0].Low <= 0 && p.Items[0].High >= 0 {
			held++
		}
	}
	return items, roots, held
}

func called(changes []readiness.Change) int {
	n := 0
	for _, c := range changes {
		if c.Better || c.Worse {
			n++
		}
	}
	return n
}

func TestATrueChangeIsFound(t *testing.T) {
	t.Parallel()
	const runs = 50
	for _, people := range []int{20, 60} {
		for _, both := range []int{0, people} {
			rng, hits := seeded(uint64(people+both)), 0
			for range runs {
				before, after := world{people, people, both, .75, crowds()["middle"], false}.rounds(t, rng)
				if p := compared(t, before, after); p.Items[0].Worse {
					hits++
				}
			}
			t.Logf("one of 10 items 3/4 of a step worse, %d people, %d the same: found in %.1f %%", people, both, percent(hits, runs))
			if people == 60 && hits < runs*3/4 {
				t.Errorf("%d people, %d the same: found in %d of %d", people, both, hits, runs)
			}
		}
	}
}

func TestProgressBackwardsIsTheMirrorOfProgress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ins, cfg := instrument(3, fivePoints()), readiness.Config{Least: 1}
		a, b := tallyOf(t, ins, anyRatings(t)...), tallyOf(t, ins, anyRatings(t)...)
		there, err := readiness.Compare(a, b, cfg)
		if err != nil {
			t.Fatal(err)
		}
		back, err := readiness.Compare(b, a, cfg)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, there)
		for _, list := range [][2][]readiness.Change{{there.Items, back.Items}, {there.Roots, back.Roots}} {
			for i, c := range list[0] {
				d := list[1][i]
				if c.ID != d.ID || c.Before != d.After || !near(c.Difference, -d.Difference) || !near(c.Low, -d.High) || math.Abs(c.P-d.P) > 1e-9 || c.Better != d.Worse {
					t.Errorf("%+v is not the mirror of %+v", d, c)
				}
			}
		}
	})
}

func TestARoundBesideItselfIsNoChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tally := tallyOf(t, instrument(3, fivePoints()), anyRatings(t)...)
		p, err := readiness.Compare(tally, tally, readiness.Config{Least: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range append(p.Items, p.Roots...) {
			if c.Difference != 0 || c.Better || c.Worse || c.P < .999 || c.High <= 0 {
				t.Errorf("got %+v", c)
			}
		}
	})
}

// With nobody the same it is Welch's test, with everybody the same the paired one: here both in the obvious way, for
// ratings worked out by hand.
func TestChangesAreThoseOfTheKnownTests(t *testing.T) {
	t.Parallel()
	ins := instrument(1, fivePoints())
	values := [][]float64{{1, 2, 3, 4, 5, 2, 3, 4}, {2, 2, 5, 4, 5, 4, 4, 5}}
	before, paired, apart := tallyOf(t, ins, rated("i00", values[0]...)...), tallyOf(t, ins, rated("i00", values[1]...)...), tallyOf(t, ins)
	for i, v := range values[1] {
		add(t, apart, readiness.Rating{By: person(100 + i), Item: "i00", Value: v})
	}
	// The differences are 1, 0, 2, 0, 0, 2, 1, 1: mean 7/8, variance 39/56. By Student's t with 7 degrees the
	// reach of 95 % is 2.364624, by Welch's 13.9662 it is 2.145276.
	const onScale = 4
	sd := math.Sqrt(39./56/8) / onScale
	one := compared(t, before, paired).Items[0]
	if one.Both != 8 || !near(one.Difference, 7./32) || math.Abs(one.High-one.Difference-2.364624*sd) > 1e-6 {
		t.Errorf("paired: got %+v", one)
	}
	two := compared(t, before, apart).Items[0]
	va, vb := 12./7/8, 10.875/7/8
	degrees := (va + vb) * (va + vb) * 7 / (va*va + vb*vb)
	if two.Both != 0 || math.Abs(two.High-two.Difference-2.145276*math.Sqrt(va+vb)/onScale) > 1e-5 {
		t.Errorf("apart, %v degrees: got %+v", degrees, two)
	}
}

func TestOnlyItemsOfBothInstrumentsAreCompared(t *testing.T) {
	t.Parallel()
	before, after := instrument(3, fivePoints()), instrument(4, fivePoints())
	after.Items[1].Positive = true
	after.Items[2].Text = "It is still so."
	var ratings []readiness.Rating
	for _, item := range after.Items {
		ratings = append(ratings, rated(item.ID, 1, 2, 3, 4, 5)...)
	}
	p := compared(t, tallyOf(t, before, ratings[:15]...), tallyOf(t, after, ratings...))
	var ids []string
	for _, c := range p.Items {
		ids = append(ids, c.ID)
	}
	if diff := cmp.Diff([]string{"i00", "i02"}, ids); diff != "" || p.Both != 5 || len(p.Roots) != 2 {
		t.Errorf("%s\n%+v", diff, p)
	}
	if p := compared(t, tallyOf(t, before), tallyOf(t, after, ratings...)); p.Items != nil || p.Roots != nil {
		t.Errorf("nobody rated before: got %+v", p)
	}
}
