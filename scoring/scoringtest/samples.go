package scoringtest

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// The samples of each noun: first a record with nearly nothing in it, then one with something in every
// field, so that a field that is not kept shows, then one for every value of fields that have a few. A
// test sees to it that none is forgotten.

// noon returns an ordinary instant, n seconds after noon of an ordinary day.
func noon(n int) time.Time { return time.Date(2026, time.March, 4, 12, 0, n, 0, time.UTC) }

func tenPoints() scoring.Scale { return scoring.Scale{High: 10, Step: 1} }

// each returns a copy of a record for each value, with the value set.
func each[T, V any](record T, set func(*T, V), values ...V) []T {
	var out []T
	for _, v := range values {
		r := record
		set(&r, v)
		out = append(out, r)
	}
	return out
}

func answerSamples() []scoring.Answer {
	bare := scoring.Answer{ID: "bare", Question: "nps", Scale: tenPoints(), About: relationship.TieID("bare-tie").Ref(), At: noon(0)}
	full := scoring.Answer{
		ID: "full", Question: "satisfaction with größe", Scale: scoring.Scale{Low: -1, High: 1, Step: .125}, Value: -.625, By: "full-customer",
		About: scoring.ScoreID("full-score").Ref(), At: noon(1), Text: "Ünïcode & Söhne <GmbH>", Weight: 1.75, Sealed: true,
	}
	return append([]scoring.Answer{bare, full}, each(bare, func(a *scoring.Answer, q string) { a.Question = q }, "csat", "NPS", "ces")...)
}

func scoreSamples() []scoring.Score {
	bare := scoring.Score{ID: "bare", Name: "nps", Of: relationship.TieID("bare-tie").Ref(), At: noon(0)}
	full := scoring.Score{
		ID: "full", Name: "größe", Of: scoring.Ref{Noun: "shop", ID: "7"}, At: noon(1), From: noon(-1), Value: guess(-12.5),
		Method: "heart", Version: "2", Inputs: []scoring.Ref{scoring.AnswerID("b").Ref(), scoring.AnswerID("a").Ref(), scoring.AnswerID("b").Ref(), {Noun: "moment", ID: "c"}},
		Selection: "answers to nps about shop 7", People: 12, Sealed: true,
	}
	return append([]scoring.Score{bare, full}, each(bare, func(s *scoring.Score, name string) { s.Name = name }, "csat", "NPS", "heart")...)
}

// guess returns an estimate with something in every field.
func guess(value float64) scoring.Estimate {
	return scoring.Estimate{Value: value, Low: value - 7.5, High: 1e6, N: 12.5, Basis: relationship.Guessed, Guesses: .125}
}

func states() []scoring.State {
	return []scoring.State{scoring.Holds, scoring.False, scoring.Untested, scoring.Stale}
}

func assumptionSamples() []scoring.Assumption {
	bare := scoring.Assumption{ID: "bare", Statement: "x", About: relationship.TieID("bare-tie").Ref(), Since: noon(0)}
	review := func(n int, by scoring.PartyID, question string) scoring.Review {
		return scoring.Review{At: noon(n), By: by, Question: question, Answer: "nobody", Next: "ask again", Due: noon(n + 5)}
	}
	full := scoring.Assumption{
		ID: "full", Statement: "warmth keeps them", About: scoring.Ref{Noun: "segment", ID: "regulars"}, Attribute: "advocacy",
		Believed: guess(.5), Funded: guess(.25), By: "full-believer", Owner: "full-owner", Since: noon(-1), Evidence: "two letters",
		ReviewBy: noon(9), State: scoring.Untested,
		Reviews: []scoring.Review{review(2, "full-clerk", "who?"), review(1, "full-other", "why?"), review(2, "full-clerk", "who?"), review(3, "", "where?")},
	}
	return append([]scoring.Assumption{bare, full}, each(bare, func(a *scoring.Assumption, s scoring.State) { a.State = s }, states()...)...)
}
