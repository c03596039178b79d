package lifetime

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// version is which version of the calculation scores come from. It changes when numbers do.
const version = "1"

// Score returns a number that follows from the fit as a score for a ledger: its name, what it is about, such as a
// party, and as of when. It says that it comes of this model, and of so many people. selection says, in the host's words,
// of which log: see [scoring.Score].
func (f Fit) Score(name string, of scoring.Ref, at time.Time, value relationship.Estimate, selection string) scoring.Score {
	return scoring.Score{
		Name: name, Of: of, At: at, Value: value,
		Method: "lifetime " + f.Model, Version: version, Selection: selection, People: f.N,
	}
}
