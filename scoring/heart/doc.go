// Package heart measures how much of a customer's heart is won, from what happened between the two: whether
// the customer was acknowledged and respected, and is able to trust.
//
//	h, err := heart.Measure([]heart.Moment{
//		{At: may, Kind: heart.Remembered},
//		{At: june, Kind: heart.PromiseBroken, ID: "late parcel"},
//		{At: july, Kind: heart.ProblemRepaired, Repairs: "late parcel"},
//	}, asOf, heart.Config{})
//	fmt.Println(h.Heart, h.Reasons)
//
// A [Moment] is of a [Kind], whose [Meaning] says what it speaks to and how much it weighs; [ReadyKinds] is
// the table that counts where a host gives none. Moments fade with a half-life. What speaks for and
// against each of the three dimensions makes it a [Beta], and heart is the geometric mean of the three,
// so that no amount of warmth makes up for broken promises. A [Tally] does the same for moments as they
// come, and merges; [Split] keeps customers apart, and a [Crowd] rolls them up.
//
// Beside it stand [Share] of heart against rivals, [Mentions] for share of mind, [WalletBySpend] and
// [WalletByRank] for share of wallet, and [Reciprocate], which tells how later spending goes with heart.
//
// # Guarantees
//
//   - A moment that speaks only against dimensions never raises heart, and one that speaks only for dimensions
//     never lowers it, neither its value nor its limits (but for their last digits), unless it is the repair
//     of a failure and comes before one that counted.
//   - Heart is never above the cube root of any of its dimensions.
//   - Order and parts do not matter: merged tallies give the same to the last digit. Nor does it matter how
//     often a moment with an ID is delivered: it counts once.
//   - Nothing is drawn by chance. The interval of a heart is calculated, to nine digits, not simulated.
//
// # Limits
//
// The interval is a credible one: right where the prior is, and where moments are chances to do well that
// were taken or missed independently of each other, each weighing 1. Other weights and fading are the host's
// word for how much a moment tells, as are those of repairs ([ReadyKinds] cites what is known of them).
// Dimensions are taken for independent. What nobody recorded does not count: few moments are not few
// feelings.
//
// Begin with kind.go, moment.go and heart.go; then product.go, where the intervals come from.
package heart
