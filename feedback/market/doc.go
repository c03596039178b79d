// Package market lets people bet play coins on what a change will lead to. The price of a share is the
// probability that all of them together give to an outcome.
//
//	m, err := market.Open(market.Terms{
//		Outcomes: []string{"fewer calls", "as many"}, Criterion: "Calls in May against those in March",
//		Judge: "judy", Sponsor: "us", WorstLoss: 500, Closes: closes,
//	})
//	act, err := m.Trade(market.Order{By: "ann", At: now, Outcome: 0, Spend: 40})
//	act, err = m.Settle("judy", later, 0)
//
// A [Market] is opened with [Terms], which never change: the outcomes, the criterion and its judge, the
// sponsor's worst loss. A sponsor stands against every trade, so that there is always a price, by the
// logarithmic market scoring rule (Hanson 2003); the calculation alone is a [Maker]. Shares and coins are
// whole. A share of the outcome that comes true is worth a coin, so that nothing is left to round in
// the end. Orders that name coins or a price come as near as whole shares do.
//
// What is done is an [Act], and a market is nothing but its terms and its acts: [Replay] makes it of
// them. A [Hall] keeps markets in a café, where many trade at once in several programs, and knows who may see
// and do what:
//
//	hall := market.NewHall(cafe, market.HallConfig{})
//	act, err := hall.For(viewer).Trade(ctx, "calls", market.Order{Outcome: 0, Spend: 40})
//
// [Calibrate] tells from past markets how far to trust the next one.
//
// # Guarantees
//
//   - The sponsor never loses more than [Market.WorstLoss], which is known beforehand.
//   - Coins are neither made nor lost: with the sponsor's, the [Holding]s sum to 0 after every act.
//   - No way of trading that ends where it began gains anything, not even for several traders together.
//   - Nothing is done before what was done last.
//   - What is refused changes nothing, and is told with the field and its rule.
//   - The same terms and acts give the same market, on every machine.
//   - In a hall, a trade that was confirmed is in the store, and one that was interrupted is there or not. An
//     erasure takes names and words, and no coin.
//
// # Limits
//
// What a trader owns beside a market is the host's to know: Terms.Limit bounds what one puts into one market.
// Who can leave something without a name can make any number of pseudonyms, each a trader with a limit: so a hall
// lets none of them trade, unless HallConfig.Unnamed is set. Nobody sells what is not held: who expects less of
// an outcome buys the others. There is one judge, whose word after a dispute is final.
//
// Begin with terms.go, order.go and act.go; then odds.go, where the formulas are; then hall.go and place.go.
package market
