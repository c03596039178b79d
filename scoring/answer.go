package scoring

import (
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// An Answer is one reply to one question: of a customer about a touchpoint, of an employee about a
// colleague, of a member about the organisation.
type Answer struct {
	// ID names the answer. It is made when it is empty and the answer is put.
	ID AnswerID `json:"id"`

	// Rev is the number of the batch that last wrote the answer, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Question is what was asked, by a name in the host's words: "nps". Not empty, and not personal. It
	// never changes.
	Question string `json:"question"`

	// Scale says what can be answered.
	Scale Scale `json:"scale"`

	// Value is what was answered: a number on the scale.
	Value float64 `json:"value"`

	// By is who answered; empty where nobody knows. It never changes.
	By PartyID `json:"by,omitempty"`

	// About is what was asked about: a touchpoint, a tie, a theme; a colleague or the organisation, as a
	// party. It never changes.
	About Ref `json:"about"`

	// At is when it was answered.
	At time.Time `json:"at"`

	// Text is what was said besides, in the words of who answered; at most [MaxText] bytes. It may be
	// empty.
	Text string `json:"text,omitempty"`

	// Weight is how much the answer counts beside others, more where people like this one answer too
	// rarely. A finite number above 0, in any unit; 0 means 1.
	Weight float64 `json:"weight"`

	// Sealed says that the answer opens to no name, whoever asks: as an answer about a colleague or about
	// the organisation must be. The ledger never takes it away again.
	Sealed bool `json:"sealed,omitempty"`
}

// MaxText is how many bytes a text may have.
const MaxText = 64 << 10

func (a *Answer) check() error {
	return rules.First(
		rules.Break("ID", rules.ID(string(a.ID))),
		rules.Break("Question", rules.Label(a.Question)),
		rules.Within("Scale", a.Scale.check()),
		rules.Break("Value", a.Scale.rule(a.Value)),
		rules.Break("By", rules.OptionalID(string(a.By))),
		rules.Within("About", checkRef(a.About)),
		rules.Break("At", rules.Moment(a.At)),
		rules.Break("Text", rules.OptionalWords(a.Text)),
		rules.Break("Weight", weightRule(a.Weight)),
	)
}

// changed returns which of the fields that never change would, against an earlier version.
func (a *Answer) changed(old *Answer) string {
	switch {
	case old == nil:
		return ""
	case a.Question != old.Question:
		return "Question"
	case a.By != old.By:
		return "By"
	case a.About != old.About:
		return "About"
	}
	return ""
}

func (a *Answer) ready() { a.At = rules.UTC(a.At) }
