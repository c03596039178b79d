package main

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
	"github.com/kithcrm/kith/scoring/kano"
	"github.com/kithcrm/kith/scoring/survey"
)

// The association and all that was answered are made up.

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 9, 0, 0, 0, time.UTC)
}

// asOf is the day of the story.
func asOf() time.Time { return date(2026, 6, 1) }

// members are whom it is believed of.
func members() scoring.Ref { return scoring.Ref{Noun: "segment", ID: "members"} }

func attributes() []string {
	return []string{"advocacy", "advice line", "training", "network", "insurance", "magazine"}
}

// points are what each of seven leaders gave to the attributes, of 100.
func points() [][]float64 {
	return [][]float64{
		{40, 5, 20, 15, 5, 15},
		{45, 5, 25, 10, 5, 10},
		{35, 10, 25, 15, 5, 10},
		{50, 5, 20, 10, 5, 10},
		{35, 5, 30, 15, 5, 10},
		{40, 5, 20, 20, 10, 5},
		{45, 10, 20, 10, 5, 10},
	}
}

// euros are what is spent on each in a year.
func euros() []float64 { return []float64{920_000, 110_000, 400_000, 250_000, 90_000, 230_000} }

// named is how many of 300 members would miss each the most: advocacy is 6 % of what matters to them.
func named() []int64 { return []int64{18, 96, 66, 63, 39, 18} }

// mostImportant returns how many would miss it, as a share with its range.
func mostImportant(yes int64) (relationship.Estimate, error) {
	return survey.Proportion{Yes: yes, Of: 300}.Estimate()
}

// assumptions are what is believed, in words. How much of it is taken from the leaders.
func assumptions() []scoring.Assumption {
	believed := func(id, attribute, statement string, since time.Time) scoring.Assumption {
		return scoring.Assumption{
			ID: scoring.AssumptionID(id), Attribute: attribute, Statement: statement, Since: since,
			About: members(), By: "board", Owner: "olga",
		}
	}
	voice := believed("voice", "advocacy", "Members join because we speak for them in the capital.", date(2009, 3, 1))
	voice.Evidence = "The founders said so."
	voice.ReviewBy = date(2026, 6, 1)
	readers := believed("readers", "readers of the magazine", "Seven of ten members read the magazine.", date(2012, 5, 1))
	readers.Believed = relationship.Estimate{Value: .7, Low: .6, High: .8, Basis: relationship.Guessed}
	return []scoring.Assumption{
		voice,
		believed("training", "training", "Training is a fifth of what we are to them.", date(2021, 1, 15)),
		believed("questions", "advice line", "Hardly anybody needs the advice line.", date(2018, 9, 1)),
		readers,
		believed("young", "mentoring", "The young want mentors.", date(2026, 2, 1)),
	}
}

// readers is what was found long ago about the magazine.
func readers() beliefs.Measurement {
	return beliefs.Measurement{
		About: members(), Attribute: "readers of the magazine", At: date(2019, 10, 1),
		Value: relationship.Estimate{Value: .55, Low: .48, High: .62, N: 210, Basis: relationship.Stated},
	}
}

// replies are what was answered in the session about the voice in the capital. The other questions are still open.
func replies(asked []beliefs.Question) []beliefs.Reply {
	day := date(2026, 5, 20)
	return []beliefs.Reply{
		{Question: asked[0].Text, Answer: "In 2009. We saw two hundred founders.", By: "olga", At: day},
		{
			Question: asked[2].Text, Answer: "Most are employed now, and laws are no longer what keeps them awake.", By: "bert", At: day,
			Next: "Sit with ten members for a day.", Due: date(2026, 9, 1),
		},
		{
			Question: asked[9].Text, Answer: "An answer on the same day to any question of law.", By: "olga", At: day,
			Next: "Try it with one region.", Due: date(2026, 7, 1),
		},
	}
}

// improvements are what could be done. Importance is added from what was measured; the classes come of a survey
// in pairs of questions, and gain and weeks are guesses.
func improvements() []kano.Improvement {
	about := func(v float64) relationship.Estimate {
		return relationship.Estimate{Value: v, Low: v / 2, High: v * 2, Basis: relationship.Guessed}
	}
	could := func(id string, class relationship.Class, gain, weeks float64) kano.Improvement {
		return kano.Improvement{ID: id, Class: class, Gain: about(gain), Effort: about(weeks)}
	}
	return []kano.Improvement{
		could("advice line", relationship.Basic, .4, 6),
		could("insurance", relationship.Basic, .2, 10),
		could("training", relationship.Promise, .15, 8),
		could("network", relationship.Delighter, .3, 4),
		could("advocacy", relationship.Promise, .1, 20),
	}
}
