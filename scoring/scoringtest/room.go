package scoringtest

import (
	"errors"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// room describes the store of a ledger to the suite.
func room() *suite.Room {
	return &suite.Room{
		Nouns: []*suite.Noun{answers(), scores(), assumptions()},
		Party: relationship.NounParty,
		Write: suite.CallOf(scoring.Store.Write),
		Log:   suite.CallOf(scoring.Historian.Log),
		Errors: suite.Errors{
			NotFound: scoring.ErrNotFound, Exists: scoring.ErrExists, Invalid: scoring.ErrInvalid, Stale: scoring.ErrStale,
		},
		Rule:  rule,
		Model: func() any { return new(scoring.Memory) },
		Wide:  wide(),
	}
}

func rule(err error) string {
	if e, ok := errors.AsType[*relationship.OpError](err); ok {
		return e.Field + " " + e.Rule
	}
	return ""
}

// find describes a condition. Its sentence is that of the query's field.
func find(name, field, sentence string) suite.Find {
	return suite.Find{Name: name, Fields: []string{field}, Sentence: sentence}
}

func answers() *suite.Noun {
	return &suite.Noun{
		Name: scoring.NounAnswer, List: "Answers", Read: suite.CallOf(scoring.Store.Answers),
		Samples: untyped(answerSamples()), Generator: Answer().AsAny(),
		Finds: []suite.Find{
			find("Questions", "Question", "Questions selects answers to these questions."),
			find("By", "By", "By selects answers by any of these parties."),
			find("About", "About", "About selects answers about any of these."),
		},
		Window: "At",
		Fixed:  []string{"Question", "By", "About"},
		Goes:   []suite.Bond{{Field: "By"}, {Field: "About"}},
	}
}

func scores() *suite.Noun {
	return &suite.Noun{
		Name: scoring.NounScore, List: "Scores", Read: suite.CallOf(scoring.Store.Scores),
		Samples: untyped(scoreSamples()), Generator: Score().AsAny(),
		Finds: []suite.Find{
			find("Names", "Name", "Names selects scores of these names."),
			find("Of", "Of", "Of selects scores about any of these."),
		},
		Window: "At",
		Fixed:  []string{"Name", "Of", "At"},
		Goes:   []suite.Bond{{Field: "Of"}},
	}
}

func assumptions() *suite.Noun {
	return &suite.Noun{
		Name: scoring.NounAssumption, List: "Assumptions", Read: suite.CallOf(scoring.Store.Assumptions),
		Samples: untyped(assumptionSamples()), Generator: Assumption().AsAny(),
		Finds: []suite.Find{
			find("About", "About", "About selects assumptions about any of these."),
			find("By", "By", "By selects what any of these parties believe."),
			find("Owners", "Owner", "Owners selects what any of these parties look after."),
			find("States", "State", "States selects assumptions in one of these states."),
		},
		Fixed: []string{"By", "About"},
		Goes:  []suite.Bond{{Field: "By"}, {Field: "About"}, {Field: "Owner"}, {Field: "Reviews[].By"}},
	}
}

func untyped[T any](records []T) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = r
	}
	return out
}

// wide are records that a Ledger would not write: scores under IDs that are not theirs, two of them of the
// same name, subject and date, one that is its own input; answers to one question on other scales, and about
// themselves.
func wide() []any {
	score := scoring.Score{ID: "wide-a", Name: "nps", Of: scoring.ScoreID("wide-a").Ref(), At: noon(0), Inputs: []scoring.Ref{scoring.ScoreID("wide-a").Ref()}}
	again := score
	again.ID = "wide-b"
	answer := scoring.Answer{ID: "wide-a", Question: "nps", Scale: tenPoints(), By: "a", About: scoring.AnswerID("wide-a").Ref(), At: noon(0)}
	other := answer
	other.ID, other.Scale = "wide-b", scoring.Scale{Low: -1, High: 1}
	return []any{score, again, answer, other, scoring.Assumption{ID: "wide-a", Statement: "x", About: scoring.AssumptionID("wide-a").Ref(), Since: noon(0)}}
}
