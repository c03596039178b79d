package realdb_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/relationship"
)

func openAll(feedback.Ref) bool { return true }

func clerk() feedback.Viewer { return feedback.Viewer{Party: "clerk", MayOpen: openAll} }

// garage returns a café in which one theme has items, and more items speak of something else.
func garage(t *testing.T, store feedback.Store) *feedback.Cafe {
	t.Helper()
	cafe := feedback.New(store, feedback.Config{Now: func() time.Time { return noon }})
	staff := cafe.For(clerk())
	_, err := staff.PutTheme(t.Context(), feedback.Theme{ID: "power", Name: "power"})
	ok(t, err)
	for i, text := range []string{
		"The battery drains overnight", "Battery life is short", "The battery is empty by noon",
		"Delivery was late", "My delivery came late", "A late delivery again", "Your delivery is always late",
	} {
		it, err := cafe.For(feedback.Viewer{Party: feedback.PartyID(fmt.Sprint("a", i))}).Leave(t.Context(), feedback.Item{
			ID: feedback.ItemID(fmt.Sprint("i", i)), Kind: feedback.Complaint, Text: text,
		})
		ok(t, err)
		if i < 3 {
			_, err := staff.PutLink(t.Context(), feedback.Link{From: it.ID.Ref(), To: feedback.ThemeID("power").Ref()})
			ok(t, err)
		}
	}
	return cafe
}

func sorterOf(t *testing.T, cafe *feedback.Cafe) *themes.Sorter {
	t.Helper()
	s, err := themes.Open(t.Context(), cafe, clerk(), themes.SorterConfig{})
	ok(t, err)
	return s
}

func TestSuggestionsWaitInTheStoreAndWhatWasDismissedStaysDismissed(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		cafe := garage(t, d.cafe(t, "sorted"))
		sorter := sorterOf(t, cafe)
		_, err := cafe.For(feedback.Viewer{Party: "ann"}).Leave(t.Context(), feedback.Item{
			ID: "new", Kind: feedback.Complaint, Text: "Please make the battery last.",
		})
		ok(t, err)
		_, err = sorter.Suggest(t.Context())
		ok(t, err)
		_, err = sorter.Propose(t.Context())
		ok(t, err)

		// Another program finds them.
		cafe = feedback.New(d.cafe(t, "sorted"), feedback.Config{Now: func() time.Time { return noon.Add(time.Hour) }})
		staff := cafe.For(clerk())
		waiting, err := relationship.Collect(staff.PendingLinks(t.Context(), feedback.LinkQuery{From: []feedback.Ref{feedback.ItemID("new").Ref()}}))
		ok(t, err)
		if len(waiting) != 1 || waiting[0].To.ID != "power" || !strings.HasPrefix(waiting[0].Why, "also said by 3 others: ") || !waiting[0].At.Equal(noon) {
			t.Fatalf("got %+v", waiting)
		}
		proposed, err := relationship.Collect(staff.PendingThemes(t.Context(), feedback.ThemeQuery{}))
		ok(t, err)
		if len(proposed) != 1 || !proposed[0].At.Equal(noon) || proposed[0].Score.Value <= 0 {
			t.Fatalf("got %+v", proposed)
		}
		it, err := staff.Item(t.Context(), "new")
		ok(t, err)
		if len(it.Guesses) == 0 || it.Guesses[0].Kind != feedback.Idea || it.Kind != feedback.Complaint {
			t.Errorf("got %+v, want a complaint that seems to be an idea", it)
		}
		_, err = staff.JudgeLink(t.Context(), waiting[0].ID, feedback.Dismissed)
		ok(t, err)
		_, err = staff.JudgeTheme(t.Context(), proposed[0].ID, feedback.Stands)
		ok(t, err)
		under, err := relationship.Collect(staff.ItemsUnder(t.Context(), proposed[0].ID))
		ok(t, err)
		if len(under) != 4 {
			t.Errorf("got %d items under the accepted theme, want 4", len(under))
		}
		for _, s := range []*themes.Sorter{sorter, sorterOf(t, cafe)} {
			again, err := s.Suggest(t.Context())
			ok(t, err)
			more, err := s.Propose(t.Context())
			ok(t, err)
			if len(again.Links)+len(more.Links)+len(more.Themes) > 0 {
				t.Errorf("suggested again: %+v, %+v", again.Links, more)
			}
		}
		_, err = cafe.Erase(t.Context(), "a0")
		ok(t, err)
		if did, err := sorter.Refresh(t.Context()); err != nil || !did.Anew || did.Gone != 1 {
			t.Errorf("after an erasure: got %+v, error %v", did, err)
		}
		n, err := staff.Expire(t.Context(), noon.Add(2*time.Hour))
		if err != nil || n != 0 {
			t.Errorf("got %d expired, error %v, want none to be left", n, err)
		}
	})
}

func TestWorkersThatSuggestAtOnceDoNoHarm(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		programs := many(t, d, 2)
		cafe := garage(t, d.cafe(t, "workers"))
		for i := range 10 {
			_, err := cafe.For(feedback.Viewer{Party: "ann"}).Leave(t.Context(), feedback.Item{
				Kind: feedback.Complaint, Text: fmt.Sprint("the battery drains, says ", i),
			})
			ok(t, err)
		}
		var all sync.WaitGroup
		var mu sync.Mutex
		var links []feedback.LinkID
		var named []feedback.ThemeID
		for i := range 4 {
			s := sorterOf(t, feedback.New(programs[i%2].cafe(t, "workers"), feedback.Config{}))
			all.Go(func() {
				got, err := s.Suggest(t.Context())
				more, err2 := s.Propose(t.Context())
				if err := errors.Join(err, err2); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, l := range slices.Concat(got.Links, more.Links) {
					links = append(links, l.ID)
				}
				for _, th := range more.Themes {
					named = append(named, th.ID)
				}
			})
		}
		all.Wait()
		slices.Sort(links)
		if len(links) != 14 || len(slices.Compact(links)) != 14 || len(named) != 1 {
			t.Errorf("got %d links and %d themes, want 14 and 1, each new once", len(links), len(named))
		}
	})
}
