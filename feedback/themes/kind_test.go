package themes_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
)

func TestRulesAloneSuggestKinds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]feedback.Kind{
		"Please add a coat hook by the door.":                 feedback.Idea,
		"It would be really nice if one could pay by card":    feedback.Idea,
		"I wish there was more light":                         feedback.Idea,
		"Why not open on Sundays?":                            feedback.Idea,
		"Offer tea instead of water":                          feedback.Idea,
		"Lovely. Make sure you book a table by the window.":   feedback.Idea,
		"Allow us to choose the seat":                         feedback.Idea,
		"Don't forget the garden":                             feedback.Idea,
		"DON’T FORGET THE GARDEN":                             feedback.Idea,
		"Thank you for the cake!":                             feedback.Compliment,
		"Friendly people":                                     feedback.Compliment,
		"Lovely cake":                                         feedback.Compliment,
		"The soup was not bad":                                feedback.Compliment,
		"I can't fault the soup":                              feedback.Compliment,
		"Please stop the music":                               feedback.Idea,
		"The music is too loud":                               feedback.Complaint,
		"I don't like the soup":                               feedback.Complaint,
		"The door is broken":                                  feedback.Complaint,
		"It doesn't work":                                     feedback.Complaint,
		"The waiter was rude and the soup was terrible, nice": feedback.Complaint,
		"The door":     "",
		"!!!":          "",
		"ドアがあります":      "",
		"Bitte lauter": "",
	} {
		s := suggest(t, new(themes.Model), text)
		if s.Kind != want {
			t.Errorf("%q: got %q because of %q, want %q", text, s.Kind, s.Why, want)
		}
		if (s.Kind == "") != (s.Score == relationship.Estimate{}) || s.Kind != "" && s.Score.Basis != relationship.Guessed {
			t.Errorf("%q: got score %v for kind %q, want a guess where there is a kind", text, s.Score, s.Kind)
		}
	}
}

func TestReasonsAreWordsOfTheText(t *testing.T) {
	t.Parallel()
	want := themes.Suggestion{
		Kind: feedback.Idea, Score: relationship.Estimate{Value: .85, High: 1, Basis: relationship.Guessed},
		Version: "kith/themes 2, rules", Why: []string{"Would be truly nice to"},
	}
	if d := cmp.Diff(want, suggest(t, new(themes.Model), "Would be truly nice to sit outside")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	s := suggest(t, train(t, café()), "Die Suppe war KALT")
	if s.Kind != feedback.Complaint || !slices.Contains(s.Why, "KALT") {
		t.Errorf("got %+v, want a complaint because of KALT", s)
	}
	if err := s.Score.Check(0, 1); err != nil {
		t.Error(err)
	}
}

// A model of few texts was right or wrong about none for some scores: those are guesses.
func TestAScoreIsObservedOnlyWhereSomethingWas(t *testing.T) {
	t.Parallel()
	var found [relationship.Observed + 1]int
	for _, examples := range [][]themes.Example{café()[:11], café(), slices.Repeat(café(), 5)} {
		m := train(t, examples)
		for _, e := range café() {
			s := suggest(t, m, e.Text)
			if s.Kind == "" {
				continue
			}
			if (s.Score.N == 0) != (s.Score.Basis == relationship.Guessed) || s.Score.Check(0, 1) != nil {
				t.Errorf("%q: got %v", e.Text, s.Score)
			}
			found[s.Score.Basis]++
		}
	}
	if found[relationship.Guessed] == 0 || found[relationship.Observed] == 0 {
		t.Errorf("got %v, want both guessed and observed scores", found)
	}
}

func TestAKindThatWasNotLearntIsSuggestedByRules(t *testing.T) {
	t.Parallel()
	m := train(t, café())
	if m.Learnt(feedback.Idea) != 0 || m.Learnt(feedback.Complaint) != 11 || m.Learnt("unknown") != 0 {
		t.Errorf("got %d ideas and %d complaints learnt, want 0 and 11", m.Learnt(feedback.Idea), m.Learnt(feedback.Complaint))
	}
	if s := suggest(t, m, "Der Kaffee ist kalt, please add a stove"); s.Kind != feedback.Idea || s.Score.Basis != relationship.Guessed {
		t.Errorf("got %+v, want an idea by rules", s)
	}
	if s := suggest(t, m, "xyzzy"); s.Kind != "" || s.Score.Known() {
		t.Errorf("no known word: got %+v, want no kind", s)
	}
}

func TestLearningMoreChangesTheAnswerAndNotTheModel(t *testing.T) {
	t.Parallel()
	examples := café()
	m := train(t, examples)
	const text = "Die Suppe ist versalzen"
	before := suggest(t, m, text)
	more, err := m.Learn([]themes.Example{{"Viel zu versalzen", feedback.Complaint}, {"Versalzen", feedback.Complaint}, {"Please add salt", feedback.Idea}}, themes.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if s := suggest(t, more, text); s.Kind != feedback.Complaint || !slices.Contains(s.Why, "versalzen") || s.Version == before.Version {
		t.Errorf("got %+v, want a complaint because of what was learnt, of another version", s)
	}
	if d := cmp.Diff(before, suggest(t, m, text)); d != "" {
		t.Errorf("the earlier model changed (-before +after)\n%s", d)
	}
	if more.Learnt(feedback.Idea) != 1 || m.Learnt(feedback.Idea) != 0 {
		t.Errorf("got %d and %d ideas learnt, want 1 and 0", more.Learnt(feedback.Idea), m.Learnt(feedback.Idea))
	}
	if d := cmp.Diff(café(), examples); d != "" {
		t.Errorf("the examples changed (-want +got)\n%s", d)
	}
}

func TestAModelThatGrewInStepsIsCloseToOneTrainedAtOnce(t *testing.T) {
	t.Parallel()
	examples := reviews(t)
	rand.New(rand.NewPCG(1, 0)).Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
	ask, known := examples[:600], examples[600:]
	steps := train(t, known[:1500])
	for part := range slices.Chunk(known[1500:], 200) {
		var err error
		if steps, err = steps.Learn(part, themes.Config{}); err != nil {
			t.Fatal(err)
		}
	}
	once, grown := confusion{}, confusion{}
	whole := train(t, known)
	for _, e := range ask {
		once[[2]feedback.Kind{e.Kind, suggest(t, whole, e.Text).Kind}]++
		grown[[2]feedback.Kind{e.Kind, suggest(t, steps, e.Text).Kind}]++
	}
	t.Logf("macro-F1 at once %.3f, in steps %.3f", once.macro(), grown.macro())
	if grown.macro() < once.macro()-.08 {
		t.Errorf("got macro-F1 %.3f in steps, want it close to %.3f at once", grown.macro(), once.macro())
	}
}

func TestScoresSayHowOftenTheyAreRight(t *testing.T) {
	t.Parallel()
	examples := reviews(t)
	rand.New(rand.NewPCG(1, 0)).Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
	m := train(t, examples[1000:])
	promised, right := 0.0, 0.0
	for _, e := range examples[:1000] {
		s := suggest(t, m, e.Text)
		promised += s.Score.Value
		if s.Kind == e.Kind {
			right++
		}
	}
	if d := promised - right; d < -60 || d > 60 {
		t.Errorf("of 1,000 texts the scores promise %.0f right, but %.0f are", promised, right)
	}
}

func TestBadExamplesAreRefused(t *testing.T) {
	t.Parallel()
	one := themes.Example{Text: "x", Kind: feedback.Idea}
	two := themes.Example{Text: "x", Kind: feedback.Complaint}
	for _, c := range []struct {
		field    string
		examples []themes.Example
		cfg      themes.Config
	}{
		{"examples", nil, themes.Config{}},
		{"examples", []themes.Example{one, one}, themes.Config{}},
		{"examples[1].Kind", []themes.Example{one, {"x", "praise"}}, themes.Config{}},
		{"examples[1].Text", []themes.Example{one, {"", feedback.Idea}}, themes.Config{}},
		{"examples[0].Text", []themes.Example{{"\xff", feedback.Idea}, two}, themes.Config{}},
		{"examples[0].Text", []themes.Example{{strings.Repeat("x", feedback.MaxText+1), feedback.Idea}, two}, themes.Config{}},
		{"Config.MinTexts", []themes.Example{one, two}, themes.Config{MinTexts: -1}},
		{"Config.Passes", []themes.Example{one, two}, themes.Config{Passes: 101}},
	} {
		_, err := themes.Train(c.examples, c.cfg)
		refused(t, err, c.field)
		if _, err = new(themes.Model).Learn(c.examples, c.cfg); err == nil {
			t.Errorf("%s: a model that knows nothing learnt from it", c.field)
		}
	}
	if _, err := train(t, []themes.Example{one, two}).Learn([]themes.Example{one}, themes.Config{}); err != nil {
		t.Errorf("one kind more: %v", err)
	}
	_, err := train(t, café()).Learn(nil, themes.Config{})
	refused(t, err, "examples")
}

func TestBadTextsAreRefused(t *testing.T) {
	t.Parallel()
	var m themes.Model
	for _, text := range []string{"", "\xff", "a\x00", strings.Repeat("x", feedback.MaxText+1)} {
		_, err := m.Suggest(text)
		refused(t, err, "text")
		_, err = m.Points(text)
		refused(t, err, "text")
		if err != nil && text != "" && strings.Contains(err.Error(), text) {
			t.Error("the error holds the text")
		}
	}
	if _, err := m.Suggest(strings.Repeat("a ", feedback.MaxText/2)); err != nil {
		t.Error(err)
	}
}

func TestPointsOfATextThatSaysSeveralThings(t *testing.T) {
	t.Parallel()
	points := func(text string) (found []string) {
		ps, err := new(themes.Model).Points(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			found = append(found, string(p.Kind)+": "+p.Text)
		}
		return found
	}
	for text, want := range map[string][]string{
		"Excellent cake, but please add a coat hook.":              {"compliment: Excellent cake", "idea: but please add a coat hook."},
		"On Monday. I love the garden! The door is broken. Still.": {"compliment: On Monday. I love the garden!", "complaint: The door is broken. Still."},
		"Thank you. Excellent tea.":                                nil,
		"We came at 3.30 p.m. today.":                              nil,
		"Good but. Bad":                                            {"compliment: Good but.", "complaint: Bad"},
	} {
		if d := cmp.Diff(want, points(text)); d != "" {
			t.Errorf("%q (-want +got)\n%s", text, d)
		}
	}
}

func TestRandDecidesTheOrderOnly(t *testing.T) {
	t.Parallel()
	a, b := train(t, café()), train(t, café())
	if a.Version() != b.Version() {
		t.Errorf("got %s and %s from the same examples", a.Version(), b.Version())
	}
	c, err := themes.Train(café(), themes.Config{Rand: rand.New(rand.NewPCG(7, 7)), Passes: 20, MinTexts: 1})
	if err != nil {
		t.Fatal(err)
	}
	if s := suggest(t, c, "Der Tisch ist schmutzig"); s.Kind != feedback.Complaint {
		t.Errorf("got %v, want a complaint", s)
	}
}
