package suite

import (
	"time"

	"pgregory.net/rapid"
)

// A Source draws the values of the fields of one record, for the generators of a room.
type Source struct{ *rapid.T }

// Drawn makes a generator of what draw returns.
func Drawn[T any](draw func(Source) T) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T { return draw(Source{t}) })
}

// OneOf draws one of a few values.
func OneOf[V any](s Source, label string, values ...V) V {
	return rapid.SampledFrom(values).Draw(s.T, label)
}

// ID draws an identifier.
func (s Source) ID(label string) string { return ids().Draw(s.T, label) }

// Maybe draws an identifier, or none.
func (s Source) Maybe(label string) string {
	if s.Yes("with " + label) {
		return s.ID(label)
	}
	return ""
}

// Yes draws a truth.
func (s Source) Yes(label string) bool { return rapid.Bool().Draw(s.T, label) }

// Text draws a text, which may be empty.
func (s Source) Text(label string) string { return anyText().Draw(s.T, label) }

// Words draws a text that is not empty.
func (s Source) Words(label string) string {
	if text := s.Text(label); text != "" {
		return text
	}
	return "x"
}

// At draws an instant that is not zero.
func (s Source) At(label string) time.Time { return instants().Draw(s.T, label) }

// MaybeAt draws an instant, or the zero time.
func (s Source) MaybeAt(label string) time.Time {
	if s.Yes("with " + label) {
		return s.At(label)
	}
	return time.Time{}
}

// Count draws a number from 0.
func (s Source) Count(label string) int { return OneOf(s, label, 0, 0, 1, 2, 1<<31, 1<<53+1) }

// Number draws a finite number.
func (s Source) Number(label string) float64 {
	return mostly(rapid.SampledFrom(TroubleNumbers()), rapid.Float64()).Draw(s.T, label)
}
