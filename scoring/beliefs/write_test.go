package beliefs_test

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// judgedAt writes what figures say at an instant.
func judgedAt(t testing.TB, ledger *scoring.Ledger, at time.Time, cfg beliefs.Config, found ...beliefs.Measurement) {
	t.Helper()
	verdicts := having[[]beliefs.Verdict](t)(beliefs.Judge(all(t, ledger), found, at, cfg))
	if err := beliefs.Write(t.Context(), ledger, "anna", verdicts); err != nil {
		t.Fatal(err)
	}
}

func states(a scoring.Assumption) []string {
	var out []string
	for _, r := range a.Reviews {
		out = append(out, r.At.Format(time.DateOnly)+" "+r.Answer[:5])
	}
	return out
}

func TestEightHundredNightsHideNothing(t *testing.T) {
	t.Parallel()
	ledger := newLedger(t)
	const year = 365 * 24 * time.Hour
	cfg := beliefs.Config{MaxAge: year}
	found := measured("x", day(5, 1), around(.06, .03))
	for night := range 800 {
		judgedAt(t, ledger, day(6, 1).AddDate(0, 0, night), cfg, found)
	}
	after := all(t, ledger)
	if diff := gocmp.Diff([]string{"2026-06-01 false", "2027-05-02 stale"}, states(after[0])); diff != "" {
		t.Errorf("measured once (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"2026-06-01 untes"}, states(after[1])); diff != "" {
		t.Errorf("never measured (-want +got)\n%s", diff)
	}
	asOf := day(6, 1).AddDate(0, 0, 800)
	looks := map[scoring.AssumptionID]time.Time{"x": day(6, 1), "y": day(1, 10)} // y was never measured
	for _, i := range having[[]beliefs.Item](t)(beliefs.Agenda(after, asOf, cfg)) {
		at := looks[i.Assumption.ID]
		if !i.Stale || !i.LastLook.Equal(at) {
			t.Errorf("got %+v, want it stale, and looked at on %v", i, at)
		}
		after = after[1:]
	}
	if len(after) != 0 {
		t.Errorf("got %d on no agenda", len(after))
	}
	person := scoring.Review{At: asOf, By: "ann", Question: "one?", Answer: "a"}
	looked := having[scoring.Assumption](t)(ledger.Review(t.Context(), "y", person))
	if items := having[[]beliefs.Item](t)(beliefs.Agenda([]scoring.Assumption{looked}, asOf, cfg)); len(items) != 0 {
		t.Errorf("somebody looked: got %+v", items)
	}
}

func TestAVerdictIsWrittenWhereItSaysSomethingElse(t *testing.T) {
	t.Parallel()
	ledger := newLedger(t)
	early, again := measured("x", day(5, 1), around(.06, .03)), measured("x", day(6, 3), around(.07, .03))
	judgedAt(t, ledger, day(6, 1), beliefs.Config{}, early)
	judgedAt(t, ledger, day(6, 2), beliefs.Config{}, early)
	having[scoring.Assumption](t)(ledger.Review(t.Context(), "x", scoring.Review{At: day(6, 2), Question: "one?", Answer: "human"}))
	judgedAt(t, ledger, day(6, 3), beliefs.Config{}, early)        // the same, and a person between
	judgedAt(t, ledger, day(6, 4), beliefs.Config{}, early, again) // another reason for the same state
	judgedAt(t, ledger, day(6, 3), beliefs.Config{}, early)        // from before
	judgedAt(t, ledger, day(6, 5), beliefs.Config{Margin: .5}, early, again)
	want := []string{"2026-06-01 false", "2026-06-02 human", "2026-06-04 false", "2026-06-05 holds"}
	x := all(t, ledger)[0]
	if diff := gocmp.Diff(want, states(x)); diff != "" || x.State != scoring.Holds {
		t.Errorf("got %q (-want +got)\n%s", x.State, diff)
	}
}

func TestAStateChangedByHandIsSetAgain(t *testing.T) {
	t.Parallel()
	ledger := newLedger(t)
	found := measured("x", day(5, 1), around(.06, .03))
	judgedAt(t, ledger, day(6, 1), beliefs.Config{}, found)
	having[scoring.Assumption](t)(ledger.UpdateAssumption(t.Context(), "x", func(a *scoring.Assumption) error {
		a.State = scoring.Holds
		return nil
	}))
	for night := 2; night < 9; night++ {
		judgedAt(t, ledger, day(6, night), beliefs.Config{}, found)
	}
	x := all(t, ledger)[0]
	if diff := gocmp.Diff([]string{"2026-06-01 false", "2026-06-02 false"}, states(x)); diff != "" || x.State != scoring.False {
		t.Errorf("got %q (-want +got)\n%s", x.State, diff)
	}
}
