package main

import (
	"fmt"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// A measure is what answers on a scale are scored by: net promoter, the share of the highest answers, or
// their mean.
type measure struct {
	name  string
	scale scoring.Scale // of answers
	top   int           // how many answers are high; 0 where the mean counts
}

func (m measure) isNPS() bool { return m.name == "nps" }

// value returns what an answer counts in the score, which is the mean of such values.
func (m measure) value(answer float64) float64 {
	switch {
	case m.isNPS() && answer >= 9:
		return 100
	case m.isNPS() && answer >= 7:
		return 0
	case m.isNPS():
		return -100
	case m.top == 0:
		return answer
	case answer > m.scale.High-float64(m.top):
		return 1
	}
	return 0
}

// values returns the scale that value is on.
func (m measure) values() scoring.Scale {
	switch {
	case m.isNPS():
		return scoring.Scale{Low: -100, High: 100, Step: 100}
	case m.top > 0:
		return scoring.Scale{High: 1, Step: 1}
	}
	return m.scale
}

// group returns which part of the distribution an answer belongs to.
func (m measure) group(answer float64) string {
	switch {
	case m.isNPS():
		return map[float64]string{-100: "detractors", 0: "passives", 100: "promoters"}[m.value(answer)]
	case m.top == 0:
		return ""
	case m.value(answer) == 1:
		return "high"
	}
	return "not high"
}

// groups returns the parts of the distribution in the order of the colours for well, so-so and badly.
func (m measure) groups() []string {
	switch {
	case m.isNPS():
		return []string{"promoters", "passives", "detractors"}
	case m.top > 0:
		return []string{"high", "not high"}
	}
	return nil
}

// score returns the score of answers with its interval.
func (m measure) score(t *survey.Tally) (relationship.Estimate, error) {
	switch {
	case m.isNPS():
		n, err := t.NetPromoter()
		return n.Estimate(), err
	case m.top > 0:
		p, err := t.Top(m.top)
		if err != nil {
			return relationship.Estimate{}, err
		}
		return p.Estimate()
	}
	return t.Estimate(), nil
}

// minus returns by how much the score of some answers is above that of others.
func (m measure) minus(a, b *survey.Tally) (survey.Difference, error) {
	switch {
	case m.isNPS():
		na, err := a.NetPromoter()
		if err != nil {
			return survey.Difference{}, err
		}
		nb, err := b.NetPromoter()
		if err != nil {
			return survey.Difference{}, err
		}
		return na.Minus(nb, survey.Config{})
	case m.top > 0:
		pa, err := a.Top(m.top)
		if err != nil {
			return survey.Difference{}, err
		}
		pb, err := b.Top(m.top)
		if err != nil {
			return survey.Difference{}, err
		}
		return pa.Minus(pb, survey.Config{})
	}
	return a.Minus(b, survey.Config{})
}

// usual returns the mean and the spread of the values of single answers.
func (m measure) usual(t *survey.Tally) (survey.Usual, error) {
	switch {
	case m.isNPS():
		n, err := t.NetPromoter()
		return n.Usual(), err
	case m.top > 0:
		p, err := t.Top(m.top)
		if err != nil {
			return survey.Usual{}, err
		}
		return p.Usual()
	}
	return t.Usual(), nil
}

// what says what the score is, with its unit.
func (m measure) what() string {
	switch {
	case m.isNPS():
		return "net promoter score, from -100 to 100"
	case m.top > 0:
		return fmt.Sprintf("share of the highest %d answers of %s, from 0 to 1", m.top, m.span())
	}
	return "mean answer, from " + m.span()
}

func (m measure) span() string { return fmt.Sprintf("%g to %g", m.scale.Low, m.scale.High) }

// intervals and tests name the methods.
func (m measure) intervals() string {
	switch {
	case m.isNPS():
		return survey.ScoreTest.String() + " (Tango 1998)"
	case m.top > 0:
		return survey.ScoreTest.String() + " (Wilson 1927)"
	}
	return "Student's t"
}

func (m measure) tests() string {
	switch {
	case m.isNPS():
		return survey.ScoreTest.String() + " of both, put together (MOVER)"
	case m.top > 0:
		return "Newcombe 1998, his tenth method"
	}
	return "Welch's t"
}
