package feedback_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

func TestSmallGroupsAreWithheldAndWhatWouldGiveThemAway(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		groups []feedback.Group
		least  int
		want   []string
	}{
		{"none", nil, 0, nil},
		{"one that is large enough", []feedback.Group{{"all", "", 5}}, 0, nil},
		{"one that is too small", []feedback.Group{{"all", "", 4}}, 0, []string{"all"}},
		{"an empty one", []feedback.Group{{"all", "", 0}}, 1, []string{"all"}},
		{
			"a small team, and the next smallest, which would give it away",
			[]feedback.Group{{"all", "", 30}, {"a", "all", 3}, {"b", "all", 12}, {"c", "all", 15}},
			0, []string{"a", "b"},
		},
		{
			"people in no team, who would be too few",
			[]feedback.Group{{"all", "", 22}, {"b", "all", 10}, {"c", "all", 10}},
			0, []string{"b"},
		},
		{
			"teams of which two are small together large enough",
			[]feedback.Group{{"all", "", 20}, {"a", "all", 3}, {"b", "all", 4}, {"c", "all", 13}},
			0, []string{"a", "b"},
		},
		{
			"a house with one team is as large as that team",
			[]feedback.Group{{"all", "", 30}, {"house", "all", 10}, {"team", "house", 10}, {"other", "all", 20}},
			0, nil,
		},
		{
			"the difference is two levels down",
			[]feedback.Group{{"all", "", 30}, {"house", "all", 12}, {"team", "house", 10}, {"other", "all", 18}},
			0, []string{"team"},
		},
		{
			"another bound",
			[]feedback.Group{{"all", "", 30}, {"a", "all", 3}, {"b", "all", 27}},
			3, nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			withheld, err := feedback.Withhold(tt.groups, tt.least)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, w := range withheld {
				if w {
					got = append(got, tt.groups[i].Name)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGroupsThatBreakARuleAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		groups []feedback.Group
		least  int
		field  string
	}{
		{"no name", []feedback.Group{{"", "", 5}}, 0, "Groups[0].Name"},
		{"a name twice", []feedback.Group{{"a", "", 5}, {"a", "", 5}}, 0, "Groups[1].Name"},
		{"less than nobody", []feedback.Group{{"a", "", -1}}, 0, "Groups[0].Size"},
		{"within none that there is", []feedback.Group{{"a", "b", 5}}, 0, "Groups[0].Within"},
		{"within itself", []feedback.Group{{"a", "a", 5}}, 0, "Groups"},
		{"within each other", []feedback.Group{{"c", "", 5}, {"a", "b", 5}, {"b", "a", 5}}, 0, "Groups"},
		{"larger than what holds it", []feedback.Group{{"a", "", 5}, {"b", "a", 3}, {"c", "a", 3}}, 0, "Groups[0].Size"},
		{"a bound below 0", []feedback.Group{{"a", "", 5}}, -1, "Least"},
		{"a bound below 0 for nothing", nil, -1, "Least"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := feedback.Withhold(tt.groups, tt.least)
			mustBreak(t, err, tt.field)
		})
	}
}

// A multitude is groups with the people in each, of whom there are few.
type multitude struct {
	groups []feedback.Group
	people [][]int // by group: 1 for who is in it, 0 for who is not
}

func drawCrowd(t *rapid.T) multitude {
	n := rapid.IntRange(1, 6).Draw(t, "groups")
	holder, own, total := make([]int, n), make([]int, n), 0
	for i := range n {
		holder[i] = rapid.IntRange(-1, i-1).Draw(t, "within")
		own[i] = rapid.IntRange(0, 4).Draw(t, "people of its own")
		total += own[i]
	}
	c := multitude{make([]feedback.Group, n), make([][]int, n)}
	for i := range n {
		c.people[i] = make([]int, total)
	}
	next := 0
	for i := range n {
		for range own[i] {
			for g := i; g >= 0; g = holder[g] {
				c.people[g][next] = 1
			}
			next++
		}
	}
	for i := range n {
		c.groups[i].Name = fmt.Sprint("g", i)
		if holder[i] >= 0 {
			c.groups[i].Within = fmt.Sprint("g", holder[i])
		}
		for _, in := range c.people[i] {
			c.groups[i].Size += in
		}
	}
	order := rapid.Permutation(c.places()).Draw(t, "order")
	mixed := multitude{make([]feedback.Group, n), make([][]int, n)}
	for to, from := range order {
		mixed.groups[to], mixed.people[to] = c.groups[from], c.people[from]
	}
	return mixed
}

func (c multitude) places() []int {
	places := make([]int, len(c.groups))
	for i := range places {
		places[i] = i
	}
	return places
}

// givesAway reports whether some sum of the groups shown, each times -2 to 2, is about few people.
func (c multitude) givesAway(withheld []bool, least int) bool {
	sum := make([]int, len(c.people[0]))
	var try func(i int) bool
	try = func(i int) bool {
		if i == len(c.groups) {
			size := 0
			for _, n := range sum {
				if n != 0 && n != 1 {
					return false
				}
				size += n
			}
			return size > 0 && size < least
		}
		if withheld[i] {
			return try(i + 1)
		}
		defer func(before []int) { copy(sum, before) }(slices.Clone(sum))
		for j, in := range c.people[i] {
			sum[j] -= 3 * in
		}
		for range 5 {
			for j, in := range c.people[i] {
				sum[j] += in
			}
			if try(i + 1) {
				return true
			}
		}
		return false
	}
	return try(0)
}

func TestWhatIsShownGivesNoSmallGroupAwayAndNothingIsWithheldInVain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCrowd(t)
		least := rapid.IntRange(1, 6).Draw(t, "least")
		before := slices.Clone(c.groups)
		withheld, err := feedback.Withhold(c.groups, least)
		if err != nil {
			t.Fatalf("got error %v", err)
		}
		if !slices.Equal(c.groups, before) {
			t.Fatal("the groups were changed")
		}
		for i, g := range c.groups {
			if !withheld[i] && g.Size < least {
				t.Fatalf("%d people are shown, want at least %d", g.Size, least)
			}
		}
		if c.givesAway(withheld, least) {
			t.Fatalf("%v with %v withheld give away fewer than %d", c.groups, withheld, least)
		}
		for i, g := range c.groups {
			if !withheld[i] || g.Size < least {
				continue
			}
			withheld[i] = false
			if !c.givesAway(withheld, least) {
				t.Fatalf("%v: %s could be shown with %v withheld", c.groups, g.Name, withheld)
			}
			withheld[i] = true
		}
	})
}

func TestOrderOfGroupsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCrowd(t)
		withheld, err := feedback.Withhold(c.groups, 3)
		if err != nil {
			t.Fatalf("got error %v", err)
		}
		want := map[string]bool{}
		for i, g := range c.groups {
			want[g.Name] = withheld[i]
		}
		mixed := rapid.Permutation(c.groups).Draw(t, "another order")
		again, err := feedback.Withhold(mixed, 3)
		if err != nil {
			t.Fatalf("got error %v", err)
		}
		for i, g := range mixed {
			if again[i] != want[g.Name] {
				t.Fatalf("%s withheld: got %v in another order, want %v", g.Name, again[i], want[g.Name])
			}
		}
	})
}
