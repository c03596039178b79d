package peers_test

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// took returns how long something takes that begins without garbage of others.
func took(do func()) time.Duration {
	runtime.GC()
	began := time.Now()
	do()
	return time.Since(began)
}

// A turn is one step on both sides; all is nil where more cores than one do not help.
type turn struct{ gonum, one, all func() }

// repeats is how often Kith is timed for each time of gonum, which takes far longer.
const repeats = 3

// sums are times added up, and of how many turns.
type sums struct {
	gonum, one, all time.Duration
	turns           int
}

// add times a turn.
func (s *sums) add(t turn) {
	s.turns++
	s.gonum += took(t.gonum)
	for range repeats {
		s.one += took(t.one) / repeats
		if t.all != nil {
			s.all += took(t.all) / repeats
		}
	}
}

// report reports the means, each turn being of so many operations.
func (s *sums) report(b *testing.B, operations int) {
	b.Helper()
	n := float64(s.turns * operations)
	best := s.one
	if s.all > 0 {
		best = s.all
		b.ReportMetric(float64(s.one)/n, "one-core-ns/op")
		b.ReportMetric(float64(s.gonum)/float64(s.one), "x-gonum-one-core")
	}
	b.ReportMetric(float64(best)/n, "ns/op")
	b.ReportMetric(float64(s.gonum)/n, "gonum-ns/op")
	b.ReportMetric(float64(s.gonum)/float64(best), "x-gonum")
}

// beside runs a step on both sides in turns and reports the times.
func beside(b *testing.B, t turn) {
	b.Helper()
	var s sums
	for b.Loop() {
		s.add(t)
	}
	s.report(b, 1)
}

// each asks a question of each party, and returns how long each answer took and how many were
// reached in all.
func each[P any](parties []P, ask func(P) int) (times []time.Duration, reached int) {
	for _, p := range parties {
		began := time.Now()
		reached += ask(p)
		times = append(times, time.Since(began))
	}
	return times, reached
}

// reportQuestions reports the times of single questions.
func reportQuestions(b *testing.B, gonum, kith []time.Duration) {
	b.Helper()
	slow, quick := summary(gonum), summary(kith)
	for i, name := range []string{"", "p50-", "p99-"} {
		unit := "ns"
		if name == "" {
			unit = "ns/op"
		}
		b.ReportMetric(quick[i], name+unit)
		b.ReportMetric(slow[i], "gonum-"+name+unit)
	}
	b.ReportMetric(slow[0]/quick[0], "x-gonum")
	b.ReportMetric(slow[1]/quick[1], "x-gonum-p50")
	b.ReportMetric(slow[2]/quick[2], "x-gonum-p99")
}

// summary returns the mean, the median and the 99th percentile in nanoseconds.
func summary(times []time.Duration) [3]float64 {
	slices.Sort(times)
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	n := len(times)
	return [3]float64{float64(sum) / float64(n), float64(times[n/2]), float64(times[n*99/100])}
}
