package feedback_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/kithcrm/kith/feedback"
)

func (h *hall) follow(t fataler, who feedback.PartyID, about ...feedback.Ref) {
	t.Helper()
	for _, r := range about {
		if err := h.For(h.viewer(who)).Follow(t.Context(), r); err != nil {
			t.Fatalf("follow %s: got error %v", r.Noun, err)
		}
	}
}

func (h *hall) followers(t fataler, about feedback.Ref) []feedback.PartyID {
	t.Helper()
	people, err := h.staff().Followers(t.Context(), about)
	if err != nil {
		t.Fatalf("followers: got error %v", err)
	}
	return partiesIn(people)
}

func TestFollowTwiceIsFollowOnce(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	one := feedback.ItemID("one").Ref()
	h.follow(t, "kim", one, one)
	h.merged["kim"] = "lou"
	h.follow(t, "lou", one, hallChange)
	if got := h.followers(t, one); !slices.Equal(got, []feedback.PartyID{"lou"}) {
		t.Errorf("got %q, want lou once", got)
	}
	refs, err := h.as("lou").Following(t.Context())
	if err != nil || !slices.Equal(refs, []feedback.Ref{hallChange, one}) {
		t.Errorf("got %v and error %v, want both", refs, err)
	}
	for range 2 {
		if err := h.as("lou").Unfollow(t.Context(), one); err != nil {
			t.Fatalf("unfollow: got error %v", err)
		}
	}
	if got := h.followers(t, one); len(got) != 0 {
		t.Errorf("got %q, want nobody: what kim asked for lou took back", got)
	}
	h.follow(t, "lou", one)
	if got := h.followers(t, one); len(got) != 1 {
		t.Errorf("again: got %q, want lou", got)
	}
}

func TestAnythingCanBeFollowedThatIsSeen(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	h.follow(t, "kim", feedback.KindRef(feedback.Complaint), feedback.SegmentRef("vip"), feedback.PartyID("waiter").Ref(),
		feedback.Ref{Noun: "tie", ID: "7"}, feedback.ThemeID("hours").Ref())
	for _, r := range []feedback.Ref{feedback.ItemID("two").Ref(), feedback.ItemID("none").Ref(), feedback.ThemeID("none").Ref(), feedback.ChangeID("none").Ref()} {
		if err := h.as("kim").Follow(t.Context(), r); !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("%s: got error %v, want one matching ErrNotFound", r, err)
		}
	}
	mustBreak(t, h.as("kim").Follow(t.Context(), feedback.Ref{}), "About.Noun")
	mustBreak(t, h.as("").Follow(t.Context(), hallChange), "Viewer")
	if _, err := h.as("kim").Followers(t.Context(), hallChange); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("followers for a customer: got error %v, want one matching ErrNotFound", err)
	}
}

func TestWhatWasHiddenIsNoLongerAmongWhatOneFollows(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	refs, err := h.as("hal").Following(t.Context())
	if err != nil || len(refs) != 0 {
		t.Errorf("got %v and error %v, want nothing: the item is hidden", refs, err)
	}
	if err := h.as("hal").Unfollow(t.Context(), feedback.ItemID("two").Ref()); err != nil {
		t.Errorf("unfollow: got error %v", err)
	}
	if got := h.followers(t, feedback.ItemID("two").Ref()); !slices.Equal(got, []feedback.PartyID{"boss"}) {
		t.Errorf("got %q, want boss", got)
	}
}

func TestFollowingByManyAtOnceIsOnce(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				h.follow(t, "kim", hallChange)
				if err := h.as("kim").Unfollow(t.Context(), hallChange); err != nil {
					t.Errorf("unfollow: got error %v", err)
				}
			}
		})
	}
	wg.Wait()
	if got := h.followers(t, hallChange); !slices.Equal(got, []feedback.PartyID{"dan"}) {
		t.Errorf("got %q, want dan", got)
	}
}
