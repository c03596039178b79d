package survey_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

func rollStars() scoring.Scale { return scoring.Scale{Low: 1, High: 5, Step: 1} }
func rollTens() scoring.Scale  { return scoring.Scale{Low: 0, High: 10, Step: 1} }
func rollNet() scoring.Scale   { return scoring.Scale{Low: -100, High: 100, Step: 100} }

func rollRef(noun string, id any) relationship.Ref {
	return relationship.Ref{Noun: noun, ID: fmt.Sprint(id)}
}

func rollPerson(i int) relationship.PartyID { return relationship.PartyID(fmt.Sprint("person-", i)) }

func rollUp(tb testing.TB, s scoring.Scale, least int) *survey.Rollup {
	tb.Helper()
	return rollMust(survey.NewRollup(s, survey.RollupConfig{Least: least}))(tb)
}

// rollMust ends the test at an error.
func rollMust[T any](v T, err error) func(tb testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatalf("got error %v", err)
		}
		return v
	}
}

// rollAdd adds answers of different people about one group.
func rollAdd(tb testing.TB, r *survey.Rollup, about relationship.Ref, answers ...float64) {
	tb.Helper()
	for i, v := range answers {
		if err := r.Add(about, relationship.PartyID(fmt.Sprint(about, "-", i)), v); err != nil {
			tb.Fatalf("add: got error %v", err)
		}
	}
}

// rollRefuses checks that an error is one of an invalid field.
func rollRefuses(tb testing.TB, err error, field string) {
	tb.Helper()
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || told.Field != field || told.Room != "survey" || told.Rule == "" {
		tb.Errorf("got error %v, want one of survey about %s", err, field)
	}
}

func rollNear(got, want, within float64) bool { return math.Abs(got-want) <= within }

// rollSound checks that an estimate is one, on its scale.
func rollSound(tb testing.TB, e relationship.Estimate, s scoring.Scale) {
	tb.Helper()
	if err := e.Check(s.Low, s.High); err != nil {
		tb.Errorf("got estimate %v with error %v", e, err)
	}
}
