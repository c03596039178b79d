// Package chart draws what the room scoring measures, as SVG or PNG, through gonum/plot.
//
//	c, err := chart.OverTime([]chart.Line{{Name: "Shops", Points: points}}, chart.Config{Title: "Net promoter score"})
//	err = c.WriteSVG(w)
//	err = c.Table().WriteText(os.Stdout)
//
// # Pictures
//
// [OverTime] draws estimates at instants, with their ranges and with marks where something changed;
// [Counts] how often each answer was given; [Intervals] estimates side by side, each with its range and, if
// there is one, the estimate that it was drawn from; [Spots] things by two estimates; [Slopes] things by several ways of
// estimating them. Every [Chart] is also a [Table] of the same numbers:
// what a picture shows can be read, copied and heard.
//
// From what the drawers of scoring find there is a picture at once: [ScoreLine], [Standings], [Hearts], [Shares], [Kano],
// [QuickWins], [Drivers], [Performance], [Beliefs]; of a case for change [Fan], [Tornado], [LossCurve] and [WorthKnowing]; of what
// gets in its way [ObstacleMap], [Clashes] and [Blocks].
//
// # Guarantees
//
// The same input gives the same bytes. A range is drawn wherever there is one. Colours differ by at
// least 25 (CIE 1976) for all eyes, also with protanopia, deuteranopia and tritanopia, and stand out 3 to 1 from the
// ground; the form of a mark says again what its colour does. All text is escaped.
//
// # Limits
//
// The fonts of PNG pictures have Latin, Greek and Cyrillic letters; an SVG is shown with the fonts of whoever
// looks at it. Text runs from left to right. Numbers are drawn from -1e15 to 1e15.
package chart
