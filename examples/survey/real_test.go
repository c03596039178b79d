package main

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
)

// In this file, answers are coded from 1 to 11: what is off the scale must not be taken for an answer.
func TestRealAirlinePassengersCodedOneTooHighAreRefused(t *testing.T) {
	t.Parallel()
	r := told(t, "-data", realparts.Data(t, "choice", "survey-airlinesat.csv"), "-by", "flight_class", "-svg", t.TempDir())
	if r.Answers+int64(r.Refused+r.Unanswered) != 1065 || r.Refused != 23 || r.Hint == "" || len(r.Groups.Shown) != 3 {
		t.Errorf("got %d answers, %d unanswered, %d refused, hint %q, %d groups", r.Answers, r.Unanswered, r.Refused, r.Hint, len(r.Groups.Shown))
	}
	strict, stderr, status := program(t, "-strict", "-data", realparts.Data(t, "choice", "survey-airlinesat.csv"))
	if status != failed || strict != "" || stderr == "" {
		t.Errorf("got status %d, %q and %q", status, strict, stderr)
	}
}

// Of 39 visitors, 8 are promoters and 22 detractors.
func TestRealVisitorsOfAConference(t *testing.T) {
	t.Parallel()
	r := told(t, "-data", realparts.Data(t, "choice", "nps-sudzilla-2019.csv"), "-answer", "On a scale of 0-10, how would you rate Sudzilla?",
		"-at", "Timestamp", "-layout", "1/2/2006 15:04:05", "-every", "day", "-by", "How would you rate the food at Sudzilla (lunch)?", "-svg", t.TempDir())
	if r.Answers != 39 || r.Refused != 0 || r.Score.Value != round(-100*14./39) {
		t.Errorf("got %d answers, %d refused, %v", r.Answers, r.Refused, r.Score)
	}
	// On two of three days fewer than five answered.
	if len(r.Time.Periods) != 1 || len(r.Time.Withheld) != 2 {
		t.Errorf("got %d days and %d withheld", len(r.Time.Periods), len(r.Time.Withheld))
	}
}

func TestRealCustomersOfATelephoneCompany(t *testing.T) {
	t.Parallel()
	r := told(t, "-data", realparts.Data(t, "choice", "survey-ecsi-mobi.csv"), "-scale", "csat", "-answer", "CUSA1", "-low", "1", "-high", "10", "-top", "3")
	high, sum, n := 0.0, 0.0, 0.0
	for i, c := range r.Distribution {
		sum, n = sum+float64(i+1)*float64(c.N), n+float64(c.N)
		if c.Group == "high" {
			high += float64(c.N)
		}
	}
	if n != 250 || r.Refused != 0 || math.Abs(r.Score.Value-high/n) > 1e-4 || math.Abs(r.Mean.Value-sum/n) > 1e-4 {
		t.Errorf("got %v and %v of %v", r.Score, r.Mean, r.Distribution)
	}
}
