package survey_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// A failer is what helpers need of a [testing.TB] or a [rapid.T].
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// promoter returns a tally of so many detractors, passives and promoters.
func promoter(tb failer, detractors, passives, promoters int64) survey.NetPromoter {
	tb.Helper()
	var t survey.NetPromoter
	for answer, n := range map[float64]int64{3: detractors, 7: passives, 9: promoters} {
		if err := t.AddMany(answer, n); err != nil {
			tb.Fatal(err)
		}
	}
	return t
}

// tallied returns a tally of answers from 1 to the number of counts.
func tallied(tb failer, counts ...int64) *survey.Tally {
	tb.Helper()
	t := done(survey.NewTally(scoring.Scale{Low: 1, High: float64(len(counts)), Step: 1}))(tb)
	for i, n := range counts {
		if err := t.AddMany(float64(i+1), n); err != nil {
			tb.Fatal(err)
		}
	}
	return t
}

// done returns a result, and fails the test where there is an error instead.
func done[T any](v T, err error) func(failer) T {
	return func(tb failer) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// refused fails the test unless an error names the field of a broken rule.
func refused(tb failer, what string, err error, field string) {
	tb.Helper()
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) || op.Field != field || op.Rule == "" || op.Room != "survey" {
		tb.Errorf("%s: got error %v, want an invalid %s", what, err, field)
	}
}

// near fails the test unless two numbers agree to so much.
func near(tb failer, what string, got, want, within float64) {
	tb.Helper()
	if !(math.Abs(got-want) <= within*max(1, math.Abs(want))) {
		tb.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// choiceRows returns the rows of a file beside SOURCES.md, without the comment at its head.
func choiceRows(tb testing.TB, name string) [][]string {
	tb.Helper()
	f, err := os.Open(realparts.Data(tb, "choice", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord, r.LazyQuotes = '#', -1, true
	return done(r.ReadAll())(tb)
}

// column returns the values of a column by its name.
func column(tb testing.TB, rows [][]string, name string) []string {
	tb.Helper()
	for i, n := range rows[0] {
		if n == name {
			values := make([]string, 0, len(rows)-1)
			for _, row := range rows[1:] {
				values = append(values, row[i])
			}
			return values
		}
	}
	tb.Fatalf("no column %s", name)
	return nil
}

func number(tb testing.TB, s string) float64 {
	tb.Helper()
	return done(strconv.ParseFloat(s, 64))(tb)
}

// all10 is the scale of the question how likely somebody is to recommend us.
func all10() scoring.Scale { return scoring.Scale{Low: 0, High: 10, Step: 1} }
