package themes

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// steps is how many steps of confidence the reliability of a model is kept for.
const steps = 5

// A trial counts the texts of which a model suggested a kind before it learnt theirs.
type trial struct {
	// Right are those of which the suggestion was right, and All all of them.
	Right int `json:"right"`
	All   int `json:"all"`
}

func stepOf(chance float64) int { return min(int(chance*steps), steps-1) }

// rehearse fits a model to four fifths of the lessons and asks it for the rest.
func (m *Model) rehearse(lessons []lesson, cfg Config) {
	trainee := &Model{rows: slices.Clone(m.rows), sums: make([]row, len(m.rows))}
	order := cfg.Rand.Perm(len(lessons))
	var known []lesson
	for i, at := range order {
		if i%5 != 0 {
			known = append(known, lessons[at])
			trainee.seen[lessons[at].kind]++
		}
	}
	if len(known) == 0 {
		return
	}
	// The later passes change little in what it would say.
	cfg.Passes = min(cfg.Passes, 4)
	trainee.fit(known, cfg)
	for i, at := range order {
		if i%5 == 0 {
			trainee.try(lessons[at])
		}
	}
	m.told = trainee.told
}

// try counts whether the model would have been right.
func (m *Model) try(l lesson) {
	if len(l.found) == 0 {
		return
	}
	p := m.chances(l.found)
	k := best(p)
	t := &m.told[k][stepOf(p[k])]
	t.All++
	if k == l.kind {
		t.Right++
	}
}

// z95 is the quantile of the normal distribution that leaves 95 % between it and its mirror.
const z95 = 1.959963984540054

// score returns how often a suggestion with such a chance was right, with the interval of Wilson (1927).
// The chance itself counts as two further texts. Where there were none it is a guess.
func (m *Model) score(kind int, chance float64) relationship.Estimate {
	const prior = 2
	t := m.told[kind][stepOf(chance)]
	if t.All == 0 {
		return guess(chance)
	}
	n := float64(t.All) + prior
	p := (float64(t.Right) + prior*chance) / n
	mid, spread := p+z95*z95/(2*n), z95*math.Sqrt(p*(1-p)/n+z95*z95/(4*n*n))
	whole := 1 + z95*z95/n
	return relationship.Estimate{
		Value: p, Low: max(min((mid-spread)/whole, p), 0), High: min(max((mid+spread)/whole, p), 1),
		N: float64(t.All), Basis: relationship.Observed,
	}
}

// guess returns a score that rests on no observation.
func guess(strength float64) relationship.Estimate {
	return relationship.Estimate{Value: strength, Low: 0, High: 1, Basis: relationship.Guessed}
}
