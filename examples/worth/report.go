package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// A report is what the program tells.
type report struct {
	madeUp      bool
	model       string
	unit        string // of time, such as "weeks"
	fit         lifetime.Fit
	spend       *lifetime.Fit
	horizon     float64
	predictions []float64 // by row
	notes       []string  // what was left out or supposed

	money       bool    // that worth is an amount
	sum         float64 // of the predictions, over all customers
	total       lifetime.Total
	keep, going []line
	frequencies []lifetime.Frequency
	curve       []stay
	test        *test
	draw        func() (*chart.Chart, error)
}

// A line is a customer in a list.
type line struct {
	name         string
	did          string
	there, worth relationship.Estimate
}

// A test is a forecast beside what happened.
type test struct {
	from, to time.Time
	lifetime.Backtest
}

// MarshalJSON writes the fit and a prediction for each row. Standard errors that are not known are null.
func (r *report) MarshalJSON() ([]byte, error) {
	params, errors := new(strings.Builder), new(strings.Builder)
	for i, p := range r.fit.Params {
		comma := ","
		if i == 0 {
			comma = "{"
		}
		fmt.Fprintf(params, "%s%q:%s", comma, p.Name, number(p.Value))
		se := "null"
		if r.fit.Covariance != nil {
			se = number(p.SE)
		}
		fmt.Fprintf(errors, "%s%q:%s", comma, p.Name, se)
	}
	return json.Marshal(struct {
		Model       string          `json:"model"`
		Params      json.RawMessage `json:"params"`
		SE          json.RawMessage `json:"se"`
		LogLik      float64         `json:"loglik"`
		N           int             `json:"n"`
		Horizon     float64         `json:"horizon"`
		Predictions []float64       `json:"predictions"`
	}{
		r.model, json.RawMessage(params.String() + "}"), json.RawMessage(errors.String() + "}"),
		r.fit.LogLikelihood, r.fit.N, r.horizon, r.predictions,
	})
}

// number returns a number with all of its digits.
func number(v float64) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// verdicts returns what speaks against the fits, with what to do.
func (r *report) verdicts() []string {
	fits := []lifetime.Fit{r.fit}
	if r.spend != nil {
		fits = append(fits, *r.spend)
	}
	var all []string
	for _, fit := range fits {
		for _, v := range fit.Verdicts {
			all = append(all, fmt.Sprintf("%s: %s. %s", fit.Model, v, v.Advice()))
		}
	}
	return all
}

// unfitted returns the error for data that carry no model at all.
func unfitted(fit lifetime.Fit) error {
	if len(fit.Params) > 0 {
		return nil
	}
	var told []string
	for _, v := range fit.Verdicts {
		told = append(told, v.String()+". "+v.Advice())
	}
	return fmt.Errorf("%s cannot be fitted to %d customers: %s", fit.Model, fit.N, strings.Join(told, " "))
}
