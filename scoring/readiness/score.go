package readiness

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// version is which version of the calculation scores come from. It changes when numbers do.
const version = "1"

// Scores returns the round as scores for a ledger: the severity of each item shown, named "readiness item " and its
// ID, in the order of Items, and the strength of each root, named "readiness root " and its ID, in that of Roots;
// about the organisation, or whatever of is, as of when. All are sealed and say how many people are behind them, so
// that the ledger withholds them where they would give somebody away. What is not known has no score.
func (r Round) Scores(of scoring.Ref, at time.Time) []scoring.Score {
	var out []scoring.Score
	add := func(name string, value relationship.Estimate, people int) {
		if value.Known() {
			out = append(out, scoring.Score{
				Name: "readiness " + name, Of: of, At: at, Value: value, People: people, Sealed: true,
				Method: room, Version: version, Selection: r.Instrument,
			})
		}
	}
	for _, f := range r.Items {
		add("item "+f.Item, f.Severity, f.Raters)
	}
	for _, f := range r.Roots {
		add("root "+f.Root, f.Strength, f.Raters)
	}
	return out
}
