package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

// rounds is when employees were asked.
func rounds() [2]time.Time {
	return [2]time.Time{time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC)}
}

// us is the supplier, as what answers are about.
func us() scoring.Ref { return scoring.Ref{Noun: "organisation", ID: "us"} }

// level returns where an employee works; his ID says so.
func level(by scoring.PartyID) string {
	name, _, _ := strings.Cut(string(by), "-")
	return name
}

// instrument returns what is asked: what is ready, with what a few obstacles keep from happening.
func instrument() readiness.Instrument {
	ins := readiness.ReadyInstrument()
	blocks := map[string][]relationship.Ref{
		"staffing":   {{Noun: "touchpoint", ID: "call-back"}, {Noun: "promise", ID: "answer-in-a-day"}},
		"systems":    {{Noun: "touchpoint", ID: "call-back"}, {Noun: "change", ID: "one-person"}},
		"cost":       {{Noun: "change", ID: "one-person"}},
		"short-term": {{Noun: "change", ID: "one-person"}},
	}
	for i := range ins.Items {
		ins.Items[i].Blocks = blocks[ins.Items[i].ID]
	}
	return ins
}

// ask lets the employees answer in both rounds, and keeps their answers in a ledger: sealed, as all answers about the
// organisation must be. In between the supplier has begun to follow how customers feel.
func ask(ctx context.Context, ledger *scoring.Ledger) error {
	r := rand.New(rand.NewPCG(6, 6))
	var answers []scoring.Answer
	for _, group := range []struct {
		name string
		size int
	}{{"management", 9}, {"office", 21}, {"service", 34}} {
		for i := range group.size {
			by := scoring.PartyID(fmt.Sprintf("%s-%02d", group.name, i+1))
			mood := .5 * r.NormFloat64()
			for round, at := range rounds() {
				for _, item := range instrument().Items {
					answers = append(answers, scoring.Answer{
						Question: item.ID, Scale: instrument().Scale, Value: rated(r, item, group.name, mood, round), By: by, About: us(),
						At: at.AddDate(0, 0, r.IntN(5)), Sealed: true,
					})
				}
			}
		}
	}
	_, err := ledger.PutAnswers(ctx, answers)
	return err
}

// rated draws what somebody says of an item, from 1 to 5.
func rated(r *rand.Rand, item readiness.Item, group string, mood float64, round int) float64 {
	severe := map[string]float64{
		"short-term": 1.2, "cost": 1.3, "systems": .9, "staffing": .6, "measurement": .7, "capability": -.9,
		"objectives-keeping": 1.4, "objectives-listening": .7, "structure-listening": 1.1, "structure-adapting": .5,
		"technology-differing": 1.2, "technology-listening": .6, "mindset-adapting": -1, "culture-listening": -1.1,
		"culture-keeping": -.7, "processes-keeping": -.5,
	}[item.ID]
	switch {
	case item.ID == "leadership" && group == "management":
		severe = -1.2
	case item.ID == "leadership":
		severe = .6
	case item.ID == "measurement" && round == 1:
		severe = -.6
	}
	v := min(5, max(1, math.Round(3+severe+mood+.8*r.NormFloat64())))
	if item.Positive {
		v = 6 - v
	}
	return v
}

// inTheWay is what the answers come to.
type inTheWay struct {
	Now    readiness.Round    `json:"now"`
	Became readiness.Progress `json:"since_last_round"`
}

// look reads the answers of both rounds and works them out.
func look(ctx context.Context, ledger *scoring.Ledger) (*inTheWay, error) {
	var tallies [2]*readiness.Tally
	for i, from := range rounds() {
		tally, err := readiness.NewTally(instrument())
		if err != nil {
			return nil, err
		}
		q := scoring.AnswerQuery{About: []scoring.Ref{us()}, From: from, To: from.AddDate(0, 0, 14)}
		for a, err := range ledger.Answers(ctx, q) {
			if err != nil {
				return nil, err
			}
			if err := tally.AddAnswer(a); err != nil {
				return nil, err
			}
		}
		tallies[i] = tally
	}
	var found inTheWay
	var err error
	if found.Now, err = tallies[1].Round(readiness.Config{Level: level}); err != nil {
		return nil, err
	}
	if found.Became, err = readiness.Compare(tallies[0], tallies[1], readiness.Config{}); err != nil {
		return nil, err
	}
	_, err = ledger.PutScores(ctx, found.Now.Scores(us(), rounds()[1].AddDate(0, 0, 14)))
	return &found, err
}

// changed returns what became better or worse beyond noise.
func (f *inTheWay) changed() []readiness.Change {
	return slices.DeleteFunc(slices.Clone(f.Became.Items), func(c readiness.Change) bool { return !c.Better && !c.Worse })
}
