package feedback_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

const lease = time.Minute

func (h *hall) claim(t fataler, limit int) []feedback.Notice {
	t.Helper()
	list, err := h.Claim(t.Context(), limit, lease)
	if err != nil {
		t.Fatalf("claim: got error %v", err)
	}
	return list
}

// waiting returns a hall where something was announced to five people.
func waiting(t fataler) (*hall, feedback.Announcement) {
	t.Helper()
	h := newHall()
	h.furnish(t)
	return h, h.announce(t, hallChange, "done")
}

func TestClaimedNoticeIsNobodyElsesUntilTheLeaseRunsOut(t *testing.T) {
	t.Parallel()
	h, a := waiting(t)
	mine := h.claim(t, 3)
	if len(mine) != 3 || mine[0].State != feedback.Claimed || mine[0].Tries != 1 || !mine[0].Until.Equal(h.Now().Add(lease)) {
		t.Fatalf("got %+v, want 3 claimed", mine)
	}
	if tell, err := h.EntriesOf(t.Context(), mine...); err != nil || tell[a.Entry.ID].Text != "news of done" || tell[a.Entry.ID].By != "" {
		t.Errorf("got %+v and error %v, want what was announced", tell, err)
	}
	if rest := h.claim(t, 10); len(rest) != 2 {
		t.Errorf("got %d more, want 2", len(rest))
	}
	h.advance(lease - 1)
	if early := h.claim(t, 10); len(early) != 0 {
		t.Errorf("got %d before the lease ran out, want none", len(early))
	}
	h.advance(1)
	if again := h.claim(t, 10); len(again) != 5 || again[0].Tries != 2 {
		t.Errorf("got %+v after the lease ran out, want all 5 for the second time", again)
	}
	if err := h.Confirm(t.Context(), mine...); !errors.Is(err, feedback.ErrStale) {
		t.Errorf("lost claim: got error %v, want one matching ErrStale", err)
	}
}

func TestConfirmedIsSent(t *testing.T) {
	t.Parallel()
	h, a := waiting(t)
	mine := h.claim(t, 5)
	h.advance(2 * lease) // nobody else took them
	for range 2 {
		if err := h.Confirm(t.Context(), mine...); err != nil {
			t.Fatalf("confirm: got error %v", err)
		}
	}
	h.advance(2 * lease)
	if more := h.claim(t, 5); len(more) != 0 {
		t.Errorf("got %d more, want none", len(more))
	}
	for _, n := range h.noticesOf(t, a.Entry.ID) {
		if n.State != feedback.Sent || !n.Until.IsZero() {
			t.Errorf("got %+v, want it sent", n)
		}
	}
	if err := h.Confirm(t.Context()); err != nil {
		t.Errorf("confirming nothing: got error %v", err)
	}
	if err := h.GiveBack(t.Context(), mine[0]); !errors.Is(err, feedback.ErrStale) {
		t.Errorf("giving back what was sent: got error %v, want one matching ErrStale", err)
	}
}

func TestOneLostClaimDoesNotKeepTheOthersFromBeingConfirmed(t *testing.T) {
	t.Parallel()
	h, a := waiting(t)
	mine := h.claim(t, 5)
	h.advance(lease)
	theirs := h.claim(t, 1)
	gone := mine[4].To
	if _, err := h.store.Write(t.Context(), feedback.Batch{At: h.Now(), Erase: []feedback.PartyID{gone}}); err != nil {
		t.Fatalf("erase: got error %v", err)
	}
	err := h.Confirm(t.Context(), mine...)
	op, _ := errors.AsType[*relationship.OpError](err)
	if !errors.Is(err, feedback.ErrStale) || op.ID != string(theirs[0].ID) {
		t.Errorf("got error %v, want one matching ErrStale that names the lost one", err)
	}
	if err := h.Confirm(t.Context(), mine[1:]...); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("got error %v, want one matching ErrNotFound for the erased one", err)
	}
	states := map[feedback.NoticeState]int{}
	for _, n := range h.noticesOf(t, a.Entry.ID) {
		states[n.State]++
	}
	if want := map[feedback.NoticeState]int{feedback.Claimed: 1, feedback.Sent: 3}; !maps.Equal(states, want) {
		t.Errorf("got %v, want %v", states, want)
	}
}

func TestGivenBackLetsOthersGoFirst(t *testing.T) {
	t.Parallel()
	h, _ := waiting(t)
	if err := h.GiveBack(t.Context(), h.claim(t, 2)...); err != nil {
		t.Fatalf("give back: got error %v", err)
	}
	others := h.claim(t, 5)
	if len(others) != 3 || others[0].Tries != 1 {
		t.Errorf("got %+v, want the 3 others", others)
	}
	if err := h.Confirm(t.Context(), others...); err != nil {
		t.Fatal(err)
	}
	for tries, rest := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute} {
		h.advance(rest - time.Second)
		if early := h.claim(t, 5); len(early) > 0 {
			t.Errorf("after %v: got %+v, want none yet", rest-time.Second, early)
		}
		h.advance(time.Second)
		again := h.claim(t, 5)
		if len(again) != 2 || again[0].Tries != tries+2 {
			t.Errorf("after %v: got %+v, want both again", rest, again)
		}
		if err := h.GiveBack(t.Context(), again...); err != nil {
			t.Fatalf("give back: got error %v", err)
		}
	}
}

func TestWhatWasGivenBackTwiceIsClaimedAfterARest(t *testing.T) {
	t.Parallel()
	h, _ := waiting(t)
	if err := h.GiveBack(t.Context(), h.claim(t, 5)...); err != nil {
		t.Fatalf("give back: got error %v", err)
	}
	h.advance(time.Minute)
	if again := h.claim(t, 5); len(again) != 5 || again[0].Tries != 2 {
		t.Errorf("got %+v, want all 5 for the second time", again)
	}
}

func TestNoticeOfWhatIsGoneIsDropped(t *testing.T) {
	t.Parallel()
	h, a := waiting(t)
	h.put(t, feedback.Batch{Void: []feedback.Voided{{Ref: a.Entry.ID.Ref(), Rev: a.Entry.Rev}}})
	if got := h.claim(t, 5); len(got) != 0 {
		t.Errorf("got %d, want none", len(got))
	}
	left, err := h.store.Notices(t.Context(), feedback.NoticeQuery{})
	if err != nil || len(left.Records) != 0 {
		t.Errorf("got %d notices and error %v, want none left", len(left.Records), err)
	}
}

func TestNoticeOfWhatWasHiddenWaits(t *testing.T) {
	t.Parallel()
	h, _ := waiting(t)
	if _, err := h.staff().Hide(t.Context(), "one", "rude"); err != nil {
		t.Fatalf("hide: got error %v", err)
	}
	got := map[feedback.PartyID]feedback.Notice{}
	for _, n := range h.claim(t, 5) {
		got[n.To] = n
	}
	if want := []feedback.PartyID{"ann", "bob", "boss", "dan", "gus"}; !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
		t.Fatalf("got %v, want %v", slices.Sorted(maps.Keys(got)), want)
	}
	if dan := got["dan"]; dan.Item != "" || len(dan.Why) != 1 || dan.Why[0].Of != hallChange {
		t.Errorf("got %+v, want dan told of the change only", dan)
	}
	h.announce(t, feedback.ItemID("three").Ref(), "read")
	if _, err := h.staff().Hide(t.Context(), "three", "rude"); err != nil {
		t.Fatalf("hide: got error %v", err)
	}
	if now := h.claim(t, 5); len(now) != 1 || now[0].To != "cyd" {
		t.Errorf("got %+v, want the author alone told of a hidden item", now)
	}
	if _, err := h.staff().Restore(t.Context(), "three", "not so rude"); err != nil {
		t.Fatalf("restore: got error %v", err)
	}
	if now := h.claim(t, 5); len(now) != 1 || now[0].To != "fay" || now[0].Item != "three" {
		t.Errorf("got %+v, want the voter told after it was restored", now)
	}
}

func TestWhoOptsOutMeanwhileGetsNothing(t *testing.T) {
	t.Parallel()
	h, a := waiting(t)
	h.out["dan"] = true
	for _, n := range h.claim(t, 10) {
		if n.To == "dan" {
			t.Error("got a notice to who has opted out")
		}
	}
	if n := h.noticesOf(t, a.Entry.ID)["dan"]; n.State != feedback.Withheld {
		t.Errorf("got %+v, want it withheld", n)
	}
}

func TestPeopleMergedSinceAreToldOnce(t *testing.T) {
	t.Parallel()
	h, _ := waiting(t)
	h.merged["dan"], h.merged["gus"], h.merged["bob"] = "ann", "zed", "zed"
	var to []feedback.PartyID
	for range 3 {
		for _, n := range h.claim(t, 2) {
			to = append(to, h.root(n.To))
		}
	}
	slices.Sort(to)
	if want := []feedback.PartyID{"ann", "boss", "zed"}; !slices.Equal(to, want) {
		t.Errorf("got %q, want %q", to, want)
	}
}

func TestPseudonymReadsItsNoticesWhenItComesBack(t *testing.T) {
	t.Parallel()
	h := newHall()
	it, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "cold soup"})
	if err != nil {
		t.Fatalf("leave: got error %v", err)
	}
	h.announce(t, it.ID.Ref(), "done")
	back, err := h.Enter(t.Context(), "somewhere", code)
	if err != nil {
		t.Fatalf("enter: got error %v", err)
	}
	told, err := relationship.Collect(h.For(back).Notices(t.Context()))
	if err != nil || len(told) != 1 || told[0].Entry.Text != "news of done" || told[0].Notice.Item != it.ID || told[0].Entry.Told != 0 {
		t.Errorf("got %+v and error %v, want what was announced", told, err)
	}
	none, err := relationship.Collect(h.For(feedback.Viewer{}).Notices(t.Context()))
	if err != nil || len(none) != 0 {
		t.Errorf("passer-by: got %+v and error %v, want nothing", none, err)
	}
}

func TestClaimIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall()
	_, err := h.Claim(t.Context(), 0, lease)
	mustBreak(t, err, "limit")
	_, err = h.Claim(t.Context(), 1, 0)
	mustBreak(t, err, "lease")
}

// workers deliver what they claim, and die at any moment.
type workers struct {
	*hall
	held      [3][]feedback.Notice
	holder    map[feedback.NoticeID]feedback.Notice // the last claim
	delivered map[feedback.NoticeID]int
	spoilt    map[feedback.NoticeID]int // delivered by who died before confirming, or held it too long
	confirmed map[feedback.NoticeID]int
	steps     int
}

func (w *workers) take(t *rapid.T, who, limit int) {
	for _, n := range w.claim(t, limit) {
		if w.confirmed[n.ID] > 0 {
			t.Fatalf("a notice was claimed after it was sent")
		}
		if before, found := w.holder[n.ID]; found && w.Now().Before(before.Until) {
			t.Fatalf("a notice was claimed by two workers")
		}
		w.holder[n.ID] = n
		w.held[who] = append(w.held[who], n)
	}
}

// send delivers what a worker holds, as long as it keeps to its lease, and confirms that unless it dies.
func (w *workers) send(t *rapid.T, who int, dies bool) {
	for _, n := range w.held[who] {
		switch alive := w.Now().Before(n.Until); {
		case alive && dies:
			w.spoilt[n.ID]++
		case alive:
			w.delivered[n.ID]++
			if err := w.Confirm(t.Context(), n); err != nil {
				t.Fatalf("confirm within the lease: got error %v", err)
			}
			w.confirmed[n.ID]++
		case w.holder[n.ID].Tries > n.Tries:
			if err := w.Confirm(t.Context(), n); !errors.Is(err, feedback.ErrStale) {
				t.Fatalf("confirm a lost claim: got error %v, want one matching ErrStale", err)
			}
		}
	}
	w.held[who] = nil
}

func (w *workers) giveBack(t *rapid.T, who int) {
	for _, n := range w.held[who] {
		if w.holder[n.ID].Tries == n.Tries {
			if err := w.GiveBack(t.Context(), n); err != nil {
				t.Fatalf("give back: got error %v", err)
			}
			delete(w.holder, n.ID)
		}
	}
	w.held[who] = nil
}

func TestNothingIsSentTwiceOrMissedWhoeverDiesWhen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &workers{
			hall: newHall(), holder: map[feedback.NoticeID]feedback.Notice{}, delivered: map[feedback.NoticeID]int{},
			spoilt: map[feedback.NoticeID]int{}, confirmed: map[feedback.NoticeID]int{},
		}
		w.furnish(t)
		w.out["gus"] = true
		who := rapid.IntRange(0, len(w.held)-1)
		t.Repeat(map[string]func(*rapid.T){
			"announce": func(t *rapid.T) { w.announce(t, hallChange, string(rune('a'+w.steps))); w.steps++ },
			"claim":    func(t *rapid.T) { w.take(t, who.Draw(t, "who"), rapid.IntRange(1, 7).Draw(t, "limit")) },
			"send":     func(t *rapid.T) { w.send(t, who.Draw(t, "who"), rapid.Bool().Draw(t, "dies")) },
			"die":      func(t *rapid.T) { w.held[who.Draw(t, "who")] = nil },
			"give up":  func(t *rapid.T) { w.giveBack(t, who.Draw(t, "who")) },
			"wait":     func(t *rapid.T) { w.advance(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second) },
		})
		w.advance(24 * time.Hour) // after which all leases have run out, and all rests are over
		w.held = [3][]feedback.Notice{}
		w.take(t, 0, 10_000)
		w.send(t, 0, false)
		if want := 4 * w.steps; len(w.confirmed) != want {
			t.Fatalf("got %d notices sent, want %d", len(w.confirmed), want)
		}
		for id, n := range w.delivered {
			if n != 1 || w.confirmed[id] != 1 {
				t.Fatalf("a notice was sent %d times and confirmed %d times, want once", n, w.confirmed[id])
			}
		}
	})
}

func TestManyWorkersAtOnceSendEachOnce(t *testing.T) {
	t.Parallel()
	h := newHall()
	h.furnish(t)
	for i := range 40 {
		h.announce(t, hallChange, string(rune('a'+i)))
	}
	var mu sync.Mutex
	confirmed, claims := map[feedback.NoticeID]int{}, map[feedback.NoticeID][]feedback.Notice{}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			chance := rand.New(rand.NewPCG(1, uint64(i)))
			for idle := 0; idle < 3; {
				mine, err := h.Claim(t.Context(), 7, lease)
				if err != nil {
					t.Errorf("claim: got error %v", err)
					return
				}
				if idle++; len(mine) > 0 {
					idle = 0
				}
				mu.Lock()
				for _, n := range mine {
					claims[n.ID] = append(claims[n.ID], n)
				}
				mu.Unlock()
				if chance.IntN(4) == 0 { // this one dies, and another takes its place when the lease has run out
					h.advance(lease)
					continue
				}
				for _, n := range mine {
					err := h.Confirm(t.Context(), n)
					if err != nil && !errors.Is(err, feedback.ErrStale) {
						t.Errorf("confirm: got error %v", err)
					}
					if err == nil {
						mu.Lock()
						confirmed[n.ID]++
						mu.Unlock()
					}
				}
			}
		})
	}
	wg.Wait()
	h.advance(lease)
	for _, n := range h.claim(t, 1000) { // what died last
		if err := h.Confirm(t.Context(), n); err != nil {
			t.Errorf("confirm: got error %v", err)
		}
		confirmed[n.ID]++
	}
	if len(confirmed) != 40*5 {
		t.Errorf("got %d notices sent, want %d", len(confirmed), 40*5)
	}
	for id, n := range confirmed {
		if n != 1 {
			t.Errorf("a notice was confirmed %d times, want once", n)
		}
		of := slices.SortedFunc(slices.Values(claims[id]), func(a, b feedback.Notice) int { return a.Tries - b.Tries })
		for i := range len(of) - 1 {
			if of[i].Tries == of[i+1].Tries || of[i+1].At.Before(of[i].Until) {
				t.Errorf("a notice was claimed by two workers: %+v and %+v", of[i], of[i+1])
			}
		}
	}
}
