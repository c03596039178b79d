package feedback_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A mergeScene is a café in which two ideas turned out to be about the same thing: the themes A and B, with
// the idea slow under A, on which Ann, Bob and Cai voted, and the idea late under B, on which Bob and Dee
// did. Dee follows late.
type mergeScene struct {
	house
	before map[feedback.Ref]feedback.Tally
}

const (
	slow   = feedback.ItemID("slow")
	late   = feedback.ItemID("late")
	themeA = feedback.ThemeID("A")
	themeB = feedback.ThemeID("B")
)

func newMergeScene(t *testing.T, arrange func(*testing.T, *mergeScene)) *mergeScene {
	t.Helper()
	s := &mergeScene{house: newHouse(feedback.Config{Budget: &feedback.Budget{Votes: 4, Each: 2}})}
	s.idea(t, slow, themeA)
	s.idea(t, late, themeB)
	s.says(t, "ann", slow, feedback.Agree)
	s.says(t, "bob", slow, feedback.Agree)
	s.says(t, "cai", slow, feedback.Disagree)
	s.says(t, "bob", late, feedback.Agree)
	s.says(t, "dee", late, feedback.Agree)
	s.must(t, s.as("dee").Follow(t.Context(), late.Ref()))
	if arrange != nil {
		arrange(t, s)
	}
	s.before = map[feedback.Ref]feedback.Tally{slow.Ref(): s.count(t, slow.Ref()), late.Ref(): s.count(t, late.Ref())}
	return s
}

func (s *mergeScene) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v", err)
	}
}

func (s *mergeScene) idea(t *testing.T, id feedback.ItemID, under feedback.ThemeID) {
	t.Helper()
	_, err := s.as("eve").Leave(t.Context(), feedback.Item{ID: id, Kind: feedback.Idea, Text: "be quicker"})
	s.must(t, err)
	_, err = s.staff().Approve(t.Context(), id)
	s.must(t, err)
	_, err = s.staff().PutTheme(t.Context(), feedback.Theme{ID: under, Name: string(under), Shown: feedback.Shared})
	s.must(t, err)
	_, err = s.staff().PutLink(t.Context(), feedback.Link{From: id.Ref(), To: under.Ref()})
	s.must(t, err)
}

func (s *mergeScene) says(t *testing.T, who feedback.PartyID, on feedback.ItemID, what feedback.Choice) {
	t.Helper()
	_, err := s.as(who).Vote(t.Context(), feedback.Vote{On: on.Ref(), Choice: what})
	s.must(t, err)
}

// closed decides an idea with no.
func (s *mergeScene) closed(t *testing.T, id feedback.ItemID) {
	t.Helper()
	_, err := s.staff().Move(t.Context(), id, feedback.Move{To: feedback.Decided, Answer: feedback.No, Text: "no rails"})
	s.must(t, err)
}

func (s *mergeScene) merge(t *testing.T, into feedback.ThemeID, themes ...feedback.ThemeID) {
	t.Helper()
	s.must(t, s.staff().MergeThemes(t.Context(), into, themes...))
}

func (s *mergeScene) poll(t *testing.T, v *feedback.Visit, on feedback.Ref) feedback.PollView {
	t.Helper()
	p, err := v.Poll(t.Context(), on)
	s.must(t, err)
	return p
}

// count returns what a passer-by reads.
func (s *mergeScene) count(t *testing.T, on feedback.Ref) feedback.Tally {
	t.Helper()
	return s.poll(t, s.as(""), on).Tally
}

func (s *mergeScene) votesOn(t *testing.T, on feedback.ItemID) []feedback.Vote {
	t.Helper()
	page, err := s.store.Votes(t.Context(), feedback.VoteQuery{On: []feedback.Ref{on.Ref()}})
	s.must(t, err)
	return page.Records
}

// write writes past the café, as a program that moves records does.
func (s *mergeScene) write(t *testing.T, b feedback.Batch) {
	t.Helper()
	b.At = s.Now()
	_, err := s.store.Write(t.Context(), b)
	s.must(t, err)
}

// lose makes the votes on an idea void, those of some or all.
func (s *mergeScene) lose(t *testing.T, on feedback.ItemID, of ...feedback.PartyID) {
	t.Helper()
	var b feedback.Batch
	for _, v := range s.votesOn(t, on) {
		if len(of) == 0 || slices.Contains(of, v.Voter) {
			b.Void = append(b.Void, feedback.Voided{Ref: v.ID.Ref(), Rev: v.Rev})
		}
	}
	s.write(t, b)
}

// copyVotes copies the votes on one idea to another, with their voters or without.
func (s *mergeScene) copyVotes(t *testing.T, from, to feedback.ItemID, named bool) {
	t.Helper()
	var b feedback.Batch
	for i, v := range s.votesOn(t, from) {
		v.ID, v.Rev, v.On = feedback.VoteID(fmt.Sprint("copy ", to, i)), 0, to.Ref()
		if !named {
			v.Voter = ""
		}
		b.Votes = append(b.Votes, v)
	}
	s.write(t, b)
}

// A mergeCase is a way in which merging loses, doubles or strands people, and what must be so instead.
type mergeCase struct {
	sentence string
	arrange  func(*testing.T, *mergeScene) // before the merge
	merge    func(*testing.T, *mergeScene) // instead of merging B into A
	defect   func(*testing.T, *mergeScene) // what a merge did elsewhere
	wrong    func(*testing.T, *mergeScene) string
}

// differs says what is not as it should be.
func differs[T comparable](what string, got, want T) string {
	if got == want {
		return ""
	}
	return fmt.Sprintf("%s: got %v, want %v", what, got, want)
}

// refused says that what should go through does not.
func refused(what string, err error) string {
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%s: got error %v", what, err)
}

func mergeCases() []mergeCase {
	return []mergeCase{
		{
			sentence: "who voted on both of what was merged counts once",
			defect:   func(t *testing.T, s *mergeScene) { s.copyVotes(t, late, slow, false) },
			wrong: func(t *testing.T, s *mergeScene) string {
				return differs("votes", s.count(t, themeA.Ref()), feedback.Tally{Agree: 3, Disagree: 1})
			},
		},
		{
			sentence: "who voted on or follows what was merged away can still change that",
			defect: func(t *testing.T, s *mergeScene) {
				it, err := s.staff().Item(t.Context(), late)
				s.must(t, err)
				s.write(t, feedback.Batch{Void: []feedback.Voided{{Ref: late.Ref(), Rev: it.Rev}}})
			},
			wrong: changesMind,
		},
		{
			sentence: "a merge spends no votes, and what was spent is returned on close",
			defect: func(t *testing.T, s *mergeScene) {
				s.idea(t, "main", "C")
				s.copyVotes(t, slow, "main", true)
			},
			wrong: func(t *testing.T, s *mergeScene) string {
				merged := differs("left after the merge", s.left(t, "bob"), 2)
				s.closed(t, slow)
				return cmp.Or(merged, differs("left once an idea is closed", s.left(t, "bob"), 3))
			},
		},
		{
			sentence: "votes on what is closed are not left behind",
			arrange:  func(t *testing.T, s *mergeScene) { s.closed(t, late) },
			defect:   func(t *testing.T, s *mergeScene) { s.lose(t, late) },
			wrong: func(t *testing.T, s *mergeScene) string {
				return differs("votes", s.count(t, themeA.Ref()), feedback.Tally{Agree: 3, Disagree: 1})
			},
		},
		{
			sentence: "a merge of what is open with what is closed does not stop half-way",
			arrange: func(t *testing.T, s *mergeScene) {
				s.idea(t, "cold", "C")
				s.says(t, "bob", "cold", feedback.Agree)
				s.says(t, "fay", "cold", feedback.Agree)
				s.closed(t, late)
			},
			merge: func(t *testing.T, s *mergeScene) { s.merge(t, themeA, themeB, "C") },
			defect: func(t *testing.T, s *mergeScene) {
				c, err := s.store.Themes(t.Context(), feedback.ThemeQuery{IDs: []feedback.ThemeID{"C"}})
				s.must(t, err)
				c.Records[0].MergedInto = ""
				s.write(t, feedback.Batch{Themes: c.Records})
			},
			wrong: func(t *testing.T, s *mergeScene) string {
				return differs("votes", s.count(t, themeA.Ref()), feedback.Tally{Agree: 4, Disagree: 1})
			},
		},
		{
			sentence: "voters whose names nobody may see are not lost",
			defect:   func(t *testing.T, s *mergeScene) { s.lose(t, late, "dee") },
			wrong: func(t *testing.T, s *mergeScene) string {
				p := s.poll(t, s.as(""), themeA.Ref())
				return cmp.Or(
					differs("names", len(p.Ballots), 0),
					differs("votes", p.Tally, feedback.Tally{Agree: 3, Disagree: 1}),
				)
			},
		},
		{
			sentence: "it can be told how many votes came with a merge, and why some do not add",
			defect:   func(t *testing.T, s *mergeScene) { s.lose(t, late, "dee") },
			wrong:    accountsForAll,
		},
		{
			sentence: "a hidden note or a hidden item strands no vote",
			defect:   func(t *testing.T, s *mergeScene) { s.lose(t, late) },
			wrong:    hidesAndRestores,
		},
		{
			sentence: "what is closed names as many voters as it counts",
			arrange:  func(t *testing.T, s *mergeScene) { s.closed(t, slow) },
			defect:   func(t *testing.T, s *mergeScene) { s.copyVotes(t, late, slow, false) },
			wrong: func(t *testing.T, s *mergeScene) string {
				p := s.poll(t, s.staff(), slow.Ref())
				return differs("names", len(p.Ballots), p.Total())
			},
		},
		{
			sentence: "a vote can be taken back once closed",
			arrange:  func(t *testing.T, s *mergeScene) { s.closed(t, slow) },
			defect:   func(t *testing.T, s *mergeScene) { s.copyVotes(t, slow, slow, false) },
			wrong: func(t *testing.T, s *mergeScene) string {
				err := s.as("bob").TakeBack(t.Context(), slow.Ref(), "")
				return cmp.Or(refused("take back", err), differs("votes", s.count(t, slow.Ref()), feedback.Tally{Agree: 1, Disagree: 1}))
			},
		},
		{
			sentence: "what has votes can be merged, with a trace, and be itself again",
			defect: func(t *testing.T, s *mergeScene) {
				old := feedback.LinkIDFor(late.Ref(), 0, themeB.Ref())
				l, err := s.store.Links(t.Context(), feedback.LinkQuery{IDs: []feedback.LinkID{old}})
				s.must(t, err)
				moved := feedback.Link{ID: feedback.LinkIDFor(late.Ref(), 0, themeA.Ref()), From: late.Ref(), To: themeA.Ref(), At: s.Now()}
				s.write(t, feedback.Batch{Links: []feedback.Link{moved}, Void: []feedback.Voided{{Ref: old.Ref(), Rev: l.Records[0].Rev}}})
			},
			wrong: leavesATrace,
		},
	}
}

// changesMind lets Dee disagree, no longer follow, and take her vote back.
func changesMind(t *testing.T, s *mergeScene) string {
	dee := s.as("dee")
	_, err := dee.Vote(t.Context(), feedback.Vote{On: late.Ref(), Choice: feedback.Disagree})
	after := s.count(t, themeA.Ref())
	unfollow := dee.Unfollow(t.Context(), late.Ref())
	back := dee.TakeBack(t.Context(), late.Ref(), "")
	return cmp.Or(
		refused("vote again", err), refused("unfollow", unfollow), refused("take back", back),
		differs("votes of another mind", after, feedback.Tally{Agree: 2, Disagree: 2}),
		differs("votes without her", s.count(t, themeA.Ref()), feedback.Tally{Agree: 2, Disagree: 1}),
	)
}

// accountsForAll compares the votes on each with those on both.
func accountsForAll(t *testing.T, s *mergeScene) string {
	of := func(r feedback.Ref) map[feedback.PartyID]bool {
		who := map[feedback.PartyID]bool{}
		for _, b := range s.poll(t, s.staff(), r).Ballots {
			who[b.Voter] = true
		}
		return who
	}
	twice := 0
	onLate := of(late.Ref())
	for p := range of(slow.Ref()) {
		if onLate[p] {
			twice++
		}
	}
	both := s.before[slow.Ref()].Total() + s.before[late.Ref()].Total()
	return cmp.Or(
		differs("who is in both", twice, 1),
		differs("votes, with those in both twice", s.count(t, themeA.Ref()).Total()+twice, both),
	)
}

// hidesAndRestores says something behind an item, hides it, and lets it be seen again.
func hidesAndRestores(t *testing.T, s *mergeScene) string {
	_, err := s.staff().Reply(t.Context(), late, "we know them", feedback.ByStaff)
	noted := differs("votes beside a note", s.count(t, themeA.Ref()).Total(), 4)
	s.must(t, err)
	_, err = s.staff().Hide(t.Context(), late, "names a colleague")
	s.must(t, err)
	hidden := differs("votes on what can be seen", s.count(t, themeA.Ref()).Total(), 3)
	back := s.as("bob").TakeBack(t.Context(), late.Ref(), "")
	_, err = s.staff().Restore(t.Context(), late, "the name is out")
	s.must(t, err)
	return cmp.Or(
		noted, hidden, refused("take back from what is hidden", back),
		differs("votes on it later", s.count(t, late.Ref()), feedback.Tally{Agree: 1}),
		differs("votes on both later", s.count(t, themeA.Ref()).Total(), 4),
	)
}

// leavesATrace reads who merged, un-merges, and looks whether the original is there.
func leavesATrace(t *testing.T, s *mergeScene) string {
	log, err := s.store.Log(t.Context(), feedback.LogQuery{About: []feedback.Ref{themeB.Ref()}})
	s.must(t, err)
	last := log.Records[len(log.Records)-1]
	into := feedback.ThemeID("")
	for _, theme := range last.Themes {
		if theme.ID == themeB {
			into = theme.MergedInto
		}
	}
	s.must(t, s.staff().UnmergeThemes(t.Context(), themeB))
	items, err := relationship.Collect(s.as("").ItemsUnder(t.Context(), themeB))
	s.must(t, err)
	return cmp.Or(
		differs("who merged", last.By, "staff"),
		differs("what it was merged into", into, themeA),
		differs("items under it", len(items), 1),
		differs("votes", s.count(t, themeB.Ref()), s.before[late.Ref()]),
		differs("votes on the other", s.count(t, themeA.Ref()), s.before[slow.Ref()]),
	)
}

func (s *mergeScene) left(t *testing.T, who feedback.PartyID) int {
	t.Helper()
	p, err := s.as(who).Purse(t.Context(), "")
	s.must(t, err)
	return p.Left
}

func (c *mergeCase) merged(t *testing.T) *mergeScene {
	t.Helper()
	s := newMergeScene(t, c.arrange)
	if c.merge != nil {
		c.merge(t, s)
	} else {
		s.merge(t, themeA, themeB)
	}
	return s
}

func TestMergingLosesNobody(t *testing.T) {
	t.Parallel()
	for _, c := range mergeCases() {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			if wrong := c.wrong(t, c.merged(t)); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

func TestEveryDefectOfMergingIsNoticed(t *testing.T) {
	t.Parallel()
	for _, c := range mergeCases() {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			s := c.merged(t)
			c.defect(t, s)
			if c.wrong(t, s) == "" {
				t.Error("got nothing wrong, want the defect to be noticed")
			}
		})
	}
}
