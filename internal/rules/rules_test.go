package rules_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

func TestIDsKeepTheirRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id   string
		fine bool
	}{
		{"a", true},
		{" ", true},
		{strings.Repeat("x", 255), true},
		{strings.Repeat("ä", 127), true},
		{"", false},
		{strings.Repeat("x", 256), false},
		{strings.Repeat("ä", 128), false},
		{"\xff", false},
		{"a\x00", false},
	} {
		if rule := rules.ID(c.id); (rule == "") != c.fine {
			t.Errorf("an ID of %d bytes: got rule %q, want fine %t", len(c.id), rule, c.fine)
		}
	}
}

func TestInstantsAreThoseThatTextCanHold(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("", 14*60*60)
	for _, c := range []struct {
		at   time.Time
		fine bool
	}{
		{time.Time{}, true},
		{time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), true},
		{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), false},
		{time.Date(10000, 1, 1, 13, 0, 0, 0, east), true}, // the year before, in UTC
		{time.Time{}.Add(-1), false},
	} {
		if rule := rules.Instant(c.at); (rule == "") != c.fine {
			t.Errorf("%v: got rule %q, want fine %t", c.at, rule, c.fine)
		}
	}
	if at := rules.UTC(time.Now().In(east)); at != at.Round(0).UTC() {
		t.Error("UTC leaves something of the zone or of the clock")
	}
}

func TestABrokenRuleNamesTheWayToTheField(t *testing.T) {
	t.Parallel()
	if err := rules.First(nil, rules.Break("A", ""), rules.Within("B", nil)); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	err := rules.Within(rules.Index("Ties", 2), rules.Break("To", "must be after From"))
	b, ok := errors.AsType[*rules.Broken](err)
	if !ok || b.Field != "Ties[2].To" || err.Error() != "Ties[2].To must be after From" {
		t.Errorf("got error %v, want the way to the field", err)
	}
	other := errors.New("other")
	if got := rules.Within("A", other); got != other {
		t.Errorf("got error %v, want it as it was", got)
	}
}
