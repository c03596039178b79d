package feedback_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// voted returns a vote on one thing, so many minutes after the first.
func voted(on, voter string, choice feedback.Choice, minute int) feedback.Vote {
	of, id := feedback.ItemID(on).Ref(), feedback.PartyID(voter)
	return feedback.Vote{
		ID: feedback.VoteIDFor(of, id), On: of, Voter: id, Choice: choice,
		At: time.Date(2026, 3, 4, 12, minute, 0, 0, time.UTC),
	}
}

// votedByErased returns the vote of somebody who was erased.
func votedByErased(id string, choice feedback.Choice, minute int) feedback.Vote {
	v := voted("hook", "", choice, minute)
	v.ID = feedback.VoteID(id)
	return v
}

// onePerson makes ann and anna one, and joins a pseudonym to bob.
func onePerson(id feedback.PartyID) feedback.PartyID {
	switch id {
	case "anna":
		return "ann"
	case "unnamed-1":
		return "bob"
	}
	return ""
}

func mustCount(t testing.TB, votes []feedback.Vote, cfg feedback.PollConfig) feedback.Poll {
	t.Helper()
	poll, err := feedback.CountVotes(votes, cfg)
	if err != nil {
		t.Fatalf("count votes: got error %v", err)
	}
	return poll
}

func TestTheLastWordOfAPersonCountsOnce(t *testing.T) {
	t.Parallel()
	const agree, disagree, pass = feedback.Agree, feedback.Disagree, feedback.Pass
	later := func(v feedback.Vote, rev feedback.Seq) feedback.Vote {
		v.Rev = rev
		return v
	}
	for _, c := range []struct {
		name  string
		votes []feedback.Vote
		want  feedback.Tally
	}{
		{"no votes", nil, feedback.Tally{}},
		{"one vote", []feedback.Vote{voted("hook", "ann", agree, 0)}, feedback.Tally{Agree: 1}},
		{
			"a mind changed",
			[]feedback.Vote{voted("hook", "ann", disagree, 5), voted("hook", "ann", agree, 1)},
			feedback.Tally{Disagree: 1},
		},
		{
			"two items of one theme",
			[]feedback.Vote{voted("hook", "ann", agree, 0), voted("peg", "ann", agree, 1), voted("peg", "bob", pass, 2)},
			feedback.Tally{Agree: 1, Pass: 1},
		},
		{
			"two parties that are one",
			[]feedback.Vote{voted("hook", "ann", agree, 0), voted("hook", "anna", disagree, 1)},
			feedback.Tally{Disagree: 1},
		},
		{
			"a pseudonym that joined a party",
			[]feedback.Vote{voted("hook", "unnamed-1", agree, 3), voted("hook", "bob", pass, 1)},
			feedback.Tally{Agree: 1},
		},
		{
			"the same instant: the later write",
			[]feedback.Vote{later(voted("hook", "ann", agree, 0), 9), later(voted("peg", "ann", disagree, 0), 8)},
			feedback.Tally{Agree: 1},
		},
		{
			"the same instant and write: disagree before pass",
			[]feedback.Vote{voted("hook", "ann", pass, 0), voted("peg", "ann", disagree, 0)},
			feedback.Tally{Disagree: 1},
		},
		{
			"the same instant and write: pass before agree",
			[]feedback.Vote{voted("hook", "ann", pass, 0), voted("peg", "ann", agree, 0)},
			feedback.Tally{Pass: 1},
		},
		{
			"people who were erased count one each",
			[]feedback.Vote{votedByErased("1", agree, 0), votedByErased("2", agree, 0), votedByErased("2", agree, 0)},
			feedback.Tally{Agree: 2},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := mustCount(t, c.votes, feedback.PollConfig{Resolve: onePerson})
			if got.Tally != c.want {
				t.Errorf("got %+v, want %+v", got.Tally, c.want)
			}
		})
	}
}

// pollHost is what a host knows of its voters.
func pollHost() feedback.PollConfig {
	return feedback.PollConfig{
		Resolve: onePerson,
		Worth: func(id feedback.PartyID) float64 {
			return map[feedback.PartyID]float64{"ann": 100, "bob": 20, "cleo": 0.5, "dan": -3}[id]
		},
		Segment: func(id feedback.PartyID) string {
			return map[feedback.PartyID]string{"ann": "gold", "bob": "new", "cleo": "gold"}[id]
		},
		Company: func(id feedback.PartyID) feedback.PartyID {
			return map[feedback.PartyID]feedback.PartyID{"ann": "acme", "bob": "acme", "cleo": "acme", "dan": "dan"}[id]
		},
	}
}

func TestWorthSegmentsAndCompaniesStandBesideTheCount(t *testing.T) {
	t.Parallel()
	votes := []feedback.Vote{
		voted("hook", "anna", feedback.Agree, 0),
		voted("hook", "bob", feedback.Disagree, 1),
		voted("hook", "cleo", feedback.Agree, 2),
		voted("hook", "dan", feedback.Pass, 3),
		votedByErased("1", feedback.Disagree, 4),
	}
	at := func(minute int) time.Time { return votes[0].At.Add(time.Duration(minute) * time.Minute) }
	want := feedback.Poll{
		Tally: feedback.Tally{Agree: 2, Disagree: 2, Pass: 1},
		Worth: feedback.Worths{Agree: 100.5, Disagree: 20, Pass: -3},
		Segments: []feedback.PollSegment{
			{Name: "", Tally: feedback.Tally{Disagree: 1, Pass: 1}, Worth: feedback.Worths{Pass: -3}},
			{Name: "gold", Tally: feedback.Tally{Agree: 2}, Worth: feedback.Worths{Agree: 100.5}},
			{Name: "new", Tally: feedback.Tally{Disagree: 1}, Worth: feedback.Worths{Disagree: 20}},
		},
		Companies: feedback.Tally{Agree: 1, Pass: 1},
		ByCompany: []feedback.PollCompany{
			{Company: "acme", Choice: feedback.Agree, Tally: feedback.Tally{Agree: 2, Disagree: 1}},
			{Company: "dan", Choice: feedback.Pass, Tally: feedback.Tally{Pass: 1}},
		},
		Ballots: []feedback.Ballot{
			{Vote: "1", Choice: feedback.Disagree, At: at(4)},
			{Voter: "ann", Vote: votes[0].ID, Choice: feedback.Agree, At: at(0), Worth: 100, Segment: "gold", Company: "acme"},
			{Voter: "bob", Vote: votes[1].ID, Choice: feedback.Disagree, At: at(1), Worth: 20, Segment: "new", Company: "acme"},
			{Voter: "cleo", Vote: votes[2].ID, Choice: feedback.Agree, At: at(2), Worth: 0.5, Segment: "gold", Company: "acme"},
			{Voter: "dan", Vote: votes[3].ID, Choice: feedback.Pass, At: at(3), Worth: -3, Company: "dan"},
		},
	}
	if diff := cmp.Diff(want, mustCount(t, votes, pollHost())); diff != "" {
		t.Errorf("poll (-want +got):\n%s", diff)
	}
}

func TestCompaniesThatAreOneCountOnce(t *testing.T) {
	t.Parallel()
	votes := []feedback.Vote{voted("hook", "cleo", feedback.Agree, 0), voted("hook", "dan", feedback.Agree, 1)}
	poll := mustCount(t, votes, feedback.PollConfig{
		Resolve: onePerson,
		Company: func(id feedback.PartyID) feedback.PartyID {
			return map[feedback.PartyID]feedback.PartyID{"cleo": "unnamed-1", "dan": "bob"}[id]
		},
	})
	want := []feedback.PollCompany{{Company: "bob", Choice: feedback.Agree, Tally: feedback.Tally{Agree: 2}}}
	if diff := cmp.Diff(want, poll.ByCompany); diff != "" || poll.Companies.Agree != 1 {
		t.Errorf("got %+v, want one (-want +got):\n%s", poll.Companies, diff)
	}
}

func TestACompanyOfTwoMindsPasses(t *testing.T) {
	t.Parallel()
	votes := []feedback.Vote{
		voted("hook", "ann", feedback.Agree, 0), voted("hook", "bob", feedback.Disagree, 1), voted("hook", "eve", feedback.Agree, 1),
	}
	poll := mustCount(t, votes, pollHost())
	if want := (feedback.Tally{Pass: 1}); poll.Companies != want {
		t.Errorf("got %+v, want %+v", poll.Companies, want)
	}
}

func TestVotesThatCannotBeCountedAreRefused(t *testing.T) {
	t.Parallel()
	worth := func(w float64) feedback.PollConfig {
		return feedback.PollConfig{Worth: func(feedback.PartyID) float64 { return w }}
	}
	two := []feedback.Vote{voted("hook", "secret-ann", feedback.Agree, 0), voted("hook", "bob", feedback.Agree, 0)}
	for _, c := range []struct {
		name  string
		votes []feedback.Vote
		cfg   feedback.PollConfig
		field string
	}{
		{"no such choice", []feedback.Vote{two[0], voted("hook", "ann", "maybe", 0)}, feedback.PollConfig{}, "Votes[1].Choice"},
		{"neither voter nor ID", []feedback.Vote{votedByErased("", feedback.Agree, 0)}, feedback.PollConfig{}, "Votes[0].ID"},
		{"not a number", two, worth(math.NaN()), "Worth"},
		{"infinite", two, worth(math.Inf(-1)), "Worth"},
		{"infinite together", two, worth(math.MaxFloat64), "Worth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := feedback.CountVotes(c.votes, c.cfg)
			mustBreak(t, err, c.field)
			if diff := cmp.Diff(feedback.Poll{}, got); diff != "" {
				t.Errorf("beside an error (-want +got):\n%s", diff)
			}
			if strings.Contains(err.Error(), "maybe") {
				t.Errorf("got %q, want no value in it", err)
			}
		})
	}
	var box feedback.BallotBox
	mustBreak(t, box.Add(voted("hook", "ann", "maybe", 0)), "Choice")
	if !errors.Is(box.Add(votedByErased("", feedback.Pass, 0)), relationship.ErrInvalid) {
		t.Error("got no error, want one for a vote with neither voter nor ID")
	}
}

func TestWorthsThatCancelOutInAllMustAddUpInEachSegment(t *testing.T) {
	t.Parallel()
	votes := []feedback.Vote{
		voted("hook", "a", feedback.Agree, 0), voted("hook", "b", feedback.Agree, 0),
		voted("hook", "c", feedback.Agree, 0), voted("hook", "d", feedback.Agree, 0),
	}
	cfg := feedback.PollConfig{
		Worth: func(id feedback.PartyID) float64 {
			return map[feedback.PartyID]float64{"a": math.MaxFloat64, "b": -math.MaxFloat64, "c": math.MaxFloat64, "d": -1}[id]
		},
		Segment: func(id feedback.PartyID) string { return map[feedback.PartyID]string{"a": "x", "c": "x"}[id] },
	}
	_, err := feedback.CountVotes(votes, cfg)
	mustBreak(t, err, "Worth")
}

func TestABoxStaysRightWhenPartiesAreMergedAndUnmerged(t *testing.T) {
	t.Parallel()
	var box feedback.BallotBox
	for _, v := range []feedback.Vote{voted("hook", "ann", feedback.Agree, 0), voted("hook", "anna", feedback.Disagree, 1)} {
		if err := box.Add(v); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		resolve func(feedback.PartyID) feedback.PartyID
		want    feedback.Tally
	}{
		{nil, feedback.Tally{Agree: 1, Disagree: 1}},
		{onePerson, feedback.Tally{Disagree: 1}},
		{nil, feedback.Tally{Agree: 1, Disagree: 1}},
	} {
		got, err := box.Poll(feedback.PollConfig{Resolve: c.resolve})
		if err != nil || got.Tally != c.want {
			t.Errorf("got %+v and error %v, want %+v", got.Tally, err, c.want)
		}
	}
}

func TestCountingVotesLeavesThemAsTheyWere(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	votes := []feedback.Vote{voted("hook", "bob", feedback.Agree, 1), voted("hook", "ann", feedback.Pass, 0)}
	votes[0].At = votes[0].At.In(zone)
	before := slices.Clone(votes)
	poll := mustCount(t, votes, pollHost())
	if diff := cmp.Diff(before, votes, cmpopts.EquateComparable(time.Time{})); diff != "" {
		t.Errorf("votes (-before +after):\n%s", diff)
	}
	if got := poll.Ballots[1].At.Location(); got != time.UTC {
		t.Errorf("zone of a ballot: got %v, want UTC", got)
	}
}
