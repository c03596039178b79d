package feedback_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// drawVotes draws votes of few people on few things, many of them at the same instant, some of them of
// people who were erased.
func drawVotes() *rapid.Generator[[]feedback.Vote] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) feedback.Vote {
		choices := []feedback.Choice{feedback.Agree, feedback.Disagree, feedback.Pass}
		v := voted(
			rapid.SampledFrom([]string{"hook", "peg", "Hook"}).Draw(t, "on"),
			rapid.SampledFrom([]string{"ann", "anna", "bob", "Bob", "cleo", "dan", "ann ", "unnamed-1", ""}).Draw(t, "voter"),
			rapid.SampledFrom(choices).Draw(t, "choice"),
			rapid.IntRange(0, 2).Draw(t, "minute"),
		)
		if v.Voter == "" {
			v.ID = feedback.VoteID(rapid.SampledFrom([]string{"1", "2", "ann"}).Draw(t, "id"))
		}
		v.Rev = feedback.Seq(rapid.IntRange(0, 2).Draw(t, "rev"))
		return v
	}), 0, 24)
}

func TestTheOrderOfVotesDoesNotMatterNorDoRepeats(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := drawVotes().Draw(t, "votes")
		want := mustCountIn(t, given)
		other := rapid.Permutation(slices.Concat(given, given)).Draw(t, "other")
		if diff := cmp.Diff(want, mustCountIn(t, other)); diff != "" {
			t.Fatalf("poll (-want +got):\n%s", diff)
		}
	})
}

func mustCountIn(t *rapid.T, given []feedback.Vote) feedback.Poll {
	poll, err := feedback.CountVotes(given, pollHost())
	if err != nil {
		t.Fatal(err)
	}
	return poll
}

func TestBoxesMergeInAnyOrderToTheSamePoll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := drawVotes().Draw(t, "votes")
		var parts [3]feedback.BallotBox
		for _, v := range given {
			if err := parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(v); err != nil {
				t.Fatal(err)
			}
		}
		order := rapid.Permutation([]int{0, 1, 2}).Draw(t, "order")
		var left, right, all feedback.BallotBox
		for _, i := range order {
			left.Merge(&parts[i])
		}
		right.Merge(&parts[2])
		right.Merge(&parts[1])
		all.Merge(&parts[0])
		all.Merge(&right)
		all.Merge(&all)
		want := mustCountIn(t, given)
		for _, box := range []*feedback.BallotBox{&left, &all} {
			got, err := box.Poll(pollHost())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("poll (-want +got):\n%s", diff)
			}
		}
	})
}

func TestEveryNumberIsTheSumOfTheBallotsBehindIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		poll := mustCountIn(t, drawVotes().Draw(t, "votes"))
		var opened feedback.Poll
		segments, companies := map[string]*feedback.PollSegment{}, map[feedback.PartyID]*feedback.Tally{}
		for _, choice := range []feedback.Choice{feedback.Agree, feedback.Disagree, feedback.Pass} {
			for b := range poll.Behind(choice) {
				if segments[b.Segment] == nil {
					segments[b.Segment] = &feedback.PollSegment{Name: b.Segment}
				}
				if companies[b.Company] == nil {
					companies[b.Company] = new(feedback.Tally)
				}
				s := segments[b.Segment]
				countOne(&opened.Tally, choice)
				countOne(&s.Tally, choice)
				countOne(companies[b.Company], choice)
				weighOne(&opened.Worth, choice, b.Worth)
				weighOne(&s.Worth, choice, b.Worth)
			}
		}
		if opened.Tally != poll.Tally || opened.Worth != poll.Worth || poll.Total() != len(poll.Ballots) {
			t.Fatalf("got %+v, %+v of %d ballots, want %+v, %+v", opened.Tally, opened.Worth, len(poll.Ballots), poll.Tally, poll.Worth)
		}
		if len(segments) != len(poll.Segments) {
			t.Fatalf("got %d segments, want %d", len(poll.Segments), len(segments))
		}
		for _, s := range poll.Segments {
			if s != *segments[s.Name] {
				t.Fatalf("segment %q: got %+v, want %+v", s.Name, s, *segments[s.Name])
			}
		}
		var once feedback.Tally
		for _, c := range poll.ByCompany {
			if c.Tally != *companies[c.Company] {
				t.Fatalf("company %q: got %+v, want %+v", c.Company, c.Tally, *companies[c.Company])
			}
			countOne(&once, c.Choice)
		}
		if once != poll.Companies {
			t.Fatalf("companies: got %+v, want %+v", poll.Companies, once)
		}
	})
}

func countOne(t *feedback.Tally, choice feedback.Choice) {
	switch choice {
	case feedback.Agree:
		t.Agree++
	case feedback.Disagree:
		t.Disagree++
	case feedback.Pass:
		t.Pass++
	}
}

func weighOne(w *feedback.Worths, choice feedback.Choice, worth float64) {
	switch choice {
	case feedback.Agree:
		w.Agree += worth
	case feedback.Disagree:
		w.Disagree += worth
	case feedback.Pass:
		w.Pass += worth
	}
}

// The slow obvious way: look at every pair of votes of one person for a later one.
func TestCountingAgreesWithLookingAtEveryPair(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := drawVotes().Draw(t, "votes")
		for i := range given {
			given[i].Rev = 0
		}
		who := func(v feedback.Vote) string {
			if v.Voter == "" {
				return "erased " + string(v.ID)
			}
			if id := onePerson(v.Voter); id != "" {
				return string(id)
			}
			return string(v.Voter)
		}
		doubt := []feedback.Choice{feedback.Agree, feedback.Pass, feedback.Disagree}
		last := map[string]feedback.Choice{}
		for _, v := range given {
			beaten := slices.ContainsFunc(given, func(w feedback.Vote) bool {
				more := slices.Index(doubt, w.Choice) > slices.Index(doubt, v.Choice)
				return who(v) == who(w) && (w.At.After(v.At) || w.At.Equal(v.At) && more)
			})
			if !beaten {
				last[who(v)] = v.Choice
			}
		}
		var want feedback.Tally
		for _, choice := range last {
			countOne(&want, choice)
		}
		if got := mustCountIn(t, given).Tally; got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestOneMoreAgreeingVoteNeverLowersTheBound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := drawVotes().Draw(t, "votes")
		before := mustCountIn(t, given)
		voter := rapid.SampledFrom([]string{"ann", "bob", "somebody else", "unnamed-1"}).Draw(t, "voter")
		minute := rapid.IntRange(0, 3).Draw(t, "minute")
		after := mustCountIn(t, append(slices.Clone(given), voted("hook", voter, feedback.Agree, minute)))
		if after.Wilson() < before.Wilson() {
			t.Fatalf("got %v, want at least %v", after.Wilson(), before.Wilson())
		}
	})
}
