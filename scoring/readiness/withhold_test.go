package readiness_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
	"pgregory.net/rapid"
)

// A where is where somebody is.
type where struct {
	level string
	team  []string
}

// staff returns a tally of one item that all of some people rated, and the settings that say who is where.
func staff(tb reporter, people []where, least int) (*readiness.Tally, readiness.Config) {
	tb.Helper()
	tally, of := tallyOf(tb, instrument(1, fivePoints())), map[scoring.PartyID]where{}
	for i, w := range people {
		of[person(i)] = w
		add(tb, tally, readiness.Rating{By: person(i), Item: "i00", Value: float64(1 + i%5)})
	}
	return tally, readiness.Config{
		Least: least, Rounds: 100,
		Level: func(by scoring.PartyID) string { return of[by].level },
		Team:  func(by scoring.PartyID) []string { return of[by].team },
	}
}

// shown returns the groups that a round shows.
func shown(tb reporter, people []where, least int) []string {
	tb.Helper()
	tally, cfg := staff(tb, people, least)
	var names []string
	for _, v := range roundOf(tb, tally, cfg).Views {
		names = append(names, v.Of+" "+strings.Join(v.Group, "/"))
	}
	slices.Sort(names)
	return names
}

func many(n int, level string, team ...string) []where {
	return slices.Repeat([]where{{level, team}}, n)
}

func TestARoundSaysHowManyGroupsItDoesNotShow(t *testing.T) {
	t.Parallel()
	for want, people := range map[int][]where{
		0: slices.Concat(many(5, "all", "a"), many(5, "all", "b")), // a level of everybody has no others
		2: slices.Concat(many(9, "", "a"), many(4, "", "b"), many(6, "", "c")),
		1: slices.Concat(many(6, "", "a", "x"), many(2, "", "a"), many(7, "", "b")),
	} {
		tally, cfg := staff(t, people, 5)
		if got := roundOf(t, tally, cfg).Hidden; got != want {
			t.Errorf("got %d groups hidden, want %d", got, want)
		}
	}
	alone, cfg := staff(t, many(9, "", "a"), 5)
	cfg.Level, cfg.Team = nil, nil
	if got := roundOf(t, alone, cfg).Hidden; got != 0 {
		t.Errorf("got %d groups hidden where there are none", got)
	}
}

func TestSmallGroupsAreWithheldAndWhatWouldTellOfThem(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		people []where
		want   []string
	}{
		"two teams enough":               {slices.Concat(many(5, "", "a"), many(5, "", "b")), []string{"team a", "team b"}},
		"two teams, one too small":       {slices.Concat(many(9, "", "a"), many(4, "", "b")), nil},
		"three teams, one too small":     {slices.Concat(many(9, "", "a"), many(4, "", "b"), many(6, "", "c")), []string{"team a"}},
		"a few without a team":           {slices.Concat(many(9, "", "a"), many(6, "", "b"), many(2, "")), []string{"team a"}},
		"enough without a team":          {slices.Concat(many(9, "", "a"), many(5, "")), []string{"team a"}},
		"a few beside a team within one": {slices.Concat(many(6, "", "a", "x"), many(2, "", "a"), many(7, "", "b")), []string{"team a", "team b"}},
		"teams within one":               {slices.Concat(many(6, "", "a", "x"), many(5, "", "a", "y"), many(7, "", "b")), []string{"team a", "team a/x", "team a/y", "team b"}},
		"a level within a team":          {slices.Concat(many(6, "boss", "a"), many(2, "", "a"), many(9, "", "b")), []string{"team a", "team b"}},
		"a team within a level":          {slices.Concat(many(6, "boss", "a"), many(2, "boss"), many(9, "")), []string{"team a"}},
		"the same as level and team":     {slices.Concat(many(6, "boss", "a"), many(6, "", "b")), []string{"level boss", "team a", "team b"}},
		"two of them exchanged": {
			slices.Concat(many(6, "boss", "a"), many(1, "staff", "a"), many(1, "boss", "b"), many(6, "staff", "b")),
			[]string{"team a", "team b"},
		},
		"the whole too small": {many(4, "boss", "a"), nil},
	}
	for name, c := range cases {
		got := shown(t, c.people, 5)
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// What is shown are sums over people. Whatever can be worked out of them is in the space of their rows; it is about few
// people where that space has anything that is 0 for all others, so where leaving those few out makes it
// smaller. As many as can be are shown: with any other group beside them that would be so.
func TestNothingAboutFewPeopleCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	const least = 3
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) where {
			w := where{level: rapid.SampledFrom([]string{"", "l", "m"}).Draw(t, "level")}
			for _, names := range [][]string{{"", "a", "b"}, {"", "x", "y"}} {
				name := rapid.SampledFrom(names).Draw(t, "team")
				if name == "" {
					break
				}
				w.team = append(w.team, name)
			}
			return w
		}), least, 11).Draw(t, "people")
		names := shown(t, people, least)
		rows := [][]float64{members(people, "")}
		for _, name := range names {
			rows = append(rows, members(people, name))
		}
		if tells(rows, least) {
			t.Fatalf("of %v %q tell of a few", people, names)
		}
		for _, name := range everyGroup(people) {
			row := members(people, name)
			if count(row) >= least && count(row) < len(people) && !slices.Contains(names, name) && !tells(append(rows, row), least) {
				t.Fatalf("of %v %s could be shown beside %q", people, name, names)
			}
		}
	})
}

func everyGroup(people []where) []string {
	var names []string
	for _, w := range people {
		if w.level != "" {
			names = append(names, "level "+w.level)
		}
		for end := range w.team {
			names = append(names, "team "+strings.Join(w.team[:end+1], "/"))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// members returns 1 for everybody in a group, and 0 for the others; the group without a name is everybody.
func members(people []where, group string) []float64 {
	row := make([]float64, len(people))
	for i, w := range people {
		if group == "" || slices.Contains(everyGroup([]where{w}), group) {
			row[i] = 1
		}
	}
	return row
}

func count(row []float64) int {
	n := 0
	for _, v := range row {
		n += int(v)
	}
	return n
}

// tells reports whether anything about fewer than least people can be worked out of sums.
func tells(rows [][]float64, least int) bool {
	n, whole := len(rows[0]), rankOf(rows, 0)
	for few := range uint(1) << n {
		if size := ones(few); size > 0 && size < least && rankOf(rows, few) < whole {
			return true
		}
	}
	return false
}

func ones(set uint) int { return strings.Count(fmt.Sprintf("%b", set), "1") }

// rankOf returns the rank of a matrix without the columns in a set.
func rankOf(rows [][]float64, without uint) int {
	var m [][]float64
	for _, row := range rows {
		m = append(m, slices.Clone(row))
	}
	rank := 0
	for col := range m[0] {
		if without>>col&1 == 1 {
			continue
		}
		pivot := slices.IndexFunc(m[rank:], func(row []float64) bool { return row[col] > 1e-9 || row[col] < -1e-9 })
		if pivot < 0 {
			continue
		}
		m[rank], m[rank+pivot] = m[rank+pivot], m[rank]
		for _, row := range m[rank+1:] {
			factor := row[col] / m[rank][col]
			for j := range row {
				row[j] -= factor * m[rank][j]
			}
		}
		if rank++; rank == len(m) {
			break
		}
	}
	return rank
}

func TestAnItemThatFewRatedIsWithheldEverywhere(t *testing.T) {
	t.Parallel()
	ins := instrument(2, fivePoints())
	ratings := append(rated("i00", 2, 2, 2, 2, 2), rated("i01", 5, 5, 5, 5)...)
	round := roundOf(t, tallyOf(t, ins, ratings...), readiness.Config{})
	f := finding(t, round, "i01")
	if !f.Withheld || f.Severity.Known() || f.Agreement.Known || f.Raters != 4 || f.Reasons != nil {
		t.Errorf("got %+v", f)
	}
	for _, root := range round.Roots {
		if root.Strength.Value != .25 || len(root.Reasons) != 1 {
			t.Errorf("the item has a part in %+v", root)
		}
	}
	if round.Remedies[1].Severity.Known() || round.Remedies[1].Share != 0 {
		t.Errorf("the item has a part in %+v", round.Remedies[1])
	}
}
