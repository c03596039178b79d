package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

func TestRulesOfFieldsThatRoomsShare(t *testing.T) {
	t.Parallel()
	const (
		empty = "must not be empty"
		text  = "must be valid UTF-8"
		words = "must be at most 65,536 bytes"
		label = "must be at most 2,048 bytes"
	)
	x := func(n int) string { return strings.Repeat("x", n) }
	cases := []struct{ name, got, want string }{
		{"no identifier, where it may miss", rules.OptionalID(""), ""},
		{"an identifier that may miss", rules.OptionalID("\xff"), text},
		{"no words", rules.Words(""), empty},
		{"no words, where they may miss", rules.OptionalWords(""), ""},
		{"the most words", rules.Words(x(65536)), ""},
		{"too many words", rules.Words(x(65537)), words},
		{"words that are no text", rules.OptionalWords("\xff"), text},
		{"no label", rules.Label(""), empty},
		{"no label, where it may miss", rules.OptionalLabel(""), ""},
		{"the longest label", rules.Label(x(2048)), ""},
		{"too long a label", rules.Label(x(2049)), label},
		{"a label that is no text", rules.OptionalLabel("\xff"), text},
		{"no moment", rules.Moment(time.Time{}), "must not be zero"},
		{"a moment", rules.Moment(time.Unix(1, 0)), ""},
		{"a moment too late", rules.Moment(time.Unix(1<<40, 0)), "must be in the years 1 to 9999"},
		{"none", rules.NotBelowZero(0), ""},
		{"fewer than none", rules.NotBelowZero(-1), "must not be below 0"},
		{"one of a few", rules.OneOf("b", "a", "b"), ""},
		{"none of a few", rules.OneOf("c", "", "a"), "must be one of: empty, a"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestRulesOfAReference(t *testing.T) {
	t.Parallel()
	cases := []struct{ noun, id, want string }{
		{"note", "a:b", ""},
		{"no:te", "", "Noun must not hold a colon"},
		{"", "a", "Noun must not be empty"},
		{"note", "", "ID must not be empty"},
	}
	for _, c := range cases {
		got := ""
		if err := rules.Ref(c.noun, c.id); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("Ref(%q, %q): got %q, want %q", c.noun, c.id, got, c.want)
		}
	}
}
