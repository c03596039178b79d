package businesscase_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestErrorsOfDifferencesAreThoseOfRepeatedTrials(t *testing.T) {
	t.Parallel()
	const rounds, each, share, sd = 2000, 100, .2, 3.
	r := seeded(3)
	shares, means := make([]float64, rounds), make([]float64, rounds)
	for i := range rounds {
		for range each {
			for _, arm := range []float64{1. / each, -1. / each} {
				if r.Float64() < share {
					shares[i] += arm
				}
				means[i] += arm * sd * r.NormFloat64()
			}
		}
	}
	ofShare, ofMean := have(businesscase.ShareError(share, each))(t), have(businesscase.MeanError(sd, each))(t)
	_, seenShare := moments(shares)
	_, seenMean := moments(means)
	within := 4 / math.Sqrt(2*rounds) // of the standard deviation of so many
	agree(t, "share", seenShare, ofShare, ofShare*within)
	agree(t, "mean", seenMean, ofMean, ofMean*within)
}

// Of 20 % who leave in one arm, 400 customers in each tell a difference of 2.8 points from nothing with its own error:
// sqrt(2 . 0.2 . 0.8 / 400).
func TestErrorsAreTheTextbooks(t *testing.T) {
	t.Parallel()
	agree(t, "share", have(businesscase.ShareError(.2, 400))(t), .028284271247461905, 1e-16)
	agree(t, "mean", have(businesscase.MeanError(5, 50))(t), 1, 0)
}

func TestImpossibleErrorsAreRefused(t *testing.T) {
	t.Parallel()
	for _, share := range []float64{0, 1, -.1, 1.1, math.NaN(), math.Inf(1)} {
		_, err := businesscase.ShareError(share, 10)
		names(t, "a share", err, "share")
	}
	for _, sd := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, err := businesscase.MeanError(sd, 10)
		names(t, "a standard deviation", err, "sd")
	}
	_, err := businesscase.ShareError(.5, 0)
	names(t, "nobody", err, "each")
	_, err = businesscase.MeanError(1, -1)
	names(t, "fewer than nobody", err, "each")
}
