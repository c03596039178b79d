package readiness_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

func TestWhereNobodyDiffersFewAreSaidTo(t *testing.T) {
	t.Parallel()
	const runs, items, people = 40, 8, 60
	for _, name := range []string{"middle", "nearly all high", "two camps"} {
		rng, alarms := seeded(9), 0
		for range runs {
			ins := instrument(items, fivePoints())
			tally, team := tallyOf(t, ins), map[scoring.PartyID]string{}
			for p := range people {
				by := person(p)
				team[by] = fmt.Sprint("team ", p*p/900) // of 30, 12, 10 and 8
				for _, item := range ins.Items {
					r := readiness.Rating{By: by, Item: item.ID, Value: crowds()[name].draw(rng)}
					add(t, tally, r)
				}
			}
			cfg := readiness.Config{Rounds: 100, Team: func(by scoring.PartyID) []string { return []string{team[by]} }}
			if views := roundOf(t, tally, cfg).Views; len(views) != 4*items {
				t.Fatalf("got %d views", len(views))
			} else if views[0].Differs {
				alarms++
			}
		}
		t.Logf("%s: any of %d views falsely in %.1f %%", name, 4*items, 100*float64(alarms)/runs)
		if alarms > 6 {
			t.Errorf("%s: %d false alarms of %d", name, alarms, runs)
		}
	}
}
