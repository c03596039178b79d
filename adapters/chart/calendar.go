package chart

import (
	"time"

	"gonum.org/v1/plot"
)

// A calendar marks an axis of seconds since 1970 at days, weeks, months or years of a zone: at most so many
// as fit.
type calendar struct {
	zone *time.Location
	most int
}

// A pace is how far a mark of a calendar is from the next one.
type pace struct {
	years, months, days int
	layout              string
}

func paces() []pace {
	return []pace{
		{0, 0, 1, "2 Jan"}, {0, 0, 2, "2 Jan"}, {0, 0, 7, "2 Jan"}, {0, 0, 14, "2 Jan"},
		{0, 1, 0, "Jan 2006"}, {0, 2, 0, "Jan 2006"}, {0, 3, 0, "Jan 2006"}, {0, 6, 0, "Jan 2006"},
		{1, 0, 0, "2006"}, {2, 0, 0, "2006"}, {5, 0, 0, "2006"}, {10, 0, 0, "2006"}, {20, 0, 0, "2006"}, {50, 0, 0, "2006"},
		{100, 0, 0, "2006"}, {200, 0, 0, "2006"}, {500, 0, 0, "2006"}, {1000, 0, 0, "2006"},
	}
}

// Ticks returns the marks between two instants, by the shortest pace of which not too many fit.
func (c calendar) Ticks(low, high float64) []plot.Tick {
	var marks []plot.Tick
	for _, p := range paces() {
		marks = c.every(p, low, high)
		if len(marks) > 0 && len(marks) <= c.most {
			break
		}
	}
	return marks
}

// every returns the marks of a pace, none where there would be far too many. Of days, the first one of each year
// tells the year.
func (c calendar) every(p pace, low, high float64) []plot.Tick {
	days := float64(p.days) + 30*float64(p.months) + 365*float64(p.years)
	if (high-low)/86400/days > float64(2*c.most) {
		return nil
	}
	var marks []plot.Tick
	year := -1 // of the mark before
	for t := p.begin(time.UnixMilli(int64(low * 1000)).In(c.zone)); seconds(t) <= high; t = t.AddDate(p.years, p.months, p.days) {
		if seconds(t) < low {
			continue
		}
		layout := p.layout
		if p.days > 0 && t.Year() != year {
			layout = "2 Jan 2006"
		}
		year = t.Year()
		marks = append(marks, plot.Tick{Value: seconds(t), Label: t.Format(layout)})
	}
	return marks
}

// begin returns a mark that is not after an instant. Weeks begin on Monday.
func (p pace) begin(t time.Time) time.Time {
	y, m, d := t.Date()
	switch {
	case p.years > 0:
		y, m, d = y-y%p.years, time.January, 1
	case p.months > 0:
		m, d = m-(m-1)%time.Month(p.months), 1
	case p.days >= 7:
		d -= (int(t.Weekday()) + 6) % 7
	}
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
