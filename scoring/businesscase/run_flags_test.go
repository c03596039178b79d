package businesscase_test

import (
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

func TestFlagsSayWhatToBeCarefulAbout(t *testing.T) {
	t.Parallel()
	n := businesscase.Normal
	observed := func(m businesscase.Model) businesscase.Model {
		for i := range m.Inputs {
			m.Inputs[i].Basis = relationship.Observed
		}
		return m
	}
	stated := yearly(10, n(20, 1))
	stated.Inputs[0].Basis = relationship.Stated
	most := 12.
	limited := observed(total(1, n(10, 1)))
	limited.Inputs[0].Most = &most
	limited.Inputs[0].Dist = businesscase.Uniform(5, 12.05)
	for _, c := range []struct {
		what  string
		m     businesscase.Model
		want  []string // the beginning of each flag, with the input it is about
		share float64  // of the last
	}{
		{"nothing to be careful about", observed(yearly(10, n(20, 1))), nil, 0},
		{"what was stated", stated, nil, 0},
		{"a guess", yearly(10, n(20, 1)), []string{"a: most of what is uncertain about the value comes from guesses"}, 1},
		{"two guesses", yearly(10, n(20, 1), n(20, 2)), []string{"b: most of what is uncertain"}, 1},
		{"next to nothing", observed(total(10, n(10, 1))), []string{": so few draws do not tell", ": the horizon ends before"}, .5},
		{"hardly ever a loss", observed(total(10, n(13.5, 1))), []string{": a loss is so rare"}, .0002},
		{"now and then a loss", observed(total(10, n(12.6, 1))), nil, 0},
		{"seldom not paid back", observed(total(10, n(11.6, 1))), nil, 0},
		{"put at a limit", limited, []string{"a: some draws are beyond its limits"}, .007},
		{"not paid back", observed(total(10, n(9, 1))), []string{": the horizon ends before"}, .84},
		{"nothing to pay", observed(total(0, n(9, 1))), []string{": there is no return"}, 1},
		{"a saving", observed(total(-5, n(9, 1))), []string{": there is no return"}, 1},
		{"several rates", observed(with(yearly(10, n(1, .001), n(1, .001)), func(f *businesscase.Flows) {
			f.Change[1], f.Change[2] = 30, -17
		})), []string{": the expected flows have no internal rate"}, 1},
		{"the company loses", observed(with(yearly(40, n(20, 1)), func(f *businesscase.Flows) { f.CustomersChange[1] = 5 })),
			[]string{": the horizon ends before", ": the company loses by the change"}, 1},
		{"customers lose", observed(with(yearly(10, n(20, 1)), func(f *businesscase.Flows) { f.CustomersNothing[1] = 5 })),
			[]string{": customers lose by the change"}, 1},
		{"all lose", observed(with(yearly(40, n(20, 1)), func(f *businesscase.Flows) { f.CustomersNothing[1] = 5 })),
			[]string{": the horizon ends before", ": both the company and its customers lose"}, 1},
	} {
		draws := 4_000
		if strings.HasSuffix(c.what, "a loss") {
			draws = 20_000 // of which a few are one
		}
		got := have(c.m.Run(businesscase.Config{Draws: draws}))(t).Flags
		ok := len(got) == len(c.want)
		for i := range min(len(got), len(c.want)) {
			ok = ok && strings.HasPrefix(got[i].Input+": "+got[i].Text, c.want[i])
		}
		if !ok {
			t.Errorf("%s: got %+v, want %q", c.what, got, c.want)
		} else if len(got) > 0 {
			agree(t, c.what+", share", got[len(got)-1].Share, c.share, .1*c.share+1e-4)
		}
	}
}
