package beliefs_test

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

func members() scoring.Ref { return scoring.Ref{Noun: "segment", ID: "members"} }

func assumption(id string, believed relationship.Estimate) scoring.Assumption {
	return scoring.Assumption{
		ID: scoring.AssumptionID(id), Statement: "Members care about " + id + ".", About: members(), Attribute: id,
		Believed: believed, By: "board", Owner: "olga", Since: day(1, 10),
	}
}

func measured(attribute string, at time.Time, value relationship.Estimate) beliefs.Measurement {
	return beliefs.Measurement{About: members(), Attribute: attribute, At: at, Value: value}
}

func TestVerdictsAreByIntervalAndDate(t *testing.T) {
	t.Parallel()
	const month = 30 * 24 * time.Hour
	for _, c := range []struct {
		name     string
		believed relationship.Estimate
		measured []beliefs.Measurement
		margin   float64
		want     scoring.State
	}{
		{"far off", exact(.4), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, 0, scoring.False},
		{"far off, within the margin", exact(.4), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, .5, scoring.Holds},
		{"off, by the margin or not", exact(.1), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, .05, scoring.Untested},
		{"off, by no more than chance", exact(.08), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, 0, scoring.Untested},
		{"near enough", exact(.06), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, .05, scoring.Holds},
		{"the same without a margin", exact(.06), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, 0, scoring.Untested},
		{"exactly right", exact(.06), []beliefs.Measurement{measured("x", day(5, 1), exact(.06))}, 0, scoring.Holds},
		{"an uncertain belief", around(.4, .39), []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, 0, scoring.Untested},
		{"too old", exact(.4), []beliefs.Measurement{measured("x", day(2, 1), around(.06, .03))}, 0, scoring.Stale},
		{"too old, and measured again", exact(.4), []beliefs.Measurement{
			measured("x", day(5, 1), around(.4, .03)), measured("x", day(2, 1), around(.06, .03)),
		}, .1, scoring.Holds},
		{"measured later", exact(.4), []beliefs.Measurement{measured("x", day(7, 1), around(.06, .03))}, 0, scoring.Untested},
		{"never measured", exact(.4), nil, 0, scoring.Untested},
		{"measured without result", exact(.4), []beliefs.Measurement{measured("x", day(5, 1), relationship.Estimate{})}, 0, scoring.Untested},
		{"another attribute", exact(.4), []beliefs.Measurement{measured("y", day(5, 1), around(.06, .03))}, 0, scoring.Untested},
		{"of others", exact(.4), []beliefs.Measurement{{Attribute: "x", At: day(5, 1), Value: around(.06, .03)}}, 0, scoring.Untested},
		{"nobody said how much", relationship.Estimate{}, []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, 0, scoring.Untested},
		{"no share: euros", exact(40), []beliefs.Measurement{measured("x", day(5, 1), around(25, 6))}, 5, scoring.False},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := having[[]beliefs.Verdict](t)(beliefs.Judge([]scoring.Assumption{assumption("x", c.believed)}, c.measured, day(6, 1),
				beliefs.Config{Margin: c.margin, MaxAge: 3 * month}))[0]
			if v.State != c.want || v.Margin != c.margin || v.Level != .95 || !v.At.Equal(day(6, 1)) {
				t.Errorf("got %+v, want %s", v, c.want)
			}
			if text := v.String(); !strings.HasPrefix(text, string(c.want)+": ") || (v.Gap == nil) != strings.Contains(text, "nothing") {
				t.Errorf("got %q", text)
			}
		})
	}
}

// One interval is as wide as an estimate's own, and more at once are wider.
func TestIntervalsGetWiderWithTheirNumber(t *testing.T) {
	t.Parallel()
	var all []scoring.Assumption
	var found []beliefs.Measurement
	before := 0.0
	for _, id := range names(5) {
		all = append(all, assumption(id, exact(.5)))
		found = append(found, measured(id, day(5, 1), around(.5, .04)))
		g := having[[]beliefs.Verdict](t)(beliefs.Judge(all, found, day(6, 1), beliefs.Config{}))[0].Gap
		if g.High <= before || len(all) == 1 && (g.High < .04-1e-12 || g.High > .0401) {
			t.Errorf("%d at once: got %v, want wider than %v", len(all), g.High, before)
		}
		before = g.High
	}
}

// newLedger returns a ledger with two assumptions.
func newLedger(t testing.TB) *scoring.Ledger {
	t.Helper()
	ledger := scoring.New(new(scoring.Memory), scoring.Config{Now: func() time.Time { return day(6, 1) }})
	for _, a := range []scoring.Assumption{assumption("x", exact(.4)), assumption("y", exact(.1))} {
		having[scoring.Assumption](t)(ledger.PutAssumption(t.Context(), a))
	}
	return ledger
}

func all(t testing.TB, ledger *scoring.Ledger) []scoring.Assumption {
	t.Helper()
	return having[[]scoring.Assumption](t)(relationship.Collect(ledger.Assumptions(t.Context(), scoring.AssumptionQuery{})))
}

func TestVerdictsAreWrittenOnce(t *testing.T) {
	t.Parallel()
	ledger := newLedger(t)
	verdicts := having[[]beliefs.Verdict](t)(beliefs.Judge(all(t, ledger),
		[]beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}, day(6, 1), beliefs.Config{MaxAge: 100 * 24 * time.Hour}))
	if err := beliefs.Write(t.Context(), ledger, "anna", verdicts); err != nil {
		t.Fatal(err)
	}
	first := all(t, ledger)
	x, y := first[0], first[1]
	want := scoring.Review{
		At: day(6, 1), By: "anna", Question: "What do the figures say?",
		Answer: "false: believed 0.4 (0.4 to 0.4), measured 0.06 (0.03 to 0.09) on 2026-05-01, gap 0.34 (0.31 to 0.37), margin 0",
		Next:   "Measure again.", Due: day(5, 1).Add(100 * 24 * time.Hour),
	}
	if diff := gocmp.Diff([]scoring.Review{want}, x.Reviews); diff != "" || x.State != scoring.False {
		t.Errorf("got state %q and reviews (-want +got)\n%s", x.State, diff)
	}
	if y.State != scoring.Untested || y.Reviews[0].Answer != "untested: nothing measured" || !y.Reviews[0].Due.IsZero() {
		t.Errorf("got %+v", y)
	}
	if err := beliefs.Write(t.Context(), ledger, "anna", verdicts); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(first, all(t, ledger)); diff != "" {
		t.Errorf("written again (-want +got)\n%s", diff)
	}
}

func TestTheRoomRefusesAVerdictFromBeforeItsAssumption(t *testing.T) {
	t.Parallel()
	ledger := newLedger(t)
	verdicts := having[[]beliefs.Verdict](t)(beliefs.Judge(all(t, ledger), nil, day(1, 1), beliefs.Config{}))
	refused(t, beliefs.Write(t.Context(), ledger, "", verdicts), "Reviews[0].At")
	if a := all(t, ledger)[0]; a.State != scoring.Open {
		t.Errorf("got %+v", a)
	}
}

func TestNobodyMeasuredIsToldFromNobodySaidHowMuch(t *testing.T) {
	t.Parallel()
	found := []beliefs.Measurement{measured("x", day(5, 1), around(.06, .03))}
	given := []scoring.Assumption{assumption("x", relationship.Estimate{}), assumption("y", relationship.Estimate{})}
	v := having[[]beliefs.Verdict](t)(beliefs.Judge(given, found, day(6, 1), beliefs.Config{MaxAge: time.Hour}))
	if v[0].String() != "untested: nothing believed in figures" || !v[0].MeasuredAt.Equal(day(5, 1)) || !v[0].GoodUntil.IsZero() {
		t.Errorf("got %+v", v[0])
	}
	if v[1].String() != "untested: nothing measured" || !v[1].MeasuredAt.IsZero() {
		t.Errorf("got %+v", v[1])
	}
}
