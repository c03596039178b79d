// Package kano tells which features are basic, which are a promise and which delight, by the method of Kano et al.
// (1984), and what to do first.
//
//	var heating kano.Tally
//	err := heating.Add(kano.Pair{Functional: 1, Dysfunctional: 3}) // likes it; neutral without it
//	...
//	found, err := heating.Evaluate(kano.Table{}, kano.Config{})
//	fmt.Println(found.Better, found.Worse, found.Ruled, found.Contested)
//	need.Class, need.ClassBasis = found.Class, found.ClassBasis
//
// Everyone asked answers two questions: how it would be with the feature, and how without. A [Table] makes a
// [Category] of each [Pair] of answers; [Berger] is the usual one. A [Tally] counts pairs, not categories, so that
// another table can be applied later; [Counts] are those by category, published ones or weighted ones too.
// Either gives a [Finding]: coefficients with their intervals, category by three rules, test, strengths, how many
// reject it, and the class of need. A [Study] keeps features and segments apart.
//
// [QuickWins] orders improvements by value against effort within each class and segment, basics first:
//
//	wins, err := kano.QuickWins(improvements, kano.WinConfig{})
//
// # Guarantees
//
//   - What is no answer is refused and not counted, so that categories always add up to the answers.
//   - Tallies merge in any order into what one pass gives, to the last digit.
//   - Nobody asked is unknown, and one answer is a wide range: neither is an error. So are coefficients where
//     all reject a feature.
//   - Nothing of a later class comes before an unmet basic of its segment unless the host named it; then
//     the win says so.
//   - The same improvements in any order give the same wins, chances too. Another unit of effort changes no place.
//
// # Limits
//
// Intervals hold for people drawn at random from all who could be asked. Answers are what people say, not what
// they do; a class by kano is stated, never observed. The rule for ties and close calls leans to must-be: it costs less
// to keep a basic for nothing than to miss one. Small segments are shown like any other: whoever
// publishes them must withhold first what would give somebody away.
//
// Begin with table.go and tally.go; then finding.go; then quickwins.go.
package kano
