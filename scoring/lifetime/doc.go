// Package lifetime tells how often customers will come back, who has left, and what a relationship is worth.
//
//	var s lifetime.Sample
//	err := s.Add(lifetime.Customer{X: 2, TX: 30.4, T: 38.9}) // and all others
//	m, fit, err := lifetime.FitParetoNBD(&s, lifetime.Config{})
//	there, err := m.PAlive(lifetime.Customer{X: 2, TX: 30.4, T: 38.9}, 0)
//	more, err := m.Expected(lifetime.Customer{X: 2, TX: 30.4, T: 38.9}, 52)
//
// What is known of a [Customer] is how often something was bought again, when last, and for how long we have watched. A
// log of purchases is counted into customers by [ReadLog]. Customers who are alike are counted together in a [Sample],
// and samples of parts merge.
//
// [BGNBD], [MBGNBD] and [ParetoNBD] are models of customers who do not say when they leave; each is a [Model]. Where
// customers do say so, [SBG], [BDW] and [KaplanMeier] are the ones to take. A [Fit] says how well a model's parameters are
// known, and each [Verdict] in it why not to believe them, with what to do. [Foresee], [Frequencies] and [Track] hold a
// model against what happened.
//
// # Guarantees
//
//   - Nothing is random: the same customers in any order and in any parts give the same bits.
//   - A change of the unit of time changes no prediction.
//   - Results are numbers, also where textbook formulas divide by zero or overflow; else there is an error.
//   - Data that do not carry a model give a verdict.
//
// # Limits
//
// Nothing is known about why customers come: there are no seasons and no prices in these models. Standard errors are those
// of large samples. The time unit is the caller's to keep: models, customers and horizons must share it.
//
// Begin with customer.go and predict.go; then betageometric.go and pareto.go, where the formulas are.
package lifetime
