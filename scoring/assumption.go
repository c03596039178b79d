package scoring

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// An Assumption is something believed about customers: what they want, what keeps them, what they would
// pay for. It is kept so that it can be held against what was measured, and looked at again.
type Assumption struct {
	// ID names the assumption. It is made when it is empty and the assumption is put.
	ID AssumptionID `json:"id"`

	// Rev is the number of the batch that last wrote the assumption, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Statement is what is believed, in words: not empty, at most [MaxText] bytes.
	Statement string `json:"statement"`

	// About is whom or what it is believed of: a segment, a tie, the organisation. It never changes.
	About Ref `json:"about"`

	// Attribute is what importance is ascribed to, in the host's words: "advocacy". It may be empty, and
	// must not be personal.
	Attribute string `json:"attribute,omitempty"`

	// Believed is how much of it is believed, such as the share of importance; Funded how much is paid
	// for. The zero Estimate means that nobody said.
	Believed Estimate `json:"believed"`
	Funded   Estimate `json:"funded"`

	// By is who believes it; empty where nobody in particular does. It never changes. Owner is who sees to
	// it that it is looked at again.
	By    PartyID `json:"by,omitempty"`
	Owner PartyID `json:"owner,omitempty"`

	// Since is since when it is believed.
	Since time.Time `json:"since"`

	// Evidence says what speaks for it. It may be empty.
	Evidence string `json:"evidence,omitempty"`

	// ReviewBy is when it must be looked at again, at the latest: not before Since. The zero time means
	// never.
	ReviewBy time.Time `json:"review_by,omitzero"`

	// State says what became of it.
	State State `json:"state,omitempty"`

	// Reviews are when it was looked at again, in the order in which that was written down.
	Reviews []Review `json:"reviews,omitempty"`
}

// A State says what became of an assumption.
type State string

// What can become of an assumption.
const (
	Open     State = ""         // nobody has looked yet
	Holds    State = "holds"    // what was measured agrees with it
	False    State = "false"    // what was measured speaks against it
	Untested State = "untested" // it was looked at, and nothing measured could tell
	Stale    State = "stale"    // what it was judged by is too old
)

// A Review is one question about an assumption that was asked again.
type Review struct {
	// At is when it was asked: not before Since of the assumption.
	At time.Time `json:"at"`

	// By is who answered. It may be empty.
	By PartyID `json:"by,omitempty"`

	// Question is what was asked: not empty. Answer is what was answered, and Next what is to be done
	// about it; both may be empty.
	Question string `json:"question"`
	Answer   string `json:"answer,omitempty"`
	Next     string `json:"next,omitempty"`

	// Due is by when Next is to be done: not before At. The zero time means that nobody said.
	Due time.Time `json:"due,omitzero"`
}

func (a *Assumption) check() error {
	err := rules.First(
		rules.Break("ID", rules.ID(string(a.ID))),
		rules.Break("Statement", rules.Words(a.Statement)),
		rules.Within("About", checkRef(a.About)),
		rules.Break("Attribute", rules.OptionalLabel(a.Attribute)),
		rules.Within("Believed", checkEstimate(a.Believed)),
		rules.Within("Funded", checkEstimate(a.Funded)),
		rules.Break("By", rules.OptionalID(string(a.By))),
		rules.Break("Owner", rules.OptionalID(string(a.Owner))),
		rules.Break("Since", rules.Moment(a.Since)),
		rules.Break("Evidence", rules.OptionalWords(a.Evidence)),
		rules.Break("ReviewBy", rules.Instant(a.ReviewBy)),
		rules.Break("State", rules.OneOf(a.State, Open, Holds, False, Untested, Stale)),
	)
	if err == nil && !a.ReviewBy.IsZero() && a.ReviewBy.Before(a.Since) {
		return rules.Break("ReviewBy", "must not be before Since")
	}
	for i := range a.Reviews {
		if err == nil {
			err = rules.Within(rules.Index("Reviews", i), a.Reviews[i].check(a.Since))
		}
	}
	return err
}

func (r *Review) check(since time.Time) error {
	err := rules.First(
		rules.Break("At", rules.Moment(r.At)),
		rules.Break("By", rules.OptionalID(string(r.By))),
		rules.Break("Question", rules.Words(r.Question)),
		rules.Break("Answer", rules.OptionalWords(r.Answer)),
		rules.Break("Next", rules.OptionalWords(r.Next)),
		rules.Break("Due", rules.Instant(r.Due)),
	)
	switch {
	case err != nil:
		return err
	case r.At.Before(since):
		return rules.Break("At", "must not be before Since")
	case !r.Due.IsZero() && r.Due.Before(r.At):
		return rules.Break("Due", "must not be before At")
	}
	return nil
}

func (a *Assumption) changed(old *Assumption) string {
	switch {
	case old == nil:
		return ""
	case a.By != old.By:
		return "By"
	case a.About != old.About:
		return "About"
	}
	return ""
}

func (a *Assumption) ready() {
	a.Since, a.ReviewBy = rules.UTC(a.Since), rules.UTC(a.ReviewBy)
	a.Reviews = slices.Clone(a.Reviews)
	for i := range a.Reviews {
		r := &a.Reviews[i]
		r.At, r.Due = rules.UTC(r.At), rules.UTC(r.Due)
	}
}
