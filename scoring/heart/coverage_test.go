package heart_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"gonum.org/v1/gonum/stat/distuv"
)

// Hearts are drawn from the prior, moments by them, one after another for each dimension, and nothing fades.
// Of 20,000 hearts each, seed 7, so many are within the 95 % interval, below and above it:
//
//	prior       moments   within   below   above   mean width
//	1, 1              0    95.0%    2.5%    2.5%        0.724
//	1, 1              1    95.0%    2.6%    2.5%        0.619
//	1, 1              5    94.8%    2.5%    2.7%        0.432
//	1, 1             20    94.9%    2.6%    2.5%        0.255
//	0.5, 0.5          0    94.7%    2.6%    2.8%        0.876
//	0.5, 0.5          5    94.7%    2.5%    2.8%        0.454
//	4, 1              5    95.1%    2.4%    2.4%        0.287
//	4, 1             20    95.0%    2.5%    2.4%        0.183
func TestNineteenOfTwentyIntervalsHoldTheHeartThatTheyAreOf(t *testing.T) {
	t.Parallel()
	const runs = 20_000
	for _, c := range []struct {
		prior   heart.Beta
		moments int
	}{
		{heart.Beta{Good: 1, Bad: 1}, 0}, {heart.Beta{Good: 1, Bad: 1}, 1}, {heart.Beta{Good: 1, Bad: 1}, 5}, {heart.Beta{Good: 1, Bad: 1}, 20},
		{heart.Beta{Good: .5, Bad: .5}, 0}, {heart.Beta{Good: .5, Bad: .5}, 5}, {heart.Beta{Good: 4, Bad: 1}, 5}, {heart.Beta{Good: 4, Bad: 1}, 20},
	} {
		src := rand.NewPCG(7, 7)
		rng := rand.New(src)
		prior := distuv.Beta{Alpha: c.prior.Good, Beta: c.prior.Bad, Src: src}
		known := make(map[[3]int]relationship.Estimate) // by what was seen, in any order
		var below, above, width float64
		for range runs {
			product, seen := 1.0, [3]int{}
			for d := range seen {
				x := prior.Rand()
				product *= x
				for range c.moments {
					if rng.Float64() < x {
						seen[d]++
					}
				}
			}
			slices.Sort(seen[:])
			e, ok := known[seen]
			if !ok {
				e = seenHeart(t, c.prior, seen, c.moments)
				known[seen] = e
			}
			width += (e.High - e.Low) / runs
			switch h := math.Cbrt(product); {
			case h < e.Low:
				below += 1. / runs
			case h > e.High:
				above += 1. / runs
			}
		}
		t.Logf("%-8s   %7d   %5.1f%%   %4.1f%%   %4.1f%%   %10.3f", fmt.Sprint(c.prior.Good, ", ", c.prior.Bad), c.moments,
			100*(1-below-above), 100*below, 100*above, width)
		if math.Abs(1-below-above-.95) > .01 {
			t.Errorf("%v, %d moments: got a coverage of %.4f, want 0.95 within 0.01", c.prior, c.moments, 1-below-above)
		}
	}
}

// seenHeart returns the heart of so many good moments of each dimension, the rest being bad.
func seenHeart(t *testing.T, prior heart.Beta, good [3]int, moments int) relationship.Estimate {
	t.Helper()
	cfg := heart.Config{Prior: heart.Posterior{Acknowledgement: prior, Respect: prior, Trust: prior}}
	cfg.Kinds = map[heart.Kind]heart.Meaning{"not-heard": {Respect: -1}}
	maps.Copy(cfg.Kinds, heart.ReadyKinds())
	cfg.Kinds[heart.ListenedTo] = heart.Meaning{Respect: 1}
	cfg.Kinds[heart.PromiseBroken] = heart.Meaning{Trust: -1}
	var all []heart.Moment
	for d, kinds := range [3][2]heart.Kind{{heart.Thanked, heart.Forgotten}, {heart.ListenedTo, "not-heard"}, {heart.PromiseKept, heart.PromiseBroken}} {
		for i := range moments {
			k := kinds[0]
			if i >= good[d] {
				k = kinds[1]
			}
			all = append(all, heart.Moment{Kind: k, At: start()})
		}
	}
	return measure(t, all, start(), cfg).Heart
}
