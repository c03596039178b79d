package scoring_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"pgregory.net/rapid"
)

func TestSeriesIsInOrderOfTime(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{12}`).Draw(t, "name")
		days := rapid.SliceOfNDistinct(rapid.IntRange(-40, 40), 0, 12, rapid.ID).Draw(t, "days")
		var scores []scoring.Score
		for _, day := range days {
			scores = append(scores, scoreOf(name, shop(), day, float64(day)))
			scores = append(scores, scoreOf(name, scoring.Ref{Noun: "shop", ID: "8"}, day, 1000))
		}
		having[[]scoring.Score](t)(d.PutScores(t.Context(), scores))
		got, err := relationship.Collect(d.Series(t.Context(), name, shop()))
		allWell(t, err)
		var want []float64
		for _, day := range slices.Sorted(slices.Values(days)) {
			want = append(want, float64(day))
		}
		mustBe(t, "series", idsOf(got, valueOf), want...)
		latest, err := d.Latest(t.Context(), name, shop())
		if len(want) == 0 {
			mustMatch(t, err, scoring.ErrNotFound)
		} else if allWell(t, err); latest.Value.Value != want[len(want)-1] {
			t.Fatalf("got latest %v, want %v", latest.Value.Value, want[len(want)-1])
		}
	})
	mustBreak(t, collected(d.Series(t.Context(), "", shop())), "Name")
	mustBreak(t, collected(d.Series(t.Context(), "nps", scoring.Ref{Noun: "shop"})), "Of.ID")
	_, err := d.Latest(t.Context(), "nps\x00", shop())
	mustBreak(t, err, "Name")
}

func TestChangedTellsWhatIsMoreThanNoise(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{
		scoreOf("nps", shop(), 0, .50), scoreOf("nps", shop(), 10, .55), scoreOf("nps", shop(), 20, .90),
	}))
	for _, c := range []struct {
		from, to   int
		difference float64
		known      bool
		more       bool
	}{
		{0, 10, .05, true, false}, {0, 9, 0, true, false}, {5, 25, .40, true, true}, {19, 20, .35, true, true}, {-5, 10, 0, false, false}, {-9, -5, 0, false, false},
	} {
		got, err := d.Changed(t.Context(), "nps", shop(), noon(c.from), noon(c.to))
		allWell(t, err)
		if diff := got.Difference.Value - c.difference; diff > 1e-12 || diff < -1e-12 || got.Difference.Known() != c.known || got.MoreThanNoise != c.more {
			t.Errorf("from day %d to %d: got %+v", c.from, c.to, got)
		}
	}
	_, err := d.Changed(t.Context(), "nps", shop(), noon(1), noon(0))
	mustBreak(t, err, "To")
	back := scoreOf("nps", shop(), 30, .2)
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{back}))
	got, err := d.Changed(t.Context(), "nps", shop(), noon(20), noon(30))
	allWell(t, err)
	if !got.MoreThanNoise || got.Difference.High >= 0 {
		t.Errorf("a fall: got %+v", got)
	}
}

func TestScoreOpensToThePeopleBehindIt(t *testing.T) {
	t.Parallel()
	d := newDesk(mergedInto("ann", "anna"))
	having[[]scoring.Answer](t)(d.PutAnswers(t.Context(), []scoring.Answer{
		answerOf("a", "ann", 9), answerOf("b", "anna", 8), answerOf("c", "bob", 1), answerOf("gone", "cid", 3),
	}))
	score := scoreOf("nps", shop(), 0, .5)
	other := scoring.Ref{Noun: "moment", ID: "m"}
	for _, id := range []scoring.AnswerID{"c", "a", "b", "gone"} {
		score.Inputs = append(score.Inputs, id.Ref())
	}
	score.Inputs = append(score.Inputs, other)
	id := having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{score}))[0].ID
	allWell(t, d.Void(t.Context(), scoring.AnswerID("gone").Ref()))
	for _, c := range []struct {
		name    string
		reader  *scoring.Reader
		answers []scoring.AnswerID
		people  []scoring.PartyID
		hidden  int
	}{
		{"the ledger itself", &d.Reader, []scoring.AnswerID{"a", "b", "c"}, []scoring.PartyID{"ann", "bob"}, 1},
		{"who may open everything", d.leader(), []scoring.AnswerID{"a", "b", "c"}, []scoring.PartyID{"ann", "bob"}, 1},
		{"who answered", d.For(scoring.Viewer{Party: "anna"}), []scoring.AnswerID{"a", "b"}, []scoring.PartyID{"ann"}, 3},
		{"a clerk", d.clerk(), nil, nil, 5},
		{"who may open one", d.For(opensOnly("", scoring.AnswerID("c").Ref(), other)), []scoring.AnswerID{"c"}, nil, 3},
	} {
		got, err := c.reader.Behind(t.Context(), id)
		allWell(t, err)
		mustBe(t, c.name+": answers", idsOf(got.Answers, answerID), c.answers...)
		mustBe(t, c.name+": people", got.People, c.people...)
		if got.Hidden != c.hidden || got.Score.Value != score.Value {
			t.Errorf("%s: got %d hidden and %v, want %d and the number", c.name, got.Hidden, got.Score.Value, c.hidden)
		}
	}
	_, err := d.Behind(t.Context(), "none")
	mustMatch(t, err, scoring.ErrNotFound)
}

func TestScoreAboutAPartyIsForThoseWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	d := newDesk(scoring.Config{})
	ann := scoring.PartyID("ann").Ref()
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{scoreOf("heart", ann, 0, .5)}))
	for _, c := range []struct {
		viewer scoring.Viewer
		want   int
	}{
		{scoring.Viewer{}, 0}, {scoring.Viewer{Party: "bob"}, 0}, {scoring.Viewer{Party: "ann"}, 1}, {opensOnly("bob", ann), 1},
	} {
		got, err := relationship.Collect(d.For(c.viewer).Series(t.Context(), "heart", ann))
		allWell(t, err)
		if len(got) != c.want {
			t.Errorf("%s: got %d scores, want %d", c.viewer.Party, len(got), c.want)
		}
	}
}

// A tree is groups of people, by their places: team:0 is the whole.
type tree struct {
	holder []int
	people []map[int]bool
}

func treeRef(i int) scoring.Ref { return scoring.Ref{Noun: "team", ID: fmt.Sprint(i)} }

// trees draws groups that hold each other, each with people of its own and those of all within.
func trees() *rapid.Generator[tree] {
	return rapid.Custom(func(t *rapid.T) tree {
		n := rapid.IntRange(1, 8).Draw(t, "groups")
		tr := tree{make([]int, n), make([]map[int]bool, n)}
		next := 0
		for i := range n {
			tr.holder[i] = -1
			if i > 0 {
				tr.holder[i] = rapid.IntRange(0, i-1).Draw(t, "holder")
			}
			tr.people[i] = map[int]bool{}
			for range rapid.IntRange(0, 7).Draw(t, "own") {
				next++
				for at := i; at >= 0; at = tr.holder[at] {
					tr.people[at][next] = true
				}
			}
		}
		return tr
	})
}

func (tr tree) config() scoring.Config {
	return scoring.Config{Within: func(_ context.Context, of []scoring.Ref) (map[scoring.Ref]scoring.Ref, error) {
		out := map[scoring.Ref]scoring.Ref{}
		for _, r := range of {
			var i int
			if _, err := fmt.Sscan(r.ID, &i); err == nil && tr.holder[i] >= 0 {
				out[r] = treeRef(tr.holder[i])
			}
		}
		return out, nil
	}}
}

// Whatever sums and differences are made of the groups that are shown, none is of one to four people.
func TestNoSealedScoreGivesAFewAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := trees().Draw(t, "groups")
		d := newDesk(tr.config())
		var scores []scoring.Score
		for i := range tr.people {
			s := scoreOf("trust", treeRef(i), 0, .5)
			s.Sealed, s.People, s.Inputs = true, len(tr.people[i]), []scoring.Ref{scoring.AnswerID("a").Ref()}
			s.Selection = "and others"
			if rapid.IntRange(0, 4).Draw(t, "no score") > 0 {
				scores = append(scores, s)
			}
		}
		having[[]scoring.Score](t)(d.PutScores(t.Context(), scores))
		var shown []map[int]bool
		for i := range tr.people { // one by one, as a viewer who wants to know would ask
			for s, err := range d.leader().Series(t.Context(), "trust", treeRef(i)) {
				allWell(t, err)
				shown = append(shown, tr.people[i])
				if len(s.Inputs) > 0 {
					t.Fatalf("a sealed score has inputs: %v", s.Inputs)
				}
			}
		}
		together, err := relationship.Collect(d.leader().Scores(t.Context(), scoring.ScoreQuery{}))
		allWell(t, err)
		if len(together) != len(shown) {
			t.Fatalf("got %d scores together, %d one by one", len(together), len(shown))
		}
		mustTellNobody(t, shown)
	})
}

// mustTellNobody takes from each group all sets of the others that are within it.
func mustTellNobody(t tester, shown []map[int]bool) {
	t.Helper()
	for i, whole := range shown {
		for set := range 1 << len(shown) {
			rest := len(whole)
			taken := map[int]bool{}
			for j, part := range shown {
				if set>>j&1 == 0 || j == i || len(part) == 0 {
					continue
				}
				for p := range part {
					if !whole[p] || taken[p] {
						rest = 0 // it is not within, or overlaps another: no plain difference
					}
					taken[p] = true
				}
			}
			if rest > 0 {
				rest -= len(taken)
			}
			if rest > 0 && rest < 5 {
				t.Fatalf("what is left of group %d, %v, without %b is of %d people", i, whole, set, rest)
			}
		}
	}
}

func TestSealedScoresThatAreFarApartAreShown(t *testing.T) {
	t.Parallel()
	tr := tree{holder: []int{-1, 0, 0, 0}}
	d := newDesk(tr.config())
	put := func(sizes ...int) []string {
		var scores []scoring.Score
		for i, n := range sizes {
			s := scoreOf("trust", treeRef(i), 0, .5)
			s.Sealed, s.People, s.Value.N = true, n, float64(n)
			scores = append(scores, s)
		}
		having[[]scoring.Score](t)(d.PutScores(t.Context(), scores))
		got, err := relationship.Collect(d.leader().Scores(t.Context(), scoring.ScoreQuery{}))
		allWell(t, err)
		return slices.Sorted(slices.Values(idsOf(got, func(s scoring.Score) string { return s.Of.ID })))
	}
	for _, c := range []struct {
		sizes []int
		want  []string
	}{
		{[]int{30, 10, 10, 10}, []string{"0", "1", "2", "3"}},
		{[]int{30, 20, 10, 0}, []string{"0", "1", "2"}},
		{[]int{33, 10, 20, 3}, []string{"0", "2"}},
		{[]int{25, 10, 10, 5}, []string{"0", "1", "2", "3"}},
		{[]int{4, 4, 0, 0}, nil},
		{[]int{30, 10, 40, 0}, []string{"0"}}, // more within than there are: nothing within can be trusted
	} {
		if got := put(c.sizes...); !slices.Equal(got, c.want) {
			t.Errorf("of %v people: got %v, want %v", c.sizes, got, c.want)
		}
	}
}

// An opinion is one answer: whose, when, and about which group of a tree.
type opinion struct{ by, day, about int }

// sealedOf returns the sealed score of some answers.
func sealedOf(of scoring.Ref, day int, answers []opinion) scoring.Score {
	people := map[int]bool{}
	for _, o := range answers {
		people[o.by] = true
	}
	s := scoreOf("trust", of, day, .5)
	s.Sealed, s.People, s.Value.N = true, len(people), float64(len(answers))
	return s
}

// mustTellNoFew adds up what is shown in all ways, some of it taken away: what comes out must be no answers, or
// those of five people or more.
func mustTellNoFew(t tester, shown [][]opinion) {
	t.Helper()
	all := 1
	for range shown {
		all *= 3
	}
	for way := range all {
		times := map[opinion]int{}
		for _, answers := range shown {
			for _, o := range answers {
				times[o] += way%3 - 1
			}
			way /= 3
		}
		people := map[int]bool{}
		for o, n := range times {
			if n != 0 {
				people[o.by] = true
			}
		}
		if len(people) > 0 && len(people) < 5 {
			t.Fatalf("of %v, something is told of %d people", shown, len(people))
		}
	}
}

// Whoever is in several groups at once is not taken for several people, nor for nobody.
func TestNobodyInSeveralGroupsIsGivenAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := tree{holder: []int{-1, 0, 0, 1}}
		d := newDesk(tr.config())
		about := make([][]opinion, len(tr.holder))
		for i := range rapid.IntRange(5, 30).Draw(t, "answers") {
			o := opinion{rapid.IntRange(0, 14).Draw(t, "by"), i, rapid.IntRange(0, 3).Draw(t, "about")}
			for at := o.about; at >= 0; at = tr.holder[at] {
				about[at] = append(about[at], o)
			}
		}
		var scores []scoring.Score
		for i, answers := range about {
			scores = append(scores, sealedOf(treeRef(i), 0, answers))
		}
		having[[]scoring.Score](t)(d.PutScores(t.Context(), scores))
		var shown [][]opinion
		for s, err := range d.leader().Scores(t.Context(), scoring.ScoreQuery{}) {
			allWell(t, err)
			shown = append(shown, about[slices.IndexFunc(scores, func(o scoring.Score) bool { return o.Of == s.Of })])
		}
		mustTellNoFew(t, shown)
	})
}

// Two teams share two people, and one more is in the department alone: sizes add up as if nobody were left.
func TestSizesThatAddUpByChanceAreNotTrusted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		people, answers [3]int
		want            int
	}{
		{[3]int{16, 9, 7}, [3]int{18, 10, 7}, 2}, // an answer is left, of nobody knows how few
		{[3]int{16, 9, 7}, [3]int{17, 10, 7}, 3}, // nothing is left
		{[3]int{15, 9, 7}, [3]int{17, 10, 7}, 3}, // nothing is left, and somebody is in both
		{[3]int{16, 9, 7}, [3]int{15, 10, 7}, 3}, // weights make the parts worth more than all
		{[3]int{15, 9, 7}, [3]int{18, 10, 7}, 2},
		{[3]int{15, 9, 7}, [3]int{15, 10, 7}, 2}, // weights, and somebody is in both: nobody can tell
		{[3]int{15, 9, 7}, [3]int{0, 0, 0}, 2},   // nobody counted
	} {
		d := newDesk(tree{holder: []int{-1, 0, 0}}.config())
		var scores []scoring.Score
		for i, n := range c.people {
			s := scoreOf("trust", treeRef(i), 0, .5)
			s.Sealed, s.People, s.Value.N = true, n, float64(c.answers[i])
			scores = append(scores, s)
		}
		having[[]scoring.Score](t)(d.PutScores(t.Context(), scores))
		got, err := relationship.Collect(d.leader().Scores(t.Context(), scoring.ScoreQuery{}))
		allWell(t, err)
		if len(got) != c.want {
			t.Errorf("of %v people with %v answers: got %d scores, want %d", c.people, c.answers, len(got), c.want)
		}
	}
}

// What is open is known anyway, and hides nothing that is sealed.
func TestOpenScoresHideNoSealedOnes(t *testing.T) {
	t.Parallel()
	d := newDesk(tree{holder: []int{-1, 0}}.config())
	whole, part, before := scoreOf("trust", treeRef(0), 1, .5), scoreOf("trust", treeRef(1), 1, .5), scoreOf("trust", treeRef(1), 0, .5)
	whole.People, part.People, before.People, part.Sealed = 10, 8, 7, true
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{whole, part, before}))
	got, err := relationship.Collect(d.leader().Scores(t.Context(), scoring.ScoreQuery{}))
	allWell(t, err)
	if len(got) != 3 {
		t.Errorf("got %d scores, want all 3", len(got))
	}
}

func TestSealedSeriesGivesNobodyAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(scoring.Config{})
		var answers []opinion
		for range rapid.IntRange(5, 40).Draw(t, "answers") {
			answers = append(answers, opinion{by: rapid.IntRange(0, 14).Draw(t, "by"), day: rapid.IntRange(0, 19).Draw(t, "day"), about: len(answers)})
		}
		behind := map[scoring.ScoreID][]opinion{}
		for range rapid.IntRange(1, 8).Draw(t, "scores") {
			from, to := rapid.IntRange(0, 10).Draw(t, "from"), rapid.IntRange(1, 20).Draw(t, "to")
			if rapid.Bool().Draw(t, "from the beginning") || from > to {
				from = 0
			}
			within := slices.DeleteFunc(slices.Clone(answers), func(o opinion) bool { return o.day < from || o.day >= to })
			s := sealedOf(shop(), to, within)
			if from > 0 {
				s.From = noon(from)
			}
			behind[having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s}))[0].ID] = within
		}
		var shown [][]opinion
		for id := range behind { // one by one
			for _, err := range d.leader().Scores(t.Context(), scoring.ScoreQuery{IDs: []scoring.ScoreID{id}}) {
				allWell(t, err)
				shown = append(shown, behind[id])
			}
		}
		mustTellNoFew(t, shown)
	})
}

func TestSealedSeriesShowsWhatIsFarEnoughApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		from, people []int // one for each day from the first on; -1 is the beginning of time
		want         []int
	}{
		{"one after another", []int{-1, 1, 2, 3}, []int{9, 8, 9, 9}, []int{1, 2, 3, 4}},
		{"growing", []int{-1, -1, -1, -1, -1}, []int{9, 13, 14, 18, 19}, []int{1, 3, 5}},
		{"nobody came", []int{-1, -1, -1}, []int{9, 9, 9}, []int{1, 2, 3}},
		{"sliding", []int{-1, -1, 1, 2}, []int{9, 10, 30, 30}, []int{1, 3}},
		{"too few at first", []int{-1, -1, -1}, []int{4, 8, 13}, []int{2, 3}},
		{"all of it, after its parts", []int{0, 1, 0}, []int{9, 9, 30}, []int{1, 2}},
	} {
		d := newDesk(scoring.Config{})
		for i, n := range c.people {
			s := scoreOf("trust", shop(), i+1, .5)
			s.Sealed, s.People = true, n
			if c.from[i] >= 0 {
				s.From = noon(c.from[i])
			}
			plain := s
			plain.Name, plain.Sealed = "nps", false
			having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s, plain}))
		}
		var got []int
		for s, err := range d.leader().Series(t.Context(), "trust", shop()) {
			allWell(t, err)
			got = append(got, int(s.At.Sub(noon(0)).Hours()/24))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got days %v, want %v", c.name, got, c.want)
		}
		open, err := relationship.Collect(d.leader().Series(t.Context(), "nps", shop()))
		allWell(t, err)
		if len(open) != len(c.people) {
			t.Errorf("%s: got %d scores that are not sealed, want all", c.name, len(open))
		}
	}
}

// A host whose groups hold each other in a circle gets an answer all the same.
func TestGroupsInACircleAreJudged(t *testing.T) {
	t.Parallel()
	next := map[scoring.Ref]scoring.Ref{treeRef(0): treeRef(1), treeRef(1): treeRef(2), treeRef(2): treeRef(0), treeRef(3): treeRef(3)}
	d := newDesk(scoring.Config{Within: func(context.Context, []scoring.Ref) (map[scoring.Ref]scoring.Ref, error) { return next, nil }})
	for i, n := range []int{6, 12, 3, 9} {
		s := scoreOf("trust", treeRef(i), 0, .5)
		s.Sealed, s.People = true, n
		having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s}))
	}
	got, err := relationship.Collect(d.leader().Scores(t.Context(), scoring.ScoreQuery{}))
	allWell(t, err)
	for _, s := range got {
		if s.People < 5 {
			t.Errorf("got a score of %d people", s.People)
		}
	}
	failing := newDesk(scoring.Config{Within: func(context.Context, []scoring.Ref) (map[scoring.Ref]scoring.Ref, error) { return nil, errFire }})
	s := scoreOf("trust", treeRef(0), 0, .5)
	s.Sealed, s.People = true, 9
	having[[]scoring.Score](t)(failing.PutScores(t.Context(), []scoring.Score{s}))
	mustMatch(t, collected(failing.leader().Scores(t.Context(), scoring.ScoreQuery{})), errFire)
}

func TestLeastGroupIsTheHosts(t *testing.T) {
	t.Parallel()
	for least, want := range map[int]int{0: 1, -1: 1, 3: 2, 1: 3, 100: 0} {
		d := newDesk(scoring.Config{LeastGroup: least})
		for i, n := range []int{2, 4, 8, 0} {
			s := scoreOf("trust", treeRef(i), 0, .5)
			s.Sealed, s.People = true, n
			having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{s}))
		}
		got, err := relationship.Collect(d.clerk().Scores(t.Context(), scoring.ScoreQuery{}))
		allWell(t, err)
		if len(got) != want {
			t.Errorf("at least %d: got %d scores, want %d", least, len(got), want)
		}
	}
	d := newDesk(scoring.Config{})
	plain := scoreOf("nps", shop(), 0, .5)
	plain.People = 1
	having[[]scoring.Score](t)(d.PutScores(t.Context(), []scoring.Score{plain}))
	got, err := relationship.Collect(d.clerk().Scores(t.Context(), scoring.ScoreQuery{}))
	allWell(t, err)
	if diff := cmp.Diff(1, len(got)); diff != "" {
		t.Errorf("a score that is not sealed (-want +got):\n%s", diff)
	}
}
