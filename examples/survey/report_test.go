package main

import (
	"fmt"
	"strings"
	"testing"
)

// file returns a file with so many answers of each of some shops, all of different people.
func file(t testing.TB, answer func(i int) int, shops ...int) string {
	var text strings.Builder
	text.WriteString("nps,csat,ces,shop,day\n")
	for shop, n := range shops {
		for i := range n {
			a := answer(i)
			fmt.Fprintf(&text, "%d,%d,%d,shop %d,2026-%02d-01\n", a, 1+a*4/10, 1+a*6/10, shop, 1+i%12)
		}
	}
	return written(t, text.String())
}

func scales() []string { return []string{"nps", "csat", "ces"} }

func TestWhatTooFewSaidIsWithheldAltogether(t *testing.T) {
	t.Parallel()
	for _, scale := range scales() {
		path := file(t, func(i int) int { return i }, 4)
		r := told(t, "-data", path, "-scale", scale, "-by", "shop", "-at", "day", "-svg", t.TempDir())
		if !r.Withheld || r.Answers != 4 || r.Distribution != nil || r.Score.Known() || r.Time != nil || r.Groups != nil || r.Pictures != nil {
			t.Errorf("%s: got %+v", scale, r)
		}
		stdout, _, status := program(t, "-data", path, "-scale", scale)
		if status != done || !strings.Contains(stdout, "Fewer than 5") {
			t.Errorf("%s: got status %d and\n%s", scale, status, stdout)
		}
	}
}

func TestSmallGroupsAreWithheldSoThatSubtractionTellsNothing(t *testing.T) {
	t.Parallel()
	r := told(t, "-data", file(t, func(i int) int { return i % 11 }, 40, 3, 60, 8), "-by", "shop")
	shown := 0.0
	for _, g := range r.Groups.Shown {
		shown += g.Own.N
	}
	if got := fmt.Sprint(r.Groups.Withheld); got != "[shop 1 shop 3]" || r.Score.N-shown != 11 {
		t.Errorf("got %s withheld, and %g answers besides those shown", got, r.Score.N-shown)
	}
	if all := told(t, "-data", file(t, func(i int) int { return i % 11 }, 40, 3, 60, 8), "-by", "shop", "-least", "1"); len(all.Groups.Shown) != 4 {
		t.Errorf("got %d groups for everybody who may see all, want 4", len(all.Groups.Shown))
	}
}

func TestOneRowIsAWideRange(t *testing.T) {
	t.Parallel()
	for _, scale := range scales() {
		r := told(t, "-data", file(t, func(int) int { return 10 }, 1), "-scale", scale, "-by", "shop", "-at", "day", "-least", "1", "-svg", t.TempDir())
		if r.Score.N != 1 || r.Score.High-r.Score.Low < .5 || len(r.Groups.Shown) != 1 || len(r.Time.Periods) != 1 ||
			r.Time.Changes.Told == "" || r.Time.Now.Score.N != 1 || len(r.Pictures) != 6 {
			t.Errorf("%s: got %+v", scale, r)
		}
	}
}

func TestAnswersAllAlikeAreARangeAndNoChange(t *testing.T) {
	t.Parallel()
	for _, scale := range scales() {
		r := told(t, "-data", file(t, func(int) int { return 10 }, 120, 120, 120, 120), "-scale", scale, "-by", "shop", "-at", "day", "-svg", t.TempDir())
		if r.Score.Low >= r.Score.High || len(r.Groups.Shown) != 4 || len(r.Time.Periods) != 12 ||
			len(r.Time.Changes.Found) != 0 || r.Time.Changes.Told == "" || r.Time.Whole.MoreThanNoise {
			t.Errorf("%s: got %+v", scale, r)
		}
	}
}

// Half of all answers turn from the worst to the best in July.
func TestAChangeIsFoundWhereItIs(t *testing.T) {
	t.Parallel()
	for _, scale := range scales() {
		path := file(t, func(i int) int {
			if i%12 >= 6 && i%24 < 12 {
				return 10
			}
			return i / 12 % 4 * 3
		}, 600)
		r := told(t, "-data", path, "-scale", scale, "-at", "day", "-calm", "5")
		if found := r.Time.Changes.Found; len(found) != 1 || found[0].Began != "2026-07" || found[0].By.Low <= 0 {
			t.Errorf("%s: got %+v", scale, found)
		}
		rises := 0
		for _, p := range r.Time.Periods {
			if p.Rise != nil && p.Holm <= .05 {
				rises++
			}
		}
		if rises != 1 || r.Time.Periods[6].Holm > .05 || !r.Time.Whole.MoreThanNoise {
			t.Errorf("%s: got %d rises, P %v, and %+v", scale, rises, r.Time.Periods[6].Holm, r.Time.Whole)
		}
	}
}

func TestManyGroupsAndLongScalesAreShownInPart(t *testing.T) {
	t.Parallel()
	shops := make([]int, 300)
	for i := range shops {
		shops[i] = 6
	}
	path := file(t, func(i int) int { return i }, shops...)
	stdout, _, status := program(t, "-data", path, "-by", "shop", "-svg", t.TempDir())
	if status != done || !strings.Contains(stdout, "and 260 more") {
		t.Errorf("got status %d and\n%s", status, stdout)
	}
	r := told(t, "-data", path, "-by", "shop", "-scale", "ces", "-answer", "nps", "-low", "0", "-high", "100", "-svg", t.TempDir())
	if len(r.Groups.Shown) != 300 || len(r.Distribution) > 20 || r.Distribution[0].N != 1800 {
		t.Errorf("got %d groups and %v", len(r.Groups.Shown), r.Distribution)
	}
}
