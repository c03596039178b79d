package lifetime

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// number reads a decimal number. Up to 15 digits and as many behind the point are exact in a float64, and so is
// their quotient: that is the quick way.
func number(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	whole, behind, point := uint64(0), 0, false
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			whole = whole*10 + uint64(c-'0')
			if point {
				behind++
			}
		case c == '.' && !point:
			point = true
		default:
			return slowNumber(text)
		}
	}
	if len(text) == 0 || len(text) > 15 || text == "." {
		return slowNumber(text)
	}
	return float64(whole) / powerOfTen(behind), true
}

func slowNumber(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil && !math.IsNaN(v)
}

func powerOfTen(n int) float64 {
	p := 1.0
	for range n {
		p *= 10
	}
	return p
}

// dateMemo remembers the last date, since neighbours in a log often share theirs.
type dateMemo struct {
	text string
	in   int32
}

// grain returns the grain of a date.
func (m *dateMemo) grain(text string, cfg LogConfig) (int32, bool) {
	if text == m.text && text != "" {
		return m.in, true
	}
	day, ok := plainDay(text)
	if !ok || cfg.Grain != 0 {
		at, ok := instant(strings.TrimSpace(text), cfg.Zone)
		if !ok {
			return 0, false
		}
		day = cfg.grain(at)
	}
	if day != int64(int32(day)) {
		return 0, false
	}
	m.text, m.in = text, int32(day)
	return m.in, true
}

// plainDay returns the number of days from 1970 to a day such as 2026-05-31 of the years 1 to 9999.
func plainDay(text string) (int64, bool) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	y, okYear := digitsOf(text[:4])
	m, okMonth := digitsOf(text[5:7])
	d, okDay := digitsOf(text[8:])
	if !okYear || !okMonth || !okDay || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	// Days are counted from March on, so that a leap day is the last of its year.
	y, m = y-(14-m)/12, (m+9)%12
	return int64(365*y+y/4-y/100+y/400+(153*m+2)/5+d-1) - 719468, true
}

func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4, month == 6, month == 9, month == 11:
		return 30
	}
	return 31
}

func digitsOf(text string) (int, bool) {
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

// instant reads a date with or without a time of day.
func instant(text string, zone *time.Location) (time.Time, bool) {
	for _, form := range []string{
		time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
		"2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
	} {
		if at, err := time.ParseInLocation(form, text, zone); err == nil {
			return at, at.Year() >= 1
		}
	}
	return time.Time{}, false
}
