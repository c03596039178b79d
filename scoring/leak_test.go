package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

// A world is records in which every party has a name that is found again, and every answer words that are.
type world struct {
	desk
	answers []scoring.Answer
	people  []scoring.PartyID
}

func personNo(i int) scoring.PartyID { return scoring.PartyID(fmt.Sprintf("person-%d.", i)) }

// worlds draws a world of up to four people who answer about a shop and about each other.
func newWorld(t *rapid.T) *world {
	w := &world{desk: newDesk(scoring.Config{})}
	for i := range rapid.IntRange(1, 4).Draw(t, "people") {
		w.people = append(w.people, personNo(i))
	}
	person := rapid.SampledFrom(w.people)
	for i := range rapid.IntRange(1, 8).Draw(t, "answers") {
		a := answerOf(scoring.AnswerID(fmt.Sprintf("answer-%d.", i)), person.Draw(t, "by"), 5)
		a.Text = fmt.Sprintf("words-%d.", i)
		a.Sealed = rapid.Bool().Draw(t, "sealed")
		if rapid.Bool().Draw(t, "about a colleague") {
			a.About = person.Draw(t, "about").Ref()
		}
		having[[]scoring.Answer](t)(w.As(a.By, "written for "+string(a.By)).PutAnswers(t.Context(), []scoring.Answer{a}))
		w.answers = append(w.answers, a)
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "scores") {
		s := scoreOf("nps", shop(), i, .5)
		if rapid.Bool().Draw(t, "of a person") {
			s.Of = person.Draw(t, "of").Ref()
		}
		s.Sealed, s.People = rapid.Bool().Draw(t, "sealed"), rapid.IntRange(0, 9).Draw(t, "people behind")
		s.Selection = "and others"
		for _, a := range w.answers {
			s.Inputs = append(s.Inputs, a.ID.Ref())
		}
		having[[]scoring.Score](t)(w.As(person.Draw(t, "writer"), "for somebody").PutScores(t.Context(), []scoring.Score{s}))
	}
	a := assumptionOf("assumption-0.", person.Draw(t, "believes"), person.Draw(t, "owns"))
	a.Reviews = []scoring.Review{{At: noon(1), By: person.Draw(t, "reviews"), Question: "why?"}}
	having[scoring.Assumption](t)(w.As(a.By, "").PutAssumption(t.Context(), a))
	w.change(t)
	return w
}

// change seals and takes away some of what was open, so that the past holds more than the present.
func (w *world) change(t *rapid.T) {
	w.advance(1e9)
	for i := range w.answers {
		switch now := having[scoring.Page[scoring.Answer]](t)(w.store.Answers(t.Context(), scoring.AnswerQuery{IDs: []scoring.AnswerID{w.answers[i].ID}})).Records; rapid.IntRange(0, 5).Draw(t, "change") {
		case 0:
			now[0].Sealed, w.answers[i].Sealed = true, true
			having[[]scoring.Answer](t)(w.PutAnswers(t.Context(), now))
		case 1:
			w.answers[i].Sealed = true // what is void opens no more than that
			allWell(t, w.Void(t.Context(), now[0].ID.Ref()))
		}
	}
}

// A sight is a viewer and what that viewer may open.
type sight struct {
	own   scoring.PartyID
	opens []scoring.Ref
	all   bool
}

func (w *world) sight(t *rapid.T) sight {
	s := sight{all: rapid.IntRange(0, 4).Draw(t, "opens all") == 0}
	if rapid.Bool().Draw(t, "is one of them") {
		s.own = rapid.SampledFrom(w.people).Draw(t, "own")
	}
	for _, p := range w.people {
		s.maybe(t, p.Ref())
	}
	for _, a := range w.answers {
		s.maybe(t, a.ID.Ref())
	}
	s.maybe(t, scoring.AssumptionID("assumption-0.").Ref())
	return s
}

func (s *sight) maybe(t *rapid.T, r scoring.Ref) {
	if rapid.Bool().Draw(t, "opens "+r.Noun) {
		s.opens = append(s.opens, r)
	}
}

func (s *sight) mayOpen(r scoring.Ref) bool { return s.all || slices.Contains(s.opens, r) }

func (s *sight) knows(p scoring.PartyID) bool { return p == s.own || s.mayOpen(p.Ref()) }

// may reports whether the words of an answer may be read.
func (s *sight) may(a scoring.Answer) bool {
	if a.By == s.own {
		return true
	}
	about := a.About.Noun != relationship.NounParty || s.knows(scoring.PartyID(a.About.ID))
	return !a.Sealed && s.mayOpen(a.ID.Ref()) && about
}

// No name and no word of a sealed answer, or of one that the viewer may not open, reaches anything.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		s := w.sight(t)
		told := w.ask(t, &s)
		for _, p := range w.people {
			if !s.knows(p) && !w.spokeOf(s.own, p) && strings.Contains(told, string(p)) {
				t.Fatalf("%s, whom %+v may not see, is told: %s", p, s, told)
			}
		}
		for _, a := range w.answers {
			if !s.may(a) && strings.Contains(told, a.Text) {
				t.Fatalf("the words of %+v are told to %+v: %s", a, s, told)
			}
		}
	})
}

// spokeOf reports whether somebody answered about somebody else, and so knows that name.
func (w *world) spokeOf(by, of scoring.PartyID) bool {
	return slices.ContainsFunc(w.answers, func(a scoring.Answer) bool { return a.By == by && a.About == of.Ref() })
}

// What is sealed opens no name even to who may open all: no sequence tells by whom it is, or that it is.
func TestSealedAnswersAreNotThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for _, a := range w.answers {
			if !a.Sealed {
				continue
			}
			for _, q := range []scoring.AnswerQuery{{}, {IDs: []scoring.AnswerID{a.ID}}, {By: []scoring.PartyID{a.By}}, {About: []scoring.Ref{a.About}}, {Known: 1}, {Known: 1 << 20}} {
				for got, err := range w.leader().Answers(t.Context(), q) {
					allWell(t, err)
					if got.ID == a.ID {
						t.Fatalf("got %+v, asked by %+v", got, q)
					}
				}
			}
		}
	})
}

// ask asks everything that a viewer can, and returns all of the answers as text, errors too.
func (w *world) ask(t *rapid.T, s *sight) string {
	now := w.For(scoring.Viewer{Party: s.own, MayOpen: s.mayOpen})
	past, err := now.AsOf(t.Context(), noon(0))
	allWell(t, err)
	var told strings.Builder
	tell := func(v any, err error) {
		if told.WriteString(fmt.Sprintln(err)); err == nil {
			told.WriteString(inJSON(t, v))
		}
	}
	for _, r := range []*scoring.Reader{now, past} {
		for _, by := range [][]scoring.PartyID{nil, w.people} {
			answers, err := relationship.Collect(r.Answers(t.Context(), scoring.AnswerQuery{By: by}))
			tell(answers, err)
			assumptions, err := relationship.Collect(r.Assumptions(t.Context(), scoring.AssumptionQuery{Owners: by}))
			tell(assumptions, err)
		}
		scores, err := relationship.Collect(r.Scores(t.Context(), scoring.ScoreQuery{}))
		tell(scores, err)
		due, err := relationship.Collect(r.Due(t.Context(), noon(99)))
		tell(due, err)
		for _, of := range append([]scoring.Ref{shop()}, refsOf(w.people)...) {
			series, err := relationship.Collect(r.Series(t.Context(), "nps", of))
			tell(series, err)
			latest, err := r.Latest(t.Context(), "nps", of)
			tell(latest, err)
			changed, err := r.Changed(t.Context(), "nps", of, noon(0), noon(9))
			tell(changed, err)
		}
		whole := contentsOf(t, w.store)
		for _, score := range whole.Scores {
			behind, err := r.Behind(t.Context(), score.ID)
			tell(behind, err)
		}
		all := scoring.Batch{Answers: w.answers, Scores: whole.Scores, Assumptions: whole.Assumptions}
		for _, ref := range all.Refs() {
			history, err := relationship.Collect(r.History(t.Context(), ref))
			tell(history, err)
		}
	}
	return told.String()
}

func refsOf(people []scoring.PartyID) []scoring.Ref {
	return idsOf(people, func(p scoring.PartyID) scoring.Ref { return p.Ref() })
}
