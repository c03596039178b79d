package feedback_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// crowd fills a café with a change for which so many people are told: a fifth left an item under one of
// ten themes, seven tenths voted on one of these items, a tenth follow a theme.
func crowd(b *testing.B, people int) (*feedback.Cafe, feedback.Ref) {
	b.Helper()
	store, at := new(feedback.Memory), time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	write := func(batch feedback.Batch) {
		batch.At = at
		if _, err := store.Write(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	var all feedback.Batch
	link := func(from, to feedback.Ref) {
		all.Links = append(all.Links, feedback.Link{ID: feedback.LinkIDFor(from, 0, to), From: from, To: to, At: at})
	}
	change := feedback.ChangeID("change").Ref()
	all.Changes = []feedback.Change{{
		ID: "change", Text: "longer hours", State: feedback.Considered, Since: at, Shown: feedback.Shared,
	}}
	theme := func(i int) feedback.Ref { return feedback.ThemeID(fmt.Sprint("theme", i%10)).Ref() }
	item := func(i int) feedback.Ref { return feedback.ItemID(fmt.Sprintf("item-%032d", i)).Ref() }
	for i := range 10 {
		all.Themes = append(all.Themes, feedback.Theme{ID: feedback.ThemeID(theme(i).ID), Name: "hours", Shown: feedback.Shared})
		link(theme(i), change)
	}
	for i := range people {
		who := feedback.PartyID("party-" + strconv.Itoa(i*7919%people))
		switch {
		case i < people/5:
			all.Items = append(all.Items, feedback.Item{
				ID: feedback.ItemID(item(i).ID), Kind: feedback.Idea, Author: who, Text: "open on Sundays", At: at,
				Shown: feedback.Shared, Loop: feedback.Loop{State: feedback.Heard, Since: at},
			})
			link(item(i), theme(i))
		case i < people/10*9:
			on := item(i % (people / 5))
			all.Votes = append(all.Votes, feedback.Vote{ID: feedback.VoteIDFor(on, who), On: on, Voter: who, Choice: feedback.Agree, At: at})
		default:
			all.Entries = append(all.Entries, feedback.Entry{
				ID: feedback.EntryID("follow" + who), About: theme(i), By: who, Kind: feedback.Follows, At: at,
			})
		}
	}
	write(all)
	return feedback.New(store, feedback.Config{}), change
}

func BenchmarkAudience(b *testing.B) {
	for _, people := range []int{100, 10_000, 100_000} {
		b.Run(strconv.Itoa(people), func(b *testing.B) {
			cafe, change := crowd(b, people)
			staff := cafe.For(feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }})
			b.ReportAllocs()
			for b.Loop() {
				a, err := staff.Audience(b.Context(), change)
				if err != nil || len(a.People) != people {
					b.Fatalf("got %d people and error %v, want %d", len(a.People), err, people)
				}
			}
		})
	}
}
