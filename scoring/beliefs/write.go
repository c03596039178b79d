package beliefs

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/scoring"
)

// asked is the question that a verdict answers. Only verdicts do: so they are told from what people looked at.
const asked = "What do the figures say?"

// Write writes verdicts to a ledger: the State of each assumption, and a review that says, of when the verdict
// is, its reasons, and when what was measured will be too old. by is who judged; it may be empty.
//
// It may be done every night, and again after an error: nothing is written of a verdict that says the same as the
// last one written, of another day though it be, while the assumption has its State, or that is from before
// that one. To [Agenda] it is a look only where something was measured. ReviewBy stays as it is.
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
		if err != nil || v.written(a, review) {
			return err
		}
	}
	_, err := ledger.UpdateAssumption(ctx, v.Assumption, func(a *scoring.Assumption) error {
		if !v.written(*a, review) {
			a.State, a.Reviews = v.State, append(a.Reviews, review)
		}
		return nil
	})
	return err
}

// written reports whether there is nothing to write: the last verdict that was written is a later one, or says the
// same.
func (v Verdict) written(a scoring.Assumption, review scoring.Review) bool {
	for _, last := range slices.Backward(a.Reviews) {
		if last.Question == asked {
			same := last.Answer == review.Answer && last.Next == review.Next && last.Due.Equal(review.Due)
			return last.At.After(v.At) || same && a.State == v.State
		}
	}
	return false
}

// review returns the verdict as the answer to a question.
func (v Verdict) review(by scoring.PartyID) scoring.Review {
	r := scoring.Review{At: v.At, By: by, Question: asked, Answer: v.String()}
	if !v.GoodUntil.Before(v.At) { // the zero time is
		r.Next, r.Due = "Measure again.", v.GoodUntil
	}
	return r
}
