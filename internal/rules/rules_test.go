package rules_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

func TestRulesOfFields(t *testing.T) {
	t.Parallel()
	year := func(y int) time.Time { return time.Date(y, time.January, 1, 0, 0, 0, 0, time.UTC) }
	cases := []struct{ name, got, want string }{
		{"an identifier", rules.ID("a"), ""},
		{"an identifier of 255 bytes", rules.ID(strings.Repeat("x", 255)), ""},
		{"no identifier", rules.ID(""), "must not be empty"},
		{"a long identifier", rules.ID(strings.Repeat("x", 256)), "must be at most 255 bytes"},
		{"an identifier with a NUL byte", rules.ID("a\x00"), "must not hold a NUL byte"},
		{"a text", rules.Text("ä\n"), ""},
		{"no text", rules.Text(""), ""},
		{"a text that is none", rules.Text("\xff"), "must be valid UTF-8"},
		{"a text with a NUL byte", rules.Text("a\x00"), "must not hold a NUL byte"},
		{"the zero time", rules.Instant(time.Time{}), ""},
		{"the year 9999", rules.Instant(year(9999)), ""},
		{"the year 10000", rules.Instant(year(10000)), "must be in the years 1 to 9999"},
		{"the year 0", rules.Instant(year(0)), "must be in the years 1 to 9999"},
		{"a year that is another in UTC", rules.Instant(year(10000).In(time.FixedZone("", -3600))), "must be in the years 1 to 9999"},
		{"an index", rules.Index("Ties", 2), "Ties[2]"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestABrokenRuleTellsWhereItIs(t *testing.T) {
	t.Parallel()
	if err := rules.Break("ID", ""); err != nil {
		t.Errorf("no rule: got error %v", err)
	}
	inner := rules.Break("ID", "must not be empty")
	got, ok := errors.AsType[*rules.Broken](rules.Within("Items[0]", fmt.Errorf("wrapped: %w", inner)))
	if !ok || got.Field != "Items[0].ID" || got.Error() != "Items[0].ID must not be empty" {
		t.Errorf("Within: got %v, want the whole path", got)
	}
	if err := rules.Within("Items[0]", nil); err != nil {
		t.Errorf("Within, of no error: got %v", err)
	}
	other := errors.New("other")
	if err := rules.Within("Items[0]", other); !errors.Is(err, other) {
		t.Errorf("Within, of another error: got %v, want it as it is", err)
	}
	if err := rules.First(nil, inner, other); !errors.Is(err, inner) {
		t.Errorf("First: got %v, want the first that is one", err)
	}
	if err := rules.First(nil, nil); err != nil {
		t.Errorf("First, of none: got %v", err)
	}
}

func TestEqualInstantsBecomeEqualValues(t *testing.T) {
	t.Parallel()
	at := time.Now()
	if a, b := rules.UTC(at), rules.UTC(at.In(time.FixedZone("", 3600))); a != b {
		t.Errorf("got %v and %v, want the same value", a, b)
	}
}
