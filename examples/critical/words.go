package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// clean returns text of a file without what a terminal would act on.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

// share returns a part of the whole in percent, with its range.
func share(e relationship.Estimate) string {
	if e.Low == e.High {
		return percent(e.Value)
	}
	return fmt.Sprintf("%s (%.0f to %.0f %%)", percent(e.Value), 100*e.Low, 100*e.High)
}

func percent(part float64) string { return fmt.Sprintf("%.0f %%", 100*part) }

// money returns a number without fraction, with commas between groups of three digits.
func money(v float64) string {
	digits := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// date returns a day of an answer in words.
func date(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}
