package feedback

import (
	"cmp"
	"math"
	"time"
)

// z95 is the quantile of the normal distribution that leaves 95 % between it and its mirror.
const z95 = 1.959963984540054

// Wilson returns the lower bound, at 95 % confidence, of the share of people who agree, from 0 to below
// 1: how good an idea is at least, given how few have voted so far. Those who pass have no part in it.
// With n votes and the share p of them agreeing it is
//
//	(p + z²/2n - z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
//
// (Wilson 1927), computed in a form in which nothing cancels out.
//
// Special cases are:
//   - where nobody agrees it is 0, also where there are no votes
//   - a number below 0 is taken as 0
func Wilson(agree, disagree int) float64 {
	a, d := float64(max(agree, 0)), float64(max(disagree, 0))
	if a == 0 {
		return 0
	}
	n, z2 := a+d, z95*z95
	return a / n * (2 * a / (2*a + z2 + z95*math.Sqrt(z2+4*a*(d/n))))
}

// Hot returns how much something trends that was said at an instant: the decimal logarithm of by how
// many more agree than disagree, below 0 where more disagree, plus one for each 12.5 hours since
// 8 December 2005, 07:46:43 UTC. So ten times the votes weigh as much as being said 12.5 hours later. It does
// not change as time goes by: newer things pass older ones.
//
// It is the log-time rule that Reddit made known, not rounded. Special cases are:
//   - where as many agree as disagree, or one more or less, the votes add 0
//   - a number below 0 is taken as 0
func Hot(agree, disagree int, at time.Time) float64 {
	const start, tenfold = 1134028003, 45000 // seconds
	lead := float64(max(agree, 0)) - float64(max(disagree, 0))
	order := math.Copysign(math.Log10(max(math.Abs(lead), 1)), lead)
	seconds := float64(at.Unix()-start) + float64(at.Nanosecond())/1e9
	return order + seconds/tenfold
}

// A Ranked is one thing in an order of many.
type Ranked struct {
	// Of is the item, theme or change.
	Of Ref

	// Tally is how many chose what.
	Tally

	// At is when it was said or proposed.
	At time.Time
}

// ByWilson orders things by [Wilson], the highest first: sort with [slices.SortFunc]. Of equal ones
// that with fewer who disagree goes first, then that with more who agree, then the older, then that
// with the smaller noun and ID. So one more who agrees never lowers a rank.
func ByWilson(a, b Ranked) int {
	return cmp.Or(
		cmp.Compare(b.Wilson(), a.Wilson()),
		cmp.Compare(a.Disagree, b.Disagree),
		cmp.Compare(b.Agree, a.Agree),
		a.At.Compare(b.At),
		compareRefs(a.Of, b.Of),
	)
}

// ByTrend orders things by [Hot], the highest first: sort with [slices.SortFunc]. Of equal ones that
// with the greater lead of those who agree goes first, then that with more who agree, then the newer,
// then that with the smaller noun and ID. So one more who agrees never lowers a rank.
func ByTrend(a, b Ranked) int {
	return cmp.Or(
		cmp.Compare(Hot(b.Agree, b.Disagree, b.At), Hot(a.Agree, a.Disagree, a.At)),
		cmp.Compare(b.Agree-b.Disagree, a.Agree-a.Disagree),
		cmp.Compare(b.Agree, a.Agree),
		b.At.Compare(a.At),
		compareRefs(a.Of, b.Of),
	)
}
