package scoringtest

import (
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

// A source draws the values of the fields of one record.
type source struct{ suite.Source }

// record makes a generator of what draw returns.
func record[T any](draw func(source) T) *rapid.Generator[T] {
	return suite.Drawn(func(s suite.Source) T { return draw(source{s}) })
}

func (s source) party(label string) scoring.PartyID { return scoring.PartyID(s.Maybe(label)) }

// ref draws what a record is about: a party as often as not.
func (s source) ref(label string) scoring.Ref {
	if s.Yes(label + " a party") {
		return scoring.PartyID(s.ID(label)).Ref()
	}
	return s.input(label)
}

// input draws anything but a party.
func (s source) input(label string) scoring.Ref {
	noun := suite.OneOf(s.Source, label+" noun", relationship.NounTie, scoring.NounAnswer, scoring.NounScore, "shop", "Shop", "größe")
	return scoring.Ref{Noun: noun, ID: s.ID(label)}
}

// name draws what is asked, or computed.
func (s source) name(label string) string {
	return suite.OneOf(s.Source, label, "nps", "NPS", "csat", "größe", "grösse", s.Words(label+" in other words"))
}

// scale draws a scale and a value on it.
func (s source) scale() (scoring.Scale, float64) {
	scale := suite.OneOf(s.Source, "scale",
		tenPoints(), scoring.Scale{Low: 1, High: 5, Step: 1}, scoring.Scale{Low: -1, High: 1, Step: .125}, scoring.Scale{High: 1, Step: .1},
		scoring.Scale{Low: -1, High: 1}, scoring.Scale{Low: -math.MaxFloat64 / 2, High: math.MaxFloat64 / 2},
	)
	if scale.Step == 0 {
		return scale, max(scale.Low, min(scale.High, s.Number("value")))
	}
	steps := math.Round((scale.High - scale.Low) / scale.Step)
	return scale, min(scale.High, scale.Low+scale.Step*float64(rapid.IntRange(0, int(steps)).Draw(s.T, "step")))
}

// estimate draws an estimate in any unit, or none.
func (s source) estimate(label string) scoring.Estimate {
	if !s.Yes(label + " is known") {
		return scoring.Estimate{}
	}
	e := relationshiptest.Estimate().Draw(s.T, label)
	if s.Yes(label + " is large") {
		three := []float64{s.Number(label + " low"), s.Number(label + " value"), s.Number(label + " high")}
		slices.Sort(three)
		e.Low, e.Value, e.High = three[0], three[1], three[2]
	}
	return e
}

// notBefore returns an instant, or none where it is before another.
func notBefore(at, other time.Time) time.Time {
	if at.Before(other) {
		return time.Time{}
	}
	return at
}

// Answer generates answers that are to be created: valid, on scales of all kinds, by somebody or nobody.
func Answer() *rapid.Generator[scoring.Answer] {
	return record(func(s source) scoring.Answer {
		a := scoring.Answer{
			ID: scoring.AnswerID(s.ID("id")), Question: s.name("question"), By: s.party("by"), About: s.ref("about"), At: s.At("at"),
			Text: s.Text("text"), Weight: math.Abs(s.Number("weight")), Sealed: s.Yes("sealed"),
		}
		a.Scale, a.Value = s.scale()
		return a
	})
}

// Score generates scores that are to be created: valid, under any ID, known or not, with or without inputs.
func Score() *rapid.Generator[scoring.Score] {
	return record(func(s source) scoring.Score {
		c := scoring.Score{
			ID: scoring.ScoreID(s.ID("id")), Name: s.name("name"), Of: s.ref("of"), At: s.At("at"), Value: s.estimate("value"),
			Method: s.Text("method"), Version: s.Text("version"), Selection: s.Text("selection"), People: s.Count("people"), Sealed: s.Yes("sealed"),
		}
		if from := s.MaybeAt("from"); !from.After(c.At) {
			c.From = from
		}
		for range rapid.IntRange(0, 2).Draw(s.T, "inputs") {
			c.Inputs = append(c.Inputs, s.input("input"))
		}
		return c
	})
}

// Assumption generates assumptions that are to be created: valid, in any state, with or without reviews.
func Assumption() *rapid.Generator[scoring.Assumption] {
	return record(func(s source) scoring.Assumption {
		a := scoring.Assumption{
			ID: scoring.AssumptionID(s.ID("id")), Statement: s.Words("statement"), About: s.ref("about"), Attribute: s.Text("attribute"),
			Believed: s.estimate("believed"), Funded: s.estimate("funded"), By: s.party("by"), Owner: s.party("owner"),
			Since: s.At("since"), Evidence: s.Text("evidence"), State: suite.OneOf(s.Source, "state", append(states(), scoring.Open)...),
		}
		a.ReviewBy = notBefore(s.MaybeAt("review by"), a.Since)
		for range rapid.IntRange(0, 2).Draw(s.T, "reviews") {
			a.Reviews = append(a.Reviews, s.review(a.Since))
		}
		return a
	})
}

// review draws a review of what is believed since an instant.
func (s source) review(since time.Time) scoring.Review {
	r := scoring.Review{At: s.At("reviewed"), By: s.party("reviewer"), Question: s.Words("question"), Answer: s.Text("answer"), Next: s.Text("next")}
	if r.At.Before(since) {
		r.At = since
	}
	r.Due = notBefore(s.MaybeAt("due"), r.At)
	return r
}
