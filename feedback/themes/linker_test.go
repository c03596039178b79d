package themes

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Following nearest neighbours joins the same as looking for the best pair again and again.
func TestLinkingIsJoiningTheBestPairAgainAndAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const words = 6
		vectors := make([][]weight, rapid.IntRange(1, 12).Draw(t, "n"))
		for i := range vectors {
			for w := range int32(words) {
				if rapid.Bool().Draw(t, "said") {
					vectors[i] = append(vectors[i], weight{w, rapid.Float64Range(.1, 3).Draw(t, "weight")})
				}
			}
			vectors[i] = unit(vectors[i])
		}
		least := rapid.Float64Range(.05, .9).Draw(t, "least")
		var got [][]int
		for _, g := range newLinker(vectors, words).link(least) {
			got = append(got, g.members)
		}
		want, close := slowly(vectors, least)
		if d := cmp.Diff(want, got); d != "" && !close {
			t.Fatalf("(-slowly +fast)\n%s", d)
		}
	})
}

// slowly looks at all pairs each time. It also reports whether two choices were so close that the last
// bit decides.
func slowly(vectors [][]weight, least float64) (groups [][]int, close bool) {
	for i := range vectors {
		groups = append(groups, []int{i})
	}
	for {
		a, b, best, second := -1, -1, -1.0, -1.0
		for i := range groups {
			for j := range i {
				switch s := average(vectors, groups[i], groups[j]); {
				case s > best:
					a, b, best, second = j, i, s, best
				case s > second:
					second = s
				}
			}
		}
		close = close || best >= least && best-second < 1e-9 || math.Abs(best-least) < 1e-9
		if best < least {
			slices.SortFunc(groups, slices.Compare[[]int])
			return groups, close
		}
		joined := slices.Sorted(slices.Values(append(slices.Clone(groups[a]), groups[b]...)))
		groups = append(slices.Delete(slices.Delete(groups, b, b+1), a, a+1), joined)
	}
}

func average(vectors [][]weight, a, b []int) float64 {
	sum := 0.0
	for _, i := range a {
		for _, j := range b {
			for _, x := range vectors[i] {
				for _, y := range vectors[j] {
					if x.word == y.word {
						sum += x.of * y.of
					}
				}
			}
		}
	}
	return sum / float64(len(a)*len(b))
}
