package readiness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
	"pgregory.net/rapid"
)

func TestNobodyRatedIsUnknownAndNoError(t *testing.T) {
	t.Parallel()
	round := roundOf(t, tallyOf(t, readiness.ReadyInstrument()), readiness.Config{})
	for _, f := range round.Items {
		if f.Severity.Known() || f.Withheld || f.Agreement.Known {
			t.Errorf("got %+v", f)
		}
	}
	for _, r := range round.Roots {
		if r.Strength.Known() || r.Strongest != 0 {
			t.Errorf("got %+v", r)
		}
	}
	if len(round.Scores(relationship.Ref{Noun: "party", ID: "us"}, day(1))) != 0 {
		t.Error("what is not known has a score")
	}
}

func TestOneRaterIsAWideRangeAndNoAgreement(t *testing.T) {
	t.Parallel()
	f := roundOf(t, tallyOf(t, instrument(1, fivePoints()), rated("i00", 5)...), readiness.Config{Least: 1}).Items[0]
	if f.Agreement.Known || f.Severity.Value != 1 || f.Severity.High-f.Severity.Low < .7 {
		t.Errorf("got %+v", f)
	}
}

func TestAllAlikeStillHasAWidth(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{1, 3, 5} {
		ins := instrument(3, fivePoints())
		var ratings []readiness.Rating
		for _, item := range ins.Items {
			ratings = append(ratings, rated(item.ID, slices.Repeat([]float64{v}, 8)...)...)
		}
		round := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{})
		for _, r := range round.Roots {
			if r.Strength.High-r.Strength.Low < .1 || !near(r.Strongest, .5) && math.Abs(r.Strongest-.5) > .1 {
				t.Errorf("all say %v: got %+v", v, r)
			}
		}
	}
}

func TestTheWorstComesFirstWithItsReasons(t *testing.T) {
	t.Parallel()
	ins := instrument(3, fivePoints())
	ins.Items[1].Blocks = []relationship.Ref{{Noun: "promise", ID: "7"}, {Noun: "change", ID: "1"}}
	ins.Items[0].Blocks = ins.Items[1].Blocks[:1]
	ratings := slices.Concat(rated("i00", 2, 2, 2, 2, 2), rated("i01", 5, 5, 5, 4, 5), rated("i02", 1, 5, 1, 5, 1))
	round := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{})
	var order []string
	for _, f := range round.Items {
		order = append(order, f.Item)
	}
	if diff := cmp.Diff([]string{"i01", "i02", "i00"}, order); diff != "" {
		t.Error(diff)
	}
	mean := (.95 + .25 + .4) / 3
	want := []readiness.Reason{
		{Because: "severe", About: "i01", Value: .95}, {Because: "above", About: "i01", Value: .95 - mean},
		{Because: "agreed", About: "i01", Value: .9}, {Because: "root", About: "a", Value: 2. / 3}, {Because: "blocks", About: "i01", Value: 2},
	}
	for i := range want {
		if got := round.Items[0].Reasons[i]; got.Because != want[i].Because || got.About != want[i].About && got.About != "b" || math.Abs(got.Value-want[i].Value) > 1e-12 {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
	}
	if round.Items[1].Reasons[2].Because != "divided" {
		t.Errorf("got %+v", round.Items[1].Reasons)
	}
	mixed := roundOf(t, tallyOf(t, ins, rated("i00", 2, 3, 4, 2, 3)...), readiness.Config{}).Items[0]
	if a := mixed.Agreement; a.RWG >= readiness.Agreed || a.Divided || mixed.Reasons[2].Because != "mixed" {
		t.Errorf("got %+v", mixed)
	}
	if len(round.Blocked) != 2 || round.Blocked[0].Ref.ID != "7" || !near(round.Blocked[0].Burden, 1.2) || len(round.Blocked[0].Reasons) != 2 {
		t.Errorf("got %+v", round.Blocked)
	}
}

func TestWhatRatersSayIsBlockedNeedsEnoughOfThem(t *testing.T) {
	t.Parallel()
	ratings := rated("i00", 4, 4, 4, 4, 4, 4)
	for i := range ratings {
		ratings[i].Blocks = []relationship.Ref{{Noun: "theme", ID: "queue"}}
		if i < 4 {
			ratings[i].Blocks = append(ratings[i].Blocks, relationship.Ref{Noun: "theme", ID: "lift"})
		}
	}
	round := roundOf(t, tallyOf(t, instrument(1, fivePoints()), ratings...), readiness.Config{})
	if diff := cmp.Diff([]relationship.Ref{{Noun: "theme", ID: "queue"}}, round.Items[0].Blocks); diff != "" {
		t.Error(diff)
	}
}

func TestClashesAreAMatrixWithItsMeans(t *testing.T) {
	t.Parallel()
	ins := instrument(4, fivePoints())
	for i, at := range [][2]string{{"goals", "hear"}, {"goals", "keep"}, {"tools", "hear"}} {
		ins.Items[i].Element, ins.Items[i].Aim, ins.Items[i].Group = at[0], at[1], readiness.Clash
	}
	ratings := slices.Concat(rated("i00", 5, 5, 5, 5, 5), rated("i01", 3, 3, 3, 3, 3), rated("i02", 1, 1, 1, 1), rated("i03", 1, 1, 1, 1, 1))
	m := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{}).Clashes
	if diff := cmp.Diff([][]string{{"goals", "tools"}, {"hear", "keep"}}, [][]string{m.Elements, m.Aims}); diff != "" {
		t.Error(diff)
	}
	if m.Cells[0][0].Severity.Value != 1 || m.Cells[0][1].Severity.Value != .5 || !m.Cells[1][0].Withheld || m.Cells[1][1].Item != "" {
		t.Errorf("got %+v", m.Cells)
	}
	if m.Rows[0].Severity.Value != .75 || m.Rows[1].Severity.Known() || m.Columns[0].Severity.Value != 1 || m.All.Severity.Value != .75 {
		t.Errorf("got %+v, %+v, %+v", m.Rows, m.Columns, m.All)
	}
}

func TestAGroupThatSeesItDifferentlyIsFound(t *testing.T) {
	t.Parallel()
	people := slices.Concat(many(20, "", "near"), many(40, "", "far"))
	tally, cfg := staff(t, people, 5)
	for i := range people {
		v := 2.0 + float64(i%2)
		if i < 20 {
			v += 2
		}
		add(t, tally, readiness.Rating{By: person(i), Item: "i00", Value: v, At: day(1)})
	}
	views := roundOf(t, tally, cfg).Views
	if len(views) != 2 || !views[0].Differs || !views[1].Differs {
		t.Fatalf("got %+v", views)
	}
	far, close := views[0], views[1]
	if far.Group[0] != "far" || far.Difference != -.5 || close.Difference != .5 || close.Severity.Value != .875 || close.Raters != 20 {
		t.Errorf("got %+v", views)
	}
}

func TestSharesOfRemediesAndRootsSumToOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ins := instrument(3, fivePoints())
		ins.Items[0].Remedies = []string{"do", "talk"}
		round := roundOf(t, tallyOf(t, ins, anyRatings(t)...), readiness.Config{Least: 1, Rounds: 100})
		shares, chances := 0.0, 0.0
		for _, a := range round.Remedies {
			shares += a.Share
		}
		for _, r := range round.Roots {
			chances += r.Strongest
			parts := 0.0
			for _, reason := range r.Reasons {
				parts += reason.Value
			}
			if parts != 0 && math.Abs(parts-1) > 1e-9 {
				t.Errorf("the parts of %s are %v", r.Root, parts)
			}
		}
		if shares != 0 && math.Abs(shares-1) > 1e-9 || chances != 0 && math.Abs(chances-1) > 1e-9 {
			t.Errorf("got shares of %v and chances of %v", shares, chances)
		}
	})
}

func TestHigherRatingsNeverLowerSeverityOrRoots(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ins := instrument(3, fivePoints())
		tally := tallyOf(t, ins, anyRatings(t)...)
		cfg := readiness.Config{Least: 1, Rounds: 100}
		before := roundOf(t, tally, cfg)
		item := rapid.SampledFrom(before.Items).Draw(t, "item")
		if !item.Severity.Known() {
			return
		}
		least := int(math.Ceil(1 + 4*item.Severity.Value - 1e-9))
		for i := range rapid.IntRange(1, 5).Draw(t, "more") {
			v := float64(rapid.IntRange(min(least, 5), 5).Draw(t, "value"))
			add(t, tally, readiness.Rating{By: person(i), Item: item.Item, Value: v})
		}
		after := roundOf(t, tally, cfg)
		if finding(t, after, item.Item).Severity.Value < item.Severity.Value-1e-12 {
			t.Errorf("severity fell")
		}
		for _, r := range before.Roots {
			i := slices.IndexFunc(after.Roots, func(s readiness.RootFinding) bool { return s.Root == r.Root })
			if after.Roots[i].Strength.Value < r.Strength.Value-1e-12 {
				t.Errorf("root %s fell", r.Root)
			}
		}
	})
}

func TestAPositiveItemIsTheMirrorOfANegativeOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ratings, ins := anyRatings(t), instrument(3, fivePoints())
		for i := range ratings {
			ratings[i].At = day(1 + i) // so that no rating is chosen for being the more severe
		}
		plain := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{Least: 1, Rounds: 100})
		for i := range ins.Items {
			ins.Items[i].Positive = true
		}
		mirror := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{Least: 1, Rounds: 100})
		for _, f := range plain.Items {
			if g := finding(t, mirror, f.Item); f.Severity.Known() && (math.Abs(f.Severity.Low+g.Severity.High-1) > 1e-9 ||
				math.Abs(f.Severity.Value+g.Severity.Value-1) > 1e-9 || math.Abs(f.Agreement.RWG-g.Agreement.RWG) > 1e-9) {
				t.Errorf("%v is not the mirror of %v", g.Severity, f.Severity)
			}
		}
	})
}

// slow works a round out in the obvious way: the last rating of each person, means, and for roots the raters drawn
// again with everything worked out anew.
func TestRoundsAreWhatTheObviousWayGives(t *testing.T) {
	t.Parallel()
	rng, ins := seeded(3), instrument(4, fivePoints())
	const people = 25
	var x [people][4]float64
	tally := tallyOf(t, ins)
	for p := range people {
		base := rng.Float64()
		for i := range 4 {
			x[p][i] = math.Round(4*min(max(base+rng.NormFloat64()*.3+.08*float64(i%2), 0), 1)) / 4
			add(t, tally, readiness.Rating{By: person(p), Item: ins.Items[i].ID, Value: 1 + 4*x[p][i]})
		}
	}
	round := roundOf(t, tally, readiness.Config{Rounds: 20_000})
	strength := func(who func(int) int) (a, b float64) {
		for p := range people {
			for i, v := range x[who(p)] {
				a += v * float64(1+i%2) / 6 / people
				b += v * float64(2-i%2) / 6 / people
			}
		}
		return a, b
	}
	a, b := strength(func(p int) int { return p })
	first, second, sum, squares := 0.0, 0.0, 0.0, 0.0
	const rounds = 20_000
	for range rounds {
		ra, rb := strength(func(int) int { return rng.IntN(people) })
		if ra > rb {
			first++
		} else if rb > ra {
			second++
		}
		sum += ra
		squares += ra * ra
	}
	sd := math.Sqrt(squares/rounds - sum*sum/rounds/rounds)
	for _, r := range round.Roots {
		want, share := a, first/rounds
		if r.Root == "b" {
			want, share = b, second/rounds
		}
		if !near(r.Strength.Value, want) || math.Abs(r.Strongest-share) > .05 {
			t.Errorf("%s: got %v and %.3f, want %v and %.3f", r.Root, r.Strength, r.Strongest, want, share)
		}
		if half := (r.Strength.High - r.Strength.Low) / 2; r.Root == "a" && (half < 1.8*sd || half > 2.5*sd) {
			t.Errorf("got a range of %v on either side, with a standard error of %v", half, sd)
		}
	}
}

func TestAScaleWithoutStepsIsAScaleToo(t *testing.T) {
	t.Parallel()
	ins := instrument(2, scoring.Scale{Low: -1, High: 1})
	round := roundOf(t, tallyOf(t, ins, rated("i00", -.3, .1, .77, .2, 0)...), readiness.Config{})
	if e := round.Items[0].Severity; !near(e.Value, (.77/5+1)/2) || round.Items[0].Agreement.Null != 1./12 {
		t.Errorf("got %+v", round.Items[0])
	}
}
