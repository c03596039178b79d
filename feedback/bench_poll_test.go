package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// manyVotes makes votes on one thing, one in five by somebody who voted before.
func manyVotes(n int) []feedback.Vote {
	rng := rand.New(rand.NewPCG(7, 42))
	choices := []feedback.Choice{feedback.Agree, feedback.Agree, feedback.Disagree, feedback.Pass}
	votes := make([]feedback.Vote, n)
	for i := range votes {
		voter := feedback.PartyID(fmt.Sprintf("party-%09d", rng.IntN(2*n)))
		votes[i] = feedback.Vote{
			ID: feedback.VoteID(fmt.Sprintf("vote-%09d", i)), On: feedback.ItemID("hook").Ref(), Voter: voter,
			Choice: choices[rng.IntN(len(choices))], At: time.Unix(1700000000+rng.Int64N(1e6), 0).UTC(),
		}
	}
	return votes
}

// pollSizes are numbers of votes.
func pollSizes() []int { return []int{1e2, 1e4, 1e6} }

func BenchmarkCountVotes(b *testing.B) {
	for _, n := range pollSizes() {
		votes := manyVotes(n)
		for _, c := range []struct {
			name string
			cfg  feedback.PollConfig
		}{{"heads", feedback.PollConfig{}}, {"all", allConfig()}} {
			b.Run(fmt.Sprintf("%s/%.0e", c.name, float64(n)), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := feedback.CountVotes(votes, c.cfg); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/vote")
			})
		}
	}
}

// allConfig asks for everything.
func allConfig() feedback.PollConfig {
	return feedback.PollConfig{
		Resolve: func(id feedback.PartyID) feedback.PartyID { return id },
		Worth:   func(id feedback.PartyID) float64 { return float64(id[len(id)-1]) },
		Segment: func(id feedback.PartyID) string { return string(id[len(id)-1:]) },
		Company: func(id feedback.PartyID) feedback.PartyID { return id[:len(id)-2] },
	}
}

func BenchmarkBallotBoxAdd(b *testing.B) {
	for _, n := range pollSizes() {
		votes := manyVotes(n)
		b.Run(fmt.Sprintf("%.0e", float64(n)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var box feedback.BallotBox
				for _, v := range votes {
					if err := box.Add(v); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/vote")
		})
	}
}

func BenchmarkClocks(b *testing.B) {
	week, err := feedback.WorkWeek{}.Hours()
	if err != nil {
		b.Fatal(err)
	}
	asked := week
	asked.After = nil
	item := waitingItem(feedback.Loop{})
	for _, c := range []struct {
		name  string
		hours feedback.Hours
	}{{"plain", feedback.Hours{}}, {"week", week}, {"asked", asked}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := feedback.Clocks(item, feedback.Terms{Hours: c.hours}, sinceMonday(20*days)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
