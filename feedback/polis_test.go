package feedback_test

import (
	stdcmp "cmp"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/realparts"
)

// polisVotes reads every vote of a conversation held with Polis (The Computational Democracy Project, CC
// BY 4.0): see SOURCES.md beside the data.
func polisVotes(t testing.TB, conversation string) []feedback.Vote {
	t.Helper()
	f, err := os.Open(realparts.Data(t, "feedback", "permissive", "polis-"+conversation+"-votes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	choices := map[string]feedback.Choice{"1": feedback.Agree, "-1": feedback.Disagree, "0": feedback.Pass}
	votes := make([]feedback.Vote, 0, len(lines))
	for _, line := range lines[1:] {
		milli, err := strconv.ParseInt(line[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		on, voter := feedback.ItemID(line[2]).Ref(), feedback.PartyID(line[3])
		votes = append(votes, feedback.Vote{
			ID: feedback.VoteIDFor(on, voter), On: on, Voter: voter, Choice: choices[line[4]], At: time.UnixMilli(milli),
		})
	}
	return votes
}

// polisPolls counts the votes on each statement.
func polisPolls(t testing.TB, votes []feedback.Vote) []feedback.Ranked {
	t.Helper()
	on := map[feedback.Ref][]feedback.Vote{}
	for _, v := range votes {
		on[v.On] = append(on[v.On], v)
	}
	var things []feedback.Ranked
	for of, votes := range on {
		poll, err := feedback.CountVotes(votes, feedback.PollConfig{})
		if err != nil {
			t.Fatal(err)
		}
		things = append(things, feedback.Ranked{Of: of, Tally: poll.Tally})
	}
	return things
}

// topOf returns the statements that go first.
func topOf(things []feedback.Ranked, n int, order func(a, b feedback.Ranked) int) []feedback.Ranked {
	return slices.SortedFunc(slices.Values(things), order)[:n]
}

// byScore orders by a score, the highest first. Equal ones go by their number, as they were written: dozens
// of statements have a single vote and the ratio 1, and which of them go first is up to that.
func byScore(score func(feedback.Tally) float64) func(a, b feedback.Ranked) int {
	number := func(x feedback.Ranked) int {
		n, _ := strconv.Atoi(x.Of.ID)
		return n
	}
	return func(a, b feedback.Ranked) int {
		return stdcmp.Or(stdcmp.Compare(score(b.Tally), score(a.Tally)), stdcmp.Compare(number(a), number(b)))
	}
}

func inBoth(a, b []feedback.Ranked) int {
	n := 0
	for _, x := range a {
		if slices.ContainsFunc(b, func(y feedback.Ranked) bool { return x.Of == y.Of }) {
			n++
		}
	}
	return n
}

func TestPolisReplaysGiveTheReferenceRanking(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		conversation string
		total        feedback.Tally
		top          []string // statement: agree, disagree, lower bound
		lead, ratio  int      // of the ten first, how many are also first by that score
	}{
		{
			"15-per-hour-seattle", feedback.Tally{Agree: 1358, Disagree: 922, Pass: 592},
			[]string{"45: 54,12 .708548", "11: 77,22 .686385", "12: 82,28 .656726", "1: 65,24 .630034", "4: 60,25 .601815"},
			10, 0,
		},
		{
			"scoop-hivemind.biodiversity", feedback.Tally{Agree: 19229, Disagree: 5472, Pass: 5018},
			[]string{"81: 286,3 .969930", "141: 179,2 .960613", "23: 312,6 .959454", "24: 292,6 .956777", "45: 304,7 .954277"},
			6, 0,
		},
		{
			"scoop-hivemind.affordable-housing", feedback.Tally{Agree: 8041, Disagree: 4549, Pass: 2405},
			[]string{"105: 87,0 .957712", "119: 67,0 .945774", "109: 86,1 .937728", "104: 93,2 .926459", "61: 134,5 .918560"},
			3, 0,
		},
	} {
		t.Run(c.conversation, func(t *testing.T) {
			t.Parallel()
			things := polisPolls(t, polisVotes(t, c.conversation))
			var total feedback.Tally
			for _, x := range things {
				total.Agree += x.Agree
				total.Disagree += x.Disagree
				total.Pass += x.Pass
			}
			if total != c.total {
				t.Errorf("total: got %+v, want %+v", total, c.total)
			}
			var first []string
			for _, x := range topOf(things, 5, feedback.ByWilson) {
				millionths := math.Round(x.Wilson() * 1e6)
				first = append(first, fmt.Sprintf("%s: %d,%d .%06.0f", x.Of.ID, x.Agree, x.Disagree, millionths))
			}
			if diff := cmp.Diff(c.top, first); diff != "" {
				t.Errorf("the five first (-want +got):\n%s", diff)
			}
			lead := byScore(func(y feedback.Tally) float64 { return float64(y.Agree - y.Disagree) })
			ratio := byScore(func(y feedback.Tally) float64 { return float64(y.Agree) / max(1, float64(y.Agree+y.Disagree)) })
			ten := topOf(things, 10, feedback.ByWilson)
			if got := inBoth(ten, topOf(things, 10, lead)); got != c.lead {
				t.Errorf("shared with agree minus disagree: got %d of ten, want %d", got, c.lead)
			}
			if got := inBoth(ten, topOf(things, 10, ratio)); got != c.ratio {
				t.Errorf("shared with the ratio: got %d of ten, want %d", got, c.ratio)
			}
		})
	}
}

func TestPolisReplayedTwiceAndBackwardsIsTheSame(t *testing.T) {
	t.Parallel()
	votes := polisVotes(t, "15-per-hour-seattle")
	once, err := feedback.CountVotes(votes, feedback.PollConfig{})
	if err != nil {
		t.Fatal(err)
	}
	again := slices.Concat(votes, votes)
	slices.Reverse(again)
	twice, err := feedback.CountVotes(again, feedback.PollConfig{})
	if diff := cmp.Diff(once, twice); diff != "" || err != nil {
		t.Errorf("got error %v, want the same poll (-want +got):\n%s", err, diff)
	}
	if got := once.Total(); got != 339 {
		t.Errorf("people over all statements: got %d, want 339", got)
	}
}
