package drivers

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// An Analysis says what drives an outcome, how much of it that is, and what to be careful about.
type Analysis struct {
	// Drivers are the drivers in the order of their names as given.
	Drivers []Driver

	// R2 is the share of the outcome's variance that all drivers together explain, from 0 to 1. It is
	// unknown where the outcome does not vary. Where it is small, what drives the outcome was not asked.
	R2 relationship.Estimate

	// AdjustedR2 is R2 less what as many drivers would explain by chance, at most 1, and below 0 where they
	// explain less than that. It is unknown where rows are worth no more than drivers and one.
	AdjustedR2 relationship.Estimate

	// Rows is how many rows count: those in which everything was answered.
	Rows int64

	// LeftOut is how many rows were left out because of a gap, and OutcomeGaps in how many of those the
	// outcome was not answered.
	LeftOut, OutcomeGaps int64

	// Condition is how many times the widest direction of the drivers, each scaled to the same width, is as wide
	// as the narrowest: 1 where they are uncorrelated, cause for care above 30 (Belsley, Kuh and Welsch 1980). It
	// is 0 where some follow from others or none varies. Constant drivers and copies do not count.
	Condition float64

	// Orders is how many orders of drivers were tried for the Shapley shares; 0 means all.
	Orders int

	// Warnings are what to be careful about, in the order of the reasons.
	Warnings []Warning
}

// A Driver is what may drive the outcome.
type Driver struct {
	// Name is its name as given.
	Name string

	// Shapley is its importance by Shapley shares: what it adds to R² on average over all orders of drivers
	// (Lindeman, Merenda and Gold 1980).
	Shapley Importance

	// Relative is its importance by relative weights (Johnson 2000).
	Relative Importance

	// SamplingError is the standard error of the Value of Shapley.Explained that comes of trying only some of
	// the orders; 0 where all were tried.
	SamplingError float64

	// Correlation is that with the outcome, from -1 to 1. Importance has no sign: below 0, more of this goes with
	// less of the outcome. It is unknown where one of them does not vary.
	Correlation relationship.Estimate

	// Performance is the mean answer, with Student's interval. It is unknown with fewer than two rows. Where all
	// answered the same, Low and High are Value too: that is no certainty, but how far answers may differ
	// cannot be told from such rows. The driver is then among the Constant ones, and its quadrant is not Sure.
	Performance relationship.Estimate

	// Own is the share of its variance that it does not have in common with the other drivers, from 0 to 1: 0
	// where it follows from them or does not vary. 1/Own is known as the variance inflation factor.
	Own float64

	// Gaps is in how many of the rows that were left out it was not answered.
	Gaps int64
}

// An Importance is how much of the outcome one driver explains.
type Importance struct {
	// Explained is the share of the outcome's variance, from 0 to 1. Those of all drivers sum to R².
	Explained relationship.Estimate

	// Share is the same as a share of R², from 0 to 1. Those of all drivers sum to one. It is unknown where R²
	// is 0, or less than 1e-20, which is rounding.
	Share relationship.Estimate
}

// Ranked returns the drivers from the one that explains most to the one that explains least, by Shapley
// shares; those that explain the same, or of which it is not known, in the order of their names as given. It
// takes O(p log p) time.
func (a Analysis) Ranked() []Driver {
	ranked := slices.Clone(a.Drivers)
	slices.SortStableFunc(ranked, func(x, y Driver) int {
		return cmp.Compare(y.Shapley.Explained.Value, x.Shapley.Explained.Value)
	})
	return ranked
}

// Analyse returns what drives the outcome in rows of answers about drivers with the given names, with
// intervals that hold 95 % of what comes of drawing as many rows from these with replacement (the percentile
// bootstrap of Efron 1979), widened to the value itself where they would miss it.
//
// Special cases are:
//   - rows with a gap are left out and counted. Correlating each pair of drivers over the rows that have
//     both is not offered: the correlations may then contradict each other, and shares become nonsense
//   - with no rows, or where the outcome does not vary, all but means and counts is unknown
//   - a driver that does not vary explains nothing
//   - drivers that are the same but for zero point, unit and direction are copies: they count as one and split
//     its share evenly, so that asking twice takes nothing from the others
//   - a driver that follows from others adds nothing to those: R² of some drivers is always that of the best
//     prediction from them, even if coefficients are not unique. Relative weights use the pseudo-inverse
//   - where rows are not more than drivers and one, R² is 1 by construction and all ranges are from 0 to 1; so are they
//     where so few rows outweigh all others that together they are worth no more (Kish 1965), as N says
//   - above 20 drivers, constant ones and copies not counted, a sample of their orders is tried and SamplingError is
//     above 0; above 14 intervals come from 512 orders, corrected by what these are wrong by on all rows, and are
//     some percent wider for it
//
// It returns an error matching [relationship.ErrInvalid] for names as [NewMoments] does, for a row that breaks
// a rule of its fields, and for a Config that does. It takes O(np² + p·2^p) time for n rows and p drivers up
// to 20, and O(np² + p·2^p) for each round, with O(p³) for each order where some are tried: with 1,000 rounds of
// 10,000 rows, less than a second for 10 drivers, some seconds for 20, most of a minute for 64.
func Analyse(names []string, rows []Row, cfg Config) (Analysis, error) {
	const op = "analyse rows"
	m, err := newMoments(names)
	s, bad := cfg.settled()
	if err := rules.First(err, bad); err != nil {
		return Analysis{}, opError(op, err)
	}
	for i, row := range rows {
		if err := m.add(row); err != nil {
			return Analysis{}, opError(op, rules.Within(rules.Index("Rows", i), err))
		}
	}
	return m.analyse(rows, s), nil
}

// Analyse returns what drives the outcome in all rows counted, as the function [Analyse] does, but without
// intervals, for which rows are needed: ranges are as wide as can be, and Rounds makes no difference. It
// returns an error matching [relationship.ErrInvalid] for a Config that breaks a rule, and for a Moments
// without names. It takes O(p·2^p) time and room for 2^p numbers for p drivers up to 20, and O(p³) time for each
// order of more.
func (m *Moments) Analyse(cfg Config) (Analysis, error) {
	const op = "analyse moments"
	s, err := cfg.settled()
	if err := rules.First(checkNames(m.names), err); err != nil {
		return Analysis{}, opError(op, err)
	}
	s.rounds = 0
	return m.analyse(nil, s), nil
}
