package survey_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// rollPeople adds answers of so many people about a group, none of whom answers elsewhere.
func rollPeople(tb testing.TB, r *survey.Rollup, about relationship.Ref, people int) {
	tb.Helper()
	for i := range people {
		if err := r.Add(about, relationship.PartyID(fmt.Sprint(about, i)), float64(1+i%5)); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestSmallGroupsAndDifferencesAreWithheld(t *testing.T) {
	t.Parallel()
	one := func(people ...int) map[relationship.Ref]int {
		all := map[relationship.Ref]int{}
		for i, n := range people {
			all[rollRef("employee", i+1)] = n
		}
		return all
	}
	for _, c := range []struct {
		name   string
		people map[relationship.Ref]int
		places []survey.Place
		want   []string
	}{
		{"all large", one(5, 6, 7), nil, nil},
		{"two small ones of five people together", one(3, 2, 9), nil, []string{"employee:1", "employee:2"}},
		{"a small one takes the next one with it", one(3, 7, 9, 8), nil, []string{"employee:1", "employee:2"}},
		{"a small one among two takes both", one(4, 30), nil, []string{"employee:1", "employee:2"}},
		{"fewer than five in all", one(2, 2), nil, []string{"employee:1", "employee:2"}},
		{"a small one in a team takes one in the team", one(3, 7, 9, 8, 9, 9, 9, 9), rollTree(), []string{"employee:1", "employee:2"}},
		{"three small ones are enough", one(2, 2, 2, 30), nil, []string{"employee:1", "employee:2", "employee:3"}},
	} {
		r := rollUp(t, rollStars(), 0)
		for about, n := range c.people {
			rollPeople(t, r, about, n)
		}
		var got []string
		for _, about := range rollMust(r.Standings(c.places...))(t).Withheld {
			got = append(got, about.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Two people answered about the company itself, and all others about one employee in one team: no team can go for
// the two, so that the mean of all must.
func TestTheWholeIsWithheldWhereItWouldTell(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollStars(), 0)
	rollPeople(t, r, rollRef("employee", 1), 6)
	rollPeople(t, r, rollRef("company", 1), 2)
	s := rollMust(r.Standings(
		survey.Place{About: rollRef("team", 1), Level: "team"},
		survey.Place{About: rollRef("employee", 1), Within: rollRef("team", 1), Level: "employee"},
	))(t)
	if s.Whole.Known() || len(s.Groups) != 2 {
		t.Errorf("got %+v, want the team and the employee without the whole", s)
	}
}

func TestPeopleAreCountedNotAnswers(t *testing.T) {
	t.Parallel()
	r := rollUp(t, rollStars(), 0)
	for i := range 100 {
		if err := r.Add(rollRef("employee", "ann"), rollPerson(i%4), 4); err != nil {
			t.Fatal(err)
		}
	}
	if s := rollMust(r.Standings())(t); s.Whole.Known() || len(s.Groups) > 0 || len(s.Levels) > 0 {
		t.Errorf("got %+v for a hundred answers of four people, want all withheld", s)
	}
}

// The people of a rest may have answered elsewhere too: what counts is who they are.
func TestNobodyCanBeWorkedOutFromWhatIsShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rollDrawWorld(t)
		r := rollOf(t, rollStars(), w.least, w.answers)
		s, err := r.Standings(w.places...)
		if err != nil {
			t.Fatal(err)
		}
		if people, found := w.workedOut(s); found && people < w.least {
			t.Errorf("got a group of %d people worked out, want none below %d; withheld %v", people, w.least, s.Withheld)
		}
	})
}

// None is withheld without need: to show one more of those withheld lets somebody be worked out.
func TestNoneIsWithheldWithoutNeed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rollDrawWorld(t)
		s, err := rollOf(t, rollStars(), w.least, w.answers).Standings(w.places...)
		if err != nil {
			t.Fatal(err)
		}
		for _, about := range s.Withheld {
			more := s
			more.Groups = append(slices.Clone(s.Groups), survey.Standing{About: about})
			if people, found := w.workedOut(more); !s.Whole.Known() || found && people < w.least {
				continue
			}
			t.Errorf("got %v withheld, want it shown", about)
		}
	})
}

// A rollWorld is answers about groups within each other.
type rollWorld struct {
	least   int
	places  []survey.Place
	answers []rollAnswer
	cells   []relationship.Ref
}

func rollDrawWorld(t *rapid.T) rollWorld {
	w := rollWorld{least: rapid.IntRange(1, 5).Draw(t, "least")}
	for i := range rapid.IntRange(1, 9).Draw(t, "groups") {
		p := survey.Place{About: rollRef("group", i), Level: fmt.Sprint(i)}
		if holder := rapid.IntRange(-1, i-1).Draw(t, "holder"); holder >= 0 {
			p.Within = rollRef("group", holder)
		}
		w.places = append(w.places, p)
		w.cells = append(w.cells, p.About)
	}
	// Many groups have no answers of their own, as teams have none but those about their employees.
	asked := rapid.SliceOfN(rapid.SampledFrom(w.cells), 1, 5).Draw(t, "asked")
	pool := rapid.IntRange(1, 40).Draw(t, "pool")
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	for range rapid.IntRange(0, 60).Draw(t, "answers") {
		w.answers = append(w.answers, rollAnswer{asked[rng.IntN(len(asked))], rollPerson(rng.IntN(pool)), float64(1 + rng.IntN(5))})
	}
	return w
}

// workedOut goes through all sets of cells, and returns the fewest people in one whose sum is a combination of the sums
// shown. A set without answers gives nobody away.
func (w rollWorld) workedOut(s survey.Standings) (fewest int, found bool) {
	var shown [][]float64
	if s.Whole.Known() {
		shown = append(shown, w.indicator(relationship.Ref{}))
	}
	for _, g := range s.Groups {
		shown = append(shown, w.indicator(g.About))
	}
	basis := rollReduce(shown)
	for set := 1; set < 1<<len(w.cells); set++ {
		people, wanted := map[relationship.PartyID]bool{}, make([]float64, len(w.cells))
		for _, a := range w.answers {
			if i := slices.Index(w.cells, a.about); set>>i&1 == 1 {
				people[a.by] = true
				wanted[i] = 1
			}
		}
		if len(people) > 0 && (!found || len(people) < fewest) && rollSpans(basis, wanted) {
			fewest, found = len(people), true
		}
	}
	return fewest, found
}

// indicator tells which cells with answers are in a group; the zero reference is the whole.
func (w rollWorld) indicator(group relationship.Ref) []float64 {
	in := make([]float64, len(w.cells))
	for i, p := range w.places {
		for about := p.About; ; about = w.places[slices.Index(w.cells, about)].Within {
			if about == group {
				if slices.ContainsFunc(w.answers, func(a rollAnswer) bool { return a.about == p.About }) {
					in[i] = 1
				}
				break
			}
			if about == (relationship.Ref{}) {
				break
			}
		}
	}
	return in
}

// rollReduce brings rows into echelon form (Gauss and Jordan).
func rollReduce(rows [][]float64) [][]float64 {
	var basis [][]float64
	for _, row := range rows {
		row = rollRemainder(basis, row)
		lead := slices.IndexFunc(row, func(v float64) bool { return v > 1e-9 || v < -1e-9 })
		if lead < 0 {
			continue
		}
		for i, by := 0, row[lead]; i < len(row); i++ {
			row[i] /= by
		}
		for b := range basis {
			by := basis[b][lead]
			for i := range row {
				basis[b][i] -= by * row[i]
			}
		}
		basis = append(basis, row)
	}
	return basis
}

func rollRemainder(basis [][]float64, row []float64) []float64 {
	row = slices.Clone(row)
	for _, b := range basis {
		lead := slices.IndexFunc(b, func(v float64) bool { return v > 1e-9 || v < -1e-9 })
		by := row[lead]
		for i := range row {
			row[i] -= by * b[i]
		}
	}
	return row
}

func rollSpans(basis [][]float64, row []float64) bool {
	return !slices.ContainsFunc(rollRemainder(basis, row), func(v float64) bool { return v > 1e-9 || v < -1e-9 })
}
