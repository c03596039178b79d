package beliefs

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/scoring"
)

// asked is the question that a verdict answers.
const asked = "What do the figures say?"

// Write writes verdicts to a ledger: the State of each assumption, and a review that says, of when the verdict
// is, its reasons, and when what was measured will be too old. by is who judged; it may be empty. Where the
// assumption has that review already, nothing is written, so that it can be done again after an error.
//
// Each assumption is a batch of its own. It stops at the first error, which is that of
// [scoring.Ledger.UpdateAssumption]: so for a verdict from before its assumption was believed.
func Write(ctx context.Context, ledger *scoring.Ledger, by scoring.PartyID, verdicts []Verdict) error {
	for _, v := range verdicts {
		if err := write(ctx, ledger, by, v); err != nil {
			return err
		}
	}
	return nil
}

func write(ctx context.Context, ledger *scoring.Ledger, by scoring.PartyID, v Verdict) error {
	review := v.review(by)
	for a, err := range ledger.Assumptions(ctx, scoring.AssumptionQuery{IDs: []scoring.AssumptionID{v.Assumption}}) {
		if err != nil || written(a, review) {
			return err
		}
	}
	_, err := ledger.UpdateAssumption(ctx, v.Assumption, func(a *scoring.Assumption) error {
		if !written(*a, review) {
			a.State, a.Reviews = v.State, append(a.Reviews, review)
		}
		return nil
	})
	return err
}

func written(a scoring.Assumption, review scoring.Review) bool {
	return slices.ContainsFunc(a.Reviews, func(r scoring.Review) bool {
		return r.At.Equal(review.At) && r.Question == review.Question && r.Answer == review.Answer
	})
}

// review returns the verdict as the answer to a question.
func (v Verdict) review(by scoring.PartyID) scoring.Review {
	r := scoring.Review{At: v.At, By: by, Question: asked, Answer: v.String()}
	if v.GoodUntil.After(v.At) {
		r.Next, r.Due = "Measure again.", v.GoodUntil
	}
	return r
}
