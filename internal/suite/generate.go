package suite

import (
	"strings"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// ids generates identifiers of records: mostly some of a few that are hard to tell apart or to put in
// order, so that records meet, and now and then any other.
func ids() *rapid.Generator[string] {
	other := rapid.StringN(1, 20, 255).Filter(func(s string) bool { return s != "" && valid(s) })
	return mostly(rapid.SampledFrom(TroubleIDs()), other)
}

func anyText() *rapid.Generator[string] {
	return mostly(rapid.SampledFrom(TroubleTexts()), rapid.StringN(0, 40, -1).Filter(valid))
}

func valid(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// mostly generates from one in three cases of four, from the other in the rest.
func mostly[T any](one, other *rapid.Generator[T]) *rapid.Generator[T] {
	return rapid.OneOf(one, one, one, other)
}

// instants generates instants from the year 1 to 9999, in many zones, none zero.
func instants() *rapid.Generator[time.Time] {
	known := rapid.SampledFrom(TroubleInstants()[1:])
	other := rapid.Custom(func(t *rapid.T) time.Time {
		at := noon(0).Add(time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(t, "nanoseconds")))
		return at.In(time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "minutes east")*60))
	})
	return mostly(known, other)
}
