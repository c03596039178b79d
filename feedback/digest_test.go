package feedback_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"pgregory.net/rapid"
)

// newRoom returns a hall whose host puts ann in the segment vip.
func newRoom() *hall {
	h := newHall()
	h.Cafe = feedback.New(h.store, feedback.Config{
		Now:      h.Now,
		Resolver: func(context.Context) (func(feedback.PartyID) feedback.PartyID, error) { return h.root, nil },
		Viewers: func(context.Context, []feedback.PartyID) (func(feedback.PartyID) feedback.Viewer, error) {
			return h.viewer, nil
		},
		Segments: func(context.Context, []feedback.PartyID) (map[feedback.PartyID][]string, error) {
			return map[feedback.PartyID][]string{"ann": {"vip"}}, nil
		},
	})
	return h
}

func (h *hall) digests(t fataler, after feedback.Seq) feedback.Digests {
	t.Helper()
	d, err := h.Digests(t.Context(), after)
	if err != nil {
		t.Fatalf("digests: got error %v", err)
	}
	return d
}

// lines returns, for each person, what is new.
func lines(d feedback.Digests) map[feedback.PartyID][]string {
	out := map[feedback.PartyID][]string{}
	for _, one := range d.Each {
		for _, n := range one.News {
			line := []string{n.About.String()}
			if n.Entry != "" {
				line = append(line, "(entry)")
			}
			for _, r := range n.Asked {
				line = append(line, r.String())
			}
			out[one.Party] = append(out[one.Party], strings.Join(line, " "))
		}
	}
	return out
}

func TestEachGetsWhatTheyAskedFor(t *testing.T) {
	t.Parallel()
	h := newRoom()
	h.furnish(t)
	h.follow(t, "kim", feedback.KindRef(feedback.Idea), feedback.ThemeID("hours").Ref())
	h.follow(t, "boss", feedback.SegmentRef("vip"))
	h.follow(t, "lou", feedback.SegmentRef("vip"), feedback.KindRef(feedback.Complaint))
	h.follow(t, "ann", feedback.KindRef(feedback.Idea))
	d := h.digests(t, 0)
	want := map[feedback.PartyID][]string{
		"kim":  {"item:one kind:idea theme:hours", "item:three kind:idea"},
		"boss": {"item:one segment:vip"},
		"gus":  {"item:one theme:sunday"},
		"ann":  {"item:three kind:idea"},
	}
	if diff := cmp.Diff(want, lines(d)); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	if !slices.Equal(d.Unrouted, []feedback.ItemID{"two"}) {
		t.Errorf("unrouted: got %q, want the hidden one", d.Unrouted)
	}
	again := h.digests(t, d.Until)
	if len(again.Each)+len(again.Unrouted) != 0 || again.Until != d.Until {
		t.Errorf("again: got %+v, want nothing", again)
	}
}

func TestWhatBecomesVisibleOrLinkedIsNews(t *testing.T) {
	t.Parallel()
	h := newRoom()
	h.furnish(t)
	waiter, one := feedback.PartyID("waiter").Ref(), feedback.ItemID("one").Ref()
	h.follow(t, "kim", feedback.KindRef(feedback.Idea), waiter)
	h.follow(t, "lou", waiter, one)
	until := h.digests(t, 0).Until
	if _, err := h.staff().Restore(t.Context(), "two", "fine"); err != nil {
		t.Fatalf("restore: got error %v", err)
	}
	h.put(t, feedback.Batch{Links: []feedback.Link{h.tie(one, waiter)}})
	if _, err := h.staff().Reply(t.Context(), "one", "thank you all", feedback.ByAll); err != nil {
		t.Fatalf("reply: got error %v", err)
	}
	if _, err := h.staff().Reply(t.Context(), "one", "a word to ann", feedback.ByAuthor); err != nil {
		t.Fatalf("reply: got error %v", err)
	}
	d := h.digests(t, until)
	want := map[feedback.PartyID][]string{
		"kim":  {"item:two kind:idea"},
		"gus":  {"item:two theme:sunday"},
		"lou":  {"item:one party:waiter", "item:one (entry) item:one"},
		"hal":  {"item:two (entry) item:two"},
		"boss": {"item:two (entry) item:two"},
	}
	if diff := cmp.Diff(want, lines(d)); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	if len(d.Unrouted) != 0 {
		t.Errorf("unrouted: got %q, want none: no item is new", d.Unrouted)
	}
}

func TestAnnouncementsReachWhoFollowsTheChange(t *testing.T) {
	t.Parallel()
	h := newRoom()
	h.furnish(t)
	until := h.digests(t, 0).Until
	h.announce(t, hallChange, "done")
	want := map[feedback.PartyID][]string{"dan": {"change:change (entry) change:change"}}
	if diff := cmp.Diff(want, lines(h.digests(t, until))); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

// A plainStore has no log.
type plainStore struct{ feedback.Store }

func TestDigestsTakeAHistorian(t *testing.T) {
	t.Parallel()
	_, err := feedback.New(plainStore{new(feedback.Memory)}, feedback.Config{}).Digests(t.Context(), 0)
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got error %v, want one matching errors.ErrUnsupported", err)
	}
}

func TestNewItemsAreInADigestOrUnroutedAndOnlyOfWhatIsSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScenery(t)
		h := s.hall
		for _, who := range []feedback.PartyID{"d", "boss"} {
			if rapid.Bool().Draw(t, "follows ideas") {
				h.follow(t, who, feedback.KindRef(feedback.Idea))
			}
		}
		d := h.digests(t, 0)
		routed := map[feedback.ItemID]bool{}
		for _, one := range d.Each {
			seen := h.For(h.viewer(one.Party))
			for _, n := range one.News {
				if n.Entry != "" {
					t.Fatalf("got an entry, want items only")
				}
				it, err := seen.Item(t.Context(), feedback.ItemID(n.About.ID))
				if err != nil {
					t.Fatalf("%s is told of an item and cannot read it: %v", one.Party, err)
				}
				if it.Author == one.Party {
					t.Fatalf("%s is told of an item of their own", one.Party)
				}
				routed[it.ID] = true
			}
		}
		for _, id := range d.Unrouted {
			if routed[id] {
				t.Fatalf("item %s is unrouted and in a digest", id)
			}
			routed[id] = true
		}
		if got := slices.Sorted(maps.Keys(routed)); !slices.Equal(got, []feedback.ItemID{"1", "2", "3"}) {
			t.Fatalf("got %q, want every item once", got)
		}
	})
}

func TestDigestsStepByStepTellNothingTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newRoom()
		h.furnish(t)
		h.follow(t, "kim", feedback.KindRef(feedback.Idea), feedback.ThemeID("hours").Ref())
		told, until := map[string]int{}, feedback.Seq(0)
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			id := rapid.SampledFrom([]feedback.ItemID{"one", "two", "three"}).Draw(t, "item")
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				_, _ = h.staff().Reply(t.Context(), id, "hello", feedback.ByAuthor)
			case 1:
				_, _ = h.staff().Restore(t.Context(), id, "fine")
			case 2:
				_, _ = h.staff().Progress(t.Context(), id, 10, "a little")
			}
			d := h.digests(t, until)
			until = d.Until
			for _, line := range lines(d)["kim"] {
				told[line]++
			}
		}
		for line, n := range told {
			if n > 1 {
				t.Fatalf("%s: told %d times", line, n)
			}
		}
	})
}
