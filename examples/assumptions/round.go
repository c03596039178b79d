package main

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// What is printed has few digits, so that it is the same on every machine.

func round(v float64) float64 { return math.Round(v*1e4)/1e4 + 0 }

func roundedEstimate(e relationship.Estimate) relationship.Estimate {
	e.Value, e.Low, e.High, e.N, e.Guesses = round(e.Value), round(e.Low), round(e.High), round(e.N), round(e.Guesses)
	return e
}

func roundedGap(g beliefs.Gap) beliefs.Gap {
	g.Of, g.Against = roundedEstimate(g.Of), roundedEstimate(g.Against)
	g.Value, g.Low, g.High = round(g.Value), round(g.Low), round(g.High)
	return g
}

func rounded(c beliefs.Comparison) beliefs.Comparison {
	for _, gaps := range []*[]beliefs.Gap{&c.Belief, &c.Spending} {
		*gaps = slices.Clone(*gaps)
		for i := range *gaps {
			(*gaps)[i] = roundedGap((*gaps)[i])
		}
	}
	for _, a := range []**beliefs.Agreement{&c.BelievedMeasured, &c.FundedMeasured, &c.FundedBelieved} {
		*a = new(roundedAgreement(**a))
	}
	m := *c.Misdirected
	c.Misdirected = &beliefs.Misdirection{Share: round(m.Share), Chance: round(m.Chance), ChanceHigh: round(m.ChanceHigh)}
	return c
}

func roundedAgreement(a beliefs.Agreement) beliefs.Agreement {
	for _, t := range []*beliefs.RankTest{&a.Spearman, &a.Kendall, &a.Weighted} {
		t.Value, t.P = round(t.Value), new(round(*t.P))
	}
	a.Pearson = round(a.Pearson)
	return a
}
