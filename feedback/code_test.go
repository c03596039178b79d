package feedback_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/feedback"
)

// unnamed leaves an item without a name.
func (h house) unnamed(t testing.TB) (feedback.Item, string) {
	t.Helper()
	it, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Complaint, Text: "too loud"})
	allWell(t, err)
	return it, code
}

func TestCodeIsTheWayBack(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code := h.unnamed(t)
	bare := strings.ReplaceAll(code, "-", "")
	for _, way := range []string{
		code, strings.ToLower(code), bare, strings.ToLower(bare), " " + code + "\n", strings.ReplaceAll(code, "-", " "),
		strings.ReplaceAll(code, "-", "\u00a0"), strings.ReplaceAll(code, "-", "\u2013"), strings.Join(strings.Split(bare, ""), "."),
	} {
		v, err := h.Enter(t.Context(), "here", way)
		allWell(t, err)
		if got, err := h.For(v).Item(t.Context(), it.ID); err != nil || got.Text != it.Text {
			t.Errorf("%q: got %v, error %v, want the item", way, got, err)
		}
	}
}

func TestWrongCodeTellsNothing(t *testing.T) {
	t.Parallel()
	full, empty := newHouse(feedback.Config{CodeTries: 1000}), newHouse(feedback.Config{CodeTries: 1000})
	_, code := full.unnamed(t)
	_, want := empty.Enter(t.Context(), "here", code)
	if !errors.Is(want, feedback.ErrNotFound) {
		t.Fatalf("got error %v, want one matching %v", want, feedback.ErrNotFound)
	}
	_, gone := full.unnamed(t)
	having[feedback.Erasure](t)(full.Erase(t.Context(), feedback.Pseudonym(gone)))
	for _, wrong := range []string{
		"", "-", "AAAAA", gone, code[1:], code + "A", "1" + code[1:], strings.Repeat(code, 3), "\xff\x00", strings.Repeat("x", 1<<20),
		string(feedback.Pseudonym(code)), "is-ann",
	} {
		v, err := full.Enter(t.Context(), "here", wrong)
		if !errors.Is(err, feedback.ErrNotFound) || err.Error() != want.Error() || v.Party != "" {
			t.Errorf("%.20q: got %v, error %v, want as in an empty café: %v", wrong, v.Party, err, want)
		}
	}
}

func TestTriesAreLimitedBySourceAndHour(t *testing.T) {
	t.Parallel()
	for _, tries := range []int{0, 3} {
		h := newHouse(feedback.Config{CodeTries: tries})
		_, code := h.unnamed(t)
		want := tries
		if want == 0 {
			want = 10
		}
		try := func(source, code string, want error) {
			t.Helper()
			if _, err := h.Enter(t.Context(), source, code); !errors.Is(err, want) {
				t.Fatalf("from %s: got error %v, want one matching %v", source, err, want)
			}
		}
		for range want {
			try("here", code, nil) // right ones do not count
			try("here", "wrong", feedback.ErrNotFound)
		}
		try("here", "wrong", feedback.ErrTooMany)
		try("here", code, feedback.ErrTooMany) // no hint either
		if err := h.as("ann").Join(t.Context(), "here", code); !errors.Is(err, feedback.ErrTooMany) {
			t.Fatalf("join: got error %v, want one matching %v", err, feedback.ErrTooMany)
		}
		try("there", code, nil)
		try("there", "wrong", feedback.ErrNotFound)
		h.advance(time.Hour)
		try("here", code, nil)
		try("here", "wrong", feedback.ErrNotFound)
	}
}

func TestCodeHas130RandomBits(t *testing.T) {
	t.Parallel()
	leave := func(random []byte) string {
		h := newHouse(feedback.Config{Random: bytes.NewReader(append(random, make([]byte, 64)...))})
		_, code := h.unnamed(t)
		return code
	}
	first := leave(make([]byte, 17))
	if bare := strings.ReplaceAll(first, "-", ""); len(bare) != 26 || strings.Trim(bare, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Errorf("got code %q, want 26 letters of 32", first)
	}
	seen := map[string]bool{first: true}
	for bit := range 130 {
		random := make([]byte, 17)
		random[bit/8] |= 0x80 >> (bit % 8)
		code := leave(random)
		if seen[code] {
			t.Errorf("bit %d makes no other code", bit)
		}
		seen[code] = true
	}
}

func TestCodesAndSourcesAreKeptNowhere(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code := h.unnamed(t)
	v := having[feedback.Viewer](t)(h.Enter(t.Context(), "192.0.2.7", code))
	having[feedback.Item](t)(h.For(v).Reply(t.Context(), it.ID, "more", feedback.ByAuthor))
	if _, err := h.Enter(t.Context(), "192.0.2.7", "WRONG"+code); err == nil {
		t.Fatal("a wrong code let somebody in")
	}
	allWell(t, h.as("ann").Join(t.Context(), "192.0.2.7", code))
	text := strings.ToUpper(wholeOf(t, h.store))
	for _, secret := range []string{code, strings.ReplaceAll(code, "-", ""), code[:11], "192.0.2.7"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in the store or its log", secret)
		}
	}
}

func TestWithoutRandomnessNothingIsLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{Random: bytes.NewReader(nil)})
	_, code, err := h.For(feedback.Viewer{}).LeaveUnnamed(t.Context(), feedback.Item{Kind: feedback.Idea, Text: "words"})
	if err == nil || code != "" || len(wholeLog(t, h.store)) > 0 {
		t.Errorf("got code %q, error %v, want an error and nothing written", code, err)
	}
}

func TestJoinMakesItOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(mergedInto("ann", "anna"))
	it, code := h.unnamed(t)
	if _, err := h.as("ann").Item(t.Context(), it.ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Fatalf("before: got error %v, want one matching %v", err, feedback.ErrNotFound)
	}
	allWell(t, h.as("ann").Join(t.Context(), "here", code))
	before := wholeOf(t, h.store)
	allWell(t, h.as("anna").Join(t.Context(), "here", code)) // again, under another ID of hers
	if wholeOf(t, h.store) != before {
		t.Error("to join again wrote something")
	}
	for _, id := range []feedback.PartyID{"ann", "anna"} {
		got := having[feedback.Item](t)(h.as(id).Item(t.Context(), it.ID))
		if got.Author != feedback.Pseudonym(code) {
			t.Errorf("got author %q, want the pseudonym: what was said stays", got.Author)
		}
	}
	if err := h.as("bob").Join(t.Context(), "here", code); !errors.Is(err, feedback.ErrExists) {
		t.Errorf("somebody else: got error %v, want one matching %v", err, feedback.ErrExists)
	}
	if _, err := h.Enter(t.Context(), "here", code); err != nil {
		t.Errorf("the code: got error %v, want it to be good still", err)
	}
	// Who opens everything but names does not learn that it is hers.
	clerk := h.For(feedback.Viewer{Party: "clerk", MayOpen: func(r feedback.Ref) bool { return r.Noun == feedback.NounItem }})
	if text := inJSON(t, having[feedback.Thread](t)(clerk.Thread(t.Context(), it.ID))); strings.Contains(text, "ann") || strings.Contains(text, "unnamed") {
		t.Errorf("a clerk is told whose it is: %s", text)
	}
}

func TestOnlyWhoHasANameJoins(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	_, code := h.unnamed(t)
	_, other := h.unnamed(t)
	before := wholeOf(t, h.store)
	mustBreak(t, h.as("").Join(t.Context(), "here", code), "Viewer.Party")
	mustBreak(t, h.as(feedback.Pseudonym(other)).Join(t.Context(), "here", code), "Viewer.Party")
	if wholeOf(t, h.store) != before {
		t.Error("something was written")
	}
}

func TestOnlyAJoinMakesAPseudonymOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(feedback.Config{})
	it, code := h.unnamed(t)
	ann := h.left(t, "ann", feedback.Idea, "private")
	for i, from := range []feedback.PartyID{feedback.Pseudonym(code), "ann"} {
		id := feedback.LinkIDFor(party(from), 0, party("mallory"))
		h.written(t, feedback.Batch{Links: []feedback.Link{{ID: id, From: party(from), To: party("mallory"), At: h.Now()}}})
		if _, err := h.as("mallory").Item(t.Context(), []feedback.ItemID{it.ID, ann.ID}[i]); !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("got error %v, want one matching %v", err, feedback.ErrNotFound)
		}
	}
}
