package survey_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// The tables below say how often a 95 % interval holds the truth, exactly, by going through all that can be
// answered, or by 10,000 drawn surveys:
//
//	go test ./scoring/survey -run Coverage -v
//
// The prior of truths is uniform: all shares of detractors, passives and promoters alike, all proportions
// alike.

// Each table has the mean and the worst case, in percent. Those of the exact ones stand in the comments of the
// methods, so that a change to one is a change to the other.

// A hold is what share of truths an interval holds.
type hold struct{ mean, worst float64 }

// cells returns a line of a table.
func cells(holds []hold) string {
	var b strings.Builder
	for _, h := range holds {
		fmt.Fprintf(&b, " %.2f/%.1f", 100*h.mean, 100*h.worst)
	}
	return b.String()
}

// add takes another truth, one of so many.
func (h *hold) add(covered, of float64) {
	h.mean += covered / of
	h.worst = min(h.worst, covered)
}

// logChoose returns the logarithm of the number of ways to part so many into groups.
func logChoose(groups ...int) float64 {
	n, ways := 0, 0.0
	for _, g := range groups {
		l, _ := math.Lgamma(float64(g + 1))
		ways -= l
		n += g
	}
	l, _ := math.Lgamma(float64(n + 1))
	return ways + l
}

// mix returns the triangle of truths about a score: the middles of k² equal triangles that point up, as shares of
// detractors, passives and promoters.
func mix(k int) (truths [][3]float64) {
	for i := range k {
		for j := range k - i {
			side := float64(k)
			d, c := (float64(i)+1./3)/side, (float64(j)+1./3)/side
			truths = append(truths, [3]float64{d, 1 - d - c, c})
		}
	}
	return truths
}

// scoreCoverage returns that of net promoter scores of n answers by each method.
func scoreCoverage(t testing.TB, n int, methods []survey.Method) []hold {
	t.Helper()
	type outcome struct {
		d, c      int
		ways      float64
		intervals []survey.Interval
	}
	var outcomes []outcome
	for d := range n + 1 {
		for c := range n - d + 1 {
			o := outcome{d: d, c: c, ways: logChoose(d, n-d-c, c)}
			tally := promoter(t, int64(d), int64(n-d-c), int64(c))
			for _, m := range methods {
				o.intervals = append(o.intervals, done(tally.Interval(survey.Config{Method: m}))(t))
			}
			outcomes = append(outcomes, o)
		}
	}
	holds := make([]hold, len(methods))
	for m := range holds {
		holds[m].worst = 1
	}
	truths := mix(14)
	for at, truth := range append(truths, corners(n)...) {
		covered := make([]float64, len(methods))
		score := 100 * (truth[2] - truth[0])
		a, b, c := math.Log(truth[0]), math.Log(truth[1]), math.Log(truth[2])
		for _, o := range outcomes {
			p := math.Exp(o.ways + float64(o.d)*a + float64(n-o.d-o.c)*b + float64(o.c)*c)
			for m, i := range o.intervals {
				if i.Low-1e-9 <= score && score <= i.High+1e-9 {
					covered[m] += p
				}
			}
		}
		for m := range holds {
			if at < len(truths) {
				holds[m].mean += covered[m] / float64(len(truths))
			}
			holds[m].worst = min(holds[m].worst, covered[m])
		}
	}
	return holds
}

// corners returns truths of which two groups are so small that there are five in n answers or far fewer.
func corners(n int) (truths [][3]float64) {
	few := []float64{.001, .02, .05, .1, .15, .2, .3, .5, 1, 2, 3, 5}
	for _, a := range few {
		for _, b := range few {
			a, b := a/float64(n+10), b/float64(n+10)
			truths = append(truths, [3]float64{a, b, 1 - a - b}, [3]float64{a, 1 - a - b, b})
		}
	}
	return truths
}

func TestCoverageOfNetPromoterScoresIsExactlyThis(t *testing.T) {
	t.Parallel()
	// By ScoreTest, AdjustedWald, Wald, Student and, of few answers, Bootstrap.
	methods := []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.Student, survey.Bootstrap}
	want := map[int]string{
		10:  " 96.26/85.1 94.94/89.9 87.42/0.1 95.46/88.4 87.96/0.1",
		30:  " 95.32/86.0 95.02/90.1 92.65/0.1 94.45/88.6 93.23/0.1",
		100: " 95.05/85.7 95.05/93.5 94.28/0.2 94.70/84.4",
	}
	for _, n := range []int{10, 30, 100} {
		if n > 30 {
			methods = methods[:4]
		}
		holds := scoreCoverage(t, n, methods)
		for m, h := range holds {
			if n >= 100 && m < 2 && !(h.mean > .94 && h.mean < .96) {
				t.Errorf("n of %d, method %d: got a mean coverage of %g, want .94 to .96", n, m, h.mean)
			}
		}
		t.Logf("%4d%s", n, cells(holds))
		if got := cells(holds); got != want[n] {
			t.Errorf("n of %d: got%s, want%s", n, got, want[n])
		}
	}
}

// shareCoverage returns that of a proportion of n with the truth p.
func shareCoverage(t testing.TB, n int, m survey.Method, truths ...float64) []float64 {
	t.Helper()
	covered := make([]float64, len(truths))
	for yes := range n + 1 {
		i := done(survey.Proportion{Yes: int64(yes), Of: int64(n)}.Interval(survey.Config{Method: m}))(t)
		ways := logChoose(yes, n-yes)
		for k, p := range truths {
			if i.Low <= p && p <= i.High {
				covered[k] += math.Exp(ways + float64(yes)*math.Log(p) + float64(n-yes)*math.Log1p(-p))
			}
		}
	}
	return covered
}

// TestCoverageOfWaldIsAsPublished in Brown, Cai and DasGupta (2001), "Interval Estimation for a Binomial Proportion",
// section 2: a larger sample can be worse.
func TestCoverageOfWaldIsAsPublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    float64
		n    int
		want float64
	}{
		{.5, 17, .951}, {.5, 18, .904}, {.5, 40, .919}, {.2, 30, .946}, {.2, 98, .928},
		{.005, 591, .945}, {.005, 592, .792}, {.106, 100, .952}, {.107, 100, .911},
	} {
		got := shareCoverage(t, c.n, survey.Wald, c.p)[0]
		near(t, fmt.Sprintf("p=%g, n=%d", c.p, c.n), got, c.want, .00051)
	}
}

func TestCoverageOfProportionsIsExactlyThis(t *testing.T) {
	t.Parallel()
	truths := make([]float64, 2000)
	for i := range truths {
		truths[i] = (float64(i) + .5) / 2000
	}
	want := map[int]string{
		10:   " 95.41/83.6 96.45/92.4 95.33/86.8 98.38/96.1 76.93/0.2",
		30:   " 95.23/84.1 96.01/93.4 95.06/88.8 97.33/95.1 87.49/0.7",
		100:  " 95.11/83.9 95.55/93.9 95.00/88.0 96.46/95.0 92.23/2.5",
		1000: " 95.03/93.9 95.12/94.8 95.00/91.4 95.53/95.0 94.63/22.1",
	}
	for _, n := range []int{10, 30, 100, 1000} {
		var holds []hold
		for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Jeffreys, survey.ClopperPearson, survey.Wald} {
			h := hold{worst: 1}
			for _, c := range shareCoverage(t, n, m, truths[:1000]...) {
				h.add(c, 1000)
			}
			holds = append(holds, h)
			if m != survey.Wald && m != survey.ClopperPearson && n >= 100 && !(h.mean > .94 && h.mean < .96) {
				t.Errorf("n of %d, method %d: got a mean coverage of %g, want .94 to .96", n, m, h.mean)
			}
			if m == survey.ClopperPearson && h.worst < .95 {
				t.Errorf("Clopper and Pearson: got %g for n of %d, want at least .95", h.worst, n)
			}
		}
		t.Logf("%4d%s", n, cells(holds))
		if got := cells(holds); got != want[n] {
			t.Errorf("n of %d: got%s, want%s", n, got, want[n])
		}
	}
}

func TestCoverageOfDifferencesOfProportionsIsExactlyThis(t *testing.T) {
	t.Parallel()
	methods := []survey.Method{survey.ScoreTest, survey.MiettinenNurminen, survey.Mee, survey.AdjustedWald, survey.Wald}
	want := map[[2]int]string{
		{10, 10}:  " 95.41/90.7 95.90/91.2 95.34/91.2 95.90/92.6 89.54/39.6",
		{30, 20}:  " 95.18/89.0 95.32/93.9 95.11/93.7 95.55/93.4 92.79/71.6",
		{100, 50}: " 95.10/94.1 95.03/94.0 94.94/94.0 95.23/94.4 94.12/84.4",
	}
	for size, want := range want {
		var holds []hold
		for _, m := range methods {
			h := differenceCoverage(t, size[0], size[1], m)
			holds = append(holds, h)
			if size[0] >= 100 && m != survey.Wald && !(h.mean > .94 && h.mean < .96) {
				t.Errorf("sizes %v, method %d: got a mean coverage of %g, want .94 to .96", size, m, h.mean)
			}
		}
		t.Logf("%v%s", size, cells(holds))
		if got := cells(holds); got != want {
			t.Errorf("sizes %v: got%s, want%s", size, got, want)
		}
	}
}

// differenceCoverage returns that of two proportions, each from the middle of one of 20 parts of the scale.
func differenceCoverage(t testing.TB, m, n int, method survey.Method) hold {
	t.Helper()
	const parts = 20
	truth := func(i int) float64 { return (float64(i) + .5) / parts }
	chances := func(n int) (table [parts][]float64) {
		for i := range table {
			for k := range n + 1 {
				table[i] = append(table[i], math.Exp(logChoose(k, n-k)+float64(k)*math.Log(truth(i))+float64(n-k)*math.Log1p(-truth(i))))
			}
		}
		return table
	}
	first, second := chances(m), chances(n)
	var covered [parts][parts]float64
	for x := range m + 1 {
		for y := range n + 1 {
			a, b := survey.Proportion{Yes: int64(x), Of: int64(m)}, survey.Proportion{Yes: int64(y), Of: int64(n)}
			d := done(a.Minus(b, survey.Config{Method: method}))(t)
			for i := range parts {
				for j := range parts {
					if apart := truth(i) - truth(j); d.Low-1e-12 <= apart && apart <= d.High+1e-12 {
						covered[i][j] += first[i][x] * second[j][y]
					}
				}
			}
		}
	}
	h := hold{worst: 1}
	for i := range parts {
		for j := range parts {
			h.add(covered[i][j], parts*parts)
		}
	}
	return h
}

// anyShares draws shares from the uniform prior.
func anyShares(r *rand.Rand, n int) []float64 {
	shares, sum := make([]float64, n), 0.0
	for i := range shares {
		shares[i] = r.ExpFloat64()
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

// draw draws n answers and returns how often each was given.
func draw(r *rand.Rand, shares []float64, n int) []int64 {
	counts := make([]int64, len(shares))
	for range n {
		u, k := r.Float64(), 0
		for k < len(shares)-1 && u >= shares[k] {
			u -= shares[k]
			k++
		}
		counts[k]++
	}
	return counts
}

func meanOf(shares []float64) (m float64) {
	for i, s := range shares {
		m += float64(i+1) * s
	}
	return m
}

// TestCoverageOfComparisonsIsNear95Percent for two scores, two means, a mean, and the change of the same people,
// by 10,000 drawn surveys of 100 or 150 answers each; the standard error is 0.2 %.
func TestCoverageOfComparisonsIsNear95Percent(t *testing.T) {
	t.Parallel()
	const runs = 10_000
	r := rand.New(rand.NewPCG(7, 7))
	names := []string{"two scores, ScoreTest", "two scores, AdjustedWald", "two scores, Wald", "two scores, Student", "two means", "a mean", "paired scores", "paired top boxes"}
	covered := make([]float64, len(names))
	for range runs {
		p, q := anyShares(r, 3), anyShares(r, 3)
		x, y := draw(r, p, 150), draw(r, q, 100)
		a, b := promoter(t, x[0], x[1], x[2]), promoter(t, y[0], y[1], y[2])
		var found []survey.Interval
		truths := make([]float64, 0, len(names))
		for _, m := range []survey.Method{survey.ScoreTest, survey.AdjustedWald, survey.Wald, survey.Student} {
			found = append(found, done(a.Minus(b, survey.Config{Method: m}))(t).Interval)
			truths = append(truths, 100*(p[2]-p[0]-q[2]+q[0]))
		}
		u, v := anyShares(r, 5), anyShares(r, 5)
		first, second := tallied(t, draw(r, u, 150)...), tallied(t, draw(r, v, 100)...)
		found = append(found, done(first.Minus(second, survey.Config{}))(t).Interval, done(first.Mean(survey.Config{}))(t))
		truths = append(truths, meanOf(u)-meanOf(v), meanOf(u))
		changes := anyShares(r, 9)
		pairs := paired(t, draw(r, changes, 100))
		found = append(found, done(pairs.NetPromoter(survey.Config{}))(t).Interval, done(pairs.Top(2, survey.Config{}))(t).Interval)
		truths = append(truths, 100*netChange(changes), topChange(changes))
		for i, f := range found {
			if f.Low <= truths[i] && truths[i] <= f.High {
				covered[i] += 1. / runs
			}
		}
	}
	var text strings.Builder
	for i, name := range names {
		fmt.Fprintf(&text, "\n%-26s %.2f", name, 100*covered[i])
		if covered[i] < .94 || covered[i] > .96 {
			t.Errorf("%s: got a coverage of %g, want .94 to .96", name, covered[i])
		}
	}
	t.Log(text.String())
}

// paired returns pairs of answers 3, 7 and 10, in the order of before and then of after.
func paired(t testing.TB, counts []int64) *survey.Pairs {
	t.Helper()
	pairs := done(survey.NewPairs(scoring.Scale{Low: 0, High: 10, Step: 1}))(t)
	answers := []float64{3, 7, 10}
	for i, n := range counts {
		if err := pairs.AddMany(answers[i/3], answers[i%3], n); err != nil {
			t.Fatal(err)
		}
	}
	return pairs
}

func netChange(shares []float64) (m float64) {
	for i, s := range shares {
		m += s * float64(i%3-i/3)
	}
	return m
}

func topChange(shares []float64) (m float64) {
	for i, s := range shares {
		m += s * float64(i%3/2-i/3/2)
	}
	return m
}
