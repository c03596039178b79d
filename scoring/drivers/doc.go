// Package drivers finds what drives loyalty: how much of an outcome each of several answers explains, though they
// go together.
//
//	a, err := drivers.Analyse([]string{"staff", "price", "delivery"}, []drivers.Row{
//		{Outcome: 9, Drivers: []float64{5, 3, 4}},
//		{Outcome: 4, Drivers: []float64{2, 3, 0}, Gaps: []int{2}},
//		...
//	}, drivers.Config{})
//	fmt.Println(a.R2)                      // 0.41 (0.33 to 0.5), stated, n=312
//	fmt.Println(a.Ranked()[0].Shapley.Share) // 0.56 (0.47 to 0.66), stated, n=312
//	placed, lines, err := a.Quadrants(drivers.Lines{})
//
// An [Analysis] has two measures of importance for each [Driver], which seldom disagree: Shapley shares, also known
// as LMG, and Johnson's relative weights, with intervals. R² is always beside them, and a [Warning] names
// drivers that cannot be told apart, that never vary, or that are there twice. [Analysis.Quadrants] sets
// importance against performance: what to fix first.
//
// A [Moments] counts rows one by one and merges with those of other shops or computers. It is enough for the
// shares; only intervals need the rows.
//
// # Guarantees
//
//   - Shares sum to R², and are never below 0.
//   - Unit, zero point and order of drivers make no difference but for the last digits; direction none but for the
//     sign of a correlation. (With more than 20 drivers, order makes as much as [Driver.SamplingError] says.)
//   - One more driver never lowers R². A copy of one takes its part from that one alone.
//   - Collinear drivers, fewer rows than drivers and answers that never vary are warnings, not errors, and no
//     number is NaN or infinite. The same rows give the same intervals, unless a Config says how to draw.
//
// # Limits
//
// Importance is not effect: what explains satisfaction need not raise it when it is changed, and what nobody
// asked is not there. Only straight lines are seen: a driver that counts up to a point and no further has less
// than its due, as has one that counts only together with another. An outcome of two or three answers
// is taken as a number. Intervals take rows for drawn at random and independent of each other: several rows of one
// person, or people of a few shops, tell less than N says. As all
// shares are 0 or more and R² rises with each driver by chance alone, those of worthless drivers are small, not
// 0, and with few rows for many drivers intervals lie too high: compare AdjustedR2.
//
// Begin with analysis.go and row.go; then correlations.go, shapley.go and relative.go; bootstrap.go last.
package drivers
