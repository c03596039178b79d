// Package lifetime tells how often customers will come back, who has left, and what a relationship is worth.
//
//	purchases, err := lifetime.ReadLog(file, lifetime.LogConfig{})
//	histories, err := purchases.Histories(time.Time{})
//	var s lifetime.Sample
//	for _, h := range histories {
//		err = s.Add(h.Customer)
//	}
//	m, fit, err := lifetime.FitMBGNBD(&s, lifetime.Config{})
//	more, err := m.Expected(histories[0].Customer, 52)
//
// A [Log] of purchases in any order becomes a [History] of each customer, customers who are alike are grouped in a
// [Sample], and a model is fitted to it. Logs and samples of parts merge into those of the whole. [GradeAll] grades
// customers without a model.
//
// [BGNBD], [MBGNBD] and [ParetoNBD] are models of customers who buy at any time and do not say when they leave; each is a
// [Model]. [BGBB] is that for occasions to buy, one by one. Where leaving is told, [SBG], [BDW] and [KaplanMeier] are
// for it. [GammaGamma] tells what a purchase brings and [Worth] what all to come do. A [Fit] says how well parameters
// are known, and each [Verdict] in it why not to believe them and what to do. [Interval], [Bootstrap] and
// [Foretell] carry that doubt to any figure. [NewBacktest], [Frequencies] and [Track] hold a model against
// what happened, and [Fit.Score] makes a figure one for a ledger.
//
// # Definitions that differ elsewhere
//
//   - X, TX and T count from the first purchase, and those of one day are one. Spend is of all but the first unless
//     [LogConfig] says otherwise.
//   - PAlive is that at T, or at the last occasion, as lifetimes has it; the BG/BB paper tabulates one occasion later.
//     BG/NBD has 1 for who never came back: where that is wrong, take MBG/NBD.
//   - Discounted takes a continuous rate per unit of time. Models of occasions and of renewals take a [Discount],
//     once a period; Worth does at the end of each period, or in its middle.
//   - Residual leaves out the period that is paid for, and Lifetime of a new customer does not.
//   - A log-likelihood is of all customers, in the caller's unit of time.
//   - The interval of a curve is on the logarithm as in R, or on another [Band]; there are two medians.
//
// # Guarantees
//
//   - The same customers in any order and in any parts give the same bits. Chance is only where a [DrawConfig] is.
//   - A change of the unit of time changes no prediction.
//   - Results are numbers, also where textbook formulas divide by zero or overflow; else there is an error.
//   - Data that do not carry a model give a verdict.
//
// # Limits
//
// There are no seasons and no prices in these models. Standard errors are those of large samples, and ranges hold if the
// model is right, which [NewBacktest] tells. Refunds are no purchases: net them out, or leave them out, before a log is
// read. The unit of time is the caller's to keep: models, customers and horizons must share it.
//
// Begin with customer.go and predict.go; then betageometric.go and pareto.go, where the formulas are.
package lifetime
