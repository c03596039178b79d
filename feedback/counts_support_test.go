package feedback_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// A countsTester is what the helpers need of a test, whether it is a rapid one or not.
type countsTester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// slowCounts is the obvious version: a list of marks, looked at from the first to the last.
type slowCounts struct {
	marks   map[feedback.Mark]bool
	half    time.Duration
	resolve func(feedback.PartyID) feedback.PartyID
}

func (s *slowCounts) open(asOf time.Time, q feedback.CountQuery, under ...feedback.Ref) []feedback.Counted {
	if len(under) == 0 {
		under = []feedback.Ref{{}}
	}
	items := map[feedback.ItemID]feedback.Counted{}
	for m := range s.marks {
		if !slices.Contains(under, m.Under) || len(q.Kinds) > 0 && !slices.Contains(q.Kinds, m.Kind) ||
			m.At.After(asOf) || m.At.Before(q.Since) || !q.Until.IsZero() && !m.At.Before(q.Until) {
			continue
		}
		items[m.Item] = feedback.Counted{Item: m.Item, At: m.At, Person: s.person(m.By), Weight: slowWeight(asOf, m.At, s.half)}
	}
	return slices.SortedFunc(maps.Values(items), func(a, b feedback.Counted) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Item, b.Item))
	})
}

func (s *slowCounts) person(by feedback.PartyID) feedback.PartyID {
	if by == "" || s.resolve == nil {
		return by
	}
	return cmp.Or(s.resolve(by), by)
}

// slowWeight knows nothing of stretches. Durations end at 292 years, so it counts in seconds.
func slowWeight(asOf, at time.Time, half time.Duration) float64 {
	seconds := float64(asOf.Unix()-at.Unix()) + float64(asOf.Nanosecond()-at.Nanosecond())/1e9
	return math.Exp2(-seconds / half.Seconds())
}

// addedUp returns the count that opened items come to.
func addedUp(items []feedback.Counted) feedback.Count {
	people := map[feedback.PartyID]bool{}
	sum := feedback.Count{Items: len(items)}
	for _, it := range items {
		if it.Person != "" {
			people[it.Person] = true
		}
		sum.Weight += it.Weight
	}
	sum.People = len(people)
	return sum
}

func (s *slowCounts) refs() []feedback.Ref {
	refs := map[feedback.Ref]bool{}
	for m := range s.marks {
		refs[m.Under] = true
	}
	return slices.SortedFunc(maps.Keys(refs), func(a, b feedback.Ref) int {
		return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID))
	})
}

func newCounts(t countsTester, cfg feedback.CountsConfig) *feedback.Counts {
	t.Helper()
	c, err := feedback.NewCounts(cfg)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return c
}

func addAll(t countsTester, c *feedback.Counts, marks ...feedback.Mark) {
	t.Helper()
	for _, m := range marks {
		if err := c.Add(m); err != nil {
			t.Fatalf("adding %v: %v", m, err)
		}
	}
}

func countOf(t countsTester, c *feedback.Counts, asOf time.Time, q feedback.CountQuery, under ...feedback.Ref) feedback.Count {
	t.Helper()
	n, err := c.Count(asOf, q, under...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return n
}

// sameCounts compares the counts with the slow ones on one question, the items behind it too.
func sameCounts(t countsTester, c *feedback.Counts, slow *slowCounts, asOf time.Time, q feedback.CountQuery, under ...feedback.Ref) {
	t.Helper()
	got := countOf(t, c, asOf, q, under...)
	wantOpen := slow.open(asOf, q, under...)
	sameCount(t, got, addedUp(wantOpen))
	open, err := c.Open(asOf, q, under...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	sameOpen(t, open, wantOpen)
	sameCount(t, got, addedUp(open))
}

func sameOpen(t countsTester, got, want []feedback.Counted) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("opens to %d items, want %d", len(got), len(want))
	}
	for i, g := range got {
		w := want[i]
		if g.Item != w.Item || !g.At.Equal(w.At) || g.Person != w.Person || !near(g.Weight, w.Weight) {
			t.Fatalf("item %d opens to %+v, want %+v", i, g, w)
		}
	}
}

func sameCount(t countsTester, got, want feedback.Count) {
	t.Helper()
	if got.Items != want.Items || got.People != want.People || !near(got.Weight, want.Weight) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

// near allows what is below the smallest normal number to be rounded away.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-9*math.Abs(want)+1e-300
}

var countsBase = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func trickyInstants() []time.Time {
	year, first := 365*24*time.Hour, time.Time{}.Add(1)
	last := time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	return []time.Time{
		first, first.Add(1), time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC), time.Unix(0, 0).UTC(), countsBase.Add(-50 * 30 * 24 * time.Hour),
		countsBase.Add(-year), countsBase.Add(-48 * time.Hour), countsBase.Add(-time.Hour), countsBase.Add(-1), countsBase, countsBase.Add(1),
		countsBase.Add(time.Hour), countsBase.Add(year), last.Add(-1), last,
	}
}

func countedRefs() []feedback.Ref {
	return []feedback.Ref{{}, feedback.ThemeID("1").Ref(), feedback.ThemeID("10").Ref(), {Noun: "tie", ID: "1"}, {Noun: "product", ID: "ä"}}
}

// aMark draws one of few marks: an item always has the same author and instant.
func aMark() *rapid.Generator[feedback.Mark] {
	authors := []feedback.PartyID{"", "a", "A", "a ", "ä", "b"}
	return rapid.Custom(func(t *rapid.T) feedback.Mark {
		n := rapid.IntRange(0, 29).Draw(t, "item")
		return feedback.Mark{
			Under: rapid.SampledFrom(countedRefs()).Draw(t, "under"),
			Item:  feedback.ItemID(fmt.Sprint("i", n)),
			Point: rapid.IntRange(0, 2).Draw(t, "point"),
			Kind:  rapid.SampledFrom(feedback.Kinds()).Draw(t, "kind"),
			By:    authors[n%len(authors)],
			At:    trickyInstants()[n*7%15],
		}
	})
}

func aCountQuery() *rapid.Generator[feedback.CountQuery] {
	edges := append(trickyInstants(), time.Time{}, time.Time{}, time.Time{})
	return rapid.Custom(func(t *rapid.T) feedback.CountQuery {
		return feedback.CountQuery{
			Since: rapid.SampledFrom(edges).Draw(t, "since"),
			Until: rapid.SampledFrom(edges).Draw(t, "until"),
			Kinds: rapid.SliceOfN(rapid.SampledFrom(feedback.Kinds()), 0, 3).Draw(t, "kinds"),
		}
	})
}

// madeUpMarks returns marks of n items of so many people in random order, two for each item: one
// of all items and one under a theme. Some items have several points.
func madeUpMarks(n, people, themes int, seed uint64) []feedback.Mark {
	rnd := rand.New(rand.NewPCG(seed, 1))
	marks := make([]feedback.Mark, 0, 2*n)
	for i := range n {
		m := feedback.Mark{
			Item: feedback.ItemID(fmt.Sprintf("item-%08d", i)),
			By:   feedback.PartyID(fmt.Sprintf("party-%07d", rnd.IntN(people))),
			Kind: feedback.Kinds()[rnd.IntN(3)],
			At:   countsBase.Add(-time.Duration(rnd.Int64N(int64(2 * 365 * 24 * time.Hour)))),
		}
		marks = append(marks, m)
		m.Under = feedback.ThemeID(fmt.Sprintf("theme-%02d", rnd.IntN(themes))).Ref()
		for p := range 1 + rnd.IntN(10)/9 {
			m.Point = p
			marks = append(marks, m)
			m.Kind = feedback.Kinds()[rnd.IntN(3)]
		}
	}
	rnd.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
	return marks
}

// breaks fails where an error does not tell of a rule of a field.
func breaks(t *testing.T, err error, field, rule string) {
	t.Helper()
	e, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, feedback.ErrInvalid) || e.Field != field || e.Rule != rule {
		t.Errorf("got error %v, want one that %s %s", err, field, rule)
	}
}
