package main

import (
	"errors"
	"regexp"
	"strconv"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A day is a date in a file. The zero day is missing.
type day time.Time

func (d day) time() time.Time { return time.Time(d) }

func (d *day) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil || t.Year() < 1 {
		return errors.New("must be a day such as 2026-03-02")
	}
	*d = day(t)
	return nil
}

// A side is an end of a tie in a file.
type side relationship.Side

func (s *side) UnmarshalText(text []byte) error {
	switch string(text) {
	case "from":
		*s = side(relationship.FromSide)
	case "to":
		*s = side(relationship.ToSide)
	default:
		return errors.New("must be from or to")
	}
	return nil
}

// A reading is a number in a file, in one line of text: when it was taken, if that matters; the number, with
// the range that holds the truth at 95 %; what it rests on; and how often it was asked or seen.
type reading relationship.Reading

const readingForm = `^(?:(\d{4}-\d\d-\d\d) )?(\d+(?:\.\d+)?)(?: \((\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)\))? (guessed|stated|observed)(?: n=(\d+))?$`

func (r *reading) UnmarshalText(text []byte) error {
	parts := regexp.MustCompile(readingForm).FindStringSubmatch(string(text))
	if parts == nil || len(text) > 100 {
		return errors.New(`must be like "2026-03-02 0.35 (0.25-0.45) stated n=12", where day, range and n may be missing`)
	}
	var out reading
	if parts[1] != "" {
		var on day
		if err := on.UnmarshalText([]byte(parts[1])); err != nil {
			return err
		}
		out.At = on.time()
	}
	if parts[3] == "" {
		parts[3], parts[4] = parts[2], parts[2]
	}
	e := &out.Estimate
	for i, into := range map[int]*float64{2: &e.Value, 3: &e.Low, 4: &e.High, 6: &e.N} {
		*into, _ = strconv.ParseFloat(parts[i], 64) // digits alone; a missing n is 0
	}
	if e.Low > e.Value || e.Value > e.High {
		return errors.New("must have its number within its range")
	}
	*r = out
	return r.Estimate.Basis.UnmarshalText([]byte(parts[5]))
}

func (r reading) known() bool { return r.Estimate.Known() }

func readings(of []reading) relationship.Readings {
	var out relationship.Readings
	for _, r := range of {
		out = append(out, relationship.Reading(r))
	}
	return out
}
