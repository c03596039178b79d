package feedback_test

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// countedMarks are two marks for each item: one of all items, the hot one, and one under one of 51
// themes. They are in order of time, as a café adds them.
func countedMarks(n int) []feedback.Mark {
	marks := madeUpMarks(n/2, max(n/20, 1), 51, 1)
	slices.SortStableFunc(marks, func(a, b feedback.Mark) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Under.ID, b.Under.ID))
	})
	return marks
}

var countSizes = []int{1e4, 1e6}

func BenchmarkCountsAdd(b *testing.B) {
	for _, n := range countSizes {
		for _, order := range []struct {
			name  string
			marks []feedback.Mark
		}{
			{"in order", countedMarks(n)},
			{"in any order", madeUpMarks(n/2, max(n/20, 1), 51, 1)},
		} {
			b.Run(fmt.Sprintf("%d %s", n, order.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					addAll(b, newCounts(b, feedback.CountsConfig{}), order.marks...)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(order.marks)), "ns/mark")
			})
		}
	}
}

func BenchmarkCountsAddAndRemoveOne(b *testing.B) {
	for _, n := range countSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := newCounts(b, feedback.CountsConfig{})
			addAll(b, c, countedMarks(n)...)
			m := feedback.Mark{Item: "one", By: "party-0000007", Kind: feedback.Idea, At: countsBase}
			b.ReportAllocs()
			for b.Loop() {
				addAll(b, c, m)
				c.Remove(m)
			}
		})
	}
}

func BenchmarkCountsCount(b *testing.B) {
	days := func(n int) time.Time { return countsBase.Add(-time.Duration(n) * 24 * time.Hour) }
	idea := []feedback.Kind{feedback.Idea}
	theme := func(n int) feedback.Ref { return feedback.ThemeID(fmt.Sprintf("theme-%02d", n)).Ref() }
	questions := []struct {
		name  string
		query feedback.CountQuery
		under []feedback.Ref
	}{
		{"a theme and kind, 90 days", feedback.CountQuery{Since: days(90), Kinds: idea}, []feedback.Ref{theme(7)}},
		{"a theme and kind, always", feedback.CountQuery{Kinds: idea}, []feedback.Ref{theme(7)}},
		{"all items, 90 days", feedback.CountQuery{Since: days(90)}, nil},
		{"all items, always", feedback.CountQuery{}, nil},
		{"all items, a month a year ago", feedback.CountQuery{Since: days(395), Until: days(365)}, nil},
		{"all items, up to last week", feedback.CountQuery{Until: days(7)}, nil},
		{"three themes and a kind, 90 days", feedback.CountQuery{Since: days(90), Kinds: idea}, []feedback.Ref{theme(1), theme(2), theme(3)}},
		{"three themes and a kind, always", feedback.CountQuery{Kinds: idea}, []feedback.Ref{theme(1), theme(2), theme(3)}},
	}
	for _, n := range countSizes {
		c := newCounts(b, feedback.CountsConfig{})
		addAll(b, c, countedMarks(n)...)
		for _, q := range questions {
			b.Run(fmt.Sprintf("%d %s", n, q.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					countOf(b, c, countsBase, q.query, q.under...)
				}
			})
		}
		b.Run(fmt.Sprintf("%d all themes, 90 days", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.All(countsBase, feedback.CountQuery{Since: days(90)}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCountsMemory(b *testing.B) {
	marks := countedMarks(1e6)
	b.Run("1000000", func(b *testing.B) {
		for b.Loop() {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			c := newCounts(b, feedback.CountsConfig{})
			addAll(b, c, marks...)
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(c.Len()), "B/mark")
			runtime.KeepAlive(c)
		}
	})
}
