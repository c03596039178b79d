// Package readiness tells what keeps an organisation from acting on what it knows of its customers, as those who work
// in it see it.
//
//	tally, err := readiness.NewTally(readiness.ReadyInstrument())
//	err = tally.Add(readiness.Rating{By: "p17", Item: "short-term", Value: 4, At: monday})
//	...
//	round, err := tally.Round(readiness.Config{Team: teamsOf})
//	worst := round.Items[0] // its Severity, its Agreement, its Reasons and what it Blocks
//	became, err := readiness.Compare(spring, tally, readiness.Config{})
//
// An [Instrument] is what is asked: items, roots and remedies, as a value that a host changes as it likes. A [Tally]
// gathers a [Rating] at a time, or the sealed answers of a ledger, and merges. A [Round] is what they come to:
// obstacles from the most severe on, how far people agree, who sees it differently, what is blocked, elements that
// clash with aims, which root lies under it, and what to do first. [Compare] tells what became of it from round to
// round. [Round.Scores] makes scores for a ledger of it.
//
// # Guarantees
//
//   - Neither the order of ratings nor that of merging changes anything, to the last bit.
//   - A result holds no one who rated, and nothing that fewer people said than Config.Least, nor what would give it
//     away by subtraction: of teams within teams, of levels, of both together, or of items that few people rated
//     together.
//   - No range is without width, also where all say the same, and no number is NaN.
//   - Where nothing changed, any item is said to be better or worse in about 5 of 100 pairs of rounds; see [Compare].
//   - More people who find something more severe never make it less so.
//
// # Limits
//
// The weights of the ready instrument are a judgement. Ranges hold for people drawn at random from all who could be
// asked; who asks all of a small organisation has more than that. What people say holds them back is what they say. A
// root is a mean over items that speak for several, so that roots are near each other: read Strongest. Where all of a
// group say the same, what each of them said is known. Two rounds of one tally, as it grows or with other groups, give
// away by difference who is in only one of them: work one out once, when its window is over. There is no r_wg(j) of
// several items: it counts them as repeats of one, which obstacles are not, and rises with their number.
//
// Begin with instrument.go and round.go, then work.go; withhold.go and bond.go are about who is shown.
package readiness
