package themes

import (
	"math/rand/v2"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
)

// An Example is a text with the kind that its author chose.
type Example struct {
	// Text is what was said.
	Text string

	// Kind is what its author called it.
	Kind feedback.Kind
}

// A Config adjusts learning. Its zero value is ready to use.
type Config struct {
	// Rand orders the examples. nil means the same order each time, so that the same examples in the
	// same order give the same model.
	Rand *rand.Rand

	// MinTexts is in how many texts a word or a pair of words must be said to be learnt, from 1 to
	// 1,000. 0 means 2, which also keeps most names of people out of a model.
	MinTexts int

	// Passes is how often the learner goes over the examples, from 1 to 100. 0 means 7.
	Passes int
}

func (cfg *Config) check(op string) error {
	if cfg.MinTexts == 0 {
		cfg.MinTexts = 2
	}
	if cfg.Passes == 0 {
		cfg.Passes = 7
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.New(rand.NewPCG(1, 1))
	}
	switch {
	case cfg.MinTexts < 1 || cfg.MinTexts > 1000:
		return broken(op, "Config.MinTexts", "must be 0, or from 1 to 1,000")
	case cfg.Passes < 1 || cfg.Passes > 100:
		return broken(op, "Config.Passes", "must be 0, or from 1 to 100")
	}
	return nil
}

// Train returns a model that has learnt from texts of which the kind is known, beside the rules: a
// logistic regression on words, pairs of words and cues, in which a rarer kind weighs more (fitted by
// AdaGrad: Duchi, Hazan and Singer 2011, with a small squared penalty). How reliable it is it finds out
// by learning from four fifths and asking for the rest first.
//
// It returns an error matching [relationship.ErrInvalid] for no examples, for examples of one kind only,
// for a text that no item can have, and for an unknown kind. Two kinds are enough; the third is then
// suggested by rules alone, and [Model.Learnt] says so. It takes O(n) time in the number of words.
func Train(examples []Example, cfg Config) (*Model, error) {
	const op = "train"
	if err := cfg.check(op); err != nil {
		return nil, err
	}
	if err := checkExamples(op, examples); err != nil {
		return nil, err
	}
	m := new(Model)
	var seen [kinds]int
	for _, e := range examples {
		seen[placeOf(e.Kind)]++
	}
	if n := len(examples); n == max(seen[0], seen[1], seen[2]) {
		return nil, broken(op, "examples", "must be of two kinds at least")
	}
	m.prepare()
	lessons := m.lessons(examples, cfg)
	m.seen = seen
	m.rehearse(lessons, cfg)
	m.fit(lessons, cfg)
	m.name()
	return m, nil
}

// Learn returns a model that knows what m knows and has learnt from further texts. m stays as it is. What
// was learnt before counts for less where the new texts say otherwise, so a model that grew in steps is
// close to one trained at once, not the same: train anew from time to time, and whenever a text was
// erased. Words new to the model are learnt where [Config.MinTexts] of the new texts hold them.
//
// Special cases are:
//   - a model that has learnt nothing yet is trained
//   - examples of one kind only are fine for one that has
//
// It returns an error matching [relationship.ErrInvalid] as [Train] does. It copies the model, and then
// takes O(n) time in the number of words.
func (m *Model) Learn(examples []Example, cfg Config) (*Model, error) {
	const op = "learn"
	if m.words == nil {
		return Train(examples, cfg)
	}
	if err := cfg.check(op); err != nil {
		return nil, err
	}
	if err := checkExamples(op, examples); err != nil {
		return nil, err
	}
	more := m.clone()
	lessons := more.lessons(examples, cfg)
	for _, l := range lessons {
		more.try(l)
	}
	for _, l := range lessons {
		more.seen[l.kind]++
	}
	more.fit(lessons, cfg)
	more.name()
	return more, nil
}

func checkExamples(op string, examples []Example) error {
	if len(examples) == 0 {
		return broken(op, "examples", "must not be empty")
	}
	for i, e := range examples {
		if placeOf(e.Kind) < 0 {
			return broken(op, rules.Index("examples", i)+".Kind", "must be one of: compliment, idea, complaint")
		}
		if err := checkText(op, rules.Index("examples", i)+".Text", e.Text); err != nil {
			return err
		}
	}
	return nil
}
