package survey

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// Holm returns the P-values of several tests, such as of each period against the one before, made up for their
// number: where those up to 0.05 are called changes, one or more is called so falsely in at most 5 of 100
// cases, whatever the tests have to do with each other (Holm 1979). They are in the order of ps.
// It returns an error matching [relationship.ErrInvalid] for what is no probability. It takes O(n log n) time.
func Holm(ps []float64) ([]float64, error) {
	order := make([]int, len(ps))
	for i, p := range ps {
		if !(p >= 0 && p <= 1) {
			return nil, opError("adjust for many tests", broken(rules.Index("P", i), "must be from 0 to 1"))
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ps[a], ps[b]) })
	adjusted, least := make([]float64, len(ps)), 0.0
	for rank, i := range order {
		least = max(least, min(float64(len(ps)-rank)*ps[i], 1))
		adjusted[i] = least
	}
	return adjusted, nil
}
