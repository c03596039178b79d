package suite

import (
	"math"
	"strings"
	"time"
)

// TroubleIDs returns identifiers that a careless store takes as alike, puts in another order, or
// cannot keep. Those that are alike stand together; otherwise they are in no order.
func TroubleIDs() []string {
	return []string{
		"10", "9", "09", // by number
		"B", "b", "A", "a", // by case
		"ä", "a\u0308", // by accent: these look alike
		"a ", " a", "a\n", "a\t", // by spaces
		"ß", "ss", // by alphabet
		"\uff5e", "😀", // of which the first comes second in UTF-16
		"'", "%", "_", `\`, `"`, "--", "null", // as a part of a query
		strings.Repeat("x", 255), strings.Repeat("x", 254) + "y", // by length
	}
}

// TroubleTexts returns texts that a careless store changes.
func TroubleTexts() []string {
	return append(TroubleIDs(),
		"", " ", "\n", "\r\n", "a\r", "\t", "\x01", "\x7f", "\u2028", "\ufeff", "a\ufeff", "\ufffd", "\uffff", "\U0010ffff",
		"NULL", "nil", "{}", "[1]", "0", "-0", "1e3", "true", "<b>&amp;</b>", `\u0041`, "%s", "$1", "?", ":x", "'); --",
		"e\u0301 é", "ﬁ", "İi", "ẞ", "👩‍👩‍👧", "שלום", "漢字",
	)
}

// TroubleNumbers returns finite numbers that a careless store rounds.
func TroubleNumbers() []float64 {
	return append(TroubleShares(),
		-0.1, 1<<53, 1<<53+2, 1<<63, -1<<63, 1e21, 123456789012345678, math.MaxFloat64, -math.MaxFloat64, math.Pi, 1e-300)
}

// TroubleShares returns such numbers from 0 to 1.
func TroubleShares() []float64 {
	return []float64{
		0, math.Copysign(0, -1), 1, 0.1, 0.30000000000000004, 1.0 / 3, math.SmallestNonzeroFloat64,
		math.Nextafter(1, 0), math.Float64frombits(0x0010000000000000), 1e-7,
	}
}

// TroubleInstants returns instants that a careless store rounds, moves or cannot hold: those at the
// ends of time, a nanosecond apart, and in zones where the year is another one.
func TroubleInstants() []time.Time {
	zone := func(hours float64) *time.Location {
		return time.FixedZone("", int(hours*float64(time.Hour/time.Second)))
	}
	first, last := time.Time{}, time.Date(9999, time.December, 31, 23, 59, 59, 999_999_999, time.UTC)
	return []time.Time{
		first, first.Add(1), first.Add(1).In(zone(-12)),
		time.Date(1582, time.October, 4, 23, 59, 59, 0, time.UTC), time.Date(1582, time.October, 10, 0, 0, 0, 0, time.UTC),
		time.Date(1677, time.September, 21, 0, 12, 43, 0, time.UTC), // before what nanoseconds in 64 bits can hold
		time.Date(1891, time.March, 15, 0, 0, 0, 0, time.FixedZone("", 561)),
		time.Unix(-1, 999_999_999).UTC(), time.Unix(0, 0).UTC(), time.Unix(0, 1).UTC(),
		time.Date(2026, time.March, 29, 2, 30, 0, 123_456_789, zone(1)), time.Date(2026, time.March, 29, 2, 30, 0, 123_456_790, zone(1)),
		time.Date(2026, time.March, 29, 2, 30, 0, 123_456_790, zone(-3.5)), time.Date(2026, time.July, 1, 0, 0, 0, 1, zone(5.75)),
		time.Date(2038, time.January, 19, 3, 14, 8, 0, time.UTC), time.Date(2262, time.April, 11, 23, 47, 17, 0, time.UTC),
		last.Add(-1).In(zone(14)), last,
	}
}
