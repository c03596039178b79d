package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// A household is one customer who never was, of those whose every contact was kept for two years.
type household struct {
	periods []heart.Period // half-years
	left    bool           // when the two years were over
}

// halfYears is for how many half-years households were watched.
const halfYears = 4

// begin is when they began to be watched.
func begin() time.Time { return time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC) }

// households returns n of them: what happens to each comes by chance, and whoever is treated well buys a little more
// later, and leaves less often.
func households(n int) ([]household, error) {
	r := rand.New(rand.NewPCG(4, 10))
	all := make([]household, n)
	for i := range all {
		habit, warmth := 500+100*r.NormFloat64(), r.Float64()
		var moments []heart.Moment
		felt := .5
		for p := range halfYears {
			from := begin().AddDate(0, 6*p, 0)
			spent := habit * (.75 + .5*felt + .08*r.NormFloat64())
			for range r.IntN(4) {
				moments = append(moments, heart.Moment{At: from.AddDate(0, 0, r.IntN(180)), Kind: happens(r, warmth)})
			}
			h, err := heart.Measure(moments, from.AddDate(0, 6, 0), heart.Config{})
			if err != nil {
				return nil, err
			}
			felt = h.Heart.Value
			all[i].periods = append(all[i].periods, heart.Period{
				Party: relationship.PartyID(fmt.Sprintf("h%03d", i)), Period: p, Heart: h.Heart, Spent: int64(100 * max(0, spent)),
			})
		}
		all[i].left = r.Float64() < .38-.42*felt
	}
	return all, nil
}

// happens draws what happens in a contact.
func happens(r *rand.Rand, warmth float64) heart.Kind {
	good := []heart.Kind{heart.PromiseKept, heart.ListenedTo, heart.Thanked, heart.ProblemOwned}
	bad := []heart.Kind{heart.PromiseBroken, heart.TreatedAsNumber, heart.Ignored, heart.ProblemMet}
	if r.Float64() < .25+.6*warmth {
		return good[r.IntN(len(good))]
	}
	return bad[r.IntN(len(bad))]
}

// cohorts returns how many of those who came in one year were there at the beginning and after each renewal since, the
// oldest first. Each leaves with a chance of its own.
func cohorts() [][]int {
	r := rand.New(rand.NewPCG(2, 9))
	var all [][]int
	for years := 6; years > 0; years-- {
		survivors := make([]int, years)
		for range 7_000 {
			leaves := .08 + .35*r.Float64()*r.Float64()
			for y := range years {
				survivors[y]++
				if r.Float64() < leaves {
					break
				}
			}
		}
		all = append(all, survivors)
	}
	return all
}
