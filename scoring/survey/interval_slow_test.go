package survey_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/kithcrm/kith/scoring/survey"
	"pgregory.net/rapid"
)

// highest returns where a function with one summit is highest, by thirds.
func highest(low, high float64, f func(float64) float64) float64 {
	for range 200 {
		a, b := low+(high-low)/3, high-(high-low)/3
		if f(a) < f(b) {
			low = a
		} else {
			high = b
		}
	}
	return (low + high) / 2
}

// xlogy is x log y, and 0 for an x of 0.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(max(y, 1e-300))
}

// few draws a count of at most 60.
func few() *rapid.Generator[int64] { return rapid.Int64Range(0, 60) }

// TestLimitsOfAScoreAreWhereTheLikeliestDistributionIsRejected finds that distribution by looking at all.
func TestLimitsOfAScoreAreWhereTheLikeliestDistributionIsRejected(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, p, c := float64(few().Draw(t, "d")), float64(few().Draw(t, "p")), float64(few().Draw(t, "c"))
		n := d + p + c
		if n == 0 {
			return
		}
		i := done(promoter(t, int64(d), int64(p), int64(c)).Interval(survey.Config{}))(t)
		for _, limit := range []float64{i.Low / 100, i.High / 100} {
			if math.Abs(limit) == 1 {
				continue
			}
			q := highest(max(0, -limit), (1-limit)/2, func(q float64) float64 {
				return xlogy(d, q) + xlogy(c, q+limit) + xlogy(p, 1-2*q-limit)
			})
			z := ((c-d)/n - limit) / math.Sqrt((2*q+limit-limit*limit)/n)
			near(t, "z at a limit", math.Abs(z), 1.959963984540054, 1e-5)
		}
	})
}

// TestLimitsOfADifferenceAreWhereTheLikeliestPairIsRejected does the same for two proportions.
func TestLimitsOfADifferenceAreWhereTheLikeliestPairIsRejected(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, n := float64(1+few().Draw(t, "m")), float64(1+few().Draw(t, "n"))
		x, y := math.Round(m*rapid.Float64Range(0, 1).Draw(t, "x")), math.Round(n*rapid.Float64Range(0, 1).Draw(t, "y"))
		a, b := survey.Proportion{Yes: int64(x), Of: int64(m)}, survey.Proportion{Yes: int64(y), Of: int64(n)}
		d := done(a.Minus(b, survey.Config{Method: survey.Mee}))(t)
		for _, limit := range []float64{d.Low, d.High} {
			if math.Abs(limit) == 1 {
				continue
			}
			q := highest(max(0, -limit), min(1, 1-limit), func(q float64) float64 {
				return xlogy(x, q+limit) + xlogy(m-x, 1-q-limit) + xlogy(y, q) + xlogy(n-y, 1-q)
			})
			p := q + limit
			z := (x/m - y/n - limit) / math.Sqrt(p*(1-p)/m+q*(1-q)/n)
			near(t, "z at a limit", math.Abs(z), 1.959963984540054, 1e-5)
		}
	})
}

// TestTheBootstrapIsTheConvolutionOfAllAnswers adds answer to answer.
func TestTheBootstrapIsTheConvolutionOfAllAnswers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, p, c := few().Draw(t, "d"), few().Draw(t, "p"), few().Draw(t, "c")
		n := int(d + p + c)
		if n == 0 {
			return
		}
		one := [3]float64{float64(d) / float64(n), float64(p) / float64(n), float64(c) / float64(n)}
		sums := []float64{1}
		for range n {
			next := make([]float64, len(sums)+2)
			for i, s := range sums {
				for j, q := range one {
					next[i+j] += s * q
				}
			}
			sums = next
		}
		at := func(q float64) float64 {
			all := 0.0
			for i, s := range sums {
				if all += s; all >= q-1e-12 {
					return 100 * float64(i-n) / float64(n)
				}
			}
			return 100
		}
		i := done(promoter(t, d, p, c).Interval(survey.Config{Method: survey.Bootstrap}))(t)
		near(t, "low", i.Low, at(.025), 1e-12)
		near(t, "high", i.High, at(.975), 1e-12)
	})
}

// TestTheBootstrapOfManyIsThatOfTheNormalDistribution within a step or two of its grid, on both sides of where
// it is taken for it, and also where hardly anybody was no passive.
func TestTheBootstrapOfManyIsThatOfTheNormalDistribution(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{10_000_000, 20_000_000, 1 << 53} {
		tally := promoter(t, n/5, n/3, n/2)
		boot := done(tally.Interval(survey.Config{Method: survey.Bootstrap}))(t)
		wald := done(tally.Interval(survey.Config{Method: survey.Wald}))(t)
		near(t, "low, in steps", boot.Low*float64(n)/100, wald.Low*float64(n)/100, 2/math.Abs(wald.Low*float64(n)/100))
		near(t, "high, in steps", boot.High*float64(n)/100, wald.High*float64(n)/100, 2/math.Abs(wald.High*float64(n)/100))
	}
	// A Poisson number with a mean of 3 is from 0 to 7 with 95 %.
	rare := done(promoter(t, 0, 1<<40-3, 3).Interval(survey.Config{Method: survey.Bootstrap}))(t)
	near(t, "few in a billion: low", rare.Low*(1<<40)/100, 0, 1e-9)
	near(t, "few in a billion: high", rare.High*(1<<40)/100, 7, 1e-9)
}

// TestFishersTestCountsTables works out all tables in whole numbers.
func TestFishersTestCountsTables(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, n := few().Draw(t, "m"), few().Draw(t, "n")
		x, y := rapid.Int64Range(0, m).Draw(t, "x"), rapid.Int64Range(0, n).Draw(t, "y")
		ways := func(k int64) *big.Int {
			both := new(big.Int).Binomial(m, k)
			return both.Mul(both, new(big.Int).Binomial(n, x+y-k))
		}
		seen, rare, all := ways(x), new(big.Int), new(big.Int)
		for k := max(0, x+y-n); k <= min(m, x+y); k++ {
			w := ways(k)
			all.Add(all, w)
			if w.Cmp(seen) <= 0 {
				rare.Add(rare, w)
			}
		}
		want, _ := new(big.Rat).SetFrac(rare, all).Float64()
		got := done(survey.Proportion{Yes: x, Of: m}.FisherP(survey.Proportion{Yes: y, Of: n}))(t)
		near(t, "P", got, want, 1e-12)
	})
}

// TestMannWhitneyComparesEverybodyWithEverybody counts who answered higher than whom.
func TestMannWhitneyComparesEverybodyWithEverybody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.IntRange(1, 5), 1, 30)
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		wins, same := 0.0, map[int]float64{}
		for _, v := range a {
			same[v]++
			for _, w := range b {
				switch {
				case v > w:
					wins++
				case v == w:
					wins += .5
				}
			}
		}
		for _, w := range b {
			same[w]++
		}
		m, n, ties := float64(len(a)), float64(len(b)), 0.0
		for v := range 6 {
			ties += same[v]*same[v]*same[v] - same[v]
		}
		variance := m * n / 12 * (m + n + 1 - ties/((m+n)*(m+n-1)))
		want := 1.0
		if off := math.Abs(wins-m*n/2) - .5; off > 0 {
			want = math.Erfc(off / math.Sqrt(2*variance))
		}
		got := done(answered(t, a).MannWhitneyP(answered(t, b)))(t)
		near(t, "P", got, want, 1e-9)
	})
}

// answered returns a tally of answers from 1 to 5.
func answered(t failer, answers []int) *survey.Tally {
	t.Helper()
	tally := tallied(t, 0, 0, 0, 0, 0)
	for _, v := range answers {
		if err := tally.Add(float64(v)); err != nil {
			t.Fatal(err)
		}
	}
	return tally
}

// TestAMeanIsThatOfAllAnswersOneByOne, and so is its interval.
func TestAMeanIsThatOfAllAnswersOneByOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOfN(rapid.IntRange(1, 5), 11, 11).Draw(t, "answers")
		sum, squares := 0.0, 0.0
		for _, v := range answers {
			sum += float64(v)
		}
		for _, v := range answers {
			squares += (float64(v) - sum/11) * (float64(v) - sum/11)
		}
		i := done(answered(t, answers).Mean(survey.Config{}))(t)
		near(t, "mean", i.Value, sum/11, 1e-14)
		if half := 2.2281388519649385 * math.Sqrt(squares/10/11); half > 0 {
			near(t, "low", i.Low, max(1, sum/11-half), 1e-9)
			near(t, "high", i.High, min(5, sum/11+half), 1e-9)
		}
	})
}

// TestStudentsTIsThatOfClosedForms takes two answers (1 degree of freedom, Cauchy), three (2), five (4) and ten (9).
func TestStudentsTIsThatOfClosedForms(t *testing.T) {
	t.Parallel()
	beyond := map[int64]func(x float64) float64{
		1: func(x float64) float64 { return 1 - 2*math.Atan(x)/math.Pi },
		2: func(x float64) float64 { return 1 - x/math.Sqrt(x*x+2) },
		4: func(x float64) float64 {
			c := 4 / (4 + x*x)
			return 1 - math.Sqrt(1-c)*(1+c/2)
		},
		9: func(x float64) float64 {
			angle := math.Atan(x / 3)
			c := math.Cos(angle) * math.Cos(angle)
			return 1 - 2/math.Pi*(angle+math.Sin(angle)*math.Cos(angle)*(1+c*2/3*(1+c*4/5*(1+c*6/7))))
		},
	}
	for degrees, beyond := range beyond {
		n := degrees + 1
		low, high := n/2, n-n/2
		// Answers in the middle of a long scale, so that its ends are far away.
		counts := make([]int64, 10_001)
		counts[4999], counts[5000] = low, high
		tally := tallied(t, counts...)
		i := done(tally.Mean(survey.Config{}))(t)
		share := float64(low) / float64(n)
		deviation := math.Sqrt(share * (1 - share) / float64(degrees))
		near(t, "what is beyond the limits", beyond((i.High-i.Low)/2/deviation), .05, 1e-10)
	}
}

// TestStudentsTComesToTheNormalDistribution from below 10,000 degrees of freedom to above, by the first two
// terms of the series by which they differ (Fisher 1926).
func TestStudentsTComesToTheNormalDistribution(t *testing.T) {
	t.Parallel()
	const z = 1.959963984540054
	for _, n := range []int64{9_000, 11_000, 1_000_001, 1_000_000_001, 1 << 54} {
		i := done(tallied(t, n/2, n-n/2).Mean(survey.Config{}))(t)
		share, degrees := float64(n/2)/float64(n), float64(n-1)
		deviation := math.Sqrt(share * (1 - share) / degrees)
		want := z + (z*z*z+z)/(4*degrees) + (5*math.Pow(z, 5)+16*z*z*z+3*z)/(96*degrees*degrees)
		near(t, "t", (i.High-i.Low)/2/deviation, want, max(1e-11, 1e-16/deviation))
	}
}
