package businesscase

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
)

// ShareError returns the standard error of the difference between two shares, such as of customers who leave with a
// change and without it, measured with each customers in each of two arms: sqrt(2 share (1 - share) / each), where
// share, above 0 and below 1, is what is expected of both. Half the error takes four times the customers.
//
// The arms are of the same size: what a of one and b of the other tell, two arms of 2/(1/a + 1/b) each would. And
// customers are independent of each other. People of one shop or one gym are not, so that the error is larger: count
// shops in place of customers, or multiply it by the root of the design effect, which is 1 + (m-1) rho for m people of
// each shop whose correlation is rho (Kish, Survey Sampling, 1965).
//
// The error of a relative cut (p0 - p1)/p0, as [Change.Leaving] is one, is this divided by the share p0 where the cut
// is small. A large one is measured more sharply: one by half has about two thirds of that error.
//
// It returns an error matching [relationship.ErrInvalid] for a share or a number of customers that is not possible.
func ShareError(share float64, each int) (float64, error) {
	if err := rules.First(
		rules.Break("share", when(!(share > 0 && share < 1), "must be above 0 and below 1")),
		checkEach(each),
	); err != nil {
		return 0, opError("share error", err)
	}
	return math.Sqrt(2 * share * (1 - share) / float64(each)), nil
}

// MeanError returns the standard error of the difference between two means, such as of what customers spend, measured
// with each customers in each of two arms: sd sqrt(2 / each), where sd is the standard deviation between customers. As
// with [ShareError], the arms are of the same size, and customers are independent of each other.
//
// It returns an error matching [relationship.ErrInvalid] for an sd that is not above 0 and at most 1e300, and for a
// number of customers below 1.
func MeanError(sd float64, each int) (float64, error) {
	if err := rules.First(
		rules.Break("sd", when(!(sd > 0 && sd <= mostNumber), "must be above 0, and at most 1e300")),
		checkEach(each),
	); err != nil {
		return 0, opError("mean error", err)
	}
	return sd * math.Sqrt(2/float64(each)), nil
}

func checkEach(each int) error {
	return rules.Break("each", when(each < 1, "must be at least 1"))
}
