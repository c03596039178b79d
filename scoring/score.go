package scoring

import (
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Score is an estimate about something, by name and date: the net promoter score of a shop in March, the
// heart of a customer today. It says how it came about, so that it can be computed again.
type Score struct {
	// ID names the score. There is one of a name, about one thing, at an instant: see [ScoreIDFor]. It is
	// made when it is empty and the score is put.
	ID ScoreID `json:"id"`

	// Rev is the number of the batch that last wrote the score, 0 for one that is to be created.
	Rev Seq `json:"rev"`

	// Name is what is estimated, in the host's words: "nps". Not empty, and not personal. Of is what it
	// is about: a party, a tie, a theme, a touchpoint, a group. At is as of when. They never change.
	Name string    `json:"name"`
	Of   Ref       `json:"of"`
	At   time.Time `json:"at"`

	// From is where the window begins that ends at At: what was before does not count. The zero time
	// means that everything does.
	From time.Time `json:"from,omitzero"`

	// Value is the estimate; the zero Estimate where nothing is known yet.
	Value Estimate `json:"value"`

	// Method says how it was computed, and Version by which version of that, in the host's words. Neither
	// is personal.
	Method  string `json:"method,omitempty"`
	Version string `json:"version,omitempty"`

	// Inputs are what it was computed from, at most [MaxInputs] of them: answers, moments, other scores.
	// No party is among them, so that none need be forgotten there.
	Inputs []Ref `json:"inputs,omitempty"`

	// Selection says which the inputs are where they are too many to be named, in the host's words:
	// "answers to nps about shop 7". It must not be personal.
	Selection string `json:"selection,omitempty"`

	// People is how many people are behind it; 0 where nobody counted, or none is.
	People int `json:"people,omitempty"`

	// Sealed says that answers are behind it that open to no name: it is withheld where so few people
	// are behind it that it would give somebody away. See [Config.LeastGroup].
	Sealed bool `json:"sealed,omitempty"`
}

// MaxInputs is how many inputs a score can name.
const MaxInputs = 1000

func (s *Score) check() error {
	err := rules.First(
		rules.Break("ID", rules.ID(string(s.ID))),
		rules.Break("Name", rules.Label(s.Name)),
		rules.Within("Of", checkRef(s.Of)),
		rules.Break("At", rules.Moment(s.At)),
		rules.Break("From", rules.Instant(s.From)),
		rules.Within("Value", checkEstimate(s.Value)),
		rules.Break("Method", rules.OptionalLabel(s.Method)),
		rules.Break("Version", rules.OptionalLabel(s.Version)),
		rules.Break("Selection", rules.OptionalLabel(s.Selection)),
		rules.Break("People", rules.NotBelowZero(s.People)),
	)
	switch {
	case err != nil:
		return err
	case s.From.After(s.At):
		return rules.Break("From", "must not be after At")
	case len(s.Inputs) > MaxInputs:
		return rules.Break("Inputs", "must be at most 1,000")
	}
	for i, r := range s.Inputs {
		if err := rules.Within(rules.Index("Inputs", i), checkInput(r)); err != nil {
			return err
		}
	}
	return nil
}

func checkInput(r Ref) error {
	if r.Noun == relationship.NounParty {
		return rules.Break("Noun", "must not be party")
	}
	return checkRef(r)
}

func (s *Score) changed(old *Score) string {
	switch {
	case old == nil:
		return ""
	case s.Name != old.Name:
		return "Name"
	case s.Of != old.Of:
		return "Of"
	case !s.At.Equal(old.At):
		return "At"
	}
	return ""
}

func (s *Score) ready() {
	s.Inputs = slices.Clone(s.Inputs)
	s.At, s.From = rules.UTC(s.At), rules.UTC(s.From)
}
