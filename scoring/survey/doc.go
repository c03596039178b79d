// Package survey counts answers to questions of loyalty, satisfaction and effort, and tells how sure the figures are
// that come of them.
//
//	var spring, autumn survey.NetPromoter
//	err := spring.Add(9)
//	...
//	score := spring.Estimate()                          // 4.369 (-2.82 to 11.51), stated, n=412
//	rise, err := autumn.Minus(spring, survey.Config{})  // by how much, and its P-value
//
// What is counted is a tally: a [NetPromoter] of answers from 0 to 10, a [Tally] of answers on any other scale with
// steps, [Pairs] of what the same people answered before and after. Tallies hold whole counts by answer and nothing
// else. So those of days, shops or computers merge in any order into what one pass over all answers would give,
// and the distribution can be drawn from them.
//
// A tally gives a score, a mean or a [Proportion] as an [Interval], and the difference of two as a [Difference]
// with its P-value. A [Config] sets the level and the [Method]; without one, both are what there is most to say for.
//
// A [Timeline] keeps tallies by calendar period, a [Fading] one lets old answers weigh less, a [CUSUM] tells when
// a level has changed. A [Rollup] compares employees, teams and touchpoints fairly; [Weigh] and [Poststratify]
// make up for who answers.
//
// # Guarantees
//
//   - What is no answer on the scale is refused and not counted, so that groups always add up.
//   - An interval holds its value and stays on its scale; a surer one is wider.
//   - Nobody asked is unknown, and all of one mind is a range with some width: neither is an error.
//   - Swapping two groups mirrors their difference, to the last digit but rounding.
//
// # Limits
//
// Intervals hold for answers drawn at random from all who could be asked. They say nothing of those who never
// answer, of a question that leads, nor of answers of one person counted twice. An interval that is looked at every
// day will leave out the truth on some of them. P-values are of one comparison: whoever makes twenty will find one
// below 0.05 by chance.
//
// Begin with recommend.go and tally.go; then interval.go, where the methods are listed.
package survey
