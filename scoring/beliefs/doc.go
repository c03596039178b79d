// Package beliefs holds what an organisation believes about its customers, and pays for, against what was
// measured, and asks again what nobody has asked for long.
//
//	believed, err := beliefs.Leaders(attributes, points)   // what each leader gave to each attribute
//	found, err := beliefs.Compare(believed, funded, measured, beliefs.Config{Margin: 0.05})
//	verdicts, err := beliefs.Judge(assumptions, measurements, asOf, beliefs.Config{Margin: 0.05, MaxAge: year})
//	err = beliefs.Write(ctx, ledger, "anna", verdicts)
//
// A [Side] is the shares of all attributes, seen one way: believed, funded, or measured by whatever method
// gives estimates. [Compare] sets the three side by side: each [Gap] with its interval, the [Agreement] of their
// orders, and the [Misdirection] of money beside what chance alone would show.
//
// [Judge] does the same for assumptions of a [scoring.Ledger], one by one: each [Verdict] says whether one
// holds, is false, is untested or stale, with its reasons as numbers; [Write] keeps it.
//
// A [Session] asks the questions again that reopen an old assumption, [ReadyQuestions] or a host's own, and turns
// each [Reply] into a review that is dated, owned and followed up. [Agenda] tells what is to be looked at,
// and why.
//
// # Guarantees
//
//   - A verdict comes of an interval, never of a point. Where nothing is amiss, any of one comparison is False at
//     most as often as Config.Level allows; the tests print how often.
//   - Stale is by date alone.
//   - The order of attributes changes nothing, and swapping two sides mirrors their gaps, to the last digit.
//   - The misdirected share is 0 where funded is measured, and never above 1.
//
// # Limits
//
// Intervals are as good as the ranges they are made of, and those of two sides must not rest on the same people.
// Believed against measured, and funded against measured, are two families: both together miss more often
// than either. Importance depends on what was varied when it was measured: an attribute at which all are
// good does not show it. That money goes elsewhere than importance is a question, not a mistake: some things cost more.
//
// Begin with side.go, gap.go and verdict.go; then session.go.
package beliefs
