package heart_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// hearts are of three customers, of whom much, little and nothing is known.
func hearts(t fails) []heart.Heart {
	t.Helper()
	kept := slices.Repeat([]heart.Moment{{Kind: heart.PromiseKept, At: start()}, {Kind: heart.TreatedAsPerson, At: start()}}, 8)
	return []heart.Heart{
		measure(t, kept, start(), heart.Config{}),
		measure(t, kept[:2], start(), heart.Config{}),
		measure(t, nil, start(), heart.Config{}),
	}
}

// drawn draws hearts from a posterior.
func drawn(p heart.Posterior, src rand.Source) func() float64 {
	beta := func(b heart.Beta) distuv.Beta { return distuv.Beta{Alpha: b.Good, Beta: b.Bad, Src: src} }
	a, r, t := beta(p.Acknowledgement), beta(p.Respect), beta(p.Trust)
	return func() float64 { return math.Cbrt(a.Rand() * r.Rand() * t.Rand()) }
}

func crowd(t fails, above float64, all ...heart.Heart) *heart.Crowd {
	t.Helper()
	c := must[*heart.Crowd](t)(heart.NewCrowd(above))
	for _, h := range all {
		if err := c.Add(h); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestACrowdIsWhatDrawsOfItsHeartsAre(t *testing.T) {
	t.Parallel()
	all := slices.Repeat(hearts(t), 20)
	got := crowd(t, .6, all...).Read()
	src := rand.NewPCG(3, 4)
	var draws []func() float64
	for _, h := range all {
		draws = append(draws, drawn(h.Posterior, src))
	}
	const runs = 3000
	means, shares := make([]float64, runs), make([]float64, runs)
	for i := range runs {
		for _, draw := range draws {
			h := draw()
			means[i] += h / 60
			if h > .6 {
				shares[i] += 1. / 60
			}
		}
	}
	same := func(what string, e relationship.Estimate, draws []float64, within float64) {
		slices.Sort(draws)
		near(t, what, e.Value, sum(draws)/runs, within/4)
		near(t, what+", low", e.Low, draws[runs/40], within)
		near(t, what+", high", e.High, draws[runs-runs/40], within)
	}
	same("mean", got.Mean, means, .004)
	same("share above", got.Above, shares, 1./60)
	if got.Customers != 60 || got.Above.Basis != relationship.Guessed || got.Mean.N != got.Above.N {
		t.Errorf("got %+v", got)
	}
	near(t, "N", got.Mean.N, 20*(16+2), 1e-9)
	near(t, "guesses", got.Mean.Guesses, 1./3, 1e-9)
}

func TestMergedCrowdsAreOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.SampledFrom(hearts(t)), 0, 6).Draw(t, "hearts")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		a, b := crowd(t, .5, all[:cut]...), crowd(t, .5, rapid.Permutation(all[cut:]).Draw(t, "order")...)
		if err := b.Merge(a); err != nil {
			t.Fatal(err)
		}
		got := b.Read()
		if diff := cmp.Diff(crowd(t, .5, all...).Read(), got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		for _, e := range []relationship.Estimate{got.Mean, got.Above} {
			if err := e.Check(0, 1); err != nil || e.Known() != (len(all) > 0) {
				t.Fatalf("got %v (%v)", e, err)
			}
		}
	})
}

func TestACrowdOfOneIsItsHeart(t *testing.T) {
	t.Parallel()
	for _, h := range hearts(t) {
		got := crowd(t, .5, h).Read()
		near(t, "mean", got.Mean.Value, h.Heart.Value, 1e-12)
		near(t, "low", got.Mean.Low, h.Heart.Low, .01)
		near(t, "high", got.Mean.High, h.Heart.High, .01)
		near(t, "above", got.Above.Value, must[float64](t)(h.Posterior.Above(.5)), 1e-12)
		if got.Above.Low != 0 || got.Above.High != 1 {
			t.Errorf("got %v, want all from 0 to 1", got.Above)
		}
	}
}

func TestCrowdsRefuseWhatWasNotMeasured(t *testing.T) {
	t.Parallel()
	_, err := heart.NewCrowd(math.NaN())
	refused(t, "NaN", err, "above", "must be from 0 to 1")
	c := crowd(t, .5)
	refused(t, "no heart", c.Add(heart.Heart{}), "Posterior.Acknowledgement.Good", "must be from 0.05 to 1e+09")
	h := hearts(t)[0]
	h.Heart = relationship.Estimate{}
	refused(t, "an unknown heart", c.Add(h), "Heart", "must be an estimate that is known, from 0 to 1")
	refused(t, "another threshold", c.Merge(crowd(t, .6)), "above", "must be alike in both")
	if got := c.Read(); got != (heart.Gathering{}) {
		t.Errorf("got %v, want nobody", got)
	}
}

func TestSplitKeepsPartiesAndTiesApart(t *testing.T) {
	t.Parallel()
	ann, tie := relationship.PartyID("x").Ref(), relationship.TieID("x").Ref()
	all := must[map[relationship.Ref]*heart.Tally](t)(heart.Split(slices.Values([]heart.Moment{
		{Kind: heart.Thanked, At: start(), Of: ann}, {Kind: heart.Forgotten, At: start(), Of: tie}, {Kind: heart.Thanked, At: start(), Of: ann},
	}), heart.Config{}))
	if len(all) != 2 {
		t.Fatalf("got %d tallies", len(all))
	}
	near(t, "the party", must[heart.Heart](t)(all[ann].Read(start())).Heart.N, 2, 1e-12)
	near(t, "the tie", must[heart.Heart](t)(all[tie].Read(start())).Heart.N, 1, 1e-12)
}

func TestShareOfHeartIsThatOfDraws(t *testing.T) {
	t.Parallel()
	all := hearts(t)
	small := measure(t, slices.Repeat([]heart.Moment{{Kind: heart.PromiseBroken, At: start(), Weight: 50}}, 5), start(), heart.Config{})
	for _, brands := range [][]heart.Heart{{all[0], all[1]}, {all[1], all[0], all[2]}, {all[2], all[2], all[2], all[2]}, {small, all[0]}, {small, small}} {
		got := must[relationship.Estimate](t)(heart.Share(brands[0], brands[1:]))
		src := rand.NewPCG(5, 6)
		var draws []func() float64
		for _, h := range brands {
			draws = append(draws, drawn(h.Posterior, src))
		}
		const runs = 20_000
		shares := make([]float64, runs)
		for i := range shares {
			own := draws[0]()
			total := own
			for _, draw := range draws[1:] {
				total += draw()
			}
			shares[i] = own / total
		}
		slices.Sort(shares)
		near(t, "share", got.Value, sum(shares)/runs, .005)
		near(t, "low", got.Low, shares[runs/40], .008)
		near(t, "high", got.High, shares[runs-runs/40], .008)
	}
}

func TestSharesOfHeartSumToOne(t *testing.T) {
	t.Parallel()
	all := hearts(t)
	total := 0.0
	for i := range all {
		e := must[relationship.Estimate](t)(heart.Share(all[i], slices.Concat(all[:i], all[i+1:])))
		if err := e.Check(0, 1); err != nil || e.Basis != relationship.Guessed || e.N != 0 {
			t.Errorf("got %v (%v)", e, err)
		}
		total += e.Value
	}
	near(t, "sum", total, 1, 1e-9)
	near(t, "of two alike", must[relationship.Estimate](t)(heart.Share(all[0], all[:1])).Value, .5, 1e-9)
}

func TestShareOfHeartIsUnknownWithoutRivals(t *testing.T) {
	t.Parallel()
	all := hearts(t)
	if e, err := heart.Share(all[0], nil); err != nil || e.Known() {
		t.Errorf("got %v and error %v", e, err)
	}
	_, err := heart.Share(heart.Heart{}, nil)
	refused(t, "ours", err, "ours.Posterior.Acknowledgement.Good", "must be from 0.05 to 1e+09")
	_, err = heart.Share(all[0], []heart.Heart{all[1], {}})
	refused(t, "a rival", err, "rivals[1].Posterior.Acknowledgement.Good", "must be from 0.05 to 1e+09")
	_, err = heart.Share(all[0], slices.Repeat(all, 7))
	refused(t, "many", err, "rivals", "must be at most 20")
}
