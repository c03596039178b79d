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
// An [Instrument] is what is asked: items, roots and remedies, as a value that a host changes as it likes. A
// [Tally] gathers a [Rating] at a time, or the sealed answers of a ledger, and merges. A [Round] is what they come
// to: obstacles from the most severe on, how far people agree, who sees it differently, what is blocked, elements
// that clash with aims, which root lies under it, and what to do first. [Compare] tells what became of it from
// round to round. [Round.Scores] makes scores for a ledger of it.
//
// # Guarantees
//
//   - Neither the order of ratings nor that of merging changes anything, to the last bit.
//   - A result holds no one who rated, and nothing that fewer people said than Config.Least, nor what would give it
//     away by subtraction: of teams within teams, of levels, or of both together.
//   - No range is without width, also where all say the same, and no number is NaN.
//   - Better and worse are said falsely of any item in about 5 of 100 pairs of rounds in which nothing changed, or
//     fewer.
//   - More people who find something more severe never make it less so.
//
// # Limits
//
// The weights of the ready instrument are a judgement. Ranges hold for people drawn at random from all who could be
// asked; who asks all of a small organisation has more than that. What people say holds them back is what they say.
// A root is a mean over items that speak for several, so that roots are near each other: read Strongest. Several
// rounds of a tally that goes on growing give away by difference who came to it: work one out when its window is
// over. There is no r_wg(j) of several items: it counts them as repeats of one, which obstacles are not, and rises
// with their number.
//
// Begin with instrument.go and round.go, then work.go; withhold.go is who is shown.
package readiness
