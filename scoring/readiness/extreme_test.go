package readiness_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

func TestAThousandItemsAreARoundToo(t *testing.T) {
	t.Parallel()
	ins := instrument(1000, fivePoints())
	for i := range ins.Items {
		ins.Items[i].Element, ins.Items[i].Aim = fmt.Sprint("element ", i%40), fmt.Sprint("aim ", i/40)
	}
	tally, again := tallyOf(t, ins), tallyOf(t, ins)
	for i, item := range ins.Items {
		for p := range 7 {
			add(t, tally, readiness.Rating{By: person((i + p) % 20), Item: item.ID, Value: float64(1 + (i*p)%5)})
			add(t, again, readiness.Rating{By: person((i + p + 1) % 20), Item: item.ID, Value: float64(1 + (i+p)%5)})
		}
	}
	if round := roundOf(t, tally, readiness.Config{}); len(round.Clashes.Cells) != 40 || len(round.Clashes.Columns) != 25 {
		t.Errorf("got %d by %d cells", len(round.Clashes.Cells), len(round.Clashes.Columns))
	}
	if p := compared(t, tally, again); len(p.Items) != 1000 || p.Both != 20 {
		t.Errorf("got %d items, %d people in both", len(p.Items), p.Both)
	}
}

func TestAnyScaleIsARoundToo(t *testing.T) {
	t.Parallel()
	const most = math.MaxFloat64
	for name, scale := range map[string]scoring.Scale{
		"yes and no": {High: 1, Step: 1}, "no steps": {High: 1}, "huge": {High: 1e300}, "as wide as can be": {High: most},
		"tiny": {High: 5e-324}, "far off": {Low: 1e15, High: 1e15 + 4, Step: 1}, "many steps": {High: 1e6, Step: 1e-2},
	} {
		ins := instrument(2, scale)
		ins.Items[1].Positive = true
		tally := tallyOf(t, ins)
		for p := range 6 {
			for _, item := range ins.Items {
				v := []float64{scale.Low, scale.High}[p%2]
				add(t, tally, readiness.Rating{By: person(p), Item: item.ID, Value: v})
			}
		}
		round := roundOf(t, tally, readiness.Config{})
		if f := round.Items[0]; f.Severity.Value != .5 || !f.Agreement.Divided || f.Agreement.AWG != -1 {
			t.Errorf("%s: got %+v", name, f)
		}
		if p := compared(t, tally, tally); p.Items[0].Difference != 0 {
			t.Errorf("%s: got %+v", name, p)
		}
	}
}

func TestWhereAllIsWithheldNothingIsKnown(t *testing.T) {
	t.Parallel()
	tally := tallyOf(t, readiness.ReadyInstrument())
	for _, item := range readiness.ReadyInstrument().Items {
		for p := range 4 {
			add(t, tally, readiness.Rating{By: person(p), Item: item.ID, Value: 5})
		}
	}
	cfg := readiness.Config{Level: func(scoring.PartyID) string { return "all" }}
	round := roundOf(t, tally, cfg)
	if round.Raters != 4 || len(round.Views) != 0 || round.Clashes.All.Severity.Known() || !round.Clashes.Cells[5][3].Withheld {
		t.Errorf("got %+v", round)
	}
	for _, r := range round.Roots {
		if r.Strength.Known() || r.Strongest != 0 || r.Raters != 0 || r.Reasons != nil {
			t.Errorf("got %+v", r)
		}
	}
	for _, a := range round.Remedies {
		if a.Severity.Known() || a.Share != 0 || a.Reasons != nil {
			t.Errorf("got %+v", a)
		}
	}
	if p := compared(t, tally, tally); p.Items != nil || p.Roots != nil {
		t.Errorf("got %+v", p)
	}
}

func TestATallyThatNobodyMadeIsRefused(t *testing.T) {
	t.Parallel()
	good, cfg := tallyOf(t, instrument(1, fivePoints())), readiness.Config{}
	for _, none := range []*readiness.Tally{nil, {}} {
		_, round := none.Round(cfg)
		_, before := readiness.Compare(none, good, cfg)
		_, after := readiness.Compare(good, none, cfg)
		broken(t, none.Add(readiness.Rating{By: "p", Item: "i00", Value: 1}), "Tally")
		broken(t, none.AddAnswer(scoring.Answer{}), "Tally")
		broken(t, none.Merge(good), "Tally")
		broken(t, good.Merge(none), "other")
		broken(t, round, "Tally")
		broken(t, before, "before")
		broken(t, after, "after")
	}
}

func TestNobodyIsInAnError(t *testing.T) {
	t.Parallel()
	by := scoring.PartyID("ann@example.org")
	tally := tallyOf(t, instrument(1, fivePoints()))
	add(t, tally, readiness.Rating{By: by, Item: "i00", Value: 1})
	blamed := []relationship.Ref{{Noun: relationship.NounParty, ID: string(by)}}
	_, level := tally.Round(readiness.Config{Level: func(scoring.PartyID) string { return string(by) + "\xff" }})
	_, team := tally.Round(readiness.Config{Team: func(scoring.PartyID) []string { return []string{string(by) + "\x00"} }})
	ins := instrument(1, fivePoints())
	ins.Items[0].Blocks = blamed
	for _, err := range []error{
		level, team, ins.Check(),
		tally.Add(readiness.Rating{By: by + "\xff", Item: "i00", Value: 1}),
		tally.Add(readiness.Rating{By: by, Item: string(by), Value: 1}),
		tally.Add(readiness.Rating{By: by, Item: "i00", Value: 7}),
		tally.Add(readiness.Rating{By: by, Item: "i00", Value: 1, Blocks: blamed}),
		tally.AddAnswer(scoring.Answer{By: by, Question: "i00", Scale: fivePoints(), Value: 1}),
	} {
		if !errors.Is(err, relationship.ErrInvalid) || strings.Contains(err.Error(), "ann") {
			t.Errorf("got %v", err)
		}
	}
}
