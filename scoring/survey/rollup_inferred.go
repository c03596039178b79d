package survey

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Serves says that somebody at the back serves a colleague, whom answers are about.
type Serves struct {
	// To is the colleague.
	To relationship.Ref

	// Share is what part of the work goes there, in any unit: shares count by what they are of their sum. Not below 0.
	Share float64
}

// Infer returns where people stand whom nobody was asked about, through the colleagues they serve: the mean of
// what is shown of those, by the shares of the work for them. The host gives the path. Only figures that are shown are used, so
// that nothing withheld can be worked out from it.
//
// The standings are in the order of who, all with Inferred. Their ranges are the means of the colleagues' ranges, as
// wide as if all were wrong in the same way; they do not say how much the work at the back matters to
// those at the front. N is how many answers would tell as much (Kish 1965).
//
// Where none of the colleagues is shown, the estimate is unknown. It returns an error matching
// [relationship.ErrInvalid] for shares that are negative, not finite, or all zero.
// It takes O(n) time in the number of groups and of those served.
func (s Standings) Infer(who []relationship.Ref, serves func(relationship.Ref) []Serves) ([]Standing, error) {
	shown := make(map[relationship.Ref]relationship.Estimate, len(s.Groups))
	for _, g := range s.Groups {
		shown[g.About] = g.Shrunk
	}
	inferred := make([]Standing, len(who))
	for i, about := range who {
		shares, err := sharesOf(serves(about))
		if err != nil {
			return nil, opError("infer standings", rules.Within(rules.Index("Who", i), err))
		}
		inferred[i] = Standing{About: about, Inferred: true}
		inferred[i].Shrunk, inferred[i].Weight = through(shares, shown)
	}
	return inferred, nil
}

// sharesOf returns the shares so that they sum to one, each colleague once, in the order of the first time.
func sharesOf(serves []Serves) ([]Serves, error) {
	most := 0.0
	for i, s := range serves {
		if !(s.Share >= 0 && s.Share <= math.MaxFloat64) {
			return nil, broken(rules.Index("Serves", i)+".Share", "must be a finite number, not below 0")
		}
		most = max(most, s.Share)
	}
	if len(serves) > 0 && most == 0 {
		return nil, broken("Serves.Share", "must not be 0 for all")
	}
	place := make(map[relationship.Ref]int, len(serves))
	var shares []Serves
	for _, s := range serves {
		i, found := place[s.To]
		if !found {
			i, place[s.To] = len(shares), len(shares)
			shares = append(shares, Serves{To: s.To})
		}
		shares[i].Share += s.Share / most // so that no sum is too large
	}
	scale(shares)
	return shares, nil
}

// scale makes shares sum to one, and returns what they summed to.
func scale(shares []Serves) (sum float64) {
	for _, s := range shares {
		sum += s.Share
	}
	for i := range shares {
		shares[i].Share /= sum
	}
	return sum
}

// through returns the mean of the estimates that are shown, and how large a share they are.
func through(shares []Serves, shown map[relationship.Ref]relationship.Estimate) (e relationship.Estimate, known float64) {
	shares = slices.DeleteFunc(shares, func(s Serves) bool { return !shown[s.To].Known() })
	if known = scale(shares); known == 0 {
		return relationship.Estimate{}, 0
	}
	doubt := 0.0
	from := make([]relationship.Estimate, len(shares))
	for i, s := range shares {
		f := shown[s.To]
		from[i] = f
		e.Value += s.Share * f.Value
		e.Low += s.Share * f.Low
		e.High += s.Share * f.High
		doubt += s.Share * s.Share / f.N
	}
	e.N = 1 / doubt
	e.Low, e.High = min(e.Low, e.Value), max(e.High, e.Value)
	return e.Derived(from...), min(known, 1)
}
