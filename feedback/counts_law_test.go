package feedback_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

func TestCountsAfterEveryStepAreThoseOfTheMarksThatAreThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		merged := map[feedback.PartyID]feedback.PartyID{}
		cfg := feedback.CountsConfig{
			HalfLife: rapid.SampledFrom([]time.Duration{0, time.Minute, 24 * time.Hour, 36_500 * 24 * time.Hour}).Draw(t, "half-life"),
			Resolve:  func(id feedback.PartyID) feedback.PartyID { return merged[id] },
		}
		c := newCounts(t, cfg)
		slow := &slowCounts{marks: map[feedback.Mark]bool{}, half: cfg.HalfLife, resolve: cfg.Resolve}
		if slow.half == 0 {
			slow.half = 30 * 24 * time.Hour
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				m := aMark().Draw(t, "mark")
				addAll(t, c, m)
				slow.marks[m] = true
			},
			"remove": func(t *rapid.T) {
				m := aMark().Draw(t, "mark")
				if got, want := c.Remove(m), slow.marks[m]; got != want {
					t.Fatalf("removed: got %v, want %v", got, want)
				}
				delete(slow.marks, m)
			},
			"merge": func(t *rapid.T) {
				other := newCounts(t, cfg)
				for _, m := range rapid.SliceOfN(aMark(), 0, 9).Draw(t, "marks") {
					addAll(t, other, m)
					slow.marks[m] = true
				}
				if err := c.Merge(other); err != nil {
					t.Fatal(err)
				}
			},
			"resolve": func(t *rapid.T) {
				id := rapid.SampledFrom([]feedback.PartyID{"a", "A", "b"}).Draw(t, "party")
				merged[id] = rapid.SampledFrom([]feedback.PartyID{"", "ä", "root"}).Draw(t, "into")
				if rapid.Bool().Draw(t, "all") {
					c.Resolve()
				} else {
					c.Resolve(id, "nobody")
				}
			},
			"": func(t *rapid.T) {
				if c.Len() != len(slow.marks) {
					t.Fatalf("has %d marks, want %d", c.Len(), len(slow.marks))
				}
				asOf := rapid.SampledFrom(trickyInstants()).Draw(t, "as of")
				under := rapid.SliceOfN(rapid.SampledFrom(countedRefs()), 0, 3).Draw(t, "under")
				sameCounts(t, c, slow, asOf, aCountQuery().Draw(t, "query"), under...)
			},
		})
	})
}

func TestTheOrderOfMarksAndHowTheyAreSplitDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfN(aMark(), 0, 40).Draw(t, "marks")
		once := newCounts(t, feedback.CountsConfig{})
		addAll(t, once, marks...)
		cut := rapid.IntRange(0, len(marks)).Draw(t, "cut")
		from := rapid.IntRange(0, cut).Draw(t, "from")
		left, right := newCounts(t, feedback.CountsConfig{}), newCounts(t, feedback.CountsConfig{})
		addAll(t, right, marks[from:]...) // both have what is in between
		addAll(t, left, rapid.Permutation(marks[:cut]).Draw(t, "order")...)
		if rapid.Bool().Draw(t, "swap") {
			left, right = right, left
		}
		if err := left.Merge(right); err != nil {
			t.Fatal(err)
		}
		sameEverywhere(t, left, once)
	})
}

// sameEverywhere compares everything that can be asked about a question, bit by bit.
func sameEverywhere(t *rapid.T, got, want *feedback.Counts) {
	t.Helper()
	asOf, q := rapid.SampledFrom(trickyInstants()).Draw(t, "as of"), aCountQuery().Draw(t, "query")
	gotAll, err := got.All(asOf, q, nil)
	wantAll, err2 := want.All(asOf, q, nil)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	if diff := cmp.Diff(wantAll, gotAll); diff != "" {
		t.Fatal(diff)
	}
	under := rapid.SliceOfN(rapid.SampledFrom(countedRefs()), 0, 3).Draw(t, "under")
	if g, w := countOf(t, got, asOf, q, under...), countOf(t, want, asOf, q, under...); g != w {
		t.Fatalf("got %+v, want %+v", g, w)
	}
}

func TestAddingAndTakingAwayIsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfDistinct(aMark(), func(m feedback.Mark) feedback.Mark { return m }).Draw(t, "marks")
		keep := rapid.IntRange(0, len(marks)).Draw(t, "keep")
		want, got := newCounts(t, feedback.CountsConfig{}), newCounts(t, feedback.CountsConfig{})
		addAll(t, want, marks[:keep]...)
		addAll(t, got, rapid.Permutation(marks).Draw(t, "order")...)
		for _, m := range marks[keep:] {
			got.Remove(m)
		}
		sameEverywhere(t, got, want)
	})
}

func TestMovingAllInTimeMovesNoCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		by := time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(t, "by"))
		here, there := newCounts(t, feedback.CountsConfig{}), newCounts(t, feedback.CountsConfig{})
		for _, m := range rapid.SliceOf(aMark()).Draw(t, "marks") {
			if y := m.At.Year(); y < 1500 || y > 2500 {
				continue
			}
			addAll(t, here, m)
			m.At = m.At.Add(by)
			addAll(t, there, m)
		}
		since := countsBase.Add(-rapid.SampledFrom([]time.Duration{0, 1, time.Hour, 1e18}).Draw(t, "window"))
		got := countOf(t, there, countsBase.Add(by), feedback.CountQuery{Since: since.Add(by)})
		sameCount(t, got, countOf(t, here, countsBase, feedback.CountQuery{Since: since}))
	})
}

func TestAllListsTheCountOfEachRef(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := newCounts(t, feedback.CountsConfig{})
		slow := &slowCounts{marks: map[feedback.Mark]bool{}}
		for _, m := range rapid.SliceOfN(aMark(), 0, 40).Draw(t, "marks") {
			addAll(t, c, m)
			slow.marks[m] = true
		}
		asOf, q := rapid.SampledFrom(trickyInstants()).Draw(t, "as of"), aCountQuery().Draw(t, "query")
		var want []feedback.RefCount
		for _, ref := range slow.refs() {
			n := feedback.RefCount{Under: ref, Count: countOf(t, c, asOf, q, ref)}
			if ref == (feedback.Ref{}) || n.Items == 0 {
				continue
			}
			for _, k := range feedback.Kinds() {
				if of := q; len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) {
					of.Kinds = []feedback.Kind{k}
					n.Kinds = append(n.Kinds, feedback.KindCount{Kind: k, Count: countOf(t, c, asOf, of, ref)})
				}
			}
			want = append(want, n)
		}
		got, err := c.All(asOf, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestManyMarksInAnyOrderAreCountedAsTheSlowWayDoes(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, half := range []time.Duration{time.Hour, 30 * 24 * time.Hour, 10_000 * 24 * time.Hour} {
		c := newCounts(t, feedback.CountsConfig{HalfLife: half})
		slow := &slowCounts{marks: map[feedback.Mark]bool{}, half: half}
		marks := madeUpMarks(3000, 40, 3, 5)
		for i, m := range marks {
			addAll(t, c, m)
			slow.marks[m] = true
			if i%3 == 0 {
				gone := marks[rnd.IntN(i+1)]
				c.Remove(gone)
				delete(slow.marks, gone)
			}
		}
		for range 100 {
			since := countsBase.Add(-time.Duration(rnd.Int64N(int64(800 * 24 * time.Hour))))
			q := feedback.CountQuery{Since: since, Kinds: feedback.Kinds()[:rnd.IntN(4)]}
			asOf := countsBase
			switch rnd.IntN(3) {
			case 1:
				q.Until = since.Add(time.Duration(rnd.Int64N(int64(400 * 24 * time.Hour))))
			case 2:
				asOf = since.Add(time.Duration(rnd.Int64N(int64(400 * 24 * time.Hour))))
			}
			refs := slow.refs()
			rnd.Shuffle(len(refs), func(i, j int) { refs[i], refs[j] = refs[j], refs[i] })
			sameCounts(t, c, slow, asOf, q, refs[:rnd.IntN(3)]...)
		}
		for m := range slow.marks {
			c.Remove(m)
		}
		if got := countOf(t, c, countsBase, feedback.CountQuery{}, slow.refs()...); got != (feedback.Count{}) {
			t.Errorf("when all is taken away: got %+v, want nothing", got)
		}
	}
}
