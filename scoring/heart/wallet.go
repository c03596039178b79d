package heart

import (
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// WalletBySpend returns the share of a customer's wallet that each brand has, from what was spent with each,
// in minor units of one currency. Shares sum to one. They are nil where nothing was spent: then nobody has
// a share, which is not a share of 0.
//
// It returns an error matching [relationship.ErrInvalid] for spend below 0. It takes O(n) time.
func WalletBySpend(spent []int64) ([]float64, error) {
	total := 0.0
	for i, s := range spent {
		if s < 0 {
			return nil, opError("wallet by spend", rules.Break(rules.Index("spent", i), "must not be below 0"))
		}
		total += float64(s)
	}
	if total == 0 {
		return nil, nil
	}
	shares := make([]float64, len(spent))
	for i, s := range spent {
		shares[i] = float64(s) / total
	}
	return shares, nil
}

// WalletByRank returns the share of a customer's wallet that each brand is likely to have, from how the
// customer ranks all brands that he uses, 1 being the best: the wallet allocation rule of Keiningham, Aksoy,
// Buoye and Cooil (2011),
//
//	share = (1 - rank/(n+1)) * 2/n
//
// Brands of the same rank share the mean of the places they take, so that 1, 1, 2 and 1, 1, 3 are alike:
// 1.5, 1.5 and 3. Shares sum to one; of no brands they are nil.
//
// It returns an error matching [relationship.ErrInvalid] for a rank below 1 or above the number of brands. It
// takes O(n log n) time.
func WalletByRank(ranks []int) ([]float64, error) {
	n := len(ranks)
	for i, r := range ranks {
		if r < 1 || r > n {
			return nil, opError("wallet by rank", rules.Break(rules.Index("ranks", i), "must be from 1 to the number of brands"))
		}
	}
	if n == 0 {
		return nil, nil
	}
	sorted := slices.Sorted(slices.Values(ranks))
	shares := make([]float64, n)
	for i, r := range ranks {
		shares[i] = (1 - meanPlace(sorted, r)/float64(n+1)) * 2 / float64(n)
	}
	return shares, nil
}

// meanPlace returns the mean of the places, from 1 on, that a rank takes among all.
func meanPlace(sorted []int, rank int) float64 {
	first, _ := slices.BinarySearch(sorted, rank)
	next, _ := slices.BinarySearch(sorted, rank+1)
	return float64(first+1+next) / 2
}
