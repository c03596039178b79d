package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

func TestWhoSeesAnItem(t *testing.T) {
	t.Parallel()
	h := newHouse(mergedInto("ann", "anna"))
	private, shared, hidden := h.left(t, "ann", feedback.Idea, "a"), h.shared(t, "ann", feedback.Idea, "b"), h.shared(t, "ann", feedback.Idea, "c")
	having[feedback.Item](t)(h.staff().Hide(t.Context(), hidden.ID, "why"))
	all := []feedback.ItemID{private.ID, shared.ID, hidden.ID}
	only := func(ids ...feedback.ItemID) func(feedback.Ref) bool {
		return func(r feedback.Ref) bool { return slices.Contains(ids, feedback.ItemID(r.ID)) }
	}
	for _, tt := range []struct {
		name   string
		viewer feedback.Viewer
		want   []feedback.ItemID
		author feedback.PartyID
	}{
		{"a passer-by", feedback.Viewer{}, all[1:2], ""},
		{"somebody", feedback.Viewer{Party: "bob"}, all[1:2], ""},
		{"the author", feedback.Viewer{Party: "ann"}, all, "ann"},
		{"the author under another ID", feedback.Viewer{Party: "anna"}, all, "ann"},
		{"staff of one item", feedback.Viewer{Party: "clerk", MayOpen: only(hidden.ID)}, all[1:], ""},
		{"staff that knows the author", feedback.Viewer{MayOpen: func(feedback.Ref) bool { return true }}, all, "ann"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			visit := h.For(tt.viewer)
			got, err := relationship.Collect(visit.Items(t.Context(), feedback.ItemQuery{}))
			allWell(t, err)
			ids := idsOf(got, func(it feedback.Item) feedback.ItemID { return it.ID })
			if want := slices.Sorted(slices.Values(tt.want)); !slices.Equal(ids, want) {
				t.Fatalf("got %q, want %q", ids, want)
			}
			for _, it := range got {
				if it.Author != tt.author {
					t.Errorf("got author %q, want %q", it.Author, tt.author)
				}
			}
			for _, id := range all {
				_, err := visit.Item(t.Context(), id)
				_, ofThread := visit.Thread(t.Context(), id)
				if want := slices.Contains(tt.want, id); (err == nil) != want || (ofThread == nil) != want {
					t.Errorf("got errors %v and %v, want it seen %v", err, ofThread, want)
				}
			}
			one, err := relationship.Collect(visit.Items(t.Context(), feedback.ItemQuery{Limit: 1}))
			allWell(t, err)
			if len(one) != 1 || one[0].ID != ids[0] {
				t.Errorf("limit 1: got %v, want the first that is seen", one)
			}
			byAnn, err := relationship.Collect(visit.Items(t.Context(), feedback.ItemQuery{Authors: []feedback.PartyID{"ann"}}))
			allWell(t, err)
			if want := len(ids); tt.author == "" && len(byAnn) > 0 || tt.author != "" && len(byAnn) != want {
				t.Errorf("by ann: got %d items", len(byAnn))
			}
		})
	}
}

func TestWhatWasHiddenSinceIsNotKnownFromBefore(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "names a person")
	log := wholeLog(t, h.store)
	q := feedback.ItemQuery{Known: log[len(log)-1].Seq}
	count := func(v *feedback.Visit) int {
		got, err := relationship.Collect(v.Items(t.Context(), q))
		allWell(t, err)
		return len(got)
	}
	if got := count(h.as("bob")); got != 1 {
		t.Fatalf("before it was hidden: got %d items, want 1", got)
	}
	having[feedback.Item](t)(h.staff().Hide(t.Context(), it.ID, "why"))
	for by, want := range map[feedback.PartyID]int{"bob": 0, "": 0, "ann": 1} {
		if got := count(h.as(by)); got != want {
			t.Errorf("%q: got %d items, want %d", by, got, want)
		}
	}
	if got := count(h.staff()); got != 1 {
		t.Errorf("staff: got %d items, want 1", got)
	}
}

func TestThreadShowsEachTheirPart(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it := h.shared(t, "ann", feedback.Idea, "a coat hook")
	at := h.Now()
	entry := func(id feedback.EntryID, by feedback.PartyID, kind feedback.EntryKind, seen feedback.Seen) feedback.Entry {
		e := entryOf(id, it.ID.Ref(), by, kind, at)
		e.Seen = seen
		return e
	}
	h.written(t, feedback.Batch{
		Entries: []feedback.Entry{
			entry("to-all", "staff", feedback.Reply, feedback.ByAll), entry("to-ann", "staff", feedback.Reply, feedback.ByAuthor),
			entry("note", "staff", feedback.Reply, feedback.ByStaff), entry("from-bob", "bob", feedback.Reply, feedback.ByAuthor),
			entry("carl-follows", "carl", feedback.Follows, feedback.ByAll), entry("guard", "", feedback.Guard, feedback.ByAll),
		},
		Themes: []feedback.Theme{{ID: "open", Name: "doors", Shown: feedback.Shared}, {ID: "closed", Name: "thieves"}},
		Links: []feedback.Link{
			{ID: "1", From: it.ID.Ref(), To: feedback.ThemeID("open").Ref(), At: at, By: "staff", Why: "doors"},
			{ID: "2", From: it.ID.Ref(), To: feedback.ThemeID("closed").Ref(), At: at},
			{ID: "3", From: it.ID.Ref(), To: feedback.ThemeID("open").Ref(), Point: 1, At: at, Standing: feedback.Suggested},
			{ID: "4", From: it.ID.Ref(), To: party("eve"), At: at},
			{ID: "5", From: it.ID.Ref(), To: feedback.Ref{Noun: "product", ID: "door"}, At: at},
			{ID: "6", From: it.ID.Ref(), To: feedback.ItemID("gone").Ref(), At: at},
			{ID: "7", From: it.ID.Ref(), To: feedback.ChangeID("gone").Ref(), At: at},
		},
	})
	for _, tt := range []struct {
		by      feedback.PartyID
		entries []feedback.EntryID
		links   []feedback.LinkID
	}{
		{"", []feedback.EntryID{"to-all"}, []feedback.LinkID{"1", "5"}},
		{"carl", []feedback.EntryID{"carl-follows", "to-all"}, []feedback.LinkID{"1", "5"}},
		{"bob", []feedback.EntryID{"from-bob", "to-all"}, []feedback.LinkID{"1", "5"}},
		{"ann", []feedback.EntryID{"from-bob", "to-all", "to-ann"}, []feedback.LinkID{"1", "4", "5"}},
		{"staff", []feedback.EntryID{"carl-follows", "from-bob", "note", "to-all", "to-ann"}, []feedback.LinkID{"1", "2", "3", "4", "5", "6", "7"}},
	} {
		visit := h.as(tt.by)
		if tt.by == "staff" {
			visit = h.staff()
		}
		got := having[feedback.Thread](t)(visit.Thread(t.Context(), it.ID))
		got.Entries = slices.DeleteFunc(got.Entries, func(e feedback.Entry) bool { return e.Kind == feedback.Approved })
		if ids := idsOf(got.Entries, func(e feedback.Entry) feedback.EntryID { return e.ID }); !slices.Equal(ids, tt.entries) {
			t.Errorf("%q reads %q, want %q", tt.by, ids, tt.entries)
		}
		if ids := idsOf(got.Links, func(l feedback.Link) feedback.LinkID { return l.ID }); !slices.Equal(ids, tt.links) {
			t.Errorf("%q sees links %q, want %q", tt.by, ids, tt.links)
		}
		if staff := tt.by == "staff"; (got.Links[0].By != "") != staff || (got.Links[0].Why != "") != staff {
			t.Errorf("%q sees %+v", tt.by, got.Links[0])
		}
		for _, e := range got.Entries {
			if tt.by == "" && e.By != "" {
				t.Errorf("a passer-by sees that %s is by %s", e.ID, e.By)
			}
		}
	}
}

func TestVisitNeverWritesInTheMemoryOfTheHost(t *testing.T) {
	t.Parallel()
	family := append(make([]feedback.PartyID, 0, 8), "ann", "anna")
	h := newHouse(feedback.Config{Family: func(context.Context, feedback.PartyID) ([]feedback.PartyID, error) { return family, nil }})
	_, code := h.unnamed(t)
	allWell(t, h.as("ann").Join(t.Context(), "here", code))
	having[feedback.Export](t)(h.Export(t.Context(), "ann"))
	if got := family[:3][2]; got != "" {
		t.Errorf("the host's list has %q behind its end", got)
	}
}

// A call is something that a program asks of a café, with whether it writes.
type call func(ctx context.Context, c *feedback.Cafe) error

// calls are what the tests of broken stores and of time run out do, to what furnished makes.
func calls() map[string]call {
	staff := func(c *feedback.Cafe) *feedback.Visit {
		return c.For(feedback.Viewer{Party: "staff", MayOpen: func(feedback.Ref) bool { return true }})
	}
	ann := func(c *feedback.Cafe) *feedback.Visit { return c.For(feedback.Viewer{Party: "ann"}) }
	idea := feedback.Item{ID: "new", Kind: feedback.Idea, Text: "words"}
	return map[string]call{
		"Leave": func(ctx context.Context, c *feedback.Cafe) error {
			return second(ann(c).Leave(ctx, idea, party("eve")))
		},
		"LeaveUnnamed": func(ctx context.Context, c *feedback.Cafe) error {
			_, _, err := ann(c).LeaveUnnamed(ctx, idea)
			return err
		},
		"Similar": func(ctx context.Context, c *feedback.Cafe) error { return second(ann(c).Similar(ctx, idea)) },
		"Approve": func(ctx context.Context, c *feedback.Cafe) error { return second(staff(c).Approve(ctx, "private")) },
		"Hide":    func(ctx context.Context, c *feedback.Cafe) error { return second(staff(c).Hide(ctx, "shared", "why")) },
		"Restore": func(ctx context.Context, c *feedback.Cafe) error {
			return second(staff(c).Restore(ctx, "hidden", "why"))
		},
		"Enter": func(ctx context.Context, c *feedback.Cafe) error { return second(c.Enter(ctx, "here", "right")) },
		"Join":  func(ctx context.Context, c *feedback.Cafe) error { return ann(c).Join(ctx, "here", "right") },
		"Item":  func(ctx context.Context, c *feedback.Cafe) error { return second(ann(c).Item(ctx, "shared")) },
		"Items": func(ctx context.Context, c *feedback.Cafe) error {
			return last(ann(c).Items(ctx, feedback.ItemQuery{Known: 1}))
		},
		"Themes": func(ctx context.Context, c *feedback.Cafe) error {
			return last(ann(c).Themes(ctx, feedback.ThemeQuery{Known: 1}))
		},
		"Changes": func(ctx context.Context, c *feedback.Cafe) error {
			return last(ann(c).Changes(ctx, feedback.ChangeQuery{Known: 1}))
		},
		"Thread":  func(ctx context.Context, c *feedback.Cafe) error { return second(ann(c).Thread(ctx, "shared")) },
		"History": func(ctx context.Context, c *feedback.Cafe) error { return last(staff(c).History(ctx, "shared")) },
		"Feed":    func(ctx context.Context, c *feedback.Cafe) error { return last(c.Feed(ctx, 0)) },
		"Erase":   func(ctx context.Context, c *feedback.Cafe) error { return second(c.Erase(ctx, "ann")) },
		"Export":  func(ctx context.Context, c *feedback.Cafe) error { return second(c.Export(ctx, "ann")) },
	}
}

func second[T any](_ T, err error) error { return err }

func last[T any](seq func(func(T, error) bool)) error {
	_, err := relationship.Collect(seq)
	return err
}

// furnished returns a café with something of everything, the same every time.
func furnished(t fataler) (house, feedback.Config) {
	n := 0
	cfg := feedback.Config{
		NewID:  func() string { n++; return fmt.Sprintf("id-%04d", n) },
		Random: rand.NewChaCha8([32]byte{1}),
		Similar: func(context.Context, feedback.Item) ([]feedback.ItemID, error) {
			return []feedback.ItemID{"shared"}, nil
		},
	}
	h := newHouse(cfg)
	cfg.Now = h.Now
	at := h.Now()
	item := func(id feedback.ItemID, by feedback.PartyID, shown feedback.Shown) feedback.Item {
		return feedback.Item{ID: id, Kind: feedback.Idea, Author: by, Text: "words", At: at, Shown: shown, Loop: feedback.Loop{State: feedback.Heard, Since: at}}
	}
	h.written(t, feedback.Batch{
		Items: []feedback.Item{
			item("private", "ann", feedback.Private), item("shared", "bob", feedback.Shared), item("hidden", "ann", feedback.Hidden),
			item("unnamed", feedback.Pseudonym("right"), feedback.Private),
		},
		Themes:  []feedback.Theme{{ID: "t", Name: "doors", Shown: feedback.Shared}},
		Changes: []feedback.Change{{ID: "c", Text: "doors", State: feedback.Considered, Since: at, Shown: feedback.Shared}},
		Entries: []feedback.Entry{entryOf("e", feedback.ItemID("shared").Ref(), "ann", feedback.Moved, at)},
		Votes:   []feedback.Vote{voteOf(feedback.ItemID("shared").Ref(), "ann", feedback.Agree, at)},
		Links: []feedback.Link{
			{ID: "l1", From: feedback.ItemID("shared").Ref(), To: feedback.ThemeID("t").Ref(), At: at},
			{ID: "l2", From: feedback.ItemID("shared").Ref(), To: feedback.ChangeID("c").Ref(), At: at},
		},
	})
	return h, cfg
}

// Every call, with the first call to the store failing, then the second, until none fails.
func TestFailingStoreLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	for name, do := range calls() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, cfg := furnished(t)
			before := inJSON(t, contentsOf(t, h.store))
			allWell(t, do(t.Context(), feedback.New(h.store, cfg)))
			after := inJSON(t, contentsOf(t, h.store))
			for n := 1; ; n++ {
				h, cfg := furnished(t)
				store, made := burning(h.store, n)
				err := do(t.Context(), feedback.New(store, cfg))
				got := inJSON(t, contentsOf(t, h.store))
				if *made < n {
					if allWell(t, err); got != after || n == 1 {
						t.Fatal("without a failure: got something else than before, or asked nothing")
					}
					return
				}
				if err == nil && got == after {
					continue // what is looked at after a write may be left unseen
				}
				if !errors.Is(err, errFire) {
					t.Fatalf("call %d failed: got error %v, want one matching %v", n, err, errFire)
				}
				if _, ok := errors.AsType[*relationship.OpError](err); !ok {
					t.Errorf("call %d failed: got error %v, which does not say what was being done", n, err)
				}
				if got != before && got != after {
					t.Fatalf("call %d failed: got %s\nwant as before or as after: %s", n, got, after)
				}
			}
		})
	}
}

func TestCancelledCallsDoNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range slices.Sorted(maps.Keys(calls())) {
		h, cfg := furnished(t)
		before := wholeOf(t, h.store)
		if err := calls()[name](ctx, feedback.New(h.store, cfg)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v, want one matching %v", name, err, context.Canceled)
		}
		if wholeOf(t, h.store) != before {
			t.Errorf("%s wrote something", name)
		}
	}
}

// The host's own functions may fail too.
func TestErrorsOfTheHostComeThrough(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(calls())) {
		h, cfg := furnished(t)
		before := wholeOf(t, h.store)
		cfg.Family = func(context.Context, feedback.PartyID) ([]feedback.PartyID, error) { return nil, errFire }
		if err := calls()[name](t.Context(), feedback.New(h.store, cfg)); name != "Enter" && name != "Feed" && !errors.Is(err, errFire) {
			t.Errorf("%s: got error %v, want one matching %v", name, err, errFire)
		} else if _, ok := errors.AsType[*relationship.OpError](err); err != nil && !ok {
			t.Errorf("%s: got error %v, which does not say what was being done", name, err)
		}
		if wholeOf(t, h.store) != before {
			t.Errorf("%s wrote something", name)
		}
	}
}
